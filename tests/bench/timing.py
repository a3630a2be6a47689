"""Interleaved timing: every round runs every implementation once, in rotated order.

A ratio is the median over rounds of peer / ours within one round, so that a busy moment of the
machine hits both.  Seconds are those of the processor, over all threads: with one thread they are
the wall time of a quiet machine, and other programs do not count.
"""

import ctypes
import gc
import statistics
import time
from collections.abc import Callable


def give_memory_back() -> None:
    """Return the process's unused memory to the system, where the C library knows how (glibc)."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def interleave(
    work: dict[str, Callable[[], object]],
    rounds: int = 9,
    before: Callable[[], object] = gc.collect,
) -> dict[str, list[float]]:
    """Processor seconds of every round for each function; one warm-up round is not counted.

    before: called before each function, outside the time that counts
    """
    names = list(work)
    for name in names:
        work[name]()
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for i in range(rounds):
        turn = i % len(names)
        for name in names[turn:] + names[:turn]:
            before()
            gc.disable()
            start = time.process_time()
            work[name]()
            seconds[name].append(time.process_time() - start)
            gc.enable()
    return seconds


def ratio(seconds: dict[str, list[float]], peer: str, ours: str = "ours") -> float:
    """How many times longer the peer takes: median over rounds."""
    return statistics.median(p / o for p, o in zip(seconds[peer], seconds[ours], strict=True))


def milliseconds(seconds: dict[str, list[float]], name: str = "ours") -> float:
    """The median time of one implementation in ms."""
    return 1e3 * statistics.median(seconds[name])
