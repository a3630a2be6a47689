"""Signal through depth: random layers, and what is left of a signal in each.  Chapter 8.

The reader finds that every layer multiplies the size of the signal, that He's start makes the
factor 1 for ReLU, and that a narrow net may miss it by bad luck.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.activations import identity, relu, sigmoid, tanh
from course_lib.init import he_normal, lecun_normal, normal
from course_lib.widgets.base import Choice, Number, Widget

FUNCTIONS = {"no bend": identity, "tanh": tanh, "ReLU": relu, "sigmoid": sigmoid}
SCHEMES = {"sd 0.01": normal(0.01), "LeCun": lecun_normal, "He": he_normal, "sd 1": normal(1.0)}
WIDTHS = ("8", "16", "64")
DEEPEST = 30
NUMBERS = 1024  # activities in each layer: fewer examples when the layers are wider
BINS = 41
DEAD = -400.0  # stands for log10 of 0


class SignalThroughDepth(Widget):
    slug = "signal-through-depth"
    fields = {
        "function": Choice("tanh", tuple(FUNCTIONS)),
        "scheme": Choice("LeCun", tuple(SCHEMES)),
        "gain": Number(1.0, 0.5, 2.0, 0.05),
        "depth": Number(10, 2, DEEPEST),
        "width": Choice("64", WIDTHS, inside=True),
        "seed": Number(1, 1, 20, inside=True),
    }
    size = (7.0, 3.8)

    def compute(self, **values: Any) -> dict[str, Any]:
        """The activities of each layer, from random inputs, told in numbers.

        size: log10 of the root mean square of the activities, (depth,)
        expected: the same by the rule n·Var(w), halved by ReLU; empty where no rule holds
        silent, stuck: share of activities that are exactly 0; that are within 0.01 of a bound
        counts: histogram of the last layer, (41,)
        """
        layers = activities(**values)
        bounded = values["function"] in ("tanh", "sigmoid")
        low = -1.0 if values["function"] == "tanh" else 0.0
        squares = [np.mean(a * a) for a in layers]
        return {
            "size": [0.5 * np.log10(s) if s > 0 else DEAD for s in squares],
            "expected": expected(values),
            "silent": [np.mean(a == 0) for a in layers],
            "stuck": [np.mean((a > 0.99) | (a < low + 0.01)) if bounded else 0.0 for a in layers],
            "counts": histogram(layers[-1], reach(values["function"])),
        }

    def picture(self, figure, values, result) -> str:
        shown = np.unique(np.round(np.linspace(1, values["depth"], 6)).astype(int))
        layers, limit = activities(**values), reach(values["function"])
        left = figure.add_axes((0.1, 0.24, 0.42, 0.64))
        edges = np.linspace(-limit, limit, BINS + 1)
        for row, layer in enumerate(shown):
            counts = histogram(layers[layer - 1], limit)
            bottom = -float(row)
            heights = bottom + 0.85 * counts / counts.max()
            left.stairs(heights, edges, baseline=bottom, fill=True, color="#56B4E9")
            left.stairs(heights, edges, baseline=bottom, color="#0072B2", lw=0.8)
        left.set_yticks(-np.arange(len(shown)) + 0.3, [f"layer {k}" for k in shown])
        left.set(xlim=(-limit, limit), xlabel="activity")
        right = figure.add_axes((0.63, 0.24, 0.35, 0.64))
        places = np.arange(1, values["depth"] + 1)
        right.plot(places, result["size"], "o-", color="#B84C00", ms=4)
        if len(result["expected"]):
            right.plot(places, result["expected"], "--", color="#222")
        low, high = min(-3, *result["size"]), max(2, *result["size"])
        right.set(xlim=(0.5, DEEPEST + 0.5), ylim=(low, high), xlabel="layer")
        right.set_ylabel("size, power of ten")
        title = f"{values['function']}, {values['scheme']}, gain {values['gain']:g}, "
        figure.text(0.04, 0.93, f"{title}{values['width']} units in a layer", fontweight="bold")
        first, last = (10 ** result["size"][k] for k in (0, -1))
        return (
            f"Histograms of the activities in {len(shown)} of {values['depth']} layers, and their "
            f"size on a logarithmic axis: {first:.2g} in the first layer, {last:.2g} in the last."
        )


def reach(function: str) -> float:
    """How far the histograms reach to both sides; what is farther out is in the last bin."""
    return 1.0 if function in ("tanh", "sigmoid") else 4.0


def histogram(a: np.ndarray, limit: float) -> np.ndarray:
    """Counts in equal bins from -limit to limit, in the arithmetic that the view repeats."""
    place = np.floor((np.clip(a.ravel(), -limit, limit) + limit) / (2 * limit) * BINS)
    return np.bincount(np.minimum(place, BINS - 1).astype(int), minlength=BINS)


def expected(values: dict[str, Any]) -> list[float]:
    """log10 of the size by the rule: n·Var(w) in each layer, and half of it for ReLU."""
    share = {"no bend": 1.0, "ReLU": 0.5}.get(values["function"])
    if share is None:
        return []
    n = int(values["width"])
    variance = {"sd 0.01": 1e-4, "LeCun": 1 / n, "He": 2 / n, "sd 1": 1.0}[values["scheme"]]
    factor = share * n * variance * values["gain"] ** 2
    return [0.5 * k * float(np.log10(factor)) for k in range(1, values["depth"] + 1)]


def activities(**values: Any) -> list[np.ndarray]:
    """Activities of each layer, (examples, width), for random inputs and random weights."""
    n = int(values["width"])
    start, f = SCHEMES[values["scheme"]], FUNCTIONS[values["function"]]
    numbers = random_numbers(values["seed"], NUMBERS + DEEPEST * n * n)
    a, layers = numbers[:NUMBERS].reshape(-1, n), []
    for k in range(values["depth"]):
        first = NUMBERS + k * n * n
        w = values["gain"] * start((n, n), n, n, _Given(numbers[first : first + n * n]))
        z = np.zeros_like(a)
        for i in range(n):  # one input after another, as the browser adds
            z += a[:, i : i + 1] * w[:, i]
        a = f(z) if values["function"] in ("no bend", "ReLU") else trimmed(f(z))
        layers.append(a)
    return layers


class _Given:
    """Stands in for a generator: hands an initialiser random numbers that are already there."""

    def __init__(self, numbers: np.ndarray) -> None:
        self._numbers = numbers

    def standard_normal(self, shape: tuple[int, ...]) -> np.ndarray:
        return self._numbers.reshape(shape)


@lru_cache(maxsize=4)
def random_numbers(seed: int, count: int) -> np.ndarray:
    """Bell-shaped numbers with mean 0 and variance 1: √3 times (four even ones, minus 2)."""
    even = even_numbers(seed, 4 * count).reshape(count, 4)
    numbers = (even[:, 0] + even[:, 1] + even[:, 2] + even[:, 3] - 2) * np.sqrt(3)
    numbers.setflags(write=False)
    return numbers


def even_numbers(seed: int, count: int) -> np.ndarray:
    """Numbers spread evenly from 0 to below 1.

    Tommy Ettinger's mulberry32, which any language can repeat bit by bit.
    """
    step, one = np.uint32(0x6D2B79F5), np.uint32(1)
    a = np.arange(1, count + 1, dtype=np.uint32) * step + np.uint32(seed)
    t = (a ^ (a >> np.uint32(15))) * (one | a)
    t = (t + (t ^ (t >> np.uint32(7))) * (np.uint32(61) | t)) ^ t
    return (t ^ (t >> np.uint32(14))) / 2**32


def trimmed(a: np.ndarray) -> np.ndarray:
    """The first 26 binary digits of each number (Veltkamp's split).

    The last digit of tanh and exp differs between Python and a browser, and a deep loud net would
    blow the difference up.
    """
    c = 134_217_729.0 * a
    return c - (c - a)


def signal_through_depth(**values: Any) -> SignalThroughDepth:
    """A signal on its way through up to thirty random layers.

    Start values: function ("no bend", "tanh", "ReLU", "sigmoid"), scheme ("sd 0.01", "LeCun",
    "He", "sd 1"), gain (0.5…2), depth (2…30), width ("8", "16", "64"), seed (1…20).
    """
    return SignalThroughDepth(**values)
