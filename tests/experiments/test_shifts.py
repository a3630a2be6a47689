import numpy as np
import pytest

from course_lib.experiments import shifts, stored
from course_lib.losses import cross_entropy
from course_lib.network import Network


def test_all_nets_have_about_as_many_numbers_and_the_mlp_has_the_most():
    sizes = {
        name: Network(shifts.layers(name), cross_entropy, input_shape=(1, 12, 12)).parameters.size
        for name in shifts.NETS
    }
    assert max(sizes, key=sizes.get) == "MLP"
    assert max(sizes.values()) < 1.1 * min(sizes.values())
    with pytest.raises(ValueError, match="net: one of MLP"):
        shifts.layers("RNN")


def test_test_digits_lie_in_the_middle_and_training_digits_where_they_should():
    middle, anywhere = shifts.sheets("in the middle"), shifts.sheets("anywhere")
    assert (middle.x_test == anywhere.x_test).all()
    assert not middle.x_train[:, :, :2].any() and anywhere.x_train[:, :, :2].any()


def test_a_copy_learns_the_same_alone_as_beside_others(monkeypatch):
    monkeypatch.setattr(shifts, "EPOCHS", 1)
    two = shifts.train("MLP", "in the middle", (3, 4)).parameters[1]
    assert np.allclose(two, shifts.train("MLP", "in the middle", 4).parameters, atol=1e-4)


def test_the_kept_results_have_a_number_for_every_shift_seed_and_digit():
    rows = stored("shifts")
    assert len(rows) == 8
    for row in rows:
        assert np.shape(row["right"]) == (5, 5, len(row["seeds"]))
        assert np.shape(row["sure"]) == (10, 25)
        assert [len(answers) for answers in row["answers"]] == [25] * 10
