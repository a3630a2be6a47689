"""Measures course_lib against its targets: `make bench`, or `python -m tests.bench [words]`.

With words, only rows whose function name contains one of them.  Each row runs in a fresh process,
so that none profits from the memory that another one has warmed up.  Prints a table, writes
`_build/bench.json`, and ends with an error if a "must" is missed.
"""

import json
import multiprocessing
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

for library in ("OPENBLAS", "OMP", "MKL"):  # one thread for everybody, before NumPy is loaded
    os.environ[f"{library}_NUM_THREADS"] = "1"


def main(words: list[str]) -> int:
    from tests.bench import imports, networks, perceptrons
    from tests.bench.report import line

    results = []
    fresh = multiprocessing.get_context("spawn")
    for row in (*perceptrons.ROWS, *networks.ROWS, *imports.ROWS):
        if words and not any(word in row.__name__ for word in words):
            continue
        with ProcessPoolExecutor(1, fresh) as process:
            for result in process.submit(row).result():
                results.append(result)
                print(line(result), flush=True)
    import numpy
    import sklearn
    import torch

    machine = {
        "python": platform.python_version(), "machine": platform.machine(),
        "numpy": numpy.__version__, "torch": torch.__version__, "sklearn": sklearn.__version__,
    }  # fmt: skip
    path = Path("_build/bench.json")
    path.parent.mkdir(exist_ok=True)
    rows = [result.as_json() for result in results]
    path.write_text(json.dumps({"machine": machine, "results": rows}, indent=1) + "\n")
    missed = [r for r in results if r.verdict(r.must) == "MISSED"]
    print(f"written to {path}; {len(missed)} musts missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
