"""Normalisation layers: every number minus a mean, divided by a standard deviation.

They differ only in whose mean: `BatchNorm` compares one feature over the examples of a batch,
`LayerNorm` the features of one example.  Both then stretch and move each feature by two trained
numbers, `w` (starts at 1) and `b` (starts at 0).
"""

import numpy as np

from course_lib._validation import real_number, whole_number
from course_lib.layers import Layer, spell

__all__ = ["BatchNorm", "LayerNorm"]

EPS = 1e-5  # added to the variance, inside the root, as in both papers


class BatchNorm(Layer):
    """Each feature (of images: each channel) to mean 0 and variance 1 over the batch.

    x: (n, features) or (height, width, channels, n)
    In training the batch's own mean and variance; in use running means of both, which move by
    the share `momentum` at each training step (the running variance is the unbiased one).
    Source: Ioffe & Szegedy 2015.  Chapter 12.
    """

    starts = {"w": 1.0, "b": 0.0}

    def __init__(self, features: int, momentum: float = 0.1):
        whole_number(features, "features")
        self.momentum = real_number(momentum, "momentum")
        self.shapes = {"w": (features,), "b": (features,)}
        self.buffers = {"mean": (features,), "variance": (features,)}
        self.arguments = str(features)

    def output_shape(self, shape):
        features = self.shapes["w"][0]
        if len(shape) not in (1, 3) or shape[0] != features:
            kind = "channels" if len(shape) == 3 else "features"
            raise ValueError(f"{self}: {features} {kind} expected, got {spell(shape)}")
        return shape

    def forward(self, x, training=False):
        self.axes = (-4, -3, -1) if x.ndim >= 4 else (-2,)
        self.training = training
        if training:
            mean, count = x.mean(self.axes, keepdims=True), self._count(x)
            deviation = x - mean
            variance = (deviation * deviation).mean(self.axes, keepdims=True)
            rate, unbiased = self.momentum, count / max(count - 1, 1)
            self.mean += rate * (mean.squeeze(self.axes) - self.mean)
            self.variance += rate * (unbiased * variance.squeeze(self.axes) - self.variance)
        else:
            deviation, variance = x - self._spread(self.mean), self._spread(self.variance)
        self.scale = 1 / np.sqrt(variance + EPS)
        self.normal = deviation * self.scale
        return self._spread(self.w) * self.normal + self._spread(self.b)

    def backward(self, dy, need_dx=True):
        (dy * self.normal).sum(self.axes, out=self.grad_w)
        dy.sum(self.axes, out=self.grad_b)
        d = dy * self._spread(self.w)
        if self.training:  # mean and variance depend on x too
            d = _project(d, self.normal, self.axes)
        return d * self.scale

    def _count(self, x):
        return int(np.prod([x.shape[axis] for axis in self.axes]))

    def _spread(self, values):
        """(…, features) with axes of length 1 where the batch has examples and places."""
        return values[..., None, :] if len(self.axes) == 1 else values[..., None, None, :, None]


class LayerNorm(Layer):
    """The features of each example to mean 0 and variance 1; the same in training and in use.

    x: (n, features).  Source: Ba, Kiros & Hinton 2016.  Chapter 12.
    """

    starts = {"w": 1.0, "b": 0.0}

    def __init__(self, features: int):
        whole_number(features, "features")
        self.input_shape = (features,)
        self.shapes = {"w": (features,), "b": (features,)}
        self.arguments = str(features)

    def output_shape(self, shape):
        if shape != self.input_shape:
            features = self.input_shape[0]
            raise ValueError(f"{self}: {features} features expected, got {spell(shape)}")
        return shape

    def forward(self, x, training=False):
        deviation = x - x.mean(-1, keepdims=True)
        variance = (deviation * deviation).mean(-1, keepdims=True)
        self.scale = 1 / np.sqrt(variance + EPS)
        self.normal = deviation * self.scale
        return self.w[..., None, :] * self.normal + self.b[..., None, :]

    def backward(self, dy, need_dx=True):
        (dy * self.normal).sum(-2, out=self.grad_w)
        dy.sum(-2, out=self.grad_b)
        d = dy * self.w[..., None, :]
        return _project(d, self.normal, -1) * self.scale


def _project(d, normal, axes):
    """d without its part along the constant and along `normal`, which normalising takes away."""
    along = (d * normal).mean(axes, keepdims=True)
    return d - d.mean(axes, keepdims=True) - normal * along
