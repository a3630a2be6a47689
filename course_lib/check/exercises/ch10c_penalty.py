"""Chapter 10, loss and gradient with an L2 penalty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
SMALL = (CHAPTER, "Small weights")


# --- penalised --------------------------------------------------------------------------------


def penalised(X, t, w, b, lam):
    error = X @ w + b - t
    loss = np.mean(error**2) / 2 + lam / 2 * np.sum(w**2)
    # The slope of lam/2 w² is lam w. The bias is left free.
    return loss, X.T @ error / len(X) + lam * w, np.mean(error)


def squares(w):
    return np.sum(w**2)


def with_penalty(
    X, t, w, b, lam, *, cost=None, slope=None, bias=0.0, half=0.5, summed=False, sign=1
):
    """Loss and gradients of a linear unit, with another cost of the weights, or none."""
    error = X @ w + b - t
    n = 1 if summed else len(X)
    loss = half * (error @ error) / n + (lam / 2 * squares(w) if cost is None else cost(w, lam))
    grad_w = sign * (X.T @ error / n) + (lam * w if slope is None else slope(w, lam))
    return loss, grad_w, sign * error.sum() / n + bias * lam * b


def _slopes_w_first(X, t, w, b, lam):
    error = w @ X + b - t
    return X.T @ error / len(X) + lam * w, np.mean(error)


def _penalised_loops(X, t, w, b, lam):
    loss, grad_w, grad_b = 0.0, [float(lam * v) for v in w], 0.0
    for row, target in zip(X, t, strict=True):
        error = float(sum(p * q for p, q in zip(row, w, strict=True)) + b - target)
        loss += error * error / 2 / len(X)
        grad_b += error / len(X)
        grad_w = [g + error * float(v) / len(X) for g, v in zip(grad_w, row, strict=True)]
    return loss + lam / 2 * sum(float(v) ** 2 for v in w), grad_w, grad_b


def _penalised_rows(X, t, w, b, lam):
    """The penalty as further examples: a row √(n λ) of one input, target 0."""
    n, d = X.shape
    more = np.sqrt(n * lam) * np.eye(d)
    error = np.concatenate([X @ w + b - t, more @ w])
    both = np.concatenate([X, more])
    return error @ error / (2 * n), both.T @ error / n, error[:n].mean()


def _more_penalties(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(2, 4))
    n = d if rng.integers(3) == 0 else int(rng.integers(d + 1, 6))
    X = rng.choice([-1.0, 1.0], (n, d)) * rng.integers(1, 7, (n, d)) / 2
    w = rng.permutation(array([1.5, -0.5, 2.5])[:d])
    b = float(rng.choice([-1.5, 0.5, 2.0]))
    lam = float(rng.choice([0.1, 0.3, 0.5, 1.5]))
    yield case("more", X, rng.integers(-5, 6, n) / 2 + 0.25, w, b, lam)


_X = array([[1.0, 2.0], [0.5, -1.0], [-2.0, 1.0]])
_T = array([1.0, 0.0, 2.0])

PENALISED = Exercise(
    id="penalised",
    chapter=CHAPTER,
    title="Loss and gradient with an L2 penalty",
    reference=penalised,
    wanted="three results: the loss, the gradient of w (an array) and that of b",
    cases=(
        case("two weights", _X, _T, array([1.5, -0.5]), 0.5, 0.1),
        case("a strong penalty", _X, _T, array([-0.5, 2.0]), -1.0, 2.0),
        case("as many inputs as examples", _X[:2], _T[:2], array([0.5, -1.0]), 0.25, 0.3),
        case("no penalty", _X, _T, array([1.0, 1.0]), 0.25, 0.0),
        case("one input", array([[2.0], [4.0]]), array([1.0, 3.0]), array([0.6]), 0.1, 0.5),
    ),
    more=_more_penalties,
    misconceptions=(
        Misconception(
            "penalty in the loss only",
            lambda *args: with_penalty(*args, slope=lambda w, lam: 0 * w),
            "the loss has its penalty, but the gradient does not know of it. The slope of "
            "λ/2 · w² is λ·w: add it for each weight.",
            SMALL,
        ),
        Misconception(
            "penalty in the gradient only",
            lambda *args: with_penalty(*args, cost=lambda w, lam: 0.0),
            "the gradients are right, but the loss lacks its penalty λ/2 · Σ w².",
            SMALL,
        ),
        Misconception(
            "no penalty at all",
            lambda *args: with_penalty(*args, cost=lambda w, lam: 0.0, slope=lambda w, lam: 0 * w),
            "loss and gradient are those without a penalty: lam has no influence.",
            SMALL,
        ),
        Misconception(
            "without the half",
            lambda *args: with_penalty(
                *args, cost=lambda w, lam: lam * squares(w), slope=lambda w, lam: 2 * lam * w
            ),
            "your penalty is λ·Σ w², with the slope 2λ·w. In this book it is λ/2 · Σ w², so that "
            "the 2 cancels.",
            SMALL,
        ),
        Misconception(
            "slope twice as large",
            lambda *args: with_penalty(*args, slope=lambda w, lam: 2 * lam * w),
            "the loss is right, but the slope of λ/2 · w² is λ·w, not 2λ·w.",
            SMALL,
        ),
        Misconception(
            "penalty without the half, slope right",
            lambda *args: with_penalty(*args, cost=lambda w, lam: lam * squares(w)),
            "the gradient is right, but the penalty in the loss is λ/2 · Σ w², with the half.",
            SMALL,
        ),
        Misconception(
            "the bias pays, too",
            lambda X, t, w, b, lam: (
                with_penalty(X, t, w, b, lam)[0] + lam / 2 * b * b,
                *with_penalty(X, t, w, b, lam, bias=1.0)[1:],
            ),
            "your bias pays as well. It only shifts the answer and is left free.",
            SMALL,
        ),
        Misconception(
            "the bias decays",
            lambda *args: with_penalty(*args, bias=1.0),
            "there is a λ·b in the gradient of the bias. The bias has no penalty.",
            SMALL,
        ),
        Misconception(
            "L1",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam * np.abs(w).sum(),
                slope=lambda w, lam: lam * np.sign(w),
            ),
            "you charge for the absolute values of the weights. That exists, too, under the name "
            "L1; wanted are the squares.",
            SMALL,
        ),
        Misconception(
            "the length itself",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam / 2 * np.linalg.norm(w),
                slope=lambda w, lam: lam * w,
            ),
            "np.linalg.norm is the length, the *root* of the sum of squares. The penalty takes "
            "the sum of squares itself.",
            SMALL,
        ),
        Misconception(
            "penalty in the mean",
            lambda X, *args: with_penalty(
                X,
                *args,
                cost=lambda w, lam: lam / 2 * squares(w) / len(X),
                slope=lambda w, lam: lam * w / len(X),
            ),
            "the penalty is divided by the number of examples. It belongs to the weights, once, "
            "not to the examples: only the error is a mean.",
            SMALL,
        ),
        Misconception(
            "slope in the mean",
            lambda X, *args: with_penalty(X, *args, slope=lambda w, lam: lam * w / len(X)),
            "the loss is right, but in the gradient λ·w is divided by the number of examples. "
            "Only the error's part is a mean: divide first, then add λ·w.",
            SMALL,
        ),
        Misconception(
            "whole penalty for slope",
            lambda *args: with_penalty(*args, slope=lambda w, lam: lam / 2 * squares(w)),
            "you add the whole penalty, one number, to every slope. For each weight it is the "
            "slope of its own share, λ·w.",
            SMALL,
        ),
        Misconception(
            "slope of the whole square",
            lambda X, t, w, b, lam: (
                penalised(X, t, w, b, lam)[0],
                *(
                    2 * g - rest
                    for g, rest in zip(penalised(X, t, w, b, lam)[1:], (lam * w, 0), strict=True)
                ),
            ),
            "the error's part of both gradients is twice as large as it should be: the slope of "
            "½ (y − t)² is y − t, as the 2 of the square cancels the half.",
            SMALL,
        ),
        Misconception(
            "mean of the squared weights",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam / 2 * np.mean(w**2),
            ),
            "you take the mean of the squared weights. The penalty is their sum.",
            SMALL,
        ),
        Misconception(
            "sum over the examples",
            lambda *args: with_penalty(*args, summed=True),
            "the error is summed over the examples. Take the mean: divide the loss and its "
            "gradients by the number of examples (the penalty not).",
            SMALL,
        ),
        Misconception(
            "error without the half",
            lambda *args: with_penalty(*args, half=1.0),
            "the mean of the squared errors lacks its ½ in the loss. (The gradients are right.)",
            SMALL,
        ),
        Misconception(
            "target minus answer",
            lambda *args: with_penalty(*args, sign=-1),
            "the gradient of the error has the wrong sign: it is answer minus target, times the "
            "input. The loss cannot tell, the gradient can.",
            SMALL,
        ),
        Misconception(
            "penalty taken away",
            lambda *args: with_penalty(*args, slope=lambda w, lam: -lam * w),
            "you subtract λ·w in the gradient. It is added; the minus comes later, in the step.",
            SMALL,
        ),
        Misconception(
            "w before X",
            lambda X, t, w, b, lam: (
                penalised(X.T, t, w, b, lam)[:1] + _slopes_w_first(X, t, w, b, lam)
            ),
            "w @ X multiplies the weights with a *column* of X. An example is a row: X @ w gives "
            "one answer for each example.",
            SMALL,
        ),
        Misconception(
            "inputs forgotten",
            lambda X, t, w, b, lam: (
                penalised(X, t, w, b, lam)[0],
                np.mean(X @ w + b - t) + lam * w,
                np.mean(X @ w + b - t),
            ),
            "in the gradient of w each error has to be multiplied by its input. Yours adds the "
            "mean error itself.",
            SMALL,
        ),
        Misconception(
            "sum of the weights in the slope",
            lambda *args: with_penalty(*args, slope=lambda w, lam: lam * np.sum(w)),
            "you add λ times the *sum* of the weights to each slope. Each weight pays for itself: "
            "λ·w, an array.",
            SMALL,
        ),
        Misconception(
            "square of the sum",
            lambda *args: with_penalty(*args, cost=lambda w, lam: lam / 2 * np.sum(w) ** 2),
            "you square the sum of the weights. Square first, then add: weights of opposite sign "
            "must not cancel.",
            SMALL,
        ),
        Misconception(
            "half a slope",
            lambda *args: with_penalty(*args, slope=lambda w, lam: lam / 2 * w),
            "the slope of λ/2 · w² is λ·w: the 2 of the square cancels the half.",
            SMALL,
        ),
        Misconception(
            "penalty for slope",
            lambda *args: with_penalty(*args, slope=lambda w, lam: lam / 2 * w**2),
            "you add the penalty itself to the gradient. It is its slope that belongs there, λ·w.",
            SMALL,
        ),
        Misconception(
            "bias' gradient summed",
            lambda X, t, w, b, lam: (
                *penalised(X, t, w, b, lam)[:2],
                np.sum(X @ w + b - t),
            ),
            "the gradient of b is a sum over the examples. It is the mean error.",
            SMALL,
        ),
        Misconception(
            "gradients summed",
            lambda X, t, w, b, lam: (
                penalised(X, t, w, b, lam)[0],
                *with_penalty(X, t, w, b, lam, summed=True)[1:],
            ),
            "the loss is a mean over the examples, but both gradients are sums. Divide them by the "
            "number of examples, too.",
            SMALL,
        ),
        Misconception(
            "bias forgotten",
            lambda X, t, w, b, lam: penalised(X, t, w, 0.0, lam),
            "your answers lack the bias: y = X @ w + b.",
            SMALL,
        ),
    ),
    alternatives=(_penalised_loops, _penalised_rows),
    hints=(
        "First everything without a penalty, as in Chapter 4: the error X @ w + b − t, the loss as "
        "the mean of ½ error², the two gradients as means.",
        "Then add λ/2 · Σ w² to the loss, and the slope of this, weight by weight, to the gradient "
        "of w. Nothing changes for b.",
        "Gradient of w without penalty: X.T @ error / n. The slope of λ/2 · w² is λ · w, an array "
        "like w.",
    ),
    section=SMALL,
    sources=("B21", "C16"),
    points=(1, 3),
    tolerance=1e-9,
)

EXERCISES = (PENALISED,)
