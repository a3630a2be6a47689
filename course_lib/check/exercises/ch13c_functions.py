"""Chapter 13, one denoising step, and old knowledge for a new task."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "13_beyond"


# --- denoise_step -----------------------------------------------------------------------------


def denoise_step(x, guess, u, v):
    # What is left of x when the guess is taken away must be the noise...
    noise = (x - np.cos(np.pi / 2 * u) * guess) / np.sin(np.pi / 2 * u)
    # ... and the two are mixed again, at the lower level.
    return np.cos(np.pi / 2 * v) * guess + np.sin(np.pi / 2 * v) * noise


def _step_loops(x, guess, u, v):
    a, b = np.pi / 2 * u, np.pi / 2 * v
    new = []
    for pixel, clean in zip(x, guess, strict=True):
        noise = (float(pixel) - np.cos(a) * float(clean)) / np.sin(a)
        new.append(np.cos(b) * float(clean) + np.sin(b) * noise)
    return new


def _step_shares(x, guess, u, v):
    """The same as so much of x and so much of the guess."""
    a, b = np.pi / 2 * u, np.pi / 2 * v
    return (np.sin(b) * x + np.sin(a - b) * guess) / np.sin(a)


def _mixed(x, guess, u, v, *, old=None, new=None, divide=True, keep=None):
    """A step with other cosines and sines: `old` and `new` are functions of a level."""
    old = old or (lambda s: (np.cos(np.pi / 2 * s), np.sin(np.pi / 2 * s)))
    new = new or old
    (c, s), (c_new, s_new) = old(u), new(v)
    noise = x - c * guess
    if divide:
        noise = noise / s
    if keep is not None:
        s_new = keep(u)
    return c_new * guess + s_new * noise


def _more_steps(rng: np.random.Generator) -> Iterator[Case]:
    x, guess = rng.integers(-12, 13, (2, 5)) / 8
    u, v = float(rng.choice([0.6, 0.75, 0.9])), float(rng.choice([0.1, 0.3, 0.45]))
    yield case("more", x, guess + 0.1, u, v)
    yield case("more, to the end", x, guess + 0.1, u, 0.0)


DENOISE_STEP = Exercise(
    id="denoise_step",
    chapter=CHAPTER,
    title="One denoising step",
    reference=denoise_step,
    wanted="an array of pixels, as many as x has",
    cases=(
        case("one pixel", array([1.2]), array([0.9]), 0.5, 0.25),
        case("from pure noise", array([0.5, -1.5, 2.0]), array([-1.0, 0.25, 1.0]), 1.0, 0.8),
        case("to the end", array([0.5, -0.75, 1.0]), array([-1.0, -0.5, 1.0]), 0.4, 0.0),
        case("a small step", array([0.1, -0.2, 1.5, 0.4]), array([0.2, -1.0, 1.0, 0.9]), 0.7, 0.6),
    ),
    more=_more_steps,
    misconceptions=(
        Misconception(
            "the guess itself",
            lambda x, guess, u, v: guess + 0 * x,
            "you return the guess. That is one jump to the end (v = 0). A small step keeps some "
            "of the noise.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "no noise mixed in",
            lambda x, guess, u, v: np.cos(np.pi / 2 * v) * guess + 0 * x,
            "the guess is weakened for the new level, but the noise that belongs there is missing.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "x for the noise",
            lambda x, guess, u, v: np.cos(np.pi / 2 * v) * guess + np.sin(np.pi / 2 * v) * x,
            "you mix the guess with x. x still holds the picture; take the guess out of it first, "
            "to get the noise alone.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "not divided",
            lambda x, guess, u, v: _mixed(x, guess, u, v, divide=False),
            "what is left when the guess is taken away is sin(πu/2) times the noise. Divide by "
            "sin(πu/2).",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "noise stays as loud",
            lambda x, guess, u, v: _mixed(x, guess, u, v, keep=lambda s: np.sin(np.pi / 2 * s)),
            "the noise is mixed in with the sine of the *old* level, so it gets no softer. Use v.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "guess taken away whole",
            lambda x, guess, u, v: (
                np.cos(np.pi / 2 * v) * guess
                + np.sin(np.pi / 2 * v) * (x - guess) / np.sin(np.pi / 2 * u)
            ),
            "you take the whole guess out of x. At the level u only cos(πu/2) of the picture is "
            "in it.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "cosine and sine exchanged",
            lambda x, guess, u, v: _mixed(
                x, guess, u, v, old=lambda s: (np.sin(np.pi / 2 * s), np.cos(np.pi / 2 * s))
            ),
            "cosine and sine are exchanged. At level 0 the picture is clean: its share is the "
            "cosine, which is 1 there.",
            (CHAPTER, "A picture and its noise"),
        ),
        Misconception(
            "without π/2",
            lambda x, guess, u, v: _mixed(x, guess, u, v, old=lambda s: (np.cos(s), np.sin(s))),
            "the angle is π/2 times the level, so that level 1 is a right angle. You take the "
            "level itself.",
            (CHAPTER, "A picture and its noise"),
        ),
        Misconception(
            "π for π/2",
            lambda x, guess, u, v: _mixed(
                x,
                guess,
                u,
                v,
                old=lambda s: (np.cos(np.pi * s), np.sin(np.pi * s) + 1e-300),
            ),
            "the angle is π/2 times the level; you take π times the level.",
            (CHAPTER, "A picture and its noise"),
        ),
        Misconception(
            "straight shares",
            lambda x, guess, u, v: _mixed(x, guess, u, v, old=lambda s: (1 - s, s)),
            "you mix with the shares 1 − u and u. The chapter takes cosine and sine, whose "
            "squares add up to 1.",
            (CHAPTER, "A picture and its noise"),
        ),
        Misconception(
            "the noise itself",
            lambda x, guess, u, v: (x - np.cos(np.pi / 2 * u) * guess) / np.sin(np.pi / 2 * u),
            "this is the noise that you found, and it is right. Now mix it with the guess again, "
            "at the level v.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "difference for noise",
            lambda x, guess, u, v: (
                np.cos(np.pi / 2 * v) * guess + np.sin(np.pi / 2 * v) * (x - guess)
            ),
            "you take x − guess for the noise. In x the picture stands with the share cos(πu/2) "
            "and the noise with sin(πu/2); undo both.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "in degrees",
            lambda x, guess, u, v: _mixed(
                x, guess, u, v, old=lambda s: (np.cos(90 * s), np.sin(90 * s))
            ),
            "np.cos and np.sin count angles in radians: a right angle is π/2, not 90.",
            (CHAPTER, "A picture and its noise"),
        ),
        Misconception(
            "straight towards the guess",
            lambda x, guess, u, v: x + (u - v) * (guess - x),
            "you move x a part of the way towards the guess. The step of the chapter finds the "
            "noise first, and mixes again with cosine and sine.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "levels exchanged",
            lambda x, guess, u, v: _mixed(x, guess, v, u),
            "u and v are exchanged. x stands at the level u, and the step leads to v.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "u twice",
            lambda x, guess, u, v: x,
            "you get x back: the noise is taken out at the level u and mixed in again at the same "
            "level. The second mixture belongs to v.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "v twice",
            lambda x, guess, u, v: _mixed(x, guess, v, v),
            "you look for the noise at the level v. But x stands at the level u; only the second "
            "mixture belongs to v.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "divided by the cosine",
            lambda x, guess, u, v: (
                np.cos(np.pi / 2 * v) * guess
                + np.sin(np.pi / 2 * v)
                * (x - np.cos(np.pi / 2 * u) * guess)
                / np.cos(np.pi / 2 * u)
            ),
            "you divide by cos(πu/2). At u = 0.5 it equals sin(πu/2), elsewhere it does not, and "
            "the sine is the share of the noise.",
            (CHAPTER, "One step, and many"),
        ),
        Misconception(
            "brackets",
            lambda x, guess, u, v: (
                np.cos(np.pi / 2 * v) * guess
                + np.sin(np.pi / 2 * v)
                * (x - np.cos(np.pi / 2 * u) * guess / np.sin(np.pi / 2 * u))
            ),
            "the division reaches only the guess. The sine divides the whole difference: set "
            "brackets around x − cos(πu/2) · guess.",
            (CHAPTER, "One step, and many"),
        ),
    ),
    alternatives=(_step_loops, _step_shares),
    hints=(
        "Two lines: first find the noise in x, then mix picture and noise again.",
        "x = cos(πu/2) · guess + sin(πu/2) · noise. Solve for the noise.",
        "noise = (x − cos(πu/2) · guess) / sin(πu/2); the answer is cos(πv/2) · guess + "
        "sin(πv/2) · noise. In NumPy: np.cos, np.sin, np.pi.",
    ),
    section=(CHAPTER, "One step, and many"),
    sources=("B23",),
    tolerance=1e-9,
    off_limits=("course_lib.diffusion.less_noise", "course_lib.diffusion.mix"),
)


# --- fine_tune --------------------------------------------------------------------------------

_X = array([[1.0, 0.5], [-0.5, 1.0], [0.25, -1.0], [1.5, 1.0]])
_T = array([0, 1, 1, 0])


def slopes(W, b, V, c):
    """slopes of the cross-entropy, for four examples"""
    z = _X @ np.transpose(W) + b
    a = np.maximum(z, 0)
    p = np.array([np.exp(row - row.max()) for row in a @ np.transpose(V) + c])
    delta = (p / p.sum(axis=1, keepdims=True) - np.eye(2)[_T]) / len(_T)
    blame = (delta @ V) * (z > 0)
    return blame.T @ _X, blame.sum(axis=0), delta.T @ a, delta.sum(axis=0)


def fine_tune(old, head, slopes, eta, steps, frozen):
    W, b = old[0], old[1]  # the body that has learned something
    V, c = head  # the head is new
    for _ in range(steps):
        slope_W, slope_b, slope_V, slope_c = slopes(W, b, V, c)
        V, c = V - eta * slope_V, c - eta * slope_c
        if not frozen:
            W, b = W - eta * slope_W, b - eta * slope_b
    return W, b, V, c


def _tune_in_lists(old, head, slopes, eta, steps, frozen):
    parts = [np.array(part, dtype=float) for part in (*old[:2], *head)]
    moving = [2, 3] if frozen else [0, 1, 2, 3]
    for _ in range(steps):
        found = slopes(*parts)
        for i in moving:
            parts[i] -= eta * found[i]
    return parts


def _tune_by_rates(old, head, slopes, eta, steps, frozen):
    """A frozen part is a part with the learning rate 0."""
    rates = (0.0, 0.0, eta, eta) if frozen else (eta,) * 4
    parts = (*old[:2], *head)
    for _ in range(steps):
        found = slopes(*parts)
        parts = tuple(p - r * g for p, r, g in zip(parts, rates, found, strict=True))
    return parts


def _tuned(choose, start=None, once=False, sign=-1.0):
    """Another way to tune: `choose(frozen)` says which of the four parts move."""

    def wrong(old, head, slopes, eta, steps, frozen):
        parts = list(start(old, head)) if start else [*old[:2], *head]
        found = slopes(*parts)
        for step in range(steps):
            if step and not once:
                found = slopes(*parts)
            for i in choose(frozen):
                parts[i] = parts[i] + sign * eta * found[i]
        return tuple(parts)

    return wrong


def _no_loop(old, head, slopes, eta, steps, frozen):
    return fine_tune(old, head, slopes, eta, 1, frozen)


def _return_in_the_loop(old, head, slopes, eta, steps, frozen):
    return fine_tune(old, head, slopes, eta, 1, frozen) if steps else None


def _in_turns(*turns):
    """Within a step the slopes are asked for anew before each turn."""

    def wrong(old, head, slopes, eta, steps, frozen):
        parts = [*old[:2], *head]
        for _ in range(steps):
            for turn in turns:
                found = slopes(*parts)
                for i in turn:
                    if i > 1 or not frozen:
                        parts[i] = parts[i] - eta * found[i]
        return tuple(parts)

    return wrong


def _slopes_in_between(what, *turns):
    return Misconception(
        f"slopes taken in between: {what}",
        _in_turns(*turns),
        f"you call slopes more than once in a step, and {what}. All four slopes of a step belong "
        "to the same point: call it once, then move.",
        ("04_descent", "Two dials: the mountain in the fog"),
    )


def _body_only_returned(old, head, slopes, eta, steps, frozen):
    W, b, _, _ = fine_tune(old, head, slopes, eta, steps, frozen)
    return W, b, old[2], old[3]


def _usual(frozen):
    return (2, 3) if frozen else (0, 1, 2, 3)


_OLD = (
    array([[0.5, -0.25], [1.0, 0.5], [-0.5, 0.75]]),
    array([0.25, 0.0, 0.5]),
    array([[2.0, -1.0, 0.5], [-2.0, 1.0, 1.0]]),
    array([0.5, -0.5]),
)
_HEAD = (array([[0.5, 0.25, -0.5], [-0.25, 0.5, 0.75]]), array([0.0, 0.25]))


def _more_tuning(rng: np.random.Generator) -> Iterator[Case]:
    for frozen in (True, False):
        old = tuple(part + rng.integers(-2, 3, part.shape) / 16 for part in _OLD)
        head = tuple(part + rng.integers(-2, 3, part.shape) / 16 for part in _HEAD)
        yield case("more", old, head, slopes, 0.5, int(rng.integers(2, 5)), frozen)
    yield case("more, no step", old, head, slopes, 0.5, 0, frozen)


FINE_TUNE = Exercise(
    id="fine_tune",
    chapter=CHAPTER,
    title="Freeze and fine-tune",
    reference=fine_tune,
    wanted="the four arrays W, b, V, c after the training",
    cases=(
        case("frozen, one step", _OLD, _HEAD, slopes, 0.5, 1, True),
        case("free, one step", _OLD, _HEAD, slopes, 0.5, 1, False),
        case("frozen, four steps", _OLD, _HEAD, slopes, 0.5, 4, True),
        case("free, four steps", _OLD, _HEAD, slopes, 0.5, 4, False),
        case("no step at all", _OLD, _HEAD, slopes, 0.5, 0, False),
    ),
    more=_more_tuning,
    misconceptions=(
        Misconception(
            "old head kept",
            _tuned(_usual, start=lambda old, head: old),
            "you go on with the old head, V and c of `old`. It belongs to the old task. Start "
            "with the new one.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "head frozen",
            _tuned(lambda frozen: (0, 1) if frozen else (0, 1, 2, 3)),
            "when frozen, you keep the head and move the body. It is the other way round: the old "
            "body stays, the new head has to learn.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "never frozen",
            _tuned(lambda frozen: (0, 1, 2, 3)),
            "the body moves although it is frozen. W and b must come back as they were.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "always frozen",
            _tuned(lambda frozen: (2, 3)),
            "the body never moves. It stays as it is only when `frozen` is true.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "frozen turned round",
            _tuned(lambda frozen: (0, 1, 2, 3) if frozen else (2, 3)),
            "you freeze when `frozen` is false, and train everything when it is true.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "bias not frozen",
            _tuned(lambda frozen: (1, 2, 3) if frozen else (0, 1, 2, 3)),
            "W stays, but the bias b of the body moves although it is frozen, too.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "uphill",
            _tuned(_usual, sign=1.0),
            "you go *up* the slope. Descent subtracts: V − eta · slope.",
            ("04_descent", "One dial and a meter"),
        ),
        Misconception(
            "no loop",
            _no_loop,
            "you make one step, whatever `steps` says. Repeat it `steps` times; for 0 that is no "
            "step at all.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "return in the loop",
            _return_in_the_loop,
            "you make one step only: the `return` stands inside the loop and ends it. It belongs "
            "behind the loop.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "slopes taken once",
            _tuned(_usual, once=True),
            "the slopes are computed once and used for every step. After a step they are others: "
            "call slopes(W, b, V, c) again in each.",
            ("04_descent", "One dial and a meter"),
        ),
        _slopes_in_between(
            "V has moved already when you ask for c's slope", (2,), (3,), (0,), (1,)
        ),
        _slopes_in_between(
            "W has moved already when you ask for b's slope", (0,), (1,), (2,), (3,)
        ),
        _slopes_in_between("the head has moved already when the body is asked", (2, 3), (0, 1)),
        _slopes_in_between("the body has moved already when the head is asked", (0, 1), (2, 3)),
        Misconception(
            "biases forgotten",
            _tuned(lambda frozen: (2,) if frozen else (0, 2)),
            "the biases b and c never move. They are weights like all others and have slopes of "
            "their own.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "bias of the body forgotten",
            _tuned(lambda frozen: (2, 3) if frozen else (0, 2, 3)),
            "the bias b of the body never moves. When nothing is frozen, all four are trained.",
            (CHAPTER, "Old knowledge, new task"),
        ),
        Misconception(
            "trained head thrown away",
            _body_only_returned,
            "you return V and c of the old net. Return the head that was trained.",
            (CHAPTER, "Old knowledge, new task"),
        ),
    ),
    alternatives=(_tune_in_lists, _tune_by_rates),
    hints=(
        "Begin with W and b of `old`, and with V and c of `head`. Then a loop of `steps` steps of "
        "descent.",
        "In each step: all four slopes from slopes(W, b, V, c). V and c always move; W and b only "
        "if not frozen.",
        "W, b = old[0], old[1] and V, c = head. In the loop write V = V - eta * slope_V rather "
        "than V -= …, which would change the arrays that you were given.",
    ),
    section=(CHAPTER, "Old knowledge, new task"),
    sources=("B24",),
    points=(1, 3),
    tolerance=1e-9,
)

EXERCISES = (DENOISE_STEP, FINE_TUNE)
