"""C or T: a 4×3 picture, a 12–3–2 network, and the blame of each of its 47 numbers.  Chapter 5.

The reader finds that blame reaches every unit, and that a weight whose pixel is white cannot move.
"""

from typing import Any

import numpy as np

from course_lib.layers import Dense, Sigmoid
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.widgets.base import Choice, Number, Numbers, Widget
from course_lib.widgets.letters import TARGETS, letter, start_numbers


class COrT(Widget):
    slug = "c-or-t"
    fields = {
        "target": Choice("T", tuple(TARGETS)),
        "eta": Number(2.0, 0.5, 8.0, 0.5),
        "pixels": Numbers(tuple(letter("T")), 0, 1, 1, longest=12, shortest=12),
        # rounded to four decimals, so that a link stays short
        "weights": Numbers(tuple(start_numbers()), -20, 20, 0.0001, longest=47, shortest=47),
        "chosen": Number(4, 0, 46, inside=True),
    }
    size = (7.4, 4.6)

    def data(self) -> dict[str, Any]:
        return {"letters": [letter(name) for name in TARGETS]}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Activities, deltas, the error, the 47 derivatives, and what the next step would do."""
        layers = [Dense(12, 3), Sigmoid(), Dense(3, 2), Sigmoid()]
        network = Network(layers, squared_error, dtype=np.float64)
        network.parameters[:] = values["weights"]
        x, t = np.array([values["pixels"]], float), np.array([TARGETS[values["target"]]])
        trace = network.trace(x, t)
        gradient = network.gradients.copy()
        move = -values["eta"] * gradient
        network.parameters += move
        after, _ = network.loss(network.predict(x), t)
        return {
            "h": trace.activities[1][0],
            "y": trace.activities[3][0],
            "error": float(trace.loss),
            "delta_hid": gradient[36:39],
            "delta_out": gradient[45:],
            "gradient": gradient,
            "move": move,
            "after": float(after),
        }

    def picture(self, figure, values, result) -> str:
        pixels, w = np.reshape(values["pixels"], (4, 3)), np.array(values["weights"])
        ax = figure.add_axes((0.02, 0.42, 0.17, 0.42))
        ax.imshow(pixels, cmap="Greys", vmin=0, vmax=1.15)
        ax.set(xticks=[], yticks=[], title=f"meant as {values['target']}")
        for i in range(3):
            grid = figure.add_axes((0.27 + 0.25 * i, 0.42, 0.22, 0.42))
            change = -result["gradient"][12 * i : 12 * i + 12].reshape(4, 3)
            grid.imshow(np.sign(change), cmap="PuOr_r", vmin=-2.5, vmax=2.5, aspect="auto")
            for (r, c), value in np.ndenumerate(w[12 * i : 12 * i + 12].reshape(4, 3)):
                arrow = " " if change[r, c] == 0 else "▲" if change[r, c] > 0 else "▼"
                text = f"{value:g}{arrow}".replace("-", "−")
                grid.text(c, r, text, ha="center", va="center", fontsize=9)
            h, d = result["h"][i], result["delta_hid"][i]
            grid.set(xticks=[], yticks=[], title=f"H{i + 1}")
            below = f"bias {w[36 + i]:g}, h {h:.2f}, δ {d:.3f}".replace("-", "−")
            grid.set_xlabel(below, fontsize=9)
        rows = (("C", 39, 45, 0), ("T", 42, 46, 1))
        for place, (name, first, bias, j) in enumerate(rows):
            listed = "  ".join(f"{v:g}" for v in w[first : first + 3])
            text = (
                f"{name}: weights {listed}, bias {w[bias]:g}, "
                f"output {result['y'][j]:.2f}, δ {result['delta_out'][j]:.3f}"
            )
            figure.text(0.27, 0.24 - 0.06 * place, text.replace("-", "−"), fontsize=9)
        y1, y2 = result["y"]
        moving = int(np.count_nonzero(result["gradient"]))
        return (
            f"A picture of 4 by 3 pixels, meant as {values['target']}, and a network of 47 numbers "
            f"that answers C {y1:.2f}, T {y2:.2f}: error {result['error']:.3f}. Arrows show which "
            f"way the next step moves each number; {moving} of 47 can move."
        )


def c_or_t(**values: Any) -> COrT:
    """A picture of a C or a T, a network of 47 numbers, and the blame of every one of them.

    Start values: pixels (12 of 0 and 1), target ("C" or "T"), eta (0.5…8), weights (47 numbers:
    W row by row, b, V row by row, c), chosen (0…46: the number that is explained).
    """
    return COrT(**values)
