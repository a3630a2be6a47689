"""How the widgets of chapter 8 are used."""

from widget_spec import Spec, press

SIGNAL_THROUGH_DEPTH = Spec(
    factory="signal_through_depth",
    mouse=lambda page, root: root.get_by_role("button", name="One layer more").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="One layer more"), "Enter"
    ),
    moves="depth",
    golden=[
        {"function": "tanh", "scheme": "sd 0.01"},
        {"function": "tanh", "scheme": "sd 1", "depth": 30, "gain": 2},  # chaos, if ever
        {"function": "tanh", "scheme": "He", "depth": 30, "width": "16", "seed": 20},
        {"function": "sigmoid", "scheme": "sd 1", "depth": 30, "gain": 1.85, "seed": 7},
        {"function": "ReLU", "scheme": "He", "depth": 30},
        {"function": "ReLU", "scheme": "He", "depth": 30, "width": "8", "gain": 0.5, "seed": 3},
        {"function": "ReLU", "scheme": "sd 0.01", "depth": 2, "gain": 0.55, "width": "8"},
        {"function": "no bend", "scheme": "sd 1", "depth": 30, "gain": 2, "seed": 12},
        {"function": "no bend", "scheme": "LeCun", "depth": 29, "width": "8", "seed": 5},
    ],
    wrong={"depth": 31},
)


SYMMETRY = Spec(
    factory="symmetry",
    mouse=lambda page, root: root.get_by_role("button", name="Train 40 steps").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="Train 4 steps"), "Enter"
    ),
    moves="steps",
    golden=[
        {"steps": 0},
        {"steps": 100},
        {"steps": 200, "start": "0.5"},
        {"steps": 120, "noise": "0.1"},
        {"steps": 60, "noise": "0.001", "start": "0.5"},
    ],
    wrong={"steps": 204},
)


SPECS = [SIGNAL_THROUGH_DEPTH, SYMMETRY]
