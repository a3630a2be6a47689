"""The directive `widget`: widgets on a page that is no notebook, the same in every build."""

import json
import re
from html import unescape

import pytest
from sphinx.application import Sphinx

CONF = """
import sys
sys.path.insert(0, {ext!r})
extensions = ["myst_nb", "widget_page"]
nb_execution_mode = "off"
nb_ipywidgets_js = {{"widgets/loader.js": {{"async": "async"}}}}
html_theme = "basic"
"""
PAGE = """# A page

```{widget} gate_bench
```

Some text.

```{widget} draw_a_digit
```

```{widget} gate_bench
```
"""


@pytest.fixture
def build(root, tmp_path):
    """build(text, name) -> HTML of a page with that text, and the warnings."""

    def go(text: str, name: str = "one") -> tuple[str, str]:
        source, out, log = tmp_path / "source", tmp_path / name / "html", tmp_path / f"{name}.log"
        source.mkdir(exist_ok=True)
        (source / "conf.py").write_text(CONF.format(ext=str(root / "book" / "_ext")), "utf8")
        (source / "index.md").write_text(text, "utf8")
        with log.open("w") as warnings:
            app = Sphinx(source, source, out, tmp_path / name / "trees", "html", {}, None, warnings)
            app.build()
        return (out / "index.html").read_text("utf8"), log.read_text("utf8")

    return go


def scripts(html: str, kind: str) -> list[dict]:
    pattern = rf'<script type="application/vnd.jupyter.widget-{kind}\+json">(.*?)</script>'
    return [json.loads(text) for text in re.findall(pattern, html, re.S)]


def test_every_widget_has_a_view_a_picture_and_its_models(build):
    html, warnings = build(PAGE)
    assert warnings == ""
    [state] = scripts(html, "state")
    views = scripts(html, "view")
    models = state["state"]
    boxes = [models[view["model_id"]] for view in views]
    assert len({view["model_id"] for view in views}) == len(boxes) == 3
    assert sum(model["model_name"] == "AnyModel" for model in models.values()) == 3
    inner = [models[box["state"]["children"][0].removeprefix("IPY_MODEL_")] for box in boxes]
    slugs = [model["state"]["slug"] for model in inner]
    assert slugs == ["gate-bench", "draw-a-digit", "gate-bench"]
    assert inner[2]["state"]["_esm"].startswith("IPY_SAME_")
    assert html.count("loader.js") == 1
    pictures = re.findall(r'<figure class="widget-still">\s*(?:<a[^>]*>)?<img (.*?)>', html, re.S)
    assert len(pictures) == 3
    assert all(len(unescape(re.search(r'alt="(.*?)"', p)[1])) > 30 for p in pictures)


def test_two_builds_give_the_same_bytes(build):
    assert build(PAGE, "one")[0] == build(PAGE, "two")[0]


def test_an_unknown_widget_is_named(build):
    warnings = build("# A page\n\n```{widget} nonsense\n```\n")[1]
    assert "no widget 'nonsense'; there are " in warnings
