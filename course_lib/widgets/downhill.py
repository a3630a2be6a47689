"""Downhill: a ball that walks down a curve by gradient descent.  Chapter 4.

The reader finds that a rate below 2/λ arrives and one above it flies out, and that in a landscape
with two valleys the slope under one's feet does not say which of them is the deeper.
"""

from typing import Any

import numpy as np

from course_lib.landscapes import BOWL, TWO_VALLEYS
from course_lib.optim import SGD, descend
from course_lib.widgets.base import Choice, Number, Widget

SURFACES = {"bowl": BOWL, "two valleys": TWO_VALLEYS}
EDGE = 1.8  # starts lie between −EDGE and EDGE
LOST = 100.0  # a ball that is farther out than this has flown away: the walk ends
# the heights that the picture shows
HEIGHTS = {"bowl": (-0.15, 3.4), "two valleys": (-0.42, 1.25)}


class Downhill(Widget):
    slug = "downhill"
    fields = {
        "surface": Choice("bowl", tuple(SURFACES)),
        "start": Number(1.5, -EDGE, EDGE, 0.01),
        "eta": Number(0.1, 0.01, 1.3, 0.01),
        "steps": Number(6, 0, 200, inside=True),
    }
    size = (7.0, 3.8)

    def data(self) -> dict[str, Any]:
        return {
            "bottoms": [surface.bottoms for surface in SURFACES.values()],
            "limits": [surface.limits for surface in SURFACES.values()],
            "heights": list(HEIGHTS.values()),
            "lost": LOST,
        }

    def compute(self, **values: Any) -> dict[str, Any]:
        """The walk of `descend` from the start, until it has flown away.

        x, height: (steps + 1,) places and heights      slope: at the last place
        factors: 1 − ηλ at each bottom, by which a step multiplies the distance to it
        """
        surface, eta = SURFACES[values["surface"]], values["eta"]
        x = np.array([values["start"]])
        if values["steps"]:
            x = descend(surface.slope, x, SGD(lr=eta), values["steps"])[:, 0]
        gone = ~(np.abs(x) <= LOST)
        if gone.any():
            x = x[: int(gone.argmax()) + 1]
        return {
            "x": x,
            "height": surface.value(x),
            "slope": float(surface.slope(x[-1])),
            "factors": [1 - eta * float(surface.curvature(b)) for b in surface.bottoms],
        }

    def picture(self, figure, values, result) -> str:
        name = values["surface"]
        surface, x = SURFACES[name], result["x"]
        ax = figure.add_axes((0.08, 0.24, 0.56, 0.72))
        line = np.linspace(-EDGE - 0.1, EDGE + 0.1, 201)
        ax.plot(line, surface.value(line), color="#0072B2", lw=2)
        ax.plot(x, result["height"], "o-", color="#B84C00", ms=4, lw=1)
        ax.plot(x[0], result["height"][0], "s", color="#222", ms=9)
        ax.plot(x[-1], result["height"][-1], "o", color="#B84C00", ms=10)
        ax.set(xlim=(line[0], line[-1]), ylim=HEIGHTS[name], xlabel="x", ylabel="E")
        last, count = float(x[-1]), len(x) - 1
        limits = ", ".join(f"{limit:.3g}" for limit in surface.limits)
        where = "has flown out" if abs(last) > EDGE + 0.1 else f"is at x = {last:.3f}"
        lines = (
            f"learning rate η = {values['eta']:g}",
            f"largest rate that can stay, 2/λ: {limits}",
            f"start at x = {values['start']:g}",
            f"after {count} steps the ball",
            where,
            "",
            "■ start   ● the ball",
        )
        for row, text in enumerate(lines):
            figure.text(0.68, 0.86 - 0.085 * row, text.replace("-", "−"))
        shape = "A bowl" if name == "bowl" else "A curve with two valleys"
        return (
            f"{shape} and a walk down it with learning rate {values['eta']:g}: from "
            f"{values['start']:g}, after {count} steps the ball {where}."
        ).replace("-", "−")


def downhill(**values: Any) -> Downhill:
    """A ball that walks down a curve, one step of gradient descent at a time.

    Start values: surface ("bowl" or "two valleys"), start (−1.8…1.8), eta (0.01…1.3), steps
    (0…200, how many have been made).
    """
    return Downhill(**values)
