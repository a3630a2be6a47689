"""Denoise: from noise to a digit in one step or in many.  Chapter 13.

The reader finds that one step gives the mean of all that is possible, many steps something of its
own, and that a picture under little noise comes back as it was.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.datasets import digits
from course_lib.diffusion import inputs, less_noise, mix
from course_lib.experiments.small_models import load
from course_lib.experiments.store import stored
from course_lib.widgets.base import Choice, Number, Switch, Widget
from course_lib.widgets.signal_through_depth import random_numbers

DIGITS = tuple("0123456789")
MOST = 24


class Denoise(Widget):
    slug = "denoise"
    fields = {
        "digit": Choice("3", DIGITS),
        "level": Number(1.0, 0.1, 1.0, 0.05),
        "steps": Number(12, 1, MOST),
        "told": Switch(1),
        "seed": Number(1, 1, 20, inside=True),
    }
    size = (7.0, 3.4)

    def data(self) -> dict[str, Any]:
        row = next(row for row in stored("small_models") if row["model"] == "denoiser")
        return {"weights": row["weights"], "hidden": np.rint(8 * _examples() + 8).astype(int)}

    def compute(self, **values: Any) -> dict[str, Any]:
        """The way from the noisy picture to the last guess.

        end, guess: the picture after the last step; the first guess of it, (64,) each
        off: distance per pixel between the end and the picture that was under the noise
        contrast: standard deviation of the pixels at the end
        """
        seen, guesses = run(**values)
        hidden = _examples()[int(values["digit"])]
        return {
            "end": seen[-1],
            "guess": guesses[0],
            "off": np.sqrt(np.mean((seen[-1] - hidden) ** 2)),
            "contrast": np.std(seen[-1]),
        }

    def picture(self, figure, values, result) -> str:
        steps = values["steps"]
        shown, (seen, guesses) = chosen(steps), run(**values)
        for column, k in enumerate(shown):
            for row, pictures in enumerate((seen, guesses)):
                if row and k == steps:
                    continue
                ax = figure.add_axes((0.12 + 0.145 * column, 0.56 - 0.36 * row, 0.13, 0.3))
                ax.imshow(pictures[k].reshape(8, 8), cmap="Greys", vmin=-1, vmax=1)
                ax.set(xticks=[], yticks=[])
                if not row:
                    ax.set_title("start" if not k else f"step {k}", fontsize=9)
        figure.text(0.02, 0.7, "picture")
        figure.text(0.02, 0.34, "guess")
        return (
            f"From noise level {values['level']:g} to a picture in {steps} steps, asked for a "
            f"{values['digit']}: noisy pictures above, the network's guesses below. The contrast "
            f"of the last picture is {result['contrast']:.2f}."
        )


def chosen(steps: int) -> list[int]:
    """At most six of the pictures 0 to `steps`, first and last among them."""
    return sorted({int(np.floor(i * steps / 5 + 0.5)) for i in range(6)})


def run(digit: str, level: float, steps: int, told: int, seed: int):
    """Pictures (steps + 1, 64) and guesses (steps, 64), with the library's step and network."""
    noise = random_numbers(seed, 64)
    x = mix(_examples()[int(digit)], noise, level)
    asked = [int(digit) if told else -1]
    seen, guesses = [x], []
    for k in range(steps):
        u, u_next = level * (steps - k) / steps, level * (steps - k - 1) / steps
        guesses.append(_model().predict(inputs(x[None], u, asked))[0])
        x = less_noise(x, guesses[-1], u, u_next)
        seen.append(x)
    return np.stack(seen), np.stack(guesses)


@lru_cache(maxsize=1)
def _model():
    return load("denoiser")[0]


@lru_cache(maxsize=1)
def _examples() -> np.ndarray:
    """One real picture of each digit, (10, 64), from -1 to 1."""
    data = digits(rng=0)
    return np.stack([2.0 * data.x_train[data.t_train == k][0] - 1 for k in range(10)])


def denoise(**values: Any) -> Denoise:
    """From noise to a picture, in one step or in many.

    Start values: digit ("0"…"9"), noise level (0.1…1), steps (1…24), told (1: the network knows
    which digit), seed (1…20, of the noise).
    """
    return Denoise(**values)
