"""The letters C and T and the 47 numbers with which chapter 5 starts, for its widgets."""

import numpy as np
from numpy.typing import NDArray

from course_lib.datasets import C_AND_T

TARGETS = {"C": [1.0, 0.0], "T": [0.0, 1.0]}


def letter(name: str) -> NDArray:
    """The twelve pixels of C or T, row by row, 1 for ink."""
    return C_AND_T[name].astype(float)


def start_numbers() -> list[float]:
    """W (3 × 12), b (3), V (2 × 3), c (2) in a row, as the chapter draws them."""
    drawn = np.random.default_rng(24).normal(0, 0.5, 47).round(1) + 0.0
    return [float(v) for v in drawn]
