"""Next letter: a small language model writes, the reader sets the temperature.  Chapter 13.

The reader finds that a low temperature goes round and round, a high one babbles, and that the
model is the same all the time.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from course_lib.activations import softmax
from course_lib.experiments.small_models import load
from course_lib.experiments.store import stored
from course_lib.language import write
from course_lib.widgets.base import Choice, Number, Widget
from course_lib.widgets.signal_through_depth import even_numbers

STARTS = ("the fox ", "a bird ", "in the ", "and so ")
WINDOW, LONGEST = 4, 160
BLUE, ORANGE = "#0072B2", "#D55E00"


class NextLetter(Widget):
    slug = "next-letter"
    fields = {
        "temperature": Number(0.7, 0.05, 2.0, 0.05),
        "letters": Number(60, 0, LONGEST),
        "start": Choice("the fox ", STARTS),
        "seed": Number(1, 1, 20, inside=True),
    }
    size = (7.0, 3.4)

    def data(self) -> dict[str, Any]:
        row = next(row for row in stored("small_models") if row["model"] == "next letter")
        return {"alphabet": row["alphabet"], "weights": row["weights"]}

    def compute(self, **values: Any) -> dict[str, Any]:
        """What is written, and what may come next.

        written: numbers of the letters after the start
        p, plain: probabilities of the next letter, at this temperature and at 1, (28,)
        open: two to the power of the entropy of p: as undecided as between so many equal letters
        die: the number from 0 to 1 that will choose the next letter
        """
        network, alphabet = _model()
        window = [alphabet.index(letter) for letter in values["start"]][-WINDOW:]
        dice = even_numbers(values["seed"], LONGEST + 1)
        count = values["letters"]
        written = write(network.predict, window, values["temperature"], dice[:count])
        z = network.predict(np.array([(window + written)[-WINDOW:]]))
        p, plain = softmax(z / values["temperature"])[0], softmax(z)[0]
        bits = -np.sum(p * np.log2(np.maximum(p, 1e-300)))
        return {
            "written": written,
            "p": p,
            "plain": plain,
            "open": 2**bits,
            "die": dice[count],
        }

    def picture(self, figure, values, result) -> str:
        _, alphabet = _model()
        told = values["start"] + "".join(alphabet[i] for i in result["written"])
        shown = told.replace("\n", " ⏎ ").strip()
        figure.text(0.05, 0.9, f"temperature {values['temperature']:g}", fontweight="bold")
        figure.text(0.05, 0.81, f"{shown}…", fontsize=9)
        ax = figure.add_axes((0.09, 0.27, 0.88, 0.42))
        places = np.arange(len(alphabet))
        ax.bar(places, result["p"], color=BLUE, width=0.8)
        ax.plot(places, result["plain"], "_", color=ORANGE, ms=9, mew=2)
        ax.set_xticks(places, [_sign(letter) for letter in alphabet])
        ax.set_ylabel("next letter")
        best = alphabet[int(result["p"].argmax())].replace(" ", "a space")
        return (
            f"The model wrote: {shown}. Bars show the probability of each next letter; the "
            f"likeliest is {best}, with {result['p'].max():.0%}."
        )


def _sign(letter: str) -> str:
    return {" ": "␣", "\n": "⏎"}.get(letter, letter)


@lru_cache(maxsize=1)
def _model():
    return load("next letter")


def next_letter(**values: Any) -> NextLetter:
    """A model that has read twelve fables goes on with a text, letter by letter.

    Start values: temperature (0.05…2), letters to write (0…160), start ("the fox ", "a bird ",
    "in the ", "and so "), seed (1…20, of the dice).
    """
    return NextLetter(**values)
