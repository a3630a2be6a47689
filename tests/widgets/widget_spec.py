"""What the tests of this folder must know of a widget to use it: a `Spec`, one per widget."""

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
