"""A function that never ends is ended, with and without an alarm clock."""

from __future__ import annotations

import signal
import sys
import threading
import time

import numpy as np
import pytest

from course_lib.check import CheckFailed, check
from course_lib.check import run as run_module


def complaint(capfd, function):
    """What the student reads, after a check that must fail without touching stderr."""
    with pytest.raises(CheckFailed):
        check("threshold_unit", function)
    out, err = capfd.readouterr()
    assert err == ""
    return " ".join(out.split())


def right(x, w, b):
    return int(np.dot(w, x) + b >= 0)


def test_an_endless_loop_is_ended(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "SECONDS", 0.2)

    def never_ends(x, w, b):
        while True:
            pass

    start = time.monotonic()
    text = complaint(capfd, never_ends)
    assert time.monotonic() - start < 3
    assert "does a loop never end?" in text and "Only 1 of 5 cases" in text


def test_an_endless_loop_that_swallows_every_exception_is_ended(capfd, monkeypatch):
    monkeypatch.setattr(run_module, "SECONDS", 0.2)

    def stubborn(x, w, b):
        while True:
            try:
                sum(range(1000))
            except:  # noqa: E722
                pass

    assert "does a loop never end?" in complaint(capfd, stubborn)


def test_the_time_limit_holds_without_an_alarm_clock(capfd, monkeypatch):
    """In a thread there are no signals, as on Windows and in a browser's Python."""
    monkeypatch.setattr(run_module, "SECONDS", 0.2)
    found = []

    def never_ends(x, w, b):
        n = 0
        while n >= 0:
            n += 1

    def in_thread():
        try:
            check("threshold_unit", never_ends)
        except CheckFailed:
            found.append("failed")
        try:
            check("threshold_unit", right)
            found.append("right")
        except CheckFailed as error:
            found.append(error)

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join(20)
    assert found == ["failed", "right"]
    out, err = capfd.readouterr()
    assert "does a loop never end?" in " ".join(out.split()) and err == ""


def test_alarm_and_traces_are_put_back(monkeypatch):
    def handler(signum, frame):
        raise AssertionError("the alarm rang after the check")

    old = signal.signal(signal.SIGALRM, handler)
    trace, profile = sys.gettrace(), sys.getprofile()
    try:
        check("threshold_unit", right)
        assert signal.getsignal(signal.SIGALRM) is handler
        assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
        assert sys.gettrace() is trace and sys.getprofile() is profile
    finally:
        signal.signal(signal.SIGALRM, old)
