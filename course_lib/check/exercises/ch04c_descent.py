"""Chapter 4, walking: a gradient by nudging, and how long a step may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy import array

from course_lib.check.exercises.ch04a_losses import CHAPTER, LIBRARY
from course_lib.check.model import Case, Exercise, Misconception, case

# --- nudge_gradient ---------------------------------------------------------------------------


def nudge_gradient(f, theta, eps):
    answer = np.zeros(len(theta))
    for i in range(len(theta)):
        up, down = theta.copy(), theta.copy()  # nudge copies: theta stays as it was
        up[i] += eps
        down[i] -= eps
        answer[i] = (f(up) - f(down)) / (2 * eps)
    return answer


def _nudge_rows(f, theta, eps):
    steps = eps * np.eye(len(theta))
    return [(f(theta + s) - f(theta - s)) / eps / 2 for s in steps]


def _nudge_in_place(f, theta, eps):
    answer = []
    for i, kept in enumerate(theta.tolist()):
        values = []
        for way in (1, -1):
            theta[i] = kept + way * eps
            values.append(f(theta))
        theta[i] = kept
        answer.append((values[0] - values[1]) / (2 * eps))
    return np.array(answer)


def _nudge_cumulated(f, theta, eps):
    theta, answer = theta.copy(), []
    for i in range(len(theta)):
        theta[i] += eps
        up = f(theta)
        theta[i] -= 2 * eps
        answer.append((up - f(theta)) / (2 * eps))
    return np.array(answer)


def squares(theta):
    return float(np.sum(theta**2))


def product(theta):
    return float(theta[0] * theta[1] + theta[1] ** 3)


def wave(theta):
    return float(np.sin(theta[0]) + 3 * theta[-1])


def _cubic(rng: np.random.Generator, d: int) -> Callable:
    """A function of d numbers whose slopes in the directions differ and hang on one another."""
    a, c = rng.integers(-3, 4, d), rng.integers(1, 4, d)

    def f(theta):
        theta = np.asarray(theta, dtype=float)
        return float(np.sum(c * theta**3 + a * theta) + theta[0] * np.sum(theta[1:]) ** 2)

    return f


def _more_nudges(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(2, 5))
    theta = rng.integers(1, 9, d) / 4
    yield case("more", _cubic(rng, d), theta, float(rng.choice([0.5, 0.25, 0.125])))


NUDGE_GRADIENT = Exercise(
    id="nudge_gradient",
    chapter=CHAPTER,
    title="A gradient by nudging",
    reference=nudge_gradient,
    wanted="an array as long as theta: the slope of f in each direction",
    cases=(
        case("sum of squares", squares, array([1.0, -2.0]), 0.5),
        case("a product and a cube", product, array([2.0, 1.0]), 0.25),
        case("a wave", wave, array([0.5, 1.0, 2.0]), 0.125),
        case("one number", squares, array([3.0]), 0.001),
    ),
    more=_more_nudges,
    misconceptions=(
        Misconception(
            "upwards only",
            lambda f, theta, eps: array(
                [(f(theta + s) - f(theta)) / eps for s in eps * np.eye(len(theta))]
            ),
            "you nudge upwards only. Up *and* down by the same amount is far more exact, and is "
            "what the task asks for: (f(θ + ε) − f(θ − ε)) / 2ε.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "2 forgotten",
            lambda f, theta, eps: 2 * nudge_gradient(f, theta, eps),
            "twice too large: from θ − ε to θ + ε it is 2ε, not ε.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "not divided",
            lambda f, theta, eps: 2 * eps * nudge_gradient(f, theta, eps),
            "this is how much f changes. The slope is that change divided by the change of θ, "
            "which is 2ε.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "all numbers at once",
            lambda f, theta, eps: np.full(
                len(theta), (f(theta + eps) - f(theta - eps)) / (2 * eps)
            ),
            "you nudge all the numbers together (theta + eps does that). Nudge one, and leave the "
            "others where they are.",
            (CHAPTER, "Two dials: the mountain in the fog"),
        ),
        Misconception(
            "not put back",
            _nudge_cumulated,
            "after its turn a number stays nudged, so the next ones are tried at another place. "
            "Put it back, or nudge a copy.",
            (CHAPTER, "Two dials: the mountain in the fog"),
        ),
        Misconception(
            "two names for one array",
            lambda f, theta, eps: np.zeros(len(theta)),
            "all slopes are 0, as if nothing had been nudged. If you wrote up = theta, that is a "
            "second name for the same array, not a copy: theta.copy() makes one.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "sign",
            lambda f, theta, eps: -nudge_gradient(f, theta, eps),
            "the sign is turned: f above minus f below. Where f grows, the slope is positive.",
            (CHAPTER, "One dial and a meter"),
        ),
        Misconception(
            "brackets forgotten",
            lambda f, theta, eps: eps**2 * nudge_gradient(f, theta, eps),
            "your slopes are ε² times what they should be. In Python a / 2 * eps divides by 2 "
            "and then *multiplies* by eps. With brackets it is a / (2 * eps).",
            (CHAPTER, "One dial and a meter"),
        ),
    ),
    alternatives=(_nudge_rows, _nudge_in_place),
    hints=(
        "Work out the slope for the first number only: which two values of f do you need?",
        "A loop over the positions. In each turn make two copies of theta, one with that number up "
        "by eps, one with it down by eps.",
        "The difference of the two values of f, divided by 2 * eps, goes to position i of the "
        "answer. theta.copy() gives a copy that you may change.",
    ),
    section=(CHAPTER, "One dial and a meter"),
    sources=("C13", "E5"),
    points=(1, 2),
    tolerance=1e-8,
    off_limits=LIBRARY,
)


# --- steps_to_arrive --------------------------------------------------------------------------


def steps_to_arrive(curvature, eta, start, tolerance):
    x, steps = start, 0
    while abs(x) >= tolerance:
        if eta * curvature >= 2:
            return -1  # each step makes |x| no smaller: it would never end
        x, steps = x - eta * curvature * x, steps + 1
    return steps


def _arrive_by_powers(curvature, eta, start, tolerance):
    if abs(start) < tolerance:
        return 0
    factor = abs(1 - eta * curvature)
    sizes = abs(start) * factor ** np.arange(100_000)
    there = np.flatnonzero(sizes < tolerance)
    return there[0] if len(there) and factor < 1 else -1


def _arrive_with_patience(curvature, eta, start, tolerance):
    x = start
    for steps in range(20_000):
        if abs(x) < tolerance:
            return steps
        x = (1 - eta * curvature) * x
        if abs(x) > 1e100:
            break
    return -1


def _arrive(limit=2.0, factor=lambda curvature, eta: 1 - eta * curvature, extra=0, size=abs):
    """A mistaken count: another limit for η·λ, another factor, another test of arrival."""

    def wrong(curvature, eta, start, tolerance):
        x, steps, f = start, 0, factor(curvature, eta)
        while size(x) >= tolerance and steps < 5000:
            if eta * curvature >= limit:
                return -1
            x, steps = f * x, steps + 1
        return steps + extra if steps < 5000 else -1

    return wrong


def _arrive_with_nan(curvature, eta, start, tolerance):
    x, steps = start, 0
    while abs(x) >= tolerance:
        x, steps = x - eta * curvature * x, steps + 1
        if steps > 10_000:
            return -1
    return steps


def _more_arrivals(rng: np.random.Generator) -> Iterator[Case]:
    curvature = float(rng.choice([0.5, 1.0, 2.0, 4.0, 5.0]))
    product = float(rng.choice([0.13, 0.37, 0.81, 1.0, 1.21, 1.67, 1.93, 2.0, 2.25]))
    start = float(rng.choice([-3.0, -0.7, 0.9, 2.3]))
    yield case("more", curvature, product / curvature, start, float(rng.choice([0.01, 0.1])))


STEPS_TO_ARRIVE = Exercise(
    id="steps_to_arrive",
    chapter=CHAPTER,
    title="Too small, good, too large",
    reference=steps_to_arrive,
    wanted="one whole number: the steps until |x| is below the tolerance, or −1 for never",
    cases=(
        case("too small", 2.0, 0.01, 1.0, 0.01),
        case("good", 2.0, 0.3, 1.0, 0.01),
        case("in one step", 4.0, 0.25, -3.0, 0.01),
        case("large, jumping", 2.0, 0.9, 1.0, 0.01),
        case("exactly 2/λ", 2.0, 1.0, 1.0, 0.01),
        case("too large", 2.0, 1.05, -1.0, 0.01),
        case("gentle bowl, large rate", 0.5, 3.5, 2.0, 0.1),
        case("there already", 2.0, 0.1, -0.005, 0.01),
    ),
    more=_more_arrivals,
    misconceptions=(
        Misconception(
            "limit at 1/λ",
            _arrive(limit=1.0 + 1e-9),
            "you give up as soon as η exceeds 1/λ. Between 1/λ and 2/λ the ball jumps from side to "
            "side, but it does arrive.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "curvature forgotten",
            _arrive(factor=lambda curvature, eta: 1 - eta),
            "your step has length η·x. The slope of ½λx² is λx, so a step is η·λ·x.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "minus sign taken for arrival",
            _arrive(size=lambda x: x),
            "you stop as soon as x is smaller than the tolerance, and so at every negative x. The "
            "distance to the bottom is |x|.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "one step too many",
            lambda curvature, eta, start, tolerance: (
                steps_to_arrive(curvature, eta, start, tolerance) + 1
                if eta * curvature < 2
                else steps_to_arrive(curvature, eta, start, tolerance)
            ),
            "you count one step too many. If the start is close enough already, no step is needed, "
            "and the answer is 0.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "nan taken for arrival",
            _arrive_with_nan,
            "when the ball flies out, x grows to infinity, and then inf - inf is nan. A comparison "
            "with nan is never true, so your loop ends as if the ball had arrived. Decide by η·λ "
            "beforehand whether it can arrive.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "twice the slope",
            _arrive(limit=2.0, factor=lambda curvature, eta: 1 - 2 * eta * curvature),
            "your slope is 2λx. The bowl here is ½λx², and its slope is λx.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "start not looked at",
            lambda curvature, eta, start, tolerance: (
                -1 if eta * curvature >= 2 else _arrive_by_powers(curvature, eta, 1.0, tolerance)
            ),
            "you always start at 1. The number of steps depends on where the ball starts.",
            (CHAPTER, "How long a step?"),
        ),
        Misconception(
            "minus sign taken for arrival, even when flying out",
            _arrive(limit=np.inf, size=lambda x: x),
            "you stop at the first x below the tolerance, and every negative x is below it. So "
            "even a ball that is flying out seems to arrive. The distance to the bottom is |x|, "
            "abs(x) in Python.",
            (CHAPTER, "How long a step?"),
        ),
    ),
    alternatives=(_arrive_by_powers, _arrive_with_patience),
    hints=(
        "Each step multiplies x by the same number. Which? For which η is that number as large as "
        "1, or larger, when you leave its sign away?",
        "First deal with the rates that never arrive, then let a while loop walk and count. Mind "
        "that x may be negative.",
        "abs(x) < tolerance means that it has arrived; test that before anything else. It never "
        "arrives when eta * curvature is 2 or more. A step is x - eta * curvature * x.",
    ),
    section=(CHAPTER, "How long a step?"),
    sources=("B7", "C11"),
    points=(1, 2),
    off_limits=LIBRARY,
)

EXERCISES = (NUDGE_GRADIENT, STEPS_TO_ARRIVE)
