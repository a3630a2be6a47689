"""Score to probability: three scores, the softmax, the cross-entropy and its slopes.  Chapter 4.

The reader finds that only the differences of scores count, that a temperature makes probabilities
alike or extreme, and that descent pushes each score by p − t.
"""

from typing import Any

import numpy as np

from course_lib.activations import softmax
from course_lib.losses import cross_entropy
from course_lib.widgets.base import Choice, Number, Widget

CLASSES = ("A", "B", "C")
EDGE = 5.0  # scores lie between −EDGE and EDGE


class ScoreToProbability(Widget):
    slug = "score-to-probability"
    fields = {
        "s1": Number(2.0, -EDGE, EDGE, 0.01),
        "s2": Number(1.0, -EDGE, EDGE, 0.01),
        "s3": Number(0.0, -EDGE, EDGE, 0.01),
        "temperature": Number(1.0, 0.2, 5.0, 0.1),
        "lift": Number(0, 0, 1000, 100, inside=True),
        "target": Choice("B", CLASSES, inside=True),
    }
    size = (7.0, 3.4)

    def compute(self, **values: Any) -> dict[str, Any]:
        """Probabilities of the three classes, the loss, and its slope for each score.

        The scores are lifted by a constant and divided by the temperature before the softmax.
        """
        scores = np.array([values["s1"], values["s2"], values["s3"]]) + values["lift"]
        z, target = scores / values["temperature"], CLASSES.index(values["target"])
        loss, slope = cross_entropy(z[None, :], np.array([target]))
        return {"p": softmax(z), "loss": loss, "slopes": slope[0] / values["temperature"]}

    def picture(self, figure, values, result) -> str:
        rows = np.array([2, 1, 0])
        scores = [values["s1"], values["s2"], values["s3"]]
        left = figure.add_axes((0.08, 0.27, 0.38, 0.62))
        left.barh(rows, scores, color="#777777", height=0.5)
        left.axvline(0, color="#222", lw=0.8)
        left.set(xlim=(-EDGE, EDGE), ylim=(-0.6, 2.6), title="scores")
        left.set_yticks(rows, CLASSES)
        right = figure.add_axes((0.55, 0.27, 0.38, 0.62))
        right.barh(rows, result["p"], color="#0072B2", height=0.5)
        right.set(xlim=(0, 1), ylim=(-0.6, 2.6), title="probabilities")
        right.set_yticks(rows, CLASSES)
        right.barh(
            rows[CLASSES.index(values["target"])],
            1, height=0.62, fc="none", ec="#B84C00", lw=2, ls="--",
        )  # fmt: skip
        for row, p in zip(rows, result["p"], strict=True):
            inside = p > 0.75
            right.text(
                p - 0.02 if inside else p + 0.02, row, f"{p:.3f}", va="center",
                ha="right" if inside else "left", color="white" if inside else "#222",
            )  # fmt: skip
        lift = f" Every score has {values['lift']} added to it." if values["lift"] else ""
        listed = ", ".join(
            f"{name} {score:g} and {p:.3f}"
            for name, score, p in zip(CLASSES, scores, result["p"], strict=True)
        )
        return (
            f"Bars of three scores and of their probabilities at temperature "
            f"{values['temperature']:g}: {listed}. The target is {values['target']}, the loss "
            f"{result['loss']:.3f}.{lift}"
        ).replace("-", "−")


def score_to_probability(**values: Any) -> ScoreToProbability:
    """Three scores that become probabilities, and what the loss would do to each of them.

    Start values: s1, s2, s3 (−5…5), temperature (0.2…5), lift (0…1000, added to every score),
    target ("A", "B" or "C").
    """
    return ScoreToProbability(**values)
