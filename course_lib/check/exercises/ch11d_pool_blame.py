"""Chapter 11, max-pooling backward: who gets the blame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch11c_pooling import (
    max_pool,
    more_pools,
    pool_reshape,
    squares_of,
)
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
BLAME = (CHAPTER, "Where the blame of a shared weight goes")


# --- pool_blame -------------------------------------------------------------------------------


def pool_blame(x, size, blame):
    below = np.zeros(x.shape)
    for i, j in np.ndindex(blame.shape):
        square = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
        # Only the largest number was handed on, so it alone is to blame.
        row, column = np.unravel_index(square.argmax(), square.shape)
        below[i * size + row, j * size + column] = blame[i, j]
    return below


def _spread(x, size, values):
    """Numbers for each cell of each square, (rows, columns, size, size), as a picture."""
    rows, columns = x.shape[0] // size, x.shape[1] // size
    below = np.zeros(x.shape)
    whole = np.broadcast_to(values, (rows, columns, size, size)).swapaxes(1, 2)
    below[: rows * size, : columns * size] = whole.reshape(rows * size, columns * size)
    return below


def _winner(x, size):
    squares = squares_of(x, size)
    return squares == squares.max(axis=(2, 3), keepdims=True)


def _blame_mask(x, size, blame):
    return _spread(x, size, _winner(x, size) * blame[:, :, None, None])


def _blame_kron(x, size, blame):
    height, width = (size * n for n in blame.shape)
    copied = np.kron(blame, np.ones((size, size)))
    largest = np.kron(max_pool(x, size), np.ones((size, size)))
    below = np.zeros(x.shape)
    below[:height, :width] = np.where(x[:height, :width] == largest, copied, 0)
    return below.tolist()


def _top_left(x, size, blame):
    first = np.zeros((size, size))
    first[0, 0] = 1
    return _spread(x, size, blame[:, :, None, None] * first)


def _blame_in_the_corner(x, size, blame):
    below = np.zeros(x.shape)
    for i, j in np.ndindex(blame.shape):
        square = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
        below[np.unravel_index(square.argmax(), square.shape)] = blame[i, j]
    return below


def _blame_over_the_rest(x, size, blame):
    height, width = (size * n for n in blame.shape)
    below = x.copy()
    below[:height, :width] = _blame_mask(x, size, blame)[:height, :width]
    return below


def _blame_of_the_largest_size(x, size, blame):
    return pool_blame(np.abs(x), size, blame)


def _blame_wherever_equal(x, size, blame):
    below = np.zeros(x.shape)
    for (i, j), largest in np.ndenumerate(pool_reshape(x, size)):
        below[x == largest] = blame[i, j]
    return below


def _blame_beside_the_corner(x, size, blame):
    below = np.zeros(x.shape)
    for i, j in np.ndindex(blame.shape):
        square = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
        row, column = np.unravel_index(square.argmax(), square.shape)
        below[i + row, j + column] = blame[i, j]
    return below


def _blame_by_flat_place(x, size, blame):
    below = np.zeros(x.shape)
    for i, j in np.ndindex(blame.shape):
        square = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
        below[i * size + square.argmax(), j * size] = blame[i, j]
    return below


def _blame_leftover_asked(x, size, blame):
    if x.shape[0] % size or x.shape[1] % size:
        raise IndexError("a leftover row or column has no square")
    return _blame_mask(x, size, blame)


def _more_blames(rng: np.random.Generator) -> Iterator[Case]:
    item = next(iter(more_pools(rng)))
    x, size = item.args
    places = x.shape[0] // size, x.shape[1] // size
    # Each square counts through its own numbers, so other squares hold some of them, too.
    order = squares_of(x, size).reshape(*places, size * size).argsort().argsort()
    offset = rng.integers(0, 3, (*places, 1)) / 2 - 2
    own = (order / 2 + offset).reshape(*places, size, size)
    covered = _spread(x, size, np.ones((size, size))) > 0
    x = np.where(covered, _spread(x, size, own), x)
    blame = (rng.permutation(int(np.prod(places))) + 1.0).reshape(places)
    yield case("more", x, size, blame * rng.choice([-0.5, 1.0, 2.0]))


POOL_BLAME = Exercise(
    id="pool_blame",
    chapter=CHAPTER,
    title="Back through the pool",
    reference=pool_blame,
    wanted="an array of the shape of x, the blame of every number of the map",
    cases=(
        case(
            "one square",
            array([[1.0, 3.0], [2.0, 0.0]]),
            2,
            array([[5.0]]),
        ),
        case(
            "two squares and a row left over",
            array([[1.0, 2.0, 6.0, 0.0], [0.0, 3.0, 1.0, 5.0], [9.0, 8.0, 7.0, 4.0]]),
            2,
            array([[2.0, -1.0]]),
        ),
        case(
            "a column left over, 3×3",
            (array(range(24)) * 7 % 24 - 20.0).reshape(6, 4),
            3,
            array([[1.0], [-2.0]]),
        ),
        case(
            "the same number in two squares",
            array([[3.0, 1.0, 0.0, 3.0], [2.0, 0.5, 4.0, 1.0]]),
            2,
            array([[-1.0, 2.5]]),
        ),
    ),
    more=_more_blames,
    misconceptions=(
        Misconception(
            "blame for all",
            lambda x, size, blame: _spread(x, size, blame[:, :, None, None]),
            "every number of the square gets the whole blame. Only the largest was handed on; the "
            "others had no influence.",
            BLAME,
        ),
        Misconception(
            "blame shared out",
            lambda x, size, blame: _spread(x, size, blame[:, :, None, None] / size**2),
            "you share the blame out evenly over the square. That is right for the mean; of a "
            "maximum only the largest number is to blame.",
            BLAME,
        ),
        Misconception(
            "blame times the number",
            lambda x, size, blame: x * _blame_mask(x, size, blame),
            "the right places, but you multiply the blame by the number that stands there. The "
            "slope of a maximum with respect to its largest number is 1.",
            BLAME,
        ),
        Misconception(
            "the number itself",
            lambda x, size, blame: _spread(x, size, _winner(x, size) * squares_of(x, size)),
            "the right places, but you have put the largest numbers there. Wanted is their blame.",
            BLAME,
        ),
        Misconception(
            "a one for the winner",
            lambda x, size, blame: _spread(x, size, _winner(x, size)),
            "the right places, but with a 1 instead of the blame that belongs to the square.",
            BLAME,
        ),
        Misconception(
            "first of the square",
            _top_left,
            "you put the blame on the first number of each square. It belongs to the largest.",
            BLAME,
        ),
        Misconception(
            "shape of the blame",
            lambda x, size, blame: blame,
            "this is the blame as it came, one number for each square. Wanted is one for each "
            "number of x.",
            BLAME,
        ),
        Misconception(
            "where positive",
            lambda x, size, blame: np.where(x > 0, _spread(x, size, blame[:, :, None, None]), 0),
            "you let the blame through where x is positive, as a ReLU does. Here it goes to the "
            "largest number of each square.",
            BLAME,
        ),
        Misconception(
            "blame of the rest",
            lambda x, size, blame: _spread(x, size, ~_winner(x, size) * blame[:, :, None, None]),
            "just the wrong way round: the largest number gets nothing, and the others get the "
            "blame.",
            BLAME,
        ),
        Misconception(
            "largest of all",
            lambda x, size, blame: np.where(x == x.max(), blame.sum(), 0),
            "all the blame goes to the largest number of the whole map. Each square has its own.",
            BLAME,
        ),
        Misconception(
            "corner forgotten",
            _blame_in_the_corner,
            "argmax tells the place *inside* the square. Add the corner of the square, i · size "
            "and j · size; as it is, all blame lands in the first square.",
            BLAME,
        ),
        Misconception(
            "leftover keeps its numbers",
            _blame_over_the_rest,
            "right inside the squares; but rows and columns that are left over still hold the "
            "numbers of x. They had no influence: 0. (Begin with zeros, not with a copy of x.)",
            BLAME,
        ),
        Misconception(
            "leftover cut off",
            lambda x, size, blame: _blame_mask(x, size, blame)[
                : len(blame) * size, : blame.shape[1] * size
            ],
            "rows and columns that are left over are missing. The answer has the shape of x; they"
            " had no influence, so their blame is 0.",
            BLAME,
        ),
        Misconception(
            "largest in size, sign ignored",
            _blame_of_the_largest_size,
            "you look for the number that is largest without its sign. The largest of −3 and 1 is"
            " 1.",
            BLAME,
        ),
        Misconception(
            "wherever that number stands",
            _blame_wherever_equal,
            "you look for the largest number of a square in the whole map. The same number may "
            "stand in another square, where it was not the largest: look inside the square only.",
            BLAME,
        ),
        Misconception(
            "corner not multiplied",
            _blame_beside_the_corner,
            "i and j count squares, not pixels. The corner of a square is i · size, j · size.",
            BLAME,
        ),
        Misconception(
            "place taken for a row",
            _blame_by_flat_place,
            "argmax counts through the square row by row, as if it were one list; you use that "
            "number as a row. np.unravel_index(place, square.shape) makes a row and a column of "
            "it.",
            BLAME,
        ),
        Misconception(
            "leftover asked for blame",
            _blame_leftover_asked,
            "right where the squares fill the map. But rows or columns that are left over belong "
            "to no square, so blame has no number for them and NumPy stops. They keep 0.",
            BLAME,
        ),
        Misconception(
            "x kept below",
            lambda x, size, blame: np.where(
                _spread(x, size, _winner(x, size)) > 0, _blame_mask(x, size, blame), x
            ),
            "the blame stands at the right places, but all the others still hold the numbers of "
            "x. They had no influence: begin with zeros, not with a copy of x.",
            BLAME,
        ),
        Misconception(
            "blame for all, leftover cut off",
            lambda x, size, blame: np.kron(blame, np.ones((size, size))),
            "every number of a square gets the whole blame, and leftover rows and columns are "
            "missing. Only the largest is to blame, and the answer has the shape of x.",
            BLAME,
        ),
    ),
    alternatives=(_blame_mask, _blame_kron),
    hints=(
        "Begin with zeros in the shape of x. Which number of the square was handed on?",
        "For each square: find the place of its largest number, and put the square's blame there. "
        "Leftover rows and columns keep their zeros.",
        "square.argmax() counts through the square row by row; np.unravel_index(…, square.shape) "
        "turns that into a row and a column. Add the corner of the square.",
    ),
    section=BLAME,
    sources=("B13",),
    points=(1, 3),
    tolerance=1e-9,
)

EXERCISES = (POOL_BLAME,)
