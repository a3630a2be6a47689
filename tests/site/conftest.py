"""Fixtures of the site tests."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def page_names(site_dir: Path) -> list[str]:
    """Every page a reader can reach, as a path below the site."""
    found = [path.relative_to(site_dir).as_posix() for path in sorted(site_dir.rglob("*.html"))]
    return [name for name in found if not name.startswith("_") and name != "index.html"]
