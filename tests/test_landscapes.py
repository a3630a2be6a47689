import numpy as np
import pytest

from course_lib.gradcheck import check_function
from course_lib.landscapes import BOWL, TWO_VALLEYS

PLACES = np.linspace(-2, 2, 41)


@pytest.mark.parametrize("curve", [BOWL, TWO_VALLEYS])
def test_slope_and_curvature_are_derivatives(curve):
    assert check_function(curve.value, curve.slope, PLACES) < 1e-8
    assert check_function(curve.slope, curve.curvature, PLACES) < 1e-8


@pytest.mark.parametrize("curve", [BOWL, TWO_VALLEYS])
def test_bottoms_are_minima(curve):
    for x in curve.bottoms:
        assert abs(curve.slope(x)) < 1e-12
        assert curve.curvature(x) > 0


def test_the_left_valley_is_the_deeper_and_the_narrower_one():
    left, right = TWO_VALLEYS.bottoms
    assert TWO_VALLEYS.value(left) < TWO_VALLEYS.value(right)
    assert TWO_VALLEYS.curvature(left) > TWO_VALLEYS.curvature(right)
    assert BOWL.limits == (1.0,)
    assert TWO_VALLEYS.limits[0] < 0.9 < TWO_VALLEYS.limits[1]


def test_the_bowl_keeps_the_shape_of_an_array():
    assert BOWL.curvature(PLACES).shape == PLACES.shape
