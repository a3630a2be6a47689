"""Drag the line: eleven points and the line w·x + b = 0, moved by two handles.  Chapter 2.

The reader finds that b shifts the line, that w stands on it and turns it, and that multiplying
all three numbers by one factor moves nothing.
"""

from typing import Any

import numpy as np

from course_lib.neurons import preactivation, threshold_unit
from course_lib.patterns import separable_cloud
from course_lib.perceptron import margin
from course_lib.separability import separate
from course_lib.widgets.base import Number, Widget

EDGE = 3.0  # the plane goes from −EDGE to EDGE


def _points() -> tuple[np.ndarray, np.ndarray]:
    """A cloud shifted off the origin, so that the line needs a bias; tenths, to be readable."""
    x, t, normal = separable_cloud(11, 0.12, np.random.default_rng(32))
    return np.round(2.3 * x - 0.6 * normal, 1), t


X, TARGETS = _points()


class DragTheLine(Widget):
    slug = "drag-the-line"
    # ten times the start values still fit, and so do their tenths
    fields = {
        "w1": Number(0.28, -10.0, 10.0, 0.01),
        "w2": Number(0.96, -10.0, 10.0, 0.01),
        "b": Number(-0.2, -20.0, 20.0, 0.01),
    }
    size = (7.0, 4.2)

    def data(self) -> dict[str, Any]:
        return {"x": X, "t": TARGETS, "widest": separate(X, TARGETS).margin}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Sums and answers of the points, how many are right, and where the line lies.

        angle: direction of w in degrees      distance: of the line from the origin
        margin: distance from the line to the nearest point, negative if any answer is wrong
        Where w is zero there is no line, and these three are None.
        """
        w, b = np.array([values["w1"], values["w2"]]), values["b"]
        y = np.asarray(threshold_unit(X, w, b))
        length = float(np.hypot(*w))
        return {
            "w": w,
            "b": b,
            "z": preactivation(X, w, b),
            "y": y,
            "right": int(np.sum(y == TARGETS)),
            "length": length,
            "angle": float(np.degrees(np.arctan2(w[1], w[0]))) if length else None,
            "distance": abs(b) / length if length else None,
            "margin": margin(X, TARGETS, w, b) if length else None,
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.06, 0.2, 0.5, 0.76), aspect="equal")
        w, b, length = result["w"], result["b"], result["length"]
        if length:
            normal, along = w / length, np.array([-w[1], w[0]]) / length
            foot = -b / length * normal
            ends = foot + 20 * along, foot - 20 * along
            far = 20 * normal
            ax.fill(*zip(*ends, ends[1] + far, ends[0] + far, strict=True), "#D55E00", alpha=0.13)
            ax.plot(*zip(*ends, strict=True), color="#222", lw=2)
            tip = foot + min(length, 1.6) * normal
            ax.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "lw": 2, "color": "#222"})
            ax.text(*(tip + 0.18 * normal), "w", fontweight="bold", ha="center", va="center")
        for t, shape, colour in ((1, "o", "#B84C00"), (0, "s", "#0072B2")):
            ax.plot(*X[t == TARGETS].T, shape, ms=10, color=colour)
        for x in X[result["y"] != TARGETS]:
            ax.text(x[0] + 0.14, x[1] + 0.12, "✗", fontsize=12, family="DejaVu Sans")
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="x₁", ylabel="x₂")
        w1, w2 = values["w1"], values["w2"]
        lines = [
            (f"{w1:g}·x₁ {w2:+g}·x₂ {b:+g} = 0".replace("+", "+ ").replace(" -", " − "), "bold"),
            (f"{result['right']} of {len(X)} points right", "normal"),
            (f"length of w: {length:.2f}", "normal"),
        ]
        if length:
            lines += [
                (f"direction of w: {result['angle']:.0f}°", "normal"),
                (f"distance from the origin: {result['distance']:.2f}", "normal"),
                (f"margin: {result['margin']:.2f}".replace("-", "−"), "normal"),
            ]
        key = ("● should fire", "■ should be silent", "✗ wrong", "shaded: the unit fires")
        lines += [("", "normal")] + [(text, "normal") for text in key]
        for row, (text, weight) in enumerate(lines):
            figure.text(0.6, 0.9 - 0.064 * row, text, fontweight=weight)
        return (
            f"Eleven points of two kinds and the line {lines[0][0]}. The arrow w stands at a right "
            f"angle to the line and points to the side that fires. {lines[1][0]}."
        )


def drag_the_line(**values: Any) -> DragTheLine:
    """A line to shift and turn until it parts two kinds of points.

    Start values: w1, w2 (−10…10), b (−20…20).
    """
    return DragTheLine(**values)
