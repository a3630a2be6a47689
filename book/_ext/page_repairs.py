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
    # A table that compares things has no word over its first column; then that is no header.
    (re.compile(r'<th class="head"><p></p></th>'), "<td></td>"),
    # The theme writes the viewport twice.
    (
        re.compile(r'(<meta name="viewport"[^>]*1\.0" />)<meta name="viewport"[^>]*>'),
        r"\1",
    ),
]


# The theme loads the whole search index with every page. Only the search page uses it.
SEARCH = re.compile(
    r'\s*<script src="[^"]*(?:_static/searchtools|_static/language_data|searchindex)\.js'
    r'[^"]*"></script>'
)
FIGURE = re.compile(r'<img (?P<rest>[^>]*src="[^"]*(?P<path>_images/[^"]*\.svg)"[^>]*)>')
SIZE = re.compile(r'<svg[^>]*\bwidth="([\d.]+)pt"[^>]*\bheight="([\d.]+)pt"')


def size_in_pixels(picture: Path) -> tuple[int, int] | None:
    """Width and height that a browser gives an SVG drawn in points."""
    with picture.open(encoding="utf8") as file:
        found = SIZE.search(file.read(2000))
    return (round(float(found[1]) * 4 / 3), round(float(found[2]) * 4 / 3)) if found else None


def load_figures_when_seen(text: str, site: Path) -> str:
    """Figures below the screen are fetched on the way to them; their size keeps their place."""

    def one(tag: re.Match[str]) -> str:
        if "loading=" in tag["rest"]:
            return tag[0]
        size = size_in_pixels(site / tag["path"])
        place = f'width="{size[0]}" height="{size[1]}" ' if size and "width=" not in tag[0] else ""
        return f'<img loading="lazy" {place}{tag["rest"]}>'

    return FIGURE.sub(one, text)


def repair(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    for page in Path(app.outdir).rglob("*.html"):
        text = before = page.read_text("utf8")
        for pattern, better in REPAIRS:
            text = pattern.sub(better, text)
        if page.name != "search.html":
            text = SEARCH.sub("", text)
        text = load_figures_when_seen(text, Path(app.outdir))
        if text != before:
            page.write_text(text, "utf8")


def setup(app: Sphinx) -> dict:
    app.connect("build-finished", repair)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
