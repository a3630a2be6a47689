"""The kept networks reach what the book's first page says of them, on digits they never saw."""

import base64
import json
import re
from pathlib import Path

import numpy as np
import pytest

from course_lib.datasets import digits
from course_lib.digit_nets import INK, NAMES, kept, load, move, right, thicken, train, vary

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def split():
    return digits(rng=kept()["made"]["seed"])


@pytest.fixture(scope="module")
def measured(split):
    return {name: right(load(name), split.x_test, split.t_test) for name in NAMES}


def test_a_picture_moves_by_whole_cells_and_loses_what_leaves():
    x = np.arange(1.0, 65)[None]
    left = move(x, 0, -1).reshape(8, 8)
    assert (left[:, 7] == 0).all()
    assert (left[:, :7] == x.reshape(8, 8)[:, 1:]).all()
    assert (move(move(x, 0, -1), 0, 1) != x).sum() == 8  # the column that left is gone


def test_thicken_takes_the_most_or_the_least_ink_of_a_cross():
    x = np.zeros((2, 8, 8))
    x[0, 3, 3] = 1
    x[1, 2:5, 3] = x[1, 3, 2:5] = 1
    pictures = x.reshape(2, 64)
    assert (thicken(pictures[:1], 1) == pictures[1]).all()
    assert (thicken(pictures[1:], -1) == pictures[0]).all()
    assert (thicken(pictures, 0) == pictures).all()
    half = thicken(pictures, [0.5, -0.5]).reshape(2, 8, 8)
    assert half[0, 3, 4] == half[1, 3, 4] == 0.5
    # at the border the neighbours that there are decide
    assert (thicken(np.ones((1, 64)), -1) == 1).all()


def test_varied_pictures_are_pictures_and_the_same_for_a_seed(split):
    x = vary(split.x_train[:200], np.random.default_rng(1))
    assert x.dtype == np.float32 and x.shape == (200, 64)
    assert x.min() == 0 and x.max() == 1
    assert (x == vary(split.x_train[:200], np.random.default_rng(1))).all()
    assert (x != split.x_train[:200]).any(1).all()


@pytest.mark.parametrize("name", NAMES)
def test_the_kept_numbers_are_those_of_the_kept_network(name, measured):
    claimed = {test: shares[0] for test, shares in kept()["nets"][name]["right"].items()}
    assert claimed == pytest.approx(measured[name], abs=1e-4)


def test_a_step_of_one_cell_costs_the_plain_network_half_and_the_varied_one_nothing(measured):
    plain, varied = measured["plain"], measured["varied"]
    assert plain["as scanned"] >= 0.97 and varied["as scanned"] >= 0.97
    assert 0.4 < plain["moved"] < 0.55 and varied["moved"] >= 0.96
    assert varied["thin"] - plain["thin"] > 0.15


def test_other_starts_tell_the_same():
    shares = {name: kept()["nets"][name]["right"] for name in NAMES}
    for name in NAMES:
        assert {len(s) for s in shares[name].values()} == {kept()["made"]["seeds"]}
        assert min(shares[name]["as scanned"]) > 0.96
    assert max(shares["plain"]["moved"]) < 0.5 and min(shares["varied"]["moved"]) > 0.96
    assert max(shares["plain"]["thin"]) < min(shares["varied"]["thin"])


def test_no_example_was_trained_on_and_each_shows_the_difference(split):
    for digit, pixels in enumerate(kept()["examples"]):
        x = np.array([pixels]) / INK
        assert (split.x_test[split.t_test == digit] == x).all(1).any()
        assert not (split.x_train == x).all(1).any()
        assert all(load(name).predict(x).argmax() == digit for name in NAMES)
        steps = [move(x, *by) for by in ((0, -1), (0, 1), (-1, 0), (1, 0))]
        named = [[load(n).predict(s).argmax() == digit for n in NAMES] for s in steps]
        assert [False, True] in named


def test_the_three_of_the_question_is_lost_one_cell_to_the_left():
    x = move(np.array([kept()["examples"][3]]) / INK, 0, -1)
    assert [load(name).predict(x).argmax() == 3 for name in NAMES] == [False, True]


def test_training_again_gives_networks_of_the_same_quality(split, measured):
    """The same digits to the last on the same machine; elsewhere sums end differently."""
    again = right(train("plain", split, 0), split.x_test, split.t_test)
    for test in ("as scanned", "moved", "thin"):
        assert again[test] == pytest.approx(measured["plain"][test], abs=0.06)


def test_the_file_is_small_plain_text_and_says_how_it_was_made():
    path = ROOT / "course_lib" / "data" / "digit_nets.json"
    assert path.stat().st_size < 30_000
    made = json.loads(path.read_text("utf-8"))["made"]
    assert made["command"] == "python -m course_lib.digit_nets"
    assert {"seed", "seeds", "Python", "numpy", "scikit-learn"} < set(made)


def test_the_first_page_counts_the_numbers_of_a_network_right():
    [count] = re.findall(r"the same ([\d,]+) numbers", (ROOT / "book/intro.md").read_text("utf-8"))
    assert int(count.replace(",", "")) == load("plain").parameters.size
    assert (
        len(base64.b64decode(kept()["nets"]["plain"]["weights"])) == load("plain").parameters.size
    )


@pytest.mark.parametrize("use", [load, lambda name: train(name, None, 0)])
def test_an_unknown_network_is_named(use):
    with pytest.raises(ValueError, match="name: one of plain, varied expected, got 'huge'"):
        use("huge")
