"""A course in a temporary folder, and people who type nbgrader's commands there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

EXCHANGE = "/srv/nbgrader/exchange"  # as nbgrader_config.py and the instructor page name it


@dataclass
class Person:
    """Somebody with a folder, a home of their own and a terminal."""

    folder: Path
    extra: list[str] = field(default_factory=list)

    def types(self, command: str, fails: bool = False) -> str:
        """Run a command line in the folder; returns what it printed."""
        return self._run([*command.split(), *self.extra], command, fails)

    def runs(self, program: str, *arguments: str) -> str:
        """Run a Python program in the folder; returns what it printed."""
        return self._run([sys.executable, "-c", program, *arguments], "python -c …", False)

    def _run(self, words: list[str], shown: str, fails: bool) -> str:
        home = self.folder.parent / f"home-{self.folder.name}"
        home.mkdir(exist_ok=True)
        env = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_LIB", "JUPYTER"))}
        env |= {
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}",
            "OPENBLAS_NUM_THREADS": "1",
        }
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=600,
        )
        said = done.stdout + done.stderr
        assert bool(done.returncode) == fails, f"$ {shown}\n{said}"
        return said


class Classroom:
    """The instructor's course and its students, all below one temporary folder."""

    def __init__(self, base: Path, root: Path):
        self.base = base
        exchange = base / "exchange"
        exchange.mkdir()
        exchange.chmod(0o777)
        course = base / "course"
        course.mkdir()
        for name in ("solutions", "exercises"):
            shutil.copytree(root / name, course / name)
        config = (root / "nbgrader_config.py").read_text("utf8")
        assert config.count(EXCHANGE) == 1
        (course / "nbgrader_config.py").write_text(config.replace(EXCHANGE, str(exchange)), "utf8")
        self.instructor = Person(course)

    def student(self, name: str) -> Person:
        """A student who has an account, so nbgrader knows the course and the exchange."""
        folder = self.base / name
        folder.mkdir()
        (folder / "nbgrader_config.py").write_text(
            "c = get_config()\n"
            'c.CourseDirectory.course_id = "deep-learning"\n'
            f'c.Exchange.root = "{self.base / "exchange"}"\n',
            "utf8",
        )
        # On a real machine the name is that of the account; here one account plays them all.
        return Person(folder, [f"--student={name}"])

    def answers(self, assignment: str) -> dict[str, str]:
        """The instructor's answer to each task."""
        path = self.instructor.folder / "solutions" / assignment / f"{assignment}.ipynb"
        return {
            cell.metadata.nbgrader.grade_id: cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }

    def solve(self, path: Path, assignment: str, only: tuple[str, ...] = ()) -> None:
        """Write right answers into a released notebook, all of them or only some."""
        notebook = nbformat.read(path, as_version=4)
        answers = self.answers(assignment)
        for cell in notebook.cells:
            task = cell.metadata.get("nbgrader", {}).get("grade_id")
            if task in answers and (not only or task in only):
                cell.source = answers[task]
        nbformat.write(notebook, path)
