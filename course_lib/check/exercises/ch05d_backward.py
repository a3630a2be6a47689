"""Chapter 5, the whole backward pass of a network with one hidden layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "05_backprop"
CORNERS = array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = array([[0.0], [1.0], [1.0], [0.0]])
LIBRARY = ("course_lib.network.Network.gradient", "course_lib.training.fit")


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def draw_net(rng: np.random.Generator, d: int, m: int, k: int) -> list[np.ndarray]:
    """W, b, V, c with one decimal, none of them zero."""
    shapes = ((m, d), (m,), (k, m), (k,))
    return [rng.choice([-1.0, 1.0], s) * rng.integers(2, 16, s) / 10 for s in shapes]


# --- backward ---------------------------------------------------------------------------------


def backward(X, T, W, b, V, c):
    return full_pass(X, T, W, b, V, c)


def full_pass(X, T, W, b, V, c, *, out=True, hid=True, sign=1, half=0.5, n=None, twice=False):
    n = len(X) if n is None else n
    H = _sigmoid(X @ W.T + b)
    Y = _sigmoid(H @ V.T + c)
    loss = half * ((Y - T) ** 2).sum() / n
    delta_out = sign * (Y - T) / n
    if out:
        delta_out = delta_out * Y * (1 - Y)
    delta_hid = delta_out @ V
    if hid:
        delta_hid = delta_hid * H * (1 - H)
    if twice:
        delta_hid = delta_hid / n
    return loss, delta_hid.T @ X, delta_hid.sum(0), delta_out.T @ H, delta_out.sum(0)


def backward_one_by_one(X, T, W, b, V, c):
    total = [0.0, np.zeros(W.shape), np.zeros(len(b)), np.zeros(V.shape), np.zeros(len(c))]
    for x, t in zip(X, T, strict=True):
        h = 1 / (1 + np.exp(-(W @ x + b)))
        y = 1 / (1 + np.exp(-(V @ h + c)))
        do = (y - t) * y * (1 - y)
        dh = (V.T @ do) * h * (1 - h)
        parts = (((y - t) ** 2).sum() / 2, np.outer(dh, x), dh, np.outer(do, h), do)
        total = [a + p for a, p in zip(total, parts, strict=True)]
    return [part / len(X) for part in total]


def backward_in_columns(X, T, W, b, V, c):
    H = _sigmoid(W @ X.T + b[:, None])  # (m, n)
    Y = _sigmoid(V @ H + c[:, None])  # (k, n)
    error = Y - T.T
    do = error * (Y - Y**2)
    dh = (V.T @ do) * (H - H**2)
    n = X.shape[0]
    return (
        np.sum(error**2) / (2 * n),
        (dh @ X / n).tolist(),
        dh.mean(axis=1),
        do @ H.T / n,
        do.mean(axis=1),
    )


def _more_passes(rng: np.random.Generator) -> Iterator[Case]:
    n, d, m, k = (int(v) for v in rng.integers((2, 2, 2, 1), (6, 5, 5, 4)))
    X, T = rng.integers(0, 2, (n, d)).astype(float), rng.integers(0, 2, (n, k)).astype(float)
    X[0, 0] = 1.0
    yield case("more", X, T, *draw_net(rng, d, m, k))


def _one_layer_only(X, T, W, b, V, c):
    loss, grad_W, grad_b, grad_V, grad_c = full_pass(X, T, W, b, V, c)
    return loss, 0 * grad_W, 0 * grad_b, grad_V, grad_c


def _slope_at_sums(X, T, W, b, V, c):
    Z = X @ W.T + b
    H = _sigmoid(Z)
    S = H @ V.T + c
    Y = _sigmoid(S)
    loss, n = 0.5 * ((Y - T) ** 2).sum() / len(X), len(X)
    delta_out = (Y - T) * S * (1 - S) / n
    delta_hid = delta_out @ V * Z * (1 - Z)
    return loss, delta_hid.T @ X, delta_hid.sum(0), delta_out.T @ H, delta_out.sum(0)


def _sums_as_gradients(X, T, W, b, V, c):
    loss, *slopes = full_pass(X, T, W, b, V, c)
    return loss, *(slope * len(X) for slope in slopes)


def _twice_everywhere(X, T, W, b, V, c):
    loss, *slopes = full_pass(X, T, W, b, V, c)
    return loss, *(slope / len(X) for slope in slopes)


def _biases_twice(X, T, W, b, V, c):
    loss, grad_W, grad_b, grad_V, grad_c = full_pass(X, T, W, b, V, c)
    return loss, grad_W, grad_b / len(X), grad_V, grad_c / len(X)


def _nobody_listens(X, T, W, b, V, c):
    listening = np.ones_like(V)
    H = _sigmoid(X @ W.T + b)
    loss, _, _, grad_V, grad_c = full_pass(X, T, W, b, V, c)
    Y = _sigmoid(H @ V.T + c)
    delta_hid = ((Y - T) * Y * (1 - Y) / len(X)) @ listening * H * (1 - H)
    return loss, delta_hid.T @ X, delta_hid.sum(0), grad_V, grad_c


XOR_NET = (
    array([[0.8, -0.6], [1.2, 0.5]]),
    array([-0.3, 0.4]),
    array([[1.1, -0.7]]),
    array([0.2]),
)

BACKWARD = Exercise(
    id="backward",
    chapter=CHAPTER,
    title="The whole backward pass",
    reference=backward,
    wanted="five results: the loss and the gradients of W, b, V and c",
    cases=(
        case("one row of XOR", CORNERS[1:2], XOR[1:2], *XOR_NET),
        case("all four rows of XOR", CORNERS, XOR, *XOR_NET),
        case(
            "three hidden units, two outputs",
            array([[1.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 0.0]]),
            array([[1.0, 0.0], [0.0, 1.0]]),
            *draw_net(np.random.default_rng(3), 4, 3, 2),
        ),
    ),
    more=_more_passes,
    misconceptions=(
        Misconception(
            "1/n forgotten",
            lambda *args: full_pass(*args, n=1),
            "loss and gradients are sums over the examples. Wanted are means: divide by the number "
            "of rows, once.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n twice inside",
            lambda *args: full_pass(*args, twice=True),
            "the output layer is right, but the hidden layer's gradients are divided by n twice. "
            "If delta_out already holds the 1/n, it travels on to the hidden layer by itself.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "slope forgotten at the output",
            lambda *args: full_pass(*args, out=False),
            "the output deltas lack the sigmoid's slope: (Y - T) is the blame of Y, before the sum "
            "it has to be multiplied by Y(1 - Y).",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "slope forgotten inside",
            lambda *args: full_pass(*args, hid=False),
            "the output layer is right; the hidden deltas lack the slope of the hidden sigmoids, "
            "H(1 - H).",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "sign turned round",
            lambda *args: full_pass(*args, sign=-1),
            "the loss is right, and every gradient has the opposite sign. The gradient points "
            "uphill; the minus belongs to the step, not in here.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "hidden layer left out",
            _one_layer_only,
            "the hidden layer's gradients are zero. Its units have no target, but they have blame: "
            "delta_out @ V, times their slope.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
        Misconception(
            "sums for activities",
            _slope_at_sums,
            "your slopes are made from the sums instead of what the units give out. The sigmoid's "
            "slope is H(1 - H), with H *after* the sigmoid.",
            (CHAPTER, "Eight derivatives at the output"),
        ),
        Misconception(
            "loss averaged over the outputs too",
            lambda *args: (full_pass(*args)[0] / args[1].shape[1], *full_pass(*args)[1:]),
            "all gradients are right, but the loss is divided by the number of outputs too "
            "(np.mean over the whole table does that). Sum over the outputs, mean over the rows.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "½ forgotten in the loss",
            lambda *args: full_pass(*args, half=1.0),
            "all gradients are right, but the loss lacks its ½.",
            (CHAPTER, "Every equation forward"),
        ),
        Misconception(
            "1/n forgotten in the gradients",
            _sums_as_gradients,
            "the loss is right, but the gradients are sums over the examples. The loss is a "
            "mean, so they are means too: divide by the number of rows, once.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n twice everywhere",
            _twice_everywhere,
            "the loss is right, but all gradients are divided by n twice. If you use "
            "layer_gradient, it takes the mean already; then the deltas must not hold a 1/n.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n twice for the biases",
            _biases_twice,
            "loss and weights are right, but the gradients of b and c are divided by n twice. If "
            "the deltas hold the 1/n already, add them up; do not average them again.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "1/n forgotten in the loss",
            lambda *args: (full_pass(*args)[0] * len(args[0]), *full_pass(*args)[1:]),
            "all gradients are right, but the loss is the sum over the examples. Divide it by "
            "their number.",
            (CHAPTER, "The same in matrices"),
        ),
        Misconception(
            "nobody listens",
            _nobody_listens,
            "the output layer is right, but every hidden unit gets the plain sum of the output "
            "deltas. Each delta must be weighted by how strongly that output listens, by its "
            "weight in V.",
            (CHAPTER, "Thirty-nine derivatives inside"),
        ),
    ),
    alternatives=(backward_one_by_one, backward_in_columns),
    hints=(
        "You have all the parts: a forward run, output_delta, hidden_delta, layer_gradient twice.",
        "Forward: H from X, W and b; Y from H, V and c. Loss: half the squared differences, mean "
        "over the rows. Then the deltas, outputs first. Each layer's gradient needs its own deltas "
        "and its own inputs: which are the inputs of the output layer?",
        "layer_gradient(delta_hid, X) gives the gradients of W and b, layer_gradient(delta_out, H) "
        "those of V and c. If you use it, it divides by n already.",
    ),
    section=(CHAPTER, "The same in matrices"),
    sources=("C13", "B9", "E6"),
    points=(2, 3),
    tolerance=1e-9,
    off_limits=LIBRARY,
)

EXERCISES = (BACKWARD,)
