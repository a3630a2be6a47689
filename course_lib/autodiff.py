"""Blame on a graph: a number that remembers how it was made.

Every operation on a `Value` makes a new one that knows its parents and, for each parent, the local
slope: by how much the result moves when that parent moves.  `backward` walks the graph once, from
the result to the start, and multiplies and adds these slopes (the chain rule).  A graph shows
itself in a notebook: numbers forward in black, gradients backward in colour.

Source: Linnainmaa 1970; Rumelhart, Hinton & Williams 1986.  Chapter 5.
"""

from __future__ import annotations

import math

from course_lib._validation import real_number
from course_lib.graph_drawing import draw

__all__ = ["Value", "exp", "log", "relu", "sigmoid", "tanh", "topological_order"]


class Value:
    """A number in a graph.

    data: the number      grad: ∂result/∂this, after `result.backward()`
    name: for the drawing      parents: the values it was made from, as (value, local slope)
    """

    __slots__ = ("data", "grad", "name", "operation", "parents")

    def __init__(self, data: float, name: str = ""):
        self.data = real_number(data, "data")
        self.grad = 0.0
        self.name, self.operation = name, ""
        self.parents: tuple[tuple[Value, float], ...] = ()

    def backward(self) -> None:
        """Fill `grad` of every value that this one depends on; their old gradients are lost."""
        order = topological_order(self)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in value.parents:
                parent.grad += slope * value.grad  # several paths to a parent: add up

    def __add__(self, other):
        other = _value(other)
        return _made("+", self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = _value(other)
        return _made("×", self.data * other.data, (self, other.data), (other, self.data))

    def __sub__(self, other):
        other = _value(other)
        return _made("-", self.data - other.data, (self, 1.0), (other, -1.0))

    def __truediv__(self, other):
        other = _value(other)
        if other.data == 0:
            raise ZeroDivisionError(f"{self.data:g} / 0: a divisor other than 0 expected")
        a, b = self.data, other.data
        return _made("/", a / b, (self, 1 / b), (other, -a / (b * b)))

    def __pow__(self, power: float):
        power = real_number(power, "power")
        if self.data < 0 and power != int(power) or self.data == 0 and power < 1:
            raise ValueError(f"power: {self.data:g} ** {power:g} has no real value or slope")
        slope = power * self.data ** (power - 1)
        return _made(f"^{power:g}", self.data**power, (self, slope))

    def __neg__(self):
        return _made("negative", -self.data, (self, -1.0))

    def __radd__(self, other):
        return _value(other) + self

    def __rmul__(self, other):
        return _value(other) * self

    def __rsub__(self, other):
        return _value(other) - self

    def __rtruediv__(self, other):
        return _value(other) / self

    def exp(self):
        """e to this power; its slope is itself."""
        e = math.exp(self.data)
        return _made("exp", e, (self, e))

    def log(self):
        """Natural logarithm; slope 1 / x."""
        if self.data <= 0:
            raise ValueError(f"log: a number above 0 expected, got {self.data:g}")
        return _made("log", math.log(self.data), (self, 1 / self.data))

    def relu(self):
        """max(0, x); slope 0 at x = 0."""
        return _made("ReLU", max(self.data, 0.0), (self, float(self.data > 0)))

    def tanh(self):
        """Hyperbolic tangent; slope 1 - a²."""
        a = math.tanh(self.data)
        return _made("tanh", a, (self, 1 - a * a))

    def sigmoid(self):
        """Logistic curve; slope a (1 - a)."""
        e = math.exp(-abs(self.data))
        a = (1 if self.data >= 0 else e) / (1 + e)
        return _made("σ", a, (self, a * (1 - a)))

    def __repr__(self):
        name = f"{self.name} = " if self.name else ""
        return f"Value({name}{self.data:.6g}, grad {self.grad:.6g})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        if self.parents:
            svg, alt = draw(topological_order(self))
            return {"image/svg+xml": svg, "text/plain": repr(self)}, {"image/svg+xml": {"alt": alt}}
        return {"text/plain": repr(self)}, {}


def exp(x):
    """e to the power of a `Value` or number."""
    return _value(x).exp()


def log(x):
    """Natural logarithm of a `Value` or number."""
    return _value(x).log()


def relu(x):
    """max(0, x) of a `Value` or number."""
    return _value(x).relu()


def sigmoid(x):
    """The logistic curve of a `Value` or number."""
    return _value(x).sigmoid()


def tanh(x):
    """Hyperbolic tangent of a `Value` or number."""
    return _value(x).tanh()


def topological_order(result: Value) -> list[Value]:
    """All values that `result` depends on, parents before children, the result last.

    An explicit stack, no recursion: a chain of a million values is no problem.
    """
    order: list[Value] = []
    seen: set[int] = set()
    stack = [(result, False)]
    while stack:
        value, parents_done = stack.pop()
        if parents_done:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            stack.append((value, True))
            stack.extend((parent, False) for parent, _ in reversed(value.parents))
    return order


def _value(x) -> Value:
    return x if isinstance(x, Value) else Value(x)


def _made(operation: str, data: float, *parents: tuple[Value, float]) -> Value:
    # not through __init__: a result may be infinite, what one types in may not
    value = Value.__new__(Value)
    value.data, value.grad, value.name = data, 0.0, ""
    value.operation, value.parents = operation, parents
    return value
