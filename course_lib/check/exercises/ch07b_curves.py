"""Chapter 7, from bumps to a curve: a staircase, and how fast its error falls."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.activations import sigmoid
from course_lib.check.exercises.ch07a_bumps import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

CURVE = (CHAPTER, "Bumps make a curve")
COUNT = (CHAPTER, "How many bumps?")


# --- stairs -----------------------------------------------------------------------------------


def stairs(x, heights, a):
    n = len(heights)
    y = np.full(len(x), float(heights[0]))
    for i in range(1, n):
        y = y + (heights[i] - heights[i - 1]) * sigmoid(a * (x - i / n))
    return y


def _stairs_matrix(x, heights, a):
    n = len(heights)
    edges = np.arange(1, n) / n
    return sigmoid(a * np.subtract.outer(x, edges)) @ np.diff(heights) + heights[0]


def _stairs_of_bumps(x, heights, a):
    n = len(heights)
    edges = [-1e9 / a, *(i / n for i in range(1, n)), 1e9 / a]
    bumps = [
        h * (sigmoid(a * (np.asarray(x) - left)) - sigmoid(a * (np.asarray(x) - right)))
        for h, left, right in zip(heights, edges, edges[1:], strict=False)
    ]
    return list(sum(bumps))


def _stairs_by_sum(x, heights, a):
    n = len(heights)
    rises = range(1, n)
    return heights[0] + sum((heights[i] - heights[i - 1]) * sigmoid(a * (x - i / n)) for i in rises)


def _stairs(edge=lambda i, n: i / n, rise=lambda h, i: h[i] - h[i - 1], start=lambda h: h[0]):
    """A staircase with other edges, other rises or another beginning."""

    def wrong(x, heights, a):
        n = len(heights)
        parts = [rise(heights, i) * sigmoid(a * (x - edge(i, n))) for i in range(1, n)]
        return start(heights) + sum(parts) + 0 * x

    return wrong


def _outer_edges_too(x, heights, a):
    n = len(heights)
    edges = np.arange(n + 1) / n
    return sigmoid(a * np.subtract.outer(x, edges)) @ np.diff([0.0, *heights, 0.0])


def _steepness_in_cells(x, heights, a):
    return stairs(x, heights, a * len(heights))


def _stairs_view(args, result):
    """One bump has no borders: its one height, not yet an array, is the same line."""
    x, heights, _ = args
    if len(heights) == 1 and isinstance(result, int | float | np.number):
        return np.full(len(x), float(result))
    return result


def _looked_up(x, heights, a):
    n = len(heights)
    return array(heights)[np.minimum((array(x) * n).astype(int), n - 1)]


def _more_stairs(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.integers(2, 6))
    heights = rng.permutation([-1.0, 0.5, 1.0, 2.0, 3.5])[:n]
    yield case("more", rng.choice(21, 4, replace=False) / 20, heights, float(rng.choice([10, 40])))


ACROSS = array([0.0, 0.2, 0.5, 0.6, 0.9, 1.0])

STAIRS = Exercise(
    id="stairs",
    chapter=CHAPTER,
    title="A staircase for any curve",
    reference=stairs,
    wanted="an array as long as x: the answers of the net",
    cases=(
        case("two bumps", ACROSS, array([1.0, 3.0]), 30.0),
        case("four bumps", ACROSS, array([0.5, 1.0, -1.0, 2.0]), 60.0),
        case("five, gentle", ACROSS, array([2.0, 1.0, 0.5, 1.0, 4.0]), 12.0),
        case("one bump over everything", ACROSS, array([0.7]), 30.0),
    ),
    more=_more_stairs,
    misconceptions=(
        Misconception(
            "heights instead of rises",
            _stairs(rise=lambda h, i: h[i]),
            "each unit adds its whole height on top of what is there already. A step stays on for "
            "ever, so it may add only the *rise*: this height minus the one before.",
            CURVE,
        ),
        Misconception(
            "first height forgotten",
            _stairs(start=lambda h: 0.0),
            "your staircase begins at 0. Begin with the first height: it is the bias c of the "
            "output unit.",
            CURVE,
        ),
        Misconception(
            "one edge too far left",
            _stairs(edge=lambda i, n: (i - 1) / n),
            "every step comes one cell too early: the first one already at 0. The border between "
            "the first and the second cell is at 1/n.",
            CURVE,
        ),
        Misconception(
            "n − 1 cells",
            _stairs(edge=lambda i, n: i / max(n - 1, 1)),
            "your cells are too wide: n bumps share the range from 0 to 1, so each is 1/n wide, "
            "not 1/(n − 1). (There are n − 1 borders, but n cells.)",
            CURVE,
        ),
        Misconception(
            "edges in the middles",
            _stairs(edge=lambda i, n: (i + 0.5) / n),
            "your steps come in the middles of the cells. The middle is where the height was "
            "measured; the step belongs to the border.",
            CURVE,
        ),
        Misconception(
            "rises turned round",
            _stairs(rise=lambda h, i: h[i - 1] - h[i]),
            "your staircase goes down where it should go up: the rise is the new height minus the "
            "old one.",
            CURVE,
        ),
        Misconception(
            "rises from the first height",
            _stairs(rise=lambda h, i: h[i] - h[0]),
            "each of your rises is measured from the first height. The steps before are still on, "
            "so measure it from the height just before.",
            CURVE,
        ),
        Misconception(
            "outer edges too",
            _outer_edges_too,
            "at 0 and at 1 your line has only half its height: the first and the last bump have "
            "their outer edges there. Only the borders *between* bumps need a unit; the first "
            "height is a constant.",
            CURVE,
        ),
        Misconception(
            "steepness in cells",
            _steepness_in_cells,
            "your steps are n times too steep. The library measures steepness in cells; here `a` "
            "is the weight of each unit, as it stands.",
            CURVE,
        ),
        Misconception(
            "heights looked up",
            _looked_up,
            "you look the height up for each place, so your steps are sharp. The net makes each "
            "step with a sigmoid: at a border it is half-way from one height to the next.",
            CURVE,
        ),
    ),
    alternatives=(_stairs_matrix, _stairs_of_bumps, _stairs_by_sum),
    hints=(
        "Where are the borders between n equal cells of the range from 0 to 1? How many are there?",
        "Begin with an array full of the first height. For each border i/n, i = 1 … n − 1, add one "
        "sigmoid.",
        "The sigmoid at border i is multiplied by heights[i] − heights[i − 1], and its sum is "
        "a·(x − i/n).",
    ),
    section=CURVE,
    sources=("B14", "B11"),
    points=(2, 3),
    tolerance=1e-8,
    view=_stairs_view,
    off_limits=LIBRARY,
)


# --- error_slope ------------------------------------------------------------------------------


def error_slope(n1, e1, n2, e2):
    return np.log(e2 / e1) / np.log(n2 / n1)


def _slope_of_differences(n1, e1, n2, e2):
    return (math.log10(e1) - math.log10(e2)) / (math.log10(n1) - math.log10(n2))


def _slope_fitted(n1, e1, n2, e2):
    return np.polyfit(np.log([n1, n2]), np.log([e1, e2]), 1)[0]


def _more_slopes(rng: np.random.Generator) -> Iterator[Case]:
    n1, e1 = int(rng.integers(3, 20)), float(rng.choice([0.3, 0.07, 0.011]))
    factor, exponent = int(rng.integers(2, 9)), float(rng.choice([-0.5, -1.2, -1.9, -3.0]))
    yield case("more", n1, e1, n1 * factor, e1 * factor**exponent)


ERROR_SLOPE = Exercise(
    id="error_slope",
    chapter=CHAPTER,
    title="A slope on log–log paper",
    reference=error_slope,
    wanted="one number, the slope",
    cases=(
        case("twice the units, half the error", 10, 0.2, 20, 0.1),
        case("twice the units, a quarter of the error", 8, 0.04, 16, 0.01),
        case("four times the units, half the error", 5, 0.3, 20, 0.15),
        case("it does not get better", 10, 0.6, 1000, 0.6),
        case("the larger net first", 90, 0.001, 30, 0.027),
    ),
    more=_more_slopes,
    misconceptions=(
        Misconception(
            "no logarithms",
            lambda n1, e1, n2, e2: (e2 - e1) / (n2 - n1),
            "this is the slope on ordinary paper. On log–log paper, both numbers are replaced by "
            "their logarithms first.",
            COUNT,
        ),
        Misconception(
            "only the error's logarithm",
            lambda n1, e1, n2, e2: np.log(e2 / e1) / (n2 - n1),
            "only the error is on a logarithmic axis here. The number of units is too.",
            COUNT,
        ),
        Misconception(
            "sign",
            lambda n1, e1, n2, e2: -error_slope(n1, e1, n2, e2),
            "the sign is turned. If more units leave a smaller error, the line falls, and its "
            "slope is negative.",
            COUNT,
        ),
        Misconception(
            "upside down",
            lambda n1, e1, n2, e2: np.log(n2 / n1) / np.log(e2 / e1) if e1 != e2 else math.inf,
            "you divide across by up. A slope is up divided by across: the error's change above "
            "the fraction line.",
            COUNT,
        ),
        Misconception(
            "logarithm of the slope",
            lambda n1, e1, n2, e2: np.log(abs(e2 - e1) / abs(n2 - n1) + 1e-300),
            "you take the logarithm at the end, of the whole slope. Take it first, of each error "
            "and each number of units.",
            COUNT,
        ),
        Misconception(
            "ratio of the ratios",
            lambda n1, e1, n2, e2: (e2 / e1) / (n2 / n1),
            "you divide one ratio by the other. On log–log paper a ratio becomes a distance only "
            "after the logarithm: log(e2/e1) is how far up, log(n2/n1) how far across.",
            COUNT,
        ),
    ),
    alternatives=(_slope_of_differences, _slope_fitted),
    hints=(
        "On this paper the points are (log n1, log e1) and (log n2, log e2). What is the slope of "
        "the line through two points?",
        "Up divided by across: the difference of the log errors by the difference of the log "
        "numbers, both in the same order.",
        "np.log gives a logarithm; which base you take does not matter. If twice the units leave "
        "half the error, the answer must be −1: try that.",
    ),
    section=COUNT,
    sources=("B14",),
    points=(1, 1),
    tolerance=1e-8,
    off_limits=LIBRARY,
)

EXERCISES = (STAIRS, ERROR_SLOPE)
