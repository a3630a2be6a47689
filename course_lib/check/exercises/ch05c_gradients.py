"""Chapter 5, from blame to the gradients of a layer, and the check whether they are right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"


# --- layer_gradient ---------------------------------------------------------------------------


def layer_gradient(delta, inputs):
    n = len(inputs)
    return delta.T @ inputs / n, delta.sum(axis=0) / n


def _layer_loops(delta, inputs):
    n, d_out, d_in = len(inputs), len(delta[0]), len(inputs[0])
    grad_w = [
        [sum(delta[p][j] * inputs[p][k] for p in range(n)) / n for k in range(d_in)]
        for j in range(d_out)
    ]
    return grad_w, [sum(delta[p][j] for p in range(n)) / n for j in range(d_out)]


def _layer_outer(delta, inputs):
    tables = [np.outer(d, x) for d, x in zip(delta, inputs, strict=True)]
    return np.mean(tables, axis=0), delta.mean(axis=0)


def _more_layers(rng: np.random.Generator) -> Iterator[Case]:
    n, d_out, d_in = int(rng.integers(2, 6)), int(rng.integers(2, 4)), int(rng.integers(2, 5))
    delta = rng.integers(-20, 21, (n, d_out)) / 100
    yield case("more", delta, rng.integers(1, 11, (n, d_in)) / 10)


LAYER_GRADIENT = Exercise(
    id="layer_gradient",
    chapter=CHAPTER,
    title="From blame to weights",
    reference=layer_gradient,
    wanted="two results: the gradient of W, one row per unit, and the gradient of b",
    cases=(
        case(
            "two examples, 2 units, 3 inputs",
            array([[0.2, -0.1], [0.4, 0.3]]),
            array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
        ),
        case(
            "three examples, 3 units, 3 inputs",
            array([[0.3, 0.0, -0.3], [0.6, 0.1, 0.2], [0.0, -0.4, 0.4]]),
            array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [1.0, 0.0, 0.0]]),
        ),
        case(
            "four examples, 1 unit",
            array([[0.4], [-0.2], [0.1], [0.5]]),
            array([[1.0, 0.5], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]),
        ),
    ),
    more=_more_layers,
    misconceptions=(
        Misconception(
            "1/n forgotten",
            lambda delta, inputs: (delta.T @ inputs, delta.sum(axis=0)),
            "you add up over the examples but do not divide by their number. The error is a mean "
            "here, so its gradient is a mean too.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n twice",
            lambda delta, inputs: (
                delta.T @ inputs / len(inputs) ** 2,
                delta.sum(axis=0) / len(inputs) ** 2,
            ),
            "you divide by the number of examples twice. Once is enough: the mean of the products.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n for the weights only",
            lambda delta, inputs: (delta.T @ inputs / len(inputs), delta.sum(axis=0)),
            "the gradient of the weights is right, but the one of the bias is not divided by the "
            "number of examples.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "transposed",
            lambda delta, inputs: (inputs.T @ delta / len(inputs), delta.sum(axis=0) / len(inputs)),
            "the gradient of W has rows and columns exchanged. It must have the shape of W: one "
            "row for each unit, one column for each input.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "delta not turned over",
            lambda delta, inputs: (delta @ inputs / len(inputs), delta.sum(axis=0) / len(inputs)),
            "you multiply delta @ inputs. That fits only if there happen to be as many examples as "
            "units, and then it mixes up the two. Units × examples times examples × inputs is "
            "wanted: turn delta over.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "bias summed over the units",
            lambda delta, inputs: (delta.T @ inputs / len(inputs), delta.sum(axis=1) / len(inputs)),
            "for the bias you add up along the wrong axis, over the units of one example. Wanted "
            "is one number for each unit: add up over the examples, axis 0.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "divided by the units",
            lambda delta, inputs: (
                delta.T @ inputs / delta.shape[1],
                delta.sum(axis=0) / delta.shape[1],
            ),
            "you divide by the number of units. The mean is over the examples, the rows.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "bias averaged over the units",
            lambda delta, inputs: (delta.T @ inputs / len(inputs), delta.mean(axis=1)),
            "for the bias you take the mean over the units of one example. Wanted is one number "
            "for each unit: the mean over the examples, axis 0.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n for the bias only",
            lambda delta, inputs: (delta.T @ inputs, delta.mean(axis=0)),
            "the gradient of the bias is right, but the one of the weights is not divided by the "
            "number of examples.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "means multiplied",
            lambda delta, inputs: (
                np.outer(delta.mean(axis=0), inputs.mean(axis=0)),
                delta.mean(axis=0),
            ),
            "you average deltas and inputs first and then multiply. The gradient is the mean of "
            "the *products*: each example's delta belongs to its own input.",
            (CHAPTER, "The same in matrices"),
        ),
    ),
    alternatives=(_layer_loops, _layer_outer),
    hints=(
        "For one example: the slope of the weight from input k to unit j is delta[j] times "
        "input[k]. What about two examples?",
        "Add the products over the examples and divide by how many there are. A bias is a weight "
        "whose input is always 1.",
        "delta is (n, d_out), inputs is (n, d_in), and the gradient must be (d_out, d_in): only "
        "one of the two must be turned over. For the bias: a sum over axis 0.",
    ),
    section=(CHAPTER, "The same in matrices"),
    sources=("B9", "B10", "C13"),
    points=(2, 2),
    tolerance=1e-9,
)


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


def _one_slope(f, theta, gradient, eps):
    slope = (f(theta + eps) - f(theta - eps)) / (2 * eps)
    return np.linalg.norm(slope - gradient) / (abs(slope) + np.linalg.norm(gradient))


def _without_root(f, theta, gradient, eps):
    found = _central(f, theta, eps)
    return np.sum((found - gradient) ** 2) / (np.sum(found**2) + np.sum(gradient**2))


def _without_brackets(f, theta, gradient, eps):
    found, length = _central(f, theta, eps), np.linalg.norm
    return length(found - gradient) / length(found) + length(gradient)


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
            "all at once",
            lambda f, theta, gradient, eps: _compare(
                np.full(len(theta), (f(theta + eps) - f(theta - eps)) / (2 * eps)), gradient
            ),
            "you nudge all numbers together and get one slope for the whole step. Each number "
            "needs its own slope: nudge one, leave the others.",
            (CHAPTER, "Three numbers on paper"),
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
        Misconception(
            "ε multiplied",
            lambda f, theta, gradient, eps: _compare(eps**2 * _central(f, theta, eps), gradient),
            "your slopes are ε² times what they should be. In Python a / 2 * eps divides by 2 "
            "and then *multiplies* by eps. With brackets it is a / (2 * eps).",
            (CHAPTER, "How exact, and how fast"),
        ),
        Misconception(
            "one slope for all",
            _one_slope,
            "theta + eps nudges all the numbers together, and you find a single slope. Each "
            "number has its own: nudge one, leave the others, and go on to the next.",
            (CHAPTER, "Three numbers on paper"),
        ),
        Misconception(
            "root forgotten",
            _without_root,
            "you compare sums of squares. The length of a vector is the *root* of the sum of its "
            "squares.",
            (CHAPTER, "Three ways, one answer"),
        ),
        Misconception(
            "brackets forgotten",
            _without_brackets,
            "you divide by the first length only and then add the second. Their sum stands below "
            "the line: put it in brackets.",
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

EXERCISES = (LAYER_GRADIENT, GRADIENT_ERROR)
