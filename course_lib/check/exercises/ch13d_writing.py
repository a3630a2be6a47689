"""Chapter 13, a model that writes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "13_beyond"


# --- write ------------------------------------------------------------------------------------


def scores_of_four(window):
    """scores of four letters after a window"""
    w = np.asarray(window, dtype=float)
    return 1.5 * np.cos(1.3 * (3 * w[-1] + 2 * w[0] + len(w)) + 1.7 * np.arange(4))


def scores_of_six(window):
    """scores of six letters after a window"""
    w = np.asarray(window, dtype=float)
    return 2 * np.sin(0.9 * (w * np.arange(2, 2 + len(w))).sum() + 2.3 * np.arange(6))


def write(scores, start, T, dice):
    text = list(start)
    for u in dice:
        z = scores(text[-len(start) :]) / T  # it sees the last letters only
        p = np.exp(z - z.max())
        ends = np.cumsum(p / p.sum())
        text.append(int(np.sum(ends <= u)))
    return text[len(start) :]


def _write_sliding(scores, start, T, dice):
    window, written = np.array(start), []
    for u in dice:
        z = np.asarray(scores(window)) / T
        p = np.exp(z - np.logaddexp.reduce(z))
        letter = np.searchsorted(p.cumsum(), u, side="right")
        written.append(letter)
        window = np.append(window[1:], letter)
    return np.array(written)


def _write_recursively(scores, start, T, dice):
    if not len(dice):
        return []
    z = scores(start) / T
    p, letter, left = np.exp(z) / np.exp(z).sum(), 0, dice[0]
    while left >= p[letter]:
        left, letter = left - p[letter], letter + 1
    return [letter, *_write_recursively(scores, [*start[1:], letter], T, dice[1:])]


def _written(see=None, temper=lambda z, T: z / T, choose=None, dice_of=None, out=None):
    """Another way to write; each argument replaces one part of the right way."""

    def wrong(scores, start, T, dice):
        text = [int(letter) for letter in start]
        for i in range(len(dice)):
            window = see(text, len(start)) if see else text[-len(start) :]
            z = temper(scores(window), T)
            p = np.exp(z - z.max())
            p = p / p.sum()
            u = dice_of(dice, i) if dice_of else dice[i]
            text.append(choose(p) if choose else int(np.sum(np.cumsum(p) <= u)))
        return text if out is None else out(text, len(start))

    return wrong


def _newest_in_front(scores, start, T, dice):
    window, written = [int(letter) for letter in start], []
    for u in dice:
        z = scores(window) / T
        p = np.exp(z - z.max())
        written.append(int(np.sum(np.cumsum(p / p.sum()) <= u)))
        window = [written[-1], *window[:-1]]
    return written


def _no_softmax(temper):
    def wrong(scores, start, T, dice):
        text = [int(letter) for letter in start]
        for u in dice:
            z = temper(scores(text[-len(start) :]), T)
            text.append(int(np.sum(np.cumsum(z) <= u)))
        return text[len(start) :]

    return wrong


def _tail(text, n):
    return text[n:]


def _more_texts(rng: np.random.Generator) -> Iterator[Case]:
    scores, letters = ((scores_of_four, 4), (scores_of_six, 6))[int(rng.integers(2))]
    start = [int(i) for i in rng.integers(0, letters, 3)]
    dice = rng.integers(0, 1000, 8) / 1000 + 0.0003
    yield case("more", scores, start, float(rng.choice([0.5, 1.5, 2.5])), dice)


_DICE = array([0.13, 0.87, 0.46, 0.71, 0.04, 0.95, 0.33, 0.62])

WRITE = Exercise(
    id="write",
    chapter=CHAPTER,
    title="A model that writes",
    reference=write,
    wanted="a list with the number of each letter written",
    cases=(
        case("one letter", scores_of_four, [1, 3], 1.0, array([0.6])),
        case("eight letters", scores_of_four, [1, 3], 1.0, _DICE),
        case("cold", scores_of_four, [0, 2], 0.4, _DICE),
        case("hot, six letters to choose from", scores_of_six, [5, 0, 2], 3.0, _DICE),
    ),
    more=_more_texts,
    misconceptions=(
        Misconception(
            "never reads its own words",
            _written(see=lambda text, n: text[:n], out=_tail),
            "the first letter is right, the others are not: the model is asked about the start "
            "every time. It must read what it wrote.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "sees everything",
            _written(see=lambda text, n: text, out=_tail),
            "the window grows with the text. The model sees only the last letters, as many as "
            "the start has.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "sees one letter",
            _written(see=lambda text, n: text[-1:], out=_tail),
            "you show the model the last letter only. Its window is as long as the start.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "always four letters",
            _written(see=lambda text, n: text[-4:], out=_tail),
            "you show the model the last four letters. Here the window is as long as the start: "
            "text[-len(start):].",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "temperature forgotten",
            _written(temper=lambda z, T: z, out=_tail),
            "the temperature has no influence: divide the scores by T before the softmax.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "no softmax",
            _no_softmax(lambda z, T: z / T),
            "you divide the scores by T and pick with them. Scores are no pieces of a ruler; the "
            "softmax makes probabilities of them.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "no softmax and no temperature",
            _no_softmax(lambda z, T: z),
            "you pick with the scores themselves. Scores are no pieces of a ruler; turn them into "
            "probabilities first, with your with_temperature.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "newest letter in front",
            _newest_in_front,
            "the new letter is put at the front of the window. The oldest letter stands first and "
            "drops out; the new one goes to the end.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "times T",
            _written(temper=lambda z, T: z * T, out=_tail),
            "you multiply the scores by T. Divide by it.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "always the likeliest",
            _written(choose=lambda p: int(np.argmax(p)), out=_tail),
            "you take the likeliest letter each time and leave the dice aside. The next number of "
            "`dice` chooses.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "one throw for all",
            _written(dice_of=lambda dice, i: dice[0], out=_tail),
            "you use the first number of `dice` for every letter. Each letter has its own.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "start returned too",
            _written(),
            "the start is part of your answer. Wanted are only the letters that were written.",
            (CHAPTER, "Writing"),
        ),
        Misconception(
            "window turned round",
            _written(see=lambda text, n: text[-n:][::-1], out=_tail),
            "the window is shown backwards. The oldest letter comes first, the newest last.",
            (CHAPTER, "Writing"),
        ),
    ),
    alternatives=(_write_sliding, _write_recursively),
    hints=(
        "A loop over the dice. In each round: ask the model, divide by T, softmax, pick, append.",
        "Your own with_temperature and pick_letter do most of it. Keep a list `text` that begins "
        "as a copy of start; the window is text[-len(start):].",
        "After the loop return what stands behind the start: text[len(start):].",
    ),
    section=(CHAPTER, "Writing"),
    sources=("B23",),
    points=(2, 3),
    off_limits=("course_lib.language.write",),
)

EXERCISES = (WRITE,)
