"""Chapter 6, blame through depth, and units that no blame reaches."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "06_activations"


# --- blame_sizes ------------------------------------------------------------------------------


def _rms(delta):
    return float(np.sqrt(np.mean(np.square(delta))))


def blame_sizes(delta, weights, slopes):
    sizes = [_rms(delta)]
    for w, slope in zip(reversed(weights), reversed(slopes), strict=True):
        delta = slope * (w.T @ delta)
        sizes.insert(0, _rms(delta))
    return sizes


def _sizes_loops(delta, weights, slopes):
    deltas = [list(delta)]
    for i in range(len(weights) - 1, -1, -1):
        below = []
        for j in range(len(slopes[i])):
            share = sum(weights[i][k][j] * deltas[-1][k] for k in range(len(deltas[-1])))
            below.append(share * slopes[i][j])
        deltas.append(below)
    return [(sum(d * d for d in row) / len(row)) ** 0.5 for row in reversed(deltas)]


def _sizes_row_vectors(delta, weights, slopes):
    row, sizes = np.array(delta, dtype=float), np.zeros(len(weights) + 1)
    sizes[-1] = np.linalg.norm(row) / np.sqrt(len(row))
    for i in reversed(range(len(weights))):
        row = row @ weights[i] * slopes[i]
        sizes[i] = np.linalg.norm(row) / np.sqrt(len(row))
    return sizes


def _sizes(back, measure=_rms, turn=True):
    """The same loop with another step back, another measure or another order."""

    def wrong(delta, weights, slopes):
        sizes = [measure(delta)]
        for w, slope in zip(reversed(weights), reversed(slopes), strict=True):
            delta = back(w, delta, slope)
            sizes.append(measure(delta))
        return sizes[::-1] if turn else sizes

    return wrong


def _right(w, delta, slope):
    return slope * (w.T @ delta)


def _always_from_the_top(delta, weights, slopes):
    layers = zip(weights, slopes, strict=True)
    return [*(_rms(slope * (w.T @ delta)) for w, slope in layers), _rms(delta)]


def _measured_before_the_slope(delta, weights, slopes):
    sizes = [_rms(delta)]
    for w, slope in zip(reversed(weights), reversed(slopes), strict=True):
        sizes.insert(0, _rms(w.T @ delta))
        delta = slope * (w.T @ delta)
    return sizes


def _tower(rng: np.random.Generator, layers: int, units: int) -> tuple:
    weights = [rng.integers(-4, 5, (units, units)) / 2 + 0.25 for _ in range(layers)]
    slopes = [rng.choice([0.25, 0.5, 1.0, 0.1], units) for _ in range(layers)]
    for slope in slopes:
        slope[0] = 0.2  # never all 1
    return rng.integers(1, 5, units) / 2, weights, slopes


def _more_towers(rng: np.random.Generator) -> Iterator[Case]:
    yield case("more", *_tower(rng, int(rng.integers(2, 5)), int(rng.integers(2, 4))))
    yield case("more", *_tower(rng, 4, 3))


BLAME_SIZES = Exercise(
    id="blame_sizes",
    chapter=CHAPTER,
    title="Blame, layer by layer",
    reference=blame_sizes,
    wanted="a list of numbers, one for each layer, the first layer first",
    cases=(
        case("one unit in each layer", array([1.0]), [array([[2.0]])] * 2, [array([0.25])] * 2),
        case("two layers of two", *_tower(np.random.default_rng(1), 1, 2)),
        case("four layers of two", *_tower(np.random.default_rng(2), 3, 2)),
        case("three layers of three", *_tower(np.random.default_rng(3), 2, 3)),
    ),
    more=_more_towers,
    misconceptions=(
        Misconception(
            "slope forgotten",
            _sizes(lambda w, delta, slope: w.T @ delta),
            "you carry the blame back along the wires, but not through the units: each unit "
            "multiplies it by its slope.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "not transposed",
            _sizes(lambda w, delta, slope: slope * (w @ delta)),
            "you multiply by W as on the way forward. On the way back each unit collects from "
            "those *above* it: row and column change places, Wᵀ.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "slope before the way back",
            _sizes(lambda w, delta, slope: w.T @ (slope * delta)),
            "you multiply by the slopes first and go back along the wires afterwards. The slopes "
            "belong to the layer below: first Wᵀ, then the slopes.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "lists read from the front",
            lambda delta, weights, slopes: blame_sizes(delta, weights[::-1], slopes[::-1]),
            "you use the first weights first. But the blame starts in the last layer, so both "
            "lists have to be read from their ends.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "last layer first",
            _sizes(_right, turn=False),
            "the numbers are right, but in the order in which you found them, last layer first. "
            "Wanted is the first layer first.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "length instead of root mean square",
            _sizes(_right, measure=lambda d: np.sqrt(np.sum(np.square(d)))),
            "you take the root of the *sum* of squares. For the root *mean* square divide by the "
            "number of units first.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "mean of the absolute values",
            _sizes(_right, measure=lambda d: np.mean(np.abs(d))),
            "you average the absolute values. Root mean square: square, average, take the root.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "weights forgotten",
            _sizes(lambda w, delta, slope: slope * delta),
            "you multiply by the slopes only. The factor for one layer is weight times slope.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "slopes read from the front",
            lambda delta, weights, slopes: blame_sizes(delta, weights, slopes[::-1]),
            "you read the weights from the end of their list, but the slopes from the front. "
            "`weights[i]` leads down to layer i, and there `slopes[i]` belongs to it.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "always from the top",
            _always_from_the_top,
            "in each round you start again from the blame of the last layer. Carry on with the "
            "blame of the layer that you have just reached.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "measured before the slope",
            _measured_before_the_slope,
            "you measure what a unit has collected before it is multiplied by the slope. The blame "
            "of the unit is the product of both.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "no root",
            _sizes(_right, measure=lambda d: np.mean(np.square(d))),
            "you average the squares, but take no root afterwards.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "plain mean",
            _sizes(_right, measure=np.mean),
            "you average the blame itself, and what is positive and what is negative cancel. "
            "Square first, then average, then take the root.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "standard deviation",
            _sizes(_right, measure=np.std),
            "you take the standard deviation, as np.std does: it subtracts the mean first. The "
            "root mean square subtracts nothing.",
            (CHAPTER, "The blame, layer by layer"),
        ),
    ),
    alternatives=(_sizes_loops, _sizes_row_vectors),
    hints=(
        "Do the tower of single units by hand: 1, then 1·2·0.25, and again times 2·0.25.",
        "Start with delta and go through both lists from their ends. In each round: back along "
        "the wires (with Wᵀ), then times the slopes. Keep the size each time.",
        "reversed(list) goes through a list from its end; w.T @ delta carries the blame back. "
        "Append the sizes and turn the list over at the end.",
    ),
    section=(CHAPTER, "What one layer does to the blame"),
    sources=("A12", "A15"),
    points=(2, 3),
    tolerance=1e-9,
)


# --- dead_units -------------------------------------------------------------------------------


def dead_units(X, W, b):
    return (X @ W.T + b <= 0).all(axis=0)


def _dead_loops(X, W, b):
    answer = []
    for j in range(len(W)):
        sums = [b[j] + sum(W[j][i] * x[i] for i in range(len(x))) for x in X]
        answer.append(max(sums) <= 0)
    return answer


def _dead_by_activity(X, W, b):
    activity = np.maximum(W @ X.T + np.reshape(b, (-1, 1)), 0)
    return np.where(activity.sum(axis=1) == 0, 1, 0)


def _layer(rng: np.random.Generator) -> tuple:
    """Five or six examples and four units: alive, dead, dead at zero, silent on average."""
    X = rng.integers(-2, 4, (int(rng.integers(5, 7)), 2))
    W = rng.integers(1, 4, (4, 2)) * rng.choice([-1, 1], (4, 2))
    highest = (X @ W.T).max(axis=0)
    order = rng.permutation(4)
    # the unit "dead at zero" has its largest sum exactly at 0
    b = -highest + array([2, -1, 0, 1])[order]
    b[order == 1] -= 1
    return X, W, b


def _more_layers(rng: np.random.Generator) -> Iterator[Case]:
    while True:
        X, W, b = _layer(rng)
        z = X @ W.T + b
        needed = ((z.mean(axis=0) <= 0) & (z > 0).any(axis=0)).any() and (b != 0).all()
        dead = dead_units(X, W, b)
        needed &= all((dead != (z[i] <= 0)).any() for i in (0, -1))  # one row does not tell
        if needed and not (np.asarray(dead_units(X, W, 0 * b)) == dead_units(X, W, b)).all():
            yield case("more", X, W, b)
            return


DEAD_UNITS = Exercise(
    id="dead_units",
    chapter=CHAPTER,
    title="Which units are dead?",
    reference=dead_units,
    wanted="True or False (or 1 and 0) for each unit",
    cases=(
        case("one unit, always silent", array([[0.0], [1.0]]), array([[1.0]]), array([-2.0])),
        case("one unit, silent once", array([[0.0], [1.0]]), array([[1.0]]), array([-0.5])),
        case("reaches exactly 0", array([[0.0], [2.0]]), array([[1.0]]), array([-2.0])),
        case(
            "four rows, three units",
            array([[0, 0], [0, 1], [1, 0], [1, 1]]),
            array([[1, 1], [-1, -2], [2, -1]]),
            array([-1, -1, -3]),
        ),
        case("silent in the last row", array([[1.0], [0.0]]), array([[1.0]]), array([-0.5])),
        case(
            "silent on average only",
            array([[0, 0], [0, 1], [1, 0], [1, 1]]),
            array([[2, 2], [-1, 1]]),
            array([-3, 1]),
        ),
    ),
    more=_more_layers,
    misconceptions=(
        Misconception(
            "silent somewhere",
            lambda X, W, b: (X @ W.T + b <= 0).any(axis=0),
            "you call a unit dead as soon as it is silent for one example. Dead means silent for "
            "*all* of them.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "examples instead of units",
            lambda X, W, b: (X @ W.T + b <= 0).all(axis=1),
            "you ask for each example whether all units are silent. The question is for each unit: "
            "go along the other axis.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "bias forgotten",
            lambda X, W, b: (X @ W.T <= 0).all(axis=0),
            "the bias has no influence on your answer. It is the bias that kills most units.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "the living",
            lambda X, W, b: (X @ W.T + b > 0).any(axis=0),
            "your answers are exactly turned round: True for the units that are alive.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "alive at zero",
            lambda X, W, b: (X @ W.T + b < 0).all(axis=0),
            "you take a unit whose sum reaches exactly 0 for alive. Its answer there is 0, and so, "
            "in this book, is its slope: no blame passes.",
            (CHAPTER, "The corner at zero"),
        ),
        Misconception(
            "silent on average",
            lambda X, W, b: (X @ W.T + b).mean(axis=0) <= 0,
            "you look at the average sum. A unit with one positive sum among many negative ones "
            "still gets blame, from that one example.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "last example only",
            lambda X, W, b: (X @ W.T + b <= 0)[-1],
            "only the last example counts in your answer. Does a later example overwrite what you "
            "found for an earlier one?",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "first example only",
            lambda X, W, b: (X @ W.T + b <= 0)[0],
            "only the first example counts in your answer. Look at the others before you decide: "
            "is there a `return` inside the loop?",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "bias subtracted",
            lambda X, W, b: (X @ W.T - b <= 0).all(axis=0),
            "you subtract the bias. A threshold is subtracted; a bias is added.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "silences counted",
            lambda X, W, b: (X @ W.T + b <= 0).sum(axis=0),
            "you count the examples for which a unit is silent. It is dead if that is all of them: "
            "answer True or False.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "numbers of the dead",
            lambda X, W, b: np.flatnonzero((X @ W.T + b <= 0).all(axis=0)),
            "you list the numbers of the dead units. Wanted is True or False for every unit, dead "
            "or not.",
            (CHAPTER, "The price: silent units"),
        ),
    ),
    alternatives=(_dead_loops, _dead_by_activity),
    hints=(
        "Write down all the sums of one unit, one for each example. When is it dead?",
        "The sums of all units and examples are X Wᵀ + b, one row for each example. You need a "
        "yes or no for each column.",
        "Compare the sums with 0 first; that gives a table of True and False. Then .all(axis=…) "
        "asks whether a whole row or a whole column is True.",
    ),
    section=(CHAPTER, "The price: silent units"),
    sources=("D6", "A18"),
    points=(2, 2),
)

EXERCISES = (BLAME_SIZES, DEAD_UNITS)
