"""Gate bench: two inputs, two weights and a threshold on a number line.  Chapter 1.

The reader finds that AND and OR differ only in the threshold, that NOT needs a negative weight,
and that XOR never gets all four rows.
"""

from typing import Any

import numpy as np

from course_lib.circuits import GATES, inputs, truth_table
from course_lib.neurons import bias_from_threshold, preactivation, threshold_unit
from course_lib.widgets.base import Choice, Number, Switch, Widget

TARGETS: dict[str, Any] = {
    "AND": GATES["AND"],
    "OR": GATES["OR"],
    "NAND": GATES["NAND"],
    "NOR": GATES["NOR"],
    "NOT x₁": lambda x1, x2: GATES["NOT"](x1),
    "XOR": lambda x1, x2: int(x1 != x2),
}


class GateBench(Widget):
    slug = "gate-bench"
    fields = {
        "w1": Number(1, -2, 2),
        "w2": Number(1, -2, 2),
        "theta": Number(1, -4, 4, 0.5),
        "gate": Choice("AND", tuple(TARGETS)),
        "x1": Switch(0, inside=True),
        "x2": Switch(1, inside=True),
    }
    size = (7.0, 3.3)

    def data(self) -> dict[str, Any]:
        return {"targets": [truth_table(gate, 2) for gate in TARGETS.values()]}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Rows in counting order: the sums w·x, z = w·x + b, the outputs, and what is right."""
        w = (values["w1"], values["w2"])
        bias = bias_from_threshold(values["theta"])
        target = truth_table(TARGETS[values["gate"]], 2)
        y = threshold_unit(inputs(2), w, bias)
        return {
            "sums": preactivation(inputs(2), w),
            "z": preactivation(inputs(2), w, bias),
            "y": y,
            "target": target,
            "lit": int(np.sum(y == target)),
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.04, 0.3, 0.92, 0.5))
        theta, below = values["theta"], dict.fromkeys(result["sums"], 0)
        ax.axvspan(theta, 5, color="#D55E00", alpha=0.13)
        ax.axvline(theta, color="#222", lw=2)
        ax.text(theta, 4.2, f"θ = {theta:g}", ha="center")
        for x, s, y, t in zip(
            inputs(2), result["sums"], result["y"], result["target"], strict=True
        ):
            height = 0.6 + 1.05 * below[s]
            below[s] += 1
            shape, colour = ("o", "#B84C00") if t else ("s", "#0072B2")
            ax.plot(s, height, shape, ms=19, color=colour)
            ax.text(s, height - 0.04, f"{x[0]}{x[1]}", color="white", ha="center", va="center")
            if y != t:
                ax.text(s + 0.28, height + 0.2, "✗", fontsize=13)
        ax.set(xlim=(-4.6, 4.6), ylim=(0, 4), yticks=[], xlabel="sum  w₁x₁ + w₂x₂")
        ax.set_xticks(np.arange(-4, 5))
        ax.spines[["left", "right", "top"]].set_visible(False)
        title = f"w = ({values['w1']}, {values['w2']}), gate we want: {values['gate']}"
        figure.text(0.04, 0.93, title, fontweight="bold")
        key = "● should fire    ■ should be silent    ✗ wrong"
        figure.text(0.96, 0.93, key, fontsize=9, ha="right")
        lit = result["lit"]
        return (
            f"Number line of the sums of the four input rows with the threshold at {theta:g}. "
            f"Rows at or right of it fire. As {values['gate']}, {lit} of 4 rows are right."
        )


def gate_bench(**values: Any) -> GateBench:
    """Two inputs, two integer weights, a threshold and a gate to aim at.

    Start values: w1, w2 (−2…2), theta (−4…4), gate, x1, x2.
    """
    return GateBench(**values)
