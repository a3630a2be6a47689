"""Chapter 4, the pieces together: a layer that is trained until its loss is small enough."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.exercises.ch04a_losses import (
    CHAPTER,
    LIBRARY,
    _softmax,
    cross_entropy_loss,
)
from course_lib.check.model import Case, Exercise, Misconception, case

# --- train_layer ------------------------------------------------------------------------------


def train_layer(X, labels, classes, eta, epsilon, max_steps):
    W, b = np.zeros((classes, X.shape[1])), np.zeros(classes)
    T = np.eye(classes)[labels]
    for steps in range(max_steps):
        Z = X @ W.T + b
        if cross_entropy_loss(Z, labels) < epsilon:
            return W, b, steps  # looked at before the step: nothing more to do
        G = (_softmax(Z) - T) / len(X)
        W, b = W - eta * G.T @ X, b - eta * G.sum(axis=0)
    return W, b, max_steps


def _layer_while(X, labels, classes, eta, epsilon, max_steps):
    A = np.column_stack([X, np.ones(len(X))])
    V, steps = np.zeros((A.shape[1], classes)), 0
    while steps < max_steps:
        P = _softmax(A @ V)
        if -np.log(P[np.arange(len(X)), labels]).mean() < epsilon:
            break
        P[np.arange(len(X)), labels] -= 1
        V = V - eta / len(X) * A.T @ P
        steps += 1
    return V[:-1].T, V[-1], steps


def _layer_by_loops(X, labels, classes, eta, epsilon, max_steps):
    W, b, steps = np.zeros((classes, X.shape[1])), np.zeros(classes), 0
    while True:
        loss, W_slope, b_slope = 0.0, np.zeros_like(W), np.zeros_like(b)
        for x, label in zip(X, labels, strict=True):
            z = W @ x + b
            p = np.exp(z) / np.exp(z).sum()
            loss -= np.log(p[label]) / len(X)
            error = p - (np.arange(classes) == label)
            W_slope, b_slope = W_slope + np.outer(error, x), b_slope + error
        if loss < epsilon or steps == max_steps:
            return W, b, steps
        W, b, steps = W - eta * W_slope / len(X), b - eta * b_slope / len(X), steps + 1


def _train(way=-1.0, mean=True, bias=1.0, overwrite=False, stop=None, late=False, total=False):
    """A training loop with one thing wrong."""

    def wrong(X, labels, classes, eta, epsilon, max_steps):
        n = len(X)
        W, b, T = np.zeros((classes, X.shape[1])), np.zeros(classes), np.eye(classes)[labels]
        for steps in range(max_steps):
            Z = X @ W.T + b
            loss = cross_entropy_loss(Z, labels) * (n if total else 1)
            done = loss < epsilon if stop is None else stop(loss, epsilon)
            if done and not late:
                return W, b, steps
            G = (_softmax(Z) - T) / (n if mean else 1)
            W = W + way * eta * G.T @ X
            if overwrite:
                G = (_softmax(X @ W.T + b) - T) / n
            b = b + way * bias * eta * G.sum(axis=0)
            if done:
                return W, b, steps + 1
        return W, b, max_steps

    return wrong


def _one_by_one(X, labels, classes, eta, epsilon, max_steps):
    W, b, T = np.zeros((classes, X.shape[1])), np.zeros(classes), np.eye(classes)[labels]
    for steps in range(max_steps):
        if cross_entropy_loss(X @ W.T + b, labels) < epsilon:
            return W, b, steps
        for x, t in zip(X, T, strict=True):
            g = _softmax((W @ x + b)[None, :])[0] - t
            W, b = W - eta * np.outer(g, x), b - eta * g
    return W, b, max_steps


def _count_short(X, labels, classes, eta, epsilon, max_steps):
    W, b, steps = train_layer(X, labels, classes, eta, epsilon, max_steps)
    good = cross_entropy_loss(X @ W.T + b, labels) < epsilon
    return W, b, steps - 1 if steps == max_steps and not good else steps


def _clouds(rng: np.random.Generator, classes: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Points around `classes` places of the plane, so that a few steps make a difference."""
    labels = rng.permutation(np.arange(n) % classes)
    angle = 2 * np.pi * (labels + 0.2) / classes
    centres = 1.5 * np.column_stack([np.cos(angle), np.sin(angle)]) + [0.5, 0.25]
    return (centres + 0.4 * rng.standard_normal((n, 2))).round(2), labels


def _layer_case(name, seed, classes, n, eta, epsilon, max_steps) -> Case:
    X, labels = _clouds(np.random.default_rng(seed), classes, n)
    return case(name, X, labels, classes, eta, epsilon, max_steps)


def _more_layers(rng: np.random.Generator) -> Iterator[Case]:
    classes, n = int(rng.integers(2, 4)), int(rng.integers(6, 9))
    X, labels = _clouds(rng, classes, n)
    eta = float(rng.choice([0.3, 0.6, 1.0]))
    epsilon, most = (0.4, 40) if rng.random() < 0.7 else (0.01, int(rng.integers(1, 6)))
    yield case("more", X, labels, classes, eta, epsilon, most)


TRAIN_LAYER = Exercise(
    id="train_layer",
    chapter=CHAPTER,
    title="Train until it is good enough",
    reference=train_layer,
    wanted="three results: W (classes × inputs), b (classes), and the number of steps made",
    cases=(
        _layer_case("one step only", 1, 2, 6, 0.5, 0.01, 1),
        _layer_case("good enough at the start", 2, 2, 6, 0.5, 0.8, 10),
        _layer_case("two classes, until E < 0.3", 3, 2, 8, 0.6, 0.3, 100),
        _layer_case("three classes, until E < 0.4", 4, 3, 7, 1.0, 0.4, 100),
        _layer_case("not within three steps", 5, 3, 6, 0.3, 0.1, 3),
    ),
    more=_more_layers,
    misconceptions=(
        Misconception(
            "uphill",
            _train(way=1.0),
            "the loss grows from step to step: W and b move along the slope. Downhill is against "
            "it, with a minus.",
            (CHAPTER, "Which way should the scores move?"),
        ),
        Misconception(
            "never stops early",
            _train(stop=lambda loss, epsilon: False),
            "you always make all max_steps steps. Stop as soon as the loss is below epsilon.",
            (CHAPTER, "One layer learns to read"),
        ),
        Misconception(
            "one step too late",
            _train(late=True),
            "you make one more step after the loss was small enough. Look at the loss *before* a "
            "step; if it is below epsilon, no step is needed.",
            (CHAPTER, "One layer learns to read"),
        ),
        Misconception(
            "comparison turned round",
            _train(stop=lambda loss, epsilon: loss > epsilon),
            "you stop when the loss is *above* epsilon, that is nearly always at once.",
            (CHAPTER, "One layer learns to read"),
        ),
        Misconception(
            "last step not counted",
            _count_short,
            "W and b are right, but where max_steps is reached, your count is one short. After "
            "`for k in range(10)` k is 9, and ten steps have been made.",
            (CHAPTER, "One layer learns to read"),
        ),
        Misconception(
            "W lying on its side",
            lambda *task: (train_layer(*task)[0].T, *train_layer(*task)[1:]),
            "b and the count are right, but rows and columns of W are exchanged. Wanted is one "
            "row for each class, one column for each input.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "1/n forgotten in the slopes",
            _train(mean=False),
            "your steps are n times too long: the slopes of the mean loss have a factor 1/n.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "loss not averaged",
            _train(total=True),
            "the steps are right, but you compare the *sum* of the losses with epsilon, so it "
            "stops too late or never. The loss is the mean over the examples.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "bias never moves",
            _train(bias=0.0),
            "b stays 0. Its slope is the sum of the rows of (p − t)/n.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "W overwritten before use",
            _train(overwrite=True),
            "b's slope is computed with the new W. Compute all slopes at the same place, then "
            "move W and b.",
            (CHAPTER, "A unit with a slope"),
        ),
        Misconception(
            "1/n twice",
            lambda X, labels, classes, eta, *rest: train_layer(
                X, labels, classes, eta / len(X), *rest
            ),
            "your steps are n times too short: there is a 1/n too many. The slopes of task 5 "
            "hold it already, so G.T @ X must not be divided again.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "one example after the other",
            _one_by_one,
            "you move after every single example. Here one step looks at all of them: G has a "
            "row for each example, and G.T @ X adds them up.",
            (CHAPTER, "All at once or in parts"),
        ),
    ),
    alternatives=(_layer_while, _layer_by_loops),
    hints=(
        "One turn of the loop: scores, loss, stop or not, slopes at the scores, move W and b. You "
        "have written nearly all of it already.",
        "Scores are X @ W.T + b, one row for each example. G = logit_gradient(scores, one-hot "
        "targets) has the same shape. np.eye(classes)[labels] makes the one-hot rows.",
        "W's slope is G.T @ X (classes × inputs), b's slope is G.sum(axis=0). Return W, b and the "
        "number of steps made so far; after the loop that number is max_steps.",
    ),
    section=(CHAPTER, "One layer learns to read"),
    sources=("C7", "C8", "C11", "B7"),
    points=(2, 3),
    tolerance=1e-8,
    off_limits=LIBRARY,
)

EXERCISES = (TRAIN_LAYER,)
