"""Chapter 7, from a step to a bump, and the net that makes it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.activations import sigmoid
from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

CHAPTER = "07_universal"
LIBRARY = tuple(
    f"course_lib.approximation.{name}"
    for name in ("bump", "staircase", "hinges", "power_law", "fold", "sawtooth", "count_pieces")
)
STEP = (CHAPTER, "One unit makes a step")
BUMP = (CHAPTER, "Two steep sigmoids make a bump")


# --- bump -------------------------------------------------------------------------------------


def bump(x, left, right, height, a):
    return height * (sigmoid(a * (x - left)) - sigmoid(a * (x - right)))


def _bump_loop(x, left, right, height, a):
    answers = []
    for place in x:
        up = 1 / (1 + np.exp(-a * place + a * left))
        down = 1 / (1 + np.exp(-a * place + a * right))
        answers.append(height * up - height * down)
    return answers


def _bump_mirrored(x, left, right, height, a):
    return height * sigmoid(a * (right - x)) - height * sigmoid(a * (left - x))


def _more_bumps(rng: np.random.Generator) -> Iterator[Case]:
    left = float(rng.choice([-1.5, -0.5, 0.5, 1.0, 2.0]))
    width = float(rng.choice([0.5, 1.0, 1.5]))
    x = left + width * rng.choice([-1.0, -0.25, 0.1, 0.5, 0.75, 1.0, 2.0], 4, replace=False)
    yield case("more", x, left, left + width, float(rng.choice([-2.0, 0.5, 3.0])), 4.0 / width)


PLACES = array([0.0, 0.5, 1.0, 1.25, 2.0])

BUMP_TASK = Exercise(
    id="bump",
    chapter=CHAPTER,
    title="A bump",
    reference=bump,
    wanted="an array as long as x: the height of the bump at each place",
    cases=(
        case("from 0.5 to 1, steep", PLACES, 0.5, 1.0, 2.0, 20.0),
        case("from 0.5 to 1, gentle", PLACES, 0.5, 1.0, 2.0, 4.0),
        case("a hollow", PLACES, 1.0, 1.5, -0.5, 6.0),
        case("left of zero", PLACES - 2, -1.5, -0.5, 3.0, 5.0),
    ),
    more=_more_bumps,
    misconceptions=(
        Misconception(
            "added",
            lambda x, left, right, h, a: h * (sigmoid(a * (x - left)) + sigmoid(a * (x - right))),
            "far to the right your curve is twice as high instead of 0: the second step is added. "
            "It has to take away what the first one gave.",
            BUMP,
        ),
        Misconception(
            "turned over",
            lambda x, left, right, h, a: -bump(x, left, right, h, a),
            "your bump points the wrong way: the unit at `left` goes up, the one at `right` is "
            "taken away.",
            BUMP,
        ),
        Misconception(
            "edge not multiplied",
            lambda x, left, right, h, a: h * (sigmoid(a * x - left) - sigmoid(a * x - right)),
            "your edges lie at left/a and right/a. The sum must be 0 at the edge: a·(x − left), "
            "with the brackets.",
            STEP,
        ),
        Misconception(
            "edge on the other side of zero",
            lambda x, left, right, h, a: h * (sigmoid(a * (x + left)) - sigmoid(a * (x + right))),
            "your edges lie at −left and −right. The sum a·(x − left) is 0 at x = left.",
            STEP,
        ),
        Misconception(
            "height forgotten",
            lambda x, left, right, h, a: bump(x, left, right, 1.0, a),
            "the height has no influence: your bump is always 1 high.",
            BUMP,
        ),
        Misconception(
            "height on one unit only",
            lambda x, left, right, h, a: h * sigmoid(a * (x - left)) - sigmoid(a * (x - right)),
            "only the first step has the height, so the second cannot take it away completely. "
            "Multiply both.",
            BUMP,
        ),
        Misconception(
            "steepness forgotten",
            lambda x, left, right, h, a: bump(x, left, right, h, 1.0),
            "the steepness a has no influence on your result. It is the weight of both units.",
            STEP,
        ),
        Misconception(
            "multiplied instead of subtracted",
            lambda x, left, right, h, a: h * sigmoid(a * (x - left)) * sigmoid(a * (right - x)),
            "you multiply the two units. That looks much like a bump, but the output of a net can "
            "only add and subtract what its units say: one step minus the other.",
            BUMP,
        ),
        Misconception(
            "a box without sigmoids",
            lambda x, left, right, h, a: np.where((x >= left) & (x <= right), h, 0.0),
            "your bump is a box with sharp edges. A unit climbs gently: at its own edge it is "
            "half-way up, and how fast it climbs depends on a. Use sigmoid.",
            STEP,
        ),
        Misconception(
            "a box without its right border",
            lambda x, left, right, h, a: np.where((x >= left) & (x < right), h, 0.0),
            "you ask whether each place lies between the edges. A unit does not decide like that: "
            "it climbs, and at its own edge it is half-way up. Use sigmoid, with the steepness a.",
            STEP,
        ),
    ),
    alternatives=(_bump_loop, _bump_mirrored),
    hints=(
        "What does a unit with weight a and its edge at `left` answer? Draw it, then the one at "
        "`right` below it.",
        "The unit at `left` computes σ(a·(x − left)). The bump is that minus the same for `right`.",
        "Two calls of sigmoid, one minus sign between them, and the height in front of both.",
    ),
    section=BUMP,
    sources=("B14",),
    points=(1, 2),
    tolerance=1e-8,
    off_limits=LIBRARY,
)


# --- bump_net ---------------------------------------------------------------------------------


def bump_net(left, right, height, a):
    return np.array([a, a]), np.array([-a * left, -a * right]), np.array([height, -height])


def _net_other_order(left, right, height, a):
    return [a, a], [-a * right, -a * left], [-height, height]


def _net_facing_left(left, right, height, a):
    return (-a, -a), (a * left, a * right), (-height, height)


ALONG = array([-3.0, -0.5, 0.0, 0.25, 0.5, 1.0, 1.3, 4.0])


def _net_view(args, result):
    """The net's answers at places left of, in and right of the bump."""
    left, right = args[:2]
    try:
        w, b, v = (np.asarray(part, dtype=float) for part in result)
    except (TypeError, ValueError):
        raise Unusable("wanted are three lists of two numbers each: w, b, v") from None
    for name, part in zip("wbv", (w, b, v), strict=True):
        if part.shape != (2,):
            raise Unusable(f"{name} should hold two numbers, one for each unit, not {part.shape}")
    x = left + ALONG * (right - left)
    return (sigmoid(np.outer(x, w) + b) @ v).round(9)


def _net(w=(1, 1), b=lambda p, q, a: [-a * p, -a * q], v=(1, -1)):
    """A net whose weights, biases or last weights are made by another rule."""

    def wrong(left, right, height, a):
        return [a * k for k in w], b(left, right, a), [height * k for k in v]

    return wrong


def _more_nets(rng: np.random.Generator) -> Iterator[Case]:
    left = float(rng.choice([-2.0, -0.75, 0.5, 1.25, 3.0]))
    width = float(rng.choice([0.5, 1.0, 2.0]))
    yield case("more", left, left + width, float(rng.choice([-1.5, 0.7, 2.0])), 6.0 / width)


BUMP_NET = Exercise(
    id="bump_net",
    chapter=CHAPTER,
    title="The net that makes a bump",
    reference=bump_net,
    wanted="(w, b, v), two numbers each; compared are the answers of your net at eight places",
    cases=(
        case("from 1 to 2", 1.0, 2.0, 1.0, 8.0),
        case("lower and wider", 0.5, 2.5, 0.4, 5.0),
        case("left of zero", -2.0, -1.0, 3.0, 8.0),
        case("a hollow", 1.0, 1.5, -0.5, 10.0),
    ),
    more=_more_nets,
    misconceptions=(
        Misconception(
            "bias without the steepness",
            _net(b=lambda p, q, a: [-p, -q]),
            "your edges lie at left/a and right/a. An edge lies where w·x + b = 0, that is at "
            "−b/w, so the bias has to grow with the weight.",
            STEP,
        ),
        Misconception(
            "bias with the wrong sign",
            _net(b=lambda p, q, a: [a * p, a * q]),
            "your edges lie at −left and −right. An edge lies at −b/w, so the bias is minus the "
            "place times the weight.",
            STEP,
        ),
        Misconception(
            "both added",
            _net(v=(1, 1)),
            "both units have the same last weight, so the curve climbs a second time. The second "
            "unit has to be taken away.",
            BUMP,
        ),
        Misconception(
            "turned over",
            _net(v=(-1, 1)),
            "your bump points the wrong way: the two last weights are exchanged.",
            BUMP,
        ),
        Misconception(
            "second unit faces left",
            _net(w=(1, -1), b=lambda p, q, a: [-a * p, a * q], v=(1, 1)),
            "the bump has the right shape, but everything is too high by `height`: outside, one of "
            "the two units is always on. Taking a step away is not the same as turning it round.",
            BUMP,
        ),
        Misconception(
            "second unit asleep",
            _net(v=(1, 0)),
            "your curve goes up and stays up. The unit at `right` has no say.",
            BUMP,
        ),
        Misconception(
            "height forgotten",
            lambda left, right, height, a: bump_net(left, right, 1.0, a),
            "the height has no influence: your bump is always 1 high. The last weights decide how "
            "much each unit adds or takes away.",
            BUMP,
        ),
        Misconception(
            "steepness forgotten",
            lambda left, right, height, a: bump_net(left, right, height, 1.0),
            "the edges are right, but the steepness a has no influence on your net. It is the "
            "weight of both units, and the biases grow with it.",
            STEP,
        ),
    ),
    alternatives=(_net_other_order, _net_facing_left),
    hints=(
        "The unit computes σ(w·x + b), and you want σ(a·(x − left)). Multiply the bracket out.",
        "a·(x − left) = a·x − a·left. Which part is w·x, and which is b?",
        "Both units have weight a. The last weights are the height, and the height with its sign "
        "turned.",
    ),
    section=BUMP,
    sources=("B14",),
    points=(2, 2),
    tolerance=1e-6,
    view=_net_view,
    off_limits=LIBRARY,
)

EXERCISES = (BUMP_TASK, BUMP_NET)
