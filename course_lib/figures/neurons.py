"""Pictures of one neuron, of circuits, and of what a neuron sees.  Chapters 1 to 3."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib._validation import binary_array, real_array
from course_lib.circuits import Circuit
from course_lib.figures.base import BLUE, GREY, INK, ORANGE, axes, set_alt

_OUT = {"arrowstyle": "->", "color": INK}


def decision_line(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    b: float = 0.0,
    ax: Axes | None = None,
    title: str = "",
    limits: tuple[float, float] | None = None,
    names: tuple[str, str] = ("$x_1$", "$x_2$"),
) -> Axes:
    """Points of two kinds, and the line w·x + b = 0 with the firing side shaded.

    x: (n, 2)      t: (n,) 0 or 1; ones are filled circles, zeros are hollow squares
    w, b: the unit, left out for the points alone      limits: range of both axes
    """
    points = real_array(x, "x", ndim=2)
    labels = binary_array(t, "t", ndim=1)
    ax = ax or axes()
    low, high = limits or (points.min() - 0.5, points.max() + 0.5)
    words = f"{int(labels.sum())} ones (filled circles), {int((1 - labels).sum())} zeros (squares)"
    if w is not None:
        weights = real_array(w, "w", ndim=1)
        corners, border = _firing_side(weights, b, low, high)
        ax.fill(*corners.T, color=BLUE, alpha=0.15, lw=0)
        ax.plot(*border.T, color=INK, lw=1.8)
        right = int(((points @ weights + b >= 0) == labels).sum())
        words += (
            f"; the line {weights[0]:g}·x1 {_signed(weights[1])}·x2 {_signed(b)} = 0 has "
            f"{right} of {len(labels)} on the right side"
        )
    ones = labels == 1
    ax.plot(*points[ones].T, "o", ms=9, color=ORANGE, mec=INK, label="1", ls="none")
    ax.plot(*points[~ones].T, "s", ms=8, mfc="white", mec=INK, mew=1.6, label="0", ls="none")
    ax.set(xlim=(low, high), ylim=(low, high), title=title, aspect="equal")
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    if np.isin(points, (0, 1)).all():
        ax.set(xticks=(0, 1), yticks=(0, 1))
    return set_alt(ax, f"{title + ': ' if title else ''}{words}.")


def _firing_side(w, b, low, high):
    """The part of a square where w·x + b ≥ 0: its corners (k, 2), and the ends of the border."""
    square = np.array([(low, low), (high, low), (high, high), (low, high)], dtype=float)
    z = square @ w + b
    corners, border = [], []
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 0)):
        if z[i] >= 0:
            corners.append(square[i])
        if (z[i] >= 0) != (z[j] >= 0):
            cut = square[i] + z[i] / (z[i] - z[j]) * (square[j] - square[i])
            corners.append(cut)
            border.append(cut)
    return np.reshape(corners, (-1, 2)), np.reshape(border, (-1, 2))


def function_graph(
    function: Callable, low: float, high: float, ax: Axes | None = None, title: str = ""
) -> Axes:
    """The graph of a function of one number from `low` to `high`."""
    ax = ax or axes()
    z = np.linspace(low, high, 801)
    y = np.asarray(function(z), dtype=float)
    jumps = np.abs(np.diff(y)) > 0.5 * np.ptp(y)  # a step is drawn as a gap, not as a slope
    ax.plot(z, np.where(np.append(jumps, False), np.nan, y), lw=2.2, color=BLUE)
    ax.axhline(0, color=GREY, lw=0.8)
    ax.axvline(0, color=GREY, lw=0.8)
    ax.set(xlabel="z", ylabel="output", title=title)
    ends = f"from {y[0]:g} at z = {low:g} to {y[-1]:g} at z = {high:g}"
    return set_alt(ax, f"Graph of {title or 'the function'}: {ends}.")


def unit_diagram(
    weights: Sequence[float], bias: float, names: Sequence[str] = (), ax: Axes | None = None
) -> Axes:
    """One neuron: inputs on the left, a weight on each wire, the bias inside.

    A wire that inhibits (negative weight) is dashed and ends in a ring.
    """
    ax = ax or axes(size=(4.6, 2.6))
    names = list(names) or [f"x{i + 1}" for i in range(len(weights))]
    heights = np.linspace(1, -1, len(weights)) if len(weights) > 1 else np.array([0.0])
    for name, weight, y in zip(names, weights, heights, strict=True):
        _wire(ax, (0.25, y), (1.55, 0.32 * y), weight)
        ax.text(0.95, 0.66 * y + 0.14, f"{weight:g}", ha="center", color=INK)
        _node(ax, 0, y, name, 0.25, "white")
    _node(ax, 2, 0, f"bias\n{bias:g}", 0.45, "#E8F1F8")
    ax.annotate("", (3.1, 0), (2.45, 0), arrowprops=_OUT)
    ax.text(3.2, 0, "y", va="center")
    ax.set(xlim=(-0.5, 3.5), ylim=(-1.5, 1.5), aspect="equal")
    ax.axis("off")
    wires = ", ".join(f"{n} with weight {w:g}" for n, w in zip(names, weights, strict=True))
    return set_alt(ax, f"A neuron with the inputs {wires}, and bias {bias:g}.")


def circuit_diagram(circuit: Circuit, ax: Axes | None = None, title: str = "") -> Axes:
    """A circuit from left to right: inputs, then each unit one column after its last source.

    Solid wires have positive weights, dashed ones negative; the bias stands under a unit's name.
    A wire that would run through another unit is bent around it.
    """
    column = dict.fromkeys(circuit.names, 0)
    for name, (sources, _) in circuit.units.items():
        column[name] = 1 + max(column[s] for s in sources)
    place: dict[str, tuple[float, float]] = {}
    for level in range(max(column.values()) + 1):
        members = [name for name in column if column[name] == level]
        for row, name in enumerate(members):
            place[name] = (1.9 * level, (len(members) - 1) * 0.6 - 1.2 * row)
    tallest = max(y for _, y in place.values()) + 0.7
    deepest = max(x for x, _ in place.values())
    ax = ax or axes(size=(1.5 * (deepest + 1.6), 1.25 * 2 * tallest))
    words = []
    for name, (sources, gate) in circuit.units.items():
        words.append(f"{name} reads {' and '.join(sources)}")
        for source, weight in zip(sources, gate.w, strict=True):
            (x0, y0), (x1, y1) = place[source], place[name]
            between = [p for other, p in place.items() if other not in (source, name)]
            hidden = any(
                x0 < x < x1 and abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) < 0.4
                for x, y in between
            )
            _wire(ax, (x0, y0), (x1, y1), weight, shrink=17, bend=0.35 if hidden else 0.0)
            if abs(weight) != 1:
                ax.text((x0 + x1) / 2, (y0 + y1) / 2 + 0.1, f"{weight:g}", ha="center", color=INK)
    for name, (x, y) in place.items():
        if name in circuit.units:
            gate = circuit.units[name][1]
            _node(ax, x, y, f"{name}\n{gate.b:g}", 0.44, "#E8F1F8")
        else:
            _node(ax, x, y, name, 0.32, "white")
    for name in circuit.outputs:
        x, y = place[name]
        ax.annotate("", (x + 0.8, y + 0.5), (x + 0.37, y + 0.24), arrowprops=_OUT)
    ax.set(xlim=(-0.6, deepest + 1.1), ylim=(-tallest, tallest), aspect="equal", title=title)
    ax.axis("off")
    return set_alt(ax, f"{title or 'Circuit'}: {'; '.join(words)}.")


def pictures(
    images: Sequence[ArrayLike],
    titles: Sequence[str] = (),
    numbers: bool = False,
    ax: Axes | Sequence[Axes] | None = None,
):
    """Black-and-white pictures in a row; with `numbers`, the value in every cell.

    images: each (height, width), 0 white to 1 black (weights: any range, grey where 0)
    Returns the axes, one for each picture.
    """
    given = [real_array(image, "images", ndim=2) for image in images]
    drawn = np.ravel(np.asarray(axes(len(given), size=(1.7, 1.9)) if ax is None else ax))
    for i, (panel, image) in enumerate(zip(drawn, given, strict=True)):
        signed = image.min() < 0
        shade = {"cmap": "PuOr", "vmin": -abs(image).max(), "vmax": abs(image).max()}
        panel.imshow(image, **(shade if signed else {"cmap": "Greys", "vmin": 0, "vmax": 1.15}))
        panel.set(xticks=np.arange(-0.5, image.shape[1]), yticks=np.arange(-0.5, image.shape[0]))
        panel.tick_params(length=0, labelbottom=False, labelleft=False)
        panel.grid(color="#BBBBBB", lw=0.7)
        if numbers:
            for (r, c), value in np.ndenumerate(image):
                dark = not signed and value > 0.6
                panel.text(c, r, f"{value:g}", ha="center", va="center", color="w" if dark else INK)
        title = titles[i] if i < len(titles) else ""
        panel.set_title(title, fontsize=10)
        rows = " / ".join(" ".join(f"{v:g}" for v in row) for row in image)
        name = title or f"picture {i + 1}"
        size = f"{image.shape[0]} by {image.shape[1]} pixels"
        set_alt(panel, f"{name}: {rows}." if image.size <= 16 else f"{name}, {size}.")
    return drawn if len(drawn) > 1 else drawn[0]


def log_bars(
    labels: Sequence[str], values: Sequence[float], xlabel: str, ax: Axes | None = None
) -> Axes:
    """Horizontal bars on a logarithmic axis, the number written at the end of each."""
    numbers = real_array(values, "values", ndim=1)
    if (numbers <= 0).any():
        raise ValueError(f"values: numbers above 0 expected on a log axis, got {numbers.min():g}")
    ax = ax or axes(size=(6.4, 0.36 * len(numbers) + 1))
    rows = np.arange(len(numbers))[::-1]
    start = 10.0 ** np.floor(np.log10(numbers.min()) - 0.5)
    ax.barh(rows, numbers - start, left=start, color=BLUE, height=0.65)
    for row, value in zip(rows, numbers, strict=True):
        ax.text(value * 1.3, row, f"{value:,.12g}", va="center", fontsize=10)
    ax.set(xscale="log", xlim=(start, numbers.max() * 300), yticks=rows, xlabel=xlabel)
    ax.set_yticklabels(labels)
    listed = ", ".join(f"{k} {v:,.12g}" for k, v in zip(labels, numbers, strict=True))
    return set_alt(ax, f"Bars of {xlabel} on a logarithmic axis: {listed}.")


def _node(ax, x, y, text, radius, colour):
    from matplotlib.patches import Circle

    ax.add_patch(Circle((x, y), radius, fc=colour, ec=INK, lw=1.4, zorder=3))
    ax.text(x, y, text, ha="center", va="center", fontsize=9.5, zorder=4)


def _wire(ax, start, end, weight, shrink=2, bend=0.0):
    positive = weight >= 0
    style = {
        "arrowstyle": "-|>" if positive else "-[,widthB=0.4,lengthB=0",
        "color": BLUE if positive else ORANGE,
        "linestyle": "-" if positive else "--",
        "lw": 0.9 + 0.5 * min(abs(weight), 3),
        "shrinkA": shrink,
        "shrinkB": shrink,
        "connectionstyle": f"arc3,rad={bend}",
    }
    ax.annotate("", end, start, arrowprops=style, zorder=2)


def _signed(number: float) -> str:
    return f"{'+' if number >= 0 else '−'} {abs(number):g}"
