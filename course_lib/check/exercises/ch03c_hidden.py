"""Chapter 3, the fold, and a hidden layer left random."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch02a_updates import LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "03_xor"
CORNERS = array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _relu(z):
    return np.maximum(z, 0.0)


# --- hidden_points ----------------------------------------------------------------------------


def hidden_points(X, W, b):
    # One row for each point, one column for each hidden unit: Z = X Wᵀ + b.
    return (X @ W.T + b >= 0).astype(int)


def _hidden_loops(X, W, b):
    answer = []
    for x in X:
        units = zip(W, b, strict=True)
        answer.append([1.0 if sum(w * x) + bias >= 0 else 0.0 for w, bias in units])
    return answer


def _hidden_einsum(X, W, b):
    return np.where(np.einsum("nd,kd->nk", X, W) < -b, False, True)


def _more_hidden(rng: np.random.Generator) -> Iterator[Case]:
    # Halves are exact, so sums that should be exactly 0 are.
    n, d, k = int(rng.integers(2, 6)), int(rng.integers(2, 4)), int(rng.integers(2, 4))
    X, W = rng.integers(-4, 5, (n, d)) / 2, rng.integers(-2, 3, (k, d)).astype(float)
    b = -(W @ X[int(rng.integers(n))]) + (rng.random(k) < 0.5) * rng.integers(-2, 3, k) / 2
    yield case("more", X, W, b)


HIDDEN_POINTS = Exercise(
    id="hidden_points",
    chapter=CHAPTER,
    title="The fold: where do the points go?",
    reference=hidden_points,
    wanted="an array of 0 and 1: one row for each point, one column for each unit",
    cases=(
        case("OR and NAND", CORNERS, array([[1.0, 1.0], [-1.0, -1.0]]), array([-0.5, 1.5])),
        case("on the threshold", CORNERS, array([[1.0, 1.0], [-1.0, -1.0]]), array([-1.0, 1.0])),
        case(
            "two points, three units",
            array([[0.5, 1.0], [2.0, -1.0]]),
            array([[1.0, 0.0], [0.0, 1.0], [1.0, -2.0]]),
            array([-1.0, 0.5, 0.0]),
        ),
        case("one unit", CORNERS, array([[1.0, -1.0]]), array([-0.5])),
        case(
            "two inputs that differ",
            array([[1.0, 0.0], [0.0, 1.0]]),
            array([[1.0, 2.0], [-2.0, 1.0]]),
            array([-1.5, 0.0]),
        ),
    ),
    more=_more_hidden,
    misconceptions=(
        Misconception(
            "sums instead of outputs",
            lambda X, W, b: X @ W.T + b,
            "you return the sums. The hidden units are threshold units: each sum becomes 0 or 1.",
            (CHAPTER, "The fold"),
        ),
        Misconception(
            "ReLU instead of step",
            lambda X, W, b: _relu(X @ W.T + b),
            "your hidden units answer in numbers (ReLU). Here they are threshold units: 0 or 1.",
            (CHAPTER, "The fold"),
        ),
        Misconception(
            "bias forgotten",
            lambda X, W, b: (X @ W.T >= 0).astype(int),
            "the biases have no influence on your result.",
            (CHAPTER, "The fold"),
        ),
        Misconception(
            "silent at zero",
            lambda X, W, b: (X @ W.T + b > 0).astype(int),
            "your units stay silent when the sum is exactly 0. In this book they fire there.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "bias taken away",
            lambda X, W, b: (X @ W.T - b >= 0).astype(int),
            "you take the bias away. It is added: b is the threshold with its sign turned.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "W not turned",
            lambda X, W, b: (X @ W + b >= 0).astype(int),
            "you use the columns of W as units. Each row of W holds the weights of one unit: X @ "
            "W.T.",
            (CHAPTER, "The fold"),
        ),
        Misconception(
            "points in columns",
            lambda X, W, b: hidden_points(X, W, b).T,
            "the numbers are right, but rows and columns are exchanged: one row for each point is "
            "wanted.",
            (CHAPTER, "The fold"),
        ),
    ),
    alternatives=(_hidden_loops, _hidden_einsum),
    hints=(
        "Take the point (0, 1) and the OR unit: what is the sum, what the output? Then NAND.",
        "For each point and each unit: sum of the products, plus that unit's bias, compared with "
        "0. Two loops, or one matrix product.",
        "X @ W.T has one row for each point and one column for each unit; b is added to each row. "
        "What is left is the comparison, as in threshold_unit.",
    ),
    section=(CHAPTER, "The fold"),
    sources=("A9", "B6"),
    off_limits=("course_lib.neurons.threshold_unit", "course_lib.neurons.preactivation"),
)


# --- last_layer -------------------------------------------------------------------------------


def _train(H, T, epochs, eta_bias=1, always=False):
    v, c = np.zeros(H.shape[1]), 0.0
    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            error = (2 * t - 1) if always else t - int(h @ v + c >= 0)
            v, c = v + error * h, c + eta_bias * error
    return v, c, int(np.sum((H @ v + c >= 0) == T))


def last_layer(X, T, W, b, epochs):
    H = hidden_points(X, W, b)  # fixed: nobody knows how to correct W and b
    return _train(H, T, epochs)


def _last_augmented(X, T, W, b, epochs):
    H = np.column_stack([np.where(X @ W.T + b < 0, 0.0, 1.0), np.ones(len(X))])
    u = np.zeros(H.shape[1])
    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            y = 1 if u @ h >= 0 else 0
            if y > t:
                u = u - h
            elif y < t:
                u = u + h
    return u[:-1], u[-1], sum((H @ u >= 0) == (np.asarray(T) == 1))


def _last_plain(X, T, W, b, epochs):
    H = _hidden_loops(X, W, b)
    v, c = [0] * len(W), 0

    def output(h):
        return 1 if sum(p * q for p, q in zip(v, h, strict=True)) + c >= 0 else 0

    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            error = t - output(h)
            v = [p + error * q for p, q in zip(v, h, strict=True)]
            c = c + error
    return v, c, float(sum(output(h) == t for h, t in zip(H, T, strict=True)))


def _last_batch(X, T, W, b, epochs):
    H, v, c = hidden_points(X, W, b), np.zeros(len(W)), 0.0
    for _ in range(epochs):
        errors = T - (H @ v + c >= 0)
        v, c = v + errors @ H, c + errors.sum()
    return v, c, int(np.sum((H @ v + c >= 0) == T))


def _last_first_epoch(X, T, W, b, epochs):
    return _train(hidden_points(X, W, b), T, 1)


def _last_silent_at_zero(X, T, W, b, epochs):
    H, v, c = hidden_points(X, W, b), np.zeros(len(W)), 0.0
    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            error = t - int(h @ v + c > 0)
            v, c = v + error * h, c + error
    return v, c, int(np.sum((H @ v + c > 0) == T))


def _last_wrong_sign(X, T, W, b, epochs):
    H, v, c = hidden_points(X, W, b), np.zeros(len(W)), 0.0
    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            error = int(h @ v + c >= 0) - t
            v, c = v + error * h, c + error
    return v, c, int(np.sum((H @ v + c >= 0) == T))


def _last_without_step(X, T, W, b, epochs):
    H, v, c = hidden_points(X, W, b), np.zeros(len(W)), 0.0
    for _ in range(epochs):
        for h, t in zip(H, T, strict=True):
            error = t - (h @ v + c)
            v, c = v + error * h, c + error
    return v, c, int(np.sum((H @ v + c >= 0) == T))


def _last_counted_on_the_way(X, T, W, b, epochs):
    H, v, c = hidden_points(X, W, b), np.zeros(len(W)), 0.0
    right = 0
    for _ in range(epochs):
        right = 0
        for h, t in zip(H, T, strict=True):
            error = t - int(h @ v + c >= 0)
            v, c, right = v + error * h, c + error, right + (error == 0)
    return v, c, right


def _on(features: Callable[..., np.ndarray]) -> Callable[..., tuple]:
    return lambda X, T, W, b, epochs: _train(features(X, W, b), T, epochs)


def _random_layer(rng: np.random.Generator, k: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    # Eighths in the bias, quarters in the weights: no sum is 0, and all sums are exact.
    return rng.integers(-6, 7, (k, d)) / 4, rng.integers(-6, 7, k) / 4 + 0.125


def _last_case(name: str, table: list[int], units: int, epochs: int, seed: int) -> Case:
    n = len(table).bit_length() - 1
    X = ((np.arange(2**n)[:, None] >> np.arange(n)[::-1]) & 1).astype(float)
    W, b = _random_layer(np.random.default_rng(seed), units, n)
    return case(name, X, array(table), W, b, epochs)


def _more_last(rng: np.random.Generator) -> Iterator[Case]:
    n, units = int(rng.integers(2, 4)), int(rng.integers(4, 8))
    table = rng.integers(0, 2, 2**n).tolist()
    yield _last_case("more", table, units, int(rng.choice([1, 2, 4, 12])), int(rng.integers(10**6)))


LAST_LAYER = Exercise(
    id="last_layer",
    chapter=CHAPTER,
    title="Random hidden units, and only the last layer learns",
    reference=last_layer,
    wanted="three results: weights v, bias c, number of rows that are right",
    cases=(
        _last_case("XOR, 4 random units, 1 epoch", [0, 1, 1, 0], 4, 1, 5),
        _last_case("XOR, 4 random units, 20 epochs", [0, 1, 1, 0], 4, 20, 5),
        _last_case("XOR, 8 random units, 20 epochs", [0, 1, 1, 0], 8, 20, 2),
        _last_case("parity of three, 5 units, 3 epochs", [0, 1, 1, 0, 1, 0, 0, 1], 5, 3, 34),
    ),
    more=_more_last,
    misconceptions=(
        Misconception(
            "hidden layer forgotten",
            _on(lambda X, W, b: X),
            "you train on X itself, so this is one unit again, and XOR is out of its reach. Train "
            "on what the hidden units answer.",
            (CHAPTER, "Random hidden units"),
        ),
        Misconception(
            "hidden sums instead of outputs",
            _on(lambda X, W, b: X @ W.T + b),
            "you train on the hidden sums. Without the step the hidden layer only turns and "
            "shifts the points, and a line in there is a line out here.",
            (CHAPTER, "Random hidden units"),
        ),
        Misconception(
            "last bias never trained",
            lambda X, T, W, b, epochs: _train(hidden_points(X, W, b), T, epochs, eta_bias=0),
            "the bias c of the last neuron never changes. It is corrected by the same error as v.",
            ("02_perceptron", "A line that turns and shifts"),
        ),
        Misconception(
            "updates on right answers too",
            lambda X, T, W, b, epochs: _train(hidden_points(X, W, b), T, epochs, always=True),
            "you correct also when the answer was right. Only mistakes move v and c.",
            ("02_perceptron", "From four cases to one line"),
        ),
        Misconception(
            "one epoch only",
            _last_first_epoch,
            "you make one epoch, whatever `epochs` says. Does `return` stand inside the loop?",
            (CHAPTER, "Random hidden units"),
        ),
        Misconception(
            "silent at zero",
            _last_silent_at_zero,
            "your last unit stays silent when the sum is exactly 0, as it is at the start. In "
            "this book it fires there.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "error turned round",
            _last_wrong_sign,
            "your corrections go the wrong way. The error is what was wanted minus what was "
            "answered.",
            ("02_perceptron", "From four cases to one line"),
        ),
        Misconception(
            "sum instead of answer",
            _last_without_step,
            "you take the sum for the answer. The last unit answers 1 where its sum is at least "
            "0, else 0; the error is the target minus that.",
            ("02_perceptron", "From four cases to one line"),
        ),
        Misconception(
            "counted on the way",
            _last_counted_on_the_way,
            "v and c are right, but the rows are counted while v and c still move. Count after "
            "the last epoch, with the final v and c.",
            (CHAPTER, "Random hidden units"),
        ),
        Misconception(
            "share instead of number",
            lambda X, T, W, b, epochs: (
                *last_layer(X, T, W, b, epochs)[:2],
                last_layer(X, T, W, b, epochs)[2] / len(X),
            ),
            "v and c are right, but the third result is a share. Wanted is the number of rows.",
            (CHAPTER, "Random hidden units"),
        ),
        Misconception(
            "all at once",
            _last_batch,
            "you judge all rows with the old v and c and correct once per epoch. The perceptron "
            "corrects after each row.",
            ("02_perceptron", "A line that turns and shifts"),
        ),
        Misconception(
            "mistakes instead of right rows",
            lambda X, T, W, b, epochs: (
                *last_layer(X, T, W, b, epochs)[:2],
                len(X) - last_layer(X, T, W, b, epochs)[2],
            ),
            "v and c are right, but the third result counts the rows that are wrong. Count those "
            "that are right.",
            (CHAPTER, "Random hidden units"),
        ),
    ),
    alternatives=(_last_augmented, _last_plain),
    hints=(
        "You have written both halves: hidden_points, and the learning of chapter 2.",
        "Compute the hidden answers H once; they never change. Then train one unit on H and T: "
        "start from zeros, η = 1, `epochs` passes in order.",
        "At the end run the trained unit over all rows of H once more and count where it equals "
        "T. v has one weight for each hidden unit.",
    ),
    section=(CHAPTER, "Random hidden units"),
    sources=("B6",),
    points=(2, 2),
    tolerance=1e-12,
    off_limits=LIBRARY,
)

EXERCISES = (HIDDEN_POINTS, LAST_LAYER)
