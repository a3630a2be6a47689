"""What the widgets of chapter 8 find, computed in Python."""

import numpy as np
import pytest

from course_lib import widgets

# the functions first: importing a widget's module would put the module under its name
depth, symmetry = widgets.signal_through_depth, widgets.symmetry

from course_lib.widgets.signal_through_depth import random_numbers, trimmed  # noqa: E402
from course_lib.widgets.symmetry import EVERY, STEPS, films, kinds  # noqa: E402


def test_random_numbers_have_mean_0_and_variance_1_and_differ_by_seed():
    numbers = random_numbers(1, 200_000)
    assert abs(numbers.mean()) < 0.01 and abs(numbers.var() - 1) < 0.01
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) < 0.01
    assert not np.array_equal(numbers[:100], random_numbers(2, 100))
    assert np.array_equal(numbers[:100], random_numbers(1, 100))


def test_trimming_keeps_26_digits():
    a = np.tanh(np.linspace(-3, 3, 1001))
    assert np.abs(trimmed(a) - a).max() < 2.0**-26
    assert (np.abs(trimmed(a) * 2**27) % 1 == 0)[np.abs(a) > 0.5].all()


@pytest.mark.parametrize(("scheme", "factor"), [("LeCun", 0.5), ("He", 1.0), ("sd 0.01", 0.0032)])
def test_a_relu_layer_multiplies_the_mean_square_by_half_of_n_times_the_variance(scheme, factor):
    sizes = []
    for seed in range(1, 13):
        result = depth(function="ReLU", scheme=scheme, depth=30, seed=seed).result
        assert result["expected"] == pytest.approx(0.5 * np.arange(1, 31) * np.log10(factor))
        sizes.append(result["size"][-1])
    assert np.median(sizes) == pytest.approx(15 * np.log10(factor), abs=0.5)


def test_a_dead_net_is_told_by_a_number_that_can_be_drawn():
    dead = [
        seed
        for seed in range(1, 21)
        if depth(function="ReLU", scheme="He", width="8", depth=30, seed=seed).result["size"][-1]
        == -400
    ]
    assert 0 < len(dead) < 10  # some readers meet one, and most seeds live


def test_loud_weights_leave_tanh_stuck_and_soft_ones_leave_a_spike():
    loud = depth(function="tanh", scheme="sd 1").result
    soft = depth(function="tanh", scheme="sd 0.01").result
    assert loud["stuck"][-1] > 0.7 and loud["size"][-1] > -0.1
    assert soft["size"][-1] < -9 and soft["counts"][20] == 1024


def test_equal_units_stay_equal_and_noise_of_a_millionth_parts_them():
    for start in ("0", "0.5"):
        for steps in range(0, STEPS + 1, EVERY):
            # rounding may differ from unit to unit in the sixteenth digit
            assert symmetry(start=start, steps=steps).result["distance"][0] < 1e-9
        end = symmetry(start=start, steps=STEPS).result
        assert end["kinds"] == [1, 6] and end["loss"][1] < end["loss"][0]


def test_the_distance_grows_by_about_the_same_factor_at_first():
    growth = np.log10(films()["distance"][0][1][2:14])  # noise 1e-6, steps 8 to 52
    slopes = np.diff(growth)
    assert slopes.min() > 0.8 * slopes.max() > 0


def test_kinds_counts_each_group_once():
    assert kinds([[0, 0], [0.1, 0], [1, 1], [1, 1.2], [5, 0]]) == 3
