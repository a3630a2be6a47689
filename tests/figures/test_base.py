import numpy as np
import pytest

from course_lib import figures
from course_lib.circuits import half_adder
from course_lib.figures.base import alt_text, svg


def test_the_same_drawing_gives_the_same_bytes():
    first, second = (svg(figures.circuit_diagram(half_adder()).figure) for _ in range(2))
    assert first == second
    assert "<dc:date>" not in first


def test_axes_come_alone_or_as_an_array():
    assert figures.axes().figure is not None
    assert figures.axes(3).shape == (3,)
    assert figures.axes(2, 2).shape == (2, 2)


def test_alt_texts_of_all_axes_are_joined_in_order():
    left, right = figures.axes(2)
    figures.set_alt(left, "One.")
    figures.set_alt(right, "Two.")
    assert alt_text(left.figure) == "One. Two."


def test_show_publishes_the_svg_with_its_words(monkeypatch):
    published = []
    monkeypatch.setattr("IPython.display.display", lambda *a, **k: published.append((a, k)))
    figures.show(figures.set_alt(figures.axes(), "A blank page."))
    ((bundle,), options) = published[0]
    assert bundle["image/svg+xml"].lstrip().startswith("<?xml")
    assert options["metadata"] == {"image/svg+xml": {"alt": "A blank page."}}


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="alt: a sentence .* expected, got none"):
        figures.show(np.array([figures.axes()]))
