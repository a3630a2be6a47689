import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text, svg


def words(ax):
    return alt_text(ax.figure)


def test_all_draw_on_the_axes_they_are_given():
    for draw in (
        lambda ax: figures.arrivals({"ReLU": [3, 5]}, ax=ax),
        lambda ax: figures.ratio_intervals({"two": (0.5, 0.4, 0.7)}, 6, ax=ax),
        lambda ax: figures.errors_by_depth({"plain": {5: [0.1], 10: [0.2]}}, ax=ax),
        lambda ax: figures.yearly_record([2012], [15.3], ["AlexNet"], (5.1, "a person"), "%", ax),
    ):
        ax = figures.axes()
        assert draw(ax) is ax
        assert svg(ax.figure).lstrip().startswith("<?xml")


def test_arrivals_tell_medians_and_who_never_came():
    steps = {"ReLU": [4, 6, 8], "tanh": [5, 7, np.inf], "sigmoid": [np.nan, np.inf]}
    told = words(figures.arrivals(steps, xlabel="steps to 25 %"))
    assert told == "steps to 25 %, medians: ReLU 6; tanh 7, 1 of 3 never; sigmoid, 2 of 2 never."
    with pytest.raises(ValueError, match="at least one runner"):
        figures.arrivals({})


def test_ratios_stand_beside_the_claim():
    ax = figures.ratio_intervals({"digits": (0.5, 0.4, 0.7)}, 6, xlabel="tanh / ReLU")
    assert words(ax) == "tanh / ReLU, claimed 6; measured: digits 0.50 (0.40 to 0.70)."
    assert [text.get_text() for text in ax.texts] == ["claimed: 6"]


@pytest.mark.parametrize("numbers", [(0.5, 0.6, 0.7), (0.5, 0.0, 0.7)])
def test_an_interval_must_hold_its_ratio(numbers):
    with pytest.raises(ValueError, match="low ≤ ratio ≤ high"):
        figures.ratio_intervals({"digits": numbers}, 6)


def test_errors_by_depth_are_told_in_percent():
    ax = figures.errors_by_depth({"plain": {20: [0.1, 0.2, 0.3], 5: [0.0, 0.01]}}, title="Towers")
    assert words(ax) == (
        "Towers: training error in percent, medians: plain 0.5 at depth 5, 20.0 at 20."
    )
    with pytest.raises(ValueError, match="kinds expected"):
        figures.errors_by_depth({})


def test_a_record_needs_a_name_and_a_value_for_each_year():
    ax = figures.yearly_record(
        [2011, 2012], [25.8, 15.3], ["XRCE", "AlexNet"], (5.1, "a person"), "%"
    )
    assert words(ax) == "%, year by year: 2011 XRCE 25.8; 2012 AlexNet 15.3. a person: 5.1."
    with pytest.raises(ValueError, match="as many of each"):
        figures.yearly_record([2011, 2012], [25.8], ["XRCE"], (5.1, "a person"), "%")
