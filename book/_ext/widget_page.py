"""Sphinx extension: what a page with widgets needs beside the loader.

* The still picture of each widget stands next to its live view: readers without JavaScript and
  readers on paper see it; the loader hides it when the live one is there.
* The widget state in the page holds each widget's program once, however many copies there are,
  and no layout or style models, which the loader does not read.
* The directive `widget` puts a widget on a page that is no notebook: ``{widget} draw_a_digit``.
"""

import copy
import hashlib
import html
import json
import os
import re
from pathlib import Path

from docutils import nodes
from myst_nb.core import render
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

VIEW = render.WIDGET_VIEW_MIMETYPE
STATE = render.WIDGET_STATE_MIMETYPE
NOTE = "A still picture of an interactive figure: it can be moved where JavaScript is allowed."


def slim(state: dict) -> dict:
    """The widget state without what the static page never reads."""
    models, first, kept = state["state"], {}, {}
    for key, record in models.items():
        if re.search(r"(Layout|Style)Model$", record["model_name"]):
            continue
        record = copy.deepcopy(record)
        for name in ("_esm", "_css"):
            text = record["state"].get(name)
            if text and first.setdefault((name, text), key) != key:
                record["state"][name] = "IPY_SAME_" + first[name, text]
        kept[key] = record
    return {**state, "state": kept}


def _slim_before_rendering(original):
    def render_nb_finalise(self, metadata):
        state = (metadata.get("widgets") or {}).get(STATE)
        if state and state.get("state"):
            metadata = {**metadata, "widgets": {**metadata["widgets"], STATE: slim(state)}}
        return original(self, metadata)

    return render_nb_finalise


def _keep_alt(original):
    def render_image(self, data):
        found = original(self, data)
        described = data.output_metadata.get(data.mime_type) or {}
        for node in found:
            if described.get("alt"):
                node["alt"] = described["alt"]
        return found

    return render_image


class KeepStillPicture(SphinxPostTransform):
    """Puts a widget's picture beside its view, before myst-nb keeps only one of the two."""

    default_priority = 3  # myst-nb's SelectMimeType comes at 4
    formats = ("html",)

    def run(self, **kwargs) -> None:
        for bundle in list(self.document.findall(nodes.container)):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            by_mime = {child.get("mime_type"): child for child in bundle.children}
            view, still = by_mime.get(VIEW), by_mime.get("image/svg+xml")
            picture = next(iter(still.findall(nodes.image)), None) if still else None
            if view is None or picture is None:
                continue
            picture = picture.deepcopy()
            picture["alt"] = picture.get("alt") or "Still picture of the widget"
            view += still_figure(picture)


def still_figure(picture: nodes.image) -> list[nodes.Node]:
    """The still picture with its note, as it stands right after the script of its view."""
    end = f"<figcaption>{html.escape(NOTE)}</figcaption></figure>"
    return [
        nodes.raw("", '<figure class="widget-still">', format="html"),
        picture,
        nodes.raw("", end, format="html"),
    ]


class WidgetDirective(SphinxDirective):
    """``{widget} NAME``: the widget that `course_lib.widgets.NAME()` makes, in its start state."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        from course_lib import widgets

        name = self.arguments[0]
        if name not in widgets.__all__:
            raise self.error(f"no widget {name!r}; there are {', '.join(widgets.__all__)}")
        for path in Path(widgets.__file__).parents[1].rglob("*"):
            if path.suffix in (".py", ".js", ".css", ".json"):
                self.env.note_dependency(str(path))  # any of them may change what is shown
        widget = getattr(widgets, name)()
        view = self.remember(widget)
        text = render.sanitize_script_content(json.dumps(view))
        svg, alt = widget.still()
        shown = nodes.container(classes=["cell_output"])
        shown += nodes.raw("", f'<script type="{VIEW}">{text}</script>', format="html")
        shown += still_figure(nodes.image(uri=self.write(svg), alt=alt))
        return [shown]

    def remember(self, widget) -> dict:
        """Adds the widget's state to the page's; returns what the script of its view says.

        The models' random ids become ids made of the page and a count, the same in every build.
        """
        from ipywidgets.embed import dependency_state, embed_data

        own = dependency_state([widget], drop_defaults=False)
        made = embed_data([widget], drop_defaults=False, state=own)
        state = made["manager_state"]
        page = self.env.temp_data.setdefault("widgets", {**state, "state": {}})
        text = json.dumps([state["state"], made["view_specs"]])
        for count, model in enumerate(state["state"], len(page["state"])):
            place = f"{self.env.docname}:{count}"
            text = text.replace(model, hashlib.sha256(place.encode()).hexdigest()[:32])
        models, [view] = json.loads(text)
        page["state"].update(models)
        body = render.sanitize_script_content(json.dumps(slim(page)))
        add = NbMetadataCollector.add_js_file
        add(self.env, self.env.docname, "ipywidgets_state", None, {"type": STATE, "body": body})
        for i, (path, options) in enumerate(self.config.nb_ipywidgets_js.items()):
            add(self.env, self.env.docname, f"ipywidgets_{i}", path, options)
        return view

    def write(self, svg: str) -> str:
        """Writes a picture beside those of the notebooks; returns what an image node calls it."""
        folder = Path(self.env.app.outdir).parent / "jupyter_execute"
        path = folder / f"{hashlib.sha256(svg.encode()).hexdigest()}.svg"
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, "utf8")
        return "/" + os.path.relpath(path.resolve(), self.env.srcdir)


def setup(app):
    renderer = render.NbElementRenderer
    renderer.render_nb_finalise = _slim_before_rendering(renderer.render_nb_finalise)
    renderer.render_image = _keep_alt(renderer.render_image)
    app.add_post_transform(KeepStillPicture)
    app.add_directive("widget", WidgetDirective)
    app.add_css_file("widgets/widgets.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
