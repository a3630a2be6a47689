"""Pictures of recipes compared, and of the years it took.  Chapter 14."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.figures.base import BLUE, GREEN, GREY, INK, ORANGE, SKY, axes, set_alt

Interval = tuple[float, float, float]


def recipe_grid(
    means: ArrayLike, rows: Sequence[str], columns: Sequence[str], titles: Sequence[str]
) -> NDArray:
    """A table of per cents in each panel, every cell coloured and its number written in it.

    means: (panels, rows, columns), 0 to 100
    """
    panels = real_array(means, "means", ndim=3)
    if panels.shape != (len(titles), len(rows), len(columns)):
        raise ValueError(
            f"means: shape ({len(titles)}, {len(rows)}, {len(columns)}) expected, got "
            f"{panels.shape}"
        )
    drawn = np.ravel(axes(len(panels), size=(0.5 + 0.8 * len(columns), 0.9 + 0.36 * len(rows))))
    for i, (ax, cells, title) in enumerate(zip(drawn, panels, titles, strict=True)):
        ax.imshow(cells, cmap="Blues", vmin=0, vmax=130, aspect="auto")
        for (r, c), value in np.ndenumerate(cells):
            colour = "white" if value > 75 else INK
            ax.text(c, r, f"{value:.0f}", ha="center", va="center", color=colour, fontsize=10)
        ax.set_xticks(range(len(columns)), columns)
        ax.set_yticks(range(len(rows)), rows if i == 0 else [""] * len(rows))
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        ax.set_title(title, fontsize=11)
        top, low = np.unravel_index(cells.argmax(), cells.shape), (cells < 30).sum()
        set_alt(
            ax,
            f"{title}: best {cells.max():.0f} per cent for {rows[top[0]]} with {columns[top[1]]}; "
            f"{low} of {cells.size} recipes below 30 per cent.",
        )
    return drawn


def level_means(
    means: Mapping[str, Mapping[str, float]], xlabel: str, ax: Axes | None = None
) -> Axes:
    """One row for each ingredient, a named dot for the mean of each of its levels.

    means: ingredient → level → mean over all recipes with that level
    """
    ax = ax or axes(size=(6.6, 0.7 + 0.75 * len(means)))
    words = []
    for row, (name, levels) in enumerate(means.items()):
        places = np.array(list(levels.values()), float)
        ax.plot(places, np.full(len(places), -row), "-", color=GREY, lw=1)
        ax.plot(places, np.full(len(places), -row), "o", color=BLUE, ms=8)
        above, last = True, -np.inf
        for level, place in sorted(levels.items(), key=lambda item: item[1]):
            above = not above if place - last < 9 else True  # names side by side would collide
            last = place
            ax.annotate(
                level, (place, -row), (0, 8 if above else -19), textcoords="offset points",
                ha="center", fontsize=10,
            )  # fmt: skip
        told = ", ".join(f"{level} {place:.0f}" for level, place in levels.items())
        words.append(f"{name} ({told})")
    ax.set_yticks(-np.arange(len(means)), list(means))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.7)
    ax.set(ylim=(0.5 - len(means), 0.6), xlabel=xlabel)
    return set_alt(ax, f"{xlabel}: {'; '.join(words)}.")


def gain_intervals(
    gains: Mapping[str, Interval], xlabel: str, ax: Axes | None = None, title: str = ""
) -> Axes:
    """A dot and an interval for each change, and a line at 0, where nothing is gained.

    gains: name → (mean, low, high)
    """
    ax = ax or axes(size=(5.6, 0.9 + 0.36 * len(gains)))
    words = []
    for row, (name, (mean, low, high)) in enumerate(gains.items()):
        colour = GREEN if low > 0 else ORANGE if high < 0 else GREY
        mark = "o" if low > 0 else "s" if high < 0 else "D"
        ax.plot([low, high], [-row, -row], color=colour, lw=2.5)
        ax.plot([mean], [-row], mark, color=colour, ms=7, mec=INK, mew=0.7)
        words.append(f"{name} {mean:+.1f} ({low:.1f} to {high:.1f})")
    ax.axvline(0, color=INK, lw=1)
    ax.set_yticks(-np.arange(len(gains)), list(gains))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.7)
    ax.set(ylim=(0.5 - len(gains), 0.5), xlabel=xlabel, title=title)
    return set_alt(ax, f"{title + ': ' if title else ''}{xlabel}: {'; '.join(words)}.")


def timeline(
    left: Sequence[tuple[int, str]],
    right: Sequence[tuple[int, str]],
    bands: Mapping[str, tuple[int, int]],
    heads: tuple[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Years from top to bottom, events on both sides of the line, and shaded spans of years.

    left, right: (year, words) in order of years      bands: name → (first year, last year)
    heads: what stands on the left and on the right
    """
    ax = ax or axes(size=(8.6, 10.0))
    years = [year for year, _ in (*left, *right)]
    first, last = min(years) - 3, max(years) + 3
    apart = (last - first) / 46  # a line of text
    for name, (start, end) in bands.items():
        ax.axhspan(start, end, color=SKY, alpha=0.22, lw=0)
        ax.text(-1.17, (start + end) / 2, name, rotation=90, va="center", ha="left", fontsize=10)
    ax.axvline(0, color=INK, lw=1.5)
    for events, side in ((left, -1), (right, 1)):
        for (year, words), place in zip(
            events, _spread([y for y, _ in events], apart), strict=True
        ):
            ax.plot([0, side * 0.12, side * 0.17], [year, place, place], color=GREY, lw=0.9)
            ax.plot([0], [year], "o", color=BLUE if side < 0 else ORANGE, ms=5)
            align = "right" if side < 0 else "left"
            ax.text(side * 0.19, place, f"{year}  {words}", va="center", ha=align, fontsize=9.5)
        head = heads[0] if side < 0 else heads[1]
        ax.text(side * 0.6, first - 1, head, ha="center", va="bottom", fontweight="bold")
    ax.set(xlim=(-1.2, 1.2), ylim=(last, first))
    ax.axis("off")
    sides = [
        f"{head}: " + ", ".join(f"{year} {words}" for year, words in events)
        for head, events in zip(heads, (left, right), strict=True)
    ]
    spans = ", ".join(f"{name} {start} to {end}" for name, (start, end) in bands.items())
    return set_alt(ax, f"A line of years. {'. '.join(sides)}. Shaded: {spans}.")


def _spread(places, apart):
    """The places, moved as little as a simple rule allows until they are `apart` from one another.

    Neighbours that are too close form a group around their common middle.
    """
    groups: list[list[float]] = []
    for place in places:
        groups.append([float(place)])
        while len(groups) > 1 and _top(groups[-1], apart) < _bottom(groups[-2], apart) + apart:
            late = groups.pop()
            groups[-1] += late
    return [_top(group, apart) + i * apart for group in groups for i in range(len(group))]


def _top(group, apart):
    return float(np.mean(group)) - apart * (len(group) - 1) / 2


def _bottom(group, apart):
    return float(np.mean(group)) + apart * (len(group) - 1) / 2


def growth(
    counts: Mapping[str, Sequence[tuple[int, float, str]]],
    line: Sequence[tuple[int, float]],
    line_name: str,
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """Networks by year and size on a logarithmic axis, against a line that somebody foresaw.

    counts: way of counting → (year, number, name of the network); the first way's points are named
    """
    ax = ax or axes(size=(7.0, 4.6))
    years, sizes = zip(*line, strict=True)
    ax.plot(years, sizes, "--", color=GREY, lw=2, label=line_name)
    words = []
    looks = ((ORANGE, "o"), (BLUE, "s"), (GREEN, "^"))
    for i, ((way, points), (colour, mark)) in enumerate(zip(counts.items(), looks, strict=False)):
        x, y, _ = zip(*points, strict=True)
        ax.plot(x, y, mark, color=colour, ms=7, mec=INK, mew=0.6, label=way, ls="none")
        if i == 0:
            for k, (year, size, name) in enumerate(points):
                # to the right if the neighbour in time would be covered, or the axis
                right = k == 0 or year - x[k - 1] < 2
                ax.annotate(
                    name, (year, size), (7 if right else -6, 5), textcoords="offset points",
                    ha="left" if right else "right", fontsize=9,
                )  # fmt: skip
        told = ", ".join(f"{name} {year} {size:.1e}" for year, size, name in points)
        words.append(f"{way}: {told}")
    ax.set(yscale="log", ylabel=ylabel, xlabel="year")
    ax.margins(x=0.12)
    ax.grid(color=GREY, alpha=0.2, lw=0.7)
    ax.legend(frameon=False, loc="lower right", fontsize=10)
    return set_alt(
        ax,
        f"{ylabel} by year on a logarithmic axis; {line_name} from {sizes[0]:.1e} in {years[0]} to "
        f"{sizes[-1]:.1e} in {years[-1]}. {'. '.join(words)}.",
    )
