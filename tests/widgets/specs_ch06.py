"""How the widgets of chapter 6 are used."""

from widget_spec import Spec, drag, press


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


SPECS = [ACTIVATION_MICROSCOPE, DEPTH_LADDER, TWO_RELUS_ONE_S]
