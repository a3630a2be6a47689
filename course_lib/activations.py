"""Activation functions: each value with its derivative beside it.

Every function takes a number or an array of any shape and returns the same shape; float32 stays
float32.  All are safe for any real input: nothing overflows, nothing warns.  The derivative is a
function of the same `z`.  Notation: z is the sum that enters a unit, a = f(z) its activity.
"""

from collections.abc import Callable

import numpy as np

__all__ = [
    "DERIVATIVES", "gelu", "gelu_derivative", "identity", "identity_derivative", "leaky_relu",
    "leaky_relu_derivative", "relu", "relu_derivative", "sigmoid", "sigmoid_derivative", "softmax",
    "softmax_jacobian", "step", "step_derivative", "tanh", "tanh_derivative",
]  # fmt: skip


def step(z, at_zero=1):
    """Heaviside's step H(z): 1 above zero, 0 below, `at_zero` at zero; ints.

    at_zero: 1 (the book's choice: a unit fires *at* its threshold) or 0.
    Source: McCulloch & Pitts 1943.  Chapter 1.
    """
    if at_zero not in (0, 1):
        raise ValueError(f"at_zero is the value at z = 0 and must be 0 or 1, not {at_zero!r}")
    fires = np.greater_equal(z, 0) if at_zero else np.greater(z, 0)
    return fires.astype(int) if isinstance(fires, np.ndarray) else int(fires)


def step_derivative(z):
    """Slope of the step: 0 everywhere (at z = 0 it has none; 0 is a convention).  Chapter 4."""
    return np.zeros_like(_floating(z))


def identity(z):
    """The value itself, a = z: the activation of a linear unit."""
    return _floating(z)


def identity_derivative(z):
    """Slope of the identity: 1 everywhere."""
    return np.ones_like(_floating(z))


def sigmoid(z):
    """The logistic curve 1 / (1 + exp(-z)), between 0 and 1.

    Written as exp(min(z, 0)) / (1 + exp(-|z|)): exp of a positive number, which could overflow,
    is never taken, and no branch depends on the sign.
    Source: Verhulst 1845.  Chapter 4.
    """
    z = _floating(z)
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def sigmoid_derivative(z):
    """Slope of the sigmoid, a (1 - a): at most 1/4, at z = 0.

    1 - sigmoid(z) is taken as sigmoid(-z), which keeps its digits where a is close to 1.
    """
    return sigmoid(z) * sigmoid(np.negative(z))


def tanh(z):
    """Hyperbolic tangent, between -1 and 1; equals 2 sigmoid(2z) - 1."""
    return np.tanh(_floating(z))


def tanh_derivative(z):
    """Slope of tanh, 1 - a²: 1 at z = 0."""
    a = np.tanh(_floating(z))
    return (1 - a) * (1 + a)


def relu(z):
    """Rectified linear unit max(0, z).

    Source: Fukushima 1969; Nair & Hinton 2010.  Chapter 6.
    """
    return np.maximum(z, 0)


def relu_derivative(z):
    """Slope of ReLU: 1 above zero, 0 below; at zero the book takes 0 (any of [0, 1] is allowed)."""
    z = _floating(z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z, leak=0.01):
    """ReLU that lets a little through: z above zero, leak·z below.

    Source: Maas, Hannun & Ng 2013.  Chapter 6.
    """
    z = _floating(z)
    return np.where(z > 0, z, leak * z)


def leaky_relu_derivative(z, leak=0.01):
    """Slope of the leaky ReLU: 1 above zero, `leak` at zero and below."""
    z = _floating(z)
    return np.where(z > 0, z.dtype.type(1), z.dtype.type(leak))


def gelu(z):
    """Gaussian error linear unit z·Φ(z), with the tanh form of Φ that most networks use.

    Source: Hendrycks & Gimpel 2016.  Chapter 12.
    """
    z = _floating(z)
    return 0.5 * z * (1 + np.tanh(_gelu_inner(z)))


def gelu_derivative(z):
    """Slope of `gelu`, by the product and the chain rule on the tanh form."""
    z = _floating(z)
    t = np.tanh(_gelu_inner(z))
    slope_inside = _SQRT_2_OVER_PI * (1 + 3 * 0.044715 * _square(z))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * slope_inside


def softmax(z, axis=-1):
    """Scores to probabilities: exp(z) / sum of exp(z) along `axis`.

    The largest score is subtracted first: the result is the same and exp cannot overflow.
    Source: Bridle 1990; Goodfellow et al. 2016, 4.1.  Chapter 4.
    """
    z = _floating(z)
    e = np.exp(z - z.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def softmax_jacobian(z):
    """All slopes of softmax along the last axis: J[..., i, j] = ∂p_i/∂z_j = p_i (δ_ij - p_j)."""
    p = softmax(z)
    return p[..., :, None] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., None, :])


_SQRT_2_OVER_PI = float(np.sqrt(2 / np.pi))


def _square(z):
    """z², with z limited to ±1e6: beyond, GELU is z or 0 anyway and z³ could overflow."""
    z = np.clip(z, -1e6, 1e6)
    return z * z


def _gelu_inner(z):
    return _SQRT_2_OVER_PI * np.clip(z, -1e6, 1e6) * (1 + 0.044715 * _square(z))


def _floating(z):
    """z as a floating array: ints become float64, float32 stays float32."""
    z = np.asarray(z)
    return z if z.dtype.kind == "f" else z.astype(float)


#: each element-wise activation's derivative
DERIVATIVES: dict[Callable, Callable] = {
    step: step_derivative,
    identity: identity_derivative,
    sigmoid: sigmoid_derivative,
    tanh: tanh_derivative,
    relu: relu_derivative,
    leaky_relu: leaky_relu_derivative,
    gelu: gelu_derivative,
}
