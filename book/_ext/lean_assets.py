"""Sphinx extension: the theme's icons shrink to those that the pages use.

The theme brings Font Awesome whole, as a script of 1.5 MB and again as three fonts. Its style
sheet knows every icon's code point, so fonts that hold just the icons in use do the same work
in a few kilobytes. Source maps, which no reader loads, are removed as well.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

FONTS = {"solid": "fa-solid-900", "regular": "fa-regular-400", "brands": "fa-brands-400"}
SCRIPT_TAG = re.compile(r'\s*<script[^>]*src="[^"]*fontawesome\.js[^"]*"[^>]*></script>')
ICON_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f ]+|.)"\}')
VARIABLE = re.compile(r'--pst-icon-[\w-]+:"(.)"')
FACE = re.compile(r"@font-face\{[^}]*Font Awesome[^}]*\}")


def classes_used(texts: list[str]) -> set[str]:
    """Every Font Awesome class name that a page or a script writes."""
    return {name for text in texts for name in re.findall(r"\bfa-[a-z0-9-]+", text)}


def prune(css: str, used: set[str]) -> tuple[str, set[int]]:
    """The style sheet without rules for other icons, and the code points that remain."""
    points = {ord(char) for char in VARIABLE.findall(css)}

    def keep(rule: re.Match[str]) -> str:
        names = {name.removesuffix(":before")[1:] for name in rule[1].split(",") if name}
        if not names & used:
            return ""
        code = rule[2].strip()
        points.add(int(code, 16) if len(code) > 1 else ord(code))
        return rule[0]

    return ICON_RULE.sub(keep, css), points


def small_font(original: Path, points: set[int]) -> bytes:
    """The glyphs of `points` as a WOFF font (WOFF 2 would need one more dependency)."""
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=True)
    font = TTFont(original, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=points)
    worker.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def faces(css: str) -> str:
    """Point the style sheet's @font-face rules at the small fonts."""

    def one(face: re.Match[str]) -> str:
        source = r"src:url\(([^)]*?/fa-[a-z]+-\d+)\.woff2\)[^}]*"
        return re.sub(source, r'src:url(\1.woff) format("woff")', face[0])

    return FACE.sub(one, css)


def shrink(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    webfonts = static / "vendor" / "fontawesome" / "webfonts"
    pages = [p for p in Path(app.outdir).rglob("*.html") if "_static" not in p.parts]
    texts = []
    for page in pages:
        text = page.read_text("utf8")
        lean = SCRIPT_TAG.sub("", text)
        if lean != text:
            page.write_text(lean, "utf8")
        texts.append(lean)
    scripts = [p for p in (static / "scripts").glob("*.js") if p.name != "fontawesome.js"]
    texts += [p.read_text("utf8") for p in scripts] + [
        p.read_text("utf8") for p in static.glob("*.*s")
    ]

    css, points = prune(sheet.read_text("utf8"), classes_used(texts))
    sheet.write_text(faces(css), "utf8")
    for name in FONTS.values():
        original = webfonts / f"{name}.ttf"
        if original.exists():
            (webfonts / f"{name}.woff").write_bytes(small_font(original, points))
            original.unlink()
            (webfonts / f"{name}.woff2").unlink(missing_ok=True)
    for path in [*static.rglob("*.map"), *(static / "scripts").glob("fontawesome.js*")]:
        path.unlink(missing_ok=True)


def setup(app: Sphinx) -> dict:
    # Jupyter Book sets this for sphinx_comments, which this book does not load.
    app.add_config_value("comments_config", {}, "env")
    app.connect("build-finished", shrink)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
