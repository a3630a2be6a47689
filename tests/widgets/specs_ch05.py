"""How the widgets of chapter 5 are used."""

from widget_spec import Spec, press


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


SPECS = [GRAPH_STEPPER, C_OR_T, NUDGE_AND_CHECK]
