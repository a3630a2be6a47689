"""Format the code cells inside the MyST sources, so that the notebooks made of them are clean."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from .layout import Course, CourseError

# The fence, its option lines, and the code between them and the closing fence.
CELL = re.compile(
    r"^(?P<head>(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?::[^\n]*\n)*)(?P<code>.*?)^(?P<end>(?P=fence))$",
    re.MULTILINE | re.DOTALL,
)


def format_text(text: str, name: str) -> str:
    """`text` with every code cell as `ruff format` writes it in a notebook."""
    codes = [match["code"].strip("\n") for match in CELL.finditer(text)]
    if not codes:
        return text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(code) for code in codes]), path)
        command = [sys.executable, "-m", "ruff", "format", "--quiet", "--line-length", "100"]
        done = subprocess.run([*command, str(path)], capture_output=True, text=True)
        if done.returncode:
            raise CourseError(f"{name}: {done.stderr.strip().splitlines()[0]}")
        formatted = iter(cell.source for cell in nbformat.read(path, as_version=4).cells)
    return CELL.sub(lambda match: f"{match['head']}{next(formatted)}\n{match['end']}", text)


def format_sources(course: Course) -> list[str]:
    """Format chapters and assignments in place; returns what changed."""
    changed = []
    for source in [*course.chapters, *course.assignments]:
        before = source.read_text("utf8")
        after = format_text(before, course.relative(source))
        if after != before:
            source.write_text(after, "utf8", newline="\n")
            changed.append(course.relative(source))
    return changed
