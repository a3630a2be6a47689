"""All exercises of the book, found by looking into the folder `exercises`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import cache

from course_lib.check import exercises as folder
from course_lib.check.model import Exercise


@cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise by its id, in the order of the chapters.

    A module of the folder `exercises` offers a tuple named EXERCISES; nothing else is needed
    for a new chapter.
    """
    found: dict[str, Exercise] = {}
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{folder.__name__}.{info.name}")
        for exercise in getattr(module, "EXERCISES", ()):
            if exercise.id in found:
                raise ValueError(f"two exercises are called {exercise.id!r}")
            found[exercise.id] = exercise
    return found


def find(exercise_id: str) -> Exercise:
    """The exercise with this id; KeyError with a suggestion if there is none."""
    known = all_exercises()
    if exercise_id in known:
        return known[exercise_id]
    close = difflib.get_close_matches(exercise_id, known, n=1)
    advice = f" Did you mean {close[0]!r}?" if close else ""
    raise KeyError(f"There is no exercise called {exercise_id!r}.{advice}")
