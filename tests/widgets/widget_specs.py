"""One entry per widget: the tests in this folder run over all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from course_lib import widgets


def drag(page, target, dx: float, dy: float = 0) -> None:
    """Drags the middle of an element by (dx, dy) pixels, in steps, as a hand does."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=6)
    page.mouse.up()


def press(page, target, *keys: str) -> None:
    """Focuses an element and types the keys."""
    target.focus()
    for key in keys:
        page.keyboard.press(key)


@dataclass(frozen=True)
class Spec:
    """How one widget is used and what it must show.

    factory: name of the function in course_lib.widgets
    mouse, keyboard: act inside the view (page, root); each must change `moves`
    moves: the field that both change
    golden: start values whose published numbers are compared with course_lib's `result`
    wrong: a value out of bounds, and the two things the message must name
    numbers: picks from `result` what the view publishes; everything unless said otherwise
    """

    factory: str
    mouse: Callable[[Any, Any], None]
    keyboard: Callable[[Any, Any], None]
    moves: str
    golden: list[dict[str, Any]]
    wrong: dict[str, Any]
    numbers: Callable[[dict], dict] = field(default=dict)

    def make(self, **values: Any):
        return getattr(widgets, self.factory)(**values)

    @property
    def slug(self) -> str:
        return self.factory.replace("_", "-")


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


SPECS = [DRAG_THE_LINE, GATE_BENCH, PIXEL_DETECTOR]
