"""Showing a figure: the same bytes each time, and words for those who cannot see it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Okabe & Ito's colours, told apart by readers with any colour vision; shapes differ as well.
BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
SKY, AMBER, GREY, INK = "#56B4E9", "#E69F00", "#7A7A7A", "#222222"
#: colour, line and mark of the curves of one picture, told apart without their colours too
LINES = (
    (BLUE, "-", "o"),
    (ORANGE, "--", "s"),
    (GREEN, "-.", "^"),
    (PINK, ":", "D"),
    (AMBER, (0, (5, 1)), "v"),
    (INK, (0, (1, 1)), "x"),
)

_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "course_lib",
    "svg.fonttype": "path",
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "font.size": 11.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_ALT: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def axes(columns: int = 1, rows: int = 1, size: tuple[float, float] = (4.2, 3.4)):
    """Empty axes to draw on, each `size` inches: one Axes, or an array of them.

    They belong to no window, so nothing shows until `show` is called and nothing is left open.
    """
    figure = Figure(figsize=(size[0] * columns, size[1] * rows), layout="constrained")
    with mpl.rc_context(_STYLE):
        grid = figure.subplots(rows, columns, squeeze=False)
    return grid[0, 0] if grid.size == 1 else grid.squeeze()


def set_alt(ax: Axes, text: str) -> Axes:
    """Keep the words that tell what `ax` shows; the drawing functions call this."""
    _ALT[ax] = text
    return ax


def alt_text(figure: Figure) -> str:
    """The words of all axes of a figure, in order."""
    return " ".join(_ALT[ax] for ax in figure.axes if ax in _ALT)


def svg(figure: Figure) -> str:
    """The figure as SVG text, the same text each time."""
    out = BytesIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().decode()


def show(drawing: Axes | Figure | np.ndarray | Sequence[Axes], alt: str | None = None) -> None:
    """Display a finished figure with its alternative text.

    drawing: the axes (one or several of one figure) or the figure
    alt: what is seen, in a sentence or two; the drawing function's own words if not given
    Raises ValueError if there are no words at all.
    """
    figure = drawing if isinstance(drawing, Figure) else np.ravel(np.asarray(drawing))[0].figure
    words = alt or alt_text(figure)
    if not words:
        raise ValueError("alt: a sentence that says what the figure shows expected, got none")
    from IPython.display import display

    display(
        {"image/svg+xml": svg(figure), "text/plain": f"[Figure: {words}]"},
        metadata={"image/svg+xml": {"alt": words}},
        raw=True,
    )
