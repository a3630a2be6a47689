"""Chapter 9, a rate for each number: one step of RMSProp and of Adam."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch09a_ravine import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

# --- rmsprop_step -----------------------------------------------------------------------------


def rmsprop_step(theta, s, g, eta, rho):
    # A moving average of the squares; its root is the usual size of the slope.
    s = rho * s + (1 - rho) * g**2
    return theta - eta * g / (np.sqrt(s) + 1e-8), s


def _rmsprop_numbers(theta, s, g, eta, rho):
    places, squares = [], []
    for p, old, slope in zip(theta, s, g, strict=True):
        new = old + (1 - rho) * (slope * slope - old)
        places.append(p - eta * slope / (new**0.5 + 1e-8))
        squares.append(new)
    return places, squares


def _rmsprop_rates(theta, s, g, eta, rho):
    new = np.average([s, np.square(g)], axis=0, weights=[rho, 1 - rho])
    own_rate = eta / (1e-8 + new**0.5)
    return theta - own_rate * g, new


def _rms(square=None, move=None):
    """rmsprop_step with another average of the squares, or another move."""

    def wrong(theta, s, g, eta, rho):
        new = rho * s + (1 - rho) * g**2 if square is None else square(s, g, rho)
        if move is None:
            return theta - eta * g / (np.sqrt(new) + 1e-8), new
        return theta + eta * move(s, new, g), new

    return wrong


def _over_root(g, square):
    return g / np.sqrt(square)


def _root_returned(theta, s, g, eta, rho):
    moved, new = rmsprop_step(theta, s, g, eta, rho)
    return moved, np.sqrt(new)


def _more_rms(rng: np.random.Generator) -> Iterator[Case]:
    theta, g = rng.normal(size=(2, 3)).round(1) + 0.05
    eta, rho = (float(u) for u in (rng.choice([0.1, 0.2, 0.5]), rng.choice([0.6, 0.8, 0.9])))
    yield case("more", theta, rng.uniform(0.1, 4, 3).round(1), g, eta, rho)
    yield case("more, tiny slopes", theta, np.zeros(3), 1e-5 * g, eta, rho)


RMSPROP_STEP = Exercise(
    id="rmsprop_step",
    chapter=CHAPTER,
    title="One step of RMSProp",
    reference=rmsprop_step,
    wanted="two arrays: the new theta and the new s",
    cases=(
        case(
            "the first step", array([1.0, 1.0]), array([0.0, 0.0]), array([100.0, 0.01]), 0.1, 0.9
        ),
        case("a later step", array([0.5, -2.0]), array([4.0, 1.0]), array([-2.0, 3.0]), 0.1, 0.8),
        case("tiny slopes", array([1.0, 2.0]), array([0.0, 0.0]), array([1e-5, -2e-5]), 0.5, 0.9),
    ),
    more=_more_rms,
    misconceptions=(
        Misconception(
            "AdaGrad",
            _rms(square=lambda s, g, rho: s + g**2),
            "this is AdaGrad, which forgets nothing. In RMSProp the old squares fade: the share "
            "rho of them remains, and the new square counts with 1 − rho.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "rho on the wrong side",
            _rms(square=lambda s, g, rho: (1 - rho) * s + rho * g**2),
            "rho and 1 − rho have changed places: rho is the share of the past that is kept.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "new square whole",
            _rms(square=lambda s, g, rho: rho * s + g**2),
            "the new square counts with 1 − rho. Without it s grows to ten times the usual square "
            "(for rho = 0.9), and all steps become too short.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "root forgotten",
            _rms(move=lambda s, new, g: -g / (new + 1e-8)),
            "you divide by s, which is a square. Its root is the usual size of the slope.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "old s in the step",
            _rms(move=lambda s, new, g: -g / (np.sqrt(s) + 1e-8)),
            "you divide by the root of the old s. In the first step that is 0, and the walk jumps "
            "out of sight. First the new s, then the step.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "epsilon inside the root",
            _rms(move=lambda s, new, g: -g / np.sqrt(new + 1e-8)),
            "almost: your 1e-8 stands inside the root, where it acts like 1e-4. Tiny slopes give "
            "it away. Take the root first, then add.",
            (CHAPTER, "Reading the sources closely: ε inside the root"),
        ),
        Misconception(
            "epsilon forgotten",
            _rms(move=lambda s, new, g: -_over_root(g, new)),
            "almost: the 1e-8 is not there. Tiny slopes give it away, and a slope of 0 would make "
            "0/0. Add it to the root.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "root returned",
            _root_returned,
            "theta is right, but you return the root of s. The next step goes on with s itself.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "square forgotten",
            _rms(square=lambda s, g, rho: rho * s + (1 - rho) * g),
            "you average the slopes themselves. Their signs would cancel, and the root of a "
            "negative number is nan. s is the average of their squares.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "one rate for all",
            _rms(square=lambda s, g, rho: rho * s + (1 - rho) * np.mean(g**2)),
            "you average the squares over all numbers. Every number keeps its own s.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "uphill",
            _rms(move=lambda s, new, g: g / (np.sqrt(new) + 1e-8)),
            "the step goes uphill: a minus is missing.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "sign only",
            _rms(move=lambda s, new, g: -np.sign(g)),
            "your steps are all eta long. In the long run that is so, if the slopes never change; "
            "but each step is the slope divided by the root of s.",
            (CHAPTER, "A rate for each number"),
        ),
        Misconception(
            "plain step",
            _rms(move=lambda s, new, g: -g),
            "s is right, but theta made a plain step. Divide the slope by the root of s.",
            (CHAPTER, "A rate for each number"),
        ),
    ),
    alternatives=(_rmsprop_numbers, _rmsprop_rates),
    hints=(
        "First the moving average s of the squares, then a step with the slope divided by its "
        "usual size.",
        "The new s is rho times the old one plus (1 − rho) times the square of the slope, for "
        "each number by itself.",
        "Divide eta*g by the root of the *new* s; the 1e-8 is added to the root, not under it.",
    ),
    section=(CHAPTER, "A rate for each number"),
    sources=("C16",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- adam_step --------------------------------------------------------------------------------


def adam_step(theta, m, v, t, g, eta):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    # Both averages began at 0: after t steps they hold only this share of what they should.
    m_hat = m / (1 - 0.9**t)
    v_hat = v / (1 - 0.999**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + 1e-8), m, v


def _adam_numbers(theta, m, v, t, g, eta):
    rows = []
    for p, a, b, slope in zip(theta, m, v, g, strict=True):
        a = a + (1 - 0.9) * (slope - a)
        b = b + (1 - 0.999) * (slope * slope - b)
        size = (b / (1 - 0.999**t)) ** 0.5 + 1e-8
        rows.append((p - eta * a / (1 - 0.9**t) / size, a, b))
    return [list(column) for column in zip(*rows, strict=True)]


def _adam_one_rate(theta, m, v, t, g, eta):
    m, v = np.multiply(0.9, m) + 0.1 * g, np.multiply(0.999, v) + 0.001 * np.square(g)
    full_m, full_v = 1 - np.power(0.9, t), 1 - np.power(0.999, t)
    move = m / full_m / (1e-8 + np.sqrt(v / full_v))
    return theta - eta * move, m, v


def _adam(b1=0.9, b2=0.999, share=None, move=None, give=None):
    """adam_step with other averages, shares, move or results."""

    def wrong(theta, m, v, t, g, eta):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        share_m, share_v = (1 - b1**t, 1 - b2**t) if share is None else share(t)
        m_hat, v_hat = np.divide(m, share_m), np.divide(v, share_v)
        step = m_hat / (np.sqrt(v_hat) + 1e-8) if move is None else move(m_hat, v_hat, g)
        return (
            (theta - eta * step, m, v) if give is None else give(theta - eta * step, m_hat, v_hat)
        )

    return wrong


def _adam_late_epsilon(theta, m, v, t, g, eta):
    # both corrections in the rate, as a remark in the paper has it
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    rate = eta * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return theta - rate * m / (np.sqrt(v) + 1e-8), m, v


def _adam_bare_slopes(theta, m, v, t, g, eta):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return theta - eta * m_hat / (np.sqrt(v_hat) + 1e-8), m, v


def _adam_corrects_first(theta, m, v, t, g, eta):
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    _, m, v = adam_step(theta, m, v, t, g, eta)
    return theta - eta * m_hat / (np.sqrt(v_hat) + 1e-8), m, v


def _more_adam(rng: np.random.Generator) -> Iterator[Case]:
    theta, m, g = rng.normal(size=(3, 2)).round(1) + 0.05
    t = int(rng.integers(3, 9))
    yield case("more", theta, m, rng.uniform(0.05, 2, 2).round(2), t, g, 0.1)
    yield case("more, tiny slopes", theta, np.zeros(2), np.zeros(2), 1, 1e-5 * g, 0.5)


ADAM_STEP = Exercise(
    id="adam_step",
    chapter=CHAPTER,
    title="One step of Adam",
    reference=adam_step,
    wanted="three arrays: the new theta, m and v",
    cases=(
        case("step 1", array([1.0, 1.0]), np.zeros(2), np.zeros(2), 1, array([4.0, -0.5]), 0.1),
        case(
            "step 3",
            array([0.5, 2.0]),
            array([0.8, -0.4]),
            array([0.3, 0.02]),
            3,
            array([2.0, -1.0]),
            0.1,
        ),
        case(
            "step 1, tiny slopes",
            array([0.0, 1.0]),
            np.zeros(2),
            np.zeros(2),
            1,
            array([1e-5, -2e-5]),
            0.5,
        ),
    ),
    more=_more_adam,
    misconceptions=(
        Misconception(
            "no correction",
            _adam(share=lambda t: (1, 1)),
            "the correction is missing. Both averages start at 0 and are too small at first: "
            "divide m by 1 − 0.9**t and v by 1 − 0.999**t.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "epsilon inside the root",
            _adam(move=lambda m, v, g: m / np.sqrt(v + 1e-8)),
            "almost: your 1e-8 stands inside the root, where it acts like 1e-4. Tiny slopes give "
            "it away. The paper adds it to the root.",
            (CHAPTER, "Reading the sources closely: ε inside the root"),
        ),
        Misconception(
            "epsilon forgotten",
            _adam(move=lambda m, v, g: _over_root(m, v)),
            "almost: the 1e-8 is not there. Tiny slopes give it away. Add it to the root.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "epsilon beside the uncorrected root",
            _adam_late_epsilon,
            "almost: both corrections are in your rate, so the 1e-8 is added to the root of the "
            "uncorrected v. That is the third form. Correct v first, then take the root.",
            (CHAPTER, "Reading the sources closely: ε inside the root"),
        ),
        Misconception(
            "square forgotten",
            _adam_bare_slopes,
            "v averages the slopes themselves, and the root of a negative number is nan. v is the "
            "average of their squares.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "old averages corrected",
            _adam_corrects_first,
            "you correct the old averages, and the slope of this step comes in too late. First "
            "the new m and v, then the correction.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "times for power",
            _adam(share=lambda t: (1 - 0.9 * t, 1 - 0.999 * t)),
            "you multiply 0.9 and 0.999 by t, and soon take the root of a negative number. They "
            "are raised to the power t: two stars in Python.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "only m corrected",
            _adam(share=lambda t: (1 - 0.9**t, 1)),
            "m is corrected and v is not. v starts at 0 as well, and it needs the correction for "
            "much longer.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "only v corrected",
            _adam(share=lambda t: (1, 1 - 0.999**t)),
            "v is corrected and m is not: the first step comes out at a tenth of eta.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "counted one too far",
            _adam(share=lambda t: (1 - 0.9 ** (t + 1), 1 - 0.999 ** (t + 1))),
            "you count one step too many. t is 1 in the first step already; use it as it is.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "counted from 0",
            _adam(share=lambda t: (1 - 0.9 ** (t - 1), 1 - 0.999 ** (t - 1))),
            "you count one step too few, and in the first step you divide 0 by 0. t is 1 in the "
            "first step already; use it as it is.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "not counted",
            _adam(share=lambda t: (0.1, 0.001)),
            "you divide by 1 − 0.9 and 1 − 0.999 in every step. That is right only in the first: "
            "the powers with t are missing.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "betas swapped",
            _adam(b1=0.999, b2=0.9),
            "0.9 and 0.999 have changed places: the average m of the slopes forgets fast, the "
            "average v of the squares slowly.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "root forgotten",
            _adam(move=lambda m, v, g: m / (v + 1e-8)),
            "you divide by v, which is a square. Divide by its root.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "corrected averages returned",
            _adam(give=lambda theta, m, v: (theta, m, v)),
            "theta is right, but you return the corrected averages. The next step must go on with "
            "m and v as they are.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "slope for its average",
            _adam(move=lambda m, v, g: g / (np.sqrt(v) + 1e-8)),
            "m is computed and never used: the step is the average slope divided by the root, not "
            "the last slope.",
            (CHAPTER, "Adam counts its steps"),
        ),
        Misconception(
            "uphill",
            _adam(move=lambda m, v, g: -m / (np.sqrt(v) + 1e-8)),
            "the step goes uphill: a minus is missing.",
            (CHAPTER, "Adam counts its steps"),
        ),
    ),
    alternatives=(_adam_numbers, _adam_one_rate),
    hints=(
        "Five lines: the two averages, the two corrected ones, the step. The chapter has the "
        "formulas in this order.",
        "The averages are kept uncorrected; the corrected ones serve this step only.",
        "Divide m by 1 − 0.9**t and v by 1 − 0.999**t; then divide eta times the first by the "
        "root of the second plus 1e-8.",
    ),
    section=(CHAPTER, "Adam counts its steps"),
    sources=("B22", "C16"),
    tolerance=1e-9,
    points=(1, 3),
    off_limits=LIBRARY,
)


EXERCISES = (RMSPROP_STEP, ADAM_STEP)
