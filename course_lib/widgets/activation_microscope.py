"""Activation microscope: a function, its tangent, its slope, and who is awake.  Chapter 6.

The reader finds that the sigmoid's slope is ¼ at best, that a ReLU knows only 0 and 1, and that
a finite sweet spot closes when the sums are wide, while a half-line stays half open.
"""

from math import erf, log, sqrt
from typing import Any

import numpy as np

from course_lib import activations as f
from course_lib.widgets.base import Choice, Number, Widget

LEAK = 0.2
#: the sigmoid's slope exceeds a tenth of its maximum between -EDGE and EDGE
EDGE = log((1 + sqrt(0.9)) / (1 - sqrt(0.9)))
#: name -> (function, slope)
FUNCTIONS: dict[str, tuple[Any, Any]] = {
    "sigmoid": (f.sigmoid, f.sigmoid_derivative),
    "tanh": (f.tanh, f.tanh_derivative),
    "ReLU": (f.relu, f.relu_derivative),
    "leaky ReLU": (
        lambda z: f.leaky_relu(z, LEAK),
        lambda z: f.leaky_relu_derivative(z, LEAK),
    ),
    "step": (f.step, f.step_derivative),
}
LOW, HIGH = -8.0, 8.0
SPREADS = np.arange(0.5, 30.25, 0.5)


def share_alive(name: str, spread: float) -> float:
    """Share of normal sums with this spread whose slope exceeds a tenth of the largest one."""
    half = {"sigmoid": EDGE, "tanh": EDGE / 2}.get(name)
    if half is None:
        return {"ReLU": 0.5, "leaky ReLU": 1.0, "step": 0.0}[name]
    return erf(half / (spread * sqrt(2)))


class ActivationMicroscope(Widget):
    slug = "activation-microscope"
    fields = {
        "function": Choice("sigmoid", tuple(FUNCTIONS)),
        "z": Number(3.0, LOW, HIGH, 0.05),
        "spread": Number(3.0, 0.5, 30.0, 0.5),
    }
    size = (7.0, 4.2)

    def data(self) -> dict[str, Any]:
        return {"edge": EDGE, "shares": [[share_alive(n, s) for s in SPREADS] for n in FUNCTIONS]}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Activity and slope at z, whether the slope is alive there, and the share alive."""
        name = values["function"]
        function, derivative = FUNCTIONS[name]
        slope, steepest = derivative(values["z"]), {"sigmoid": 0.25, "step": np.inf}.get(name, 1.0)
        return {
            "a": float(function(values["z"])),
            "slope": float(slope),
            "alive": int(slope > 0.1 * steepest),
            "share": share_alive(name, values["spread"]),
        }

    def picture(self, figure, values, result) -> str:
        name, z0 = values["function"], values["z"]
        function, derivative = FUNCTIONS[name]
        z = np.linspace(LOW, HIGH, 801)
        top = figure.add_axes((0.09, 0.58, 0.86, 0.34))
        low = figure.add_axes((0.09, 0.24, 0.86, 0.26))
        slope = derivative(z)
        alive = slope > 0.1 * (slope.max() or 1)
        for ax, y, colour in ((top, function(z), "#0072B2"), (low, slope, "#B84C00")):
            shade = ax.get_xaxis_transform()
            ax.fill_between(z, 0, 1, alive, transform=shade, color="#00724F", alpha=0.15, lw=0)
            jumps = np.append(np.abs(np.diff(y)) > 0.5, False)
            ax.plot(z, np.where(jumps, np.nan, y), color=colour, lw=2)
            ax.axvline(z0, color="#888", lw=0.8, ls=":")
            ax.set(xlim=(LOW, HIGH))
            ax.spines[["right", "top"]].set_visible(False)
        ends = np.array([z0 - 2.5, z0 + 2.5])
        top.plot(ends, result["a"] + result["slope"] * (ends - z0), color="#222", lw=1.5)
        top.plot(z0, result["a"], "o", color="#222")
        low.plot(z0, result["slope"], "o", color="#222")
        low.set(ylim=(-0.05, 1.1), xlabel="z", ylabel="slope")
        top.set_ylabel("activity")
        text = f"{name} at z = {z0:g}: activity {result['a']:.3f}, slope {result['slope']:.3f}"
        figure.text(0.09, 0.95, text.replace("-", "−"), fontweight="bold")
        return (
            f"The {name} with its tangent at z = {z0:g}, and below it the slope, there "
            f"{result['slope']:.3f}. Shaded: where the slope exceeds a tenth of its maximum."
        )


def activation_microscope(**values: Any) -> ActivationMicroscope:
    """An activation function under the lens: its tangent at z, its slope, and who is awake.

    Start values: function, z (−8…8), spread of the sums (0.5…30).
    """
    return ActivationMicroscope(**values)
