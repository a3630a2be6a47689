import numpy as np
import pytest

from course_lib import figures
from course_lib.conv import Conv2D, Flatten
from course_lib.figures.base import alt_text, svg
from course_lib.losses import squared_error
from course_lib.network import Network


def words(ax):
    return alt_text(np.ravel(np.asarray(ax))[0].figure)


def test_a_sliding_row_tells_every_answer_of_the_window():
    ax = figures.axes()
    assert figures.sliding_row([0, 1, 1, 0], [-1, 0, 1], ax) is ax
    assert words(ax) == (
        "the row 0 1 1 0 and below it the window −1 0 1 at its 2 places, with the answers 1, −1."
    )
    with pytest.raises(ValueError, match="at most the 2 numbers of x"):
        figures.sliding_row([0, 1], [1, 2, 3])


def test_a_shared_matrix_counts_its_zeros_and_its_different_numbers():
    which = np.array([[0, 1, -1], [-1, 0, 1]])
    ax = figures.shared_matrix(which)
    assert words(ax).startswith("matrix of 2 rows and 3 columns. 2 of its 6 places are 0;")
    assert "the same 2 numbers" in words(ax)
    assert [text.get_text() for text in ax.texts] == ["a", "b", "a", "b"]
    with pytest.raises(ValueError, match="ints below 9"):
        figures.shared_matrix(which + 8)


def test_a_gallery_says_of_each_row_what_its_colours_mean():
    ax = figures.gallery({"ink": [np.eye(3)] * 2, "map": [-np.eye(2)]}, ["one", "two"])
    assert words(ax) == (
        "rows of small pictures: ink (2, large numbers dark); map (1, white positive, black "
        "negative). Over the columns: one, two."
    )
    assert svg(ax.figure).lstrip().startswith("<?xml")
    with pytest.raises(ValueError, match="at least one picture"):
        figures.gallery({"ink": []})


def test_sounds_share_one_axis_and_tell_where_they_are_loudest():
    panels = figures.sound_rows({"tune": [0.0, 1.0, 0.5, 0.0], "answer": [0.0, 0.0]}, 2.0)
    assert "2 seconds of sound, from 0 to 1, the largest at 0.50 s." in words(panels)
    assert [panel.get_xlim() for panel in panels] == [(0, 2), (0, 2)]


def test_shift_tables_tell_the_middle_its_neighbours_and_the_worst():
    table = np.full((3, 3), 0.2)
    table[1] = [0.4, 1.0, 0.6]
    panels = figures.shift_tables({"MLP": table}, (-1, 0, 1))
    assert words(panels) == (
        "MLP: per cent of digits read by shift. 100 where they lay in training, 50 one pixel to "
        "the side, 20 at the worst of 9 shifts."
    )
    with pytest.raises(ValueError, match=r"MLP: shape \(5, 5\)"):
        figures.shift_tables({"MLP": table}, (-2, -1, 0, 1, 2))


def test_layer_maps_leave_out_what_changes_no_size_that_matters():
    net = Network([Conv2D(1, 2, 3), Flatten()], squared_error, input_shape=(1, 5, 5))
    told = words(figures.layer_maps(net, title="small"))
    assert told == "small: from left to right picture 1×5×5, Conv2D 2×3×3."
