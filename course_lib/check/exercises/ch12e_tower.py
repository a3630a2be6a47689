"""Chapter 12, blame on its way down through a whole tower of residual blocks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "12_going_deep"
WAY = (CHAPTER, "A way round")


def _relu(a):
    return np.maximum(a, 0.0)


def tower_blame(a, weights, scale, blame):
    # Up: remember what entered each block, because the slopes are taken there.
    entered = []
    for W in weights:
        entered.append(a)
        a = a + scale * np.maximum(a, 0) @ W.T
    # Down: the last block first.
    sizes = []
    for W, below in zip(weights[::-1], entered[::-1], strict=True):
        blame = blame + scale * (blame @ W) * (below > 0)
        sizes.append(np.sqrt(np.mean(blame**2)))
    return sizes[::-1]


def _size(values):
    return np.sqrt(np.mean(values**2))


def _sizes_going_up(a, weights, scale):
    sizes = []
    for W in weights:
        sizes.append(_size(a))
        a = a + scale * _relu(a) @ W.T
    return np.array(sizes)


def _tower(
    a, weights, scale, blame, *, seen="own", order=-1, skip_up=1, skip_down=1, size=_size,
    reverse=True, top=False,
):  # fmt: skip
    entered, bottom = [], a
    for W in weights:
        entered.append(a)
        a = skip_up * a + scale * _relu(a) @ W.T
    if seen == "top":
        entered = [a] * len(weights)
    elif seen == "bottom":
        entered = [bottom] * len(weights)
    elif seen == "above":
        entered = [*entered[1:], a]
    sizes, start = [], size(blame)
    for W, below in zip(weights[::order], entered[::order], strict=True):
        blame = skip_down * blame + scale * (blame @ W) * (below > 0)
        sizes.append(size(blame))
    if top:
        sizes = [start, *sizes[:-1]]
    return np.array(sizes[::-1] if reverse else sizes)


def _tower_recursive(a, weights, scale, blame):
    def down(a, weights):
        """Blame below the first of these blocks, and the sizes, first block first."""
        if not len(weights):
            return blame, []
        above, sizes = down(a + scale * (a * (a > 0)) @ weights[0].T, weights[1:])
        below = above + scale * (above @ weights[0]) * (a > 0)
        return below, [float(np.mean(below**2) ** 0.5), *sizes]

    return down(a, list(weights))[1]


def _tower_slopes(a, weights, scale, blame):
    slopes = []
    for W in weights:
        slopes.append([np.eye(len(W)) + scale * W * (row > 0) for row in a])
        a = a + scale * np.where(a > 0, a, 0) @ W.T
    sizes = []
    for block in reversed(slopes):
        blame = np.array([d @ m for d, m in zip(blame, block, strict=True)])
        sizes.insert(0, np.linalg.norm(blame) / np.sqrt(blame.size))
    return np.array(sizes)


def _weights(blocks: int, units: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    size = (blocks, units, units)
    return rng.integers(1, 6, size) / 4 * rng.choice([-1, 1], size)


def _more_towers(rng: np.random.Generator) -> Iterator[Case]:
    units, blocks = 3, int(rng.integers(3, 5))
    a = rng.integers(1, 6, (3, units)) / 4 * rng.choice([-1, 1], (3, units))
    size = (blocks, units, units)
    weights = rng.integers(1, 8, size) / 4 * rng.choice([-1, 1], size)
    blame = rng.integers(1, 6, (3, units)) / 4 * rng.choice([-1, 1], (3, units))
    if all(_differs(a, weights, scale := float(rng.choice([0.5, 1.0])), blame)):
        yield case("more", a, weights, scale, blame)


def _differs(a, weights, scale, blame):
    """Whether the places where slopes are taken matter in this tower."""
    right = np.asarray(tower_blame(a, weights, scale, blame))
    for seen in ("top", "bottom", "above"):
        yield not np.allclose(_tower(a, weights, scale, blame, seen=seen), right, rtol=1e-3)


TOWER_BLAME = Exercise(
    id="tower_blame",
    chapter=CHAPTER,
    title="Blame through a whole tower",
    reference=tower_blame,
    wanted="a list with one size for each block, first block first",
    cases=(
        case(
            "one block",
            array([[2.0, -1.0]]),
            array([[[1.0, 5.0], [3.0, 5.0]]]),
            1.0,
            array([[1.0, -1.0]]),
        ),
        case(
            "two blocks",
            array([[0.5, -1.0], [-1.5, 1.0]]),
            array([[[1.0, -2.0], [0.5, 1.0]], [[-1.0, 0.5], [2.0, 1.0]]]),
            1.0,
            array([[1.0, 0.5], [-0.5, 1.0]]),
        ),
        case(
            "four blocks of three units",
            array([[0.5, -0.25, 1.0], [-1.0, 0.75, 0.5]]),
            _weights(4, 3, 6),
            0.5,
            array([[1.0, -0.5, 0.25], [0.5, 0.25, -1.0]]),
        ),
    ),
    more=_more_towers,
    misconceptions=(
        Misconception(
            "last block first",
            lambda *args: _tower(*args, reverse=False),
            "the numbers are right, but the last block stands first: that is the order in which "
            "the blame comes down. Turn the list round.",
            WAY,
        ),
        Misconception(
            "slopes of the top",
            lambda *args: _tower(*args, seen="top"),
            "all your slopes are taken at the activities of the top. Each block bent what entered "
            "*it*: keep these on the way up.",
            WAY,
        ),
        Misconception(
            "slopes of the bottom",
            lambda *args: _tower(*args, seen="bottom"),
            "all your slopes are taken at the input of the tower. Each block bent what entered "
            "*it*: keep these on the way up.",
            WAY,
        ),
        Misconception(
            "slopes of the bottom, last block first",
            lambda *args: _tower(*args, seen="bottom", reverse=False),
            "two things: all your slopes are taken at the input of the tower, but each block bent "
            "what entered *it*, so first go up and keep these. And the last block stands first in "
            "your list.",
            WAY,
        ),
        Misconception(
            "length for size",
            lambda a, weights, scale, blame: (
                np.array(_tower(a, weights, scale, blame)) * np.sqrt(blame.size)
            ),
            "these are the lengths of the blame, the root of the *sum* of the squares. Its size is "
            "the root of their mean.",
            WAY,
        ),
        Misconception(
            "one block off",
            lambda *args: _tower(*args, seen="above"),
            "your slopes are taken at what *leaves* each block. They belong to what entered it: "
            "store a before you change it.",
            WAY,
        ),
        Misconception(
            "down in the order of going up",
            lambda *args: _tower(*args, order=1, reverse=False),
            "the blame goes through the first block first. It comes from above: the last block is "
            "the first that it meets.",
            WAY,
        ),
        Misconception(
            "no skip on the way down",
            lambda *args: _tower(*args, skip_down=0),
            "the blame along the wire is missing.",
            WAY,
        ),
        Misconception(
            "no skip on the way up",
            lambda *args: _tower(*args, skip_up=0),
            "on the way down the skip is there, but on the way up it is missing. So the slopes "
            "are taken in the wrong places.",
            WAY,
        ),
        Misconception(
            "mean squares",
            lambda *args: _tower(*args, size=lambda d: np.mean(d**2)),
            "these are mean squares. The size is the root of the mean square.",
            WAY,
        ),
        Misconception(
            "deviation for size",
            lambda *args: _tower(*args, size=np.std),
            "you measure with np.std, which takes the mean away first. The size is the root of the "
            "mean of the squares as they are.",
            WAY,
        ),
        Misconception(
            "mean of the amounts",
            lambda *args: _tower(*args, size=lambda d: np.mean(np.abs(d))),
            "you take the mean of the numbers without their signs. The size is the root of the "
            "mean of their *squares*.",
            WAY,
        ),
        Misconception(
            "sizes of the activities",
            lambda a, weights, scale, blame: _sizes_going_up(a, weights, scale),
            "these are the sizes of the activities on the way up. Wanted are those of the blame on "
            "its way down.",
            WAY,
        ),
        Misconception(
            "above the block",
            lambda *args: _tower(*args, top=True),
            "these are the sizes of the blame *above* each block. Wanted is what comes out below "
            "it, so measure after the step, not before.",
            WAY,
        ),
    ),
    alternatives=(_tower_recursive, _tower_slopes),
    hints=(
        "Two loops: one up, one down. What does the second one need to know that only the first "
        "one sees?",
        "On the way up keep what enters each block in a list. On the way down take the blocks and "
        "this list from the end, and do what skip_blame does.",
        "After each block on the way down append the root of the mean square of the blame to a "
        "list, and turn that list round at the end.",
    ),
    section=WAY,
    sources=("B19",),
    points=(2, 3),
    tolerance=1e-9,
    off_limits=("course_lib.layers.Residual.forward", "course_lib.layers.Residual.backward"),
)

EXERCISES = (TOWER_BLAME,)
