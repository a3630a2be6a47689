"""Experiments that are too long for a chapter: run once by a command, their results kept here.

Each module of this package offers one `EXPERIMENT`: cells, which are plain parameters, and a
function that turns one cell into plain numbers.  ``python -m course_lib.experiments NAME`` runs
the cells that are missing and writes results/NAME.jsonl; a chapter reads them with `stored` and
runs one cell again, live.
"""

from course_lib.experiments.store import Experiment, Rows, find, names, stored

__all__ = ["Experiment", "Rows", "find", "names", "stored"]
