"""Symmetry: a net with six equal hidden units, and one with a little noise.  Chapter 8.

The reader finds that equal units stay equal however long one trains, and that a noise of one
millionth grows, by about the same factor at each step, until all units differ.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib import datasets
from course_lib.layers import Dense, Tanh
from course_lib.losses import binary_cross_entropy
from course_lib.network import Network
from course_lib.optim import SGD
from course_lib.training import fit
from course_lib.widgets.base import Choice, Number, Widget

STARTS = ("0", "0.5")
NOISES = ("1e-6", "0.001", "0.1")
UNITS, STEPS, EVERY = 6, 200, 4  # every fourth step is kept
ALIKE = 0.3  # units closer than this count as one
EDGE = 7.0


class Symmetry(Widget):
    slug = "symmetry"
    fields = {
        "steps": Number(20, 0, STEPS, EVERY),
        "noise": Choice("1e-6", NOISES),
        "start": Choice("0", STARTS),
    }
    size = (7.0, 4.2)

    def data(self) -> dict[str, Any]:
        return films()

    def compute(self, **values: Any) -> dict[str, Any]:
        """Both nets after the steps, without noise first and then with it.

        weights: (2, 6, 2), those of each hidden unit      loss: (2,)
        kinds: (2,) how many units differ, by more than 0.3 in some weight
        distance: the largest difference between two units, 0 for the first net
        """
        start, noise = STARTS.index(values["start"]), 1 + NOISES.index(values["noise"])
        k = values["steps"] // EVERY
        film = films()
        return {
            "weights": [film["weights"][start][i][k] for i in (0, noise)],
            "loss": [film["loss"][start][i][k] for i in (0, noise)],
            "kinds": [kinds(film["weights"][start][i][k]) for i in (0, noise)],
            "distance": [film["distance"][start][i][k] for i in (0, noise)],
        }

    def picture(self, figure, values, result) -> str:
        names = ("six equal units", f"the same with noise {values['noise']}")
        for i, name in enumerate(names):
            ax = figure.add_axes((0.07 + 0.31 * i, 0.26, 0.26, 0.56))
            ax.plot(*np.transpose(result["weights"][i]), "o", ms=8, color="#B84C00", alpha=0.7)
            ax.axhline(0, color="#999", lw=0.6)
            ax.axvline(0, color="#999", lw=0.6)
            ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="w₁", title=name)
            ax.title.set_fontsize(10)
        ax = figure.add_axes((0.74, 0.26, 0.24, 0.56))
        count = values["steps"] // EVERY + 1
        start, noise = STARTS.index(values["start"]), 1 + NOISES.index(values["noise"])
        growth = films()["distance"][start][noise][:count]
        ax.plot(EVERY * np.arange(count), growth, color="#B84C00", lw=2)
        ax.set(yscale="log", xlim=(0, STEPS), ylim=(1e-7, 20), xlabel="step")
        ax.set_title("distance of the units", fontsize=10)
        one, many = result["kinds"]
        figure.text(
            0.04,
            0.93,
            f"After {values['steps']} steps, weights started at {values['start']}",
            fontweight="bold",
        )
        return (
            f"The weights of six hidden units of two nets after {values['steps']} steps. Without "
            f"noise: {one} different unit. With noise {values['noise']}: {many} different."
        )


def kinds(weights: Any) -> int:
    """How many units are left if of each group that lies close together only one is counted."""
    left, count = [np.asarray(w) for w in weights], 0
    while left:
        count += 1
        left = [w for w in left if np.abs(w - left[0]).max() > ALIKE]
    return count


@lru_cache(maxsize=1)
def films() -> dict[str, Any]:
    """Training of all the nets, every fourth step, with two starts and four noises each.

    weights: [start][noise][step] → (6, 2)      loss, distance: [start][noise][step]
    The first noise is none.
    """
    x, t = datasets.circles(40, np.random.default_rng(0))
    x, t = x + np.array([0.6, 0.3]), t[:, None].astype(float)
    films: dict[str, Any] = {"weights": [], "loss": [], "distance": []}
    for start in STARTS:
        net = _nets(float(start))
        kept: list[tuple] = []

        def keep(epoch, net, kept=kept):
            if epoch % EVERY == EVERY - 1:
                kept.append((net.layers[0].w.copy(), net.loss(net.predict(x), t)[0]))

        keep(-1, net)
        fit(net, x, t, SGD(3.0), epochs=STEPS, on_epoch=keep)
        weights = np.stack([w for w, _ in kept], 1)  # (noises, snapshots, units, 2)
        gaps = np.abs(weights[:, :, :, None] - weights[:, :, None]).max((2, 3, 4))
        films["weights"].append(weights.round(3).tolist())
        films["loss"].append(np.stack([loss for _, loss in kept], 1).round(4).tolist())
        films["distance"].append([[float(f"{g:.3g}") for g in row] for row in gaps])
    return films


def _nets(start: float) -> Network:
    """Four copies of a 2–6–1 net: all weights `start`, plus the same random numbers × a noise."""
    noises = np.array([0.0, *map(float, NOISES)])[:, None, None]

    def init(shape, fan_in, fan_out, rng):
        return start + noises * rng.standard_normal(shape[1:])

    layers = [Dense(2, UNITS), Tanh(), Dense(UNITS, 1)]
    return Network(layers, binary_cross_entropy, init=init, copies=4, rng=22, dtype=np.float64)


def symmetry(**values: Any) -> Symmetry:
    """Two nets of six hidden units in training, one without noise at the start and one with.

    Start values: steps (0…200, by fours), noise ("1e-6", "0.001", "0.1"), start ("0", "0.5").
    """
    return Symmetry(**values)
