"""From wrong outputs to the mistake that makes exactly these outputs."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_lib.check.compare import difference
from course_lib.check.model import Case, Exercise, Misconception
from course_lib.check.tools import Wire, read

PROBES = 40  # extra inputs on which wrong answers are told apart
FAILED = object()  # stands for "no value": an error, or something that cannot be compared


def plain(value: Any) -> Any:
    """Wires replaced by what they carry, inside lists and tuples too."""
    if isinstance(value, Wire):
        return read(value)
    if isinstance(value, list | tuple) and any(isinstance(v, Wire | list | tuple) for v in value):
        return type(value)([plain(v) for v in value])
    return value


def seen_through(exercise: Exercise, args: tuple[Any, ...], result: Any) -> Any:
    """What is compared: the result, or what the exercise's view makes of it."""
    if result is None:
        return None
    return plain(exercise.view(args, result))


def expected_of(exercise: Exercise, args: tuple[Any, ...]) -> Any:
    """The right result, computed afresh on copies."""
    given = copy.deepcopy(args)
    return seen_through(exercise, args, exercise.reference(*given))


def value_of(exercise: Exercise, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """The result of one of our own functions (a mistake on purpose), or FAILED."""
    try:
        with np.errstate(all="ignore"):
            return seen_through(exercise, args, function(*copy.deepcopy(args)))
    except Exception:  # a wrong implementation may fail in any way
        return FAILED


def probes(exercise: Exercise) -> tuple[Case, ...]:
    """Extra inputs, always the same, that tell the mistakes apart."""
    rng = np.random.default_rng(0)
    found: list[Case] = []
    while len(found) < PROBES:
        found.extend(exercise.more(rng))
    return tuple(found[:PROBES])


def same(exercise: Exercise, a: Any, b: Any) -> bool:
    """Do two results count as equal in this exercise?"""
    if a is FAILED or b is FAILED:
        return a is b
    if a is None or b is None:
        return a is b
    tolerance = max(exercise.tolerance, 1e-12)  # summation order differs between people
    try:
        return difference(_shaped(a), b, tolerance) is None
    except (TypeError, ValueError):
        return False


def _shaped(value: Any) -> Any:
    """A misconception's result in the form that `difference` expects on its left."""
    if isinstance(value, list):
        return np.asarray(value)
    return value


def likely_mistake(
    exercise: Exercise, calls: Sequence[tuple[tuple[Any, ...], Any]]
) -> Misconception | None:
    """The one misconception whose results equal the student's on all these calls.

    calls: pairs of (arguments, the student's result as seen, or FAILED).
    None if no mistake on the list fits, or if more than one does.
    """
    fitting = [
        m
        for m in exercise.misconceptions
        if all(same(exercise, value_of(exercise, m.wrong, args), got) for args, got in calls)
    ]
    return fitting[0] if len(fitting) == 1 else None
