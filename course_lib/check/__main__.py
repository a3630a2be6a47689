"""``python -m course_lib.check``: what exercises are there?  ``--json`` for other programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from course_lib.check.model import Exercise
from course_lib.check.registry import all_exercises


def as_data(exercise: Exercise) -> dict[str, Any]:
    """What other programs may know about an exercise: no code, no answers."""
    return {
        "id": exercise.id,
        "chapter": exercise.chapter,
        "title": exercise.title,
        "call": exercise.call,
        "points": list(exercise.points),
        "misconceptions": [
            {"name": m.name, "message": m.message, "section": list(m.section)}
            for m in exercise.misconceptions
        ],
        "alternatives": [function.__name__ for function in exercise.alternatives],
        "hints": list(exercise.hints),
        "sources": list(exercise.sources),
        "section": list(exercise.section),
        "off_limits": list(exercise.off_limits),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m course_lib.check", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    options = parser.parse_args(arguments)
    exercises = list(all_exercises().values())
    if options.json:
        print(json.dumps([as_data(e) for e in exercises], indent=2, ensure_ascii=False))
        return 0
    print(f"{'chapter':18} {'exercise':20} {'points':>6} {'mistakes':>8}  sources")
    for e in exercises:
        print(
            f"{e.chapter:18} {e.id:20} {sum(e.points):6} {len(e.misconceptions):8}  "
            f"{' '.join(e.sources)}"
        )
    print(f"{len(exercises)} exercises, {sum(sum(e.points) for e in exercises)} points")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
