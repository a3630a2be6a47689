"""Chapter 4, one step of descent for a unit with a slope."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch04a_losses import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

# --- descent_step -----------------------------------------------------------------------------


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def descent_step(w, b, X, T, eta):
    error = (_sigmoid(X @ w + b) - T) / len(X)  # one for each example, with the old w and b
    return w - eta * X.T @ error, b - eta * error.sum()


def _step_by_loops(w, b, X, T, eta):
    w_slope, b_slope = [0.0] * len(w), 0.0
    for x, t in zip(X, T, strict=True):
        p = _sigmoid(sum(a * c for a, c in zip(w, x, strict=True)) + b)
        w_slope = [s + (p - t) * v for s, v in zip(w_slope, x, strict=True)]
        b_slope += p - t
    n = len(X)
    return [a - eta * s / n for a, s in zip(w, w_slope, strict=True)], b - eta * b_slope / n


def _step_augmented(w, b, X, T, eta):
    A, u = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    u = u + eta * np.mean((T - _sigmoid(A @ u))[:, None] * A, axis=0)
    return u[:-1], u[-1]


def _step(error):
    """A step of the right form with another error at the scores."""

    def wrong(w, b, X, T, eta):
        e = error(X @ w + b, T) / len(X)
        return w - eta * X.T @ e, b - eta * e.sum()

    return wrong


def _step_overwritten(w, b, X, T, eta):
    w = w - eta * X.T @ (_sigmoid(X @ w + b) - T) / len(X)
    return w, b - eta * np.mean(_sigmoid(X @ w + b) - T)


def _step_one_by_one(w, b, X, T, eta):
    for x, t in zip(X, T, strict=True):
        error = (_sigmoid(x @ w + b) - t) / len(X)
        w, b = w - eta * error * x, b - eta * error
    return w, b


def _step_each(w, b, X, T, eta):
    for x, t in zip(X, T, strict=True):
        error = _sigmoid(x @ w + b) - t
        w, b = w - eta * error * x, b - eta * error
    return w, b


def _more_steps(rng: np.random.Generator) -> Iterator[Case]:
    n, d = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    w, X = rng.normal(0, 1, d).round(1), rng.normal(0, 1.5, (n, d)).round(1)
    T = rng.integers(0, 2, n)
    yield case("more", w, round(float(rng.normal()), 1), X, T, float(rng.choice([0.3, 0.7, 2.0])))


CORNERS = array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])

DESCENT_STEP = Exercise(
    id="descent_step",
    chapter=CHAPTER,
    title="One step of a unit with a slope",
    reference=descent_step,
    wanted="the pair (w, b): the new weights and the new bias",
    cases=(
        case("one example", array([0.5, -1.0]), 0.5, array([[1.0, 2.0]]), array([1]), 0.5),
        case("AND, from zero", array([0.0, 0.0]), 0.0, CORNERS, array([0, 0, 0, 1]), 1.0),
        case("OR, on the way", array([1.0, 2.0]), -0.5, CORNERS, array([0, 1, 1, 1]), 2.0),
        case(
            "three inputs",
            array([0.2, -0.4, 0.6]),
            -0.1,
            array([[1.0, -1.0, 2.0], [0.5, 0.0, -1.0]]),
            array([0, 1]),
            0.3,
        ),
    ),
    more=_more_steps,
    misconceptions=(
        Misconception(
            "uphill",
            _step(lambda z, T: T - _sigmoid(z)),
            "your step goes uphill: the loss is larger afterwards. Move *against* the slope "
            "p − t, or along t − p.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "sum instead of mean",
            lambda w, b, X, T, eta: descent_step(w, b, X, T, eta * len(X)),
            "the examples' slopes are added up but not averaged, so the step is n times too long.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "bias forgotten",
            lambda w, b, X, T, eta: (descent_step(w, b, X, T, eta)[0], b),
            "w is right, but b never moves. It is the weight of an input that is always 1: its "
            "slope is the mean of p − t.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "w overwritten before use",
            _step_overwritten,
            "w is right, but b's slope is computed with the *new* w. All slopes belong to the same "
            "place: compute both first, then move both.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "one example after the other",
            _step_one_by_one,
            "you move after every example, so the later ones meet a changed w. Here all slopes are "
            "collected first, and then one step is made.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "one example after the other, not averaged",
            _step_each,
            "you move after every example, and each time by the full slope. Here all slopes are "
            "collected first, averaged, and then one step is made.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "sum for w, mean for b",
            lambda w, b, X, T, eta: (
                descent_step(w, b, X, T, eta * len(X))[0],
                descent_step(w, b, X, T, eta)[1],
            ),
            "b is right, but for w you add up the examples without dividing by their number.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "mean for w, sum for b",
            lambda w, b, X, T, eta: (
                descent_step(w, b, X, T, eta)[0],
                descent_step(w, b, X, T, eta * len(X))[1],
            ),
            "w is right, but for b you add up the examples without dividing by their number.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "perceptron",
            _step(lambda z, T: (z >= 0) - T),
            "you compare t with the answer 0 or 1. That is the perceptron. The unit with a slope "
            "compares t with its probability p = σ(z).",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "sum instead of probability",
            _step(lambda z, T: z - T),
            "you compare t with the sum z. It has to go through the sigmoid first: p = σ(z).",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "slope of the squared error",
            _step(lambda z, T: (_sigmoid(z) - T) * _sigmoid(z) * (1 - _sigmoid(z))),
            "you multiply by p(1 − p) as well. That is the squared error's slope. With the "
            "cross-entropy the slope at the sum is p − t alone.",
            (CHAPTER, "Squared error on a sigmoid: the high plain"),
        ),
        Misconception(
            "minus forgotten in the exponential",
            _step(lambda z, T: _sigmoid(-z) - T),
            "your sigmoid falls where it should rise. It is 1 / (1 + e⁻ᶻ): there is a minus "
            "before the z.",
            (CHAPTER, "A curve from its own slope"),
        ),
        Misconception(
            "eta forgotten",
            lambda w, b, X, T, eta: descent_step(w, b, X, T, 1.0),
            "your step does not depend on eta. Each move is the slope times eta.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "bias not in the sum",
            lambda w, b, X, T, eta: (
                descent_step(w, 0.0, X, T, eta)[0],
                b + descent_step(w, 0.0, X, T, eta)[1],
            ),
            "you compute p without the bias. The score is z = w · x + b.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "input forgotten",
            lambda w, b, X, T, eta: (
                w - eta * np.mean(_sigmoid(X @ w + b) - T),
                descent_step(w, b, X, T, eta)[1],
            ),
            "b is right, but all weights move by the same amount. The slope for a weight is p − "
            "t times that weight's own input.",
            (CHAPTER, "A unit with a slope"),
        ),
    ),
    alternatives=(_step_by_loops, _step_augmented),
    hints=(
        "Compute p for each example first, all with the old w and b. Then p − t: one error for "
        "each example.",
        "The slope for a weight is the mean over the examples of error times that weight's input; "
        "for the bias it is the mean of the errors.",
        "X.T @ errors adds up error times input for every weight at once. Divide by the number of "
        "examples, times eta, and subtract from the old values.",
    ),
    section=(CHAPTER, "A unit with a slope"),
    sources=("B7", "C11", "A10"),
    points=(2, 2),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (DESCENT_STEP,)
