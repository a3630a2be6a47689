"""What the widgets of chapter 5 find, computed in Python."""

import numpy as np
import pytest

from course_lib.widgets import c_or_t, nudge_and_check
from course_lib.widgets.graph_stepper import GRAPHS, run

FORMULAS = {
    "(a·b)·(b+c)": lambda a, b, c: (a * b) * (b + c),
    "(a·b+c)²": lambda a, b, c: (a * b + c) ** 2,
    "a·b+b·c": lambda a, b, c: a * b + b * c,
}


@pytest.mark.parametrize("graph", GRAPHS)
def test_the_graph_computes_what_its_name_says(graph):
    f, at = FORMULAS[graph], np.array([2.0, -3.0, 4.0])
    values, gradients = run(graph, *at)
    assert values[-1] == f(*at) and gradients[-1] == 1
    nudged = [(f(*(at + e)) - f(*(at - e))) / 2e-5 for e in 1e-5 * np.eye(3)]
    np.testing.assert_allclose(gradients[:3], nudged, atol=1e-6)


def test_only_inked_pixels_move_and_a_step_makes_the_error_smaller():
    result = c_or_t().result
    table = result["gradient"][:36].reshape(3, 12)
    ink = np.array(c_or_t().values["pixels"]) == 1
    assert (table[:, ~ink] == 0).all() and (table[:, ink] != 0).all()
    assert result["after"] < result["error"] and result["y"][0] > result["y"][1]


def test_taught_only_t_it_takes_a_c_for_a_t():
    widget = c_or_t()
    for _ in range(300):
        widget.weights.value = widget.values["weights"] + widget.result["move"]
    assert widget.result["error"] < 0.01
    widget.pixels.value = widget.view.data["letters"][0]
    y = widget.result["y"]
    assert y[1] > y[0]


def test_the_smallest_nudge_is_not_the_best():
    result = nudge_and_check().result
    best = int(np.argmin(result["all"])) - 12
    assert -7 <= best <= -4 and result["all"][0] > 100 * min(result["all"])
    assert result["wrong"] > 0.05  # the widget starts where the curve bends
