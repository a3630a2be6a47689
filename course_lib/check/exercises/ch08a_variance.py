"""Chapter 8, how large a random sum is, and what many layers make of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "08_initialisation"


# --- sum_square -------------------------------------------------------------------------------


def sum_square(a, sd):
    # Each product has the mean square sd² a², and the mixed terms cancel: the squares add up.
    return sd**2 * np.sum(a**2)


def _sum_square_loop(a, sd):
    total = 0.0
    for value in a:
        total = total + (sd * value) ** 2
    return total


def _sum_square_rule(a, sd):
    return len(a) * (sd * sd) * np.mean(np.square(a))


def _sum_square_dot(a, sd):
    return np.dot(sd * a, sd * a)


def _more_sums(rng: np.random.Generator) -> Iterator[Case]:
    a = rng.integers(1, 9, int(rng.integers(2, 7))) / 2
    yield case("more", a, float(rng.choice([0.1, 0.2, 0.4, 0.5, 1.5, 3.0])))


SUM_SQUARE = Exercise(
    id="sum_square",
    chapter=CHAPTER,
    title="The mean square of a random sum",
    reference=sum_square,
    wanted="one number, the expected mean square of z",
    cases=(
        case("four equal activities", array([1.0, 1.0, 1.0, 1.0]), 0.5),
        case("three different activities", array([1.0, 2.0, 0.5]), 0.2),
        case("one large activity", array([3.0, 0.0, 0.0, 1.0]), 2.0),
        case("both signs", array([1.5, -1.5, 2.0]), 0.1),
    ),
    more=_more_sums,
    misconceptions=(
        Misconception(
            "sd taken for the variance",
            lambda a, sd: sd * np.sum(a**2),
            "the standard deviation enters as it is. What enters the rule is the variance of the "
            "weights, and that is the square of the standard deviation.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "mean for sum",
            lambda a, sd: sd**2 * np.mean(a**2),
            "you take the mean over the inputs. The mean squares of the products add up: with "
            "twice as many inputs the mean square of the sum doubles.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "activities forgotten",
            lambda a, sd: sd**2 * len(a),
            "you count the inputs, but the activities have no influence on your answer. A "
            "product w·a has the mean square sd² times a².",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "variance of the activities",
            lambda a, sd: sd**2 * len(a) * np.var(a),
            "you measure the activities from their own mean (their variance). What enters is "
            "their square, measured from 0.",
            (CHAPTER, "Reading the sources closely: the variance of what?"),
        ),
        Misconception(
            "sum squared",
            lambda a, sd: sd**2 * np.sum(a) ** 2,
            "you add the activities first and square then. Each activity has its own random "
            "weight, so the mixed terms have the mean 0: square first, then add.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "root taken",
            lambda a, sd: sd * np.sqrt(np.sum(a**2)),
            "this is the root, the *size* of the sum. Wanted is its mean square.",
            (CHAPTER, "One product, one sum"),
        ),
    ),
    alternatives=(_sum_square_loop, _sum_square_rule, _sum_square_dot),
    hints=(
        "Begin with a single input. What is the mean square of w·a, if a is known and w has the "
        "mean square sd²?",
        "For several inputs the mean squares of the products simply add up, because the weights "
        "are independent and have mean 0.",
        "Square the activities, add the squares, and multiply by the variance of a weight, which "
        "is the square of sd.",
    ),
    section=(CHAPTER, "One product, one sum"),
    sources=("B18",),
    tolerance=1e-9,
)


# --- left_after -------------------------------------------------------------------------------


def left_after(function, n, sd, depth):
    return _left(function, n, sd, depth)


def _left(function, n, sd, depth, *, half=True, root=True, steps=-1, square=True):
    factor = n * (sd**2 if square else sd)
    if function == "relu" and half:
        factor = factor / 2
    power = depth + steps
    # The factor belongs to the mean square, the size is its root.
    return factor ** (power / 2 if root else power)


def _left_loop(function, n, sd, depth):
    square = 1.0
    for _ in range(depth - 1):
        square = square * n * sd * sd * {"none": 1, "relu": 0.5}[function]
    return square**0.5


def _left_sizes(function, n, sd, depth):
    per_layer = np.sqrt(n) * sd
    if function == "relu":
        per_layer /= np.sqrt(2)
    return np.prod(np.full(depth - 1, per_layer))


def _more_depths(rng: np.random.Generator) -> Iterator[Case]:
    n, function = int(rng.integers(4, 300)), str(rng.choice(["none", "relu"]))
    gain = float(rng.choice([0.7, 0.8, 1.1, 1.25, 1.4]))
    sd = round(gain * float(np.sqrt((2 if function == "relu" else 1) / n)), 3)
    yield case("more", function, n, sd, int(rng.integers(3, 13)))


LEFT_AFTER = Exercise(
    id="left_after",
    chapter=CHAPTER,
    title="What is left after many layers",
    reference=left_after,
    wanted="one number: size in the last layer divided by size in the first",
    cases=(
        case("no bend, two layers", "none", 100, 0.2, 2),
        case("ReLU, two layers", "relu", 100, 0.2, 2),
        case("ReLU, He's start", "relu", 50, 0.2, 30),
        case("no bend, eleven layers", "none", 64, 0.1, 11),
        case("ReLU, eleven layers", "relu", 64, 0.15, 11),
    ),
    more=_more_depths,
    misconceptions=(
        Misconception(
            "mean square for size",
            lambda *args: _left(*args, root=False),
            "this is the factor of the mean square. The size is its root: take the root of the "
            "factor, or of the whole product.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "one step too many",
            lambda *args: _left(*args, steps=0),
            "from layer 1 to layer 2 is one step, so from layer 1 to the last there is one step "
            "less than there are layers.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "the ReLU's half forgotten",
            lambda *args: _left(*args, half=False),
            "right without a bend; but a ReLU takes away half of the mean square in each layer.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "size halved",
            lambda f, n, sd, depth: (
                (n * sd**2) ** ((depth - 1) / 2) * (0.5 ** (depth - 1) if f == "relu" else 1)
            ),
            "you halve the size at each ReLU. It is the mean *square* that is halved; the size "
            "loses only a factor of √2.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "sd taken for the variance",
            lambda *args: _left(*args, square=False),
            "the factor of the mean square has the variance in it, the square of sd.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "the ReLU's half taken once",
            lambda f, n, sd, depth: (n * sd**2) ** ((depth - 1) / 2) / (2 if f == "relu" else 1),
            "right without a bend; but you halve once at the end. There is a ReLU in every step, "
            "and each takes half of the mean square: the ½ belongs into the factor.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "one layer only",
            lambda f, n, sd, depth: _left(f, n, sd, 2),
            "this is what one step does. It is done again in every layer: multiply the factor as "
            "many times as there are steps.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "a half without a bend",
            lambda f, n, sd, depth: _left("relu", n, sd, depth),
            "right for ReLU; but without a bend nothing is taken away, and the ½ must not be "
            "there.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "2 for a half",
            lambda f, n, sd, depth: (
                _left("none", n, sd * np.sqrt(2), depth) if f == "relu" else _left(f, n, sd, depth)
            ),
            "right without a bend; but for ReLU you multiply by 2. He's 2 is in the variance of "
            "the weights and makes up for what the ReLU takes away. Here the weights are given, "
            "and the ReLU takes its half.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "mean square, one step too many",
            lambda *args: _left(*args, root=False, steps=0),
            "this is the factor of the mean square, once for every layer. Two things are amiss: "
            "the size is the root of the mean square, and between the first layer and the last "
            "there is one step less than there are layers.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "n times sd",
            lambda *args: _left(*args, square=False, root=False),
            "your factor is made of n · sd. The mean square is multiplied by n · sd², and the "
            "size by the root of that.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "times for power",
            lambda f, n, sd, depth: _left(f, n, sd, 2) * (depth - 1),
            "you multiply what one step does by the number of steps. A factor in every step "
            "makes a power: two steps with the factor 3 make 9, not 6.",
            (CHAPTER, "A factor for each layer"),
        ),
    ),
    alternatives=(_left_loop, _left_sizes),
    hints=(
        "How does the mean square change in one step, without a bend? And what does ReLU do to it?",
        "Factor of the mean square: n times the variance of the weights, and half of that for "
        "ReLU. The size is a root. Count the steps between the first and the last layer.",
        "factor = n * sd**2, halved for “relu”. There are depth - 1 steps, and the root can be "
        "put into the exponent: divide it by 2.",
    ),
    section=(CHAPTER, "A factor for each layer"),
    sources=("B18",),
    tolerance=1e-9,
)

EXERCISES = (SUM_SQUARE, LEFT_AFTER)
