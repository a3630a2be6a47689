"""Letters, pictures in rows, and intervals: what is drawn and what is said."""

import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text


def test_letter_bars_name_the_likeliest():
    ax = figures.letter_bars({"after th": [0.1, 0.7, 0.2]}, " ea", title="t")
    assert "e 70%, a 20%, a space 10%" in alt_text(ax.figure)
    with pytest.raises(ValueError, match="3 numbers expected"):
        figures.letter_bars({"x": [0.5, 0.5]}, " ea")
    with pytest.raises(ValueError, match="one or two"):
        figures.letter_bars({}, " ea")


def test_picture_table_puts_pictures_side_by_side():
    ax = figures.picture_table(
        {"a": np.ones((2, 4)), "b": -np.ones((1, 2, 2))}, ["p", "q"], said="Ink."
    )
    mosaic = np.asarray(ax.images[0].get_array().filled(0))
    assert mosaic.shape == (5, 5)
    assert mosaic[0, 0] == mosaic[0, 3] == 1 and mosaic[3, 0] == -1 and mosaic[3, 3] == 0
    assert alt_text(ax.figure).endswith("Ink.")


def test_intervals_tell_mean_and_bounds():
    ax = figures.intervals({"one": [1.0, 2.0, 3.0]}, "points")
    assert "one +2.0, from -0.5 to +4.5" in alt_text(ax.figure)
    with pytest.raises(ValueError, match="at least one row"):
        figures.intervals({}, "points")


def test_the_interval_is_students():
    mean, half = figures.mean_interval([0.0, 2.0])
    assert (mean, half) == pytest.approx((1.0, 12.706))
    assert figures.mean_interval(np.arange(100.0))[1] == pytest.approx(
        2.042 * 29.0115 / 10, rel=1e-4
    )
    with pytest.raises(ValueError, match="at least two"):
        figures.mean_interval([1.0])
