"""The pictures of chapter 9: what they say, and what they refuse."""

import numpy as np
import pytest

from course_lib import figures
from course_lib.figures.base import alt_text


def bowl(x, y):
    return 0.5 * (x * x + 20 * y * y)


def test_each_walk_has_its_panel_and_its_words():
    walks = {"slow": [[2.0, 1.0], [1.0, 0.5]], "fast": [[2.0, 1.0], [0.0, 0.0]]}
    panels = figures.ravine_walks(bowl, walks, (-3, 3), (-2, 2))
    words = alt_text(panels[0].figure)
    assert "slow: a walk of 1 steps" in words and "height 3" in words
    assert "to (0.00, 0.00), height 0." in words


def test_no_walk_is_refused():
    with pytest.raises(ValueError, match="at least one walk"):
        figures.ravine_walks(bowl, {}, (-3, 3), (-2, 2))


def test_the_sweep_names_the_best_rate_and_the_good_ones():
    rates = np.logspace(-2, 1, 4)
    losses = {"A": [1.0, 0.01, 0.05, np.inf], "B": [[2.0, 3.0], [1.0, 9.0], [0.5, 0.5], [1, 1]]}
    ax = figures.rate_sweep(rates, losses, level=0.1)
    words = alt_text(ax.figure)
    assert "A best at 0.1 with 0.01, below 0.1 from 0.1 to 1" in words
    assert "B best at 1 with 0.5." in words
    assert len(ax.patches) == 1 and [t.get_text() for t in ax.texts] == ["×"]


def test_losses_of_the_wrong_length_are_refused():
    with pytest.raises(ValueError, match="4 rows expected"):
        figures.rate_sweep(np.logspace(-2, 1, 4), {"A": [1.0, 2.0]})
