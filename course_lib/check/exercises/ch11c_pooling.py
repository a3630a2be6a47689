"""Chapter 11, max-pooling forward."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
POOL = (CHAPTER, "Pooling")


def squares_of(x, size):
    """(rows, columns, size, size): the squares of a map; what is left over is cut off."""
    rows, columns = x.shape[0] // size, x.shape[1] // size
    cut = x[: rows * size, : columns * size]
    return cut.reshape(rows, size, columns, size).swapaxes(1, 2)


# --- max_pool ---------------------------------------------------------------------------------


def max_pool(x, size):
    rows, columns = x.shape[0] // size, x.shape[1] // size
    z = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            square = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            z[i, j] = square.max()
    return z


def pool_reshape(x, size):
    return squares_of(x, size).max(axis=(2, 3))


def _pool_strided(x, size):
    height, width = (n - n % size for n in x.shape)
    shifted = [x[i:height:size, j:width:size] for i in range(size) for j in range(size)]
    return np.maximum.reduce(shifted)


def _pool_leftover(x, size):
    return array(
        [
            [x[i : i + size, j : j + size].max() for j in range(0, x.shape[1], size)]
            for i in range(0, x.shape[0], size)
        ]
    )


def _pool_sliding(x, size):
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).max(axis=(2, 3))


def _pool_crowded(x, size):
    rows, columns = x.shape[0] // size, x.shape[1] // size
    return _pool_sliding(x, size)[:rows, :columns]


def _pool_wrong_axes(x, size):
    rows, columns = x.shape[0] // size, x.shape[1] // size
    cut = x[: rows * size, : columns * size]
    return cut.reshape(rows, columns, size, size).max(axis=(2, 3))


def _pool_crosswise(x, size):
    rows, columns = x.shape[0] // size, x.shape[1] // size
    return x[: rows * size, : columns * size].reshape(rows, size, columns, size).max(axis=(2, 3))


def _pool_from_the_end(x, size):
    return pool_reshape(x[x.shape[0] % size :, x.shape[1] % size :], size)


def _pool_cut_by_minus_zero(x, size):
    rows, columns = x.shape[0] // size, x.shape[1] // size
    cut = x[: -(x.shape[0] % size), : -(x.shape[1] % size)]
    return cut.reshape(rows, size, columns, size).max(axis=(1, 3))


def _pool_from_zero(x, size):
    z = np.zeros((x.shape[0] // size, x.shape[1] // size))
    for (i, j), number in np.ndenumerate(x):
        z[i // size, j // size] = max(z[i // size, j // size], number)
    return z


def more_pools(rng: np.random.Generator) -> Iterator[Case]:
    size = int(rng.integers(2, 4))
    shape = size * rng.integers(1, 4, 2) + rng.integers(0, size, 2)
    shape[1] += size * int(shape[0] // size == shape[1] // size)
    x = rng.permutation(int(np.prod(shape))).reshape(shape) / 2 - 6
    yield case("more", x, size)


MAX_POOL = Exercise(
    id="max_pool",
    chapter=CHAPTER,
    title="The largest of each square",
    reference=max_pool,
    wanted="an array of shape (height // size, width // size)",
    cases=(
        case(
            "2×2 on 2×4",
            array([[1.0, 3.0, 0.0, -1.0], [2.0, 0.5, -4.0, 2.5]]),
            2,
        ),
        case(
            "one row left over",
            array([[1.0, 2.0, 6.0, 0.0], [0.0, 3.0, 1.0, 5.0], [9.0, 8.0, 7.0, 4.0]]),
            2,
        ),
        case("all negative", array([[-3.0, -1.0], [-2.0, -7.0], [-5.0, -4.0], [-8.0, -6.0]]), 2),
        case("3×3 on 4×7", (array(range(28)) * 5 % 28 - 9.0).reshape(4, 7), 3),
    ),
    more=more_pools,
    misconceptions=(
        Misconception(
            "mean for the largest",
            lambda x, size: squares_of(x, size).mean(axis=(2, 3)),
            "this is the mean of each square. Max-pooling keeps the largest number.",
            POOL,
        ),
        Misconception(
            "leftover squares kept",
            _pool_leftover,
            "at the edge you keep squares that are not complete. Rows and columns that do not fill "
            "a square are left out.",
            POOL,
        ),
        Misconception(
            "sliding by one",
            _pool_sliding,
            "your square moves on by one number, as a filter does. In pooling it moves on by its "
            "own size, so that the squares do not overlap.",
            POOL,
        ),
        Misconception(
            "largest in size, sign ignored",
            lambda x, size: np.abs(squares_of(x, size)).max(axis=(2, 3)),
            "you take absolute values. The largest of −3 and 1 is 1.",
            POOL,
        ),
        Misconception(
            "never below zero",
            lambda x, size: np.maximum(0, squares_of(x, size).max(axis=(2, 3))),
            "right where some number of the square is positive; but if all are negative, the "
            "largest of them is negative, too. Did a maximum begin with 0?",
            POOL,
        ),
        Misconception(
            "sum of the square",
            lambda x, size: squares_of(x, size).sum(axis=(2, 3)),
            "this is the sum of each square. Max-pooling keeps the largest number.",
            POOL,
        ),
        Misconception(
            "smallest",
            lambda x, size: squares_of(x, size).min(axis=(2, 3)),
            "this is the smallest number of each square.",
            POOL,
        ),
        Misconception(
            "every second number",
            lambda x, size: squares_of(x, size)[:, :, 0, 0],
            "you take the first number of each square, whatever the others are. Compare all of "
            "them.",
            POOL,
        ),
        Misconception(
            "leftover not cut off",
            lambda x, size: x.reshape(x.shape[0] // size, size, x.shape[1] // size, size).max(
                axis=(1, 3)
            ),
            "right where the squares fill the map; but rows or columns that are left over cannot "
            "be put into squares, and NumPy stops. Cut them off first.",
            POOL,
        ),
        Misconception(
            "rows and columns exchanged",
            lambda x, size: squares_of(x, size).max(axis=(2, 3)).T,
            "the numbers are right, but rows and columns have changed places.",
            POOL,
        ),
        Misconception(
            "squares too close",
            _pool_crowded,
            "you have the right number of squares, but each begins only one pixel after the one "
            "before. Square i begins at row i · size.",
            POOL,
        ),
        Misconception(
            "cut in the wrong order",
            _pool_wrong_axes,
            "your reshape puts numbers together that do not lie in one square. The order of the "
            "axes is rows, size, columns, size; then the largest is taken over the axes 1 and 3.",
            POOL,
        ),
        Misconception(
            "rows only",
            lambda x, size: x[: len(x) // size * size].reshape(-1, size, x.shape[1]).max(axis=1),
            "you take the largest over the rows of a square, but not over its columns.",
            POOL,
        ),
        Misconception(
            "largest over the wrong axes",
            _pool_crosswise,
            "after the reshape the axes are rows, size, columns, size, and you take the largest "
            "over the last two. The numbers of one square lie along the axes 1 and 3.",
            POOL,
        ),
        Misconception(
            "cut off at the beginning",
            _pool_from_the_end,
            "you cut off the leftover rows and columns at the top and on the left. The squares "
            "begin at the top left; what is left over is at the end.",
            POOL,
        ),
        Misconception(
            "cut off by minus zero",
            _pool_cut_by_minus_zero,
            "right if rows and columns are left over. But if none are, x[:-0] is not all of x: it "
            "is x[:0], and that is empty. Cut at height // size * size.",
            POOL,
        ),
        Misconception(
            "first number, leftover squares too",
            lambda x, size: x[::size, ::size],
            "x[::size, ::size] takes the first number of each square, and of the incomplete ones, "
            "too. Compare all numbers of a square; leave out what is left over.",
            POOL,
        ),
        Misconception(
            "begun with zero, leftover not cut off",
            _pool_from_zero,
            "two things are amiss. Numbers of leftover rows or columns belong to no square, and "
            "NumPy stops there. And a maximum that begins with 0 never becomes negative.",
            POOL,
        ),
    ),
    alternatives=(pool_reshape, _pool_strided),
    hints=(
        "How many whole squares fit in from top to bottom, how many from left to right?",
        "The square i, j begins in row i · size and column j · size. Take its largest number.",
        "x[i * size : (i + 1) * size, j * size : (j + 1) * size] is the square; np.max finds its "
        "largest number.",
    ),
    section=POOL,
    sources=("B13",),
    tolerance=1e-9,
)

EXERCISES = (MAX_POOL,)
