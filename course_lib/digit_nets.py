"""Two networks that name drawn digits: one trained on scans as they are, one on varied scans.

Both are 64–64–32–10 with ReLU.  Their weights are kept as whole numbers from -127 to 127 with one
scale for each array, in data/digit_nets.json; ``python -m course_lib.digit_nets`` makes that file.
"""

import base64
import json
import platform
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib.datasets import Split, digits, shift_images
from course_lib.layers import Dense, ReLU
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import Adam
from course_lib.training import batches

__all__ = ["INK", "NAMES", "kept", "load", "move", "right", "thicken", "train", "vary"]

#: "plain" has seen scans as they are, "varied" the same scans moved, thinner, thicker
NAMES = ("plain", "varied")
COMMAND = "python -m course_lib.digit_nets"
EPOCHS = {"plain": 60, "varied": 200}
BATCH, RATE = 64, 3e-3
INK = 16  # of a full cell: the scans count black dots in blocks of 4 × 4
SEED, SEEDS = 0, 10  # the seed whose networks are kept; how many seeds are measured
WAYS = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


# ---------------------------------------------------------------- pictures
def move(x: ArrayLike, down: int = 0, right: int = 0) -> NDArray:
    """Pictures (n, 64) moved by whole cells; what leaves the 8×8 cells is lost."""
    return shift_images(np.reshape(x, (-1, 8, 8)), down, right).reshape(-1, 64)


def thicken(x: ArrayLike, amount: ArrayLike) -> NDArray:
    """Pictures (n, 64) with thicker strokes (amount up to 1) or thinner ones (down to -1).

    At 1 each cell gets the most ink that it or one of its four neighbours has, at -1 the least;
    in between a mixture.  amount: a number, or (n,) of them
    """
    pictures = np.reshape(x, (-1, 8, 8))
    padded = np.pad(pictures, ((0, 0), (1, 1), (1, 1)), mode="edge")
    cross = np.stack(
        [pictures, padded[:, :8, 1:9], padded[:, 2:, 1:9], padded[:, 1:9, :8], padded[:, 1:9, 2:]]
    )
    share = np.reshape(amount, (-1, 1, 1))
    goal = np.where(share > 0, cross.max(0), cross.min(0))
    return (pictures + abs(share) * (goal - pictures)).astype(pictures.dtype).reshape(-1, 64)


def vary(x: NDArray, rng: np.random.Generator) -> NDArray:
    """Pictures (n, 64) changed at random: thickness, pressure, 40 % in black and white, place."""
    n = len(x)
    x = thicken(x, rng.uniform(-1, 0.6, n)) * rng.uniform(0.8, 1.2, (n, 1))
    hard = rng.random((n, 1)) < 0.4
    level = rng.uniform(0.15, 0.9, (n, 1)) * x.max(1, keepdims=True)
    x = np.where(hard, x > level, np.clip(x, 0, 1)).astype(np.float32)
    place = rng.integers(-1, 2, (n, 2))
    for way in np.ndindex(3, 3):
        there = (place == np.subtract(way, 1)).all(1)
        x[there] = move(x[there], way[0] - 1, way[1] - 1)
    return x


# ---------------------------------------------------------------- training
def _network(dtype: type = np.float32, seed: int | np.random.Generator = 0) -> Network:
    layers = [Dense(64, 64), ReLU(), Dense(64, 32), ReLU(), Dense(32, 10)]
    return Network(layers, cross_entropy, rng=seed, dtype=dtype)


def train(name: str, split: Split, seed: int) -> Network:
    """A trained network.  Adam, mini-batches of 64, the rate falls to 0 over the second half.

    name: "plain" or "varied"      split: see `course_lib.datasets.digits`
    """
    if name not in NAMES:
        raise ValueError(f"name: one of {', '.join(NAMES)} expected, got {name!r}")
    rng = np.random.default_rng(seed)
    network = _network(seed=rng)
    examples = len(split.x_train)
    steps = EPOCHS[name] * -(-examples // BATCH)
    optimizer = Adam(lambda t: RATE * min(1, 2 * (1 - t / steps)))
    for _ in range(EPOCHS[name]):
        for group in batches(examples, BATCH, rng):
            x = split.x_train[group]
            network.gradient(vary(x, rng) if name == "varied" else x, split.t_train[group])
            optimizer.step(*network.trained)
    return network


def right(network: Network, x: ArrayLike, t: ArrayLike) -> dict[str, float]:
    """Share of pictures (n, 64) that a network names right: as they are, moved, thinned.

    "moved" is the mean over one cell left, right, up and down.
    """

    def share(pictures):
        return float(np.mean(network.predict(pictures).argmax(-1) == np.asarray(t)))

    ways = {way: share(move(x, *by)) for way, by in WAYS.items()}
    return {
        "as scanned": share(x),
        **ways,
        "moved": float(np.mean(list(ways.values()))),
        "thin": share(thicken(x, -1)),
    }


# ---------------------------------------------------------------- the kept networks
@cache
def kept() -> dict[str, Any]:
    """The file of the kept networks.

    "made": the command, the seed and the versions      "nets": scales, weights and `right` by name
    "examples": for each digit the 64 cells of a held-out scan, ink from 0 to `INK`
    """
    return json.loads(files("course_lib").joinpath("data/digit_nets.json").read_text("utf-8"))


@cache
def load(name: str) -> Network:
    """A kept network, in float64, so that other programs can repeat its numbers."""
    if name not in NAMES:
        raise ValueError(f"name: one of {', '.join(NAMES)} expected, got {name!r}")
    return _unpack(kept()["nets"][name])


def _pack(network: Network) -> dict[str, Any]:
    """Parameters as bytes, -127 to 127, and one scale for each array."""
    scales, numbers = [], b""
    for array in network.views.values():
        scales.append(float(f"{np.abs(array).max() / 127:.6g}"))
        numbers += np.clip(np.round(array / scales[-1]), -127, 127).astype(np.int8).tobytes()
    return {"scales": scales, "weights": base64.b64encode(numbers).decode()}


def _unpack(packed: dict[str, Any]) -> Network:
    network = _network(np.float64)
    numbers = np.frombuffer(base64.b64decode(packed["weights"]), np.int8)
    start = 0
    for array, scale in zip(network.views.values(), packed["scales"], strict=True):
        array[...] = numbers[start : start + array.size].reshape(array.shape) * scale
        start += array.size
    return network


def _examples(split: Split, plain: Network, varied: Network) -> list[list[int]]:
    """For each digit a held-out scan that shows the difference between the networks.

    Both name it; moved one cell (left if there is such a scan) only the varied one still does.
    Of several such scans the most typical one: nearest to the mean of its class.
    """
    x, t = split.x_test, split.t_test

    def good(network, pictures):
        return network.predict(pictures).argmax(-1) == t

    both, found = good(plain, x) & good(varied, x), []
    for digit in range(10):
        far = np.linalg.norm(x - split.x_train[split.t_train == digit].mean(0), axis=1)
        for by in WAYS.values():
            moved = move(x, *by)
            shows = both & (t == digit) & ~good(plain, moved) & good(varied, moved)
            if shows.any():
                found.append(x[np.where(shows, far, np.inf).argmin()])
                break
    assert len(found) == 10
    return np.round(INK * np.array(found)).astype(int).tolist()


def _make() -> dict[str, Any]:
    """Train the networks of all seeds, measure them as they will be kept, keep those of one."""
    nets: dict[str, dict[str, Any]] = {}
    for seed in range(SEEDS):
        split = digits(rng=seed)
        for name in NAMES:
            packed = _pack(train(name, split, seed))
            shares = right(_unpack(packed), split.x_test, split.t_test)
            if seed == SEED:  # the first, so every list of shares starts with the kept network's
                nets[name] = {**packed, "right": {test: [] for test in shares}}
            for test, share in shares.items():
                nets[name]["right"][test].append(round(share, 4))
    split = digits(rng=SEED)
    return {
        "made": {
            "command": COMMAND,
            "seed": SEED,
            "seeds": SEEDS,
            "Python": platform.python_version(),
            **{package: version(package) for package in ("numpy", "scikit-learn")},
        },
        "trained on": len(split.x_train),
        "tested on": len(split.x_test),
        "nets": nets,
        "examples": _examples(split, *(_unpack(nets[name]) for name in NAMES)),
    }


if __name__ == "__main__":
    path = Path(__file__).parent / "data" / "digit_nets.json"
    made = _make()
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in made.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    for name in NAMES:
        print(name, {test: shares[SEED] for test, shares in made["nets"][name]["right"].items()})
