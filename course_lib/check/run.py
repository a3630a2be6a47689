"""Calling a student's function once, whatever it does."""

from __future__ import annotations

import contextlib
import copy
import dis
import inspect
import io
import linecache
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from course_lib.check.plain import in_plain_words
from course_lib.check.watch import CallWatch, MemoryLimit, OutOfTime, TimeLimit, code_of

SECONDS = 2.0  # for one call; every reference needs milliseconds
KEEP_PRINTED = 2_000  # characters of a chatty function that are kept


@dataclass(frozen=True)
class Outcome:
    """What one call led to."""

    value: Any = None
    fault: str = ""  # one line if there is no value: raised, never ended, ...
    kind: str = "value"  # value, raised, time, recursion, memory, exit
    printed: str = ""
    changed: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()
    tampered: bool = False


class _Notebook(io.TextIOBase):
    """Keeps the first characters that are written to it and forgets the rest."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        if len(self.text) < KEEP_PRINTED:
            self.text += text[: KEEP_PRINTED - len(self.text)]
        return len(text)


def call(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    names: tuple[str, ...],
    forbidden: dict[str, CodeType],
    seconds: float | None = None,
) -> Outcome:
    """Run `function` on copies of `args` and report what happened; never raises, except Ctrl-C."""
    given = copy.deepcopy(args)
    out = _Notebook()
    watch = CallWatch(forbidden)
    value, fault, kind = None, "", "value"
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                with MemoryLimit(), TimeLimit(SECONDS if seconds is None else seconds), watch:
                    value = function(*given)
    except KeyboardInterrupt:
        raise
    except OutOfTime:
        limit = SECONDS if seconds is None else seconds
        fault, kind = (
            f"your function was still running after {limit:g} seconds: does a loop never end?",
            "time",
        )
    except RecursionError:
        fault, kind = "your function calls itself again and again, without end", "recursion"
    except MemoryError:
        fault, kind = "your function asked for more memory than there is", "memory"
    except SystemExit:
        fault, kind = "your function called exit(); use `return` instead", "exit"
    except BaseException as error:
        fault, kind = _one_line(error, function), "raised"
    changed = _changed(args, given, names) if kind == "value" else ()
    return Outcome(
        value,
        fault,
        kind,
        out.text,
        changed,
        tuple(sorted(watch.seen)),
        watch.switched_off and kind == "value",
    )


def _one_line(error: BaseException, function: Callable[..., Any]) -> str:
    """The error, the line of the student's own code where it happened, and what it means."""
    text = f"{type(error).__name__}: {error}".split("\n")[0]
    return " ".join(filter(None, (_with_line(text, error, function), in_plain_words(text))))


def _with_line(text: str, error: BaseException, function: Callable[..., Any]) -> str:
    code = code_of(function)
    if code is None:
        return text
    try:
        frames = traceback.extract_tb(error.__traceback__)
    except Exception:  # an error object that a student made strange on purpose
        return text
    lines = [f.lineno for f in frames if f.filename == code.co_filename and f.lineno]
    if not lines:
        return text
    source = linecache.getline(code.co_filename, lines[-1]).strip()
    return f"{text}   (line {lines[-1]}{': ' + source if source else ''})"


def _changed(
    before: tuple[Any, ...], after: tuple[Any, ...], names: tuple[str, ...]
) -> tuple[str, ...]:
    """Names of the arguments that are no longer what they were."""
    pairs = zip(names, before, after, strict=False)
    return tuple(name for name, old, new in pairs if not _same(old, new))


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, np.ndarray):
        return isinstance(new, np.ndarray) and bool(np.array_equal(old, new))
    if isinstance(old, list | tuple):
        if not isinstance(new, list | tuple) or len(old) != len(new):
            return False
        return all(_same(a, b) for a, b in zip(old, new, strict=True))
    if isinstance(old, int | float | str | np.generic):  # another one may have taken its place
        return old is new or bool(np.array_equal(old, new))
    return True  # functions and wires cannot be changed from inside


def argument_problem(function: Callable[..., Any], count: int, call_text: str) -> str:
    """A sentence if `function` cannot take `count` arguments, else an empty one."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    try:
        signature.bind(*range(count))
    except TypeError:
        taken = len(signature.parameters)
        return (
            f"Your function takes {taken} argument{'' if taken == 1 else 's'} {signature}, "
            f"but the task calls it as {call_text}."
        )
    return ""


_DOING_NOTHING = {"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP", "POP_TOP", "CACHE"}


def is_stub(function: Callable[..., Any]) -> bool:
    """Is the body still empty: a docstring, `...` or `pass`, and nothing else?"""
    code = code_of(function)
    if code is None or any(
        c is not None and c is not Ellipsis and not isinstance(c, str) for c in code.co_consts
    ):
        return False
    doc_only = [c for c in code.co_consts if isinstance(c, str)]
    if len(doc_only) > 1 or (doc_only and doc_only[0] != getattr(function, "__doc__", None)):
        return False
    return all(step.opname in _DOING_NOTHING for step in dis.get_instructions(code))
