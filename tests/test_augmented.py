"""Biases folded into the weights: the same outputs, and only where the trick holds."""

from itertools import pairwise

import numpy as np
import pytest

from course_lib import augmented
from course_lib.init import normal
from course_lib.layers import Dense, ReLU, Tanh
from course_lib.losses import squared_error
from course_lib.network import Network


@pytest.mark.parametrize("copies", [None, 3])
@pytest.mark.parametrize("sizes", [(2, 1), (2, 5, 1), (3, 7, 4, 2)])
def test_the_chain_of_products_is_the_network(copies, sizes):
    layers = [layer for a, b in pairwise(sizes) for layer in (Dense(a, b), ReLU())]
    network = Network(
        layers[:-1], squared_error, bias_init=normal(1.0), copies=copies, rng=4, dtype=np.float64
    )
    x = np.random.default_rng(5).standard_normal((20, sizes[0]))
    chain = augmented.matrices(network.layers)
    assert np.allclose(augmented.outputs(chain, x), network.predict(x), rtol=1e-12, atol=1e-12)
    assert np.allclose(network.predict(x, block=6), network.predict(x), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    "layers",
    [
        [Dense(2, 3), Tanh(), Dense(3, 1)],
        [Dense(2, 3), ReLU()],
        [Dense(2, 3), Dense(3, 1)],
        [ReLU(), Dense(2, 1)],
    ],
)
def test_other_networks_are_left_to_their_layers(layers):
    assert augmented.matrices(layers) is None
    network = Network(layers, squared_error, input_shape=(2,), rng=1)
    x = np.random.default_rng(2).standard_normal((9, 2))
    assert np.allclose(network.predict(x, block=4), network.predict(x), rtol=1e-5, atol=1e-6)
