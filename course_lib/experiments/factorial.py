"""The last step: every recipe from five ingredients, on the same digits with the same compute.

243 recipes = 3 activations × 3 starts × 3 optimizers × 3 depths × 3 amounts of data.  Compute is
counted in multiplications: a deep net gets fewer passes through the data than a shallow one.  Each
recipe gets its own learning rate, chosen on digits and seeds that are used for nothing else.  A
seed fixes the digits to train and to test on, and the random numbers of the start.  Chapter 14.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.datasets import Split, digits
from course_lib.experiments.store import Experiment, stored
from course_lib.init import he_normal, lecun_normal, uniform
from course_lib.layers import Dense, ReLU, Residual, Sigmoid, Tanh
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.normalisation import BatchNorm
from course_lib.optim import SGD, Adam, Momentum
from course_lib.training import fit

BENDS = {"sigmoid": Sigmoid, "tanh": Tanh, "ReLU": ReLU}
STARTS = {"±0.1": uniform(0.1), "LeCun": lecun_normal, "He": he_normal}
#: what is in no recipe of the table, and can be tried beside it
OTHER_STARTS = {"±0.3": uniform(0.3)}
ADDED = ("batch norm", "shortcuts")
WALKS = {"plain": SGD, "momentum": Momentum, "Adam": Adam}

#: the ingredients and their levels, in the order of the axes of `table`
FACTORS: dict[str, tuple] = {
    "activation": tuple(BENDS),
    "start": tuple(STARTS),
    "optimizer": tuple(WALKS),
    "depth": (1, 3, 10),
    "examples": (100, 400, 1400),
}
RATES = {
    "plain": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "momentum": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
    "Adam": (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
}
WIDTH, BATCH = 32, 25  # units in each hidden layer; examples in one step
POOL, CHECKED = 1400, 150  # digits to train on, at most; digits that choose the rates
TESTED = 1797 - POOL - CHECKED
BUDGET = 40_000  # examples shown to a net of three hidden layers


def run(
    activation: str,
    optimizer: str,
    depth: int,
    examples: int,
    budget: int,
    rates: Sequence[float],
    tuning: Sequence[int],
    seeds: Sequence[int],
) -> dict[str, Any]:
    """One cell: three recipes that differ in their start only, each at its best learning rate.

    Returns rate, one for each start; tuned, the share of the checking digits read by start, rate
    and tuning seed; right, the number of the 247 test digits read by start and seed.
    """
    recipe = (activation, optimizer, depth, examples, budget)
    starts, tries, trials = zip(*product(STARTS, rates, tuning), strict=True)
    read = train(*recipe, starts, tries, trials, testing=False)
    tuned = (read / CHECKED).reshape(len(STARTS), len(rates), len(tuning))
    best = [rates[careful(shares)] for shares in tuned]
    nets = [(start, rate, seed) for start, rate in zip(STARTS, best, strict=True) for seed in seeds]
    starts, rates, seeds = zip(*nets, strict=True)
    right = train(*recipe, starts, rates, seeds).reshape(len(STARTS), -1)
    return {"rate": best, "tuned": tuned.round(3).tolist(), "right": right.tolist()}


def train(
    activation: str,
    optimizer: str,
    depth: int,
    examples: int,
    budget: int,
    starts: Sequence[str],
    rates: Sequence[float],
    seeds: Sequence[int],
    testing: bool = True,
    added: str | None = None,
) -> NDArray:
    """Train many nets at once and count the digits that each reads: (nets,) whole numbers.

    starts, rates, seeds: one of each for every net
    testing: count on the 247 test digits of the seed; else on the 150 that choose the rates
    added: one more ingredient, see `network`
    """
    data = _digits()
    orders = [np.random.default_rng([seed, 1]).permutation(len(data.x_train)) for seed in seeds]
    shown = np.stack([order[:examples] for order in orders])
    nets = network(activation, depth, starts, seeds, added)
    fit(
        nets,
        data.x_train[shown],
        data.t_train[shown],
        WALKS[optimizer](np.array(rates)),
        epochs=passes(depth, examples, budget),
        batch_size=BATCH,
    )
    if not testing:
        return (nets.predict(data.x_test).argmax(-1) == data.t_test).sum(-1)
    asked = np.stack([order[POOL:] for order in orders])
    return (nets.predict(data.x_train[asked]).argmax(-1) == data.t_train[asked]).sum(-1)


def careful(tuned: NDArray) -> int:
    """The smallest of the rates that are as good as the best, up to two points.

    tuned: (rates, seeds) shares read, rates rising.  The worst seed counts for each rate, so that
    one at the edge of stability does not win by luck.
    """
    worst = tuned.min(1)
    return int(np.argmax(worst >= worst.max() - 0.02))


def network(
    activation: str,
    depth: int,
    starts: Sequence[str],
    seeds: Sequence[int],
    added: str | None = None,
) -> Network:
    """Nets of the same layers; each has its own start, drawn from its own seed.

    added: None, "batch norm" (before each bend) or "shortcuts" (around all hidden layers but the
    first)
    Raises ValueError if `added` is none of these.
    """
    if added not in (None, *ADDED):
        raise ValueError(f"added: one of {ADDED} or None expected, got {added!r}")
    draws = [np.random.default_rng([seed, 0]) for seed in seeds]
    known = STARTS | OTHER_STARTS

    def init(shape, fan_in, fan_out, rng):
        drawn = zip(starts, draws, strict=True)
        return np.stack([known[start](shape[1:], fan_in, fan_out, rng) for start, rng in drawn])

    widths = [64, *[WIDTH] * depth]
    hidden: list = []
    for a, b in zip(widths, widths[1:], strict=False):
        norm = [BatchNorm(b)] if added == "batch norm" else []
        block = [Dense(a, b), *norm, BENDS[activation]()]
        hidden += [Residual(block)] if added == "shortcuts" and a == b else block
    out = Dense(WIDTH, 10)
    return Network([*hidden, out], cross_entropy, init=init, copies=len(seeds))


def products(depth: int) -> int:
    """Multiplications on the way up, for one example: as many as there are weights."""
    return 64 * WIDTH + (depth - 1) * WIDTH**2 + WIDTH * 10


def passes(depth: int, examples: int, budget: int = BUDGET) -> int:
    """Whole passes through the data that come closest to the budget."""
    return round(budget * products(3) / products(depth) / examples)


@cache
def _digits() -> Split:
    """All digits in one random order, standardised; the test part is for choosing rates."""
    data = digits(test=CHECKED, rng=14)
    mean, sd = data.x_train.mean(), data.x_train.std()
    return data._replace(x_train=(data.x_train - mean) / sd, x_test=(data.x_test - mean) / sd)


# ---------------------------------------------------------------- reading the results
def table() -> NDArray:
    """Per cent of the test digits read, by activation, start, optimizer, depth, examples, seed."""
    rows = [row for row in stored("factorial") if row["budget"] == BUDGET]
    levels = [len(FACTORS[name]) for name in ("activation", "optimizer", "depth", "examples")]
    right = np.array([row["right"] for row in rows])
    by_start = right.reshape(*levels, len(STARTS), -1)
    return 100 * np.moveaxis(by_start, 4, 1) / TESTED


def variance_shares(means: ArrayLike, names: Sequence[str]) -> Mapping[str, float]:
    """How much of the variance between the cells each factor and each pair of factors explains.

    means: one axis for each factor, in the order of `names`
    Returns name, or "name × name" → share, the largest first.  A pair's share is what is left of it
    after both have been taken into account alone: their interaction.
    Raises ValueError if there is not one name for each axis, or if all cells are equal.
    """
    cells = real_array(means, "means", ndim=len(names))
    total = np.mean((cells - cells.mean()) ** 2)
    if total == 0:
        raise ValueError("means: cells that differ expected, all are equal")
    axes, shares = range(len(names)), {}
    for group in [*combinations(axes, 1), *combinations(axes, 2)]:
        effect = _interaction(cells, group)
        shares[" × ".join(names[i] for i in group)] = float(np.mean(effect**2) / total)
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _interaction(cells, group):
    """Means over all other axes, less everything that fewer factors explain."""
    others = tuple(i for i in range(cells.ndim) if i not in group)
    effect = cells.mean(others, keepdims=True) - cells.mean()
    if len(group) == 2:
        for one in group:
            effect = effect - _interaction(cells, (one,))
    return effect


def _cells():
    names = ("activation", "optimizer", "depth", "examples")
    for levels in product(*(FACTORS[name] for name in names)):
        cell = dict(zip(names, levels, strict=True))
        settings = {"rates": [*RATES[cell["optimizer"]]], "tuning": [101, 102, 103]}
        yield cell | {"budget": BUDGET} | settings | {"seeds": [*range(8)]}
    # what four times the compute does for the deep net
    deep = {"activation": "tanh", "optimizer": "plain", "depth": 10, "examples": 1400}
    rest = {"rates": [*RATES["plain"]], "tuning": [101, 102, 103], "seeds": [*range(8)]}
    yield deep | {"budget": 4 * BUDGET} | rest


EXPERIMENT = Experiment(
    name="factorial",
    title="243 recipes of five ingredients, with the same compute: how many digits does each read?",
    cells=[*_cells()],
    run=run,
)
