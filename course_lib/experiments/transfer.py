"""From digits 0-4 to digits 5-9 with few pictures: does the old knowledge help?  Chapter 13."""

import numpy as np
from numpy.typing import NDArray

from course_lib.datasets import digits
from course_lib.experiments.store import Experiment
from course_lib.init import he_normal
from course_lib.layers import Dense, ReLU
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import Adam

HIDDEN, BODY = (64, 32), 4  # layers before the head: Dense, ReLU, Dense, ReLU
CANVAS = 12
RATES = (0.001, 0.003, 0.01, 0.03)
#: setting → (steps of the first training, steps of the second)
STEPS = {"plain": (900, 300), "canvas": (2500, 400), "memorised": (6000, 300)}


def run(setting: str, few: list[int], seeds: list[int], tuning: list[int]) -> dict:
    """Accuracy on new digits 5-9 after learning from `few` pictures of each.

    setting: "plain"; "canvas", pictures at random places of 12×12 pixels; "memorised", plain, but
        the first training is on digits 0-4 with shuffled labels until they are known by heart
    seeds: each chooses other pictures and other starts      tuning: seeds that choose the rate
    Returns "way, n" → a number for each seed; "rate of way, n"; and "fit", the share of labels
    known after the first training.
    """
    task = _Task(setting, [*seeds, *tuning])
    old, fit = task.first_training()
    ways = {
        "from nothing": (None, 0, False),
        "fine-tuned": (old, 0, False),
        "frozen": (old, BODY, False),
        "random, frozen": (None, BODY, False),
    }
    if setting == "canvas":
        ways["from nothing, moved"] = (None, 0, True)
        ways["fine-tuned, moved"] = (old, 0, True)
    chosen, others = np.arange(len(seeds)), len(seeds) + np.arange(len(tuning))
    found: dict = {"fit": round(fit, 3)}
    for n in few:
        found[f"nearest picture, {n}"] = task.nearest(n, chosen)
        for name, (body, frozen, moved) in ways.items():
            trials = np.repeat(others, len(RATES))
            rates = np.tile(RATES, len(tuning))
            tried = task.second_training(n, trials, rates, body, frozen, moved)
            rate = RATES[int(tried.reshape(-1, len(RATES)).mean(0).argmax())]
            every = np.full(len(chosen), rate)
            right = task.second_training(n, chosen, every, body, frozen, moved)
            found[f"{name}, {n}"] = np.round(right, 4).tolist()
            found[f"rate of {name}, {n}"] = rate
    return found


class _Task:
    """Pictures of both tasks, and one network for each seed."""

    def __init__(self, setting: str, seeds: list[int]):
        self.setting, self.seeds, self.canvas = setting, seeds, setting == "canvas"
        data = digits(test=1, rng=0)
        x = np.concatenate([data.x_train, data.x_test])
        self.blank = float((0 - x.mean()) / x.std())
        x, t = (x - x.mean()) / x.std(), np.concatenate([data.t_train, data.t_test])
        self.x_old, self.t_old = x[t < 5], t[t < 5]
        self.x, self.t = x[t >= 5], t[t >= 5] - 5
        self.pixels = CANVAS**2 if self.canvas else x.shape[1]

    def network(self, copies: NDArray) -> Network:
        """A fresh start for each of the given seeds."""
        sizes = [self.pixels, *HIDDEN, 5]
        layers = [Dense(sizes[0], sizes[1]), ReLU(), Dense(sizes[1], sizes[2]), ReLU()]
        net = Network([*layers, Dense(sizes[2], 5)], cross_entropy, copies=len(copies))
        for row, i in zip(net.parameters, copies, strict=True):
            twin = Network(
                [Dense(sizes[0], sizes[1]), Dense(sizes[1], sizes[2]), Dense(sizes[2], 5)],
                cross_entropy,
                init=he_normal,
                rng=self.seeds[i],
            )
            row[...] = twin.parameters
        return net

    def first_training(self) -> tuple[NDArray, float]:
        """Learn digits 0-4; returns the parameters (seeds, …) and the share of labels known."""
        every = np.arange(len(self.seeds))
        net, draw, steps = self.network(every), np.random.default_rng(1), STEPS[self.setting][0]
        labels = np.stack([self.t_old] * len(every))
        if self.setting == "memorised":
            for row, seed in zip(labels, self.seeds, strict=True):
                np.random.default_rng(seed).shuffle(row)
        optimizer = Adam(lambda t: 0.003 * min(1.0, 2 * (1 - t / steps)))
        for _ in range(steps):
            i = draw.integers(0, len(self.x_old), (len(every), 32))
            net.gradient(self.place(self.x_old[i], draw), np.take_along_axis(labels, i, 1))
            optimizer.step(*net.trained)
        x = self.place(np.stack([self.x_old] * len(every)), draw)
        return net.parameters.copy(), float((net.predict(x).argmax(-1) == labels).mean())

    def second_training(self, n, copies, rates, body, frozen, moved) -> NDArray:
        """Learn digits 5-9 from n pictures of each; the share of new pictures read, (copies,).

        body: parameters after the first training, or None      frozen: how many layers stay
        moved: every picture at a new place each time it is shown, instead of at one place
        """
        net = self.network(copies)
        if body is not None:
            head = net.layers[-1].w.copy()
            net.parameters[...] = body[copies]
            net.layers[-1].w[...], net.layers[-1].b[...] = head, 0  # the head is always new
        net.freeze(frozen)
        groups = [self.choose(n, i) for i in copies]
        x = np.stack([self.x[few] for few, _ in groups])
        t = np.stack([self.t[few] for few, _ in groups])
        placed, draw = self.place(x, np.random.default_rng(3)), np.random.default_rng(2)
        steps, rates = STEPS[self.setting][1], np.asarray(rates)[:, None].astype(np.float32)
        optimizer = Adam(lambda step: rates * np.float32(min(1.0, 2 * (1 - step / steps))))
        rows = np.arange(len(copies))[:, None]
        for _ in range(steps):
            i = draw.integers(0, x.shape[1], (len(copies), min(25, x.shape[1])))
            shown = self.place(x[rows, i], draw) if moved else placed[rows, i]
            net.gradient(shown, t[rows, i])
            optimizer.step(*net.trained)
        new = self.place(np.stack([self.x[rest] for _, rest in groups]), np.random.default_rng(4))
        truth = np.stack([self.t[rest] for _, rest in groups])
        return (net.predict(new).argmax(-1) == truth).mean(-1)

    def choose(self, n: int, copy: int) -> tuple[NDArray, NDArray]:
        """Numbers of n pictures of each digit 5-9, drawn by the copy's seed, and of all others."""
        draw = np.random.default_rng([500, self.seeds[copy]])
        few = [draw.permutation(np.flatnonzero(self.t == k))[:n] for k in range(5)]
        chosen = np.concatenate(few)
        return chosen, np.setdiff1d(np.arange(len(self.t)), chosen)

    def nearest(self, n: int, copies: NDArray) -> list[float]:
        """The same judged without any training: the label of the nearest of the few pictures."""
        right = []
        for i in copies:
            few, rest = self.choose(n, i)
            known = self.place(self.x[few], np.random.default_rng(3))
            new = self.place(self.x[rest], np.random.default_rng(4))
            distance = (known**2).sum(1) - 2 * new @ known.T  # up to what all have in common
            right.append(float((self.t[few][distance.argmin(1)] == self.t[rest]).mean()))
        return np.round(right, 4).tolist()

    def place(self, x: NDArray, draw: np.random.Generator) -> NDArray:
        """Pictures (…, 64) at random places of the canvas; as they are where there is none."""
        if not self.canvas:
            return x
        flat = x.reshape(-1, 8, 8)
        canvas = np.full((len(flat), CANVAS, CANVAS), self.blank, np.float32)
        top, left = draw.integers(0, CANVAS - 7, (2, len(flat), 1, 1))
        side = np.arange(8)
        which = np.arange(len(flat))[:, None, None]
        canvas[which, top + side[:, None], left + side] = flat
        return canvas.reshape(*x.shape[:-1], CANVAS**2)


EXPERIMENT = Experiment(
    name="transfer",
    title="Do digits 0-4 help with digits 5-9?",
    cells=[
        {"setting": setting, "few": few, "seeds": list(range(20)), "tuning": [100, 101, 102, 103]}
        for setting, few in (
            ("plain", [5, 10, 20, 50]),
            ("canvas", [5, 10, 20, 50]),
            ("memorised", [2, 5, 10]),
        )
    ],
    run=run,
)
