"""Chapter 14, reading a result that the chapter did not expect."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "14_last_step"
ALONE = (CHAPTER, "Alone")


# --- read_result ------------------------------------------------------------------------------


def read_result(scores, recipe, best):
    means = scores.mean(axis=-1)
    rows = []
    for axis, (old, new) in enumerate(zip(recipe, best, strict=True)):
        if old == new:
            continue  # nothing to compare
        alone, without = list(recipe), list(best)
        alone[axis], without[axis] = new, old
        # Added to a bad recipe and taken out of a good one: two questions, two answers.
        gain = means[tuple(alone)] - means[tuple(recipe)]
        loss = means[tuple(best)] - means[tuple(without)]
        rows.append([axis, gain, loss])
    return rows


def _read_array(scores, recipe, best):
    means, rows = scores.mean(-1), []
    for i in range(len(recipe)):
        if recipe[i] != best[i]:
            up = (*recipe[:i], best[i], *recipe[i + 1 :])
            down = (*best[:i], recipe[i], *best[i + 1 :])
            rows.append((i, means[up] - means[recipe], means[best] - means[down]))
    return np.array(rows)


def _read_seeds(scores, recipe, best):
    seeds = np.moveaxis(scores, -1, 0)
    every = [read_result(table[..., None], recipe, best) for table in seeds]
    return np.mean(every, axis=0)


def _rows(scores, recipe, best, *, gain=None, loss=None, everywhere=False):
    means = scores.mean(-1)
    found = []
    for i, (old, new) in enumerate(zip(recipe, best, strict=True)):
        if old == new and not everywhere:
            continue
        up = (*recipe[:i], new, *recipe[i + 1 :])
        down = (*best[:i], old, *best[i + 1 :])
        pair = (means[up] - means[recipe], means[best] - means[down])
        found.append([i, (gain or (lambda g, _: g))(*pair), (loss or (lambda _, v: v))(*pair)])
    return found


def _in_order(scores, recipe, best):
    """What each change adds when all are made one after another."""
    means, now, rows = scores.mean(-1), recipe, []
    for i, (old, new) in enumerate(zip(recipe, best, strict=True)):
        if old != new:
            after = (*now[:i], new, *now[i + 1 :])
            down = (*best[:i], old, *best[i + 1 :])
            rows.append([i, means[after] - means[now], means[best] - means[down]])
            now = after
    return rows


def _more_results(rng: np.random.Generator) -> Iterator[Case]:
    shape = [(2, 2), (2, 3, 2), (2, 2, 2), (3, 2, 2)][rng.integers(4)]
    scores = rng.integers(5, 99, (*shape, 3)).astype(float)
    recipe = tuple(int(rng.integers(n)) for n in shape)
    same = int(rng.integers(len(shape))) if len(shape) > 2 and rng.random() < 0.5 else -1
    best = tuple(
        r if i == same else (r + 1) % n for i, (r, n) in enumerate(zip(recipe, shape, strict=True))
    )
    yield case("more", scores, recipe, best)


_DEEP = array(
    [
        [[[9.0, 8.0], [9.0, 11.0]], [[8.0, 12.0], [10.0, 10.0]]],
        [[[8.0, 10.0], [80.0, 84.0]], [[93.0, 95.0], [95.0, 97.0]]],
    ]
)

READ_RESULT = Exercise(
    id="read_result",
    chapter=CHAPTER,
    title="Added alone, taken out alone",
    reference=read_result,
    wanted="rows of three numbers: axis, gain when added, loss when taken out",
    cases=(
        case("three ingredients, two seeds", _DEEP, (0, 0, 0), (1, 1, 1)),
        case("one of them is the same", _DEEP, (0, 1, 0), (1, 1, 1)),
        case(
            "two ingredients, three seeds",
            array(
                [[[90.0, 93.0, 96.0], [94.0, 95.0, 96.0]], [[91.0, 92.0, 96.0], [97.0, 98.0, 99.0]]]
            ),
            (0, 0),
            (1, 1),
        ),
    ),
    more=_more_results,
    misconceptions=(
        Misconception(
            "loss with a minus",
            lambda *args: _rows(*args, loss=lambda _, v: -v),
            "the gains are right, but the losses have the wrong sign: the best recipe, less the "
            "best recipe without the ingredient.",
            ALONE,
        ),
        Misconception(
            "the columns exchanged",
            lambda *args: _rows(*args, gain=lambda _, v: v, loss=lambda g, _: g),
            "gain and loss have changed places. First what it gains when added to the recipe, then "
            "what is lost when it is taken out of the best one.",
            ALONE,
        ),
        Misconception(
            "twice the gain",
            lambda *args: _rows(*args, loss=lambda g, _: g),
            "you give the gain twice. What an ingredient adds to a bad recipe and what a good one "
            "loses without it are two different numbers.",
            ALONE,
        ),
        Misconception(
            "one after another",
            _in_order,
            "you make the changes one after another and give each the gain that it had in its "
            "turn. Then the order decides who gets the praise. Go back to the recipe for each.",
            ALONE,
        ),
        Misconception(
            "rows for nothing",
            lambda *args: _rows(*args, everywhere=True),
            "you also give rows for ingredients that are the same in both recipes. Leave them out.",
            ALONE,
        ),
        Misconception(
            "minus, and rows for nothing",
            lambda *args: _rows(*args, loss=lambda _, v: -v, everywhere=True),
            "two things: the losses have the wrong sign (the best recipe, less the best without "
            "the ingredient), and ingredients that are the same in both recipes have no row.",
            ALONE,
        ),
        Misconception(
            "one seed",
            lambda scores, recipe, best: _rows(scores[..., :1], recipe, best),
            "you read the first seed only. Take the mean over the last axis first.",
            ALONE,
        ),
        Misconception(
            "sums over the seeds",
            lambda scores, recipe, best: _rows(scores.sum(-1, keepdims=True), recipe, best),
            "you add up the seeds. Take their mean.",
            ALONE,
        ),
        Misconception(
            "rows counted instead of axes",
            lambda *args: [[k, g, v] for k, (_, g, v) in enumerate(_rows(*args))],
            "the first number of a row counts your rows. Wanted is the number of the ingredient, "
            "and those that are the same in both recipes are skipped.",
            ALONE,
        ),
        Misconception(
            "columns for rows",
            lambda *args: np.transpose(_rows(*args)),
            "rows and columns have changed places: one row for each ingredient, with its number, "
            "its gain and its loss.",
            ALONE,
        ),
        Misconception(
            "counted from 1",
            lambda *args: [[i + 1, g, v] for i, g, v in _rows(*args)],
            "the numbers are right, but the axes are counted from 0.",
            ALONE,
        ),
    ),
    alternatives=(_read_array, _read_seeds),
    hints=(
        "Take the mean over the seeds first. Then it is task 2 twice for each ingredient: once "
        "from the recipe, once from the best.",
        "For each axis where the two differ: gain_alone from `recipe` to the level of `best`; and "
        "for the loss, what `best` reads less what it reads with the level of `recipe`.",
        "means = scores.mean(axis=-1). The loss is -gain_alone(means, best, axis, recipe[axis]).",
    ),
    section=ALONE,
    sources=("A21",),
    points=(2, 3),
    tolerance=1e-9,
)

EXERCISES = (READ_RESULT,)
