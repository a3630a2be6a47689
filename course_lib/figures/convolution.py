"""Pictures of sliding windows: what they see, what they answer, what they have learned."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from course_lib._validation import real_array
from course_lib.figures.base import AMBER, BLUE, GREEN, GREY, INK, ORANGE, PINK, SKY, axes, set_alt
from course_lib.network import Network

#: one colour for each weight of a window; its letter stands in every cell as well
_WEIGHTS = (ORANGE, BLUE, GREEN, PINK, AMBER, SKY, "#B0B0B0", "#8C6D31", "#9C9EDE")


def sliding_row(x: ArrayLike, w: ArrayLike, ax: Axes | None = None, title: str = "") -> Axes:
    """A row of numbers, the window below it at each of its places, and each answer.

    x: (n,)      w: (k,), k at most n
    """
    row, window = real_array(x, "x", ndim=1), real_array(w, "w", ndim=1)
    places = len(row) - len(window) + 1
    if places < 1:
        raise ValueError(f"w: at most the {len(row)} numbers of x expected, got {len(window)}")
    ax = ax or axes(size=(0.55 * len(row) + 2.2, 0.42 * (places + 1) + 0.5))
    _cells(ax, row, 0, 0, "#E8E8E8")
    answers = []
    for i in range(places):
        _cells(ax, window, i, -i - 1.3, _WEIGHTS[0], alpha=0.25)
        answers.append(float(row[i : i + len(window)] @ window))
        ax.text(len(row) + 0.6, -i - 0.8, f"→  {_short(answers[-1])}", va="center", fontsize=12)
    ax.text(-0.3, 0.5, "x", ha="right", va="center")
    ax.text(-0.3, -0.8, "w", ha="right", va="center")
    ax.set(xlim=(-1, len(row) + 2.5), ylim=(-places - 0.6, 1.3), aspect="equal", title=title)
    ax.axis("off")
    said = ", ".join(_short(z) for z in answers)
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}the row {_list(row)} and below it the window "
        f"{_list(window)} at its {places} places, with the answers {said}.",
    )


def _cells(ax, numbers, left, bottom, colour, alpha=1.0):
    for j, number in enumerate(numbers):
        place = (left + j, bottom)
        ax.add_patch(Rectangle(place, 1, 1, fc=colour, ec="none", alpha=alpha))
        ax.add_patch(Rectangle(place, 1, 1, fc="none", ec=GREY, lw=0.8))
        ax.text(left + j + 0.5, bottom + 0.5, _short(number), ha="center", va="center")


def shared_matrix(which: ArrayLike, ax: Axes | None = None, title: str = "") -> Axes:
    """A matrix in which few numbers return: a letter and a colour for each, nothing for 0.

    which: (rows, columns) ints, the number of the weight in each place, −1 where there is a 0
    """
    index = np.asarray(which)
    if index.ndim != 2 or index.dtype.kind not in "iu" or index.max() >= len(_WEIGHTS):
        raise ValueError(f"which: (rows, columns) of ints below {len(_WEIGHTS)} expected")
    rows, columns = index.shape
    ax = ax or axes(size=(min(8.5, 0.36 * columns + 0.6), min(4.2, 0.36 * rows + 0.6)))
    size = 10 if columns <= 16 else 6
    for (r, c), k in np.ndenumerate(index):
        if k >= 0:
            ax.add_patch(Rectangle((c, r), 1, 1, fc=_WEIGHTS[k], ec="none", alpha=0.45))
            letter = "abcdefghi"[k]
            ax.text(c + 0.5, r + 0.5, letter, ha="center", va="center", fontsize=size)
    ax.set(xlim=(0, columns), ylim=(rows, 0), aspect="equal", title=title)
    ax.set_xticks(np.arange(columns + 1), [""] * (columns + 1))
    ax.set_yticks(np.arange(rows + 1), [""] * (rows + 1))
    ax.tick_params(length=0)
    ax.grid(color="#DDDDDD", lw=0.5)
    ax.set_axisbelow(True)
    filled, kinds = int((index >= 0).sum()), len(np.unique(index[index >= 0]))
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}matrix of {rows} rows and {columns} columns. "
        f"{index.size - filled} of its {index.size} places are 0; in the other {filled}, along "
        f"slanting lines, stand the same {kinds} numbers again and again.",
    )


def gallery(
    rows: Mapping[str, Sequence[ArrayLike]],
    titles: Sequence[str] = (),
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Small pictures in rows with names: ink black on white; if some are negative, grey is 0.

    rows: name → pictures (height, width); one grey scale for each row      titles: over columns
    """
    shown = {name: [real_array(p, name, ndim=2) for p in row] for name, row in rows.items()}
    if not shown or not all(shown.values()):
        raise ValueError("rows: at least one picture in each row expected")
    columns = max(len(row) for row in shown.values())
    margin = 0.1 * max(len(name) for name in shown) + 0.1  # room for the names, in pictures
    ax = ax or axes(size=(0.78 * (columns + margin) + 0.1, 0.78 * len(shown) + 0.4))
    words = []
    for r, (name, row) in enumerate(shown.items()):
        low, high = min(p.min() for p in row), max(p.max() for p in row)
        reach = max(abs(low), abs(high)) or 1.0
        look = {"cmap": "gray", "vmin": -reach} if low < 0 else {"cmap": "Greys", "vmin": 0}
        for c, picture in enumerate(row):
            box = (c + 0.05, c + 0.95, r + 0.95, r + 0.05)
            ax.imshow(picture, extent=box, vmax=reach, **look)
            frame = Rectangle((c + 0.05, r + 0.05), 0.9, 0.9, fc="none", ec=GREY, lw=0.6)
            ax.add_patch(frame)
        scale = "white positive, black negative" if low < 0 else "large numbers dark"
        words.append(f"{name or 'pictures'} ({len(row)}, {scale})")
    for c, text in enumerate(titles):
        ax.text(c + 0.5, -0.08, text, ha="center", va="bottom", fontsize=9)
    for r, name in enumerate(shown):
        ax.text(-0.05, r + 0.5, name, ha="right", va="center", fontsize=10)
    ax.set(xlim=(-margin, columns), ylim=(len(shown), -0.35 if titles else 0), aspect="equal")
    ax.set_title(title)
    ax.axis("off")
    over = f" Over the columns: {', '.join(titles)}." if titles else ""
    return set_alt(
        ax, f"{title + ': ' if title else ''}rows of small pictures: {'; '.join(words)}.{over}"
    )


def sound_rows(
    rows: Mapping[str, ArrayLike], seconds: float, ax: Sequence[Axes] | None = None
) -> np.ndarray:
    """Signals one below another over a common time axis.  rows: name → (samples,)"""
    signals = {name: real_array(signal, name, ndim=1) for name, signal in rows.items()}
    panels = np.ravel(np.asarray(ax if ax is not None else axes(1, len(signals), (6.6, 1.35))))
    for panel, (name, signal) in zip(panels, signals.items(), strict=True):
        panel.plot(np.linspace(0, seconds, len(signal)), signal, color=BLUE, lw=0.7)
        panel.set(xlim=(0, seconds))
        panel.set_title(name, fontsize=10, loc="left")
        loudest = seconds * np.abs(signal).argmax() / len(signal)
        set_alt(
            panel,
            f"{name}: {seconds:g} seconds of sound, from {signal.min():.2g} to "
            f"{signal.max():.2g}, the largest at {loudest:.2f} s.",
        )
        if panel is not panels[-1]:
            panel.tick_params(labelbottom=False)
    panels[-1].set_xlabel("seconds")
    return panels


def shift_tables(
    tables: Mapping[str, ArrayLike],
    shifts: Sequence[int],
    ax: Sequence[Axes] | Axes | None = None,
) -> np.ndarray:
    """For each name a square of per cents: right answers by shift, up to down, left to right.

    tables: name → (shifts, shifts) shares from 0 to 1
    """
    side = len(shifts)
    panels = np.ravel(np.asarray(axes(len(tables), size=(2.9, 3.0)) if ax is None else ax))
    for panel, (name, table) in zip(panels, tables.items(), strict=True):
        shares = real_array(table, name, ndim=2)
        if shares.shape != (side, side):
            raise ValueError(f"{name}: shape ({side}, {side}) expected, got {shares.shape}")
        panel.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for (r, c), share in np.ndenumerate(shares):
            colour = "white" if share > 0.55 else INK
            panel.text(c, r, f"{100 * share:.0f}", ha="center", va="center", color=colour)
        labels = [f"{s:+d}".replace("-", "−") if s else "0" for s in shifts]
        panel.set_xticks(range(side), labels)
        panel.set_yticks(range(side), labels)
        panel.tick_params(length=0)
        panel.set(xlabel="pixels to the right", ylabel="pixels down")
        panel.set_title(name, fontsize=10)
        middle = list(shifts).index(0)
        beside = np.mean([shares[middle, middle - 1], shares[middle, middle + 1]])
        set_alt(
            panel,
            f"{name}: per cent of digits read by shift. {100 * shares[middle, middle]:.0f} where "
            f"they lay in training, {100 * beside:.0f} one pixel to the side, "
            f"{100 * shares.min():.0f} at the worst of {side * side} shifts.",
        )
    return panels


def layer_maps(network: Network, ax: Axes | None = None, title: str = "") -> Axes:
    """What each layer of a network makes of one picture, as a stack of sheets of their sizes."""
    names = ["picture", *(repr(layer) for layer in network.layers)]
    kept = [
        (shape if len(shape) == 3 else (1, shape[0], 1), shape, name)
        for shape, name in zip(network.shapes, names, strict=True)
        if not name.startswith(("ReLU", "Flatten"))
    ]
    ax = ax or axes(size=(1.75 * len(kept), 2.9))
    largest = max(height for (_, height, _), _, _ in kept)
    told, left = [], 0.0
    for (channels, height, width), shape, name in kept:
        h, w = 2.0 * height / largest, max(0.16, 2.0 * width / largest)
        count = min(channels, 8)
        for i in reversed(range(count)):
            corner = (left + 0.07 * i, -h / 2 + 0.07 * i)
            ax.add_patch(Rectangle(corner, w, h, fc="#E3EEF6", ec=BLUE, lw=0.9))
        size = "×".join(map(str, shape))
        label = name.split("(")[0]
        ax.text(left + w / 2, -1.25, f"{label}\n{size}", ha="center", va="top", fontsize=9)
        told.append(f"{label} {size}")
        left += max(w, 0.9) + 0.07 * count + 0.45
    ax.set(xlim=(-0.5, left), ylim=(-2, 1.8), aspect="equal", title=title)
    ax.axis("off")
    return set_alt(ax, f"{title + ': ' if title else ''}from left to right {', '.join(told)}.")


def _short(number):
    return f"{number:g}".replace("-", "−")


def _list(numbers):
    return " ".join(_short(n) for n in numbers)
