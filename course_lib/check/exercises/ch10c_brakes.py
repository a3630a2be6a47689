"""Chapter 10, the L2 penalty and the rule of early stopping."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
SMALL = (CHAPTER, "Small weights")
STOP = (CHAPTER, "Stop in time")


# --- penalised --------------------------------------------------------------------------------


def penalised(X, t, w, b, lam):
    error = X @ w + b - t
    loss = np.mean(error**2) / 2 + lam / 2 * np.sum(w**2)
    # The slope of lam/2 w² is lam w. The bias is left free.
    return loss, X.T @ error / len(X) + lam * w, np.mean(error)


def squares(w):
    return np.sum(w**2)


def with_penalty(
    X, t, w, b, lam, *, cost=None, slope=None, bias=0.0, half=0.5, summed=False, sign=1
):
    """Loss and gradients of a linear unit, with another cost of the weights, or none."""
    error = X @ w + b - t
    n = 1 if summed else len(X)
    loss = half * (error @ error) / n + (lam / 2 * squares(w) if cost is None else cost(w, lam))
    grad_w = sign * (X.T @ error / n) + (lam * w if slope is None else slope(w, lam))
    return loss, grad_w, sign * error.sum() / n + bias * lam * b


def _penalised_loops(X, t, w, b, lam):
    loss, grad_w, grad_b = 0.0, [float(lam * v) for v in w], 0.0
    for row, target in zip(X, t, strict=True):
        error = float(sum(p * q for p, q in zip(row, w, strict=True)) + b - target)
        loss += error * error / 2 / len(X)
        grad_b += error / len(X)
        grad_w = [g + error * float(v) / len(X) for g, v in zip(grad_w, row, strict=True)]
    return loss + lam / 2 * sum(float(v) ** 2 for v in w), grad_w, grad_b


def _penalised_rows(X, t, w, b, lam):
    """The penalty as further examples: a row √(n λ) of one input, target 0."""
    n, d = X.shape
    more = np.sqrt(n * lam) * np.eye(d)
    error = np.concatenate([X @ w + b - t, more @ w])
    both = np.concatenate([X, more])
    return error @ error / (2 * n), both.T @ error / n, error[:n].mean()


def _more_penalties(rng: np.random.Generator) -> Iterator[Case]:
    n, d = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    X = rng.choice([-1.0, 1.0], (n, d)) * rng.integers(1, 7, (n, d)) / 2
    w = rng.permutation(array([1.5, -0.5, 2.5])[:d])
    b = float(rng.choice([-1.5, 0.5, 2.0]))
    lam = float(rng.choice([0.1, 0.3, 0.5, 1.5]))
    yield case("more", X, rng.integers(-5, 6, n) / 2 + 0.25, w, b, lam)


_X = array([[1.0, 2.0], [0.5, -1.0], [-2.0, 1.0]])
_T = array([1.0, 0.0, 2.0])

PENALISED = Exercise(
    id="penalised",
    chapter=CHAPTER,
    title="Loss and gradient with an L2 penalty",
    reference=penalised,
    wanted="three results: the loss, the gradient of w (an array) and that of b",
    cases=(
        case("two weights", _X, _T, array([1.5, -0.5]), 0.5, 0.1),
        case("a strong penalty", _X, _T, array([-0.5, 2.0]), -1.0, 2.0),
        case("no penalty", _X, _T, array([1.0, 1.0]), 0.25, 0.0),
        case("one input", array([[2.0], [4.0]]), array([1.0, 3.0]), array([0.6]), 0.1, 0.5),
    ),
    more=_more_penalties,
    misconceptions=(
        Misconception(
            "penalty in the loss only",
            lambda *args: with_penalty(*args, slope=lambda w, lam: 0 * w),
            "the loss has its penalty, but the gradient does not know of it. The slope of "
            "λ/2 · w² is λ·w: add it for each weight.",
            SMALL,
        ),
        Misconception(
            "penalty in the gradient only",
            lambda *args: with_penalty(*args, cost=lambda w, lam: 0.0),
            "the gradients are right, but the loss lacks its penalty λ/2 · Σ w².",
            SMALL,
        ),
        Misconception(
            "no penalty at all",
            lambda *args: with_penalty(*args, cost=lambda w, lam: 0.0, slope=lambda w, lam: 0 * w),
            "loss and gradient are those without a penalty: lam has no influence.",
            SMALL,
        ),
        Misconception(
            "without the half",
            lambda *args: with_penalty(
                *args, cost=lambda w, lam: lam * squares(w), slope=lambda w, lam: 2 * lam * w
            ),
            "your penalty is λ·Σ w², with the slope 2λ·w. In this book it is λ/2 · Σ w², so that "
            "the 2 cancels.",
            SMALL,
        ),
        Misconception(
            "slope twice as large",
            lambda *args: with_penalty(*args, slope=lambda w, lam: 2 * lam * w),
            "the loss is right, but the slope of λ/2 · w² is λ·w, not 2λ·w.",
            SMALL,
        ),
        Misconception(
            "penalty without the half, slope right",
            lambda *args: with_penalty(*args, cost=lambda w, lam: lam * squares(w)),
            "the gradient is right, but the penalty in the loss is λ/2 · Σ w², with the half.",
            SMALL,
        ),
        Misconception(
            "the bias pays, too",
            lambda X, t, w, b, lam: (
                with_penalty(X, t, w, b, lam)[0] + lam / 2 * b * b,
                *with_penalty(X, t, w, b, lam, bias=1.0)[1:],
            ),
            "your bias pays as well. It only shifts the answer and is left free.",
            SMALL,
        ),
        Misconception(
            "the bias decays",
            lambda *args: with_penalty(*args, bias=1.0),
            "there is a λ·b in the gradient of the bias. The bias has no penalty.",
            SMALL,
        ),
        Misconception(
            "L1",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam * np.abs(w).sum(),
                slope=lambda w, lam: lam * np.sign(w),
            ),
            "you charge for the absolute values of the weights. That exists, too, under the name "
            "L1; wanted are the squares.",
            SMALL,
        ),
        Misconception(
            "the length itself",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam / 2 * np.linalg.norm(w),
                slope=lambda w, lam: lam * w,
            ),
            "np.linalg.norm is the length, the *root* of the sum of squares. The penalty takes "
            "the sum of squares itself.",
            SMALL,
        ),
        Misconception(
            "penalty in the mean",
            lambda X, *args: with_penalty(
                X,
                *args,
                cost=lambda w, lam: lam / 2 * squares(w) / len(X),
                slope=lambda w, lam: lam * w / len(X),
            ),
            "the penalty is divided by the number of examples. It belongs to the weights, once, "
            "not to the examples: only the error is a mean.",
            SMALL,
        ),
        Misconception(
            "mean of the squared weights",
            lambda *args: with_penalty(
                *args,
                cost=lambda w, lam: lam / 2 * np.mean(w**2),
            ),
            "you take the mean of the squared weights. The penalty is their sum.",
            SMALL,
        ),
        Misconception(
            "sum over the examples",
            lambda *args: with_penalty(*args, summed=True),
            "the error is summed over the examples. Take the mean: divide the loss and its "
            "gradients by the number of examples (the penalty not).",
            SMALL,
        ),
        Misconception(
            "error without the half",
            lambda *args: with_penalty(*args, half=1.0),
            "the mean of the squared errors lacks its ½ in the loss. (The gradients are right.)",
            SMALL,
        ),
        Misconception(
            "target minus answer",
            lambda *args: with_penalty(*args, sign=-1),
            "the gradient of the error has the wrong sign: it is answer minus target, times the "
            "input. The loss cannot tell, the gradient can.",
            SMALL,
        ),
        Misconception(
            "penalty taken away",
            lambda *args: with_penalty(*args, slope=lambda w, lam: -lam * w),
            "you subtract λ·w in the gradient. It is added; the minus comes later, in the step.",
            SMALL,
        ),
    ),
    alternatives=(_penalised_loops, _penalised_rows),
    hints=(
        "First everything without a penalty, as in Chapter 4: the error X @ w + b − t, the loss as "
        "the mean of ½ error², the two gradients as means.",
        "Then add λ/2 · Σ w² to the loss, and the slope of this, weight by weight, to the gradient "
        "of w. Nothing changes for b.",
        "Gradient of w without penalty: X.T @ error / n. The slope of λ/2 · w² is λ · w, an array "
        "like w.",
    ),
    section=SMALL,
    sources=("B21", "C16"),
    points=(1, 3),
    tolerance=1e-9,
)


# --- stop_at ----------------------------------------------------------------------------------


def stop_at(losses, patience):
    best, best_epoch = np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(losses)


def _stop(losses, patience, *, tie=False, extra=0, cumulative=False, neighbour=False, start=1):
    best, best_epoch, waited, before = np.inf, 0, 0, np.inf
    for epoch, loss in enumerate(losses, start=start):
        if loss < best or (tie and loss == best):
            best, best_epoch = loss, epoch
            waited = waited if cumulative else 0
        elif neighbour and loss < before:
            waited = 0
        else:
            waited += 1
        before = loss
        if waited >= patience + extra:
            return best_epoch, epoch
    return best_epoch, len(losses) - 1 + start


def _stop_slices(losses, patience):
    losses = [float(v) for v in losses]
    for last in range(patience, len(losses)):
        where = losses.index(min(losses[: last + 1]))
        if last - where >= patience:
            return [where + 1, last + 1]
    return [losses.index(min(losses)) + 1, len(losses)]


def _stop_while(losses, patience):
    epoch, best, waited = 1, 1, 0
    while epoch < len(losses) and waited < patience:
        epoch += 1
        waited += 1
        if losses[epoch - 1] < losses[best - 1]:
            best, waited = epoch, 0
    return np.array([best, epoch])


def _more_stops(rng: np.random.Generator) -> Iterator[Case]:
    """Falls, wiggles, rises with a small dip, and a late improvement nobody waits for."""
    patience = int(rng.integers(3, 5))
    top, low = int(rng.integers(60, 90)), int(rng.integers(20, 30))
    fall = [top, top - 20, top - 15, low + 2, low + 5, low]
    wait = [low, *(low + 3 * k for k in range(1, patience + 1))]
    wait[patience - 1] -= 2 if patience > 3 else 0
    if rng.integers(2):  # a dip that is no improvement, but lower than the epoch before
        wait = [low + 4, low + 6, low + 2, *(low + 7 for _ in range(patience))]
    yield case("more", [v / 20 for v in (*fall, *wait, low + 9, low - 5, low - 6)], patience)


STOP_AT = Exercise(
    id="stop_at",
    chapter=CHAPTER,
    title="When to stop, and where to go back to",
    reference=stop_at,
    wanted="two whole numbers: the best epoch, and the last one trained",
    cases=(
        case("the chapter's losses", [2.0, 1.5, 1.6, 1.4, 1.5, 1.6, 1.7, 1.2], 3),
        case("a wiggle, a tie, a dip", [3.0, 2.5, 2.6, 2.0, 2.4, 2.0, 2.3, 2.6, 1.9, 1.8, 1.7], 4),
        case("better to the end", [1.0, 0.8, 0.7, 0.65], 2),
        case("it never gets impatient", [1.0, 0.8, 0.9, 0.7, 0.75], 3),
        case("worse from the start", [0.5, 0.6, 0.7, 0.8, 0.4], 2),
    ),
    more=_more_stops,
    misconceptions=(
        Misconception(
            "first rise",
            lambda losses, patience: stop_at(losses, 1),
            "you stop at the first epoch that is not better. A loss wiggles: wait for `patience` "
            "epochs.",
            STOP,
        ),
        Misconception(
            "all losses seen",
            lambda losses, patience: (int(np.argmin(losses)) + 1, len(losses)),
            "you look through all losses and take the smallest. Whoever stops does not see the "
            "later ones: go through them in order, and stop.",
            STOP,
        ),
        Misconception(
            "smallest of all",
            lambda losses, patience: (int(np.argmin(losses)) + 1, stop_at(losses, patience)[1]),
            "you stop in the right place, but go back to an epoch that was never reached. Take the "
            "best of those before the stop.",
            STOP,
        ),
        Misconception(
            "counted from 0",
            lambda losses, patience: tuple(v - 1 for v in stop_at(losses, patience)),
            "your epochs are counted from 0. The first epoch is number 1.",
            STOP,
        ),
        Misconception(
            "best counted from 0",
            lambda losses, patience: (
                stop_at(losses, patience)[0] - 1,
                stop_at(losses, patience)[1],
            ),
            "the best epoch is one too small: losses[0] belongs to epoch 1.",
            STOP,
        ),
        Misconception(
            "other order",
            lambda losses, patience: stop_at(losses, patience)[::-1],
            "both numbers are right, in the wrong order: first the best epoch, then the last.",
            STOP,
        ),
        Misconception(
            "one epoch too patient",
            lambda *args: _stop(*args, extra=1),
            "you wait one epoch too long. With patience 3 you stop at the third epoch in a row "
            "that brings no new best.",
            STOP,
        ),
        Misconception(
            "one epoch too impatient",
            lambda *args: _stop(*args, extra=-1),
            "you stop one epoch too early: with patience 3, two epochs without a new best are not "
            "enough.",
            STOP,
        ),
        Misconception(
            "a tie is better",
            lambda *args: _stop(*args, tie=True),
            "an equal loss counts as an improvement in yours. Only a smaller one is better.",
            STOP,
        ),
        Misconception(
            "all bad epochs counted",
            lambda *args: _stop(*args, cumulative=True),
            "you add up all epochs that were not better. After each new best the counting starts "
            "again from 0.",
            STOP,
        ),
        Misconception(
            "compared with the epoch before",
            lambda *args: _stop(*args, neighbour=True),
            "your patience starts anew whenever the loss is lower than in the epoch before. "
            "Compare with the *best* loss so far.",
            STOP,
        ),
    ),
    alternatives=(_stop_slices, _stop_while),
    hints=(
        "Go through the losses in order and remember two things: the smallest so far, and its "
        "epoch.",
        "In each epoch: a new smallest? Remember it. Otherwise ask how long ago the last one was; "
        "if `patience` epochs or more, stop.",
        "enumerate(losses, start=1) counts epochs from 1. If the loop ends by itself, the last "
        "epoch is len(losses).",
    ),
    section=STOP,
    sources=("C16",),
)

EXERCISES = (PENALISED, STOP_AT)
