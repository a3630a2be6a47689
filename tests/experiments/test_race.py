"""The race of chapter 12: fair to every net, the same again, and at full size for who has files."""

import numpy as np
import pytest

from course_lib.experiments import race, stored

SMALL = {"net": [8], "rates": [0.01, 0.3], "tuning": [5], "seeds": [1, 2], "steps": 45}


def easy(n=200):
    """Ten classes that can be read off ten inputs."""
    rng = np.random.default_rng(0)
    t = rng.integers(0, 10, n)
    return (np.eye(10)[t] + 0.05 * rng.standard_normal((n, 10))).astype(np.float32), t


def test_each_goal_gets_the_rate_with_the_fewest_steps_of_the_tuning_seeds():
    x, t = easy()
    result = race.race(x, t, bend="tanh", gain=1.0, **SMALL)
    assert [len(row) for row in result["arrived"]] == [2, 2]
    for tuned, best in zip(result["tuned"], result["best_rate"], strict=True):
        assert SMALL["rates"][int(np.argmin(tuned))] == best
    assert 0.3 in result["best_rate"]
    assert race.race(x, t, bend="tanh", gain=1.0, **SMALL) == result


def test_a_seed_means_the_same_race_alone_and_beside_others():
    x, t = easy()
    alone = race.steps_to(x, t, [8], "ReLU", race.HE, [0.3], [7], 45)
    beside = race.steps_to(x, t, [8], "ReLU", race.HE, [0.1, 0.3], [3, 7], 45)
    assert alone[0, 0] == beside[0, 1] < np.inf


def test_who_does_not_arrive_is_told_so():
    x, t = easy()
    result = race.race(x, t, bend="sigmoid", gain=0.01, **SMALL)
    assert result["arrived"][1] == [None, None]
    assert result["tuned"][1] == [3 * SMALL["steps"]] * 2


def test_a_net_that_blows_up_does_not_arrive():
    x, t = easy()
    assert np.isinf(race.steps_to(1e30 * x, t, [8], "ReLU", 1.0, [1e6], [1], 10)).all()


def test_the_tasks_have_centred_inputs_and_random_labels_are_not_the_digits():
    x, t = race.examples("digits")
    assert x.shape == (1437, 64) and np.abs(x.mean(axis=0)).max() < 1e-5
    images, _ = race.examples("digit images")
    assert images.shape == (1437, 1, 8, 8)
    few, lots = race.examples("random labels")
    assert np.array_equal(few, x[:500]) and np.mean(lots == t[:500]) < 0.2


def test_the_race_runs_on_files_of_cifar10(tmp_path):
    rng = np.random.default_rng(0)
    records = rng.integers(0, 256, (64, 3073), np.uint8)
    records[:, 0] %= 10
    (tmp_path / "data_batch_1.bin").write_bytes(records.tobytes())
    result = race.on_cifar10(
        tmp_path, "ReLU", race.HE, net=("conv", 2, 2, 4), rates=[0.01], seeds=[0], steps=1
    )
    assert result["best_rate"] == [0.01, 0.01] and len(result["arrived"][0]) == 1


def test_a_folder_without_the_files_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no data_batch_1.bin"):
        race.on_cifar10(tmp_path, "ReLU", race.HE)


def test_a_cell_is_found_by_what_it_is():
    rows = stored("race")
    steps = race.arrivals(rows, "digits", 2, "ReLU", race.HE)
    assert steps.shape == (12,) and np.median(steps) < 30
    assert np.isinf(race.arrivals(rows, "digits", 4, "sigmoid", race.LECUN)).all()
    slower = race.arrivals(rows, "digit images", 3, "tanh", race.HE, goal=1)
    assert (slower >= race.arrivals(rows, "digit images", 3, "tanh", race.HE)).all()
    with pytest.raises(ValueError, match="no cell with digits, 7 hidden"):
        race.arrivals(rows, "digits", 7, "ReLU", race.HE)
