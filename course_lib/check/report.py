"""Plain-text messages, at most 80 columns wide, that a screen reader reads in the right order."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.check.model import Section
from course_lib.check.tools import Wire, read

WIDTH = 80


@dataclass(frozen=True)
class Row:
    """One case in the table."""

    name: str
    inputs: str
    got: str
    expected: str
    cause: str  # empty if right


def show(value: Any) -> str:
    """A value as a beginner would type it, without NumPy's decorations."""
    if isinstance(value, Wire):
        value = read(value)
    if isinstance(value, np.ndarray):
        return show(value.tolist())
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(int(value))
    if isinstance(value, float | np.floating):
        text = f"{float(value):.6g}"
        return "0" if text == "-0" else text
    if isinstance(value, list | tuple):
        if value and all(isinstance(v, Wire) for v in value) and isinstance(value, list):
            return f"{len(value)} wire{'' if len(value) == 1 else 's'}"
        left, right = ("[", "]") if isinstance(value, list) else ("(", ")")
        inner = ", ".join(show(v) for v in value[:64]) + (", ..." if len(value) > 64 else "")
        if isinstance(value, tuple) and len(value) == 1:
            inner += ","
        return left + inner + right
    if isinstance(value, functools.partial):
        return "a function"
    if callable(value):
        return str(getattr(value, "__name__", "a function"))
    try:
        text = repr(value)
    except Exception:  # a student's own class may have a broken repr
        text = f"an object of type {type(value).__name__}"
    return shorten(" ".join(text.split()), 200)


def named(names: Sequence[str], args: Sequence[Any]) -> str:
    """The arguments of a case by their names; functions are left out, they are always the same."""
    pairs = zip(names, args, strict=True)
    return ", ".join(f"{n} = {shorten(show(a), 200)}" for n, a in pairs if not callable(a))


def shorten(text: str, width: int) -> str:
    """The text, or its beginning with three dots."""
    return text if len(text) <= width else text[: width - 3] + "..."


def paragraph(text: str, label: str = "") -> str:
    """Wrapped text; a label stands before it, and further lines are indented."""
    return textwrap.fill(
        f"{label}{text}", WIDTH, subsequent_indent="  " if label else "", break_on_hyphens=False
    )


def table(rows: Sequence[Row]) -> list[str]:
    """The cases, one line each; results too long for columns stand on lines of their own."""
    got_width = max(3, *(len(r.got) for r in rows), 0)
    want_width = max(8, *(len(r.expected) for r in rows), 0)
    name_width = max(4, *(len(r.name) for r in rows), 0)
    if 9 + name_width + 2 + got_width + 2 + want_width > WIDTH:
        return _long_table(rows)
    lines = [
        f"{'result':8} {'case':{name_width}}  {'got':>{got_width}}  {'expected':>{want_width}}"
    ]
    for row in rows:
        mark = "WRONG" if row.cause else "right"
        lines.append(
            f"{mark:8} {row.name:{name_width}}  {row.got:>{got_width}}  "
            f"{row.expected:>{want_width}}"
        )
    return lines


def _long_table(rows: Sequence[Row]) -> list[str]:
    """Each case is a line with its name, then what came out, then what was expected if not that."""
    lines = [f"{'result':8} case"]
    for row in rows:
        lines.append(shorten(f"{'WRONG' if row.cause else 'right':8} {row.name}", WIDTH))
        lines.append(shorten(f"{'':11}got       {row.got}", WIDTH))
        if row.cause:
            lines.append(shorten(f"{'':11}expected  {row.expected}", WIDTH))
    return lines


@functools.cache
def chapter_title(slug: str) -> str:
    """`03_xor` as a reader knows it: `chapter 3`."""
    number = slug.split("_")[0]
    return f"chapter {int(number)}" if number.isdigit() else slug


def where(section: Section) -> str:
    """Where to read again."""
    return f"{chapter_title(section[0])}, “{section[1]}”"


def say(lines: Iterable[str]) -> None:
    """Print a finished message in one piece."""
    print("\n".join(lines))
