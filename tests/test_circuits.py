import numpy as np
import pytest

from course_lib.circuits import (
    AND,
    GATES,
    NAND,
    NOR,
    NOT,
    OR,
    Circuit,
    Gate,
    all_tables,
    from_truth_table,
    full_adder,
    gate_from_threshold,
    half_adder,
    inputs,
    nand_gate,
    one_unit_tables,
    parallelograms,
    ripple_adder,
    stretched_xor,
    truth_table,
    xor_circuit,
)
from course_lib.separability import separate


def test_inputs_are_in_counting_order():
    assert inputs(1).tolist() == [[0], [1]]
    assert inputs(2).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert (inputs(5) @ 2 ** np.arange(5)[::-1] == np.arange(32)).all()


@pytest.mark.parametrize(
    ("name", "table"),
    [("AND", "0001"), ("OR", "0111"), ("NAND", "1110"), ("NOR", "1000"), ("NOT", "10")],
)
def test_the_gates_make_their_tables(name, table):
    gate = GATES[name]
    assert "".join(map(str, truth_table(gate, len(gate.w)))) == table


def test_a_gate_answers_one_row_or_whole_columns():
    assert AND(1, 1) == 1
    assert OR(*inputs(2).T).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize("bias", [-2, -1.5, -1.01])
def test_every_bias_from_minus_two_up_to_minus_one_makes_and(bias):
    assert truth_table(Gate((1, 1), bias), 2).tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(("bias", "table"), [(1.5, [1, 1, 1, 1]), (-1, [0, 1, 1, 1])])
def test_other_biases_do_not(bias, table):
    assert truth_table(Gate((1, 1), bias), 2).tolist() == table


def test_nand_of_many_inputs_is_silent_only_when_all_are_on():
    assert nand_gate(2) == NAND
    for n in (1, 3, 5):
        assert truth_table(nand_gate(n), n).tolist() == [1] * (2**n - 1) + [0]


def test_a_threshold_becomes_a_bias():
    assert gate_from_threshold([1, 1], 1.5) == AND
    assert str(gate_from_threshold([1], 0).b) == "0.0"


def test_truth_table_calls_any_function_of_zeros_and_ones():
    assert truth_table(lambda a, b, c: a ^ b ^ c, 3).tolist() == [0, 1, 1, 0, 1, 0, 0, 1]
    assert truth_table(lambda a: a == 1, 1).tolist() == [0, 1]


def test_xor_is_or_and_nand_joined_by_and():
    net = xor_circuit()
    assert net.table().tolist() == [0, 1, 1, 0]
    assert (net.size, net.depth, net.outputs) == (3, 2, ["xor"])
    values = net.run(inputs(2))
    assert values["or"].tolist() == [0, 1, 1, 1]
    assert values["nand"].tolist() == [1, 1, 1, 0]
    assert net(0, 1) == 1


def test_the_half_adder_adds():
    carry, total = half_adder().table().T
    assert (2 * carry + total == inputs(2).sum(axis=1)).all()
    assert half_adder()(1, 1) == (1, 0)


def test_the_full_adder_adds_with_two_units():
    total, carry = full_adder().table().T
    assert (2 * carry + total == inputs(3).sum(axis=1)).all()
    assert full_adder().size == 2


def test_the_ripple_adder_adds_all_pairs_of_five_bits():
    bits = 5
    adder = ripple_adder(bits)
    rows = inputs(2 * bits + 1)
    place = 2 ** np.arange(bits)
    a, b = rows[:, :bits] @ place, rows[:, bits : 2 * bits] @ place
    values = adder.run(rows)
    total = sum(values[name] << k for k, name in enumerate(adder.outputs))
    assert (total == a + b + rows[:, -1]).all()
    assert (adder.size, adder.depth) == (2 * bits, bits + 1)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_nand_makes_every_table(n):
    for table in all_tables(n):
        circuit = from_truth_table(table)
        assert (circuit.table() == table).all()
        assert circuit.depth <= 3
        for sources, gate in circuit.units.values():
            assert gate == nand_gate(len(sources))


def test_a_table_needs_one_unit_per_row_beside_the_nots_and_the_output():
    parity = inputs(4).sum(axis=1) % 2
    assert from_truth_table(parity).size == 4 + 8 + 1


def test_values_run_through_a_circuit_of_mixed_gates():
    circuit = Circuit(["a", "b"], outputs=["same", "none"])
    circuit.add("none", ["a", "b"], NOR)
    circuit.add("both", ["a", "b"], AND)
    circuit.add("same", ["none", "both"], OR)
    assert circuit.table().tolist() == [[1, 1], [0, 0], [0, 0], [1, 0]]
    assert circuit.run([1, 1])["same"].tolist() == [1]


def test_the_last_unit_is_the_output_if_none_is_named():
    circuit = Circuit(["x"])
    circuit.add("not", ["x"], NOT)
    assert circuit.outputs == ["not"]


@pytest.mark.parametrize(("n", "count"), [(1, 4), (2, 14), (3, 104), (4, 1882)])
def test_tables_of_one_unit_and_stretched_xors_make_up_all_tables(n, count):
    """The two proofs meet: weights for the one kind, a crossed pair for the other."""
    made, every = one_unit_tables(n), all_tables(n)
    assert len(made) == count
    impossible = stretched_xor(every)
    place = 2 ** np.arange(2**n)[::-1]
    assert (made @ place).tolist() == np.flatnonzero(~impossible).tolist()


def test_too_small_weights_find_too_few_tables():
    assert len(one_unit_tables(3, max_weight=1)) == 56
    assert len(one_unit_tables(4, max_weight=2)) == 986


def test_each_made_table_is_separable_and_each_other_one_is_not():
    separable = [separate(inputs(3), table).separable for table in all_tables(3)]
    assert (~stretched_xor(all_tables(3)) == separable).all()


def test_only_xor_and_its_opposite_are_missing_for_two_inputs():
    missing = all_tables(2)[stretched_xor(all_tables(2))]
    assert missing.tolist() == [[0, 1, 1, 0], [1, 0, 0, 1]]
    assert stretched_xor([0, 1, 1, 0]) is True
    assert stretched_xor([0, 0, 0, 1]) is False


@pytest.mark.parametrize(("n", "count"), [(2, 1), (3, 12), (4, 100)])
def test_parallelograms_have_equal_middles(n, count):
    corners = inputs(n)
    crossed = parallelograms(n)
    assert len(crossed) == count
    for (a, b), (c, d) in crossed:
        assert (corners[a] + corners[b] == corners[c] + corners[d]).all()
        assert len({a, b, c, d}) >= 3


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: inputs(0), ValueError, "n: a whole number from 1 to 16 expected, got 0"),
        (lambda: inputs(2.0), TypeError, r"n: a whole number expected, got 2.0 \(float\)"),
        (lambda: AND(1), ValueError, "x: one input for each of the 2 weights expected, got 1"),
        (
            lambda: AND([0, 1], [1, 0, 1]),
            ValueError,
            r"x: inputs of equal length expected, got shapes \(2,\), \(3,\)",
        ),
        (lambda: AND("on", 1), TypeError, "x: real numbers expected, got 'on'"),
        (lambda: AND(np.nan, 1), ValueError, "x: finite numbers expected, got nan"),
        (lambda: truth_table("AND", 2), TypeError, "function: something to call expected"),
        (
            lambda: truth_table(lambda a, b: None, 2),
            TypeError,
            "outputs of the function: real numbers expected, got array",
        ),
        (lambda: truth_table(lambda a: 2 * a, 1), ValueError, "only 0 and 1 expected, got 2"),
        (lambda: truth_table(lambda a: (a, a), 1), ValueError, "1 axes expected, got shape"),
        (lambda: Circuit([]), ValueError, "names: at least one name, each once, expected"),
        (lambda: Circuit(["a", "a"]), ValueError, "names: at least one name, each once, expected"),
        (lambda: Circuit("ab"), TypeError, "names: a list of names expected, got 'ab'"),
        (lambda: Circuit(3), TypeError, r"names: a list of names expected, got 3 \(int\)"),
        (lambda: Circuit([1]), TypeError, r"names: names \(text\) expected, got 1"),
        (lambda: Circuit(["a"]).run([1]), ValueError, "at least one unit expected, got none"),
        (lambda: Circuit(["a"], ["y"]).table(), ValueError, "outputs: names of units expected"),
        (lambda: Circuit(["a"]).add("a", ["a"], NOT), ValueError, "name: 'a' is used already"),
        (
            lambda: Circuit(["a"]).add("y", ["b"], NOT),
            ValueError,
            "sources: 'b' is neither an input nor an earlier unit",
        ),
        (
            lambda: Circuit(["a"]).add("y", ["a"], AND),
            ValueError,
            "gate: 1 weights expected, got 2",
        ),
        (lambda: Circuit(["a"]).add("y", ["a"], "NOT"), TypeError, "gate: a Gate .* expected"),
        (lambda: Circuit(["a"]).add("y", "a", NOT), TypeError, "sources: a list of names expected"),
        (lambda: xor_circuit().run([1, 0, 1]), ValueError, "x: 2 columns expected, got 3"),
        (lambda: xor_circuit().run([[0, 2]]), ValueError, "x: only 0 and 1 expected, got 2"),
        (lambda: xor_circuit()(), ValueError, "x: at least one number expected"),
        (lambda: from_truth_table([0, 1, 1]), ValueError, "table: 2, 4, 8, 16 .* got 3"),
        (lambda: from_truth_table([0]), ValueError, "table: 2, 4, 8, 16 .* got 1"),
        (lambda: from_truth_table([0, 2]), ValueError, "table: only 0 and 1 expected, got 2"),
        (lambda: from_truth_table([]), ValueError, "table: at least one number expected"),
        (lambda: one_unit_tables(5), ValueError, "n: a whole number from 1 to 4 expected, got 5"),
        (lambda: stretched_xor([0, 1, 1]), ValueError, "tables: 2, 4, .* expected, got 3"),
        (lambda: stretched_xor("0110"), TypeError, "tables: real numbers expected, got '0110'"),
        (lambda: all_tables(True), TypeError, "n: a whole number expected, got True"),
        (lambda: ripple_adder(0), ValueError, "bits: a whole number from 1 to 64 expected, got 0"),
        (lambda: gate_from_threshold(1, 1), ValueError, "w: 1 axes expected"),
        (lambda: gate_from_threshold([1], None), TypeError, "threshold: real numbers expected"),
    ],
)
def test_wrong_input_is_named_in_one_line(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
