"""Chapter 12, a race read from its table of steps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array, inf

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "12_going_deep"
CLAIM = (CHAPTER, "Six times faster?")
CHANCE = (CHAPTER, "Chance, and how to measure it")


def times_slower(a, b):
    # Each runner gets the learning rate that suits it: the row with the smallest median.
    best_a = min(np.median(row) for row in a)
    best_b = min(np.median(row) for row in b)
    return best_a / best_b


def _slower_axis(a, b):
    return np.median(a, axis=1).min() / np.median(b, axis=1).min()


def _slower_sorted(a, b):
    middles = []
    for table in (a, b):
        rows = [sorted(row) for row in table]
        n = len(rows[0])
        middles.append(min((row[(n - 1) // 2] + row[n // 2]) / 2 for row in rows))
    return middles[0] / middles[1]


def _best(table) -> int:
    return int(np.median(table, axis=1).argmin())


def _means(a, b):
    return np.mean(a[_best(a)]) / np.mean(b[_best(b)])


def _without_lost(a, b):
    with np.errstate(all="ignore"):
        middles = [
            min(np.median(kept) for row in table if len(kept := row[np.isfinite(row)]))
            for table in (a, b)
        ]
    return middles[0] / middles[1]


def _place(a, b, order):
    """The entry in the middle of each row, after `order` has been put to the row."""
    best = [min(order(row)[len(row) // 2] for row in table.tolist()) for table in (a, b)]
    return best[0] / best[1]


def _table(rng: np.random.Generator, start: int, rates: int, best: int) -> np.ndarray:
    """Steps by rate and seed: a valley, with scatter; at too large a rate two lucky nets arrive."""
    rows = start * 2.0 ** np.abs(np.arange(rates) - best)
    table = np.round(rows[:, None] * rng.uniform(0.75, 1.4, (rates, 6)))
    table[best, 0] = 12 * start  # a slow net: mean and median differ
    table[0, 5] = np.inf
    lucky = round(table.min() / 2)
    table[-1] = [lucky, lucky + 4, *[np.inf] * 4]
    return table


def _more_races(rng: np.random.Generator) -> Iterator[Case]:
    rates = int(rng.integers(4, 6))
    best = rng.permutation(np.arange(1, rates - 1))  # not the same for both
    a, b = (_table(rng, int(rng.integers(20, 60)), rates, best[i]) for i in (0, 1))
    yield case("more", a, b)


TIMES_SLOWER = Exercise(
    id="times_slower",
    chapter=CHAPTER,
    title="Read the race",
    reference=times_slower,
    wanted="one number, a's steps as a multiple of b's",
    cases=(
        case(
            "two rates, three seeds",
            array([[30.0, 40.0, 50.0], [10.0, 12.0, 20.0]]),
            array([[6.0, 8.0, 5.0], [9.0, 30.0, 30.0]]),
        ),
        case(
            "some never arrive",
            array([[80.0, 90.0, inf], [40.0, 44.0, 60.0], [inf, inf, 9.0]]),
            array([[50.0, 55.0, 70.0], [20.0, 22.0, inf], [12.0, inf, inf]]),
        ),
        case(
            "b is the slower one",
            array([[12.0, 15.0, 10.0, 11.0], [7.0, 9.0, 8.0, 20.0]]),
            array([[20.0, 24.0, 40.0, 21.0], [60.0, inf, 16.0, 70.0]]),
        ),
    ),
    more=_more_races,
    misconceptions=(
        Misconception(
            "b's rate for both",
            lambda a, b: np.median(a[_best(b)]) / np.median(b[_best(b)]),
            "you run both at the rate that suits b. That is unfair to a: each must have the rate "
            "that is best for it.",
            CLAIM,
        ),
        Misconception(
            "a's rate for both",
            lambda a, b: np.median(a[_best(a)]) / np.median(b[_best(a)]),
            "you run both at the rate that suits a. That is unfair to b: each must have the rate "
            "that is best for it.",
            CLAIM,
        ),
        Misconception(
            "upside down",
            lambda a, b: _slower_axis(b, a),
            "the ratio is upside down: wanted is how many times as many steps *a* needs.",
            CHANCE,
        ),
        Misconception(
            "the luckiest net",
            lambda a, b: np.min(a) / np.min(b),
            "you compare the single luckiest nets. One lucky start says nothing about the others: "
            "take the median of the seeds first, then the best rate.",
            CHANCE,
        ),
        Misconception(
            "all rates in one pot",
            lambda a, b: np.median(a) / np.median(b),
            "you take the median over all rates and seeds. That also counts the rates that suit "
            "neither. Take the median in each row, then choose the best row.",
            CLAIM,
        ),
        Misconception(
            "mean for median",
            _means,
            "you found the right rates, but then took the mean of the seeds. One net that never "
            "arrives makes the mean infinite. Wanted is the median.",
            CHANCE,
        ),
        Misconception(
            "means throughout",
            lambda a, b: np.mean(a, axis=1).min() / np.mean(b, axis=1).min(),
            "you take the means of the rows. One net that never arrives makes a mean infinite, "
            "and a slow one pulls it up. Take the medians.",
            CHANCE,
        ),
        Misconception(
            "seeds for rates",
            lambda a, b: np.median(a, axis=0).min() / np.median(b, axis=0).min(),
            "you took the medians down the columns, over the rates. One row is one rate, and the "
            "median is over the seeds in that row.",
            CHANCE,
        ),
        Misconception(
            "the lost left out",
            _without_lost,
            "you leave out the nets that never arrive. Then a rate at which only one lucky net "
            "gets through looks best of all. Infinity may stay: the median can deal with it.",
            CHANCE,
        ),
        Misconception(
            "middle of an unsorted row",
            lambda a, b: _place(a, b, list),
            "you take the entry in the middle of each row as it stands. For a median the row must "
            "be sorted first.",
            CHANCE,
        ),
        Misconception(
            "upper of two middles",
            lambda a, b: _place(a, b, sorted),
            "right for an odd number of seeds. With an even number two entries stand in the "
            "middle, and the median is halfway between them.",
            CHANCE,
        ),
        Misconception(
            "difference for ratio",
            lambda a, b: np.median(a, axis=1).min() - np.median(b, axis=1).min(),
            "this is a difference in steps. “How many times” asks for a ratio.",
            CHANCE,
        ),
    ),
    alternatives=(_slower_axis, _slower_sorted),
    hints=(
        "First one runner alone: how many steps does it typically need at its first rate? Which "
        "number of the row says so, even if one net is very slow?",
        "The median of each row; the best rate is the row whose median is smallest. Do this for "
        "a and for b, each for itself.",
        "np.median(table, axis=1) gives one median for each row. Take the smallest of a's, divide "
        "by the smallest of b's.",
    ),
    section=CLAIM,
    sources=("A17",),
    tolerance=1e-9,
)

EXERCISES = (TIMES_SLOWER,)
