"""Initialisers: the promised variance, the promised shape, one scale for each copy."""

import numpy as np
import pytest

from course_lib import init

VARIANCE = {
    init.lecun_normal: 1 / 50, init.lecun_uniform: 1 / 50,
    init.glorot_normal: 2 / 250, init.glorot_uniform: 2 / 250,
    init.he_normal: 2 / 50, init.he_uniform: 2 / 50,
    init.normal(0.3): 0.09, init.uniform(0.3): 0.03,
}  # fmt: skip


@pytest.mark.parametrize("start", VARIANCE)
def test_variance_is_the_promised_one(start):
    w = start((200, 50), 50, 200, np.random.default_rng(0))
    assert w.shape == (200, 50)
    assert w.var() == pytest.approx(VARIANCE[start], rel=0.05)
    assert abs(w.mean()) < 0.01


def test_fixed_starts():
    rng = np.random.default_rng(0)
    assert (init.zeros((2, 3), 3, 2, rng) == 0).all()
    assert (init.constant(0.5)((2, 3), 3, 2, rng) == 0.5).all()


def test_each_copy_may_have_its_own_scale():
    w = init.normal([0.0, 1.0, 10.0])((3, 100, 20), 20, 100, np.random.default_rng(0))
    assert w.std((1, 2)) == pytest.approx([0, 1, 10], rel=0.05)
    with pytest.raises(ValueError, match="2 scales given for 3 copies"):
        init.normal([1.0, 2.0])((3, 4, 4), 4, 4, np.random.default_rng(0))


def test_a_negative_scale_is_refused():
    with pytest.raises(ValueError, match="sd: numbers from 0 upwards expected, got -1"):
        init.normal(-1)
