"""How the widget of chapter 14 is used."""

from widget_spec import Spec, press

RECIPE = Spec(
    factory="recipe",
    mouse=lambda page, root: root.get_by_role("button", name="1990, one layer").click(),
    keyboard=lambda page, root: press(page, root.get_by_role("button", name="2012"), "Enter"),
    moves="depth",
    golden=[
        {"depth": "1"},
        {"activation": "tanh", "start": "LeCun", "examples": "1400"},
        {"activation": "ReLU", "start": "He", "optimizer": "Adam", "depth": "10"},
        {"activation": "ReLU", "start": "±0.1", "optimizer": "momentum", "examples": "100"},
        {"activation": "tanh", "start": "He", "optimizer": "Adam", "depth": "3"},
    ],
    wrong={"depth": "5"},
)

SPECS = [RECIPE]
