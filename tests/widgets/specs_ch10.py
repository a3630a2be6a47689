"""How the widget of chapter 10 is used."""

from widget_spec import Spec, drag, press

FIT_AND_OVERFIT = Spec(
    factory="fit_and_overfit",
    mouse=lambda page, root: drag(page, root.locator(".cl-knob"), 60),
    keyboard=lambda page, root: press(page, root.locator(".cl-knob"), "Shift+ArrowRight"),
    moves="parts",
    golden=[
        {"parts": 5},
        {"parts": 16, "noise": 0.5, "seed": 3},
        {"parts": 200},
        {"parts": 14, "noise": 0.0, "seed": 9},  # weights of least squares, nearly singular
        {"parts": 30, "decay": "0.001", "seed": 20},
        {"parts": 15, "dropout": 0.5},
        {"parts": 7, "decay": "1", "dropout": 0.9, "noise": 0.35, "seed": 1},
        {"parts": 120, "decay": "0.0001", "dropout": 0.1, "seed": 12},
    ],
    wrong={"parts": 201},
)


SPECS = [FIT_AND_OVERFIT]
