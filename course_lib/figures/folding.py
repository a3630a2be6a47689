"""Pictures of what one line cannot do, and of what a hidden layer does about it.  Chapter 3."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib._validation import binary_array, real_array, real_number, whole_number
from course_lib.activations import step
from course_lib.circuits import inputs
from course_lib.figures.base import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PINK,
    SKY,
    axes,
    set_alt,
)
from course_lib.neurons import preactivation
from course_lib.separability import Separation

_PLAIN = str.maketrans("", "", "${}_\\")  # formula signs that a screen reader would spell out
_LINES = ((BLUE, "-", "o"), (ORANGE, "--", "s"), (GREEN, "-.", "^"), (PINK, ":", "D"))


def truth_squares(tables: ArrayLike, target: ArrayLike) -> np.ndarray:
    """Truth tables of two inputs as little squares, those that best match `target` on top.

    tables: (m, 4) zeros and ones in counting order      target: (4,)
    The corners are the four rows, x1 to the right and x2 upwards; ones are filled, zeros hollow,
    and a cross marks each corner that differs from the target.  Returns m axes.
    """
    many = binary_array(tables, "tables", ndim=2)
    wanted = binary_array(target, "target", ndim=1)
    if many.shape[1] != 4 or len(wanted) != 4:
        raise ValueError(
            f"tables: 4 outputs in each row and in target expected, got shapes {many.shape} "
            f"and {wanted.shape}"
        )
    right = (many == wanted).sum(axis=1)
    scores = np.unique(right)[::-1]
    widest = max(int((right == score).sum()) for score in scores)
    grid = np.reshape(axes(widest, len(scores), size=(1.15, 1.35)), (len(scores), widest))
    drawn = []
    for line, score in zip(grid, scores, strict=True):
        for panel in line:
            panel.axis("off")
        for panel, table in zip(line, many[right == score], strict=False):
            panel.plot([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], color="#BBBBBB", lw=1, zorder=1)
            _two_kinds(panel, inputs(2), table)
            panel.plot(*inputs(2)[table != wanted].T, "x", ms=15, color=INK, mew=1.6, zorder=4)
            panel.set(xlim=(-0.45, 1.45), ylim=(-0.45, 1.45), aspect="equal")
            panel.set_title(f"{score} of 4", fontsize=10)
            drawn.append(panel)
    counts = ", ".join(f"{(right == score).sum()} with {score} of 4 rows right" for score in scores)
    set_alt(drawn[0], f"{len(many)} truth tables drawn as squares of four corners: {counts}.")
    return np.array(drawn)


def meeting_point(x: ArrayLike, t: ArrayLike, answer: Separation, ax: Axes | None = None) -> Axes:
    """Why no line parts the ones from the zeros: a mixture of each kind at the same place.

    x: (n, 2)      t: (n,) 0 or 1      answer: what `separate(x, t)` returned, not separable
    Points that take part are joined to the meeting point, with their share written beside them.
    """
    points = real_array(x, "x", ndim=2)
    labels = binary_array(t, "t", ndim=1)
    if answer.mixture is None or answer.meeting_point is None:
        raise ValueError("answer: a Separation with a meeting point expected, got a separable one")
    ax = ax or axes()
    middle = answer.meeting_point
    for point, label, share in zip(points, labels, answer.mixture, strict=True):
        if share > 0:
            colour, dash = (ORANGE, "-") if label else (INK, "--")
            ax.plot(*np.stack([point, middle], axis=1), dash, color=colour, lw=1.8, zorder=1)
            side = np.sign(point - middle)
            ax.annotate(f"{share:g}", point, xytext=14 * side, textcoords="offset points",
                        ha="center", va="center")  # fmt: skip
    _two_kinds(ax, points, labels)
    ax.plot(*middle, "*", ms=17, color=AMBER, mec=INK, zorder=4)
    low, high = points.min() - 0.5, points.max() + 0.5
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    if np.isin(points, (0, 1)).all():
        ax.set(xticks=(0, 1), yticks=(0, 1))
    place = ", ".join(f"{v:.3g}" for v in middle)
    return set_alt(
        ax,
        "A solid segment joins the ones (filled circles), a dashed segment joins the zeros "
        f"(squares); the two segments cross at ({place}), marked by a star.",
    )


def sign_changes(n: int, ax: Axes | None = None) -> Axes:
    """Parity of n bits against the number of ones, and the lowest polynomial with those signs.

    The curve passes through −1 at even and +1 at odd numbers of ones; its degree is n.
    """
    n = whole_number(n, "n", 2, 6)
    ax = ax or axes(size=(5.6, 3.0))
    counts = np.arange(n + 1)
    heights = np.where(counts % 2, 1.0, -1.0)
    curve = np.polynomial.Polynomial.fit(counts, heights, n)
    s = np.linspace(-0.15, n + 0.15, 601)
    top = float(np.abs(curve(s)).max()) + 0.4
    ax.axhspan(0, top, color=BLUE, alpha=0.12, lw=0)
    ax.axhline(0, color=INK, lw=1)
    ax.plot(s, curve(s), color=BLUE, lw=2.2)
    zeros = np.real(curve.roots())
    ax.plot(zeros, 0 * zeros, "|", ms=13, mew=2, color=INK)
    _two_kinds(ax, np.stack([counts, heights], axis=1), counts % 2)
    ax.set(ylim=(-top, top), xticks=counts, yticks=(-1, 0, 1), xlabel="number of ones, $s$")
    ax.set_ylabel("averaged sum")
    return set_alt(
        ax,
        f"The wanted signs for s = 0 to {n} ones: below 0 (squares) for even s, above 0 (circles) "
        f"for odd s. The curve through them crosses zero {len(zeros)} times.",
    )


def fold(
    x: ArrayLike,
    t: ArrayLike,
    hidden_w: ArrayLike,
    hidden_b: ArrayLike,
    w: ArrayLike | None = None,
    b: float = 0.0,
    activation: Callable = step,
    names: tuple[str, str] = ("$h_1$", "$h_2$"),
) -> np.ndarray:
    """Two pictures: the points with the lines of two hidden units, and where they land.

    x: (n, 2)      t: (n,) 0 or 1      hidden_w: (2, 2), one unit per row      hidden_b: (2,)
    w, b: the output unit's line in the second picture, left out if not given
    Points that land at one place are named together.  Returns two axes.
    """
    points = real_array(x, "x", ndim=2)
    labels = binary_array(t, "t", ndim=1)
    z = preactivation(points, hidden_w, hidden_b)
    if points.shape[1] != 2 or np.shape(z) != (len(points), 2):
        raise ValueError(
            "hidden_w: two units with two weights each expected, "
            f"got shape {np.shape(hidden_w)} for inputs of shape {points.shape}"
        )
    landed = np.asarray(activation(z), dtype=float)
    before, after = axes(2, size=(3.7, 3.4))
    low, high = points.min() - 0.5, points.max() + 0.5
    side = np.linspace(low, high, 11)  # exact: the sums are linear
    for row, bias, (colour, dash, _), name in zip(
        np.asarray(hidden_w), np.asarray(hidden_b), _LINES, names, strict=False
    ):
        sums = row[0] * side[None, :] + row[1] * side[:, None] + bias
        before.contour(side, side, sums, levels=[0], colors=[colour], linestyles=[dash])
        before.contourf(side, side, sums, levels=[0, np.inf], colors=[colour], alpha=0.13)
        before.plot([], [], dash, color=colour, label=f"border of {name}")
    before.legend(
        loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False, fontsize=9
    )
    _two_kinds(before, points, labels)
    before.set(xlim=(low, high), ylim=(low, high), title="what comes in")
    before.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    left, right = landed.min() - 0.5, landed.max() + 0.7
    edge = np.linspace(left, right, 11)
    if w is not None:
        v = real_array(w, "w", ndim=1)
        sums = v[0] * edge[None, :] + v[1] * edge[:, None] + real_number(b, "b")
        after.contourf(edge, edge, sums, levels=[0, np.inf], colors=[SKY], alpha=0.25)
        after.contour(edge, edge, sums, levels=[0], colors=[INK])
    _two_kinds(after, landed, labels)
    together: dict[tuple[float, ...], list[str]] = {}
    for point, place in zip(points, landed, strict=True):
        written = "(" + ", ".join(f"{v:g}" for v in point) + ")"
        together.setdefault(tuple(place), []).append(written)
    for place, who in together.items():
        after.annotate("\n".join(who), place, xytext=(0, 9), textcoords="offset points",
                       ha="center", va="bottom", fontsize=9)  # fmt: skip
    after.set(xlim=(left, right), ylim=(left, right), title="what the output unit sees")
    after.set(xlabel=names[0], ylabel=names[1], aspect="equal")
    for panel, values in ((before, points), (after, landed)):
        if (values == np.round(values)).all() and np.ptp(values) <= 5:
            ticks = np.arange(int(values.min()), int(values.max()) + 1)
            panel.set(xticks=ticks, yticks=ticks)
    set_alt(before, "Left: the points and the lines of the two hidden units.")
    moves = "; ".join(
        f"{' and '.join(who)} at ({', '.join(f'{v:g}' for v in place)})"
        for place, who in together.items()
    )
    one_line = "" if w is None else ", parted by one line"
    set_alt(after, f"Right: where the hidden units put them: {moves}{one_line}.")
    return np.array([before, after])


def success_curves(
    units: Sequence[Sequence[float]],
    shares: Sequence[Sequence[float]],
    names: Sequence[str],
    xlabel: str = "hidden units",
    ylabel: str = "share solved",
    ax: Axes | None = None,
) -> Axes:
    """Curves from 0 to 1, each named at its end; unlike marks and dashes as well as colours.

    units, shares: one list of numbers for each curve      names: one for each curve
    """
    if not len(units) == len(shares) == len(names) > 0 or len(names) > len(_LINES):
        raise ValueError(
            f"units, shares, names: 1 to {len(_LINES)} curves, as many of each, expected, "
            f"got {len(units)}, {len(shares)}, {len(names)}"
        )
    ax = ax or axes(size=(6.2, 3.4))
    words = []
    for m, share, name, (colour, dash, mark) in zip(units, shares, names, _LINES, strict=False):
        x = real_array(m, f"units of {name}", ndim=1)
        y = real_array(share, f"shares of {name}", ndim=1)
        ax.plot(x, y, dash, marker=mark, ms=5, color=colour, lw=1.9, label=name)
        told = [f"{share:.0%} at {m:g}" for m, share in zip(x, y, strict=True)]
        words.append(f"{name}: {', '.join(told)}")
    ax.axhline(0.5, color=GREY, lw=0.8, ls=":")
    ax.set(ylim=(-0.03, 1.03), xlabel=xlabel, ylabel=ylabel, yticks=np.linspace(0, 1, 5))
    ax.set_yticklabels([f"{v:.0%}" for v in np.linspace(0, 1, 5)])
    ax.legend(frameon=False, loc="lower right")
    return set_alt(ax, f"{ylabel} against {xlabel}. {'. '.join(words)}.")


def staircases(
    count: Callable[[np.ndarray], ArrayLike],
    numbers: ArrayLike,
    names: Sequence[str],
    span: float = 3.0,
    columns: int = 3,
    ylabel: str = "rows wrong",
) -> np.ndarray:
    """How a count changes when one number moves and the others stay: one panel for each.

    count: function of arrays (m, k) of k numbers that returns (m,) whole numbers
    numbers: (k,) where to start      names: k of them      span: how far each moves either way
    A dot marks the start.  Returns k axes.
    """
    start = real_array(numbers, "numbers", ndim=1)
    if len(names) != len(start):
        raise ValueError(f"names: {len(start)} names expected, got {len(names)}")
    columns = min(whole_number(columns, "columns"), len(start))
    lines = -(-len(start) // columns)
    panels = np.ravel(axes(columns, lines, size=(2.2, 1.55)))
    here = int(np.asarray(count(start[None]))[0])
    moved = np.linspace(-span, span, 1201)
    flat = []
    for i, (panel, name) in enumerate(zip(panels, names, strict=False)):
        tried = start + moved[:, None] * np.eye(len(start))[i]
        steps = np.asarray(count(tried))
        panel.plot(start[i] + moved, steps, color=BLUE, lw=2, drawstyle="steps-mid")
        panel.plot(start[i], here, "o", ms=8, color=ORANGE, mec=INK, zorder=3)
        panel.set(ylim=(-0.4, 4.4), yticks=(0, 2, 4), title=name)
        panel.set_ylabel(ylabel if i % columns == 0 else "")
        if steps.min() == steps.max():
            flat.append(name.translate(_PLAIN))
    for panel in panels[len(start) :]:
        panel.axis("off")
    level = f"perfectly flat for {', '.join(flat)}" if flat else "flat for none of them"
    set_alt(
        panels[0],
        f"{len(start)} small graphs of {ylabel} against one number each, all flat pieces joined by "
        f"jumps; a dot marks the start at {here} {ylabel}. Over the whole range it is {level}.",
    )
    return panels[: len(start)]


def _two_kinds(ax: Axes, points: np.ndarray, labels: np.ndarray) -> None:
    """Ones as filled circles, zeros as hollow squares, on top of everything drawn so far."""
    ones = labels == 1
    ax.plot(*points[ones].T, "o", ms=9, color=ORANGE, mec=INK, ls="none", zorder=3)
    ax.plot(*points[~ones].T, "s", ms=8, mfc="white", mec=INK, mew=1.6, ls="none", zorder=3)
