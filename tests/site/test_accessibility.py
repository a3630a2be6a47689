"""axe-core finds nothing on any page, light or dark, wide or narrow; every picture is described."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# Faults of the theme that cannot be mended from here: axe rule -> link to the report.
KNOWN: dict[str, str] = {}
# Preloading would fetch the theme's style sheets under a wrong address; only faults are listed.
AXE = {"preload": False, "resultTypes": ["violations"]}
# Half of a chapter's elements are the coloured words of its code and the parts of its formulas,
# half of a reference page's those of its signatures, the same on every page; they are looked at on
# one page of each kind, in a test of their own.
WITHOUT_CODE = {"exclude": [["pre"], ["math"], ["dt.sig"]]}
COLOURS = {**AXE, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def describe(page_name: str, scheme: str, violation: dict) -> str:
    nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:4])
    return f"{page_name}, {scheme}: {violation['id']} ({violation['help']}): {nodes}"


def look(page, url: str, scheme: str) -> None:
    """Show `url`, or the page already shown, in a colour scheme, and wait until it is there."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    if page.url != url:
        page.goto(url, wait_until="load")
    page.wait_for_function("s => document.documentElement.dataset.theme === s", arg=scheme)
    page.wait_for_timeout(300)  # colours fade


def violations(page, options: dict, context: dict | None = None) -> list[dict]:
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [violation for violation in found if violation["id"] not in KNOWN]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(page_names, site_url, new_page, width):
    """All rules in light; in dark, where only colours change, the rules about colours."""
    page = new_page(viewport={"width": width, "height": 900})
    found = []
    for name in page_names:
        for scheme, options in (("light", AXE), ("dark", COLOURS)):
            look(page, f"{site_url}/{name}", scheme)
            found += [describe(name, scheme, v) for v in violations(page, options, WITHOUT_CODE)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_and_formulas_can_be_read_in_both_modes(page_names, site_url, new_page, scheme):
    page = new_page()
    chapters = [name for name in page_names if name.startswith("chapters/")]
    found = []
    for name in ["book/instructor.html", "book/api_figures.html", *chapters[:1]]:
        look(page, f"{site_url}/{name}", scheme)
        found += [describe(name, scheme, violation) for violation in violations(page, AXE)]
    assert not found, "\n".join(found)


def test_every_picture_is_described(page_names, site_url, page):
    bare = []
    for name in page_names:
        page.goto(f"{site_url}/{name}")
        for source, alt in page.eval_on_selector_all(
            "main img", "all => all.map(i => [i.getAttribute('src'), i.getAttribute('alt')])"
        ):
            if not alt or alt.endswith((".svg", ".png")) or source.endswith(alt):
                bare.append(f"{name}: {source}")
    assert not bare, "pictures without alt text:\n" + "\n".join(bare)
