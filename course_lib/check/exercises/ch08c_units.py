"""Chapter 8, units that are the same, and what a layer does to the blame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "08_initialisation"


# --- different_units --------------------------------------------------------------------------


def different_units(W, b, V):
    # Everything that belongs to one hidden unit: its row of W, its bias, its column of V.
    units = [(*W[j], b[j], *V[:, j]) for j in range(len(b))]
    return len(set(units))


def _different_unique(W, b, V):
    return len(np.unique(np.column_stack([W, b, V.T]), axis=0))


def _different_loops(W, b, V):
    found = []
    for j in range(len(b)):
        mine = list(W[j]) + [b[j]] + list(V[:, j])
        if mine not in found:
            found.append(mine)
    return len(found)


def _count(*parts):
    return len(np.unique(np.column_stack(parts), axis=0))


def _without_a_twin(W, b, V):
    _, times = np.unique(np.column_stack([W, b, V.T]), axis=0, return_counts=True)
    return int((times == 1).sum())


def _same(j, k, W, b, V):
    return np.array_equal(W[j], W[k]) and b[j] == b[k] and np.array_equal(V[:, j], V[:, k])


def _without_pairs(W, b, V):
    m = len(b)
    return m - sum(_same(j, k, W, b, V) for j in range(m) for k in range(j))


def _neighbours(W, b, V):
    return 1 + sum(not _same(j, j - 1, W, b, V) for j in range(1, len(b)))


def _more_units(rng: np.random.Generator) -> Iterator[Case]:
    kinds, d, k = int(rng.integers(2, 4)), 2, int(rng.integers(1, 3))
    m = kinds + int(rng.integers(2, 4))
    which = np.append(np.arange(kinds), rng.integers(0, kinds, m - kinds))
    parts = [rng.integers(0, 2, (kinds, size)) / 2 for size in (d, 1, k)]
    order = rng.permutation(m)
    W, b, V = (part[which][order] for part in parts)
    yield case("more", W, b[:, 0], V.T)


_EQUAL = array([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]])

DIFFERENT_UNITS = Exercise(
    id="different_units",
    chapter=CHAPTER,
    title="How many different units?",
    reference=different_units,
    wanted="one whole number",
    cases=(
        case("all weights equal", _EQUAL, array([0.0, 0.0, 0.0]), array([[0.5, 0.5, 0.5]])),
        case("told apart by V", _EQUAL, array([0.0, 0.0, 0.0]), array([[0.5, -0.5, 0.5]])),
        case("told apart by b", _EQUAL, array([0.0, 0.0, 1.0]), array([[0.5, 0.5, 0.5]])),
        case(
            "two pairs",
            array([[1.0, 2.0], [2.0, 1.0], [1.0, 2.0], [2.0, 1.0]]),
            array([0.0, 1.0, 0.0, 1.0]),
            array([[1.0, 0.5, 1.0, 0.5], [0.0, 0.0, 0.0, 0.0]]),
        ),
        case(
            "a third unit alone",
            array([[1.0, 1.0], [1.0, 1.0], [1.0, 0.0]]),
            array([0.0, 0.0, 0.0]),
            array([[2.0, 2.0, 2.0]]),
        ),
        case(
            "W and b together",
            array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
            array([0.0, 0.0, 1.0, 1.0]),
            array([[1.0, 1.0, 1.0, 1.0]]),
        ),
    ),
    more=_more_units,
    misconceptions=(
        Misconception(
            "outgoing weights forgotten",
            lambda W, b, V: _count(W, b),
            "you compare incoming weights and biases only. Units with other *outgoing* weights "
            "receive other blame, so they will part.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "biases forgotten",
            lambda W, b, V: _count(W, V.T),
            "the biases have no influence on your answer. Units with other biases have other "
            "activities.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "only W",
            lambda W, b, V: _count(W),
            "you compare only the rows of W. A unit also has a bias and outgoing weights, and "
            "each of them can tell two units apart.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "columns of W",
            lambda W, b, V: _count(W.T),
            "you count different columns of W. A column belongs to an input; the rows belong to "
            "the hidden units.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "units without a twin",
            _without_a_twin,
            "you count the units that have no twin. Of equal units, one counts: three equal ones "
            "are one different unit, not none.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "twins counted",
            lambda W, b, V: len(b) - different_units(W, b, V),
            "you count how many units are superfluous. Wanted is how many are left when each kind "
            "is counted once.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "pairs taken away",
            _without_pairs,
            "you take one unit away for each equal pair. Three equal units make three pairs, and "
            "yet only two of them are superfluous.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "neighbours only",
            _neighbours,
            "you compare each unit only with the one before it. Units that are the same need not "
            "be neighbours.",
            (CHAPTER, "All zeros"),
        ),
        Misconception(
            "the largest count",
            lambda W, b, V: max(_count(W), _count(b), _count(V.T)),
            "you count rows of W, biases and columns of V separately. All that belongs to one "
            "unit must be compared together: two kinds of rows and two biases can make four "
            "different units.",
            (CHAPTER, "All zeros"),
        ),
    ),
    alternatives=(_different_unique, _different_loops),
    hints=(
        "What belongs to hidden unit number j? Its row of W, and two things more.",
        "Collect for each unit all its numbers in one list: row j of W, b[j], column j of V. "
        "Count how many different lists there are.",
        "tuple(…) of such a list can be put into a set, and a set keeps equal things only once. "
        "V[:, j] is column j.",
    ),
    section=(CHAPTER, "All zeros"),
    sources=("B18",),
)


# --- blame_factor -----------------------------------------------------------------------------


def blame_factor(W, z, delta):
    return _factor(W, z, delta)


def _factor(W, z, delta, *, slope=lambda z: z > 0, mean=np.mean, turned=False, root=False):
    # The blame of a unit below: that of all the units above, each through its own weight.
    below = (delta @ W) * slope(z)
    factor = mean(below**2) / mean(delta**2)
    factor = 1 / factor if turned else factor
    return np.sqrt(factor) if root else factor


def _factor_loops(W, z, delta):
    squares = []
    for z_row, d_row in zip(z, delta, strict=True):
        for i in range(len(z_row)):
            blame = sum(d_row[j] * W[j][i] for j in range(len(d_row)))
            squares.append(blame**2 if z_row[i] > 0 else 0.0)
    above = [d * d for row in delta for d in row]
    return (sum(squares) / len(squares)) / (sum(above) / len(above))


def _factor_columns(W, z, delta):
    below = np.where(z.T > 0, W.T @ delta.T, 0)
    return np.square(below).mean() / np.square(delta).mean()


def _more_blame(rng: np.random.Generator) -> Iterator[Case]:
    n, m = (int(v) for v in rng.permutation([2, 3, 4])[:2])
    W, z = rng.integers(1, 5, (m, n)) / 2, rng.integers(1, 5, (3, n)) / 2
    z[:, 0] *= -1
    yield case("more", W * rng.choice([-1, 1], (m, n)), z, rng.integers(1, 5, (3, m)) / 4)


BLAME_FACTOR = Exercise(
    id="blame_factor",
    chapter=CHAPTER,
    title="The factor on the way back",
    reference=blame_factor,
    wanted="one number: mean square of the blame below divided by that above",
    cases=(
        case("one unit above", array([[2.0, 1.0]]), array([[3.0, -1.0]]), array([[1.0]])),
        case(
            "two units above three",
            array([[1.0, -2.0, 0.5], [0.5, 1.0, -1.0]]),
            array([[0.5, -1.0, 2.0], [-0.5, 3.0, 1.0]]),
            array([[0.5, 1.0], [-1.0, 0.25]]),
        ),
        case(
            "three units above two",
            array([[1.0, -1.0], [0.5, 2.0], [-1.5, 1.0]]),
            array([[2.0, -0.5]]),
            array([[1.0, -0.5, 0.25]]),
        ),
    ),
    more=_more_blame,
    misconceptions=(
        Misconception(
            "slope forgotten",
            lambda *args: _factor(*args, slope=np.ones_like),
            "the slope of the ReLU is missing: where the sum below is negative, no blame gets "
            "through.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "activity for slope",
            lambda *args: _factor(*args, slope=lambda z: np.maximum(z, 0)),
            "you multiply by the activity, max(0, z). On the way back it is the *slope* that "
            "counts, and that is 1 or 0.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "sums for means",
            lambda *args: _factor(*args, mean=np.sum),
            "you divide sums of squares. The layers have different widths, so take means: divide "
            "each sum by its number of terms.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "upside down",
            lambda *args: _factor(*args, turned=True),
            "your fraction is upside down. Blame travels from above to below, so the blame below "
            "is on top.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "mean squared",
            lambda W, z, delta: (((delta @ W) * (z > 0)).mean() / delta.mean()) ** 2,
            "you take the means first and square then, so that blame of both signs cancels. "
            "Square first, then take the mean.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "root taken",
            lambda *args: _factor(*args, root=True),
            "this is the factor of the size, the root. Wanted is that of the mean square.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "the rule for the measurement",
            lambda W, z, delta: len(W) * np.var(W) / 2,
            "this is the chapter's rule, ½ · m · Var(w), which holds on average for random "
            "weights. Here W, z and delta are given: carry the blame down through them, and "
            "measure.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "living units only",
            lambda W, z, delta: np.mean((delta @ W)[z > 0] ** 2) / np.mean(delta**2),
            "you take the mean over the units that let blame through. The silent ones belong to "
            "the layer, too, with blame 0.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "half for the slope",
            lambda *args: _factor(*args, slope=lambda z: np.sqrt(0.5)),
            "you take half of the squares, whatever z is. That is so on average; here z says "
            "exactly which units let blame through.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "the rule with the mean square",
            lambda W, z, delta: len(W) * np.mean(W**2) / 2,
            "you calculate by the rule, from the mean square of the weights alone. The rule is "
            "about the average over many draws; this one net has to be measured, with its z and "
            "its delta.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "blame below alone",
            lambda W, z, delta: np.mean(((delta @ W) * (z > 0)) ** 2),
            "this is the mean square of the blame below. The factor compares it with that above: "
            "divide.",
            (CHAPTER, "The way back"),
        ),
    ),
    alternatives=(_factor_loops, _factor_columns),
    hints=(
        "First the blame of the layer below: each of its units collects the blame of all units "
        "above through the weights that lead to them, times its own slope.",
        "W has a row for each unit above, delta a column for each: delta @ W has a column for each "
        "unit below. The slope of a ReLU is 1 where z > 0, else 0.",
        "np.mean(array**2) is a mean square. Divide that of the blame below by that of delta.",
    ),
    section=(CHAPTER, "The way back"),
    sources=("B18",),
    points=(1, 3),
    tolerance=1e-9,
)

EXERCISES = (DIFFERENT_UNITS, BLAME_FACTOR)
