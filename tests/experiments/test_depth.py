"""The towers of chapter 12: what they are made of, and the blame in them by the chapter's rule."""

import numpy as np
import pytest

from course_lib.experiments import depth
from course_lib.layers import Dense, Residual
from course_lib.normalisation import BatchNorm

DATA = np.random.default_rng(0)
X, T = DATA.standard_normal((128, 64)).astype(np.float32), DATA.integers(0, 10, 128)


@pytest.mark.parametrize("norm", [False, True])
@pytest.mark.parametrize("skip", depth.SKIPS)
def test_every_tower_has_as_many_layers_of_weights_as_its_depth_and_the_last_one(skip, norm):
    layers = depth.tower(5, skip, norm)
    every = [part for layer in layers for part in layer.walk()]
    assert sum(isinstance(part, Dense) for part in every) == 6
    assert sum(isinstance(part, BatchNorm) for part in every) == (5 if norm else 0)
    assert sum(isinstance(part, Residual) for part in every) == (0 if skip == "none" else 4)


@pytest.mark.parametrize(("skip", "grows"), [("none", 1.0), ("x + f", 2**4.5), ("x + f/√L", 1.6)])
def test_blame_grows_as_the_rule_says(skip, grows):
    nets = depth.towers(10, skip, False, range(5))
    blame = depth.blame_by_layer(nets, X, T)
    assert blame.shape == (10, 5)
    assert grows / 2.5 < np.median(blame[0] / blame[-1]) < 2.5 * grows


def test_a_cell_tells_errors_blame_and_the_rate_it_chose():
    result = depth.run(3, "x + f", True, [0.0, 0.05], [5], [1, 2], steps=40)
    assert result["best_rate"] == 0.05
    assert len(result["blame"]) == 3 and len(result["error"]) == len(result["test_error"]) == 2
    assert max(result["error"]) < 0.5 < result["tuned"][0]
