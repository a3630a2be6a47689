"""Batch noise: two hundred walkers look for the mean of noisy examples.  Chapter 9.

The reader finds that the loss ends on a floor of about η/4B, that half the rate takes twice as
long to get there, and that a schedule has both.
"""

from typing import Any

import numpy as np

from course_lib.schedules import cosine_decay, inverse_time_decay, step_decay
from course_lib.widgets.base import Choice, Number, Widget
from course_lib.widgets.signal_through_depth import random_numbers

STEPS, WALKERS, START = 300, 200, 3.0
BATCHES = ("1", "4", "16", "64")
SCHEDULES = ("constant", "1/t", "cosine", "in steps")
COMPARED = {"eta": 0.1, "batch": "1", "schedule": "constant"}  # the grey curve
LAST = 50  # the steps over which the end of the walk is averaged


class BatchNoise(Widget):
    slug = "batch-noise"
    fields = {
        "eta": Number(0.1, 0.02, 1.0, 0.02),
        "batch": Choice("16", BATCHES),
        "schedule": Choice("constant", SCHEDULES),
        "seed": Number(1, 1, 20, inside=True),
    }
    size = (7.0, 3.6)

    def compute(self, **values: Any) -> dict[str, Any]:
        """The walk of θ ← θ − η(θ − mean of the batch), for examples of mean 0 and variance 1.

        walk: (301,) of the first walker      loss: (301,) ½θ², mean over 200 walkers
        expected: the same by the rule for the mean square
        floor: η / (2B(2 − η)) of the constant rate      end: mean loss of the last 50 steps
        """
        theta, eta, batch = walkers(values), values["eta"], int(values["batch"])
        loss = (theta * theta).mean(axis=1) / 2
        square, expected = START * START, []
        for rate in [*rates(values), 0.0]:
            expected.append(square / 2)
            square = (1 - rate) * (1 - rate) * square + rate * rate / batch
        return {
            "walk": theta[:, 0],
            "loss": loss,
            "expected": expected,
            "floor": eta / (2 * batch * (2 - eta)),
            "end": loss[-LAST:].mean(),
        }

    def picture(self, figure, values, result) -> str:
        steps = np.arange(STEPS + 1)
        before = self.compute(**{**COMPARED, "seed": values["seed"]})
        left = figure.add_axes((0.08, 0.27, 0.38, 0.56))
        right = figure.add_axes((0.58, 0.27, 0.4, 0.56))
        for ax, key in ((left, "walk"), (right, "loss")):
            ax.plot(steps, before[key], color="#999", lw=1)
            ax.plot(steps, result[key], color="#B84C00", lw=1.6)
            ax.set(xlabel="step", xlim=(0, STEPS))
        right.axhline(result["floor"], color="#222", ls="--", lw=1.2)
        right.set(yscale="log", ylim=(1e-4, 10), title="mean loss")
        left.set(ylim=(-2, 3.2), title="one walker, θ")
        name = f"η = {values['eta']:g}, B = {values['batch']}, {values['schedule']}"
        figure.text(0.04, 0.93, f"{name} (grey: η = 0.1, B = 1)", fontweight="bold")
        return (
            f"A walker and the mean loss of 200 walkers over {STEPS} steps with {name}: the loss "
            f"ends near {result['end']:.2g}; the floor of the constant rate is "
            f"{result['floor']:.2g}."
        )


def rates(values: dict[str, Any]) -> list[float]:
    """The learning rate of each step."""
    eta = values["eta"]
    plan = {
        "constant": lambda step: eta,
        "1/t": inverse_time_decay(eta, STEPS / 10),
        "cosine": cosine_decay(eta, STEPS),
        "in steps": step_decay(eta, STEPS // 3, 0.2),
    }[values["schedule"]]
    return [plan(step) for step in range(STEPS)]


def walkers(values: dict[str, Any]) -> np.ndarray:
    """θ of each walker after each step, (301, 200)."""
    noise = random_numbers(values["seed"], STEPS * WALKERS).reshape(STEPS, WALKERS)
    root = np.sqrt(int(values["batch"]))
    theta = np.full((STEPS + 1, WALKERS), START)
    for step, rate in enumerate(rates(values)):
        theta[step + 1] = theta[step] - rate * (theta[step] - noise[step] / root)
    return theta


def batch_noise(**values: Any) -> BatchNoise:
    """Walkers that look for a mean with mini-batches, and the floor on which their loss ends.

    Start values: eta (0.02…1), batch ("1", "4", "16", "64"), schedule ("constant", "1/t",
    "cosine", "in steps"), seed (1…20).
    """
    return BatchNoise(**values)
