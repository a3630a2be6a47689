"""Bits per letter on unseen fables: counting against a network.  Chapter 13."""

import numpy as np

from course_lib.activations import softmax
from course_lib.datasets import text, text_as_numbers
from course_lib.experiments.store import Experiment
from course_lib.language import Counts, bits, next_letter_network, train, windows

WIDTHS = {"one letter": 0, "pairs": 1, "threes": 2, "fives": 4}


def fables() -> tuple[list[np.ndarray], str]:
    """The twelve fables as numbers of their letters, ends of lines too, and the alphabet."""
    words = text().lower()
    _, alphabet = text_as_numbers(words)
    lines = words.splitlines(keepends=True)
    return [np.array([alphabet.index(letter) for letter in line]) for line in lines], alphabet


def split_fables(seed: int, width: int = 4):
    """Windows of ten fables to learn from and of two to be tested on: (x, t), (x, t)."""
    lines, alphabet = fables()
    order = np.random.default_rng(seed).permutation(len(lines))
    pad = alphabet.index("\n")
    parts = []
    for group in (order[2:], order[:2]):
        pairs = [windows(lines[i], width, pad) for i in group]
        parts.append(tuple(np.concatenate(column) for column in zip(*pairs, strict=True)))
    return parts[0], parts[1]


def run(seed: int, hidden: int, epochs: int) -> dict:
    """Bits per letter on two fables that were not learned from, which the seed chooses."""
    letters = len(fables()[1])
    (x, t), (x_new, t_new) = split_fables(seed)
    found = {"no model": float(np.log2(letters))}
    for name, width in WIDTHS.items():
        counts = Counts(x[:, x.shape[1] - width :], t, letters)
        p = counts.probabilities(x_new[:, x_new.shape[1] - width :])
        found[name] = bits(p, t_new)
    network = next_letter_network(letters, hidden=hidden, rng=seed)
    train(network, x, t, epochs, rng=seed)
    found["network, seen"] = bits(softmax(network.predict(x)), t)
    found["network"] = bits(softmax(network.predict(x_new)), t_new)
    return {name: round(value, 4) for name, value in found.items()}


EXPERIMENT = Experiment(
    name="letter_bits",
    title="How many bits does a letter of an unseen fable cost?",
    cells=[{"seed": seed, "hidden": 128, "epochs": 30} for seed in range(40, 50)],
    run=run,
)
