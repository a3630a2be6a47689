"""axe-core finds nothing on any page, light or dark, wide or narrow; every picture is described."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# Faults of the theme that cannot be mended from here: axe rule -> link to the report.
KNOWN: dict[str, str] = {}
AXE = {"preload": False}  # it would fetch the theme's style sheets under a wrong address


def describe(page_name: str, violation: dict) -> str:
    nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:4])
    return f"{page_name}: {violation['id']} ({violation['help']}): {nodes}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_violation(page_names, site_url, new_page, scheme, width):
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    found = []
    for name in page_names:
        page.goto(f"{site_url}/{name}", wait_until="load")
        page.wait_for_timeout(150)  # colours fade in
        violations = Axe().run(page, options=AXE).response["violations"]
        found += [describe(name, v) for v in violations if v["id"] not in KNOWN]
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
