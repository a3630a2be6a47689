"""Chapter 9, a schedule: a warm-up, then half a cosine."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, pi

import numpy as np

from course_lib.check.exercises.ch09a_ravine import CHAPTER
from course_lib.check.model import Case, Exercise, Misconception, case

SCHEDULES = (CHAPTER, "Shorter steps towards the end")


# --- rate_at ----------------------------------------------------------------------------------


def rate_at(k, steps, warm, top):
    if k < warm:
        return top * (k + 1) / warm
    # The share of the rest that is over: 0 right after the warm-up, 1 after the last step.
    u = (k - warm) / (steps - warm)
    return top * (1 + np.cos(np.pi * u)) / 2


def _rate_by_square(k, steps, warm, top):
    # half of 1 + cos x is the square of cos x/2
    return (
        min(top * (k + 1) / warm, top)
        if k < warm
        else top * cos(pi / 2 * (k - warm) / (steps - warm)) ** 2
    )


def _rate_by_list(k, steps, warm, top):
    rising = [top * (i + 1) / warm for i in range(warm)]
    rest = steps - warm
    falling = [0.5 * top * (1 + cos(pi * i / rest)) for i in range(rest)]
    return (rising + falling)[k]


def _rate(rising=None, falling=None):
    """rate_at with another rise, or another fall; `falling` gets k, steps and warm."""

    def wrong(k, steps, warm, top):
        if k < warm and rising is not None:
            return top * rising(k, warm)
        if k >= warm and falling is not None:
            return top * falling(k, steps, warm)
        return rate_at(k, steps, warm, top)

    return wrong


def _no_warm_up(k, steps, warm, top):
    return top * (1 + cos(pi * k / steps)) / 2


def _more_rates(rng: np.random.Generator) -> Iterator[Case]:
    warm, top = int(rng.integers(4, 8)), float(rng.choice([0.1, 0.2, 0.4]))
    steps = 3 * warm + int(rng.integers(3, 9))
    yield case("more, warm-up", int(rng.integers(1, warm - 1)), steps, warm, top)
    yield case("more, later", warm + int(rng.integers(2, warm)), steps, warm, top)
    yield case("more, the top", warm, steps, warm, top)
    yield case("more, near the end", steps - 1, steps, warm, top)


RATE_AT = Exercise(
    id="rate_at",
    chapter=CHAPTER,
    title="A schedule with a warm-up",
    reference=rate_at,
    wanted="one number, the rate of step k",
    cases=(
        case("the first step", 0, 50, 10, 0.2),
        case("half of the warm-up", 4, 50, 10, 0.2),
        case("the top", 10, 50, 10, 0.2),
        case("a quarter of the way down", 20, 50, 10, 0.2),
        case("half of the way down", 30, 50, 10, 0.2),
        case("the last step", 49, 50, 10, 0.2),
    ),
    more=_more_rates,
    misconceptions=(
        Misconception(
            "warm-up from 0",
            _rate(rising=lambda k, warm: k / warm),
            "your first rate is 0, so the first step goes nowhere. Step 0 has the rate top/warm, "
            "step 1 twice that.",
            SCHEDULES,
        ),
        Misconception(
            "one step too long",
            lambda k, steps, warm, top: (
                top * (k + 1) / warm if k == warm else rate_at(k, steps, warm, top)
            ),
            "your warm-up lasts one step too long: its steps are 0, 1, …, warm − 1, and step "
            "number `warm` is the first of the cosine.",
            SCHEDULES,
        ),
        Misconception(
            "cosine counted from step 0",
            _rate(falling=lambda k, steps, warm: (1 + cos(pi * k / steps)) / 2),
            "the warm-up is right. Your cosine begins at step 0, so the rate jumps down after the "
            "warm-up. Its clock starts when the warm-up is over.",
            SCHEDULES,
        ),
        Misconception(
            "cosine over all steps",
            _rate(falling=lambda k, steps, warm: (1 + cos(pi * (k - warm) / steps)) / 2),
            "the warm-up is right. Your cosine is stretched over all steps, so it does not reach "
            "0 at the end. It has steps − warm of them.",
            SCHEDULES,
        ),
        Misconception(
            "share counted from step 0",
            _rate(falling=lambda k, steps, warm: (1 + cos(pi * k / (steps - warm))) / 2),
            "the warm-up is right. You divide by steps − warm, but you count from step 0. The "
            "steps of the cosine are counted from the end of the warm-up: i = k − warm.",
            SCHEDULES,
        ),
        Misconception(
            "counted from 1",
            _rate(
                falling=lambda k, steps, warm: (1 + cos(pi * (k - warm + 1) / (steps - warm))) / 2
            ),
            "almost: your cosine is one step ahead. In its first step, k = warm, nothing is over "
            "yet, and the rate is `top`.",
            SCHEDULES,
        ),
        Misconception(
            "top forgotten",
            lambda k, steps, warm, top: rate_at(k, steps, warm, top if k < warm else 1.0),
            "the warm-up is right. Then the rate begins at 1: multiply by `top`.",
            SCHEDULES,
        ),
        Misconception(
            "bare cosine",
            _rate(falling=lambda k, steps, warm: cos(pi * (k - warm) / (steps - warm))),
            "the warm-up is right. Then your rate is the cosine itself, which goes from 1 to −1: "
            "a negative rate walks uphill. Add 1 and halve.",
            SCHEDULES,
        ),
        Misconception(
            "half of the top only",
            lambda k, steps, warm, top: (
                rate_at(k, steps, warm, top)
                if k < warm
                else top * 0.5 * 1 + cos(pi * (k - warm) / (steps - warm))
            ),
            "the warm-up is right. Then brackets are missing: top times ½ is multiplied by the "
            "whole of 1 + cos.",
            SCHEDULES,
        ),
        Misconception(
            "warm-up all alike",
            _rate(rising=lambda k, warm: 1 / warm),
            "your warm-up does not rise: every step of it has the rate top/warm. Step number k "
            "has k + 1 times that.",
            SCHEDULES,
        ),
        Misconception(
            "half forgotten",
            _rate(falling=lambda k, steps, warm: 1 + cos(pi * (k - warm) / (steps - warm))),
            "the warm-up is right, but then you begin at twice the top: 1 + cos goes from 2 to 0.",
            SCHEDULES,
        ),
        Misconception(
            "quarter of a wave",
            _rate(falling=lambda k, steps, warm: cos(pi / 2 * (k - warm) / (steps - warm))),
            "the warm-up is right. You use a quarter of the cosine wave, from 1 to 0. Half a wave "
            "goes from 1 to −1 and is flat at both ends; it is raised by 1 and halved.",
            SCHEDULES,
        ),
        Misconception(
            "no warm-up",
            _no_warm_up,
            "there is no warm-up: your cosine begins at the top in step 0.",
            SCHEDULES,
        ),
        Misconception(
            "straight down",
            _rate(falling=lambda k, steps, warm: 1 - (k - warm) / (steps - warm)),
            "the warm-up is right, but then the rate falls along a straight line. Half a cosine "
            "is wanted.",
            SCHEDULES,
        ),
        Misconception(
            "wave upside down",
            _rate(falling=lambda k, steps, warm: (1 - cos(pi * (k - warm) / (steps - warm))) / 2),
            "the warm-up is right, but then the rate begins at 0 and rises: 1 − cos instead of "
            "1 + cos.",
            SCHEDULES,
        ),
        Misconception(
            "0 in the last step",
            _rate(
                falling=lambda k, steps, warm: (1 + cos(pi * (k - warm) / (steps - warm - 1))) / 2
            ),
            "almost: in your schedule the last step has the rate 0 and is wasted. The share that "
            "is over is (k − warm)/(steps − warm); it would be 1 in the step after the last.",
            SCHEDULES,
        ),
        Misconception(
            "bracket forgotten",
            _rate(falling=lambda k, steps, warm: 1 + cos(pi * (k - warm) / (steps - warm)) / 2),
            "the warm-up is right. Then a bracket is missing: the whole of 1 + cos is halved.",
            SCHEDULES,
        ),
        Misconception(
            "degrees",
            _rate(falling=lambda k, steps, warm: (1 + cos(180 * (k - warm) / (steps - warm))) / 2),
            "the warm-up is right. Python's cosine takes half a turn as π, not as 180.",
            SCHEDULES,
        ),
    ),
    alternatives=(_rate_by_square, _rate_by_list),
    hints=(
        "Two cases: k < warm, and the rest. np.cos is the cosine and np.pi is π.",
        "In the warm-up the rate of step 0 is top/warm, of step 1 twice that, and so on. After "
        "it, find the share u of the remaining steps that is over, from 0 to 1.",
        "cos(π·u) goes from 1 to −1. Add 1, halve, multiply by top.",
    ),
    section=SCHEDULES,
    sources=("C16",),
    tolerance=1e-9,
    off_limits=("course_lib.schedules.warm_up", "course_lib.schedules.cosine_decay"),
)


EXERCISES = (RATE_AT,)
