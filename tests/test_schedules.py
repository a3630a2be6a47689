"""Schedules: the rate at telling steps."""

import numpy as np
import pytest

from course_lib import schedules
from course_lib.optim import SGD


def test_rates_worked_by_hand():
    rate = schedules.step_decay(1.0, every=10)
    assert [rate(t) for t in (0, 9, 10, 25)] == pytest.approx([1, 1, 0.1, 0.01])
    rate = schedules.exponential_decay(1.0, half_life=5)
    assert [rate(t) for t in (0, 5, 10)] == [1, 0.5, 0.25]
    rate = schedules.inverse_time_decay(1.0, half_after=5)
    assert [rate(t) for t in (0, 5, 15)] == [1, 0.5, 0.25]
    rate = schedules.cosine_decay(1.0, steps=10, end=0.2)
    assert [rate(t) for t in (0, 5, 10, 99)] == pytest.approx([1, 0.6, 0.2, 0.2])
    rate = schedules.warm_up(4, schedules.step_decay(1.0, every=2))
    assert [rate(t) for t in range(7)] == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1, 0.1])
    assert schedules.warm_up(2, 0.5)(9) == 0.5


def test_an_optimizer_follows_its_schedule():
    optimizer = SGD(schedules.step_decay(1.0, every=1, factor=0.5))
    theta, walked = np.zeros(1), []
    for _ in range(3):
        before = theta[0]
        optimizer.step(theta, np.ones(1))
        walked.append(before - theta[0])
    assert walked == [1, 0.5, 0.25]


def test_wrong_settings_are_named():
    with pytest.raises(ValueError, match="half_life: more than 0 steps expected, got 0"):
        schedules.exponential_decay(1, 0)
    with pytest.raises(ValueError, match="steps: a whole number at least 1"):
        schedules.cosine_decay(1, 0)
