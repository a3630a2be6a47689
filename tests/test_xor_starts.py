import numpy as np
import pytest

from course_lib.layers import Dense, ReLU, Sigmoid, Tanh
from course_lib.losses import binary_cross_entropy, squared_error
from course_lib.network import Network
from course_lib.xor_starts import ROWS, TARGET, train_xor

KINDS = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": ReLU}


@pytest.mark.parametrize("activation", KINDS)
@pytest.mark.parametrize("loss", ["squared error", "cross-entropy"])
def test_every_copy_walks_as_a_network_of_its_own(activation, loss):
    runs = train_xor(3, activation, loss, lr=0.7, starts=4, steps=50, rng=2)
    for i in range(4):
        layers = [Dense(2, 3), KINDS[activation](), Dense(3, 1)]
        square = loss == "squared error"
        network = Network(
            layers + [Sigmoid()] * square,
            squared_error if square else binary_cross_entropy,
            dtype=np.float64,
        )
        network.parameters[:] = np.concatenate([runs.start[n][..., i].ravel() for n in "Wbvc"])
        for _ in range(50):
            network.gradient(ROWS, TARGET[:, None])
            network.parameters -= 0.7 * network.gradients
        expected = np.concatenate([runs.end[n][..., i].ravel() for n in "Wbvc"])
        np.testing.assert_allclose(network.parameters, expected, rtol=1e-9)
        assert runs.losses[-1, i] == pytest.approx(network.gradient(ROWS, TARGET[:, None]))


def test_first_is_the_step_after_which_all_rows_are_near_their_targets():
    runs = train_xor(starts=20, steps=1500)
    assert 0 < runs.solved.sum() < 20
    assert np.isfinite(runs.first[runs.solved]).all()
    i = int(np.flatnonzero(runs.solved)[0])
    k = int(runs.first[i])
    assert (
        train_xor(starts=20, steps=k).solved[i] and not train_xor(starts=20, steps=k - 1).solved[i]
    )


def test_the_times_start_at_0_and_end_with_the_last_step():
    runs = train_xor(starts=3, steps=100)
    assert runs.times[0] == 0 and runs.times[-1] == 100 and len(runs.losses) == len(runs.times)
    assert (np.diff(runs.times) > 0).all()
    nothing = train_xor(starts=3, steps=0)
    assert nothing.times.tolist() == [0] and nothing.outputs.shape == (4, 3)


def test_large_sums_neither_overflow_nor_warn():
    runs = train_xor(2, "relu", "cross-entropy", lr=300.0, starts=30, steps=30)
    assert np.isfinite(runs.losses).all()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"activation": "step"}, "sigmoid, tanh or relu expected, got 'step'"),
        ({"loss": "hinge"}, "squared error or cross-entropy expected"),
        ({"starts": 0}, "starts"),
        ({"lr": "fast"}, "lr"),
    ],
)
def test_wrong_arguments_are_named(bad, words):
    with pytest.raises((ValueError, TypeError), match=words):
        train_xor(**bad)
