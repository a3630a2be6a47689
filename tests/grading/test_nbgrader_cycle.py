"""From release to marks, by the commands that the instructor page prints."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from classroom import Classroom

from course_lib.check.registry import all_exercises

# One worker runs them all, so that the course is graded once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nbgrader")]
ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "01_formal_neuron"  # the one that the page uses as its example
STUDENTS_DO = ("fetch_assignment", "submit", "fetch_feedback")


def full_marks(assignment):
    return sum(sum(e.points) for e in all_exercises().values() if e.chapter == assignment)


def commands_of_the_page(root):
    """Every nbgrader command of the section on one assignment, in its order."""
    page = (root / "book" / "instructor.md").read_text("utf8")
    section = page.split("## One assignment, from release to marks")[1].split("\n## ")[0]
    blocks = re.findall(r"```bash\n(.*?)```", section, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("nbgrader ")]


def marks(course):
    with (course / "grades.csv").open(newline="") as file:
        return {
            (row["assignment"], row["student_id"]): (float(row["raw_score"]), row["max_score"])
            for row in csv.DictReader(file)
        }


def skip_everything(path):
    """A cheat that stock nbgrader rewards: ask that no cell be run."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
    nbformat.write(notebook, path)


def delete_all_checks(path):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]
    nbformat.write(notebook, path)


def test_the_commands_of_the_instructor_page_from_release_to_marks(classroom, root):
    commands = commands_of_the_page(root)
    verbs = [c.split()[1] for c in commands]
    for verb in (
        "generate_assignment",
        "release_assignment",
        "fetch_assignment",
        "submit",
        "collect",
        "autograde",
        "generate_feedback",
        "export",
    ):
        assert verb in verbs

    course = classroom.instructor.folder
    names = ("ada", "untouched")
    students = {name: classroom.student(name) for name in names}
    for command in commands:
        verb = command.split()[1]
        if verb in STUDENTS_DO:
            for name, student in students.items():
                path = student.folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
                if verb == "submit" and name == "ada":
                    classroom.solve(path, ASSIGNMENT)
                student.types(command)
        else:
            classroom.instructor.types(command)

    found = marks(course)
    total = full_marks(ASSIGNMENT)
    assert found[ASSIGNMENT, "ada"][0] == total == float(found[ASSIGNMENT, "ada"][1])
    assert found[ASSIGNMENT, "untouched"][0] == 0

    for name, words in (("ada", "all 24 hidden cases right"), ("untouched", "Not written yet")):
        (page,) = (students[name].folder / ASSIGNMENT / "feedback").rglob("*.html")
        text = page.read_text("utf8")
        assert words in text and "Traceback (most recent call last)" not in text


def half_done(classroom, path, assignment):
    """The first two tasks are solved, the others untouched."""
    classroom.solve(path, assignment, only=tuple(classroom.answers(assignment))[:2])


TREATMENTS = {
    "right": lambda classroom, path, assignment: classroom.solve(path, assignment),
    "half": half_done,
    "skipper": lambda classroom, path, assignment: skip_everything(path),
    "deleter": lambda classroom, path, assignment: delete_all_checks(path),
}


ASSIGNMENTS = [
    folder.name
    for folder in sorted((ROOT / "solutions").iterdir())
    if folder.is_dir() and folder.name != ASSIGNMENT
]
# One course, released and graded in one process: starting nbgrader costs more than its work.
RELEASE = """
import sys
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.apps.api import NbGraderAPI

app = NbGraderApp()
app.load_config_file()
api = NbGraderAPI(config=app.config)
for name in sys.argv[1:]:
    result = api.generate_assignment(name)
    assert result["success"], result.get("error") or result.get("log")
"""
GRADE = (
    RELEASE.split("for name")[0]
    + """
for word in sys.argv[1:]:
    result = api.autograde(*word.split("/"))
    assert result["success"], result.get("error") or result.get("log")
"""
)


def people_of(assignment: str) -> tuple[str, ...]:
    """Tricks are tried on one assignment, right answers on every one."""
    return tuple(TREATMENTS) if assignment == "02_perceptron" else ("right",)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, root):
    """The classroom in which everything was handed in and graded, and what was earned."""
    classroom = Classroom(tmp_path_factory.mktemp("graded"), root)
    shutil.rmtree(classroom.instructor.folder / "exercises")
    classroom.instructor.runs(RELEASE, ASSIGNMENT, *ASSIGNMENTS)
    course = classroom.instructor.folder
    handed_in = []
    for assignment in ASSIGNMENTS:
        release = course / "exercises" / assignment / f"{assignment}.ipynb"
        for name in people_of(assignment):
            path = course / "submitted" / name / assignment / f"{assignment}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(release.read_bytes())
            TREATMENTS[name](classroom, path, assignment)
            handed_in.append(f"{assignment}/{name}")
    classroom.instructor.runs(GRADE, *handed_in)
    classroom.instructor.types("nbgrader export --to grades.csv")
    return classroom, marks(course)


def test_what_nbgrader_releases_is_what_the_tree_holds_and_leaks_nothing(graded, root):
    classroom, _ = graded
    course = classroom.instructor.folder
    for folder in sorted((root / "solutions").iterdir()):
        name = folder.name
        released = course / "exercises" / name
        assert [p.name for p in released.rglob("*") if p.is_file()] == [f"{name}.ipynb"]
        new = json.loads((released / f"{name}.ipynb").read_text("utf8"))
        old = json.loads((root / "exercises" / name / f"{name}.ipynb").read_text("utf8"))
        assert new["cells"] == old["cells"]
        text = json.dumps(new)
        assert "SOLUTION" not in text and "HIDDEN TESTS" not in text and "hidden=True" not in text
        for answer in classroom.answers(name).values():
            body = answer.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
            for line in body.splitlines():
                if len(line.strip()) > 30:
                    assert json.dumps(line.strip())[1:-1] not in text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_right_answers_get_their_marks_and_tricks_nothing(graded, assignment):
    classroom, found = graded
    two = list(classroom.answers(assignment))[:2]
    some = sum(sum(all_exercises()[task].points) for task in two)
    earned = {"right": full_marks(assignment), "half": some, "skipper": 0, "deleter": 0}
    for name in people_of(assignment):
        assert found[assignment, name][0] == earned[name], name


def test_downloads_of_canvas_and_moodle_are_collected(classroom, root):
    course = classroom.instructor.folder
    archive = course / "downloaded" / ASSIGNMENT / "archive"
    names = {
        "lovelaceada_123_456_01_formal_neuron.ipynb": "lovelaceada",
        "hopper_grace_LATE_77_88_01_formal_neuron.ipynb": "hopper_grace",
        "Emmy Noether_9_assignsubmission_file_/01_formal_neuron.ipynb": "Emmy Noether",
    }
    release = root / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for name in names:
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(release.read_bytes())
    classroom.instructor.types(f"nbgrader zip_collect {ASSIGNMENT}")
    found = {p.parts[-3] for p in (course / "submitted").rglob(f"{ASSIGNMENT}.ipynb")}
    assert found == set(names.values())
