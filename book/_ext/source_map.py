"""Sphinx extension: the directive `source-map`, a table of what each lecture gives and where.

Reads book/sources.yml. A place is found by its heading, so a heading that was changed or lost is a
warning of the build, and a warning fails the build.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
KINDS = {"W": "slider", "X": "exercise"}


class source_map(nodes.General, nodes.Element):
    """Stands where the table will be, until every page has been read."""


class SourceMap(SphinxDirective):
    """`{source-map}`, optionally with another file as its argument."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0] if self.arguments else "sources.yml"
        path = Path(self.env.doc2path(self.env.docname)).parent / name
        self.env.note_dependency(str(path))
        self.env.note_reread()  # the links depend on headings of other pages
        data = yaml.safe_load(path.read_text("utf8"))
        found: list[nodes.Node] = []
        for letter, lecture in data["lectures"].items():
            found.append(self.section(letter, lecture))
        return found

    def section(self, letter: str, lecture: dict[str, Any]) -> nodes.section:
        heading = f"{letter} · {lecture['author']}"
        section = nodes.section(ids=[nodes.make_id(f"lecture-{letter}-{lecture['author']}")])
        section += nodes.title(text=heading)
        year = f" ({lecture['year']})" if "year" in lecture else ""
        intro = nodes.paragraph()
        intro += nodes.emphasis(text=lecture["english"])
        intro += nodes.Text(f"{year} — ")
        intro += nodes.raw("", f'<span lang="ja">{lecture["title"]}</span>', format="html")
        intro += nodes.Text(f". {lecture['note']}")
        section += intro
        section += source_map(items=lecture["items"], author=lecture["author"])
        return section


@functools.cache
def headings(env: BuildEnvironment, docname: str) -> dict[str, str]:
    """Heading text -> anchor of one page; the first of several equal headings counts.

    Asked only after every page was read. Kept, because reading a page again takes long.
    """
    found: dict[str, str] = {}
    for section in env.get_doctree(docname).findall(nodes.section):
        title = section.next_node(nodes.title)
        if title is not None:
            found.setdefault(title.astext(), section["ids"][0])
    return found


def place(app: Sphinx, fromdoc: str, where: list[str], item: str, node: nodes.Node) -> nodes.Node:
    """A link to the section, or a word on where it will be."""
    page, *heading = where
    docname = page if "/" in page else f"chapters/{page}"
    number = page.split("_")[0].lstrip("0")
    if docname not in app.env.found_docs:
        return nodes.inline(text=f"comes in chapter {number}", classes=["later"])
    known = headings(app.env, docname)
    if not heading or heading[0] not in known:
        wanted = repr(heading[0]) if heading else "named for it"
        logger.warning("sources.yml: %s: no heading %s in %s", item, wanted, docname, location=node)
        return nodes.inline(text=f"chapter {number}")
    uri = f"{app.builder.get_relative_uri(fromdoc, docname)}#{known[heading[0]]}"
    text = heading[0] if "/" in page else f"{number} · {heading[0]}"
    return nodes.reference("", text, refuri=uri, internal=True)


def table(app: Sphinx, fromdoc: str, node: source_map) -> nodes.table:
    columns = {"Id": 6, "What the lecture gives": 50, "Where in this book": 36, "With": 12}
    whole = nodes.table(classes=["sources"])
    group = nodes.tgroup(cols=len(columns))
    group.extend(nodes.colspec(colwidth=width) for width in columns.values())
    head = nodes.row()
    head.extend(nodes.entry("", nodes.paragraph(text=name)) for name in columns)
    group += nodes.thead("", head)
    body = nodes.tbody()
    for item in node["items"]:
        body += row(app, fromdoc, item, node)
    group += body
    whole += group
    return whole


def row(app: Sphinx, fromdoc: str, item: dict[str, Any], node: nodes.Node) -> nodes.row:
    gives = nodes.paragraph(text=item["gives"])
    if "differs" in item:
        gives += nodes.Text(". ")
        gives += nodes.emphasis(text=f"The book differs: {item['differs']}.")
    where = nodes.paragraph()
    said: set[str] = set()
    for target in item.get("at", []):
        found = place(app, fromdoc, target, item["id"], node)
        if found.astext() in said:  # two sections of a chapter that is still to come
            continue
        where += [nodes.Text("; "), found] if said else [found]
        said.add(found.astext())
    if "later" in item:
        where += nodes.Text("; " if said else "")
        where += nodes.inline(text=item["later"], classes=["later"])
    kinds = ", ".join(KINDS[letter] for letter in item.get("with", ""))
    cells = [nodes.paragraph(text=item["id"]), gives, where, nodes.paragraph(text=kinds)]
    made = nodes.row()
    made.extend(nodes.entry("", cell) for cell in cells)
    return made


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(source_map)):
        node.replace_self(table(app, docname, node))


def setup(app: Sphinx) -> dict:
    app.add_node(source_map)
    app.add_directive("source-map", SourceMap)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
