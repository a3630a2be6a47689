"""Reading sources: ids, first cells, and what a chapter depends on."""

from __future__ import annotations

import ast

from book._tools.fingerprint import Library, execution_hash, parse_cells, uses
from book._tools.formatting import format_text
from book._tools.source import chapter


def small(course):
    return chapter(course, course.root / "chapters/01_small.md")


def test_badge_and_install_cell_come_from_the_configuration(small_course):
    badge, install = small(small_course).cells[:2]
    assert (
        "https://colab.research.google.com/github/somebody/fork/blob/spring/chapters/01_small.ipynb"
        in badge.source
    )
    assert "(../book/_static/open-in-colab.svg)" in badge.source
    assert "%pip install -q --no-deps git+https://github.com/somebody/fork@spring" in install.source
    assert [c.cell_type for c in (badge, install)] == ["markdown", "code"]


def test_ids_depend_on_the_text_alone_and_equal_cells_are_counted(small_course):
    source = small_course.root / "chapters/01_small.md"
    before = [cell.id for cell in small(small_course).cells]
    twice = "\n```{code-cell} ipython3\nprint(1)\n```\n"
    source.write_text(twice + source.read_text("utf8") + twice, "utf8")
    after = [cell.id for cell in small(small_course).cells]
    assert set(before) < set(after)
    assert after[-1] == f"{after[2]}-2"
    assert len(set(after)) == len(after)


def test_front_matter_and_line_ends_do_not_matter(small_course):
    source = small_course.root / "chapters/01_small.md"
    plain = small(small_course)
    text = "---\nkernelspec:\n  name: python3\n---\n\n" + source.read_text("utf8")
    source.write_bytes(text.replace("\n", "\r\n").encode())
    assert small(small_course) == plain


def test_the_hash_follows_the_modules_in_use_and_no_others(small_course):
    def now():
        return execution_hash(small_course, small(small_course), Library(small_course.library))

    before = now()
    other = small_course.library / "figures/other.py"
    other.write_text("def other(ax): return 1\n")
    assert now() == before
    (small_course.library / "figures/base.py").write_text("def show(ax, alt): return 1\n")
    assert now() != before


def test_the_hash_follows_the_browser_half_of_a_widget(tmp_path):
    widgets = tmp_path / "course_lib/widgets"
    (widgets / "static").mkdir(parents=True)
    (tmp_path / "course_lib/__init__.py").touch()
    (widgets / "__init__.py").write_text("from importlib import import_module\n")
    for name in ("bench", "line"):
        (widgets / f"{name}.py").touch()
        (widgets / f"static/{name}.js").touch()
    (widgets / "static/base.js").touch()
    library = Library(tmp_path / "course_lib")
    used = library.closure({"course_lib.widgets.bench"})
    assert {path.name for path in library.static_files(used)} == {"bench.js", "base.js"}
    everything = library.closure({"course_lib.widgets.not_a_module"})
    assert "course_lib.widgets.line" in everything


def test_names_reached_through_an_import_are_found():
    tree = ast.parse("from course_lib import figures\nfigures.show(1)\nprint(figures)")
    assert uses(tree) == {
        "course_lib.figures",
        "course_lib.figures.show",
        "course_lib.figures.*",
    }
    relative = ast.parse("from . import base\nfrom .base import axes")
    assert uses(relative, "course_lib.figures") == {
        "course_lib.figures.base",
        "course_lib.figures.base.axes",
    }


def test_magic_and_errors_on_purpose_do_not_hide_the_other_cells():
    cells = ["%pip install x\nimport a", "this is no Python", "import b"]
    assert uses(parse_cells(cells)) == {"a", "b"}


def test_formatting_touches_only_code_cells():
    text = "Text  as  it  is.\n\n```{code-cell} ipython3\n:tags: [x]\nx=1\n```\n\n```\ny=2\n```\n"
    assert format_text(text, "x.md") == text.replace("x=1", "x = 1")
