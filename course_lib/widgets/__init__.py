"""The book's interactive figures, one function each: ``gate_bench()``, ``pixel_detector()`` …

They work in JupyterLab, in Colab and, without any kernel, on the website. A widget answers in
Python too: ``widget.w1.value`` reads a control and ``widget.result`` is computed by ``course_lib``.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

# One line per widget. The module is imported on first use, because ipywidgets and matplotlib
# cost a second that a reader of the core should not pay.
_MODULES = {
    "activation_microscope": "activation_microscope",
    "ball_race": "ball_race",
    "batch_noise": "batch_noise",
    "be_the_optimiser": "be_the_optimiser",
    "bump_builder": "bump_builder",
    "c_or_t": "c_or_t",
    "denoise": "denoise",
    "depth_ladder": "depth_ladder",
    "downhill": "downhill",
    "drag_the_line": "drag_the_line",
    "draw_a_digit": "draw_a_digit",
    "fit_and_overfit": "fit_and_overfit",
    "gate_bench": "gate_bench",
    "graph_stepper": "graph_stepper",
    "kernel_stamp": "kernel_stamp",
    "mistake_stepper": "mistake_stepper",
    "next_letter": "next_letter",
    "nudge_and_check": "nudge_and_check",
    "pixel_detector": "pixel_detector",
    "recipe": "recipe",
    "score_to_probability": "score_to_probability",
    "shift_test": "shift_test",
    "signal_through_depth": "signal_through_depth",
    "size_calculator": "size_calculator",
    "skip_or_not": "skip_or_not",
    "symmetry": "symmetry",
    "two_lines_and_a_fold": "two_lines_and_a_fold",
    "two_relus_one_s": "two_relus_one_s",
}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"course_lib.widgets has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__


class _Package(ModuleType):
    """This package. Whoever imports a widget's module first would leave the module, not the
    function, under their common name: the function is kept instead."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _MODULES and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
