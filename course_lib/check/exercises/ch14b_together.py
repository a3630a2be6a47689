"""Chapter 14, what several changes do together: predicted and measured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch14a_reading import (
    CHAPTER,
    CUBE,
    SQUARE,
    WIDE,
    changed_recipe,
    random_recipe,
    random_table,
)
from course_lib.check.model import Case, Exercise, Misconception, case

TOGETHER = (CHAPTER, "Together")


# --- predict_together -------------------------------------------------------------------------


def predict_together(table, recipe, changes):
    before = table[tuple(recipe)]
    total = before
    for axis, level in changes:
        changed = list(recipe)
        changed[axis] = level
        # Each gain is measured from the recipe itself, as if the others had not been made.
        total = total + table[tuple(changed)] - before
    return total


def _predict_sum(table, recipe, changes):
    gains = [table[changed_recipe(recipe, axis, level)] - table[recipe] for axis, level in changes]
    return table[recipe] + sum(gains)


def _predict_cells(table, recipe, changes):
    cells = [table[changed_recipe(recipe, axis, level)] for axis, level in changes]
    return np.sum(cells) - (len(cells) - 1) * table[recipe]


def _all_made(recipe, changes):
    for axis, level in changes:
        recipe = changed_recipe(recipe, axis, level)
    return recipe


def _more_changes(rng: np.random.Generator) -> Iterator[Case]:
    table = random_table(rng)
    recipe = random_recipe(table, rng)
    count = int(rng.integers(2, table.ndim + 1))
    chosen = sorted(int(i) for i in rng.permutation(table.ndim)[:count])
    changes = [(i, int((recipe[i] + 1) % table.shape[i])) for i in chosen]
    yield case("more", table, recipe, changes)


PREDICT_TOGETHER = Exercise(
    id="predict_together",
    chapter=CHAPTER,
    title="Predict a cell before it is run",
    reference=predict_together,
    wanted="one number, per cent",
    cases=(
        case("both changes", SQUARE, (0, 0), [(0, 1), (1, 1)]),
        case("back from the best", SQUARE, (1, 1), [(0, 0), (1, 0)]),
        case("three columns", WIDE, (0, 0), [(0, 1), (1, 2)]),
        case("three changes", CUBE, (0, 0, 0), [(0, 1), (1, 1), (2, 1)]),
        case("two of three", CUBE, (0, 1, 0), [(0, 1), (2, 1)]),
    ),
    more=_more_changes,
    misconceptions=(
        Misconception(
            "looked up",
            lambda table, recipe, changes: table[_all_made(recipe, changes)],
            "this is the cell in which all changes are made: you looked it up, or you made the "
            "changes one after another and arrived there. Wanted is a prediction that does not "
            "know it. Measure each gain from the recipe itself.",
            TOGETHER,
        ),
        Misconception(
            "not put back",
            lambda table, recipe, changes: (
                table[recipe]
                + sum(
                    table[_all_made(recipe, changes[: i + 1])] - table[recipe]
                    for i in range(len(changes))
                )
            ),
            "the second gain has the first change in it: your copy of the recipe keeps what was "
            "changed before. Make a fresh copy for each change.",
            TOGETHER,
        ),
        Misconception(
            "gains alone",
            lambda table, recipe, changes: (
                _predict_sum(table, recipe, changes) - table[tuple(recipe)]
            ),
            "you add up the gains. Add them to what the recipe reads without them.",
            TOGETHER,
        ),
        Misconception(
            "cells added",
            lambda table, recipe, changes: (
                table[recipe] + sum(table[changed_recipe(recipe, *change)] for change in changes)
            ),
            "you add whole cells. What the recipe reads already is in each of them, and must be "
            "counted once only: add *gains*.",
            TOGETHER,
        ),
        Misconception(
            "the changed cells added",
            lambda table, recipe, changes: sum(
                table[changed_recipe(recipe, *change)] for change in changes
            ),
            "you add what the recipe reads after each change. What it reads without any change is "
            "in each of these numbers, and must be counted once only: add the *gains* to it.",
            TOGETHER,
        ),
        Misconception(
            "the first change only",
            lambda table, recipe, changes: table[changed_recipe(recipe, *changes[0])],
            "only the first change is counted. Does `return` stand inside the loop?",
            TOGETHER,
        ),
        Misconception(
            "mean of the gains",
            lambda table, recipe, changes: np.mean(
                [table[changed_recipe(recipe, *change)] for change in changes]
            ),
            "this is the mean of the changed cells. If the gains simply add up, all of them are "
            "added.",
            TOGETHER,
        ),
        Misconception(
            "largest only",
            lambda table, recipe, changes: max(
                table[changed_recipe(recipe, *change)] for change in changes
            ),
            "you keep the best single change. If gains add up, the others count too.",
            TOGETHER,
        ),
        Misconception(
            "clipped at 100",
            lambda table, recipe, changes: min(100.0, _predict_sum(table, recipe, changes)),
            "you cut off at 100. Leave the sum as it is: a prediction above 100 says that gains "
            "cannot simply add up here.",
            TOGETHER,
        ),
        Misconception(
            "factors multiplied",
            lambda table, recipe, changes: (
                table[recipe]
                * np.prod(
                    [table[changed_recipe(recipe, *change)] / table[recipe] for change in changes]
                )
            ),
            "you multiply factors. That is another way to put gains together; here they are "
            "differences, and are added.",
            TOGETHER,
        ),
    ),
    alternatives=(_predict_sum, _predict_cells),
    hints=(
        "What does the recipe read, and how much does each change add to that on its own?",
        "Measure every gain from the same recipe (task 2), add all gains, and add what the recipe "
        "reads without them.",
        "total = table[recipe]; for axis, level in changes: total = total + gain_alone(table, "
        "recipe, axis, level).",
    ),
    section=TOGETHER,
    sources=("A21",),
    tolerance=1e-9,
)


# --- interaction ------------------------------------------------------------------------------


def interaction(table, recipe, changes):
    together = list(recipe)
    for axis, level in changes:
        together[axis] = level
    return table[tuple(together)] - predict_together(table, recipe, changes)


def _interaction_sum(table, recipe, changes):
    gains = sum(table[changed_recipe(recipe, *change)] - table[recipe] for change in changes)
    return table[_all_made(recipe, changes)] - table[recipe] - gains


def _interaction_cells(table, recipe, changes):
    ends = table[_all_made(recipe, changes)] + (len(changes) - 1) * table[recipe]
    return float(ends - np.sum([table[changed_recipe(recipe, *change)] for change in changes]))


INTERACTION = Exercise(
    id="interaction",
    chapter=CHAPTER,
    title="What they do together",
    reference=interaction,
    wanted="one number, in points",
    cases=(
        case("more than the sum", SQUARE, (0, 0), [(0, 1), (1, 1)]),
        case("seen from the best", SQUARE, (1, 1), [(0, 0), (1, 0)]),
        case("less than the sum", array([[10.0, 90.0], [85.0, 95.0]]), (0, 0), [(0, 1), (1, 1)]),
        case("three changes", CUBE, (0, 0, 0), [(0, 1), (1, 1), (2, 1)]),
        case("two of three", CUBE, (0, 1, 0), [(0, 1), (2, 1)]),
    ),
    more=_more_changes,
    misconceptions=(
        Misconception(
            "predicted less measured",
            lambda *args: -_interaction_sum(*args),
            "the sign is turned. Above 0 means: together they do more than the sum says. Measured, "
            "less predicted.",
            TOGETHER,
        ),
        Misconception(
            "gain of all together",
            lambda table, recipe, changes: table[_all_made(recipe, changes)] - table[recipe],
            "this is the gain of all changes together. How much of it is more than the single "
            "gains added up?",
            TOGETHER,
        ),
        Misconception(
            "the prediction",
            lambda *args: _predict_sum(*args),
            "this is what was predicted. The interaction is by how much the measured cell differs "
            "from it.",
            TOGETHER,
        ),
        Misconception(
            "the measured cell",
            lambda table, recipe, changes: table[_all_made(recipe, changes)],
            "this is what the recipe reads with all changes. Subtract what was predicted.",
            TOGETHER,
        ),
        Misconception(
            "without a sign",
            lambda *args: abs(_interaction_sum(*args)),
            "you take the size only. The sign matters: below 0 means that together they do less "
            "than the sum says.",
            TOGETHER,
        ),
        Misconception(
            "against the best single change",
            lambda table, recipe, changes: (
                table[_all_made(recipe, changes)]
                - max(table[changed_recipe(recipe, *change)] for change in changes)
            ),
            "you compare with the best single change. Compare with the sum of all single gains.",
            TOGETHER,
        ),
        Misconception(
            "the recipe forgotten",
            lambda table, recipe, changes: (
                table[_all_made(recipe, changes)]
                - sum(table[changed_recipe(recipe, *change)] - table[recipe] for change in changes)
            ),
            "you subtract the gains from the measured cell. Subtract what the recipe reads without "
            "any change as well.",
            TOGETHER,
        ),
        Misconception(
            "a share",
            lambda *args: args[0][_all_made(*args[1:])] / _predict_sum(*args) - 1,
            "you divide by the prediction. Wanted are points: a difference.",
            TOGETHER,
        ),
    ),
    alternatives=(_interaction_sum, _interaction_cells),
    hints=(
        "You need two numbers: what the recipe with all changes really reads, and what the last "
        "task predicts.",
        "Make all changes in one copy of the recipe and read that cell. Subtract "
        "predict_together(table, recipe, changes).",
        "together = list(recipe); a loop sets together[axis] = level for each change; then "
        "table[tuple(together)] less the prediction.",
    ),
    section=TOGETHER,
    sources=("A21",),
    tolerance=1e-9,
)

EXERCISES = (PREDICT_TOGETHER, INTERACTION)
