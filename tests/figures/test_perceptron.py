import numpy as np
import pytest

from course_lib import figures
from course_lib.circuits import inputs
from course_lib.figures.base import alt_text, svg
from course_lib.patterns import separable_cloud
from course_lib.perceptron import novikoff_bound, train_perceptron

ROWS, AND_TABLE = inputs(2), [0, 0, 0, 1]


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing))[0].figure)


def test_walks_in_the_plane_of_w_and_b_are_told_from_start_to_end():
    ax = figures.not_plane([[(3, -2), (3, -1), (2, -2)], [(0, 0), (-1, -1)]])
    assert "from (3, -2) to (2, -2), corrections: 2" in words(ax)
    assert "from (0, 0) to (-1, -1), corrections: 1" in words(ax)
    assert words(ax).startswith("Plane of W and B.")


def test_the_shaded_wedge_holds_exactly_the_units_that_answer_not():
    wedge = figures.not_plane([[(2, 2)]]).patches[0].get_path()
    for w, b in np.random.default_rng(0).uniform(-2, 2, (200, 2)):
        assert wedge.contains_point((w, b)) == (b >= 0 and w + b < 0)


def test_every_update_has_a_panel_that_names_the_example_and_the_new_line():
    history = train_perceptron(ROWS, AND_TABLE)
    panels = figures.training_steps(ROWS, AND_TABLE, history, columns=4)
    assert len(panels) == 12
    assert not panels[-1].axison
    assert panels[1].get_title() == "2: + (1, 1)"
    assert "Update 11, − (0, 1): w = (2, 1), b = -3, 4 of 4 right." in words(panels)


def test_no_more_panels_are_drawn_than_asked_for():
    history = train_perceptron(ROWS, [0, 1, 1, 0])
    assert len(figures.training_steps(ROWS, [0, 1, 1, 0], history, columns=4, most=4)) == 4


def test_a_history_without_updates_leaves_an_empty_panel():
    history = train_perceptron(ROWS, AND_TABLE, w=[1, 1], b=-1.5)
    assert not any(panel.axison for panel in figures.training_steps(ROWS, AND_TABLE, history))


def test_a_bundle_counts_the_lines_without_mistakes():
    ax = figures.line_bundle(ROWS, AND_TABLE, [[1, 1], [1, 1], [2, 2]], [-1.5, -0.5, -3])
    assert words(ax) == (
        "3 lines between 1 ones (filled circles) and 3 zeros (squares); "
        "2 of the lines make no mistake."
    )


def test_a_line_is_drawn_where_the_sum_is_zero():
    ax = figures.line_bundle(ROWS, AND_TABLE, [[3.0, -2.0]], [0.7])
    x, y = ax.lines[-1].get_data()
    assert 3 * x - 2 * y + 0.7 == pytest.approx(np.zeros(2), abs=1e-9)
    assert ax.get_xlim() == ax.get_ylim() == (-0.5, 1.5)


def test_the_mark_one_is_the_same_drawing_each_time():
    assert svg(figures.mark_one().figure) == svg(figures.mark_one().figure)
    assert "random" in words(figures.mark_one())


def test_update_vectors_measure_lengths_and_the_part_along_u():
    ax = figures.update_vectors(w=[3.0, 4.0], step=[-4.0, 3.0], u=[0.0, 2.0])
    assert words(ax) == (
        "Arrows: w of length 5.00; a step at 90 degrees to it is added; the new w has length "
        "7.07. Along the direction u it went from 4.00 to 7.00."
    )


def test_the_squeeze_shows_the_bound_and_the_count():
    x, t, u = separable_cloud(100, 0.15, np.random.default_rng(20))
    history = train_perceptron(x, t, use_bias=False)
    text = words(figures.proof_squeeze(x, t, history, u))
    assert f"meet at k = {novikoff_bound(x, t, u):.0f}." in text
    assert f"end after {history.updates} mistakes" in text


def test_mistakes_by_margin_lists_the_medians():
    ax = figures.mistakes_by_margin([0.1, 0.01], [[1, 3, 5], [2, 4, 9]], [[90, 95, 99]] * 2)
    assert "margin 0.1: 3 mistakes, bound 95, margin 0.01: 4 mistakes, bound 95" in words(ax)
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_mistakes_per_epoch_tells_the_first_pass_and_the_second_half():
    ax = figures.mistakes_per_epoch({"clean": [8, 0], "flipped": [9, 4, 6, 6]})
    assert "clean: 8 in the first of 2 passes, between 0 and 0 in the second half" in words(ax)
    assert "flipped: 9 in the first of 4 passes, between 6 and 6" in words(ax)


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        (lambda: figures.not_plane([[1, 2]]), "walks: 2 axes expected"),
        (lambda: figures.line_bundle(ROWS, [0, 2, 1, 1], [[1, 1]], [0]), "t: only 0 and 1"),
        (lambda: figures.mistakes_by_margin([0.1], [1], [[2]]), "mistakes: 2 axes expected"),
        (lambda: figures.mistakes_per_epoch({"a": []}), "counts: at least one number"),
    ],
)
def test_wrong_input_is_refused_in_one_line(draw, says):
    with pytest.raises(ValueError, match=says):
        draw()
