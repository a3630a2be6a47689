"""A course with nothing released yet, for the tests of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the classroom is a plain module

from classroom import Classroom


@pytest.fixture
def classroom(tmp_path, root) -> Classroom:
    """A course with an exchange folder, and nothing released yet."""
    return Classroom(tmp_path, root)
