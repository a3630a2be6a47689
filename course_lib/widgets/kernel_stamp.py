"""Kernel stamp: a 3×3 filter slides over a small picture and fills a map.  Chapter 11.

The reader finds that one answer is a sum of nine products, that edges of one kind answer
positively and those of the other kind negatively, and that nine weights make the whole map.
"""

from typing import Any

import numpy as np

from course_lib.conv import Conv2D, Flatten
from course_lib.layers import Identity, ReLU
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.widgets.base import Choice, Number, Numbers, Switch, Widget

SIDE = 6  # places of the window in each direction
PICTURES = {
    "stroke": ["........", *["..###..."] * 6, "........"],
    "T": ["........", ".######.", *["...##..."] * 5, "........"],
    "ring": ["........", "..####..", *[".#....#."] * 4, "..####..", "........"],
    "slash": [
        *["......#.", ".....##.", "....##..", "...##..."],
        *["..##....", ".##.....", ".#......", "........"],
    ],
}
#: filters to begin with, row by row
FILTERS = {
    "sum": (1, 1, 1, 1, 1, 1, 1, 1, 1),
    "upright edges": (-1, 0, 1, -1, 0, 1, -1, 0, 1),
    "lying edges": (-1, -1, -1, 0, 0, 0, 1, 1, 1),
    "spots": (-1, -1, -1, -1, 8, -1, -1, -1, -1),
    "nothing": (0, 0, 0, 0, 0, 0, 0, 0, 0),
}


def pixels(name: str) -> np.ndarray:
    """A picture of `PICTURES` as (8, 8) of 0 and 1."""
    return np.array([[int(c == "#") for c in row] for row in PICTURES[name]])


class KernelStamp(Widget):
    slug = "kernel-stamp"
    fields = {
        "row": Number(1, 1, SIDE),
        "column": Number(2, 1, SIDE),
        "shape": Choice("stroke", tuple(PICTURES)),
        "relu": Switch(0),
        "weights": Numbers(FILTERS["sum"], -9, 9, step=1, longest=9, shortest=9),
    }
    size = (7.0, 3.4)

    def data(self) -> dict[str, Any]:
        return {
            "pictures": [pixels(name).ravel() for name in PICTURES],
            "filters": list(FILTERS.values()),
        }

    def compute(self, **values: Any) -> dict[str, Any]:
        """What the window sees, the nine products, their sum, the answer; and the whole map.

        map: the 36 answers, row by row, after ReLU if it is on
        """
        bend = ReLU() if values["relu"] else Identity()
        net = Network(
            [Conv2D(1, 1, 3), bend, Flatten()],
            squared_error,
            input_shape=(1, 8, 8),
            dtype=np.float64,
        )
        net.views["0.w"][...] = np.reshape(values["weights"], (3, 3))
        picture, i, j = pixels(values["shape"]), values["row"] - 1, values["column"] - 1
        window = picture[i : i + 3, j : j + 3].ravel()
        products = window * np.array(values["weights"])
        answers = net.predict(picture.reshape(1, 1, 8, 8).astype(float))[0]
        return {
            "window": window,
            "products": products,
            "sum": products.sum(),
            "answer": answers[SIDE * i + j],
            "map": answers,
        }

    def picture(self, figure, values, result) -> str:
        i, j = values["row"] - 1, values["column"] - 1
        panels = [
            ("picture", pixels(values["shape"]), "Greys"),
            ("filter", np.reshape(values["weights"], (3, 3)), "PuOr_r"),
            ("map", np.reshape(result["map"], (SIDE, SIDE)), "PuOr_r"),
        ]
        for place, (title, numbers, colours) in enumerate(panels):
            ax = figure.add_axes((0.03 + 0.33 * place, 0.24, 0.29, 0.62))
            reach = 1.4 * max(1, np.abs(numbers).max())
            ax.imshow(numbers, cmap=colours, vmin=0 if place == 0 else -reach, vmax=reach)
            ax.set(xticks=[], yticks=[], title=title)
            if place:
                for (r, c), number in np.ndenumerate(numbers):
                    text = f"{number:g}".replace("-", "−")
                    ax.text(c, r, text, ha="center", va="center")
            if place != 1:
                side = 3 if place == 0 else 1
                frame = np.array([(j, i), (j + side, i), (j + side, i + side), (j, i + side)])
                ax.plot(*(np.vstack([frame, frame[:1]]) - 0.5).T, color="#B84C00", lw=2.5)
        return (
            f"A picture of a {values['shape']}, a filter of nine weights and the map of its 36 "
            f"answers. The window stands at row {i + 1}, column {j + 1}; its nine products add up "
            f"to {result['sum']:g}."
        )


def kernel_stamp(**values: Any) -> KernelStamp:
    """A 3×3 filter over a picture of 8×8 pixels: nine products, their sum, and the whole map.

    Start values: row, column (1…6, place of the window), shape ("stroke", "T", "ring",
    "slash"), relu, weights (nine whole numbers from −9 to 9, row by row).
    """
    if hasattr(values.get("weights"), "ravel"):
        values["weights"] = values["weights"].ravel()
    return KernelStamp(**values)
