"""How the widget of the first page is used."""

from widget_spec import Spec, drag, press

from course_lib.digit_nets import kept, move, thicken


def _cell(root, row: int, column: int):
    return root.get_by_role("button", name=f"row {row}, column {column}:")


def _example(digit: int, *changes) -> list[int]:
    pixels = kept()["examples"][digit : digit + 1]
    for change in changes:
        pixels = change(pixels)
    return [int(v) for v in pixels[0]]


DRAW_A_DIGIT = Spec(
    factory="draw_a_digit",
    mouse=lambda page, root: drag(page, _cell(root, 4, 1), 0, 80),
    keyboard=lambda page, root: press(page, _cell(root, 4, 2), *["ArrowDown", "Space"] * 3),
    moves="pixels",
    golden=[
        {"pixels": _example(3, lambda x: move(x, 0, -1))},
        {"pixels": _example(3, lambda x: move(x, 0, -1)), "net": "varied"},
        {"pixels": _example(8, lambda x: thicken(x, -1)), "net": "varied", "pen": "thin"},
        {"pixels": _example(0), "net": "plain", "pen": "thin"},
        {"pixels": [0] * 64, "net": "varied"},
        {"pixels": [16] * 64},
    ],
    wrong={"net": "huge"},
)


SPECS = [DRAW_A_DIGIT]
