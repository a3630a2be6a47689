"""Chapter 4, two meters: squared error and cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "04_descent"
# The library's functions that are, or nearly are, the answers of this chapter.
LIBRARY = (
    "course_lib.losses.squared_error",
    "course_lib.losses.cross_entropy",
    "course_lib.losses.cross_entropy_of_probabilities",
    "course_lib.losses.binary_cross_entropy",
    "course_lib.activations.softmax",
    "course_lib.activations.softmax_jacobian",
    "course_lib.gradcheck.numerical_gradient",
)


# --- half_squared_error -----------------------------------------------------------------------


def half_squared_error(Y, T):
    return 0.5 * np.sum((Y - T) ** 2) / len(Y)


def _squares_by_loops(Y, T):
    total = 0.0
    for y, t in zip(Y, T, strict=True):
        total += sum((a - b) ** 2 for a, b in zip(y, t, strict=True)) / 2
    return total / len(Y)


def _squares_by_norm(Y, T):
    return np.mean(np.linalg.norm(T - Y, axis=1) ** 2 / 2)


def _more_squares(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    yield case("more", rng.normal(0, 2, (n, k)).round(2), rng.normal(0, 2, (n, k)).round(2))


HALF_SQUARED_ERROR = Exercise(
    id="half_squared_error",
    chapter=CHAPTER,
    title="A meter for quantities",
    reference=half_squared_error,
    wanted="one number: the mean over the examples of half the squared distance",
    cases=(
        case("one example, two outputs", array([[0.9, 0.1]]), array([[1.0, 0.0]])),
        case("two examples", array([[1.0, 2.0], [3.0, 5.0]]), array([[1.0, 0.0], [0.0, 5.0]])),
        case("one output", array([[2.0], [4.0], [7.0]]), array([[2.5], [4.0], [6.0]])),
        case(
            "four examples, three outputs",
            array([[1.0, 0.0, 2.0], [0.5, 1.0, 1.0], [2.0, 2.0, 0.0], [1.0, 1.0, 1.0]]),
            array([[1.0, 1.0, 0.0], [0.5, 0.0, 1.0], [0.0, 2.0, 1.0], [1.0, 1.0, 4.0]]),
        ),
    ),
    more=_more_squares,
    misconceptions=(
        Misconception(
            "half forgotten",
            lambda Y, T: np.sum((Y - T) ** 2) / len(Y),
            "twice too large: the ½ is missing. In this book the squared error carries it, so that "
            "its slope is simply y − t.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "mean over the outputs too",
            lambda Y, T: 0.5 * np.mean((Y - T) ** 2),
            "you divide by the number of outputs as well (np.mean over the whole array does that). "
            "Sum over the outputs of an example, then average over the examples.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "plain mean of the squares",
            lambda Y, T: np.mean((Y - T) ** 2),
            "this is the mean of all squares. Two things are missing: the ½, and outputs of one "
            "example are added, not averaged. Only the number of examples is divided by.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "sum over the examples",
            lambda Y, T: 0.5 * np.sum((Y - T) ** 2),
            "this is the sum over the examples; the mean is wanted. Divide by their number, the "
            "number of rows.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "1/n twice",
            lambda Y, T: 0.5 * np.sum((Y - T) ** 2) / len(Y) ** 2,
            "you divide by the number of examples twice.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "absolute difference",
            lambda Y, T: 0.5 * np.sum(np.abs(Y - T)) / len(Y),
            "you add up the differences without their signs, but not their squares. An error "
            "twice as large should cost four times as much.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "square of the sum",
            lambda Y, T: 0.5 * np.sum((Y - T).sum(axis=1) ** 2) / len(Y),
            "you add the differences of an example first and square the sum. Then +1 and −1 "
            "cancel, and two wrong outputs cost nothing. Square first, then add.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "root of the squares",
            lambda Y, T: np.mean(np.sqrt(np.sum((Y - T) ** 2, axis=1))) / 2,
            "you take the square root, which gives the distance itself. The meter is half the "
            "*squared* distance.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "mean over the outputs instead",
            lambda Y, T: 0.5 * np.sum((Y - T) ** 2) / Y.shape[1],
            "you divide by the number of outputs, the columns. The mean is over the examples: "
            "add up the outputs of each row, and divide by the number of rows.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "not squared",
            lambda Y, T: 0.5 * np.sum(Y - T) / len(Y),
            "you add up the differences as they are. One that is too large and one that is too "
            "small then cancel; square each of them first.",
            (CHAPTER, "One dial and a meter"),
        ),
    ),
    alternatives=(_squares_by_loops, _squares_by_norm),
    hints=(
        "Take the second case on paper: what does the first example cost, what the second?",
        "Differences, squared, added up over everything: one line of NumPy. What is left are two "
        "divisions.",
        "Divide by 2, and by the number of examples, which is the number of rows of Y. Do not "
        "divide by the number of outputs.",
    ),
    section=(CHAPTER, "Two meters"),
    sources=("E4", "C8", "C9"),
    points=(1, 2),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- cross_entropy_loss -----------------------------------------------------------------------


def _shifted(Z):
    return Z - Z.max(axis=1, keepdims=True)


def _softmax(Z):
    e = np.exp(_shifted(Z))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy_loss(Z, labels):
    # log of the sum of exponentials minus the score of the right class, never p itself.
    S = _shifted(Z)
    own = S[np.arange(len(Z)), labels]
    return np.mean(np.log(np.exp(S).sum(axis=1)) - own)


def _entropy_by_loops(Z, labels):
    total = 0.0
    for z, label in zip(Z, labels, strict=True):
        top = max(z)
        total += top + np.log(sum(np.exp(v - top) for v in z)) - z[label]
    return total / len(Z)


def _entropy_logaddexp(Z, labels):
    one_hot = np.eye(Z.shape[1])[labels]
    return float(np.sum(np.logaddexp.reduce(Z, axis=1) - (one_hot * Z).sum(axis=1)) / len(Z))


def _own(Z, labels):
    return _softmax(Z)[np.arange(len(Z)), labels]


def _naive_loss(Z, labels):
    e = np.exp(Z)
    return -np.mean(np.log((e / e.sum(axis=1, keepdims=True))[np.arange(len(Z)), labels]))


def _without(wrong):
    """A mistake that is made with the stable logarithms of all probabilities, (n, k)."""

    def loss(Z, labels):
        S = _shifted(Z)
        return wrong(S - np.log(np.exp(S).sum(axis=1, keepdims=True)), labels)

    return loss


def _more_entropy(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(2, 6)), int(rng.integers(3, 6))
    labels = rng.integers(0, k, n)
    labels[1] = (labels[0] + 1) % k
    Z = rng.normal(0, 2, (n, k)).round(1)
    kind = int(rng.integers(0, 4))
    if kind == 0:  # all scores large: only their differences count
        Z = Z + 1000
    elif kind == 1:  # certain and wrong: the probability is too small to be written down
        Z[0, labels[0]] -= 800
    yield case("more", Z, labels)


CROSS_ENTROPY_LOSS = Exercise(
    id="cross_entropy_loss",
    chapter=CHAPTER,
    title="A meter for choices, from the scores",
    reference=cross_entropy_loss,
    wanted="one number: the mean over the examples of −log of the right class's probability",
    cases=(
        case("one example, equal scores", array([[0.0, 0.0, 0.0]]), array([1])),
        case("two examples", array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]]), array([1, 2])),
        case("nearly certain and right", array([[8.0, 0.0], [0.0, 9.0]]), array([0, 1])),
        case("large scores", array([[1001.0, 1000.0], [1000.0, 1002.0]]), array([0, 0])),
        case("certain and wrong", array([[0.0, -800.0, 1.0], [1.0, 0.5, 0.0]]), array([1, 0])),
    ),
    more=_more_entropy,
    misconceptions=(
        Misconception(
            "logarithm of the probability",
            lambda Z, labels: -np.mean(np.log(_own(Z, labels))),
            "right, until a probability is too small to be written down: then it is 0 and its "
            "logarithm is infinite. Take the logarithm on paper first: −log p is the logarithm of "
            "the sum of exponentials minus the score.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "tiny number added",
            lambda Z, labels: -np.mean(np.log(_own(Z, labels) + 1e-7)),
            "you add something like 1e-7 inside the logarithm. Nothing is infinite then, but the "
            "loss never exceeds 16.1, and every other value is a little off. Compute it from the "
            "scores, without forming the probability.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "clipped",
            lambda Z, labels: -np.mean(np.log(np.maximum(_own(Z, labels), 1e-12))),
            "you keep the probability above a tiny number before you take the logarithm. Then the "
            "loss of a bad mistake is cut off (at 27.6 for 1e-12). Compute it from the scores, "
            "without forming the probability.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "maximum not subtracted",
            lambda Z, labels: np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(Z)), labels]),
            "the formula is right, but np.exp of a large score is infinite. Subtract each row's "
            "largest score from the row first: the loss stays the same.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "every label with every row",
            lambda Z, labels: -np.mean(np.log(_softmax(Z))[:, labels]),
            "[:, labels] takes the columns of *all* labels from every row. Each row has its own "
            "label: [np.arange(len(Z)), labels] pairs them, and so does a loop.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "overflow",
            _naive_loss,
            "the exponential of a large score is infinite, and inf / inf is nan. Subtract each "
            "row's largest score first: only differences count. Then mind the other end, where a "
            "probability becomes 0.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "sum over the examples",
            _without(lambda L, labels: -np.sum(L[np.arange(len(L)), labels])),
            "this is the sum over the examples; the mean is wanted.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "sign",
            _without(lambda L, labels: np.mean(L[np.arange(len(L)), labels])),
            "the size is right, the sign is not. Logarithms of probabilities are negative; the "
            "minus makes the loss positive.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "logarithm to base 2",
            _without(lambda L, labels: -np.mean(L[np.arange(len(L)), labels]) / np.log(2)),
            "your logarithm has base 2. The book uses the natural one, np.log.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "mean over the classes too",
            _without(lambda L, labels: -np.sum(L[np.arange(len(L)), labels]) / L.size),
            "you divide by the number of classes as well. Only the right class's term is left in "
            "each row, so there are as many terms as rows.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "all classes counted",
            _without(lambda L, labels: -np.mean(L.sum(axis=1))),
            "you add −log p of all classes. The targets t are 0 for all but the right one, so only "
            "its logarithm counts.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "largest score subtracted once only",
            lambda Z, labels: np.mean(
                np.log(np.exp(_shifted(Z)).sum(axis=1)) - Z[np.arange(len(Z)), labels]
            ),
            "you have subtracted the largest score inside the exponentials, but the score of the "
            "right class is still the old one. Take it from the shifted row too.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "every label with every row, without probabilities",
            _without(lambda L, labels: -np.mean(L[:, labels])),
            "your logarithms are right, but [:, labels] takes the columns of *all* labels from "
            "every row. Each row has its own label: [np.arange(len(Z)), labels] pairs them, and "
            "so does a loop.",
            (CHAPTER, "Two meters"),
        ),
    ),
    alternatives=(_entropy_by_loops, _entropy_logaddexp),
    hints=(
        "For one row: −log p of the right class is log(sum of exponentials) minus that class's "
        "score. You need no probability at all.",
        "Subtract each row's largest score from the row before anything else. Z.max(axis=1, "
        "keepdims=True) has the right shape for that.",
        "Z[np.arange(len(Z)), labels] picks each row's right score (from the shifted Z). The log "
        "of the row sums of np.exp, minus those, is one loss for each example: average them.",
    ),
    section=(CHAPTER, "Scores to probabilities"),
    sources=("E4", "C8", "C7"),
    points=(2, 2),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (HALF_SQUARED_ERROR, CROSS_ENTROPY_LOSS)
