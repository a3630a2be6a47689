"""Activation functions: values by hand, slopes by differences, no surprise at the edges."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_lib import activations
from course_lib.gradcheck import check_function

SMOOTH = (
    activations.identity, activations.sigmoid, activations.tanh, activations.gelu,
)  # fmt: skip
BENT = (activations.relu, activations.leaky_relu, activations.step)
ALL = SMOOTH + BENT


def test_values_worked_by_hand():
    z = np.array([-2.0, -1, 0, 1, 2])
    assert activations.step(z).tolist() == [0, 0, 1, 1, 1]
    assert activations.step(z, at_zero=0).tolist() == [0, 0, 0, 1, 1]
    assert activations.relu(z).tolist() == [0, 0, 0, 1, 2]
    assert activations.leaky_relu(z, 0.1).tolist() == [-0.2, -0.1, 0, 1, 2]
    assert activations.sigmoid(0.0) == 0.5
    assert activations.sigmoid(np.log(3)) == pytest.approx(0.75)
    assert activations.tanh(np.log(2)) == pytest.approx(0.6)
    assert activations.gelu(1.0) == pytest.approx(0.8412, abs=1e-4)
    assert activations.softmax(np.log([1.0, 2, 5])) == pytest.approx([0.125, 0.25, 0.625])


def test_step_gives_ints_and_refuses_another_value_at_zero():
    assert activations.step(0.0) == 1 and isinstance(activations.step(0.0), int)
    with pytest.raises(ValueError, match=r"at_zero .* 0 or 1, not 0.5"):
        activations.step(0.0, at_zero=0.5)


@pytest.mark.parametrize("f", SMOOTH)
def test_slopes_agree_with_central_differences(f):
    z = np.linspace(-4, 4, 41)
    assert check_function(f, activations.DERIVATIVES[f], z) < 1e-8


@pytest.mark.parametrize("f", BENT)
def test_slopes_of_bent_functions_agree_away_from_the_kink(f):
    z = np.array([-3.0, -0.5, 0.5, 3.0])
    assert check_function(f, activations.DERIVATIVES[f], z) < 1e-8


def test_slope_at_the_kink_is_the_books():
    assert activations.relu_derivative(0.0) == 0
    assert activations.leaky_relu_derivative(0.0, 0.2) == 0.2


@pytest.mark.parametrize("f", ALL)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_numbers_neither_warn_nor_become_nan(f, dtype):
    largest = np.finfo(dtype).max / 2
    z = np.array([-largest, -1e30, -1000, -1e-30, 0, 1e-30, 1000, 1e30, largest], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a, slope = f(z), activations.DERIVATIVES[f](z)
    assert np.isfinite(a).all() and np.isfinite(slope).all()
    assert slope.dtype == dtype
    assert a.dtype == dtype or f is activations.step


@pytest.mark.parametrize("f", [f for f in ALL if f is not activations.step])
def test_ints_are_taken_as_floats(f):
    assert f(np.array([1, 2])).tolist() == pytest.approx(f(np.array([1.0, 2.0])).tolist())


@given(
    arrays(np.float64, (3, 5), elements=st.floats(-50, 50)),
    st.floats(-1e6, 1e6),
)
def test_softmax_does_not_notice_a_shift(z, shift):
    p = activations.softmax(z)
    assert np.allclose(p.sum(-1), 1)
    assert np.allclose(activations.softmax(z + shift), p, atol=1e-9)


def test_softmax_stands_scores_that_overflow_exp():
    assert activations.softmax(np.array([1000.0, 1000.0])).tolist() == [0.5, 0.5]


def test_softmax_jacobian_is_the_slope_of_softmax():
    z = np.array([0.3, -1.2, 2.0])
    for j in range(3):
        e = np.eye(3)[j] * 1e-6
        slope = (activations.softmax(z + e) - activations.softmax(z - e)) / 2e-6
        assert activations.softmax_jacobian(z)[:, j] == pytest.approx(slope, abs=1e-9)
