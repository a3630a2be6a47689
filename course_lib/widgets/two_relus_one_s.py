"""Two ReLUs, one S: two bent sticks as a stand-in for a sigmoid, four for a bump.  Chapter 6.

The reader finds that the second slope must undo the first, that slope times distance must be 1,
and that bends at about ±2.8 are closer than those that copy the slope in the middle.
"""

from typing import Any

import numpy as np

from course_lib.activations import relu, sigmoid
from course_lib.widgets.base import Choice, Number, Widget

SHIFT = 4.0  # the bump's two flanks stand at −SHIFT and SHIFT
GRID = np.arange(-180, 181) / 20.0  # −9 … 9


def stand_in(z: Any, k1: float, k2: float, v1: float, v2: float) -> Any:
    """The sum of two ReLUs with bends at k1 and k2."""
    return v1 * relu(z - k1) + v2 * relu(z - k2)


class TwoRelusOneS(Widget):
    slug = "two-relus-one-s"
    fields = {
        "target": Choice("one S", ("one S", "one bump")),
        "k1": Number(-2.0, -6.0, 6.0, 0.05),
        "k2": Number(2.0, -6.0, 6.0, 0.05),
        "v1": Number(0.25, -1.0, 1.0, 0.005),
        "v2": Number(-0.25, -1.0, 1.0, 0.005),
    }
    size = (7.0, 3.6)

    def curves(self, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """What is to be made and what the ReLUs make, on the grid."""
        numbers = [values[name] for name in ("k1", "k2", "v1", "v2")]
        if values["target"] == "one S":
            return sigmoid(GRID), stand_in(GRID, *numbers)
        up, down = GRID + SHIFT, GRID - SHIFT
        return sigmoid(up) - sigmoid(down), stand_in(up, *numbers) - stand_in(down, *numbers)

    def compute(self, **values: Any) -> dict[str, Any]:
        """Largest and root-mean-square distance on −9…9, and the ReLUs that are used."""
        wanted, made = self.curves(values)
        off = np.abs(made - wanted)
        return {
            "worst": float(off.max()),
            "rms": float(np.sqrt(np.mean(off**2))),
            "relus": 2 if values["target"] == "one S" else 4,
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.08, 0.27, 0.88, 0.58))
        wanted, made = self.curves(values)
        ax.fill_between(GRID, wanted, made, color="#888", alpha=0.25, lw=0)
        ax.plot(GRID, wanted, color="#0072B2", lw=2.2, label="sigmoids")
        ax.plot(GRID, made, "--", color="#B84C00", lw=2.2, label="ReLUs")
        ax.set(xlim=(-9, 9), ylim=(-0.3, 1.3), xlabel="z", ylabel="activity")
        ax.spines[["right", "top"]].set_visible(False)
        ax.legend(frameon=False, loc="upper left")
        worst = result["worst"]
        title = f"{values['target']} from {result['relus']} ReLUs: at most {worst:.3f} off"
        figure.text(0.08, 0.92, title, fontweight="bold")
        return (
            f"A smooth curve of sigmoids and a broken line of {result['relus']} ReLUs, which is at "
            f"most {worst:.3f} away from it."
        )


def two_relus_one_s(**values: Any) -> TwoRelusOneS:
    """Two ReLUs that stand in for a sigmoid, or four for a bump.

    Start values: target, bends k1, k2 (−6…6), slopes v1, v2 (−1…1).
    """
    return TwoRelusOneS(**values)
