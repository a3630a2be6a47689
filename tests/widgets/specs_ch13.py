"""How the widgets of chapter 13 are used."""

from widget_spec import Spec, press

NEXT_LETTER = Spec(
    factory="next_letter",
    mouse=lambda page, root: root.get_by_role("button", name="One letter more").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="One letter more"), "Enter"
    ),
    moves="letters",
    golden=[
        {"letters": 0},
        {"temperature": 0.05, "letters": 160},
        {"temperature": 1.0, "letters": 159, "start": "a bird ", "seed": 7},
        {"temperature": 2.0, "letters": 160, "start": "and so ", "seed": 20},
        {"temperature": 0.5, "letters": 100, "start": "in the ", "seed": 3},
    ],
    wrong={"temperature": 0},
)

DENOISE = Spec(
    factory="denoise",
    mouse=lambda page, root: root.get_by_role("button", name="One step more").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="One step more"), "Enter"
    ),
    moves="steps",
    golden=[
        {"steps": 1},
        {"steps": 24, "seed": 20},
        {"digit": "8", "level": 0.1, "steps": 24},
        {"digit": "0", "level": 0.65, "steps": 7, "told": 0, "seed": 5},
        {"digit": "9", "steps": 12, "told": 0, "seed": 11},
    ],
    wrong={"level": 0},
)

SPECS = [NEXT_LETTER, DENOISE]
