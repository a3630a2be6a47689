"""How the widget of chapter 12 is used."""

from widget_spec import Spec, press

SKIP_OR_NOT = Spec(
    factory="skip_or_not",
    mouse=lambda page, root: root.get_by_role("button", name="Deeper").click(),
    keyboard=lambda page, root: press(page, root.get_by_role("button", name="Less deep"), "Enter"),
    moves="depth",
    golden=[
        {"depth": 50, "skip": "no skip"},
        {"depth": 50, "skip": "no skip", "norm": 1},
        {"depth": 50, "skip": "x + f"},
        {"depth": 35, "skip": "x + f/√L"},
        {"depth": 5, "skip": "x + f/√L", "norm": 1},
    ],
    wrong={"depth": 51},
)

SPECS = [SKIP_OR_NOT]
