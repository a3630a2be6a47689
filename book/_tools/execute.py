"""Execute a notebook so that two executions give the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from .layout import CourseError
from .source import heading_before

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 300
ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Client(NotebookClient):
    """A NotebookClient that remembers which cell made which widget model."""

    def __init__(self, notebook: NotebookNode, **options: Any):
        super().__init__(notebook, **options)
        self.made_by: dict[str, int] = {}

    def handle_comm_msg(self, outs: list[NotebookNode], msg: dict[str, Any], cell_index: int):
        self.made_by.setdefault(msg["content"]["comm_id"], cell_index)
        super().handle_comm_msg(outs, msg, cell_index)


def quiet_environment(scratch: str) -> dict[str, str]:
    """One BLAS thread, fixed hashing, and none of the user's own IPython or matplotlib settings.

    And only the instructions that every x86 processor of the last ten years has: with others the
    last digits differ, and a long training ends elsewhere.  The Makefile says the same to nbval.
    """
    return os.environ | {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": scratch,
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


async def execute(
    notebook: NotebookNode, folder: Path, name: str, on_cell: Callable[[], None] = lambda: None
) -> None:
    """Run every cell of `notebook` in `folder`, in place. `name` is what messages call it."""
    client = Client(
        notebook,
        timeout=CELL_SECONDS,
        record_timing=False,
        coalesce_streams=True,  # what a cell prints is one output, however slow the machine
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=40"],  # errors, not the notice about TCP
    )
    client.on_cell_executed = lambda **_: on_cell()
    with tempfile.TemporaryDirectory(prefix="ipython-") as scratch:
        try:
            await client.async_execute(env=quiet_environment(scratch))
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            raise CourseError(f"{name}: {describe_failure(notebook, error)}") from None
    notebook.metadata.pop("language_info", None)
    refuse_addresses(notebook, name)
    rename_models(notebook, client.made_by)


def describe_failure(notebook: NotebookNode, error: Exception) -> str:
    """Where it stopped and why, in one line."""
    at = len(notebook.cells) - 1
    why = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                at, why = index, f"{output.ename}: {ANSI.sub('', output.evalue)}"
    if isinstance(error, CellTimeoutError | DeadKernelError):
        ran = [i for i, c in enumerate(notebook.cells) if c.get("execution_count") is not None]
        code = [i for i, c in enumerate(notebook.cells) if c.cell_type == "code"]
        at = next((i for i in code if i not in ran), at)
        why = f"{type(error).__name__} (limit {CELL_SECONDS} s)"
    return f"{place(notebook, at)}: {' '.join(why.split())}"


def place(notebook: NotebookNode, index: int) -> str:
    lines = [line for line in notebook.cells[index].source.split("\n") if line.strip()]
    return f"“{heading_before(notebook, index)}”, cell `{lines[0] if lines else ''}`"


def refuse_addresses(notebook: NotebookNode, name: str) -> None:
    """A memory address in an output differs in every run; the author has to remove it.

    Behind a widget nobody reads the text, so there it is simply left out.
    """
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if WIDGET_VIEW in data:
                data["text/plain"] = ADDRESS.sub("", data.get("text/plain", ""))
            shown = output.get("text", "") + str(data.get("text/plain", ""))
            found = ADDRESS.search(shown)
            if found:
                raise CourseError(
                    f"{name}: {place(notebook, index)}: shows a memory address ("
                    f"{found[0].strip()}), different in every run; end the cell with a value"
                )


def rename_models(notebook: NotebookNode, made_by: dict[str, int]) -> None:
    """Replace the random ids of widget models by ids made of the cell's id and a count.

    So a chapter's widgets keep their ids when another cell gains one.
    """
    widgets = notebook.metadata.get("widgets", {}).get(WIDGET_STATE)
    if widgets is None:
        return
    names, count = {}, dict.fromkeys(made_by.values(), 0)
    for model, index in made_by.items():
        key = f"{notebook.cells[index]['id']}:{count[index]}"
        count[index] += 1
        names[model] = hashlib.sha256(key.encode()).hexdigest()[:32]
    widgets["state"] = {key: slim(record) for key, record in widgets["state"].items()}
    for part in [notebook.metadata, *(c.outputs for c in notebook.cells if c.cell_type == "code")]:
        text = json.dumps(part)
        for old, new in names.items():
            text = text.replace(old, new)
        fresh = json.loads(text, object_hook=NotebookNode)
        part.clear()
        part.extend(fresh) if isinstance(part, list) else part.update(fresh)


def slim(record: NotebookNode) -> NotebookNode:
    """Drop what says nothing: a LayoutModel writes some forty times that a property is unset."""
    if record.get("model_name") in ("LayoutModel", "SliderStyleModel", "DescriptionStyleModel"):
        record["state"] = {k: v for k, v in record["state"].items() if v is not None}
    return record


def write_notebook(notebook: NotebookNode, path: Path) -> bool:
    """Write beside, then rename; nothing is touched when the bytes are already there."""
    nbformat.validate(notebook)
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    if path.exists() and path.read_text("utf8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, "utf8", newline="\n")
    beside.replace(path)
    return True
