"""Chapter 10, dropout on the way up and on the way back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
ASLEEP = (CHAPTER, "Half the units asleep")


# --- dropout_forward --------------------------------------------------------------------------


def dropout_forward(a, u, rate, training):
    if not training:
        return a  # in use everybody is awake, and nobody shouts
    return a * (u >= rate) / (1 - rate)


def _forward(a, u, rate, training, *, scale=None, use=1.0, awake=None, always=False):
    if not training and not always:
        return a * (use if np.isscalar(use) else use(rate))
    mask = u >= rate if awake is None else awake(u, rate)
    return a * mask * (1 / (1 - rate) if scale is None else scale(rate, mask))


def _forward_loops(a, u, rate, training):
    rows = []
    for row, lots in zip(a, u, strict=True):
        rows.append([])
        for value, lot in zip(row, lots, strict=True):
            if not training:
                rows[-1].append(float(value))
            else:
                rows[-1].append(float(value) / (1 - rate) if lot >= rate else 0.0)
    return rows


def _forward_where(a, u, rate, training):
    out = np.array(a, dtype=float)
    if training:
        out[u < rate] = 0
        out = out / (1 - rate)
    return out


def _lots(rng: np.random.Generator, shape: tuple[int, int], rate: float) -> np.ndarray:
    """Numbers from 0 to 1 that leave some units awake and some asleep, none of them at `rate`."""
    u = rng.integers(0, 100, shape) / 100 + 0.005
    # another share awake than 1 - rate, so that counting it is no answer
    u.flat[:4] = rate / 2, (1 + rate) / 2, rate / 5, rate / 7
    return u


def _more_forward(rng: np.random.Generator) -> Iterator[Case]:
    rate = float(rng.choice([0.2, 0.25, 0.4, 0.6, 0.75, 0.8]))
    shape = (int(rng.integers(2, 4)), int(rng.integers(3, 5)))
    a = rng.integers(1, 12, shape) / 2
    yield case("more", a, _lots(rng, shape, rate), rate, True)
    yield case("more", a, _lots(rng, shape, rate), rate, False)


_A = array([[2.0, 1.0, 3.0], [0.5, 4.0, 1.5]])
_U = array([[0.9, 0.1, 0.15], [0.05, 0.6, 0.3]])

DROPOUT_FORWARD = Exercise(
    id="dropout_forward",
    chapter=CHAPTER,
    title="Dropout on the way up",
    reference=dropout_forward,
    wanted="an array of the shape of a",
    cases=(
        case("training, rate 0.2", _A, _U, 0.2, True),
        case("training, rate 0.75", _A, _U, 0.75, True),
        case("in use", _A, _U, 0.75, False),
        case("a single unit that sleeps", array([[2.0]]), array([[0.1]]), 0.25, True),
        case("rate 0: everybody is awake", _A, _U, 0.0, True),
    ),
    more=_more_forward,
    misconceptions=(
        Misconception(
            "not scaled up",
            lambda *args: _forward(*args, scale=lambda *_: 1.0),
            "the sleepers are silent, but the others do not speak up: while training they are "
            "divided by the share that is kept, 1 − rate.",
            ASLEEP,
        ),
        Misconception(
            "the form of 2014",
            lambda *args: _forward(*args, scale=lambda *_: 1.0, use=lambda rate: 1 - rate),
            "this is the form of the paper of 2014: nothing is scaled while training, and in use "
            "everything is multiplied by 1 − rate. It is right on average; wanted is the inverted "
            "form, which scales while training and changes nothing in use.",
            ASLEEP,
        ),
        Misconception(
            "scaled in both places",
            lambda *args: _forward(*args, use=lambda rate: 1 - rate),
            "you scale up while training *and* scale down in use. One of them is enough, here the "
            "first: in use a stays as it is.",
            ASLEEP,
        ),
        Misconception(
            "scaled up in use, too",
            lambda *args: _forward(*args, use=lambda rate: 1 / (1 - rate)),
            "in use you divide by 1 − rate as well. There all units are awake, and nobody has to "
            "make up for anybody.",
            ASLEEP,
        ),
        Misconception(
            "asleep and awake swapped",
            lambda *args: _forward(*args, awake=lambda u, rate: u < rate),
            "you keep the units with u below the rate. Those are the ones that sleep.",
            ASLEEP,
        ),
        Misconception(
            "divided by the rate",
            lambda *args: _forward(*args, scale=lambda rate, _: 1 / rate if rate else float("inf")),
            "you divide by the rate, the share that sleeps. What remains has to stand for all: "
            "divide by the share that is awake.",
            ASLEEP,
        ),
        Misconception(
            "always twice",
            lambda *args: _forward(*args, scale=lambda *_: 2.0),
            "those that are awake are doubled whatever the rate. Twice is right for a rate of ½; "
            "in general they are divided by 1 − rate.",
            ASLEEP,
        ),
        Misconception(
            "activities compared",
            lambda a, u, rate, training: a * (a >= rate) / (1 - rate) if training else a,
            "you compare the activities with the rate. The lots u decide who sleeps.",
            ASLEEP,
        ),
        Misconception(
            "multiplied by the share kept",
            lambda *args: _forward(*args, scale=lambda rate, _: 1 - rate),
            "while training you multiply by 1 − rate. That makes the sums still smaller. They have "
            "to be made up for: divide.",
            ASLEEP,
        ),
        Misconception(
            "sleeps in use",
            lambda *args: _forward(*args, always=True),
            "your units sleep in use, too. Dropout is for training only: if training is False, a "
            "comes out as it is.",
            ASLEEP,
        ),
        Misconception(
            "counted share",
            lambda *args: _forward(
                *args, scale=lambda _, mask: 1 / max(float(np.mean(mask)), 1e-9)
            ),
            "you divide by the share that happened to be awake. Divide by the expected share, "
            "1 − rate: only then is the mean over all masks the full activity.",
            ASLEEP,
        ),
        Misconception(
            "the mask alone",
            lambda a, u, rate, training: (u >= rate) / (1 - rate) if training else a,
            "this is the mask. Multiply the activities by it.",
            ASLEEP,
        ),
        Misconception(
            "compared with the share kept",
            lambda *args: _forward(*args, awake=lambda u, rate: u >= 1 - rate),
            "you compare u with 1 − rate. Asleep is who has u < rate.",
            ASLEEP,
        ),
        Misconception(
            "awake below the share kept",
            lambda *args: _forward(*args, awake=lambda u, rate: u < 1 - rate),
            "you keep those with u < 1 − rate. On average as many are awake, but others; "
            "here those with u < rate sleep, and the others are awake.",
            ASLEEP,
        ),
        Misconception(
            "times the lots",
            lambda a, u, rate, training: a * u / (1 - rate) if training else a,
            "you multiply by the lots u themselves. They only decide: 0 for u < rate, else 1.",
            ASLEEP,
        ),
        Misconception(
            "training and use swapped",
            lambda a, u, rate, training: dropout_forward(a, u, rate, not training),
            "training and use are swapped: units sleep when training is True.",
            ASLEEP,
        ),
        Misconception(
            "one lot for all",
            lambda a, u, rate, training: a if not training else 0 if u < rate else a / (1 - rate),
            "an `if` asks one question for the whole array u, which has many answers. Compare the "
            "arrays (u >= rate gives an array of True and False), or go through the numbers in "
            "two loops.",
            ASLEEP,
        ),
    ),
    alternatives=(_forward_loops, _forward_where),
    hints=(
        "Two cases: training or not. If not, nothing happens to a.",
        "In training: u >= rate is True for the units that are awake. Multiplied by a, True counts "
        "as 1 and False as 0.",
        "Divide what is left by the share that is kept on average. With rate 0.2 that is 0.8.",
    ),
    section=ASLEEP,
    sources=("B17", "C16"),
    tolerance=1e-9,
)


# --- dropout_backward -------------------------------------------------------------------------


def dropout_backward(da, u, rate):
    # The output was a times the mask, so the slope of each output is its number in the mask.
    return da * (u >= rate) / (1 - rate)


def _backward_loops(da, u, rate):
    return [
        [float(d) / (1 - rate) if lot >= rate else 0.0 for d, lot in zip(*rows, strict=True)]
        for rows in zip(da, u, strict=True)
    ]


def _backward_where(da, u, rate):
    return np.where(u < rate, 0.0, da * (1 / (1 - rate)))


def _more_backward(rng: np.random.Generator) -> Iterator[Case]:
    rate = float(rng.choice([0.2, 0.25, 0.4, 0.6, 0.75, 0.8]))
    shape = (int(rng.integers(2, 4)), int(rng.integers(3, 5)))
    da = rng.choice([-1, 1], shape) * rng.integers(1, 12, shape) / 2
    da.flat[1] = -abs(da.flat[1])  # an awake unit with a negative slope, and a positive one below
    u = _lots(rng, shape, rate)
    u.flat[-1] = 0.999
    da.flat[-1] = abs(da.flat[-1])
    yield case("more", da, u, rate)


_D = array([[1.0, -2.0, 0.5], [3.0, -1.0, 2.0]])

DROPOUT_BACKWARD = Exercise(
    id="dropout_backward",
    chapter=CHAPTER,
    title="Dropout on the way back",
    reference=dropout_backward,
    wanted="an array of the shape of da",
    cases=(
        case("rate 0.2", _D, _U, 0.2),
        case("rate 0.4", _D, _U, 0.4),
        case("rate 0.6", _D, array([[0.7, 0.9, 0.1], [0.2, 0.3, 0.95]]), 0.6),
    ),
    more=_more_backward,
    misconceptions=(
        Misconception(
            "blame for sleepers",
            lambda da, u, rate: da + 0.0,
            "the blame passes as if nobody had slept. A unit that was silenced had no part in the "
            "output: its blame is 0.",
            ASLEEP,
        ),
        Misconception(
            "blame for sleepers, scaled",
            lambda da, u, rate: da / (1 - rate),
            "all blame is scaled up, that of the sleepers too. They had no part in the output: "
            "their blame is 0.",
            ASLEEP,
        ),
        Misconception(
            "not scaled up",
            lambda da, u, rate: da * (u >= rate),
            "the sleepers get no blame, which is right. The others spoke more loudly by the factor "
            "1/(1 − rate), so by this factor they are to blame.",
            ASLEEP,
        ),
        Misconception(
            "scaled down",
            lambda da, u, rate: da * (u >= rate) * (1 - rate),
            "you multiply by 1 − rate on the way back. It is the same mask as on the way up, and "
            "that divides.",
            ASLEEP,
        ),
        Misconception(
            "asleep and awake swapped",
            lambda da, u, rate: da * (u < rate) / (1 - rate),
            "you pass the blame on to those who slept, and to nobody else.",
            ASLEEP,
        ),
        Misconception(
            "divided by the rate",
            lambda da, u, rate: da * (u >= rate) / rate,
            "you divide by the rate. The mask on the way up divides by the share that is kept, "
            "1 − rate.",
            ASLEEP,
        ),
        Misconception(
            "always twice",
            lambda da, u, rate: da * (u >= rate) * 2,
            "the blame is doubled whatever the rate. Twice is right for a rate of ½; in general "
            "it is divided by 1 − rate, as on the way up.",
            ASLEEP,
        ),
        Misconception(
            "mask twice",
            lambda da, u, rate: da * (u >= rate) / (1 - rate) ** 2,
            "you divide by 1 − rate twice. On the way back the mask is used once.",
            ASLEEP,
        ),
        Misconception(
            "taken for a ReLU",
            lambda da, u, rate: da * (da > 0) * (u >= rate) / (1 - rate),
            "negative blame is lost. That is no business of dropout: the mask asks only who was "
            "awake.",
            ASLEEP,
        ),
        Misconception(
            "counted share",
            lambda da, u, rate: da * (u >= rate) / max(float(np.mean(u >= rate)), 1e-9),
            "you divide by the share that happened to be awake. On the way up it was 1 − rate; on "
            "the way back it must be the same.",
            ASLEEP,
        ),
        Misconception(
            "times the lots",
            lambda da, u, rate: da * u / (1 - rate),
            "you multiply by the lots u themselves. They only decide: 0 for u < rate, else 1.",
            ASLEEP,
        ),
        Misconception(
            "the mask alone",
            lambda da, u, rate: (u >= rate) / (1 - rate),
            "this is the mask, the slope of each output. The blame below is the blame above times "
            "the slope.",
            ASLEEP,
        ),
        Misconception(
            "compared with the share kept",
            lambda da, u, rate: da * (u >= 1 - rate) / (1 - rate),
            "you compare u with 1 − rate. Asleep is who has u < rate, as on the way up.",
            ASLEEP,
        ),
        Misconception(
            "divided by the mask",
            lambda da, u, rate: da / ((u >= rate) / (1 - rate)),
            "you divide by the mask. Blame is multiplied by the slope; to divide by the zeros of "
            "the sleepers makes it infinite.",
            ASLEEP,
        ),
    ),
    alternatives=(_backward_loops, _backward_where),
    hints=(
        "On the way up each output was the activity times one number of the mask. By the product "
        "rule that number is also the slope.",
        "The mask is 0 for the units that sleep, u < rate, and 1/(1 − rate) for the others.",
        "So it is the same line as on the way up, with the blame in the place of the activities. "
        "There is nothing to decide: backward is needed in training only.",
    ),
    section=ASLEEP,
    sources=("B17",),
    tolerance=1e-9,
)

EXERCISES = (DROPOUT_FORWARD, DROPOUT_BACKWARD)
