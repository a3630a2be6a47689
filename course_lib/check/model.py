"""What an exercise is: plain data, so that one list serves notebooks, grading and the tests.

The judge knows nothing about any one exercise.  Everything it needs is in these frozen
dataclasses: the right function, the cases, the usual mistakes with a message for each, and
differently written right answers that must never be refused.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Function = Callable[..., Any]
Section = tuple[str, str]  # (chapter slug, exact text of a heading)


class Unusable(Exception):
    """A result that cannot even be compared; the message says what was expected instead."""


@dataclass(frozen=True)
class Case:
    """One call of the student's function."""

    name: str
    args: tuple[Any, ...]


def case(name: str, *args: Any) -> Case:
    """A case whose arguments follow its name, as in the call itself."""
    return Case(name, args)


@dataclass(frozen=True)
class Misconception:
    """A typical wrong answer: what it computes, what to say about it, where to read again."""

    name: str
    wrong: Function
    message: str
    section: Section


def _as_it_is(args: tuple[Any, ...], result: Any) -> Any:
    return result


@dataclass(frozen=True)
class Exercise:
    """Everything the judge knows about one task.

    more:  draws fresh cases from a numpy Generator; they follow the same rules as `cases`.
    view:  turns (arguments, result) into what is compared.  Needed where many answers are right:
           the weights of a gate are judged by the truth table that they make.
    tolerance:  0 means exact; otherwise the absolute and relative tolerance for numbers.
    off_limits: dotted names of the functions of course_lib that *are* the answer.
    points: (for the visible check, for the hidden one).
    """

    id: str
    chapter: str
    title: str
    reference: Function
    wanted: str
    cases: tuple[Case, ...]
    more: Callable[[np.random.Generator], Iterable[Case]]
    misconceptions: tuple[Misconception, ...]
    alternatives: tuple[Function, ...]
    hints: tuple[str, str, str]
    section: Section
    sources: tuple[str, ...]
    points: tuple[int, int] = (1, 2)
    tolerance: float = 0.0
    view: Callable[[tuple[Any, ...], Any], Any] = _as_it_is
    off_limits: tuple[str, ...] = field(default=())

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the arguments, as the task states them."""
        return tuple(inspect.signature(self.reference).parameters)

    @property
    def call(self) -> str:
        """The call as the task states it, e.g. ``threshold_unit(x, w, b)``."""
        return f"{self.id}({', '.join(self.parameters)})"
