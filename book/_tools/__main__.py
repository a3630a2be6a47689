"""Command line: `python -m book._tools notebooks | format | site | serve`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .build import build, outdated
from .formatting import format_sources
from .layout import HERE, Course, CourseError
from .site import build_site, serve


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


def format_cells(args: argparse.Namespace) -> int:
    changed = format_sources(Course(args.root.resolve()))
    for name in changed:
        print(f"formatted {name}")
    print(f"{len(changed)} sources formatted" if changed else "nothing to format")
    return 0


def site(args: argparse.Namespace) -> int:
    started = time.perf_counter()
    folder, warnings = build_site(Course(args.root.resolve()), args.output.resolve())
    for line in warnings:
        print(line, file=sys.stderr)
    print(f"site built in {time.perf_counter() - started:.1f} s: {folder}")
    return bool(warnings)


def serve_site(args: argparse.Namespace) -> int:
    serve(args.output / "_build" / "html", args.port)
    return 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m book._tools", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("notebooks", help="generate and execute what changed")
    one.add_argument("names", nargs="*", help="beginnings of names, e.g. 02; all if none")
    one.add_argument("--check", action="store_true", help="only say what is out of date")
    one.add_argument("--force", action="store_true", help="execute again even if nothing changed")
    one.add_argument("--root", type=Path, default=HERE, help="course tree (default: this one)")
    one.set_defaults(run=notebooks)
    four = commands.add_parser("format", help="let ruff format the code cells of the sources")
    four.add_argument("--root", type=Path, default=HERE, help="course tree (default: this one)")
    four.set_defaults(run=format_cells)
    two = commands.add_parser("site", help="build the site; a warning is a failure")
    two.add_argument("--root", type=Path, default=HERE, help="course tree (default: this one)")
    two.add_argument("--output", type=Path, default=HERE, help="put _build/ there")
    two.set_defaults(run=site)
    three = commands.add_parser("serve", help="serve the built site on this machine")
    three.add_argument("--port", type=int, default=8000, help="another free one if it is taken")
    three.add_argument("--output", type=Path, default=HERE, help="where _build/ is")
    three.set_defaults(run=serve_site)
    args = parser.parse_args(argv)
    try:
        return args.run(args)
    except CourseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
