"""Gradient check: is the derivative right?  The same judge for chapters, exercises and tests.

Move one number a little up and a little down, see how the result changes, and compare with what
the derivative said.  In float64 a right derivative agrees to about 1e-9, a wrong one not at all.
Keep away from kinks: at z = 0 ReLU's two sides have different slopes.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array, real_number
from course_lib.network import Network

__all__ = ["check_function", "check_network", "numerical_gradient", "relative_error"]


def numerical_gradient(f: Callable, theta: ArrayLike, eps: float = 1e-5) -> NDArray:
    """Slope of f in every direction by central differences, (f(θ + ε) - f(θ - ε)) / 2ε.

    f: function of an array like theta, returns a number
    theta: float64 array of any shape, left as it was
    eps: the step; 1e-5 balances rounding (∝ 1/ε) and curvature (∝ ε²) in float64
    Returns an array of theta's shape; calls f twice for every number in it.
    """
    if real_number(eps, "eps") <= 0:
        raise ValueError(f"eps: more than 0 expected, got {eps:g}")
    theta = real_array(theta, "theta").copy()
    gradient = np.empty_like(theta)
    for i in np.ndindex(theta.shape):
        kept = theta[i]
        theta[i] = kept + eps
        up = f(theta)
        theta[i] = kept - eps
        down = f(theta)
        theta[i] = kept
        gradient[i] = (up - down) / (2 * eps)
    return gradient


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """‖a - b‖ / (‖a‖ + ‖b‖): 0 if equal, 1 if opposite or one is zero; 0 if both are zero."""
    a, b = real_array(a, "a"), real_array(b, "b")
    if a.shape != b.shape:
        raise ValueError(f"a and b: equal shapes expected, got {a.shape} and {b.shape}")
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def check_function(f: Callable, derivative: Callable, z: ArrayLike, eps: float = 1e-5) -> float:
    """Relative error of the derivative of a function of one number, at all the places z."""
    z = real_array(z, "z")
    return relative_error((f(z + eps) - f(z - eps)) / (2 * eps), derivative(z))


def check_network(network: Network, x: ArrayLike, t: ArrayLike, eps: float = 1e-5) -> float:
    """Relative error of a network's whole gradient vector on a batch.

    The network must be a single one in float64; its parameters are left as they were.  Random
    layers (`Dropout`) cannot be checked this way.
    """
    if network.copies is not None or network.dtype != np.float64:
        raise ValueError("network: a single one with dtype=numpy.float64 expected")
    start = network.parameters.copy()
    buffers = {name: buffer.copy() for name, buffer in network.buffers.items()}

    def loss(theta):
        network.parameters[...] = theta
        return network.gradient(x, t)

    try:
        network.gradient(x, t)
        gradient = network.gradients.copy()
        return relative_error(numerical_gradient(loss, start, eps), gradient)
    finally:
        network.parameters[...] = start
        for name, buffer in network.buffers.items():
            buffer[...] = buffers[name]
        network.gradient(x, t)
