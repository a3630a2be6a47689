"""Colab keeps its own versions: the package must install beside them and change nothing."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

# One worker runs them all, so that the environment is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("colab")]

# What Colab ships of everything that the book touches (no nbgrader, an old ipywidgets).
COLAB = [
    "numpy==2.1.3",
    "matplotlib==3.10.0",
    "ipywidgets==7.7.1",
    "anywidget==0.9.21",
    "ipython==7.34.0",
    "ipykernel==6.17.1",
    "scikit-learn==1.6.1",
    "tqdm==4.67.1",
]
RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient
errors = {}
for path in sys.argv[1:]:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=300, allow_errors=True).execute()
    errors[path] = [
        {"cell": cell.source[:60], "name": output.ename, "value": output.evalue}
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]
print(json.dumps(errors))
"""


def pip(python: Path, *words: str) -> str:
    run = [python, "-m", "pip", "--disable-pip-version-check", *words]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def colab(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with Colab's versions and, added last, our package."""
    folder = tmp_path_factory.mktemp("colab")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    # most of what is installed is never imported: let Python compile what is
    pip(python, "install", "--quiet", "--no-compile", *COLAB, "nbclient", "setuptools<81")
    before = pip(python, "freeze").splitlines()
    pip(python, "install", "--quiet", "--no-deps", str(root))
    after = pip(python, "freeze").splitlines()
    added = [line for line in after if line not in before]
    assert [line for line in before if line not in after] == []
    assert len(added) == 1 and added[0].startswith("course-lib"), added
    return python


def errors_of(python: Path, root: Path, pattern: str, where: Path) -> dict[Path, list[dict]]:
    """The errors of each notebook, run in a kernel of its own."""
    notebooks = sorted(root.glob(pattern))
    assert notebooks, pattern
    run = [python, "-c", RUN, *map(str, notebooks)]
    done = subprocess.run(run, cwd=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    return {notebook: found[str(notebook)] for notebook in notebooks}


def test_the_groups_of_this_suite_hold(request, worker_id):
    """Else every worker would make for itself what is to be made once; nothing else would tell."""
    assert worker_id == "master" or request.node.nodeid.endswith("@colab")


def test_the_versions_are_colabs(colab: Path):
    frozen = pip(colab, "freeze").splitlines()
    assert [pin for pin in COLAB if pin not in frozen] == []


@pytest.mark.parametrize("pattern", ["chapters/*.ipynb", "solutions/*/*.ipynb"])
def test_every_chapter_runs_and_every_solution_is_right(colab, root, tmp_path, pattern):
    for notebook, errors in errors_of(colab, root, pattern, tmp_path).items():
        assert errors == [], notebook.name


def test_an_untouched_exercise_fails_only_in_its_checks(colab: Path, root: Path, tmp_path: Path):
    for notebook, errors in errors_of(colab, root, "exercises/*/*.ipynb", tmp_path).items():
        visible = [
            cell
            for cell in nbformat.read(notebook, as_version=4).cells
            if cell.cell_type == "code" and cell.source.startswith("check(")
        ]
        assert {error["name"] for error in errors} == {"CheckFailed"}, notebook.name
        assert len(errors) == len(visible), notebook.name
