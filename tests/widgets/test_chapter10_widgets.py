"""What the widget of chapter 10 finds, computed in Python."""

import numpy as np
import pytest

from course_lib import widgets

# the function first: importing a widget's module would put the module under its name
fit = widgets.fit_and_overfit

from course_lib.overfitting import points_on_curve  # noqa: E402
from course_lib.widgets.fit_and_overfit import SEEDS, SIZES, points  # noqa: E402


@pytest.fixture(scope="module")
def results():
    return [fit(seed=seed).result for seed in range(1, SEEDS + 1)]


def test_the_error_peaks_near_as_many_parts_as_points_and_falls_again(results):
    errors = np.median([r["errors"] for r in results], axis=0)
    assert SIZES[errors.argmax()] == 15
    assert errors[-1] < errors[: SIZES.index(15)].min() < errors.max() / 20


def test_most_clouds_are_fitted_best_beyond_the_peak(results):
    assert sum(r["errors"][-1] < r["best"][0] for r in results) >= SEEDS * 3 // 4


def test_a_little_weight_decay_removes_the_peak():
    errors = np.median([fit(seed=s, decay="0.01").result["errors"] for s in range(1, 11)], axis=0)
    assert errors[SIZES.index(15)] < 1.2 * errors.min()


def test_dropout_removes_the_peak_but_not_the_harm_of_many_parts():
    errors = np.median([fit(seed=s, dropout=0.1).result["errors"] for s in range(1, 11)], axis=0)
    assert errors[SIZES.index(15)] < 2 * errors.min() and errors[-1] > 2 * errors.min()


def test_every_point_is_met_from_fifteen_parts_on():
    assert fit(parts=14).result["at_points"] > 1e-3
    assert fit(parts=15).result["at_points"] < 1e-6
    assert fit(parts=200).result["at_points"] < 1e-9


def test_the_points_are_those_of_the_chapter_to_three_digits():
    x, y = points({"seed": 17, "noise": 0.2})
    px, py = points_on_curve(15, 0.2, np.random.default_rng(17))
    assert np.abs(x - px).max() < 6e-4 and np.abs(y - py).max() < 1e-3
