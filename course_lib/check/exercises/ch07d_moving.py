"""Chapter 7, how deep a net may be before its blame is gone, and bumps that move."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy import array

from course_lib.activations import sigmoid
from course_lib.check.exercises.ch07a_bumps import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

EXPLODE = (CHAPTER, "Vanishing and exploding")
MOVE = (CHAPTER, "Bumps that stay, bumps that move")


# --- how_deep ---------------------------------------------------------------------------------


def how_deep(w, slope, limit):
    factor, size, layers = abs(w) * slope, 1.0, 0
    while 1 / limit <= size * factor <= limit:
        size, layers = size * factor, layers + 1
    return layers


def _deep_by_logarithm(w, slope, limit):
    return int(math.log(limit) / abs(math.log(abs(w * slope))))


def _deep_by_table(w, slope, limit):
    sizes = np.abs(w * slope) ** np.arange(1.0, 10_000.0)
    inside = (sizes <= limit) & (sizes >= 1 / limit)
    return float(np.argmin(inside))


def _deep(factor, extra=0):
    def wrong(w, slope, limit):
        value = factor(w, slope)
        if value <= 0 or value == 1:
            return -1
        return int(math.log(limit) / abs(math.log(value))) + extra

    return wrong


def _deep_one_sided(w, slope, limit):
    factor = abs(w) * slope
    return int(math.log(limit) / math.log(factor)) if factor > 1 else -1


def _more_depths(rng: np.random.Generator) -> Iterator[Case]:
    while True:
        w = float(rng.choice([-6.0, -1.9, -0.7, 0.9, 1.3, 2.5, 5.0]))
        slope = float(rng.choice([0.25, 0.2, 0.5, 0.9]))
        limit = float(rng.choice([10, 50, 1000]))
        factor = abs(w) * slope
        exact = math.log(limit) / abs(math.log(factor)) if factor != 1 else 0.0
        if 1 < exact < 200 and 0.05 < exact % 1 < 0.95:  # no doubt about rounding
            yield case("more", w, slope, limit)
            return


HOW_DEEP = Exercise(
    id="how_deep",
    chapter=CHAPTER,
    title="How deep may it be?",
    reference=how_deep,
    wanted="one whole number of layers",
    cases=(
        case("sigmoid, weight 1", 1.0, 0.25, 1000.0),
        case("sigmoid, weight 3.5", 3.5, 0.25, 1000.0),
        case("a negative weight", -1.9, 0.9, 50.0),
        case("it explodes", 6.0, 0.25, 100.0),
        case("nearly 1", 1.05, 1.0, 10.0),
        case("not even one", 0.02, 0.5, 10.0),
    ),
    more=_more_depths,
    misconceptions=(
        Misconception(
            "slope alone",
            _deep(lambda w, slope: slope),
            "you use the slope alone. In each layer the blame is multiplied by the weight as well: "
            "the factor is |w| · slope.",
            EXPLODE,
        ),
        Misconception(
            "weight alone",
            _deep(lambda w, slope: abs(w)),
            "you use the weight alone. In each layer the blame is multiplied by the slope as well: "
            "the factor is |w| · slope.",
            EXPLODE,
        ),
        Misconception(
            "sign of the weight",
            _deep(lambda w, slope: w * slope),
            "a negative weight turns the sign of the blame, but it does not stop it. Here only its "
            "size matters: |w|.",
            EXPLODE,
        ),
        Misconception(
            "one layer too many",
            _deep(lambda w, slope: abs(w) * slope, extra=1),
            "one layer too many: your last layer has already carried the blame beyond the limit. "
            "Count the layers after which it is still inside.",
            EXPLODE,
        ),
        Misconception(
            "vanishing not watched",
            _deep_one_sided,
            "you watch only for blame that grows. If the factor is below 1, the blame shrinks, and "
            "must not fall below 1/limit.",
            EXPLODE,
        ),
        Misconception(
            "added instead of multiplied",
            lambda w, slope, limit: int((limit - 1) / abs(abs(w) * slope - 1)),
            "you let the blame change by the same amount in each layer. It is *multiplied* by the "
            "same factor in each layer, which goes much faster.",
            EXPLODE,
        ),
    ),
    alternatives=(_deep_by_logarithm, _deep_by_table),
    hints=(
        "By which number is the size of the blame multiplied in one layer?",
        "A while loop: start with size 1 and 0 layers, and multiply as long as the *next* size is "
        "still between 1/limit and limit.",
        "The factor is abs(w) * slope. Test the next size before you count the layer. The answer "
        "may be 0.",
    ),
    section=EXPLODE,
    sources=("B15",),
    points=(1, 2),
    off_limits=LIBRARY,
)


# --- move_edges -------------------------------------------------------------------------------


def move_edges(x, t, e, v, c, a, eta):
    h = sigmoid(a * np.subtract.outer(x, e))  # (examples, units)
    error = (h @ v + c - t) / len(x)
    edge_slope = (error[:, None] * v * h * (1 - h) * -a).sum(axis=0)
    return e - eta * edge_slope, v - eta * error @ h, c - eta * error.sum()


def _move_by_loops(x, t, e, v, c, a, eta):
    n, k = len(x), len(e)
    e_slope, v_slope, c_slope = [0.0] * k, [0.0] * k, 0.0
    for place, wanted in zip(x, t, strict=True):
        h = [1 / (1 + np.exp(-a * (place - edge))) for edge in e]
        error = (sum(vj * hj for vj, hj in zip(v, h, strict=True)) + c - wanted) / n
        for j in range(k):
            v_slope[j] += error * h[j]
            e_slope[j] -= error * v[j] * h[j] * (1 - h[j]) * a
        c_slope += error
    return (
        [ej - eta * s for ej, s in zip(e, e_slope, strict=True)],
        [vj - eta * s for vj, s in zip(v, v_slope, strict=True)],
        c - eta * c_slope,
    )


def _move_through_biases(x, t, e, v, c, a, eta):
    # The slope for the bias b = -a e first; an edge moves -a times as much as its bias matters.
    h = sigmoid(np.outer(x, np.full(len(e), a)) - a * e)
    blame = (h @ v + c - t)[:, None] / len(x) * np.append(v, 1)
    hidden = blame[:, :-1] * h * (1 - h)
    error = blame[:, -1]
    return e + eta * a * hidden.sum(axis=0), v - eta * h.T @ error, c - eta * np.sum(error)


def _move(
    edge: Callable = lambda error, v, h, a: error * v * h * (1 - h) * -a,
    mean: Callable = len,
    way: float = 1.0,
) -> Callable:
    """A step with another slope for the edges, another mean or another direction."""

    def wrong(x, t, e, v, c, a, eta):
        h = sigmoid(a * np.subtract.outer(x, e))
        error = way * (h @ v + c - t) / mean(x)
        slope = edge(error[:, None], v, h, a).sum(axis=0)
        return e - eta * slope, v - eta * error @ h, c - eta * error.sum()

    return wrong


def _move_overwritten(x, t, e, v, c, a, eta):
    h = sigmoid(a * np.subtract.outer(x, e))
    error = (h @ v + c - t) / len(x)
    v = v - eta * error @ h
    slope = (error[:, None] * v * h * (1 - h) * -a).sum(axis=0)
    return e - eta * slope, v, c - eta * error.sum()


def _constant_stays(x, t, e, v, c, a, eta):
    return (*move_edges(x, t, e, v, c, a, eta)[:2], c)


def _more_moves(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(3, 7)), int(rng.integers(1, 4))
    x = np.sort(rng.choice(21, n, replace=False)) / 20
    t, e = rng.integers(-8, 9, n) / 4, rng.integers(2, 19, k) / 20
    v = rng.choice([-2.0, -1.0, 0.5, 1.0, 1.5], k)
    c, eta = float(rng.choice([-0.5, 0.25, 1.0])), float(rng.choice([0.1, 0.5]))
    yield case("more", x, t, e, v, c, float(rng.choice([3.0, 6.0])), eta)


MOVE_EDGES = Exercise(
    id="move_edges",
    chapter=CHAPTER,
    title="Bumps that move",
    reference=move_edges,
    wanted="three results: the new edges e, the new last weights v, the new constant c",
    cases=(
        case(
            "one unit, one example",
            array([0.5]),
            array([1.0]),
            array([0.5]),
            array([2.0]),
            0.5,
            4.0,
            0.1,
        ),  # fmt: skip
        case(
            "one unit, three examples",
            array([0.0, 0.5, 1.0]),
            array([0.0, 0.0, 1.0]),
            array([0.25]),
            array([1.0]),
            0.0,
            5.0,
            0.5,
        ),
        case(
            "two units: a bump",
            array([0.1, 0.4, 0.6, 0.9]),
            array([0.2, 1.0, 0.5, 0.0]),
            array([0.3, 0.7]),
            array([1.5, -1.0]),
            0.25,
            6.0,
            0.2,
        ),
    ),
    more=_more_moves,
    misconceptions=(
        Misconception(
            "edges stay",
            _move(edge=lambda error, v, h, a: 0 * h),
            "your edges do not move: this is the fixed basis, in which only the last layer learns. "
            "An edge has a slope as well.",
            MOVE,
        ),
        Misconception(
            "edges go the wrong way",
            _move(edge=lambda error, v, h, a: error * v * h * (1 - h) * a),
            "v and c are right, and the edges move the wrong way. In a·(x − e) the edge has a "
            "minus sign: a larger e makes the sum smaller.",
            MOVE,
        ),
        Misconception(
            "steepness forgotten",
            _move(edge=lambda error, v, h, a: -error * v * h * (1 - h)),
            "v and c are right, but the edges' slopes lack the factor a. Moving the edge by a "
            "little moves the sum a·(x − e) by −a times as much.",
            MOVE,
        ),
        Misconception(
            "derivative forgotten",
            _move(edge=lambda error, v, h, a: error * v * -a * np.ones_like(h)),
            "v and c are right, but on the way back to the edge the blame has to pass the sigmoid: "
            "the factor h·(1 − h) is missing.",
            ("05_backprop", "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "last weight forgotten",
            _move(edge=lambda error, v, h, a: error * h * (1 - h) * -a),
            "v and c are right, but the edges' slopes lack the factor v: a unit gets as much blame "
            "as the output listens to it.",
            ("05_backprop", "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "v overwritten before use",
            _move_overwritten,
            "v and c are right, but the edges' slopes are computed with the *new* v. All slopes "
            "belong to the same place: compute all of them first, then move everything.",
            MOVE,
        ),
        Misconception(
            "sum instead of mean",
            _move(mean=lambda x: 1),
            "the examples' slopes are added up but not averaged, so every step is n times too "
            "long.",
            ("04_descent", "All at once or in parts"),
        ),
        Misconception(
            "uphill",
            _move(way=-1.0),
            "your step goes uphill: everything moves the wrong way. The error is y − t, and the "
            "step goes *against* the slope.",
            ("04_descent", "One dial and a meter"),
        ),
        Misconception(
            "constant stays",
            _constant_stays,
            "e and v are right, but c never moves. It is the weight of an input that is always 1: "
            "its slope is the mean of y − t.",
            MOVE,
        ),
    ),
    alternatives=(_move_by_loops, _move_through_biases),
    hints=(
        "First forward: h for every example and unit, then y for every example, then the error "
        "(y − t)/n. The slopes for c and v are as in Chapter 4: error times what was multiplied.",
        "An edge e acts through its unit: error, times v, times h(1 − h), times the slope of "
        "a·(x − e) in e. What is that last one, and what is its sign?",
        "With np.subtract.outer(x, e) you get a table with a row for each example and a column for "
        "each unit; sum the edges' slopes over the rows (axis=0). Compute all slopes before you "
        "move anything.",
    ),
    section=MOVE,
    sources=("B11", "B14"),
    points=(3, 3),
    tolerance=1e-8,
    off_limits=LIBRARY,
)

EXERCISES = (HOW_DEEP, MOVE_EDGES)
