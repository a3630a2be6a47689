"""How the widgets of chapter 7 are used."""

from widget_spec import Spec, drag, press


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


SPECS = [BUMP_BUILDER]
