"""Where things lie in a course tree, and what `_config.yml` says about its address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parents[2]  # the tree these tools belong to


class CourseError(Exception):
    """Something in the tree is wrong in a way its author can mend; the message says how."""


@dataclass(frozen=True)
class Course:
    """One course tree. Every path below hangs on `root`, so tests can point it elsewhere."""

    root: Path

    @property
    def chapters(self) -> list[Path]:
        """Sources of the chapters, in reading order."""
        return sorted((self.root / "chapters").glob("*.md"))

    @property
    def assignments(self) -> list[Path]:
        """Sources of the assignments: solutions/NAME/NAME.md."""
        return sorted(
            p for p in (self.root / "solutions").glob("*/*.md") if p.stem == p.parent.name
        )

    @property
    def library(self) -> Path:
        """Folder of the course_lib package."""
        return self.root / "course_lib"

    @property
    def repository(self) -> tuple[str, str]:
        """(url, branch) of the published repository, the one place a fork has to edit."""
        config = yaml.safe_load((self.root / "_config.yml").read_text("utf8"))
        try:
            where = config["repository"]
            return where["url"].rstrip("/"), where["branch"]
        except (KeyError, TypeError):
            raise CourseError("_config.yml must set repository.url and repository.branch") from None

    def chapter_notebook(self, source: Path) -> Path:
        return source.with_suffix(".ipynb")

    def release_notebook(self, source: Path) -> Path:
        return self.root / "exercises" / source.stem / f"{source.stem}.ipynb"

    def relative(self, path: Path) -> str:
        """`path` as a reader of this tree would write it, with forward slashes."""
        return path.relative_to(self.root).as_posix()
