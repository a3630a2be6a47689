"""Figures of the book: each draws on a given `ax`, returns it, and says in words what is seen.

ax = figures.decision_line(x, t, w, b)
figures.show(ax)
"""

from course_lib.figures.base import axes, set_alt, show
from course_lib.figures.gates import logic_diagram
from course_lib.figures.neurons import (
    circuit_diagram,
    decision_line,
    function_graph,
    log_bars,
    pictures,
    unit_diagram,
)

__all__ = [
    "axes",
    "circuit_diagram",
    "decision_line",
    "function_graph",
    "log_bars",
    "logic_diagram",
    "pictures",
    "set_alt",
    "show",
    "unit_diagram",
]
