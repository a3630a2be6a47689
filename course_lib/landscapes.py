"""Curves to walk down: a bowl, and two valleys of different depth and width.  Chapters 4 and 9.

Each curve comes with its slope and its curvature (the slope of the slope).  Powers are written as
products, so that NumPy and a browser compute the very same numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

__all__ = ["BOWL", "TWO_VALLEYS", "Landscape"]


@dataclass(frozen=True)
class Landscape:
    """A curve of one number x, as functions of arrays, and the places where it is lowest.

    bottoms: the places of its minima, from left to right
    """

    value: Callable
    slope: Callable
    curvature: Callable
    bottoms: tuple[float, ...]

    @property
    def limits(self) -> tuple[float, ...]:
        """For each minimum, the rate 2/λ (λ its curvature) above which descent cannot stay."""
        return tuple(2 / float(self.curvature(x)) for x in self.bottoms)


#: x², curvature 2 everywhere
BOWL = Landscape(
    value=lambda x: x * x,
    slope=lambda x: 2 * x,
    curvature=lambda x: 2 + 0 * x,
    bottoms=(0.0,),
)

_LEFT, _, _RIGHT = sorted(float(x.real) for x in np.roots([1, 0, -1, 0.1]))

#: x⁴/4 − x²/2 + x/10: the left valley is deep and narrow, the right one shallow and wide
TWO_VALLEYS = Landscape(
    value=lambda x: x * x * x * x / 4 - x * x / 2 + 0.1 * x,
    slope=lambda x: x * x * x - x + 0.1,
    curvature=lambda x: 3 * x * x - 1,
    bottoms=(_LEFT, _RIGHT),
)
