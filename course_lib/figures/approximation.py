"""Pictures of curves made of parts, of how fast the error falls, and of folding.  Chapter 7."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.approximation import count_pieces, power_law
from course_lib.figures.base import AMBER, BLUE, GREEN, GREY, INK, ORANGE, PINK, axes, set_alt

_LINES = (
    (BLUE, "o", "-"),
    (ORANGE, "s", "--"),
    (GREEN, "^", "-."),
    (PINK, "D", ":"),
    (AMBER, "v", "-"),
)


def sum_of_parts(
    x: ArrayLike,
    parts: Sequence[ArrayLike],
    target: ArrayLike | None = None,
    constant: float = 0.0,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """Several curves as thin lines, their sum (and a constant) as a thick one, and its target.

    x: (m,)      parts: each (m,)      target: (m,), drawn dashed
    """
    x = real_array(x, "x", 1)
    rows = np.array([real_array(part, "part", 1) for part in parts])
    total = rows.sum(axis=0) + constant
    ax = ax or axes(size=(5.4, 3.4))
    for part in rows:
        ax.plot(x, part, color=GREY, lw=1.1)
    ax.plot([], [], color=GREY, lw=1.1, label=f"{len(rows)} parts")
    ax.plot(x, total, color=ORANGE, lw=2.4, label="their sum")
    words = f"{len(rows)} thin curves and their sum, from {total.min():.2g} to {total.max():.2g}"
    if target is not None:
        wanted = real_array(target, "target", 1)
        ax.plot(x, wanted, "--", color=BLUE, lw=2, label="wanted")
        words += f", at most {np.abs(total - wanted).max():.2g} from the dashed curve wanted"
    ax.set(xlabel="x", title=title)
    ax.legend(frameon=False, fontsize=9)
    return set_alt(ax, f"{title + ': ' if title else ''}{words}.")


def power_laws(
    counts: ArrayLike | Mapping[str, ArrayLike],
    errors: Mapping[str, ArrayLike],
    xlabel: str = "units",
    ylabel: str = "largest error",
    ax: Axes | None = None,
    slopes: bool = True,
) -> Axes:
    """Errors against counts on log–log paper, where a power law is a straight line.

    counts: (n,) for all lines, or name → (n,)      errors: name → (n,), numbers above 0
    slopes: write the slope of the straight line that fits best into the legend
    """
    ax = ax or axes(size=(5.6, 3.8))
    words = []
    for (name, given), (colour, mark, line) in zip(errors.items(), _LINES, strict=False):
        n = counts[name] if isinstance(counts, Mapping) else counts
        e = real_array(given, f"errors of {name}", 1)
        slope = f"slope {round(power_law(n, e), 2) + 0.0:.2f}".replace("-", "−")
        label = f"{name}, {slope}" if slopes else name
        ax.plot(n, e, marker=mark, ls=line, color=colour, ms=5, lw=1.8, label=label)
        words.append(f"{label}, from {e[0]:.2g} to {e[-1]:.2g}")
    ax.set(xscale="log", yscale="log", xlabel=xlabel, ylabel=ylabel)
    ax.grid(which="major", color="#DDDDDD", lw=0.6)
    ax.legend(frameon=False, fontsize=9)
    return set_alt(ax, f"{ylabel} against {xlabel}, both axes logarithmic: {'; '.join(words)}.")


def curve_stages(x: ArrayLike, stages: Sequence[ArrayLike], titles: Sequence[str] = ()) -> NDArray:
    """One small graph for each stage of a computation; says how many straight pieces each has."""
    x = real_array(x, "x", 1)
    titles = titles or [f"after {k} stages" for k in range(len(stages))]
    panels = np.atleast_1d(axes(len(stages), size=(2.1, 2.2)))
    for panel, given, title in zip(panels, stages, titles, strict=True):
        y = real_array(given, title, 1)
        panel.plot(x, y, color=BLUE, lw=1.6)
        panel.set_title(title, fontsize=10, color=INK)
        panel.set(xlim=(x[0], x[-1]), xticks=(0, 0.5, 1), yticks=(0, 1))
        set_alt(panel, f"{title}: a line of {count_pieces(y)} straight pieces.")
    return panels
