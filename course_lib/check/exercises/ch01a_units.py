"""Chapter 1, one neuron: weights, veto, and the threshold as a weight."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "01_formal_neuron"


# --- threshold_unit ---------------------------------------------------------------------------


def threshold_unit(x, w, b):
    return int(sum(weight * value for weight, value in zip(w, x, strict=True)) + b >= 0)


def _threshold_numpy(x, w, b):
    return np.where(np.dot(np.asarray(x, dtype=float), np.asarray(w, dtype=float)) >= -b, 1, 0)


def _threshold_backwards(x, w, b):
    total = b
    for i in reversed(range(len(x))):
        total = total + w[i] * x[i]
    if total < 0:
        return 0.0
    return 1.0


def _more_threshold(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(1, 5))
    x, w = rng.integers(0, 2, d), rng.integers(-3, 4, d)
    # Half of the sums lie exactly on the threshold, where >= and > differ.
    b = -int(w @ x) if rng.random() < 0.4 else int(rng.integers(-3, 4))
    yield case("more", x, w, b)


THRESHOLD_UNIT = Exercise(
    id="threshold_unit",
    chapter=CHAPTER,
    title="A unit that fires",
    reference=threshold_unit,
    wanted="one number, 0 or 1",
    cases=(
        case("AND with both inputs on", array([1, 1]), array([1, 1]), -1.5),
        case("AND with one input on", array([1, 0]), array([1, 1]), -1.5),
        case("nothing on, bias 0.5", array([0, 0]), array([1, 1]), 0.5),
        case("three inputs, one weight positive", array([1, 1, 1]), array([2, -1, -3]), 0.25),
        case("the sum is exactly 0", array([1, 1]), array([1, 1]), -2),
    ),
    more=_more_threshold,
    misconceptions=(
        Misconception(
            "bias subtracted",
            lambda x, w, b: int(np.dot(w, x) - b >= 0),
            "the bias is taken away instead of added. The bias is the threshold with its sign "
            "turned, so here it is added: w·x + b.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "silent at the threshold",
            lambda x, w, b: int(np.dot(w, x) + b > 0),
            "your unit stays silent when the sum is exactly 0. In this book a unit fires at its "
            "threshold, not only above it.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: int(np.dot(w, x) >= 0),
            "the bias b has no influence on your result. Without it every unit would have its "
            "threshold at 0.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "sum returned",
            lambda x, w, b: np.dot(w, x) + b,
            "you return the sum itself. A threshold unit only says yes or no, 1 or 0.",
            (CHAPTER, "From veto to weights"),
        ),
        Misconception(
            "weights forgotten",
            lambda x, w, b: int(sum(x) + b >= 0),
            "the weights have no influence on your result: each input is counted as 1. Multiply "
            "each input by its own weight before you add.",
            (CHAPTER, "From veto to weights"),
        ),
        Misconception(
            "bias for every input",
            lambda x, w, b: int(np.dot(w, x) + len(x) * b >= 0),
            "you add the bias once for every input. It belongs to the whole sum: add it a single "
            "time, before the loop or after it.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "only the first input",
            lambda x, w, b: int(w[0] * x[0] + b >= 0),
            "only the first input has an influence on your result. Does a `return` stand inside "
            "the loop? It belongs after it.",
            (CHAPTER, "From veto to weights"),
        ),
        Misconception(
            "only two inputs",
            lambda x, w, b: int(w[0] * x[0] + w[1] * x[1] + b >= 0),
            "you read two inputs only. There may be more or fewer: go through all of x.",
            (CHAPTER, "From veto to weights"),
        ),
        Misconception(
            "silent is -1",
            lambda x, w, b: 1 if np.dot(w, x) + b >= 0 else -1,
            "a silent unit answers 0 here, not -1.",
            (CHAPTER, "From veto to weights"),
        ),
    ),
    alternatives=(_threshold_numpy, _threshold_backwards),
    hints=(
        "Work one case on paper first: multiply each input by its weight, add up, add the bias.",
        "Two steps. First the sum z = w·x + b, with a loop or with NumPy's dot. Then the "
        "decision: compare z with 0.",
        "Only the comparison is left, and the case in which z is exactly 0: there the unit "
        "fires. Return 1 for one side and 0 for the other.",
    ),
    section=(CHAPTER, "From veto to weights"),
    sources=("A1", "B3"),
    off_limits=(
        "course_lib.neurons.threshold_unit",
        "course_lib.neurons.preactivation",
        "course_lib.neurons.neuron",
    ),
)


# --- veto_unit --------------------------------------------------------------------------------


def veto_unit(excitatory, inhibitory, threshold):
    if any(inhibitory):
        return 0
    return int(sum(excitatory) >= threshold)


def _veto_numpy(excitatory, inhibitory, threshold):
    return np.logical_and(np.sum(inhibitory) == 0, np.sum(excitatory) >= threshold)


def _veto_loop(excitatory, inhibitory, threshold):
    count = 0.0
    for value in excitatory:
        count += value
    fires = 1.0 if count >= threshold else 0.0
    for value in inhibitory:
        fires = fires * (1 - value)
    return fires


def _more_veto(rng: np.random.Generator) -> Iterator[Case]:
    excitatory = rng.integers(0, 2, int(rng.integers(1, 6)))
    inhibitory = rng.integers(0, 2, int(rng.integers(0, 5)))
    if rng.random() < 0.4:
        inhibitory = np.zeros_like(inhibitory)
    threshold = int(excitatory.sum()) + int(rng.integers(-3, 2))
    yield case("more", excitatory, inhibitory, threshold)


VETO_UNIT = Exercise(
    id="veto_unit",
    chapter=CHAPTER,
    title="The unit of 1943, with a veto",
    reference=veto_unit,
    wanted="one number, 0 or 1",
    cases=(
        case("AND: two of two, no veto", array([1, 1]), array([0]), 2),
        case("AND: one of two, no veto", array([1, 0]), array([0]), 2),
        case("three of three, one veto", array([1, 1, 1]), array([1]), 1),
        case("one veto of two", array([1, 1]), array([0, 1]), 1),
        case("no inhibitory input at all", array([0, 1]), array([], dtype=int), 1),
        case("more than enough, no veto", array([1, 1, 0, 1]), array([0, 0]), 2),
        case("NOT: threshold 0, input off", array([0]), array([0]), 0),
        case("NOT: threshold 0, input on", array([0]), array([1]), 0),
    ),
    more=_more_veto,
    misconceptions=(
        Misconception(
            "veto subtracts",
            lambda e, i, threshold: int(np.sum(e) - np.sum(i) >= threshold),
            "an active inhibitory input takes 1 away in your version. In the unit of 1943 it is a "
            "veto: a single one silences the unit, however many others shout.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "veto ignored",
            lambda e, i, threshold: int(np.sum(e) >= threshold),
            "the inhibitory inputs have no influence on your result. An active one must silence "
            "the unit.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "silent at the threshold",
            lambda e, i, threshold: int(np.sum(e) > threshold and not np.any(i)),
            "your unit needs more than its threshold. It fires as soon as the count reaches the "
            "threshold: with threshold 2, two active inputs are enough.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "all must veto",
            lambda e, i, threshold: int(np.sum(e) >= threshold and not (len(i) > 0 and np.all(i))),
            "your unit falls silent only if all inhibitory inputs are active. One of them is "
            "enough.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "all of nothing",
            lambda e, i, threshold: int(np.sum(e) >= threshold and not np.all(i)),
            "your unit falls silent if all inhibitory inputs are active. One is enough: ask for "
            "any of them. And where there are none, Python says that all of them are active.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "exactly the threshold",
            lambda e, i, threshold: int(np.sum(e) == threshold and not np.any(i)),
            "your unit fires only if the count equals the threshold. More than enough is enough "
            "as well.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "count returned",
            lambda e, i, threshold: 0 if np.any(i) else int(np.sum(e)),
            "you return the count. The unit compares it with the threshold and answers 1 or 0.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "silent inputs counted",
            lambda e, i, threshold: int(len(e) >= threshold and not np.any(i)),
            "you count all excitatory inputs, the silent ones too. Only those that are 1 count, "
            "and their sum is that number.",
            (CHAPTER, "The neuron of 1943"),
        ),
        Misconception(
            "first veto only",
            lambda e, i, threshold: int(np.sum(e) >= threshold and not np.any(i[:1])),
            "only the first inhibitory input has an influence on your result. Any one of them is "
            "a veto.",
            (CHAPTER, "The neuron of 1943"),
        ),
    ),
    alternatives=(_veto_numpy, _veto_loop),
    hints=(
        "Two questions, one after the other: is there a veto? If not: are enough inputs active?",
        "If any inhibitory input is 1, the answer is 0 and you are done. Otherwise count the "
        "active excitatory inputs.",
        "Python's any(...) answers the first question, sum(...) and >= the second. Mind the unit "
        "without inhibitory inputs: any of nothing is False.",
    ),
    section=(CHAPTER, "The neuron of 1943"),
    sources=("A1", "A2"),
    off_limits=("course_lib.neurons.mcculloch_pitts",),
)


# --- augmented --------------------------------------------------------------------------------


def augmented(x, w, theta):
    return np.append(x, -1.0), np.append(w, theta)


def _augmented_lists(x, w, theta):
    return [*x, -1], [*w, theta]


def _augmented_blank(x, w, theta):
    long_x, long_w = np.full(len(x) + 1, -1.0), np.full(len(x) + 1, float(theta))
    long_x[:-1], long_w[:-1] = x, w
    return [long_x, long_w]


def _more_augmented(rng: np.random.Generator) -> Iterator[Case]:
    d = int(rng.integers(1, 5))
    theta = int(rng.choice([-3, -2, -1, 1, 2, 3])) / 2
    yield case("more", rng.integers(-4, 5, d) / 2, rng.integers(-4, 5, d) / 2, theta)


AUGMENTED = Exercise(
    id="augmented",
    chapter=CHAPTER,
    title="The threshold becomes a weight",
    reference=augmented,
    wanted="the pair (x with -1 at its end, w with the threshold at its end)",
    cases=(
        case("two inputs", array([1.0, 0.0]), array([1.0, 1.0]), 1.5),
        case("one input", array([3.0]), array([0.5]), 2.0),
        case("a negative threshold", array([0.0, 1.0, 1.0]), array([2.0, -1.0, 0.5]), -0.5),
    ),
    more=_more_augmented,
    misconceptions=(
        Misconception(
            "plus one",
            lambda x, w, theta: (np.append(x, 1), np.append(w, theta)),
            "you append +1. Then the sum becomes w·x + θ, and the threshold is added instead of "
            "taken away.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "bias form",
            lambda x, w, theta: (np.append(x, 1), np.append(w, -theta)),
            "you append +1 to x and -θ to w. The sum is right: it is the form with the bias. Here "
            "the form with the threshold is asked for: -1 and θ.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "two minus signs",
            lambda x, w, theta: (np.append(x, -1), np.append(w, -theta)),
            "both new numbers carry a minus sign, so their product is +θ. Only one of them may "
            "be turned, the -1 in x.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "at the front",
            lambda x, w, theta: (np.append(-1, x), np.append(theta, w)),
            "the sum is right, but the new numbers stand at the front. The task puts them at the "
            "end of both vectors.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "weights not extended",
            lambda x, w, theta: (np.append(x, -1), w),
            "x has grown by one number, but w has not, so their product cannot be formed. The "
            "threshold is the weight of the new input.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "order exchanged",
            lambda x, w, theta: (np.append(w, theta), np.append(x, -1)),
            "both vectors are right, but they are exchanged: x comes first, then w.",
            (CHAPTER, "The augmented vector"),
        ),
        Misconception(
            "threshold among the inputs",
            lambda x, w, theta: (np.append(x, theta), np.append(w, -1)),
            "the sum is right, but θ stands among the inputs. It is a number of the unit, as the "
            "weights are, so it goes to the end of w; the new input is -1.",
            (CHAPTER, "The augmented vector"),
        ),
    ),
    alternatives=(_augmented_lists, _augmented_blank),
    hints=(
        "Write s = w·x - θ as w·x + θ·(something). What is the something?",
        "Both vectors grow by one number at the end: x by an input that never changes, w by the "
        "weight of that input.",
        "np.append(v, number) gives a longer copy of v. The new input is -1, its weight is the "
        "threshold.",
    ),
    section=(CHAPTER, "The augmented vector"),
    sources=("C2",),
    off_limits=("course_lib.neurons.augment",),
)

EXERCISES = (THRESHOLD_UNIT, VETO_UNIT, AUGMENTED)
