"""Chapter 11, a net of filters, ReLU, pooling over the whole map, and one dense layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch11e_shared import slide
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
CHANNELS = (CHAPTER, "Channels")
NINE = (CHAPTER, "Nine products")
RACE = (CHAPTER, "As many numbers, another net")


# --- cnn_scores -------------------------------------------------------------------------------


def cnn_scores(x, w, b, v, c):
    features = []
    for window, bias in zip(w, b, strict=True):
        k_h, k_w = window.shape
        rows, columns = x.shape[0] - k_h + 1, x.shape[1] - k_w + 1
        z = array(
            [
                [np.sum(x[i : i + k_h, j : j + k_w] * window) for j in range(columns)]
                for i in range(rows)
            ]
        )
        # ReLU, then the largest answer of the map: is the pattern anywhere?
        features.append(np.maximum(0, z + bias).max())
    return v @ array(features) + c


def _maps(x, w, b):
    return array([slide(x, window) + bias for window, bias in zip(w, b, strict=True)])


def _scores(x, w, b, v, c, *, bend=lambda z: np.maximum(0, z), pool=np.max):
    return v @ array([pool(bend(z)) for z in _maps(x, w, b)]) + c


def _scores_windows(x, w, b, v, c):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape[1:])
    z = np.einsum("ijuv,fuv->fij", windows, w) + b[:, None, None]
    return np.einsum("kf,f->k", v, np.clip(z, 0, None).max(axis=(1, 2))) + c


def _scores_late_relu(x, w, b, v, c):
    # ReLU keeps the order of numbers, so the largest may be taken first.
    best = [max(0.0, float(slide(x, f).max() + bias)) for f, bias in zip(w, b, strict=True)]
    return [
        sum(r * a for r, a in zip(row, best, strict=True)) + d for row, d in zip(v, c, strict=True)
    ]


def _softmax(scores):
    p = np.exp(scores - scores.max())
    return p / p.sum()


def _more_scores(rng: np.random.Generator) -> Iterator[Case]:
    filters, classes = int(rng.integers(2, 4)), int(rng.integers(2, 5))
    k = rng.integers(1, 4, 2)
    k[1] += int(k[0] == k[1])
    x = rng.integers(0, 5, k + rng.integers(1, 4, 2)) / 2
    w = rng.integers(-2, 3, (filters, *k)) / 2
    w[:, 0, 0] += 2
    w[-1] = -1 - np.abs(w[-1])  # a filter that never fires
    b = rng.integers(1, 5, filters) / 2
    b[-1] = -0.5
    v = rng.integers(1, 5, (classes, filters)) / 2
    v[0] *= -1
    yield case("more", x, w, b, v, rng.permutation(classes) - 0.5)


CNN_SCORES = Exercise(
    id="cnn_scores",
    chapter=CHAPTER,
    title="A net that looks everywhere",
    reference=cnn_scores,
    wanted="the scores, one for each class",
    cases=(
        case(
            "two filters, three classes",
            array([[0.0, 1.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 2.0]]),
            array([[[-1.0, 1.0]], [[1.0, -1.0]]]),
            array([0.5, -0.5]),
            array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]]),
            array([0.0, 0.5, -9.0]),
        ),
        case(
            "a filter that never fires",
            array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]]),
            array(
                [[[1.0, 0.0], [0.0, 1.0]], [[-1.0, -1.0], [-1.0, -2.0]], [[0.0, 1.0], [1.0, 0.0]]]
            ),
            array([1.0, -1.0, -1.5]),
            array([[1.0, 2.0, -1.0], [0.5, -1.0, 1.0]]),
            array([-0.5, 1.5]),
        ),
    ),
    more=_more_scores,
    misconceptions=(
        Misconception(
            "ReLU forgotten",
            lambda *args: _scores(*args, bend=lambda z: z),
            "right as long as every filter fires somewhere; but the ReLU is missing: a map whose "
            "answers are all negative must give 0.",
            RACE,
        ),
        Misconception(
            "mean for the largest",
            lambda *args: _scores(*args, pool=np.mean),
            "you take the mean of each map. The net keeps the largest answer: is the pattern "
            "anywhere?",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "sum for the largest",
            lambda *args: _scores(*args, pool=np.sum),
            "you add up each map. The net keeps the largest answer: is the pattern anywhere?",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "bias of the filters forgotten",
            lambda x, w, b, v, c: _scores(x, w, 0 * b, v, c),
            "the filters' biases b are missing: they are added before the ReLU.",
            CHANNELS,
        ),
        Misconception(
            "bias after the ReLU",
            lambda x, w, b, v, c: _scores(x, w, 0 * b, v, c + v @ b),
            "you add the filters' biases after the ReLU. They belong to the sums: first the bias, "
            "then the ReLU.",
            CHANNELS,
        ),
        Misconception(
            "bias of the scores forgotten",
            lambda x, w, b, v, c: _scores(x, w, b, v, 0 * c),
            "the biases c of the scores are missing.",
            RACE,
        ),
        Misconception(
            "one number from all maps",
            lambda x, w, b, v, c: v.sum(axis=1) * max(0, _maps(x, w, b).max()) + c,
            "you take the largest answer of all maps together. Each filter keeps the largest of "
            "its own map, and each has a weight of its own in v.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "probabilities",
            lambda *args: _softmax(_scores(*args)),
            "these are probabilities, after a softmax. Wanted are the scores before it.",
            RACE,
        ),
        Misconception(
            "the class alone",
            lambda *args: int(np.argmax(_scores(*args))),
            "this is the number of the winning class. Wanted are all the scores.",
            RACE,
        ),
        Misconception(
            "ReLU on the scores",
            lambda *args: np.maximum(0, _scores(*args)),
            "the scores went through a ReLU at the end. It stands behind the filters only; a score "
            "may be negative.",
            RACE,
        ),
        Misconception(
            "v the other way round",
            lambda x, w, b, v, c: _scores(x, w, b, np.eye(len(w)), 0) @ v + c,
            "the numbers of the filters and v do not fit together this way round. v has a row for "
            "each class and a column for each filter, so v comes first: v @ a.",
            RACE,
        ),
        Misconception(
            "the features alone",
            lambda x, w, b, v, c: _scores(x, w, b, np.eye(len(w)), 0),
            "these are the largest answers of the maps. The last layer is missing: v times these "
            "numbers, plus c.",
            RACE,
        ),
        Misconception(
            "ReLU at the end only",
            lambda *args: np.maximum(0, _scores(*args, bend=lambda z: z)),
            "your ReLU stands behind the scores. It stands behind the filters, and a score may be"
            " negative.",
            RACE,
        ),
        Misconception(
            "sign ignored",
            lambda *args: _scores(*args, bend=np.abs),
            "you take the answers without their signs. A ReLU makes negative answers 0.",
            RACE,
        ),
        Misconception(
            "first place only",
            lambda *args: _scores(*args, pool=lambda z: z[0, 0]),
            "you take the answer at the first place. The net keeps the largest of all places.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "products not added",
            lambda x, w, b, v, c: v * _scores(x, w, b, np.eye(len(w)), 0) + c,
            "* multiplies every number of v, but a score is a sum: each row of v times the "
            "numbers of the filters, added up. v @ a does both.",
            RACE,
        ),
        Misconception(
            "all biases at every place",
            lambda x, w, b, v, c: v @ array([np.maximum(0, slide(x, f) + b).max() for f in w]) + c,
            "the maps get all of b at once. Each filter has one bias of its own: b[f] goes with "
            "w[f].",
            CHANNELS,
        ),
        Misconception(
            "largest over the filters",
            lambda x, w, b, v, c: v @ np.maximum(0, _maps(x, w, b)).max(axis=0) + c,
            "you take the largest over the filters (axis 0). Each filter keeps the largest of its "
            "own map: one number over all its rows and columns.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "filter turned",
            lambda x, w, b, v, c: _scores(x, w[:, ::-1, ::-1], b, v, c),
            "your filters are turned upside down and left to right. Nothing is turned here.",
            NINE,
        ),
        Misconception(
            "a column of scores",
            lambda *args: _scores(*args)[:, None],
            "the scores are right, but they stand in a column. Wanted is a plain row of numbers, "
            "shape (classes,).",
            RACE,
        ),
    ),
    alternatives=(_scores, _scores_windows, _scores_late_relu),
    hints=(
        "For each filter: its map, the bias, the ReLU, the largest number. That makes as many "
        "numbers as there are filters.",
        "Your slide_loops makes the map with its bias. np.maximum(0, map).max() is what the filter "
        "has to say. Then one dense layer: a row of v for each class.",
        "Collect the numbers of the filters in an array a; the scores are v @ a plus c.",
    ),
    section=RACE,
    sources=("B12", "B13"),
    points=(2, 3),
    tolerance=1e-9,
)

EXERCISES = (CNN_SCORES,)
