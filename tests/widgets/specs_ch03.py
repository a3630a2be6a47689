"""How the widgets of chapter 3 are used."""

from widget_spec import Spec, drag, press


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


SPECS = [TWO_LINES_AND_A_FOLD, BE_THE_OPTIMISER]
