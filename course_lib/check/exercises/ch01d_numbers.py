"""Chapter 1, neurons that answer in numbers: ReLU, and the detector of nine pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "01_formal_neuron"


# --- relu_neuron ------------------------------------------------------------------------------


def relu_neuron(x, w, b):
    z = np.dot(w, x) + b
    return max(0.0, float(z))


def _relu_if_else(x, w, b):
    total = 0
    for i in range(len(w)):
        total += w[i] * x[i]
    total += b
    if total < 0:
        return 0
    else:
        return total


def _relu_where(x, w, b):
    z = b + np.sum(np.multiply(x, w)[::-1])
    return np.where(z > 0, z, 0)


def _relu(z):
    return np.maximum(z, 0)


def _more_relu(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(2, 5))
    x, w = rng.integers(-20, 21, d) / 10, rng.integers(-10, 11, d) / 10
    yield case("more", x, w, int(rng.choice([-7, -5, -3, -2, 2, 3, 5, 7])) / 10)


_THREE = array([0.3, -0.5, 0.2])

RELU_NEURON = Exercise(
    id="relu_neuron",
    chapter=CHAPTER,
    title="A neuron that answers in numbers",
    reference=relu_neuron,
    wanted="one number, 0 or larger",
    cases=(
        case("the sum is -0.27", array([0.1, 0.8, -0.5]), _THREE, 0.2),
        case("x1 = 5.1", array([5.1, 0.8, -0.5]), _THREE, 0.2),
        case("x1 = 10.1", array([10.1, 0.8, -0.5]), _THREE, 0.2),
        case("weights 1 1, nothing on", array([0, 0]), array([1, 1]), -0.5),
        case("weights 1 1, one on", array([0, 1]), array([1, 1]), -0.5),
        case("weights 1 1, both on", array([1, 1]), array([1, 1]), -0.5),
        case("a negative product", array([2.0, 1.0]), array([1.0, -1.5]), 0.25),
    ),
    more=_more_relu,
    misconceptions=(
        Misconception(
            "no activation",
            lambda x, w, b: np.dot(w, x) + b,
            "you return the sum as it is, also where it is negative. ReLU turns every negative "
            "sum into 0.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "absolute value",
            lambda x, w, b: abs(np.dot(w, x) + b),
            "a negative sum loses its minus sign in your version. ReLU gives 0 there.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "step instead of ReLU",
            lambda x, w, b: int(np.dot(w, x) + b > 0),
            "your neuron only says 0 or 1. This one answers in numbers: a positive sum is passed "
            "on unchanged.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "ReLU on each product",
            lambda x, w, b: _relu(_relu(np.multiply(w, x)).sum() + b),
            "you cut off each negative product before adding. Add everything first; ReLU comes "
            "once, at the end.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "bias after ReLU",
            lambda x, w, b: _relu(np.dot(w, x)) + b,
            "you add the bias after ReLU. The bias belongs to the sum, and ReLU comes last.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: _relu(np.dot(w, x)),
            "the bias b has no influence on your result.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "ReLU on each product, then the bias",
            lambda x, w, b: _relu(np.multiply(w, x)).sum() + b,
            "you cut off each negative product and add the bias at the end. Products and bias "
            "make one sum; ReLU comes once, after all of them.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "bias subtracted",
            lambda x, w, b: _relu(np.dot(w, x) - b),
            "the bias is taken away instead of added.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "negative passes, positive does not",
            lambda x, w, b: min(0.0, np.dot(w, x) + b),
            "you keep the negative sums and make 0 of the positive ones. ReLU is the other way "
            "round: the larger of 0 and the sum.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
    ),
    alternatives=(_relu_if_else, _relu_where),
    hints=(
        "Do the first case on paper: 0.3·0.1 - 0.5·0.8 + 0.2·(-0.5), then + 0.2, then ReLU.",
        "Three steps: multiply and add, add the bias, then decide: negative sums become 0, the "
        "others stay as they are.",
        "The sum is the same as in threshold_unit. For the last step use max with 0, or if/else.",
    ),
    section=(CHAPTER, "A neuron that answers in numbers"),
    sources=("D5", "D9", "D16"),
    tolerance=1e-9,
    off_limits=("course_lib.neurons.neuron", "course_lib.neurons.preactivation"),
)


# --- deciding_pixels --------------------------------------------------------------------------


def _active(picture, weights, bias):
    return np.sum(np.asarray(picture) * np.asarray(weights)) + bias > 0


def deciding_pixels(picture, weights, bias):
    now = _active(picture, weights, bias)
    decides = np.zeros((3, 3), dtype=int)
    for i in range(3):
        for j in range(3):
            other = np.array(picture)
            other[i, j] = 1 - other[i, j]
            decides[i, j] = _active(other, weights, bias) != now
    return decides


def _pixels_at_once(picture, weights, bias):
    z = (picture * weights).sum() + bias
    return ((z + weights * (1 - 2 * picture) > 0) != (z > 0)).astype(float)


def _pixels_by_lists(picture, weights, bias):
    def activity(p):
        total = bias
        for r in range(2, -1, -1):
            for c in range(2, -1, -1):
                total = total + p[r][c] * weights[r][c]
        return max(0, total)

    p = [list(row) for row in picture]
    answer = []
    for r in range(3):
        line = []
        for c in range(3):
            before = activity(p)
            p[r][c] = 1 - p[r][c]
            line.append((activity(p) == 0) != (before == 0))
            p[r][c] = 1 - p[r][c]
        answer.append(line)
    return answer


def _each(judge_pixel):
    """A map whose every pixel is found by judge_pixel(picture, flipped, weights, bias, i, j)."""

    def wrong(picture, weights, bias):
        found = np.zeros((3, 3), dtype=int)
        for i in range(3):
            for j in range(3):
                other = np.array(picture)
                other[i, j] = 1 - other[i, j]
                found[i, j] = judge_pixel(picture, other, weights, bias, i, j)
        return found

    return wrong


def _never_back(picture, weights, bias):
    picture, found = np.array(picture), np.zeros((3, 3), dtype=int)
    now = _active(picture, weights, bias)
    for i in range(3):
        for j in range(3):
            picture[i, j] = 1 - picture[i, j]
            found[i, j] = _active(picture, weights, bias) != now
    return found


def _fires_at_zero(picture, weights, bias):
    def active(p):
        return np.sum(p * weights) + bias >= 0

    return _each(lambda p, q, w, b, i, j: active(p) != active(q))(picture, weights, bias)


def _more_pixels(rng: np.random.Generator) -> Iterator[Case]:
    picture, weights = rng.integers(0, 2, (3, 3)), rng.integers(-1, 3, (3, 3))
    bias = int(rng.integers(-2, 3)) - int((picture * weights).sum())
    yield case("more", picture, weights, bias)


PATTERN = array([[1, 1, 1], [0, 1, 1], [0, 0, 1]])
_ONE_MISSING = array([[1, 1, 1], [0, 0, 1], [0, 0, 1]])

DECIDING_PIXELS = Exercise(
    id="deciding_pixels",
    chapter=CHAPTER,
    title="Nine pixels: which one decides?",
    reference=deciding_pixels,
    wanted="a 3 × 3 array of 0 and 1",
    cases=(
        case("the pattern itself, bias -5", PATTERN, PATTERN, -5),
        case("the pattern itself, bias -4", PATTERN, PATTERN, -4),
        case("one pixel missing, bias -5", _ONE_MISSING, PATTERN, -5),
        case("one missing, bias -4", _ONE_MISSING, PATTERN, -4),
        case("white pixels count -1", PATTERN, 2 * PATTERN - 1, -5),
    ),
    more=_more_pixels,
    misconceptions=(
        Misconception(
            "never flipped back",
            _never_back,
            "a flipped pixel stays flipped while you try the next one. Ask for one pixel at a "
            "time: flip it, look, flip it back (or work on a fresh copy).",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "activity instead of active",
            _each(lambda p, q, w, b, i, j: max(0, np.sum(p * w) + b) != max(0, np.sum(q * w) + b)),
            "you mark every pixel that changes the activity. Wanted are those that decide between "
            "silent (activity 0) and active (larger than 0).",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "bias forgotten",
            _each(lambda p, q, w, b, i, j: _active(p, w, 0) != _active(q, w, 0)),
            "the bias has no influence on your result. It decides how many pixels may be missing.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "only black pixels",
            _each(lambda p, q, w, b, i, j: p[i, j] == 1 and _active(p, w, b) != _active(q, w, b)),
            "you try black pixels only. A white pixel that turns black may wake the neuron too.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "active at zero",
            _fires_at_zero,
            "you call the neuron active when its sum is exactly 0. Its activity there is "
            "ReLU(0) = 0, so it is silent.",
            (CHAPTER, "A neuron that answers in numbers"),
        ),
        Misconception(
            "only from active to silent",
            _each(lambda p, q, w, b, i, j: _active(p, w, b) and not _active(q, w, b)),
            "you mark a pixel only if flipping it silences the neuron. A pixel that wakes a "
            "silent neuron decides as well.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "state after the flip",
            _each(lambda p, q, w, b, i, j: _active(q, w, b)),
            "you mark a pixel if the neuron is active after the flip. Compare that with what the "
            "neuron was before: it is the change that counts.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "nothing compared",
            _each(lambda p, q, w, b, i, j: 0),
            "no pixel ever decides in your version. Perhaps you compare a picture with itself: "
            "q = picture is no copy but a second name for the same array. np.array(picture) "
            "makes a copy.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "black pixels are the answer",
            lambda picture, weights, bias: np.array(picture),
            "you mark the black pixels, whatever weights and bias say. That is right in the "
            "example only.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "every weight decides",
            lambda picture, weights, bias: (np.asarray(weights) != 0).astype(int),
            "you mark every pixel whose weight is not 0. Such a pixel changes the sum, but does "
            "the sum pass 0? That depends on the bias.",
            (CHAPTER, "A detector of nine pixels"),
        ),
        Misconception(
            "product of matrices",
            _each(lambda p, q, w, b, i, j: ((p @ w).sum() + b > 0) != ((q @ w).sum() + b > 0)),
            "you multiply with @, which mixes rows with columns here. Each pixel meets its own "
            "weight: picture * weights, and then the sum.",
            (CHAPTER, "A detector of nine pixels"),
        ),
    ),
    alternatives=(_pixels_at_once, _pixels_by_lists),
    hints=(
        "Do one pixel by hand: is the neuron active now? Is it active when this pixel is flipped?",
        "Write a small helper that says whether a picture makes the neuron active. Then two "
        "loops, rows and columns; in each round flip one pixel of a fresh copy and compare.",
        "A copy is np.array(picture); flipping is 1 - value. Put 1 into the answer where the "
        "helper says something else for the flipped copy than for the picture.",
    ),
    section=(CHAPTER, "A detector of nine pixels"),
    sources=("D10",),
    points=(2, 2),
)

EXERCISES = (RELU_NEURON, DECIDING_PIXELS)
