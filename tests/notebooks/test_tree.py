"""The notebooks of this tree: current, described, and without leaks."""

from __future__ import annotations

import re

import nbformat
import pytest

from book._tools.build import outdated
from book._tools.layout import Course


@pytest.fixture(scope="module")
def course(root) -> Course:
    return Course(root)


@pytest.fixture(scope="module")
def chapters(course) -> dict:
    return {p.stem: nbformat.read(course.chapter_notebook(p), 4) for p in course.chapters}


def test_every_notebook_is_what_its_source_says(course):
    assert outdated(course) == [], "run `make notebooks`"


def test_every_figure_is_described(chapters):
    bare = [
        f"{name}: {cell.source.splitlines()[-1]}"
        for name, notebook in chapters.items()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for mime in output.get("data", {})
        if mime.startswith("image/") and len(output.metadata.get(mime, {}).get("alt", "")) < 10
    ]
    assert not bare, "\n".join(bare)


def test_no_chapter_shows_a_warning(chapters):
    loud = [
        f"{name}: {output.text[:100]}"
        for name, notebook in chapters.items()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr"
    ]
    assert not loud, "\n".join(loud)


def test_nothing_in_a_stored_notebook_changes_with_time_or_place(course, chapters):
    volatile = re.compile(r" at 0x[0-9a-f]{6,}|/home/|/root/|/Users/|<dc:date>")
    found = []
    for name, notebook in chapters.items():
        assert "execution" not in str([cell.metadata for cell in notebook.cells]), name
        for cell in notebook.cells:
            hit = volatile.search(str(cell.get("outputs", "")))
            found += [f"{name}: {hit[0]} in {cell.source[:60]}"] if hit else []
    assert not found, "\n".join(found)


def solution_lines(course) -> set[str]:
    """Lines inside the solution regions that are long enough to give something away."""
    found = set()
    for source in course.assignments:
        text = source.read_text("utf8")
        for region in re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, re.DOTALL):
            found |= {line.strip() for line in region.splitlines() if len(line.strip()) > 20}
    return found


def test_the_release_holds_no_answer_and_no_hidden_test(course):
    secret, leaks = solution_lines(course), []
    for source in course.assignments:
        notebook = nbformat.read(course.release_notebook(source), 4)
        for cell in notebook.cells:
            lines = {line.strip() for line in cell.source.splitlines()}
            marks = re.findall(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN)|hidden=True", cell.source)
            leaks += [f"{source.stem}: {leak}" for leak in [*marks, *(lines & secret)]]
            assert not cell.get("outputs"), f"{source.stem}: a released cell has outputs"
    assert not leaks, "\n".join(leaks)


def test_the_release_holds_only_notebooks(root):
    files = [p for p in (root / "exercises").rglob("*") if p.is_file()]
    files = [p for p in files if ".ipynb_checkpoints" not in p.parts]
    assert [p.name for p in files if p.suffix != ".ipynb"] == []


def test_every_notebook_can_install_the_package_and_be_opened_in_colab(course):
    url, branch = course.repository
    paths = [course.chapter_notebook(p) for p in course.chapters]
    paths += [course.release_notebook(p) for p in course.assignments]
    for path in paths:
        badge, install = nbformat.read(path, 4).cells[:2]
        assert f"blob/{branch}/{course.relative(path)}" in badge.source
        assert f"git+{url}@{branch}" in install.source
