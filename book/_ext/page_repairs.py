"""Sphinx extension: mends small faults of the theme in the finished pages.

Each repair is one piece of the theme's own markup and what it should have been. A repaired page
no longer matches, so a page that is not rebuilt may safely pass again.
"""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

REPAIRS = [
    # The logo stood outside every landmark, where a screen reader's list of regions has no entry.
    (
        re.compile(r'<div id="pst-primary-sidebar" class="([^"]*)">'),
        r'<div id="pst-primary-sidebar" class="\1" role="complementary" aria-label="The book">',
    ),
    # docutils gives bibliographies roles that ARIA has withdrawn.
    (re.compile(r'<div role="list" class="citation-list">'), '<div class="citation-list">'),
    (re.compile(r' role="doc-biblioentry"'), ""),
    # The theme writes the viewport twice.
    (
        re.compile(r'(<meta name="viewport"[^>]*1\.0" />)<meta name="viewport"[^>]*>'),
        r"\1",
    ),
]


def repair(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = before = page.read_text("utf8")
        for pattern, better in REPAIRS:
            text = pattern.sub(better, text)
        if text != before:
            page.write_text(text, "utf8")


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
