import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text, svg


def words(ax):
    return alt_text(ax.figure)


def test_both_draw_on_the_axes_they_are_given():
    for draw in (
        lambda ax: figures.sizes_by_layer({"He": [1.0, 2.0]}, {"He": [1.0, 1.5]}, ax=ax),
        lambda ax: figures.strips({"He": [0.1, 0.9]}, "share", ax=ax),
    ):
        ax = figures.axes()
        assert draw(ax) is ax
        assert svg(ax.figure).lstrip().startswith("<?xml")


def test_sizes_tell_the_median_of_the_nets_in_the_first_and_last_layer():
    rows = np.array([[1.0, 2.0, 9.0], [10.0, 20.0, 90.0]])
    told = words(figures.sizes_by_layer({"He": rows}, title="ReLU"))
    assert told == "ReLU: size of the sums over 2 layers: He from 2.0e+00 to 2.0e+01."


def test_expected_sizes_are_crosses_for_the_line_of_the_same_name():
    ax = figures.sizes_by_layer({"He": [1.0, 1.0], "zero point one": [1.0, 0.1]}, {"He": [1, 1]})
    assert [line.get_marker() for line in ax.lines].count("+") == 1
    assert words(ax).endswith("Crosses: as expected.")


@pytest.mark.parametrize("sizes", [{}, {"dead": [1.0, 0.0]}, {str(i): [1.0] for i in range(7)}])
def test_sizes_that_cannot_be_drawn_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes"):
        figures.sizes_by_layer(sizes)


def test_strips_have_a_row_for_each_name_and_tell_medians():
    ax = figures.strips({"He": [0.9, 0.95, 0.97], "zero": [0.1]}, "share right")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["He", "zero"]
    assert words(ax) == "share right, medians: He 0.95; zero 0.10."
    with pytest.raises(ValueError, match="at least one row"):
        figures.strips({}, "share right")
