"""Bring every generated notebook up to date with its source, executing only where needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from tqdm import tqdm

from .execute import execute, write_notebook
from .fingerprint import Library, execution_hash
from .layout import Course, CourseError
from .release import release_notebook, source_notebook
from .source import chapter

JOBS = 2
HASH = "course_lib"  # key in the notebook's metadata


@dataclass
class Report:
    """What a build did."""

    written: list[str] = field(default_factory=list)
    executed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def plain(notebook: NotebookNode) -> NotebookNode:
    """A copy that is compared with another: without outputs and widget state."""
    copied = nbformat.from_dict(notebook)
    copied.metadata.pop("widgets", None)
    for cell in copied.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copied


def stored(path: Path) -> NotebookNode | None:
    try:
        return nbformat.read(path, as_version=4) if path.exists() else None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        return None  # a half-merged file: make it anew


def stamped_chapter(course: Course, source: Path, library: Library) -> NotebookNode:
    """The chapter as it should be, without outputs, with its execution hash."""
    notebook = chapter(course, source)
    notebook.metadata[HASH] = {"execution_hash": execution_hash(course, notebook, library)}
    return notebook


def carry_outputs(old: NotebookNode, new: NotebookNode) -> None:
    """Give `new` the outputs of `old`. Equal hashes mean equal code cells in equal order."""
    code = [cell for cell in old.cells if cell.cell_type == "code"]
    for cell in new.cells:
        if cell.cell_type == "code":
            before = code.pop(0)
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
    if "widgets" in old.metadata:
        new.metadata["widgets"] = old.metadata["widgets"]


def keep_timings(old: NotebookNode | None, new: NotebookNode) -> None:
    """Leave outputs that no two runs share, such as timings, as they are while their cell is.

    Otherwise every execution would change them. `--force` measures afresh.
    """
    before = {cell.get("id"): cell for cell in old.cells} if old else {}
    for cell in new.cells:
        kept = before.get(cell["id"])
        if kept is not None and "nbval-ignore-output" in cell.metadata.get("tags", []):
            cell.outputs = kept.get("outputs", cell.outputs)


def same_execution(old: NotebookNode | None, new: NotebookNode) -> bool:
    return old is not None and old.metadata.get(HASH) == new.metadata[HASH]


async def _run_all(
    course: Course, todo: list[tuple[Path, NotebookNode]], force: bool, report: Report
) -> None:
    cells = sum(len(notebook.cells) for _, notebook in todo)
    gate = asyncio.Semaphore(JOBS)
    with tqdm(total=cells, unit="cell", disable=None if todo else True, leave=False) as bar:

        async def one(source: Path, notebook: NotebookNode) -> None:
            async with gate:
                bar.set_description(source.stem)
                name = course.relative(source)
                try:
                    metadata = notebook.metadata.copy()
                    await execute(notebook, source.parent, name, lambda: bar.update())
                except CourseError as error:
                    report.failed.append(str(error))
                    return
                notebook.metadata.update(metadata)
                path = course.chapter_notebook(source)
                if not force:
                    keep_timings(stored(path), notebook)
                write_notebook(notebook, path)
                report.executed.append(course.relative(path))

        await asyncio.gather(*(one(source, notebook) for source, notebook in todo))


def chosen(sources: list[Path], names: list[str]) -> list[Path]:
    return [s for s in sources if not names or any(s.stem.startswith(n) for n in names)]


def build_chapters(course: Course, names: list[str], force: bool, report: Report) -> None:
    library = Library(course.library)
    todo = []
    for source in chosen(course.chapters, names):
        notebook = stamped_chapter(course, source, library)
        path = course.chapter_notebook(source)
        old = stored(path)
        if force or not same_execution(old, notebook):
            todo.append((source, notebook))
            continue
        assert old is not None
        carry_outputs(old, notebook)
        if write_notebook(notebook, path):
            report.written.append(course.relative(path))
    asyncio.run(_run_all(course, todo, force, report))


def build_assignments(course: Course, names: list[str], report: Report) -> None:
    for source in chosen(course.assignments, names):
        try:
            answers = source_notebook(course, source)
            release = release_notebook(course, answers)
        except CourseError as error:
            report.failed.append(str(error))
            continue
        targets = {source.with_suffix(".ipynb"): answers, course.release_notebook(source): release}
        for path, notebook in targets.items():
            if write_notebook(notebook, path):
                report.written.append(course.relative(path))


def build(course: Course, names: list[str] = (), force: bool = False) -> Report:
    """Generate and, where needed, execute. `names` are beginnings of file names; none means all."""
    report = Report()
    build_assignments(course, list(names), report)
    build_chapters(course, list(names), force, report)
    return report


def outdated(course: Course) -> list[str]:
    """One line for every generated notebook that is not what its source now says."""
    library, problems = Library(course.library), []
    for source in course.chapters:
        path = course.chapter_notebook(source)
        old, new = stored(path), stamped_chapter(course, source, library)
        if old is None:
            problems.append(f"{course.relative(path)}: missing")
        elif not same_execution(old, new):
            problems.append(f"{course.relative(path)}: code or course_lib changed since it was run")
        elif plain(old) != plain(new):
            problems.append(f"{course.relative(path)}: text changed in {source.name}")
    for source in course.assignments:
        answers = source_notebook(course, source)
        release = release_notebook(course, answers)
        targets = {source.with_suffix(".ipynb"): answers, course.release_notebook(source): release}
        for path, notebook in targets.items():
            if stored(path) != notebook:
                problems.append(f"{course.relative(path)}: differs from {course.relative(source)}")
    return problems + orphans(course)


def orphans(course: Course) -> list[str]:
    """Generated notebooks whose source is gone."""
    expected = {course.chapter_notebook(s) for s in course.chapters}
    expected |= {s.with_suffix(".ipynb") for s in course.assignments}
    expected |= {course.release_notebook(s) for s in course.assignments}
    found = [
        *(course.root / "chapters").glob("*.ipynb"),
        *(course.root / "solutions").glob("*/*.ipynb"),
        *(course.root / "exercises").glob("*/*.ipynb"),
    ]
    return [f"{course.relative(p)}: has no source any more" for p in sorted(set(found) - expected)]
