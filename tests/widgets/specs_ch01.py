"""How the widgets of chapter 1 are used."""

from widget_spec import Spec, drag, press


def _theta(root):
    return root.get_by_role("slider", name="threshold θ")


GATE_BENCH = Spec(
    factory="gate_bench",
    mouse=lambda page, root: drag(page, _theta(root), 40),
    keyboard=lambda page, root: press(page, _theta(root), "ArrowRight", "ArrowRight"),
    moves="theta",
    golden=[
        {"w1": a, "w2": b, "theta": theta, "gate": gate, "x1": int(a > 0), "x2": int(b > 0)}
        for a, b, theta, gate in [
            (1, 1, 2, "AND"),
            (1, 1, 0.5, "OR"),
            (-1, -1, -1.5, "NAND"),
            (-2, -1, 0, "NOR"),
            (-1, 0, 0, "NOT x₁"),
            (2, -2, 1.5, "XOR"),
            (0, 0, -4, "XOR"),
        ]
    ],
    wrong={"w1": 7},
)


def _pixel(root, row: int, column: int):
    return root.get_by_role("button", name=f"row {row}, column {column}:")


PIXEL_DETECTOR = Spec(
    factory="pixel_detector",
    mouse=lambda page, root: drag(page, root.get_by_role("slider", name="how many"), 45),
    keyboard=lambda page, root: press(page, _pixel(root, 1, 1), "ArrowRight", "Space"),
    moves="b",
    golden=[
        {"pixels": [1] * 9, "b": -5},
        {"pixels": [1] * 9, "b": -5, "white": "-1"},
        {"pixels": [0] * 9, "b": 0, "pattern": "bar", "white": "-1"},
        {"pixels": [1, 0, 1, 0, 1, 0, 1, 0, 1], "b": -4, "pattern": "cross"},
        {"pixels": [0, 1, 1, 0, 1, 1, 0, 0, 1], "b": -9, "pattern": "seven"},
        {"pixels": [1, 1, 1, 1, 0, 1, 1, 1, 0], "b": -3, "pattern": "ring", "white": "-1"},
    ],
    wrong={"b": 2},
)


SPECS = [GATE_BENCH, PIXEL_DETECTOR]
