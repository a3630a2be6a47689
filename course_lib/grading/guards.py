"""Two steps added to nbgrader's autograding, so that a check that never ran earns nothing.

Stock nbgrader gives full points to a check without output, whether it was run or not; the tag
`skip-execution` in a notebook's metadata is enough.  Every check of this course prints its
verdict, so no output means: not run.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

TAGS = {"skip-execution", "raises-exception"}


class RunEveryCell(NbGraderPreprocessor):
    """Takes away the tags by which a cell asks not to be run, or to be allowed to fail."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        tags = cell.metadata.get("tags")
        if isinstance(tags, list):
            cell.metadata["tags"] = [t for t in tags if t not in TAGS]
        return cell, resources


class NotRunIsNotRight(NbGraderPreprocessor):
    """Marks a check without any output as failed; belongs right after the execution."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, cell_index: int
    ) -> tuple[NotebookNode, Any]:
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            printed = any(o.output_type == "stream" and o.text.strip() for o in cell.outputs)
            failed = any(o.output_type == "error" for o in cell.outputs)
            if not printed and not failed:
                message = "This check printed no verdict, so it did not run as it should."
                cell.outputs = [
                    new_output("error", ename="NotRun", evalue=message, traceback=[message])
                ]
        return cell, resources
