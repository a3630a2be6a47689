import numpy as np
import pytest

from course_lib import figures
from course_lib.activations import relu
from course_lib.circuits import AND, NAND, OR, inputs, one_unit_tables
from course_lib.figures.base import alt_text
from course_lib.separability import separate

ROWS, XOR = inputs(2), np.array([0, 1, 1, 0])


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing, dtype=object))[0].figure)


def test_truth_squares_count_and_group_by_score():
    panels = figures.truth_squares(one_unit_tables(2), XOR)
    assert "4 with 3 of 4 rows right, 6 with 2 of 4 rows right, 4 with 1" in words(panels)
    titles = [panel.get_title() for panel in panels]
    assert titles == ["3 of 4"] * 4 + ["2 of 4"] * 6 + ["1 of 4"] * 4


def test_a_cross_marks_each_corner_that_differs():
    (panel,) = figures.truth_squares([[0, 1, 1, 1]], XOR)
    (crosses,) = [line for line in panel.lines if line.get_marker() == "x"]
    assert crosses.get_xydata().tolist() == [[1, 1]]


def test_the_meeting_point_joins_all_points_that_take_part():
    ax = figures.meeting_point(ROWS, XOR, separate(ROWS, XOR))
    assert "cross at (0.5, 0.5)" in words(ax)
    assert [text.get_text() for text in ax.texts] == ["0.5"] * 4
    stars = [line for line in ax.lines if line.get_marker() == "*"]
    assert stars[0].get_xydata() == pytest.approx(np.array([[0.5, 0.5]]))


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_the_curve_of_parity_crosses_zero_as_often_as_there_are_inputs(n):
    ax = figures.sign_changes(n)
    assert f"crosses zero {n} times" in words(ax)
    curve = max(ax.lines, key=lambda line: len(line.get_xdata()))
    signs = np.sign(curve.get_ydata())
    signs = signs[signs != 0]  # a sample may lie exactly on a zero
    assert (np.diff(signs) != 0).sum() == n


def test_the_fold_names_the_points_that_land_together():
    panels = figures.fold(ROWS, XOR, [OR.w, NAND.w], [OR.b, NAND.b], AND.w, AND.b)
    assert "(0, 1) and (1, 0) at (1, 1)" in words(panels)
    assert "parted by one line" in words(panels)
    texts = {text.get_text() for text in panels[1].texts}
    assert texts == {"(0, 0)", "(0, 1)\n(1, 0)", "(1, 1)"}


def test_the_fold_works_for_units_that_answer_in_numbers():
    panels = figures.fold(ROWS, 1 - XOR, [[1, 1], [1, 1]], [0, -1], activation=relu)
    assert "(1, 1) at (2, 1)" in words(panels)
    assert "parted" not in words(panels)


def test_success_curves_tell_every_point():
    ax = figures.success_curves([[2, 8], [4, 15]], [[0.02, 0.5], [0, 0.6]], ["XOR", "parity"])
    assert "XOR: 2% at 2, 50% at 8. parity: 0% at 4, 60% at 15." in words(ax)
    marks = {line.get_marker() for line in ax.lines[:2]}
    assert len(marks) == 2  # told apart without colour


def test_staircases_name_what_is_flat_without_formula_signs():
    def count(p):
        return (p[..., 0] > 0.5).astype(int) + 1

    panels = figures.staircases(count, [0.0, 0.0], ["$w_{11}$", "$b_1$"])
    assert len(panels) == 2
    assert "start at 1 rows wrong" in words(panels)
    assert words(panels).endswith("perfectly flat for b1.")
    drawn = panels[0].lines[0].get_ydata()
    assert set(drawn) == {1, 2}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: figures.truth_squares([[0, 1]], XOR),
            r"tables: 4 outputs in each row and in target expected, got shapes \(1, 2\)",
        ),
        (lambda: figures.truth_squares([[0, 1, 2, 0]], XOR), "tables: only 0 and 1 expected"),
        (
            lambda: figures.meeting_point(ROWS, [0, 0, 0, 1], separate(ROWS, [0, 0, 0, 1])),
            "answer: a Separation with a meeting point expected, got a separable one",
        ),
        (lambda: figures.sign_changes(7), "n: a whole number from 2 to 6 expected, got 7"),
        (
            lambda: figures.fold(ROWS, XOR, [[1, 1]], [0]),
            r"hidden_w: two units with two weights each expected, got shape \(1, 2\)",
        ),
        (lambda: figures.fold(inputs(3), [0] * 8, np.eye(3), [0] * 3), "hidden_w: two units"),
        (lambda: figures.success_curves([], [], []), "1 to 4 curves, .* expected, got 0, 0, 0"),
        (lambda: figures.success_curves([[1]], [[1]], []), "expected, got 1, 1, 0"),
        (lambda: figures.staircases(len, [1, 2], ["a"]), "names: 2 names expected, got 1"),
    ],
)
def test_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
