"""Chapter 12, residual blocks: one block up, one block down, and a whole tower of them."""

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


# --- tower_blame ------------------------------------------------------------------------------


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


def _tower(
    a, weights, scale, blame, *, seen="own", order=-1, skip_up=1, skip_down=1, root=True,
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
    sizes, start = [], np.mean(blame**2)
    for W, below in zip(weights[::order], entered[::order], strict=True):
        blame = skip_down * blame + scale * (blame @ W) * (below > 0)
        sizes.append(np.mean(blame**2))
    if top:
        sizes = [start, *sizes[:-1]]
    sizes = np.sqrt(sizes) if root else np.array(sizes)
    return sizes[::-1] if reverse else sizes


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
            lambda *args: _tower(*args, root=False),
            "these are mean squares. The size is the root of the mean square.",
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
    off_limits=LIBRARY,
)

EXERCISES = (RESIDUAL_BLOCK, SKIP_BLAME, TOWER_BLAME)
