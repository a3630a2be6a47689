"""Chapter 2, from one correction to a unit that learns: an epoch, and until it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy import array

from course_lib.check.exercises.ch02a_updates import LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "02_perceptron"
CORNERS = array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _fires(w, b, x):
    return 1 if np.dot(w, x) + b >= 0 else 0


# --- one_epoch --------------------------------------------------------------------------------


def one_epoch(w, b, X, T, eta):
    mistakes = 0
    for x, t in zip(X, T, strict=True):
        error = t - _fires(w, b, x)
        if error != 0:
            mistakes += 1
            w, b = w + eta * error * x, b + eta * error
    return w, b, mistakes


def _epoch_plain(w, b, X, T, eta):
    w, wrong = [float(v) for v in w], 0.0
    for i in range(len(X)):
        total = b
        for j in range(len(w)):
            total += w[j] * X[i][j]
        y = total >= 0
        if y != T[i]:
            wrong += 1
            direction = 1 if T[i] == 1 else -1
            for j in range(len(w)):
                w[j] += eta * direction * X[i][j]
            b += eta * direction
    return w, b, wrong


def _epoch_augmented(w, b, X, T, eta):
    rows = np.hstack([np.ones((len(X), 1)), X])
    u, errors = np.append(b, w), []
    for row, t in zip(rows, T, strict=True):
        errors.append(t - int(u @ row >= 0))
        u = u + eta * errors[-1] * row
    return u[1:], u[0], np.abs(errors).sum()


def _epoch_batch(w, b, X, T, eta):
    errors = T - np.array([_fires(w, b, x) for x in X])
    return w + eta * errors @ X, b + eta * errors.sum(), np.abs(errors).sum()


def _epoch_stops(w, b, X, T, eta):
    for x, t in zip(X, T, strict=True):
        error = t - _fires(w, b, x)
        if error != 0:
            return w + eta * error * x, b + eta * error, 1
    return w, b, 0


def _epoch_signed(w, b, X, T, eta):
    total = 0
    for x, t in zip(X, T, strict=True):
        error = t - _fires(w, b, x)
        total += error
        w, b = w + eta * error * x, b + eta * error
    return w, b, total


def _epoch_counts(count: Callable[..., Any]):
    def wrong(w, b, X, T, eta):
        new_w, new_b, mistakes = one_epoch(w, b, X, T, eta)
        return new_w, new_b, count(mistakes, new_w, new_b, X, T)

    return wrong


def _epoch_counted_at_the_end(w, b, X, T, eta):
    w, b, _ = one_epoch(w, b, X, T, eta)
    return w, b, sum(int(_fires(w, b, x) != t) for x, t in zip(X, T, strict=True))


def _epoch_no_bias(w, b, X, T, eta):
    mistakes = 0
    for x, t in zip(X, T, strict=True):
        error = t - _fires(w, b, x)
        mistakes += abs(error)
        w = w + eta * error * x
    return w, b, mistakes


def _epoch_silent_at_zero(w, b, X, T, eta):
    mistakes = 0
    for x, t in zip(X, T, strict=True):
        error = t - int(np.dot(w, x) + b > 0)
        mistakes += abs(error)
        w, b = w + eta * error * x, b + eta * error
    return w, b, mistakes


def _epoch_first_example(w, b, X, T, eta):
    return one_epoch(w, b, X[:1], T[:1], eta)


def _epoch_last_mistake(w, b, X, T, eta):
    mistake = 0
    for x, t in zip(X, T, strict=True):
        w, b, mistake = one_epoch(w, b, [x], [t], eta)
    return w, b, mistake


def _epoch_from_the_start(w, b, X, T, eta):
    new_w, new_b, mistakes = w, b, 0
    for x, t in zip(X, T, strict=True):
        error = t - _fires(w, b, x)
        if error != 0:
            mistakes += 1
            new_w, new_b = w + eta * error * x, b + eta * error
    return new_w, new_b, mistakes


def _more_epochs(rng: np.random.Generator) -> Iterator[Case]:
    n, d = int(rng.integers(4, 9)), int(rng.integers(2, 4))
    X = rng.integers(-2, 3, (n, d)).astype(float)
    T = rng.integers(0, 2, n)
    w, b = rng.integers(-4, 5, d) / 2, int(rng.integers(-4, 5)) / 2
    yield case("more", w, b, X, T, float(rng.choice([0.25, 0.5, 1.0])))


ONE_EPOCH = Exercise(
    id="one_epoch",
    chapter=CHAPTER,
    title="One pass over the examples",
    reference=one_epoch,
    wanted="three results: new weights, new bias, number of mistakes",
    cases=(
        case("AND, from zero", array([0.0, 0.0]), 0.0, CORNERS, array([0, 0, 0, 1]), 1.0),
        case("OR, from zero", array([0.0, 0.0]), 0.0, CORNERS, array([0, 1, 1, 1]), 1.0),
        case("AND, known already", array([1.0, 1.0]), -1.5, CORNERS, array([0, 0, 0, 1]), 0.5),
        case("XOR, η = 0.5", array([0.5, 0.5]), -0.5, CORNERS, array([0, 1, 1, 0]), 0.5),
    ),
    more=_more_epochs,
    misconceptions=(
        Misconception(
            "all at once",
            _epoch_batch,
            "you judge all examples with the old weights and correct at the end. The perceptron "
            "corrects at once: the next example already meets the new weights.",
            (CHAPTER, "A line that turns and shifts"),
        ),
        Misconception(
            "stops at the first mistake",
            _epoch_stops,
            "you leave after the first correction. A `return` inside the loop ends the whole "
            "function; an epoch goes on to the last example.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "mistakes cancel",
            _epoch_signed,
            "you add up the errors with their signs, so a +1 and a -1 cancel. Count each mistake "
            "as 1.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "counts right answers",
            _epoch_counts(lambda mistakes, w, b, X, T: len(X) - mistakes),
            "weights and bias are right, but you count the right answers instead of the mistakes.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "counts afterwards",
            _epoch_counted_at_the_end,
            "weights and bias are right, but you count the mistakes that the new weights make at "
            "the end. Count those made on the way, one for each correction.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "bias forgotten",
            _epoch_no_bias,
            "the bias never changes. It is corrected by the same error as the weights.",
            (CHAPTER, "A line that turns and shifts"),
        ),
        Misconception(
            "silent at zero",
            _epoch_silent_at_zero,
            "your unit stays silent when the sum is exactly 0. In this book it fires there, so "
            "other examples are mistakes.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "first example only",
            _epoch_first_example,
            "you look at the first example only. A `return` inside the loop ends the whole "
            "function; it belongs after the loop.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "counter set back",
            _epoch_last_mistake,
            "weights and bias are right, but your counter knows the last example only. Set it to "
            "0 once, before the loop.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "each correction from the start",
            _epoch_from_the_start,
            "each correction begins again from the first w and b, so that only the last one is "
            "left. Go on with the w and b that the example before has made.",
            (CHAPTER, "A line that turns and shifts"),
        ),
        Misconception(
            "eta forgotten",
            lambda w, b, X, T, eta: one_epoch(w, b, X, T, 1.0),
            "the step size η has no influence: every correction is as if η were 1.",
            (CHAPTER, "From four cases to one line"),
        ),
    ),
    alternatives=(_epoch_plain, _epoch_augmented),
    hints=(
        "You have the step already: perceptron_update. An epoch is that step for each example in "
        "turn.",
        "Loop over the pairs of X and T. Each round starts from the w and b that the last one "
        "left. Keep a counter that starts at 0.",
        "The counter goes up by 1 when the output differs from t, before you correct. The return "
        "stands after the loop, not inside it.",
    ),
    section=(CHAPTER, "Learning AND, OR and NOT"),
    sources=("A5", "A6"),
    points=(2, 2),
    tolerance=1e-12,
    off_limits=LIBRARY,
)


# --- learn ------------------------------------------------------------------------------------


def learn(X, T, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        w, b, mistakes = one_epoch(w, b, X, T, 1.0)
        if mistakes == 0:
            return w, b, True
    return w, b, False


def _learn_while(X, T, max_epochs):
    u, epoch, clean = np.zeros(len(X[0]) + 1), 0, False
    while epoch < max_epochs and not clean:
        clean, epoch = True, epoch + 1
        for x, t in zip(X, T, strict=True):
            row = np.append(x, 1)
            y = u @ row >= 0
            if y != t:
                clean = False
                u = u + row if t else u - row
    return list(u[:-1]), u[-1], int(clean)


def _learn_every_epoch(X, T, max_epochs):
    # Going on after an epoch without mistakes changes nothing, so no early end is needed.
    w, b, mistakes = [0] * X.shape[1], 0, 1
    for _ in range(max_epochs):
        w, b, mistakes = _epoch_plain(w, b, X, T, 1)
    return w, b, mistakes == 0


def _learn_first_right(X, T, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        for x, t in zip(X, T, strict=True):
            error = t - _fires(w, b, x)
            if error == 0:
                return w, b, True
            w, b = w + error * x, b + error
    return w, b, False


def _learn_until_last_right(X, T, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        error = 0
        for x, t in zip(X, T, strict=True):
            error = t - _fires(w, b, x)
            w, b = w + error * x, b + error
        if error == 0:
            return w, b, True
    return w, b, False


def _learn_by(epoch: Callable[..., Any]):
    """learn with another epoch(w, b, X, T, eta)."""

    def wrong(X, T, max_epochs):
        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(max_epochs):
            w, b, mistakes = epoch(w, b, X, T, 1.0)
            if mistakes == 0:
                return w, b, True
        return w, b, False

    return wrong


def _learn_mistakes(X, T, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_epochs):
        w, b, mistakes = one_epoch(w, b, X, T, 1.0)
    return w, b, mistakes


def _tables(rng: np.random.Generator, d: int) -> tuple[np.ndarray, np.ndarray]:
    X = ((np.arange(2**d)[:, None] >> np.arange(d)[::-1]) & 1).astype(float)
    if rng.random() < 0.6:  # a table that one unit can make
        T = (X @ rng.integers(-2, 3, d) + rng.integers(-2, 3) + 0.5 > 0).astype(int)
    else:
        T = rng.integers(0, 2, 2**d)
    order = rng.permutation(2**d)
    return X[order], T[order]


def _more_learning(rng: np.random.Generator) -> Iterator[Case]:
    X, T = _tables(rng, int(rng.integers(1, 4)))
    yield case("more", X, T, int(rng.choice([1, 2, 3, 5, 8, 25])))


LEARN = Exercise(
    id="learn",
    chapter=CHAPTER,
    title="A unit that learns AND, OR and NOT",
    reference=learn,
    wanted="three results: weights, bias, and True or False",
    cases=(
        case("AND, 20 epochs allowed", CORNERS, array([0, 0, 0, 1]), 20),
        case("OR, 20 epochs allowed", CORNERS, array([0, 1, 1, 1]), 20),
        case("NOT, one input", array([[0.0], [1.0]]), array([1, 0]), 20),
        case("AND, only 2 epochs allowed", CORNERS, array([0, 0, 0, 1]), 2),
        case("AND, 5 epochs allowed", CORNERS, array([0, 0, 0, 1]), 5),
        case("XOR, 20 epochs allowed", CORNERS, array([0, 1, 1, 0]), 20),
    ),
    more=_more_learning,
    misconceptions=(
        Misconception(
            "one epoch only",
            lambda X, T, max_epochs: learn(X, T, min(max_epochs, 1)),
            "your result is that of a single epoch. Either you stop after the first pass, or each "
            "pass begins from zeros again. Set w and b to zero once, before the loop over epochs, "
            "and go on until an epoch is without mistakes.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "content with one right answer",
            _learn_first_right,
            "you stop as soon as one example is right. Learning is over when all of them are, "
            "in one and the same epoch.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "content with the last example",
            _learn_until_last_right,
            "you stop when the last example of an epoch is right. There may have been mistakes "
            "before it: count over the whole epoch.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "always True",
            lambda X, T, max_epochs: (*learn(X, T, max_epochs)[:2], True),
            "weights and bias are right, but the third result is always True. It must be False "
            "where mistakes remained in the last epoch allowed, as with XOR.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "one epoch too few",
            lambda X, T, max_epochs: learn(X, T, max_epochs - 1),
            "you make one epoch fewer than allowed. range(n) gives n rounds, 0 to n - 1.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "right answers taken for a clean epoch",
            _learn_by(_epoch_counted_at_the_end),
            "you stop when all answers are right at the end of an epoch. There may have been "
            "mistakes on the way. AND makes its last mistake in its fifth epoch; the sixth is "
            "the first without any.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "silent at zero",
            _learn_by(_epoch_silent_at_zero),
            "your unit stays silent when the sum is exactly 0. In this book it fires there, and "
            "so it learns other numbers.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "smaller steps",
            _learn_by(lambda w, b, X, T, _: one_epoch(w, b, X, T, 0.1)),
            "your steps are 0.1. Here the step size is 1: each mistake adds or takes away the "
            "whole example.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "number of mistakes returned",
            _learn_mistakes,
            "weights and bias are right, but the third result is the number of mistakes in the "
            "last epoch. Wanted is True if it is 0, else False.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
        Misconception(
            "all at once",
            _learn_by(_epoch_batch),
            "you judge all examples of an epoch with the same weights and correct at the end. "
            "Correct at once: the next example already meets the new weights.",
            (CHAPTER, "A line that turns and shifts"),
        ),
        Misconception(
            "one epoch too many",
            lambda X, T, max_epochs: learn(X, T, max_epochs + 1),
            "you make one epoch more than allowed. Count them: range(max_epochs) is enough.",
            (CHAPTER, "Learning AND, OR and NOT"),
        ),
    ),
    alternatives=(_learn_while, _learn_every_epoch),
    hints=(
        "You have one_epoch, and it tells you the number of mistakes. When may you stop?",
        "Start with zeros. Call one_epoch again and again, at most max_epochs times, each time "
        "with the w and b that came back. Stop when it reports 0 mistakes.",
        "Inside the loop: if mistakes == 0, return w, b, True. After the loop nothing was clean: "
        "what is the third result there?",
    ),
    section=(CHAPTER, "Learning AND, OR and NOT"),
    sources=("A4", "A6", "A7"),
    points=(2, 2),
    tolerance=1e-12,
    off_limits=LIBRARY,
)

EXERCISES = (ONE_EPOCH, LEARN)
