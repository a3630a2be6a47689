import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text, svg
from course_lib.landscapes import BOWL, TWO_VALLEYS
from course_lib.optim import SGD, descend


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing))[0].figure)


def test_curves_name_their_ends_and_leave_out_formula_signs():
    ax = figures.curves({"square": lambda x: x * x}, 0, 2, "dial $w$", "meter")
    assert words(ax) == "Curves over dial w from 0 to 2: square from 0.00 to 4.00."


def test_slopes_are_those_of_the_curve():
    ax = figures.slopes(BOWL.value, [-1, 0, 1.5], -2, 2)
    assert "-2.00 at -1" in words(ax) and "3.00 at 1.5" in words(ax)
    tangents = [line.get_data() for line in ax.lines if len(line.get_xdata()) == 2]
    rises = [(y[1] - y[0]) / (x[1] - x[0]) for x, y in tangents]
    assert rises == pytest.approx([-2, 0, 3], abs=1e-6)


def test_a_walk_on_a_map_tells_both_heights():
    ax = figures.contour_walk(
        lambda u, v: u * u + v * v, [(1, 1), (0, 1), (0, 0)], (-2, 2), (-2, 2)
    )
    assert "2 steps from (1.00, 1.00), height 2.00, to (0.00, 0.00), height 0.000" in words(ax)
    assert ax.get_aspect() == 1


def test_arrows_of_a_direction_field_have_its_slope():
    ax = figures.direction_field(
        lambda y: y * (1 - y), (-6, 6), (0, 1), {"a curve": ([-6, 6], [0, 1])}
    )
    arrows = ax.collections[0]
    rise = arrows.V / arrows.U
    assert rise.min() == 0 and rise.max() == pytest.approx(0.25)
    assert "a curve" in words(ax)


def test_each_walk_has_a_panel_and_one_that_left_says_so():
    walks = {
        f"rate {rate}": descend(BOWL.slope, [1.0], SGD(lr=rate), 20)[:, 0] for rate in (0.3, 1.2)
    }
    panels = figures.descents(BOWL.value, walks, -2, 2)
    assert "rate 0.3: from 1, after 20 steps at 1.1e-08." in words(panels)
    assert "rate 1.2: from 1, after 20 steps outside the picture." in words(panels)


def test_strips_give_the_share_of_every_end():
    ax = figures.valley_strips([0, 1, 2, 3], {"η = 1": [0, 0, 1, 0]}, ("left", "right"))
    assert words(ax) == "For every start, where the walk ends. η = 1: left 75%, right 25%."
    assert len(ax.patches) == 3
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["left", "right"]


def test_losses_by_step_may_be_drawn_on_either_axis():
    for log in (True, False):
        ax = figures.losses_by_step({"slow": [1.0, 0.5], "fast": [1.0, 0.01]}, log=log)
        assert ax.get_yscale() == ("log" if log else "linear")
        assert "fast from 1 to 0.01 in 1 steps" in words(ax)


def test_the_same_figure_is_the_same_text():
    def drawn():
        return svg(figures.slopes(TWO_VALLEYS.value, [0.5], -2, 2).figure)

    assert drawn() == drawn()
