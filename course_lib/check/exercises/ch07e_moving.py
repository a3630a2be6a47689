"""Chapter 7, bumps that move: one step of descent for edges, heights and the constant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy import array

from course_lib.activations import sigmoid
from course_lib.check.exercises.ch07a_bumps import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

MOVE = (CHAPTER, "Bumps that stay, bumps that move")


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


def _one_by_one(x, t, e, v, c, a, eta):
    for i in range(len(x)):
        e, v, c = move_edges(x[i : i + 1], t[i : i + 1], e, v, c, a, eta)
    return e, v, c


def _steps_alone(x, t, e, v, c, a, eta):
    new = move_edges(x, t, e, v, c, a, eta)
    return tuple(before - after for before, after in zip((e, v, c), new, strict=True))


def _output_without_constant(x, t, e, v, c, a, eta):
    e, v, move = move_edges(x, t, e, v, 0.0, a, eta)
    return e, v, c + move


def _heights_first(x, t, e, v, c, a, eta):
    e, v, c = move_edges(x, t, e, v, c, a, eta)
    return v, e, c


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
            "edge taken for a bias",
            _move(edge=lambda error, v, h, a: error * v * h * (1 - h)),
            "v and c are right, and your edges' slopes are those of a bias. But the edge stands "
            "inside the bracket, a·(x − e): a step of the edge moves the sum by −a times as much.",
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
            "half of the derivative",
            _move(edge=lambda error, v, h, a: error * v * h * -a),
            "v and c are right, but the sigmoid's slope is h·(1 − h), not h.",
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
            "one example after the other",
            _one_by_one,
            "you take a step after each example. Here all of them are seen at the old place, their "
            "slopes are averaged, and then there is one step.",
            ("04_descent", "All at once or in parts"),
        ),
        Misconception(
            "twice too far",
            _move(way=2.0),
            "every step is twice too long. The error is *half* the squared distance, so that its "
            "slope for y is y − t, without a 2.",
            MOVE,
        ),
        Misconception(
            "output without its constant",
            _output_without_constant,
            "your y lacks the constant c: y = v₁h₁ + v₂h₂ + … + c.",
            MOVE,
        ),
        Misconception(
            "steps instead of places",
            _steps_alone,
            "you give η times the slopes. Wanted are the new e, v and c: subtract these from the "
            "old ones.",
            MOVE,
        ),
        Misconception(
            "results in another order",
            _heights_first,
            "your numbers are right, but e and v are exchanged. Wanted are e, v, c in this order.",
            MOVE,
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

EXERCISES = (MOVE_EDGES,)
