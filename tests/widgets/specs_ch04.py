"""How the widgets of chapter 4 are used."""

from widget_spec import Spec, drag, press


def _start(root):
    return root.get_by_role("slider", name="start of the ball")


DOWNHILL = Spec(
    factory="downhill",
    mouse=lambda page, root: drag(page, _start(root), -90, 20),
    keyboard=lambda page, root: press(page, _start(root), "ArrowLeft", "Shift+ArrowLeft"),
    moves="start",
    golden=[
        {"eta": 0.9, "steps": 30},
        {"eta": 1.0, "steps": 9, "start": -0.77},
        {"eta": 1.05, "steps": 200, "start": 1.8},
        {"eta": 0.5, "steps": 3},
        {"steps": 0, "start": 0},
        {"surface": "two valleys", "steps": 200, "start": 0.09},
        {"surface": "two valleys", "eta": 0.95, "steps": 200, "start": -1.2},
        {"surface": "two valleys", "eta": 1.3, "steps": 150, "start": -1.8},
        {"surface": "two valleys", "eta": 0.7, "steps": 25, "start": 1.63},
    ],
    wrong={"eta": 2.0},
)


def _score(root, name: str):
    return root.get_by_role("slider", name=f"score of {name}")


SCORE_TO_PROBABILITY = Spec(
    factory="score_to_probability",
    mouse=lambda page, root: drag(page, _score(root, "B"), 45),
    keyboard=lambda page, root: press(page, _score(root, "B"), "ArrowRight", "Shift+ArrowRight"),
    moves="s2",
    golden=[
        {"s1": 0, "s2": 0, "s3": 0},
        {"s1": 5, "s2": -5, "s3": -5, "temperature": 0.2, "target": "C"},
        {"s1": -1.23, "s2": 4.56, "s3": 0.01, "temperature": 5},
        {"lift": 1000, "target": "A"},
        {"lift": 700, "temperature": 0.7, "s3": 3.3, "target": "C"},
    ],
    wrong={"temperature": 0},
)


SPECS = [DOWNHILL, SCORE_TO_PROBABILITY]
