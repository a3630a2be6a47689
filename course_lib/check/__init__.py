"""The judge of the book's exercises: ``from course_lib.check import check, hint, written``."""

from course_lib.check.judge import CheckFailed, check, hint, written

__all__ = ["CheckFailed", "check", "hint", "written"]
