"""Serves static pages with widgets and opens them in the browser."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the specs and pages are plain modules

from widget_pages import STATIC, Live, build_page, wait_until_live
from widget_specs import SPECS


@pytest.fixture(scope="session")
def widget_url(tmp_path_factory, serve_folder):
    """Address of a folder with <slug>.html, and <slug>-two.html that shows two copies."""
    folder = tmp_path_factory.mktemp("widgets")
    for file in STATIC.iterdir():
        shutil.copy(file, folder)
    for spec in SPECS:
        (folder / f"{spec.slug}.html").write_text(build_page(spec.make()), "utf-8")
        two = build_page(spec.make(), spec.make())
        (folder / f"{spec.slug}-two.html").write_text(two, "utf-8")
    (folder / "all.html").write_text(build_page(*(s.make() for s in SPECS)), "utf-8")
    return serve_folder(folder)


@pytest.fixture(params=SPECS, ids=lambda s: s.slug)
def spec(request):
    return request.param


@pytest.fixture
def open_widget(page, widget_url, spec):
    """open_widget(hash) -> Live: the widget of `spec` alone on a page."""

    def go(fragment: str = "", name: str = "", number: int = 0) -> Live:
        page.goto("about:blank")  # else a changed fragment would not load the page anew
        page.goto(f"{widget_url}/{name or spec.slug}.html{fragment}")
        wait_until_live(page)
        return Live(page, spec.slug, number)

    return go
