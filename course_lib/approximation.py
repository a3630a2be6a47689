"""Curves made of simple parts: steps, bumps and folds of one number x.  Chapter 7.

A steep sigmoid is a step, two of them make a bump, bumps side by side make a staircase, and a
staircase follows any curve.  A fold made of two ReLUs, applied again and again, makes a sawtooth
whose pieces double each time.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array, real_number, whole_number
from course_lib.activations import relu, sigmoid

__all__ = [
    "CURVES", "bump", "count_pieces", "fold", "hinges", "middles", "power_law", "sawtooth",
    "staircase",
]  # fmt: skip

#: curves on 0 … 1 to be approximated; each is a function of arrays
CURVES: dict[str, Callable] = {
    "wave": lambda x: 0.5 + 0.4 * np.sin(2 * np.pi * x),
    "corner": lambda x: np.abs(x - 0.3),
    "root": lambda x: np.sqrt(x),
    "jump": lambda x: np.where(x < 0.37, 0.2, 0.8),
}


def bump(x, left: float, right: float, height: float = 1.0, a: float = 100.0):
    """Two sigmoids of steepness a: one goes up at `left`, the other is taken away at `right`."""
    x = np.asarray(x, dtype=float)
    return height * (sigmoid(a * (x - left)) - sigmoid(a * (x - right)))


def middles(n: int, extra: int = 0) -> NDArray:
    """Middles of n equal cells of 0 … 1, and of `extra` more cells on each side."""
    whole_number(n, "n"), whole_number(extra, "extra", 0)
    return (np.arange(-extra, n + extra) + 0.5) / n


def staircase(x: ArrayLike, heights: ArrayLike, steepness: float, extra: int = 0) -> NDArray:
    """Bumps side by side: a constant, and a sigmoid at each border between two cells.

    x: (m,) places      heights: (n + 2 extra,) one for each cell, from left to right
    steepness: of the sigmoids, per width of a cell; np.inf for sharp steps
    extra: cells beyond each end of 0 … 1
    Returns (m,).  Source: the plan of the proof in Cybenko 1989.
    """
    x = real_array(x, "x", 1)
    heights = real_array(heights, "heights", 1)
    n = whole_number(len(heights) - 2 * extra, "number of heights between 0 and 1")
    y = np.full(len(x), heights[0])
    for i, rise in enumerate(np.diff(heights), start=1 - extra):
        if np.isinf(steepness):
            y += rise * (x >= i / n)
        else:
            y += rise * sigmoid(steepness * (n * x - i))
    return y


def hinges(x: ArrayLike, n: int, curve: Callable) -> NDArray:
    """n ReLUs for a curve: the broken line that meets it at n + 1 places, n pieces on 0 … 1."""
    x = real_array(x, "x", 1)
    whole_number(n, "n")
    knots = np.arange(n + 1) / n
    slopes = n * np.diff(curve(knots))
    bends = np.diff(slopes, prepend=0.0)
    return curve(knots)[0] + sum(
        bend * relu(x - knot) for bend, knot in zip(bends, knots, strict=False)
    )


def power_law(counts: ArrayLike, errors: ArrayLike) -> float:
    """Slope of log error against log count: −1 if twice the count leaves half the error."""
    counts, errors = real_array(counts, "counts", 1), real_array(errors, "errors", 1)
    if (counts <= 0).any() or (errors <= 0).any():
        raise ValueError("counts and errors: numbers above 0 expected, for their logarithms")
    return float(np.polyfit(np.log(counts), np.log(errors), 1)[0])


def fold(x):
    """The tent on 0 … 1, made of two ReLUs: up from 0 to 1 at ½, and down again to 0."""
    x = np.asarray(x, dtype=float)
    return 2 * relu(x) - 4 * relu(x - 0.5)


def sawtooth(x, k: int):
    """The fold of the fold …, k times: 2ᵏ straight pieces from k layers of two ReLUs.

    Source: Telgarsky 2016.
    """
    for _ in range(whole_number(k, "k", 0)):
        x = fold(x)
    return x


def count_pieces(y: ArrayLike, tolerance: float = 1e-6) -> int:
    """Number of straight pieces of a broken line, seen at equal steps that hit its bends.

    y: (m,) heights      tolerance: a change of slope up to this share of the steepest is none
    """
    rises = np.diff(real_array(y, "y", 1))
    real_number(tolerance, "tolerance")
    steepest = np.abs(rises).max(initial=0)
    return 1 + int((np.abs(np.diff(rises)) > tolerance * steepest).sum())
