"""Sphinx extension: reference pages from the docstrings.

A line `<!-- api: course_lib/*.py -->` in a page becomes one section for each public module that
the pattern finds, so that no list is kept by hand.  The docstrings are written for people who read
the source; here their lines (`x: (n, d)`, `Returns …`, `Source: …`) become lines of the page.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

MARK = re.compile(r"^<!-- api: (\S+) -->$", re.MULTILINE)
#: starts a line of its own: an argument with its colon, or one of these words
OWN_LINE = re.compile(r"(\w+(, \w+)*|\w+\[\w\]):\s|(Returns|Raises|Source|Calls|Chapters?)\b")


def modules(root: Path, pattern: str) -> list[str]:
    """Full names of the public modules that a pattern finds, in alphabetical order."""
    paths = sorted(path for path in root.glob(pattern) if not path.name.startswith("_"))
    return [".".join(path.relative_to(root).with_suffix("").parts) for path in paths]


def insert_modules(app: Sphinx, docname: str, source: list[str]) -> None:
    """The sections in place of their mark."""

    def sections(match: re.Match[str]) -> str:
        return "\n".join(
            f"## {name.removeprefix('course_lib.')}\n\n"
            f"```{{eval-rst}}\n.. automodule:: {name}\n   :members:\n   :no-value:\n```\n"
            for name in modules(Path(app.srcdir), match[1])
        )

    source[0] = MARK.sub(sections, source[0])


def to_rst(docstring: list[str]) -> list[str]:
    """A docstring as reStructuredText: paragraphs of lines, code in backticks, all else plain."""
    out: list[str] = []
    for paragraph in "\n".join(docstring).strip().split("\n\n"):
        lines: list[str] = []
        for line in paragraph.splitlines():
            indented, text = line.startswith(" "), line.strip()
            if lines and (indented or not OWN_LINE.match(text)):
                lines[-1] += " " + text
            else:
                lines.append(text)
        out += [f"| {inline(line)}" for line in lines] + [""]
    return out


def inline(text: str) -> str:
    """One line with `code` and *emphasis*; every other sign means itself."""
    parts = re.sub(r" {3,}", " · ", text).replace("``", "`").split("`")
    for i, part in enumerate(parts):
        if i % 2:
            parts[i] = f"``{part}``"
        else:
            plain = re.sub(r"([\\*_|])", r"\\\1", part)
            parts[i] = re.sub(r"\\\*(\w+)\\\*", r"*\1*", plain)
    return "".join(parts)


def rewrite(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]):
    lines[:] = to_rst(lines)


def settings(app: Sphinx, config: Config) -> None:
    """Short signatures, for the docstrings tell types and shapes in words; no index pages."""
    config.add_module_names = False
    config.autodoc_inherit_docstrings = False
    config.autodoc_typehints = "none"
    config.html_use_index = config.html_domain_indices = False


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("config-inited", settings)
    app.connect("source-read", insert_modules)
    app.connect("autodoc-process-docstring", rewrite)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
