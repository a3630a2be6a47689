"""Chapter 2, a question about one weight."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "02_perceptron"

# --- silencing_weight -------------------------------------------------------------------------


def silencing_weight(w_a, a, limit):
    return -w_a * a / limit


def _silence_fractions(w_a, a, limit):
    return np.negative(np.divide(w_a, limit) * a)


def _silence_by_trying(w_a, a, limit):
    # Bisection: the most negative weight with which C still fires at B = limit.
    low, high = -1e6, 0.0
    for _ in range(200):
        middle = (low + high) / 2
        if w_a * a + middle * limit >= 0:
            high = middle
        else:
            low = middle
    return high


def _more_silence(rng: np.random.Generator) -> Iterator[Case]:
    w_a, a, limit = (int(v) for v in rng.integers(1, 13, 3))
    yield case("more", w_a, a, limit)


SILENCING_WEIGHT = Exercise(
    id="silencing_weight",
    chapter=CHAPTER,
    title="A weight that silences",
    reference=silencing_weight,
    wanted="one number, the weight from B to C",
    cases=(
        case("weight 4, A = 3, limit 2", 4, 3, 2),
        case("weight 4, A = 3, limit 6", 4, 3, 6),
        case("weight 2, A = 5, limit 4", 2, 5, 4),
    ),
    more=_more_silence,
    misconceptions=(
        Misconception(
            "sign",
            lambda w_a, a, limit: w_a * a / limit,
            "the size is right, but a positive weight would excite C. To silence it, B needs a "
            "negative one.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "difference instead of ratio",
            lambda w_a, a, limit: limit - w_a * a,
            "you subtract. B is multiplied by its weight: ask which weight times the limit makes "
            "the whole sum exactly 0.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "weight of A forgotten",
            lambda w_a, a, limit: -a / limit,
            "the weight from A has no influence on your result. A sends its output times its "
            "weight.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "output of A forgotten",
            lambda w_a, a, limit: -w_a / limit,
            "the output of A has no influence on your result. A sends its output times its weight.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "the old weight",
            lambda w_a, a, limit: -2.0,
            "that is the old weight, -2: with it C falls silent only when B exceeds 6.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "one too far",
            lambda w_a, a, limit: -w_a * a / (limit + 1),
            "with your weight the sum is 0 at limit + 1. B need not be whole: C must fall silent "
            "as soon as B exceeds the limit, so the sum is 0 at the limit itself.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "whole number",
            lambda w_a, a, limit: -w_a * a // limit,
            "you round to a whole number. A weight may be any number: divide with /, not //.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "multiplied by the limit",
            lambda w_a, a, limit: -w_a * a * limit,
            "you multiply by the limit. The weight times the limit has to take away what A "
            "brings in, so a larger limit needs a smaller weight.",
            (CHAPTER, "A weight that silences"),
        ),
        Misconception(
            "the limit for the weight",
            lambda w_a, a, limit: -limit,
            "your weight is the limit with a minus sign. The limit is an output of B; ask which "
            "weight, times this output, takes away what A brings in.",
            (CHAPTER, "A weight that silences"),
        ),
    ),
    alternatives=(_silence_fractions, _silence_by_trying),
    hints=(
        "Write down C's sum for the first case with an unknown weight v: 4·3 + v·B. What must it "
        "be when B = 2?",
        "C fires while the sum is 0 or more. At B = limit it still fires, just above it no more: "
        "so there the sum is exactly 0.",
        "Solve w_a·a + v·limit = 0 for v.",
    ),
    section=(CHAPTER, "A weight that silences"),
    sources=("D13",),
    tolerance=1e-9,
)

EXERCISES = (SILENCING_WEIGHT,)
