"""The network: one flat vector, clear refusals, saving and loading, freezing, observers."""

import warnings

import numpy as np
import pytest

from course_lib.conv import Conv2D, Flatten, MaxPool2D
from course_lib.init import normal, zeros
from course_lib.layers import Dense, Identity, ReLU, Residual, Sigmoid, Tanh
from course_lib.losses import binary_cross_entropy, cross_entropy, squared_error
from course_lib.network import Network
from course_lib.normalisation import BatchNorm
from course_lib.optim import SGD

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
T = np.array([[0], [1], [1], [0]], np.float32)


def small(**options):
    return Network([Dense(2, 3), Tanh(), Dense(3, 1)], binary_cross_entropy, **options)


def test_views_are_windows_into_the_flat_vector():
    network = small()
    assert list(network.views) == ["0.w", "0.b", "2.w", "2.b"]
    assert network.parameters.shape == (13,)
    network.parameters[...] = np.arange(13)
    assert network.views["0.w"].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert network.layers[2].b.tolist() == [12]
    network.layers[0].w[0, 0] = 99
    assert network.parameters[0] == 99
    network.gradient(X, T)
    assert np.shares_memory(network.gradient_views["2.w"], network.gradients)


def test_names_go_into_residual_blocks():
    network = Network([Dense(2, 3), Residual([Dense(3, 3), Tanh()])], squared_error)
    assert list(network.views) == ["0.w", "0.b", "1.0.w", "1.0.b"]
    assert network.views["1.0.w"].shape == (3, 3)


def test_gradient_by_hand():
    network = Network([Dense(2, 1)], squared_error)
    network.parameters[...] = [1, -2, 0.5]
    loss = network.gradient([[1, 1], [2, 0]], [[0], [2]])  # outputs -0.5 and 2.5
    assert loss == pytest.approx((0.5 * 0.25 + 0.5 * 0.25) / 2)
    assert network.gradients.tolist() == [(-0.5 + 1) / 2, -0.25, 0]
    assert isinstance(loss, float)


def test_the_same_seed_gives_the_same_network():
    assert np.array_equal(small(rng=3).parameters, small(rng=3).parameters)
    assert not np.array_equal(small(rng=3).parameters, small(rng=4).parameters)
    weights = small(init=normal(2.0), bias_init=normal(1.0), rng=3)
    assert (weights.layers[0].b != 0).all()
    assert (small(init=zeros).parameters == 0).all()


def test_prediction_in_blocks_is_the_whole_prediction():
    network = small(copies=2)
    x = np.random.default_rng(0).standard_normal((10, 2))
    assert np.allclose(network.predict(x, block=3), network.predict(x), rtol=1e-5, atol=1e-6)
    own = np.stack([x, -x])
    assert np.allclose(network.predict(own, block=3)[1], network.predict(-x)[1], rtol=1e-4)


def test_float32_is_kept_by_training_steps():
    network = small()
    optimizer = SGD(np.float64(0.1))
    network.gradient(X.astype(float), T)
    optimizer.step(network.parameters, network.gradients)
    assert network.parameters.dtype == network.outputs.dtype == np.float32


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: [Dense(2, 3), ReLU(), Dense(4, 1)],
         r"layer 2 after ReLU\(\): Dense\(4, 1\): 4 inputs expected, got 3 numbers"),
        (lambda: [], "at least one layer expected, got none"),
        (lambda: [Dense(2, 3), "relu"], r"layer 1: a layer expected, got 'relu' \(str\)"),
        (lambda: [Dense(2, 3), Dense], "layer 1: a layer expected, got <class"),
        (lambda: [ReLU()], r"input_shape: the shape of one example expected, for ReLU\(\)"),
        (lambda: [Conv2D(1, 2, 3)], "input_shape: the shape of one example expected"),
    ],
)  # fmt: skip
def test_layers_that_do_not_fit_are_refused_in_one_line(make, message):
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        Network(make(), squared_error)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: [Conv2D(3, 4, 3), Flatten()], "3 channels expected, got a 1×8×8 image"),
        (lambda: [Conv2D(1, 4, 9), Flatten()], "the window is larger than the image"),
        (lambda: [Conv2D(1, 4, 3), Dense(144, 10)], r"got a 4×6×6 image \(Flatten makes rows"),
        (lambda: [Conv2D(1, 4, 3), MaxPool2D(2)], r"end with Flatten\(\)"),
        (lambda: [Conv2D(1, 4, 3), BatchNorm(5), Flatten()], "5 channels expected"),
    ],
)
def test_image_layers_that_do_not_fit_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        Network(make(), cross_entropy, input_shape=(1, 8, 8))


def test_a_layer_object_has_one_place_only():
    layer = Dense(2, 2)
    with pytest.raises(ValueError, match="stands twice"):
        Network([layer, layer], squared_error)
    Network([layer], squared_error)
    with pytest.raises(ValueError, match="belongs to another network"):
        Network([layer], squared_error)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.ones((4, 3)), r"x: shape \(n, 2\) expected for n examples, got \(4, 3\)"),
        (np.ones(2), r"x: shape \(n, 2\) expected for n examples, got \(2,\)"),
        (np.ones((0, 2)), "at least one example expected, got an empty batch"),
        ([["a", "b"]], "x: real numbers expected"),
        ([[1, 2], [3]], "x: rows of equal length expected"),
        (np.ones((3, 4, 2)), r"got \(3, 4, 2\)"),
    ],
)
def test_wrong_inputs_are_named(x, message):
    with pytest.raises((TypeError, ValueError), match=message):
        small().predict(x)


def test_wrong_options_are_named():
    with pytest.raises(TypeError, match="dtype: float32 or float64"):
        small(dtype=np.int32)
    with pytest.raises(ValueError, match="copies: a whole number at least 1"):
        small(copies=0)
    with pytest.raises(TypeError, match="loss: a function"):
        Network([Dense(2, 1)], "squared")
    with pytest.raises(ValueError, match="it is a single one already"):
        small().single(0)


# ---------------------------------------------------------------- save and load
def trained():
    network = Network([Dense(2, 3), BatchNorm(3), ReLU(), Dense(3, 1)], squared_error, rng=7)
    network.gradient(X, T)
    return network


def test_a_saved_network_comes_back_whole(tmp_path):
    network, path = trained(), tmp_path / "net.npz"
    network.save(path)
    other = Network([Dense(2, 3), BatchNorm(3), ReLU(), Dense(3, 1)], squared_error, rng=8)
    other.load(path)
    assert np.array_equal(other.predict(X), network.predict(X))
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]
    with np.load(path, allow_pickle=False) as file:  # no pickle inside
        assert set(file.files) >= {"parameters", "layers", "format"}


def test_copies_are_saved_too(tmp_path):
    network = small(copies=3)
    network.save(tmp_path / "nets.npz")
    other = small(copies=3, rng=9)
    other.load(tmp_path / "nets.npz")
    assert np.array_equal(other.parameters, network.parameters)
    with pytest.raises(ValueError, match=r"parameters of shape \(13,\) expected, got"):
        small().load(tmp_path / "nets.npz")


def write_truncated(path):
    trained().save(path)
    path.write_bytes(path.read_bytes()[:-200])


def write_pickle(path):
    np.savez(path.open("wb"), format=np.array({"a": 1}, object), allow_pickle=True)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: path.write_bytes(b""), "damaged or not an .npz file"),
        (lambda path: path.write_bytes(b"hello" * 50), "damaged or not an .npz file"),
        (write_truncated, "damaged or not an .npz file"),
        (write_pickle, "damaged or not an .npz file of plain numbers"),
        (lambda path: np.save(path.open("wb"), np.ones(3)), "damaged or not an .npz file"),
        (lambda path: np.savez(path.open("wb"), a=np.ones(3)), "not a file of a saved network"),
        (lambda path: small().save(path), "holds 3 layers, the network has 4"),
    ],
)
def test_wrong_files_are_refused_in_one_line_and_change_nothing(tmp_path, write, message):
    path = tmp_path / "net.npz"
    write(path)
    network = trained()
    before = network.parameters.copy()
    with pytest.raises(ValueError, match=message) as caught:
        network.load(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    assert np.array_equal(network.parameters, before)


def test_a_file_with_other_layers_or_none_is_refused(tmp_path):
    small().save(tmp_path / "a.npz")
    other = Network([Dense(2, 4), Tanh(), Dense(4, 1)], squared_error)
    with pytest.raises(ValueError, match=r"layer 0 is Dense\(2, 3\), in the network it is Dense"):
        other.load(tmp_path / "a.npz")
    with pytest.raises(FileNotFoundError, match="no such file"):
        other.load(tmp_path / "b.npz")


# ---------------------------------------------------------------- freeze, take, single
def test_frozen_layers_stay_as_they_are():
    network = Network([Dense(2, 3), BatchNorm(3), ReLU(), Dense(3, 1)], squared_error)
    network.freeze(3)
    theta, g = network.trained
    assert theta.shape == (4,)
    mean = network.layers[1].mean.copy()
    network.gradient(X, T)
    assert (network.layers[0].grad_w == 0).all()  # no blame is computed that nobody needs
    assert np.array_equal(network.layers[1].mean, mean)
    theta -= g
    assert np.shares_memory(theta, network.parameters)
    network.freeze(0)
    assert network.trained[0].shape == network.parameters.shape


def test_take_copies_the_first_layers():
    old = trained()
    new = Network([Dense(2, 3), BatchNorm(3), ReLU(), Dense(3, 5)], squared_error, rng=1)
    new.take(old, 3)
    assert np.array_equal(new.layers[0].w, old.layers[0].w)
    assert np.array_equal(new.layers[1].mean, old.layers[1].mean)
    with pytest.raises(ValueError, match=r"layer 3 is Dense\(3, 5\) here, Dense\(3, 1\) there"):
        new.take(old, 4)


def test_a_single_network_is_its_own():
    many = small(copies=4, rng=2)
    one = many.single(2)
    assert np.array_equal(one.predict(X), many.predict(X)[2])
    one.parameters[...] = 0
    assert (many.parameters[2] != 0).any()


def test_a_network_without_parameters_still_answers_for_every_copy():
    network = Network([Identity()], squared_error, input_shape=(2,), copies=3)
    assert network.predict(X).shape == (3, 4, 2)


# ---------------------------------------------------------------- observers
def test_trace_shows_every_activity_and_its_gradient():
    network = Network([Dense(2, 3), Sigmoid(), Dense(3, 1)], squared_error, dtype=np.float64)
    trace = network.trace(X, T)
    z = X @ network.layers[0].w.T + network.layers[0].b
    assert trace.activities[0] == pytest.approx(z)
    assert trace.activities[2] == pytest.approx(network.predict(X))
    assert trace.deltas[2] == pytest.approx((network.predict(X) - T) / 4)
    assert trace.deltas[0].T @ X == pytest.approx(network.layers[0].grad_w)
    assert trace.loss == pytest.approx(network.gradient(X, T))


def test_trace_of_images_is_in_the_usual_order():
    network = Network([Conv2D(1, 2, 3), ReLU(), Flatten()], squared_error, input_shape=(1, 5, 6))
    trace = network.trace(np.ones((7, 1, 5, 6)), np.zeros((7, 24), np.float32))
    assert trace.activities[0].shape == trace.deltas[0].shape == (7, 2, 3, 4)


@pytest.mark.parametrize("copies", [None, 3])
def test_statistics_are_those_of_the_trace(copies):
    network = Network(
        [Dense(2, 8), ReLU(), Dense(8, 8), ReLU(), Dense(8, 1)], squared_error, copies=copies
    )
    statistics, trace = network.statistics(X, T), network.trace(X, T)
    axes = (-2, -1)
    for i, (a, d) in enumerate(zip(trace.activities, trace.deltas, strict=True)):
        assert statistics.mean[i] == pytest.approx(a.mean(axes), abs=1e-6)
        assert statistics.sd[i] == pytest.approx(a.std(axes), abs=1e-6)
        assert statistics.silent[i] == pytest.approx((a == 0).mean(axes))
        assert statistics.delta[i] == pytest.approx(np.sqrt((d * d).mean(axes)), rel=1e-4)
    assert np.isnan(statistics.grad_w[1]).all() and np.isfinite(statistics.grad_w[0]).all()


def test_statistics_see_gradients_too_small_for_a_float32_square():
    network = Network([Dense(2, 2), Identity()], squared_error)
    target = network.predict(X) + 1e-30
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        network.parameters[...] = 0
        statistics = network.statistics(X, np.full_like(target, 1e-30))
    assert statistics.delta[1] == pytest.approx(1e-30 / 4, rel=1e-3)


def test_the_network_describes_itself():
    text = repr(small())
    assert "13 parameters" in text and "Dense(2, 3)" in text and "→ 3" in text
