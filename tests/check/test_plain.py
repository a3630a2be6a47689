"""The most usual errors are said again in plain words, with their own numbers."""

import numpy as np
import pytest

from course_lib.check.judge import explain, judge
from course_lib.check.plain import in_plain_words
from course_lib.check.registry import find


def message(function):
    with pytest.raises(Exception) as caught:
        function()
    return f"{type(caught.value).__name__}: {caught.value}".split("\n")[0]


def assign(place, value, shape=(2, 3)):
    np.zeros(shape)[place] = value


ERRORS = {
    "Number by number": lambda: np.zeros((1, 5)) * np.zeros((1, 3)),
    "has the shape (3,), but the place for it on the left has (2,)": lambda: assign(
        (0, slice(1, 9)), np.ones(3)
    ),
    "here they are 3 and 1": lambda: np.zeros((2, 3)) @ np.zeros((1, 4)),
    "here they are 3 and 2": lambda: np.zeros((2, 3)).dot(np.zeros((2, 4))),
    "no place at all": lambda: np.zeros((0, 3))[0],
    "Along axis 0 there are 2 places": lambda: np.zeros((2, 3))[2],
    "The list is shorter": lambda: [1, 2][2],
    "has axes: 1": lambda: np.zeros(3)[0, 0],
    "np.maximum": lambda: max(0, np.zeros(3)),
    "takes an axis": lambda: np.max(0, np.zeros(3)),
    "room for one number": lambda: assign((0, 0), [1, 2]),
    "A whole number": lambda: range(4 / 2),
    "// does not": lambda: [1, 2, 3][: 4 / 2],
    "exactly 7 numbers": lambda: np.zeros(7).reshape(2, 2),
    "came out negative": lambda: np.zeros((2, -1)),
    "no `return`": lambda: None + 1,
    "square ones": lambda: np.zeros(3)(0),
}


@pytest.mark.parametrize(("words", "function"), ERRORS.items(), ids=list(ERRORS))
def test_each_error_gets_its_sentence(words, function):
    assert words in in_plain_words(message(function))


def test_an_unknown_error_gets_none():
    assert in_plain_words("ZeroDivisionError: division by zero") == ""


def test_the_sentence_stands_behind_the_error_and_its_line():
    def window_matrix(w, n):
        W = np.zeros((n - len(w), n))
        for i in range(n - len(w) + 1):
            W[i, i : i + len(w)] = w
        return W

    exercise = find("window_matrix")
    text = " ".join("\n".join(explain(judge(exercise, window_matrix, exercise.cases))).split())
    assert "IndexError: index 2 is out of bounds for axis 0 with size 2" in text
    assert "W[i, i : i + len(w)] = w) Along axis 0 there are 2 places" in text
