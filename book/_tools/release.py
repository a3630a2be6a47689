"""Assignments: from an author's text to nbgrader's source notebook and to the release.

The author writes prose and functions (`:task: name` on a code cell); this adds the checks.
The release is made by nbgrader's own preprocessors, so it equals `nbgrader generate_assignment`.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import logging
import warnings
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from .layout import Course, CourseError
from .source import first_cells, name_cells, read_source

HIDDEN_TEST = """\
# Graded with more cases after you hand in.
### BEGIN HIDDEN TESTS
check("{task}", {task}, hidden=True)
### END HIDDEN TESTS"""


def task_points() -> dict[str, tuple[float, float]]:
    """Exercise id -> points of its visible and of its hidden check."""
    from course_lib.check.registry import all_exercises

    return {name: tuple(exercise.points) for name, exercise in all_exercises().items()}


def grader(grade_id: str, kind: str, points: float | None = None) -> dict:
    """nbgrader metadata (schema 3) of one cell."""
    meta = {
        "schema_version": 3,
        "grade_id": grade_id,
        "cell_type": "code",
        "grade": kind == "test",
        "solution": kind == "answer",
        "locked": kind != "answer",
        "task": False,
    }
    return meta | ({"points": points} if points is not None else {})


def task_cells(cell: NotebookNode, points: dict[str, tuple[float, float]], where: str) -> list:
    """The author's cell, and the two checks that belong to it."""
    task = cell.metadata.pop("task")
    if task not in points:
        raise CourseError(f"{where}: task `{task}` is not an exercise of course_lib.check")
    if f"def {task}(" not in cell.source:
        raise CourseError(f"{where}: the cell of task `{task}` does not define {task}()")
    if "### BEGIN SOLUTION" not in cell.source:
        raise CourseError(f"{where}: the cell of task `{task}` has no ### BEGIN SOLUTION region")
    visible, hidden = points[task]
    cell.metadata["nbgrader"] = grader(task, "answer")
    seen = new_code_cell(f'check("{task}", {task})')
    seen.metadata["nbgrader"] = grader(f"{task}_check", "test", visible)
    unseen = new_code_cell(HIDDEN_TEST.format(task=task))
    unseen.metadata["nbgrader"] = grader(f"{task}_hidden", "test", hidden)
    return [cell, seen, unseen]


def source_notebook(course: Course, source: Path) -> NotebookNode:
    """nbgrader's source: with answers and hidden tests. Never leaves the instructor."""
    notebook = read_source(course, source)
    where = course.relative(source)
    points = task_points() if any("task" in c.metadata for c in notebook.cells) else {}
    cells = first_cells(course, course.release_notebook(source))
    for cell in notebook.cells:
        cells += task_cells(cell, points, where) if "task" in cell.metadata else [cell]
    for cell in cells:
        # Code that the author did not leave to the student is put back before grading.
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            known = cell.get("id") == "install"
            name = "install" if known else hashlib.sha256(cell.source.encode()).hexdigest()[:12]
            cell.metadata["nbgrader"] = grader(name if known else f"setup-{name}", "readonly")
    notebook.cells = cells
    name_cells(cells)
    return notebook


@functools.cache
def release_steps(root: Path) -> tuple:
    """nbgrader's release preprocessors, set up by the course's own nbgrader_config.py.

    SaveCells is left out: it only records the cells in the gradebook.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.converters import GenerateAssignment
        from nbgrader.preprocessors import SaveCells
        from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    names = config.GenerateAssignment.get("preprocessors", None)
    steps = names or GenerateAssignment.preprocessors.default_args[0]
    made = [step(config=config) for step in steps if step is not SaveCells]
    for step in made:
        step.log = logging.getLogger("release")
    return tuple(made)


def release_notebook(course: Course, source_nb: NotebookNode) -> NotebookNode:
    """What students get: no answers, no hidden tests."""
    notebook = copy.deepcopy(source_nb)
    resources: dict = {"unique_key": "release", "metadata": {}}
    for step in release_steps(course.root):
        notebook, resources = step.preprocess(notebook, resources)
    return notebook
