"""Chapter 2, what the weights mean: features, and the margin."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "02_perceptron"


# --- looks_like_x -----------------------------------------------------------------------------


def looks_like_x(picture, w, b):
    n = len(picture)
    i = np.arange(n)
    on_cross = np.zeros((n, n), dtype=bool)
    on_cross[i, i] = on_cross[i, n - 1 - i] = True
    phi = np.array([picture[i, i].sum(), picture[i, n - 1 - i].sum(), picture[~on_cross].sum()])
    return phi, int(w @ phi + b >= 0)


def _x_loops(picture, w, b):
    n, phi = len(picture), [0, 0, 0]
    for r in range(n):
        for c in range(n):
            if r == c:
                phi[0] += int(picture[r][c])
            if r + c == n - 1:
                phi[1] += int(picture[r][c])
            if r != c and r + c != n - 1:
                phi[2] += int(picture[r][c])
    total = b + sum(weight * value for weight, value in zip(w, phi, strict=True))
    return phi, total >= 0


def _x_trace(picture, w, b):
    n = len(picture)
    down, up = np.trace(picture), np.trace(np.fliplr(picture))
    centre = picture[n // 2, n // 2] if n % 2 else 0
    phi = np.array([down, up, picture.sum() - down - up + centre], dtype=float)
    return phi, 1.0 if phi[::-1] @ w[::-1] + b >= 0 else 0.0


def _x_wrong(features: Callable[[np.ndarray, np.ndarray], list]) -> Callable[..., tuple]:
    """The classifier on features(picture, right features)."""

    def wrong(picture, w, b):
        phi = np.array(features(picture, looks_like_x(picture, w, b)[0]))
        return phi, int(w @ phi + b >= 0)

    return wrong


def _centre(picture: np.ndarray) -> int:
    """The pixel on both diagonals, 0 where there is none."""
    n = len(picture)
    return picture[n // 2, n // 2] if n % 2 else 0


def _picture(*rows: str) -> np.ndarray:
    """A picture typed as text: # is black (1), . is white (0)."""
    return array([[int(pixel == "#") for pixel in row] for row in rows])


def _more_pictures(rng: np.random.Generator) -> Iterator[Case]:
    n = int(rng.choice([3, 4, 5, 8]))
    picture = (rng.random((n, n)) < 0.25).astype(int)
    i = np.arange(n)
    if rng.random() < 0.5:
        picture[i, i] = 1
        picture[i, n - 1 - i] = rng.integers(0, 2, n)
    w = rng.integers(-3, 4, 3).astype(float)
    phi = looks_like_x(picture, w, 0.0)[0]
    yield case("more", picture, w, float(-(w @ phi) + rng.integers(-3, 4)))


_W = array([1.0, 1.0, -1.0])

LOOKS_LIKE_X = Exercise(
    id="looks_like_x",
    chapter=CHAPTER,
    title="Is this picture an x?",
    reference=looks_like_x,
    wanted="the pair (three features, 0 or 1)",
    cases=(
        case("an x of 3 × 3", _picture("#.#", ".#.", "#.#"), _W, -4.5),
        case("a plus of 3 × 3", _picture(".#.", "###", ".#."), _W, -4.5),
        case("an x of 4 × 4", _picture("#..#", ".##.", ".##.", "#..#"), _W, -6.5),
        case("one stroke only", _picture("#..", ".#.", "..#"), _W, -4.5),
        case("noise, the sum is exactly 0", _picture("##.", ".##", "..."), _W, -1.0),
    ),
    more=_more_pictures,
    misconceptions=(
        Misconception(
            "the same diagonal twice",
            _x_wrong(lambda p, phi: [phi[0], phi[0], phi[2]]),
            "your second feature counts the first diagonal again. The other one runs from the top "
            "right to the bottom left: row + column = n - 1.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "elsewhere is everywhere",
            _x_wrong(lambda p, phi: [phi[0], phi[1], p.sum()]),
            "your third feature counts all black pixels. Wanted are those that lie on neither "
            "diagonal.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "centre taken away twice",
            _x_wrong(lambda p, phi: [phi[0], phi[1], p.sum() - phi[0] - phi[1]]),
            "with an odd side the centre lies on both diagonals, and you take it away twice from "
            "the total. So “elsewhere” comes out one too small.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "white counted",
            lambda p, w, b: looks_like_x(1 - p, w, b),
            "you count white pixels (0). The features count black ones (1).",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "bias forgotten",
            lambda p, w, b: looks_like_x(p, w, 0.0),
            "the features are right, but the bias b has no influence on your answer.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "silent at zero",
            lambda p, w, b: (
                looks_like_x(p, w, b)[0],
                int(w @ looks_like_x(p, w, b)[0] + b > 0),
            ),
            "the features are right, but your unit stays silent when the sum is exactly 0. In "
            "this book it fires there.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "sum instead of answer",
            lambda p, w, b: (looks_like_x(p, w, b)[0], w @ looks_like_x(p, w, b)[0] + b),
            "the features are right, but the second result is the sum. Wanted is the answer of "
            "the unit, 1 or 0.",
            ("01_formal_neuron", "Threshold and bias"),
        ),
        Misconception(
            "diagonals exchanged",
            _x_wrong(lambda p, phi: [phi[1], phi[0], phi[2]]),
            "the two diagonals are exchanged: the first feature belongs to the one from the top "
            "left to the bottom right.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "centre counted once",
            _x_wrong(lambda p, phi: [phi[0], phi[1] - _centre(p), phi[2]]),
            "with an odd side the centre lies on both diagonals and counts in both features. Do "
            "you use elif for the second? Two separate ifs let it count twice.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "an even side has no centre",
            _x_wrong(
                lambda p, phi: [
                    phi[0],
                    phi[1],
                    p.sum() - phi[0] - phi[1] + p[len(p) // 2][len(p) // 2],
                ]
            ),
            "you add a centre pixel back, which is right for an odd side. With an even side no "
            "pixel lies on both diagonals.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
        Misconception(
            "not on both instead of on neither",
            _x_wrong(lambda p, phi: [phi[0], phi[1], p.sum() - _centre(p)]),
            "your third feature leaves out only the pixel that is on both diagonals. Wanted are "
            "those on neither: not on the first and not on the second.",
            (CHAPTER, "Features: is this picture an x?"),
        ),
    ),
    alternatives=(_x_loops, _x_trace),
    hints=(
        "Which pixels lie on the diagonal from the top left? What have their row and column in "
        "common? And those of the other diagonal?",
        "Walk over all pixels. Row equals column: first feature. Row plus column equals n - 1: "
        "second. Neither: third. Then a threshold unit on the three numbers.",
        "The centre of a 3 × 3 picture belongs to both diagonals, so use separate ifs, not elif, "
        "for the first two. The answer is that of threshold_unit with phi in place of x.",
    ),
    section=(CHAPTER, "Features: is this picture an x?"),
    sources=("B4",),
    points=(2, 2),
    off_limits=(),
)


# --- novikoff ---------------------------------------------------------------------------------


def novikoff(X, T, u):
    length = np.sqrt(np.sum(u**2))
    gamma = np.min((2 * T - 1) * (X @ u)) / length
    radius = np.sqrt(np.max(np.sum(X**2, axis=1)))
    return radius, gamma, (radius / gamma) ** 2


def _novikoff_loops(X, T, u):
    length = sum(float(v) ** 2 for v in u) ** 0.5
    radius, gamma = 0.0, float("inf")
    for x, t in zip(X, T, strict=True):
        radius = max(radius, sum(float(v) ** 2 for v in x) ** 0.5)
        distance = sum(float(p) * float(q) for p, q in zip(x, u, strict=True)) / length
        gamma = min(gamma, distance if t == 1 else -distance)
    return radius, gamma, radius * radius / (gamma * gamma)


def _novikoff_norm(X, T, u):
    u = u / np.linalg.norm(u)
    gamma = np.abs(X @ u).min()  # no sign needed, for u makes no mistake
    radius = np.linalg.norm(X, axis=1).max()
    return np.array([radius, gamma, np.square(radius / gamma)])


def _more_clouds(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(2, 4))
    u = rng.integers(1, 5, d) / 2 * rng.choice([-1, 1], d)
    X = rng.integers(-12, 13, (12, d)) / 4
    X = X[np.abs(X @ u) > 0.1]
    if len(X) > 2:
        yield case("more", X, (X @ u > 0).astype(int), u)


_WITH_ONES = array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])

NOVIKOFF = Exercise(
    id="novikoff",
    chapter=CHAPTER,
    title="Margin and bound",
    reference=novikoff,
    wanted="three numbers: R, γ and (R/γ)²",
    cases=(
        case("AND with u = (1, 1, -1.5)", _WITH_ONES, array([0, 0, 0, 1]), array([1.0, 1.0, -1.5])),
        case("OR with u = (2, 2, -1)", _WITH_ONES, array([0, 1, 1, 1]), array([2.0, 2.0, -1.0])),
        case(
            "three points",
            array([[3.0, 4.0], [0.0, -2.0], [1.0, 1.0]]),
            array([1, 0, 1]),
            array([0.0, 2.0]),
        ),
    ),
    more=_more_clouds,
    misconceptions=(
        Misconception(
            "length of u forgotten",
            lambda X, T, u: _from(novikoff(X, T, u)[0], np.min((2 * T - 1) * (X @ u))),
            "your margin is not divided by the length of u. Then doubling u would double the "
            "margin, though the line stays where it is.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "labels 0 and 1 used as signs",
            lambda X, T, u: _from(novikoff(X, T, u)[0], np.min(T * (X @ u)) / np.linalg.norm(u)),
            "you multiply by the label itself, so every example with t = 0 gives 0. Turn the "
            "labels 0 and 1 into the signs -1 and +1 first.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "mean instead of smallest",
            lambda X, T, u: _from(
                novikoff(X, T, u)[0], np.mean((2 * T - 1) * (X @ u)) / np.linalg.norm(u)
            ),
            "your margin is the mean distance. The margin is the distance of the nearest example, "
            "the hardest one.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "bound not squared",
            lambda X, T, u: (*novikoff(X, T, u)[:2], novikoff(X, T, u)[2] ** 0.5),
            "R and γ are right, but the bound is R/γ squared.",
            (CHAPTER, "Why it must stop"),
        ),
        Misconception(
            "largest number instead of length",
            lambda X, T, u: _from(np.abs(X).max(), novikoff(X, T, u)[1]),
            "your R is the largest single number in X. R is the length of the longest row: the "
            "square root of the sum of its squares.",
            (CHAPTER, "Why it must stop"),
        ),
        Misconception(
            "R squared",
            lambda X, T, u: _from(novikoff(X, T, u)[0] ** 2, novikoff(X, T, u)[1]),
            "your R is the sum of the squares. A length is the square root of that.",
            (CHAPTER, "Why it must stop"),
        ),
        Misconception(
            "length of all rows together",
            lambda X, T, u: _from(np.linalg.norm(X), novikoff(X, T, u)[1]),
            "your R is the length of all rows taken together. R is the length of the longest "
            "single row: np.linalg.norm(X, axis=1) gives one length for each.",
            (CHAPTER, "Why it must stop"),
        ),
        Misconception(
            "constant left out",
            lambda X, T, u: _from(novikoff(X[:, :-1], T, u[:-1])[0], novikoff(X, T, u)[1]),
            "γ is right, but R leaves out the last column. The constant 1 for the bias belongs to "
            "each example.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "sign forgotten",
            lambda X, T, u: _from(novikoff(X, T, u)[0], np.min(X @ u) / np.linalg.norm(u)),
            "your γ is negative: the zeros lie on the side where u·x is below 0. Turn the sign "
            "where t = 0, then take the smallest.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "largest instead of smallest",
            lambda X, T, u: _from(
                novikoff(X, T, u)[0], np.max((2 * T - 1) * (X @ u)) / np.linalg.norm(u)
            ),
            "your γ is the distance of the farthest example. The margin is that of the nearest.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "bias left out of the length of u",
            lambda X, T, u: _from(
                novikoff(X, T, u)[0],
                np.min((2 * T - 1) * (X @ u)) / np.linalg.norm(u[:-1]),
            ),
            "you leave the last number of u out of its length. Here the bias is a weight like "
            "the others, so it belongs to |u|.",
            (CHAPTER, "The margin"),
        ),
        Misconception(
            "bound cut to a whole number",
            lambda X, T, u: (*novikoff(X, T, u)[:2], int(novikoff(X, T, u)[2])),
            "R and γ are right, but you have cut the bound to a whole number. Give it as it is.",
            (CHAPTER, "Why it must stop"),
        ),
    ),
    alternatives=(_novikoff_loops, _novikoff_norm),
    hints=(
        "Two lengths and their ratio. How far is the farthest example from the origin? How near "
        "is the nearest example to the line?",
        "R: the largest row length. γ: for each example the distance u·x/|u|, with its sign "
        "turned where t = 0; take the smallest.",
        "(2*T - 1) turns labels into signs, X @ u gives all the products, np.linalg.norm(u) the "
        "length. The third result is the square of the first divided by the second.",
    ),
    section=(CHAPTER, "The margin"),
    sources=("A5",),
    points=(2, 2),
    tolerance=1e-9,
    off_limits=(
        "course_lib.perceptron.margin",
        "course_lib.perceptron.radius",
        "course_lib.perceptron.novikoff_bound",
    ),
)


def _from(radius, gamma):
    return radius, gamma, (radius / gamma) ** 2


EXERCISES = (LOOKS_LIKE_X, NOVIKOFF)
