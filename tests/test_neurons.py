import numpy as np
import pytest

from course_lib.activations import relu, tanh
from course_lib.circuits import inputs
from course_lib.neurons import (
    augment,
    bias_from_threshold,
    mcculloch_pitts,
    neuron,
    preactivation,
    threshold_unit,
)


def test_the_counting_cell_makes_and_or_and_fires_exactly_at_its_threshold():
    assert mcculloch_pitts(inputs(2), threshold=2).tolist() == [0, 0, 0, 1]
    assert mcculloch_pitts(inputs(2), threshold=1).tolist() == [0, 1, 1, 1]
    assert mcculloch_pitts([1, 1, 0], threshold=2) == 1
    assert mcculloch_pitts([1, 1, 0], threshold=2.5) == 0


def test_one_inhibiting_input_vetoes_any_count():
    assert mcculloch_pitts(np.ones(1000), threshold=1, inhibitory=[0, 1]) == 0
    assert mcculloch_pitts(np.ones(1000), threshold=1, inhibitory=[0, 0]) == 1
    rows = inputs(2)
    assert mcculloch_pitts(rows, 1, rows[:, :1]).tolist() == [0, 1, 0, 0]


def test_no_inhibiting_inputs_is_the_same_as_none_given():
    assert mcculloch_pitts([1], 1, []) == mcculloch_pitts([1], 1, None) == 1


def test_a_veto_is_a_large_negative_weight_when_inputs_are_few():
    rows = inputs(4)
    with_veto = mcculloch_pitts(rows[:, :3], 2, rows[:, 3:])
    assert (with_veto == threshold_unit(rows, [1, 1, 1, -2], -2)).all()


def test_one_weighted_sum_worked_on_paper():
    # 0.3·0.1 − 0.5·0.8 + 0.2·(−0.5) = −0.47, with the bias 0.2: −0.27
    z = preactivation([0.3, -0.5, 0.2], [0.1, 0.8, -0.5], 0.2)
    assert isinstance(z, float)
    assert z == pytest.approx(-0.27)
    assert neuron([0.3, -0.5, 0.2], [0.1, 0.8, -0.5], 0.2) == 0


@pytest.mark.parametrize(
    ("x", "w", "b", "shape"),
    [
        (np.ones(3), np.ones(3), 0.0, ()),
        (np.ones((5, 3)), np.ones(3), 0.0, (5,)),
        (np.ones(3), np.ones((2, 3)), np.ones(2), (2,)),
        (np.ones((5, 3)), np.ones((2, 3)), np.ones(2), (5, 2)),
        (np.ones((5, 3)), np.ones((2, 3)), 1.0, (5, 2)),
    ],
)
def test_rows_are_inputs_and_columns_are_units(x, w, b, shape):
    assert np.shape(preactivation(x, w, b)) == shape
    assert np.shape(threshold_unit(x, w, b)) == shape
    assert np.shape(neuron(x, w, b)) == shape


def test_a_layer_is_its_units_side_by_side():
    rng = np.random.default_rng(0)
    x, w, b = rng.standard_normal((6, 3)), rng.standard_normal((4, 3)), rng.standard_normal(4)
    columns = [preactivation(x, unit, bias) for unit, bias in zip(w, b, strict=True)]
    assert np.allclose(preactivation(x, w, b), np.stack(columns, axis=1))


def test_the_value_at_zero_can_be_chosen():
    assert threshold_unit([1, 1], [1, 1], -2) == 1
    assert threshold_unit([1, 1], [1, 1], -2, at_zero=0) == 0
    assert isinstance(threshold_unit([1, 1], [1, 1], -2), int)


def test_scaling_weights_and_bias_by_a_positive_number_changes_no_answer():
    rng = np.random.default_rng(1)
    x, w = rng.standard_normal((50, 3)), rng.standard_normal(3)
    assert (threshold_unit(x, w, 0.3) == threshold_unit(x, 1000 * w, 300.0)).all()


def test_the_neuron_of_the_exercise_counts_less_a_half():
    assert neuron(inputs(2), [1, 1], -0.5).tolist() == [0, 0.5, 0.5, 1.5]


def test_three_relu_neurons_tell_whether_the_inputs_agree():
    hidden = neuron(inputs(2), [[1, 1], [1, 1]], [0, -1])
    assert hidden.tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert neuron(hidden, [-1, 2], 1).tolist() == [1, 0, 0, 1]


def test_any_activation_can_be_given():
    assert neuron([0.5], [2], 0.0, activation=tanh) == pytest.approx(np.tanh(1))
    assert neuron([-3], [1], activation=relu) == 0


def test_the_augmented_vector_hides_the_threshold_or_the_bias():
    rows = inputs(3)
    w, theta = np.array([2.0, -1.0, 0.5]), 0.7
    z = preactivation(rows, w, bias_from_threshold(theta))
    assert np.allclose(augment(rows) @ np.append(w, theta), z)
    assert np.allclose(augment(rows, value=1) @ np.append(w, -theta), z)
    assert augment([5.0]).tolist() == [5, -1]


def test_bias_is_the_threshold_with_its_sign_turned():
    assert bias_from_threshold(1.5) == -1.5
    assert bias_from_threshold([0, -2]).tolist() == [0, 2]
    assert str(bias_from_threshold(0)) == "0.0"  # not −0.0


def test_inputs_are_left_as_they_were():
    x, w, b = np.ones((2, 2)), np.ones(2), np.zeros(1)
    threshold_unit(x, w[None], b)
    assert (x == 1).all()
    assert (w == 1).all()
    assert (b == 0).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: preactivation([1, 2], [1, 2, 3]),
            ValueError,
            r"w: one weight for each of the 2 inputs expected, got shape \(3,\)",
        ),
        (
            lambda: preactivation([1, 2], [[1, 2]], [1, 2]),
            ValueError,
            r"b: one bias for each of the 1 units expected, got shape \(2,\)",
        ),
        (
            lambda: preactivation([1, 2], [1, 2], [1]),
            ValueError,
            r"b: one bias for each of the 1 units expected, got shape \(1,\)",
        ),
        (lambda: preactivation("x", [1]), TypeError, r"x: real numbers expected, got 'x' \(str\)"),
        (lambda: preactivation([], [1]), ValueError, "x: at least one number expected"),
        (lambda: preactivation([np.nan], [1]), ValueError, "x: finite numbers expected, got nan"),
        (lambda: preactivation([1], [np.inf]), ValueError, "w: finite numbers expected, got inf"),
        (lambda: preactivation(1, [1]), ValueError, r"x: 1 or 2 axes expected, got shape \(\)"),
        (lambda: preactivation([1], [1], None), TypeError, "b: real numbers expected, got None"),
        (lambda: threshold_unit([1], [1], 0, 0.5), ValueError, "at_zero: 0 or 1 expected, got 0.5"),
        (lambda: neuron([1], [1], 0, "relu"), TypeError, "activation: a function expected"),
        (lambda: mcculloch_pitts([2], 1), ValueError, "excitatory: only 0 and 1 expected, got 2"),
        (lambda: mcculloch_pitts([1], "high"), TypeError, "threshold: real numbers expected"),
        (lambda: mcculloch_pitts([1], 1, [0.5]), ValueError, "inhibitory: only 0 and 1 expected"),
        (
            lambda: mcculloch_pitts(inputs(2), 1, [0, 1]),
            ValueError,
            r"inhibitory: as many rows as excitatory expected, \(4,\), got \(\)",
        ),
        (lambda: augment([[[1]]]), ValueError, "x: 1 or 2 axes expected"),
        (lambda: augment([1], "one"), TypeError, "value: real numbers expected, got 'one'"),
        (lambda: bias_from_threshold(np.nan), ValueError, "threshold: finite numbers expected"),
    ],
)
def test_wrong_input_is_named_in_one_line(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
