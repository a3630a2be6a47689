"""The widgets where the reader meets them: on the chapters' pages of the built site."""

import json
import re

import pytest
from widget_pages import Live, assert_same_numbers, wait_until_live
from widget_specs import SPECS

from course_lib.widgets.base import plain

pytestmark = pytest.mark.browser


@pytest.fixture
def chapter(site_dir, spec) -> str:
    """Path of the first page that shows the widget."""
    slug = re.compile(rf'"slug": "{spec.slug}"')
    for page in [site_dir / "book" / "intro.html", *sorted(site_dir.glob("chapters/*.html"))]:
        if slug.search(page.read_text("utf-8")):
            return page.relative_to(site_dir).as_posix()
    raise AssertionError(f"no chapter's page shows {spec.factory}")


def test_widget_lives_on_its_chapter_page(page, site_url, chapter, spec):
    page.goto(f"{site_url}/{chapter}")
    wait_until_live(page)
    assert page.locator(".wl-dead").count() == 0
    live = Live(page, spec.slug)
    start = live.root.get_attribute("data-numbers")
    words = live.sentence()
    spec.mouse(page, live.root)
    moved = live.root.get_attribute("data-numbers")
    assert moved != start
    assert live.sentence() != words
    spec.keyboard(page, live.root)
    page.wait_for_function(f"location.hash.includes('{spec.slug}=')")
    page.wait_for_timeout(400)
    shown = live.state()
    page.reload()
    wait_until_live(page)
    assert live.state() == shown
    # a link to a golden state, followed on the page itself
    values = spec.golden[0]
    text = ";".join(f"{k}:{v if isinstance(v, str) else json.dumps(v)}" for k, v in values.items())
    page.evaluate("h => { location.hash = h }", f"{spec.slug}={text}")
    page.wait_for_timeout(100)
    assert_same_numbers(live.numbers, plain(spec.numbers(spec.make(**values).result)))


def test_each_program_is_in_the_page_once(site_dir, chapter):
    html = (site_dir / chapter).read_text("utf-8")
    state = re.search(
        r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', html, re.S
    )
    models = json.loads(state[1])["state"].values()
    programs = [m["state"]["_esm"] for m in models if "_esm" in m["state"]]
    full = [p for p in programs if not p.startswith("IPY_SAME_")]
    assert full
    assert len(full) == len(set(full))
    assert not any(m["model_name"] in ("LayoutModel", "SliderStyleModel") for m in models)


def test_still_pictures_and_their_words_are_on_the_pages(browser, site_dir, site_url):
    """Without JavaScript every widget of the book is a picture with words."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    seen = 0
    for path in [site_dir / "book" / "intro.html", *sorted(site_dir.glob("chapters/*.html"))]:
        page.goto(f"{site_url}/{path.relative_to(site_dir).as_posix()}")
        for picture in page.locator(".widget-still img").all():
            assert picture.is_visible()
            assert len(picture.get_attribute("alt")) > 30
            seen += 1
    assert seen >= len(SPECS)
    context.close()
