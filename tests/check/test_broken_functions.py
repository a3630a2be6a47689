"""Whatever a beginner writes, the judge answers in plain words and stays alive."""

from __future__ import annotations

import functools
import sys
import warnings

import numpy as np
import pytest

from course_lib.check import CheckFailed, check


def complaint(capfd, function, task="threshold_unit", hidden=False):
    """What the student reads, after a check that must fail without touching stderr."""
    with pytest.raises(CheckFailed) as failure:
        check(task, function, hidden=hidden)
    out, err = capfd.readouterr()
    assert err == ""
    assert all(len(line) <= 80 for line in out.splitlines())
    return " ".join((out + "\n" + str(failure.value)).split())


def right(x, w, b):
    return int(np.dot(w, x) + b >= 0)


def test_a_right_function_passes_and_returns_nothing(capfd):
    assert check("threshold_unit", right) is None
    assert check("threshold_unit", right, hidden=True) is None
    out, err = capfd.readouterr()
    assert "all 5 cases right" in out and "all 24 hidden cases right" in out and err == ""


def test_the_untouched_stub_is_not_written_yet(capfd):
    def threshold_unit(x, w, b):
        """1 if the weighted sum of x plus b is at least 0, else 0."""
        ...

    assert "Not written yet" in complaint(capfd, threshold_unit)

    def with_pass(x, w, b):
        pass

    assert "Not written yet" in complaint(capfd, with_pass)
    assert "Not written yet" in complaint(capfd, lambda x, w, b: ...)


def test_a_function_that_returns_none_is_asked_for_its_return(capfd):
    def forgot(x, w, b):
        z = np.dot(w, x) + b
        1 if z >= 0 else 0  # noqa: B018

    text = complaint(capfd, forgot)
    assert "returned None: is there a `return`?" in text and "Not written yet" not in text


def test_a_branch_without_return_is_told_apart_from_no_return_at_all(capfd):
    def only_one_branch(x, w, b):
        if np.dot(w, x) + b >= 0:
            return 1

    text = complaint(capfd, only_one_branch)
    assert "Does every way through your function end in a `return`?" in text


def test_printing_instead_of_returning_is_mentioned(capfd):
    def prints(x, w, b):
        print("the answer is", right(x, w, b))

    text = complaint(capfd, prints)
    assert "returned None" in text and "prints (“the answer is 1”)" in text


def test_printing_beside_returning_is_no_fault(capfd):
    def chatty(x, w, b):
        print("debug " * 10_000)
        print("to stderr", file=sys.stderr)
        return right(x, w, b)

    check("threshold_unit", chatty)
    out, err = capfd.readouterr()
    assert "all 5 cases right" in out and "Your function prints" in out and err == ""
    assert len(out) < 2_000


def test_warnings_do_not_reach_stderr(capfd):
    def warns(x, w, b):
        warnings.warn("careful", stacklevel=1)
        np.array([1.0]) / np.array([0.0])
        return right(x, w, b)

    check("threshold_unit", warns)
    assert capfd.readouterr().err == ""


def test_an_error_is_one_line_with_the_students_own_line(capfd):
    def fails(x, w, b):
        total = 0
        return total + x[len(x)] + b

    text = complaint(capfd, fails)
    number = fails.__code__.co_firstlineno + 2
    assert f"(line {number}: return total + x[len(x)] + b)" in text
    assert "IndexError" in text and "Traceback" not in text


def test_recursion_without_end_is_named(capfd):
    def again(x, w, b):
        return again(x, w, b)

    assert "calls itself again and again" in complaint(capfd, again)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: np.zeros((50_000, 50_000)), ("more memory", "more than 20,000 numbers")),
        (lambda: [0] * 10**12, ("more memory",)),
        (lambda: list(range(500_000)), ("more than 20,000 numbers",)),
        (lambda: "x" * 10**7, ("more than 20,000 numbers",)),
    ],
)
def test_a_result_of_enormous_size_is_refused(capfd, make, words):
    text = complaint(capfd, lambda x, w, b: make())
    assert any(w in text for w in words)


def test_a_result_that_holds_itself_is_refused(capfd):
    def circular(x, w, b):
        answer = [1]
        answer.append(answer)
        return answer

    complaint(capfd, circular)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (np.array([1]), "shape (1,), but wanted is one number"),
        ([1, 0], "shape (2,), but wanted is one number"),
        ("1", "returned a text, not one number"),
        (float("nan"), "nan"),
        (1 + 2j, "returned"),
        ({"a": 1}, "type dict"),
        (print, "was it called, with brackets?"),
        ((v for v in [1]), "a generator"),
    ],
)
def test_a_wrong_kind_of_result_is_described(capfd, result, words):
    text = complaint(capfd, lambda x, w, b: result)
    assert words in text and "Wanted: one number, 0 or 1" in text


@pytest.mark.parametrize("kind", [bool, float, np.float32, np.int8, np.bool_, np.array])
def test_any_kind_of_one_number_is_accepted(kind):
    check("threshold_unit", lambda x, w, b: kind(right(x, w, b)))


def test_a_list_is_as_good_as_an_array():
    check("augmented", lambda x, w, theta: ([*x, -1], [*w, theta]))
    check("augmented", lambda x, w, theta: [(*x, -1), (*w, theta)])
    check("hidden_points", lambda X, W, b: (X @ W.T + b >= 0).tolist())


def test_a_wrong_number_of_results_is_counted(capfd):
    text = complaint(capfd, lambda x, w, theta: [np.append(x, -1)], "augmented")
    assert "returned 1 result, but 2 are wanted" in text
    assert "but 2 results are wanted" in complaint(capfd, lambda x, w, theta: 3, "augmented")


def test_changing_an_argument_is_a_fault_with_advice(capfd):
    def in_place(w, b, x, t, eta):
        error = t - (1 if w @ x + b >= 0 else 0)
        w += eta * error * x
        return w, b + eta * error

    text = complaint(capfd, in_place, "perceptron_update")
    assert "changes its argument w" in text and "w = w + ..." in text


def test_changes_inside_lists_and_tuples_are_noticed(capfd):
    def arrays_in_a_tuple(old, head, slopes, eta, steps, frozen):
        (W, b), (V, c) = old[:2], head
        for _ in range(steps):
            slope_W, slope_b, slope_V, slope_c = slopes(W, b, V, c)
            V -= eta * slope_V
            c -= eta * slope_c
            if not frozen:
                W -= eta * slope_W
                b -= eta * slope_b
        return W, b, V, c

    text = complaint(capfd, arrays_in_a_tuple, "fine_tune")
    assert "changes its argument head" in text and "1 of 5 cases right" in text

    def numbers_of_a_list(scores, start, T, dice):
        written = []
        for u in dice:
            p = np.exp(scores(start) / T)
            written.append(int(np.sum(np.cumsum(p / p.sum()) <= u)))
            start[:] = [*start[1:], written[-1]]
        return written

    assert "changes its argument start" in complaint(capfd, numbers_of_a_list, "write")


def test_two_cases_do_not_see_each_others_changes(capfd):
    """Each call gets fresh copies, so a spoiled argument cannot spoil the judge's own cases."""

    def spoils(x, w, b):
        answer = right(x, w, b)
        x[:] = 7
        return answer

    text = complaint(capfd, spoils)
    assert "changes its argument x" in text
    check("threshold_unit", right)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, w: 1, "Your function takes 2 arguments (x, w)"),
        (lambda x: 1, "takes 1 argument (x)"),
        (lambda x, w, b, c: 1, "takes 4 arguments"),
    ],
)
def test_a_wrong_number_of_arguments_is_named(capfd, function, words):
    text = complaint(capfd, function)
    assert words in text and "threshold_unit(x, w, b)" in text


def test_other_names_and_defaults_of_arguments_are_fine():
    check("threshold_unit", lambda xs, ws, bias=0, extra=None: right(xs, ws, bias))
    check("threshold_unit", functools.partial(lambda b, x, w, c: right(x, w, c), 0))


def test_exit_and_strange_exceptions_are_survived(capfd):
    def leaves(x, w, b):
        raise SystemExit

    class Odd(BaseException):
        def __str__(self):
            return "line one\nline two"

    def odd(x, w, b):
        raise Odd

    assert "called exit()" in complaint(capfd, leaves)
    text = complaint(capfd, odd)
    assert "Odd: line one" in text and "line two" not in text


def test_a_result_with_a_broken_repr_is_survived(capfd):
    class Broken:
        def __repr__(self):
            raise RuntimeError

        def __eq__(self, other):
            raise RuntimeError

    complaint(capfd, lambda x, w, b: Broken())


def test_ctrl_c_still_works():
    def interrupted(x, w, b):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("threshold_unit", interrupted)


def test_two_mistakes_at_once_get_an_honest_answer(capfd):
    text = complaint(capfd, lambda x, w, b: int(np.dot(w, x) - b > 0))
    assert "none of the usual mistakes" in text


def test_a_function_with_dice_of_its_own_is_noticed(capfd):
    rng = np.random.default_rng(0)
    text = complaint(capfd, lambda p, u: int(rng.choice(len(p), p=p)), "pick_letter")
    assert "two different results" in text and "np.random" in text
    text = complaint(capfd, lambda p, u: 7, "pick_letter")
    assert "two different results" not in text


def test_hard_coded_answers_pass_the_visible_and_fail_the_hidden_check(capfd):
    from course_lib.check.registry import find

    known = {tuple(map(str, c.args)): right(*c.args) for c in find("threshold_unit").cases}

    def by_heart(x, w, b):
        return known.get(tuple(map(str, (x, w, b))), 0)

    check("threshold_unit", by_heart)
    capfd.readouterr()
    text = complaint(capfd, by_heart, hidden=True)
    assert "hidden cases right" in text and "First wrong case" in text


class Unit:
    def __call__(self, x, w, b):
        return right(x, w, b)

    def method(self, x, w, b):
        return right(x, w, b)


def test_objects_and_methods_may_be_checked_too():
    check("threshold_unit", Unit())
    check("threshold_unit", Unit().method)
