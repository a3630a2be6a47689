"""Sphinx extension: formulas become MathML while the site is built.

A page then needs no script and no other host to show them; browsers and screen readers
know MathML by themselves.
"""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


def to_mathml(latex: str, display: str, node: nodes.Node) -> str:
    """MathML of `latex`; what cannot be converted is shown as it was written, with a warning."""
    try:
        return convert(latex, display=display)
    except Exception as error:  # the converter raises many types, all about the formula
        logger.warning("formula not understood: %s (%s)", latex, error, location=node)
        return ""


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    latex = node.astext()
    mathml = to_mathml(latex, "inline", node) or self.encode(latex)
    self.body.append(f'<span class="math notranslate">{mathml}</span>')
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
