"""Pictures on a larger sheet: in its middle, or each at a random place.  Chapters 11 and 13."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import describe, generator, whole_number

__all__ = ["on_canvas"]


def on_canvas(images: ArrayLike, size: int = 12, rng: np.random.Generator | None = None) -> NDArray:
    """Images (n, channels, height, width) on empty sheets (n, channels, size, size).

    rng: draws a place for each image, so that all of it lies on the sheet; None for the middle
    Raises ValueError if the sheet is smaller than the images.
    """
    images = np.asarray(images)
    if images.ndim != 4:
        raise ValueError(
            f"images: shape (n, channels, height, width) expected, got {describe(images)}"
        )
    n, channels, height, width = images.shape
    whole_number(size, "size", max(height, width))
    room = np.array([size - height, size - width])
    if rng is None:
        places = np.tile(room // 2, (n, 1))
    else:
        places = generator(rng).integers(0, room + 1, (n, 2))
    sheets = np.zeros((n, channels, size, size), images.dtype)
    for sheet, image, (top, left) in zip(sheets, images, places, strict=True):
        sheet[:, top : top + height, left : left + width] = image
    return sheets
