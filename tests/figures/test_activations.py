import numpy as np
import pytest

from course_lib import figures
from course_lib.activations import leaky_relu, relu, sigmoid, step
from course_lib.figures.base import alt_text


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing, dtype=object))[0].figure)


def test_sweet_spots_say_where_the_slope_is_alive():
    grid = figures.sweet_spots({"step": step, "sigmoid": sigmoid, "ReLU": relu})
    assert grid.shape == (2, 3)
    text = words(grid)
    assert "step: slope at most 0, alive nowhere" in text
    assert "sigmoid: slope at most 0.25, alive from -3.6 to 3.6" in text
    assert "ReLU: slope at most 1, alive from 0.0" in text


def test_a_function_that_leaks_enough_is_alive_everywhere():
    grid = figures.sweet_spots({"leaky": leaky_relu}, share=0.005)
    assert "alive everywhere" in words(grid)


def test_blame_is_drawn_relative_to_the_last_layer_and_as_the_median_of_copies():
    sizes = np.array([[1.0, 2.0, 9.0], [10.0, 20.0, 90.0]])
    ax = figures.blame_by_layer({"net": sizes}, title="two layers")
    line = ax.lines[0]
    assert line.get_ydata().tolist() == [0.1, 1.0]
    assert "two layers" in words(ax) and "1.0e-01 in layer 1" in words(ax)
    absolute = figures.blame_by_layer({"net": sizes[:, 0]}, relative=False)
    assert absolute.lines[0].get_ydata().tolist() == [1.0, 10.0]


@pytest.mark.parametrize("sizes", [{}, {"net": [1.0, 0.0]}, {"net": "abc"}])
def test_blame_that_a_logarithm_cannot_show_is_refused(sizes):
    with pytest.raises((ValueError, TypeError), match="expected"):
        figures.blame_by_layer(sizes)


def test_named_lines_tell_each_line_by_colour_dash_and_mark():
    ax = figures.named_lines([1, 2, 4], {"a": [1, 2, 3], "b": [3, 2, 1]}, "x", "y", log="xy")
    looks = {(line.get_color(), line.get_linestyle(), line.get_marker()) for line in ax.lines}
    assert len(looks) == 2
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert "a from 1 to 3" in words(ax) and "over x from 1 to 4" in words(ax)


def test_named_lines_want_as_many_values_as_places():
    with pytest.raises(ValueError, match="2 values expected, got 3"):
        figures.named_lines([1, 2], {"a": [1, 2, 3]}, "x", "y")
