"""Chapter 9, batches, momentum and a schedule together make a walk that learns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch09a_ravine import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

BATCHES = (CHAPTER, "All, some, or one")
SCHEDULES = (CHAPTER, "Shorter steps towards the end")


def walk(x, t, theta, orders, size, rates, mu):
    v, k, losses = np.zeros(len(theta)), 0, []
    for order in orders:
        for start in range(0, len(order), size):
            part = order[start : start + size]
            error = x[part] @ theta - t[part]
            # The mean over the examples of this batch, which may be the small last one.
            g = x[part].T @ error / len(part)
            v = mu * v - rates[k] * g
            theta = theta + v
            k += 1
        losses.append(np.mean((x @ theta - t) ** 2) / 2)
    return theta, losses


def _walk_example_by_example(x, t, theta, orders, size, rates, mu):
    place = [float(p) for p in theta]
    speed, rate, losses = [0.0] * len(place), iter(rates), []
    for order in orders:
        rest = [int(i) for i in order]
        while rest:
            part, rest = rest[:size], rest[size:]
            g = [0.0] * len(place)
            for i in part:
                error = sum(a * p for a, p in zip(x[i], place, strict=True)) - t[i]
                g = [a + error * b / len(part) for a, b in zip(g, x[i], strict=True)]
            eta = next(rate)
            speed = [mu * s - eta * a for s, a in zip(speed, g, strict=True)]
            place = [p + s for p, s in zip(place, speed, strict=True)]
        errors = x @ np.array(place) - t
        losses.append(0.5 * float(errors @ errors) / len(t))
    return place, losses


def _walk_by_last_step(x, t, theta, orders, size, rates, mu):
    place = before = np.array(theta, dtype=float)
    k, losses = 0, []
    for order in orders:
        for part in np.split(order, range(size, len(order), size)):
            g = np.mean((x[part] @ place - t[part])[:, None] * x[part], axis=0)
            place, before = place - rates[k] * g + mu * (place - before), place
            k += 1
        losses.append(float(np.mean(0.5 * np.square(x @ place - t))))
    return place, np.array(losses)


def _variant(
    *, lose=False, reset=False, rate=None, divide=None, form="book", ordered=True, whole=False,
    loss=None, early=False, batch_loss=False, last_loss=False, sign=1, upright=True, anew=False,
):  # fmt: skip
    """The walk with one thing done otherwise; the names say which."""

    def wrong(x, t, theta, orders, size, rates, mu):
        v, k, losses = np.zeros(len(theta)), 0, []
        for epoch, order in enumerate(orders):
            order = np.asarray(order) if ordered else np.arange(len(order))
            v = np.zeros(len(theta)) if reset else v
            k = 0 if anew else k
            if early:
                losses.append(np.mean((x @ theta - t) ** 2) / 2)
            stop, step, seen = len(order), len(order) if whole else size, []
            for start in range(0, stop - size + 1 if lose else stop, step):
                part = order[start : start + step]
                error = sign * (x[part] @ theta - t[part])
                seen.append(np.mean(error**2) / 2)
                rows = x[part].T if upright else x[part]
                g = rows @ error / (divide(part, size, order) if divide else len(part))
                eta = rates[rate(k, epoch)] if rate else rates[k]
                if form == "bare":  # no memory
                    theta = theta - eta * g
                elif form == "other":  # eta outside the speed
                    v = mu * v + g
                    theta = theta - eta * v
                else:
                    v = mu * v - eta * g
                    theta = theta + v
                k += 1
            if batch_loss:
                losses.append(np.mean(seen))
            elif last_loss:
                losses.append(seen[-1])
            elif not early:
                losses.append((loss or _half_mean)(x @ theta - t))
        return theta, losses

    return wrong


def _losses_of_steps(x, t, theta, orders, size, rates, mu):
    v, k, losses = np.zeros(len(theta)), 0, []
    for order in orders:
        for part in np.split(np.asarray(order), range(size, len(order), size)):
            v = mu * v - rates[k] * (x[part].T @ (x[part] @ theta - t[part])) / len(part)
            theta, k = theta + v, k + 1
            losses.append(_half_mean(x @ theta - t))
    return theta, losses


def _loss_of_the_start(x, t, theta, orders, size, rates, mu):
    last, losses = walk(x, t, theta, orders, size, rates, mu)
    return last, [_half_mean(x @ theta - t), *losses]


def _half_mean(error):
    return np.mean(error**2) / 2


def _problem(seed: int, n: int = 5, epochs: int = 2, size: int = 2) -> tuple:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2)).round(1)
    t = (x @ [1.0, -2.0] + rng.normal(size=n)).round(1)
    orders = np.array([rng.permutation(n) for _ in range(epochs)])
    steps = epochs * -(-n // size)
    rates = np.linspace(0.4, 0.1, steps).round(3)
    return x, t, rng.normal(size=2).round(1), orders, size, rates, 0.5


def _more_walks(rng: np.random.Generator) -> Iterator[Case]:
    seed, n = (int(v) for v in rng.integers([100, 5], [10_000, 8]))
    yield case("more", *_problem(seed, n, 2, n // 2 - (n % 2 == 0)))
    yield case("more, full batches", *_problem(seed + 1, 4))


WALK = Exercise(
    id="walk",
    chapter=CHAPTER,
    title="A walk that learns",
    reference=walk,
    wanted="the last theta, and a list with the loss after each epoch",
    cases=(
        case(
            "three examples, by hand",
            array([[1.0], [1.0], [1.0]]),
            array([1.0, 3.0, 8.0]),
            array([0.0]),
            array([[0, 1, 2], [2, 0, 1]]),
            2,
            array([0.5, 0.5, 0.2, 0.1]),
            0.5,
        ),
        case("five examples, in twos", *_problem(1)),
        case("seven examples, in threes", *_problem(2, 7, 3, 3)),
    ),
    more=_more_walks,
    misconceptions=(
        Misconception(
            "last batch lost",
            _variant(lose=True),
            "the incomplete batch at the end of each epoch is lost.",
            BATCHES,
        ),
        Misconception(
            "speed forgotten",
            _variant(reset=True),
            "your ball stops at the beginning of each epoch. Set the speed to 0 once, before the "
            "first epoch.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "a rate for each epoch",
            _variant(rate=lambda k, epoch: epoch),
            "you take rates[0] for the whole first epoch, rates[1] for the second. There is one "
            "rate for each step: count the steps, over all epochs.",
            SCHEDULES,
        ),
        Misconception(
            "counter set back",
            _variant(anew=True),
            "your counter of steps begins again at 0 in each epoch, so the first rates return. "
            "Set it to 0 once, before the first epoch.",
            (CHAPTER, "Shorter steps towards the end"),
        ),
        Misconception(
            "target minus output",
            _variant(sign=-1),
            "your error is the target minus the output. With its sign turned, the gradient points "
            "uphill, and the losses grow.",
            BATCHES,
        ),
        Misconception(
            "not transposed",
            _variant(upright=False),
            "x[part] @ error does not fit: the rows of x[part] are examples, and the sum goes over "
            "the examples. Turn it over first: x[part].T.",
            BATCHES,
        ),
        Misconception(
            "one rate for all",
            _variant(rate=lambda k, epoch: 0),
            "every step of yours has the rate rates[0]. Step number k has rates[k].",
            SCHEDULES,
        ),
        Misconception(
            "sum for mean",
            _variant(divide=lambda part, size, order: 1),
            "the gradient is the sum over the batch. The loss is a mean, so divide by the number "
            "of examples in the batch.",
            BATCHES,
        ),
        Misconception(
            "divided by size",
            _variant(divide=lambda part, size, order: size),
            "you divide by `size` always. The last batch has fewer examples: divide by its own "
            "length.",
            BATCHES,
        ),
        Misconception(
            "divided by all",
            _variant(divide=lambda part, size, order: len(order)),
            "you divide by the number of all examples. The mean goes over those of the batch.",
            BATCHES,
        ),
        Misconception(
            "eta outside the speed",
            _variant(form="other"),
            "your speed holds the bare slopes, and the rate is applied when theta moves. While "
            "the rate is constant that is the same walk; here it changes. v = mu*v − eta*g.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "orders ignored",
            _variant(ordered=False),
            "you take the examples as they lie. Each epoch has its own order.",
            BATCHES,
        ),
        Misconception(
            "all examples in each step",
            _variant(whole=True),
            "you make one step in each epoch, with all the examples. Cut the order into batches.",
            BATCHES,
        ),
        Misconception(
            "loss before the epoch",
            _variant(early=True),
            "theta is right. Your losses are measured before each epoch; they are wanted after.",
            BATCHES,
        ),
        Misconception(
            "loss of the batches",
            _variant(batch_loss=True),
            "theta is right. Your loss is the mean of the batches' losses, each taken before its "
            "step. Measure it over all examples, after the epoch.",
            BATCHES,
        ),
        Misconception(
            "first epoch only",
            lambda x, t, theta, orders, *rest: walk(x, t, theta, orders[:1], *rest),
            "you return after the first epoch. Is the `return` indented too far?",
            BATCHES,
        ),
        Misconception(
            "loss after each step",
            _losses_of_steps,
            "theta is right. You append a loss after each step; wanted is one after each epoch.",
            BATCHES,
        ),
        Misconception(
            "loss of the start as well",
            _loss_of_the_start,
            "theta is right. Your list begins with the loss before the first epoch; it is not "
            "wanted.",
            BATCHES,
        ),
        Misconception(
            "loss of the last batch",
            _variant(last_loss=True),
            "theta is right. Your loss is that of the last batch, with the errors from before its "
            "step. Take the errors of all examples anew, after the epoch.",
            BATCHES,
        ),
        Misconception(
            "no memory",
            _variant(form="bare"),
            "these are plain steps: the old speed is not used. Keep v from step to step, "
            "v = mu*v − eta*g.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "loss without ½",
            _variant(loss=lambda error: np.mean(error**2)),
            "theta is right. The loss is *half* of the mean square.",
            BATCHES,
        ),
        Misconception(
            "loss as a sum",
            _variant(loss=lambda error: np.sum(error**2) / 2),
            "theta is right. The loss is a mean over the examples, not a sum.",
            BATCHES,
        ),
    ),
    alternatives=(_walk_example_by_example, _walk_by_last_step),
    hints=(
        "Three loops in your head: epochs, batches of the epoch's order, and the examples of a "
        "batch. NumPy does the last one.",
        "For the numbers `part` of a batch the errors are x[part] @ theta − t[part], and the "
        "gradient is x[part].T @ errors divided by len(part). Then a step of momentum.",
        "Set the speed to zeros and a counter to 0 before the first epoch; add 1 to the counter "
        "after each step. After the batches of an epoch, append the loss over all examples.",
    ),
    section=BATCHES,
    sources=("B20", "B21"),
    tolerance=1e-9,
    points=(2, 3),
    off_limits=(*LIBRARY, "course_lib.training.batches", "course_lib.training.fit"),
)


EXERCISES = (WALK,)
