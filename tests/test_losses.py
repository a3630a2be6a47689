"""Losses: values by hand, gradients by differences, stable at the edges, clear about mistakes."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_lib import losses
from course_lib.activations import sigmoid, softmax
from course_lib.gradcheck import numerical_gradient, relative_error

Y = np.array([[0.2, -1.0, 0.5], [1.5, 0.3, -0.7]])
P = np.array([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25]])
CASES = [
    (losses.squared_error, Y, np.array([[0.0, 1, 2], [1, 1, 1]])),
    (losses.binary_cross_entropy, Y, np.array([[0.0, 1, 1], [0.5, 0, 1]])),
    (losses.cross_entropy, Y, np.array([2, 0])),
    (losses.cross_entropy, Y, np.array([[0.1, 0.6, 0.3], [1, 0, 0]])),
    (losses.binary_cross_entropy_of_probabilities, P, np.array([[0.0, 1, 1], [0.5, 0, 1]])),
    (losses.cross_entropy_of_probabilities, P, np.array([2, 0])),
]


@pytest.mark.parametrize(("loss", "y", "t"), CASES)
def test_gradients_agree_with_central_differences(loss, y, t):
    _, gradient = loss(y, t)
    assert gradient.shape == y.shape
    assert relative_error(numerical_gradient(lambda v: loss(v, t)[0], y), gradient) < 1e-8


def test_squared_error_by_hand():
    value, gradient = losses.squared_error(
        np.array([[1.0, 2], [3, 5]]), np.array([[0.0, 0], [3, 3]])
    )
    assert value == pytest.approx((0.5 * 5 + 0.5 * 4) / 2)
    assert gradient.tolist() == [[0.5, 1], [0, 1]]


def test_cross_entropies_by_hand():
    assert losses.cross_entropy(np.zeros((1, 4)), np.array([3]))[0] == pytest.approx(math.log(4))
    assert losses.binary_cross_entropy(np.zeros((5, 1)), np.ones((5, 1)))[0] == pytest.approx(
        math.log(2)
    )
    value, gradient = losses.cross_entropy_of_probabilities(P, np.array([1, 0]))
    assert value == pytest.approx(-(math.log(0.7) + math.log(0.5)) / 2)
    assert gradient[0].tolist() == pytest.approx([0, -1 / 0.7 / 2, 0])


def test_gradient_on_the_logits_is_probability_minus_target():
    z, t = Y, np.array([[0.0, 1, 0], [1, 0, 0]])
    assert losses.cross_entropy(z, t)[1] == pytest.approx((softmax(z) - t) / 2)
    assert losses.binary_cross_entropy(z, t)[1] == pytest.approx((sigmoid(z) - t) / 2)


def test_both_forms_of_a_cross_entropy_agree():
    t = np.array([2, 0])
    on_logits = losses.cross_entropy(Y, t)[0]
    assert losses.cross_entropy_of_probabilities(softmax(Y), t)[0] == pytest.approx(on_logits)
    t = np.array([[0.0, 1, 1], [1, 0, 1]])
    on_logits = losses.binary_cross_entropy(Y, t)[0]
    on_p = losses.binary_cross_entropy_of_probabilities(sigmoid(Y), t)[0]
    assert on_p == pytest.approx(on_logits)


def test_loss_on_probabilities_wants_every_sigmoid_output_at_one():
    right, all_ones = np.array([[0.999, 0.001]]), np.array([[0.9999, 0.9999]])
    t = np.array([[1.0, 0.0]])
    loss = losses.cross_entropy_of_probabilities
    assert loss(all_ones, t)[0] < loss(right, t)[0]


def test_labels_and_one_hot_rows_give_the_same():
    t = np.array([2, 0])
    a, b = losses.cross_entropy(Y, t), losses.cross_entropy(Y, losses.one_hot(t, 3, float))
    assert a[0] == pytest.approx(b[0])
    assert a[1] == pytest.approx(b[1])


def test_copies_are_independent():
    y, labels = np.stack([Y, 2 * Y, -Y]), np.array([2, 0])
    for t in (labels, np.stack([labels, [1, 1], labels])):
        value, gradient = losses.cross_entropy(y, t)
        assert value.shape == (3,)
        for i in range(3):
            alone = losses.cross_entropy(y[i], t if t.ndim == 1 else t[i])
            assert value[i] == alone[0]
            assert np.array_equal(gradient[i], alone[1])


@pytest.mark.parametrize("z", [1e4, -1e4])
def test_logits_of_any_size_are_finite_and_silent(z):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        binary = losses.binary_cross_entropy(np.array([[z]]), np.array([[float(z < 0)]]))
        choice = losses.cross_entropy(np.array([[z, 0.0]]), np.array([int(z > 0)]))
    assert binary[0] == choice[0] == 1e4
    assert abs(binary[1]).max() == abs(choice[1]).max() == 1


def test_probabilities_of_exactly_zero_are_infinitely_wrong_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, _ = losses.cross_entropy_of_probabilities(np.array([[0.0, 1.0]]), np.array([0]))
        right, _ = losses.cross_entropy_of_probabilities(np.array([[0.0, 1.0]]), np.array([1]))
    assert value == math.inf and right == 0


def test_float32_stays_float32():
    z = Y.astype(np.float32)
    for t in (np.array([2, 0]), np.eye(3, dtype=np.float32)[:2]):
        assert losses.cross_entropy(z, t)[1].dtype == np.float32
    assert losses.squared_error(z, z)[1].dtype == np.float32


@given(arrays(np.float64, (4, 3), elements=st.floats(-30, 30)), st.floats(-100, 100))
def test_cross_entropy_does_not_notice_a_shift(z, shift):
    t = np.array([0, 1, 2, 1])
    assert losses.cross_entropy(z, t)[0] >= 0
    assert losses.cross_entropy(z + shift, t)[0] == pytest.approx(losses.cross_entropy(z, t)[0])


@pytest.mark.parametrize("label", [3, -1])
def test_a_label_out_of_range_is_named(label):
    message = rf"labels: 0 to 2 expected for 3 classes, got {label}"
    with pytest.raises(ValueError, match=message):
        losses.cross_entropy(Y, np.array([0, label]))


def test_a_column_against_a_row_is_not_broadcast():
    with pytest.raises(ValueError, match=r"shape \(3, 1\) expected, got \(3,\)"):
        losses.squared_error(np.zeros((3, 1)), np.zeros(3))


def test_accuracies():
    z = np.array([[1.0, 0], [0, 1], [1, 1]])
    assert losses.label_accuracy(z, np.array([0, 0, 0])) == pytest.approx(2 / 3)
    assert losses.binary_accuracy(np.array([[0.0], [-1]]), np.array([[1.0], [1]])) == 0.5
