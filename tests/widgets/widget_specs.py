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


def _line2(root):
    return root.get_by_role("slider", name="shift line 2")


TWO_LINES_AND_A_FOLD = Spec(
    factory="two_lines_and_a_fold",
    mouse=lambda page, root: drag(page, _line2(root), -110),
    keyboard=lambda page, root: press(page, _line2(root), "ArrowRight", "Shift+ArrowRight"),
    moves="b2",
    golden=[
        {"morph": 1, "w22": -1, "b2": 1.5, "c": -1.5},  # OR, NAND, AND
        {"morph": 0.37, "w22": -1, "b2": 1.5, "c": -1.5},
        {"morph": 0, "c": -1.5},
        # the ones apart, the zeros together
        {"morph": 1, "w12": -1, "b1": -0.5, "w21": -1, "w22": 1, "b2": -0.5},
        {"morph": 1, "w11": 1, "w12": 0, "w21": 0, "w22": 1, "b2": -0.5},  # nothing folded
        # sums that are 0 for a reader and not for floats
        {"morph": 1, "w11": -0.1, "w12": -0.2, "b1": 0.3, "w21": 0.1, "w22": 0.2, "b2": -0.3},
        {"morph": 0.6, "v1": 0.7, "v2": -0.35, "c": -0.35, "w21": -1.23, "b1": 0},
        {"morph": 1, "w11": 0, "w12": 0, "b1": 0, "w21": 0, "w22": 0, "v1": 0, "v2": 0, "c": 3},
        {"morph": 0.01, "w11": 2, "w12": 2, "b1": -3, "w21": -2, "w22": -2, "b2": 3, "v1": -2},
    ],
    wrong={"morph": 1.5},
)


def _turn(page, root) -> None:
    """Drags the slider of the number that is being turned."""
    drag(page, root.locator(".bo-single input:visible"), 60)


def _number(root, name: str):
    return root.get_by_role("button", name=f"{name} (")


NINE = ("w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c")

BE_THE_OPTIMISER = Spec(
    factory="be_the_optimiser",
    mouse=_turn,
    keyboard=lambda page, root: press(page, _number(root, "w₁₁"), "ArrowRight", "Shift+ArrowUp"),
    moves="w11",
    golden=[
        dict(zip(NINE, numbers, strict=True)) | more
        for numbers, more in [
            ((1, 1, -0.5, -1, -1, 1.5, 1, 1, -1.5), {"chosen": "c"}),  # OR, NAND, AND
            ((1, 1, -0.5, -1, -1, 1.5, 1, 1, -1.5), {"nudge": 1}),
            ((-1, -1, 0.5, 1, 1, -1.5, 1, 1, -1), {}),
            ((0, 0, 0, 0, 0, 0, 0, 0, 0), {"chosen": "b2", "nudge": 1}),
            # sums that are 0 for a reader and not for floats
            ((-0.1, -0.2, 0.3, 0.1, 0.2, -0.3, 0.7, -0.1, -0.6), {"nudge": 1}),
            ((0.4, 1.5, -1.8, 1.7, 0, -0.8, -0.8, -1.1, -0.2), {"chosen": "v2"}),
            ((3, -3, 3, -3, 3, -3, 3, -3, 3), {}),
        ]
    ],
    wrong={"b1": -3.5},
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


def _point_on_curve(root):
    return root.get_by_role("slider", name="point on the curve")


ACTIVATION_MICROSCOPE = Spec(
    factory="activation_microscope",
    mouse=lambda page, root: drag(page, _point_on_curve(root), -60),
    keyboard=lambda page, root: press(
        page, _point_on_curve(root), "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"
    ),
    moves="z",
    golden=[
        {"function": function, "z": z, "spread": spread}
        for function, z, spread in [
            ("sigmoid", 0, 0.5),
            ("sigmoid", -8, 30),
            ("sigmoid", 3.65, 5),
            ("tanh", -1.8, 1),
            ("tanh", 7.95, 12.5),
            ("ReLU", 0, 3),
            ("ReLU", 0.05, 3),
            ("leaky ReLU", -4.4, 2),
            ("step", 0, 8),
        ]
    ],
    wrong={"z": 9},
)


def _layers(root):
    return root.get_by_role("slider", name="number of hidden layers")


DEPTH_LADDER = Spec(
    factory="depth_ladder",
    mouse=lambda page, root: drag(page, _layers(root), 60),
    keyboard=lambda page, root: press(page, _layers(root), "ArrowRight", "Shift+ArrowRight"),
    moves="depth",
    golden=[
        {"function": function, "depth": depth, "scale": scale}
        for function, depth, scale in [
            ("ReLU", 10, 1.41),
            ("ReLU", 30, 0.58),
            ("ReLU", 30, 12),
            ("sigmoid", 30, 1),
            ("sigmoid", 30, 0.1),
            ("sigmoid", 12, 12),
            ("tanh", 30, 1),
            ("tanh", 1, 3),
            # a tanh tower of large weights is chaotic: only a shallow one can be compared
            ("tanh", 6, 4),
        ]
    ],
    wrong={"depth": 31},
)


def _bend(root, which: str):
    return root.get_by_role("slider", name=f"{which} bend")


TWO_RELUS_ONE_S = Spec(
    factory="two_relus_one_s",
    mouse=lambda page, root: drag(page, _bend(root, "second"), 40),
    keyboard=lambda page, root: press(
        page, _bend(root, "second"), "ArrowRight", "Shift+ArrowRight"
    ),
    moves="k2",
    golden=[
        dict(zip(("target", "k1", "k2", "v1", "v2"), row, strict=True))
        for row in [
            ("one S", -2.8, 2.8, 0.18, -0.18),
            ("one bump", -2, 2, 0.25, -0.25),
            ("one bump", -6, 6, -1, 1),
            ("one S", 3, -1, 0.4, 0.2),
            ("one S", 0, 0, 1, -1),
            ("one bump", 1.35, 5.95, 0.005, 0.995),
        ]
    ],
    wrong={"v1": 1.5},
)


def _number_field(root):
    return root.get_by_role("spinbutton", name="Your guess")


def _guess_and_step(page, root) -> None:
    """Types a guess for the gradient of r and steps with Enter."""
    _number_field(root).fill("1")
    page.keyboard.press("Enter")


GRAPH_STEPPER = Spec(
    factory="graph_stepper",
    mouse=lambda page, root: root.get_by_role("button", name="Step").click(),
    keyboard=_guess_and_step,
    moves="step",
    golden=[
        {"a": -1, "step": 9},
        {"a": 0, "b": 0, "c": 0, "step": 5},
        {"graph": "(a·b)·(b+c)", "step": 9},
        {"graph": "(a·b+c)²", "a": 5, "b": 5, "c": 5, "step": 6, "guess": [60, 5]},
        {"graph": "a·b+b·c", "a": -5, "b": 4, "c": -1, "step": 0},
    ],
    wrong={"a": 6},
)


def _letter_pixel(root, row: int, column: int):
    return root.get_by_role("button", name=f"row {row}, column {column}:")


MANY = [round(((7 * k) % 23 - 11) / 4, 4) for k in range(47)]

C_OR_T = Spec(
    factory="c_or_t",
    mouse=lambda page, root: _letter_pixel(root, 2, 1).click(),
    keyboard=lambda page, root: press(page, _letter_pixel(root, 2, 3), "Space"),
    moves="pixels",
    golden=[
        {"target": "C"},
        {"pixels": [0] * 12},
        {"pixels": [1] * 12, "target": "C", "eta": 8},
        {"weights": MANY, "pixels": [1, 0] * 6, "chosen": 46},
        {"weights": [20] * 47, "pixels": [1] * 12},  # saturated: nothing moves
        {"weights": [0] * 47, "chosen": 40},
    ],
    wrong={"eta": 9},
)


def _nudge(root, power: int):
    return root.get_by_role("button", name=f"ε = 1e−{power}:")


NUDGE_AND_CHECK = Spec(
    factory="nudge_and_check",
    mouse=lambda page, root: _nudge(root, 5).click(),
    keyboard=lambda page, root: press(page, _nudge(root, 2), "ArrowLeft", "ArrowLeft"),
    moves="power",
    golden=[
        {"power": power, "way": way, "weight": weight}
        for power, way, weight in [
            (-1, "one-sided", "c₂"),
            (-5, "central", "v₁,₁"),
            (-12, "central", "w₃,₂"),
            (-9, "central, float32", "w₁,₅"),
            (-2, "central, float32", "c₂"),
            (-12, "one-sided", "v₁,₁"),
        ]
    ],
    wrong={"power": -13},
)


SIGNAL_THROUGH_DEPTH = Spec(
    factory="signal_through_depth",
    mouse=lambda page, root: root.get_by_role("button", name="One layer more").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="One layer more"), "Enter"
    ),
    moves="depth",
    golden=[
        {"function": "tanh", "scheme": "sd 0.01"},
        {"function": "tanh", "scheme": "sd 1", "depth": 30, "gain": 2},  # chaos, if ever
        {"function": "tanh", "scheme": "He", "depth": 30, "width": "16", "seed": 20},
        {"function": "sigmoid", "scheme": "sd 1", "depth": 30, "gain": 1.85, "seed": 7},
        {"function": "ReLU", "scheme": "He", "depth": 30},
        {"function": "ReLU", "scheme": "He", "depth": 30, "width": "8", "gain": 0.5, "seed": 3},
        {"function": "ReLU", "scheme": "sd 0.01", "depth": 2, "gain": 0.55, "width": "8"},
        {"function": "no bend", "scheme": "sd 1", "depth": 30, "gain": 2, "seed": 12},
        {"function": "no bend", "scheme": "LeCun", "depth": 29, "width": "8", "seed": 5},
    ],
    wrong={"depth": 31},
)


SYMMETRY = Spec(
    factory="symmetry",
    mouse=lambda page, root: root.get_by_role("button", name="Train 40 steps").click(),
    keyboard=lambda page, root: press(
        page, root.get_by_role("button", name="Train 4 steps"), "Enter"
    ),
    moves="steps",
    golden=[
        {"steps": 0},
        {"steps": 100},
        {"steps": 200, "start": "0.5"},
        {"steps": 120, "noise": "0.1"},
        {"steps": 60, "noise": "0.001", "start": "0.5"},
    ],
    wrong={"steps": 204},
)


def _bump_height(root, i: int):
    return root.get_by_role("slider", name=f"height of bump {i}", exact=True)


BUMP_BUILDER = Spec(
    factory="bump_builder",
    mouse=lambda page, root: drag(page, _bump_height(root, 3), 0, -40),
    keyboard=lambda page, root: press(page, _bump_height(root, 3), "ArrowDown", "Shift+ArrowDown"),
    moves="heights",
    golden=[
        {"target": target, "bumps": n, "steepness": steepness}
        for target, n, steepness in [
            ("wave", 16, 40),
            ("wave", 64, 3),
            ("corner", 10, 2),
            ("corner", 7, 100),
            ("root", 1, 40),
            ("root", 33, 5),
            ("jump", 12, 100),
        ]
    ]
    + [{"target": "jump", "bumps": 3, "heights": [0.2, 0.8, -0.5], "steepness": 12}],
    wrong={"bumps": 65},
)


SPECS = [
    BUMP_BUILDER,
    C_OR_T,
    GRAPH_STEPPER,
    NUDGE_AND_CHECK,
    ACTIVATION_MICROSCOPE,
    DEPTH_LADDER,
    TWO_RELUS_ONE_S,
    MISTAKE_STEPPER,
    BE_THE_OPTIMISER,
    DRAG_THE_LINE,
    DOWNHILL,
    GATE_BENCH,
    PIXEL_DETECTOR,
    SCORE_TO_PROBABILITY,
    TWO_LINES_AND_A_FOLD,
    SIGNAL_THROUGH_DEPTH,
    SYMMETRY,
]
