"""Recipe of 1990, recipe of 2012: what one change of a recipe is worth.  Chapter 14.

The reader finds that a deep net of the old recipe is helped by no single new ingredient, that a
shallow one hardly needs any, and that tanh with a good start would have done.
"""

from typing import Any

import numpy as np

from course_lib.experiments.factorial import FACTORS, table
from course_lib.widgets.base import Choice, Widget

LEVELS = {name: tuple(map(str, levels)) for name, levels in FACTORS.items()}
NAMES = {
    "activation": "activation",
    "start": "start",
    "optimizer": "optimizer",
    "depth": "hidden layers",
    "examples": "digits to learn from",
}


class Recipe(Widget):
    slug = "recipe"
    fields = {
        "activation": Choice("sigmoid", LEVELS["activation"], inside=True),
        "start": Choice("±0.1", LEVELS["start"], inside=True),
        "optimizer": Choice("plain", LEVELS["optimizer"], inside=True),
        "depth": Choice("10", LEVELS["depth"], inside=True),
        "examples": Choice("400", LEVELS["examples"], inside=True),
    }
    size = (7.0, 4.6)

    def data(self) -> dict[str, Any]:
        """Mean and standard deviation over the seeds for all recipes, in per cent."""
        scores = table()
        return {
            "mean": scores.mean(-1).ravel().round(1),
            "sd": scores.std(-1, ddof=1).ravel().round(1),
            "seeds": scores.shape[-1],
        }

    def compute(self, **values: Any) -> dict[str, Any]:
        """What the recipe reads, and what it would read after each single change.

        right, sd: per cent of new digits, mean and standard deviation over the seeds
        changed: (15,), three levels of each ingredient, all else as it is
        best: which of the 15 is the largest; the first of them if several are
        """
        data = self.data()
        shape = [len(levels) for levels in LEVELS.values()]
        means = np.reshape(data["mean"], shape)
        here = [LEVELS[name].index(values[name]) for name in LEVELS]
        changed = [
            means[tuple(level if i == axis else h for i, h in enumerate(here))]
            for axis in range(len(here))
            for level in range(shape[axis])
        ]
        return {
            "right": means[tuple(here)],
            "sd": np.reshape(data["sd"], shape)[tuple(here)],
            "changed": changed,
            "best": int(np.argmax(changed)),
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.4, 0.19, 0.57, 0.66))
        changed = np.reshape(result["changed"], (len(LEVELS), -1))
        rows, labels = [], []
        for axis, (name, levels) in enumerate(LEVELS.items()):
            for level, text in enumerate(levels):
                row = -(axis * 3.8 + level)
                kept = text == values[name]
                colour = "#0072B2" if kept else "#8FC6E8"
                ax.barh(row, changed[axis, level], color=colour, height=0.8)
                ax.text(changed[axis, level] + 1, row, f"{changed[axis, level]:.1f}", va="center")
                rows.append(row)
                labels.append(f"{text} (kept)" if kept else text)
            ax.text(-76, -(axis * 3.8 + 1), NAMES[name], va="center")
        ax.set_yticks(rows, labels)
        ax.set(xlim=(0, 110), xticks=range(0, 101, 20))
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(axis="y", length=0)
        *kinds, depth, examples = values.values()
        told = f"{', '.join(kinds)}, {depth} hidden layers, {examples} digits"
        figure.text(0.02, 0.94, told, fontweight="bold")
        figure.text(0.02, 0.885, "per cent of new digits read, after one change")
        axis, level = divmod(result["best"], 3)
        name = list(LEVELS)[axis]
        return (
            f"Bars for each level of five ingredients, one changed at a time. The recipe itself "
            f"reads {result['right']:.1f} per cent; the best single change, {NAMES[name]} "
            f"{LEVELS[name][level]}, reads {max(result['changed']):.1f}."
        )


def recipe(**values: Any) -> Recipe:
    """243 recipes for a net that reads digits, and what a single change of each is worth.

    Start values: activation ("sigmoid", "tanh", "ReLU"), start ("±0.1", "LeCun", "He"), optimizer
    ("plain", "momentum", "Adam"), depth ("1", "3", "10"), examples ("100", "400", "1400").
    """
    return Recipe(**values)
