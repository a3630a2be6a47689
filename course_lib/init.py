"""Initialisation: where each weight starts.

An initialiser is a function (shape, fan_in, fan_out, rng) → array.  `fan_in` is the number of
connections that enter a unit, `fan_out` the number that leave it.  With many networks at once
`shape` starts with the axis `copies`.  Chapter 8.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array, real_number

Initialiser = Callable[[tuple[int, ...], int, int, np.random.Generator], NDArray]


def zeros(shape, fan_in, fan_out, rng):
    """All zeros: good for biases, hopeless for hidden weights, whose units stay equal for ever."""
    return np.zeros(shape)


def constant(value: float) -> Initialiser:
    """All weights `value`: as symmetric as `zeros`."""
    value = real_number(value, "value")
    return lambda shape, fan_in, fan_out, rng: np.full(shape, value)


def normal(sd: ArrayLike) -> Initialiser:
    """Normal numbers with mean 0 and standard deviation `sd`, one number or one for each copy."""
    scale = _positive(sd, "sd")
    return lambda shape, fan_in, fan_out, rng: _column(scale, shape) * rng.standard_normal(shape)


def uniform(limit: ArrayLike) -> Initialiser:
    """Even between -limit and limit (variance limit² / 3), one number or one for each copy."""
    scale = _positive(limit, "limit")
    return lambda shape, fan_in, fan_out, rng: _column(scale, shape) * rng.uniform(-1, 1, shape)


def lecun_normal(shape, fan_in, fan_out, rng):
    """Normal with variance 1 / fan_in: keeps the variance of linear units and small tanh sums.

    Source: LeCun, Bottou, Orr & Müller 1998.
    """
    return rng.standard_normal(shape) * np.sqrt(1 / fan_in)


def lecun_uniform(shape, fan_in, fan_out, rng):
    """Uniform with variance 1 / fan_in."""
    return _uniform(shape, rng, 1 / fan_in)


def glorot_normal(shape, fan_in, fan_out, rng):
    """Normal with variance 2 / (fan_in + fan_out): between what both directions ask for.

    Source: Glorot & Bengio 2010.
    """
    return rng.standard_normal(shape) * np.sqrt(2 / (fan_in + fan_out))


def glorot_uniform(shape, fan_in, fan_out, rng):
    """Uniform with variance 2 / (fan_in + fan_out)."""
    return _uniform(shape, rng, 2 / (fan_in + fan_out))


def he_normal(shape, fan_in, fan_out, rng):
    """Normal with variance 2 / fan_in: a ReLU silences half of the signal, so twice the variance.

    Source: He, Zhang, Ren & Sun 2015.
    """
    return rng.standard_normal(shape) * np.sqrt(2 / fan_in)


def he_uniform(shape, fan_in, fan_out, rng):
    """Uniform with variance 2 / fan_in."""
    return _uniform(shape, rng, 2 / fan_in)


def _uniform(shape, rng, variance):
    """Even between ±limit; such numbers have variance limit² / 3."""
    return rng.uniform(-1, 1, shape) * np.sqrt(3 * variance)


def _positive(value, name):
    array = real_array(value, name, (0, 1))
    if (array < 0).any():
        raise ValueError(f"{name}: numbers from 0 upwards expected, got {array.min():g}")
    return array


def _column(scale, shape):
    """One number for each copy, along the first axis of `shape`; a single number as it is."""
    if scale.ndim and len(scale) != shape[0]:
        raise ValueError(f"{len(scale)} scales given for {shape[0]} copies")
    return scale.reshape(-1, *[1] * (len(shape) - 1)) if scale.ndim else scale
