"""Command line: `python -m book._tools notebooks | format | serve`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .build import build, outdated
from .layout import HERE, Course, CourseError


def notebooks(args: argparse.Namespace) -> int:
    course = Course(args.root.resolve())
    if args.check:
        problems = outdated(course)
        for line in problems:
            print(line)
        count = len(course.chapters) + 2 * len(course.assignments)
        print("run `make notebooks`" if problems else f"{count} notebooks are current")
        return bool(problems)
    started = time.perf_counter()
    report = build(course, args.names, args.force)
    for name in report.executed:
        print(f"executed  {name}")
    for name in report.written:
        print(f"written   {name}")
    for line in report.failed:
        print(f"error     {line}", file=sys.stderr)
    if not (report.executed or report.written or report.failed):
        print("nothing to do: every notebook is current")
    else:
        print(f"{time.perf_counter() - started:.1f} s")
    return bool(report.failed)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m book._tools", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("notebooks", help="generate and execute what changed")
    one.add_argument("names", nargs="*", help="beginnings of names, e.g. 02; all if none")
    one.add_argument("--check", action="store_true", help="only say what is out of date")
    one.add_argument("--force", action="store_true", help="execute again even if nothing changed")
    one.add_argument("--root", type=Path, default=HERE, help="course tree (default: this one)")
    one.set_defaults(run=notebooks)
    args = parser.parse_args(argv)
    try:
        return args.run(args)
    except CourseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
