"""Pictures of losses as landscapes, and of walks down into them.  Chapter 4."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.figures.base import AMBER, BLUE, GREEN, GREY, INK, ORANGE, PINK, axes, set_alt

_LINES = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PINK, ":"), (INK, (0, (1, 1))))


def curves(
    functions: Mapping[str, Callable],
    low: float,
    high: float,
    xlabel: str = "",
    ylabel: str = "",
    ylim: tuple[float, float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Graphs of several functions of one number, each with its own colour and line."""
    ax = ax or axes(size=(5.2, 3.4))
    x = np.linspace(low, high, 801)
    words = []
    for (name, function), (colour, line) in zip(functions.items(), _LINES, strict=False):
        y = np.asarray(function(x), dtype=float)
        ax.plot(x, y, color=colour, ls=line, lw=2.2, label=name)
        words.append(f"{name} from {y[0]:.2f} to {y[-1]:.2f}")
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(low, high))
    if ylim:
        ax.set_ylim(ylim)
    ax.legend(frameon=False)
    return set_alt(
        ax, f"Curves over {_plain(xlabel) or 'x'} from {low:g} to {high:g}: {'; '.join(words)}."
    )


def slopes(
    function: Callable,
    places: Sequence[float],
    low: float,
    high: float,
    xlabel: str = "",
    ylabel: str = "",
    eps: float = 1e-5,
    ax: Axes | None = None,
) -> Axes:
    """A curve, and at some places the straight line that has its slope there.

    The slope is found by nudging: (f(x + eps) - f(x - eps)) / 2 eps.
    """
    ax = ax or axes(size=(5.6, 3.6))
    x = np.linspace(low, high, 401)
    y = np.array([function(v) for v in x])
    ax.plot(x, y, color=BLUE, lw=2.2)
    reach, room, words = 0.09 * (high - low), 0.07 * np.ptp(y), []
    for place in places:
        height = function(place)
        slope = (function(place + eps) - function(place - eps)) / (2 * eps)
        ends = np.array([place - reach, place + reach])
        ax.plot(ends, height + slope * (ends - place), color=ORANGE, lw=2.5)
        ax.plot(place, height, "o", color=INK, ms=6)
        text = f"{round(slope, 1) + 0.0:+.1f}".replace("-", "−") if round(slope, 1) else "0"
        ax.text(place, height + room, text, ha="center", va="bottom")
        words.append(f"{slope:.2f} at {place:g}")
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(y.min() - 0.06 * np.ptp(y), y.max() + 2.5 * room))
    over = _plain(xlabel) or "x"
    return set_alt(ax, f"A curve over {over} with its slope at some places: {', '.join(words)}.")


def contour_walk(
    function: Callable,
    path: ArrayLike,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    names: tuple[str, str] = ("$w$", "$b$"),
    ax: Axes | None = None,
) -> Axes:
    """A landscape of two numbers seen from above, with lines of equal height and a walk.

    function: of two numbers      path: (steps + 1, 2)
    """
    walk = real_array(path, "path", ndim=2)
    ax = ax or axes(size=(5.2, 4.0))
    x, y = np.linspace(*xlim, 121), np.linspace(*ylim, 121)
    height = np.array([[function(u, v) for u in x] for v in y])
    lowest = height.min()
    levels = lowest + (height.max() - lowest) * np.linspace(0.06, 1, 13) ** 3
    ax.contour(x, y, height, levels=levels, colors=GREY, linewidths=0.9)
    ax.plot(*walk.T, "o-", color=ORANGE, ms=4, lw=1.4)
    ax.plot(*walk[0], "s", color=INK, ms=8)
    ax.plot(*walk[-1], "*", color=BLUE, ms=15)
    ax.set(xlim=xlim, ylim=ylim, aspect="equal")
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    first, last = function(*walk[0]), function(*walk[-1])
    return set_alt(
        ax,
        f"Lines of equal height, and a walk of {len(walk) - 1} steps from "
        f"({walk[0, 0]:.2f}, {walk[0, 1]:.2f}), height {first:.2f}, to "
        f"({walk[-1, 0]:.2f}, {walk[-1, 1]:.2f}), height {last:.3f}. It sets out at right angles "
        "to the lines.",
    )


def direction_field(
    slope: Callable,
    times: tuple[float, float],
    values: tuple[float, float],
    solutions: Mapping[str, tuple[ArrayLike, ArrayLike]],
    ax: Axes | None = None,
) -> Axes:
    """A short line of the slope y′ = slope(y) at every point, and curves that follow them.

    solutions: name -> (times, values)
    """
    ax = ax or axes(size=(6.2, 3.6))
    t, y = np.meshgrid(np.linspace(*times, 25), np.linspace(*values, 15))
    rise = slope(y)
    length = np.hypot(1, rise * (times[1] - times[0]) / (values[1] - values[0]))
    ax.quiver(
        t, y, 1 / length, rise / length, angles="xy", pivot="mid", color=GREY, width=0.0025,
        headwidth=4, headlength=5, scale_units="xy", scale=25 / (0.7 * (times[1] - times[0])),
    )  # fmt: skip
    for (name, (when, height)), (colour, line) in zip(solutions.items(), _LINES, strict=False):
        ax.plot(when, height, color=colour, ls=line, lw=2.4, label=name)
    ax.set(xlim=times, ylim=values, xlabel="time", ylabel="$y$")
    ax.legend(frameon=True, framealpha=0.9, edgecolor="none", loc="lower right", fontsize=9)
    return set_alt(
        ax,
        "A field of small arrows, level near y = 0 and y = 1 and steepest half-way between. "
        f"Curves that follow them: {', '.join(solutions)}.",
    )


def descents(
    function: Callable,
    paths: Mapping[str, ArrayLike],
    low: float,
    high: float,
    columns: int = 4,
) -> NDArray:
    """One panel for each walk on the same curve; a walk that leaves the picture is cut off.

    paths: title -> (steps + 1,) places
    """
    rows = -(-len(paths) // columns)
    panels = np.ravel(axes(columns, rows, size=(2.5, 2.6)))
    x = np.linspace(low, high, 301)
    y = function(x)
    for panel, (title, given) in zip(panels, paths.items(), strict=False):
        walk = np.asarray(given, dtype=float)
        with np.errstate(over="ignore", invalid="ignore"):
            height = function(walk)
        panel.plot(x, y, color=BLUE, lw=1.6)
        panel.plot(walk, height, "o-", color=ORANGE, ms=3.5, lw=1)
        panel.plot(walk[0], height[0], "s", color=INK, ms=6)
        room = 0.08 * np.ptp(y)
        panel.set(xlim=(low, high), ylim=(y.min() - room, y.max() + room), title=title)
        panel.title.set_fontsize(10)
        gone = not low <= walk[-1] <= high
        where = "outside the picture" if gone else f"at {walk[-1]:.3g}"
        set_alt(panel, f"{title}: from {walk[0]:g}, after {len(walk) - 1} steps {where}.")
    for panel in panels[len(paths) :]:
        panel.axis("off")
    return panels


def valley_strips(
    starts: ArrayLike,
    ends: Mapping[str, ArrayLike],
    names: Sequence[str],
    ax: Axes | None = None,
) -> Axes:
    """Where a walk ends, for every start: one strip for each name, a colour for each end.

    starts: (n,) ascending      ends: strip's name -> (n,) numbers 0 … len(names) - 1
    """
    x = real_array(starts, "starts", ndim=1)
    ax = ax or axes(size=(6.6, 0.42 * len(ends) + 1.3))
    looks = ((BLUE, None), (AMBER, "////"), (GREY, "xxxx"), (INK, None))
    half, words = (x[1] - x[0]) / 2, []
    for row, (name, given) in enumerate(ends.items()):
        kinds = np.asarray(given)
        cuts = np.flatnonzero(np.diff(kinds)) + 1
        for part in np.split(np.arange(len(x)), cuts):
            colour, hatch = looks[int(kinds[part[0]])]
            left = x[part[0]] - half
            ax.barh(
                -row, x[part[-1]] + half - left, left=left, height=0.72,
                fc=colour, hatch=hatch, ec="white", lw=0,
            )  # fmt: skip
        shares = [
            f"{names[k]} {np.mean(kinds == k):.0%}" for k in range(len(names)) if (kinds == k).any()
        ]
        words.append(f"{name}: {', '.join(shares)}")
    handles = [
        Patch(fc=colour, hatch=hatch, ec="white", label=text)
        for text, (colour, hatch) in zip(names, looks, strict=False)
    ]
    ax.set(xlim=(x[0], x[-1]), ylim=(-len(ends) + 0.5, 0.5), xlabel="start")
    ax.set_yticks(-np.arange(len(ends)), list(ends))
    ax.legend(
        handles=handles, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1),
        ncols=len(names),
    )  # fmt: skip
    return set_alt(ax, f"For every start, where the walk ends. {'; '.join(words)}.")


def losses_by_step(
    series: Mapping[str, ArrayLike],
    xlabel: str = "step",
    ylabel: str = "loss",
    log: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """How losses fall while a machine learns, one line for each name; step 0 is the start."""
    ax = ax or axes(size=(5.8, 3.4))
    words = []
    for (name, given), (colour, line) in zip(series.items(), _LINES, strict=False):
        loss = np.asarray(given, dtype=float)
        ax.plot(loss, color=colour, ls=line, lw=2, label=name)
        words.append(f"{name} from {loss[0]:.3g} to {loss[-1]:.3g} in {len(loss) - 1} steps")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if log:
        ax.set_yscale("log")
    ax.legend(frameon=False)
    return set_alt(ax, f"{ylabel.capitalize()} against {xlabel}: {'; '.join(words)}.")


def _plain(label: str) -> str:
    """A label without the dollar signs of its formulas."""
    return label.replace("$", "")
