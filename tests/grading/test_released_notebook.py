"""A student types into the notebook that was released, and reads what the check says."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = pytest.mark.slow

UPDATE = """\
def perceptron_update(w, b, x, t, eta):
    y = 1 if np.dot(w, x) + b >= 0 else 0
    {body}
"""
TYPED = {
    "the correction goes the wrong way": (
        "return w - eta * (t - y) * x, b - eta * (t - y)",
        "From four cases to one line",
    ),
    "the bias never changes": (
        "return w + eta * (t - y) * x, b",
        "A line that turns and shifts",
    ),
    "you correct also when the answer was right already": (
        "return w + eta * (2 * t - 1) * x, b + eta * (2 * t - 1)",
        "From four cases to one line",
    ),
    "NameError: name 'error' is not defined (line 3: return w + eta * error * x, b)": (
        "return w + eta * error * x, b",
        None,
    ),
}


def test_three_wrong_updates_and_a_typing_error_are_told_apart(root, tmp_path):
    released = root / "exercises" / "02_perceptron" / "02_perceptron.ipynb"
    notebook = nbformat.read(released, as_version=4)
    cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells}
    checks = []
    notebook.cells = [c for c in notebook.cells if c.cell_type == "code"][:2]
    for number, (body, _) in enumerate(TYPED.values()):
        answer, check = (
            copy.deepcopy(cells[name]) for name in ("perceptron_update", "perceptron_update_check")
        )
        answer.id, check.id = f"answer-{number}", f"check-{number}"
        answer.source = UPDATE.format(body=body)
        notebook.cells += [answer, check]
        checks.append(check)
    NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()

    for check, (message, (_, section)) in zip(checks, TYPED.items(), strict=True):
        streams = [o for o in check.outputs if o.output_type == "stream"]
        assert {o.name for o in streams} == {"stdout"}
        text = " ".join("".join(o.text for o in streams).split())
        assert [other for other in TYPED if other in text] == [message]
        assert section is None or f"Read again: chapter 2, “{section}”" in text
        (error,) = (o for o in check.outputs if o.output_type == "error")
        assert error.traceback == ["perceptron_update: not right yet."]
