import numpy as np
import pytest

from course_lib import datasets, figures
from course_lib.figures.base import alt_text, svg
from course_lib.layers import Dense, ReLU
from course_lib.losses import cross_entropy
from course_lib.network import Network
from course_lib.optim import SGD
from course_lib.training import fit


def words(ax):
    return alt_text(ax.figure)


def trained(**options):
    network = Network([Dense(2, 4), ReLU(), Dense(4, 3)], cross_entropy, **options)
    x, t = datasets.spirals(30, np.random.default_rng(0), classes=3)
    return fit(network, x, t, SGD(0.1), epochs=4, validation=(x, t)), network, x, t


def test_all_draw_on_the_axes_they_are_given():
    history, network, x, t = trained()
    statistics, trace = network.statistics(x, t), network.trace(x, t)
    for draw in (
        lambda ax: figures.decision_region(network.predict, x, t, ax=ax),
        lambda ax: figures.learning_curve(history, ax=ax),
        lambda ax: figures.gradient_bars(statistics.delta, ax=ax),
        lambda ax: figures.histogram_ladder(trace.activities, ax=ax),
        lambda ax: figures.confusion_matrix(t, t, ax=ax),
    ):
        ax = figures.axes()
        assert draw(ax) is ax
        assert words(ax).endswith(".")
        assert svg(ax.figure).lstrip().startswith("<?xml")


def test_region_counts_the_points_in_their_own_class():
    x = np.array([[-1.0, 0], [1, 0], [2, 0]])
    ax = figures.decision_region(lambda p: p[:, :1], x, [0, 1, 0], limits=(-2, 2))
    assert "2 of 3 points lie in the region of their own class" in words(ax)
    assert "class 0 on 50%, 1 on 50%" in words(ax)


def test_region_of_a_network_that_always_answers_the_same():
    ax = figures.decision_region(lambda p: np.zeros(len(p)), [[0, 0], [1, 1]], [0, 1], level=0.5)
    assert "1 of 2 points" in words(ax)


def test_curve_leaves_out_what_was_not_measured():
    history, *_ = trained()
    assert len(figures.learning_curve(history).lines) == 2
    assert "validation" in words(figures.learning_curve(history, what="accuracy"))
    alone = figures.learning_curve({"training": [3, 2, 1]})
    assert len(alone.lines) == 1 and alone.get_legend() is None
    assert "training 3 at the first epoch, 1 at the last" in words(alone)


def test_curve_of_copies_has_a_median():
    history, *_ = trained(copies=5)
    ax = figures.learning_curve(history)
    assert len(ax.lines) == 2 * (5 + 1)
    assert np.allclose(ax.lines[5].get_ydata(), np.median(history.loss, 1))


def test_bars_tell_first_and_last_and_stand_a_zero():
    ax = figures.gradient_bars([1e-6, 0, 1e-3])
    assert "1e-06 in the first, 0.001 times the last, 0.001 in the last" in words(ax)
    assert "0 in the last" in words(figures.gradient_bars([0.0, 0.0]))


def test_ladder_has_one_step_for_each_layer():
    ax = figures.histogram_ladder([np.ones((3, 4)), np.zeros(5)], names=["a", "b"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]


def test_confusion_matrix_counts():
    ax = figures.confusion_matrix([0, 1, 1, 2, 1], [0, 1, 2, 2, 2])
    assert "3 of 5 examples on the diagonal" in words(ax)
    assert "takes 2 for 1, 2 times" in words(ax)
    assert sorted(text.get_text() for text in ax.texts) == ["1", "1", "1", "2"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: figures.decision_region(len, [[0, 0]], [0, 1]), "t: one label for each"),
        (lambda: figures.learning_curve({}), "history: at least one epoch of loss expected"),
        (lambda: figures.learning_curve(trained()[0], what="joy"), "what: 'loss' or 'accuracy'"),
        (lambda: figures.gradient_bars([-1.0]), "sizes: numbers from 0 upwards expected"),
        (lambda: figures.gradient_bars([1.0], ["a", "b"]), "names: one for each of the 1 layers"),
        (lambda: figures.histogram_ladder([]), "values and names: as many of both"),
        (lambda: figures.confusion_matrix([1, 2], [1]), "labels .n,. of equal number expected"),
        (lambda: figures.confusion_matrix([5], [0], names="ab"), "labels from 0 to 1 expected"),
    ],
)
def test_wrong_arguments_are_named(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()
