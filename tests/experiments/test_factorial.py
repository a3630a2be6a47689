"""The factorial experiment: fair budgets, rates that are chosen with care, shares that add up."""

import numpy as np
import pytest

from course_lib.experiments import factorial, stored


def test_every_depth_gets_the_same_compute_up_to_the_rounding_of_passes():
    spent = [
        factorial.passes(depth, examples) * examples * factorial.products(depth)
        for depth in factorial.FACTORS["depth"]
        for examples in factorial.FACTORS["examples"]
    ]
    assert max(spent) / min(spent) < 1.06


def test_products_are_the_weights_of_the_network():
    for depth in factorial.FACTORS["depth"]:
        net = factorial.network("tanh", depth, ["He"], [0])
        weights = [w.size for name, w in net.views.items() if name.endswith("w")]
        assert sum(weights) == factorial.products(depth)


def test_a_seed_gives_the_same_start_whatever_else_runs_beside_it():
    pair = factorial.network("ReLU", 3, ["LeCun", "He"], [5, 5])
    alone = factorial.network("ReLU", 3, ["He"], [5])
    assert np.array_equal(pair.parameters[1], alone.parameters[0])
    # the two starts are the same numbers on another scale
    assert np.allclose(pair.parameters[1], np.sqrt(2) * pair.parameters[0], rtol=1e-5)


def test_what_is_added_stands_in_every_hidden_layer_that_can_have_it():
    plain = str(factorial.network("tanh", 3, ["±0.3"], [0]))
    norm = str(factorial.network("tanh", 3, ["±0.3"], [0], "batch norm"))
    skip = str(factorial.network("tanh", 3, ["±0.3"], [0], "shortcuts"))
    assert "BatchNorm" not in plain and "Residual" not in plain
    assert norm.count("BatchNorm(32)") == 3 and skip.count("Residual(") == 2
    with pytest.raises(ValueError, match="batch norm"):
        factorial.network("tanh", 3, ["±0.3"], [0], "dropout")


def test_the_careful_rate_is_the_smallest_that_is_nearly_the_best_for_the_worst_seed():
    tuned = np.array([[0.50, 0.90], [0.94, 0.95], [0.95, 0.95], [0.20, 0.99]])
    assert factorial.careful(tuned) == 1


def test_training_counts_digits_of_the_right_set():
    recipe = ("tanh", "plain", 1, 100, 2000)
    right = factorial.train(*recipe, ["LeCun"] * 2, [0.1] * 2, [0, 1])
    checked = factorial.train(*recipe, ["LeCun"], [0.1], [0], testing=False)
    assert right.shape == (2,) and 0.2 < right.min() / factorial.TESTED <= 1
    assert 0.2 < checked[0] / factorial.CHECKED <= 1


def test_the_table_holds_what_was_stored():
    table, rows = factorial.table(), stored("factorial")
    assert table.shape == (3, 3, 3, 3, 3, 8)
    row = next(
        r for r in rows if (r["activation"], r["optimizer"], r["depth"]) == ("ReLU", "Adam", 3)
    )
    assert row["examples"] == 100  # the first of its kind
    for start in range(3):
        assert np.allclose(table[2, start, 2, 1, 0] * 2.47, row["right"][start])


def test_variance_shares_of_a_table_made_of_known_parts():
    a, b, c = np.array([-1.0, 1]), np.array([-2.0, 2]), np.array([-1.0, 0, 1])
    means = 50 + a[:, None, None] + b[:, None] + 0 * c + 3 * a[:, None, None] * b[:, None]
    shares = factorial.variance_shares(means, ["a", "b", "c"])
    parts = {"a": 1.0, "b": 4.0, "a × b": 36.0}
    assert list(shares)[:3] == ["a × b", "b", "a"]
    for name, part in parts.items():
        assert shares[name] == pytest.approx(part / 41)
    assert shares["c"] == pytest.approx(0) and shares["b × c"] == pytest.approx(0)


def test_equal_cells_have_no_variance_to_share():
    with pytest.raises(ValueError, match="all are equal"):
        factorial.variance_shares(np.ones((2, 2)), ["a", "b"])
