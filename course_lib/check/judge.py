"""`check` and `hint`: the two words that a student needs."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from course_lib.check import report
from course_lib.check.compare import MAX_NUMBERS, count_numbers, difference
from course_lib.check.diagnose import (
    FAILED,
    expected_of,
    likely_mistake,
    probes,
    same,
    seen_through,
)
from course_lib.check.model import Case, Exercise, Misconception, Unusable
from course_lib.check.registry import all_exercises, find
from course_lib.check.report import Row, paragraph, shorten, show
from course_lib.check.run import Outcome, argument_problem, call, is_stub
from course_lib.check.watch import code_of, resolve

HIDDEN_CASES = 24
NO_END, AN_ERROR = NO_RESULT = ("no end", "an error")  # what the table shows as "got"
PATIENCE = 6.0  # seconds for all cases of one check together; after that no more are tried


class CheckFailed(Exception):
    """An answer is not right yet.  In a notebook it shows one line instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Verdict:
    """What the judge found; `check` only prints it."""

    exercise: Exercise
    rows: tuple[Row, ...]
    right: bool
    mistake: Misconception | None = None
    borrowed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""  # one line if the function was not even tried
    steady: bool = True  # False: two calls with the same arguments, and two results


@cache
def _answers() -> dict[str, CodeType]:
    """Code of the judge's own right answers, which nobody may call as theirs."""
    found = {}
    for exercise in all_exercises().values():
        for function in (exercise.reference, *exercise.alternatives):
            code = code_of(function)
            if code is not None:
                found[f"the judge's own answer to {exercise.id} ({function.__name__})"] = code
    return found


def _forbidden(exercise: Exercise) -> dict[str, CodeType]:
    found = dict(_answers())
    for dotted in exercise.off_limits:
        try:
            code = code_of(resolve(dotted))
        except (ImportError, AttributeError):
            continue  # an older library on a student's machine; the tests know the names
        if code is not None:
            found[dotted] = code
    return found


def course_seed(exercise_id: str) -> int:
    """The seed of the hidden cases: the course's own (COURSE_LIB_SEED), mixed with the task."""
    text = os.environ.get("COURSE_LIB_SEED", "the book")
    return zlib.crc32(f"{text}/{exercise_id}".encode())


def hidden_cases(exercise: Exercise, seed: int | None = None) -> tuple[Case, ...]:
    """Fresh cases by the same rules as the visible ones."""
    rng = np.random.default_rng(course_seed(exercise.id) if seed is None else seed)
    cases: list[Case] = []
    while len(cases) < HIDDEN_CASES:
        cases.extend(exercise.more(rng))
    return tuple(cases[:HIDDEN_CASES])


def judge(exercise: Exercise, function: Callable[..., Any], cases: Sequence[Case]) -> Verdict:
    """Try `function` on all cases and find out what its results have in common."""
    names = exercise.parameters
    if is_stub(function):
        return Verdict(exercise, (), False, refusal="Not written yet: the body is still empty.")
    problem = argument_problem(function, len(names), exercise.call)
    if problem:
        return Verdict(exercise, (), False, refusal=problem)

    forbidden = _forbidden(exercise)
    start = time.monotonic()
    rows, calls, outcomes = [], [], []
    for item in cases:
        outcome = call(function, item.args, names, forbidden)
        outcomes.append(outcome)
        row, seen = _row(exercise, item, outcome)
        rows.append(row)
        calls.append((item.args, seen))
        if outcome.kind == "time" or time.monotonic() - start > PATIENCE:
            break
    borrowed = tuple(sorted({name for o in outcomes for name in o.borrowed}))
    right = all(not row.cause for row in rows) and len(rows) == len(cases) and not borrowed
    right = right and not any(o.tampered for o in outcomes)
    mistake = None
    if not right and not borrowed and all(o.kind != "time" for o in outcomes):
        for probe in probes(exercise):
            if time.monotonic() - start > PATIENCE:
                break
            outcome = call(function, probe.args, names, forbidden)
            calls.append((probe.args, _row(exercise, probe, outcome)[1]))
        mistake = likely_mistake(exercise, calls)
    notes = _notes(outcomes, len(cases))
    steady = True
    if mistake is None and not right and time.monotonic() - start < PATIENCE / 2:
        again = [call(function, args, names, forbidden) for args, _ in calls[: len(rows)]]
        steady = _agree(exercise, calls, again)
    return Verdict(exercise, tuple(rows), right, mistake, borrowed, notes, steady=steady)


def _row(exercise: Exercise, item: Case, outcome: Outcome) -> tuple[Row, Any]:
    """The table's line for one case, and the result in the form that is compared."""
    expected = expected_of(exercise, item.args)
    inputs = report.named(exercise.parameters, item.args)
    seen, got, cause = FAILED, "", outcome.fault
    if outcome.kind != "value":
        got = NO_END if outcome.kind in ("time", "recursion") else AN_ERROR
    elif count_numbers(outcome.value) > MAX_NUMBERS:
        got, cause = "too much", f"returned more than {MAX_NUMBERS:,} numbers"
    else:
        try:
            seen = seen_through(exercise, item.args, outcome.value)
            found = difference(expected, seen, exercise.tolerance)
            got, cause = show(seen), found.text if found else ""
        except Unusable as error:
            got, cause = show(outcome.value), str(error)
        except Exception as error:  # a result so strange that it breaks the comparison
            got, cause = "?", f"the result cannot be compared ({type(error).__name__})"
        if not cause and outcome.changed:
            cause = (
                f"changes its argument {' and '.join(outcome.changed)}: the caller's own list or "
                "array is different afterwards. Write w = w + ... instead of w += ..., or work "
                "on a copy"
            )
    return Row(item.name, inputs, got, show(expected), cause), seen


def _notes(outcomes: Sequence[Outcome], wanted: int) -> tuple[str, ...]:
    notes = []
    printed = next((o.printed.strip() for o in outcomes if o.printed.strip()), "")
    if printed:
        first = shorten(printed.splitlines()[0], 50)
        notes.append(
            f"Your function prints (“{first}”). The check does not show that; what counts is "
            "what it returns."
        )
    if any(o.tampered for o in outcomes):
        notes.append("Your function switched off the judge's watch (sys.setprofile): no points.")
    if len(outcomes) < wanted:
        notes.append(f"Only {len(outcomes)} of {wanted} cases were tried: it took too long.")
    return tuple(notes)


def _agree(
    exercise: Exercise, calls: Sequence[tuple[tuple[Any, ...], Any]], again: Sequence[Outcome]
) -> bool:
    """Whether the same arguments, given a second time, led to the same results."""
    return all(
        same(exercise, first, _row(exercise, Case("again", args), outcome)[1])
        for (args, first), outcome in zip(calls, again, strict=False)
    )


def explain(verdict: Verdict, hidden: bool = False) -> list[str]:
    """The message as lines of text."""
    exercise = verdict.exercise
    if verdict.refusal:
        return [paragraph(verdict.refusal, f"{exercise.id}: ")]
    wrong = [row for row in verdict.rows if row.cause]
    count = len(verdict.rows)
    right = f"{count - len(wrong)} of {count} {'hidden ' if hidden else ''}cases right"
    if verdict.borrowed:
        return [
            paragraph(
                f"it calls {verdict.borrowed[0]}, which is the very thing you are asked to "
                "write, so there are no points for it. Use that function to compare with, and "
                "write your own in plain Python or NumPy.",
                f"{exercise.id}: ",
            )
        ]
    if verdict.right:
        head = f"{exercise.id}: all {count} {'hidden ' if hidden else ''}cases right."
        lines = [head] if hidden else [head, "", *report.table(verdict.rows)]
        return [*lines, *([""] if verdict.notes else []), *map(paragraph, verdict.notes)]
    lines = [f"{exercise.id}: {right}.", ""]
    if not hidden:
        lines += [*report.table(verdict.rows), ""]
    if wrong:
        lines.append(paragraph(wrong[0].inputs, "First wrong case: "))
    if wrong and hidden:
        lines.append(paragraph(wrong[0].got, "  got: "))
        lines.append(paragraph(wrong[0].expected, "  expected: "))
    lines += ["", paragraph(_cause(verdict, wrong), "Likely cause: ")]
    section = verdict.mistake.section if verdict.mistake else exercise.section
    if not (wrong and wrong[0].got in NO_RESULT):  # a typing error is not in the book
        lines.append(paragraph(report.where(section), "Read again: "))
    lines += [paragraph(note, "Note: ") for note in verdict.notes]
    if not hidden:
        lines.append(f'Stuck? hint("{exercise.id}") helps a little.')
    return lines


def _cause(verdict: Verdict, wrong: Sequence[Row]) -> str:
    if verdict.mistake is not None:
        return verdict.mistake.message
    if not wrong:
        return "see the note below."
    first = wrong[0]
    if first.got in NO_RESULT or first.got == first.expected:
        return _sentence(first.cause)
    if first.got == "None" and any(row.got != "None" for row in verdict.rows):
        return "here nothing is returned. Does every way through your function end in a `return`?"
    if not first.cause.startswith("another"):
        return f"{_sentence(first.cause)} Wanted: {verdict.exercise.wanted}."
    if not verdict.steady:
        return (
            "given the same arguments twice, your function returns two different results. Does it "
            "throw dice of its own (np.random), or keep something from the call before?"
        )
    if len(wrong) == len(verdict.rows):
        return (
            "none of the usual mistakes. Work the first case on paper, then compare line by line."
        )
    return (
        "none of the usual mistakes. What do the wrong cases have in common that the right ones "
        "do not have?"
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) or "(line " in text else text + "."


def check(exercise_id: Any, function: Any = None, *, hidden: bool = False) -> None:
    """Try a student's function; print what was found; raise CheckFailed if it is not right.

    hidden: more cases, drawn from the course's seed (environment variable COURSE_LIB_SEED).
    """
    exercise = _exercise(exercise_id, function)
    if not callable(function):
        what = "nothing" if function is None else show(function)
        raise CheckFailed(
            f"{exercise.id}: check needs your function, without brackets: "
            f'check("{exercise.id}", {exercise.id}). It got {shorten(what, 40)}.'
        )
    verdict = judge(exercise, function, hidden_cases(exercise) if hidden else exercise.cases)
    report.say(explain(verdict, hidden))
    if not verdict.right:
        raise CheckFailed(f"{exercise.id}: not right yet.") from None


def _exercise(exercise_id: Any, function: Any = None) -> Exercise:
    if not isinstance(exercise_id, str):
        if isinstance(function, str):
            raise CheckFailed(
                f'The name comes first and then your function: check("{function}", {function}).'
            )
        raise CheckFailed('check wants the name of a task first: check("task", your_function).')
    try:
        return find(exercise_id)
    except KeyError as error:
        raise CheckFailed(str(error.args[0])) from None


_hints_given: dict[str, int] = {}


def hint(exercise_id: Any) -> None:
    """Print the next of three hints: a nudge, the method, almost the answer."""
    exercise = _exercise(exercise_id)
    step = min(_hints_given.get(exercise.id, 0), len(exercise.hints) - 1)
    again = _hints_given.get(exercise.id, 0) >= len(exercise.hints)
    _hints_given[exercise.id] = step + 1
    label = f"Hint {step + 1} of {len(exercise.hints)}: "
    lines = [paragraph(exercise.hints[step], label)]
    if again:
        lines.append(paragraph(f"That was the last one. Read {report.where(exercise.section)}."))
    report.say(lines)


def written(*functions: Callable[..., Any]) -> bool:
    """Whether all of the student's functions have a body; says which one is still empty.

    For the cells of an assignment that play with an answer: ``if written(learn): ...``.
    """
    empty = [function.__name__ for function in functions if is_stub(function)]
    if empty:
        report.say([paragraph(f"{' and '.join(empty)}: not written yet.")])
    return not empty
