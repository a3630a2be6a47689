"""Chapter 8, a start for any function, and a signal through a whole net."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "08_initialisation"


def relu(z):
    """max(0, z)"""
    return np.maximum(z, 0.0)


def leaky(z):
    """z, and one tenth of z below zero"""
    return np.where(z > 0, z, 0.1 * z)


def absolute(z):
    """the value without its sign"""
    return np.abs(z)


def tanh(z):
    """hyperbolic tangent"""
    return np.tanh(z)


def shifted(z):
    """ReLU of z + 1"""
    return np.maximum(z + 1, 0.0)


# --- start_for --------------------------------------------------------------------------------


def start_for(f, z, n):
    # Up one layer: E[z²] becomes n·Var(w)·E[f(z)²]. Both are equal if Var(w) is this:
    variance = np.mean(z**2) / (n * np.mean(f(z) ** 2))
    return np.sqrt(variance)


def _start_loops(f, z, n):
    before = after = 0.0
    for value in z:
        before += value * value
        after += float(f(value)) ** 2
    return (before / after / n) ** 0.5


def _start_sizes(f, z, n):
    return np.linalg.norm(z) / np.linalg.norm(f(z)) * n**-0.5


def _more_functions(rng: np.random.Generator) -> Iterator[Case]:
    f = (relu, leaky, tanh, shifted)[int(rng.integers(4))]
    z = rng.integers(1, 9, 5) / 4 * rng.choice([-1, 1], 5)
    z[:2] = abs(z[0]), -abs(z[1])
    yield case("more", f, z, int(rng.integers(3, 60)))


START_FOR = Exercise(
    id="start_for",
    chapter=CHAPTER,
    title="A start for any function",
    reference=start_for,
    wanted="one number, the standard deviation of the weights",
    cases=(
        case("ReLU, as often negative as positive", relu, array([1.0, -1.0, 2.0, -2.0]), 8),
        case("ReLU, other sums", relu, array([0.5, -1.5, 1.0, 3.0]), 20),
        case("leaky ReLU", leaky, array([1.0, -1.0, 2.0, -2.0]), 50),
        case("tanh", tanh, array([0.5, -1.0, 1.5, -0.25]), 16),
        case("ReLU of z + 1", shifted, array([0.5, -0.5, 1.5, -3.0]), 10),
    ),
    more=_more_functions,
    misconceptions=(
        Misconception(
            "variance of the activities",
            lambda f, z, n: np.sqrt(np.mean(z**2) / (n * np.var(f(z)))),
            "you use the variance of the activities, measured from their own mean. The next sum "
            "is made of their squares, measured from 0.",
            (CHAPTER, "Reading the sources closely: the variance of what?"),
        ),
        Misconception(
            "two variances",
            lambda f, z, n: np.sqrt(np.var(z) / (n * np.var(f(z)))),
            "you use np.var for both, which measures from the mean. Here everything is measured "
            "from 0: the mean of the squares.",
            (CHAPTER, "Reading the sources closely: the variance of what?"),
        ),
        Misconception(
            "sums of size 1",
            lambda f, z, n: np.sqrt(1 / (n * np.mean(f(z) ** 2))),
            "this makes the mean square of the next sums 1. Wanted is that it stays what it was: "
            "the mean square of z.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "root forgotten",
            lambda f, z, n: np.mean(z**2) / (n * np.mean(f(z) ** 2)),
            "this is the variance of the weights. Wanted is their standard deviation, its root.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "upside down",
            lambda f, z, n: np.sqrt(np.mean(f(z) ** 2) / (n * np.mean(z**2))),
            "the fraction is upside down. What the function takes away, the weights must give "
            "back: the *smaller* the activities, the larger the weights.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "n forgotten",
            lambda f, z, n: np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2)),
            "n has no influence on your answer. A sum of n terms is larger, so its weights must "
            "be smaller.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "He for all",
            lambda f, z, n: np.sqrt(2 / n),
            "this is He's start, whatever the function. It is right for ReLU and sums of both "
            "signs. Measure what *this* f leaves of the mean square of *these* sums.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "variance of the sums",
            lambda f, z, n: np.sqrt(np.var(z) / (n * np.mean(f(z) ** 2))),
            "you measure the sums with np.var, from their own mean. Their mean need not be 0: "
            "take the mean of their squares.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "length of z for n",
            lambda f, z, n: np.sqrt(np.mean(z**2) / (len(z) * np.mean(f(z) ** 2))),
            "you divide by the number of sums in z. The next sums have n terms each, and n is "
            "given; z is only the sample on which you measure.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "n outside the root",
            lambda f, z, n: np.sqrt(np.mean(z**2) / np.mean(f(z) ** 2)) / n,
            "n stands outside the root. It is the *square* that grows like n, so n belongs under "
            "the root.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "sum for mean",
            lambda f, z, n: np.sqrt(np.sum(z**2) / (n * np.mean(f(z) ** 2))),
            "above the line you add the squares of z, below it you take a mean. Take the mean in "
            "both places.",
            (CHAPTER, "One product, one sum"),
        ),
    ),
    alternatives=(_start_loops, _start_sizes),
    hints=(
        "In one layer the mean square of the sums becomes n · Var(w) · (mean square of the "
        "activities). It shall stay what it was. Solve for Var(w).",
        "Var(w) = E[z²] / (n · E[f(z)²]). Both means can be taken from the z that you are given.",
        "Call f on the whole array z, square, np.mean; the same for z itself; divide; divide by "
        "n; take the root.",
    ),
    section=(CHAPTER, "What the ReLU takes away"),
    sources=("B18",),
    points=(1, 3),
    tolerance=1e-9,
)


# --- send_up ----------------------------------------------------------------------------------


def send_up(x, noises):
    return _send(x, noises)


def _send(
    x, noises, *, variance=2.0, axis=1, root=True, bend=relu, of="z", power=0.5, measure=None
):
    a, sizes = x, []
    for noise in noises:
        W = (variance / noise.shape[axis]) ** power * noise  # He's start
        z = a @ W.T
        a = bend(z)
        seen = z if of == "z" else a
        square = np.mean(seen**2)
        size = np.sqrt(square) if root else square
        sizes.append(measure(seen) if measure else size)
    return sizes


def _send_loops(x, noises):
    rows, sizes = [list(map(float, row)) for row in x], []
    for noise in noises:
        c = (2 / len(noise[0])) ** 0.5
        sums = [[c * sum(p * q for p, q in zip(w, r, strict=True)) for w in noise] for r in rows]
        flat = [value for row in sums for value in row]
        sizes.append((sum(v * v for v in flat) / len(flat)) ** 0.5)
        rows = [[max(0.0, v) for v in row] for row in sums]
    return sizes


def _send_scaled_late(x, noises):
    """Scales the sums instead of the weights, and works with columns."""
    a, sizes = x.T, []
    for noise in noises:
        z = noise @ a * np.sqrt(2) / np.sqrt(noise.shape[1])
        sizes.append(np.linalg.norm(z) / np.sqrt(z.size))
        a = z * (z > 0)
    return np.array(sizes)


def _more_signals(rng: np.random.Generator) -> Iterator[Case]:
    widths = rng.integers(3, 7, int(rng.integers(3, 5)))
    widths[1] = widths[0] + 1
    x = rng.standard_normal((3, int(widths[0])))
    yield case(
        "more",
        x,
        [rng.standard_normal((int(o), int(i))) for i, o in zip(widths, widths[1:], strict=False)],
    )


def _noises(*widths: int) -> list[np.ndarray]:
    rng = np.random.default_rng(8)
    pairs = zip(widths, widths[1:], strict=False)
    return [rng.standard_normal((o, i)).round(2) for i, o in pairs]


SEND_UP = Exercise(
    id="send_up",
    chapter=CHAPTER,
    title="A signal through a whole net",
    reference=send_up,
    wanted="a list with one size for each layer",
    cases=(
        case("one layer", array([[1.0, 2.0]]), _noises(2, 3)),
        case("two layers", array([[1.0, -1.0, 0.5], [0.0, 2.0, 1.0]]), _noises(3, 4, 2)),
        case("four layers", array([[1.0, 0.5, -0.5, 2.0]]), _noises(4, 6, 5, 6, 3)),
    ),
    more=_more_signals,
    misconceptions=(
        Misconception(
            "no ReLU",
            lambda x, noises: _send(x, noises, bend=lambda z: z),
            "the first layer is right, the later ones are not: the ReLU between the layers is "
            "missing.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "size of the activities",
            lambda x, noises: _send(x, noises, of="a"),
            "you measure the activities, after the ReLU. Wanted is the size of the *sums*.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "mean square for size",
            lambda x, noises: _send(x, noises, root=False),
            "these are mean squares. The size is the root of the mean square.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "standard deviation for size",
            lambda x, noises: _send(x, noises, measure=np.std),
            "np.std measures from the mean of the sums. The size is measured from 0: square, mean, "
            "root.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "variance used as sd",
            lambda x, noises: _send(x, noises, power=1.0),
            "you multiply the noise by the variance 2/fan-in. It must be its root.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "LeCun's start",
            lambda x, noises: _send(x, noises, variance=1.0),
            "your weights have LeCun's variance 1/fan-in. The ReLU asks for twice as much.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "fan-out for fan-in",
            lambda x, noises: _send(x, noises, axis=0),
            "you divide by the number of rows of each array, which is the number of units. "
            "Fan-in is the number of columns.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "noise as it is",
            lambda x, noises: _send(x, noises, power=0.0),
            "you use the noise itself as weights, with standard deviation 1. Each array has to be "
            "scaled to He's start first.",
            (CHAPTER, "Too soft, too loud"),
        ),
        Misconception(
            "ReLU on x",
            lambda x, noises: _send(relu(x), noises),
            "x goes through a ReLU before the first layer. The inputs enter as they are, "
            "negative ones too; only sums are bent.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "length for size",
            lambda x, noises: _send(x, noises, measure=np.linalg.norm),
            "you take the root of the sum of the squares. The size is the root of their *mean*, "
            "so that wide layers do not look louder.",
            (CHAPTER, "A factor for each layer"),
        ),
        Misconception(
            "shares of the first layer",
            lambda x, noises: list(np.divide(_send(x, noises), _send(x, noises[:1])[0])),
            "you divide by the size in the first layer. Wanted are the sizes themselves.",
            (CHAPTER, "A factor for each layer"),
        ),
    ),
    alternatives=(_send_loops, _send_scaled_late),
    hints=(
        "A loop over the layers. In each: make the weights from the noise, form the sums, note "
        "their size, and let the ReLU make the inputs of the next layer.",
        "Weights: he_weights(noise). Sums: a @ W.T, where a is x in the first layer. Size: the "
        "root of the mean of the squares, over all examples and units.",
        "Begin with a = x and an empty list. After noting the size of z, set a to np.maximum(z, "
        "0); then the next round of the loop finds it there.",
    ),
    section=(CHAPTER, "A factor for each layer"),
    sources=("B18",),
    points=(2, 3),
    tolerance=1e-9,
)

EXERCISES = (START_FOR, SEND_UP)
