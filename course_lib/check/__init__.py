"""The judge of the book's exercises: ``from course_lib.check import check, hint``."""

from course_lib.check.judge import CheckFailed, check, hint

__all__ = ["CheckFailed", "check", "hint"]
