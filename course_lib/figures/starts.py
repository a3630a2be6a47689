"""Pictures of starts: how large signals are in each layer, and how nets fare.  Chapter 8."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib._validation import real_array
from course_lib.figures.base import AMBER, BLUE, GREEN, GREY, INK, ORANGE, PINK, axes, set_alt

_LINES = (
    (ORANGE, "-", "o"),
    (BLUE, "--", "s"),
    (GREEN, "-.", "^"),
    (PINK, ":", "D"),
    (AMBER, (0, (5, 1)), "v"),
    (INK, (0, (1, 1)), "x"),
)


def sizes_by_layer(
    sizes: Mapping[str, ArrayLike],
    expected: Mapping[str, ArrayLike] | None = None,
    ax: Axes | None = None,
    ylabel: str = "size of the sums",
    title: str = "",
) -> Axes:
    """How large something is in each layer, on a logarithmic axis; one line for each start.

    sizes: name → (layers,) numbers above 0, or (layers, nets): then the line is the median of the
        nets and a band goes from the smallest to the largest
    expected: name → (layers,), drawn as crosses in the colour of the line of the same name
    """
    if not 0 < len(sizes) <= len(_LINES):
        raise ValueError(f"sizes: 1 to {len(_LINES)} starts expected, got {len(sizes)}")
    ax = ax or axes(size=(6.0, 3.6))
    words = []
    for (name, values), (colour, line, mark) in zip(sizes.items(), _LINES, strict=False):
        rows = real_array(values, f"sizes of {name}", ndim=(1, 2))
        rows = rows[:, None] if rows.ndim == 1 else rows
        if not (rows > 0).all():
            raise ValueError(f"sizes of {name}: numbers above 0 expected, got {rows.min():g}")
        layer, middle = np.arange(1, len(rows) + 1), np.median(rows, axis=1)
        ax.fill_between(layer, rows.min(1), rows.max(1), color=colour, alpha=0.18, lw=0)
        ax.plot(layer, middle, ls=line, marker=mark, ms=4, color=colour, label=name)
        if expected and name in expected:
            wanted = real_array(expected[name], f"expected of {name}", ndim=1)
            ax.plot(layer, wanted, "+", color=INK, ms=9, mew=1.3)
        words.append(f"{name} from {middle[0]:.1e} to {middle[-1]:.1e}")
    ax.set(yscale="log", xlabel="layer (1 is next to the input)", ylabel=ylabel, title=title)
    ax.legend(frameon=False, fontsize=9)
    crosses = " Crosses: as expected." if expected else ""
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{ylabel} over {len(layer)} layers: "
        f"{'; '.join(words)}.{crosses}",
    )


def strips(
    values: Mapping[str, ArrayLike], xlabel: str, ax: Axes | None = None, title: str = ""
) -> Axes:
    """One row for each name: a dot for each number, and a bar at their median."""
    if not values:
        raise ValueError("values: at least one row expected, got none")
    ax = ax or axes(size=(6.0, 0.8 + 0.38 * len(values)))
    words = []
    for row, (name, numbers) in enumerate(values.items()):
        dots = real_array(numbers, f"values of {name}", ndim=1)
        middle = float(np.median(dots))
        # beside one another where they would hide one another
        places = -row + 0.22 * np.linspace(-1, 1, len(dots)) if len(dots) > 1 else [-row]
        ax.plot(np.sort(dots), places, "o", color=BLUE, ms=5, alpha=0.75, mew=0)
        ax.plot([middle, middle], [-row - 0.34, -row + 0.34], color=ORANGE, lw=2.5)
        words.append(f"{name} {middle:.2f}")
    ax.set_yticks(-np.arange(len(values)), list(values))
    ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.7)
    ax.set(ylim=(0.6 - len(values), 0.6), xlabel=xlabel, title=title)
    ax.tick_params(axis="y", length=0)
    return set_alt(ax, f"{title + ': ' if title else ''}{xlabel}, medians: {'; '.join(words)}.")
