"""Chapter 1, one neuron: units, weights, bias."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "01_formal_neuron"


# --- threshold_unit ---------------------------------------------------------------------------


def threshold_unit(x, w, b):
    return int(sum(weight * value for weight, value in zip(w, x, strict=True)) + b >= 0)


def _threshold_numpy(x, w, b):
    return np.where(np.dot(np.asarray(x, dtype=float), np.asarray(w, dtype=float)) >= -b, 1, 0)


def _threshold_backwards(x, w, b):
    total = b
    for i in reversed(range(len(x))):
        total = total + w[i] * x[i]
    if total < 0:
        return 0.0
    return 1.0


def _more_threshold(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(1, 5))
    x, w = rng.integers(0, 2, d), rng.integers(-3, 4, d)
    # Half of the sums lie exactly on the threshold, where >= and > differ.
    b = -int(w @ x) if rng.random() < 0.4 else int(rng.integers(-3, 4))
    yield case("more", x, w, b)


THRESHOLD_UNIT = Exercise(
    id="threshold_unit",
    chapter=CHAPTER,
    title="A unit that fires",
    reference=threshold_unit,
    wanted="one number, 0 or 1",
    cases=(
        case("AND with both inputs on", array([1, 1]), array([1, 1]), -1.5),
        case("AND with one input on", array([1, 0]), array([1, 1]), -1.5),
        case("nothing on, bias 0.5", array([0, 0]), array([1, 1]), 0.5),
        case("three inputs, one weight negative", array([1, 1, 1]), array([2, -3, 0.5]), 0.25),
        case("the sum is exactly 0", array([1, 1]), array([1, 1]), -2),
    ),
    more=_more_threshold,
    misconceptions=(
        Misconception(
            "bias subtracted",
            lambda x, w, b: int(np.dot(w, x) - b >= 0),
            "the bias is taken away instead of added. The bias is the threshold with its sign "
            "turned, so here it is added: w·x + b.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "silent at the threshold",
            lambda x, w, b: int(np.dot(w, x) + b > 0),
            "your unit stays silent when the sum is exactly 0. In this book a unit fires at its "
            "threshold, not only above it.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: int(np.dot(w, x) >= 0),
            "the bias b has no influence on your result. Without it every unit would have its "
            "threshold at 0.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "sum returned",
            lambda x, w, b: np.dot(w, x) + b,
            "you return the sum itself. A threshold unit only says yes or no, 1 or 0.",
            (CHAPTER, "From veto to weights"),
        ),
        Misconception(
            "weights forgotten",
            lambda x, w, b: int(sum(x) + b >= 0),
            "the weights have no influence on your result: each input is counted as 1. Multiply "
            "each input by its own weight before you add.",
            (CHAPTER, "From veto to weights"),
        ),
    ),
    alternatives=(_threshold_numpy, _threshold_backwards),
    hints=(
        "Work one case on paper first: multiply each input by its weight, add up, add the bias.",
        "Two steps. First the sum z = w·x + b, with a loop or with NumPy's dot. Then the "
        "decision: compare z with 0.",
        "Only the comparison is left, and the case in which z is exactly 0: there the unit "
        "fires. Return 1 for one side and 0 for the other.",
    ),
    section=(CHAPTER, "From veto to weights"),
    sources=("A1", "B3"),
    off_limits=("course_lib.neurons.threshold_unit", "course_lib.neurons.neuron"),
)

EXERCISES = (THRESHOLD_UNIT,)
