"""Chapter 12, batch normalisation, up and down."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "12_going_deep"
NORM = (CHAPTER, "The layer that measures itself")
LIBRARY = tuple(
    f"course_lib.normalisation.{name}"
    for name in ("BatchNorm.forward", "BatchNorm.backward", "LayerNorm.forward", "_project")
)


# --- batch_norm -------------------------------------------------------------------------------


def batch_norm(z, w, b, eps):
    mean = z.mean(axis=0)
    variance = z.var(axis=0)
    normal = (z - mean) / np.sqrt(variance + eps)
    return w * normal + b


def _norm(z, w, b, eps, *, axis: int | None = 0, ddof=0, root=True, inside=True):
    mean = z.mean(axis=axis, keepdims=True)
    variance = z.var(axis=axis, keepdims=True, ddof=ddof)
    if not root:
        return w * (z - mean) / (variance + eps) + b
    scale = np.sqrt(variance + eps) if inside else np.sqrt(variance) + eps
    return w * (z - mean) / scale + b


def _norm_columns(z, w, b, eps):
    n, units = np.shape(z)
    y = [[0.0] * units for _ in range(n)]
    for j in range(units):
        column = [z[i][j] for i in range(n)]
        mean = sum(column) / n
        variance = sum((v - mean) ** 2 for v in column) / n
        for i in range(n):
            y[i][j] = w[j] * (column[i] - mean) / (variance + eps) ** 0.5 + b[j]
    return y


def _norm_squares(z, w, b, eps):
    variance = (z**2).mean(axis=0) - z.mean(axis=0) ** 2
    scale = w / np.sqrt(variance + eps)
    return scale * z + (b - scale * z.mean(axis=0))


def _more_sums(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.integers(3, 6))
    z = rng.integers(-8, 9, (n, 4)) / 2 + np.array([0.0, 2.0, -1.0, 5.0])
    z[0] = z[1:].max(axis=0) + 1  # no column without any spread
    w = rng.choice([0.5, 1.5, 2.0, 3.0], 4, replace=False)
    b = rng.choice([-1.0, 0.25, 1.0, 2.5], 4, replace=False)
    yield case("more", z, w, b, float(rng.choice([0.1, 0.25, 0.5])))


BATCH_NORM = Exercise(
    id="batch_norm",
    chapter=CHAPTER,
    title="Batch normalisation, forward",
    reference=batch_norm,
    wanted="an array of the shape of z",
    cases=(
        case(
            "one unit, three examples",
            array([[1.0], [3.0], [5.0]]),
            array([1.0]),
            array([0.0]),
            0.0,
        ),
        case(
            "two units",
            array([[1.0, 10.0], [3.0, 10.0], [5.0, 40.0]]),
            array([2.0, 0.5]),
            array([0.0, 1.0]),
            0.01,
        ),
        case(
            "a large ε",
            array([[0.0, 1.0, 2.0], [1.0, -1.0, 2.5], [4.0, 0.0, 3.0], [-1.0, 2.0, 0.5]]),
            array([1.0, 3.0, 0.5]),
            array([-1.0, 2.0, 0.0]),
            0.5,
        ),
    ),
    more=_more_sums,
    misconceptions=(
        Misconception(
            "over the units",
            lambda z, w, b, eps: _norm(z, w, b, eps, axis=1),
            "you take mean and variance over the units of one example, along the rows. That is "
            "*layer* normalisation. Batch normalisation takes them over the examples, for each "
            "unit: down the columns.",
            NORM,
        ),
        Misconception(
            "over the units, shapes at odds",
            lambda z, w, b, eps: w * (z - z.mean(axis=1)) / np.sqrt(z.var(axis=1) + eps) + b,
            "mean and variance are taken along the rows (axis=1), one for each example, and then "
            "the shapes do not fit. Batch normalisation takes them down the columns, one for each "
            "unit: axis=0.",
            NORM,
        ),
        Misconception(
            "over everything",
            lambda z, w, b, eps: _norm(z, w, b, eps, axis=None),
            "you take one mean and one variance of all numbers. Each unit, each column, has its "
            "own.",
            NORM,
        ),
        Misconception(
            "root forgotten",
            lambda z, w, b, eps: _norm(z, w, b, eps, root=False),
            "you divide by the variance. Divide by its root, so that the result has variance 1.",
            NORM,
        ),
        Misconception(
            "n - 1",
            lambda z, w, b, eps: _norm(z, w, b, eps, ddof=1),
            "your variance divides by n - 1. Here it is the plain mean of the squared deviations, "
            "divided by n: np.var as it is.",
            NORM,
        ),
        Misconception(
            "ε outside the root",
            lambda z, w, b, eps: _norm(z, w, b, eps, inside=False),
            "right for ε = 0; but you add ε after the root. It is added to the variance, inside.",
            NORM,
        ),
        Misconception(
            "w and b forgotten",
            lambda z, w, b, eps: _norm(z, np.ones_like(w), np.zeros_like(b), eps),
            "the normalised sums are right, but w and b have no influence. At the end each unit is "
            "multiplied by its w and moved by its b.",
            NORM,
        ),
        Misconception(
            "b before w",
            lambda z, w, b, eps: w * (_norm(z, np.ones_like(w), np.zeros_like(b), eps) + b),
            "you add b first and multiply by w then. First multiply, then add.",
            NORM,
        ),
        Misconception(
            "mean left in",
            lambda z, w, b, eps: w * z / np.sqrt(z.var(axis=0) + eps) + b,
            "you divide by the deviation, but the mean has not been taken away before.",
            NORM,
        ),
        Misconception(
            "sum of the squares",
            lambda z, w, b, eps: (
                w * (z - z.mean(axis=0)) / np.sqrt(len(z) * z.var(axis=0) + eps) + b
            ),
            "for the variance you add up the squared deviations. It is their *mean*: divide by the "
            "number of examples.",
            NORM,
        ),
        Misconception(
            "mean square for variance",
            lambda z, w, b, eps: w * (z - z.mean(axis=0)) / np.sqrt((z**2).mean(axis=0) + eps) + b,
            "the mean is taken away above, but below you divide by the root of the mean square of "
            "z itself. The variance is the mean square of the *deviations*, z minus its mean.",
            NORM,
        ),
        Misconception(
            "w and b first",
            lambda z, w, b, eps: _norm(w * z + b, np.ones_like(w), np.zeros_like(b), eps),
            "you apply w and b before you normalise, and normalising takes them out again. First "
            "normalise, then multiply by w and add b.",
            NORM,
        ),
        Misconception(
            "brackets missing",
            lambda z, w, b, eps: w * (z - z.mean(axis=0) / np.sqrt(z.var(axis=0) + eps)) + b,
            "only the mean is divided by the deviation. Without brackets a division comes before a "
            "subtraction: write (z - mean) / root.",
            NORM,
        ),
        Misconception(
            "ε forgotten",
            lambda z, w, b, eps: _norm(z, w, b, 0.0),
            "right for ε = 0; but ε has no influence on your answer. It is added to the variance.",
            NORM,
        ),
    ),
    alternatives=(_norm_columns, _norm_squares),
    hints=(
        "Do it for one unit on paper: the column 1, 3, 5. Mean? Deviations? Variance?",
        "axis=0 goes down the columns: z.mean(axis=0) has one number for each unit, and NumPy "
        "subtracts it from every row by itself.",
        "Four lines: mean, variance, the normalised sums (minus the mean, divided by the root of "
        "variance plus ε), and at the end times w plus b.",
    ),
    section=NORM,
    sources=("B19",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- norm_blame -------------------------------------------------------------------------------


def norm_blame(blame, z, w, eps):
    deviation = np.sqrt(z.var(axis=0) + eps)
    normal = (z - z.mean(axis=0)) / deviation
    # What arrives at the normalised sums.
    d = blame * w
    # The mean and the stretch of a unit's sums change nothing, so no blame may ask for them.
    d = d - d.mean(axis=0) - normal * (d * normal).mean(axis=0)
    return d / deviation


def _back_along(part, blame, z, w, eps):
    """The blame with another second part: `part` of the blame at ẑ, ẑ, and z."""
    deviation = np.sqrt(z.var(axis=0) + eps)
    normal, d = (z - z.mean(axis=0)) / deviation, blame * w
    return (d - d.mean(axis=0) - part(d, normal, z)) / deviation


def _back(blame, z, w, eps, *, mean=True, stretch=True, divide=True, axis=0, total=False, weigh=1):
    deviation = np.sqrt(z.var(axis=axis, keepdims=True) + eps)
    normal = (z - z.mean(axis=axis, keepdims=True)) / deviation
    d = blame * w**weigh
    collect = np.sum if total else np.mean
    below = d.copy()
    if mean:
        below = below - collect(d, axis=axis, keepdims=True)
    if stretch:
        below = below - normal * collect(d * normal, axis=axis, keepdims=True)
    return below / deviation if divide else below


def _back_by_parts(blame, z, w, eps):
    """Through every step of the way up, one after the other, as a graph would do it."""
    n = len(z)
    centred = z - z.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    d_normal = blame * w
    d_root = -(d_normal * centred).sum(axis=0) / root**2
    d_variance = d_root / (2 * root)
    d_centred = d_normal / root + d_variance * 2 * centred / n
    return d_centred - d_centred.sum(axis=0) / n


def _back_matrix(blame, z, w, eps):
    """For each unit, the matrix of all slopes of the normalised sums."""
    n, units = z.shape
    below = np.zeros((n, units))
    for j in range(units):
        centred = z[:, j] - z[:, j].mean()
        s = np.sqrt(np.mean(centred**2) + eps)
        slopes = (np.eye(n) - 1 / n - np.outer(centred, centred) / (n * s * s)) / s
        below[:, j] = slopes @ (blame[:, j] * w[j])
    return below


def _more_blames(rng: np.random.Generator) -> Iterator[Case]:
    n, units = int(rng.integers(3, 6)), 3
    z = rng.integers(-8, 9, (n, units)) / 2
    z[0] = z[1:].max(axis=0) + 1.5
    blame = rng.integers(-6, 7, (n, units)) / 4
    blame[0] += 0.5
    w = rng.choice([0.5, 1.5, 2.0, 3.0], units, replace=False)
    yield case("more", blame, z, w, float(rng.choice([0.1, 0.25, 0.5])))


NORM_BLAME = Exercise(
    id="norm_blame",
    chapter=CHAPTER,
    title="Batch normalisation, the way back",
    reference=norm_blame,
    wanted="an array of the shape of z",
    cases=(
        case(
            "one unit, three examples",
            array([[1.0], [0.0], [0.0]]),
            array([[1.0], [3.0], [5.0]]),
            array([1.0]),
            0.0,
        ),
        case(
            "two units",
            array([[1.0, -0.5], [0.0, 0.5], [-1.0, 1.0]]),
            array([[1.0, 10.0], [3.0, 11.0], [5.0, 14.0]]),
            array([2.0, 0.5]),
            0.1,
        ),
        case(
            "four examples, a large ε",
            array([[0.5, 1.0], [0.0, -1.0], [1.5, 0.5], [-1.0, 0.25]]),
            array([[2.0, 0.0], [-1.0, 1.0], [0.5, 3.0], [0.0, -2.0]]),
            array([1.5, 3.0]),
            0.5,
        ),
    ),
    more=_more_blames,
    misconceptions=(
        Misconception(
            "mean and deviation as constants",
            lambda blame, z, w, eps: _back(blame, z, w, eps, mean=False, stretch=False),
            "you treat mean and deviation as fixed numbers. But they change with z, too. So the "
            "blame that would only move all sums of a unit, or stretch them, must be taken away.",
            NORM,
        ),
        Misconception(
            "stretch left in",
            lambda blame, z, w, eps: _back(blame, z, w, eps, stretch=False),
            "you take away the mean of the blame, which is right. But the deviation depends on z, "
            "too: the part of the blame along the normalised sums must go as well.",
            NORM,
        ),
        Misconception(
            "mean left in",
            lambda blame, z, w, eps: _back(blame, z, w, eps, mean=False),
            "the part along the normalised sums is gone, which is right. But the mean depends on "
            "z, too: the mean of the blame must go as well.",
            NORM,
        ),
        Misconception(
            "w forgotten",
            lambda blame, z, w, eps: _back(blame, z, w, eps, weigh=0),
            "right for w = 1; but on the way up each unit was multiplied by its w, and so is its "
            "blame.",
            NORM,
        ),
        Misconception(
            "not divided",
            lambda blame, z, w, eps: _back(blame, z, w, eps, divide=False),
            "on the way up the sums were divided by the deviation. A unit's blame is divided by "
            "the same number on the way down.",
            NORM,
        ),
        Misconception(
            "sums for means",
            lambda blame, z, w, eps: _back(blame, z, w, eps, total=True),
            "you take away the *sum* of the blame over the batch. It is the mean that goes, and "
            "for the part along the normalised sums the mean of the products, too.",
            NORM,
        ),
        Misconception(
            "products added up",
            lambda *args: _back_along(
                lambda d, normal, z: normal * (d * normal).sum(axis=0), *args
            ),
            "the mean of the blame is gone, which is right. But for the part along ẑ you add up "
            "the products of blame and ẑ. It is their mean that counts.",
            NORM,
        ),
        Misconception(
            "products not averaged",
            lambda *args: _back_along(lambda d, normal, z: normal * d * normal, *args),
            "for the part along ẑ every example takes its own product of blame and ẑ. Take the "
            "mean of the products over the batch, one number for each unit, and then times ẑ.",
            NORM,
        ),
        Misconception(
            "a number for a column",
            lambda *args: _back_along(lambda d, normal, z: (d * normal).mean(axis=0), *args),
            "you take away the mean of the products of blame and ẑ from all examples alike. It "
            "says how large the part along ẑ is; the part itself is this number times ẑ.",
            NORM,
        ),
        Misconception(
            "z for ẑ",
            lambda *args: _back_along(lambda d, normal, z: z * (d * z).mean(axis=0), *args),
            "your second part lies along z. It lies along ẑ, the *normalised* sums: z minus its "
            "mean, divided by the deviation.",
            NORM,
        ),
        Misconception(
            "sign of the part",
            lambda *args: _back_along(
                lambda d, normal, z: -normal * (d * normal).mean(axis=0), *args
            ),
            "the part along ẑ is added. It must be taken away, like the mean.",
            NORM,
        ),
        Misconception(
            "multiplied by the deviation",
            lambda blame, z, w, eps: norm_blame(blame, z, w, eps) * (z.var(axis=0) + eps),
            "at the end you multiply by the deviation. On the way up the sums were divided by it, "
            "and so is their blame on the way down.",
            NORM,
        ),
        Misconception(
            "root forgotten",
            lambda blame, z, w, eps: norm_blame(blame, z, w, eps) / np.sqrt(z.var(axis=0) + eps),
            "at the end you divide by the variance. The deviation is its root.",
            NORM,
        ),
        Misconception(
            "ε forgotten",
            lambda blame, z, w, eps: norm_blame(blame, z, w, 0.0),
            "right for ε = 0; but ε has no influence on your answer. The deviation is the root of "
            "variance plus ε, here as on the way up.",
            NORM,
        ),
        Misconception(
            "over everything",
            lambda *args: _back(*args, axis=None),
            "your means are over all numbers at once. Each unit, each column, has its own.",
            NORM,
        ),
        Misconception(
            "over the units",
            lambda blame, z, w, eps: _back(blame, z, w, eps, axis=1),
            "you take the means along the rows, over the units of one example. Each unit is "
            "normalised over the examples: down the columns.",
            NORM,
        ),
        Misconception(
            "the way up",
            lambda blame, z, w, eps: w * (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + eps),
            "this is the way up, without b: the blame has no influence on your answer.",
            NORM,
        ),
    ),
    alternatives=(_back_by_parts, _back_matrix),
    hints=(
        "Begin with what is easy: y = w·ẑ + b, so the blame at ẑ is the blame above times w.",
        "From this blame take away its mean over the batch, and its part along ẑ. The size of "
        "that part is the mean of the products of blame and ẑ; times ẑ it becomes a column again.",
        "Call the blame at ẑ d. What is left of d after both parts are gone, divided by the "
        "deviation √(Var + ε), is the answer. All means go down the columns, axis=0.",
    ),
    section=NORM,
    sources=("B19",),
    points=(1, 3),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (BATCH_NORM, NORM_BLAME)
