"""Nudge and check: one weight, its error, and the slope that a nudge of size ε finds.  Chapter 5.

The reader finds that the error of a numerical slope is a V: too large a nudge sees the bend, too
small a one the staircase of rounding.
"""

from functools import cache
from typing import Any

import numpy as np

from course_lib.layers import Dense, Sigmoid
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.widgets.base import Choice, Number, Widget
from course_lib.widgets.letters import TARGETS, letter, start_numbers

WEIGHTS = {"w₁,₅": 4, "w₃,₂": 25, "v₁,₁": 39, "c₂": 46}
WAYS = ("central", "one-sided", "central, float32")
LOW, HIGH = -12, 1
ACROSS = np.linspace(-1.5, 1.5, 31)  # where the magnified curve is drawn, in units of ε


def _errors(kind):
    """The network's error on the letter T as a function of one of its 47 numbers."""
    layers = [Dense(12, 3), Sigmoid(), Dense(3, 2), Sigmoid()]
    network = Network(layers, squared_error, dtype=kind)
    start = np.array(start_numbers(), kind)
    x, t = letter("T")[None, :].astype(kind), np.array([TARGETS["T"]], kind)

    def error(i, nudge):
        network.parameters[:] = start
        network.parameters[i] += kind(nudge)
        return float(squared_error(network.predict(x), t)[0])

    network.parameters[:] = start
    network.gradient(x, t)
    return error, network.gradients.astype(float)


@cache
def tables() -> dict[str, Any]:
    """For each weight, way and power of ten: the numerical slope, its error, the curve nearby.

    slope: (4,)      nudged, wrong: (4, 3, 14)      curve: (4, 3, 14, 31), in units of |slope| ε
    """
    double, slopes = _errors(np.float64)
    single, _ = _errors(np.float32)
    index = list(WEIGHTS.values())
    shape = (len(index), len(WAYS), HIGH - LOW + 1)
    nudged, curve = np.zeros(shape), np.zeros((*shape, len(ACROSS)))
    for a, i in enumerate(index):
        for b, way in enumerate(WAYS):
            error = single if way.endswith("32") else double
            here = error(i, 0)
            for c, power in enumerate(range(LOW, HIGH + 1)):
                eps = 10.0**power
                below = here if way == "one-sided" else error(i, -eps)
                nudged[a, b, c] = (error(i, eps) - below) / (eps if way == "one-sided" else 2 * eps)
                scale = abs(slopes[i]) * eps
                curve[a, b, c] = [(error(i, u * eps) - here) / scale for u in ACROSS]
    exact = slopes[index]
    wrong = np.abs(nudged - exact[:, None, None]) / (np.abs(nudged) + np.abs(exact)[:, None, None])
    return {"slope": exact, "nudged": nudged, "wrong": wrong, "curve": np.round(curve, 3)}


class NudgeAndCheck(Widget):
    slug = "nudge-and-check"
    fields = {
        "power": Number(1, LOW, HIGH),
        "way": Choice("central", WAYS),
        "weight": Choice("w₁,₅", tuple(WEIGHTS)),
    }
    size = (7.2, 3.4)

    def data(self) -> dict[str, Any]:
        return tables()

    def compute(self, **values: Any) -> dict[str, Any]:
        """The exact slope, the nudged one and the relative error, for all ε and for the chosen."""
        table = tables()
        i, j = list(WEIGHTS).index(values["weight"]), WAYS.index(values["way"])
        k = values["power"] - LOW
        return {
            "exact": table["slope"][i],
            "nudged": table["nudged"][i, j, k],
            "wrong": table["wrong"][i, j, k],
            "all": table["wrong"][i, j],
        }

    def picture(self, figure, values, result) -> str:
        table, power = tables(), values["power"]
        i, j = list(WEIGHTS).index(values["weight"]), WAYS.index(values["way"])
        left = figure.add_axes((0.07, 0.3, 0.38, 0.56))
        sign = np.sign(result["exact"])
        left.plot(ACROSS, table["curve"][i, j, power - LOW], ".-", color="#0072B2")
        left.plot(ACROSS, sign * ACROSS, color="#222", ls="--", lw=1)
        title = f"error near {values['weight']}, ε = 1e{power}"
        left.set(title=title, xlabel="nudge / ε", yticks=[])
        right = figure.add_axes((0.58, 0.3, 0.4, 0.56))
        eps = 10.0 ** np.arange(LOW, HIGH + 1)
        right.loglog(eps, np.maximum(result["all"], 1e-17), "s-", color="#D55E00", ms=4)
        right.plot(10.0**power, max(result["wrong"], 1e-17), "o", ms=11, mfc="none", mec="#222")
        right.set(title=f"relative error, {values['way']}", xlabel="ε")
        return (
            f"Left the error of the network near the weight {values['weight']}, magnified so that "
            f"the nudge 1e{power} fills the picture, with its true slope dashed. Right the "
            "relative error of the nudged slope against ε, a V on logarithmic axes."
        )


def nudge_and_check(**values: Any) -> NudgeAndCheck:
    """A weight of the C-or-T network, nudged by ε = 10^power: is the slope right?

    Start values: power (−12…1), way ("central", "one-sided", "central, float32"), weight.
    """
    return NudgeAndCheck(**values)
