"""Chapter 7, folding and bending: a sawtooth, and the pieces of a broken line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy import array

from course_lib.check.exercises.ch07a_bumps import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

STAGES = (CHAPTER, "Work in stages")


# --- fold_times -------------------------------------------------------------------------------


def _fold(x):
    return 2 * np.maximum(x, 0) - 4 * np.maximum(x - 0.5, 0)


def fold_times(x, k):
    for _ in range(k):
        x = _fold(x)
    return x


def _fold_recursively(x, k):
    if k == 0:
        return x
    return 1 - np.abs(2 * np.asarray(_fold_recursively(x, k - 1)) - 1)


def _fold_each(x, k):
    answers = []
    for value in x:
        for _ in range(k):
            value = 2 * value if value < 0.5 else 2 - 2 * value
        answers.append(value)
    return answers


def _more_folds(rng: np.random.Generator) -> Iterator[Case]:
    yield case("more", rng.choice(129, 5, replace=False) / 128, int(rng.integers(0, 6)))


EIGHTHS = np.arange(9) / 8
FOLD_TIMES = Exercise(
    id="fold_times",
    chapter=CHAPTER,
    title="Fold, and fold again",
    reference=fold_times,
    wanted="an array as long as x: where each place lies after k folds",
    cases=(
        case("one fold", EIGHTHS, 1),
        case("two folds", EIGHTHS, 2),
        case("three folds", array([0.0, 0.0625, 0.2, 0.3125, 0.9]), 3),
        case("five folds", array([0.01, 0.33, 0.5, 0.77]), 5),
        case("no fold at all", EIGHTHS, 0),
    ),
    more=_more_folds,
    misconceptions=(
        Misconception(
            "always one fold",
            lambda x, k: _fold(x),
            "you fold once, whatever k is. Each further fold works on what the one before has "
            "made: x = fold(x), again and again.",
            STAGES,
        ),
        Misconception(
            "the same x folded every time",
            lambda x, k: _fold(x) if k else x,
            "you fold the same x in every turn of the loop, so the second turn only repeats the "
            "first. Put the result of one fold into the next.",
            STAGES,
        ),
        Misconception(
            "one fold too many",
            lambda x, k: fold_times(x, k + 1),
            "you fold once too often. With k = 0 nothing happens; with k = 1 there is one tent.",
            STAGES,
        ),
        Misconception(
            "added instead of folded again",
            lambda x, k: k * _fold(x),
            "you add k folds of the same x. That is width, and makes the tent higher. Depth puts "
            "the result of one fold into the next.",
            STAGES,
        ),
        Misconception(
            "to the power",
            lambda x, k: _fold(x) ** k,
            "you multiply the fold by itself. “k times” means here: fold the result again.",
            STAGES,
        ),
        Misconception(
            "not stretched",
            lambda x, k: fold_times(x, k) / 2**k,
            "your fold reaches up to ½ only: the strip is folded, but not stretched to the full "
            "range, so the next fold finds less and less. The tent goes up to 1.",
            STAGES,
        ),
        Misconception(
            "laid over and left there",
            lambda x, k: np.minimum(x, 1 - x) if k else x,
            "your fold lays the right half on the left one, but does not stretch. After the first "
            "fold everything lies left of ½, and the next fold finds nothing to lay over.",
            STAGES,
        ),
        Misconception(
            "shifted instead of mirrored",
            lambda x, k: _shifts(x, k),
            "you push the right half over the left one: 1 stays at 1. In a fold it is turned over, "
            "so that 1 comes to 0.",
            STAGES,
        ),
        Misconception(
            "cut instead of folded",
            lambda x, k: _cuts(x, k),
            "your line jumps back to 0 instead of coming down: a strip cut in pieces, with all "
            "pieces laid the same way. A fold lays the right half on the left one, mirrored.",
            STAGES,
        ),
        Misconception(
            "distance from the middle",
            lambda x, k: _distances(x, k),
            "your fold is the distance from the middle: 0 at ½, and ½ at both ends. Turn it over "
            "and stretch it: 0 at both ends, and 1 at ½.",
            STAGES,
        ),
        Misconception(
            "second unit too weak",
            lambda x, k: _weak_folds(x, k),
            "after the middle your line stays level. The second ReLU has to take away twice what "
            "the first one adds: −4, not −2.",
            STAGES,
        ),
    ),
    alternatives=(_fold_recursively, _fold_each),
    hints=(
        "First one fold: what becomes of 0, 0.25, 0.5, 0.75 and 1? The chapter has the formula.",
        "A loop that runs k times. In each turn x is replaced by its fold.",
        "One fold of an array x is 2·ReLU(x) − 4·ReLU(x − ½). np.maximum(x, 0) is the ReLU. Make a "
        "new array in each turn instead of changing the given one.",
    ),
    section=STAGES,
    sources=("B15",),
    points=(2, 2),
    tolerance=1e-8,
    off_limits=LIBRARY,
)


def _distances(x, k):
    for _ in range(k):
        x = np.abs(x - 0.5)
    return x


def _cuts(x, k):
    for _ in range(k):
        x = 2 * x % 1
    return x


def _shifts(x, k):
    for _ in range(k):
        x = np.where(x <= 0.5, 2 * x, 2 * x - 1)
    return x


def _weak_folds(x, k):
    for _ in range(k):
        x = 2 * np.maximum(x, 0) - 2 * np.maximum(x - 0.5, 0)
    return x


# --- pieces -----------------------------------------------------------------------------------


def _changes(w, b, v):
    """Place of each bend → by how much the slope changes there; exact."""
    changes = defaultdict(Fraction)
    for wj, bj, vj in zip(w, b, v, strict=True):
        if wj != 0:
            place = -Fraction(float(bj)) / Fraction(float(wj))
            changes[place] += Fraction(float(vj)) * abs(Fraction(float(wj)))
    return changes


def pieces(w, b, v):
    return 1 + sum(change != 0 for change in _changes(w, b, v).values())


def _pieces_by_looking(w, b, v):
    w, b, v = (np.asarray(part, dtype=float) for part in (w, b, v))
    bends = np.unique((-b[w != 0] / w[w != 0]).round(9))
    if len(bends) == 0:
        return 1
    between = np.concatenate([[bends[0] - 1], (bends[1:] + bends[:-1]) / 2, [bends[-1] + 1]])
    slopes = ((np.outer(between, w) + b > 0) * w) @ v
    return 1 + np.count_nonzero(np.abs(np.diff(slopes)) > 1e-9)


def _pieces_sorted(w, b, v):
    turns = sorted((-bj / wj, vj * abs(wj)) for wj, bj, vj in zip(w, b, v, strict=True) if wj)
    count, i = 1, 0
    while i < len(turns):
        place, total = turns[i][0], 0.0
        while i < len(turns) and abs(turns[i][0] - place) < 1e-9:
            total, i = total + turns[i][1], i + 1
        count += abs(total) > 1e-9
    return float(count)


def _units(w, b, v, keep):
    return [u for u in zip(w, b, v, strict=True) if keep(*u)]


def _distinct(w, b, v, keep):
    return len({Fraction(float(-b)) / Fraction(float(w)) for w, b, v in _units(w, b, v, keep)})


def _more_pieces(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.integers(2, 5))
    w = rng.choice([-2, -1, 1, 2, 4], n).astype(float)
    b = -w * rng.choice([-1.5, -0.5, 0.0, 1.0, 2.0], n, replace=False)
    v = rng.choice([-3, -1, 1, 2], n).astype(float)
    kind = rng.integers(0, 4)
    if kind == 0:  # a unit without a bend, of another size
        w, b, v = np.append(w, 0.0), np.append(b, 1.0), np.append(v, 2.0)
    elif kind == 1:  # a unit that nobody listens to
        w, b, v = np.append(w, 1.0), np.append(b, 7.0), np.append(v, 0.0)
    else:  # two bends at one place; in the second line they undo each other
        pairs = [(3, 1), (3, -1), (-1, 1)] if kind == 2 else [(-1, -1), (-2, -0.5)]
        times, share = pairs[rng.integers(len(pairs))]
        w, b, v = np.append(w, times * w[0]), np.append(b, times * b[0]), np.append(v, share * v[0])
    order = rng.permutation(len(w))
    yield case("more", w[order], b[order], v[order])


PIECES = Exercise(
    id="pieces",
    chapter=CHAPTER,
    title="How many straight pieces?",
    reference=pieces,
    wanted="one whole number, the straight pieces of the net's line",
    cases=(
        case("one ReLU", array([1.0]), array([0.0]), array([2.0])),
        case("a tent", array([1.0, 1.0, 1.0]), array([0.0, -0.5, -1.0]), array([2.0, -4.0, 2.0])),
        case("a unit without a bend", array([1.0, 0.0]), array([-1.0, 2.0]), array([1.0, 3.0])),
        case(
            "nobody listens",
            array([1.0, 2.0, 1.0]),
            array([0.0, -2.0, 3.0]),
            array([1.0, 1.0, 0.0]),
        ),  # fmt: skip
        case("two bends at one place", array([1.0, 3.0]), array([-1.0, -3.0]), array([1.0, 1.0])),
        case(
            "two bends that undo each other",
            array([1.0, -1.0, 2.0]),
            array([-1.0, 1.0, 0.0]),
            array([2.0, -2.0, 1.0]),
        ),
        case(
            "the same with different weights",
            array([1.0, -2.0, 1.0]),
            array([1.0, -2.0, 0.0]),
            array([2.0, -1.0, 1.0]),
        ),  # fmt: skip
    ),
    more=_more_pieces,
    misconceptions=(
        Misconception(
            "one more than units",
            lambda w, b, v: len(w) + 1,
            "you count every unit. Some have no bend (w = 0), some are not listened to (v = 0), "
            "and some bend at the same place.",
            STAGES,
        ),
        Misconception(
            "bends instead of pieces",
            lambda w, b, v: pieces(w, b, v) - 1,
            "you count the bends. One bend makes two pieces.",
            STAGES,
        ),
        Misconception(
            "two bends at one place",
            lambda w, b, v: 1 + len(_units(w, b, v, lambda w, b, v: w != 0 and v != 0)),
            "you count two bends at the same place twice. Where does each unit bend? Count the "
            "places.",
            STAGES,
        ),
        Misconception(
            "silent units counted",
            lambda w, b, v: pieces(w, b, np.where(array(v) == 0, 1.0, v)),
            "you count the bend of a unit with v = 0. The output does not listen to it, so its "
            "bend is not seen.",
            STAGES,
        ),
        Misconception(
            "bends that undo each other",
            lambda w, b, v: 1 + _distinct(w, b, v, lambda w, b, v: w != 0 and v != 0),
            "at some place two bends undo each other, and the line goes straight on. The slope "
            "changes there by the sum of v·|w| of the units; is it 0?",
            STAGES,
        ),
        Misconception(
            "units without a bend",
            lambda w, b, v: pieces(w, b, v) + sum(array(w) == 0),
            "a unit with w = 0 answers the same everywhere. It has no bend.",
            STAGES,
        ),
        Misconception(
            "every unit that bends",
            lambda w, b, v: 1 + np.count_nonzero(w),
            "you count every unit with w ≠ 0. Some of them nobody listens to (v = 0), and some "
            "bend at the same place.",
            STAGES,
        ),
        Misconception(
            "places alone",
            lambda w, b, v: 1 + _distinct(w, b, v, lambda w, b, v: w != 0),
            "you count the places where some unit bends. The line bends there only if the changes "
            "v·|w| of the units at that place do not add up to 0; v may be 0, too.",
            STAGES,
        ),
        Misconception(
            "v without the weight",
            lambda w, b, v: pieces(np.sign(w), np.where(w == 0, b, b / np.abs(w)), v),
            "you add up the v at each place. A unit with a larger weight bends more sharply: the "
            "slope changes by v·|w|.",
            STAGES,
        ),
        Misconception(
            "weight with its sign",
            lambda w, b, v: pieces(w, b, v * np.sign(w)),
            "you add up v·w at each place. A unit with a negative weight is on to the left of its "
            "bend and goes off there, and that changes the slope by v·|w| all the same.",
            STAGES,
        ),
    ),
    alternatives=(_pieces_by_looking, _pieces_sorted),
    hints=(
        "Where does the unit ReLU(w·x + b) bend? When does it not bend at all?",
        "It bends at x = −b/w. Collect the places of all units with w ≠ 0, each place once. "
        "Passing it from left to right, the slope of the output changes by v·|w|.",
        "A dictionary helps: place → sum of v·|w|. Count the places where the sum is not 0 (with "
        "round(…, 9) for safety), and add 1.",
    ),
    section=STAGES,
    sources=("B15",),
    points=(2, 3),
    off_limits=LIBRARY,
)

EXERCISES = (FOLD_TIMES, PIECES)
