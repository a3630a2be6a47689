"""When two results are equal, and how a difference is worded."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib.check.compare import count_numbers, describe, difference
from course_lib.check.report import Row, named, paragraph, show, table
from course_lib.check.tools import Wire, wires


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1, True),
        (1, 1.0),
        (1, np.int8(1)),
        (0, np.array(0)),
        (True, 1),
        (np.array([1, 2]), [1, 2]),
        (np.array([1, 2]), (1.0, 2.0)),
        (np.array([[1], [0]]), [[True], [False]]),
        ((np.array([1, 2]), 3), [[1, 2], np.float64(3)]),
        ((1, 2), np.array([1, 2])),
        ((np.array([1, 2]), np.array([3, 4])), np.array([[1, 2], [3, 4]])),
        ("XNOR", "XNOR"),
    ],
)
def test_the_same_numbers_in_another_dress_are_equal(expected, got):
    assert difference(expected, got, 0.0) is None


@pytest.mark.parametrize(
    ("expected", "got", "kind"),
    [
        (1, 0, "value"),
        (1, 1 + 1e-9, "value"),
        (1, "1", "type"),
        (1, [1], "shape"),
        (1, None, "none"),
        (1, ..., "ellipsis"),
        (1, float("nan"), "nan"),
        (np.array([1, 2]), [1, 2, 3], "shape"),
        (np.array([1, 2]), [[1], [2, 3]], "type"),
        (np.array([1, 2]), [1, None], "nan"),
        ((1, 2), 1, "type"),
        ((1, 2), (1, 2, 3), "shape"),
        ((np.array([1, 2]), 3), np.array([1, 2]), "type"),
        ((1, 2), (1, None), "none"),
        ((1, 2), (5, [1]), "shape"),  # the wrong kind is better worth telling than the value
        ("XNOR", "XOR", "value"),
        ("XNOR", 1, "value"),
    ],
)
def test_a_difference_has_a_kind(expected, got, kind):
    assert difference(expected, got, 0.0).kind == kind


def test_a_tolerance_forgives_rounding_only():
    assert difference(0.3, 0.1 + 0.2, 1e-12) is None
    assert difference(0.3, 0.31, 1e-12).kind == "value"


def test_counting_stops_early():
    assert count_numbers(np.zeros((3, 4))) == 12
    assert count_numbers([[1, 2], (3, [4])]) == 4
    loop: list = []
    loop.append(loop)
    assert count_numbers(loop, limit=100) > 100


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.zeros((2, 3)), "an array of shape (2, 3)"),
        ([1, 2], "a list of length 2"),
        ((1,), "a tuple of length 1"),
        (True, "True or False"),
        (2.5, "one number"),
        ("x", "a text"),
        (object(), "an object of type object"),
    ],
)
def test_a_value_is_described_in_a_few_words(value, words):
    assert describe(value) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(0.1) + 0.2, "0.3"),
        (-0.0, "0"),
        (np.array([[1, 0]]), "[[1, 0]]"),
        ((np.array([1.5]), np.int64(2)), "([1.5], 2)"),
        ((1,), "(1,)"),
        (np.True_, "True"),
        (Wire(1), "1"),
        (wires(np.eye(2, dtype=int)), "2 wires"),
        (show, "show"),
        (None, "None"),
    ],
)
def test_values_are_shown_without_decorations(value, text):
    assert show(value) == text


def test_the_inputs_of_a_case_are_named_and_functions_left_out():
    assert named(("nand", "a"), (show, np.array([0, 1]))) == "a = [0, 1]"


def test_a_table_never_exceeds_the_page():
    short = [Row("a case", "", "1", "0", "another value"), Row("b", "", "0", "0", "")]
    assert table(short) == [
        "result   case    got  expected",
        "WRONG    a case    1         0",
        "right    b         0         0",
    ]
    long = [Row("n" * 200, "", "g" * 200, "e" * 200, "another value"), *short]
    assert all(len(line) <= 80 for line in table(long))
    assert all(len(line) <= 80 for line in paragraph("word " * 100, "Label: ").splitlines())
