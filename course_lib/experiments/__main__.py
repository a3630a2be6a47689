"""``python -m course_lib.experiments NAME``: run what is missing, with progress; Ctrl-C stops it
and the next call goes on."""

import argparse
import os
import sys
from collections.abc import Sequence

from course_lib.experiments import store

# One thread, and only the instructions that every x86 processor of the last ten years has: with
# others the last digits differ, and a long training ends elsewhere.
SAME_DIGITS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m course_lib.experiments", description=__doc__)
    parser.add_argument("names", nargs="*", help="which experiments; all of them if none is named")
    parser.add_argument("--jobs", type=int, default=1, help="number of processes")
    parser.add_argument("--fresh", action="store_true", help="run every cell again")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error(f"--jobs: at least 1 expected, got {options.jobs}")
    try:
        for experiment in [store.find(name) for name in options.names or store.names()]:
            _run(experiment, options)
    except ValueError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        print("\nstopped; the cells that were run are kept, the same command goes on")
        return 130
    return 0


def _run(experiment, options):
    from tqdm import tqdm

    done = 0 if options.fresh else len(store.read(experiment.file)[1])
    rows = store.run(experiment, options.jobs, options.fresh)
    for _ in tqdm(rows, experiment.name, len(experiment.cells), initial=done, unit="cell"):
        pass
    print(f"{experiment.name}: {store.stored(experiment.name).made_by}")


if __name__ == "__main__":
    if any(os.environ.get(name) != value for name, value in SAME_DIGITS.items()):
        again = [sys.executable, "-m", "course_lib.experiments", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | SAME_DIGITS)  # NumPy reads them at its start
    raise SystemExit(main())
