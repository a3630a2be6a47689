"""Noise over pictures, and the way back."""

import numpy as np
import pytest

from course_lib import diffusion
from course_lib.compact import pack, unpack


def test_mixing_keeps_the_size_and_has_the_right_ends():
    rng = np.random.default_rng(0)
    picture, noise = rng.choice([-1.0, 1.0], 4000), rng.standard_normal(4000)
    assert (diffusion.mix(picture, noise, 0) == picture).all()
    assert np.allclose(diffusion.mix(picture, noise, 1), noise)
    assert np.mean(diffusion.mix(picture, noise, 0.37) ** 2) == pytest.approx(1, abs=0.05)


def test_a_step_with_the_right_guess_lands_on_the_same_mixture():
    rng = np.random.default_rng(1)
    picture, noise = rng.standard_normal((2, 64))
    x = diffusion.mix(picture, noise, 0.8)
    assert np.allclose(
        diffusion.less_noise(x, picture, 0.8, 0.3), diffusion.mix(picture, noise, 0.3)
    )
    assert np.allclose(diffusion.less_noise(x, picture, 0.8, 0), picture)


@pytest.mark.parametrize(("u", "u_next"), [(0, 0), (0.5, 0.6), (1.2, 0.5), (0.5, -0.1)])
def test_levels_out_of_order_are_refused(u, u_next):
    with pytest.raises(ValueError, match="u_next"):
        diffusion.less_noise(np.zeros(2), np.zeros(2), u, u_next)


def test_generating_ends_at_the_last_guess():
    noise = np.random.default_rng(2).standard_normal((3, 64))
    seen, guesses = diffusion.generate(lambda x, u: np.full_like(x, u), noise, 4)
    assert seen.shape == (5, 3, 64) and guesses.shape == (4, 3, 64)
    assert (seen[0] == noise).all()
    assert guesses[:, 0, 0].tolist() == [1, 0.75, 0.5, 0.25]
    assert np.allclose(seen[-1], 0.25)


def test_the_network_reads_level_and_class():
    x = diffusion.inputs(np.zeros((2, 64)), np.array([[0.0], [1.0]]), [-1, 3])
    assert x.shape == (2, 76)
    assert np.allclose(x[0, 64:], [1, 0] + 10 * [0])
    assert np.allclose(x[1, 64:], [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])


def test_training_learns_two_pictures():
    pictures = np.where(np.arange(64) % 2, 1, -1) * np.array([[1], [-1]])
    pictures, digits = np.tile(pictures, (32, 1)).astype(np.float32), np.tile([0, 1], 32)
    network = diffusion.denoiser(hidden=16)
    losses = diffusion.train(network, pictures, digits, epochs=150, lr=0.01)
    assert losses[-1] < 0.2 * losses[0]
    noise = np.random.default_rng(3).standard_normal((2, 64)).astype(np.float32)
    ask = lambda x, u: network.predict(diffusion.inputs(x.astype(np.float32), u, [0, 1]))  # noqa: E731
    seen, _ = diffusion.generate(ask, noise, 10)
    assert (np.sign(seen[-1]) == pictures[:2]).mean() > 0.95


def test_packed_weights_come_back_within_half_a_step():
    network = diffusion.denoiser(hidden=8, dtype=np.float64)
    before = network.parameters.copy()
    packed = pack(network)
    unpack(packed, network)
    for name, part in packed.items():
        assert part["scale"] > 0
        assert list(network.views[name].shape) == part["shape"]
    largest = max(part["scale"] for part in packed.values())
    assert 0 < np.abs(network.parameters - before).max() <= largest / 2 + 1e-12


def test_unpacking_refuses_other_layers():
    packed = pack(diffusion.denoiser(hidden=8))
    with pytest.raises(ValueError, match="expected for this network"):
        unpack(packed, diffusion.denoiser(hidden=9))
