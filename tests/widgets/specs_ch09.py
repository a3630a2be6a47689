"""How the widgets of chapter 9 are used."""

from widget_spec import Spec, press

BALL_RACE = Spec(
    factory="ball_race",
    mouse=lambda page, root: root.get_by_role("button", name="10 steps").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="Step", exact=True), "Enter"
    ),
    moves="steps",
    golden=[
        {"steps": 120},
        {"eta": 0.085, "steps": 60},  # plain and Nesterov fly out
        {"eta": 0.2, "steps": 300, "kappa": 40},
        {"surface": "turned by 30°", "steps": 150},
        {"surface": "turned by 30°", "steps": 300, "eta": 0.1, "beta": 0.95, "kappa": 7},
        {"beta": 0.0, "steps": 40, "x": 1.3, "y": -1.4},
        {"kappa": 1, "eta": 0.2, "steps": 90, "x": 0.0},
        {"x": 0.0, "y": 0.0},
    ],
    wrong={"kappa": 60},
)

BATCH_NOISE = Spec(
    factory="batch_noise",
    mouse=lambda page, root: root.get_by_role("button", name="Other noise").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="Other noise"), "Enter"
    ),
    moves="seed",
    golden=[
        {"eta": 1.0, "batch": "1"},
        {"eta": 0.02, "batch": "64", "seed": 20},
        {"schedule": "1/t", "batch": "4", "seed": 7},
        {"schedule": "cosine", "eta": 0.5},
        {"schedule": "in steps", "batch": "1", "eta": 0.8, "seed": 3},
    ],
    wrong={"eta": 1.5},
)

SPECS = [BALL_RACE, BATCH_NOISE]
