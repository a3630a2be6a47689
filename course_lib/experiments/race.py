"""The race of AlexNet's figure 1, at small scale: steps to a fixed training error.  Chapter 12.

One cell is one kind of net on one task.  It gets its own learning rate: a few tuning seeds try a
grid of rates, and fresh seeds run with the best.  A seed gives the same random numbers to every
kind of net and every rate: where the weights start and in which order the examples come.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib.conv import Conv2D, Flatten, MaxPool2D
from course_lib.dataset_files import load_cifar10
from course_lib.datasets import digits
from course_lib.experiments.store import Experiment
from course_lib.layers import Dense, ReLU, Sigmoid, Tanh
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import Momentum

BENDS = {"ReLU": ReLU, "tanh": Tanh, "sigmoid": Sigmoid}
ERRORS = (0.25, 0.01)  # training errors to reach; the first is that of the paper
BATCH, WATCHED = 64, 300  # examples in one step; training examples on which errors are counted
CONV = ["conv", 8, 16, 32]
LECUN, HE = 1.0, 1.4142  # gains: standard deviation of a weight, times the root of its fan-in


def run(task: str, **rest: Any) -> dict[str, Any]:
    """One cell: the race on one of the small tasks."""
    return race(*examples(task), **rest)


def examples(task: str) -> tuple[NDArray, NDArray]:
    """Centred inputs and labels of "digits" (rows), "digit images" or "random labels"."""
    data = digits(rng=0, images=task == "digit images")
    x, t = data.x_train - data.x_train.mean(axis=0), data.t_train
    if task == "random labels":
        return x[:500], np.random.default_rng(0).integers(0, 10, 500)
    return x, t


def race(
    x: NDArray,
    t: NDArray,
    net: Sequence,
    bend: str,
    gain: float,
    rates: Sequence[float],
    tuning: Sequence[int],
    seeds: Sequence[int],
    steps: int,
) -> dict[str, Any]:
    """Steps until the training error is at most 25 %, and 1 %.

    net: widths of the hidden layers, or "conv" and three widths: two convolutions, one dense layer
    bend: "ReLU", "tanh" or "sigmoid"
    gain: the weights start with sd gain / √fan-in: 1 is LeCun's start, √2 He's
    tuning, seeds: those that choose the rate, those that count      steps: the longest race
    Returns best_rate, one for each error; tuned, the tuning seeds' mean steps (geometric) by error
    and rate; arrived, steps by error and seed.  None stands for never.
    """
    grid = np.repeat(rates, len(tuning))
    tried = steps_to(x, t, net, bend, gain, grid, [*tuning] * len(rates), steps)
    # who does not arrive counts as if it took three times as long as it was given
    tuned = np.exp(np.log(np.minimum(tried, 3 * steps)).reshape(2, len(rates), -1).mean(2))
    best = [rates[i] for i in tuned.argmin(1)]
    arrived = {
        rate: steps_to(x, t, net, bend, gain, [rate] * len(seeds), seeds, steps) for rate in {*best}
    }
    return {
        "best_rate": best,
        "tuned": tuned.round(1).tolist(),
        "arrived": [
            [int(n) if np.isfinite(n) else None for n in arrived[rate][row]]
            for row, rate in enumerate(best)
        ],
    }


def steps_to(
    x: NDArray,
    t: NDArray,
    net: Sequence,
    bend: str,
    gain: float,
    rates: ArrayLike,
    seeds: Sequence[int],
    steps: int,
) -> NDArray:
    """First step with a training error of at most 25 %, and 1 %, all nets at once.

    rates, seeds: one of both for each net
    Momentum 0.9, nothing against overfitting.  The error is counted on 300 training examples,
    after each of the first 40 steps and then after every fifth.  Returns (2, nets), inf for never.
    """
    starts = [np.random.default_rng([seed, 0]) for seed in seeds]
    orders = [np.random.default_rng([seed, 1]) for seed in seeds]

    def init(shape, fan_in, fan_out, rng):
        return gain / math.sqrt(fan_in) * np.stack([g.standard_normal(shape[1:]) for g in starts])

    network = Network(
        layers(net, bend, x.shape[1:]),
        cross_entropy,
        input_shape=x.shape[1:],
        init=init,
        copies=len(seeds),
    )
    optimizer = Momentum(rates)
    watched = np.random.default_rng(0).permutation(len(x))[:WATCHED]
    first = np.full((len(ERRORS), len(seeds)), np.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, steps + 1):
            place = (step - 1) % (len(x) // BATCH) * BATCH
            if place == 0:
                order = np.stack([g.permutation(len(x)) for g in orders])
            rows = order[:, place : place + BATCH]
            network.gradient(x[rows], t[rows])
            optimizer.step(network.parameters, network.gradients)
            if step > 40 and step % 5:
                continue
            scores = network.predict(x[watched], block=BATCH if x.ndim == 4 else WATCHED)
            wrong = (scores.argmax(-1) != t[watched]).mean(-1)
            wrong[~np.isfinite(scores).all((1, 2))] = 1
            for row, error in zip(first, ERRORS, strict=True):
                row[(wrong <= error) & np.isinf(row)] = step
            if np.isfinite(first).all():
                break
    return first


def arrivals(
    rows: Sequence[dict[str, Any]], task: str, hidden: int, bend: str, gain: float, goal: int = 0
) -> NDArray:
    """Steps of each net of a stored cell to 25 % (goal 0) or 1 % (goal 1), infinity for never.

    rows: of `stored("race")`      hidden: number of hidden layers, convolutions among them
    """
    for row in rows:
        layers_below = len([part for part in row["net"] if part != "conv"])
        if (row["task"], row["bend"], row["gain"], layers_below) == (task, bend, gain, hidden):
            return np.array([np.inf if n is None else n for n in row["arrived"][goal]])
    raise ValueError(f"no cell with {task}, {hidden} hidden layers, {bend}, gain {gain}")


def layers(net: Sequence, bend: str, shape: tuple[int, ...]) -> list:
    """The layers of a net as `race` names it, for examples of this shape and ten classes."""
    Bend = BENDS[bend]
    if net[0] != "conv":
        widths = [shape[0], *net]
        hidden = [[Dense(a, b), Bend()] for a, b in zip(widths, widths[1:], strict=False)]
        return [*sum(hidden, []), Dense(widths[-1], 10)]
    channels, side, _ = shape
    _, first, second, wide = net
    size = 5 if side > 16 else 3
    return [
        *(Conv2D(channels, first, size, padding=size // 2), Bend(), MaxPool2D()),
        *(Conv2D(first, second, size, padding=size // 2), Bend(), MaxPool2D()),
        *(Flatten(), Dense(second * (side // 4) ** 2, wide), Bend(), Dense(wide, 10)),
    ]


def on_cifar10(folder: str | Path, bend: str, gain: float, **rest: Any) -> dict[str, Any]:
    """The race at the paper's size, for who has the files data_batch_1.bin … of CIFAR-10.

    rest: other settings than here, see `race`.  As it stands it takes days: 2012 had GPUs.
    Raises FileNotFoundError if there is no such file in the folder.
    """
    files = sorted(Path(folder).glob("data_batch_*.bin*"))
    if not files:
        raise FileNotFoundError(f"{folder}: no data_batch_1.bin … of CIFAR-10 here")
    x, t = load_cifar10(*files)
    settings: dict[str, Any] = {
        "net": ("conv", 32, 64, 64),
        "rates": [2.0**k for k in range(-11, -3)],
        "tuning": [100],
        "seeds": range(5),
        "steps": 30_000,
    }
    return race(x - x.mean(axis=0), t, bend=bend, gain=gain, **settings | rest)


def _cells():
    kinds = [("ReLU", HE), ("tanh", LECUN), ("tanh", HE)]
    for kind in kinds:
        yield _cell("digits", [50] * 2, *kind, range(-7, 3), 300)
        yield _cell("digits", [50] * 4, *kind, range(-7, 2), 300)
        yield _cell("digit images", CONV, *kind, range(-7, 2), 200)
    for net in ([50] * 2, [50] * 4):
        yield _cell("digits", net, "sigmoid", LECUN, range(-5, 3), 600)
    for gain in (LECUN, HE, 2.0, 2 * HE):
        for bend in ("ReLU", "tanh"):
            yield _cell("random labels", [200] * 3, bend, gain, range(-8, 0), 400)
    for bend, gain in kinds[:2]:
        yield _cell("random labels", [50] * 2, bend, gain, range(-6, 2), 600)


def _cell(task, net, bend, gain, powers, steps):
    """One kind of net; its rates are powers of 2."""
    rates = [2.0**k for k in powers]
    kind = {"task": task, "net": net, "bend": bend, "gain": gain, "rates": rates}
    return {**kind, "tuning": [100, 101], "seeds": [*range(12)], "steps": steps}


EXPERIMENT = Experiment(
    name="race",
    title="Steps to a training error of 25 % and 1 %: ReLU, tanh and sigmoid, each at its best",
    cells=[*_cells()],
    run=run,
)
