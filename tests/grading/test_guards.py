"""The two steps that keep a check that never ran from earning points."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_lib.grading.guards import NotRunIsNotRight, RunEveryCell


def graded(outputs=(), **kind):
    cell = new_code_cell("check('learn', learn)", outputs=list(outputs))
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 2} | kind
    return cell


def after(step, cell):
    notebook, _ = step().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0]


@pytest.mark.parametrize("tags", [["skip-execution"], ["raises-exception", "keep"], [], None])
def test_tags_that_keep_a_cell_from_running_are_taken_away(tags):
    cell = graded()
    if tags is not None:
        cell.metadata["tags"] = tags
    found = after(RunEveryCell, cell).metadata.get("tags", [])
    assert found == (["keep"] if tags and "keep" in tags else [])


def test_a_check_without_a_word_has_failed():
    assert after(NotRunIsNotRight, graded()).outputs[0].ename == "NotRun"
    blank = new_output("stream", name="stdout", text=" \n")
    assert after(NotRunIsNotRight, graded([blank])).outputs[0].ename == "NotRun"


def test_a_check_that_spoke_is_left_alone():
    verdict = new_output("stream", name="stdout", text="learn: all 5 cases right.")
    error = new_output("error", ename="CheckFailed", evalue="", traceback=[])
    assert after(NotRunIsNotRight, graded([verdict])).outputs == [verdict]
    assert after(NotRunIsNotRight, graded([error])).outputs == [error]


def test_cells_that_are_no_checks_may_be_silent():
    assert after(NotRunIsNotRight, graded(solution=True)).outputs == []
    assert after(NotRunIsNotRight, graded(grade=False)).outputs == []
