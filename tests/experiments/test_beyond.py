"""The experiments of chapter 13: fables divided, models loaded, old knowledge carried over."""

import numpy as np
import pytest

from course_lib.experiments import letter_bits, small_models, stored, transfer


def test_the_fables_are_divided_whole():
    (x, t), (x_new, t_new) = letter_bits.split_fables(3)
    lines, _ = letter_bits.fables()
    assert len(t) + len(t_new) == sum(map(len, lines))
    assert x.shape == (len(t), 4) and x_new.shape == (len(t_new), 4)


@pytest.mark.parametrize("model", ["next letter", "denoiser"])
def test_stored_models_can_be_loaded(model):
    network, alphabet = small_models.load(model)
    assert network.dtype == np.float64
    assert len(alphabet) == (28 if model == "next letter" else 0)


def test_an_unknown_model_is_refused():
    with pytest.raises(ValueError, match="denoiser"):
        small_models.load("painter")


def test_a_small_run_of_transfer_has_a_number_for_each_seed():
    found = transfer.run("plain", [2], seeds=[0, 1], tuning=[7])
    assert found["fit"] > 0.9
    assert all(0 < share < 1 for share in found["frozen, 2"])
    again = stored("transfer")[0]
    assert len(again["frozen, 5"]) == len(again["seeds"])


def test_pictures_are_placed_whole_on_the_canvas():
    task = transfer._Task("canvas", [0])
    placed = task.place(task.x[:5][None], np.random.default_rng(0)).reshape(5, 12, 12)
    assert (placed[0] != np.float32(task.blank)).sum() == (
        task.x[0] != np.float32(task.blank)
    ).sum()
