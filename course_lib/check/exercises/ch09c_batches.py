"""Chapter 9, weight decay both ways, and mini-batches."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np
from numpy import array

from course_lib.check.exercises.ch09a_ravine import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

DECAY = (CHAPTER, "Weight decay, and where it is not L2")
BATCHES = (CHAPTER, "All, some, or one")


# --- decay_step -------------------------------------------------------------------------------


def decay_step(theta, s, g, eta, lam, way):
    if way == "L2":
        g = g + lam * theta  # the slope of the L2 term goes through everything
    s = 0.9 * s + 0.1 * g**2
    step = g / (np.sqrt(s) + 1e-8)
    if way == "beside":
        step = step + lam * theta  # RMSProp never sees the decay
    return theta - eta * step, s


def _decay_shrinks(theta, s, g, eta, lam, way):
    slope = g + lam * theta if way == "L2" else g
    kept = 1 - eta * lam if way == "beside" else 1
    new = 0.9 * s + 0.1 * slope * slope
    return kept * theta - eta * slope / (new**0.5 + 1e-8), new


def _decay_numbers(theta, s, g, eta, lam, way):
    places, squares = [], []
    for p, old, slope in zip(theta, s, g, strict=True):
        inside, outside = (lam * p, 0.0) if way == "L2" else (0.0, lam * p)
        new = 0.9 * old + 0.1 * (slope + inside) ** 2
        places.append(p - eta * ((slope + inside) / (new**0.5 + 1e-8) + outside))
        squares.append(new)
    return places, squares


def _swapped(theta, s, g, eta, lam, way):
    return decay_step(theta, s, g, eta, lam, "beside" if way == "L2" else "L2")


def _s_without_decay(theta, s, g, eta, lam, way):
    if way != "L2":
        return decay_step(theta, s, g, eta, lam, way)
    new = 0.9 * s + 0.1 * g**2
    return theta - eta * (g + lam * theta) / (np.sqrt(new) + 1e-8), new


def _without_rate(theta, s, g, eta, lam, way):
    if way == "L2":
        return decay_step(theta, s, g, eta, lam, way)
    moved, new = decay_step(theta, s, g, eta, 0, way)
    return moved - lam * theta, new


def _after_the_step(theta, s, g, eta, lam, way):
    if way == "L2":
        return decay_step(theta, s, g, eta, lam, way)
    moved, new = decay_step(theta, s, g, eta, 0, way)
    return (1 - eta * lam) * moved, new


def _size_for_weight(theta, s, g, eta, lam, way):
    # shrinks by a constant amount, whatever the weight
    if way == "L2":
        return decay_step(theta, s, g, eta, lam, way)
    moved, new = decay_step(theta, s, g, eta, 0, way)
    return moved - eta * lam, new


def _lam_times(factor):
    def wrong(theta, s, g, eta, lam, way):
        return decay_step(theta, s, g, eta, factor * lam, way)

    return wrong


def _more_than_the_slope(extra):
    """decay_step where "L2" adds something else than lam*theta to the slope."""

    def wrong(theta, s, g, eta, lam, way):
        if way == "L2":
            return decay_step(theta, s, g + extra(lam, theta), eta, 0, way)
        return decay_step(theta, s, g, eta, lam, way)

    return wrong


def _twice_beside(theta, s, g, eta, lam, way):
    moved, new = decay_step(theta, s, g, eta, lam, "L2")
    return (moved if way == "L2" else moved - eta * lam * theta), new


def _always(way):
    return lambda theta, s, g, eta, lam, _: decay_step(theta, s, g, eta, lam, way)


def _more_decay(rng: np.random.Generator) -> Iterator[Case]:
    for way in ("L2", "beside"):
        theta, g = rng.normal(size=(2, 2)).round(1) + 0.05
        s = rng.uniform(0.1, 3, 2).round(1)
        lam = float(rng.choice([0.2, 0.3, 0.6]))
        yield case(f"more, {way}", theta, s, g, 0.2, lam, way)


DECAY_STEP = Exercise(
    id="decay_step",
    chapter=CHAPTER,
    title="Weight decay, both ways",
    reference=decay_step,
    wanted="two arrays: the new theta and the new s",
    cases=(
        case("L2", array([2.0, -1.0]), array([1.0, 4.0]), array([0.5, 3.0]), 0.1, 0.5, "L2"),
        case(
            "beside", array([2.0, -1.0]), array([1.0, 4.0]), array([0.5, 3.0]), 0.1, 0.5, "beside"
        ),
        case(
            "L2, no slope of the data", array([3.0, 0.3]), np.zeros(2), np.zeros(2), 0.1, 0.2, "L2"
        ),
        case(
            "beside, no slope of the data",
            array([3.0, 0.3]),
            np.zeros(2),
            np.zeros(2),
            0.1,
            0.2,
            "beside",
        ),
    ),
    more=_more_decay,
    misconceptions=(
        Misconception(
            "the two ways swapped",
            _swapped,
            'the two ways have changed places: with "L2" the decay is part of the slope, with '
            '"beside" RMSProp sees the slope of the data only.',
            DECAY,
        ),
        Misconception(
            "always in the slope",
            _always("L2"),
            '"L2" is right. With "beside" the decay must not go through s and the root: it '
            "is subtracted beside the step.",
            DECAY,
        ),
        Misconception(
            "always beside",
            _always("beside"),
            '"beside" is right. With "L2" the decay is added to the slope first, so it goes '
            "into s and is divided by the root as well.",
            DECAY,
        ),
        Misconception(
            "s without the decay",
            _s_without_decay,
            '"beside" is right. With "L2" you add lam*theta to the slope of the step, but s '
            "has been made of the slope without it. One slope for both.",
            DECAY,
        ),
        Misconception(
            "decay without eta",
            _without_rate,
            '"L2" is right. With "beside" a weight shrinks by the share eta*lam; you have '
            "forgotten eta.",
            DECAY,
        ),
        Misconception(
            "shrunk after the step",
            _after_the_step,
            '"L2" is right. With "beside" you shrink the weight after its step, so the step '
            "is shrunk, too. The formula shrinks the old theta.",
            DECAY,
        ),
        Misconception(
            "the same amount for each",
            _size_for_weight,
            '"L2" is right. With "beside" you take the same amount from every weight. It is a '
            "share of the weight: lam*theta, and it pulls negative ones up.",
            DECAY,
        ),
        Misconception(
            "growth for decay",
            _lam_times(-1),
            "your weights grow: the sign of lam*theta is turned in both ways.",
            DECAY,
        ),
        Misconception(
            "slope of λθ²",
            _more_than_the_slope(lambda lam, theta: 2 * lam * theta),
            '"beside" is right. With "L2" you add 2*lam*theta to the slope. The term is ½λθ², and '
            "the ½ is there to cancel the 2.",
            DECAY,
        ),
        Misconception(
            "doubled both ways",
            _lam_times(2),
            "your decay is twice as strong in both ways: lam*theta, without a 2.",
            DECAY,
        ),
        Misconception(
            "the term for its slope",
            _more_than_the_slope(lambda lam, theta: lam * theta**2 / 2),
            '"beside" is right. With "L2" you add the term ½λθ² itself to the slope. What belongs '
            "there is the slope of the term, lam*theta.",
            DECAY,
        ),
        Misconception(
            "no decay with L2",
            _more_than_the_slope(lambda lam, theta: 0),
            '"beside" is right. With "L2" nothing decays: look how the text is written, with a '
            "capital L.",
            DECAY,
        ),
        Misconception(
            "no decay beside",
            lambda theta, s, g, eta, lam, way: decay_step(
                theta, s, g, eta, lam if way == "L2" else 0, way
            ),
            '"L2" is right. With "beside" nothing decays.',
            DECAY,
        ),
        Misconception(
            "twice beside",
            _twice_beside,
            '"L2" is right. With "beside" the weights decay twice, in the slope and beside the '
            "step. RMSProp must see the slope of the data only.",
            DECAY,
        ),
        Misconception(
            "no decay",
            _lam_times(0),
            "this is RMSProp without any decay: lam is not used.",
            DECAY,
        ),
    ),
    alternatives=(_decay_shrinks, _decay_numbers),
    hints=(
        "Write RMSProp first, with rho = 0.9. Then ask for each way: at which point does "
        "lam*theta come in?",
        '"L2": it is added to g at the very beginning. "beside": it is added to the finished '
        "step, after the division by the root.",
        "In both ways the whole, step and decay, is multiplied by eta and subtracted from theta.",
    ),
    section=DECAY,
    sources=("B21", "C16"),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- mini_batches -----------------------------------------------------------------------------


def mini_batches(order, size):
    # A slice that reaches beyond the end simply stops there: the last batch may be smaller.
    return [order[start : start + size] for start in range(0, len(order), size)]


def _batches_while(order, size):
    parts, rest = [], list(order)
    while rest:
        parts.append(rest[:size])
        rest = rest[size:]
    return parts


def _batches_split(order, size):
    return np.split(np.asarray(order), range(size, len(order), size))


def _batches_yield(order, size):
    batch = []
    for number in order:
        batch.append(number)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _as_lists(args, result):
    if isinstance(result, str) or not hasattr(result, "__iter__"):
        raise Unusable("a list of batches is wanted, each of them a list or an array of numbers")
    parts = list(result)
    if any(isinstance(p, str) or np.ndim(p) != 1 for p in parts):
        raise Unusable("each batch must be a list or an array of numbers")
    return tuple(np.asarray(p).tolist() for p in parts)


def _wrapped(order, size):
    numbers = list(order)
    return [
        [numbers[(start + i) % len(numbers)] for i in range(size)]
        for start in range(0, len(numbers), size)
    ]


def _merged(order, size):
    parts = _batches_while(order, size)
    if len(parts) > 1 and len(parts[-1]) < size:
        last = parts.pop()
        parts[-1] = parts[-1] + last
    return parts


def _off_by_one(order, size):
    # the index of the last number taken for the end of a slice
    return [order[start : start + size - 1] for start in range(0, len(order), size)]


def _more_batches(rng: np.random.Generator) -> Iterator[Case]:
    size = int(rng.integers(3, 5))
    whole = int(rng.integers(3, 5)) * size
    yield case("more, all full", rng.permutation(whole), size)
    yield case("more, a rest", rng.permutation(whole + 2), size)


MINI_BATCHES = Exercise(
    id="mini_batches",
    chapter=CHAPTER,
    title="Mini-batches, without losing the last one",
    reference=mini_batches,
    wanted="a list of batches",
    cases=(
        case("ten in fours", array([7, 2, 9, 0, 4, 1, 8, 3, 6, 5]), 4),
        case("nine in threes", array([4, 8, 0, 2, 6, 1, 7, 5, 3]), 3),
        case("more than there are", array([2, 0, 1]), 5),
    ),
    more=_more_batches,
    misconceptions=(
        Misconception(
            "incomplete batch lost",
            lambda order, size: [
                order[k : k + size] for k in range(0, len(order) - size + 1, size)
            ],
            "the incomplete batch at the end is lost, and its examples are not seen in this "
            "epoch. Let the starts run up to the length of the order.",
            BATCHES,
        ),
        Misconception(
            "last batch always lost",
            lambda order, size: [order[k : k + size] for k in range(0, len(order) - size, size)],
            "the last batch is lost, even when it is full: your starts stop at len(order) − size.",
            BATCHES,
        ),
        Misconception(
            "equal parts",
            lambda order, size: np.array_split(order, ceil(len(order) / size)),
            "the number of batches is right, but you made them equally large. All are to have "
            "`size` examples, and only the last may have fewer.",
            BATCHES,
        ),
        Misconception(
            "as many batches as size",
            lambda order, size: np.array_split(order, size),
            "you made `size` batches. `size` is the number of examples in each of them.",
            BATCHES,
        ),
        Misconception(
            "overlapping",
            lambda order, size: [order[k : k + size] for k in range(len(order))],
            "your batches overlap: each begins one example after the one before. The starts are "
            "`size` apart.",
            BATCHES,
        ),
        Misconception(
            "reshaped",
            lambda order, size: np.reshape(order, (-1, size)),
            "reshape makes a table, and a table has equal rows. It works only if nothing is left "
            "at the end; cut slices instead.",
            BATCHES,
        ),
        Misconception(
            "filled up from the beginning",
            _wrapped,
            "you fill the last batch with examples from the beginning, which are then seen twice. "
            "Let it be smaller.",
            BATCHES,
        ),
        Misconception(
            "rest added to the batch before",
            _merged,
            "the rest is added to the batch before it, which becomes too large. It is a batch of "
            "its own, a small one.",
            BATCHES,
        ),
        Misconception(
            "order ignored",
            lambda order, size: mini_batches(np.arange(len(order)), size),
            "the batches have the right sizes, but they hold 0, 1, 2, … The order that is given "
            "was drawn by chance; use it.",
            BATCHES,
        ),
        Misconception(
            "every so many",
            lambda order, size: [
                order[k :: ceil(len(order) / size)] for k in range(ceil(len(order) / size))
            ],
            "you deal the numbers out like cards. A batch is a stretch of neighbours of the order.",
            BATCHES,
        ),
        Misconception(
            "every slice ends at size",
            lambda order, size: [order[k:size] for k in range(0, len(order), size)],
            "each of your slices ends at `size`, so only the first batch has anything in it. A "
            "slice reaches from start to start + size.",
            BATCHES,
        ),
        Misconception(
            "empty batch at the end",
            lambda order, size: [
                order[k * size : (k + 1) * size] for k in range(len(order) // size + 1)
            ],
            "if nothing is left at the end, you still add a batch, an empty one.",
            BATCHES,
        ),
        Misconception(
            "one too few in each",
            _off_by_one,
            "each batch is one example short. A slice ends *before* its second number, so it "
            "reaches from start to start + size.",
            BATCHES,
        ),
    ),
    alternatives=(_batches_while, _batches_split, _batches_yield),
    hints=(
        "Where does each batch begin? At 0, at size, at 2*size, … as long as there is anything "
        "left.",
        "range(0, n, size) gives these starts, if n is the number of examples. A slice that "
        "reaches beyond the end is no error.",
        "Make a list of the slices of `order` that begin at those starts and are `size` long.",
    ),
    section=BATCHES,
    sources=("B20",),
    view=_as_lists,
    off_limits=("course_lib.training.batches",),
)


EXERCISES = (DECAY_STEP, MINI_BATCHES)
