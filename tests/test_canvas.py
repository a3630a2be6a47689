import numpy as np
import pytest

from course_lib.canvas import on_canvas


def test_without_a_generator_the_image_lies_in_the_middle():
    sheet = on_canvas(np.ones((1, 1, 2, 2)), 6)[0, 0]
    assert sheet[2:4, 2:4].all() and sheet.sum() == 4


def test_at_random_places_no_ink_is_lost_and_every_place_occurs():
    images = np.arange(1.0, 13).reshape(1, 3, 2, 2).repeat(200, 0)
    sheets = on_canvas(images, 4, np.random.default_rng(0))
    assert sheets.shape == (200, 3, 4, 4)
    assert (sheets.sum((1, 2, 3)) == 78).all()
    corners = {(int(r[0]), int(r[1])) for r in (np.argwhere(s[0] == 1)[0] for s in sheets)}
    assert corners == {(i, j) for i in range(3) for j in range(3)}


def test_a_sheet_that_is_too_small_or_rows_are_refused():
    with pytest.raises(ValueError, match="size: "):
        on_canvas(np.zeros((1, 1, 8, 8)), 7)
    with pytest.raises(ValueError, match="images: shape"):
        on_canvas(np.zeros((1, 64)))
