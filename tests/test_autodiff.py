"""The scalar graph: local slopes, shared paths, long chains, its picture."""

import math
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import autodiff
from course_lib.autodiff import Value, topological_order
from course_lib.layers import Dense, Sigmoid
from course_lib.losses import squared_error
from course_lib.network import Network


def test_blame_by_hand():
    x, y, b = Value(3, "x"), Value(-4, "y"), Value(1, "b")
    z = x * y + b
    z.backward()
    assert z.data == -11
    assert (x.grad, y.grad, b.grad) == (-4, 3, 1)


def test_blame_of_shared_values_adds_up():
    x = Value(3.0)
    y = x * x + x
    y.backward()
    assert x.grad == 7
    y.backward()  # once more: gradients start anew, they do not pile up
    assert x.grad == 7


FUNCTIONS = {
    "sum": lambda x: 2 + x + 3,
    "difference": lambda x: 5 - x - 1,
    "product": lambda x: 2 * x * x,
    "quotient": lambda x: 1 / x + x / 3,
    "power": lambda x: x**3 + x**-1,
    "negative": lambda x: -x,
    "exp": autodiff.exp,
    "log": lambda x: autodiff.log(x * x),
    "tanh": autodiff.tanh,
    "sigmoid": autodiff.sigmoid,
    "relu": lambda x: autodiff.relu(x) + autodiff.relu(-x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@given(st.floats(0.1, 3), st.sampled_from([-1, 1]))
def test_slopes_agree_with_central_differences(name, size, sign):
    f, at = FUNCTIONS[name], sign * size
    x = Value(at)
    f(x).backward()
    numeric = (f(Value(at + 1e-6)).data - f(Value(at - 1e-6)).data) / 2e-6
    assert x.grad == pytest.approx(numeric, rel=1e-5, abs=1e-6)


def test_a_small_network_has_the_gradients_of_the_matrix_form():
    network = Network([Dense(2, 2), Sigmoid(), Dense(2, 1)], squared_error, dtype=np.float64)
    network.gradient([[0.3, -0.8]], [[1.0]])
    p = [Value(v) for v in network.parameters]
    h = [autodiff.sigmoid(p[2 * i] * 0.3 + p[2 * i + 1] * -0.8 + p[4 + i]) for i in (0, 1)]
    loss = (p[6] * h[0] + p[7] * h[1] + p[8] - 1) ** 2 * 0.5
    loss.backward()
    assert [v.grad for v in p] == pytest.approx(network.gradients.tolist())


def test_a_chain_of_a_hundred_thousand_is_no_problem():
    x = y = Value(1.0)
    for _ in range(100_000):
        y = y + 1
    y.backward()
    assert (y.data, x.grad) == (100_001, 1)


def test_order_puts_parents_first():
    x = Value(2.0)
    y = x * 3
    z = y + x
    order = topological_order(z)
    assert order[-1] is z
    assert order.index(x) < order.index(y) < order.index(z)


@pytest.mark.parametrize("z", [800.0, -800.0])
def test_sigmoid_does_not_overflow(z):
    assert autodiff.sigmoid(z).data == float(z > 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Value("two"), r"data: real numbers expected, got 'two' \(str\)"),
        (lambda: Value(math.nan), "data: finite numbers expected, got nan"),
        (lambda: Value(0.0).log(), "log: a number above 0 expected, got 0"),
        (lambda: 1 / Value(0.0), "1 / 0: a divisor other than 0 expected"),
        (lambda: Value(-8.0) ** 0.5, r"-8 \*\* 0.5 has no real value"),
    ],
)
def test_impossible_numbers_are_named(make, message):
    with pytest.raises((TypeError, ValueError, ZeroDivisionError), match=message):
        make()


def test_the_picture_is_valid_svg_with_words():
    x, w = Value(3, "x < y"), Value(-4, "w")
    loss = autodiff.sigmoid(x * w + 1) + x
    loss.backward()
    data, metadata = loss._repr_mimebundle_()
    root = ElementTree.fromstring(data["image/svg+xml"])
    words = metadata["image/svg+xml"]["alt"]
    assert root.find("{http://www.w3.org/2000/svg}title").text == words
    assert words.startswith("Computation graph: x < y is 3")
    assert len(root.findall("{http://www.w3.org/2000/svg}rect")) == 7
    assert "href" not in data["image/svg+xml"]
    assert loss._repr_mimebundle_() == (data, metadata)


def test_a_graph_that_nobody_could_read_is_not_drawn():
    y = Value(1.0)
    for _ in range(200):
        y = y + 1
    with pytest.raises(ValueError, match="at most 150 values can be drawn"):
        y._repr_mimebundle_()


def test_a_number_on_its_own_is_only_text():
    data, _ = Value(2, "x")._repr_mimebundle_()
    assert data == {"text/plain": "Value(x = 2, grad 0)"}
