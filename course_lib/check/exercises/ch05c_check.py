"""Chapter 5, the gradient check: is the derivative right?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"


# --- gradient_error ---------------------------------------------------------------------------


def gradient_error(f, theta, gradient, eps):
    found = _central(f, theta, eps)
    size = np.linalg.norm(found) + np.linalg.norm(gradient)
    return np.linalg.norm(found - gradient) / size


def _central(f, theta, eps):
    found = np.zeros(len(theta))
    for i in range(len(theta)):
        up, down = np.array(theta), np.array(theta)
        up[i] += eps
        down[i] -= eps
        found[i] = (f(up) - f(down)) / (2 * eps)
    return found


def _error_plain(f, theta, gradient, eps):
    found = []
    for i in range(len(theta)):
        moved = list(theta)
        moved[i] = theta[i] + eps
        up = f(np.array(moved))
        moved[i] = theta[i] - eps
        found.append((up - f(np.array(moved))) / eps / 2)
    apart = sum((a - b) ** 2 for a, b in zip(found, gradient, strict=True)) ** 0.5
    return apart / (sum(a * a for a in found) ** 0.5 + sum(b * b for b in gradient) ** 0.5)


def _error_rows(f, theta, gradient, eps):
    nudges = eps * np.eye(len(theta))
    slopes = np.array([f(theta + e) - f(theta - e) for e in nudges]) / (2 * eps)
    root = np.sqrt
    return root(((slopes - gradient) ** 2).sum()) / (
        root((slopes**2).sum()) + root((gradient**2).sum())
    )


def _compare(found, gradient):
    return np.linalg.norm(found - gradient) / (np.linalg.norm(found) + np.linalg.norm(gradient))


def _one_sided(f, theta, gradient, eps):
    here = f(theta)
    return _compare(
        array([(f(theta + e) - here) / eps for e in eps * np.eye(len(theta))]), gradient
    )


def _never_back(f, theta, gradient, eps):
    moving, found = np.array(theta), np.zeros(len(theta))
    for i in range(len(theta)):
        moving[i] += eps
        up = f(moving)
        moving[i] -= 2 * eps
        found[i] = (up - f(moving)) / (2 * eps)
    return _compare(found, gradient)


def bowl(theta):
    """Σ (i + 1) θ_i²"""
    return float(sum((i + 1) * v * v for i, v in enumerate(theta)))


def chain(theta):
    """The product of all numbers plus the sum of their cubes."""
    return float(np.prod(theta) + (np.asarray(theta) ** 3).sum())


def waves(theta):
    """Σ sin(2 θ_i) plus the product of neighbours"""
    theta = np.asarray(theta)
    return float(np.sin(2 * theta).sum() + (theta[1:] * theta[:-1]).sum())


def _true(f, theta):
    return _central(f, theta, 1e-5).round(6)


def _more_checks(rng: np.random.Generator) -> Iterator[Case]:
    f = (chain, waves)[int(rng.integers(0, 2))]
    theta = rng.integers(5, 20, int(rng.integers(2, 4))) / 10
    gradient = _true(f, theta)
    if rng.random() < 0.7:
        gradient = gradient * float(rng.choice([-1.0, 0.5, 2.0]))
    yield case("more", f, theta, gradient, float(rng.choice([0.2, 0.3, 0.5])))


_T = array([1.0, -2.0, 0.5])

GRADIENT_ERROR = Exercise(
    id="gradient_error",
    chapter=CHAPTER,
    title="The gradient check",
    reference=gradient_error,
    wanted="one number from 0 to 1",
    cases=(
        case("a bowl, right gradient", bowl, _T, array([2.0, -8.0, 3.0]), 0.5),
        case("a bowl, signs turned round", bowl, _T, array([-2.0, 8.0, -3.0]), 0.5),
        case("a bowl, twice too large", bowl, _T, array([4.0, -16.0, 6.0]), 0.5),
        case(
            "cubes, right gradient, large nudge", chain, array([1.0, 2.0]), array([5.0, 13.0]), 0.5
        ),
        case("cubes, small nudge", chain, array([1.0, 2.0]), array([5.0, 13.0]), 0.001),
    ),
    more=_more_checks,
    misconceptions=(
        Misconception(
            "one-sided",
            _one_sided,
            "you nudge upwards only. On a curve that bends, the one-sided slope is off by an "
            "amount of order ε; nudge up and down and divide by 2ε.",
            (CHAPTER, "How exact, and how fast"),
        ),
        Misconception(
            "divided by ε",
            lambda f, theta, gradient, eps: _compare(2 * _central(f, theta, eps), gradient),
            "your slopes are twice too large: from θ - ε to θ + ε it is 2ε.",
            (CHAPTER, "How exact, and how fast"),
        ),
        Misconception(
            "never put back",
            _never_back,
            "a number that was nudged stays nudged while you nudge the next. Put it back first, or "
            "nudge a fresh copy.",
            (CHAPTER, "How exact, and how fast"),
        ),
        Misconception(
            "absolute",
            lambda f, theta, gradient, eps: np.linalg.norm(_central(f, theta, eps) - gradient),
            "you return the length of the difference itself. Whether 0.1 is much depends on the "
            "size of the gradients: divide by the sum of their lengths.",
            (CHAPTER, "Three ways, one answer"),
        ),
        Misconception(
            "divided by one length",
            lambda f, theta, gradient, eps: (
                np.linalg.norm(_central(f, theta, eps) - gradient) / np.linalg.norm(gradient)
            ),
            "you divide by the length of the given gradient only. Divide by the sum of both "
            "lengths; then the answer lies between 0 and 1.",
            (CHAPTER, "Three ways, one answer"),
        ),
        Misconception(
            "length of the sum",
            lambda f, theta, gradient, eps: (
                np.linalg.norm(_central(f, theta, eps) - gradient)
                / np.linalg.norm(_central(f, theta, eps) + gradient)
            ),
            "you divide by the length of the sum. If the gradients are opposite, that is 0. Divide "
            "by the sum of the two lengths.",
            (CHAPTER, "Three ways, one answer"),
        ),
    ),
    alternatives=(_error_plain, _error_rows),
    hints=(
        "First only the slope of the first number: f with θ[0] + ε, f with θ[0] - ε, divide.",
        "A loop over the numbers; in each round two copies of θ, one nudged up, one down. Then "
        "compare: length of the difference divided by the sum of the two lengths.",
        "A copy is np.array(theta). The length of a vector is np.linalg.norm(vector). The slope is "
        "(up - down) / (2 * eps).",
    ),
    section=(CHAPTER, "How exact, and how fast"),
    sources=("E6", "C13"),
    points=(2, 2),
    tolerance=1e-7,
    off_limits=(
        "course_lib.gradcheck.numerical_gradient",
        "course_lib.gradcheck.relative_error",
        "course_lib.gradcheck.check_function",
    ),
)

EXERCISES = (GRADIENT_ERROR,)
