"""A course tree of one short chapter, for tests that change and rebuild it."""

from __future__ import annotations

from pathlib import Path

import pytest

CONFIG = """\
repository:
  url: https://github.com/somebody/fork
  branch: spring
"""
CHAPTER = """\
# A small chapter

Some words that can be changed.

```{code-cell} ipython3
import ipywidgets

slider = ipywidgets.FloatSlider(description="w")
slider
```

## A picture

```{code-cell} ipython3
import matplotlib.pyplot as plt

from course_lib import figures

_, ax = plt.subplots()
ax.plot([1, 2, 4])
figures.show(ax, alt="A line that rises.")
```

```{code-cell} ipython3
:tags: [nbval-ignore-output]
import time

time.perf_counter_ns()
```
"""


@pytest.fixture
def small_course(tmp_path: Path):
    """A Course with one chapter, `01_small`, and a library of two modules."""
    from book._tools.layout import Course

    library = tmp_path / "course_lib"
    (library / "figures").mkdir(parents=True)
    (library / "__init__.py").write_text('"""A library."""\n')
    (library / "figures/__init__.py").write_text(
        "from course_lib.figures.base import show\nfrom course_lib.figures.other import other\n"
        '__all__ = ["other", "show"]\n'
    )
    (library / "figures/base.py").write_text("def show(ax, alt): ...\n")
    (library / "figures/other.py").write_text("def other(ax): ...\n")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/01_small.md").write_text(CHAPTER, "utf8")
    (tmp_path / "_config.yml").write_text(CONFIG)
    return Course(tmp_path)
