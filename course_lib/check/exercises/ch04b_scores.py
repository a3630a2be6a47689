"""Chapter 4, scores: a softmax that survives, and its gradient p − t."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch04a_losses import CHAPTER, LIBRARY, _softmax
from course_lib.check.model import Case, Exercise, Misconception, case

# --- stable_softmax ---------------------------------------------------------------------------


def stable_softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # the largest exponential of each row is 1
    return E / E.sum(axis=1, keepdims=True)


def _softmax_rows(Z):
    rows = []
    for z in Z:
        e = [np.exp(v - max(z)) for v in z]
        rows.append([v / sum(e) for v in e])
    return rows


def _softmax_by_logs(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])


def _naive_softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def _whole_matrix(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()


def _columns(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def _one_maximum(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


def _no_keepdims(Z):
    E = np.exp(Z - Z.max(axis=1))
    return E / E.sum(axis=1)


def _more_scores(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(2, 5)), int(rng.integers(2, 5))
    Z = rng.normal(0, 2, (n, k)).round(1)
    if rng.random() < 0.5:
        Z = Z + (rng.choice([-1000, 0, 1000], (n, 1)) if rng.random() < 0.7 else 1000)
    yield case("more", Z)


STABLE_SOFTMAX = Exercise(
    id="stable_softmax",
    chapter=CHAPTER,
    title="A softmax that survives",
    reference=stable_softmax,
    wanted="an array of Z's shape: the probabilities, each row adding up to 1",
    cases=(
        case("one row", array([[2.0, 1.0, 0.0]])),
        case("two rows", array([[1.0, 1.0], [0.0, 3.0]])),
        case("negative scores", array([[-3.0, -1.0, -2.0], [0.0, -4.0, 2.0]])),
        case("large scores", array([[1002.0, 1001.0, 1000.0]])),
        case("rows far apart", array([[1000.0, 1001.0], [-1000.0, -1001.0]])),
    ),
    more=_more_scores,
    misconceptions=(
        Misconception(
            "overflow",
            _naive_softmax,
            "right for small scores. For large ones np.exp gives inf, and inf / inf is nan; for "
            "very negative ones all are 0, and 0 / 0 is nan too. Subtract each row's largest score "
            "first: the result is the same.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "whole matrix",
            _whole_matrix,
            "you divide by the sum over the whole array, so all rows together add up to 1. Each "
            "row is one example and must add up to 1 by itself: axis=1, keepdims=True.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "whole matrix, and overflow",
            lambda Z: np.exp(Z) / np.sum(np.exp(Z)),
            "two things: you divide by the sum over the whole array, but each row is an example "
            "and must add up to 1 by itself; and large scores give inf / inf, which is nan. "
            "Subtract each row's largest score first.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "keepdims forgotten",
            _no_keepdims,
            "you take the right maximum and sum of each row, but without keepdims=True they lie "
            "flat, and NumPy subtracts them along the columns (or cannot at all).",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "wrong axis",
            _columns,
            "your columns add up to 1. An example is a row, so the rows should: axis=1, with "
            "keepdims=True.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "one maximum for all rows",
            _one_maximum,
            "you subtract the largest score of the whole array. A row that lies far below it then "
            "has only zeros left, and 0 / 0 is nan. Each row needs its own maximum.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "no exponential",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
            "you divide the scores by their sum. With negative scores that gives negative "
            "“probabilities”. First take the exponential, then divide.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "not divided",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
            "the rows do not add up to 1: the division by the row's sum is missing.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "winner takes all",
            lambda Z: (Z == Z.max(axis=1, keepdims=True)).astype(float),
            "you give 1 to the largest and 0 to the others. Softmax is softer than that: a score "
            "that is 1 lower gets 1/2.718 of the probability.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "scores cut off",
            lambda Z: _naive_softmax(np.clip(Z, -500, 500)),
            "you cut the scores off at some limit. Then 1002, 1001 and 1000 become the same, and "
            "their differences, which are all that counts, are lost. Subtract each row's largest "
            "score instead.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "nan replaced",
            lambda Z: np.nan_to_num(_naive_softmax(Z)),
            "you replace nan by 0 at the end. Nothing is nan any more, but the row does not add "
            "up to 1. Keep nan from arising: subtract each row's largest score before np.exp.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "divided by the largest",
            lambda Z: _softmax(Z / Z.max(axis=1, keepdims=True)),
            "you divide the scores by the largest. That changes their differences, and with them "
            "the probabilities. Subtract the largest: the differences stay.",
            (CHAPTER, "Scores to probabilities"),
        ),
    ),
    alternatives=(_softmax_rows, _softmax_by_logs),
    hints=(
        "What happens if the same number is subtracted from all scores of a row?",
        "For each row: subtract its largest score, take np.exp, divide by the row's sum. A loop "
        "over the rows is fine.",
        "Without a loop: .max(axis=1, keepdims=True) and .sum(axis=1, keepdims=True) keep a column "
        "of one number for each row, which fits under Z.",
    ),
    section=(CHAPTER, "Scores to probabilities"),
    sources=("C7",),
    points=(2, 2),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- logit_gradient ---------------------------------------------------------------------------


def logit_gradient(Z, T):
    return (_softmax(Z) - T) / len(Z)


def _gradient_by_loops(Z, T):
    answer = []
    for z, t in zip(Z, T, strict=True):
        e = [np.exp(v - max(z)) for v in z]
        answer.append([(e[k] / sum(e) - t[k]) / len(Z) for k in range(len(z))])
    return answer


def _gradient_by_jacobian(Z, T):
    # The long way: −t/p at the probabilities, times the slopes of the softmax.
    P = _softmax(Z)
    J = P[:, :, None] * (np.eye(Z.shape[1]) - P[:, None, :])
    return np.einsum("nk,nkj->nj", -T / P, J) / len(Z)


def _more_gradients(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(2, 5)), int(rng.integers(2, 5))
    yield case("more", rng.normal(0, 1.5, (n, k)).round(1), np.eye(k)[rng.integers(0, k, n)])


LOGIT_GRADIENT = Exercise(
    id="logit_gradient",
    chapter=CHAPTER,
    title="Which way should the scores move?",
    reference=logit_gradient,
    wanted="an array of Z's shape: the slope of the mean loss for each score",
    cases=(
        case("one row", array([[2.0, 1.0, 0.0]]), array([[0.0, 1.0, 0.0]])),
        case("equal scores", array([[0.0, 0.0]]), array([[1.0, 0.0]])),
        case("two rows", array([[1.0, 3.0], [0.0, -1.0]]), array([[1.0, 0.0], [1.0, 0.0]])),
        case(
            "three rows, three classes",
            array([[1.0, 2.0, 0.0], [0.0, 0.0, 4.0], [-1.0, 1.0, 0.5]]),
            array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
        ),
    ),
    more=_more_gradients,
    misconceptions=(
        Misconception(
            "sign",
            lambda Z, T: (T - _softmax(Z)) / len(Z),
            "the sign is turned: t − p is the direction *down*. The slope is p − t, and the step "
            "takes the minus.",
            (CHAPTER, "Which way should the scores move?"),
        ),
        Misconception(
            "1/n forgotten",
            lambda Z, T: _softmax(Z) - T,
            "the slopes of the single examples are right, but the loss is their mean: each row "
            "still has to be divided by the number of rows.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "1/n twice",
            lambda Z, T: (_softmax(Z) - T) / len(Z) ** 2,
            "you divide by the number of rows twice.",
            (CHAPTER, "All at once or in parts"),
        ),
        Misconception(
            "scores instead of probabilities",
            lambda Z, T: (Z - T) / len(Z),
            "you subtract the targets from the scores themselves. That is the slope of the squared "
            "error at plain outputs. Here the scores go through the softmax first: p − t.",
            (CHAPTER, "Reading the sources closely: z − t, but where?"),
        ),
        Misconception(
            "slope at the probabilities",
            lambda Z, T: -T / _softmax(Z) / len(Z),
            "−t/p is the slope for the *probabilities*. Wanted are the slopes for the scores, and "
            "moving one score moves all the probabilities.",
            (CHAPTER, "Reading the sources closely: z − t, but where?"),
        ),
        Misconception(
            "p (1 − p) too many",
            lambda Z, T: (_softmax(Z) - T) * _softmax(Z) * (1 - _softmax(Z)) / len(Z),
            "you multiply p − t by p(1 − p) as well. That factor belongs to the squared error on a "
            "sigmoid; in the cross-entropy the logarithm cancels it.",
            (CHAPTER, "Squared error on a sigmoid: the high plain"),
        ),
        Misconception(
            "1/k too many",
            lambda Z, T: (_softmax(Z) - T) / Z.size,
            "you divide by the number of classes as well. The loss is a mean over the rows only.",
            (CHAPTER, "Two meters"),
        ),
        Misconception(
            "1/k instead of 1/n",
            lambda Z, T: (_softmax(Z) - T) / Z.shape[1],
            "you divide by the number of classes, the columns. The loss is a mean over the "
            "examples: divide by the number of rows.",
            (CHAPTER, "Which way should the scores move?"),
        ),
        Misconception(
            "softmax over the whole array",
            lambda Z, T: (_whole_matrix(Z) - T) / len(Z),
            "your probabilities add up to 1 over the whole array. Each row is one example: the "
            "softmax of task 2 takes each row by itself.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "softmax along the columns",
            lambda Z, T: (_columns(Z) - T) / len(Z),
            "your probabilities add up to 1 in each column. An example is a row: the softmax of "
            "task 2 takes each row by itself.",
            (CHAPTER, "Scores to probabilities"),
        ),
        Misconception(
            "sigmoid instead of softmax",
            lambda Z, T: (1 / (1 + np.exp(-Z)) - T) / len(Z),
            "you put each score through a sigmoid by itself. With several classes the "
            "probabilities come from the softmax: each row adds up to 1.",
            (CHAPTER, "Scores to probabilities"),
        ),
    ),
    alternatives=(_gradient_by_loops, _gradient_by_jacobian),
    hints=(
        "Compute the probabilities of the first case. The right class has 0.245; how much does it "
        "lack?",
        "Every score is pushed by the probability it has claimed; the right one's target is 1. The "
        "loss is a mean over the rows.",
        "Softmax of Z, minus T, and all of it over the number of rows. stable_softmax is there "
        "already.",
    ),
    section=(CHAPTER, "Which way should the scores move?"),
    sources=("C7", "C13"),
    points=(1, 2),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (STABLE_SOFTMAX, LOGIT_GRADIENT)
