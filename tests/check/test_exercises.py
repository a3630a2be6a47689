"""The mutation test of the judge: every usual mistake is found, no right answer is refused."""

from __future__ import annotations

import numpy as np
import pytest

from course_lib.check.judge import hidden_cases, judge
from course_lib.check.registry import all_exercises

EXERCISES = all_exercises()
SEEDS = (1, 2026, 31337)


@pytest.fixture
def trusting(monkeypatch):
    """Mistakes on purpose and alternatives are made of the judge's own code: let them use it."""
    monkeypatch.setattr("course_lib.check.judge._forbidden", lambda exercise: {})


def case_sets(exercise, seeds=SEEDS):
    yield "visible", exercise.cases
    for seed in seeds:
        yield f"hidden, seed {seed}", hidden_cases(exercise, seed)


ALL_MISTAKES = [(e, m) for e in EXERCISES.values() for m in e.misconceptions]
ALL_RIGHT = [(e, f) for e in EXERCISES.values() for f in (e.reference, *e.alternatives)]


@pytest.mark.parametrize(
    ("exercise", "mistake"), ALL_MISTAKES, ids=[f"{e.id}: {m.name}" for e, m in ALL_MISTAKES]
)
def test_every_mistake_is_rejected_with_its_own_message(exercise, mistake, trusting):
    # one of the seeds for each mistake, in turn: so every task still meets all of them
    turn = exercise.misconceptions.index(mistake) % len(SEEDS)
    for label, cases in case_sets(exercise, SEEDS[turn : turn + 1]):
        verdict = judge(exercise, mistake.wrong, cases)
        assert not verdict.right, label
        found = None if verdict.mistake is None else verdict.mistake.name
        assert found == mistake.name, label


@pytest.mark.parametrize(
    ("exercise", "function"), ALL_RIGHT, ids=[f"{e.id}: {f.__name__}" for e, f in ALL_RIGHT]
)
def test_every_right_answer_passes(exercise, function, trusting):
    for label, cases in case_sets(exercise):
        verdict = judge(exercise, function, cases)
        assert verdict.right, (label, [r for r in verdict.rows if r.cause], verdict.refusal)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
def test_every_exercise_is_complete(exercise):
    assert len(exercise.misconceptions) >= 3
    assert len(exercise.alternatives) >= 2
    assert len(exercise.hints) == 3 and len(set(exercise.hints)) == 3
    assert exercise.sources and all(isinstance(p, int) and p > 0 for p in exercise.points)
    messages = [m.message for m in exercise.misconceptions]
    assert len(set(messages)) == len(messages), "two mistakes share a message"
    assert len({m.name for m in exercise.misconceptions}) == len(messages)
    names = [c.name for c in exercise.cases]
    assert len(set(names)) == len(names)
    assert exercise.reference.__name__ == exercise.id
    for text in (*messages, *exercise.hints, exercise.wanted):
        assert "TODO" not in text and text == text.strip()


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
def test_the_last_hint_is_not_the_answer(exercise):
    """No hint holds a line of the judge's own code."""
    import inspect

    body = inspect.getsource(exercise.reference).splitlines()[1:]
    for line in (text.strip() for text in body):
        if line.startswith("return ") and len(line) > 20:
            assert all(line not in hint for hint in exercise.hints)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))
def test_hidden_cases_depend_on_the_course_seed_only(exercise, monkeypatch):
    from course_lib.check.report import named

    def drawn():
        return [named(exercise.parameters, c.args) for c in hidden_cases(exercise)]

    monkeypatch.setenv("COURSE_LIB_SEED", "autumn")
    first = drawn()
    np.random.seed(3)  # noqa: NPY002 - the old global generator must have no influence
    assert drawn() == first
    monkeypatch.setenv("COURSE_LIB_SEED", "spring")
    assert drawn() != first
