"""Chapter 13, letters: temperature, and dice with unequal sides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "13_beyond"


def _softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


# --- with_temperature -------------------------------------------------------------------------


def with_temperature(z, T):
    # Divide first, then the softmax; its largest score is taken away so that nothing overflows.
    z = z / T
    e = np.exp(z - z.max())
    return e / e.sum()


def _temperature_loops(z, T):
    top = max(z)
    parts = [np.exp((float(v) - top) / T) for v in z]
    return [part / sum(parts) for part in parts]


def _temperature_logs(z, T):
    z = np.asarray(z) / T
    return np.exp(z - np.logaddexp.reduce(z))


def _temperature_powers(z, T):
    p = _softmax(z) ** (1 / T)
    return p / p.sum()


def _unstable(z, T):
    with np.errstate(all="ignore"):
        e = np.exp(z / T)
        return e / e.sum()


def _more_scores(rng: np.random.Generator) -> Iterator[Case]:
    z = rng.integers(-12, 13, int(rng.integers(3, 7))) / 4
    z[0] = z.max() + 1
    yield case("more", z, float(rng.choice([0.3, 0.6, 1.7, 3.0])))
    yield case("more, large scores", z + 2000, float(rng.choice([0.5, 0.8])))


WITH_TEMPERATURE = Exercise(
    id="with_temperature",
    chapter=CHAPTER,
    title="Probabilities at a temperature",
    reference=with_temperature,
    wanted="an array of probabilities, one for each score",
    cases=(
        case("T = 1", array([2.0, 1.0, 0.0]), 1.0),
        case("cold", array([2.0, 1.0, 0.0]), 0.5),
        case("hot", array([2.0, 1.0, -1.5, 0.25]), 4.0),
        case("very cold", array([1.0, 3.0, 2.0]), 0.002),
        case("large scores", array([2000.0, 2001.0, 1999.0]), 0.7),
    ),
    more=_more_scores,
    misconceptions=(
        Misconception(
            "times T",
            lambda z, T: _softmax(z * T),
            "you multiply the scores by T. Then a small T would level them; it must stretch them: "
            "divide.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "T forgotten",
            lambda z, T: _softmax(z),
            "the temperature has no influence on your answer: it is right for T = 1 only. Divide "
            "the scores by T. (Adding T to all of them changes nothing.)",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "divided afterwards",
            lambda z, T: _softmax(z) / T,
            "you divide the probabilities by T, and they no longer add up to 1. Divide the "
            "*scores*, before the softmax.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "overflow",
            _unstable,
            "exp overflows for large scores and leaves nan behind. Take the largest score away "
            "first, as in Chapter 4; the probabilities stay the same.",
            ("04_descent", "Scores to probabilities"),
        ),
        Misconception(
            "T forgotten, and overflow",
            lambda z, T: _unstable(z, 1.0),
            "the temperature has no influence on your answer: divide the scores by T. (And exp "
            "overflows for large scores; take the largest one away first.)",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "times T, and overflow",
            lambda z, T: _unstable(z * T, 1.0),
            "you multiply the scores by T; divide. (And exp overflows for large scores; take the "
            "largest one away first.)",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "divided afterwards, and overflow",
            lambda z, T: _unstable(z, 1.0) / T,
            "you divide the probabilities by T, and they no longer add up to 1. Divide the "
            "*scores*, before the softmax. (And exp overflows for large scores; take the largest "
            "one away first.)",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "probabilities to the power",
            lambda z, T: _softmax(z) ** (1 / T),
            "powers of the probabilities are a good idea, but they do not add up to 1: divide by "
            "their sum, or divide the scores by T before the softmax.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "not divided by the sum",
            lambda z, T: np.exp((z - np.max(z)) / T),
            "these numbers do not add up to 1. Divide by their sum.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "not divided by the sum, and overflow",
            lambda z, T: np.exp(z / T),
            "these numbers do not add up to 1. Divide by their sum. (And exp overflows for large "
            "scores; take the largest one away first.)",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "only the largest divided by T",
            lambda z, T: _unstable(z - np.max(z) / T, 1.0),
            "T divides only what stands next to it. z - z.max() / T divides the largest score "
            "alone; set brackets: (z - z.max()) / T.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "rounded",
            lambda z, T: np.round(_softmax(np.asarray(z) / T), 3),
            "your numbers are rounded to three places. Return them as they are; the example says "
            "“about” only to be short.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "divided by the sum without T",
            lambda z, T: np.exp((z - np.max(z)) / T) / np.exp(z - np.max(z)).sum(),
            "T stands above the line, but not below it. The sum runs over the same numbers "
            "exp(z / T).",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "scores themselves",
            lambda z, T: z / T,
            "these are the divided scores. Wanted are probabilities: the softmax is missing.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "likeliest only",
            lambda z, T: (z == np.max(z)).astype(float),
            "you give everything to the likeliest letter. That is what happens at T near 0 only.",
            (CHAPTER, "Writing"),
        ),
    ),
    alternatives=(_temperature_loops, _temperature_logs, _temperature_powers),
    hints=(
        "The softmax of Chapter 4, with one more step before it.",
        "Divide all scores by T. Then exp, then divide by the sum. And large scores?",
        "z = z / T; take z.max() away; e = np.exp(z); the answer is e / e.sum().",
    ),
    section=(CHAPTER, "Writing"),
    sources=("B23",),
    tolerance=1e-9,
)


# --- pick_letter ------------------------------------------------------------------------------


def pick_letter(p, u):
    # The pieces lie end to end; as many of them as end at or before u are passed.
    end = 0.0
    for i in range(len(p)):
        end = end + p[i]
        if u < end:
            return i
    return len(p) - 1  # rounding may leave the last end a hair below 1


def _pick_counting(p, u):
    return int(np.sum(np.cumsum(p) <= u))


def _pick_searching(p, u):
    return np.searchsorted(np.cumsum(p), u, side="right")


def _pick_above(otherwise):
    """First letter whose own probability exceeds u; `otherwise(p)` if there is none."""

    def wrong(p, u):
        above = np.flatnonzero(p > u)
        return int(above[0]) if len(above) else otherwise(p)

    return wrong


def _likeliest_first(p, u):
    order = np.argsort(-p, kind="stable")
    return int(order[int(np.sum(np.cumsum(p[order]) <= u))])


def _no_cumulative_sum(otherwise, answer):
    return Misconception(
        f"no cumulative sum, otherwise {otherwise}",
        _pick_above(answer),
        "you compare u with each probability by itself, and if none is larger the answer is "
        f"{otherwise}. Lay them end to end first: the second piece begins where the first one "
        "ends.",
        (CHAPTER, "Writing"),
    )


def _more_dice(rng: np.random.Generator) -> Iterator[Case]:
    shares = rng.permutation([1, 2, 3, 4, 6]) / 16
    yield case("more", shares, float(rng.integers(0, 16) / 16 + 1 / 32))
    yield case("more, on a border", shares, float(shares[0]))


PICK_LETTER = Exercise(
    id="pick_letter",
    chapter=CHAPTER,
    title="Dice with unequal sides",
    reference=pick_letter,
    wanted="one whole number, the place of the letter that u chooses",
    cases=(
        case("first piece", array([0.5, 0.25, 0.25]), 0.2),
        case("second piece", array([0.5, 0.25, 0.25]), 0.6),
        case("last piece", array([0.5, 0.25, 0.25]), 0.9),
        case("on a border", array([0.5, 0.25, 0.25]), 0.5),
        case("a letter that cannot come", array([0.0, 0.25, 0.0, 0.75]), 0.25),
        case("u = 0, first letter impossible", array([0.0, 1.0]), 0.0),
        case("small piece first", array([0.125, 0.125, 0.5, 0.25]), 0.7),
    ),
    more=_more_dice,
    misconceptions=(
        Misconception(
            "likeliest",
            lambda p, u: int(np.argmax(p)),
            "you always take the likeliest letter, whatever u is. u chooses the point of the "
            "ruler.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "equal pieces",
            lambda p, u: int(u * len(p)),
            "you cut the ruler into equal pieces. Each letter gets a piece as long as its "
            "probability.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "border to the left",
            lambda p, u: int(np.sum(np.cumsum(p) < u)),
            "between the borders you are right. A point *on* a border belongs to the piece that "
            "begins there: u = 0.5 with a first piece of 0.5 is in the second.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "counted from 1",
            lambda p, u: int(np.sum(np.cumsum(p) <= u)) + 1,
            "your numbers are one too large. Places are counted from 0.",
            (CHAPTER, "Writing"),
        ),
        _no_cumulative_sum("the likeliest letter", lambda p: int(np.argmax(p))),
        _no_cumulative_sum("the first letter", lambda p: 0),
        _no_cumulative_sum("the last letter", lambda p: len(p) - 1),
        _no_cumulative_sum("None", lambda p: None),
        Misconception(
            "likeliest first",
            _likeliest_first,
            "you lay the likeliest letter first. The pieces lie in the order of the letters: the "
            "first letter on the left, however short its piece is.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "from the other end",
            lambda p, u: len(p) - 1 - int(np.sum(np.cumsum(p[::-1]) <= u)),
            "you lay the pieces out from the right. The first letter's piece begins at 0.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "one piece too early",
            lambda p, u: max(0, int(np.sum(np.cumsum(p) <= u)) - 1),
            "you return the last piece that ends before u. Wanted is the one in which u lies, the "
            "next.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "nearest end",
            lambda p, u: int(np.argmin(np.abs(np.cumsum(p) - u))),
            "you look for the end of a piece that is nearest to u. Wanted is the piece in which u "
            "lies: the first that ends *after* u.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "nearest probability",
            lambda p, u: int(np.argmin(np.abs(np.asarray(p) - u))),
            "you look for the probability that is nearest to u. u is a place on the ruler, not a "
            "length: lay the pieces end to end first.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "probability for place",
            lambda p, u: p[int(np.sum(np.cumsum(p) <= u))],
            "this is the probability of the letter. Wanted is its place, a whole number.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "end for place",
            lambda p, u: float(np.cumsum(p)[int(np.sum(np.cumsum(p) <= u))]),
            "this is the point where the letter's piece ends. Wanted is the letter's place.",
            (CHAPTER, "Writing"),
        ),
    ),
    alternatives=(_pick_counting, _pick_searching),
    hints=(
        "Where does each piece of the ruler end? Add the probabilities up, one after the other.",
        "The letter is the first one whose piece ends *after* u (its end is larger than u).",
        "np.cumsum(p) gives all ends. How many of them are ≤ u? That many letters are passed, and "
        "since places are counted from 0, this number is the answer.",
    ),
    section=(CHAPTER, "Writing"),
    sources=("B23",),
)

EXERCISES = (WITH_TEMPERATURE, PICK_LETTER)
