"""Chapter 8, He's start in two forms, and the start that suits a function."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "08_initialisation"
LIBRARY = tuple(
    f"course_lib.init.{name}"
    for name in ("he_normal", "he_uniform", "glorot_normal", "lecun_normal", "lecun_uniform")
)


def _noise(d_out: int, d_in: int, seed: int) -> np.ndarray:
    """Numbers as a generator would give them, with two decimals so that they can be read."""
    return np.random.default_rng(seed).standard_normal((d_out, d_in)).round(2) + 0.001


# --- he_weights -------------------------------------------------------------------------------


def he_weights(noise):
    # The rows are the units, the columns their inputs: fan-in is the number of columns.
    fan_in = noise.shape[1]
    return np.sqrt(2 / fan_in) * noise


def _he_rows(noise):
    return [[(2 / len(row)) ** 0.5 * value for value in row] for row in noise]


def _he_divided(noise):
    d_out, d_in = np.shape(noise)
    return noise / (d_in / 2) ** 0.5


def _more_noise(rng: np.random.Generator) -> Iterator[Case]:
    d_out, d_in = (int(v) for v in rng.permutation([2, 3, 4, 5, 6])[:2])
    yield case("more", rng.standard_normal((d_out, d_in)))


HE_WEIGHTS = Exercise(
    id="he_weights",
    chapter=CHAPTER,
    title="He's start",
    reference=he_weights,
    wanted="an array of the shape of noise",
    cases=(
        case("two units, eight inputs", _noise(2, 8, 1)),
        case("four units, two inputs", _noise(4, 2, 2)),
        case("one unit, three inputs", _noise(1, 3, 3)),
    ),
    more=_more_noise,
    misconceptions=(
        Misconception(
            "variance used as sd",
            lambda noise: 2 / noise.shape[1] * noise,
            "2/fan-in is the variance. Numbers are multiplied by the standard deviation, which is "
            "its square root.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "fan-out for fan-in",
            lambda noise: np.sqrt(2 / noise.shape[0]) * noise,
            "you divide by the number of units (rows, fan-out). How many terms has the sum of one "
            "unit? As many as it has inputs: the columns of W.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "LeCun's start",
            lambda noise: np.sqrt(1 / noise.shape[1]) * noise,
            "this is LeCun's start, 1/fan-in. A ReLU takes away half of the mean square, so He's "
            "variance is twice as large.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "all weights for fan-in",
            lambda noise: np.sqrt(2 / noise.size) * noise,
            "you divide by the number of all weights of the layer. Fan-in is the number of inputs "
            "of one unit, the columns.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "2 outside the root",
            lambda noise: 2 / np.sqrt(noise.shape[1]) * noise,
            "the 2 belongs under the root, together with fan-in: the variance is 2/fan-in.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "Glorot's start",
            lambda noise: np.sqrt(2 / sum(noise.shape)) * noise,
            "this is Glorot's start, with fan-in + fan-out. He's has fan-in alone.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "noise measured anew",
            lambda noise: noise / np.std(noise) * np.sqrt(2 / noise.shape[1]),
            "you divide by the standard deviation of just these few numbers. The generator's is "
            "1 already, and a draw that happens to be wider may stay so: multiply only.",
            (CHAPTER, "What the ReLU takes away"),
        ),
    ),
    alternatives=(_he_rows, _he_divided),
    hints=(
        "The noise has standard deviation 1. Multiplying by c makes it c. Which c is wanted?",
        "The variance shall be 2 divided by the number of inputs of a unit; the standard deviation "
        "is the root of that. Each row of W is a unit.",
        "noise.shape is (units, inputs): the second of the two is the fan-in. np.sqrt takes roots.",
    ),
    section=(CHAPTER, "What the ReLU takes away"),
    sources=("B18",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- he_even ----------------------------------------------------------------------------------


def he_even(u):
    # Even numbers between -L and L have variance L²/3, so L is the root of 3 times the variance.
    limit = np.sqrt(6 / u.shape[1])
    return limit * (2 * u - 1)


def _even_rows(u):
    rows = []
    for row in u:
        limit = (6 / len(row)) ** 0.5
        rows.append([-limit + 2 * limit * value for value in row])
    return rows


def _even_by_variance(u):
    variance = 2 / len(u[0])
    return (u - 0.5) * np.sqrt(12 * variance)


def _more_even(rng: np.random.Generator) -> Iterator[Case]:
    d_out, d_in = (int(v) for v in rng.permutation([2, 3, 4, 5, 6])[:2])
    yield case("more", rng.random((d_out, d_in)))


HE_EVEN = Exercise(
    id="he_even",
    chapter=CHAPTER,
    title="He's start with even numbers",
    reference=he_even,
    wanted="an array of the shape of u",
    cases=(
        case("the ends and the middle", array([[0.0, 0.5, 1.0, 0.25, 0.75, 0.1]])),
        case("three units, two inputs", array([[0.1, 0.9], [0.3, 0.6], [0.8, 0.2]])),
        case("two units, three inputs", array([[0.2, 0.4, 0.95], [0.7, 0.15, 0.35]])),
    ),
    more=_more_even,
    misconceptions=(
        Misconception(
            "sd taken for the limit",
            lambda u: np.sqrt(2 / u.shape[1]) * (2 * u - 1),
            "your limit is the standard deviation that we want. But numbers spread evenly up to L "
            "have only the standard deviation L/√3, so L must be larger by √3.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "no negative weights",
            lambda u: np.sqrt(6 / u.shape[1]) * u,
            "all your weights are positive. Their mean has to be 0: stretch the numbers from "
            "0…1 to −L…L.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "bracket forgotten",
            lambda u: np.sqrt(6 / u.shape[1]) * 2 * u - 1,
            "a bracket is missing: L multiplies only the 2u, and the 1 is taken away unscaled. It "
            "looks right when L happens to be 1. L multiplies the whole of 2u − 1.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "half of the way",
            lambda u: np.sqrt(6 / u.shape[1]) * (u - 0.5),
            "your weights reach only from −L/2 to L/2. From −L to L is a way of 2L.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "fan-out for fan-in",
            lambda u: np.sqrt(6 / u.shape[0]) * (2 * u - 1),
            "you divide by the number of units (rows). What counts is the number of inputs of a "
            "unit, the columns.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "root forgotten",
            lambda u: 6 / u.shape[1] * (2 * u - 1),
            "the root is missing: 6/fan-in is the square of the limit.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "LeCun's variance",
            lambda u: np.sqrt(3 / u.shape[1]) * (2 * u - 1),
            "your numbers have the variance 1/fan-in. For ReLU it has to be twice that.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "even numbers as noise",
            lambda u: np.sqrt(2 / u.shape[1]) * u,
            "you treat the numbers like noise with mean 0 and standard deviation 1. Numbers from "
            "0 to 1 have neither: first shift and stretch them to −L…L, then find L.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "half of the way to the sd",
            lambda u: np.sqrt(2 / u.shape[1]) * (u - 0.5),
            "the middle is right, at 0, but your weights are too small. From −L to L is a way of "
            "2L, and L is not the standard deviation: L²/3 is the variance.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "3 on the wrong side",
            lambda u: np.sqrt(2 / (3 * u.shape[1])) * (2 * u - 1),
            "you divide the variance by 3. But L²/3 is the variance, so L² is 3 times as large "
            "as it.",
            (CHAPTER, "Normal or uniform?"),
        ),
    ),
    alternatives=(_even_rows, _even_by_variance),
    hints=(
        "First find L: even numbers between −L and L have the variance L²/3, and that shall be "
        "2/fan-in. Then turn 0…1 into −L…L.",
        "From L²/3 = 2/fan-in follows L² = 6/fan-in. To stretch: 0 must become −L, ½ must become "
        "0 and 1 must become L.",
        "2 * u - 1 lies between −1 and 1. Multiply it by L, the root of 6 divided by the number "
        "of columns.",
    ),
    section=(CHAPTER, "Normal or uniform?"),
    sources=("B18",),
    tolerance=1e-9,
    off_limits=LIBRARY,
)


# --- choose_start -----------------------------------------------------------------------------


def choose_start(function, fan_in, fan_out):
    if function == "relu":
        variance = 2 / fan_in  # He: makes up for the half that a ReLU takes away
    elif function == "tanh":
        variance = 2 / (fan_in + fan_out)  # Glorot: between the wishes of both ways
    else:
        variance = 1 / fan_in  # LeCun: n times the variance is 1
    return np.sqrt(variance)


def _choose_by_table(function, fan_in, fan_out):
    table = {"relu": fan_in / 2, "tanh": (fan_in + fan_out) / 2, "none": fan_in}
    return 1 / table[function] ** 0.5


def _choose_by_power(function, fan_in, fan_out):
    n = 0.5 * (fan_in + fan_out) if function == "tanh" else fan_in
    return (2.0 if function == "relu" else 1.0) ** 0.5 * n**-0.5


def _other_start(**changed):
    """choose_start with another variance for some of the functions."""

    def wrong(function, fan_in, fan_out):
        rule = changed.get(function)
        return np.sqrt(rule(fan_in, fan_out)) if rule else choose_start(function, fan_in, fan_out)

    return wrong


def _more_choices(rng: np.random.Generator) -> Iterator[Case]:
    fan_in, fan_out = (int(v) for v in rng.permutation([5, 12, 20, 50, 64, 100, 300])[:2])
    yield case("more", str(rng.choice(["relu", "tanh", "none"])), fan_in, fan_out)


CHOOSE_START = Exercise(
    id="choose_start",
    chapter=CHAPTER,
    title="The start that suits a function",
    reference=choose_start,
    wanted="one number, the standard deviation of the weights",
    cases=(
        case("ReLU, 50 inputs, 200 units", "relu", 50, 200),
        case("tanh, 50 inputs, 150 units", "tanh", 50, 150),
        case("no bend, 25 inputs, 100 units", "none", 25, 100),
        case("tanh, 64 inputs, 64 units", "tanh", 64, 64),
        case("ReLU, 200 inputs, 8 units", "relu", 200, 8),
    ),
    more=_more_choices,
    misconceptions=(
        Misconception(
            "variance",
            lambda *args: choose_start(*args) ** 2,
            "these are the variances. Wanted are the standard deviations, their roots.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "fan-out for fan-in",
            lambda f, fan_in, fan_out: choose_start(f, fan_out, fan_in),
            "tanh is right; for the others you take fan-out. The way up asks for fan-in, the "
            "number of inputs of a unit.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "He and Glorot swapped",
            _other_start(relu=lambda i, o: 2 / (i + o), tanh=lambda i, o: 2 / i),
            "ReLU and tanh are swapped: He's start, 2/fan-in, belongs to ReLU, Glorot's to tanh.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "Glorot without the 2",
            _other_start(tanh=lambda i, o: 1 / (i + o)),
            "only tanh is wrong: Glorot's variance has a 2 on top. With equal fans it must be 1/n, "
            "and fan-in + fan-out is then 2n.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "LeCun for tanh",
            _other_start(tanh=lambda i, o: 1 / i),
            "for tanh you take 1/fan-in, which is LeCun's start. The compromise of Glorot and "
            "Bengio is wanted here: with fan-in + fan-out.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "Glorot for ReLU too",
            _other_start(relu=lambda i, o: 2 / (i + o)),
            "only ReLU is wrong: it gets Glorot's start from you. He's is wanted, with fan-in "
            "alone.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "one start for all",
            _other_start(relu=lambda i, o: 1 / i, tanh=lambda i, o: 1 / i),
            "you use 1/fan-in for all three. ReLU takes away half of the mean square, and tanh "
            "gets the compromise of Glorot and Bengio.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "LeCun for ReLU",
            _other_start(relu=lambda i, o: 1 / i),
            "only ReLU is wrong: you give it LeCun's 1/fan-in. It takes away half of the mean "
            "square, and the weights have to make up for that.",
            (CHAPTER, "What the ReLU takes away"),
        ),
        Misconception(
            "He without a bend",
            _other_start(none=lambda i, o: 2 / i),
            "only “none” is wrong: you give it He's 2. Without a bend nothing is lost, so there "
            "is nothing to make up for.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "limit for sd",
            _other_start(relu=lambda i, o: 6 / i),
            "only ReLU is wrong: the root of 6/fan-in is the limit L of He's *even* numbers. "
            "Wanted is the standard deviation.",
            (CHAPTER, "Normal or uniform?"),
        ),
        Misconception(
            "bracket forgotten",
            _other_start(tanh=lambda i, o: 2 / i + o),
            "only tanh is wrong, and far too large: Python divides before it adds. The sum "
            "fan_in + fan_out needs a bracket.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "mean of the variances",
            _other_start(tanh=lambda i, o: (1 / i + 1 / o) / 2),
            "only tanh is wrong: you take the mean of the two wishes, 1/fan-in and 1/fan-out. In "
            "Glorot's start it is the two *fans* whose mean is taken, in the denominator.",
            (CHAPTER, "The way back"),
        ),
        Misconception(
            "root of the top alone",
            lambda f, i, o: (2.0 if f != "none" else 1.0) ** -0.5 * choose_start(f, i, o) ** 2,
            "your root covers only the number on top. The whole variance belongs under it, the "
            "fans too.",
            (CHAPTER, "One product, one sum"),
        ),
        Misconception(
            "limit for sd, tanh",
            _other_start(tanh=lambda i, o: 6 / (i + o)),
            "only tanh is wrong: with a 6 on top you have the limit of Glorot's start in *even* "
            "numbers. Wanted is the standard deviation.",
            (CHAPTER, "Normal or uniform?"),
        ),
    ),
    alternatives=(_choose_by_table, _choose_by_power),
    hints=(
        "Three functions, three names: LeCun for none, He for ReLU, Glorot for tanh. Write down "
        "the three variances first.",
        "1/fan-in, 2/fan-in, 2/(fan-in + fan-out). The standard deviation is the root.",
        "if function == “relu”: … elif function == “tanh”: … else: … and at the end the root of "
        "the variance that you found.",
    ),
    section=(CHAPTER, "The way back"),
    sources=("B18", "C16"),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (HE_WEIGHTS, HE_EVEN, CHOOSE_START)
