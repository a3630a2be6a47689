"""Chapter 13, what a model pays for a letter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "13_beyond"


# --- bits_per_letter --------------------------------------------------------------------------


def bits_per_letter(P, t):
    # One number from each row: the probability that the true letter was given.
    given = P[np.arange(len(t)), t]
    return np.mean(-np.log2(given))


def _bits_loops(P, t):
    total = 0.0
    for row, letter in zip(P, t, strict=True):
        total -= np.log(row[letter]) / np.log(2)
    return total / len(t)


def _bits_one_hot(P, t):
    chosen = np.eye(P.shape[1])[t]
    return -float(np.log2((P * chosen).sum(axis=1)).sum()) / P.shape[0]


def _more_bits(rng: np.random.Generator) -> Iterator[Case]:
    n, k = int(rng.integers(3, 6)), int(rng.integers(4, 7))
    P = rng.integers(1, 9, (n, k)).astype(float)
    t = rng.integers(0, k, n)
    t[:2] = [0, k - 1]
    yield case("more", P / P.sum(axis=1, keepdims=True), t)


BITS_PER_LETTER = Exercise(
    id="bits_per_letter",
    chapter=CHAPTER,
    title="Bits per letter",
    reference=bits_per_letter,
    wanted="one number",
    cases=(
        case("one coin", array([[0.5, 0.5]]), array([1])),
        case("two letters", array([[0.5, 0.25, 0.25], [0.25, 0.25, 0.5]]), array([0, 1])),
        case(
            "three letters",
            array([[0.7, 0.1, 0.1, 0.1], [0.2, 0.5, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]]),
            array([3, 1, 2]),
        ),
        case("without a clue", np.full((5, 8), 0.125), array([7, 0, 3, 3, 1])),
    ),
    more=_more_bits,
    misconceptions=(
        Misconception(
            "nats",
            lambda P, t: -np.mean(np.log(P[np.arange(len(t)), t])),
            "this is the cross-entropy of Chapter 4, with the natural logarithm (np.log). For "
            "bits take the logarithm to base 2.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "sum for mean",
            lambda P, t: -np.sum(np.log2(P[np.arange(len(t)), t])),
            "these are the bits for the whole text. Wanted are bits *per letter*: the mean.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "for each letter of the alphabet",
            lambda P, t: -np.sum(np.log2(P[np.arange(len(t)), t])) / P.shape[1],
            "you divide by the number of letters in the alphabet. Per letter *of the text* means: "
            "divide by the number of rows.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "mean over the whole table",
            lambda P, t: -np.mean(np.log2(P)),
            "you take the mean over the whole table. From each row only one entry counts, the "
            "probability of the letter that really came.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "sign",
            lambda P, t: np.mean(np.log2(P[np.arange(len(t)), t])),
            "the sign is wrong: logarithms of numbers below 1 are negative, and a cost is "
            "positive.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "logarithm of the mean",
            lambda P, t: -np.log2(np.mean(P[np.arange(len(t)), t])),
            "you average the probabilities and take one logarithm. Each letter has its own cost; "
            "average the costs.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "entropy",
            lambda P, t: -np.mean(np.sum(P * np.log2(P), axis=1)),
            "this does not look at the true letters t at all: it measures how undecided the model "
            "is, not how right.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "likeliest letter",
            lambda P, t: -np.mean(np.log2(P.max(axis=1))),
            "you take the largest probability of each row. What counts is the one given to the "
            "letter that really came.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "all pairs",
            lambda P, t: -np.mean(np.log2(P[:, t])),
            "P[:, t] takes those columns from *every* row. From row i only the entry t[i] is "
            "wanted: P[np.arange(len(t)), t].",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "base 10",
            lambda P, t: -np.mean(np.log10(P[np.arange(len(t)), t])),
            "that is the logarithm to base 10. A bit belongs to base 2.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "t times the rows",
            lambda P, t: -np.mean(t * np.log2(P)),
            "you multiply the letters with the rows, but t holds *places*, not ones and zeros. "
            "Pick the entry t[i] of row i: P[np.arange(len(t)), t].",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "rows by letter",
            lambda P, t: -np.mean(np.log2(P[t])),
            "P[t] takes whole rows, those with the numbers in t. From row i only the entry t[i] "
            "is wanted: P[np.arange(len(t)), t].",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "perplexity",
            lambda P, t: 2 ** -np.mean(np.log2(P[np.arange(len(t)), t])),
            "two to the power of the bits is one step too far (it is called perplexity). Wanted "
            "are the bits.",
            (CHAPTER, "How many bits?"),
        ),
        Misconception(
            "no logarithm",
            lambda P, t: np.mean(P[np.arange(len(t)), t]),
            "this is the mean probability of the true letters. The cost of each is minus its "
            "logarithm.",
            (CHAPTER, "How many bits?"),
        ),
    ),
    alternatives=(_bits_loops, _bits_one_hot),
    hints=(
        "Row i holds the opinion of the model before letter i. Which entry of it matters?",
        "Only P[i, t[i]]. Its cost is -np.log2 of it. Take the mean over all rows.",
        "given = P[np.arange(len(t)), t] picks one entry from each row.",
    ),
    section=(CHAPTER, "How many bits?"),
    sources=("B23",),
    tolerance=1e-9,
    off_limits=("course_lib.language.bits",),
)

EXERCISES = (BITS_PER_LETTER,)
