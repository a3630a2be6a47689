import numpy as np
import pytest

from course_lib._validation import (
    binary_array,
    describe,
    generator,
    real_array,
    real_number,
    whole_number,
)


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("text", TypeError, r"x: real numbers expected, got 'text' \(str\)"),
        (None, TypeError, "x: real numbers expected, got None"),
        ([1, 2j], TypeError, "x: real numbers expected"),
        ([[1, 2], [3]], ValueError, "x: rows of equal length expected"),
        ([], ValueError, r"x: at least one number expected, got shape \(0,\)"),
        ([1, np.nan], ValueError, r"x: finite numbers expected, got nan at index \(1,\)"),
        ([np.inf], ValueError, r"x: finite numbers expected, got inf at index \(0,\)"),
        (3.0, ValueError, r"x: 1 or 2 axes expected, got shape \(\)"),
    ],
)
def test_wrong_arrays_are_named(value, error, message):
    with pytest.raises(error, match=message):
        real_array(value, "x", ndim=(1, 2))


def test_lists_booleans_and_integers_become_floats():
    assert real_array([True, 2], "x").dtype == np.float64


def test_only_zeros_and_ones_are_binary():
    assert binary_array([0.0, 1.0], "t").dtype == np.int64
    with pytest.raises(ValueError, match="t: only 0 and 1 expected, got -1"):
        binary_array([1, -1], "t")


def test_whole_numbers_and_their_range():
    assert whole_number(np.int64(3), "n") == 3
    with pytest.raises(TypeError, match=r"n: a whole number expected, got 2.0 \(float\)"):
        whole_number(2.0, "n")
    with pytest.raises(TypeError, match="n: a whole number expected, got True"):
        whole_number(True, "n")
    with pytest.raises(ValueError, match="n: a whole number from 1 to 4 expected, got 5"):
        whole_number(5, "n", 1, 4)
    with pytest.raises(ValueError, match="n: a whole number at least 1 expected, got 0"):
        whole_number(0, "n")


def test_a_number_is_neither_text_nor_an_array():
    assert real_number(np.float32(0.5), "b") == 0.5
    with pytest.raises(TypeError, match="b: real numbers expected, got 'high'"):
        real_number("high", "b")
    with pytest.raises(ValueError, match=r"b: 0 axes expected, got shape \(2,\)"):
        real_number([1, 2], "b")


def test_a_seed_is_not_a_generator():
    assert generator(np.random.default_rng(0)) is not None
    with pytest.raises(TypeError, match=r"rng: a generator such as .* got 0 \(int\)"):
        generator(0)


def test_long_values_are_cut_short():
    assert len(describe("x" * 500)) < 80
