"""Input checks that say what was expected and what arrived.

Every public function of the library checks its arguments with these few helpers, so that a wrong
shape, a NaN or a text gives one clear line instead of a surprise ten lines later.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def describe(value: object) -> str:
    """A short phrase for error messages: ``array of shape (4, 2)``, ``'abc' (str)``, ``None``."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape} and type {value.dtype}"
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"


def _numbers(value: ArrayLike, name: str) -> NDArray:
    """`value` as an array of real numbers of whatever type it has."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: rows of equal length expected, got {describe(value)}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name}: real numbers expected, got {describe(value)}")
    return array


def real_array(value: ArrayLike, name: str, ndim: int | tuple[int, ...] | None = None) -> NDArray:
    """`value` as a float64 array of finite numbers.

    ndim: the number of axes allowed (one number or several), None for any.
    Raises TypeError if it is not made of real numbers, ValueError if it is ragged, empty, has a
    NaN or infinity, or the wrong number of axes.
    """
    array = _numbers(value, name)
    if ndim is not None:
        allowed = (ndim,) if isinstance(ndim, int) else ndim
        if array.ndim not in allowed:
            axes = " or ".join(str(n) for n in allowed)
            raise ValueError(f"{name}: {axes} axes expected, got shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name}: at least one number expected, got shape {array.shape}")
    array = array.astype(np.float64, copy=False)
    check_finite(array, name)
    return array


def check_finite(array: NDArray, name: str) -> None:
    """Raises ValueError that says where the first NaN or infinity of `array` is."""
    if not np.isfinite(array).all():
        bad = np.argwhere(~np.isfinite(array))[0]
        where = f" at index {tuple(int(i) for i in bad)}" if array.ndim else ""
        raise ValueError(f"{name}: finite numbers expected, got {array[tuple(bad)]}{where}")


def floating_array(value: ArrayLike, name: str, dtype: np.dtype) -> NDArray:
    """`value` as an array of the given float type; NaN and infinity pass (see `check_finite`).

    Raises TypeError if it is not made of real numbers, ValueError if it is ragged.
    """
    return _numbers(value, name).astype(dtype, copy=False)


def real_number(value: object, name: str) -> float:
    """`value` as a finite float.  Raises TypeError for text, None or arrays, ValueError for NaN."""
    return float(real_array(value, name, ndim=0))  # type: ignore[arg-type]


def binary_array(
    value: ArrayLike, name: str, ndim: int | tuple[int, ...] | None = None
) -> NDArray[np.int64]:
    """`value` as an int64 array of zeros and ones.  Raises ValueError for anything else."""
    array = real_array(value, name, ndim)
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        raise ValueError(f"{name}: only 0 and 1 expected, got {array[wrong].flat[0]:g}")
    return array.astype(np.int64)


def whole_number(value: object, name: str, low: int = 1, high: int | None = None) -> int:
    """`value` as an int in low..high.  Raises TypeError if not whole, ValueError if outside."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name}: a whole number expected, got {describe(value)}")
    if value < low or (high is not None and value > high):
        span = f"at least {low}" if high is None else f"from {low} to {high}"
        raise ValueError(f"{name}: a whole number {span} expected, got {value}")
    return int(value)


def generator(rng: object, name: str = "rng") -> np.random.Generator:
    """`rng` itself if it is a NumPy Generator.  Raises TypeError otherwise."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{name}: a generator such as numpy.random.default_rng(0) expected, got {describe(rng)}"
        )
    return rng
