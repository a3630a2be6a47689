"""Small pictures and clouds of points, all drawn from a seed.  Chapters 1 to 3.

A picture is an array of zeros (white) and ones (black); `picture` turns text into one.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import binary_array, generator, real_number, whole_number


def picture(*rows: str) -> NDArray[np.int64]:
    """A picture from lines of text: ``#`` is black (1), ``.`` is white (0).

    Returns (height, width).  Raises ValueError for lines of different lengths or other signs.
    """
    if not rows or not all(isinstance(row, str) for row in rows):
        raise TypeError(f"rows: lines of # and . expected, got {rows!r}")
    if len({len(row) for row in rows}) != 1 or set("".join(rows)) - {"#", "."} or not rows[0]:
        raise ValueError(f"rows: lines of equal length made of # and . expected, got {rows!r}")
    return np.array([[int(sign == "#") for sign in row] for row in rows])


PATTERNS_3X3 = {
    "seven": picture("###", ".##", "..#"),
    "cross": picture("#.#", ".#.", "#.#"),
    "plus": picture(".#.", "###", ".#."),
    "ring": picture("###", "#.#", "###"),
    "corner": picture("#..", "#..", "###"),
    "bar": picture(".#.", ".#.", ".#."),
}


def crosses(
    n: int, rng: np.random.Generator, noise: float = 0.0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """8×8 pictures, half of them a slanted cross “x”, the others a ring “o”, at random places.

    n: number of pictures      noise: share of pixels turned over, 0 to 0.5
    Returns pictures (n, 8, 8) and labels (n,), 1 for a cross.  The shapes are 5×5, so each has
    16 places.
    """
    n = whole_number(n, "n")
    rng = generator(rng)
    noise = real_number(noise, "noise")
    if not 0 <= noise <= 0.5:
        raise ValueError(f"noise: a share from 0 to 0.5 expected, got {noise:g}")
    cross = picture("#...#", ".#.#.", "..#..", ".#.#.", "#...#")
    ring = picture(".###.", "#...#", "#...#", "#...#", ".###.")
    labels = rng.permutation(np.arange(n) % 2)
    pictures = np.zeros((n, 8, 8), dtype=np.int64)
    for image, label, (top, left) in zip(pictures, labels, rng.integers(0, 4, (n, 2)), strict=True):
        image[top : top + 5, left : left + 5] = cross if label else ring
    return pictures ^ (rng.random(pictures.shape) < noise), labels


def separable_cloud(
    n: int, margin: float, rng: np.random.Generator, d: int = 2
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Points in the unit ball, none nearer than `margin` to a hidden line through the origin.

    n: number of points      margin: 0 to 0.9      d: dimensions, up to 10
    Returns points (n, d), labels (n,) and the hidden unit normal (d,).
    """
    n = whole_number(n, "n")
    d = whole_number(d, "d", 2, 10)
    margin = real_number(margin, "margin")
    if not 0 <= margin <= 0.9:
        raise ValueError(f"margin: a number from 0 to 0.9 expected, got {margin:g}")
    normal = generator(rng).standard_normal(d)
    normal /= np.linalg.norm(normal)
    kept = np.empty((0, d))
    while len(kept) < n:
        direction = rng.standard_normal((4 * n, d))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        points = direction * rng.random((4 * n, 1)) ** (1 / d)
        kept = np.concatenate([kept, points[np.abs(points @ normal) >= margin]])
    x = kept[:n]
    return x, (x @ normal > 0).astype(np.int64), normal


def flip_labels(t: ArrayLike, rows: ArrayLike) -> NDArray[np.int64]:
    """A copy of the labels t, (n,), with those of the given rows turned over."""
    flipped = binary_array(t, "t", ndim=1).copy()
    rows = np.atleast_1d(np.asarray(rows))
    if rows.dtype.kind not in "iu" or ((rows < 0) | (rows >= len(flipped))).any():
        raise ValueError(f"rows: row numbers from 0 to {len(flipped) - 1} expected, got {rows}")
    flipped[rows] = 1 - flipped[rows]
    return flipped
