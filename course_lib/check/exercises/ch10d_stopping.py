"""Chapter 10, the rule of early stopping."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
STOP = (CHAPTER, "Stop in time")


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


def _rises(losses, patience):
    waited = 0
    for i in range(1, len(losses)):
        waited = waited + 1 if losses[i] >= losses[i - 1] else 0
        if waited >= patience:
            return i + 1 - patience, i + 1
    return len(losses), len(losses)


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
    yield case("more", [v / 20 for v in (*fall, low + 4)], patience)  # ends too early


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
        Misconception(
            "rises in a row",
            lambda losses, patience: _rises(losses, patience),
            "you count rises in a row and take the epoch before them for the best. A lower loss "
            "than in the epoch before need not be a new best: compare with the best so far, and "
            "remember its epoch.",
            STOP,
        ),
        Misconception(
            "smallest loss begins at 0",
            lambda losses, patience: (0, min(patience, len(losses))),
            "nothing is ever better than your first best value, 0. Begin with infinity (np.inf), "
            "or with the first loss.",
            STOP,
        ),
        Misconception(
            "loss for epoch",
            lambda losses, patience: (
                losses[stop_at(losses, patience)[0] - 1],
                stop_at(losses, patience)[1],
            ),
            "the first result is the smallest loss itself. Wanted is its epoch.",
            STOP,
        ),
        Misconception(
            "counted back from the end",
            lambda losses, patience: (
                stop_at(losses, patience)[1] - patience,
                stop_at(losses, patience)[1],
            ),
            "the best epoch is not always last − patience: the list may end before patience has "
            "run out. Remember the best epoch when you see it.",
            STOP,
        ),
        Misconception(
            "beyond the end",
            lambda losses, patience: (
                stop_at(losses, patience)[0],
                stop_at(losses, patience)[0] + patience,
            ),
            "the last epoch is not always best + patience: the list may end before.",
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

EXERCISES = (STOP_AT,)
