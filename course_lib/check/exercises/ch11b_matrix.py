"""Chapter 11, the same as one matrix, and how large a map is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
MATRIX = (CHAPTER, "The same as one matrix")
SIZE = (CHAPTER, "Stride, padding and the size")


# --- window_matrix ----------------------------------------------------------------------------


def window_matrix(w, n):
    k = len(w)
    W = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        W[i, i : i + k] = w  # the window that begins at pixel i
    return W


def _matrix(w, n, *, rows=None, step=1):
    k = len(w)
    places = n - k + 1 if rows is None else rows
    W = np.zeros((places, n + k * places))
    for i in range(places):
        W[i, step * i : step * i + k] = w
    return W[:, :n]


def _matrix_of_units(w, n):
    pictures = np.eye(n)  # the map of a single inked pixel is a column of the matrix
    return array([np.correlate(pixel, w, "valid") for pixel in pictures]).T


def _matrix_lists(w, n):
    k = len(w)
    return [[0] * i + list(w) + [0] * (n - k - i) for i in range(n - k + 1)]


def _wrapped(w, n):
    return array([np.roll(np.append(w, np.zeros(n - len(w))), i) for i in range(n)])


def _same_size(w, n):
    k = len(w)
    return _matrix(w, n + k - 1, rows=n)[:, k // 2 : k // 2 + n]


def _rows_filled(w, n, *, rows, filled):
    W = np.zeros((rows, n))
    for i in range(filled):
        W[i, i : i + len(w)] = w  # stops with an error where the row has no room for w
    return W


def _more_matrices(rng: np.random.Generator) -> Iterator[Case]:
    k = int(rng.choice([1, 2, 2, 3, 3, 4, 4]))
    w = rng.integers(-3, 4, k) / 2
    w[0], w[-1] = 4.0, float(rng.choice([-1.0, 0.5, 2.5]))
    yield case("more", w, k + int(rng.integers(2, 6)))


WINDOW_MATRIX = Exercise(
    id="window_matrix",
    chapter=CHAPTER,
    title="The window as a matrix",
    reference=window_matrix,
    wanted="a matrix of shape (n - k + 1, n)",
    cases=(
        case("edges on five pixels", array([-1.0, 0.0, 1.0]), 5),
        case("two weights on four pixels", array([2.0, -1.0]), 4),
        case("three weights on seven pixels", array([0.5, 2.0, -1.5]), 7),
    ),
    more=_more_matrices,
    misconceptions=(
        Misconception(
            "transposed",
            lambda w, n: _matrix(w, n).T,
            "this is Wᵀ, with a column for each answer. In z = W x each *row* belongs to one "
            "answer.",
            MATRIX,
        ),
        Misconception(
            "filter turned",
            lambda w, n: _matrix(w[::-1], n),
            "the filter stands in your rows back to front. Its first weight meets the first pixel "
            "of the window.",
            MATRIX,
        ),
        Misconception(
            "wrapped around",
            _wrapped,
            "in your last rows the filter leaves on the right and comes back on the left, as if "
            "the row of pixels were a ring. The window stays on the row: n - k + 1 places.",
            MATRIX,
        ),
        Misconception(
            "as many answers as pixels",
            _same_size,
            "you have n rows, with the filter hanging over both ends. Without padding there are "
            "n - k + 1 places.",
            SIZE,
        ),
        Misconception(
            "hanging over the end",
            lambda w, n: _matrix(w, n, rows=n),
            "you have n rows, and in the last ones the filter is cut off at the right end. There "
            "are only n - k + 1 places on which all of it fits.",
            SIZE,
        ),
        Misconception(
            "one place too few",
            lambda w, n: _matrix(w, n, rows=n - len(w)),
            "the last place is missing: the window may end exactly with the last pixel. That "
            "makes n - k + 1 rows.",
            SIZE,
        ),
        Misconception(
            "not moving",
            lambda w, n: _matrix(w, n, step=0),
            "the filter stands at the same place in every row. Each row moves it on by one pixel.",
            MATRIX,
        ),
        Misconception(
            "numbers of the weights",
            lambda w, n: _matrix(np.arange(len(w)), n),
            "your matrix holds the numbers of the weights, 0, 1, 2 …, as in the picture of the "
            "chapter. Wanted are the weights themselves.",
            MATRIX,
        ),
        Misconception(
            "first weight only",
            lambda w, n: _matrix(w[:1], n, rows=n - len(w) + 1),
            "only the first weight stands in each row. All k weights belong there, side by side.",
            MATRIX,
        ),
        Misconception(
            "cut off after the point",
            lambda w, n: _matrix(w, n).astype(int),
            "what comes after the point is lost: your matrix holds whole numbers only. Begin with"
            " np.zeros(shape), which makes room for all numbers.",
            MATRIX,
        ),
        Misconception(
            "last row empty",
            lambda w, n: _rows_filled(w, n, rows=n - len(w) + 1, filled=n - len(w)),
            "the last row is empty: range(n - k) ends one row too early. There are n - k + 1 "
            "places.",
            SIZE,
        ),
        Misconception(
            "empty rows at the end",
            lambda w, n: _rows_filled(w, n, rows=n, filled=n - len(w) + 1),
            "the first rows are right, but your matrix has n rows, and the last ones are empty. "
            "The map has only n - k + 1 answers.",
            SIZE,
        ),
        Misconception(
            "no room at the end",
            lambda w, n: _rows_filled(w, n, rows=n, filled=n),
            "NumPy stops in a row that has no room for all k weights. The window may begin at the "
            "pixels 0 to n - k only: that makes n - k + 1 rows. (And a single place, W[i, i], has "
            "room for one number, not for w.)",
            SIZE,
        ),
        Misconception(
            "as many rows as weights",
            lambda w, n: _rows_filled(w, n, rows=n - len(w) + 1, filled=len(w)),
            "you fill as many rows as there are weights. Wanted is one row for each place of the "
            "window, n - k + 1 of them.",
            MATRIX,
        ),
    ),
    alternatives=(_matrix_of_units, _matrix_lists),
    hints=(
        "How many rows, how many columns? Write the matrix for three weights a, b, c and five "
        "pixels on paper.",
        "Begin with zeros of the right shape. In row i the k weights stand in the columns i, "
        "i + 1, … i + k - 1.",
        "np.zeros((n - k + 1, n)) and a loop over the rows that writes w into a slice of row i.",
    ),
    section=MATRIX,
    sources=("B13",),
    points=(1, 3),
    tolerance=1e-9,
)


# --- map_size ---------------------------------------------------------------------------------


def map_size(n, k, p, s):
    if n + 2 * p < k:
        return 0  # no place at all
    return (n + 2 * p - k) // s + 1


def _size_counted(n, k, p, s):
    return sum(1 for start in range(0, n + 2 * p, s) if start + k <= n + 2 * p)


def _size_range(n, k, p, s):
    return len(range(0, max(0, n + 2 * p - k + 1), s))


def _fits(n, k, p, value):
    return value if n + 2 * p >= k else 0


def _no_zero(name, wrong, message):
    """The same mistake, made by a student who also forgot the window that does not fit."""
    also = "And if the window does not fit at all, the answer is 0."
    return Misconception(f"{name}, and no zero", wrong, f"{message} {also}", SIZE)


def _more_sizes(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(4, 40)), int(rng.integers(2, 8))
    yield case("more", n, k, int(rng.integers(0, 4)), int(rng.integers(2, 5)))
    yield case("more", n, k, 0, 1)
    n = int(rng.integers(1, 4))
    yield case("more, too large", n, n + int(rng.integers(6, 9)), 1, int(rng.integers(1, 3)))


MAP_SIZE = Exercise(
    id="map_size",
    chapter=CHAPTER,
    title="How large is the map?",
    reference=map_size,
    wanted="a whole number; 0 if the window does not fit",
    cases=(
        case("no padding, stride 1", 28, 5, 0, 1),
        case("padding 2, stride 2", 28, 5, 2, 2),
        case("nothing left over", 27, 3, 1, 2),
        case("padding keeps the size", 12, 3, 1, 1),
        case("a large stride", 20, 4, 0, 3),
        case("the window does not fit", 3, 8, 1, 1),
    ),
    more=_more_sizes,
    misconceptions=(
        Misconception(
            "one forgotten",
            lambda n, k, p, s: _fits(n, k, p, (n + 2 * p - k) // s),
            "you count the moves. There is one place more than there are moves: the one where the "
            "window stands before its first move.",
            SIZE,
        ),
        Misconception(
            "padding on one side",
            lambda n, k, p, s: (n + p - k) // s + 1 if n + p >= k else 0,
            "the padding is counted once. It lies on both sides: n + 2p.",
            SIZE,
        ),
        Misconception(
            "rounded up",
            lambda n, k, p, s: _fits(n, k, p, -(-(n + 2 * p - k) // s) + 1),
            "you round up. What is left over at the end is not enough for another move: round "
            "down.",
            SIZE,
        ),
        Misconception(
            "not rounded",
            lambda n, k, p, s: _fits(n, k, p, (n + 2 * p - k) / s + 1),
            "your answer has a fraction when the stride does not divide evenly. There are no half "
            "places: round the quotient down.",
            SIZE,
        ),
        Misconception(
            "stride ignored",
            lambda n, k, p, s: _fits(n, k, p, n + 2 * p - k + 1),
            "right for a stride of 1. With a stride of s the window makes only every s-th move.",
            SIZE,
        ),
        Misconception(
            "one added before dividing",
            lambda n, k, p, s: _fits(n, k, p, (n + 2 * p - k + 1) // s),
            "you add the 1 before you divide. Divide the pixels that the window can move by the "
            "stride, and then add the place where it began.",
            SIZE,
        ),
        Misconception(
            "a window that does not fit",
            lambda n, k, p, s: (n + 2 * p - k) // s + 1,
            "right as long as the window fits. If it is larger than the padded row, there is no "
            "place: the answer is 0.",
            SIZE,
        ),
        Misconception(
            "padding forgotten",
            lambda n, k, p, s: (n - k) // s + 1 if n >= k else 0,
            "the padding is missing: with p zeros on each side the row has n + 2p pixels.",
            SIZE,
        ),
        Misconception(
            "the window not taken off",
            lambda n, k, p, s: _fits(n, k, p, (n + 2 * p) // s),
            "you divide the whole row by the stride. The window must fit as a whole, so it can "
            "move on by n + 2p - k pixels only; and its first place counts as well.",
            SIZE,
        ),
        Misconception(
            "not rounded, and no zero",
            lambda n, k, p, s: (n + 2 * p - k) / s + 1,
            "two things are amiss. There are no half places: round the quotient down. And if the "
            "window is larger than the padded row, the answer is 0.",
            SIZE,
        ),
        Misconception(
            "rounded towards zero",
            lambda n, k, p, s: int((n + 2 * p - k) / s + 1),
            "right as long as the window fits. int() cuts towards zero; if the window is larger "
            "than the padded row, there is no place, and the answer is 0.",
            SIZE,
        ),
        Misconception(
            "brackets forgotten",
            lambda n, k, p, s: n + 2 * p - k // s + 1,
            "brackets are missing: Python divides before it subtracts, so only k is divided by "
            "the stride.",
            SIZE,
        ),
        Misconception(
            "brackets forgotten, fits",
            lambda n, k, p, s: _fits(n, k, p, n + 2 * p - k // s + 1),
            "your rule for a window that does not fit is right, but brackets are missing: Python "
            "divides before it subtracts, so only k is divided by the stride.",
            SIZE,
        ),
        Misconception(
            "one forgotten, and no zero",
            lambda n, k, p, s: (n + 2 * p - k) // s,
            "you count the moves. There is one place more than there are moves: the one where the"
            " window stands at first. And if it does not fit at all, the answer is 0.",
            SIZE,
        ),
        _no_zero(
            "padding on one side",
            lambda n, k, p, s: (n + p - k) // s + 1,
            "the padding is counted once, but it lies on both sides: n + 2p.",
        ),
        _no_zero(
            "padding forgotten",
            lambda n, k, p, s: (n - k) // s + 1,
            "the padding is missing: the row has n + 2p pixels.",
        ),
        _no_zero(
            "rounded up",
            lambda n, k, p, s: -(-(n + 2 * p - k) // s) + 1,
            "you round up, but what is left over at the end is not enough for another move.",
        ),
        _no_zero(
            "rounded to the nearest",
            lambda n, k, p, s: round((n + 2 * p - k) / s) + 1,
            "round() goes to the nearest whole number, so sometimes up. A part of a move is no "
            "move: round down.",
        ),
        _no_zero(
            "stride ignored",
            lambda n, k, p, s: n + 2 * p - k + 1,
            "this is right for a stride of 1; with a stride of s it is every s-th move.",
        ),
        _no_zero(
            "one added before dividing",
            lambda n, k, p, s: (n + 2 * p - k + 1) // s,
            "you add the 1 before you divide. First the moves, then the place where the window "
            "began.",
        ),
        _no_zero(
            "the window not taken off",
            lambda n, k, p, s: (n + 2 * p) // s,
            "you divide the whole row by the stride. The window can move on by n + 2p - k pixels "
            "only; and its first place counts as well.",
        ),
        _no_zero(
            "a whole map",
            lambda n, k, p, s: ((n + 2 * p - k) // s + 1) ** 2,
            "you have squared the answer. Wanted are the places along one side.",
        ),
        _no_zero(
            "padding added afterwards",
            lambda n, k, p, s: (n - k) // s + 1 + 2 * p,
            "you add the padding to the places. It belongs to the pixels, before the stride "
            "divides them.",
        ),
        Misconception(
            "rounded to the nearest",
            lambda n, k, p, s: _fits(n, k, p, round((n + 2 * p - k) / s) + 1),
            "round() goes to the nearest whole number, so sometimes up. What is left over at the "
            "end is not enough for another move: round down.",
            SIZE,
        ),
        Misconception(
            "range without its end",
            lambda n, k, p, s: len(range(0, n + 2 * p - k, s)),
            "the last place is missing wherever the window may end exactly with the last pixel: "
            "range(a, b) leaves out b, so b is n + 2p - k + 1.",
            SIZE,
        ),
        Misconception(
            "a whole map",
            lambda n, k, p, s: _fits(n, k, p, (n + 2 * p - k) // s + 1) ** 2,
            "you have squared the answer. Wanted are the places along one side, not those of the "
            "whole map.",
            SIZE,
        ),
    ),
    alternatives=(_size_counted, _size_range, lambda n, k, p, s: max(0, (n + 2 * p - k) // s + 1)),
    hints=(
        "How long is the row with its padding? By how many pixels can the window move on until "
        "it touches the end?",
        "Moves: the pixels divided by the stride, rounded down. Places: one more. And what if the "
        "window is longer than the row?",
        "The // of Python divides and rounds down. Ask first whether n + 2p is smaller than k.",
    ),
    section=SIZE,
    sources=("B13",),
)

EXERCISES = (WINDOW_MATRIX, MAP_SIZE)
