"""One neuron: the counting unit of 1943, the weighted threshold unit, and the unit with numbers.

Shapes everywhere: x is one input (d,) or many inputs (n, d); w is one unit (d,) or a layer of
units (k, d); b is a number or (k,).  Chapter 1.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import binary_array, describe, real_array, real_number
from course_lib.activations import relu, step


def mcculloch_pitts(
    excitatory: ArrayLike, threshold: float, inhibitory: ArrayLike | None = None
) -> int | NDArray[np.int64]:
    """The formal neuron: count the active exciting inputs, obey any active inhibiting one.

    excitatory: (d,) or (n, d) zeros and ones, each counting 1
    threshold: the unit fires when the count is at least this
    inhibitory: (m,) or (n, m) zeros and ones; a single 1 among them vetoes the unit
    Returns 0 or 1, or (n,) of them.
    Raises ValueError for inputs other than 0 and 1 and for shapes that disagree.
    Source: McCulloch & Pitts 1943.
    """
    x = binary_array(excitatory, "excitatory", ndim=(1, 2))
    fires = x.sum(axis=-1) >= real_number(threshold, "threshold")
    if inhibitory is not None and np.size(inhibitory):
        veto = binary_array(inhibitory, "inhibitory", ndim=(1, 2))
        if veto.shape[:-1] != x.shape[:-1]:
            raise ValueError(
                f"inhibitory: as many rows as excitatory expected, {x.shape[:-1]}, "
                f"got {veto.shape[:-1]}"
            )
        fires &= ~veto.any(axis=-1)
    return _plain(fires.astype(np.int64))


def preactivation(x: ArrayLike, w: ArrayLike, b: ArrayLike = 0.0) -> float | NDArray:
    """The weighted sum z = w·x + b, before anything is done with it.

    x: (d,) or (n, d)      w: (d,) or (k, d)      b: a number or (k,)
    Returns a float, (n,), (k,) or (n, k): rows are inputs, columns are units.
    Raises ValueError if the lengths of x and w, or of w and b, disagree.
    """
    x = real_array(x, "x", ndim=(1, 2))
    w = real_array(w, "w", ndim=(1, 2))
    b = real_array(b, "b", ndim=(0, 1))
    if x.shape[-1] != w.shape[-1]:
        raise ValueError(
            f"w: one weight for each of the {x.shape[-1]} inputs expected, got shape {w.shape}"
        )
    if b.ndim == 1 and (w.ndim == 1 or len(b) != len(w)):
        units = 1 if w.ndim == 1 else len(w)
        raise ValueError(f"b: one bias for each of the {units} units expected, got shape {b.shape}")
    z = x @ w.T + b
    return float(z) if z.ndim == 0 else z


def threshold_unit(
    x: ArrayLike, w: ArrayLike, b: ArrayLike = 0.0, at_zero: float = 1
) -> int | NDArray[np.int64]:
    """The threshold unit H(w·x + b): 1 where the sum reaches zero, else 0.

    Arguments as in `preactivation`; at_zero is H(0), 1 in this book ("at least the threshold").
    Returns an int or an int64 array.
    Source: Rosenblatt 1958 (weights); McCulloch & Pitts 1943 (threshold).
    """
    if at_zero not in (0, 1):
        raise ValueError(f"at_zero: 0 or 1 expected, got {describe(at_zero)}")
    return _plain(np.asarray(step(preactivation(x, w, b), at_zero)).astype(np.int64))


def neuron(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike = 0.0,
    activation: Callable[[NDArray], NDArray] = relu,
) -> float | NDArray:
    """A neuron that answers in numbers: activation(w·x + b).

    Arguments as in `preactivation`; activation works on arrays, ReLU unless said otherwise.
    """
    if not callable(activation):
        raise TypeError(f"activation: a function expected, got {describe(activation)}")
    return _plain(np.asarray(activation(np.asarray(preactivation(x, w, b)))))


def augment(x: ArrayLike, value: float = -1.0) -> NDArray:
    """x with one more input that never changes, so that a threshold becomes a weight.

    x: (d,) or (n, d).  Returns (d + 1,) or (n, d + 1); the last column is `value`: −1 goes with
    the threshold θ (w·x − θ), +1 with the bias b (w·x + b).
    """
    x = real_array(x, "x", ndim=(1, 2))
    column = np.full((*x.shape[:-1], 1), real_number(value, "value"))
    return np.concatenate([x, column], axis=-1)


def bias_from_threshold(threshold: ArrayLike) -> float | NDArray:
    """The bias b = −θ: threshold and bias are one thing with two signs."""
    return _plain(0.0 - real_array(threshold, "threshold"))


def _plain(array: NDArray):
    """A Python number where the array has no axes, else the array."""
    return array.item() if array.ndim == 0 else array
