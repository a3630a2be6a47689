"""Chapter 3, three ReLU neurons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, Unusable, case

CHAPTER = "03_xor"
CORNERS = array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def _relu(z):
    return np.maximum(z, 0.0)


# --- relu_net ---------------------------------------------------------------------------------


def relu_net(X, W, b, v, c):
    return _relu(_relu(X @ W.T + b) @ v + c)


def _net_loops(X, W, b, v, c):
    answer = []
    for x in X:
        hidden = []
        for w, bias in zip(W, b, strict=True):
            hidden.append(max(0, bias + sum(p * q for p, q in zip(w, x, strict=True))))
        answer.append(max(0, c + sum(p * q for p, q in zip(v, hidden, strict=True))))
    return answer


def _net_columns(X, W, b, v, c):
    z = np.dot(W, X.T) + np.reshape(b, (-1, 1))
    out = np.dot(v, z * (z > 0)) + c
    return np.where(out > 0, out, 0)


def _more_nets(rng: np.random.Generator) -> Iterator[Case]:
    k = int(rng.integers(2, 5))
    X = rng.integers(-4, 5, (4, 2)) / 2
    W, b = rng.integers(-4, 5, (k, 2)) / 2, rng.integers(-4, 5, k) / 2
    yield case("more", X, W, b, rng.integers(-4, 5, k) / 2, int(rng.integers(-4, 5)) / 2)


_LECTURE = (array([[1.0, 1.0], [1.0, 1.0]]), array([0.0, -1.0]), array([-1.0, 2.0]), 1.0)

RELU_NET = Exercise(
    id="relu_net",
    chapter=CHAPTER,
    title="Three ReLU neurons",
    reference=relu_net,
    wanted="one number for each row of X",
    cases=(
        case("the three neurons of the lecture", CORNERS, *_LECTURE),
        case(
            "other weights in the two rows of W",
            CORNERS,
            array([[1.0, -2.0], [3.0, 1.0]]),
            array([0.5, -1.0]),
            array([2.0, -0.5]),
            -0.5,
        ),
        case(
            "three hidden neurons",
            array([[1.0, 2.0], [-1.0, 0.5]]),
            array([[1.0, 1.0], [-1.0, 1.0], [0.5, -2.0]]),
            array([0.0, -0.5, 1.0]),
            array([1.0, 1.0, -1.0]),
            0.25,
        ),
    ),
    more=_more_nets,
    misconceptions=(
        Misconception(
            "no ReLU at the end",
            lambda X, W, b, v, c: _relu(X @ W.T + b) @ v + c,
            "the last neuron's sum is returned as it is. It is a ReLU neuron too: negative sums "
            "become 0.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "no ReLU inside",
            lambda X, W, b, v, c: _relu((X @ W.T + b) @ v + c),
            "the hidden neurons pass on their sums unchanged. Without ReLU there, two layers are "
            "no better than one.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "hidden bias forgotten",
            lambda X, W, b, v, c: _relu(_relu(X @ W.T) @ v + c),
            "the hidden biases b have no influence on your result.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "last bias forgotten",
            lambda X, W, b, v, c: _relu(_relu(X @ W.T + b) @ v),
            "the bias c of the last neuron has no influence on your result.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "W not turned",
            lambda X, W, b, v, c: _relu(_relu(X @ W + b) @ v + c),
            "you use the columns of W as neurons. Each row of W holds the weights of one hidden "
            "neuron: X @ W.T. (With the lecture's numbers both come out the same.)",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "step inside",
            lambda X, W, b, v, c: _relu((X @ W.T + b >= 0) @ v + c),
            "your hidden neurons answer 0 or 1. These answer in numbers: ReLU.",
            ("01_formal_neuron", "A neuron that answers in numbers"),
        ),
        Misconception(
            "steps in both layers",
            lambda X, W, b, v, c: ((X @ W.T + b >= 0) @ v + c >= 0).astype(int),
            "all your neurons answer 0 or 1, like threshold units. These are ReLU neurons: a "
            "negative sum becomes 0, any other stays as it is.",
            ("01_formal_neuron", "A neuron that answers in numbers"),
        ),
    ),
    alternatives=(_net_loops, _net_columns),
    hints=(
        "Do the point (1, 1) by hand: the two hidden numbers first, then the last neuron.",
        "Hidden layer: one sum for each row of W, plus its bias, then ReLU. Last neuron: v times "
        "the hidden numbers, plus c, then ReLU again.",
        "np.maximum(z, 0) is ReLU for a whole array. X @ W.T + b are all the hidden sums; the "
        "second layer has the same form with v and c.",
    ),
    section=(CHAPTER, "Three ReLU neurons"),
    sources=("D11",),
    points=(1, 2),
    tolerance=1e-9,
    off_limits=("course_lib.neurons.neuron", "course_lib.neurons.preactivation"),
)


# --- opposite_neuron --------------------------------------------------------------------------


def opposite_neuron(v, c):
    # 1 - (v·h + c) = (-v)·h + (1 - c)
    return -v, 1 - c


def _opposite_lists(v, c):
    return [0 - value for value in v], -(c - 1)


def _opposite_other_zeros(v, c):
    # Where the new output is 0 any negative sum will do, since ReLU cuts it off.
    at = np.array([c, c + v[0], c + 2 * v[0] + v[1]])
    target = np.where(at == 1, -1.0, 1.0)
    first = target[1] - target[0]
    return np.array([first, target[2] - target[0] - 2 * first]), target[0]


def _opposite_view(args, result):
    """What the new neuron answers in the lecture's net, for 00, 01, 10, 11."""
    try:
        v, c = result
        v, c = np.asarray(v, dtype=float), float(c)
    except (TypeError, ValueError):
        raise Unusable("this is not a pair of weights and bias") from None
    if v.shape != (2,):
        raise Unusable(f"the last neuron has 2 weights, but v has shape {v.shape}")
    return relu_net(CORNERS, _LECTURE[0], _LECTURE[1], v, c)


def _opposite_case(name: str, none: int, one: int, both: int) -> Case:
    """A last neuron that answers none, one, both when 0, 1, 2 inputs are on."""
    v = array([one - none, both - none - 2 * (one - none)], dtype=float)
    return case(name, v, float(none))


def _more_opposites(rng: np.random.Generator) -> Iterator[Case]:
    yield _opposite_case("more", *(int(bit) for bit in rng.integers(0, 2, 3)))


OPPOSITE_NEURON = Exercise(
    id="opposite_neuron",
    chapter=CHAPTER,
    title="The opposite answer",
    reference=opposite_neuron,
    wanted="the pair (v, c): two weights and one bias",
    cases=(
        _opposite_case("the lecture's neuron (table shown)", 1, 0, 1),
        _opposite_case("AND", 0, 0, 1),
        _opposite_case("OR", 0, 1, 1),
        _opposite_case("always 1", 1, 1, 1),
    ),
    more=_more_opposites,
    misconceptions=(
        Misconception(
            "only the weights turned",
            lambda v, c: (-v, c),
            "you turn the weights but leave the bias. Write out 1 - (v·h + c): what happens to c?",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "all signs turned",
            lambda v, c: (-v, -c),
            "you turn all signs. That gives -(v·h + c), and ReLU makes 0 of it everywhere. The "
            "opposite of an answer s is 1 - s.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "weights left alone",
            lambda v, c: (v, 1 - c),
            "the bias is right, but the weights must be turned too: what raised the sum must now "
            "lower it.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "c added",
            lambda v, c: (-v, 1 + c),
            "the weights are right, but in the bias the minus sign has been lost: "
            "it stands before the whole bracket in 1 - (v·h + c).",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "the neuron of XOR",
            lambda v, c: (np.array([1.0, -2.0]), 0.0),
            "you always return the neuron that makes XOR. That is the opposite of the lecture's "
            "neuron only; v and c must enter into the answer.",
            (CHAPTER, "Three ReLU neurons"),
        ),
        Misconception(
            "one minus each weight",
            lambda v, c: (1 - v, 1 - c),
            "you take each weight away from 1. The 1 belongs to the whole sum, so it appears "
            "once: in the bias.",
            (CHAPTER, "Three ReLU neurons"),
        ),
    ),
    alternatives=(_opposite_lists, _opposite_other_zeros),
    hints=(
        "If the old neuron answers s (0 or 1), the new one should answer 1 - s.",
        "Write s = v·h + c. Then 1 - s is again weights times h plus a bias. Which weights, which "
        "bias?",
        "Multiply out 1 - (v·h + c) and collect: what stands in front of h, what stands alone?",
    ),
    section=(CHAPTER, "Three ReLU neurons"),
    sources=("D11",),
    view=_opposite_view,
    tolerance=1e-9,
)

EXERCISES = (RELU_NET, OPPOSITE_NEURON)
