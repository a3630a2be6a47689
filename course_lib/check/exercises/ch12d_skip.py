"""Chapter 12, a residual block, on the way up and on the way down."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "12_going_deep"
WAY = (CHAPTER, "A way round")
LIBRARY = ("course_lib.layers.Residual.forward", "course_lib.layers.Residual.backward")


def _relu(a):
    return np.maximum(a, 0.0)


# --- residual_block ---------------------------------------------------------------------------


def residual_block(a, W, b, scale):
    f = np.maximum(a, 0) @ W.T + b
    # The wire carries a itself, not its bend.
    return a + scale * f


def _block_loops(a, W, b, scale):
    rows = []
    for x in a:
        row = []
        for j in range(len(W)):
            f = b[j]
            for i in range(len(x)):
                if x[i] > 0:
                    f = f + W[j][i] * x[i]
            row.append(x[j] + scale * f)
        rows.append(row)
    return rows


def _block_einsum(a, W, b, scale):
    return scale * (np.einsum("ji,ni->nj", W, a * (a > 0)) + b) + a


def _more_blocks(rng: np.random.Generator) -> Iterator[Case]:
    n, units = int(rng.integers(2, 4)), int(rng.integers(3, 5))
    a = rng.integers(1, 9, (n, units)) / 2 * rng.choice([-1, 1], (n, units))
    a[0, :2] = abs(a[0, 0]), -abs(a[0, 1])
    W, b = rng.integers(-6, 7, (units, units)) / 4, rng.integers(1, 7, units) / 4
    W[0, 1] = W[1, 0] + 0.5
    yield case("more", a, W, b, float(rng.choice([0.1, 0.25, 0.5, 2.0])))


RESIDUAL_BLOCK = Exercise(
    id="residual_block",
    chapter=CHAPTER,
    title="A residual block",
    reference=residual_block,
    wanted="an array of the shape of a",
    cases=(
        case(
            "two units, one example",
            array([[2.0, -1.0]]),
            array([[1.0, 5.0], [3.0, 5.0]]),
            array([0.0, 0.0]),
            1.0,
        ),
        case(
            "with a bias and half of f",
            array([[2.0, -1.0], [-4.0, 1.0]]),
            array([[1.0, 2.0], [3.0, 4.0]]),
            array([1.0, -2.0]),
            0.5,
        ),
        case(
            "three units",
            array([[0.5, -1.5, 2.0], [-1.0, 1.0, -0.5]]),
            array([[1.0, 0.0, -1.0], [0.5, 2.0, 0.0], [-1.0, 1.0, 1.0]]),
            array([0.5, 1.0, 1.5]),
            0.25,
        ),
    ),
    more=_more_blocks,
    misconceptions=(
        Misconception(
            "no skip",
            lambda a, W, b, scale: scale * (_relu(a) @ W.T + b),
            "this is f alone. The skip is missing: what comes in is added to what the layers make "
            "of it.",
            WAY,
        ),
        Misconception(
            "bend on the wire",
            lambda a, W, b, scale: _relu(a) + scale * (_relu(a) @ W.T + b),
            "the wire carries relu(a). It must carry a itself, negative numbers too: the ReLU "
            "belongs to f.",
            WAY,
        ),
        Misconception(
            "weights before the bend",
            lambda a, W, b, scale: a + scale * _relu(a @ W.T + b),
            "in your f the weights come first and the bend after them. Here the bend comes first, "
            "then weights and bias. (Otherwise f could only add, never take away.)",
            WAY,
        ),
        Misconception(
            "bend behind the sum",
            lambda a, W, b, scale: _relu(a + scale * (a @ W.T + b)),
            "you add first and bend the sum. Then nothing passes along the wire unchanged.",
            WAY,
        ),
        Misconception(
            "bent again behind the sum",
            lambda a, W, b, scale: _relu(residual_block(a, W, b, scale)),
            "the sum is right, but then you bend it. The networks of 2015 did so; here it is not "
            "wanted, for the wire should pass on negative numbers, too.",
            WAY,
        ),
        Misconception(
            "W not turned over",
            lambda a, W, b, scale: a + scale * (_relu(a) @ W + b),
            "W is the wrong way round. One row of W holds the weights of one unit, so the sums are "
            "the activities times W.T.",
            WAY,
        ),
        Misconception(
            "as for one example",
            lambda a, W, b, scale: a + scale * (W @ _relu(a) + b),
            "W @ relu(a) is the formula for one example. Here every *row* of a is an example, so "
            "the product is written relu(a) @ W.T.",
            WAY,
        ),
        Misconception(
            "everything scaled",
            lambda a, W, b, scale: scale * (a + _relu(a) @ W.T + b),
            "right for scale = 1; but you scale the wire, too. In many blocks it would be made "
            "smaller each time. Only f is scaled.",
            WAY,
        ),
        Misconception(
            "bias not scaled",
            lambda a, W, b, scale: a + scale * (_relu(a) @ W.T) + b,
            "the bias belongs to f, so it is scaled with it.",
            WAY,
        ),
        Misconception(
            "scale forgotten",
            lambda a, W, b, scale: a + _relu(a) @ W.T + b,
            "right for scale = 1; but scale has no influence on your answer. It multiplies f.",
            WAY,
        ),
        Misconception(
            "bias forgotten",
            lambda a, W, b, scale: a + scale * (_relu(a) @ W.T),
            "the bias is missing in f.",
            WAY,
        ),
        Misconception(
            "bend forgotten",
            lambda a, W, b, scale: a + scale * (a @ W.T + b),
            "the bend is missing: f works on relu(a).",
            WAY,
        ),
    ),
    alternatives=(_block_loops, _block_einsum),
    hints=(
        "What does f make of a? Three steps: bend, weights, bias.",
        "Then add: the input as it is, plus scale times f. Both have the same shape.",
        "np.maximum(a, 0) is the bend; its product with W.T, plus b, is f.",
    ),
    section=WAY,
    sources=("B19",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- skip_blame -------------------------------------------------------------------------------


def skip_blame(blame, a, W, scale):
    # One copy goes back through weights and bend, the other along the wire; below they add up.
    through = (blame @ W) * (a > 0)
    return blame + scale * through


def _skip_loops(blame, a, W, scale):
    below = [list(row) for row in blame]
    for n, row in enumerate(blame):
        for i in range(len(row)):
            if a[n][i] > 0:
                below[n][i] += scale * sum(row[j] * W[j][i] for j in range(len(row)))
    return below


def _skip_matrices(blame, a, W, scale):
    """For each example the matrix of all slopes of the block."""
    units = W.shape[1]
    slopes = [np.eye(units) + scale * W * (row > 0) for row in a]
    return np.array([d @ m for d, m in zip(blame, slopes, strict=True)])


def _more_skips(rng: np.random.Generator) -> Iterator[Case]:
    n, units = int(rng.integers(2, 4)), int(rng.integers(3, 5))
    a = rng.integers(1, 9, (n, units)) / 2 * rng.choice([-1, 1], (n, units))
    a[0, :2] = abs(a[0, 0]), -abs(a[0, 1])
    W = rng.integers(1, 7, (units, units)) / 4 * rng.choice([-1, 1], (units, units))
    W[0, 1] = W[1, 0] + 0.5
    blame = rng.integers(1, 7, (n, units)) / 4 * rng.choice([-1, 1], (n, units))
    yield case("more", blame, a, W, float(rng.choice([0.1, 0.25, 0.5, 2.0])))


SKIP_BLAME = Exercise(
    id="skip_blame",
    chapter=CHAPTER,
    title="Blame through a skip",
    reference=skip_blame,
    wanted="an array of the shape of a",
    cases=(
        case(
            "two units, one example",
            array([[1.0, -1.0]]),
            array([[2.0, -1.0]]),
            array([[1.0, 5.0], [3.0, 5.0]]),
            1.0,
        ),
        case(
            "two examples, half of f",
            array([[1.0, 0.5], [-1.0, 2.0]]),
            array([[2.0, -1.0], [-4.0, 1.0]]),
            array([[1.0, 2.0], [3.0, 4.0]]),
            0.5,
        ),
        case(
            "three units",
            array([[1.0, -0.5, 0.25], [0.5, 1.0, -1.0]]),
            array([[0.5, -1.5, 2.0], [-1.0, 1.0, -0.5]]),
            array([[1.0, 0.5, -1.0], [0.5, 2.0, 0.25], [-1.0, 1.0, 1.0]]),
            0.25,
        ),
    ),
    more=_more_skips,
    misconceptions=(
        Misconception(
            "no skip",
            lambda blame, a, W, scale: scale * (blame @ W) * (a > 0),
            "this is the blame that comes through the layers. The other copy, along the wire, is "
            "missing.",
            WAY,
        ),
        Misconception(
            "only the wire",
            lambda blame, a, W, scale: blame + 0.0,
            "this is the blame along the wire. The other copy comes back through the layers and "
            "is added.",
            WAY,
        ),
        Misconception(
            "slope on the wire",
            lambda blame, a, W, scale: (blame + scale * (blame @ W)) * (a > 0),
            "you multiply both copies by the slope of the ReLU. There is no ReLU on the wire: only "
            "the copy that comes through the layers meets it.",
            WAY,
        ),
        Misconception(
            "W turned over",
            lambda blame, a, W, scale: blame + scale * (blame @ W.T) * (a > 0),
            "W is the wrong way round. Each unit below collects the blame of all units above "
            "through *its* column of W: blame @ W.",
            WAY,
        ),
        Misconception(
            "as for one example",
            lambda blame, a, W, scale: blame + scale * (W.T @ blame) * (a > 0),
            "W.T @ blame is the formula for one example. Here every *row* is an example, so the "
            "product is written blame @ W.",
            WAY,
        ),
        Misconception(
            "slope above the weights",
            lambda blame, a, W, scale: blame + scale * ((blame * (a > 0)) @ W),
            "you multiply by the slope before the weights. On the way up the bend came first, so "
            "on the way down it comes last.",
            WAY,
        ),
        Misconception(
            "slope forgotten",
            lambda blame, a, W, scale: blame + scale * (blame @ W),
            "the slope of the ReLU is missing: where a is negative, nothing comes through the "
            "layers.",
            WAY,
        ),
        Misconception(
            "a for its slope",
            lambda blame, a, W, scale: blame + scale * (blame @ W) * _relu(a),
            "you multiply by relu(a), the activity. What counts on the way back is the slope: 1 "
            "where a is positive, 0 elsewhere.",
            WAY,
        ),
        Misconception(
            "blame bent",
            lambda blame, a, W, scale: blame + scale * _relu(blame @ W),
            "you send the blame through the ReLU. Blame may be negative; what counts is whether "
            "the ReLU was on for the *input*: times 1 where a is positive, 0 elsewhere.",
            WAY,
        ),
        Misconception(
            "wire scaled instead of f",
            lambda blame, a, W, scale: scale * blame + (blame @ W) * (a > 0),
            "right for scale = 1; but you scale the copy of the wire. On the way up it was f that "
            "was scaled.",
            WAY,
        ),
        Misconception(
            "everything scaled",
            lambda blame, a, W, scale: scale * (blame + (blame @ W) * (a > 0)),
            "right for scale = 1; but you scale the wire, too. Only f was scaled on the way up.",
            WAY,
        ),
        Misconception(
            "scale forgotten",
            lambda blame, a, W, scale: blame + (blame @ W) * (a > 0),
            "right for scale = 1; but scale has no influence on your answer. f was multiplied by "
            "it on the way up, so its blame is, too.",
            WAY,
        ),
        Misconception(
            "multiplied",
            lambda blame, a, W, scale: blame * scale * (blame @ W) * (a > 0),
            "you multiply the two copies. Where a number was used twice, its blames *add up*.",
            WAY,
        ),
    ),
    alternatives=(_skip_loops, _skip_matrices),
    hints=(
        "The input is used twice: by the wire and by f. So two pieces of blame come back to it. "
        "What happens to them where they meet?",
        "The piece along the wire is the blame itself. The other one goes through the weights, "
        "then through the bend, and f was scaled.",
        "Through the weights: blame @ W. Through the bend: times 1 where a is positive, 0 "
        "elsewhere. Times scale, plus the piece of the wire.",
    ),
    section=WAY,
    sources=("B19",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (RESIDUAL_BLOCK, SKIP_BLAME)
