"""Optimizers: first steps by hand, laws on quadratics, one learning rate for each copy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.optim import (
    SGD,
    AdaGrad,
    Adam,
    AdamW,
    Momentum,
    Nesterov,
    RMSProp,
    descend,
)

ALL = (SGD, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)


def steps(optimizer, gradients, start=0.0):
    theta = np.array([start])
    path = []
    for g in gradients:
        optimizer.step(theta, np.array([g], float))
        path.append(theta[0])
    return path


def test_steps_worked_by_hand():
    assert steps(SGD(0.1), [1, 2]) == pytest.approx([-0.1, -0.3])
    # v = -0.1, then 0.5·(-0.1) - 0.2 = -0.25
    assert steps(Momentum(0.1, mu=0.5), [1, 2]) == pytest.approx([-0.1, -0.35])
    # φ moves by μv - ηg: 0.5·(-0.1) - 0.1, then 0.5·(-0.25) - 0.2
    assert steps(Nesterov(0.1, mu=0.5), [1, 2]) == pytest.approx([-0.15, -0.475])
    # s = 9, then 9 + 16 = 25
    assert steps(AdaGrad(1, eps=0), [3, 4]) == pytest.approx([-1, -1.8])
    # s = 0.1·9, then 0.9·0.9 + 0.1·16 = 2.41
    assert steps(RMSProp(1, eps=0), [3, 4]) == pytest.approx(
        [-3 / 0.9**0.5, -3 / 0.9**0.5 - 4 / 2.41**0.5]
    )


def test_adam_corrects_its_first_steps_and_keeps_epsilon_outside_the_root():
    assert steps(Adam(0.1), [5] * 20)[-1] == pytest.approx(-2, rel=1e-6)
    assert steps(Adam(1), [1e-6])[0] == pytest.approx(-1 / 1.01)  # inside the root: 0.010


def test_adamw_shrinks_weights_apart_from_the_gradient():
    theta = np.array([10.0])
    AdamW(0.1, decay=0.5).step(theta, np.array([0.0]))
    assert theta[0] == pytest.approx(10 * (1 - 0.05))


def test_momentum_goes_straight_when_its_share_is_zero():
    gradients = [1, -2, 0.5]
    for optimizer in (Momentum(0.1, mu=0), Nesterov(0.1, mu=0)):
        assert steps(optimizer, gradients) == pytest.approx(steps(SGD(0.1), gradients))


@settings(deadline=None)
@given(
    st.sampled_from([SGD, Momentum, Nesterov]),
    st.lists(st.floats(0.5, 5), min_size=1, max_size=4),
    st.integers(0, 1000),
)
def test_quadratics_are_solved_below_the_limit_of_the_rate(kind, curvatures, seed):
    curvature = np.array(curvatures)
    start = np.random.default_rng(seed).standard_normal(len(curvatures))
    path = descend(lambda p: curvature * p, start, kind(0.1), 400)
    assert abs(path[-1]).max() < 1e-3


@settings(deadline=None, max_examples=20)
@given(st.sampled_from([AdaGrad, RMSProp, Adam, AdamW]), st.floats(1e-4, 1e4))
def test_adaptive_optimizers_do_not_notice_the_scale_of_the_loss(kind, scale):
    options = {"decay": 0.0} if kind is AdamW else {}
    one, other = (
        descend(lambda p, s=s: s * 2 * p, [1.0], kind(0.01, eps=0, **options), 30)
        for s in (1, scale)
    )
    assert np.allclose(one, other, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("kind", ALL)
def test_adaptive_or_not_all_come_down_a_bowl(kind):
    path = descend(lambda p: 2 * p, [1.0, -1.5], kind(0.1), 300)
    assert path.shape == (301, 2)
    assert (path[0] == [1, -1.5]).all()
    assert np.abs(path[-1]).max() < 0.2


def test_twice_two_over_lambda_is_the_limit():
    below, above = (descend(lambda p: 4 * p, [1.0], SGD(lr), 50)[-1, 0] for lr in (0.49, 0.51))
    assert abs(below) < 1 < abs(above)


@pytest.mark.parametrize("kind", ALL)
def test_one_rate_for_each_copy(kind):
    rates = [0.01, 0.1, 0.3]
    start = np.array([[1.0, 2.0]] * 3)
    many = descend(lambda p: p, start, kind(rates), 20)
    for i, rate in enumerate(rates):
        alone = descend(lambda p: p, start[i], kind(rate), 20)
        assert np.allclose(many[:, i], alone, rtol=1e-12)


@pytest.mark.parametrize("kind", ALL)
def test_float32_parameters_stay_float32(kind):
    theta = np.ones((2, 3), np.float32)
    for lr in (np.float64(0.1), [0.1, 0.2]):
        optimizer = kind(lr)
        optimizer.step(theta, theta.copy())
        optimizer.step(theta, theta.copy())
        state = [v for v in vars(optimizer).values() if isinstance(v, np.ndarray)]
        assert theta.dtype == np.float32
        if not isinstance(lr, list):
            assert all(v.dtype == np.float32 for v in state)


def test_a_path_that_diverges_is_silent():
    assert not np.isfinite(descend(lambda p: 2 * p, [1.0], SGD(1e10), 100)[-1]).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(-1), "lr: a learning rate from 0 upwards expected, got -1"),
        (lambda: SGD("fast"), r"lr: real numbers expected, got 'fast' \(str\)"),
        (lambda: SGD(float("nan")), "lr: finite numbers expected, got nan"),
        (lambda: Momentum(0.1, mu=1), "mu: a share from 0 to below 1 expected, got 1"),
        (lambda: Adam(0.1, eps=-1), "eps: a number from 0 upwards expected, got -1"),
    ],
)
def test_wrong_settings_are_named(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()


def test_an_optimizer_walks_with_one_network_only():
    optimizer = Adam(0.1)
    optimizer.step(np.zeros(3), np.ones(3))
    with pytest.raises(ValueError, match=r"shape \(3,\); make a new optimizer .* shape \(4,\)"):
        optimizer.step(np.zeros(4), np.ones(4))


def test_as_many_rates_as_networks_are_needed():
    for theta, copies in ((np.zeros(3), 1), (np.zeros((3, 5)), 3)):
        with pytest.raises(ValueError, match=f"lr: 2 learning rates given for {copies} networks"):
            SGD([0.1, 0.2]).step(theta, np.ones_like(theta))
