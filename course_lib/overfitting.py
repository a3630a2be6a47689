"""Curves put together of many parts, with more weights than points or fewer.  Chapter 10.

The parts are polynomials, the amounts are found in one go: there is nothing to train.  Where many
amounts fit the points equally well, the shortest weights are taken.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import generator, real_array, real_number, whole_number

__all__ = ["fit_weights", "parts", "points_on_curve", "true_curve", "wrong_labels"]


def wrong_labels(
    t: ArrayLike, share: float, rng: np.random.Generator, classes: int = 10
) -> NDArray:
    """A copy of the labels t in which about that share is replaced by another, wrong class."""
    t = np.array(t)
    if not 0 <= real_number(share, "share") <= 1:
        raise ValueError(f"share: a number from 0 to 1 expected, got {share:g}")
    wrong = generator(rng).random(t.shape) < share
    t[wrong] = (t[wrong] + rng.integers(1, classes, np.count_nonzero(wrong))) % classes
    return t


def true_curve(x: ArrayLike) -> NDArray:
    """The curve behind the points, on -1 … 1: a slow wave and a little of a faster one."""
    x = np.asarray(x, dtype=float)
    return np.sin(np.pi * x) + 0.3 * np.cos(3 * np.pi * x)


def points_on_curve(
    n: int, noise: float, rng: np.random.Generator, spread: float = 0.6
) -> tuple[NDArray, NDArray]:
    """n points of the true curve with errors of that standard deviation: x (n,) and y (n,).

    spread: -1 … 1 is cut into n equal cells, and x lies in this middle share of its own cell
    """
    whole_number(n, "n")
    places = np.arange(n) + 0.5 + spread * (generator(rng).random(n) - 0.5)
    x = 2 * places / n - 1
    return x, true_curve(x) + real_number(noise, "noise") * rng.standard_normal(n)


def parts(x: ArrayLike, p: int, falloff: float = 1.0) -> NDArray:
    """The first p Legendre polynomials at the places x in -1 … 1: (n, p), degree 0 to p - 1.

    All have the mean square 1 before part k = 0, 1, … is divided by (k + 1)**falloff: with a
    falloff, the faster a part wiggles, the smaller it is, and the larger a weight it needs.
    """
    x = real_array(x, "x", 1)
    whole_number(p, "p")
    columns = [np.ones_like(x), x.copy()]
    for k in range(1, p - 1):
        columns.append(((2 * k + 1) * x * columns[k] - k * columns[k - 1]) / (k + 1))
    degree = np.arange(p)
    return np.stack(columns[:p], 1) * (np.sqrt(2 * degree + 1) / (degree + 1.0) ** falloff)


def fit_weights(
    features: ArrayLike, y: ArrayLike, decay: float = 0.0, dropout: float = 0.0
) -> NDArray:
    """Weights c (p,) with which the features (n, p) come as close as possible to y (n,).

    Without decay and dropout: least squares, and if many weights fit, the shortest of them.
    decay: λ of the penalty ½ λ Σ c² beside the mean of ½ (error)²
    dropout: share of the features silenced, in the mean over all ways to do it; for a sum this is
        a penalty on c², too, that grows with the mean square of the feature
    Orthogonal columns by Gram and Schmidt, with sums from the first number to the last, so that
    any language gets the same digits.  Source of the dropout form: Srivastava et al. 2014.
    """
    a, y = real_array(features, "features", 2), real_array(y, "y", 1)
    n, p = a.shape
    if len(y) != n:
        raise ValueError(f"y: one number for each of the {n} rows of features expected")
    if not 0 <= dropout < 1 or decay < 0:
        raise ValueError("decay from 0 upwards and dropout from 0 to below 1 expected")
    if decay or dropout:
        penalty = n * decay + dropout / (1 - dropout) * _sum(a * a)
        scale = 1 / np.sqrt(penalty)
        # the shortest solution of [features · scale, 1] (c / scale, errors) = y
        return scale * _shortest(np.concatenate([(a * scale).T, np.eye(n)]), y)[:p]
    return _shortest(a.T, y) if p > n else _least_squares(a, y)


def _sum(values):
    """Along the first axis, strictly one after another."""
    return np.add.accumulate(values, axis=0)[-1]


def _gram_schmidt(a):
    """Orthogonal columns q of a, and the triangle r with a = q r."""
    q, r = np.array(a, dtype=float), np.zeros((a.shape[1], a.shape[1]))
    for j in range(a.shape[1]):
        r[j, j] = np.sqrt(_sum(q[:, j] * q[:, j]))
        q[:, j] /= r[j, j]
        if j + 1 < a.shape[1]:
            r[j, j + 1 :] = _sum(q[:, j : j + 1] * q[:, j + 1 :])
            q[:, j + 1 :] -= q[:, j : j + 1] * r[j, j + 1 :]
    return q, r


def _least_squares(a, y):
    """The weights of the smallest squared error; a has no more columns than rows."""
    p = a.shape[1]
    q, r = _gram_schmidt(a)
    rest, z = y.copy(), np.zeros(p)
    for j in range(p):
        z[j] = _sum(q[:, j] * rest)
        rest -= z[j] * q[:, j]
    c = np.zeros(p)
    for j in reversed(range(p)):
        c[j] = z[j] / r[j, j]
        z[:j] -= c[j] * r[:j, j]
    return c


def _shortest(a, y):
    """The shortest c with aᵀ c = y; a has at least as many rows as columns."""
    q, r = _gram_schmidt(a)
    z, c = y.copy(), np.zeros(len(a))
    for j in range(a.shape[1]):
        z[j] /= r[j, j]
        z[j + 1 :] -= r[j, j + 1 :] * z[j]
    for j in reversed(range(a.shape[1])):  # the order and the correction of Björck 1967
        c += (z[j] - _sum(q[:, j] * c)) * q[:, j]
    return c
