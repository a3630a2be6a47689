"""Chapter 1, circuits: a half adder of neurons, any table from NAND."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check import tools
from course_lib.check.model import Case, Exercise, Misconception, case
from course_lib.check.tools import Wire

CHAPTER = "01_formal_neuron"
FOUR = array([[0, 0], [0, 1], [1, 0], [1, 1]])


def _and(neuron, a, b):
    return neuron([a, b], [1, 1], -1.5)


def _or(neuron, a, b):
    return neuron([a, b], [1, 1], -0.5)


def _nand(neuron, a, b):
    return neuron([a, b], [-1, -1], 1.5)


# --- half_adder -------------------------------------------------------------------------------


def half_adder(neuron, a, b):
    return _and(neuron, a, b), _and(neuron, _or(neuron, a, b), _nand(neuron, a, b))


def _adder_two_units(neuron, a, b):
    carry = neuron([a, b], (1, 1), -2)
    return [carry, neuron([a, b, carry], (1, 1, -2), -1)]


def _adder_nands(neuron, a, b):
    c = _nand(neuron, a, b)
    total = _nand(neuron, _nand(neuron, a, c), _nand(neuron, b, c))
    return _nand(neuron, c, c), total


def _adder_thresholds(neuron, a, b):
    carry = neuron([a, b], [1, 1], 1.5)
    return carry, neuron([a, b, carry], [1, 1, -2], 0.5)


def _adder_row(a: int, b: int) -> Case:
    return case(f"{a} + {b}", tools.neuron, Wire(a), Wire(b))


def _more_adder(rng: np.random.Generator) -> Iterator[Case]:
    for row in rng.permutation(4):
        yield _adder_row(int(row) // 2, int(row) % 2)


HALF_ADDER = Exercise(
    id="half_adder",
    chapter=CHAPTER,
    title="A half adder made of neurons",
    reference=half_adder,
    wanted="two wires, (carry, sum)",
    cases=tuple(_adder_row(a, b) for a, b in FOUR.tolist()),
    more=_more_adder,
    misconceptions=(
        Misconception(
            "order exchanged",
            lambda neuron, a, b: half_adder(neuron, a, b)[::-1],
            "your circuit is right, but the two results are exchanged: the carry comes first, as "
            "in the written number 10.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "sum is OR",
            lambda neuron, a, b: (_and(neuron, a, b), _or(neuron, a, b)),
            "your sum is 1 as soon as one input is 1, as OR is. When both are 1 it must be 0, for "
            "1 + 1 = 10. If you take the carry away with the weight -1, count: 1 + 1 - 1 is "
            "still 1.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "sum is NAND",
            lambda neuron, a, b: (_and(neuron, a, b), _nand(neuron, a, b)),
            "your sum is a NAND b. It is 1 even where nothing is added: 0 + 0 must give 0.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "carry is OR",
            lambda neuron, a, b: (_or(neuron, a, b), half_adder(neuron, a, b)[1]),
            "your carry fires as soon as one input is 1. A carry is needed only when both are.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "sum is AND",
            lambda neuron, a, b: (_and(neuron, a, b), _and(neuron, a, b)),
            "your sum is 1 only when both inputs are. It must be 1 when exactly one is.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "one neuron for the sum",
            lambda neuron, a, b: (_and(neuron, a, b), neuron([a, b], [1, -1], -0.5)),
            "your sum fires for a without b, but not for b without a. One neuron cannot do both: "
            "it needs the help of others.",
            (CHAPTER, "Circuits of neurons"),
        ),
        Misconception(
            "a threshold for a bias, and the carry follows",
            _adder_thresholds,
            "your carry fires always. Look at the biases: neuron(...) adds them, so a threshold "
            "of 1.5 is the bias -1.5.",
            (CHAPTER, "Threshold and bias"),
        ),
        Misconception(
            "thresholds for biases",
            lambda neuron, a, b: (neuron([a, b], [1, 1], 1.5), neuron([a, b], [1, 1], 0.5)),
            "both neurons fire always. Look at the biases: neuron(...) adds them, so a threshold "
            "of 1.5 is the bias -1.5.",
            (CHAPTER, "Threshold and bias"),
        ),
    ),
    alternatives=(_adder_two_units, _adder_nands),
    hints=(
        "Write down the four sums as two-digit binary numbers: 00, 01, 01, 10. Which gate makes "
        "the left digit?",
        "The carry is AND. The sum is 1 where at least one input is on (OR) and not both are on "
        "(NAND).",
        "Feed the results of an OR neuron and a NAND neuron into an AND neuron. Each is one call "
        "of neuron([...], weights, bias), with the weights from the task before.",
    ),
    section=(CHAPTER, "Circuits of neurons"),
    sources=("A2",),
    points=(2, 1),
    off_limits=("course_lib.circuits.half_adder", "course_lib.check.tools.xor"),
)


# --- table_from_nand --------------------------------------------------------------------------


def table_from_nand(nand, table, a, b):
    not_a, not_b = nand(a, a), nand(b, b)
    rows = [(not_a, not_b), (not_a, b), (a, not_b), (a, b)]
    answer = nand(a, not_a)  # always 1, which stands for "no row has spoken yet"
    for (left, right), wanted in zip(rows, table, strict=True):
        if wanted:
            # nand(left, right) is silent exactly in its own row; so is the AND of several such.
            both = nand(answer, nand(left, right))
            answer = nand(both, both)
    return nand(answer, answer)


def _table_by_choice(nand, table, a, b):
    def half(zero, one):  # a function of b alone
        if zero == one:
            constant = nand(b, nand(b, b))
            return constant if one else nand(constant, constant)
        return b if one else nand(b, b)

    return nand(nand(a, half(table[2], table[3])), nand(nand(a, a), half(table[0], table[1])))


def _table_by_name(nand, table, a, b):
    def no(x):
        return nand(x, x)

    def yes(x, y):
        return no(nand(x, y))

    def either(x, y):
        return nand(no(x), no(y))

    terms = []
    if table[0]:
        terms.append(yes(no(a), no(b)))
    if table[1]:
        terms.append(yes(no(a), b))
    if table[2]:
        terms.append(yes(a, no(b)))
    if table[3]:
        terms.append(yes(a, b))
    if not terms:
        return 0
    result = terms[0]
    for term in terms[1:]:
        result = either(result, term)
    return result


def _table_complement(nand, table, a, b):
    right = table_from_nand(nand, table, a, b)
    return nand(right, right)


def _table_first_one(nand, table, a, b):
    first = np.zeros(4, dtype=int)
    if np.any(table):
        first[int(np.argmax(table))] = 1
    return table_from_nand(nand, first, a, b)


def _table_joined(joint):
    """The watchers of the rows with a 1, joined by something other than OR."""

    def wrong(nand, table, a, b):
        not_a, not_b, result = nand(a, a), nand(b, b), None
        rows = [(not_a, not_b), (not_a, b), (a, not_b), (a, b)]
        for (left, right), wanted in zip(rows, table, strict=True):
            if wanted:
                outside = nand(left, right)
                watcher = nand(outside, outside)
                result = watcher if result is None else joint(nand, result, watcher)
        if result is None:
            return table_from_nand(nand, table, a, b)
        return result

    return wrong


def _joint_and(nand, p, q):
    both = nand(p, q)
    return nand(both, both)


def _table_view(args, result):
    """All four rows of the answer; a constant answer holds in every row."""
    value = tools.read(result)
    return np.full(4, value) if isinstance(value, int | float | np.number) else value


def _nand_case(name: str, table: list[int]) -> Case:
    return case(name, tools.nand, array(table), *tools.wires(FOUR))


def _more_tables(rng: np.random.Generator) -> Iterator[Case]:
    yield _nand_case("more", rng.integers(0, 2, 4).tolist())


TABLE_FROM_NAND = Exercise(
    id="table_from_nand",
    chapter=CHAPTER,
    title="Any table from NAND alone",
    reference=table_from_nand,
    wanted="one wire, built with nand(...)",
    cases=(
        _nand_case("AND", [0, 0, 0, 1]),
        _nand_case("OR", [0, 1, 1, 1]),
        _nand_case("only the row 0 1", [0, 1, 0, 0]),
        _nand_case("XNOR, equal inputs", [1, 0, 0, 1]),
        _nand_case("never", [0, 0, 0, 0]),
    ),
    more=_more_tables,
    misconceptions=(
        Misconception(
            "opposite table",
            _table_complement,
            "you build exactly the opposite table: one NOT is missing at the end, or there is one "
            "too many.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "rows 01 and 10 exchanged",
            lambda nand, table, a, b: table_from_nand(nand, table, b, a),
            "the rows 0 1 and 1 0 are exchanged. In counting order the row 0 1 means a = 0 and "
            "b = 1, and it is table[1].",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "row 00 forgotten",
            lambda nand, table, a, b: table_from_nand(nand, [0, *table[1:]], a, b),
            "the first row, where both inputs are 0, is left out. It needs NOT a and NOT b.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "only one row",
            _table_first_one,
            "only the first row with a 1 is built. A table may have several: join them, so that "
            "one or the other may be true.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "rows joined by AND",
            _table_joined(_joint_and),
            "you join the rows by AND. No input is in two rows at once, so with two rows that is "
            "always 0. One or the other has to speak: OR.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "rows joined by NAND",
            _table_joined(lambda nand, p, q: nand(p, q)),
            "single rows are right, but you join them by nand(p, q), which is not OR. p OR q is "
            "NAND of NOT p and NOT q.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "rows backwards",
            lambda nand, table, a, b: table_from_nand(nand, table[::-1], a, b),
            "you read the table backwards. table[0] is the row 0 0, table[3] the row 1 1.",
            (CHAPTER, "NAND makes everything"),
        ),
        Misconception(
            "always the same",
            lambda nand, table, a, b: nand(a, b),
            "you answer nand(a, b), whatever the table says. That is the example; your function "
            "has to look at the table.",
            (CHAPTER, "NAND makes everything"),
        ),
    ),
    alternatives=(_table_by_choice, _table_by_name),
    hints=(
        "First the small ones: nand(a, a) is NOT a. How do you make AND and OR from nand?",
        "For each row with a 1 build a wire that is 1 in that row only (an AND of a or NOT a and "
        "b or NOT b). Then join these wires by OR.",
        "NOT x is nand(x, x); x AND y is NOT of nand(x, y); x OR y is nand(NOT x, NOT y). Start "
        "with a wire that is always 0, a AND NOT a, and OR the rows onto it in a loop.",
    ),
    section=(CHAPTER, "NAND makes everything"),
    sources=("A2", "B5"),
    points=(2, 2),
    view=_table_view,
    off_limits=("course_lib.circuits.from_truth_table",),
)

EXERCISES = (HALF_ADDER, TABLE_FROM_NAND)
