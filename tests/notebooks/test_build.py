"""The builder: the same bytes every time, no more executed and no more changed than needed."""

from __future__ import annotations

import json
import subprocess
import sys

import nbformat
import pytest

from book._tools.build import outdated
from book._tools.execute import WIDGET_STATE, WIDGET_VIEW


@pytest.fixture
def build(root, small_course):
    """build(*options) runs the command as `make notebooks` does; returns the finished process."""

    def run(*options: str):
        command = [sys.executable, "-m", "book._tools", "notebooks", "--root", small_course.root]
        return subprocess.run(
            [*command, *options], cwd=root, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture
def notebook(small_course):
    """Path of the generated chapter."""
    return small_course.root / "chapters/01_small.ipynb"


def edit(course, old: str, new: str) -> None:
    source = course.root / "chapters/01_small.md"
    text = source.read_text("utf8")
    assert old in text
    source.write_text(text.replace(old, new), "utf8")


@pytest.mark.slow
def test_two_executions_give_the_same_bytes(build, notebook):
    assert "executed" in build().stdout
    first = notebook.read_bytes()
    notebook.unlink()
    build()
    # The last cell shows the time: all but its output must agree.
    again, before = nbformat.read(notebook, 4), nbformat.reads(first.decode(), 4)
    again.cells[-1].outputs = before.cells[-1].outputs
    assert json.dumps(again) == json.dumps(before)


@pytest.mark.slow
def test_nothing_is_done_when_nothing_changed(build, notebook):
    build()
    before = notebook.read_bytes()
    assert "nothing to do" in build().stdout
    assert notebook.read_bytes() == before


@pytest.mark.slow
def test_a_changed_word_changes_only_its_cell_and_runs_nothing(build, small_course, notebook):
    build()
    before = nbformat.read(notebook, 4)
    edit(small_course, "Some words", "Other words")
    assert "executed" not in build().stdout
    after = nbformat.read(notebook, 4)
    assert before.metadata == after.metadata
    changed = [
        i
        for i, pair in enumerate(zip(before.cells, after.cells, strict=True))
        if pair[0] != pair[1]
    ]
    assert changed == [2]  # after the badge and the install cell


@pytest.mark.slow
def test_a_changed_module_that_is_used_is_a_reason_to_run_again(build, small_course, notebook):
    build()
    clock = nbformat.read(notebook, 4).cells[-1].outputs
    base = small_course.library / "figures/base.py"
    base.write_text(base.read_text() + "# new\n")
    assert "executed" in build().stdout
    assert nbformat.read(notebook, 4).cells[-1].outputs == clock  # a timing stays
    build("--force")
    assert nbformat.read(notebook, 4).cells[-1].outputs != clock  # until it is asked for


@pytest.mark.slow
def test_widget_models_get_ids_of_their_cell(build, notebook):
    build()
    made = nbformat.read(notebook, 4)
    [view] = [
        output.data[WIDGET_VIEW]["model_id"]
        for cell in made.cells
        for output in cell.get("outputs", [])
        if WIDGET_VIEW in output.get("data", {})
    ]
    state = made.metadata.widgets[WIDGET_STATE].state
    assert state[view].model_name == "FloatSliderModel"
    layout = state[view].state.layout.removeprefix("IPY_MODEL_")
    assert layout in state


@pytest.mark.slow
def test_an_error_is_one_line_that_says_where_and_what(build, small_course, notebook):
    edit(small_course, "ax.plot([1, 2, 4])", "ax.plot(1 / 0)")
    done = build()
    assert done.returncode == 1
    [line] = [line for line in done.stderr.splitlines() if line.startswith("error")]
    assert "chapters/01_small.md" in line
    assert "“A picture”" in line
    assert "ZeroDivisionError: division by zero" in line
    assert not notebook.exists()


@pytest.mark.slow
def test_a_memory_address_is_refused(build, small_course):
    edit(small_course, "time.perf_counter_ns()", "object()")
    assert "memory address" in build().stderr


def test_what_is_out_of_date_is_named(small_course):
    assert outdated(small_course) == ["chapters/01_small.ipynb: missing"]
    stray = small_course.root / "chapters/02_gone.ipynb"
    stray.write_text("{}")
    assert "chapters/02_gone.ipynb: has no source any more" in outdated(small_course)


def test_a_source_that_is_no_task_of_the_judge_is_named(build, small_course):
    folder = small_course.root / "solutions/01_small"
    folder.mkdir(parents=True)
    text = "```{code-cell} ipython3\n:task: no_such_task\ndef no_such_task(): ...\n```\n"
    (folder / "01_small.md").write_text(text)
    done = build("--check")
    assert done.returncode == 1
    assert "task `no_such_task` is not an exercise of course_lib.check" in done.stderr
