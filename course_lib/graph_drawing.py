"""The picture of a computation graph as SVG text: what was computed, left to right.

Drawn is a list of values, parents before children: anything with `data`, `grad`, `name`,
`operation` and `parents`, pairs (value, slope), as in `course_lib.autodiff`.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

WIDTH, HEIGHT, GAP_X, GAP_Y = 104, 50, 36, 14
LIMIT = 150


def draw(order: Sequence[Any]) -> tuple[str, str]:
    """SVG of the graph, and the words that say what it shows.

    Each box holds the operation (or name), the number, and in blue the gradient.
    Raises ValueError for more than 150 values: nobody could read that.
    """
    if len(order) > LIMIT:
        raise ValueError(f"a graph of at most {LIMIT} values can be drawn, this has {len(order)}")
    places = _places(order)
    boxes = [_box(value, *places[id(value)]) for value in order]
    lane = max(y for _, y in places.values()) + HEIGHT
    wires = []
    for value in order:
        for parent, _ in value.parents:
            start, end = places[id(parent)], places[id(value)]
            if end[0] - start[0] > WIDTH + GAP_X:  # would run behind other boxes
                lane += 10
                wires.append(_detour(start, end, lane))
            else:
                wires.append(_wire(start, end))
    width = max(x for x, _ in places.values()) + WIDTH + 2
    height = lane + 4
    alt = _words(order)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="sans-serif" font-size="12">'
        f"<title>{escape(alt)}</title>{''.join(wires)}{''.join(boxes)}</svg>"
    )
    return svg, alt


def _places(order: Sequence[Any]) -> dict[int, tuple[int, int]]:
    """Left upper corners: a column for each depth, in a column near the mean of the parents."""
    depth: dict[int, int] = {}
    for value in order:
        depth[id(value)] = 1 + max((depth[id(p)] for p, _ in value.parents), default=-1)
    for value in reversed(order):  # a start value stands just before the first that uses it
        children = [v for v in order if any(p is value for p, _ in v.parents)]
        if not value.parents and children:
            depth[id(value)] = min(depth[id(child)] for child in children) - 1
    columns: dict[int, list[Any]] = {}
    for value in order:
        columns.setdefault(depth[id(value)], []).append(value)
    rows = max(len(column) for column in columns.values())
    places: dict[int, tuple[int, int]] = {}
    for column in sorted(columns):
        values = columns[column]

        def wish(value):
            ys = [places[id(p)][1] for p, _ in value.parents if id(p) in places]
            return sum(ys) / len(ys) if ys else len(places) * (HEIGHT + GAP_Y)

        if column:
            values = sorted(values, key=wish)
        top = (rows - len(values)) * (HEIGHT + GAP_Y) // 2
        for row, value in enumerate(values):
            places[id(value)] = (column * (WIDTH + GAP_X), top + row * (HEIGHT + GAP_Y))
    return places


def _box(value: Any, x: int, y: int) -> str:
    label = " ".join(part for part in (value.name, value.operation) if part) or "number"
    fill = "#f2f2f2" if value.parents else "#fff7e0"
    middle = x + WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" '
        f'stroke="#222"/>'
        f'<text text-anchor="middle" x="{middle}" y="{y + 14}" font-weight="bold">'
        f"{escape(label)}</text>"
        f'<text text-anchor="middle" x="{middle}" y="{y + 29}" fill="#222">{value.data:.4g}</text>'
        f'<text text-anchor="middle" x="{middle}" y="{y + 44}" fill="#0072B2">'
        f"grad {value.grad:.4g}</text>"
    )


def _wire(start: tuple[int, int], end: tuple[int, int]) -> str:
    """From the right side of one box to the left side of the next."""
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT // 2, end[0], end[1] + HEIGHT // 2
    bend = (x1 + x2) // 2
    return _path(f"M{x1} {y1} C{bend} {y1} {bend} {y2} {x2} {y2}")


def _detour(start: tuple[int, int], end: tuple[int, int], lane: int) -> str:
    """The same by a lane below all boxes."""
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT // 2, end[0], end[1] + HEIGHT // 2
    down, up = x1 + GAP_X // 2, x2 - GAP_X // 2
    return _path(
        f"M{x1} {y1} C{down} {y1} {down} {y1} {down} {y1 + 10} L{down} {lane - 10} "
        f"Q{down} {lane} {down + 10} {lane} L{up - 10} {lane} Q{up} {lane} {up} {lane - 10} "
        f"L{up} {y2 + 10} C{up} {y2} {up} {y2} {x2} {y2}"
    )


def _path(d: str) -> str:
    return f'<path d="{d}" fill="none" stroke="#7A7A7A" stroke-width="1.5"/>'


def _words(order: Sequence[Any]) -> str:
    names = {id(value): value.name or f"value {i + 1}" for i, value in enumerate(order)}
    parts = []
    for value in order:
        made = ""
        if value.parents:
            sources = " and ".join(names[id(parent)] for parent, _ in value.parents)
            made = f", {value.operation} of {sources}"
        parts.append(f"{names[id(value)]} is {value.data:.4g}{made}, gradient {value.grad:.4g}")
    return "Computation graph: " + "; ".join(parts) + "."
