"""Shift test: an MLP and three CNNs of equal size read a digit that moves.  Chapter 11.

The reader finds that convolution alone does not make a net patient with shifts, that a little
pooling softens them, and that pooling over the whole sheet takes them away.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.experiments import stored
from course_lib.experiments.shifts import NETS, PLACES, SHIFTS, sheets
from course_lib.widgets.base import Choice, Number, Widget

FIVE = len(SHIFTS)


class ShiftTest(Widget):
    slug = "shift-test"
    fields = {
        "right": Number(0, -2, 2),
        "down": Number(0, -2, 2),
        "net": Choice(NETS[0], NETS),
        "place": Choice(PLACES[0], PLACES),
        "digit": Number(3, 0, 9, inside=True),
    }
    size = (7.2, 3.6)

    def data(self) -> dict[str, Any]:
        return kept()

    def compute(self, **values: Any) -> dict[str, Any]:
        """What the nets make of the digits at this shift, in the order of `NETS`.

        table: per cent of 360 digits read by the chosen net, shift down by shift right, mean of
        five starts      share: the same at this shift, for each net
        answer, sure: of each net to the digit shown, and the per cents it gives to that answer
        """
        data, place = kept(), PLACES.index(values["place"])
        k = FIVE * (values["down"] + 2) + values["right"] + 2
        nets = range(len(NETS))
        return {
            "table": data["table"][place][NETS.index(values["net"])],
            "share": [data["table"][place][i][k] for i in nets],
            "answer": [int(data["answers"][place][i][values["digit"]][k]) for i in nets],
            "sure": [data["sure"][place][i][values["digit"]][k] for i in nets],
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.02, 0.2, 0.27, 0.64))
        sheet = np.zeros((12, 12))
        top, left = 2 + values["down"], 2 + values["right"]
        sheet[top : top + 8, left : left + 8] = np.reshape(
            kept()["pictures"][values["digit"]], (8, 8)
        )
        ax.imshow(sheet, cmap="Greys", vmin=0, vmax=17)
        ax.set(xticks=[], yticks=[])
        ax = figure.add_axes((0.36, 0.2, 0.27, 0.64))
        table = np.reshape(result["table"], (FIVE, FIVE))
        ax.imshow(table, cmap="Blues", vmin=0, vmax=100)
        for (r, c), share in np.ndenumerate(table):
            colour = "white" if share > 55 else "black"
            ax.text(c, r, f"{share:.0f}", ha="center", va="center", color=colour)
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{values['net']}: read, %", fontsize=9)
        for i, name in enumerate(NETS):
            line = f"{name}:\n    {result['answer'][i]}, reads {result['share'][i]:.0f} %"
            figure.text(0.67, 0.74 - 0.15 * i, line, fontsize=9)
        return (
            f"A {values['digit']} moved by {values['right']} pixels to the right and "
            f"{values['down']} down, read by four nets that learned {values['place']}: "
            + "; ".join(f"{name} {a}" for name, a in zip(NETS, result["answer"], strict=True))
            + "."
        )


@lru_cache(maxsize=1)
def kept() -> dict[str, Any]:
    """The stored experiment as lists [place][net]…, and the ten pictures, ink from 0 to 16."""
    rows = {(row["place"], row["net"]): row for row in stored("shifts")}
    every = [[rows[place, net] for net in NETS] for place in PLACES]

    def table(row):
        return (100 * np.mean(row["right"], axis=2)).round(1).ravel().tolist()

    data = sheets(PLACES[0])
    first = [int(np.flatnonzero(data.t_test == k)[0]) for k in range(10)]
    return {
        "table": [[table(row) for row in line] for line in every],
        "answers": [[row["answers"] for row in line] for line in every],
        "sure": [[row["sure"] for row in line] for line in every],
        "pictures": (16 * data.x_test[first, 0, 2:10, 2:10]).astype(int).reshape(10, 64).tolist(),
    }


def shift_test(**values: Any) -> ShiftTest:
    """Four nets of about 2,000 numbers read a digit that is moved by up to two pixels.

    Start values: right, down (−2…2), net ("MLP", "CNN, no pooling", "CNN, 2×2 pooling",
    "CNN, pooling over the sheet"), place ("in the middle", "anywhere": where the digits lay in
    training), digit (0…9).
    """
    return ShiftTest(**values)
