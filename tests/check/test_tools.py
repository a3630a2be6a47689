"""Wires can be wired and nothing else."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from course_lib import circuits
from course_lib.check.tools import Wire, WireError, depth, nand, neuron, read, wires, xor

ROWS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def test_parts_work_on_all_rows_at_once_and_agree_with_the_library():
    a, b = wires(ROWS)
    assert read(nand(a, b)).tolist() == circuits.NAND(*ROWS.T).tolist()
    assert read(xor(a, b)).tolist() == [0, 1, 1, 0]
    assert read(neuron([a, b], [1, 1], -1.5)).tolist() == circuits.AND(*ROWS.T).tolist()


def test_parts_accept_plain_digits_too():
    assert read(nand(1, 1)) == 0 and read(xor(1, 0)) == 1
    assert read(neuron([1, Wire(1)], [1, 1], -2)) == 1  # fires at its threshold


def test_depth_counts_the_parts_on_the_longest_way():
    a, b = wires(ROWS)
    assert depth(a) == 0 and depth(nand(a, b)) == 1 and depth(xor(nand(a, b), b)) == 2


@pytest.mark.parametrize(
    "look",
    [
        bool,
        int,
        float,
        list,
        len,
        abs,
        lambda w: w == 1,
        lambda w: w != 1,
        lambda w: w < 1,
        lambda w: 1 - w,
        lambda w: w * 2,
        lambda w: w & 1,
        lambda w: w | 1,
        lambda w: w ^ 1,
        lambda w: ~w,
        lambda w: -w,
        lambda w: np.array([1, 2]) * w,
        lambda w: w @ np.ones(2),
        lambda w: [0, 1][w],
    ],
)
def test_nothing_else_can_be_done_with_a_wire(look):
    with pytest.raises(WireError, match="cannot be looked at"):
        look(Wire(1))


def test_a_wire_does_not_show_what_it_carries():
    assert repr(Wire(1)) == repr(Wire(0)) == "a wire"
    with pytest.raises(TypeError):
        hash(Wire(1))
    assert read(copy.deepcopy(Wire(1))) == 1


@pytest.mark.parametrize("signal", [2, 0.5, "1", None, [0, 2]])
def test_a_part_refuses_what_is_not_a_signal(signal):
    with pytest.raises(TypeError, match="wires, 0 or 1"):
        nand(signal, 1)


def test_a_neuron_takes_lists_tuples_arrays_and_the_names_of_the_task():
    a, b = wires(ROWS)
    expected = circuits.AND(*ROWS.T).tolist()
    for inputs in ([a, b], (a, b), np.array([a, b])):
        assert read(neuron(inputs, np.array([1, 1]), -1.5)).tolist() == expected
    assert read(neuron(inputs=[a, b], weights=[1, 1], bias=-1.5)).tolist() == expected


@pytest.mark.parametrize("x", [[1], [1, 1, 1], 1, Wire(1)])
def test_a_neuron_wants_as_many_inputs_as_weights(x):
    with pytest.raises(ValueError, match="as many weights as inputs"):
        neuron(x, [1, 1], 0)
