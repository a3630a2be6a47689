"""The half adder as engineers draw it, with the usual gate symbols.  Chapter 1."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from course_lib.figures.base import INK, axes, set_alt

_ANGLE = np.linspace(-np.pi / 2, np.pi / 2, 40)


def logic_diagram(ax: Axes | None = None, title: str = "") -> Axes:
    """Half adder in the symbols of digital electronics: an XOR gate above an AND gate."""
    ax = ax or axes(size=(4.4, 3.4))
    for name, y, branch in (("a", 1.35, 0.7), ("b", 0.85, 0.35)):
        _line(ax, [0.1, 1.7], [y, y])
        lower = y - 2.2
        _line(ax, [branch, branch, 1.6], [y, lower, lower])
        ax.plot(branch, y, "o", ms=5, color=INK)
        ax.text(0, y, name, ha="right", va="center")
    _xor_gate(ax, 1.6, 1.1)
    _and_gate(ax, 1.6, -1.1)
    for name, y in (("sum", 1.1), ("carry", -1.1)):
        _line(ax, [2.6, 3.3], [y, y])
        ax.text(3.38, y, name, va="center")
    ax.set(xlim=(-0.4, 4.2), ylim=(-2, 2), aspect="equal", title=title)
    ax.axis("off")
    return set_alt(
        ax,
        f"{title or 'Half adder'}: the inputs a and b go to an XOR gate, whose output is the sum, "
        "and to an AND gate, whose output is the carry.",
    )


def _and_gate(ax, x, y):
    """Flat back, round front."""
    front_x, front_y = x + 0.5 + 0.5 * np.cos(_ANGLE), y + 0.5 * np.sin(_ANGLE)
    _line(ax, [x + 0.5, x, x, x + 0.5], [y - 0.5, y - 0.5, y + 0.5, y + 0.5])
    _line(ax, front_x, front_y)
    ax.text(x + 0.45, y, "AND", ha="center", va="center", fontsize=9)


def _xor_gate(ax, x, y):
    """Hollow back drawn twice, pointed front."""
    height = np.linspace(-0.5, 0.5, 40)
    back = x + 0.2 * (1 - (2 * height) ** 2)
    front = x + 1 - 3.2 * np.abs(height) ** 2 * (1 - np.abs(height) / 2) * 1.65
    _line(ax, back, y + height)
    _line(ax, back - 0.14, y + height)
    front = np.maximum(front, x)
    _line(ax, front, y + height)
    ax.text(x + 0.52, y, "XOR", ha="center", va="center", fontsize=9)


def _line(ax, xs, ys):
    ax.add_line(Line2D(xs, ys, color=INK, lw=1.5))
