"""Be the optimiser: nine numbers of a 2–2–1 net of threshold units, and one meter.  Chapter 3.

The reader finds that the meter hardly ever answers, and that nothing says which of the nine
numbers is to blame for a wrong row.
"""

from typing import Any

import numpy as np

from course_lib.neurons import preactivation
from course_lib.widgets.base import Choice, Number, Switch, Widget
from course_lib.widgets.xor import ROWS, TARGET, fires

NAMES = ("w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c")
SHOWN = ("w₁₁", "w₁₂", "b₁", "w₂₁", "w₂₂", "b₂", "v₁", "v₂", "c")
NUDGES = np.array([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]) / 10
FIRST, STARTS = 7, 12  # the chapter's own start comes first


def random_start(seed: int) -> list[float]:
    """Nine numbers, normal with standard deviation 1, kept inside −3…3 and to one decimal."""
    drawn = np.random.default_rng(seed).standard_normal(9)
    return [float(v) for v in np.clip(np.round(drawn, 1), -3, 3) + 0.0]


def run(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hidden sums and values, (4, 2) each, output sums and values, (4,) each, for all rows."""
    hidden, output = np.reshape(numbers[:6], (2, 3)), numbers[6:]
    z_hidden = np.asarray(preactivation(ROWS, hidden[:, :2], hidden[:, 2]))
    h = fires(z_hidden)
    z = np.asarray(preactivation(h, output[:2], output[2]))
    return z_hidden, h, z, fires(z)


def wrong_rows(numbers: np.ndarray) -> int:
    """The meter: how many rows of XOR these nine numbers get wrong."""
    return int((run(numbers)[3] != TARGET).sum())


class BeTheOptimiser(Widget):
    slug = "be-the-optimiser"
    fields = {
        **{
            name: Number(value, -3.0, 3.0, 0.1, inside=True)
            for name, value in zip(NAMES, random_start(FIRST), strict=True)
        },
        "chosen": Choice("w11", NAMES, inside=True),
        "nudge": Switch(0, inside=True),
    }
    size = (7.4, 4.0)

    def data(self) -> dict[str, Any]:
        return {"starts": [random_start(FIRST + n) for n in range(STARTS)], "nudges": NUDGES}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Sums and values of the units for the rows in counting order, the meter, and nudged.

        nudged: (9, 10), the meter after each number alone is nudged by −0.5 … 0.5.
        """
        numbers = np.array([values[name] for name in NAMES])
        z_hidden, h, z, y = run(numbers)
        tries = numbers + NUDGES[:, None] * np.eye(9)[:, None, :]
        return {
            "z_hidden": z_hidden,
            "h": h,
            "z": z,
            "y": y,
            "wrong": wrong_rows(numbers),
            "nudged": [[wrong_rows(t) for t in one] for one in tries],
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.02, 0.17, 0.6, 0.8))
        ax.set(xlim=(0, 360), ylim=(286, 0))
        ax.axis("off")
        nodes = {
            "x₁": (28, 82),
            "x₂": (28, 202),
            "h₁": (190, 82),
            "h₂": (190, 202),
            "y": (322, 142),
        }
        ends = ["x₁h₁", "x₂h₁", "", "x₁h₂", "x₂h₂", "", "h₁y", "h₂y", ""]
        places = [(92, 82), (138, 122), (190, 26), (138, 162), (92, 202), (190, 258)]
        places += [(256, 112), (256, 172), (322, 66)]
        for name, shown, pair, place in zip(NAMES, SHOWN, ends, places, strict=True):
            value = values[name]
            a, b = (nodes[pair[:2]], nodes[pair[2:]]) if pair else (place, _below(place, nodes))
            ax.plot(*zip(a, b, strict=True), "-" if value >= 0 else "--", color="#555", lw=1.3)
            text = f"{shown}\n{value:g}".replace("-", "−")
            box = {"boxstyle": "round,pad=0.25", "fc": "white", "ec": "#0072B2"}
            ax.text(*place, text, ha="center", va="center", fontsize=9, bbox=box, zorder=3)
        for name, place in nodes.items():
            ax.plot(*place, "o", ms=31, mfc="white", mec="#222", zorder=2)
            ax.text(*place, name, ha="center", va="center", zorder=3)
        side = figure.add_axes((0.64, 0.17, 0.34, 0.8))
        side.axis("off")
        wrong = result["wrong"]
        side.text(0, 0.9, f"wrong rows: {wrong} of 4", fontsize=13, fontweight="bold")
        rows = ["x₁ x₂   h₁ h₂   y   wanted"] + [
            f"{x[0]}  {x[1]}     {h[0]}  {h[1]}    {y}     {t}  {'✓' if y == t else '✗'}"
            for x, h, y, t in zip(ROWS, result["h"], result["y"], TARGET, strict=True)
        ]
        for i, row in enumerate(rows):
            side.text(0, 0.72 - 0.11 * i, row, family="DejaVu Sans Mono", fontsize=9)
        numbers = ", ".join(f"{s} {values[n]:g}" for s, n in zip(SHOWN, NAMES, strict=True))
        return (
            f"A net of two inputs, two hidden units and an output with nine numbers: {numbers}. "
            f"Beside it the four rows of XOR: {wrong} of 4 are wrong."
        )


def _below(place: tuple, nodes: dict[str, tuple]) -> tuple:
    """The unit to which a bias at `place` belongs: the nearest one."""
    return min(nodes.values(), key=lambda node: abs(node[0] - place[0]) + abs(node[1] - place[1]))


def be_the_optimiser(seed: int | None = None, **values: Any) -> BeTheOptimiser:
    """Nine numbers to turn until no row of XOR is wrong, and a meter that counts the wrong rows.

    seed: draws the nine numbers; left out, the chapter's own start
    Start values: w11, w12, b1, w21, w22, b2 (the hidden units), v1, v2, c (the output unit), all
    −3…3, chosen (the name of one of them), nudge (1: show what nudging each of them would do).
    """
    start = {} if seed is None else dict(zip(NAMES, random_start(seed), strict=True))
    return BeTheOptimiser(**(start | values))
