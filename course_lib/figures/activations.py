"""Pictures of activation functions, of their slopes, and of blame on its way back.  Chapter 6."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array, real_number
from course_lib.activations import DERIVATIVES
from course_lib.figures.base import BLUE, GREEN, GREY, LINES, ORANGE, axes, set_alt


def sweet_spots(
    functions: Mapping[str, Callable], low: float = -8.0, high: float = 8.0, share: float = 0.1
) -> NDArray:
    """Each function above its slope; shaded where the slope exceeds `share` of its maximum.

    functions: name → function of `course_lib.activations`      Returns axes (2, functions).
    """
    if not functions:
        raise ValueError("functions: at least one expected, got none")
    share = real_number(share, "share")
    grid = np.reshape(axes(len(functions), 2, size=(2.5, 1.9)), (2, -1))
    z = np.linspace(low, high, 401)
    for column, (name, function) in enumerate(functions.items()):
        a, slope = np.asarray(function(z), float), DERIVATIVES[function](z)
        alive = slope > share * slope.max() if slope.max() > 0 else np.zeros(len(z), bool)
        # a step is drawn as a gap, not as a slope
        gaps = np.append(np.abs(np.diff(a)) > 0.5 * np.ptp(a), False)
        panels = (
            (a, gaps, BLUE, "-"),
            (slope, np.abs(np.diff(slope, append=0)) > 0.5, ORANGE, "--"),
        )
        for panel, (values, gap, colour, line) in zip(grid[:, column], panels, strict=True):
            if alive.any():
                panel.axvspan(z[alive][0], z[alive][-1], color=GREEN, alpha=0.16, lw=0)
            panel.plot(z, np.where(gap, np.nan, values), color=colour, ls=line, lw=2.2)
            panel.axhline(0, color=GREY, lw=0.7)
            panel.set(xlim=(low, high))
        grid[0, column].set_title(name, fontsize=11)
        grid[1, column].set(ylim=(-0.08, 1.12), xlabel="z")
        where = _where(z, alive)
        set_alt(grid[0, column], f"{name}: slope at most {slope.max():.2g}, alive {where}.")
    grid[0, 0].set_ylabel("a")
    grid[1, 0].set_ylabel("slope")
    return grid


def _where(z, alive):
    if not alive.any():
        return "nowhere"
    first, last = z[alive][0], z[alive][-1]
    left = "" if alive[0] else f" from {first:.1f}"
    right = "" if alive[-1] else f" to {last:.1f}"
    return (left + right).strip() or "everywhere"


def blame_by_layer(
    sizes: Mapping[str, ArrayLike], ax: Axes | None = None, title: str = "", relative: bool = True
) -> Axes:
    """How much blame arrives in each layer, on a logarithmic axis; one line for each network.

    sizes: name → (layers,) or (layers, copies), the first layer first; with copies the line is
        their median and a band goes from the smallest to the largest
    relative: divide by the last layer's size, so that all lines end at 1
    """
    if not 0 < len(sizes) <= len(LINES):
        raise ValueError(f"sizes: 1 to {len(LINES)} networks expected, got {len(sizes)}")
    ax = ax or axes(size=(6.0, 3.6))
    words = []
    for (name, values), (colour, line, mark) in zip(sizes.items(), LINES, strict=False):
        rows = real_array(values, f"sizes of {name}", ndim=(1, 2))
        rows = rows[:, None] if rows.ndim == 1 else rows
        if (rows <= 0).any():
            raise ValueError(f"sizes of {name}: numbers above 0 expected, got {rows.min():g}")
        rows = rows / rows[-1] if relative else rows
        layer, middle = np.arange(1, len(rows) + 1), np.median(rows, axis=1)
        ax.fill_between(layer, rows.min(1), rows.max(1), color=colour, alpha=0.18, lw=0)
        every = max(1, len(rows) // 10)
        ax.plot(
            layer, middle, ls=line, marker=mark, ms=5, markevery=every, color=colour, label=name
        )
        words.append(f"{name} {middle[0]:.1e} in layer 1, {middle[-1]:.1e} in layer {len(rows)}")
    ax.axhline(1, color=GREY, lw=0.7)
    ax.set(yscale="log", xlabel="hidden layer (1 is next to the input)", title=title)
    ax.set_ylabel("blame, last layer = 1" if relative else "blame")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False)
    return set_alt(ax, f"{title + ': ' if title else ''}size of ∂E/∂z: {'; '.join(words)}.")


def named_lines(
    x: ArrayLike,
    lines: Mapping[str, ArrayLike],
    xlabel: str,
    ylabel: str,
    ax: Axes | None = None,
    log: str = "",
    marks: bool = True,
    title: str = "",
) -> Axes:
    """Several lines over the same x, told apart by colour, dash and mark.

    lines: name → (n,) values      log: "", "x", "y" or "xy", the logarithmic axes
    """
    places = real_array(x, "x", ndim=1)
    if not 0 < len(lines) <= len(LINES):
        raise ValueError(f"lines: 1 to {len(LINES)} expected, got {len(lines)}")
    ax = ax or axes(size=(5.6, 3.5))
    words = []
    for (name, values), (colour, dash, mark) in zip(lines.items(), LINES, strict=False):
        y = real_array(values, f"line {name}", ndim=1)
        if len(y) != len(places):
            raise ValueError(f"line {name}: {len(places)} values expected, got {len(y)}")
        mark = mark if marks else ""
        ax.plot(places, y, ls=dash, marker=mark, ms=5, color=colour, lw=2, label=name)
        words.append(
            f"{name} from {y[0]:.2g} to {y[-1]:.2g}, between {y.min():.2g} and {y.max():.2g}"
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if "x" in log:
        ax.set_xscale("log")
        ax.set_xticks(places, [f"{v:g}" for v in places])
        ax.minorticks_off()
    if "y" in log:
        ax.set_yscale("log")
    if len(lines) > 3:  # they fill the picture: their names stand beside it
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    else:
        ax.legend(frameon=False)
    span = f"{places[0]:g} to {places[-1]:g}"
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{ylabel} over {xlabel} from {span}: {'; '.join(words)}.",
    )
