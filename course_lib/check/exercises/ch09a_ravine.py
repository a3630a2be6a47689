"""Chapter 9, the limits of a ravine, and one step of a heavy ball."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "09_optimizers"
LIBRARY = tuple(
    f"course_lib.optim.{name}"
    for name in ("Momentum", "RMSProp", "AdaGrad", "Adam", "AdamW", "SGD.move", "descend")
)  # SGD has no __init__ of its own; Nesterov begins as a Momentum and is noticed with it


# --- ravine_rates -----------------------------------------------------------------------------


def ravine_rates(curvatures):
    low, high = min(curvatures), max(curvatures)
    # The steepest wall sets the limit. The best rate makes the factors of wall and floor equally
    # large: 1 - eta*low = -(1 - eta*high).
    return 2 / high, 2 / (low + high), (high - low) / (high + low)


def _rates_by_kappa(curvatures):
    kappa = np.max(curvatures) / np.min(curvatures)
    limit = 2.0 / np.max(curvatures)
    return [limit, limit * kappa / (kappa + 1), (kappa - 1) / (kappa + 1)]


def _rates_by_factor(curvatures):
    ordered = sorted(float(c) for c in curvatures)
    best = 1 / ((ordered[0] + ordered[-1]) / 2)
    return 2 / ordered[-1], best, max(abs(1 - best * c) for c in ordered)


def _rates(limit=None, best=None, factor=None):
    """ravine_rates with another formula, of the lowest and highest curvature, for one result."""

    def wrong(curvatures):
        low, high = min(curvatures), max(curvatures)
        right = ravine_rates(curvatures)
        own = (rule and rule(low, high) for rule in (limit, best, factor))
        return tuple(r if o is None else o for o, r in zip(own, right, strict=True))

    return wrong


def _by_place(curvatures):
    low, high = curvatures[0], curvatures[-1]
    return 2 / high, 2 / (low + high), (high - low) / (high + low)


def _best_for_the_wall(curvatures):
    low, high = min(curvatures), max(curvatures)
    return 2 / high, 1 / high, 1 - low / high


def _by_sum(curvatures):
    limit, _, factor = ravine_rates(curvatures)
    return limit, 2 / sum(curvatures), factor


def _by_mean(curvatures):
    return 2 / np.mean(curvatures), *ravine_rates(curvatures)[1:]


def _more_ravines(rng: np.random.Generator) -> Iterator[Case]:
    values = rng.permutation([0.5, 1, 2, 3, 4, 5, 8, 10, 16, 20, 25, 40])[:3]
    low, middle, high = sorted(float(v) for v in values)
    yield case("more", array([middle, high, low, middle]))


RAVINE_RATES = Exercise(
    id="ravine_rates",
    chapter=CHAPTER,
    title="The limits of a ravine",
    reference=ravine_rates,
    wanted="three numbers: the limit, the best rate, the factor",
    cases=(
        case("a floor and a wall", array([1.0, 4.0])),
        case("four dials, in no order", array([8.0, 20.0, 2.0, 5.0])),
        case("three dials", array([3.0, 0.5, 1.0])),
    ),
    more=_more_ravines,
    misconceptions=(
        Misconception(
            "1/λ for the limit",
            _rates(limit=lambda low, high: 1 / high),
            "your limit is 1/λmax. There a single step goes to the bottom of the wall; the walk "
            "flies out only at twice that.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "limit of the floor",
            _rates(limit=lambda low, high: 2 / low),
            "your limit is that of the flattest dial. With such a rate the steepest one has long "
            "flown out.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "limit of the mean",
            _by_mean,
            "your limit takes the mean of all curvatures. The steepest wall alone decides.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "2 forgotten in the best rate",
            _rates(best=lambda low, high: 1 / (low + high)),
            "your best rate is half of it: 1 − ηλmin = −(1 − ηλmax) gives η(λmin + λmax) = 2.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "best for the wall",
            _rates(best=lambda low, high: 1 / high),
            "1/λmax is best for the wall alone. A somewhat larger rate makes the wall a little "
            "worse and the floor better, until both shrink by the same factor.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "best for the wall, and its factor",
            _best_for_the_wall,
            "your best rate, 1/λmax, takes the wall to the bottom in one step, but the floor is "
            "slower than it need be. With a somewhat larger rate the floor gains, until the wall "
            "is just as slow.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "sum of all curvatures",
            _by_sum,
            "your best rate divides 2 by the sum of all curvatures. In the formula only the "
            "smallest and the largest are added; with two dials that is the same.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "nearly for exactly",
            _rates(factor=lambda low, high: 1 - 2 * low / high),
            "your factor is 1 − 2/κ. That is nearly right for a large κ; wanted is the exact one.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "condition number for the factor",
            _rates(factor=lambda low, high: high / low),
            "the third number is κ itself. Wanted is the factor of one step, (κ − 1)/(κ + 1).",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "sign of the factor",
            _rates(factor=lambda low, high: 1 - 2 / (low + high) * high),
            "the third number is the factor of the wall with its sign. Wanted is its size, which "
            "is the same for floor and wall.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "first and last for lowest and highest",
            _by_place,
            "you take the first and the last curvature. They come in no order: look for the "
            "smallest and the largest.",
            (CHAPTER, "A ravine"),
        ),
        Misconception(
            "factor at the limit of the floor",
            _rates(factor=lambda low, high: 1 - low / high),
            "your factor is that of the floor with the rate 1/λmax. Use your best rate.",
            (CHAPTER, "A ravine"),
        ),
    ),
    alternatives=(_rates_by_kappa, _rates_by_factor),
    hints=(
        "Only two of the curvatures matter: the smallest and the largest.",
        "A step multiplies a dial by 1 − ηλ. It flies out when this is below −1. The best rate "
        "makes the factors of the two extreme dials equal in size, one +, one −.",
        "From 1 − ηλmin = ηλmax − 1 you get the best η; put it into 1 − ηλmin for the factor.",
    ),
    section=(CHAPTER, "A ravine"),
    sources=("C16",),
    tolerance=1e-9,
)


# --- momentum_step ----------------------------------------------------------------------------


def momentum_step(theta, v, g, eta, mu):
    v = mu * v - eta * g
    # The new speed moves the parameters.
    return theta + v, v


def _momentum_numbers(theta, v, g, eta, mu):
    speeds = [mu * a - eta * b for a, b in zip(v, g, strict=True)]
    return [p + s for p, s in zip(theta, speeds, strict=True)], speeds


def _momentum_positive(theta, v, g, eta, mu):
    drop = eta * np.asarray(g) - mu * np.asarray(v)
    return theta - drop, -drop


def _more_momentum(rng: np.random.Generator) -> Iterator[Case]:
    theta, v, g = rng.normal(size=(3, 3)).round(1) + 0.05
    eta, mu = (float(u) for u in (rng.choice([0.1, 0.2, 0.5]), rng.choice([0.6, 0.8, 0.9])))
    yield case("more", theta, v, g, eta, mu)


MOMENTUM_STEP = Exercise(
    id="momentum_step",
    chapter=CHAPTER,
    title="One step of momentum",
    reference=momentum_step,
    wanted="two arrays: the new theta and the new v",
    cases=(
        case("from rest", array([10.0, 1.0]), array([0.0, 0.0]), array([10.0, 20.0]), 0.1, 0.9),
        case("in motion", array([9.0, -1.0]), array([-1.0, -2.0]), array([9.0, -20.0]), 0.1, 0.9),
        case("against the slope", array([2.0]), array([-4.0]), array([-1.0]), 0.5, 0.8),
    ),
    more=_more_momentum,
    misconceptions=(
        Misconception(
            "old speed moves",
            lambda theta, v, g, eta, mu: (theta + v, mu * v - eta * g),
            "the speed is right, but theta was moved by the old one. First the slope changes the "
            "speed, then the new speed moves theta.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "speed without the rate",
            lambda theta, v, g, eta, mu: (theta - eta * (mu * v + g), mu * v + g),
            "this is the form of some libraries, v = mu*v + g and theta − eta*v. It is another "
            "walk as soon as the rate changes. In this book eta belongs to the slope: "
            "v = mu*v − eta*g, and theta + v.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "uphill",
            lambda theta, v, g, eta, mu: (theta + (mu * v + eta * g), mu * v + eta * g),
            "the slope pushes the ball uphill. It has a minus: v = mu*v − eta*g.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "speed with its sign turned",
            lambda theta, v, g, eta, mu: (theta - (mu * v + eta * g), mu * v + eta * g),
            "your v points uphill and you subtract it. The given v is a speed that is *added*, so "
            "it points where the ball goes.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "slope weighted by 1 − mu",
            lambda theta, v, g, eta, mu: (
                theta + mu * v - eta * (1 - mu) * g,
                mu * v - eta * (1 - mu) * g,
            ),
            "you weigh the slope with 1 − mu. That makes a moving average, as in Adam; the heavy "
            "ball takes the whole slope.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "no memory",
            lambda theta, v, g, eta, mu: (theta - eta * g, -eta * g),
            "the old speed is lost. The share mu of it is kept.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "nothing fades",
            lambda theta, v, g, eta, mu: (theta + v - eta * g, v - eta * g),
            "the old speed is kept whole. Only the share mu of it remains.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "eta and mu swapped",
            lambda theta, v, g, eta, mu: (theta + eta * v - mu * g, eta * v - mu * g),
            "eta and mu have changed places: mu belongs to the old speed, eta to the slope.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "rate forgotten",
            lambda theta, v, g, eta, mu: (theta + mu * v - g, mu * v - g),
            "eta is not used: the slope changes the speed by eta times g.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "old speed returned",
            lambda theta, v, g, eta, mu: (theta + mu * v - eta * g, v),
            "theta is right, but the v that you return is the old one. The next step needs the "
            "new speed.",
            (CHAPTER, "A heavy ball"),
        ),
        Misconception(
            "Nesterov's step",
            lambda theta, v, g, eta, mu: (
                theta + mu * (mu * v - eta * g) - eta * g,
                mu * v - eta * g,
            ),
            "this looks ahead, as Nesterov does. Plain momentum only adds the new speed.",
            (CHAPTER, "Looking ahead"),
        ),
        Misconception(
            "results in the other order",
            lambda theta, v, g, eta, mu: (mu * v - eta * g, theta + mu * v - eta * g),
            "both numbers are right and in the wrong order: first theta, then v.",
            (CHAPTER, "A heavy ball"),
        ),
    ),
    alternatives=(_momentum_numbers, _momentum_positive),
    hints=(
        "Two lines: first the new speed, then the new place.",
        "The new speed is the share mu of the old one, minus eta times the slope.",
        "Return two things, separated by a comma: the place moved by the *new* speed, and that "
        "speed.",
    ),
    section=(CHAPTER, "A heavy ball"),
    sources=("B21", "C16"),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


EXERCISES = (RAVINE_RATES, MOMENTUM_STEP)
