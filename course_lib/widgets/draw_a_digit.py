"""Draw a digit: 64 cells go in, ten shares come out.  The book's first page.

The reader finds that a network is a function, and that one which has only seen digits in their
usual place loses a digit that is moved by one cell or drawn with a thin pen.
"""

from typing import Any

import numpy as np

from course_lib.activations import softmax
from course_lib.digit_nets import INK, NAMES, kept, load
from course_lib.widgets.base import Choice, Numbers, Widget


class DrawADigit(Widget):
    slug = "draw-a-digit"
    fields = {
        "pixels": Numbers(tuple(kept()["examples"][3]), 0, INK, 1, longest=64, shortest=64),
        "net": Choice("plain", NAMES, inside=True),
        "pen": Choice("soft", ("soft", "thin"), inside=True),
    }
    size = (7.0, 3.6)

    def data(self) -> dict[str, Any]:
        known = kept()
        return {
            "nets": [{k: known["nets"][name][k] for k in ("scales", "weights")} for name in NAMES],
            "right": [
                [known["nets"][name]["right"][test] for test in ("as scanned", "moved", "thin")]
                for name in NAMES
            ],
            "examples": known["examples"],
            "tested": known["tested on"],
        }

    def compute(self, **values: Any) -> dict[str, Any]:
        """Shares (10,) that the chosen network and the other one give the digits; the largest."""
        x = np.array([values["pixels"]]) / INK
        chosen = NAMES.index(values["net"])
        shares = [softmax(load(name).predict(x)[0]) for name in NAMES]
        mine, other = shares[chosen], shares[1 - chosen]
        return {
            "shares": mine,
            "answer": int(mine.argmax()),
            "others": other,
            "other": int(other.argmax()),
        }

    def picture(self, figure, values, result) -> str:
        canvas = figure.add_axes((0.04, 0.22, 0.36, 0.66))
        canvas.imshow(np.reshape(values["pixels"], (8, 8)), cmap="Greys", vmin=0, vmax=INK + 2)
        canvas.set_xticks(np.arange(7) + 0.5, [])
        canvas.set_yticks(np.arange(7) + 0.5, [])
        canvas.grid(color="#999", lw=0.6)
        canvas.tick_params(length=0)
        ax = figure.add_axes((0.5, 0.22, 0.4, 0.66))
        colours = ["#B84C00" if k == result["answer"] else "#0072B2" for k in range(10)]
        ax.barh(range(10), result["shares"], color=colours)
        for k, share in enumerate(result["shares"]):
            bold = "bold" if k == result["answer"] else "normal"
            ax.text(share + 0.02, k, f"{100 * share:.0f} %", va="center", fontweight=bold)
        ax.set(xlim=(0, 1), ylim=(9.6, -0.6), xticks=[], yticks=range(10))
        ax.spines[["top", "right", "bottom"]].set_visible(False)
        figure.text(0.04, 0.93, "64 cells go in …", fontweight="bold")
        figure.text(0.5, 0.93, f"… ten shares come out: {result['answer']}", fontweight="bold")
        share = result["shares"][result["answer"]]
        return (
            "A drawing of 8 by 8 cells and ten bars, one for each digit. "
            f"The network gives the {result['answer']} the largest share, {100 * share:.0f} %."
        )


def draw_a_digit(**values: Any) -> DrawADigit:
    """A canvas of 8 × 8 cells, and what two small networks take the drawing for.

    Start values: pixels (64 numbers from 0 to 16, row by row, or an (8, 8) array), net ("plain",
    trained on scans as they are, or "varied", on moved and thinned ones too), pen ("soft", "thin").
    """
    if hasattr(values.get("pixels"), "ravel"):
        values["pixels"] = values["pixels"].ravel()
    return DrawADigit(**values)
