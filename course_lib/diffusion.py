"""Denoising: pictures mixed with noise, a network that guesses what is under it.  Chapter 13.

The level u of noise runs from 0 (a clean picture) to 1 (noise alone).  Pictures are rows of
pixels from -1 to 1, so that picture and noise are of about the same size.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import whole_number
from course_lib.init import he_normal
from course_lib.layers import Dense, ReLU
from course_lib.losses import one_hot, squared_error
from course_lib.network import Network
from course_lib.optim import Adam
from course_lib.training import batches

__all__ = ["denoiser", "generate", "inputs", "less_noise", "mix", "train"]

CLASSES = 10


def mix(picture: ArrayLike, noise: ArrayLike, u: ArrayLike) -> NDArray:
    """cos(½πu) · picture + sin(½πu) · noise: since cos² + sin² = 1, the size stays about 1.

    picture, noise: (…, pixels)      u: levels (…, 1), or one number
    """
    angle = 0.5 * np.pi * np.asarray(u)
    return np.cos(angle) * np.asarray(picture) + np.sin(angle) * np.asarray(noise)


def less_noise(x: ArrayLike, guess: ArrayLike, u: float, u_next: float) -> NDArray:
    """One step from level u down to u_next, given a guess of the clean picture.

    What of x is not the guess must be the noise: (x - cos(½πu) · guess) / sin(½πu).  The same
    two are then mixed again at the lower level.
    Source: Song, Meng & Ermon 2021 (their sampler without fresh noise).
    """
    if not 0 < u <= 1 or not 0 <= u_next <= u:
        raise ValueError(f"u, u_next: 0 ≤ u_next ≤ u ≤ 1 and u above 0 expected, got {u}, {u_next}")
    angle = 0.5 * np.pi * u
    noise = (np.asarray(x) - np.cos(angle) * np.asarray(guess)) / np.sin(angle)
    return mix(guess, noise, u_next)


def denoiser(
    pixels: int = 64, hidden: int = 128, rng: int = 0, dtype: type = np.float32
) -> Network:
    """Two hidden layers between a noisy picture (with its level and class) and a clean one."""
    layers = [
        Dense(pixels + 2 + CLASSES, hidden),
        ReLU(),
        Dense(hidden, hidden),
        ReLU(),
        Dense(hidden, pixels),
    ]
    return Network(layers, squared_error, init=he_normal, rng=rng, dtype=dtype)


def inputs(x: NDArray, u: ArrayLike, digits: ArrayLike) -> NDArray:
    """What the network reads: the noisy pixels, cos and sin of the level, and the class asked for.

    x: (n, pixels)      u: (n, 1) or one number      digits: (n,), -1 for "any"
    """
    n, digits = len(x), np.asarray(digits)
    angle = np.broadcast_to(0.5 * np.pi * np.asarray(u), (n, 1))
    asked = one_hot(np.maximum(digits, 0), CLASSES, x.dtype) * (digits >= 0)[:, None]
    return np.concatenate([x, np.cos(angle), np.sin(angle), asked], axis=1).astype(x.dtype)


def train(
    network: Network,
    pictures: NDArray,
    digits: NDArray,
    epochs: int,
    lr: float = 0.002,
    any_class: float = 0.3,
    rng: int = 0,
) -> list[float]:
    """Shows every picture once an epoch, each time with fresh noise at a random level.

    any_class: share of the examples whose class is withheld
    Returns the mean loss of each epoch.
    Source: Ho, Jain & Abbeel 2020, with the clean picture as the target.
    """
    draw, size = np.random.default_rng(rng), 64
    per_epoch = -(-len(pictures) // size)
    steps = whole_number(epochs, "epochs") * per_epoch
    optimizer, losses = Adam(lambda t: lr * min(1.0, 2 * (1 - t / steps))), []
    for _ in range(epochs):
        total = 0.0
        for group in batches(len(pictures), size, draw):
            clean = pictures[group]
            u = draw.random((len(group), 1), np.float32)
            noisy = mix(clean, draw.standard_normal(clean.shape, np.float32), u)
            asked = np.where(draw.random(len(group)) < any_class, -1, digits[group])
            total += network.gradient(inputs(noisy.astype(np.float32), u, asked), clean)
            optimizer.step(*network.trained)
        losses.append(total / per_epoch)
    return losses


def generate(
    guess: Callable[[NDArray, float], NDArray], noise: NDArray, steps: int
) -> tuple[NDArray, NDArray]:
    """From pure noise to pictures in `steps` equal steps.

    guess: function (x, u) → the clean pictures that x may hide      noise: (n, pixels)
    Returns the pictures after 0, 1, …, `steps` steps, (steps + 1, n, pixels), and the guesses
    that led to them, (steps, n, pixels).
    """
    whole_number(steps, "steps")
    levels = np.linspace(1, 0, steps + 1)
    x, seen, guesses = noise, [noise], []
    for u, u_next in zip(levels, levels[1:], strict=False):
        guesses.append(guess(x, u))
        x = less_noise(x, guesses[-1], u, u_next)
        seen.append(x)
    return np.stack(seen), np.stack(guesses)
