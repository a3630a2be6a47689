"""What `import course_lib` costs on top of `import numpy`, in fresh processes."""

import resource
import statistics
import subprocess
import sys

from tests.bench.report import Result


def seconds_of(code: str) -> float:
    """Processor seconds of a fresh Python that runs the code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def import_cost(rounds: int = 21):
    """Whole processes in turn; the time of an empty one is taken off both."""
    work = {"empty": "pass", "numpy": "import numpy", "ours": "import numpy, course_lib",
            "core": "import course_lib.training, course_lib.datasets"}  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, code in work.items():
            times[name].append(seconds_of(code))

    def over_numpy(name):
        rounds_of = zip(times[name], times["numpy"], times["empty"], strict=True)
        return statistics.median((t - e) / (n - e) for t, n, e in rounds_of)

    return [
        Result("import course_lib", "import numpy", over_numpy("ours"), must=1.10, at_most=True),
        Result("import course_lib.training and .datasets", "import numpy", over_numpy("core")),
    ]


ROWS = (import_cost,)
