"""Pictures of fits that know too little or too much.  Chapter 10."""

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
)


def fitted_curve(
    x: ArrayLike,
    y: ArrayLike,
    grid: ArrayLike,
    fitted: ArrayLike,
    truth: ArrayLike,
    ax: Axes | None = None,
    title: str = "",
    limits: tuple[float, float] = (-2, 2),
) -> Axes:
    """Points, the curve that was fitted to them, and the curve behind them.

    x, y: (n,) the points      grid, fitted, truth: (m,)
    """
    x, y, grid, fitted, truth = (
        real_array(v, name, 1)
        for v, name in zip(
            (x, y, grid, fitted, truth), ("x", "y", "grid", "fitted", "truth"), strict=True
        )
    )
    ax = ax or axes(size=(3.6, 3.0))
    ax.plot(grid, truth, color=GREY, ls="--", lw=1.6, label="the true curve")
    ax.plot(grid, fitted, color=ORANGE, lw=2, label="fitted")
    ax.plot(x, y, "o", color=BLUE, ms=5.5, label="points")
    ax.set(ylim=limits, xlim=(grid[0], grid[-1]), xlabel="x", title=title)
    off = np.sqrt(np.mean((fitted - truth) ** 2))
    outside = fitted.max() > limits[1] or fitted.min() < limits[0]
    words = f"{len(x)} points and a fitted curve, on average {off:.2g} from the true one"
    words += ", which leaves the picture" if outside else ""
    return set_alt(ax, f"{title + ': ' if title else ''}{words}.")


def errors_by_size(
    sizes: ArrayLike,
    errors: Mapping[str, ArrayLike],
    threshold: float | None = None,
    ax: Axes | None = None,
    xlabel: str = "number of weights",
    ylabel: str = "error",
    title: str = "",
    log: bool = False,
    limits: tuple[float, float] | None = None,
) -> Axes:
    """Errors against the number of weights, on a logarithmic axis; one line for each name.

    sizes: (k,)      errors: name → (k,), or (k, runs): then the line is the median of the runs and
        a band goes from the smallest to the largest
    threshold: a number of weights to mark by an upright line
    log: errors on a logarithmic axis, too      limits: of the axis of errors
    """
    if not 0 < len(errors) <= len(_LINES):
        raise ValueError(f"errors: 1 to {len(_LINES)} lines expected, got {len(errors)}")
    sizes = real_array(sizes, "sizes", 1)
    ax = ax or axes(size=(6.4, 3.8))
    words = []
    if threshold is not None:
        ax.axvline(threshold, color=INK, ls=(0, (2, 3)), lw=1.2)
    for (name, given), (colour, line, mark) in zip(errors.items(), _LINES, strict=False):
        rows = real_array(given, f"errors of {name}", (1, 2))
        rows = rows[:, None] if rows.ndim == 1 else rows
        middle = np.median(rows, axis=1)
        ax.fill_between(sizes, rows.min(1), rows.max(1), color=colour, alpha=0.15, lw=0)
        ax.plot(sizes, middle, ls=line, marker=mark, ms=4, color=colour, label=name)
        top = int(middle.argmax())
        words.append(
            f"{name} from {middle[0]:.2g} at {sizes[0]:g} to {middle[-1]:.2g} at {sizes[-1]:g}, "
            f"largest {middle[top]:.2g} at {sizes[top]:g}"
        )
    ax.set(xscale="log", xlabel=xlabel, ylabel=ylabel, title=title)
    round_ones = [d * 10**k for k in range(6) for d in (1, 2, 5)]
    _plain_ticks(ax.xaxis, [v for v in round_ones if sizes[0] <= v <= sizes[-1]])
    if log:
        ax.set_yscale("log")
        _plain_ticks(ax.yaxis, [10.0**k for k in range(-3, 6)])
    if limits:
        ax.set_ylim(limits)
    ax.grid(axis="y", color=GREY, alpha=0.25, lw=0.7)
    ax.legend(frameon=False, fontsize=9)
    return set_alt(
        ax, f"{title + ': ' if title else ''}{ylabel} against {xlabel}: {'; '.join(words)}."
    )


def _plain_ticks(axis, places):
    """Marks at these numbers, written out, on a logarithmic axis."""
    low, high = axis.get_view_interval()
    axis.set_ticks([v for v in places if low <= v <= high], minor=False)
    axis.set_major_formatter(lambda v, position: f"{v:g}")
    axis.set_minor_formatter(lambda v, position: "")
