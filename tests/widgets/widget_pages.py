"""Static pages with widgets on them, in the form in which myst-nb writes them."""

import html
import importlib.util
import json
from pathlib import Path

import numpy as np
from ipywidgets.embed import dependency_state, embed_data, escape_script

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "book" / "_static" / "widgets"


def load_extension():
    """book/_ext/widget_page.py as a module."""
    path = ROOT / "book" / "_ext" / "widget_page.py"
    spec = importlib.util.spec_from_file_location("widget_page", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>A page with widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="widgets.css">
<style>body {{ font: 16px/1.5 sans-serif; margin: 1rem auto; max-width: 46rem;
padding: 0 0.8rem; color: #222; background: #fff }}
html[data-theme=dark] body {{ color: #ced6dd; background: #14181e }}</style>
</head><body><main><h1>Widgets</h1>
{outputs}
<p style="height: 1200px">The end.</p></main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script async="async" src="loader.js"></script></body></html>
"""


def output(view: dict, svg: str, alt: str) -> str:
    """One cell output: the view and, beside it, the still picture."""
    picture = "data:image/svg+xml," + html.escape(svg.replace("%", "%25").replace("#", "%23"))
    return (
        '<div class="output"><script type="application/vnd.jupyter.widget-view+json">'
        f"{escape_script(json.dumps(view))}</script>"
        f'<figure class="widget-still"><img src="{picture}" alt="{html.escape(alt)}">'
        "<figcaption>A still picture.</figcaption></figure></div>"
    )


# Drawing the real ones takes long; the chapters' pages are tested with them.
STILL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">'
    '<rect width="300" height="100" fill="gray"/></svg>',
    "A grey box in the place of the widget's still picture.",
)


def build_page(shown: list) -> str:
    """An HTML page that shows these widgets, each with a picture in the place of its still
    picture; myst-nb's form, with our extension's slimming."""
    # without `state`, every widget that this process has ever made would be on the page
    data = embed_data(shown, state=dependency_state(shown, drop_defaults=False))
    state = load_extension().slim(data["manager_state"])
    outputs = [output(view, *STILL) for view in data["view_specs"]]
    return PAGE.format(outputs="\n".join(outputs), state=escape_script(json.dumps(state)))


class Live:
    """One widget on a page: what it shows, and its part of the page."""

    def __init__(self, page, slug: str, number: int = 0) -> None:
        self.page, self.slug = page, slug
        self.box = page.locator(".cl-widget", has=page.locator(f".cl-root.{slug}")).nth(number)
        self.root = self.box.locator(".cl-root")

    @property
    def numbers(self) -> dict:
        return json.loads(self.root.get_attribute("data-numbers"))

    def sentence(self) -> str:
        self.page.wait_for_timeout(230)  # it is throttled
        return self.root.locator(".cl-say").inner_text()

    def state(self) -> tuple[str, str]:
        return self.root.get_attribute("data-numbers"), self.sentence()


def wait_until_live(page) -> None:
    page.wait_for_function("document.documentElement.dataset.widgetsReady")


def assert_same_numbers(shown: dict, expected: dict) -> None:
    """The same names, and numbers equal within 1e-9."""
    assert set(shown) == set(expected)
    for key, value in expected.items():
        if isinstance(value, str | None):
            assert shown[key] == value, key
        else:
            np.testing.assert_allclose(shown[key], value, rtol=0, atol=1e-9, err_msg=key)
