"""Serves static pages with widgets and opens them in the browser."""

import itertools
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the specs and pages are plain modules

from widget_pages import STATIC, Live, build_page, wait_until_live
from widget_specs import SPECS

VISIT = itertools.count()


def build_pages(folder: Path) -> None:
    """<slug>.html for each widget, <slug>-two.html with two copies, all.html with all of them."""
    for file in STATIC.iterdir():
        shutil.copy(file, folder)
    for spec in SPECS:
        for name, copies in ((spec.slug, 1), (f"{spec.slug}-two", 2)):
            text = build_page([spec.make() for _ in range(copies)])
            (folder / f"{name}.html").write_text(text, "utf-8")
    text = build_page([spec.make() for spec in SPECS])
    (folder / "all.html").write_text(text, "utf-8")


@pytest.fixture(scope="session")
def widget_url(once, serve_folder):
    """Address of a folder with the pages of `build_pages`."""
    return serve_folder(once("widgets", build_pages))


@pytest.fixture(params=SPECS, ids=lambda s: s.slug)
def spec(request):
    return request.param


@pytest.fixture
def open_widget(page, widget_url, spec):
    """open_widget(hash) -> Live: the widget of `spec` alone on a page."""

    def go(fragment: str = "", name: str = "", number: int = 0) -> Live:
        # a query of its own, else a changed fragment would not load the page anew
        page.goto(f"{widget_url}/{name or spec.slug}.html?{next(VISIT)}{fragment}")
        wait_until_live(page)
        return Live(page, spec.slug, number)

    return go
