"""Chapter 2, learning from mistakes: one correction, NOT in tenths."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "02_perceptron"
LIBRARY = (
    "course_lib.perceptron.train_perceptron",
    "course_lib.perceptron.perceptron_loop",
    "course_lib.perceptron.train_copies",
)


def _fires(w, b, x):
    return 1 if np.dot(w, x) + b >= 0 else 0


# --- perceptron_update ------------------------------------------------------------------------


def perceptron_update(w, b, x, t, eta):
    error = t - _fires(w, b, x)
    return w + eta * error * x, b + eta * error


def _update_by_cases(w, b, x, t, eta):
    y = _fires(w, b, x)
    if y == 1 and t == 0:
        return [w[i] - eta * x[i] for i in range(len(w))], b - eta
    if y == 0 and t == 1:
        return [w[i] + eta * x[i] for i in range(len(w))], b + eta
    return w, b


def _update_augmented(w, b, x, t, eta):
    u, v = np.append(b, w), np.append(1.0, x)
    u = u + eta * (t - np.heaviside(v[::-1] @ u[::-1], 1.0)) * v
    return u[1:], u[0]


def _update_judged_twice(w, b, x, t, eta):
    w = w + eta * (t - _fires(w, b, x)) * x
    return w, b + eta * (t - _fires(w, b, x))


def _more_updates(rng: np.random.Generator) -> Iterator[Case]:
    # Quarters and halves are exact in floating point, so a sum that should be 0 is 0.
    d = int(rng.integers(2, 5))
    w, x = rng.integers(-8, 9, d) / 4, rng.integers(-2, 3, d).astype(float)
    b = -float(w @ x) if rng.random() < 0.25 else int(rng.integers(-8, 9)) / 4
    yield case("more", w, b, x, int(rng.integers(0, 2)), float(rng.choice([0.25, 0.5, 2.0])))


PERCEPTRON_UPDATE = Exercise(
    id="perceptron_update",
    chapter=CHAPTER,
    title="One correction",
    reference=perceptron_update,
    wanted="the pair (w, b): the new weights and the new bias",
    cases=(
        case("silent, but should fire", array([0.5, -1.0]), -0.25, array([1.0, 1.0]), 1, 0.5),
        case("fires, but should not", array([0.5, 0.5]), -0.25, array([1.0, 0.0]), 0, 0.5),
        case("rightly fires", array([0.5, 0.5]), -0.25, array([1.0, 1.0]), 1, 0.5),
        case("rightly silent", array([0.5, 0.5]), -0.75, array([1.0, 0.0]), 0, 0.5),
        case("sum exactly 0, should be silent", array([1.0, 2.0]), 0.0, array([0.0, 0.0]), 0, 0.25),
        case("a negative input", array([1.0, 1.0]), 0.0, array([-2.0, 1.0]), 1, 0.25),
    ),
    more=_more_updates,
    misconceptions=(
        Misconception(
            "sign reversed",
            lambda w, b, x, t, eta: (
                w - eta * (t - _fires(w, b, x)) * x,
                b - eta * (t - _fires(w, b, x)),
            ),
            "the correction goes the wrong way: after it the unit is further from the right "
            "answer than before. If it should have fired and did not, w·x + b must grow.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "bias forgotten",
            lambda w, b, x, t, eta: (w + eta * (t - _fires(w, b, x)) * x, b),
            "the weights are right, but the bias never changes. Then the line can turn but not "
            "shift. The bias is corrected by the same error, as the weight of an input that is "
            "always 1.",
            (CHAPTER, "A line that turns and shifts"),
        ),
        Misconception(
            "updates on right answers too",
            lambda w, b, x, t, eta: (w + eta * (2 * t - 1) * x, b + eta * (2 * t - 1)),
            "you correct also when the answer was right already. The perceptron learns from "
            "mistakes only: where t equals the output, nothing moves.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "output not subtracted",
            lambda w, b, x, t, eta: (w + eta * t * x, b + eta * t),
            "you move by η·t, without looking at the output. So nothing is corrected when the "
            "unit fires and should not, and something is when it fires rightly. The error is "
            "t minus the output.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "sum instead of output",
            lambda w, b, x, t, eta: (
                w + eta * (t - (np.dot(w, x) + b)) * x,
                b + eta * (t - (np.dot(w, x) + b)),
            ),
            "your error is t minus the sum w·x + b. That is another rule (Widrow and Hoff, 1960). "
            "The perceptron compares t with its output, which is 0 or 1.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "input left out",
            lambda w, b, x, t, eta: (
                w + eta * (t - _fires(w, b, x)) * np.ones_like(x),
                b + eta * (t - _fires(w, b, x)),
            ),
            "all weights move by the same amount, whatever their inputs were. Each weight moves "
            "in proportion to its own input, and an input of 0 leaves its weight alone.",
            (CHAPTER, "Why x = 0 leaves w alone"),
        ),
        Misconception(
            "eta forgotten",
            lambda w, b, x, t, eta: perceptron_update(w, b, x, t, 1.0),
            "the step size η has no influence: every correction is as if η were 1.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "silent at zero",
            lambda w, b, x, t, eta: (
                w + eta * (t - int(np.dot(w, x) + b > 0)) * x,
                b + eta * (t - int(np.dot(w, x) + b > 0)),
            ),
            "your unit stays silent when the sum is exactly 0. In this book it fires there, so "
            "other answers count as mistakes.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "eta forgotten for the bias",
            lambda w, b, x, t, eta: (
                w + eta * (t - _fires(w, b, x)) * x,
                b + (t - _fires(w, b, x)),
            ),
            "the weights are right, but the bias is corrected without η.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "judged without the bias",
            lambda w, b, x, t, eta: (
                w + eta * (t - _fires(w, 0, x)) * x,
                b + eta * (t - _fires(w, 0, x)),
            ),
            "your unit answers without its bias. The sum that decides is w·x + b.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "judged twice",
            _update_judged_twice,
            "w is right, but when b has its turn, the unit answers again with the new w. Keep the "
            "first answer, or the error, in a variable and use it for both.",
            (CHAPTER, "From four cases to one line"),
        ),
        Misconception(
            "error without sign",
            lambda w, b, x, t, eta: (
                w + eta * abs(t - _fires(w, b, x)) * x,
                b + eta * abs(t - _fires(w, b, x)),
            ),
            "you always add, also where the unit fired and should not have. There the error "
            "t - y is -1, and w and b become smaller.",
            (CHAPTER, "From four cases to one line"),
        ),
    ),
    alternatives=(_update_by_cases, _update_augmented),
    hints=(
        "First find out what the unit answers for this x with the old w and b. Is that right?",
        "The error t - y is +1, 0 or -1. Each weight moves by η times the error times its own "
        "input.",
        "Two lines are left, one for the weights and one for the bias, both with the same error. "
        "The bias moves as if its input were 1. Return both, w first.",
    ),
    section=(CHAPTER, "From four cases to one line"),
    sources=("A5",),
    points=(2, 2),
    tolerance=1e-12,
    off_limits=LIBRARY,
)


# --- not_step ---------------------------------------------------------------------------------


def not_step(w, b, x):
    y = 1 if w * x + b >= 0 else 0
    error = (1 - x) - y
    return w + error * x, b + error


def _not_by_cases(w, b, x):
    if x == 1 and w + b >= 0:
        return w - 1, b - 1
    if x == 0 and b < 0:
        return w, b + 1
    return w, b


def _not_array(w, b, x):
    y = float(b + x * w >= 0)
    return np.array([w, b]) + (1 - x - y) * np.array([x, 1.0])


def _not_wrong(change):
    """A step that makes `change(w, b, x, y, t)` after the unit has answered y."""

    def wrong(w, b, x):
        return change(w, b, x, 1 if w * x + b >= 0 else 0, 1 - x)

    return wrong


def _not_until_right(w, b, x):
    while (w * x + b >= 0) == (x == 1):
        w, b = not_step(w, b, x)
    return w, b


def _more_not(rng: np.random.Generator) -> Iterator[Case]:
    x = int(rng.integers(0, 2))
    w = int(rng.integers(-9, 10))
    b = -w * x if rng.random() < 0.25 else int(rng.integers(-9, 10))
    yield case("more", w, b, x)


NOT_STEP = Exercise(
    id="not_step",
    chapter=CHAPTER,
    title="Learning NOT by hand, in tenths",
    reference=not_step,
    wanted="the pair (w, b), both in tenths",
    cases=(
        case("x = 1, fires: wrong", 3, -2, 1),
        case("x = 0, silent: wrong", 2, -3, 0),
        case("x = 1, silent: right", -4, 1, 1),
        case("x = 0, fires: right", -4, 1, 0),
        case("x = 1, the sum is exactly 0", 2, -2, 1),
        case("x = 0, the sum is exactly 0", -3, 0, 0),
    ),
    more=_more_not,
    misconceptions=(
        Misconception(
            "sign reversed",
            _not_wrong(lambda w, b, x, y, t: (w - (t - y) * x, b - (t - y))),
            "w and b move the wrong way. If the unit fires and should not, both must become "
            "smaller.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "w moved at x = 0",
            _not_wrong(lambda w, b, x, y, t: (w + (t - y), b + (t - y))),
            "you move w also when x = 0. There w has no part in the mistake, since w·0 is 0: only "
            "b can mend it.",
            (CHAPTER, "Why x = 0 leaves w alone"),
        ),
        Misconception(
            "learns to copy",
            _not_wrong(lambda w, b, x, y, t: (w + (x - y) * x, b + (x - y))),
            "your unit learns to repeat x. NOT wants the opposite: the target is 1 when x is 0, "
            "and 0 when x is 1.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "bias left alone",
            _not_wrong(lambda w, b, x, y, t: (w + (t - y) * x, b)),
            "b never moves. Then a mistake at x = 0 can never be mended.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "silent at zero",
            lambda w, b, x: (
                w + (1 - x - int(w * x + b > 0)) * x,
                b + (1 - x - int(w * x + b > 0)),
            ),
            "your unit stays silent when the sum is exactly 0, as the lecture's does. In this "
            "book it fires there.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "tenths forgotten",
            _not_wrong(lambda w, b, x, y, t: (w + 0.1 * (t - y) * x, b + 0.1 * (t - y))),
            "you move by 0.1. All numbers here count tenths, so one step of 0.1 is 1.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "silent at zero for x = 1",
            lambda w, b, x: (w, b) if x == 1 and w + b == 0 else not_step(w, b, x),
            "for x = 1 and a sum of exactly 0 you leave everything as it is. In this book the "
            "unit fires there, and for x = 1 that is wrong: >= 0, not > 0.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "moved when right",
            lambda w, b, x: (w - 1, b - 1) if x == 1 else (w, b + 1),
            "you correct every time, also when the answer was right. Look at the answer first: "
            "in two of the four cases nothing moves.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "b smaller at x = 0",
            _not_wrong(lambda w, b, x, y, t: (w - abs(t - y) * x, b - abs(t - y))),
            "at x = 0 you make b smaller. There the unit was silent and should have fired: b must "
            "become larger.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "answer not in tenths",
            lambda w, b, x: tuple(v / 10 for v in not_step(w, b, x)),
            "your steps are right, but you have divided by 10. The answer is wanted in tenths, "
            "as w and b were given.",
            (CHAPTER, "Learning NOT by hand"),
        ),
        Misconception(
            "until it is right",
            _not_until_right,
            "you correct until the answer is right. This function takes one step only.",
            (CHAPTER, "Learning NOT by hand"),
        ),
    ),
    alternatives=(_not_by_cases, _not_array),
    hints=(
        "Which of the four cases is it: x = 0 or 1, output 0 or 1? In two of them nothing moves.",
        "x = 1 and it fires: make both smaller by one tenth. x = 0 and it is silent: make b "
        "larger by one tenth. Otherwise leave both.",
        "Compute the output first: it fires if w*x + b >= 0. Then two ifs, one for each case that "
        "is wrong, and a return for the rest.",
    ),
    section=(CHAPTER, "Learning NOT by hand"),
    sources=("A4",),
    off_limits=LIBRARY,
)

EXERCISES = (PERCEPTRON_UPDATE, NOT_STEP)
