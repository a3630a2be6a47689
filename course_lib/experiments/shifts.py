"""Four nets of about 2,000 numbers read digits that lie where they have, or have not, learned.

One cell is one kind of net, trained on digits in the middle of a 12×12 sheet or at random places
on it, and asked about the test digits moved by up to two pixels in every direction.  Chapter 11.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib.canvas import on_canvas
from course_lib.conv import Conv2D, Flatten, MaxPool2D
from course_lib.datasets import Split, digits, shift_images
from course_lib.experiments.store import Experiment
from course_lib.layers import Dense, Layer, ReLU
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import Adam
from course_lib.training import evaluate, fit

NETS = ("MLP", "CNN, no pooling", "CNN, 2×2 pooling", "CNN, pooling over the sheet")
PLACES = ("in the middle", "anywhere")
SHIFTS = (-2, -1, 0, 1, 2)
SIZE, RATE, EPOCHS, BATCH, SEEDS = 12, 0.01, 20, 32, (0, 1, 2, 3, 4)


def layers(net: str) -> list[Layer]:
    """The layers of one of `NETS`, for pictures of 12×12 pixels and ten classes."""
    if net == "MLP":
        return [Flatten(), Dense(144, 14), ReLU(), Dense(14, 10)]
    if net == "CNN, no pooling":
        strided = [Conv2D(1, 8, 3, stride=2), ReLU(), Conv2D(8, 12, 3), ReLU()]
        return [*strided, Flatten(), Dense(108, 10)]
    if net == "CNN, 2×2 pooling":
        pooled = [Conv2D(1, 8, 3), ReLU(), MaxPool2D(2), Conv2D(8, 12, 3), ReLU()]
        return [*pooled, Flatten(), Dense(108, 10)]
    if net == "CNN, pooling over the sheet":
        maps = [Conv2D(1, 8, 3, padding=2), ReLU(), Conv2D(8, 24, 3), ReLU()]
        return [*maps, MaxPool2D(12), Flatten(), Dense(24, 10)]
    raise ValueError(f"net: one of {', '.join(NETS)} expected, got {net!r}")


def sheets(place: str) -> Split:
    """The digits on sheets of 12×12 pixels; those to test on always lie in the middle."""
    data = digits(rng=0, images=True)
    rng = np.random.default_rng(5) if place == "anywhere" else None
    return data._replace(
        x_train=on_canvas(data.x_train, SIZE, rng), x_test=on_canvas(data.x_test, SIZE)
    )


def train(net: str, place: str, seeds: int | tuple[int, ...] = SEEDS) -> Network:
    """The trained net, one copy for each seed, or a single one."""
    data = sheets(place)
    many = isinstance(seeds, tuple)
    every = seeds if isinstance(seeds, tuple) else (seeds,)
    starts = [np.random.default_rng(seed) for seed in every]

    def init(shape, fan_in, fan_out, rng):
        noise = [start.standard_normal(shape[1:] if many else shape) for start in starts]
        return np.sqrt(2 / fan_in) * (np.stack(noise) if many else noise[0])

    network = Network(
        layers(net),
        cross_entropy,
        input_shape=(1, SIZE, SIZE),
        init=init,
        copies=len(starts) if many else None,
    )
    fit(network, data.x_train, data.t_train, Adam(RATE), epochs=EPOCHS, batch_size=BATCH)
    return network


def shares(network: Network, x: NDArray, t: NDArray) -> NDArray:
    """Share of right answers for each shift down (rows) and to the right (columns).

    Returns (5, 5) or (5, 5, copies).
    """
    rows = [[evaluate(network, shift_images(x, i, j), t)[1] for j in SHIFTS] for i in SHIFTS]
    return np.array(rows)


def run(net: str, place: str, seeds: list[int]) -> dict[str, Any]:
    """right: share of right answers by shift down, shift right, seed; numbers: of the net;
    answers: of the first seed's net to the first test picture of each digit, by digit and shift,
    25 letters each; sure: the probability of each of these answers, in per cent."""
    data = sheets(place)
    network = train(net, place, tuple(seeds))
    first = [int(np.flatnonzero(data.t_test == k)[0]) for k in range(10)]
    shown = np.stack([[shift_images(data.x_test[first], i, j) for j in SHIFTS] for i in SHIFTS])
    scores = network.single(0).predict(shown.reshape(-1, 1, SIZE, SIZE)).astype(float)
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p = (p / p.sum(-1, keepdims=True)).reshape(25, 10, 10).swapaxes(0, 1)  # digit, shift, class
    return {
        "numbers": network.parameters.shape[1],
        "right": shares(network, data.x_test, data.t_test).round(4).tolist(),
        "answers": ["".join(map(str, row)) for row in p.argmax(-1)],
        "sure": (100 * p.max(-1)).round().astype(int).tolist(),
    }


EXPERIMENT = Experiment(
    name="shifts",
    title="Digits read where they lay in training, and where they did not",
    cells=[{"net": net, "place": place, "seeds": [*SEEDS]} for place in PLACES for net in NETS],
    run=run,
)
