import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text, svg
from course_lib.figures.recipes import _spread


def words(ax):
    return alt_text(np.ravel(ax)[0].figure)


def test_a_grid_has_a_panel_for_each_title_and_counts_the_recipes_that_guess():
    means = np.array([[[90.0, 20.0], [95.0, 97.0]], [[8.0, 9.0], [10.0, 96.0]]])
    panels = figures.recipe_grid(means, ["tanh", "ReLU"], ["plain", "Adam"], ["one", "ten"])
    assert len(panels) == 2
    assert "one: best 97 per cent for ReLU with Adam; 1 of 4 recipes" in words(panels)
    assert "ten: best 96 per cent for ReLU with Adam; 3 of 4 recipes" in words(panels)
    with pytest.raises(ValueError, match=r"shape \(1, 2, 2\) expected"):
        figures.recipe_grid(means, ["tanh", "ReLU"], ["plain", "Adam"], ["one"])


def test_level_means_name_every_level():
    ax = figures.level_means({"depth": {"1": 93.0, "10": 45.0}, "data": {"100": 68.0}}, "per cent")
    assert words(ax) == "per cent: depth (1 93, 10 45); data (100 68)."


def test_intervals_tell_a_gain_from_a_loss_by_shape_as_well_as_colour():
    gains = {"more": (2.0, 1.0, 3.0), "less": (-5.0, -6.0, -4.0), "unsure": (0.5, -1.0, 2.0)}
    ax = figures.gain_intervals(gains, "points")
    assert {line.get_marker() for line in ax.lines} >= {"o", "s", "D"}
    assert "less -5.0 (-6.0 to -4.0)" in words(ax)


def test_a_timeline_tells_both_sides_and_the_shaded_years():
    ax = figures.timeline([(1943, "a")], [(1969, "b")], {"cold": (1970, 1982)}, ("left", "right"))
    assert words(ax) == "A line of years. left: 1943 a. right: 1969 b. Shaded: cold 1970 to 1982."


def test_words_on_a_timeline_keep_apart_and_stay_in_order():
    places = _spread([1967, 1969, 1970, 1990, 2015, 2015], 3.0)
    assert np.diff(places).min() >= 3 - 1e-9
    assert places[3] == 1990  # far from all others: stays where it is
    assert np.mean(places[:3]) == pytest.approx(np.mean([1967, 1969, 1970]))


def test_growth_tells_the_forecast_and_every_network():
    points = {"everywhere": [(1989, 1000, "ZIP")], "once": [(1989, 64, "ZIP")]}
    ax = figures.growth(points, [(2010, 1e5), (2050, 2e10)], "forecast", "units")
    told = words(ax)
    assert "forecast from 1.0e+05 in 2010 to 2.0e+10 in 2050" in told
    assert "once: ZIP 1989 6.4e+01" in told
    assert svg(ax.figure).lstrip().startswith("<?xml")
