"""Chapter 14, how sure a gain is, and one more factor."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

CHAPTER = "14_last_step"
FAIR = (CHAPTER, "The rules of a fair comparison")
DESIGN = (CHAPTER, "Five ingredients")


# --- gain_interval ----------------------------------------------------------------------------


def gain_interval(before, after):
    # The same seeds before and after: a hard split is hard for both, and that cancels.
    gains = np.asarray(after) - np.asarray(before)
    error = gains.std(ddof=1) / np.sqrt(len(gains))
    return gains.mean(), gains.mean() - 2 * error, gains.mean() + 2 * error


def _interval_loop(before, after):
    gains = [b - a for a, b in zip(before, after, strict=True)]
    n = len(gains)
    mean = sum(gains) / n
    variance = sum((g - mean) ** 2 for g in gains) / (n - 1)
    error = math.sqrt(variance / n)
    return [mean, mean - 2 * error, mean + 2 * error]


def _interval_array(before, after):
    gains = after - before
    return gains.mean() + np.array([0, -2, 2]) * gains.std(ddof=1) / len(gains) ** 0.5


def _interval(gains, error):
    return gains.mean(), gains.mean() - 2 * error, gains.mean() + 2 * error


def _unpaired(before, after):
    error = np.sqrt((before.var(ddof=1) + after.var(ddof=1)) / len(before))
    return _interval(after - before, error)


def _more_seeds(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.integers(4, 11))
    before = rng.integers(60, 95, n).astype(float)
    yield case("more", before, before + rng.integers(-4, 9, n))


GAIN_INTERVAL = Exercise(
    id="gain_interval",
    chapter=CHAPTER,
    title="How sure is a gain?",
    reference=gain_interval,
    wanted="three numbers: the mean gain, and the two ends of the interval",
    cases=(
        case("four seeds", array([80.0, 90.0, 70.0, 85.0]), array([84.0, 93.0, 75.0, 89.0])),
        case("nothing sure", array([90.0, 88.0, 94.0]), array([93.0, 86.0, 95.0])),
        case(
            "a loss", array([97.0, 96.0, 98.0, 95.0, 97.0]), array([95.0, 95.0, 96.0, 95.0, 94.0])
        ),
    ),
    more=_more_seeds,
    misconceptions=(
        Misconception(
            "not paired",
            _unpaired,
            "you look at the spread before and the spread after, each for itself. The seeds are "
            "the same in both, so take the gain of each seed first: what a split makes harder for "
            "both cancels.",
            FAIR,
        ),
        Misconception(
            "spread of one seed",
            lambda before, after: _interval(after - before, (after - before).std(ddof=1)),
            "this is how much single seeds differ. The *mean* of n of them is surer than one: "
            "divide the standard deviation by √n.",
            FAIR,
        ),
        Misconception(
            "divided by n",
            lambda before, after: _interval(
                after - before, (after - before).std(ddof=1) / len(before)
            ),
            "you divide by n. The error of a mean falls with the root of n.",
            FAIR,
        ),
        Misconception(
            "n in the standard deviation",
            lambda before, after: _interval(
                after - before, (after - before).std() / np.sqrt(len(before))
            ),
            "np.std divides by n. From a few seeds the spread is estimated with n − 1: ddof=1.",
            FAIR,
        ),
        Misconception(
            "one error",
            lambda before, after: _interval(
                after - before, (after - before).std(ddof=1) / np.sqrt(len(before)) / 2
            ),
            "your interval is one standard error wide on each side. Wanted are two.",
            FAIR,
        ),
        Misconception(
            "before less after",
            lambda before, after: _interval(
                before - after, (after - before).std(ddof=1) / np.sqrt(len(before))
            ),
            "the sign is turned: after, less before.",
            FAIR,
        ),
        Misconception(
            "in order of size",
            lambda before, after: np.sort(_interval_array(before, after)),
            "these are the right three numbers in another order. First the mean, then the lower "
            "and the upper end.",
            FAIR,
        ),
        Misconception(
            "the upper end first",
            lambda before, after: _interval_array(before, after)[[0, 2, 1]],
            "the two ends have changed places: after the mean comes the lower end, then the upper.",
            FAIR,
        ),
        Misconception(
            "1.96 errors",
            lambda before, after: _interval(
                after - before, 0.98 * (after - before).std(ddof=1) / np.sqrt(len(before))
            ),
            "you take 1.96 standard errors, which is for a great many seeds. Wanted are two, to "
            "each side.",
            FAIR,
        ),
        Misconception(
            "n − 1 twice",
            lambda before, after: _interval(
                after - before, (after - before).std(ddof=1) / np.sqrt(len(before) - 1)
            ),
            "you use n − 1 twice. It belongs into the standard deviation; then divide by √n.",
            FAIR,
        ),
        Misconception(
            "smallest and largest",
            lambda before, after: (
                (after - before).mean(),
                (after - before).min(),
                (after - before).max(),
            ),
            "you give the smallest and the largest gain of a seed. They drift apart with every "
            "further seed, while the mean becomes surer.",
            FAIR,
        ),
    ),
    alternatives=(_interval_loop, _interval_array),
    hints=(
        "Each seed was run twice, before and after the change. What did *this seed* gain?",
        "Make the list of gains. Its mean is the first number. Its standard deviation (with n − 1) "
        "divided by √n is the standard error.",
        "gains = after - before; error = gains.std(ddof=1) / np.sqrt(len(gains)); the ends are the "
        "mean plus and minus 2 * error.",
    ),
    section=FAIR,
    sources=("A21",),
    tolerance=1e-9,
)


# --- add_factor -------------------------------------------------------------------------------


def add_factor(recipes, name, levels):
    # A new dictionary for each: one that is shared would end with the last level everywhere.
    return [{**recipe, name: level} for recipe in recipes for level in levels]


def _add_by_copies(recipes, name, levels):
    longer = []
    for level in levels:
        for recipe in recipes:
            copy = dict(recipe)
            copy[name] = level
            longer.append(copy)
    return longer


def _add_by_product(recipes, name, levels):
    return tuple(recipe | {name: level} for level, recipe in product(levels, recipes))


def _as_lines(_: tuple[Any, ...], result: Any) -> str:
    """The recipes as sorted lines of text, so that neither order counts."""
    if not isinstance(result, list | tuple) or not all(isinstance(r, dict) for r in result):
        raise Unusable("a list of dictionaries was expected")
    lines = [", ".join(f"{k}={r[k]}" for k in sorted(r, key=str)) for r in result]
    return f"{len(lines)} recipes: " + "; ".join(sorted(lines))


def _shared(recipes, name, levels):
    return [{**recipe, name: levels[-1]} for recipe in recipes for _ in levels]


def _in_step(recipes, name, levels):
    return [{**r, name: levels[i % len(levels)]} for i, r in enumerate(recipes)]


def _one_at_a_time(recipes, name, levels):
    first = [{**recipe, name: levels[0]} for recipe in recipes]
    return first + [{**recipes[0], name: level} for level in levels[1:]]


def _more_recipes(rng: np.random.Generator) -> Iterator[Case]:
    depths = [int(d) for d in rng.permutation([1, 2, 3, 5, 8, 10])[: rng.integers(2, 4)]]
    bends = ["tanh", "ReLU", "sigmoid"][: int(rng.integers(1, 4))]
    recipes = [{"activation": b, "depth": d} for b, d in product(bends, depths)]
    name = str(rng.choice(["width", "batch", "dropout"]))
    yield case("more", recipes, name, [int(v) for v in rng.permutation([8, 16, 32, 64])[:3]])


ADD_FACTOR = Exercise(
    id="add_factor",
    chapter=CHAPTER,
    title="One more factor",
    reference=add_factor,
    wanted="a list of dictionaries, each old recipe once with each level",
    cases=(
        case(
            "two by two",
            [{"activation": "tanh"}, {"activation": "ReLU"}],
            "skip",
            ["no", "yes"],
        ),
        case(
            "three widths",
            [{"activation": "tanh", "depth": 1}, {"activation": "tanh", "depth": 10}],
            "width",
            [16, 32, 64],
        ),
        case("a single recipe", [{"depth": 3}], "batch", [1, 25]),
    ),
    more=_more_recipes,
    misconceptions=(
        Misconception(
            "one dictionary for all",
            _shared,
            "all recipes end with the last level. There is probably one dictionary that is changed "
            "again and again, and stands in the list several times: make a new one for each.",
            DESIGN,
        ),
        Misconception(
            "in step",
            _in_step,
            "each recipe gets one level only. Then nobody can tell what the new ingredient does: "
            "each recipe is wanted once with *each* level.",
            DESIGN,
        ),
        Misconception(
            "zipped",
            lambda recipes, name, levels: [
                {**recipe, name: level} for recipe, level in zip(recipes, levels, strict=False)
            ],
            "zip walks through both lists side by side, so that the first recipe meets the first "
            "level only. Every recipe is wanted with *each* level: one loop inside the other.",
            DESIGN,
        ),
        Misconception(
            "one at a time",
            _one_at_a_time,
            "only the first recipe gets the further levels. That shows what the new ingredient "
            "does alone, and not what it does together with others.",
            DESIGN,
        ),
        Misconception(
            "first level only",
            lambda recipes, name, levels: [{**recipe, name: levels[0]} for recipe in recipes],
            "each recipe is there only once, with the first level. The others are wanted too.",
            DESIGN,
        ),
        Misconception(
            "last level only",
            lambda recipes, name, levels: [{**recipe, name: levels[-1]} for recipe in recipes],
            "each recipe is there only once, with the last level. Does append stand inside the "
            "inner loop?",
            DESIGN,
        ),
        Misconception(
            "the old recipes too",
            lambda recipes, name, levels: [*recipes, *add_factor(recipes, name, levels)],
            "the old recipes are still in the list, without the new ingredient. Every recipe must "
            "have a level of it.",
            DESIGN,
        ),
        Misconception(
            "the new ingredient alone",
            lambda recipes, name, levels: [{name: level} for _ in recipes for level in levels],
            "your recipes hold the new ingredient and nothing else. Keep what was in them.",
            DESIGN,
        ),
        Misconception(
            "all levels in one",
            lambda recipes, name, levels: [{**recipe, name: levels} for recipe in recipes],
            "you put the whole list of levels into each recipe. A recipe has one level of each "
            "ingredient.",
            DESIGN,
        ),
        Misconception(
            "the word name",
            lambda recipes, name, levels: [
                {**recipe, "name": level} for recipe in recipes for level in levels
            ],
            "the new ingredient is called “name” in your recipes. `name` is a variable: write it "
            "without quotation marks, {name: level}, not dict(name=level).",
            DESIGN,
        ),
    ),
    alternatives=(_add_by_copies, _add_by_product),
    hints=(
        "How many recipes will there be? The number of the old ones, times the number of levels.",
        "Two loops, one inside the other: over the recipes and over the levels. Each round makes "
        "one *new* dictionary.",
        "{**recipe, name: level} is a new dictionary with everything that is in recipe, and one "
        "entry more.",
    ),
    section=DESIGN,
    sources=("A21",),
    view=_as_lines,
)

EXERCISES = (GAIN_INTERVAL, ADD_FACTOR)
