"""Chapter 6, what can be put together from bends: a ramp, a curve of hinges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

CHAPTER = "06_activations"


# --- ramp_units -------------------------------------------------------------------------------


def ramp_units(left, right):
    slope = 1 / (right - left)
    return np.array([1.0, 1.0]), np.array([-left, -right]), np.array([slope, -slope])


def _ramp_steep_inside(left, right):
    k = 1 / (right - left)
    return [k, k], [-k * left, -k * right], [1, -1]


def _ramp_other_order(left, right):
    width = right - left
    return (2.0, 2.0), (-2 * right, -2 * left), (-0.5 / width, 0.5 / width)


PLACES = array([-2.0, -1.0, -0.3, 0.0, 0.2, 0.5, 0.8, 1.0, 1.4, 2.0, 4.0])


def _ramp_view(args, result):
    """The heights of the curve at places left of, on and right of the ramp."""
    left, right = args
    try:
        w, b, v = (np.asarray(part, dtype=float) for part in result)
    except (TypeError, ValueError):
        raise Unusable("wanted are three lists of two numbers each: w, b, v") from None
    for name, part in zip("wbv", (w, b, v), strict=True):
        if part.shape != (2,):
            raise Unusable(f"{name} should hold two numbers, one for each unit, not {part.shape}")
    z = left + PLACES * (right - left)
    return (np.maximum(z[:, None] * w + b, 0) @ v).round(9)


def _ramp(bend, height):
    """A ramp whose biases and last weights are made by other formulas."""

    def wrong(left, right):
        return [1, 1], bend(left, right), height(right - left)

    return wrong


def _more_ramps(rng: np.random.Generator) -> Iterator[Case]:
    left = int(rng.integers(1, 8)) / 2 * (1 if rng.random() < 0.5 else -1)
    yield case("more", left, left + float(rng.choice([0.5, 1.5, 2.5, 4.0, 5.0])))
    left = int(rng.integers(2, 9)) / 2
    yield case("more", left, left + 1.5)


RAMP_UNITS = Exercise(
    id="ramp_units",
    chapter=CHAPTER,
    title="A ramp from two ReLUs",
    reference=ramp_units,
    wanted="(w, b, v), two numbers each; compared are the heights of your curve at eleven places",
    cases=(
        case("from 0 to 2", 0.0, 2.0),
        case("from -2 to 2", -2.0, 2.0),
        case("from 1 to 1.5", 1.0, 1.5),
        case("from -3 to -1", -3.0, -1.0),
    ),
    more=_more_ramps,
    misconceptions=(
        Misconception(
            "not divided by the width",
            _ramp(lambda p, q: [-p, -q], lambda d: [1, -1]),
            "your ramp has slope 1 and ends as high as it is wide. It should end at 1, so the "
            "slope must be 1 divided by the width.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "multiplied by the width",
            _ramp(lambda p, q: [-p, -q], lambda d: [d, -d]),
            "the wider your ramp, the steeper it is. Divide by the width instead of multiplying.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "both added",
            _ramp(lambda p, q: [-p, -q], lambda d: [1 / d, 1 / d]),
            "after the second bend your curve rises twice as fast. The second unit has to take "
            "away what the first one adds.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "bend on the wrong side of zero",
            _ramp(lambda p, q: [p, q], lambda d: [1 / d, -1 / d]),
            "your bends lie at −left and −right. A unit with bias b bends where z + b = 0, so the "
            "bias is minus the place.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "turned over",
            _ramp(lambda p, q: [-p, -q], lambda d: [-1 / d, 1 / d]),
            "your ramp goes down instead of up: either the two last weights have changed signs "
            "or the two biases have changed places.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "the second never comes",
            _ramp(lambda p, q: [-p, -q], lambda d: [1 / d, 0]),
            "your curve never stops rising. The second unit, which bends at `right`, has no say.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "the example",
            lambda left, right: ([1, 1], [0, -2], [0.5, -0.5]),
            "you always return the numbers of the example. They make the ramp from 0 to 2; compute "
            "yours from `left` and `right`.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "divided by right",
            lambda left, right: ([1, 1], [-left, -right], [1 / (right or 1), -1 / (right or 1)]),
            "you divide by `right`. That is the width only if the ramp begins at 0; the width is "
            "right − left.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "bias not scaled",
            lambda left, right: ([1 / (right - left)] * 2, [-left, -right], [1, -1]),
            "your bends are not at left and right. A unit bends where w·z + b = 0; with a w that "
            "is not 1 the bias must be −w times the place.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "width twice",
            _ramp(lambda p, q: [-p, -q], lambda d: [1 / d**2, -1 / d**2]),
            "you divide by the width twice, perhaps once in w and b and once in v. Once is enough.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "second slope −1",
            _ramp(lambda p, q: [-p, -q], lambda d: [1 / d, -1]),
            "beyond `right` your curve is not level. The second unit must take away exactly what "
            "the first adds, so its last weight is that of the first with the sign turned.",
            (CHAPTER, "Two bends make a ramp"),
        ),
    ),
    alternatives=(_ramp_steep_inside, _ramp_other_order),
    hints=(
        "Draw it. How steep must the ramp be, if it climbs from 0 to 1 between left and right?",
        "ReLU(z − left) bends at left. So w is 1 and b is −left. The second unit is the same for "
        "right. What must it be multiplied by so that the sum is level afterwards?",
        "The two last weights are the slope of the ramp and minus the slope of the ramp. The slope "
        "is height by width, and the height is 1.",
    ),
    section=(CHAPTER, "Two bends make a ramp"),
    sources=("A19",),
    points=(2, 2),
    tolerance=1e-6,
    view=_ramp_view,
)


# --- hinge_weights ----------------------------------------------------------------------------


def hinge_weights(places, values):
    slopes = np.diff(values) / np.diff(places)
    return values[0], np.diff(slopes, prepend=0.0)


def _hinge_loop(places, values):
    v = []
    for i in range(len(places) - 1):
        slope = (values[i + 1] - values[i]) / (places[i + 1] - places[i])
        v.append(slope - sum(v))
    return float(values[0]), v


def _hinge_equations(places, values):
    # as many equations as unknowns: the curve passes through every point
    x, k = np.asarray(places, dtype=float), np.asarray(places, dtype=float)[:-1]
    columns = np.column_stack([np.ones(len(x)), np.maximum(x[:, None] - k, 0)])
    solution = np.linalg.solve(columns, values)
    return solution[0], solution[1:]


def _more_hinges(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.integers(4, 7))
    places = np.cumsum(rng.choice([0.5, 2.0, 1.5], n)) - 3
    values = rng.permutation(np.arange(1, 9))[:n] * rng.choice([-0.5, 1.0])
    yield case("more", places, values)


def _slopes_of(places, values):
    return np.diff(values) / np.diff(places)


def _less_the_last_one(places, values):
    v = [0.0]
    for slope in _slopes_of(places, values):
        v.append(slope - v[-1])
    return values[0], v[1:]


HINGE_WEIGHTS = Exercise(
    id="hinge_weights",
    chapter=CHAPTER,
    title="A curve made of hinges",
    reference=hinge_weights,
    wanted="the pair (c, v): one number, and one number for each place but the last",
    cases=(
        case("a ramp from 0 to 1", array([0.0, 2.0, 3.0]), array([0.0, 1.0, 1.0])),
        case("a tent", array([0.0, 2.0, 4.0]), array([1.0, 3.0, 1.0])),
        case("three pieces", array([-1.0, 0.0, 0.5, 2.5]), array([2.0, 0.0, 1.0, 5.0])),
        case("downwards", array([-2.0, 0.0, 3.0]), array([4.0, 2.0, -4.0])),
    ),
    more=_more_hinges,
    misconceptions=(
        Misconception(
            "slopes instead of changes",
            lambda p, y: (y[0], _slopes_of(p, y)),
            "your v are the slopes of the pieces. But hinges add up: behind the second bend the "
            "first unit is still rising. Each v is the *change* of slope at its place.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "no start height",
            lambda p, y: (0.0, np.diff(_slopes_of(p, y), prepend=0.0)),
            "your curve starts at height 0. Left of all the bends only c is left, so c must be "
            "the first value.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "width forgotten",
            lambda p, y: (y[0], np.diff(np.diff(y), prepend=0.0)),
            "you use the difference of the values as the slope. A slope is difference of values "
            "by difference of places.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "first slope lost",
            lambda p, y: (y[0], np.diff(_slopes_of(p, y), prepend=_slopes_of(p, y)[0])),
            "your curve is level until the second place. Left of the first place the slope is 0, "
            "so there, too, is a change: from 0 to the first slope.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "changes with the sign turned",
            lambda p, y: (y[0], -np.diff(_slopes_of(p, y), prepend=0.0)),
            "all your bends go the wrong way: up for down. A change of slope is the new slope "
            "minus the old one.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "later changes with the sign turned",
            lambda p, y: (y[0], np.append(_slopes_of(p, y)[0], -np.diff(_slopes_of(p, y)))),
            "your first v is right, the others have the wrong sign. A change of slope is the new "
            "slope minus the old one.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "differences of height",
            lambda p, y: (y[0], np.diff(y)),
            "your v are the differences of the heights. First divide by the differences of the "
            "places, to get slopes; then take the changes of these.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "height at x = 0",
            lambda p, y: (y[0] - p[0] * _slopes_of(p, y)[0], hinge_weights(p, y)[1]),
            "your c is the height that the first piece would have at x = 0. But left of the first "
            "place all units are silent and the curve is level: c is the first value.",
            (CHAPTER, "Two bends make a ramp"),
        ),
        Misconception(
            "only the last unit subtracted",
            _less_the_last_one,
            "from the third place on your v are wrong: you subtract the v before. The slope so far "
            "is the sum of *all* v before.",
            (CHAPTER, "Two bends make a ramp"),
        ),
    ),
    alternatives=(_hinge_loop, _hinge_equations),
    hints=(
        "Walk along the curve from the left. How high do you start? How steep is each piece?",
        "At each place a new unit starts and stays on for ever. What does it have to add to the "
        "slope so far to get the slope of the next piece?",
        "First the slopes, np.diff(values) / np.diff(places). Then their changes, with the slope 0 "
        "before the first place. np.diff has an argument `prepend` for that.",
    ),
    section=(CHAPTER, "Two bends make a ramp"),
    sources=("A20", "A16"),
    points=(2, 2),
    tolerance=1e-9,
)

EXERCISES = (RAMP_UNITS, HINGE_WEIGHTS)
