"""Depth ladder: how much blame reaches each layer of a tower, run at every drag.  Chapter 6.

The reader finds that every function has a scale of weights at which the blame comes through, that
below it the blame vanishes and above it explodes, and that ReLU is no exception.

The view runs the tower itself, so both sides draw the same "random" numbers by a hash.
"""

from typing import Any

import numpy as np

from course_lib import activations
from course_lib.init import zeros
from course_lib.layers import Dense, ReLU, Sigmoid, Tanh
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.widgets.base import Choice, Number, Widget

WIDTH, EXAMPLES = 24, 6
LAYERS: dict[str, Any] = {"sigmoid": Sigmoid, "tanh": Tanh, "ReLU": ReLU}
FUNCTIONS = {"sigmoid": activations.sigmoid, "tanh": activations.tanh, "ReLU": activations.relu}
MODERN = 1.41  # the scale of ReLU's own start, √2
# Where the weights begin in the endless list.  Narrow towers scatter, some lose a factor of ten at
# He's scale; this one is typical, for what comes through a wide tower comes through it too.
FIRST = 1_018_516


def draw_numbers(first: int, count: int) -> np.ndarray:
    """Numbers first, first + 1, … of an endless list: even, mean 0 and variance 1.

    A 32-bit mix (the end of MurmurHash3) that JavaScript computes alike.
    """
    with np.errstate(over="ignore"):
        h = np.arange(first + 1, first + count + 1, dtype=np.uint32) * np.uint32(0x9E3779B1)
        h = (h ^ (h >> np.uint32(15))) * np.uint32(0x85EBCA77)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE3D)
        h = h ^ (h >> np.uint32(16))
    return (h / 2**31 - 1) * np.sqrt(3)


def run(depth: int, function: str, scale: float) -> tuple[np.ndarray, float]:
    """Size of the blame in each hidden layer, first layer first, and the mean slope."""
    layers = [layer for _ in range(depth) for layer in (Dense(WIDTH, WIDTH), LAYERS[function]())]
    net = Network([*layers, Dense(WIDTH, 1)], squared_error, init=zeros, dtype=np.float64)
    size = WIDTH * WIDTH
    for i in range(depth):
        weights = draw_numbers(FIRST + i * size, size).reshape(WIDTH, WIDTH)
        net.views[f"{2 * i}.w"][...] = scale / np.sqrt(WIDTH) * weights
    net.views[f"{2 * depth}.w"][...] = draw_numbers(3000, WIDTH)
    x = draw_numbers(0, EXAMPLES * WIDTH).reshape(EXAMPLES, WIDTH)
    t = draw_numbers(2000, EXAMPLES)[:, None]
    trace = net.trace(x, t)
    sizes = np.array([np.sqrt(np.mean(d**2)) for d in trace.deltas[: 2 * depth : 2]])
    derivative = activations.DERIVATIVES[FUNCTIONS[function]]
    slope = np.mean([derivative(z) for z in trace.activities[: 2 * depth : 2]])
    return sizes, float(slope)


class DepthLadder(Widget):
    slug = "depth-ladder"
    fields = {
        "function": Choice("sigmoid", tuple(LAYERS)),
        "depth": Number(10, 1, 30),
        "scale": Number(1.0, 0.1, 12.0, 0.01),
    }
    size = (7.0, 3.8)

    def compute(self, **values: Any) -> dict[str, Any]:
        """logs: log10 of each layer's blame, last hidden layer = 0; the factor for one layer."""
        depth = int(values["depth"])
        sizes, slope = run(depth, values["function"], values["scale"])
        logs = np.log10(sizes / sizes[-1])
        factor = float(10 ** (logs[0] / (depth - 1))) if depth > 1 else None
        return {"logs": logs, "factor": factor, "slope": slope}

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.1, 0.3, 0.86, 0.56))
        depth, name, scale = values["depth"], values["function"], values["scale"]
        logs = np.asarray(result["logs"])
        layers = np.arange(1, depth + 1)
        floor = min(-3, np.floor(logs.min()) - 1)
        ax.bar(layers, logs - floor, bottom=floor, color="#0072B2", width=0.7)
        sizes, _ = run(depth, "ReLU", MODERN)
        modern = np.log10(sizes / sizes[-1])
        ax.plot(layers, modern, "s--", color="#B84C00", label="ReLU, scale 1.41")
        ax.set(ylim=(floor, max(1, logs.max() + 0.5)), xlabel="hidden layer", ylabel="blame")
        ticks = [v for v in ax.get_yticks() if v == int(v) and floor <= v <= ax.get_ylim()[1]]
        ax.set_yticks(ticks, [f"$10^{{{int(v)}}}$" for v in ticks])
        ax.set_xticks(layers[:: max(1, depth // 10)])
        ax.spines[["right", "top"]].set_visible(False)
        ax.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1))
        figure.text(0.1, 0.92, f"{depth} layers of {name}, scale {scale:g}", fontweight="bold")
        return (
            f"Bars, one for each of {depth} hidden layers of {name} at scale {scale:g}: the blame "
            f"in layer 1 is {10 ** logs[0]:.1e} of that in the last. ReLU at scale {MODERN} keeps "
            f"{10 ** modern[0]:.2g}."
        )


def depth_ladder(**values: Any) -> DepthLadder:
    """A tower of layers 24 units wide: how much blame reaches each of them.

    Start values: function, depth (1…30), scale of the weights (0.1…12).
    """
    return DepthLadder(**values)
