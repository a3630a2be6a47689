"""Sphinx extension: what a page with widgets needs beside the loader.

* The still picture of each widget stands next to its live view: readers without JavaScript and
  readers on paper see it; the loader hides it when the live one is there.
* The widget state in the page holds each widget's program once, however many copies there are,
  and no layout or style models, which the loader does not read.
"""

import copy
import html
import re

from docutils import nodes
from myst_nb.core import render
from sphinx.transforms.post_transforms import SphinxPostTransform

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
            view += nodes.raw("", '<figure class="widget-still">', format="html")
            view += picture
            view += nodes.raw(
                "",
                f"<figcaption>{html.escape(NOTE)}</figcaption></figure>",
                format="html",
            )


def setup(app):
    renderer = render.NbElementRenderer
    renderer.render_nb_finalise = _slim_before_rendering(renderer.render_nb_finalise)
    renderer.render_image = _keep_alt(renderer.render_image)
    app.add_post_transform(KeepStillPicture)
    app.add_css_file("widgets/widgets.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
