"""The gradient check finds right derivatives right and wrong ones wrong."""

import numpy as np
import pytest

from course_lib import activations
from course_lib.gradcheck import (
    check_function,
    check_network,
    numerical_gradient,
    relative_error,
)
from course_lib.layers import Activation, Dense, Tanh
from course_lib.losses import binary_cross_entropy, squared_error
from course_lib.network import Network

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
T = np.array([[0], [1], [1], [0.0]])


def test_numerical_gradient_by_hand():
    theta = np.array([[1.0, 2], [3, 4]])
    g = numerical_gradient(lambda v: (v**2).sum() / 2, theta)
    assert g == pytest.approx(theta)
    assert theta.tolist() == [[1, 2], [3, 4]]


def test_relative_error_by_hand():
    assert relative_error([3, 4], [3, 4]) == 0
    assert relative_error([1, 0], [-1, 0]) == 1
    assert relative_error([0, 0], [0, 0]) == 0
    assert relative_error([3, 4], [0, 0]) == 1
    with pytest.raises(ValueError, match=r"equal shapes expected, got \(2,\) and \(1,\)"):
        relative_error([1, 2], [1])


def test_a_wrong_derivative_is_found():
    z = np.linspace(-2, 2, 9)
    assert check_function(np.sin, np.cos, z) < 1e-9
    assert check_function(np.sin, np.sin, z) > 0.1


def test_a_wrong_layer_is_found():
    right = Network([Dense(2, 3), Tanh(), Dense(3, 1)], binary_cross_entropy, dtype=np.float64)
    assert check_network(right, X, T) < 1e-8
    careless = Activation(np.tanh, activations.sigmoid_derivative)
    wrong = Network([Dense(2, 3), careless, Dense(3, 1)], binary_cross_entropy, dtype=np.float64)
    assert check_network(wrong, X, T) > 1e-2


def test_the_check_leaves_the_network_as_it_was():
    network = Network([Dense(2, 3), Tanh(), Dense(3, 1)], squared_error, dtype=np.float64)
    network.gradient(X, T)
    parameters, gradients = network.parameters.copy(), network.gradients.copy()
    check_network(network, X, T)
    assert np.array_equal(network.parameters, parameters)
    assert np.array_equal(network.gradients, gradients)


def test_float32_and_copies_are_refused():
    for options in ({}, {"copies": 2, "dtype": np.float64}):
        network = Network([Dense(2, 1)], squared_error, **options)
        with pytest.raises(ValueError, match="a single one with dtype=numpy.float64 expected"):
            check_network(network, X, T)
