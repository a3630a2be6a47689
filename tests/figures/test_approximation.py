import numpy as np
import pytest

from course_lib import figures
from course_lib.approximation import sawtooth
from course_lib.figures.base import alt_text

X = np.linspace(0, 1, 65)


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing))[0].figure)


def test_the_sum_of_parts_is_drawn_with_its_constant():
    ax = figures.sum_of_parts(X, [X, 1 - X], target=np.ones(65), constant=0.5, title="a sum")
    total = next(line for line in ax.lines if line.get_label() == "their sum")
    assert total.get_ydata() == pytest.approx(1.5)
    assert words(ax) == (
        "a sum: 2 thin curves and their sum, from 1.5 to 1.5, at most 0.5 from the dashed curve "
        "wanted."
    )


def test_power_laws_write_their_slope():
    n = np.array([1, 2, 4, 8])
    ax = figures.power_laws(n, {"halves": 1 / n, "quarters": 1 / n**2})
    assert ax.get_xscale() == ax.get_yscale() == "log"
    assert "halves, slope −1.00" in words(ax) and "quarters, slope −2.00" in words(ax)


def test_power_laws_may_have_counts_of_their_own():
    counts = {"a": [1, 2], "b": [3, 6, 9]}
    ax = figures.power_laws(counts, {"a": [1, 0.5], "b": [3, 2, 1]}, slopes=False)
    assert "slope" not in words(ax)
    assert [len(line.get_xdata()) for line in ax.lines] == [2, 3]


def test_stages_count_their_pieces():
    panels = figures.curve_stages(X, [sawtooth(X, k) for k in range(3)])
    assert len(panels) == 3
    assert "after 2 stages: a line of 4 straight pieces." in words(panels)
