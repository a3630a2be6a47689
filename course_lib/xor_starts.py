"""XOR learned by a network with one hidden layer, from many starts at once.  Chapter 5.

The networks stand side by side in the *last* axis of every array: for networks of nine numbers
that is several times faster than `Network` with `copies`, which is made for larger ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from course_lib._validation import real_number, whole_number

__all__ = ["Runs", "train_xor"]

ROWS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
TARGET = np.array([0, 1, 1, 0], float)
#: a net counts as having learned XOR when every output is nearer than this to its target
NEAR = 0.3
LOSSES = ("squared error", "cross-entropy")


@dataclass(frozen=True, eq=False)
class Runs:
    """What became of many networks; every array has the networks in its last axis.

    start, end: the parameters W (hidden, 2), b (hidden,), v (hidden,), c (), before and after
    outputs: (4,), at the end, for the rows in counting order
    times: about 160 step counts, evenly spaced on a logarithmic axis, and the last
    losses: (times,), the loss after so many steps
    first: (), the first step count after which all four rows are right; inf if never
    """

    start: dict[str, NDArray]
    end: dict[str, NDArray]
    outputs: NDArray
    times: NDArray
    losses: NDArray
    first: NDArray

    @property
    def solved(self) -> NDArray:
        """Whether each network has all four rows right at the end."""
        return (np.abs(self.outputs - TARGET[:, None]) < NEAR).all(0)


def train_xor(
    hidden: int = 2,
    activation: str = "sigmoid",
    loss: str = "squared error",
    lr: float = 3.0,
    starts: int = 1000,
    steps: int = 3000,
    rng: np.random.Generator | int = 0,
) -> Runs:
    """Train `starts` networks 2–hidden–1 on the table of XOR, all four rows in every step.

    activation: of the hidden units, "sigmoid", "tanh" or "relu"; the output unit is a sigmoid
    loss: "squared error" or "cross-entropy", mean over the rows
    rng: seed or Generator for the starts; every weight and bias is drawn from N(0, 1)
    """
    whole_number(hidden, "hidden"), whole_number(starts, "starts"), whole_number(steps, "steps", 0)
    real_number(lr, "lr")
    if activation not in _FUNCTIONS:
        raise ValueError(f"activation: sigmoid, tanh or relu expected, got {activation!r}")
    if loss not in LOSSES:
        raise ValueError(f"loss: {' or '.join(LOSSES)} expected, got {loss!r}")
    rng = np.random.default_rng(rng)
    shapes = {"W": (hidden, 2), "b": (hidden,), "v": (hidden,), "c": ()}
    now = {name: rng.standard_normal((*shape, starts)) for name, shape in shapes.items()}
    start = {name: array.copy() for name, array in now.items()}
    f, slope = _FUNCTIONS[activation]
    times = np.unique(np.geomspace(1, steps + 1, 160).astype(int)) - 1
    losses: list[NDArray] = []
    first = np.full(starts, np.inf)
    for k in range(steps + 1):
        z = ROWS @ now["W"].swapaxes(0, 1).reshape(2, -1)
        h = f(z.reshape(4, hidden, starts) + now["b"])
        y = _sigmoid((h * now["v"]).sum(1) + now["c"])  # (4, starts)
        error = y - TARGET[:, None]
        right = (np.abs(error) < NEAR).all(0)
        first[right & np.isinf(first)] = k
        if k == times[len(losses)]:
            losses.append(_loss(y, loss))
        if k == steps:
            break
        d_out = error / len(ROWS)
        if loss == "squared error":
            d_out = d_out * y * (1 - y)
        d_hid = d_out[:, None] * now["v"] * slope(h)  # (4, hidden, starts)
        now["v"] -= lr * (d_out[:, None] * h).sum(0)
        now["c"] -= lr * d_out.sum(0)
        grad_w = (ROWS.T @ d_hid.reshape(4, -1)).reshape(2, hidden, starts)
        now["W"] -= lr * grad_w.swapaxes(0, 1)
        now["b"] -= lr * d_hid.sum(0)
    return Runs(start, now, y, times, np.array(losses), first)


def _sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # the same curve, safe for any z and quick


#: each function of the hidden units, and its slope as a function of what it gave out
_FUNCTIONS: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (_sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h * h),
    "relu": (lambda z: np.maximum(z, 0), lambda h: h > 0),
}


def _loss(y, loss):
    t = TARGET[:, None]
    if loss == "squared error":
        return 0.5 * ((y - t) ** 2).mean(0)
    right = np.where(t == 1, y, 1 - y)
    return -np.log(np.maximum(right, np.finfo(float).tiny)).mean(0)
