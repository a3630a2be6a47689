"""The reference pages: every module has its section, every line of a docstring survives."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def pages():
    path = ROOT / "book" / "_ext" / "api_pages.py"
    spec = importlib.util.spec_from_file_location("api_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_public_module_is_found_by_a_pattern_of_a_page(pages):
    texts = [page.read_text("utf-8") for page in (ROOT / "book").glob("*.md")]
    patterns = {match[1] for text in texts for match in pages.MARK.finditer(text)}
    found = {name for pattern in patterns for name in pages.modules(ROOT, pattern)}
    assert {"course_lib.network", "course_lib.perceptron", "course_lib.figures.training"} <= found
    assert not any("._" in name for name in found)


def test_arguments_and_sources_become_lines_of_their_own(pages):
    docstring = [
        "What it is.", "",
        "x: (n, d), going on", "    in the next line      y: (n,)",
        "Returns `x * y` and says", "so twice.", "Source: somebody.",
    ]  # fmt: skip
    assert pages.to_rst(docstring) == [
        "| What it is.", "",
        "| x: (n, d), going on in the next line · y: (n,)",
        "| Returns ``x * y`` and says so twice.", "| Source: somebody.", "",
    ]  # fmt: skip


def test_signs_mean_themselves(pages):
    assert pages.inline("|z| and *this* or `a_b*`, (n, *shape), w_") == (
        r"\|z\| and *this* or ``a_b*``, (n, \*shape), w\_"
    )
