"""Skip or not: towers of 5 to 50 layers, with and without a way round and normalisation.  Ch. 12.

The reader finds that at depth 50 neither the skip nor normalisation is enough alone, that both
together are, and that level blame is needed but does not suffice.

All numbers are those of the stored experiment `course_lib.experiments.depth`.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.experiments import stored
from course_lib.experiments.depth import SKIPS
from course_lib.widgets.base import Choice, Number, Switch, Widget

DEPTHS = (5, 20, 35, 50)  # of the stored ones those with equal steps, for the slider
NAMES = ("no skip", "x + f", "x + f/√L")


class SkipOrNot(Widget):
    slug = "skip-or-not"
    fields = {
        "depth": Number(20, DEPTHS[0], DEPTHS[-1], 15),
        "skip": Choice("x + f", NAMES),
        "norm": Switch(0),
    }
    size = (7.0, 3.9)

    def data(self) -> dict[str, Any]:
        return films()

    def compute(self, **values: Any) -> dict[str, Any]:
        """One kind of tower at one depth.

        blame: log10 of the blame behind each layer before training, the last one is 0
        error: share of the training digits that are wrong after training, ten towers, sorted
        median: of these      rate: the learning rate, the best of five
        """
        film, at = films(), _place(values["depth"])
        kind = NAMES.index(values["skip"]), int(values["norm"])
        blame, error, rate = (film[key][kind[0]][kind[1]][at] for key in ("blame", "error", "rate"))
        return {"blame": blame, "error": error, "median": float(np.median(error)), "rate": rate}

    def picture(self, figure, values, result) -> str:
        left = figure.add_axes((0.1, 0.27, 0.5, 0.56))
        blame, depth = np.asarray(result["blame"]), DEPTHS[_place(values["depth"])]
        floor = min(-3.0, np.floor(blame.min()) - 1)
        left.bar(np.arange(1, depth + 1), blame, color="#0072B2", width=0.7)
        top = max(3.0, np.ceil(blame.max()))
        left.set(ylim=(floor, top), xlabel="layer", ylabel="blame, power of ten")
        left.axhline(0, color="#666", lw=0.7)
        right = figure.add_axes((0.7, 0.27, 0.27, 0.56))
        kind = NAMES.index(values["skip"]), int(values["norm"])
        for place, errors in enumerate(films()["error"][kind[0]][kind[1]]):
            if DEPTHS[place] <= depth:
                right.plot([place] * len(errors), 100 * np.asarray(errors), "o", color="#B84C00")
        right.set_xticks(range(len(DEPTHS)), [str(d) for d in DEPTHS])
        right.set(ylim=(-5, 100), xlabel="layers", ylabel="training error, %")
        normed = "normalised" if values["norm"] else "not normalised"
        title = f"{depth} layers, {values['skip']}, {normed}"
        figure.text(0.1, 0.92, title, fontweight="bold")
        return (
            f"{title}. Bars: the blame behind each layer before training; the first has "
            f"{10 ** blame[0]:.2g} times that of the last. Dots: after training the median of ten "
            f"such towers has {100 * result['median']:.1f} percent of its digits wrong."
        )


@lru_cache(maxsize=1)
def films() -> dict[str, Any]:
    """The stored experiment as nested lists: [skip][norm][depth] → blame, error, rate."""
    rows = {(row["skip"], row["norm"], row["depth"]): row for row in stored("depth")}
    films: dict[str, Any] = {"blame": [], "error": [], "rate": []}
    for skip in SKIPS:
        kinds = [[rows[skip, norm, depth] for depth in DEPTHS] for norm in (False, True)]
        films["blame"].append([[_logs(row["blame"]) for row in kind] for kind in kinds])
        films["error"].append([[sorted(row["error"]) for row in kind] for kind in kinds])
        films["rate"].append([[row["best_rate"] for row in kind] for kind in kinds])
    return films


def _place(depth):
    """Which of the depths a slider means, should it stand between two."""
    return round((depth - DEPTHS[0]) / (DEPTHS[1] - DEPTHS[0]))


def _logs(blame):
    return np.log10(np.asarray(blame) / blame[-1]).round(2).tolist()


def skip_or_not(**values: Any) -> SkipOrNot:
    """Towers of 5 to 50 layers, with and without a skip and batch normalisation.

    Start values: depth (5, 20, 35, 50), skip ("no skip", "x + f", "x + f/√L"),
    norm (0 or 1).
    """
    return SkipOrNot(**values)
