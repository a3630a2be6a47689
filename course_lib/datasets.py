"""Small data sets: drawn from a seed, or shipped with a library; nothing is downloaded.

Inputs are float32 with one example per row, images (n, channels, height, width); labels are ints.
Two-dimensional clouds lie within about ±1.
"""

from collections.abc import Callable
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import generator, real_number, whole_number

__all__ = [
    "CURVES", "C_AND_T", "Split", "bars", "circles", "curve", "digits", "gate", "letters", "moons",
    "shift_images", "spirals", "split", "text", "text_as_numbers",
]  # fmt: skip

_GATES = {
    "AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0],
    "NAND": [1, 1, 1, 0], "NOR": [1, 0, 0, 0], "XNOR": [1, 0, 0, 1],
}  # fmt: skip

#: the letters C and T in 4 rows of 3 pixels, as (12,) numbers
C_AND_T: dict[str, NDArray] = {
    "C": np.array([1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1], np.float32),
    "T": np.array([1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0], np.float32),
}

#: curves on [-1, 1] by name; each takes and returns an array
CURVES: dict[str, Callable[[NDArray], NDArray]] = {
    "sine": lambda x: np.sin(2 * np.pi * x),
    "fast sine": lambda x: np.sin(4 * np.pi * x),
    "parabola": lambda x: x * x,
    "corner": np.abs,
    "bump": lambda x: np.exp(-20 * x * x),
    "step": lambda x: np.where(x >= 0, 1.0, 0.0),
    "triangle wave": lambda x: 2 * np.abs(2 * (x - np.floor(x + 0.5))) - 1,
    "wave and spike": lambda x: np.sin(np.pi * x) + np.exp(-0.5 * ((x - 0.3) / 0.03) ** 2),
}


class Split(NamedTuple):
    """Examples to train on and examples to test on."""

    x_train: NDArray
    t_train: NDArray
    x_test: NDArray
    t_test: NDArray


# ---------------------------------------------------------------- few bits
def gate(name: str) -> tuple[NDArray, NDArray]:
    """The truth table of a gate: inputs (4, 2) in counting order, targets (4, 1), as floats.

    name: AND, OR, XOR, NAND, NOR or XNOR
    """
    if name not in _GATES:
        raise ValueError(f"name: one of {', '.join(_GATES)} expected, got {name!r}")
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    return x, np.array(_GATES[name], np.float32)[:, None]


def letters(n: int, rng: np.random.Generator, noise: float = 0.0) -> tuple[NDArray, NDArray]:
    """Pictures of C (label 0) and T (label 1), 4×3 pixels as rows (n, 12), half of each.

    noise: share of pixels turned over, 0 to 0.5.  Chapter 5.
    """
    labels = _labels(n, 2, rng)
    pictures = np.stack(list(C_AND_T.values()))[labels]
    return _flip(pictures, noise, rng), labels


def bars(
    n: int, rng: np.random.Generator, size: int = 8, noise: float = 0.0
) -> tuple[NDArray, NDArray]:
    """Images (n, 1, size, size) of one bar, lying (label 0) or standing (label 1), somewhere.

    noise: share of pixels turned over, 0 to 0.5.  Chapter 11.
    """
    whole_number(size, "size", 2)
    labels = _labels(n, 2, rng)
    images = np.zeros((n, 1, size, size), np.float32)
    for image, label, place in zip(images[:, 0], labels, rng.integers(0, size, n), strict=True):
        (image.T if label else image)[place] = 1
    return _flip(images, noise, rng), labels


# ---------------------------------------------------------------- clouds of points
def moons(n: int, rng: np.random.Generator, noise: float = 0.1) -> tuple[NDArray, NDArray]:
    """Two half moons that reach into each other: points (n, 2) and labels (n,) 0 or 1."""
    labels = _labels(n, 2, rng)
    angle = np.pi * (rng.random(n) + labels)
    x = np.stack([np.cos(angle) + labels - 0.5, np.sin(angle) + 0.5 * labels - 0.25], 1)
    return _cloud(x / 1.5, noise, rng), labels


def circles(
    n: int, rng: np.random.Generator, noise: float = 0.05, inner: float = 0.5
) -> tuple[NDArray, NDArray]:
    """A ring (label 0) around a smaller ring (label 1): points (n, 2) and labels (n,)."""
    labels = _labels(n, 2, rng)
    angle = 2 * np.pi * rng.random(n)
    radius = np.where(labels == 1, real_number(inner, "inner"), 1.0)
    return _cloud(_on_circle(angle, radius), noise, rng), labels


def spirals(
    n: int, rng: np.random.Generator, noise: float = 0.03, turns: float = 1.5, classes: int = 2
) -> tuple[NDArray, NDArray]:
    """Spiral arms wound around each other: points (n, 2) and labels (n,) 0..classes-1."""
    labels = _labels(n, whole_number(classes, "classes", 2), rng)
    radius = np.sqrt(rng.random(n))
    angle = 2 * np.pi * (real_number(turns, "turns") * radius + labels / classes)
    return _cloud(_on_circle(angle, radius), noise, rng), labels


# ---------------------------------------------------------------- curves
def curve(
    name: str, n: int, rng: np.random.Generator | None = None, noise: float = 0.0
) -> tuple[NDArray, NDArray]:
    """A curve of `CURVES` on [-1, 1]: x (n, 1) and t (n, 1), at even steps.

    rng: draws x at random instead, and the noise (its standard deviation is `noise`)
    """
    if name not in CURVES:
        raise ValueError(f"name: one of {', '.join(CURVES)} expected, got {name!r}")
    whole_number(n, "n", 2)
    noise = real_number(noise, "noise")
    if noise and rng is None:
        raise ValueError("rng: a generator such as numpy.random.default_rng(0) expected for noise")
    x = np.linspace(-1, 1, n) if rng is None else np.sort(generator(rng).uniform(-1, 1, n))
    t = CURVES[name](x)
    if rng is not None and noise:
        t = t + noise * rng.standard_normal(n)
    return x[:, None].astype(np.float32), t[:, None].astype(np.float32)


# ---------------------------------------------------------------- pictures of digits
def digits(test: int = 360, rng: np.random.Generator | int = 0, images: bool = False) -> Split:
    """The 1,797 handwritten digits of 8×8 pixels that come with scikit-learn, ink from 0 to 1.

    test: how many to keep for testing      rng: seed or generator of the random split
    images: (n, 1, 8, 8) instead of rows (n, 64)
    Raises ModuleNotFoundError without scikit-learn.  Source: Alpaydin & Kaynak 1998.
    """
    try:
        from sklearn.datasets import load_digits
    except ModuleNotFoundError:
        raise ModuleNotFoundError("digits: needs scikit-learn (pip install scikit-learn)") from None
    data, labels = load_digits(return_X_y=True)
    x = (data / 16).astype(np.float32)
    return split(x.reshape(-1, 1, 8, 8) if images else x, labels, test, rng)


def split(x: ArrayLike, t: ArrayLike, test: int, rng: np.random.Generator | int = 0) -> Split:
    """Examples divided at random into a training and a test part; no example is in both."""
    x, t = np.asarray(x), np.asarray(t)
    if len(x) != len(t):
        raise ValueError(f"t: one target for each of the {len(x)} examples expected, got {len(t)}")
    whole_number(test, "test", 1, len(x) - 1)
    order = np.random.default_rng(rng).permutation(len(x))
    train, rest = order[test:], order[:test]
    return Split(x[train], t[train], x[rest], t[rest])


def shift_images(images: ArrayLike, down: int = 0, right: int = 0) -> NDArray:
    """Images (…, height, width) moved by whole pixels; what comes in at the edge is 0."""
    images = np.asarray(images)
    if images.ndim < 2:
        raise ValueError(f"images: at least 2 axes expected, got shape {images.shape}")
    height, width = images.shape[-2:]
    whole_number(down, "down", -height, height), whole_number(right, "right", -width, width)
    rows, from_rows = _overlap(down, height)
    columns, from_columns = _overlap(right, width)
    moved = np.zeros_like(images)
    moved[..., rows, columns] = images[..., from_rows, from_columns]
    return moved


def _overlap(by, length):
    """Where numbers moved by `by` places end, and where they come from."""
    return slice(max(by, 0), length + min(by, 0)), slice(max(-by, 0), length - max(by, 0))


# ---------------------------------------------------------------- text
def text() -> str:
    """Twelve short fables, retold for this book, one to a line: about 6,500 characters."""
    return files("course_lib").joinpath("data/fables.txt").read_text("utf-8")


def text_as_numbers(words: str) -> tuple[NDArray, str]:
    """A text as numbers of its letters: codes (length,) and the alphabet, in sorted order."""
    if not isinstance(words, str) or not words:
        raise ValueError("words: a text of at least one letter expected")
    alphabet = "".join(sorted(set(words)))
    number = {letter: i for i, letter in enumerate(alphabet)}
    return np.array([number[letter] for letter in words]), alphabet


def _labels(n, classes, rng):
    """n labels, as many of each class as possible, in random order."""
    return generator(rng).permutation(np.arange(whole_number(n, "n")) % classes)


def _on_circle(angle, radius):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)


def _cloud(x, noise, rng):
    noise = real_number(noise, "noise")
    if noise < 0:
        raise ValueError(f"noise: a number from 0 upwards expected, got {noise:g}")
    return (x + noise * rng.standard_normal(x.shape)).astype(np.float32)


def _flip(pictures, noise, rng):
    """Each pixel turned over with probability `noise`."""
    if not 0 <= real_number(noise, "noise") <= 0.5:
        raise ValueError(f"noise: a share from 0 to 0.5 expected, got {noise:g}")
    return np.where(rng.random(pictures.shape) < noise, 1 - pictures, pictures)
