"""Chapter 10, a unit that is trained with a penalty and stops by itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from course_lib.check.exercises.ch10c_penalty import squares, with_penalty
from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
SMALL = (CHAPTER, "Small weights")
STOP = (CHAPTER, "Stop in time")
KEPT = (CHAPTER, "A question kept back")


def train_and_stop(X, t, X_val, t_val, lam, eta, epochs, patience):
    w, b = np.zeros(X.shape[1]), 0.0
    best, kept, best_epoch = np.inf, (w, b), 0
    for epoch in range(1, epochs + 1):
        error = X @ w + b - t
        w, b = w - eta * (X.T @ error / len(X) + lam * w), b - eta * np.mean(error)
        # Validation asks how well it answers: no penalty here.
        loss = np.mean((X_val @ w + b - t_val) ** 2) / 2
        if loss < best:
            best, kept, best_epoch = loss, (w, b), epoch
        elif epoch - best_epoch >= patience:
            break
    return *kept, best_epoch


def _train(
    X, t, X_val, t_val, lam, eta, epochs, patience, *,
    gradient=None, judge="plain", keep="best", before=False, w=0.0, start_counts=False,
):  # fmt: skip
    w, b = np.full(X.shape[1], w), 0.0
    best, kept, best_epoch = np.inf, (w, b), 0
    if start_counts:
        best = np.mean((X_val @ w + b - t_val) ** 2) / 2
    for epoch in range(1, epochs + 1):
        grad_w, grad_b = (gradient or _gradient)(X, t, w, b, lam)
        old = w, b
        w, b = w - eta * grad_w, b - eta * grad_b
        seen = old if before else (w, b)
        data = (X, t) if judge == "training" else (X_val, t_val)
        loss = np.mean((data[0] @ seen[0] + seen[1] - data[1]) ** 2) / 2
        if judge == "penalised":
            loss += lam / 2 * squares(seen[0])
        if loss < best:
            best, kept, best_epoch = loss, (w, b), epoch
        elif epoch - best_epoch >= patience:
            break
    if keep == "last":
        return w, b, best_epoch
    if keep == "last of all":
        return w, b, epoch
    if keep == "last epoch":
        return *kept, epoch
    return *kept, best_epoch


def _gradient(X, t, w, b, lam):
    return with_penalty(X, t, w, b, lam)[1:]


def _train_loops(X, t, X_val, t_val, lam, eta, epochs, patience):
    d, n = len(X[0]), len(X)
    w, b, trail, losses = [0.0] * d, 0.0, [], []
    for _ in range(epochs):
        errors = [sum(p * q for p, q in zip(row, w, strict=True)) + b for row in X]
        errors = [float(y - target) for y, target in zip(errors, t, strict=True)]
        slope = [sum(e * float(row[j]) for e, row in zip(errors, X, strict=True)) for j in range(d)]
        w = [v * (1 - eta * lam) - eta * s / n for v, s in zip(w, slope, strict=True)]
        b -= eta * sum(errors) / n
        answers = [sum(p * q for p, q in zip(row, w, strict=True)) + b for row in X_val]
        losses.append(sum(float(y - v) ** 2 for y, v in zip(answers, t_val, strict=True)))
        trail.append((w, b))
        best = losses.index(min(losses))
        if len(losses) - 1 - best >= patience:
            break
    return [np.array(trail[best][0]), trail[best][1], best + 1]


def _train_columns(X, t, X_val, t_val, lam, eta, epochs, patience):
    """The bias as one more weight, with an input of 1 and no decay."""
    A, A_val = (np.column_stack([x, np.ones(len(x))]) for x in (X, X_val))
    decay = np.full(A.shape[1], lam)
    decay[-1] = 0
    v, best, waited = np.zeros(A.shape[1]), (np.inf, None, 0), 0
    for epoch in range(epochs):
        v = v - eta * (A.T @ (A @ v - t) / len(A) + decay * v)
        loss = np.linalg.norm(A_val @ v - t_val)
        better = loss < best[0]
        best = (loss, v, epoch + 1) if better else best
        waited = 0 if better else waited + 1
        if waited == patience:
            break
    return best[1][:-1], best[1][-1], best[2]


@cache
def _problem(seed: int) -> tuple:
    """A unit that first follows the rule and then the noise: validation falls, then rises."""
    rng = np.random.default_rng(seed)
    lam, d = float(rng.choice([0.05, 0.1, 0.2])), int(rng.integers(2, 4))
    n, patience = d + 2, int(rng.integers(2, 4))
    while True:
        X = rng.integers(-4, 5, (n, d)) / 2 + 0.25
        rule = rng.choice([-1.0, 1.0], d)
        t = (X @ rule + 1 + 1.5 * rng.standard_normal(n)).round(1)
        X_val = rng.integers(-4, 5, (4, d)) / 2
        t_val = (X_val @ rule + 1 + 0.4 * rng.standard_normal(4)).round(1)
        args = X, t, X_val, t_val, lam, 0.1, 40, patience
        if _tells_apart(args):
            return args


def _tells_apart(args) -> bool:
    """Whether the stop is early, and matters to every mistake on the list."""
    w, _, epoch = train_and_stop(*args)
    stops = 4 <= epoch and epoch + args[-1] < 38
    return stops and np.abs(w).max() < 50 and all(_differs(m.wrong, args) for m in _MISTAKES)


def _differs(wrong, args) -> bool:
    w, b, epoch = train_and_stop(*args)
    other = wrong(*args)
    same = other[2] == epoch and np.allclose(other[0], w, atol=1e-6)
    return not (same and abs(other[1] - b) < 1e-6)


@cache
def _restless(seed: int, wiggles: bool) -> tuple:
    """Validation wiggles, or rises from the start: here it matters *when* one stops."""
    rng = np.random.default_rng(seed)
    while True:
        X, X_val = (rng.integers(-3, 4, (n, 2)) / 1.0 for n in (4, 3))
        t, t_val = (rng.integers(-4, 5, n) / 2 for n in (4, 3))
        patience = 1 if wiggles else int(rng.integers(1, 3))
        args = X, t, X_val, t_val, 0.1, float(rng.choice([0.2, 0.3])), 30, patience
        if np.abs(_endless(*args)[0]).max() > 5 or not _differs(_endless, args):
            continue
        nudged = (train_and_stop(*args[:3], t_val + e, *args[4:])[2] for e in (-1e-6, 1e-6))
        if any(epoch != train_and_stop(*args)[2] for epoch in nudged):
            continue  # rounding must not decide which loss is smaller
        if wiggles and train_and_stop(*args)[2] > 1 and _differs(_patient, args):
            return args
        if not wiggles and _differs(_from_start, args) and not _differs(_patient, args):
            return args


def _endless(*args):
    return _train(*args[:-1], args[-2])


def _patient(*args):
    return _train(*args[:-1], args[-1] + 1)


def _from_start(*args):
    return _train(*args, start_counts=True)


def _more_units(rng: np.random.Generator) -> Iterator[Case]:
    yield case("more", *_problem(int(rng.integers(1_000_000))))
    yield case("more", *_restless(int(rng.integers(1_000_000)), True))
    yield case("more", *_restless(int(rng.integers(1_000_000)), False))


_MISTAKES = (
    Misconception(
        "last weights",
        lambda *args: _train(*args, keep="last"),
        "you return the weights of the last epoch. Keep a copy whenever the validation loss is "
        "better than ever, and return that.",
        STOP,
    ),
    Misconception(
        "last epoch",
        lambda *args: _train(*args, keep="last epoch"),
        "weights and bias are right. The third result is the epoch they come from, not the one "
        "in which training stopped.",
        STOP,
    ),
    Misconception(
        "penalty in the validation loss",
        lambda *args: _train(*args, judge="penalised"),
        "your validation loss contains the penalty. The penalty is a brake for training; "
        "validation asks only how well the unit answers.",
        SMALL,
    ),
    Misconception(
        "stopping by the training loss",
        lambda *args: _train(*args, judge="training"),
        "you watch the loss on the training examples. It goes on falling while the unit learns "
        "the noise. Watch the validation examples.",
        KEPT,
    ),
    Misconception(
        "validation before the step",
        lambda *args: _train(*args, before=True),
        "you measure before the step and keep the weights after it. Measure the weights that you "
        "keep: first the step, then the validation.",
        STOP,
    ),
    Misconception(
        "no decay",
        lambda *args: _train(*args, gradient=lambda X, t, w, b, lam: _gradient(X, t, w, b, 0.0)),
        "lam has no influence on your weights: the gradient needs λ·w.",
        SMALL,
    ),
    Misconception(
        "bias decays, too",
        lambda *args: _train(
            *args, gradient=lambda X, t, w, b, lam: with_penalty(X, t, w, b, lam, bias=1.0)[1:]
        ),
        "your bias decays as well. Only the weights pay.",
        SMALL,
    ),
    Misconception(
        "decay twice as strong",
        lambda *args: _train(
            *args, gradient=lambda X, t, w, b, lam: _gradient(X, t, w, b, 2 * lam)
        ),
        "your weights decay twice as fast: the slope of λ/2 · w² is λ·w.",
        SMALL,
    ),
    Misconception(
        "sum for mean",
        lambda *args: _train(
            *args, gradient=lambda X, t, w, b, lam: with_penalty(X, t, w, b, lam, summed=True)[1:]
        ),
        "you sum the gradient over the examples. The loss is a mean: divide by their number.",
        SMALL,
    ),
    Misconception(
        "trained on everything",
        lambda X, t, X_val, t_val, *rest: train_and_stop(
            np.concatenate([X, X_val]), np.concatenate([t, t_val]), X_val, t_val, *rest
        ),
        "the validation examples take part in the gradient. Then they are no longer new, and "
        "cannot tell when to stop.",
        KEPT,
    ),
    Misconception(
        "epochs from 0",
        lambda *args: (*train_and_stop(*args)[:2], train_and_stop(*args)[2] - 1),
        "weights and bias are right. The epochs are counted from 1.",
        STOP,
    ),
    Misconception(
        "two steps in one",
        lambda *args: _train(*args, gradient=_one_after_the_other(args[5])),
        "you change w first and compute the bias' gradient with the new w. Both gradients belong "
        "to the same place: compute both, then move both.",
        SMALL,
    ),
    Misconception(
        "kept copy changed",
        lambda *args: (_train(*args, keep="last")[0], *train_and_stop(*args)[1:]),
        "b and the epoch are right, but w is that of the last epoch. w -= … changes the array in "
        "its place, and with it the one that you have kept. Write w = w - …, or keep w.copy().",
        STOP,
    ),
    Misconception(
        "never stops",
        lambda X, t, X_val, t_val, lam, eta, epochs, patience: (
            *_train(X, t, X_val, t_val, lam, eta, epochs, epochs, keep="last")[:2],
            epochs,
        ),
        "your unit trains to the last epoch and returns what it has then. Measure the validation "
        "loss in each epoch, remember the best, and stop by the rule.",
        STOP,
    ),
    Misconception(
        "uphill",
        lambda X, t, X_val, t_val, lam, eta, *rest: train_and_stop(
            X, t, X_val, t_val, lam, -eta, *rest
        ),
        "your step goes uphill: the gradient has to be taken away, w - eta * gradient.",
        SMALL,
    ),
    Misconception(
        "decay without eta",
        lambda X, t, X_val, t_val, lam, eta, *rest: train_and_stop(
            X, t, X_val, t_val, lam / eta, eta, *rest
        ),
        "your weights shrink by the share λ in each step. The learning rate belongs to it: by "
        "ηλ, as λ·w is a part of the gradient.",
        SMALL,
    ),
    Misconception(
        "a step for each example",
        lambda *args: _singly(*args),
        "you make a step for every single example. Here an epoch is one step, with the mean over "
        "all examples.",
        SMALL,
    ),
    Misconception(
        "loss for epoch",
        lambda X, t, X_val, t_val, *rest: _with_loss(
            X_val, t_val, train_and_stop(X, t, X_val, t_val, *rest)
        ),
        "the third result is the validation loss. Wanted is the number of its epoch.",
        STOP,
    ),
    Misconception(
        "starts with ones",
        lambda *args: _train(*args, w=1.0),
        "your weights start at 1. They and the bias start at 0.",
        SMALL,
    ),
    Misconception(
        "last weights and last epoch",
        lambda *args: _train(*args, keep="last of all"),
        "you stop in the right place and return what you have there, weights and epoch. Go back "
        "to the best epoch: keep its weights and its number when you see it.",
        STOP,
    ),
    Misconception(
        "decay half as strong",
        lambda *args: _train(
            *args, gradient=lambda X, t, w, b, lam: _gradient(X, t, w, b, lam / 2)
        ),
        "your weights decay half as fast: the slope of λ/2 · w² is λ·w, as the 2 of the square "
        "cancels the half.",
        SMALL,
    ),
)

# These give the right answer where the validation loss falls once and rises once.
_ABOUT_THE_STOP = (
    Misconception(
        "remembers the best, never stops",
        _endless,
        "you remember the best epoch, but never stop: yours comes after the moment at which "
        "patience has run out. Leave the loop there.",
        STOP,
    ),
    Misconception(
        "one epoch too patient",
        _patient,
        "you wait one epoch too long. With patience 1 you stop at the first epoch that brings no "
        "new best.",
        STOP,
    ),
    Misconception(
        "the start takes part",
        _from_start,
        "the weights before the first step take part in yours. The first best is that of epoch 1, "
        "even where it is worse than no training at all.",
        STOP,
    ),
)


def _with_loss(X_val, t_val, answer):
    w, b, _ = answer
    return w, b, np.mean((X_val @ w + b - t_val) ** 2) / 2


def _singly(X, t, X_val, t_val, lam, eta, epochs, patience):
    w, b, best, kept = np.zeros(X.shape[1]), 0.0, np.inf, None
    for epoch in range(1, epochs + 1):
        for row, target in zip(X, t, strict=True):
            error = row @ w + b - target
            w, b = w - eta * (error * row + lam * w), b - eta * error
        loss = np.mean((X_val @ w + b - t_val) ** 2) / 2
        if loss < best:
            best, kept = loss, (w, b, epoch)
        elif epoch - kept[2] >= patience:
            break
    return kept


def _one_after_the_other(eta):
    def gradient(X, t, w, b, lam):
        grad_w, _ = _gradient(X, t, w, b, lam)
        return grad_w, np.mean(X @ (w - eta * grad_w) + b - t)

    return gradient


TRAIN_AND_STOP = Exercise(
    id="train_and_stop",
    chapter=CHAPTER,
    title="A unit that stops by itself",
    reference=train_and_stop,
    wanted="three results: w (an array), b, and the epoch that they come from",
    cases=(
        case("a first problem", *_problem(1)),
        case("a second one", *_problem(2)),
        case("a third one", *_problem(3)),
        case("validation wiggles, patience 1", *_restless(1, True)),
        case("worse from the start, better later", *_restless(2, False)),
    ),
    more=_more_units,
    misconceptions=_MISTAKES + _ABOUT_THE_STOP,
    alternatives=(_train_loops, _train_columns),
    hints=(
        "One loop over the epochs. In each: one step with your penalised gradient on all training "
        "examples, then the validation loss, then the rule of stop_at.",
        "Remember three things at every new best: the loss, the weights with the bias, the epoch. "
        "Write w = w − …, not w −= …: that would change the copy you have kept.",
        "Validation loss: np.mean((X_val @ w + b - t_val) ** 2) / 2. If it is not a new best, and "
        "the best one is `patience` epochs ago, leave the loop with break.",
    ),
    section=STOP,
    sources=("B21", "C16"),
    points=(2, 3),
    tolerance=1e-7,
)

EXERCISES = (TRAIN_AND_STOP,)
