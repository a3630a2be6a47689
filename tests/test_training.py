"""Training: it learns, it stops for the right reason, it refuses bad data before the first step."""

import numpy as np
import pytest

from course_lib import datasets
from course_lib.conv import Conv2D, Flatten
from course_lib.layers import Dense, ReLU, Sigmoid, Tanh
from course_lib.losses import binary_cross_entropy, cross_entropy, squared_error
from course_lib.network import Network
from course_lib.normalisation import BatchNorm
from course_lib.optim import SGD, Adam, Momentum
from course_lib.training import batches, evaluate, fit

X, T = datasets.gate("XOR")


def xor(copies=None, rng=0, **options):
    layers = [Dense(2, 4), Tanh(), Dense(4, 1)]
    return Network(layers, binary_cross_entropy, copies=copies, rng=rng, **options)


def digits_net(**options):
    return Network([Dense(64, 32), ReLU(), Dense(32, 10)], cross_entropy, **options)


def test_xor_is_learned_and_told():
    network = xor()
    history = fit(network, X, T, Adam(0.05), epochs=400)
    assert history.epochs == 400 and history.stopped == "all 400 epochs done"
    assert history.loss[-1] < 0.05 < history.loss[0]
    assert history.accuracy[-1] == 1
    assert np.isnan(history.validation_loss).all() and not history.diverged
    assert history.gradient_norm.shape == history.parameter_norm.shape == (400,)
    assert evaluate(network, X, T)[1] == 1
    assert "400 epochs" in repr(history)


def test_digits_are_learned_in_mini_batches():
    data = datasets.digits()
    network = digits_net()
    history = fit(
        network, data.x_train, data.t_train, Adam(0.003), epochs=12, batch_size=32,
        validation=(data.x_test, data.t_test),
    )  # fmt: skip
    assert history.validation_accuracy[-1] > 0.93
    assert history.validation_loss[-1] == pytest.approx(
        evaluate(network, data.x_test, data.t_test)[0]
    )


def test_a_convolutional_network_learns_bars():
    x, t = datasets.bars(200, np.random.default_rng(0), noise=0.02)
    network = Network(
        [Conv2D(1, 4, 3), ReLU(), Flatten(), Dense(144, 2)], cross_entropy, input_shape=(1, 8, 8)
    )
    fit(network, x, t, Adam(0.01), epochs=15, batch_size=20)
    assert evaluate(network, x, t)[1] > 0.97


def test_a_hundred_networks_at_once_get_the_very_weights_of_a_loop():
    layers = lambda: [Dense(2, 2), Sigmoid(), Dense(2, 1)]  # noqa: E731
    many = Network(layers(), binary_cross_entropy, copies=100, rng=1)
    singles = [many.single(i) for i in range(100)]
    history = fit(many, X, T, Momentum(0.5), epochs=200)
    for i, single in enumerate(singles):
        alone = fit(single, X, T, Momentum(0.5), epochs=200)
        assert np.array_equal(single.parameters, many.parameters[i])
        assert np.array_equal(alone.loss, history.loss[:, i])
    assert history.loss.shape == (200, 100)


def test_copies_in_mini_batches_with_their_own_learning_rates():
    data = datasets.digits()
    x, t = data.x_train[:200], data.t_train[:200]
    rates = [0.01, 0.1, 0.5]
    many = digits_net(copies=3, rng=2)
    singles = [many.single(i) for i in range(3)]
    fit(many, x, t, SGD(rates), epochs=2, batch_size=64, rng=5)
    for i, single in enumerate(singles):
        fit(single, x, t, SGD(rates[i]), epochs=2, batch_size=64, rng=5)
        assert np.allclose(single.parameters, many.parameters[i], rtol=1e-3, atol=1e-5)


def test_every_copy_may_have_its_own_data():
    x = np.stack([X, 1 - X])
    labels = np.stack([[0, 1, 1, 0], [1, 0, 0, 1]])
    network = Network([Dense(2, 4), Tanh(), Dense(4, 2)], cross_entropy, copies=2)
    history = fit(network, x, labels, Adam(0.05), epochs=300, batch_size=3)
    assert history.accuracy[-1].tolist() == [1, 1]


def test_batches_lose_nobody():
    groups = list(batches(10, 4, np.random.default_rng(0)))
    assert [len(group) for group in groups] == [4, 4, 2]
    assert sorted(np.concatenate(groups)) == list(range(10))


def test_the_same_seed_gives_the_same_training():
    results = []
    for _ in range(2):
        network = xor()
        fit(network, X, T, Adam(0.05), epochs=20, batch_size=3, rng=4)
        results.append(network.parameters)
    assert np.array_equal(*results)


def test_the_last_smaller_batch_counts_by_its_size():
    network = xor(dtype=np.float64)
    history = fit(network, X, T, SGD(0.0), epochs=1, batch_size=3)
    assert history.loss[0] == pytest.approx(evaluate(network, X, T)[0])


# ---------------------------------------------------------------- reasons to stop
def test_training_stops_below_epsilon():
    history = fit(xor(), X, T, Adam(0.05), epochs=1000, stop_below=0.3)
    assert history.epochs < 200
    assert history.loss[-1] < 0.3 <= history.loss[-2]
    assert history.stopped == f"loss below 0.3 after {history.epochs} epochs"


def test_patience_goes_back_to_the_best_parameters():
    data = datasets.digits()
    x, t = data.x_train[:60], data.t_train[:60]
    network = Network([Dense(64, 64), BatchNorm(64), ReLU(), Dense(64, 10)], cross_entropy)
    validation = (data.x_test, data.t_test)
    history = fit(
        network, x, t, Adam(0.02), epochs=500, validation=validation, patience=5,
    )  # fmt: skip
    assert history.epochs < 500
    assert history.stopped == "no better validation loss for 5 epochs"
    best = history.validation_loss.min()
    assert history.validation_loss.argmin() == history.epochs - 6
    assert evaluate(network, *validation)[0] == pytest.approx(best)


def test_patience_with_copies_keeps_each_ones_best():
    data = datasets.digits()
    network = digits_net(copies=2)
    validation = (data.x_test, data.t_test)
    history = fit(
        network, data.x_train[:60], data.t_train[:60], Adam([0.01, 0.05]), epochs=300,
        validation=validation, patience=8,
    )  # fmt: skip
    best = history.validation_loss.min(0)
    assert evaluate(network, *validation)[0] == pytest.approx(best)


@pytest.mark.filterwarnings("error")
def test_divergence_is_told_in_one_line_without_warnings(capsys):
    network = Network([Dense(2, 3), ReLU(), Dense(3, 1)], squared_error)
    history = fit(network, 1000 * X, T, SGD(1000.0), epochs=100)
    out, err = capsys.readouterr()
    assert out.startswith("diverged at epoch ") and "try a smaller learning rate" in out
    assert out.count("\n") == 1 and not err
    assert history.stopped == out.strip() and history.diverged
    assert history.epochs < 100


def test_some_copies_may_diverge_while_others_learn():
    network = Network([Dense(2, 1)], squared_error, copies=2)
    history = fit(network, X, T, SGD([0.1, 1e9]), epochs=50)
    assert history.diverged.tolist() == [False, True]
    assert history.epochs == 50


def test_an_interrupt_keeps_what_was_learned(capsys):
    def stop(epoch, network):
        if epoch == 7:
            raise KeyboardInterrupt

    network = xor()
    start = network.parameters.copy()
    history = fit(network, X, T, Adam(0.05), epochs=1000, on_epoch=stop)
    assert history.epochs == 8
    assert history.stopped == "interrupted in epoch 9"
    assert not np.array_equal(network.parameters, start)
    assert "what was learned is kept" in capsys.readouterr().out


def test_an_interrupt_before_the_first_epoch_leaves_an_empty_history(capsys):
    class Impatient(SGD):
        def move(self, theta, g, lr):
            raise KeyboardInterrupt

    history = fit(xor(copies=3), X, T, Impatient(0.1), epochs=5)
    assert history.epochs == 0 and history.loss.shape == (0, 3)
    assert "0 epochs" in repr(history)


def test_the_progress_bar_is_not_on_stderr(capsys):
    fit(xor(), X, T, SGD(0.1), epochs=3, progress=True)
    out, err = capsys.readouterr()
    assert "3/3" in out and "loss" in out and not err


def test_frozen_layers_do_not_move():
    network = xor()
    before = network.parameters.copy()
    network.freeze(2)
    fit(network, X, T, Adam(0.1), epochs=5)
    assert np.array_equal(network.parameters[:12], before[:12])
    assert not np.array_equal(network.parameters[12:], before[12:])


# ---------------------------------------------------------------- refusals
NAN = X.copy()
NAN[2, 1] = np.nan
LABELS = np.array([0, 1, 1, 0])


def choice():
    return Network([Dense(2, 3), ReLU(), Dense(3, 2)], cross_entropy)


@pytest.mark.parametrize(
    ("make", "x", "t", "message"),
    [
        (xor, NAN, T, r"^x: finite numbers expected, got nan at index \(2, 1\)$"),
        (xor, X, np.full_like(T, np.inf), "^targets: finite numbers expected, got inf at index"),
        (xor, np.zeros((0, 2)), T, "^x: at least one example expected, got an empty batch$"),
        (xor, np.zeros((4, 3)), T, r"^x: shape \(n, 2\) expected for n examples, got \(4, 3\)$"),
        (xor, X, T[:, 0], r"^targets: shape \(4, 1\) expected .* got \(4,\); write t\[:, None\]$"),
        (xor, X, T[:3], r"^targets: shape \(4, 1\) expected for 4 examples and 1 outputs"),
        (xor, X, T * 2, "^targets: numbers from 0 to 1 expected, got 0 to 2$"),
        (xor, X, ["no"] * 4, "^targets: numbers expected, got array of shape"),
        (choice, X, LABELS + 1, "^targets: 0 to 1 expected for 2 classes, got 2$"),
        (choice, X, LABELS - 1, "^targets: 0 to 1 expected for 2 classes, got -1$"),
        (choice, X, LABELS / 2, "^targets: whole numbers expected, got array of shape"),
        (choice, X, LABELS[:2], r"^targets: shape \(4, 2\) or \(4,\) expected for 4 examples"),
    ],
)
def test_bad_data_are_refused_in_one_line_before_any_training(make, x, t, message):
    network = make()
    before = network.parameters.copy()
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        fit(network, x, t, SGD(0.1), epochs=3)
    assert "\n" not in str(caught.value)
    assert np.array_equal(network.parameters, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"epochs": 0}, "epochs: a whole number at least 1 expected, got 0"),
        ({"epochs": 5, "batch_size": 0}, "batch_size: a whole number at least 1"),
        ({"epochs": 5, "batch_size": 2.5}, "batch_size: a whole number expected"),
        ({"epochs": 5, "patience": 3}, "patience: validation data expected too"),
        ({"epochs": 5, "validation": (NAN, T)}, "validation x: finite numbers expected"),
        ({"epochs": 5, "validation": (X, T[:2])}, "validation targets: shape"),
    ],
)
def test_wrong_settings_are_named(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        fit(xor(), X, T, SGD(0.1), **options)


def test_an_optimizer_is_needed():
    with pytest.raises(TypeError, match="optimizer: one of course_lib.optim expected, got 0.1"):
        fit(xor(), X, T, 0.1, epochs=2)
