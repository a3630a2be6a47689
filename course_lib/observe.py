"""Observers: what every layer does on one batch, forward and backward.

`Trace` keeps the arrays, `Statistics` a few numbers for each layer.  Both are filled by
`Network.gradient`; `Network.trace` and `Network.statistics` are the short way.
"""

import math

import numpy as np
from numpy.typing import NDArray

from course_lib.conv import batch_first


class Trace:
    """All activities and gradients of one batch, layer by layer.

    activities[i]: output of layer i, (n, features) or (n, channels, height, width)
    deltas[i]: gradient of the loss with respect to that output, same shape; None below the first
        layer that is trained.  For a `Dense` layer followed by an activation this is ∂loss/∂z.
    With copies all have the axis `copies` in front.
    """

    def __init__(self, network) -> None:
        self.names = [repr(layer) for layer in network.layers]
        self.loss: float | NDArray = math.nan
        self.activities: list = [None] * len(self.names)
        self.deltas: list = [None] * len(self.names)

    def forward(self, i, a):
        self.activities[i] = batch_first(a) if a.ndim >= 4 else a.copy()

    def backward(self, i, da):
        self.deltas[i] = batch_first(da) if da.ndim >= 4 else da.copy()


class Statistics:
    """A few numbers for each layer on one batch, arrays (layers,) or (layers, copies).

    mean, sd: of the layer's activities      silent: share of activities that are exactly 0
    delta: root mean square of the gradient with respect to the activities
    grad_w: root mean square of the gradient of the weights, NaN for layers without
    """

    def __init__(self, network) -> None:
        self.names = [repr(layer) for layer in network.layers]
        self.loss: float | NDArray = math.nan
        self._network = network
        shape = (len(self.names),) if network.copies is None else (len(self.names), network.copies)
        self.mean, self.sd, self.silent, self.delta = np.full((4, *shape), np.nan)

    def forward(self, i, a):
        a = self._rows(a)
        n = a.shape[-1]
        mean = a.sum(-1) / n
        deviation = a - mean[..., None]
        self.mean[i] = mean
        self.sd[i] = _rms(deviation)
        self.silent[i] = np.count_nonzero(a == 0, axis=-1 if a.ndim == 2 else None) / n

    def backward(self, i, da):
        self.delta[i] = _rms(self._rows(da))

    @property
    def grad_w(self) -> NDArray:
        """Root mean square of each layer's weight gradient, as `gradient` left them."""
        values = np.full(self.delta.shape, np.nan)
        for i, layer in enumerate(self._network.layers):
            if "w" in layer.shapes:
                values[i] = _rms(layer.grad_w.reshape(*self.delta.shape[1:], -1))
        return values

    def _rows(self, a):
        """One row of numbers for each copy, or a single one."""
        has_copies = a.ndim in (3, 5)  # rows have 2 axes, images 4
        return a.reshape(len(a), -1) if has_copies else a.ravel()


def _rms(rows):
    squares = np.vecdot(rows, rows)
    if not ((squares > 1e-30) & (squares < 1e30)).all():
        # the square of a vanishing gradient is 0 in float32
        squares = np.vecdot(rows, rows, dtype=np.float64)
    return np.sqrt(squares / rows.shape[-1])
