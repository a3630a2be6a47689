"""Watching a student's function while it runs: time, memory and borrowed answers."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
from functools import cache
from types import CodeType, FrameType
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))


class OutOfTime(BaseException):
    """Not an Exception, so that a student's `except Exception` does not swallow it."""


def _can_use_alarm() -> bool:
    return (
        hasattr(signal, "setitimer")
        and sys.platform != "emscripten"  # a browser has the name, but no clock that rings
        and threading.current_thread() is threading.main_thread()
    )


class TimeLimit:
    """Ends the code in the `with` block by OutOfTime after some seconds.

    In the main thread of Linux and macOS an alarm clock does it.  Elsewhere (Windows, a thread,
    a browser's Python) each line of the student's code looks at the clock: slower, but it needs
    nothing of the system.  Neither can interrupt one single long call inside compiled code.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._over = False
        self._deadline = 0.0

    def __enter__(self) -> TimeLimit:
        self._base = sys._getframe(1)
        self._old_trace = sys.gettrace()
        self._alarm = _can_use_alarm()
        if self._alarm:
            self._old_handler = signal.signal(signal.SIGALRM, self._ring)
            # It rings again and again, in case the first ring is lost in compiled code.
            signal.setitimer(signal.ITIMER_REAL, self.seconds, 0.05)
        else:
            self._deadline = time.monotonic() + self.seconds
            sys.settrace(self._look_at_clock)
        return self

    def __exit__(self, *error: object) -> None:
        self._over = True
        if self._alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._old_handler)
        sys.settrace(self._old_trace)

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        if self._over:
            return
        # A bare `except:` inside a loop can swallow one exception, but not one on every line.
        sys.settrace(self._stop)
        while frame is not None and frame is not self._base:
            frame.f_trace = self._stop
            frame = frame.f_back
        raise OutOfTime

    def _stop(self, frame: FrameType, event: str, argument: Any) -> Any:
        # Only on lines: an exception raised while another is on its way would end the tracing.
        if event == "line" and not self._over and not frame.f_code.co_filename.startswith(HERE):
            raise OutOfTime
        return self._stop

    def _look_at_clock(self, frame: FrameType, event: str, argument: Any) -> Any:
        if self._over or frame.f_code.co_filename.startswith(HERE):
            return None
        if time.monotonic() > self._deadline:
            raise OutOfTime
        return self._look_at_clock


class MemoryLimit:
    """Turns a request for far too much memory into MemoryError, where the system can (Linux)."""

    def __init__(self, extra_bytes: int = 2 << 30):
        self.extra = extra_bytes
        self._old: tuple[int, int] | None = None

    def __enter__(self) -> MemoryLimit:
        try:
            import resource

            with open("/proc/self/statm", encoding="ascii") as file:
                now = int(file.read().split()[0]) * resource.getpagesize()
            old = resource.getrlimit(resource.RLIMIT_AS)
            limit = now + self.extra
            if old[0] == resource.RLIM_INFINITY or old[0] > limit:
                resource.setrlimit(resource.RLIMIT_AS, (limit, old[1]))
                self._old = old
        except (ImportError, OSError, ValueError, IndexError):
            self._old = None  # no such limit here: the system's own must do
        return self

    def __exit__(self, *error: object) -> None:
        if self._old is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, self._old)
            self._old = None


def code_of(function: Any) -> CodeType | None:
    """The code object behind a function, a class (its __init__) or a wrapped function."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    if isinstance(function, type):
        function = vars(function).get("__init__")
    return getattr(getattr(function, "__func__", function), "__code__", None)


@cache
def resolve(dotted: str) -> Any:
    """The object with this dotted name, e.g. ``course_lib.circuits.half_adder``."""
    parts = dotted.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            target: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            target = getattr(target, name)
        return target
    raise ImportError(f"no module found for {dotted!r}")


class CallWatch:
    """Notices calls of given functions, under whatever name they are called.

    It compares code objects, so an alias, a partial or a call from inside a helper counts.
    """

    def __init__(self, forbidden: dict[str, CodeType]):
        # Keyed by identity: code objects with equal contents compare equal.
        self._names = {id(code): name for name, code in forbidden.items()}
        self._keep = tuple(forbidden.values())
        self.seen: set[str] = set()
        self.switched_off = False

    def __enter__(self) -> CallWatch:
        self._old = sys.getprofile()
        self._mine = self._look
        sys.setprofile(self._mine)
        return self

    def __exit__(self, *error: object) -> None:
        self.switched_off = sys.getprofile() is not self._mine
        sys.setprofile(self._old)

    def _look(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            name = self._names.get(id(frame.f_code))
            if name is not None:
                self.seen.add(name)
