"""The judge points into the chapters, and every task that it knows is set in an assignment."""

from __future__ import annotations

import re

import pytest

from course_lib.check.registry import all_exercises

EXERCISES = all_exercises()

# Source items with an X in the list of sources (a task that is graded), by chapter.
GRADED_ITEMS = {
    "01_formal_neuron": {"A1", "A2", "B5", "C2", "D5", "D9", "D10", "D16"},
    "02_perceptron": {"A4", "A5", "B4", "D13"},
    "03_xor": {"A7", "A9", "B5", "B6", "D11"},
    "04_descent": {"B7", "C7", "C8", "E4"},
    "05_backprop": {"A9", "B9", "B10", "C4", "C10", "C13", "C15", "D12", "E6"},
    "08_initialisation": {"B18"},
    "09_optimizers": {"B20", "B21", "B22"},
    "10_generalisation": {"B17", "B21"},
    "13_beyond": {"B24"},
    "14_last_step": {"A21"},
    "11_convolution": {"B13"},
    "12_going_deep": {"A14", "A17", "B16", "B19", "D15"},
}


def headings(root, slug):
    text = (root / "chapters" / f"{slug}.md").read_text("utf8")
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [line.lstrip("#").strip() for line in text.splitlines() if re.match(r"#+ ", line)]


SECTIONS = sorted(
    {e.section for e in EXERCISES.values()}
    | {m.section for e in EXERCISES.values() for m in e.misconceptions}
)


@pytest.mark.parametrize("section", SECTIONS, ids=" ".join)
def test_every_section_to_reread_exists_once(root, section):
    slug, heading = section
    assert headings(root, slug).count(heading) == 1


def test_no_one_is_sent_to_a_later_chapter():
    for exercise in EXERCISES.values():
        for slug, _ in (exercise.section, *(m.section for m in exercise.misconceptions)):
            assert slug <= exercise.chapter


@pytest.mark.parametrize("chapter", sorted({e.chapter for e in EXERCISES.values()}))
def test_every_exercise_is_set_in_the_assignment_of_its_chapter(root, chapter):
    text = (root / "solutions" / chapter / f"{chapter}.md").read_text("utf8")
    tasks = re.findall(r"^:task: (\w+)$", text, re.MULTILINE)
    assert sorted(tasks) == sorted(e.id for e in EXERCISES.values() if e.chapter == chapter)
    assert len(tasks) >= 5
    # What the prose promises: the points of each task.
    for task in tasks:
        before = text[: text.index(f":task: {task}\n")]
        promised = re.findall(r"\*\*Points:\*\* (\d+)[^\d\n]+(\d+)", before)[-1]
        assert tuple(map(int, promised)) == EXERCISES[task].points, task
        assert f"{task}(" in text


@pytest.mark.parametrize("chapter", GRADED_ITEMS)
def test_every_graded_source_item_has_a_task(chapter):
    covered = {s for e in EXERCISES.values() if e.chapter == chapter for s in e.sources}
    assert GRADED_ITEMS[chapter] <= covered
