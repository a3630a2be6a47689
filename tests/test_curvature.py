"""The largest curvature of a loss, against a matrix whose eigenvalues are known."""

import numpy as np
import pytest

from course_lib.curvature import largest_curvature
from course_lib.layers import Dense, Tanh
from course_lib.losses import cross_entropy, squared_error
from course_lib.network import Network


def linear(copies=None):
    """A linear unit: with the squared error its loss is a bowl with a known matrix."""
    net = Network([Dense(3, 1)], squared_error, copies=copies, dtype=np.float64)
    rng = np.random.default_rng(0)
    x, t = rng.standard_normal((40, 3)) * [3, 1, 0.3], rng.standard_normal((40, 1))
    ones = np.hstack([x, np.ones((40, 1))])
    return net, x, t, np.linalg.eigvalsh(ones.T @ ones / 40)[-1]


def test_a_linear_unit_has_the_largest_eigenvalue_of_its_inputs_squares():
    net, x, t, expected = linear()
    assert largest_curvature(net, x, t) == pytest.approx(expected, rel=1e-6)


def test_every_copy_gets_its_own_and_the_parameters_stay():
    net, x, t, expected = linear(copies=3)
    before = net.parameters.copy()
    assert largest_curvature(net, x, t) == pytest.approx([expected] * 3, rel=1e-6)
    assert (net.parameters == before).all()


def test_it_is_the_largest_eigenvalue_of_the_second_derivatives():
    net = Network([Dense(2, 3), Tanh(), Dense(3, 2)], cross_entropy, dtype=np.float64)
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((20, 2)), rng.integers(0, 2, 20)
    theta, rows = net.parameters, []
    for i in range(theta.size):
        sides = []
        for nudge in (1e-5, -1e-5):
            theta[i] += nudge
            net.gradient(x, t)
            sides.append(net.gradients.copy())
            theta[i] -= nudge
        rows.append((sides[0] - sides[1]) / 2e-5)
    values = np.linalg.eigvalsh(np.array(rows) / 2 + np.array(rows).T / 2)
    largest = values[np.abs(values).argmax()]
    assert largest_curvature(net, x, t, steps=300) == pytest.approx(largest, rel=1e-4)


def test_float32_is_refused():
    net = Network([Dense(2, 1)], squared_error)
    with pytest.raises(ValueError, match="float64"):
        largest_curvature(net, np.ones((1, 2)), np.ones((1, 1)))
