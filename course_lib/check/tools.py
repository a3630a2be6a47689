"""Wires, and the parts that a circuit may be built of.

In a wiring task the inputs are wires.  A wire can be handed to a neuron, but not looked at: then
`if a == b` or a table of answers cannot replace the circuit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

ADVICE = "a wire cannot be looked at or calculated with; hand it to the part that you were given"


class WireError(TypeError):
    """Somebody tried to do with a wire what only a neuron may do."""


class Wire:
    """A signal on its way through a circuit, and how many parts it has passed.

    The signal is 0 or 1, or an array of them: then the circuit is tried on all rows at once.
    """

    __slots__ = ("_depth", "_value")

    def __init__(self, value: Any, depth: int = 0):
        self._value = value
        self._depth = depth

    def _refuse(self, *_: Any) -> NoReturn:
        raise WireError(ADVICE)

    __bool__ = __int__ = __float__ = __index__ = __len__ = __iter__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _refuse
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = _refuse
    __mod__ = __rmod__ = __truediv__ = __rtruediv__ = __pow__ = __abs__ = _refuse
    __matmul__ = __rmatmul__ = _refuse
    __hash__ = None  # type: ignore[assignment]
    __array_ufunc__ = None  # lets NumPy's own operators ask us, so that we can refuse

    def __repr__(self) -> str:
        return "a wire"


def read(signal: Any) -> Any:
    """What is on a wire: 0 or 1, or an array of them; anything else is returned as it is."""
    return signal._value if isinstance(signal, Wire) else signal


def depth(signal: Any) -> int:
    """How many parts lie between the inputs and this point."""
    return signal._depth if isinstance(signal, Wire) else 0


def wires(rows: np.ndarray) -> list[Wire]:
    """One wire for each column of a table of inputs (rows, inputs)."""
    return [Wire(column) for column in np.asarray(rows).T]


def _bits(signal: Any) -> Any:
    value = read(signal)
    try:
        if np.isin(value, (0, 1)).all():
            return np.asarray(value, dtype=int)
    except (TypeError, ValueError):
        pass
    raise TypeError(f"the inputs of a part are wires, 0 or 1, but one of them is {value!r}")


def _new(value: Any, *sources: Any) -> Wire:
    value = np.asarray(value, dtype=int)
    return Wire(
        value if value.ndim else int(value), 1 + max((depth(s) for s in sources), default=0)
    )


def neuron(inputs: Sequence[Any], weights: Sequence[float], bias: float) -> Wire:
    """A threshold unit on wires: 1 where weights·inputs + bias >= 0, else 0."""
    for what, values in (("inputs", inputs), ("weights", weights)):
        if not isinstance(values, list | tuple | np.ndarray):
            raise ValueError(
                f"the {what} of a neuron stand in a list, as many weights as inputs: "
                "neuron([a, b], [1, 1], -0.5)"
            )
    if len(inputs) != len(weights):
        raise ValueError(
            f"a neuron has as many weights as inputs; this one has {len(inputs)} inputs and "
            f"{len(weights)} weights"
        )
    pairs = zip(inputs, weights, strict=True)
    total = sum(float(weight) * _bits(signal) for signal, weight in pairs)
    return _new(np.asarray(total + float(bias)) >= 0, *inputs)


def nand(a: Any, b: Any) -> Wire:
    """NAND on wires: 0 only where both inputs are 1."""
    return _new(1 - _bits(a) * _bits(b), a, b)


def xor(a: Any, b: Any) -> Wire:
    """Exclusive or on wires: 1 where exactly one input is 1."""
    return _new(_bits(a) != _bits(b), a, b)
