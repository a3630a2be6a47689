"""How the widgets of chapter 11 are used."""

from widget_spec import Spec, drag, press


def _corner(root):
    return root.get_by_role("slider", name="corner of the window")


KERNEL_STAMP = Spec(
    factory="kernel_stamp",
    mouse=lambda page, root: drag(page, _corner(root), 70),
    keyboard=lambda page, root: press(page, _corner(root), "ArrowRight"),
    moves="column",
    golden=[
        {"row": 3, "column": 3},
        {"weights": [-1, 0, 1] * 3, "column": 4},
        {"weights": [-1, 0, 1] * 3, "column": 5, "relu": 1},
        {"weights": [-1, -1, -1, -1, 8, -1, -1, -1, -1], "shape": "T", "row": 6, "column": 6},
        {"weights": [9, -9, 3, -2, 1, 0, 4, -7, 5], "shape": "slash", "row": 4, "column": 1},
        {"weights": [0] * 9, "shape": "ring", "relu": 1},
    ],
    wrong={"row": 7},
)

SIZE_CALCULATOR = Spec(
    factory="size_calculator",
    mouse=lambda page, root: root.get_by_role("button", name="One pixel more").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="One pixel more"), "Enter"
    ),
    moves="n",
    golden=[
        {"n": 28, "k": 5, "p": 2, "s": 2},
        {"n": 7, "k": 3, "s": 1},
        {"n": 5, "k": 11, "p": 1, "s": 3},  # does not fit
        {"n": 5, "k": 11, "p": 0, "s": 6},  # far from fitting
        {"n": 32, "k": 2, "p": 0, "s": 6},  # jumps over pixels
        {"n": 1, "k": 1, "p": 5, "s": 1},
        {"n": 31, "k": 11, "p": 5, "s": 1},
    ],
    wrong={"k": 12},
)

_DIGIT = "the digit"
SHIFT_TEST = Spec(
    factory="shift_test",
    mouse=lambda page, root: drag(page, root.get_by_role("slider", name=_DIGIT), -25),
    keyboard=lambda page, root: press(
        page, root.get_by_role("slider", name=_DIGIT), "ArrowRight", "ArrowRight"
    ),
    moves="right",
    golden=[
        {"right": 1},
        {"right": -2, "down": 2, "net": "CNN, 2×2 pooling", "digit": 0},
        {"down": -1, "net": "CNN, pooling over the sheet", "digit": 9},
        {"right": 2, "down": 2, "net": "CNN, no pooling", "place": "anywhere", "digit": 5},
    ],
    wrong={"right": 3},
)


SPECS = [KERNEL_STAMP, SIZE_CALCULATOR, SHIFT_TEST]
