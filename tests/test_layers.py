"""Layers, one by one: values by hand, shapes, gradients by differences, copies like singles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.activations import relu
from course_lib.conv import AvgPool2D, Conv2D, Flatten, MaxPool2D
from course_lib.gradcheck import check_network
from course_lib.layers import (
    GELU,
    Activation,
    Dense,
    Dropout,
    Identity,
    LeakyReLU,
    ReLU,
    Residual,
    Sigmoid,
    Softmax,
    Step,
    Tanh,
)
from course_lib.losses import cross_entropy, squared_error
from course_lib.network import Network
from course_lib.normalisation import BatchNorm, LayerNorm

ROWS = {
    "dense": lambda: [Dense(4, 3)],
    "sigmoid": lambda: [Dense(4, 5), Sigmoid(), Dense(5, 3)],
    "tanh": lambda: [Dense(4, 5), Tanh(), Dense(5, 3)],
    "relu": lambda: [Dense(4, 5), ReLU(), Dense(5, 3)],
    "leaky relu": lambda: [Dense(4, 5), LeakyReLU(0.2), Dense(5, 3)],
    "gelu": lambda: [Dense(4, 5), GELU(), Dense(5, 3)],
    "softmax": lambda: [Dense(4, 5), Softmax(), Dense(5, 3)],
    "identity": lambda: [Dense(4, 3), Identity()],
    "layer norm": lambda: [Dense(4, 5), LayerNorm(5), Dense(5, 3)],
    "batch norm": lambda: [Dense(4, 5), BatchNorm(5), Tanh(), Dense(5, 3)],
    "residual": lambda: [Dense(4, 3), Residual([Dense(3, 6), Tanh(), Dense(6, 3)], scale=0.3)],
    "residual first": lambda: [Residual([Dense(4, 6), Tanh(), Dense(6, 4)]), Dense(4, 3)],
    "nested residual": lambda: [
        Dense(4, 3), Residual([Dense(3, 3), Residual([Dense(3, 3), Tanh()])]),
    ],
}  # fmt: skip
IMAGES = {  # (layers, shape of one image)
    "conv": (lambda: [Conv2D(2, 3, 3), Flatten(), Dense(48, 3)], (2, 6, 6)),
    "stride, padding, odd": (
        lambda: [Conv2D(2, 3, 3, stride=2, padding=1), Flatten(), Dense(60, 3)], (2, 7, 9),
    ),
    "oblong": (
        lambda: [Conv2D(1, 2, (1, 4), stride=(1, 2), padding=(0, 1)), Flatten(), Dense(24, 3)],
        (1, 3, 9),
    ),
    "two convs": (
        lambda: [Conv2D(1, 3, 3), Tanh(), Conv2D(3, 2, 2), Flatten(), Dense(24, 3)], (1, 6, 7),
    ),
    "max pool": (
        lambda: [Conv2D(1, 2, 2), MaxPool2D(2), Flatten(), Dense(12, 3)], (1, 6, 7),
    ),
    "max pool, overlapping": (
        lambda: [Conv2D(1, 2, 2), MaxPool2D(3, 1), Flatten(), Dense(24, 3)], (1, 6, 7),
    ),
    "average pool": (
        lambda: [Conv2D(1, 2, 2), AvgPool2D(3, 2), Flatten(), Dense(8, 3)], (1, 6, 7),
    ),
    "pool first": (lambda: [AvgPool2D(2), Flatten(), Dense(9, 3)], (1, 6, 7)),
    "batch norm of images": (
        lambda: [Conv2D(1, 2, 2), BatchNorm(2), Tanh(), Flatten(), Dense(60, 3)], (1, 6, 7),
    ),
    "residual of images": (
        lambda: [Residual([Conv2D(2, 2, 3, padding=1), Tanh()]), Flatten(), Dense(40, 3)],
        (2, 4, 5),
    ),
}  # fmt: skip
EVERY = {name: (make, (4,)) for name, make in ROWS.items()} | IMAGES
SMOOTH = [name for name in EVERY if name not in ("relu", "leaky relu")]


def build(name, n=5, **options):
    make, shape = EVERY[name]
    rng = np.random.default_rng(1)
    network = Network(make(), squared_error, input_shape=shape, rng=rng, **options)
    network.parameters += 0.1 * rng.standard_normal(network.parameters.shape)
    x = rng.standard_normal((n, *shape)).astype(network.dtype)
    return network, x, rng.standard_normal((n, 3)).astype(network.dtype)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("n", [1, 5])
def test_gradients_agree_with_central_differences(name, n):
    network, x, t = build(name, n, dtype=np.float64)
    assert check_network(network, x, t) < 1e-7


@pytest.mark.parametrize("name", ["relu", "leaky relu"])
def test_gradients_of_bent_layers_agree_away_from_the_kink(name):
    network, x, t = build(name, dtype=np.float64)
    network.gradient(x, t)
    z = network.layers[0].forward(x)
    assert abs(z).min() > 1e-3  # no unit sits at its kink
    assert check_network(network, x, t) < 1e-7


@pytest.mark.parametrize("name", EVERY)
def test_gradient_of_the_input_agrees_with_central_differences(name):
    network, x, t = build(name, 2, dtype=np.float64)
    network.gradient(x, t, input_gradient=True)
    d_x = (
        network.input_gradient
        if x.ndim == 2
        else np.moveaxis(network.input_gradient, (-1, -2), (-4, -3))
    )
    step = 1e-6 * np.random.default_rng(5).standard_normal(x.shape)
    change = network.gradient(x + step, t) - network.gradient(x - step, t)
    assert change == pytest.approx(2 * (d_x * step).sum(), rel=1e-5)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("own_inputs", [False, True])
def test_copies_give_what_single_networks_give(name, own_inputs):
    network, x, t = build(name, copies=3)
    if own_inputs:
        x = np.stack([x, 2 * x, -x])
        t = np.stack([t, -t, t + 1])
    singles = [network.single(i) for i in range(3)]
    losses = network.gradient(x, t)
    for i, single in enumerate(singles):
        xi, ti = (x[i], t[i]) if own_inputs else (x, t)
        assert losses[i] == pytest.approx(single.gradient(xi, ti), rel=1e-5)
        assert network.gradients[i] == pytest.approx(single.gradients, rel=1e-3, abs=1e-5)
        assert network.predict(x)[i] == pytest.approx(single.predict(xi), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", EVERY)
def test_forward_leaves_its_input_alone(name):
    network, x, t = build(name)
    before_x, before_t = x.copy(), t.copy()
    network.gradient(x, t)
    assert np.array_equal(x, before_x) and np.array_equal(t, before_t)


def test_dense_by_hand():
    layer = Dense(2, 3)
    network = Network([layer], squared_error)
    layer.w[...] = [[1, 2], [0, 1], [-1, 0]]
    layer.b[...] = [0.5, 0, 1]
    assert network.predict([[1, 2], [3, 0]]).tolist() == [[5.5, 2, 0], [3.5, 0, -2]]


def test_step_passes_no_blame():
    network = Network([Dense(2, 3), Step(), Dense(3, 1)], squared_error)
    network.gradient([[1, 2]], [[1]])
    assert (network.layers[0].grad_w == 0).all() and (network.layers[2].grad_b != 0).all()


def test_activation_takes_any_function_with_its_derivative():
    network = Network([Dense(2, 2), Activation(np.sin, np.cos)], squared_error, dtype=np.float64)
    assert check_network(network, [[1.0, 2]], [[0.0, 0]]) < 1e-8
    with pytest.raises(ValueError, match="the derivative of .* is not known"):
        Activation(np.sin)
    assert repr(Activation(relu)) == "Activation(relu)"


def test_dropout_keeps_the_mean_while_training_and_does_nothing_in_use():
    layer = Dropout(0.3, rng=2)
    x = np.ones((200, 500), np.float32)
    y = layer.forward(x, training=True)
    assert np.unique(y).tolist() == pytest.approx([0, 1 / 0.7])
    assert y.mean() == pytest.approx(1, abs=0.01)
    assert np.array_equal(layer.backward(np.ones_like(x)), y)
    assert layer.forward(x) is x
    with pytest.raises(ValueError, match="rate: a share from 0 to below 1 expected, got 1"):
        Dropout(1)


def test_residual_without_a_branch_to_speak_of_is_the_identity():
    network = Network([Residual([Dense(3, 3)], scale=0)], squared_error)
    x = np.eye(3, dtype=np.float32)
    assert np.array_equal(network.predict(x), x)
    with pytest.raises(ValueError, match="needs equal shapes"):
        Network([Residual([Dense(3, 4)])], squared_error)


def test_a_layer_outside_a_network_says_that_it_has_no_weights():
    with pytest.raises(AttributeError, match=r"Dense\(2, 3\) has no w yet: a Network gives"):
        Dense(2, 3).forward(np.ones((1, 2)))


@given(st.integers(1, 6), st.integers(1, 5), st.integers(1, 4), st.sampled_from([None, 1, 3]))
def test_shapes_of_dense_networks(n, width, outputs, copies):
    network = Network(
        [Dense(2, width), Tanh(), Dense(width, outputs)], squared_error, copies=copies
    )
    lead = () if copies is None else (copies,)
    x = np.ones((n, 2), np.float32)
    assert network.predict(x).shape == (*lead, n, outputs)
    losses = network.gradient(x, np.zeros((n, outputs), np.float32))
    assert np.shape(losses) == lead
    assert network.gradients.shape == (*lead, width * 3 + outputs * (width + 1))


@settings(deadline=None)
@given(
    st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(1, 4), st.integers(1, 3),
    st.integers(0, 2), st.integers(4, 9), st.integers(4, 9),
)  # fmt: skip
def test_shapes_of_convolutions(n, filters, k_h, k_w, stride, padding, height, width):
    layer = Conv2D(2, filters, (k_h, k_w), stride, padding)
    out = layer.output_shape((2, height, width))
    network = Network([layer, Flatten()], cross_entropy, input_shape=(2, height, width))
    assert network.predict(np.ones((n, 2, height, width))).shape == (n, int(np.prod(out)))
    places = [(m + 2 * padding - k) // stride + 1 for m, k in ((height, k_h), (width, k_w))]
    assert out == (filters, *places)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.floats(-3, 3), st.floats(-3, 3), st.integers(1, 2))
def test_convolution_is_linear(seed, a, b, stride):
    rng = np.random.default_rng(seed)
    network = Network(
        [Conv2D(2, 3, 3, stride, 1), Flatten()], squared_error, input_shape=(2, 6, 5),
        dtype=np.float64,
    )  # fmt: skip
    x, y = rng.standard_normal((2, 4, 2, 6, 5))
    both = network.predict(a * x + b * y)
    assert np.allclose(both, a * network.predict(x) + b * network.predict(y), atol=1e-10)


def test_convolution_of_a_shifted_image_is_the_shifted_convolution():
    network = Network([Conv2D(1, 1, 3, padding=1), Flatten()], squared_error, input_shape=(1, 8, 8))
    x = np.zeros((1, 1, 8, 8), np.float32)
    x[0, 0, 2:5, 2:5] = np.arange(9).reshape(3, 3)
    moved = np.roll(x, (1, 2), (2, 3))
    a, b = (network.predict(v).reshape(8, 8) for v in (x, moved))
    assert np.allclose(np.roll(a, (1, 2), (0, 1)), b)


def test_convolution_by_hand_is_a_cross_correlation():
    layer = Conv2D(1, 1, 2)
    network = Network([layer, Flatten()], squared_error, input_shape=(1, 3, 3))
    layer.w[...] = [[[[1, 2], [3, 4]]]]
    layer.b[...] = 10
    image = np.arange(9).reshape(1, 1, 3, 3)
    # 0·1 + 1·2 + 3·3 + 4·4 = 27 at the first place: no flip
    assert network.predict(image).tolist() == [[37, 47, 67, 77]]


def test_the_first_of_equal_largest_pixels_gets_the_blame():
    layer = MaxPool2D(2)
    layer.forward(np.ones((2, 2, 1, 1)))
    assert layer.backward(np.full((1, 1, 1, 1), 5.0)).ravel().tolist() == [5, 0, 0, 0]


def test_pools_by_hand():
    image = np.array([[1.0, 2, 9], [3, 4, 9], [9, 9, 9]]).reshape(3, 3, 1, 1)
    assert MaxPool2D(2).forward(image).ravel().tolist() == [4]
    assert AvgPool2D(2).forward(image).ravel().tolist() == [2.5]
    assert MaxPool2D(2, 1).forward(image).ravel().tolist() == [4, 9, 9, 9]


def test_flatten_goes_channel_after_channel():
    network = Network([Flatten(), Identity()], squared_error, input_shape=(2, 2, 3))
    x = np.arange(24).reshape(2, 2, 2, 3)
    assert network.predict(x).tolist() == x.reshape(2, 12).tolist()


def test_batch_norm_normalises_a_batch_and_uses_running_means_later():
    layer = BatchNorm(2, momentum=1)
    network = Network([layer], squared_error, input_shape=(2,), dtype=np.float64)
    x = np.random.default_rng(0).normal([5, -3], [2, 0.1], (50, 2))
    network.gradient(x, x)
    assert network.outputs.mean(0) == pytest.approx([0, 0], abs=1e-12)
    assert network.outputs.var(0) == pytest.approx([1, 1], abs=2e-3)
    assert layer.mean == pytest.approx(x.mean(0))
    assert layer.variance == pytest.approx(x.var(0, ddof=1))
    use = network.predict(x[:1])
    assert use[0] == pytest.approx((x[0] - layer.mean) / np.sqrt(layer.variance + 1e-5))


def test_layer_norm_normalises_every_example():
    network = Network([LayerNorm(8)], squared_error, dtype=np.float64)
    y = network.predict(np.random.default_rng(0).normal(7, 3, (4, 8)))
    assert y.mean(1) == pytest.approx(np.zeros(4), abs=1e-12)
    assert y.std(1) == pytest.approx(np.ones(4), abs=1e-4)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Dense(2, 0), "d_out: a whole number at least 1 expected, got 0"),
        (lambda: Dense("2", 1), r"d_in: a whole number expected, got '2' \(str\)"),
        (lambda: Conv2D(1, 1, (2, 2, 2)), "size: a number or"),
        (lambda: Conv2D(1, 1, 3, padding=-1), "padding: a whole number at least 0"),
        (lambda: Residual([]), "layers: a list of layers expected"),
    ],
)
def test_wrong_arguments_are_named(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()
