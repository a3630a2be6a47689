"""Pictures of races between nets, of errors against depth, and of a record over years.  Ch. 12."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator
from numpy.typing import ArrayLike

from course_lib._validation import real_array
from course_lib.figures.base import BLUE, GREY, INK, LINES, ORANGE, axes, set_alt


def arrivals(
    steps: Mapping[str, ArrayLike], ax: Axes | None = None, xlabel: str = "steps", title: str = ""
) -> Axes:
    """One row for each runner on a logarithmic axis: a dot for each net, a bar at their median.

    steps: name → (nets,) steps, NaN or infinity for a net that never arrived
    """
    if not steps:
        raise ValueError("steps: at least one runner expected, got none")
    ax = ax or axes(size=(6.0, 0.9 + 0.4 * len(steps)))
    words = []
    for row, (name, numbers) in enumerate(steps.items()):
        every = np.asarray(numbers, float).ravel()
        there = np.sort(every[np.isfinite(every)])
        places = -row + 0.22 * np.linspace(-1, 1, len(there)) if len(there) > 1 else [-row]
        ax.plot(there, places[: len(there)], "o", color=BLUE, ms=5, alpha=0.75, mew=0)
        missing = len(every) - len(there)
        lost = f", {missing} of {len(every)} never" if missing else ""
        if len(there) > missing:
            middle = float(np.median(np.where(np.isfinite(every), every, np.inf)))
            ax.plot([middle, middle], [-row - 0.34, -row + 0.34], color=ORANGE, lw=2.5)
            words.append(f"{name} {middle:.3g}{lost}")
        else:
            words.append(f"{name}{lost}")
        if missing:
            ax.text(1.01, -row, lost[2:], transform=ax.get_yaxis_transform(), va="center", size=9)
    ax.set_yticks(-np.arange(len(steps)), list(steps))
    ax.set_xscale("log")
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5)))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.minorticks_off()
    ax.grid(axis="x", color=GREY, alpha=0.2, lw=0.7)
    ax.set(ylim=(0.6 - len(steps), 0.6), xlabel=xlabel, title=title)
    ax.tick_params(axis="y", length=0)
    return set_alt(ax, f"{title + ': ' if title else ''}{xlabel}, medians: {'; '.join(words)}.")


def ratio_intervals(
    ratios: Mapping[str, Sequence[float]],
    claim: float,
    ax: Axes | None = None,
    xlabel: str = "ratio",
    claimed: str = "claimed",
) -> Axes:
    """Ratios with their intervals on a logarithmic axis, beside a ratio that somebody claimed.

    ratios: name → (ratio, low, high), all above 0      claimed: words for the claim
    """
    if not ratios:
        raise ValueError("ratios: at least one expected, got none")
    ax = ax or axes(size=(6.0, 1.1 + 0.36 * len(ratios)))
    words, rows = [], -np.arange(len(ratios))
    for row, (name, numbers) in zip(rows, ratios.items(), strict=True):
        middle, low, high = real_array(numbers, f"ratio {name}", ndim=1)
        if not 0 < low <= middle <= high:
            raise ValueError(f"ratio {name}: 0 < low ≤ ratio ≤ high expected, got {numbers}")
        ax.plot([low, high], [row, row], color=BLUE, lw=2.2, solid_capstyle="butt")
        ax.plot(middle, row, "o", color=BLUE, ms=7)
        words.append(f"{name} {middle:.2f} ({low:.2f} to {high:.2f})")
    ax.axvline(1, color=INK, lw=1)
    ax.axvline(claim, color=ORANGE, ls="--", lw=2)
    ax.text(claim, 0.75, f"{claimed}: {claim:g}", color=ORANGE, ha="center", va="bottom", size=9)
    ax.set_yticks(rows, list(ratios))
    ax.set(xscale="log", ylim=(0.5 - len(ratios), 0.7), xlabel=xlabel)
    ax.set_xticks([0.25, 0.5, 1, 2, 4, 8], ["¼", "½", "1", "2", "4", "8"])
    ax.minorticks_off()
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.7)
    return set_alt(ax, f"{xlabel}, {claimed} {claim:g}; measured: {'; '.join(words)}.")


def errors_by_depth(
    errors: Mapping[str, Mapping[int, ArrayLike]],
    ax: Axes | None = None,
    ylabel: str = "training error in percent",
    title: str = "",
) -> Axes:
    """Error against depth, one line for each kind of net: median, and a band over all nets.

    errors: name → depth → (nets,) shares from 0 to 1
    """
    if not 0 < len(errors) <= len(LINES):
        raise ValueError(f"errors: 1 to {len(LINES)} kinds expected, got {len(errors)}")
    ax = ax or axes(size=(6.4, 3.8))
    words = []
    for (name, by_depth), (colour, line, mark) in zip(errors.items(), LINES, strict=False):
        depths = sorted(by_depth)
        rows = [100 * real_array(by_depth[d], f"errors of {name}", ndim=1) for d in depths]
        middle = [float(np.median(row)) for row in rows]
        lows, highs = [row.min() for row in rows], [row.max() for row in rows]
        ax.fill_between(depths, lows, highs, color=colour, alpha=0.13, lw=0)
        ax.plot(depths, middle, ls=line, marker=mark, color=colour, lw=2, label=name)
        words.append(
            f"{name} {middle[0]:.1f} at depth {depths[0]}, {middle[-1]:.1f} at {depths[-1]}"
        )
    ax.set(xlabel="layers", ylabel=ylabel, title=title, ylim=(-3, 100))
    ax.set_xticks(depths)
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return set_alt(ax, f"{title + ': ' if title else ''}{ylabel}, medians: {'; '.join(words)}.")


def yearly_record(
    years: Sequence[int],
    values: Sequence[float],
    names: Sequence[str],
    line: tuple[float, str],
    ylabel: str,
    ax: Axes | None = None,
) -> Axes:
    """A bar for each year with a name over it, and one level line for comparison."""
    numbers = real_array(values, "values", ndim=1)
    if not len(years) == len(numbers) == len(names):
        raise ValueError(f"years, values, names: as many of each expected, got {len(years)} years")
    ax = ax or axes(size=(6.4, 3.8))
    ax.bar([str(year) for year in years], numbers, color=BLUE, width=0.62)
    for place, (value, name) in enumerate(zip(numbers, names, strict=True)):
        said = ax.text(place, value + 0.4, f"{name}\n{value:g}", ha="center", va="bottom", size=9)
        said.set_bbox({"color": "white", "pad": 0.5})
    level, words = line
    ax.axhline(level, color=ORANGE, ls="--", lw=1.8, zorder=0.5, label=f"{words}: {level:g}")
    ax.legend(frameon=False, loc="upper right")
    ax.set(ylabel=ylabel, ylim=(0, 1.25 * numbers.max()))
    told = "; ".join(
        f"{year} {name} {value:g}" for year, name, value in zip(years, names, numbers, strict=True)
    )
    return set_alt(ax, f"{ylabel}, year by year: {told}. {words}: {level:g}.")
