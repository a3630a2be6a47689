"""Gates and circuits made of threshold units, and what a single unit can and cannot do.

A truth table lists the outputs for all inputs in counting order 00, 01, 10, 11.  Chapters 1 and 3.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, combinations_with_replacement, product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import (
    binary_array,
    describe,
    real_array,
    real_number,
    whole_number,
)
from course_lib.neurons import threshold_unit


class Gate(NamedTuple):
    """Weights and bias of one threshold unit H(w·x + b)."""

    w: tuple[float, ...]
    b: float

    def __call__(self, *x: ArrayLike) -> int | NDArray[np.int64]:
        """Output for one value, or one array of values, per input."""
        if len(x) != len(self.w):
            raise ValueError(
                f"x: one input for each of the {len(self.w)} weights expected, got {len(x)}"
            )
        columns = [real_array(v, "x", ndim=(0, 1)) for v in x]
        if len({column.shape for column in columns}) > 1:
            shapes = ", ".join(str(column.shape) for column in columns)
            raise ValueError(f"x: inputs of equal length expected, got shapes {shapes}")
        return threshold_unit(np.stack(columns, axis=-1), self.w, self.b)


AND = Gate((1, 1), -1.5)
OR = Gate((1, 1), -0.5)
NAND = Gate((-1, -1), 1.5)
NOR = Gate((-1, -1), 0.5)
NOT = Gate((-1,), 0.5)
GATES = {"AND": AND, "OR": OR, "NAND": NAND, "NOR": NOR, "NOT": NOT}


def nand_gate(n: int) -> Gate:
    """NAND of n inputs: silent only when all of them are 1."""
    n = whole_number(n, "n")
    return Gate((-1,) * n, n - 0.5)


def inputs(n: int) -> NDArray[np.int64]:
    """All 2**n rows of n zeros and ones in counting order, (2**n, n), for n up to 16."""
    n = whole_number(n, "n", 1, 16)
    return (np.arange(2**n)[:, None] >> np.arange(n)[::-1]) & 1


def truth_table(function: Callable[..., ArrayLike], n: int) -> NDArray[np.int64]:
    """Outputs (2**n,) of a function of n zeros and ones, row by row in counting order."""
    if not callable(function):
        raise TypeError(f"function: something to call expected, got {describe(function)}")
    rows = [function(*(int(v) for v in row)) for row in inputs(n)]
    return binary_array(np.array(rows), "outputs of the function", ndim=1)


class Circuit:
    """Threshold units wired to each other without loops.

    names: the names of the inputs.  Units are added with `add`, each may read inputs and earlier
    units; outputs are the names in `outputs`, the last unit if none are given.
    """

    def __init__(self, names: Sequence[str], outputs: Sequence[str] = ()):
        self.names = _names(names, "names")
        if not self.names or len(set(self.names)) < len(self.names):
            raise ValueError(f"names: at least one name, each once, expected, got {names!r}")
        self.units: dict[str, tuple[tuple[str, ...], Gate]] = {}
        self._outputs = _names(outputs, "outputs")

    def add(self, name: str, sources: Iterable[str], gate: Gate) -> str:
        """Add a unit that reads `sources` with the weights and bias of `gate`; returns its name.

        Raises ValueError for a name already used, an unknown source, or a weight too few.
        """
        if not isinstance(gate, Gate):
            raise TypeError(f"gate: a Gate with weights and a bias expected, got {describe(gate)}")
        sources = tuple(_names(sources, "sources"))
        if name in self.names or name in self.units:
            raise ValueError(f"name: {name!r} is used already")
        for source in sources:
            if source not in self.names and source not in self.units:
                raise ValueError(f"sources: {source!r} is neither an input nor an earlier unit")
        if len(gate.w) != len(sources):
            raise ValueError(f"gate: {len(sources)} weights expected, got {len(gate.w)}")
        self.units[name] = (sources, gate)
        return name

    @property
    def outputs(self) -> list[str]:
        """Names of the units whose values are the answer."""
        return self._outputs or list(self.units)[-1:]

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.units)

    @property
    def depth(self) -> int:
        """Units on the longest way from an input to a unit."""
        level = dict.fromkeys(self.names, 0)
        for name, (sources, _) in self.units.items():
            level[name] = 1 + max(level[s] for s in sources)
        return max(level.values())

    def run(self, x: ArrayLike) -> dict[str, NDArray[np.int64]]:
        """The value of every input and every unit for the rows of x.

        x: (n, d) or (d,) zeros and ones, one column per input.  Returns name -> (n,).
        Raises ValueError for another number of columns, or if an output is not there (yet).
        """
        for name in self._outputs:
            if name not in self.names and name not in self.units:
                raise ValueError(
                    f"outputs: names of units expected, got {name!r}, not added so far"
                )
        if not self.outputs:
            raise ValueError("circuit: at least one unit expected, got none; add it with `add`")
        rows = np.atleast_2d(binary_array(x, "x", ndim=(1, 2)))
        if rows.shape[1] != len(self.names):
            raise ValueError(f"x: {len(self.names)} columns expected, got {rows.shape[1]}")
        values = dict(zip(self.names, rows.T, strict=True))
        for name, (sources, gate) in self.units.items():
            columns = np.stack([values[s] for s in sources], axis=1)
            values[name] = np.atleast_1d(threshold_unit(columns, gate.w, gate.b))
        return values

    def __call__(self, *x: int) -> int | tuple[int, ...]:
        """The outputs for one row of inputs: an int for one output, else a tuple."""
        values = self.run(np.array([x]))
        answer = tuple(int(values[name][0]) for name in self.outputs)
        return answer if len(answer) > 1 else answer[0]

    def table(self) -> NDArray[np.int64]:
        """The truth table of the outputs, (2**n,) for one output, (2**n, k) for k."""
        values = self.run(inputs(len(self.names)))
        columns = np.stack([values[name] for name in self.outputs], axis=1)
        return columns[:, 0] if columns.shape[1] == 1 else columns


def xor_circuit() -> Circuit:
    """XOR from three units: (x1 OR x2) AND (x1 NAND x2)."""
    circuit = Circuit(["x1", "x2"])
    circuit.add("or", ["x1", "x2"], OR)
    circuit.add("nand", ["x1", "x2"], NAND)
    circuit.add("xor", ["or", "nand"], AND)
    return circuit


def half_adder() -> Circuit:
    """Sum and carry of two bits from four units, wired as in digital electronics."""
    circuit = Circuit(["a", "b"], outputs=["carry", "sum"])
    circuit.add("or", ["a", "b"], OR)
    circuit.add("nand", ["a", "b"], NAND)
    circuit.add("sum", ["or", "nand"], AND)
    circuit.add("carry", ["a", "b"], AND)
    return circuit


def full_adder() -> Circuit:
    """Sum and carry of three bits from two units; the second also reads the first, weight −2."""
    return ripple_adder(1)


def ripple_adder(bits: int) -> Circuit:
    """Adder of two numbers of `bits` bits, and a carry, from two threshold units per bit.

    Inputs a0…, b0… (lowest bit first), then c.  Outputs s0…, then the last carry.
    """
    bits = whole_number(bits, "bits", 1, 64)
    names = [f"a{i}" for i in range(bits)] + [f"b{i}" for i in range(bits)] + ["c"]
    circuit = Circuit(names, outputs=[f"s{i}" for i in range(bits)] + [f"c{bits}"])
    carry = "c"
    for i in range(bits):
        three = [f"a{i}", f"b{i}", carry]
        carry = circuit.add(f"c{i + 1}", three, Gate((1, 1, 1), -1.5))
        circuit.add(f"s{i}", [*three, carry], Gate((1, 1, 1, -2), -0.5))
    return circuit


def from_truth_table(table: ArrayLike) -> Circuit:
    """A circuit of NAND units only that gives the truth table.

    table: (2**n,) zeros and ones in counting order.
    One NAND for every row that ends in 1 notices that row by falling silent; the last NAND fires
    as soon as one of them is silent.
    Source: Sheffer 1913 (NAND makes every logical function).
    """
    rows = binary_array(table, "table", ndim=1)
    n = len(rows).bit_length() - 1
    if len(rows) < 2 or 2**n != len(rows):
        raise ValueError(f"table: 2, 4, 8, 16 … outputs expected, got {len(rows)}")
    names = [f"x{i + 1}" for i in range(n)]
    circuit = Circuit(names, outputs=["y"])
    opposite = {name: circuit.add(f"not_{name}", [name], nand_gate(1)) for name in names}
    terms = []
    for row in inputs(n)[rows == 1]:
        literals = [name if bit else opposite[name] for name, bit in zip(names, row, strict=True)]
        label = "row_" + "".join(map(str, row))
        terms.append(circuit.add(label, literals, nand_gate(n)))
    if not terms:  # never 1: NAND of something that is always 1
        terms.append(circuit.add("always", ["x1", "not_x1"], nand_gate(2)))
    circuit.add("y", terms, nand_gate(len(terms)))
    return circuit


def one_unit_tables(n: int, max_weight: int | None = None) -> NDArray[np.int64]:
    """All truth tables of n inputs that one threshold unit makes, (m, 2**n), by trying.

    Tries every integer weight in −max_weight…max_weight with every threshold half-way between
    two integers.  The default weights 1, 1, 2, 3 are large enough for n = 1, 2, 3, 4: the tables
    left over contain a stretched XOR, so no weights at all would make them.
    """
    n = whole_number(n, "n", 1, 4)
    size = max(1, n - 1) if max_weight is None else whole_number(max_weight, "max_weight", 1, 10)
    weights = np.array(list(product(range(-size, size + 1), repeat=n)))
    sums = weights @ inputs(n).T  # (tries, 2**n)
    place = 2 ** np.arange(2**n)[::-1]
    codes = [
        np.unique((sums > cut) @ place) for cut in np.arange(-n * size - 1, n * size + 1) + 0.5
    ]
    found = np.unique(np.concatenate(codes))
    return (found[:, None] >> np.arange(2**n)[::-1]) & 1


def parallelograms(n: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of pairs of corners of the n-cube with the same sum, as row numbers.

    Opposite corners of a parallelogram have the same middle: if two are true and the other two
    false, no plane can part them, whatever the weights.
    """
    corners = inputs(n)
    by_sum: dict[bytes, list[tuple[int, int]]] = {}
    for i, j in combinations_with_replacement(range(2**n), 2):
        by_sum.setdefault((corners[i] + corners[j]).tobytes(), []).append((i, j))
    return [pairs for group in by_sum.values() for pairs in combinations(group, 2)]


def stretched_xor(tables: ArrayLike) -> NDArray[np.bool_] | bool:
    """Whether a truth table holds an XOR, perhaps stretched: a proof that no unit makes it.

    tables: (2**n,) or (m, 2**n) zeros and ones.  Returns a bool or (m,) of them.
    True means impossible for one unit.  For n up to 4 the reverse holds too (checked by
    comparing with `one_unit_tables`), beyond that it need not.
    """
    many = binary_array(tables, "tables", ndim=(1, 2)).astype(bool)
    n = many.shape[-1].bit_length() - 1
    if many.shape[-1] < 2 or 2**n != many.shape[-1] or n > 6:
        raise ValueError(f"tables: 2, 4, … 64 outputs in a row expected, got {many.shape[-1]}")
    rows = np.atleast_2d(many)
    found = np.zeros(len(rows), dtype=bool)
    for (a, b), (c, d) in parallelograms(n):
        first, second = rows[:, a] & rows[:, b], rows[:, c] & rows[:, d]
        any_first, any_second = rows[:, a] | rows[:, b], rows[:, c] | rows[:, d]
        found |= (first & ~any_second) | (second & ~any_first)
    return bool(found[0]) if many.ndim == 1 else found


def all_tables(n: int) -> NDArray[np.int64]:
    """All truth tables of n inputs, (2**(2**n), 2**n), for n up to 4."""
    n = whole_number(n, "n", 1, 4)
    return inputs(2**n)


def gate_from_threshold(w: Sequence[float], threshold: float) -> Gate:
    """The gate that fires when w·x reaches the threshold."""
    weights = real_array(w, "w", ndim=1).tolist()
    return Gate(tuple(weights), 0.0 - real_number(threshold, "threshold"))


def _names(names: object, argument: str) -> list[str]:
    """`names` as a list of texts."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise TypeError(f"{argument}: a list of names expected, got {describe(names)}")
    listed = list(names)
    for name in listed:
        if not isinstance(name, str):
            raise TypeError(f"{argument}: names (text) expected, got {describe(name)}")
    return listed
