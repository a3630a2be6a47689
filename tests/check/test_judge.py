"""What the judge says, and that nobody gets points for calling somebody else's answer."""

from __future__ import annotations

import functools
import json
import subprocess
import sys

import numpy as np
import pytest

from course_lib import circuits, neurons, perceptron, separability
from course_lib.check import CheckFailed, check, hint, written
from course_lib.check.judge import _hints_given, course_seed, hidden_cases
from course_lib.check.registry import all_exercises, find
from course_lib.check.watch import code_of, resolve

EXERCISES = all_exercises()


def said(capsys, task, function, hidden=False):
    with pytest.raises(CheckFailed) as failure:
        check(task, function, hidden=hidden)
    return " ".join(capsys.readouterr().out.split()), str(failure.value)


# --- calls that cannot work ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("treshold_unit", len), "There is no exercise called 'treshold_unit'. Did you mean"),
        (("something else entirely", len), "There is no exercise called"),
        (("threshold_unit", 3), "needs your function, without brackets"),
        (("threshold_unit", None), "needs your function, without brackets"),
        (("threshold_unit",), "needs your function, without brackets"),
        ((len, "threshold_unit"), "The name comes first and then your function"),
        ((len, len), "wants the name of a task first"),
        ((3,), "wants the name of a task first"),
    ],
)
def test_a_call_that_cannot_work_is_answered_in_one_line(capsys, arguments, words):
    with pytest.raises(CheckFailed, match=words.replace("(", "\\(")) as failure:
        check(*arguments)
    assert "\n" not in str(failure.value) and capsys.readouterr().out == ""


def test_a_failed_check_shows_one_line_instead_of_a_traceback():
    assert CheckFailed("not right yet")._render_traceback_() == ["not right yet"]


def test_ipython_shows_no_traceback_and_nothing_on_stderr(tmp_path):
    code = "from course_lib.check import check\ncheck('threshold_unit', lambda x, w, b: 0)\n"
    script = tmp_path / "cell.ipy"
    script.write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--colors=NoColor", "--no-banner", str(script)],
        capture_output=True,
        text=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert "threshold_unit: not right yet." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


# --- borrowed answers ---------------------------------------------------------------------------


def wrapped(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


ADAPTERS = {
    "threshold_unit": lambda x, w, b: neurons.threshold_unit(x, w, b),
    "relu_neuron": lambda x, w, b: neurons.neuron(x, w, b),
    "veto_unit": lambda e, i, t: neurons.mcculloch_pitts(e, t, i),
    "augmented": lambda x, w, theta: (neurons.augment(x), np.append(w, theta)),
    "xor_inside": lambda table: circuits.stretched_xor(table),
    "hidden_points": lambda X, W, b: neurons.threshold_unit(X, W, b),
    "perceptron_update": lambda w, b, x, t, eta: (
        perceptron.train_perceptron(x[None], [t], w=w, b=b, eta=eta, epochs=1).final
    ),
    "learn": lambda X, T, n: (
        *perceptron.train_perceptron(X, T, epochs=n).final,
        perceptron.train_perceptron(X, T, epochs=n).converged,
    ),
}


@pytest.mark.parametrize("task", ADAPTERS)
def test_the_librarys_own_answer_is_right_but_gets_no_points(capsys, task):
    text, _ = said(capsys, task, ADAPTERS[task])
    assert "it calls course_lib." in text and "no points" in text
    text, _ = said(capsys, task, ADAPTERS[task], hidden=True)
    assert "no points" in text


@pytest.mark.parametrize(
    "disguise",
    [
        lambda f: f,
        lambda f: functools.partial(f),
        wrapped,
        lambda f: lambda x, w, b: [f(x, w, b)][0],
        lambda f: lambda x, w, b: next(map(f, [x], [w], [b])),
    ],
    ids=["itself", "partial", "wraps", "lambda", "map"],
)
@pytest.mark.parametrize(
    "answer",
    [neurons.threshold_unit, find("threshold_unit").reference],
    ids=["the library's", "the judge's"],
)
def test_a_borrowed_answer_is_noticed_under_any_name(capsys, answer, disguise):
    text, _ = said(capsys, "threshold_unit", disguise(answer))
    assert "no points" in text


def test_swallowing_errors_and_switching_off_the_watch_do_not_help(capsys):
    def sneaky(x, w, b):
        sys.setprofile(None)
        return neurons.threshold_unit(x, w, b)

    text, _ = said(capsys, "threshold_unit", sneaky)
    assert "no points" in text


def test_other_tools_of_the_library_may_be_used():
    """Only the thing asked for is off limits: chapter 2 may stand on chapter 1."""

    def update(w, b, x, t, eta):
        error = t - neurons.threshold_unit(x, w, b)
        return w + eta * error * x, b + eta * error

    check("perceptron_update", update)


def test_a_library_without_the_forbidden_function_does_not_break_the_check(monkeypatch):
    def missing(dotted):
        raise ImportError(dotted)

    monkeypatch.setattr("course_lib.check.judge.resolve", missing)
    check("threshold_unit", lambda x, w, b: int(np.dot(w, x) + b >= 0))


def test_every_function_that_is_off_limits_exists():
    for exercise in EXERCISES.values():
        for dotted in exercise.off_limits:
            assert code_of(resolve(dotted)) is not None, dotted


# --- the judge and the library agree ------------------------------------------------------------

LIBRARY_SAYS = {
    "threshold_unit": neurons.threshold_unit,
    "veto_unit": lambda e, i, t: neurons.mcculloch_pitts(e, t, i),
    "augmented": lambda x, w, theta: (neurons.augment(x), np.append(w, theta)),
    "relu_neuron": neurons.neuron,
    "hidden_points": neurons.threshold_unit,
    "relu_net": lambda X, W, b, v, c: neurons.neuron(neurons.neuron(X, W, b), v, c),
    "xor_inside": lambda t: (
        not separability.separate(circuits.inputs(len(t).bit_length() - 1), t).separable
    ),
    "perceptron_update": ADAPTERS["perceptron_update"],
    "learn": ADAPTERS["learn"],
    "one_epoch": lambda w, b, X, T, eta: (lambda h: (*h.final, h.mistakes_per_epoch[0]))(
        perceptron.perceptron_loop(X, T, w=w, b=b, eta=eta, epochs=1)
    ),
    "novikoff": lambda X, T, u: (
        perceptron.radius(X, use_bias=False),
        perceptron.margin(X, T, u),
        perceptron.novikoff_bound(X, T, u),
    ),
    "last_layer": lambda X, T, W, b, n: (
        lambda H, h: (*h.final, int((neurons.threshold_unit(H, *h.final) == T).sum()))
    )(
        neurons.threshold_unit(X, W, b),
        perceptron.train_perceptron(neurons.threshold_unit(X, W, b), T, epochs=n),
    ),
}


@pytest.mark.parametrize("task", LIBRARY_SAYS)
def test_the_judges_reference_agrees_with_the_library(task, monkeypatch):
    monkeypatch.setattr("course_lib.check.judge._forbidden", lambda exercise: {})
    check(task, LIBRARY_SAYS[task])
    for seed in ("one", "two"):
        monkeypatch.setenv("COURSE_LIB_SEED", seed)
        check(task, LIBRARY_SAYS[task], hidden=True)


def test_gates_and_circuits_of_the_library_pass_too(monkeypatch):
    monkeypatch.setattr("course_lib.check.judge._forbidden", lambda exercise: {})
    gates = {"AND": circuits.AND, "OR": circuits.OR, "NAND": circuits.NAND, "NOR": circuits.NOR}

    def gate_weights(gate, n):
        if n == 2:
            return gates[gate]
        return circuits.nand_gate(n) if gate == "NAND" else find("gate_weights").reference(gate, n)

    check("gate_weights", gate_weights)

    def along(circuit):
        """The library's circuit, rebuilt on the judge's wires."""

        def build(neuron, a, b):
            wires = dict(zip(circuit.names, (a, b), strict=True))
            for name, (sources, gate) in circuit.units.items():
                wires[name] = neuron([wires[s] for s in sources], gate.w, gate.b)
            found = [wires[name] for name in circuit.outputs]
            return found if len(found) > 1 else found[0]

        return build

    check("half_adder", along(circuits.half_adder()))
    check("wire_xor", along(circuits.xor_circuit()))


# --- hints, seeds, messages ---------------------------------------------------------------------


def test_hints_come_one_after_the_other(capsys):
    _hints_given.clear()
    texts = []
    for _ in range(4):
        hint("wire_xor")
        texts.append(" ".join(capsys.readouterr().out.split()))
    for step, text in enumerate(texts[:3], start=1):
        assert text.startswith(f"Hint {step} of 3:")
    assert "That was the last one" in texts[3] and "chapter 3, “Wiring XOR”" in texts[3]
    hint("parity")
    assert capsys.readouterr().out.startswith("Hint 1 of 3:")
    with pytest.raises(CheckFailed, match="Did you mean"):
        hint("wire_xoor")


def test_the_seed_of_the_course_decides_the_hidden_cases(monkeypatch):
    monkeypatch.setenv("COURSE_LIB_SEED", "a")
    first = course_seed("learn")
    assert course_seed("learn") == first != course_seed("parity")
    monkeypatch.setenv("COURSE_LIB_SEED", "b")
    assert course_seed("learn") != first
    assert len(hidden_cases(find("learn"))) == 24


THREE_UPDATES = {
    "the correction goes the wrong way": lambda w, b, x, t, eta: (
        w - eta * (t - int(w @ x + b >= 0)) * x,
        b - eta * (t - int(w @ x + b >= 0)),
    ),
    "the bias never changes": lambda w, b, x, t, eta: (
        w + eta * (t - int(w @ x + b >= 0)) * x,
        b,
    ),
    "you correct also when the answer was right already": lambda w, b, x, t, eta: (
        w + eta * (1 if t else -1) * x,
        b + eta * (1 if t else -1),
    ),
}


@pytest.mark.parametrize("hidden", [False, True], ids=["visible", "hidden"])
@pytest.mark.parametrize("message", THREE_UPDATES)
def test_three_wrong_updates_get_three_true_messages(capsys, message, hidden):
    text, _ = said(capsys, "perceptron_update", THREE_UPDATES[message], hidden)
    for other in THREE_UPDATES:
        assert (other in text) == (other == message)
    assert "Read again: chapter 2" in text


def test_a_wire_cannot_be_looked_at(capsys):
    def peeks(neuron, a, b):
        return neuron([a, b], [1, 1], -0.5) if a == b else a

    text, _ = said(capsys, "wire_xor", peeks)
    assert "a wire cannot be looked at" in text and "(line " in text

    def calculates(neuron, a, b):
        return a * b, a + b

    assert "a wire cannot be looked at" in said(capsys, "half_adder", calculates)[0]
    text, _ = said(capsys, "wire_xor", lambda neuron, a, b: neuron([a, b], [1], -0.5))
    assert "as many weights as inputs" in text


def test_the_list_of_exercises_is_machine_readable():
    done = subprocess.run(
        [sys.executable, "-m", "course_lib.check", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    listed = json.loads(done.stdout)
    assert done.stderr == "" and len(listed) == len(EXERCISES) >= 15
    for entry in listed:
        assert len(entry["misconceptions"]) >= 3 and len(entry["alternatives"]) >= 2
        assert len(entry["hints"]) == 3 and entry["sources"]
        assert {"id", "chapter", "title", "points"} <= set(entry)
    plain = subprocess.run(
        [sys.executable, "-m", "course_lib.check"], capture_output=True, text=True, check=True
    )
    assert all(name in plain.stdout for name in EXERCISES)
    assert all(len(line) <= 80 for line in plain.stdout.splitlines())


def test_written_says_which_function_is_still_empty(capsys):
    def empty(x):
        """Not yet."""
        ...

    def full(x):
        return x

    assert written(full)
    assert capsys.readouterr().out == ""
    assert not written(full, empty)
    assert capsys.readouterr().out.strip() == "empty: not written yet."
