"""Chapter 14, reading a factorial table: on average, and one change alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "14_last_step"
ON_AVERAGE = (CHAPTER, "What each was worth on average")
ALONE = (CHAPTER, "Alone")

SQUARE = array([[10.0, 20.0], [40.0, 90.0]])
WIDE = array([[8.0, 9.0, 55.0], [12.0, 60.0, 94.0]])
CUBE = array([[[9.0, 10.0], [8.0, 50.0]], [[20.0, 30.0], [70.0, 96.0]]])


def random_table(rng: np.random.Generator) -> np.ndarray:
    shape = [(2, 2), (2, 3), (3, 2), (2, 2, 2), (3, 2, 2), (2, 3, 3)][rng.integers(6)]
    return rng.integers(5, 99, shape).astype(float)


def random_recipe(table: np.ndarray, rng: np.random.Generator) -> tuple[int, ...]:
    return tuple(int(rng.integers(n)) for n in table.shape)


# --- level_means ------------------------------------------------------------------------------


def level_means(table, axis):
    # All axes but the ingredient's own are averaged away.
    others = tuple(i for i in range(table.ndim) if i != axis)
    return table.mean(axis=others)


def _level_means_rows(table, axis):
    return [float(level.mean()) for level in np.moveaxis(table, axis, 0)]


def _level_means_take(table, axis):
    means = []
    for level in range(table.shape[axis]):
        cells = np.take(table, level, axis).ravel()
        means.append(sum(cells) / len(cells))
    return np.array(means)


def _others(table, axis):
    return tuple(i for i in range(table.ndim) if i != axis)


def _more_tables(rng: np.random.Generator) -> Iterator[Case]:
    table = random_table(rng)
    yield case("more", table, int(rng.integers(table.ndim)))


LEVEL_MEANS = Exercise(
    id="level_means",
    chapter=CHAPTER,
    title="On average",
    reference=level_means,
    wanted="an array with one mean for each level of the ingredient",
    cases=(
        case("two by two, rows", SQUARE, 0),
        case("two by two, columns", SQUARE, 1),
        case("three columns", WIDE, 1),
        case("three ingredients, the middle one", CUBE, 1),
        case("three ingredients, the first", CUBE, 0),
    ),
    more=_more_tables,
    misconceptions=(
        Misconception(
            "averaged along the ingredient",
            lambda table, axis: table.mean(axis=axis),
            "you average over the levels of the ingredient itself, so that it is gone. Keep its "
            "axis, and average over all the *others*.",
            ON_AVERAGE,
        ),
        Misconception(
            "best cell",
            lambda table, axis: table.max(axis=_others(table, axis)),
            "this is the best recipe with each level. Wanted is the mean of all recipes with that "
            "level.",
            ON_AVERAGE,
        ),
        Misconception(
            "sums",
            lambda table, axis: table.sum(axis=_others(table, axis)),
            "you add the cells. Divide by their number: wanted is a mean.",
            ON_AVERAGE,
        ),
        Misconception(
            "less the grand mean",
            lambda table, axis: table.mean(axis=_others(table, axis)) - table.mean(),
            "you subtract the mean of the whole table. That is a good way to show effects, but "
            "wanted here are the means themselves.",
            ON_AVERAGE,
        ),
        Misconception(
            "the others at their first level",
            lambda table, axis: np.moveaxis(table, axis, 0).reshape(table.shape[axis], -1)[:, 0],
            "you read a single cell for each level, the one where all other ingredients are at "
            "their first level. Average over all of them.",
            ON_AVERAGE,
        ),
        Misconception(
            "always the rows",
            lambda table, axis: [table[i].mean() for i in range(table.shape[axis])],
            "you average table[0], table[1] and so on. Those are the levels of ingredient 0, "
            "whatever `axis` says.",
            ON_AVERAGE,
        ),
        Misconception(
            "median",
            lambda table, axis: np.median(table, axis=_others(table, axis)),
            "you take the median of the cells. Wanted is their mean.",
            ON_AVERAGE,
        ),
        Misconception(
            "axes counted from 1",
            lambda table, axis: table.mean(axis=_others(table, (axis - 1) % table.ndim)),
            "these are the means of another ingredient. Axes are counted from 0, and `axis` is "
            "already the right number.",
            ON_AVERAGE,
        ),
    ),
    alternatives=(_level_means_rows, _level_means_take),
    hints=(
        "For one level of the ingredient: which cells of the table have this level? Their mean is "
        "one of the numbers you need.",
        "table.mean(axis=…) takes several axes at once, as a tuple. Which axes have to go, and "
        "which one stays?",
        "All axes but one: tuple(i for i in range(table.ndim) if i != axis).",
    ),
    section=ON_AVERAGE,
    sources=("A21",),
    tolerance=1e-9,
)


# --- gain_alone -------------------------------------------------------------------------------


def gain_alone(table, recipe, axis, level):
    changed = list(recipe)
    changed[axis] = level
    # A tuple of numbers picks one cell; a list would pick several rows.
    return table[tuple(changed)] - table[tuple(recipe)]


def _gain_sliced(table, recipe, axis, level):
    after = (*recipe[:axis], level, *recipe[axis + 1 :])
    return float(table[after]) - float(table[recipe])


def _gain_line(table, recipe, axis, level):
    line = np.moveaxis(table, axis, 0)
    rest = tuple(r for i, r in enumerate(recipe) if i != axis)
    values = [part[rest] for part in line]
    return values[level] - values[recipe[axis]]


def changed_recipe(recipe, axis, level):
    return (*recipe[:axis], level, *recipe[axis + 1 :])


def _more_gains(rng: np.random.Generator) -> Iterator[Case]:
    table = random_table(rng)
    recipe, axis = random_recipe(table, rng), int(rng.integers(table.ndim))
    other = [level for level in range(table.shape[axis]) if level != recipe[axis]]
    yield case("more", table, recipe, axis, int(rng.choice(other)))


GAIN_ALONE = Exercise(
    id="gain_alone",
    chapter=CHAPTER,
    title="One change",
    reference=gain_alone,
    wanted="one number, the points gained",
    cases=(
        case("the second row", SQUARE, (0, 0), 0, 1),
        case("the second column", SQUARE, (0, 0), 1, 1),
        case("from another recipe", SQUARE, (1, 0), 1, 1),
        case("a step back", WIDE, (1, 2), 1, 0),
        case("three ingredients", CUBE, (0, 1, 0), 2, 1),
    ),
    more=_more_gains,
    misconceptions=(
        Misconception(
            "the new value",
            lambda table, recipe, axis, level: table[changed_recipe(recipe, axis, level)],
            "this is what the changed recipe reads. Wanted is the gain: subtract what the recipe "
            "read before.",
            ALONE,
        ),
        Misconception(
            "before less after",
            lambda table, recipe, axis, level: (
                table[recipe] - table[changed_recipe(recipe, axis, level)]
            ),
            "the sign is turned: a change that helps must be a gain above 0. After, less before.",
            ALONE,
        ),
        Misconception(
            "difference of the averages",
            lambda table, recipe, axis, level: (
                level_means(table, axis)[level] - level_means(table, axis)[recipe[axis]]
            ),
            "this is what the change is worth on average over all recipes. Wanted is what it is "
            "worth in *this* recipe: two cells of the table.",
            ALONE,
        ),
        Misconception(
            "all ingredients changed",
            lambda table, recipe, axis, level: (
                table[tuple(min(level, n - 1) for n in table.shape)] - table[recipe]
            ),
            "you change every ingredient. Only the one with the number `axis` is to be changed; "
            "the others stay as they are.",
            ALONE,
        ),
        Misconception(
            "from the first recipe",
            lambda table, recipe, axis, level: (
                table[changed_recipe((0,) * table.ndim, axis, level)] - table[(0,) * table.ndim]
            ),
            "you start from the recipe (0, 0, …). Start from the one that is given.",
            ALONE,
        ),
        Misconception(
            "a share of what was there",
            lambda table, recipe, axis, level: (
                table[changed_recipe(recipe, axis, level)] / table[recipe] - 1
            ),
            "you divide by what was there before. Points are a difference: after less before.",
            ALONE,
        ),
        Misconception(
            "a list for a tuple",
            lambda table, recipe, axis, level: (
                table[list(changed_recipe(recipe, axis, level))] - table[recipe]
            ),
            "a list of numbers in square brackets picks whole rows, and you get an array. Only a "
            "tuple picks one cell: table[tuple(changed)].",
            ALONE,
        ),
        Misconception(
            "axis and level exchanged",
            lambda table, recipe, axis, level: (
                table[changed_recipe(recipe, level, axis)] - table[recipe]
            ),
            "`axis` and `level` have changed places. `axis` says which number of the recipe is "
            "replaced, `level` what it becomes: changed[axis] = level.",
            ALONE,
        ),
        Misconception(
            "the best change",
            lambda table, recipe, axis, level: (
                max(table[changed_recipe(recipe, axis, k)] for k in range(table.shape[axis]))
                - table[recipe]
            ),
            "you take the best level of this ingredient. Wanted is the level that is given.",
            ALONE,
        ),
    ),
    alternatives=(_gain_sliced, _gain_line),
    hints=(
        "Two cells of the table matter: that of the recipe, and that of the recipe with one number "
        "replaced.",
        "table[recipe] reads the cell of a recipe. A tuple cannot be changed: make a list of it, "
        "replace one number, and make a tuple of it again.",
        "changed = list(recipe); changed[axis] = level; then the difference of two cells. Do not "
        "forget tuple(changed).",
    ),
    section=ALONE,
    sources=("A21",),
    tolerance=1e-9,
)


EXERCISES = (LEVEL_MEANS, GAIN_ALONE)
