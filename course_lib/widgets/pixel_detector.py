"""Pixel detector: nine pixels, a weight for each, a bias, ReLU.  Chapter 1.

The reader finds that the sum 6 and the bias −5 give 1, that a missing pixel silences the detector
and an extra one does not matter, and what the weight −1 on the white places mends.
"""

from typing import Any

import numpy as np

from course_lib.circuits import inputs
from course_lib.neurons import neuron, preactivation
from course_lib.patterns import PATTERNS_3X3
from course_lib.widgets.base import Choice, Number, Numbers, Widget

SEVEN = tuple(PATTERNS_3X3["seven"].ravel().tolist())


class PixelDetector(Widget):
    slug = "pixel-detector"
    fields = {
        "b": Number(-5, -9, 0),
        "white": Choice("0", ("0", "-1")),
        "pattern": Choice("seven", tuple(PATTERNS_3X3)),
        "pixels": Numbers(SEVEN, 0, 1, step=1, longest=9, shortest=9),
    }
    size = (7.0, 3.0)

    def data(self) -> dict[str, Any]:
        return {"patterns": [pattern.ravel() for pattern in PATTERNS_3X3.values()]}

    def weights(self, values: dict[str, Any]) -> np.ndarray:
        """(9,): 1 where the pattern is black, the weight of white places elsewhere."""
        return np.where(PATTERNS_3X3[values["pattern"]].ravel() == 1, 1, int(values["white"]))

    def compute(self, **values: Any) -> dict[str, Any]:
        """The sum, z, the activity; which flips switch the answer; pictures accepted of 512."""
        x, w, b = np.array(values["pixels"]), self.weights(values), values["b"]
        flipped = np.abs(x - np.eye(9, dtype=int))  # (9, 9): row i has pixel i flipped
        fires = np.asarray(neuron(x, w, b)) > 0
        return {
            "products": x * w,
            "sum": preactivation(x, w),
            "z": preactivation(x, w, b),
            "activity": neuron(x, w, b),
            "matters": ((np.asarray(neuron(flipped, w, b)) > 0) != fires).astype(int),
            "accepted": int(np.sum(np.asarray(neuron(inputs(9), w, b)) > 0)),
        }

    def picture(self, figure, values, result) -> str:
        w = self.weights(values)
        panels = [("picture", values["pixels"]), ("weights", w), ("products", result["products"])]
        for place, (title, numbers) in enumerate(panels):
            ax = figure.add_axes((0.03 + 0.24 * place, 0.26, 0.19, 0.52))
            shown = np.reshape(numbers, (3, 3))
            ax.imshow(np.clip(shown, 0, 1), cmap="Greys", vmin=0, vmax=1.3)
            for (row, column), number in np.ndenumerate(shown):
                ink = "white" if number > 0 else "black"
                text = f"{int(number)}".replace("-", "−")
                ax.text(column, row, text, color=ink, ha="center", va="center")
            ax.set(title=title, xticks=[], yticks=[])
            for edge in (0.5, 1.5):
                ax.axhline(edge, color="#888", lw=0.8)
                ax.axvline(edge, color="#888", lw=0.8)
            if place < 2:
                figure.text(0.245 + 0.24 * place, 0.5, "×="[place], fontsize=14, ha="center")
        z, activity = result["z"], result["activity"]
        lines = f"sum {result['sum']:g}\nbias {values['b']:g}\nz = {z:g}\nReLU(z) = {activity:g}"
        figure.text(0.75, 0.52, lines.replace("-", "−"), fontsize=12, va="center", linespacing=1.6)
        return (
            f"Nine pixels times nine weights (pattern: {values['pattern']}) make the sum "
            f"{result['sum']:g}. With the bias {values['b']:g} the activity is {activity:g}."
        )


def pixel_detector(**values: Any) -> PixelDetector:
    """A 3 × 3 picture, a weight for each pixel, a bias: ReLU(w·x + b).

    Start values: pixels (nine zeros and ones, row by row), b (−9…0), pattern, white ("0", "-1").
    """
    if hasattr(values.get("pixels"), "ravel"):
        values["pixels"] = values["pixels"].ravel()
    return PixelDetector(**values)
