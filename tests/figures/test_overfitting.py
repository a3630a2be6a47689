import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text, svg


def words(ax):
    return alt_text(ax.figure)


def test_both_draw_on_the_axes_they_are_given():
    grid = np.linspace(-1, 1, 5)
    for draw in (
        lambda ax: figures.fitted_curve([0.0], [1.0], grid, grid, grid, ax),
        lambda ax: figures.errors_by_size([1, 2], {"new": [0.5, 0.4]}, ax=ax),
    ):
        ax = figures.axes()
        assert draw(ax) is ax
        assert svg(ax.figure).lstrip().startswith("<?xml")


def test_a_fitted_curve_tells_its_error_and_whether_it_leaves_the_picture():
    grid = np.linspace(-1, 1, 5)
    told = words(figures.fitted_curve([0.0], [1.0], grid, grid + 0.5, grid, title="line"))
    assert told == "line: 1 points and a fitted curve, on average 0.5 from the true one."
    assert "leaves the picture" in words(figures.fitted_curve([0], [1], grid, 9 * grid, grid))


def test_errors_tell_ends_and_peak_of_the_median_run():
    runs = np.array([[0.5, 0.7, 0.6], [0.9, 0.8, 0.9], [0.2, 0.1, 0.3]])
    ax = figures.errors_by_size([1, 10, 100], {"new": runs}, threshold=10, title="net")
    assert words(ax) == (
        "net: error against number of weights: new from 0.6 at 1 to 0.2 at 100, largest 0.9 at 10."
    )
    assert ax.get_xscale() == "log" and len(ax.collections) == 1  # the band


@pytest.mark.parametrize("errors", [{}, {str(i): [1.0] for i in range(6)}])
def test_too_few_and_too_many_lines_are_refused(errors):
    with pytest.raises(ValueError, match="errors: 1 to 5 lines expected"):
        figures.errors_by_size([1], errors)
