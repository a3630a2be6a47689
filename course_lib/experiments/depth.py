"""Depth 5 to 50, with and without a way round the layers and normalisation.  Chapter 12.

One cell is one kind of tower at one depth.  Its learning rate is chosen by two tuning seeds; ten
fresh seeds run with the best one.  All towers read the digits, in layers of 32 ReLU units that
start as He's.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.datasets import digits
from course_lib.experiments.store import Experiment
from course_lib.layers import Dense, Layer, ReLU, Residual
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.normalisation import BatchNorm
from course_lib.optim import Momentum

DEPTHS = (5, 10, 20, 35, 50)
#: what stands beside the layers: nothing, the input added, or the layers' part made smaller too
SKIPS = ("none", "x + f", "x + f/√L")
WIDTH, BATCH = 32, 64


def tower(depth: int, skip: str, norm: bool) -> list[Layer]:
    """`depth` layers of weights below the last one, which makes the ten scores.

    A block is (normalise,) ReLU, weights; `skip` says what becomes of its input.
    """
    layers: list[Layer] = [Dense(64, WIDTH)]
    for _ in range(depth - 1):
        block = [*([BatchNorm(WIDTH)] if norm else []), ReLU(), Dense(WIDTH, WIDTH)]
        scale = 1.0 if skip == "x + f" else 1 / math.sqrt(depth)
        layers += block if skip == "none" else [Residual(block, scale=scale)]
    return [*layers, *([BatchNorm(WIDTH)] if norm else []), ReLU(), Dense(WIDTH, 10)]


def towers(depth: int, skip: str, norm: bool, seeds: Sequence[int]) -> Network:
    """One tower for each seed, trained at once."""
    starts = [np.random.default_rng([seed, 0]) for seed in seeds]

    def init(shape, fan_in, fan_out, rng):
        return math.sqrt(2 / fan_in) * np.stack([g.standard_normal(shape[1:]) for g in starts])

    return Network(tower(depth, skip, norm), cross_entropy, init=init, copies=len(seeds))


def run(
    depth: int,
    skip: str,
    norm: bool,
    rates: Sequence[float],
    tuning: Sequence[int],
    seeds: Sequence[int],
    steps: int,
) -> dict[str, Any]:
    """Errors on the training digits after `steps` steps of momentum, at the best of the rates.

    Returns best_rate; tuned, the tuning seeds' mean error for each rate; error and test_error, for
    each seed; blame, before training: root mean square of the gradient with respect to the sums
    (the sums plus the input where there is a skip), median of the seeds, first layer first.
    """
    x, t, x_test, t_test = digits(rng=0)
    mean = x.mean(axis=0)
    x, x_test = x - mean, x_test - mean
    grid = np.repeat(rates, len(tuning))
    trials = [*tuning] * len(rates)
    tried = towers(depth, skip, norm, trials)
    train(tried, x, t, grid, trials, steps)
    tuned = _errors(tried, x, t).reshape(len(rates), -1).mean(1)
    best = rates[int(tuned.argmin())]
    nets = towers(depth, skip, norm, seeds)
    blame = blame_by_layer(nets, x[:256], t[:256])
    train(nets, x, t, best, seeds, steps)
    return {
        "best_rate": best,
        "tuned": tuned.round(4).tolist(),
        "error": _errors(nets, x, t).round(4).tolist(),
        "test_error": _errors(nets, x_test, t_test).round(4).tolist(),
        "blame": [float(f"{size:.3g}") for size in np.median(blame, axis=1)],
    }


def blame_by_layer(nets: Network, x: NDArray, t: NDArray) -> NDArray:
    """Size of the blame behind every layer of weights but the last, (depth, copies)."""
    holds_weights = [isinstance(layer, Dense | Residual) for layer in nets.layers[:-1]]
    return nets.statistics(x, t).delta[:-1][holds_weights]


def train(nets: Network, x: NDArray, t: NDArray, rate, seeds: Sequence[int], steps: int) -> None:
    """Steps of momentum 0.9 in batches of 64; each net takes the examples in its seed's order."""
    orders = [np.random.default_rng([seed, 1]) for seed in seeds]
    optimizer = Momentum(rate)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            place = step % (len(x) // BATCH) * BATCH
            if place == 0:
                order = np.stack([g.permutation(len(x)) for g in orders])
            rows = order[:, place : place + BATCH]
            nets.gradient(x[rows], t[rows])
            optimizer.step(nets.parameters, nets.gradients)


def _errors(nets, x, t):
    scores = nets.predict(x)
    wrong = (scores.argmax(-1) != t).mean(-1)
    return np.where(np.isfinite(scores).all((1, 2)), wrong, 0.9)  # as good as guessing


EXPERIMENT = Experiment(
    name="depth",
    title="Training error after 300 steps of towers of 5 to 50 layers, with and without help",
    cells=[
        {
            "depth": depth,
            "skip": skip,
            "norm": norm,
            "rates": [0.002, 0.005, 0.0125, 0.03, 0.08],
            "tuning": [100, 101],
            "seeds": [*range(10)],
            "steps": 300,
        }
        for depth in DEPTHS
        for norm in (False, True)
        for skip in SKIPS
    ],
    run=run,
)
