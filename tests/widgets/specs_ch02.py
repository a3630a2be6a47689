"""How the widgets of chapter 2 are used."""

from widget_spec import Spec, drag, press


def _shift(root):
    return root.get_by_role("slider", name="shift the line: bias b")


DRAG_THE_LINE = Spec(
    factory="drag_the_line",
    mouse=lambda page, root: drag(page, _shift(root), 25, -30),
    keyboard=lambda page, root: press(page, _shift(root), "ArrowUp", "Shift+ArrowUp"),
    moves="b",
    golden=[
        {"w1": w1, "w2": w2, "b": b}
        for w1, w2, b in [
            (2.8, 9.6, -2),
            (0.86, 0.51, 0.51),
            (-8.6, -5.1, -5.1),
            (0, 0, 0),
            (0, 0, -3),
            (0.01, 0, 20),
            (-3.33, 7.77, -0.01),
        ]
    ],
    wrong={"b": 21},
)


def _point(root, number: int):
    return root.get_by_role("slider", name=f"example {number},")


MISTAKE_STEPPER = Spec(
    factory="mistake_stepper",
    mouse=lambda page, root: drag(page, _point(root, 7), 40, 30),
    keyboard=lambda page, root: press(page, _point(root, 7), "ArrowDown", "Shift+ArrowRight"),
    moves="points",
    golden=[
        {"steps": 0},
        {"steps": 7, "eta": 0.25},
        {"steps": 1000, "order": 6},
        {"steps": 30, "order": 3, "eta": 1.75},
        {"steps": 500, "flip": 1, "order": 2, "eta": 0.75},
        {"steps": 60, "points": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]], "order": 5},
        {"steps": 99, "points": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]},
        {"steps": 9, "points": [[-2.75, 0.25, 1]], "flip": 1},
        {"steps": 40, "points": [[2, 2.25, 1], [-3, 1, 1], [0.5, -0.25, 1]], "order": 1},
        {"steps": 1000, "points": [[3, 3, 1], [2.75, 3, 0], [-3, 3, 1], [-3, 2.25, 0]]},
    ],
    wrong={"eta": 3},
)


SPECS = [DRAG_THE_LINE, MISTAKE_STEPPER]
