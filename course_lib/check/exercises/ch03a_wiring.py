"""Chapter 3, the tables that no line makes, and XOR from three neurons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy import array

from course_lib.check import tools
from course_lib.check.model import Case, Exercise, Misconception, case
from course_lib.check.tools import Wire

CHAPTER = "03_xor"


def _rows(n: int) -> np.ndarray:
    return (np.arange(2**n)[:, None] >> np.arange(n)[::-1]) & 1


# --- xor_inside -------------------------------------------------------------------------------


def xor_inside(table):
    n = len(table).bit_length() - 1
    corners = _rows(n)
    ones = [corners[i] for i in range(2**n) if table[i] == 1]
    zeros = [corners[i] for i in range(2**n) if table[i] == 0]
    sums = {tuple(p + q) for p, q in combinations(ones, 2)}
    # A line that has p and q on its side has their middle there too; same for the zeros.
    return any(tuple(p + q) in sums for p, q in combinations(zeros, 2))


def _xor_four_loops(table):
    n = {2: 1, 4: 2, 8: 3}[len(table)]
    size = range(len(table))
    bits = [[(i // 2**k) % 2 for k in range(n)] for i in size]
    for p in size:
        for q in size:
            for r in size:
                for s in size:
                    same = all(bits[p][k] + bits[q][k] == bits[r][k] + bits[s][k] for k in range(n))
                    if same and table[p] and table[q] and not table[r] and not table[s]:
                        return 1
    return 0


def _xor_arrays(table):
    n = int(np.log2(len(table)))
    corners = _rows(n).astype(float)
    ones, zeros = corners[np.asarray(table) == 1], corners[np.asarray(table) == 0]
    a = (ones[:, None] + ones[None]).reshape(-1, 1, n)
    b = (zeros[:, None] + zeros[None]).reshape(1, -1, n)
    return bool((a == b).all(axis=2).any())


def _xor_by_count(table):
    """Adds the digits of each corner instead of the corners."""
    digits = _rows(len(table).bit_length() - 1).sum(axis=1)
    ones = [d for d, t in zip(digits, table, strict=True) if t]
    zeros = [d for d, t in zip(digits, table, strict=True) if not t]
    sums = {p + q for p, q in combinations(ones, 2)}
    return any(p + q in sums for p, q in combinations(zeros, 2))


def _xor_by_row_number(table):
    """Adds the row numbers: 011 + 001 and 000 + 100 are both 4."""
    ones, zeros = np.flatnonzero(np.asarray(table) == 1), np.flatnonzero(np.asarray(table) == 0)
    sums = {int(p + q) for p, q in combinations(ones, 2)}
    return any(int(p + q) in sums for p, q in combinations(zeros, 2))


def _xor_without_twos(table):
    """Adds digits with 1 + 1 = 0."""
    ones, zeros = np.flatnonzero(np.asarray(table) == 1), np.flatnonzero(np.asarray(table) == 0)
    sums = {int(p ^ q) for p, q in combinations(ones, 2)}
    return any(int(p ^ q) in sums for p, q in combinations(zeros, 2))


def _xor_all_together(table):
    corners, t = _rows(len(table).bit_length() - 1), np.asarray(table)
    return np.array_equal(corners[t == 1].sum(axis=0), corners[t == 0].sum(axis=0))


def _xor_halves(table):
    squares = [list(table[:4]), list(table[4:])]
    return any(square in ([0, 1, 1, 0], [1, 0, 0, 1]) for square in squares)


def _xor_opposite_corners(table):
    last = len(table) - 1
    equal = {table[i] for i in range(len(table)) if table[i] == table[last - i]}
    return len(equal) == 2


def _xor_parity_only(table):
    parity = _rows(len(table).bit_length() - 1).sum(axis=1) % 2
    return np.array_equal(table, parity) or np.array_equal(table, 1 - parity)


def _crossed_pairs(n):
    """All pairs of pairs of rows whose corners have the same sum."""
    corners = _rows(n)
    pairs = list(combinations(combinations(range(2**n), 2), 2))
    return [
        (list(ones), list(zeros))
        for ones, zeros in pairs
        if np.array_equal(corners[list(ones)].sum(axis=0), corners[list(zeros)].sum(axis=0))
    ]


def _more_tables(rng: np.random.Generator) -> Iterator[Case]:
    """Of three inputs five kinds, so that each usual mistake meets tables on which it shows."""
    n = int(rng.choice([2, 3, 3, 3]))
    kinds = ["parity", "one input", "one unit", "one crossed pair", "any"]
    kind = "any" if n == 2 else rng.choice(kinds)
    table = rng.integers(0, 2, 2**n)
    if kind == "parity":
        table = _rows(n).sum(axis=1) % 2
    elif kind == "one input":
        table = _rows(n)[:, rng.integers(n)]
    elif kind == "one unit":
        table = (_rows(n) @ rng.integers(-2, 3, n) + rng.integers(-3, 4) > 0).astype(int)
    elif kind == "one crossed pair":
        found = _crossed_pairs(n)
        ones, zeros = found[rng.integers(len(found))]
        table = np.full(2**n, rng.integers(2))
        table[ones], table[zeros] = 1, 0
    yield case("more", 1 - table if rng.random() < 0.5 else table)


XOR_INSIDE = Exercise(
    id="xor_inside",
    chapter=CHAPTER,
    title="Is there an XOR inside?",
    reference=xor_inside,
    wanted="True or False",
    cases=(
        case("XOR", array([0, 1, 1, 0])),
        case("AND", array([0, 0, 0, 1])),
        case("equal inputs", array([1, 0, 0, 1])),
        case("first of two inputs only", array([0, 0, 1, 1])),
        case("parity of three", array([0, 1, 1, 0, 1, 0, 0, 1])),
        case("at least two of three", array([0, 0, 0, 1, 0, 1, 1, 1])),
        case("an XOR on one face of the cube", array([0, 1, 1, 0, 1, 1, 1, 1])),
        case("first of three inputs only", array([0, 0, 0, 0, 1, 1, 1, 1])),
        case("last of three inputs only", array([0, 1, 0, 1, 0, 1, 0, 1])),
        case("one input decides which", array([0, 1, 0, 1, 0, 0, 1, 1])),
    ),
    more=_more_tables,
    misconceptions=(
        Misconception(
            "turned round",
            lambda table: not xor_inside(table),
            "your answers are exactly turned round: True is wanted where an XOR is found, so "
            "where no line can do it.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "half of the rows",
            lambda table: int(np.sum(table)) * 2 == len(table),
            "you say yes whenever half of the rows are 1. The number of ones does not decide; "
            "their places do. “First of two inputs only” has two ones, and a line does it.",
            (CHAPTER, "Four points and one line"),
        ),
        Misconception(
            "plain parity only",
            _xor_parity_only,
            "you recognise only the full pattern in which every step turns the answer. With three "
            "inputs an XOR may hide in four of the eight corners.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "digits instead of corners",
            _xor_by_count,
            "you add the digits of a corner to one number. The corners 0 1 and 1 0 are different "
            "places: add them digit by digit, as vectors.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "row numbers instead of corners",
            _xor_by_row_number,
            "you add the numbers of the rows. 011 + 001 and 000 + 100 are both 4, but as corners "
            "(0, 1, 2) and (1, 0, 0): add digit by digit, and carry nothing.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "one and one is zero",
            _xor_without_twos,
            "in your sums 1 + 1 is 0. Add the digits as plain numbers: 1 + 1 is 2.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "all ones against all zeros",
            _xor_all_together,
            "you add all the ones, and all the zeros. Two of each are wanted, and any two will do.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "the table of XOR only",
            lambda table: list(table) == [0, 1, 1, 0],
            "you compare with the table of XOR itself. Its opposite has two such pairs as well, "
            "and among the eight corners of three inputs there are many.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "first four and last four rows",
            _xor_halves,
            "you look at the first four rows and at the last four. Those are two faces of the "
            "cube; the four corners may also lie on another face, or on a slanting rectangle.",
            (CHAPTER, "Why no line can do it"),
        ),
        Misconception(
            "opposite corners of the cube only",
            _xor_opposite_corners,
            "you compare only corners that lie opposite in the whole cube. The four corners of an "
            "XOR may lie on one face, or on a slanting rectangle.",
            (CHAPTER, "Why no line can do it"),
        ),
    ),
    alternatives=(_xor_four_loops, _xor_arrays),
    hints=(
        "In XOR, which two corners are 1? Add them as vectors. Which are 0? Add those too.",
        "Collect the corners with a 1 and those with a 0. Form the sums of two ones, and of two "
        "zeros. Is there a sum that occurs in both?",
        "itertools.combinations(corners, 2) gives all pairs. Turn each sum into a tuple and keep "
        "those of the ones in a set; then look whether any sum of the zeros is in it.",
    ),
    section=(CHAPTER, "Why no line can do it"),
    sources=("A7",),
    points=(2, 2),
    off_limits=(
        "course_lib.circuits.stretched_xor",
        "course_lib.circuits.parallelograms",
        "course_lib.circuits.one_unit_tables",
        "course_lib.separability.separate",
    ),
)


# --- wire_xor ---------------------------------------------------------------------------------


def wire_xor(neuron, a, b):
    # OR lets 01, 10 and 11 pass; NAND lets all but 11 pass; AND keeps what both let pass.
    either = neuron([a, b], [1, 1], -0.5)
    not_both = neuron([a, b], [-1, -1], 1.5)
    return neuron([either, not_both], [1, 1], -1.5)


def _xor_with_skip(neuron, a, b):
    both = neuron((a, b), (1, 1), -2)
    return neuron((a, b, both), (1.0, 1.0, -2.0), -1)


def _xor_two_sides(neuron, a, b):
    return neuron([neuron([a, b], [1, -1], -1), neuron([a, b], [-2, 2], -1)], [3, 3], -3)


def _gates(last):
    """A circuit whose last step combines OR, NAND and AND of the inputs."""

    def wrong(neuron, a, b):
        either = neuron([a, b], [1, 1], -0.5)
        not_both = neuron([a, b], [-1, -1], 1.5)
        both = neuron([a, b], [1, 1], -1.5)
        return last(neuron, either, not_both, both)

    return wrong


def _xor_row(a: int, b: int) -> Case:
    return case(f"inputs {a} {b}", tools.neuron, Wire(a), Wire(b))


def _more_rows(rng: np.random.Generator) -> Iterator[Case]:
    for row in rng.permutation(4):
        yield _xor_row(int(row) // 2, int(row) % 2)


WIRE_XOR = Exercise(
    id="wire_xor",
    chapter=CHAPTER,
    title="XOR, wired by hand",
    reference=wire_xor,
    wanted="one wire",
    cases=tuple(_xor_row(a, b) for a in (0, 1) for b in (0, 1)),
    more=_more_rows,
    misconceptions=(
        Misconception(
            "OR only",
            _gates(lambda neuron, either, not_both, both: either),
            "your circuit is still an OR: it is 1 also where both inputs are 1.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "joined by OR",
            _gates(lambda neuron, e, n, both: neuron([e, n], [1, 1], -0.5)),
            "your result is 1 everywhere. Work out the last neuron's sum for the inputs 0 0: it "
            "must be below 0. Usually a bias has the wrong sign (it is the threshold turned over), "
            "or OR and NAND are joined by a second OR, though both must agree.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "NOT forgotten",
            _gates(lambda neuron, e, n, both: neuron([e, both], [1, 1], -1.5)),
            "your circuit is an AND: probably OR and AND are joined where OR and NAND are meant. "
            "The second hidden neuron must say “not both”.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "opposite",
            _gates(lambda neuron, e, n, both: neuron([e, n], [-1, -1], 1.5)),
            "you built the opposite, which is 1 where the inputs are equal. Look at the signs of "
            "the last neuron.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "NAND only",
            _gates(lambda neuron, e, n, both: n),
            "your circuit is still a NAND: it is 1 also where both inputs are 0.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "a without b",
            lambda neuron, a, b: neuron([a, b], [1, -1], -0.5),
            "your circuit fires for “a, but not b”. That is one half; “b, but not a” is missing.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "b without a",
            lambda neuron, a, b: neuron([a, b], [-1, 1], -0.5),
            "your circuit fires for “b, but not a”. That is one half; “a, but not b” is missing.",
            (CHAPTER, "Wiring XOR"),
        ),
        Misconception(
            "never",
            _gates(lambda neuron, e, n, both: neuron([n, both], [1, 1], -1.5)),
            "your result is 0 everywhere. Work out the last neuron's sum for the inputs 1 0: it "
            "must reach 0. Perhaps two things that never happen together are joined by an AND.",
            (CHAPTER, "Wiring XOR"),
        ),
    ),
    alternatives=(_xor_with_skip, _xor_two_sides),
    hints=(
        "Say XOR in words with “or”, “and”, “not”: one of them is on, and not ...",
        "(a OR b) AND NOT (a AND b). The second bracket with its NOT is a NAND. So three neurons.",
        "Two neurons read a and b, the third reads the results of these two, with the weights of "
        "an AND. All the weights are in chapter 1, “Threshold and bias”.",
    ),
    section=(CHAPTER, "Wiring XOR"),
    sources=("A9", "B6"),
    points=(2, 1),
    off_limits=("course_lib.circuits.xor_circuit", "course_lib.check.tools.xor"),
)

EXERCISES = (XOR_INSIDE, WIRE_XOR)
