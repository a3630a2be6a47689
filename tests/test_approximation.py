import numpy as np
import pytest

from course_lib.activations import relu
from course_lib.approximation import (
    CURVES,
    bump,
    count_pieces,
    fold,
    hinges,
    middles,
    power_law,
    sawtooth,
    staircase,
)

X = np.linspace(0, 1, 1025)


def test_a_bump_is_high_inside_and_gone_outside():
    assert bump([-1, 0.5, 2], 0, 1, height=3, a=100) == pytest.approx([0, 3, 0], abs=1e-12)
    assert bump(0.0, 0, 1, height=3, a=100) == pytest.approx(1.5)


def test_middles_of_four_cells():
    assert middles(4).tolist() == [0.125, 0.375, 0.625, 0.875]
    assert middles(2, extra=1).tolist() == [-0.25, 0.25, 0.75, 1.25]


def test_a_staircase_is_the_sum_of_its_bumps():
    heights = [0.2, -0.5, 1.0, 0.7]
    edges = np.array([-50, 0.25, 0.5, 0.75, 50])  # the outer ones lie out of sight
    parts = [bump(X, edges[i], edges[i + 1], h, a=40) for i, h in enumerate(heights)]
    assert np.allclose(staircase(X, heights, steepness=10), sum(parts))


def test_sharp_steps_meet_the_curve_in_the_middles():
    places = middles(8)
    assert np.allclose(staircase(places, CURVES["wave"](places), np.inf), CURVES["wave"](places))
    assert staircase(places, [0.4], 5.0).tolist() == [0.4] * 8


def test_a_staircase_with_extra_cells_keeps_its_borders():
    heights = np.arange(6.0)
    inner = staircase([0.1, 0.4, 0.6, 0.9], heights, np.inf, extra=1)
    assert inner.tolist() == [1, 2, 3, 4][:1] + [2, 3, 4]


def test_hinges_interpolate():
    assert np.allclose(
        hinges(X, 16, CURVES["wave"]), np.interp(X, X[::64], CURVES["wave"](X[::64]))
    )


def test_twice_the_count_half_the_error_is_slope_minus_one():
    assert power_law([1, 2, 4, 8], [8, 4, 2, 1]) == pytest.approx(-1)
    with pytest.raises(ValueError, match="above 0"):
        power_law([1, 2], [1, 0])


def test_the_fold_is_a_tent():
    assert fold([0, 0.25, 0.5, 0.75, 1]).tolist() == [0, 0.5, 1, 0.5, 0]


@pytest.mark.parametrize("k", range(8))
def test_each_fold_doubles_the_pieces(k):
    assert count_pieces(sawtooth(X, k)) == 2**k


def test_pieces_of_a_v_and_of_a_constant():
    assert count_pieces(relu(X - 0.5) + relu(0.5 - X)) == 2
    assert count_pieces(np.ones(9)) == 1
