"""Chapter 6, the functions themselves: the bend, the leak, three slopes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "06_activations"


# --- relu_number ------------------------------------------------------------------------------


def relu_number(z):
    if z > 0:
        return z
    return 0


def _relu_max(z):
    return max(0.0, z)


def _relu_half(z):
    return (z + abs(z)) / 2


def _more_numbers(rng: np.random.Generator) -> Iterator[Case]:
    size = int(rng.integers(2, 9)) + 0.5
    yield case("more", float(size))
    yield case("more", float(-size))
    yield case("more", int(rng.integers(-9, 10)))


RELU_NUMBER = Exercise(
    id="relu_number",
    chapter=CHAPTER,
    title="ReLU with if and else",
    reference=relu_number,
    wanted="one number",
    cases=tuple(case(f"z = {z}".replace("-", "−"), z) for z in (-3, -2, -1, 0, 0.5, 1, 2, 3)),
    more=_more_numbers,
    misconceptions=(
        Misconception(
            "a step",
            lambda z: 1 if z > 0 else 0,
            "you answer 1 for every positive sum: that is the step. ReLU passes a positive sum on "
            "as it is.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "upside down",
            lambda z: z if z < 0 else 0,
            "you keep the negative sums and drop the positive ones. It is the other way round.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "absolute value",
            lambda z: z if z > 0 else -z,
            "you turn negative sums into positive ones: that is the absolute value. ReLU answers 0 "
            "for all of them.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "passed through",
            lambda z: z,
            "you return every sum as it is, the negative ones too. These should become 0.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "the sigmoid",
            lambda z: 1 / (1 + np.exp(-z)),
            "all your answers lie between 0 and 1: that is the sigmoid. The ReLU has no curve, "
            "only two straight pieces.",
            (CHAPTER, "Three shapes"),
        ),
        Misconception(
            "a leak",
            lambda z: z if z > 0 else 0.1 * z,
            "a little of your negative sums leaks through. That is the next task; here they "
            "become exactly 0.",
            (CHAPTER, "Three shapes"),
        ),
    ),
    alternatives=(_relu_max, _relu_half),
    hints=(
        "Fill in a table by hand first: what should come out for −2, −1, 0, 1 and 2?",
        "There are two cases. Which question about z tells them apart?",
        "if z is larger than 0, give z back; otherwise give 0 back. Two returns, or one with else.",
    ),
    section=(CHAPTER, "Three shapes"),
    sources=("D8", "D16"),
    points=(1, 1),
    off_limits=("course_lib.activations.relu",),
)


# --- leaky_array ------------------------------------------------------------------------------


def leaky_array(z, leak):
    return np.where(z > 0, z, leak * z)


def _leaky_loop(z, leak):
    answer = []
    for value in z:
        answer.append(value if value > 0 else leak * value)
    return answer


def _leaky_parts(z, leak):
    return np.maximum(z, 0.0) + leak * np.minimum(z, 0.0)


def _more_leaky(rng: np.random.Generator) -> Iterator[Case]:
    leak = float(rng.choice([0.02, 0.05, 0.2, 0.25, 0.3]))
    size = int(rng.integers(2, 6))
    yield case(
        "more", rng.permutation([*rng.integers(1, 6, size), *rng.integers(-5, 0, size)]), leak
    )


LEAKY_ARRAY = Exercise(
    id="leaky_array",
    chapter=CHAPTER,
    title="A bend that leaks, for whole arrays",
    reference=leaky_array,
    wanted="an array as long as z",
    cases=(
        case("one of each side", array([-2.0, 3.0]), 0.1),
        case("five sums", array([-2.0, -1.0, 0.0, 1.0, 2.0]), 0.01),
        case("all negative", array([-4.0, -0.5]), 0.25),
        case("all positive", array([0.5, 4.0, 7.0]), 0.25),
    ),
    more=_more_leaky,
    misconceptions=(
        Misconception(
            "the leak as the answer",
            lambda z, leak: np.where(z > 0, z, leak),
            "negative sums become the leak itself. The leak is a slope: multiply it by the sum.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "leak on the wrong side",
            lambda z, leak: np.where(z > 0, leak * z, z),
            "you shrink the positive sums and pass the negative ones. It is the other way round.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "no leak",
            lambda z, leak: np.maximum(z, 0),
            "negative sums become 0: that is the plain ReLU. Here a little of them should leak "
            "through.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "leak with its sign turned",
            lambda z, leak: np.where(z > 0, z, -leak * z),
            "your function rises again to the left of zero. The leak keeps the sign: a negative "
            "sum gives a small negative answer.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "leak added on both sides",
            lambda z, leak: np.maximum(z, 0) + leak * z,
            "you add leak·z everywhere, also above zero, where the slope should be exactly 1.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "leak on both sides",
            lambda z, leak: leak * z,
            "you multiply every sum by the leak, the positive ones too. These pass unchanged.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "always a tenth",
            lambda z, leak: np.where(z > 0, z, 0.1 * z),
            "your leak is 0.1 whatever is asked for. Multiply by the argument `leak`.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "always a hundredth",
            lambda z, leak: np.where(z > 0, z, 0.01 * z),
            "your leak is 0.01 whatever is asked for. Multiply by the argument `leak`.",
            (CHAPTER, "The price: silent units"),
        ),
        Misconception(
            "divided by the leak",
            lambda z, leak: np.where(z > 0, z, z / leak),
            "you divide the negative sums by the leak, and they grow. Only a small part should "
            "leak through: multiply.",
            (CHAPTER, "The price: silent units"),
        ),
    ),
    alternatives=(_leaky_loop, _leaky_parts),
    hints=(
        "What happens to 3? What happens to −2 when the leak is 0.1?",
        "An array cannot stand behind `if`. Either go through it number by number, or let "
        "np.where choose for every place.",
        "np.where(question, answer where yes, answer where no): the question is z > 0, the first "
        "answer is z, the second is the leak times z.",
    ),
    section=(CHAPTER, "The price: silent units"),
    sources=("D6", "A16"),
    tolerance=1e-9,
    off_limits=("course_lib.activations.leaky_relu",),
)


# --- three_slopes -----------------------------------------------------------------------------


def _sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def three_slopes(z):
    a, h = _sigmoid(z), np.tanh(z)
    return a * (1 - a), 1 - h**2, np.where(z > 0, 1.0, 0.0)


def _slopes_loop(z):
    first, second, third = [], [], []
    for value in z:
        a = 1 / (1 + np.exp(-value))
        first.append(a * (1 - a))
        second.append(1 / np.cosh(value) ** 2)
        third.append(1 if value >= 0 else 0)  # at the corner 1 is as good as 0
    return first, second, third


def _slopes_by_halves(z):
    a, double = _sigmoid(z), _sigmoid(2 * z)
    return [a - a**2, 4 * double * (1 - double), (np.sign(z) + 1) / 2]


def _slopes_view(args, result):
    """At the corner of the ReLU every slope from 0 to 1 is right: it counts as 0."""
    if not isinstance(result, tuple | list) or len(result) != 3:
        return result
    z = np.asarray(args[0])
    try:
        third = np.array(result[2], dtype=float)
    except (TypeError, ValueError):
        return result
    if third.shape != z.shape:
        return result
    third[(z == 0) & (third >= 0) & (third <= 1)] = 0
    return (result[0], result[1], third)


def _instead(place, slope):
    """The right slopes, but for one function another formula."""

    def wrong(z):
        answer = list(three_slopes(z))
        answer[place] = slope(z)
        return tuple(answer)

    return wrong


def _more_slopes(rng: np.random.Generator) -> Iterator[Case]:
    z = rng.uniform(0.1, 3, int(rng.integers(2, 6))).round(2)
    z[::2] *= -1  # some of each side, or the ReLU's slope would not show
    yield case("more", rng.permutation(z))


THREE_SLOPES = Exercise(
    id="three_slopes",
    chapter=CHAPTER,
    title="Three slopes",
    reference=three_slopes,
    wanted="the slopes of sigmoid, tanh and ReLU, three arrays as long as z",
    cases=(
        case("at 0 (ReLU may answer anything from 0 to 1)", array([0.0])),
        case("a little to both sides", array([-0.5, 0.5])),
        case("five sums", array([-4.0, -1.0, 0.25, 2.0, 3.0])),
        case("far out", array([-30.0, 30.0])),
    ),
    more=_more_slopes,
    misconceptions=(
        Misconception(
            "z for a in the sigmoid",
            _instead(0, lambda z: z * (1 - z)),
            "for the sigmoid you compute z(1 − z). The formula wants the activity: a(1 − a) with "
            "a = σ(z).",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "square forgotten",
            _instead(1, lambda z: 1 - np.tanh(z)),
            "for tanh you compute 1 − a. The activity is squared in the formula: 1 − a².",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "z for a in tanh",
            _instead(1, lambda z: 1 - z**2),
            "for tanh you compute 1 − z². The formula wants the activity: 1 − a² with a = tanh(z).",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "the sigmoid's activity in tanh",
            _instead(1, lambda z: 1 - _sigmoid(z) ** 2),
            "for tanh you compute 1 − σ(z)². In 1 − a² the a is the activity of tanh itself, not "
            "that of the sigmoid.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "ReLU instead of its slope",
            _instead(2, lambda z: np.maximum(z, 0)),
            "the third result is the ReLU itself. Its slope is 1 wherever it rises, however high "
            "it is.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "activities instead of slopes",
            lambda z: (_sigmoid(z), np.tanh(z), np.maximum(z, 0)),
            "you return the three activities. Wanted is how steep the curves are there.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "sigmoid's formula for tanh",
            _instead(1, lambda z: np.tanh(z) * (1 - np.tanh(z))),
            "for tanh you use the sigmoid's formula a(1 − a). tanh has its own: 1 − a².",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "z for a in both",
            lambda z: (z * (1 - z), 1 - z**2, z > 0),
            "you put the sum z where both formulas want the activity: a(1 − a) with a = σ(z), and "
            "1 − a² with a = tanh(z).",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "half of the sigmoid's formula",
            _instead(0, lambda z: 1 - _sigmoid(z)),
            "for the sigmoid you compute 1 − a. The slope has two factors, a and 1 − a.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "plus for minus in tanh",
            _instead(1, lambda z: 1 + np.tanh(z) ** 2),
            "for tanh you compute 1 + a². Far out the curve is level, so the slope must go to 0 "
            "there: 1 − a².",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "ReLU steep everywhere",
            _instead(2, lambda z: np.ones(len(z))),
            "your ReLU has slope 1 everywhere. To the left of 0 it is level: slope 0.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "ReLU turned round",
            _instead(2, lambda z: np.where(z < 0, 1, 0)),
            "your ReLU has its slope on the wrong side. It is level where z is negative and rises "
            "where z is positive.",
            (CHAPTER, "How steep is it?"),
        ),
        Misconception(
            "tanh before sigmoid",
            lambda z: tuple(three_slopes(z)[i] for i in (1, 0, 2)),
            "the first two results have changed places. The sigmoid comes first, then tanh.",
            (CHAPTER, "How steep is it?"),
        ),
    ),
    alternatives=(_slopes_loop, _slopes_by_halves),
    hints=(
        "Compute the activities first: a = σ(z) with np.exp, h = np.tanh(z).",
        "The slopes of the first two follow from the activities: a(1 − a) and 1 − h². That of the "
        "ReLU is 1 or 0.",
        "For the ReLU a comparison is enough: z > 0 is True or False for every place, and that "
        "counts as 1 or 0. Return the three results with commas between them.",
    ),
    section=(CHAPTER, "How steep is it?"),
    sources=("C14", "C3"),
    points=(2, 2),
    tolerance=1e-9,
    view=_slopes_view,
    off_limits=(
        "course_lib.activations.sigmoid_derivative",
        "course_lib.activations.tanh_derivative",
        "course_lib.activations.relu_derivative",
    ),
)

EXERCISES = (RELU_NUMBER, LEAKY_ARRAY, THREE_SLOPES)
