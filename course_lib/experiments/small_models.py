"""The two networks that the reader plays with in chapter 13, one byte for each weight."""

import numpy as np

from course_lib import diffusion, language
from course_lib.compact import pack, unpack
from course_lib.datasets import digits, text, text_as_numbers
from course_lib.experiments.store import Experiment, stored
from course_lib.network import Network


def run(model: str, hidden: int, epochs: int, seed: int) -> dict:
    """Train one of the two on all there is, and write its weights down.

    model: "next letter" or "denoiser"
    """
    if model == "next letter":
        codes, alphabet = text_as_numbers(text().lower())
        network = language.next_letter_network(len(alphabet), hidden=hidden, rng=seed)
        network_input = language.windows(codes, 4, alphabet.index("\n"))
        language.train(network, *network_input, epochs, rng=seed)
        return {"alphabet": alphabet, "weights": pack(network)}
    data = digits(test=1, rng=0)
    pictures = 2 * np.concatenate([data.x_train, data.x_test]) - 1
    labels = np.concatenate([data.t_train, data.t_test])
    denoiser = diffusion.denoiser(hidden=hidden, rng=seed)
    diffusion.train(denoiser, pictures, labels, epochs, rng=seed)
    return {"alphabet": "", "weights": pack(denoiser)}


def load(model: str) -> tuple[Network, str]:
    """The stored network of that name, in double precision, and the alphabet of its letters.

    Raises ValueError if there is none.
    """
    rows = {row["model"]: row for row in stored("small_models")}
    if model not in rows:
        raise ValueError(f"model: one of {', '.join(rows)} expected, got {model!r}")
    row = rows[model]
    if model == "next letter":
        letters = len(row["alphabet"])
        network = language.next_letter_network(letters, hidden=row["hidden"], dtype=np.float64)
    else:
        network = diffusion.denoiser(hidden=row["hidden"], dtype=np.float64)
    unpack(row["weights"], network)
    return network, row["alphabet"]


EXPERIMENT = Experiment(
    name="small_models",
    title="Weights of the next-letter model and of the denoiser",
    cells=[
        {"model": "next letter", "hidden": 96, "epochs": 30, "seed": 0},
        {"model": "denoiser", "hidden": 128, "epochs": 200, "seed": 0},
    ],
    run=run,
)
