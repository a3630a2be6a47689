"""A net of one hidden layer, trained until it can do no more, against its width.  Chapter 10."""

import numpy as np

from course_lib.datasets import digits
from course_lib.experiments.store import Experiment
from course_lib.layers import Dense, ReLU
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import Adam
from course_lib.overfitting import wrong_labels
from course_lib.training import evaluate, fit

WIDTHS = (2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128, 256)


def run(hidden: int, wrong: float, examples: int, epochs: int, seeds: list[int]) -> dict:
    """Train one net for each seed, which draws its digits, the wrong labels and the start.

    hidden: width      wrong: share of wrong labels among the `examples` digits
    Returns lists with a number for each seed: training error (against the labels as given), error
    and loss on 700 new digits with their true labels, the lowest error on them on the way (with
    hindsight, looking at every fifth epoch); and the number of parameters.
    """
    data = digits(test=700, rng=0)
    mean, sd = data.x_train.mean(0), data.x_train.std()
    pool, new = (data.x_train - mean) / sd, (data.x_test - mean) / sd
    x, t = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        chosen = rng.permutation(len(pool))[:examples]
        x.append(pool[chosen])
        t.append(wrong_labels(data.t_train[chosen], wrong, rng))
    layers = [Dense(64, hidden), ReLU(), Dense(hidden, 10)]
    net = Network(layers, cross_entropy, copies=len(seeds), rng=1000 + seeds[0])
    seen = [np.ones(len(seeds))]

    def look(epoch, net):
        if epoch % 5 == 4:
            seen.append(1 - evaluate(net, new, data.t_test)[1])

    fit(
        net, np.stack(x), np.stack(t), Adam(0.005), epochs=epochs, batch_size=100, rng=seeds[0],
        on_epoch=look,
    )  # fmt: skip
    train = 1 - evaluate(net, np.stack(x), np.stack(t))[1]
    loss, right = evaluate(net, new, data.t_test)
    return {
        "parameters": int(net.parameters.shape[1]),
        "training_error": np.round(train, 4).tolist(),
        "new_error": np.round(1 - right, 4).tolist(),
        "lowest_error": np.round(np.min(seen, axis=0), 4).tolist(),
        "new_loss": np.round(loss, 4).tolist(),
    }


EXPERIMENT = Experiment(
    name="double_descent",
    title="Does a trained net get better, worse and better again as it grows?",
    cells=[
        {"hidden": h, "wrong": 0.2, "examples": n, "epochs": epochs, "seeds": list(range(10))}
        for n, epochs in ((500, 600), (1000, 400))
        for h in WIDTHS
    ],
    run=run,
)
