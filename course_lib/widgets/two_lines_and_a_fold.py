"""Two lines and a fold: what two hidden threshold units do to the four corners of XOR.  Chapter 3.

The reader finds that one line gets 3 of the 4 corners, and that two hidden units put (0, 1) and
(1, 0) on one spot, so that one line is enough after them.
"""

from typing import Any

import numpy as np

from course_lib.neurons import preactivation
from course_lib.widgets.base import Number, Widget
from course_lib.widgets.xor import ROWS, TARGET, fires

UNITS = (("w11", "w12", "b1"), ("w21", "w22", "b2"), ("v1", "v2", "c"))
LINES = (("#00724F", "-", "h₁"), ("#9A3B78", "--", "h₂"))


class TwoLinesAndAFold(Widget):
    slug = "two-lines-and-a-fold"
    fields = {
        "morph": Number(0.0, 0, 1, 0.01),
        "b1": Number(-0.5, -3, 3, 0.05),
        "b2": Number(0.5, -3, 3, 0.05),
        "c": Number(-0.5, -3, 3, 0.05),
        "w11": Number(1.0, -2, 2, 0.01, inside=True),
        "w12": Number(1.0, -2, 2, 0.01, inside=True),
        "w21": Number(-1.0, -2, 2, 0.01, inside=True),
        "w22": Number(0.0, -2, 2, 0.01, inside=True),
        "v1": Number(1.0, -2, 2, 0.01, inside=True),
        "v2": Number(1.0, -2, 2, 0.01, inside=True),
    }
    size = (7.4, 4.2)

    def compute(self, **values: Any) -> dict[str, Any]:
        """Corners in counting order: hidden sums and values, where the corners stand, the output.

        morph moves each corner x along the straight way to its hidden values h; the output line
        judges the corners where they stand. At 0 it is one unit alone, at 1 it is the network.
        """
        *hidden, output = (tuple(values[name] for name in unit) for unit in UNITS)
        z_hidden = preactivation(ROWS, [u[:2] for u in hidden], [u[2] for u in hidden])
        h = fires(z_hidden)
        places = (1 - values["morph"]) * ROWS + values["morph"] * h
        z = preactivation(places, output[:2], output[2])
        y = fires(z)
        return {
            "z_hidden": z_hidden,
            "h": h,
            "places": places,
            "z": z,
            "y": y,
            "right": int((y == TARGET).sum()),
        }

    def picture(self, figure, values, result) -> str:
        left = figure.add_axes((0.07, 0.24, 0.4, 0.64))
        right = figure.add_axes((0.57, 0.24, 0.4, 0.64))
        side = np.linspace(-0.5, 1.5, 201)
        across, up = np.meshgrid(side, side)
        for keys, (colour, dash, name) in zip(UNITS, LINES, strict=False):
            _draw_line(left, [values[k] for k in keys], colour, dash)
            left.plot([], [], dash, color=colour, label=f"line of {name}")
        left.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, frameon=False)
        output = [values[k] for k in UNITS[2]]
        sums = output[0] * across + output[1] * up + output[2]
        right.contourf(side, side, sums, levels=[0, 99], colors=["#D55E00"], alpha=0.15)
        _draw_line(right, output, "#222", "-")
        landed: dict[tuple, list[int]] = {}
        for i, place in enumerate(result["h"]):
            landed.setdefault(tuple(place), []).append(i)
        for place, who in landed.items():
            for k, i in enumerate(who):
                shift = np.array([0.24 * (k - (len(who) - 1) / 2), 0])
                end = np.array(place) + shift
                right.plot(*np.stack([ROWS[i], end], axis=1), ":", color="#666", lw=1.2)
                _draw_corner(right, end, i)
        for i, corner in enumerate(ROWS):
            _draw_corner(left, corner, i)
        for ax, letter, title in ((left, "x", "what comes in"), (right, "h", "after the fold")):
            ax.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=(0, 1), yticks=(0, 1), aspect="equal")
            ax.set_title(title, fontsize=11, fontweight="bold")
            ax.set_xlabel(f"{letter}₁", loc="right", labelpad=-8)
            ax.set_ylabel(f"{letter}₂", rotation=0, loc="top", labelpad=-2)
        groups = ["(" + ", ".join(f"{v}" for v in place) + ")" for place in landed]
        moves = "; ".join(
            " and ".join("({}, {})".format(*ROWS[i]) for i in who) + f" at {place}"
            for place, who in zip(groups, landed.values(), strict=True)
        )
        return (
            "Left: the four corners of XOR in the input square with the lines of two hidden units. "
            f"Right: where the two units put them: {moves}; shaded is the side where the output "
            "unit fires."
        )


def _draw_line(ax, unit, colour: str, dash: str) -> None:
    """The line w·x + b = 0 and an arrow to the side where the unit fires."""
    w, b = np.array(unit[:2]), unit[2]
    length = np.hypot(*w)
    if length == 0:
        return
    normal = w / length
    foot = 0.5 - (w.sum() / 2 + b) / length * normal
    along = np.array([-normal[1], normal[0]])
    ax.plot(*np.stack([foot - 3 * along, foot + 3 * along], axis=1), dash, color=colour, lw=2)
    if np.abs(foot - 0.5).max() < 1:
        ax.annotate(
            "",
            foot + 0.3 * normal,
            foot,
            arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2},
        )


def _draw_corner(ax, place, i: int) -> None:
    shape, colour = ("o", "#A84300") if TARGET[i] else ("s", "#0072B2")
    ax.plot(*place, shape, ms=19, color=colour)
    name = "".join(map(str, ROWS[i]))
    ax.text(*place, name, color="white", ha="center", va="center", fontsize=9)


def two_lines_and_a_fold(**values: Any) -> TwoLinesAndAFold:
    """Two hidden units' lines in the input square, and the fold into their hidden space.

    Start values: morph (0 the square, 1 the hidden space), w11, w12, b1, w21, w22, b2 (the hidden
    units), v1, v2, c (the output unit); weights −2…2, biases −3…3.
    """
    return TwoLinesAndAFold(**values)
