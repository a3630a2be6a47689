"""Pictures of a perceptron while it learns, and of the proof that it must stop.  Chapter 2."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon, Rectangle
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import binary_array, real_array, whole_number
from course_lib.figures.base import BLUE, GREEN, GREY, INK, ORANGE, PINK, SKY, axes, set_alt
from course_lib.figures.neurons import decision_line
from course_lib.perceptron import History, margin, radius

_MARKS = (("o", BLUE), ("s", ORANGE), ("^", GREEN), ("D", PINK))


def not_plane(walks: Sequence[ArrayLike], ax: Axes | None = None) -> Axes:
    """The plane of weight and bias of a unit with one input, and walks towards NOT.

    walks: each (m + 1, 2), the pairs (W, B) before the first correction and after each, in
      whatever unit; the shaded wedge holds every pair that answers NOT (H(0) = 1)
    """
    paths = [real_array(walk, "walks", ndim=2) for walk in walks]
    ax = ax or axes(size=(5.2, 4.4))
    size = max(1.0, max(np.abs(path).max() for path in paths)) * 1.15
    wedge = [(0, 0), (-size, size), (-size, 0)]
    ax.add_patch(Polygon(wedge, fc=BLUE, alpha=0.15, ec="none"))
    ax.plot([-size, 0], [0, 0], color=INK, lw=1.6)
    ax.plot([-size, 0], [size, 0], color=INK, lw=1.6, ls=":")
    ax.text(-0.95 * size, 0.06 * size, "answers NOT", color=INK)
    words = []
    for k, path in enumerate(paths):
        mark, colour = _MARKS[k % len(_MARKS)]
        ax.plot(*path.T, "-", color=colour, lw=1.4, alpha=0.9)
        ax.plot(*path.T, mark, color=colour, ms=4)
        ax.plot(*path[-1], mark, ms=10, mfc="white", mec=colour, mew=2.2)
        (w0, b0), (w1, b1) = path[0], path[-1]
        words.append(f"from ({w0:g}, {b0:g}) to ({w1:g}, {b1:g}), corrections: {len(path) - 1}")
    ax.axhline(0, color=GREY, lw=0.7)
    ax.axvline(0, color=GREY, lw=0.7)
    ax.set(xlim=(-size, size), ylim=(-size, size), aspect="equal", xlabel="W", ylabel="B")
    return set_alt(
        ax,
        "Plane of W and B. The pairs that answer NOT fill a wedge: B at least 0 and W + B below 0. "
        f"Walks into it: {'; '.join(words)}.",
    )


def training_steps(
    x: ArrayLike, t: ArrayLike, history: History, columns: int = 3, most: int = 12
) -> NDArray:
    """One panel for each update: the line before (dashed), after (solid), the example ringed.

    x: (n, 2)      t: (n,) 0 or 1      columns: panels in a row      most: panels at most
    Returns the axes, (rows, columns) flattened.
    """
    points = real_array(x, "x", ndim=2)
    shown = min(history.updates, whole_number(most, "most"))
    rows = max(1, -(-shown // columns))
    panels = np.ravel(axes(columns, rows, size=(2.35, 2.5)))
    low, high = points.min() - 0.6, points.max() + 0.6
    for k, panel in enumerate(panels):
        if k >= shown:
            panel.axis("off")
            continue
        example, sign = points[history.example[k]], "+" if history.error[k] > 0 else "−"
        after = history.w[k + 1], history.b[k + 1]
        decision_line(points, t, *after, ax=panel, limits=(low, high), names=("", ""))
        _line(panel, history.w[k], history.b[k], (low, high), color=GREY, ls="--", lw=1.4)
        panel.plot(*example, "o", ms=17, mfc="none", mec=PINK, mew=2.2)
        name = "(" + ", ".join(f"{v:g}" for v in example) + ")"
        panel.set_title(f"{k + 1}: {sign} {name}", fontsize=10)
        weights = ", ".join(f"{v:g}" for v in after[0])
        right = int(((points @ after[0] + after[1] >= 0) == np.asarray(t)).sum())
        set_alt(
            panel,
            f"Update {k + 1}, {sign} {name}: w = ({weights}), b = {after[1]:g}, "
            f"{right} of {len(points)} right.",
        )
    return panels


def line_bundle(
    x: ArrayLike, t: ArrayLike, w: ArrayLike, b: ArrayLike, ax: Axes | None = None, title: str = ""
) -> Axes:
    """Points of two kinds and many lines at once, drawn thin.

    x: (n, 2)      t: (n,)      w: (m, 2) and b: (m,), one line each
    """
    points, labels = real_array(x, "x", ndim=2), binary_array(t, "t", ndim=1)
    weights, biases = real_array(w, "w", ndim=2), real_array(b, "b", ndim=1)
    ax = decision_line(points, labels, ax=ax or axes(size=(4.6, 4.2)), title=title)
    faint = max(0.06, min(0.6, 8 / len(weights)))
    for one, bias in zip(weights, biases, strict=True):
        _line(ax, one, bias, ax.get_xlim(), color=BLUE, lw=1, alpha=faint, zorder=1)
    right = ((points @ weights.T + biases >= 0) == (labels == 1)[:, None]).all(axis=0)
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{len(weights)} lines between {int(labels.sum())} ones "
        f"(filled circles) and {int((1 - labels).sum())} zeros (squares); "
        f"{int(right.sum())} of the lines make no mistake.",
    )


def mark_one(seed: int = 3) -> Axes:
    """How the Mark I was organised: retina, random wiring, association units, motors, lamp."""
    rng = np.random.default_rng(seed)
    ax = axes(size=(8.2, 3.5))
    cross = np.abs(np.abs(np.arange(20) - 9.5)[:, None] - np.abs(np.arange(20) - 9.5)) < 1.2
    ax.add_patch(Rectangle((0, -1), 2, 2, fc="#EEEEEE", ec="none"))
    for r, c in np.argwhere(cross[3:17]):
        ax.add_patch(Rectangle((0.1 * c, 0.1 * r - 0.7), 0.1, 0.1, fc="#444444", ec="none"))
    for k in range(21):
        ax.plot([0.1 * k, 0.1 * k], [-1, 1], color="white", lw=0.8)
        ax.plot([0, 2], [0.1 * k - 1, 0.1 * k - 1], color="white", lw=0.8)
    units = np.linspace(-0.95, 0.95, 7)
    for y in units:
        for r, c in rng.integers(0, 20, (6, 2)):
            exciting = rng.random() < 0.5
            ax.plot(
                [0.1 * c + 0.045, 3.3],
                [0.1 * r - 0.955, y],
                color=BLUE if exciting else ORANGE,
                ls="-" if exciting else "--",
                lw=0.7,
                alpha=0.6,
            )
        ax.add_patch(Circle((3.42, y), 0.12, fc="#E8F1F8", ec=INK, zorder=3))
        ax.plot([3.54, 6.3], [y, 0.12 * y], color=INK, lw=0.9, zorder=1)
        knob = (4.7, y - 0.88 * y * (4.7 - 3.54) / 2.76)
        ax.add_patch(Circle(knob, 0.11, fc="white", ec=INK, zorder=3))
        turn = rng.uniform(0, 2 * np.pi)
        ax.plot(
            [knob[0], knob[0] + 0.1 * np.cos(turn)],
            [knob[1], knob[1] + 0.1 * np.sin(turn)],
            color=PINK,
            lw=2,
            zorder=4,
        )
    ax.add_patch(Circle((6.5, 0), 0.2, fc="#FFE9A8", ec=INK, zorder=3))
    captions = (
        (1, "retina\n400 photocells"),
        (3.42, "association units\n512, wired at random"),
        (5, "weights\nturned by motors"),
        (6.75, "response\nunit"),
    )
    for place, text in captions:
        ax.text(place, -1.2, text, ha="center", va="top", fontsize=10)
    ax.text(2.55, 1.12, "fixed", ha="center", color=INK, style="italic")
    ax.text(5, 1.12, "learned", ha="center", color=INK, style="italic")
    ax.set(xlim=(-0.1, 7.4), ylim=(-1.75, 1.3), aspect="equal")
    ax.axis("off")
    return set_alt(
        ax,
        "The Mark I from left to right: a retina of 20 by 20 photocells that sees a cross; wires "
        "at random, exciting (solid) or inhibiting (dashed), to a column of association units; a "
        "knob turned by a motor on the wire from each of them; one response unit. The wiring is "
        "fixed, only the knobs are learned.",
    )


def update_vectors(w: ArrayLike, step: ArrayLike, u: ArrayLike, ax: Axes | None = None) -> Axes:
    """One correction as arrows: w before, the step ±x added to its tip, w after.

    w, step, u: (2,) each; u is the direction of a line without mistakes, drawn dotted.
    """
    before, move = real_array(w, "w", ndim=1), real_array(step, "step", ndim=1)
    unit = real_array(u, "u", ndim=1) / np.linalg.norm(u)
    after = before + move
    ax = ax or axes(size=(4.6, 4.0))
    corners = np.array([(0, 0), before, after])
    low, high = corners.min(axis=0), corners.max(axis=0)
    reach = float((high - low).max())
    ax.plot(*np.outer(unit, (-2 * reach, 2 * reach)), color=GREEN, ls=":", lw=2)
    for point in (before, after):
        ax.plot(*np.array([point, (point @ unit) * unit]).T, color=GREY, lw=1, ls="--")
    turn = 1 if before[0] * move[1] >= before[1] * move[0] else -1  # which way the arrow turns
    zero = np.zeros(2)
    arrows = (
        (zero, before, INK, "$\\mathbf{w}$ before", turn),
        (before, after, ORANGE, "$s\\,\\mathbf{x}$", turn),
        (zero, after, BLUE, "$\\mathbf{w}$ after", -turn),
    )
    for start, end, colour, text, side in arrows:
        style = {"arrowstyle": "-|>", "color": colour, "lw": 2, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (end[0], end[1]), (start[0], start[1]), arrowprops=style)
        along = end - start
        aside = np.array((along[1], -along[0])) * side / np.linalg.norm(along)
        x, y = (start + end) / 2 + 0.09 * reach * aside
        ax.text(x, y, text, color=colour, ha="center", va="center")
    centre = (low + high) / 2
    ax.set(xlim=centre[0] + np.array((-0.75, 0.75)) * reach)
    ax.set(ylim=centre[1] + np.array((-0.75, 0.75)) * reach, aspect="equal")
    x, y = 0.6 * max(after @ unit, before @ unit) * unit
    ax.text(x, y, "$\\mathbf{u}$", color=GREEN, va="top")
    ax.set_xlabel("$w_1$")
    ax.set_ylabel("$w_2$")
    return set_alt(
        ax,
        f"Arrows: w of length {np.linalg.norm(before):.2f}; a step at {_angle(before, move):.0f} "
        f"degrees to it is added; the new w has length {np.linalg.norm(after):.2f}. Along the "
        f"direction u it went from {before @ unit:.2f} to {after @ unit:.2f}.",
    )


def proof_squeeze(
    x: ArrayLike, t: ArrayLike, history: History, u: ArrayLike, ax: Axes | None = None
) -> Axes:
    """Novikoff's two walls: after k mistakes w·u ≥ kγ and |w| ≤ √k R, until they meet.

    history: of a perceptron without bias that started at 0 with η = 1
    u: (d,) direction of a line through the origin without mistakes
    """
    unit = real_array(u, "u", ndim=1) / np.linalg.norm(u)
    gamma, r = margin(x, t, unit), radius(x, use_bias=False)
    ax = ax or axes(size=(5.6, 3.8))
    bound = (r / gamma) ** 2
    k = np.linspace(0, 1.08 * bound, 120)
    floor, ceiling = gamma * k, r * np.sqrt(k)
    ax.fill_between(k, floor, ceiling, where=ceiling >= floor, color=SKY, alpha=0.2, lw=0)
    ax.plot(k, ceiling, color=ORANGE, lw=2)
    ax.plot(k, floor, color=GREEN, lw=2)
    ax.text(0.36 * bound, 1.06 * r * np.sqrt(0.36 * bound), "$\\sqrt{k}\\,R$", ha="right")
    ax.text(0.5 * bound, 0.42 * gamma * bound, "$k\\gamma$", ha="left", va="top")
    counts = np.arange(history.updates + 1)
    lengths, along = np.linalg.norm(history.w, axis=1), history.w @ unit
    ax.plot(counts, lengths, "s", ms=4, mfc="white", mec=INK, label="length of $\\mathbf{w}$")
    ax.plot(
        counts, along, "o", ms=3.5, color=BLUE, label="part of $\\mathbf{w}$ along $\\mathbf{u}$"
    )
    ax.axvline(bound, color=GREY, ls=":", lw=1.4)
    ax.text(0.985 * bound, 0, " $(R/\\gamma)^2$", va="bottom", ha="right", rotation=90)
    ax.set(xlabel="mistakes $k$", xlim=(0, 1.08 * bound), ylim=(0, None))
    ax.legend(frameon=False, loc="upper left", fontsize=9)
    return set_alt(
        ax,
        f"Against the number of mistakes k: a straight line kγ from below and a curve √k R from "
        f"above meet at k = {bound:.0f}. The length of w and its part along u lie between them "
        f"and end after {history.updates} mistakes.",
    )


def mistakes_by_margin(
    margins: ArrayLike, mistakes: ArrayLike, bounds: ArrayLike, ax: Axes | None = None
) -> Axes:
    """Counted mistakes under Novikoff's bound, both axes logarithmic.

    margins: (k,)      mistakes: (k, runs)      bounds: (k, runs)
    """
    gaps = real_array(margins, "margins", ndim=1)
    counts, limits = real_array(mistakes, "mistakes", ndim=2), real_array(bounds, "bounds", ndim=2)
    ax = ax or axes(size=(5.6, 3.9))
    middle, limit = np.median(counts, axis=1), np.median(limits, axis=1)
    for gap, row in zip(gaps, counts, strict=True):
        seen = np.unique(row)
        ax.plot(np.full(len(seen), gap), seen, "o", ms=3, color=BLUE, alpha=0.4, mec="none")
    ax.plot(gaps, middle, "o-", ms=8, color=BLUE, mec=INK, label="mistakes, median")
    ax.plot(gaps, limit, "s--", ms=7, color=ORANGE, mec=INK, label="bound $(R/\\gamma)^2$")
    ax.set(xscale="log", yscale="log", xlabel="margin", ylabel="mistakes until it stops")
    ax.invert_xaxis()
    ax.legend(frameon=False, loc="upper left")
    listed = ", ".join(
        f"margin {g:g}: {m:.0f} mistakes, bound {b:.0f}"
        for g, m, b in zip(gaps, middle, limit, strict=True)
    )
    return set_alt(ax, f"Medians on logarithmic axes; {listed}.")


def mistakes_per_epoch(counts: Mapping[str, ArrayLike], ax: Axes | None = None) -> Axes:
    """Mistakes in each pass over the data, one line of marks for each name."""
    ax = ax or axes(size=(6.4, 3.0))
    words = []
    for k, (name, given) in enumerate(counts.items()):
        numbers = real_array(given, "counts", ndim=1)
        mark, colour = _MARKS[k % len(_MARKS)]
        epochs = np.arange(1, len(numbers) + 1)
        ax.plot(epochs, numbers, f"{mark}-", color=colour, ms=5, lw=1, mec=INK, label=name)
        tail = numbers[len(numbers) // 2 :]
        words.append(
            f"{name}: {numbers[0]:g} in the first of {len(numbers)} passes, between "
            f"{tail.min():g} and {tail.max():g} in the second half"
        )
    ax.set(xlabel="pass over the data", ylabel="mistakes", ylim=(-0.4, None))
    ax.legend(frameon=False)
    return set_alt(ax, f"Mistakes in each pass. {'; '.join(words)}.")


def _line(ax, w, b, limits, **style):
    """The line w·x + b = 0 inside a square; nothing if both weights are 0."""
    if not np.any(w):
        return
    foot = -b * np.asarray(w) / np.dot(w, w)
    along = 4 * (limits[1] - limits[0] + np.abs(foot).max()) / np.linalg.norm(w)
    ends = foot + np.outer((-along, along), (-w[1], w[0]))
    ax.plot(*ends.T, scalex=False, scaley=False, **style)


def _angle(a, b):
    """The angle between two arrows, in degrees."""
    return float(np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))))
