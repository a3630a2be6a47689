"""Chapter 5, deltas: blame at the outputs, and blame inside."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, float)))


def _tenths(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers between 0.05 and 0.95, two decimals."""
    return rng.integers(5, 96, shape) / 100


# --- output_delta -----------------------------------------------------------------------------


def output_delta(y, t):
    return (y - t) * y * (1 - y)


def _delta_loops(y, t):
    return [
        [(q - g) * q * (1 - q) for q, g in zip(row, goal, strict=True)]
        for row, goal in zip(y, t, strict=True)
    ]


def _delta_expanded(y, t):
    slope = y - y**2
    return np.multiply(slope, y) - np.multiply(slope, t)


def _more_outputs(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(1, 5)), int(rng.integers(2, 4))
    yield case("more", _tenths(rng, n, k), np.eye(k)[rng.integers(0, k, n)])


OUTPUT_DELTA = Exercise(
    id="output_delta",
    chapter=CHAPTER,
    title="Blame at the outputs",
    reference=output_delta,
    wanted="an array with the shape of y",
    cases=(
        case("one picture, a T taken for a C", array([[0.7, 0.3]]), array([[0.0, 1.0]])),
        case("one picture, nearly right", array([[0.9, 0.1]]), array([[1.0, 0.0]])),
        case(
            "three pictures",
            array([[0.5, 0.5], [0.8, 0.4], [0.2, 0.9]]),
            array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]),
        ),
    ),
    more=_more_outputs,
    misconceptions=(
        Misconception(
            "sign turned round",
            lambda y, t: (t - y) * y * (1 - y),
            "every sign is turned round. The slope of ½(y - t)² is y - t: positive where the "
            "output is too high. The minus of the descent comes later, in the step.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "derivative forgotten",
            lambda y, t: y - t,
            "this is the blame of y, at the output. Wanted is the blame of the sum s *before* the "
            "sigmoid: multiply by the sigmoid's slope.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "sigmoid taken again",
            lambda y, t: (y - t) * _sigmoid(y) * (1 - _sigmoid(y)),
            "you put y through the sigmoid once more. y already is the sigmoid of s, so its slope "
            "is simply y(1 - y).",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "factor 2",
            lambda y, t: 2 * (y - t) * y * (1 - y),
            "your numbers are twice too large. The error has a ½ in front: ½(y - t)² has the slope "
            "y - t, without a 2.",
            (CHAPTER, "Every equation forward"),
        ),
        Misconception(
            "divided by the examples",
            lambda y, t: (y - t) * y * (1 - y) / len(y),
            "your numbers are divided by the number of examples. Here every row is the blame of "
            "its own example; the mean over the examples comes later, in layer_gradient.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "slope of tanh",
            lambda y, t: (y - t) * (1 - y * y),
            "1 - y² is the slope of tanh. These outputs are sigmoids: y(1 - y).",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "the error, not its slope",
            lambda y, t: 0.5 * (y - t) ** 2 * y * (1 - y),
            "you multiply by the error ½(y - t)² itself. Blame is made of slopes: the slope of "
            "the error at y is y - t.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "brackets forgotten",
            lambda y, t: y - t * y * (1 - y),
            "you multiply only t by y(1 - y), because * comes before -. The difference needs "
            "brackets: (y - t).",
            (CHAPTER, "Eight derivatives at the output"),
        ),
    ),
    alternatives=(_delta_loops, _delta_expanded),
    hints=(
        "Two slopes, one after the other: that of the error at y, and that of the sigmoid at s.",
        "The slope of ½(y - t)² with respect to y; the slope of the sigmoid, written with y alone. "
        "Multiply them.",
        "The first is y - t. The second is y times (1 - y). NumPy multiplies arrays of the same "
        "shape number by number with *.",
    ),
    section=(CHAPTER, "Eight derivatives at the output"),
    sources=("C13", "C4"),
    points=(1, 2),
    tolerance=1e-9,
)


# --- hidden_delta -----------------------------------------------------------------------------


def hidden_delta(delta_out, V, h):
    # (n, k) times (k, m): for every hidden unit the sum over those who listen to it.
    return (delta_out @ V) * h * (1 - h)


def _hidden_loops(delta_out, V, h):
    n, k, m = len(h), len(V), len(V[0])
    answer = np.zeros((n, m))
    for p in range(n):
        for i in range(m):
            blame = 0.0
            for j in range(k):
                blame += delta_out[p][j] * V[j][i]
            answer[p, i] = blame * (h[p][i] - h[p][i] ** 2)
    return answer


def _hidden_einsum(delta_out, V, h):
    return np.einsum("nk,km,nm,nm->nm", delta_out, V, h, 1 - h).tolist()


def _more_hidden(rng: np.random.Generator) -> Iterator[Case]:
    n, k, m = int(rng.integers(1, 4)), int(rng.integers(2, 4)), int(rng.integers(2, 5))
    delta = rng.integers(-20, 21, (n, k)) / 100
    yield case("more", delta, rng.integers(-20, 21, (k, m)) / 10, _tenths(rng, n, m))


_V = array([[0.8, -0.4, 0.1], [-0.7, -0.1, 0.4]])

HIDDEN_DELTA = Exercise(
    id="hidden_delta",
    chapter=CHAPTER,
    title="Blame inside",
    reference=hidden_delta,
    wanted="an array with the shape of h",
    cases=(
        case("one picture, 3 hidden units", array([[0.15, -0.15]]), _V, array([[0.5, 0.35, 0.4]])),
        case(
            "two hidden units, two outputs",
            array([[0.1, -0.2], [0.05, 0.1]]),
            array([[1.0, 2.0], [3.0, -1.0]]),
            array([[0.5, 0.2], [0.9, 0.1]]),
        ),
        case(
            "one output",
            array([[0.2], [-0.1], [0.0]]),
            array([[1.5, -2.0]]),
            array([[0.5, 0.2], [0.9, 0.6], [0.3, 0.3]]),
        ),
    ),
    more=_more_hidden,
    misconceptions=(
        Misconception(
            "nobody listens",
            lambda delta_out, V, h: delta_out.sum(axis=1, keepdims=True) * h * (1 - h),
            "every hidden unit gets the plain sum of the output deltas. Each delta must be "
            "weighted by how strongly that output listens: by its weight V.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "derivative forgotten",
            lambda delta_out, V, h: delta_out @ V,
            "this is the blame of h, what the unit gives out. Wanted is the blame of its sum z, "
            "before the sigmoid: multiply by the sigmoid's slope, h(1 - h).",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "mean over the outputs",
            lambda delta_out, V, h: (delta_out @ V) * h * (1 - h) / len(V),
            "you take the mean over the outputs. A fork adds: it is the sum, however many outputs "
            "there are.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "sigmoid taken again",
            lambda delta_out, V, h: (delta_out @ V) * _sigmoid(h) * (1 - _sigmoid(h)),
            "you put h through the sigmoid once more. h already is the sigmoid of z, so its slope "
            "is simply h(1 - h).",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "divided by the examples",
            lambda delta_out, V, h: (delta_out @ V) * h * (1 - h) / len(h),
            "your numbers are divided by the number of examples. Every row is the blame of its own "
            "example; the mean over the examples comes later, in layer_gradient.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "first output only",
            lambda delta_out, V, h: np.outer(delta_out[:, 0], V[0]) * h * (1 - h),
            "only the first output's blame comes back. Every hidden unit is heard by all outputs: "
            "a fork adds.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "V turned over",
            lambda delta_out, V, h: (delta_out @ V.T) * h * (1 - h),
            "you use V.T. V has a row for each output; delta_out has a column for each output. "
            "Which product fits without turning anything? (With a square V the wrong one fits as "
            "well, and nobody warns you.)",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "activity in place of slope",
            lambda delta_out, V, h: (delta_out @ V) * h,
            "you multiply by h, the activity. Wanted is the slope of the sigmoid there, h(1 - h).",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
    ),
    alternatives=(_hidden_loops, _hidden_einsum),
    hints=(
        "Take one hidden unit and follow its wires to the outputs. What comes back along each?",
        "Along the wire to output j comes delta_out[j] times the weight V[j, i]. Add over j, then "
        "multiply by the slope of the hidden unit's own sigmoid.",
        "delta_out is (n, k) and V is (k, m): the product delta_out @ V has the shape of h. The "
        "slope is h * (1 - h).",
    ),
    section=(CHAPTER, "Thirty-nine derivatives inside"),
    sources=("C13", "B9"),
    points=(2, 2),
    tolerance=1e-9,
)


EXERCISES = (OUTPUT_DELTA, HIDDEN_DELTA)
