"""Chapter 7, how deep a net may be before its blame has vanished or exploded."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from course_lib.check.exercises.ch07a_bumps import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

EXPLODE = (CHAPTER, "Vanishing and exploding")


# --- how_deep ---------------------------------------------------------------------------------


def how_deep(w, slope, limit):
    factor, size, layers = abs(w) * slope, 1.0, 0
    while 1 / limit <= size * factor <= limit:
        size, layers = size * factor, layers + 1
    return layers


def _deep_by_logarithm(w, slope, limit):
    return int(math.log(limit) / abs(math.log(abs(w * slope))))


def _deep_by_table(w, slope, limit):
    sizes = np.abs(w * slope) ** np.arange(1.0, 10_000.0)
    inside = (sizes <= limit) & (sizes >= 1 / limit)
    return float(np.argmin(inside))


def _deep(factor, extra=0):
    def wrong(w, slope, limit):
        value = factor(w, slope)
        if value <= 0:
            return 0  # a loop that looks for 1/limit <= size stops at once
        if value == 1:
            return -1
        return int(math.log(limit) / abs(math.log(value))) + extra

    return wrong


def _deep_one_sided(w, slope, limit):
    factor = abs(w) * slope
    return int(math.log(limit) / math.log(factor)) if factor > 1 else -1


def _more_depths(rng: np.random.Generator) -> Iterator[Case]:
    while True:
        w = float(rng.choice([-6.0, -1.9, -0.7, 0.9, 1.3, 2.5, 5.0]))
        slope = float(rng.choice([0.25, 0.2, 0.5, 0.9]))
        limit = float(rng.choice([10, 50, 1000]))
        factor = abs(w) * slope
        exact = math.log(limit) / abs(math.log(factor)) if factor != 1 else 0.0
        if 1 < exact < 200 and 0.05 < exact % 1 < 0.95:  # no doubt about rounding
            yield case("more", w, slope, limit)
            return


HOW_DEEP = Exercise(
    id="how_deep",
    chapter=CHAPTER,
    title="How deep may it be?",
    reference=how_deep,
    wanted="one whole number of layers",
    cases=(
        case("sigmoid, weight 1", 1.0, 0.25, 1000.0),
        case("sigmoid, weight 3.5", 3.5, 0.25, 1000.0),
        case("a negative weight", -1.9, 0.9, 50.0),
        case("it explodes", 6.0, 0.25, 100.0),
        case("nearly 1", 1.05, 1.0, 10.0),
        case("not even one", 0.02, 0.5, 10.0),
    ),
    more=_more_depths,
    misconceptions=(
        Misconception(
            "slope alone",
            _deep(lambda w, slope: slope),
            "you use the slope alone. In each layer the blame is multiplied by the weight as well: "
            "the factor is |w| · slope.",
            EXPLODE,
        ),
        Misconception(
            "weight alone",
            _deep(lambda w, slope: abs(w)),
            "you use the weight alone. In each layer the blame is multiplied by the slope as well: "
            "the factor is |w| · slope.",
            EXPLODE,
        ),
        Misconception(
            "sign of the weight",
            _deep(lambda w, slope: w * slope),
            "a negative weight turns the sign of the blame, but it does not stop it. Here only its "
            "size matters: |w|.",
            EXPLODE,
        ),
        Misconception(
            "one layer too many",
            _deep(lambda w, slope: abs(w) * slope, extra=1),
            "one layer too many: your last layer has already carried the blame beyond the limit. "
            "Count the layers after which it is still inside.",
            EXPLODE,
        ),
        Misconception(
            "rounded to the nearest",
            lambda w, slope, limit: round(math.log(limit) / abs(math.log(abs(w) * slope))),
            "you round to the nearest whole number. If 4.98 layers would be just right, the fifth "
            "is too much: cut off what stands behind the point.",
            EXPLODE,
        ),
        Misconception(
            "no whole number",
            lambda w, slope, limit: math.log(limit) / abs(math.log(abs(w) * slope)),
            "a number of layers is a whole number. Cut off what stands behind the point: the next "
            "layer would be too much.",
            EXPLODE,
        ),
        Misconception(
            "logarithm with its sign",
            lambda w, slope, limit: int(math.log(limit) / math.log(abs(w) * slope)),
            "your number of layers is negative where the blame vanishes: the logarithm of a factor "
            "below 1 is negative. Take its size, for shrinking by the factor and growing by it "
            "are the same distance from 1.",
            EXPLODE,
        ),
        Misconception(
            "vanishing not watched",
            _deep_one_sided,
            "you watch only for blame that grows. If the factor is below 1, the blame shrinks, and "
            "must not fall below 1/limit.",
            EXPLODE,
        ),
        Misconception(
            "added instead of multiplied",
            lambda w, slope, limit: int((limit - 1) / abs(abs(w) * slope - 1)),
            "you let the blame change by the same amount in each layer. It is *multiplied* by the "
            "same factor in each layer, which goes much faster.",
            EXPLODE,
        ),
    ),
    alternatives=(_deep_by_logarithm, _deep_by_table),
    hints=(
        "By which number is the size of the blame multiplied in one layer?",
        "A while loop: start with size 1 and 0 layers, and multiply as long as the *next* size is "
        "still between 1/limit and limit.",
        "The factor is abs(w) * slope. Test the next size before you count the layer. The answer "
        "may be 0.",
    ),
    section=EXPLODE,
    sources=("B15",),
    points=(1, 2),
    off_limits=LIBRARY,
)

EXERCISES = (HOW_DEEP,)
