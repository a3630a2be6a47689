"""What the two widgets of chapter 3 share: the four rows of XOR, and who fires."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib.activations import step
from course_lib.circuits import inputs, truth_table

ROWS = inputs(2)
TARGET = truth_table(lambda a, b: int(a != b), 2)


def fires(z: ArrayLike) -> NDArray[np.int64]:
    """H(z) with H(0) = 1. Rounded first: 0.3 − 0.1 − 0.2 is 0 for a reader, −3e-17 for floats."""
    return np.asarray(step(np.round(np.asarray(z), 9)), dtype=np.int64)
