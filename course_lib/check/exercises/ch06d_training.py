"""Chapter 6, everything together: a net of bent sticks that learns a curve."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "06_activations"


# --- train_hinges -----------------------------------------------------------------------------


def _descent(
    slope="",
    size=None,
    sign=1,
    factor=1,
    v_first=False,
    hidden_bias=True,
    last_bias=True,
    last_weights=True,
    bend=True,
    with_x=True,
    through_v=True,
    height=1,
):
    """Plain descent on ½ mean (y − t)²; the arguments build the usual mistakes in."""

    def train(x, t, w, b, v, c, eta, steps):
        w, b, v = (np.array(part, dtype=float) for part in (w, b, v))
        for _ in range(steps):
            z = x[:, None] * w + b  # (n, k)
            h = np.maximum(z, 0) if bend else z
            error = factor * (h @ v + height * c - t) / (size or len(x))
            grad_v, grad_c = h.T @ error * last_weights, error.sum()
            if v_first:
                v = v - sign * eta * grad_v
            blame = error[:, None] * (v if through_v else np.ones(len(v)))
            blame = blame * {"none": 1, "activity": h}.get(slope, z > 0)
            w = w - sign * eta * (blame * (x[:, None] if with_x else 1)).sum(axis=0)
            b = b - sign * eta * blame.sum(axis=0) * hidden_bias
            if not v_first:
                v = v - sign * eta * grad_v
            c = c - sign * eta * grad_c * last_bias
        return w, b, v, c

    return train


def train_hinges(x, t, w, b, v, c, eta, steps):
    return _descent()(x, t, w, b, v, c, eta, steps)


def _one_step_only(x, t, w, b, v, c, eta, steps):
    return train_hinges(x, t, w, b, v, c, eta, 1) if steps else None


def _one_by_one(x, t, w, b, v, c, eta, steps):
    for _ in range(steps):
        for i in range(len(x)):
            w, b, v, c = train_hinges(x[i : i + 1], t[i : i + 1], w, b, v, c, eta, 1)
    return w, b, v, c


def _stale(x, t, w, b, v, c, eta, steps):
    """Sums and activities computed once, before the loop."""
    z = x[:, None] * w + b
    h = np.maximum(z, 0)
    for _ in range(steps):
        error = (h @ v + c - t) / len(x)
        blame = error[:, None] * v * (z > 0)
        w, b = w - eta * (blame * x[:, None]).sum(axis=0), b - eta * blame.sum(axis=0)
        v, c = v - eta * h.T @ error, c - eta * error.sum()
    return w, b, v, c


def _train_loops(x, t, w, b, v, c, eta, steps):
    w, b, v = list(w), list(b), list(v)
    n, k = len(x), len(w)
    for _ in range(steps):
        gw, gb, gv, gc = [0.0] * k, [0.0] * k, [0.0] * k, 0.0
        for xi, ti in zip(x, t, strict=True):
            z = [w[j] * xi + b[j] for j in range(k)]
            h = [max(0.0, value) for value in z]
            e = (sum(v[j] * h[j] for j in range(k)) + c - ti) / n
            gc += e
            for j in range(k):
                gv[j] += e * h[j]
                if z[j] > 0:
                    gw[j] += e * v[j] * xi
                    gb[j] += e * v[j]
        w = [w[j] - eta * gw[j] for j in range(k)]
        b = [b[j] - eta * gb[j] for j in range(k)]
        v = [v[j] - eta * gv[j] for j in range(k)]
        c = c - eta * gc
    return w, b, v, c


def _train_matrices(x, t, w, b, v, c, eta, steps):
    X = np.stack([x, np.ones(len(x))])  # (2, n)
    W = np.stack([w, b], axis=1).astype(float)  # (k, 2)
    V = np.append(v, c).astype(float)
    for _ in range(steps):
        H = np.vstack([np.maximum(W @ X, 0), np.ones(len(x))])  # (k + 1, n)
        e = (V @ H - t) / len(x)
        D = np.outer(V[:-1], e) * (H[:-1] > 0)
        V, W = V - eta * (H @ e), W - eta * (D @ X.T)
    return [W[:, 0], W[:, 1], V[:-1], V[-1]]


def _start(rng: np.random.Generator, n: int, k: int, steps: int) -> tuple:
    x = np.sort(rng.uniform(-1, 1, n)).round(2)
    w = (rng.uniform(0.5, 2, k) * rng.choice([-1, 1], k)).round(2)
    # each unit bends between two of the examples, so that its slope matters
    b = (-w * rng.uniform(-0.4, 0.4, k)).round(2) + 0.003
    v = (rng.uniform(0.5, 1.5, k) * rng.choice([-1, 1], k)).round(2)
    return x, np.abs(x) + 0.5, w, b, v, round(float(rng.uniform(-1, -0.5)), 2), 0.2, steps


def _more_starts(rng: np.random.Generator) -> Iterator[Case]:
    n, k, steps = int(rng.integers(4, 7)), int(rng.integers(2, 4)), int(rng.integers(2, 4))
    yield case("more", *_start(rng, n, k, steps))
    yield case("more", *_start(rng, n, k, 0))


TRAIN_HINGES = Exercise(
    id="train_hinges",
    chapter=CHAPTER,
    title="A net of bent sticks learns a curve",
    reference=train_hinges,
    wanted="(w, b, v, c) after the steps: three arrays as long as w, and one number",
    cases=(
        case(
            "one unit, one step",
            array([-1.0, 1.0]),
            array([0.0, 1.0]),
            array([1.0]),
            array([0.5]),
            array([2.0]),
            0.5,
            0.1,
            1,
        ),
        case("no step at all", *_start(np.random.default_rng(4), 4, 2, 0)),
        case("two units, one step", *_start(np.random.default_rng(5), 4, 2, 1)),
        case("three units, three steps", *_start(np.random.default_rng(6), 6, 3, 3)),
    ),
    more=_more_starts,
    misconceptions=(
        Misconception(
            "slope forgotten",
            _descent(slope="none"),
            "the blame passes through silent units too. Multiply it by the ReLU's slope: 1 where "
            "the sum is positive, 0 elsewhere.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "activity instead of slope",
            _descent(slope="activity"),
            "you multiply the blame by the activity of the unit. The activity belongs to the slope "
            "of v; the blame passes through with the ReLU's *slope*, 1 or 0.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "the half forgotten",
            _descent(factor=2),
            "all your steps are twice too long: the error has a ½ in front, so the slope is "
            "(y − t)/n without a 2.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "v moved too early",
            _descent(v_first=True),
            "you change v before it is used to carry the blame back. Compute all slopes first, "
            "then move everything at once.",
            (CHAPTER, "The blame, layer by layer"),
        ),
        Misconception(
            "sum instead of mean",
            _descent(size=1),
            "your steps are as many times too long as there are examples: the error is the "
            "*mean* over the examples, so divide by n.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "uphill",
            _descent(sign=-1),
            "you walk uphill: the error grows. A step of descent *subtracts* η times the slope.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "hidden biases left out",
            _descent(hidden_bias=False),
            "the biases b never move, so no bend can find a better place. Their slope is the blame "
            "itself, added up over the examples.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "last bias left out",
            _descent(last_bias=False),
            "the last number, c, never moves. Its slope is the sum of (y − t)/n.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "last weights left out",
            _descent(last_weights=False),
            "the last weights v never move. The slope of v is the activity h times (y − t)/n, "
            "added up over the examples.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "no bend",
            _descent(bend=False),
            "on the way forward your net has no bend: a negative sum goes on as it is. h is the "
            "ReLU of z.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "input left out",
            _descent(with_x=False),
            "w moves as if it were a bias. The slope of a weight is the blame times its input, x.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "v left out of the blame",
            _descent(through_v=False),
            "the blame comes back as if all last weights were 1. On its way from the output to a "
            "unit it is multiplied by the unit's v.",
            (CHAPTER, "What one layer does to the blame"),
        ),
        Misconception(
            "c left out of the answer",
            _descent(height=0),
            "c has no say in your answers. y is the sum of all v·h, plus c.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "a step for every example",
            _one_by_one,
            "you take a step after each example. Here one step follows the slopes of all the "
            "examples together, averaged.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "sums not computed again",
            _stale,
            "the first step is right, the later ones are not: z and h are still those of the "
            "start. When the weights have moved, compute both again.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "one step only",
            lambda x, t, w, b, v, c, eta, steps: train_hinges(x, t, w, b, v, c, eta, 1),
            "you take one step, whatever `steps` says.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "return inside the loop",
            _one_step_only,
            "you return after the first step, and nothing at all if there is none. Does your "
            "`return` stand inside the loop?",
            (CHAPTER, "The price: silent units"),
        ),
    ),
    alternatives=(_train_loops, _train_matrices),
    hints=(
        "Do the first case on paper: two examples, one unit, one step. Which of the two examples "
        "gives the unit any blame?",
        "In each step: z, h = ReLU(z), y. Then e = (y − t)/n. The slopes of v and c come from e "
        "and h; the blame of a unit is e times its v times the slope of the ReLU.",
        "With z of shape (n, k): z = x[:, None] * w + b. The blame is e[:, None] * v * (z > 0); "
        "sum it over the examples for b, and times x for w. Only then move all four.",
    ),
    section=(CHAPTER, "The price: silent units"),
    sources=("A15", "A20"),
    points=(3, 3),
    tolerance=1e-9,
)

EXERCISES = (TRAIN_HINGES,)
