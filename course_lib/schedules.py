"""Schedules: learning rates that change with the step number t = 0, 1, 2, …

Each function returns a function of t, to be given to an optimizer as its `lr`.  Chapter 9.
"""

import math
from collections.abc import Callable

from course_lib._validation import real_number, whole_number

Schedule = Callable[[int], float]


def step_decay(lr: float, every: int, factor: float = 0.1) -> Schedule:
    """Multiplied by `factor` after each `every` steps."""
    lr, factor = real_number(lr, "lr"), real_number(factor, "factor")
    whole_number(every, "every")
    return lambda t: lr * factor ** (t // every)


def exponential_decay(lr: float, half_life: float) -> Schedule:
    """Halved in every `half_life` steps, smoothly."""
    lr, half_life = real_number(lr, "lr"), real_number(half_life, "half_life")
    if half_life <= 0:
        raise ValueError(f"half_life: more than 0 steps expected, got {half_life:g}")
    return lambda t: lr * 0.5 ** (t / half_life)


def inverse_time_decay(lr: float, half_after: float) -> Schedule:
    """lr / (1 + t / half_after): falls like 1/t, as convergence of noisy descent asks for.

    Source: Robbins & Monro 1951.
    """
    lr, half_after = real_number(lr, "lr"), real_number(half_after, "half_after")
    if half_after <= 0:
        raise ValueError(f"half_after: more than 0 steps expected, got {half_after:g}")
    return lambda t: lr / (1 + t / half_after)


def cosine_decay(lr: float, steps: int, end: float = 0.0) -> Schedule:
    """Half a cosine from `lr` down to `end` in `steps` steps, then flat.

    Source: Loshchilov & Hutter 2017.
    """
    lr, end = real_number(lr, "lr"), real_number(end, "end")
    whole_number(steps, "steps")
    return lambda t: end + (lr - end) * 0.5 * (1 + math.cos(math.pi * min(t / steps, 1)))


def warm_up(steps: int, then: Schedule | float) -> Schedule:
    """Rises evenly for `steps` steps, then follows another schedule, or stays at a number."""
    whole_number(steps, "steps")
    if not callable(then):
        rate = real_number(then, "then")
        after: Schedule = lambda t: rate  # noqa: E731
    else:
        after = then
    return lambda t: after(0) * (t + 1) / steps if t < steps else after(t - steps)
