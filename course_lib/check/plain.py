"""The errors that Python and NumPy raise most often on a beginner, in plain words."""

from __future__ import annotations

import re

_WHOLE = "A whole number is needed here; / always makes a number with a point, // does not."
_ONE_NUMBER = "One place of an array has room for one number, and here several arrived."

_PLAIN: tuple[tuple[str, str], ...] = (
    (
        r"operands could not be broadcast together",
        "Number by number, two arrays fit if their lengths agree, counted from the last axis: "
        "equal, or one of them 1.",
    ),
    (
        r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
        r"What stands on the right of = has the shape \1, but the place for it on the left has \2.",
    ),
    (
        r"matmul: Input operand 1 has a mismatch.*\(size (\d+) is different from (\d+)\)",
        r"@ needs as many columns on its left as rows on its right; here they are \2 and \1.",
    ),
    (
        r"shapes \S+ and \S+ not aligned: (\d+) \(dim \d+\) != (\d+) \(dim \d+\)",
        r"The product needs as many columns on its left as rows on its right; here they are \1 "
        r"and \2.",
    ),
    (r"out of bounds for axis \d+ with size 0\b", "The array has no place at all along this axis."),
    (
        r"out of bounds for axis (\d+) with size (\d+)",
        r"Along axis \1 there are \2 places, and the first has the number 0.",
    ),
    (
        r"(list|tuple|string) index out of range",
        r"The \1 is shorter than that; its first place has the number 0.",
    ),
    (
        r"too many indices for array: array is (\d+)-dimensional",
        r"You give more places than the array has axes: \1.",
    ),
    (
        r"truth value of an array with more than one element",
        "An if, max() or min() wants one number and got a whole array. np.max finds the largest "
        "of an array, np.maximum compares number by number.",
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index",
        "A whole array stands where one whole number is wanted. (np.max takes an axis as its "
        "second argument; to compare two things there is np.maximum.)",
    ),
    (r"setting an array element with a sequence", _ONE_NUMBER),
    (r"only (length-1|size-1|0-dimensional) arrays can be converted", _ONE_NUMBER),
    (r"'(numpy\.)?float\d*' object cannot be interpreted as an integer", _WHOLE),
    (r"slice indices must be integers|only integers, slices", _WHOLE),
    (
        r"cannot reshape array of size (\d+) into shape",
        r"The new shape must have room for exactly \1 numbers.",
    ),
    (
        r"negative dimensions are not allowed",
        "A shape came out negative: something was subtracted from the smaller number.",
    ),
    (
        r"'NoneType'",
        "None is what a function hands back that has no `return`.",
    ),
    (
        r"'numpy\.ndarray' object is not callable|'list' object is not callable",
        "Round brackets call a function; a place of an array or a list needs square ones.",
    ),
)


def in_plain_words(error_text: str) -> str:
    """What an error message means, in a sentence; empty if it is not among the usual ones."""
    for pattern, meaning in _PLAIN:
        found = re.search(pattern, error_text)
        if found:
            return found.expand(meaning)
    return ""
