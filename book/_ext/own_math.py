"""Sphinx extension: formulas become MathML while the site is built.

A page then needs no script and no other host to show them; browsers and screen readers
know MathML by themselves.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
MATHML = "http://www.w3.org/1998/Math/MathML"
MO = f"{{{MATHML}}}mo"
SIGNS = {"−", "-", "+", "±"}
CLOSING = {")", "]", "}", "|", "!", "′"}
WIDE = 20  # signs of a formula that may not fit into a line of a telephone
ET.register_namespace("", MATHML)


# Browsers dropped `mathvariant`; the bold letters have code points of their own.
BOLD = {
    "bold-italic": [
        ("A", "Z", 0x1D468),
        ("a", "z", 0x1D482),
        ("Α", "Ω", 0x1D71C),
        ("α", "ω", 0x1D736),
    ],
    "bold": [("0", "9", 0x1D7CE), ("A", "Z", 0x1D400), ("a", "z", 0x1D41A), ("α", "ω", 0x1D6C2)],
}
# Names that the converter does not know, and what it knows instead.
SYNONYMS = [(r"{aligned}", r"{split}"), (r"\operatorname*", r"\operatorname")]


def bold(text: str, variant: str) -> str:
    """`text` in the bold letters of Unicode."""
    out = []
    for char in text:
        for first, last, start in BOLD[variant]:
            if first <= char <= last:
                char = chr(start + ord(char) - ord(first))
                break
        out.append(char)
    return "".join(out)


def mend(mathml: str) -> str:
    """What today's browsers need to set the converter's MathML as it was meant.

    A minus that is a sign, as in b = −1.5, is set as a subtraction unless it is marked as a prefix.
    """
    tree = ET.fromstring(mathml)
    for parent in tree.iter():
        variant = parent.get("mathvariant")
        if variant in BOLD:
            del parent.attrib["mathvariant"]
            parent.text = bold(parent.text or "", variant)
        before = None
        for child in parent:
            sign = child.tag == MO and (child.text or "").strip() in SIGNS
            operator = before is not None and before.tag == MO
            if sign and (before is None or operator and (before.text or "") not in CLOSING):
                child.set("form", "prefix")
            before = child
    return ET.tostring(tree, encoding="unicode")


def to_mathml(latex: str, display: str, node: nodes.Node) -> str:
    """MathML of `latex`; what cannot be converted is shown as it was written, with a warning."""
    try:
        for name, known in SYNONYMS:
            latex = latex.replace(name, known)
        return mend(convert(latex, display=display))
    except Exception as error:  # the converter raises many types, all about the formula
        logger.warning("formula not understood: %s (%s)", latex, error, location=node)
        return ""


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    latex = node.astext()
    mathml = to_mathml(latex, "inline", node) or self.encode(latex)
    # What may be wider than a telephone scrolls, and a keyboard must reach what scrolls.
    reach = ' tabindex="0"' if len(re.sub("<[^>]*>", "", mathml)) > WIDE else ""
    self.body.append(f'<span class="math notranslate"{reach}>{mathml}</span>')
    raise nodes.SkipNode


def visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    latex = node.astext()
    number = ""
    if node["number"]:
        found = get_node_equation_number(self, node)
        number = f'<span class="eqno">({found})</span>'
        self.add_permalink_ref(node, "Link to this equation")
    mathml = to_mathml(latex, "block", node) or self.encode(latex)
    self.body.append(self.starttag(node, "div", CLASS="math notranslate", tabindex="0"))
    self.body.append(f"{number}{mathml}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    app.add_html_math_renderer(
        "own_mathml",
        inline_renderers=(visit_inline, None),
        block_renderers=(visit_block, None),
    )
    app.config.html_math_renderer = "own_mathml"
    return {"parallel_read_safe": True, "parallel_write_safe": True}
