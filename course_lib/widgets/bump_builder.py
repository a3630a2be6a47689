"""Bump builder: bumps made of sigmoids, side by side, as a stand-in for a curve.  Chapter 7.

The reader builds the curve by hand and finds that twice the bumps leave half the error, that a jump
is never reached, and that the steepest steps are not the best.
"""

from typing import Any

import numpy as np

from course_lib.approximation import CURVES, middles, staircase
from course_lib.widgets.base import Choice, Number, Numbers, Widget

GRID = np.arange(401) / 400.0
MOST = 64
# Gentle steps are felt some bumps away: without more of them beyond 0 and 1 the ends would sag.
EXTRA, GENTLE = 4, 20


def curve_heights(name: str, n: int, extra: int = 0) -> np.ndarray:
    """The curve in the middle of each cell; the root, which ends at 0, goes on as 0."""
    places = middles(n, extra)
    return CURVES[name](np.maximum(places, 0) if name == "root" else places)


class BumpBuilder(Widget):
    slug = "bump-builder"
    fields = {
        "target": Choice("wave", tuple(CURVES)),
        "bumps": Number(8, 1, MOST, 1),
        "steepness": Number(40, 2, 100, 1),
        "heights": Numbers((), -0.5, 1.5, longest=MOST),
    }
    size = (7.4, 3.6)

    def data(self) -> dict[str, Any]:
        return {"sharp": [[_sharp(name, n) for n in range(1, MOST + 1)] for name in CURVES]}

    def build(self, values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """The heights of the bumps in sight, and what the net answers on the grid."""
        n, own = values["bumps"], values["heights"]
        if len(own) == n:
            heights = np.array(own, dtype=float)
            return heights, staircase(GRID, heights, values["steepness"])
        extra = EXTRA if values["steepness"] < GENTLE else 0
        heights = curve_heights(values["target"], n, extra)
        made = staircase(GRID, heights, values["steepness"], extra)
        return heights[extra : extra + n], made

    def compute(self, **values: Any) -> dict[str, Any]:
        """Largest and root-mean-square distance on 0 … 1.

        sharp: the largest distance of as many sharp steps      heights: of the bumps
        """
        heights, made = self.build(values)
        off = np.abs(made - CURVES[values["target"]](GRID))
        return {
            "worst": float(off.max()),
            "rms": float(np.sqrt(np.mean(off**2))),
            "sharp": _sharp(values["target"], values["bumps"]),
            "heights": heights,
        }

    def picture(self, figure, values, result) -> str:
        name, n = values["target"], values["bumps"]
        heights, made = self.build(values)
        ax = figure.add_axes((0.09, 0.25, 0.5, 0.6))
        wanted = CURVES[name](GRID)
        ax.plot(GRID, wanted, color="#0072B2", lw=2.2, label=f"the {name}")
        ax.plot(GRID, made, "--", color="#B84C00", lw=2.2, label="sum of the bumps")
        if n <= 16:
            ax.plot(middles(n), heights, "o", color="white", mec="#222", ms=7)
        ax.set(xlim=(0, 1), ylim=(-0.15, 1.3), xlabel="x", ylabel="y")
        ax.spines[["right", "top"]].set_visible(False)
        ax.legend(frameon=False, loc="upper left", ncols=2, fontsize=9)
        law = figure.add_axes((0.7, 0.25, 0.28, 0.6))
        counts = np.arange(1, MOST + 1)
        law.loglog(
            counts, [_sharp(name, int(k)) for k in counts], color="#0072B2", label="sharp steps"
        )
        law.loglog(n, max(result["worst"], 1e-4), "s", color="#B84C00", ms=9, label="now")
        law.set(xlabel="bumps", ylim=(0.002, 1.5))
        law.set_title("largest error", fontsize=10)
        law.legend(frameon=False, fontsize=8, loc="lower left")
        worst = result["worst"]
        figure.text(0.09, 0.92, f"{n} bumps: at most {worst:.3f} off", fontweight="bold")
        return (
            f"A curve, the {name}, and the sum of {n} bumps of sigmoids, at most {worst:.3f} away "
            "from it. Beside it the largest error of sharp steps against the number of bumps, on "
            "logarithmic axes."
        )


def _sharp(name: str, n: int) -> float:
    heights = curve_heights(name, n)
    return float(np.abs(staircase(GRID, heights, np.inf) - CURVES[name](GRID)).max())


def bump_builder(**values: Any) -> BumpBuilder:
    """Bumps of sigmoids that follow a curve.

    Start values: target ("wave", "corner", "root" or "jump"), bumps (1…64), steepness (2…100, per
    width of a bump), heights (one for each bump; empty: measured on the curve).
    """
    return BumpBuilder(**values)
