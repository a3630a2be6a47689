"""Curvature of a network's loss: how steep the steepest wall of its ravine is.  Chapter 9."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_number, whole_number
from course_lib.network import Network

__all__ = ["largest_curvature"]


def largest_curvature(
    network: Network,
    x: ArrayLike,
    t: ArrayLike,
    steps: int = 30,
    eps: float = 1e-4,
    rng: np.random.Generator | int = 0,
) -> float | NDArray:
    """λmax, the curvature of the loss along the direction in which it is largest in size.

    Power iteration: nudge all parameters by eps along a direction, to both sides, and see how the
    gradient changes.  The change is the next direction; the steepest one outgrows all others.
    network: of dtype float64; its parameters are the same afterwards
    steps: of the iteration      rng: for the first direction, the same for all copies
    Returns a float, or (copies,) of them, NaN for a copy that has left the range of numbers.
    ValueError for a float32 network, whose gradients are too coarse to be compared after so small
    a nudge.
    """
    if network.dtype != np.float64:
        raise ValueError("network: made with dtype=np.float64 expected, got float32")
    whole_number(steps, "steps"), real_number(eps, "eps")
    theta = network.parameters
    here = theta.copy()
    direction = np.random.default_rng(rng).standard_normal(theta.shape[-1]) + 0 * theta
    curvature = np.zeros(theta.shape[:-1])
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            direction /= np.linalg.norm(direction, axis=-1, keepdims=True)
            gradients = []
            for sign in (1, -1):
                theta[...] = here + sign * eps * direction
                network.gradient(x, t)
                gradients.append(network.gradients.copy())
            change = (gradients[0] - gradients[1]) / (2 * eps)
            curvature = np.vecdot(change, direction)
            direction = change
    theta[...] = here
    return curvature if network.copies is not None else float(curvature)
