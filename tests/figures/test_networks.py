import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text
from course_lib.layers import Dense, ReLU
from course_lib.losses import squared_error
from course_lib.network import Network
from course_lib.optim import SGD, descend


def words(ax):
    return alt_text(ax.figure)


def bowl(x, y):
    return x * x + 10 * y * y


def test_surface_tells_where_each_walk_ends():
    path = descend(lambda p: p * [2, 20], [1.0, 1.0], SGD(0.05), 100)
    ax = figures.axes()
    assert figures.loss_surface(bowl, {"descent": path}, ax=ax) is ax
    assert "descent walks from loss 11 to 7.06e-10, 100 steps" in words(ax)


@pytest.mark.filterwarnings("error")
def test_surface_stands_a_walk_that_flew_away_and_a_plain():
    path = descend(lambda p: p * [2, 20], [1.0, 1.0], SGD(1e200), 5)
    assert "wild walks from loss 11 to inf, 1 steps" in words(
        figures.loss_surface(bowl, {"wild": path})
    )
    assert "lowest 0, highest 0" in words(figures.loss_surface(lambda x, y: 0 * x))


def test_filters_stand_in_a_mosaic():
    w = np.arange(5 * 2 * 3 * 3).reshape(5, 2, 3, 3)
    ax = figures.filters(w, columns=3)
    assert ax.images[0].get_array().shape == (2 * 4 - 1, 3 * 7 - 1)
    assert "5 pictures of 3×6 numbers from 0 (black) to 89 (white)" in words(ax)
    assert "2 pictures" in words(figures.filters(np.zeros((2, 4, 4))))


def test_diagram_draws_units_and_weights():
    network = Network([Dense(3, 2), ReLU(), Dense(2, 1)], squared_error)
    network.layers[0].w[...] = [[1, -1, 0.5], [-2, 0, 1]]
    ax = figures.network_diagram(network, names=("in", "hidden", "out"))
    assert len(ax.lines) == 6
    assert sum(len(lines.get_segments()) for lines in ax.collections) == 8
    assert "network of 3–2–1 units" in words(ax)


def test_diagram_leaves_out_the_middle_of_wide_layers():
    ax = figures.network_diagram([64, 100, 10], most=6)
    assert len(ax.lines) == 3 * 5
    assert "64–100–10" in words(ax)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.loss_surface(lambda x, y: 0.0), "loss: an array of shape"),
        (lambda: figures.loss_surface(bowl, {"a": [1, 2]}), r"paths: \(steps \+ 1, 2\) expected"),
        (lambda: figures.filters(np.zeros((3, 3))), "w: 3 or 4 axes expected"),
        (lambda: figures.network_diagram([3, 0]), "network: a whole number at least 1"),
        (
            lambda: figures.network_diagram(Network([Dense(1, 1)], squared_error, copies=2)),
            "network: a single one with Dense layers expected",
        ),
    ],
)
def test_wrong_arguments_are_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
