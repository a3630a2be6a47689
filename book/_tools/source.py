"""Read a MyST Markdown notebook source; give its cells ids that never change by accident."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from .layout import Course, CourseError

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}
# Colab and GitHub need the badge and the install cell; the site has its own launch button.
OFF_THE_SITE = ["remove-cell"]


def read_source(course: Course, source: Path) -> NotebookNode:
    """The notebook that `source` describes, without ids and without the generated first cells."""
    text = FRONT_MATTER.sub("", source.read_text("utf8").replace("\r\n", "\n"), count=1)
    try:
        notebook = jupytext.reads(text, fmt="md:myst")
    except Exception as error:  # jupytext raises several types, all about the text
        raise CourseError(f"{course.relative(source)}: cannot be read as MyST: {error}") from None
    notebook.metadata = NotebookNode(NOTEBOOK_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.source = cell.source.strip("\n")
    return notebook


def first_cells(course: Course, notebook_path: Path) -> list[NotebookNode]:
    """Colab badge and install cell, both from the address in `_config.yml`."""
    url, branch = course.repository
    inside = course.relative(notebook_path)
    up = "../" * inside.count("/")
    github = url.removeprefix("https://github.com/")
    colab = f"https://colab.research.google.com/github/{github}/blob/{branch}/{inside}"
    badge = new_markdown_cell(
        f"[![Open in Colab]({up}book/_static/open-in-colab.svg)]({colab})",
        id="colab-badge",
        metadata={"tags": OFF_THE_SITE},
    )
    install = new_code_cell(
        "# Fetches the book's package where it is missing, as on Colab; elsewhere does nothing.\n"
        "try:\n"
        "    import course_lib  # noqa: F401\n"
        "except ImportError:\n"
        f"    %pip install -q --no-deps git+{url}@{branch}",
        id="install",
        metadata={"tags": OFF_THE_SITE},
    )
    return [badge, install]


def name_cells(cells: list[NotebookNode]) -> None:
    """Give every cell an id that depends on nothing but its own kind and text.

    Running or random ids would touch cells that nobody edited. An nbgrader cell is
    called by its grade id; equal cells are told apart by counting.
    """
    seen: Counter[str] = Counter()
    for cell in cells:
        if cell.get("id") in ("colab-badge", "install"):
            continue
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()
        name = grade_id or digest[:12]
        seen[name] += 1
        cell["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"


def chapter(course: Course, source: Path) -> NotebookNode:
    """The whole chapter notebook, not yet executed."""
    notebook = read_source(course, source)
    notebook.cells = first_cells(course, course.chapter_notebook(source)) + notebook.cells
    name_cells(notebook.cells)
    return notebook


def heading_before(notebook: NotebookNode, index: int) -> str:
    """Text of the last heading above cell `index`, to say where something happened."""
    for cell in reversed(notebook.cells[:index]):
        if cell.cell_type == "markdown":
            headings = re.findall(r"^#+\s+(.*)$", cell.source, re.MULTILINE)
            if headings:
                return headings[-1]
    return "top of the notebook"
