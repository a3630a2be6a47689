"""When is a result equal to the expected one, and how do we say in what it differs?"""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_NUMBERS = 20_000  # a beginner's result larger than this is an accident


@dataclass(frozen=True)
class Difference:
    """Why a result is not the expected one: a kind for the code, a sentence for the reader."""

    kind: str  # none, ellipsis, type, shape, nan, value
    text: str


def is_sequence(value: Any) -> bool:
    return isinstance(value, list | tuple)


def count_numbers(value: Any, limit: int = MAX_NUMBERS) -> int:
    """How many leaves a nested result has, giving up soon after `limit`."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if not isinstance(value, list | tuple | dict | set | str | bytes):
        return 1
    if isinstance(value, str | bytes):
        return len(value)
    total, waiting, seen = 0, [value], 0
    while waiting:
        item = waiting.pop()
        seen += 1
        if isinstance(item, np.ndarray):
            total += item.size
        elif isinstance(item, list | tuple | dict | set):
            if len(item) > limit:
                return len(item)
            waiting.extend(item)
        else:
            total += 1
        if total > limit or seen > limit:
            return limit + 1
    return total


def _contains_ellipsis(value: Any) -> bool:
    if value is Ellipsis:
        return True
    return is_sequence(value) and any(item is Ellipsis for item in value)


def describe(value: Any) -> str:
    """A few words for what kind of thing a value is."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple):
        word = "list" if isinstance(value, list) else "tuple"
        return f"a {word} of length {len(value)}"
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | float | np.number):
        return "one number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, types.GeneratorType):
        return "a generator"
    if callable(value):
        return "a function (was it called, with brackets?)"
    return f"an object of type {type(value).__name__}"


def _numbers(value: Any) -> np.ndarray | None:
    """The value as a numeric array, or None if it is not made of plain numbers."""
    if isinstance(value, str | bytes | dict | set) or callable(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        return None
    if array.dtype == object:
        try:
            array = array.astype(float)
        except (ValueError, TypeError):
            return None
    return array if array.dtype.kind in "biuf" else None


def difference(expected: Any, got: Any, tolerance: float, name: str = "") -> Difference | None:
    """None if `got` counts as equal to `expected`, else the reason why not.

    Lists, tuples and arrays of the same numbers are equal; so are 1, 1.0 and True.
    """
    of = f" for {name}" if name else ""
    if got is None:
        return Difference("none", f"your function returned None{of}: is there a `return`?")
    if _contains_ellipsis(got):
        return Difference("ellipsis", "the result still holds `...`")
    if isinstance(expected, str):
        same = isinstance(got, str) and got == expected
        return None if same else Difference("value", f"another text{of}")
    if isinstance(expected, tuple):
        return _tuple_difference(expected, got, tolerance)
    return _array_difference(np.asarray(expected), got, tolerance, of)


def _tuple_difference(expected: tuple, got: Any, tolerance: float) -> Difference | None:
    if isinstance(got, np.ndarray) and got.ndim > 0:
        # One array may hold two numbers, but not an array and a number.
        if all(np.ndim(want) < got.ndim for want in expected):
            got = tuple(got)
    if not is_sequence(got):
        return Difference(
            "type", f"returned {describe(got)}, but {len(expected)} results are wanted"
        )
    if len(got) != len(expected):
        count = f"{len(got)} result{'' if len(got) == 1 else 's'}"
        return Difference("shape", f"returned {count}, but {len(expected)} are wanted")
    found = None
    for number, (want, have) in enumerate(zip(expected, got, strict=True), start=1):
        part = difference(want, have, tolerance, f"result {number}")
        # A wrong kind of thing is better worth telling than a wrong value.
        if part is not None and (found is None or found.kind == "value" != part.kind):
            found = part
    return found


def _array_difference(
    expected: np.ndarray, got: Any, tolerance: float, of: str
) -> Difference | None:
    have = _numbers(got)
    if have is None:
        want = "numbers" if expected.ndim else "one number"
        return Difference(
            "type",
            f"returned {describe(got)}{of}, but {want} are wanted"
            if expected.ndim
            else f"returned {describe(got)}{of}, not one number",
        )
    if have.shape != expected.shape:
        want = f"shape {expected.shape}" if expected.ndim else "one number, no array"
        shown = f"shape {have.shape}" if have.ndim else "one number"
        return Difference("shape", f"{shown}{of}, but wanted is {want}")
    if have.dtype.kind == "f" and np.isnan(have).any() and not np.isnan(expected).any():
        return Difference("nan", f"nan (“not a number”){of}: 0/0, or inf - inf?")
    if tolerance:
        # nan is expected only where a usual mistake makes it
        same = np.allclose(have, expected, rtol=tolerance, atol=tolerance, equal_nan=True)
    else:
        same = bool(np.array_equal(have, expected))
    return None if same else Difference("value", f"another value{of}")
