"""What an experiment is, and the file of its results: one line of JSON for each cell."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results"
_NOT_EXPERIMENTS = {"store", "__main__"}


@dataclass(frozen=True)
class Experiment:
    """A table of runs.

    name: of the module and of the file of results
    title: what is asked, in one line
    cells: one dict of plain parameters for each run, seeds among them
    run: function of one cell's parameters → dict of plain numbers, texts and lists
    Raises ValueError if two cells are the same or have different parameters.
    """

    name: str
    title: str
    cells: Sequence[Mapping[str, Any]]
    run: Callable[..., dict[str, Any]]

    def __post_init__(self):
        if len({tuple(cell) for cell in self.cells}) != 1:
            raise ValueError(f"{self.name}: every cell needs the same parameters in the same order")
        if len({key(cell) for cell in self.cells}) < len(self.cells):
            raise ValueError(f"{self.name}: a cell stands there twice")

    @property
    def file(self) -> Path:
        return RESULTS / f"{self.name}.jsonl"

    @property
    def command(self) -> str:
        return f"python -m course_lib.experiments {self.name}"


class Rows(list):
    """The results of an experiment: a list of dicts, each with a cell's parameters and its results.

    made_by: a sentence with the command, the versions and the processor time
    """

    def __init__(self, rows, header: Mapping[str, Any]):
        super().__init__(rows)
        self.header = dict(header)

    @property
    def made_by(self) -> str:
        versions = ", ".join(f"{name} {version}" for name, version in self.header["made"].items())
        seconds = sum(row["seconds"] for row in self)
        return (
            f"{len(self)} cells made by `{self.header['command']}` in {seconds / 60:.1f} minutes "
            f"of one core ({versions})."
        )


def names() -> list[str]:
    """Names of all experiments of the book."""
    package = import_module("course_lib.experiments")
    return sorted(m.name for m in iter_modules(package.__path__) if m.name not in _NOT_EXPERIMENTS)


def find(name: str) -> Experiment:
    """The experiment of that name.  Raises ValueError if there is none."""
    if name not in names():
        raise ValueError(f"no experiment {name!r}; there are {', '.join(names()) or 'none yet'}")
    return import_module(f"course_lib.experiments.{name}").EXPERIMENT


def stored(name: str) -> Rows:
    """The kept results of an experiment, in the order of its cells.

    Raises ValueError if there is no such experiment, or if some of its cells were not run.
    """
    experiment = find(name)
    header, kept = read(experiment.file)
    missing = [cell for cell in experiment.cells if key(cell) not in kept]
    if missing:
        raise ValueError(
            f"{experiment.file.name}: {len(missing)} of {len(experiment.cells)} cells are missing; "
            f"run `{experiment.command}`"
        )
    return Rows((kept[key(cell)] for cell in experiment.cells), header or {})


def run(experiment: Experiment, jobs: int = 1, fresh: bool = False) -> Iterator[dict[str, Any]]:
    """Run the cells that are missing and keep each as soon as it is there; yields the new rows.

    jobs: number of processes      fresh: forget what is kept and run every cell
    Raises ValueError if the kept results were made with other versions.
    """
    header, kept = (None, {}) if fresh else read(experiment.file)
    made = versions()
    if header and header["made"] != made:
        raise ValueError(
            f"{experiment.file.name} was made with {header['made']}, here is {made}; "
            "start anew with --fresh"
        )
    header = {"experiment": experiment.name, "title": experiment.title}
    header |= {"command": experiment.command, "made": made}
    missing = [dict(cell) for cell in experiment.cells if key(cell) not in kept]
    _write(experiment, header, kept)
    with experiment.file.open("a", encoding="utf-8") as file:
        for row in _rows(experiment, missing, jobs):
            kept[key_of_row(row, experiment)] = row
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()
            yield row
    _write(experiment, header, kept)


def versions() -> dict[str, str]:
    return {"Python": platform.python_version(), "NumPy": np.__version__}


def key(cell: Mapping[str, Any]) -> str:
    """A cell as text, to find it again."""
    return json.dumps(dict(cell), sort_keys=True)


def key_of_row(row: Mapping[str, Any], experiment: Experiment) -> str:
    return key({name: row[name] for name in experiment.cells[0]})


def read(file: Path) -> tuple[dict[str, Any] | None, dict[str, dict[str, Any]]]:
    """Header and rows by cell; a last line that was cut off in writing does not count."""
    if not file.exists():
        return None, {}
    header, *lines = file.read_text("utf-8").splitlines(keepends=True)
    rows = [json.loads(line) for line in lines if line.endswith("\n")]
    header = json.loads(header)
    return header, {key({n: row[n] for n in header["parameters"]}): row for row in rows}


def _write(experiment, header, kept):
    """The whole file, in the order of the cells: there at once or not at all."""
    header = header | {"parameters": list(experiment.cells[0])}
    rows = [kept[key(cell)] for cell in experiment.cells if key(cell) in kept]
    RESULTS.mkdir(exist_ok=True)
    draft = experiment.file.with_suffix(".part")
    lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in (header, *rows)]
    draft.write_text("".join(lines), "utf-8")
    os.replace(draft, experiment.file)


def _rows(experiment, cells, jobs):
    if jobs == 1:
        yield from (_row(experiment.name, cell) for cell in cells)
        return
    with ProcessPoolExecutor(jobs) as pool:
        futures = [pool.submit(_row, experiment.name, cell) for cell in cells]
        try:
            yield from (future.result() for future in as_completed(futures))
        finally:
            pool.shutdown(cancel_futures=True)


def _row(name, cell):
    start = time.process_time()
    result = find(name).run(**cell)
    return {**cell, **result, "seconds": round(time.process_time() - start, 2)}
