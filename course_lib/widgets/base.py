"""The base of every widget: sliders and a view tied in the browser, a result, a still picture.

A widget is a box of ordinary ipywidgets controls below one anywidget view. ``jslink`` ties them
in the browser, so they move together with a kernel (JupyterLab, Colab) and without one (website).
"""

import io
import json
import textwrap
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import ipywidgets as W
import numpy as np
import traitlets as T
from IPython.display import display
from matplotlib import rc_context
from matplotlib.figure import Figure

from course_lib.widgets.fields import Choice, Field, Number, Numbers, Switch

__all__ = ["Choice", "Field", "Number", "Numbers", "Switch", "Widget"]

STATIC = Path(__file__).parent / "static"
VIEW_MIME = "application/vnd.jupyter.widget-view+json"


@cache
def read_words(stem: str) -> dict[str, dict]:
    """The string tables of one widget, by language: static/words/<stem>.<language>.json."""
    tables = {}
    for path in sorted((STATIC / "words").glob(f"{stem}.*.json")):
        language = path.suffixes[-2][1:]
        shared = STATIC / "words" / f"base.{language}.json"
        tables[language] = json.loads(shared.read_text("utf-8")) | json.loads(
            path.read_text("utf-8")
        )
    if "en" not in tables:
        raise FileNotFoundError(f"no English words: {STATIC / 'words' / (stem + '.en.json')}")
    return tables


def _lean(name: str) -> str:
    """A file of static/ without indentation and whole-line comments: pages carry this text."""
    lines = (line.strip() for line in (STATIC / name).read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def read_module(stem: str) -> str:
    """The widget's ES module: base.js, the words, its own file. It imports nothing."""
    words = json.dumps(read_words(stem), ensure_ascii=False, separators=(",", ":"))
    return f"{_lean('base.js')}\nconst WORDS = {words};\n{_lean(f'{stem}.js')}\n"


def read_style(stem: str) -> str:
    """base.css, and the widget's own style sheet where it has one."""
    own = f"{stem}.css"
    return _lean("base.css") + "\n" + (_lean(own) if (STATIC / own).exists() else "")


def plain(value: Any) -> Any:
    """NumPy arrays and numbers as what JSON knows."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return value


class View(anywidget.AnyWidget):
    """The browser half. Each widget class makes its own subclass, with one trait per field."""

    slug = T.Unicode().tag(sync=True)  # names the widget's part of the page's address
    initial = T.Dict().tag(sync=True)  # what Reset goes back to
    limits = T.Dict().tag(sync=True)  # field -> [low, high, step] or the list of choices
    data = T.Dict().tag(sync=True)  # arrays computed by course_lib, for the view to show
    prediction = T.Int(-1).tag(sync=True)  # the reader's answer to the question; -1: none yet


class Inside:
    """A control that lives in the view: reads and writes like a slider's ``value``."""

    def __init__(self, view: View, name: str, field: Field) -> None:
        self._view, self._name, self._field = view, name, field

    @property
    def value(self) -> Any:
        return self._field.from_view(getattr(self._view, self._name))

    @value.setter
    def value(self, new: Any) -> None:
        checked = self._field.check(self._name, new)
        setattr(self._view, self._name, self._field.to_view(checked))

    def __repr__(self) -> str:
        return f"Inside({self._name}={self.value!r})"


class Widget(W.VBox):
    """Sliders and a view. A subclass gives ``slug``, ``fields``, ``compute`` and ``picture``.

    Its browser half is static/<slug with _>.js, its words static/words/<slug with _>.en.json.
    """

    slug: ClassVar[str]
    fields: ClassVar[dict[str, Field]]
    size: ClassVar[tuple[float, float]] = (7.0, 3.2)  # of the still picture, inches

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        stem = cls.slug.replace("-", "_")
        cls.words = read_words(stem)["en"]
        cls.front = type(
            f"{cls.__name__}View",
            (View,),
            {name: field.trait() for name, field in cls.fields.items()}
            | {"__module__": cls.__module__, "_esm": read_module(stem), "_css": read_style(stem)},
        )

    words: ClassVar[dict[str, Any]]
    front: ClassVar[type[View]]

    def __init__(self, **values: Any) -> None:
        """Start values by field name; a value out of bounds gets an error that names both."""
        for name in values:
            if name not in self.fields:
                known = ", ".join(self.fields)
                raise TypeError(f"{self.slug} has no control {name!r}; it has {known}")
        start = {
            name: field.check(name, values.get(name, field.value))
            for name, field in self.fields.items()
        }
        seen = {name: self.fields[name].to_view(value) for name, value in start.items()}
        self.view = self.front(
            slug=self.slug,
            initial=plain(seen),
            limits={name: field.limits() for name, field in self.fields.items()},
            data=plain(self.data()),
            **seen,
        )
        controls = []
        for name, field in self.fields.items():
            if field.inside or isinstance(field, Numbers):
                setattr(self, name, Inside(self.view, name, field))
                continue
            label = self.words["label"][name]
            control = field.control(start[name], label, self.words.get("options", {}))
            W.jslink((control, field.synced), (self.view, name))
            setattr(self, name, control)
            controls.append(control)
        self.prediction = Inside(self.view, "prediction", Number(-1, -1, 9))
        box = W.VBox(controls)
        box.add_class("cl-controls")
        super().__init__([self.view, box] if controls else [self.view])
        self.add_class("cl-widget")

    # ---- what a subclass says about itself

    def data(self) -> dict[str, Any]:
        """Arrays for the view that do not depend on the controls."""
        return {}

    def compute(self, **values: Any) -> dict[str, Any]:
        """The numbers of the widget for these values of the fields, by course_lib."""
        raise NotImplementedError(f"{type(self).__name__} must define compute")

    def picture(self, figure: Figure, values: dict[str, Any], result: dict[str, Any]) -> str:
        """Draws the still picture and returns its text alternative: what is seen."""
        raise NotImplementedError(f"{type(self).__name__} must define picture")

    # ---- what everybody can ask

    @property
    def values(self) -> dict[str, Any]:
        """Field -> value, as the controls stand now."""
        return {name: getattr(self, name).value for name in self.fields}

    @property
    def result(self) -> dict[str, Any]:
        """The widget's numbers, computed by course_lib from the controls as they stand now."""
        return self.compute(**self.values)

    def still(self) -> tuple[str, str]:
        """The still picture as SVG text, and its text alternative. The same bytes every time."""
        caption = textwrap.fill(self.words["caption"], round(13 * self.size[0]))
        look: dict[Any, Any] = {"svg.hashsalt": self.slug, "svg.fonttype": "path", "font.size": 10}
        with rc_context(look):
            figure = Figure(figsize=self.size, facecolor="white")
            alt = self.picture(figure, self.values, self.result)
            figure.text(0.5, 0.015, caption, ha="center", va="bottom", fontsize=9, color="#444")
            text = io.StringIO()
            # neither the date nor matplotlib's version: they would change the bytes
            figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        return text.getvalue(), alt

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{type(self).__name__}({inner})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The live view, a still picture for GitHub and print, and a line of text."""
        svg, alt = self.still()
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        data = {"text/plain": repr(self), VIEW_MIME: view, "image/svg+xml": svg}
        return data, {"image/svg+xml": {"alt": alt}}

    def _ipython_display_(self, **kwargs: Any) -> None:
        """Shows the whole bundle in one output. ipywidgets 7 and IPython 7 need this hook."""
        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
