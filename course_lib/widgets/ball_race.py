"""Ball race: five optimizers in one ravine, from one start with one rate.  Chapter 9.

The reader finds that the steepest wall sets the limit 2/λ, that momentum bears nearly twice of it
and Nesterov less, that Adam cannot be thrown out, and that it loses its way in a turned ravine.
"""

from typing import Any

import numpy as np
from matplotlib.lines import Line2D

from course_lib.optim import SGD, Adam, Momentum, Nesterov, RMSProp, descend
from course_lib.widgets.base import Choice, Number, Widget

SURFACES = ("along the axes", "turned by 30°")
NAMES = ("plain", "momentum", "Nesterov", "RMSProp", "Adam")
STEPS = 300
NEAR = 0.05  # a ball that stays within this distance of the bottom has arrived
LOST = 100.0  # a ball that is farther out than this has flown away and stays there


class BallRace(Widget):
    slug = "ball-race"
    fields = {
        "surface": Choice(SURFACES[0], SURFACES),
        "eta": Number(0.04, 0.005, 0.2, 0.005),
        "beta": Number(0.9, 0.0, 0.95, 0.05),
        "kappa": Number(25, 1, 50),
        "x": Number(-2.5, -2.8, 2.8, 0.05, inside=True),
        "y": Number(0.8, -1.4, 1.4, 0.05, inside=True),
        "steps": Number(6, 0, STEPS, inside=True),
    }
    size = (7.0, 3.6)

    def compute(self, **values: Any) -> dict[str, Any]:
        """The race after the steps, for plain descent, momentum, Nesterov, RMSProp and Adam.

        places: (5, 2)      distance: (5,) to the bottom      out: (5,) 1 for those flown away
        arrival: (5,) steps after which each stays near the bottom; −1 if not within 300
        limits: largest rates of plain descent, momentum and Nesterov on the steepest wall
        """
        k, mu, kappa = values["steps"], values["beta"], values["kappa"]
        paths = walks(values)
        lengths = np.hypot(paths[..., 0], paths[..., 1])  # (5, steps + 1)
        far = ~(lengths < NEAR)
        arrival = [int(STEPS + 1 - f[::-1].argmax()) if f.any() else 0 for f in far]
        momentum = 2 * (1 + mu) / kappa
        return {
            "places": paths[:, k],
            "distance": lengths[:, k],
            "out": [int(d > LOST) for d in lengths[:, k]],
            "arrival": [n if n <= STEPS else -1 for n in arrival],
            "limits": [2 / kappa, momentum, momentum / (1 + 2 * mu)],
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.07, 0.26, 0.56, 0.66))
        x, y = np.meshgrid(np.linspace(-3, 3, 121), np.linspace(-1.6, 1.6, 81))
        a, b, d = matrix(values)
        height = 0.5 * (a * x * x + 2 * b * x * y + d * y * y)
        levels = [0.5 * r * r for r in (0.75, 1.5, 2.25, 3)]
        ax.contour(x, y, height, levels=levels, colors="#999", linewidths=0.8)
        looks = (("#B84C00", "o"), ("#0072B2", "s"), ("#00724F", "^"), ("#9A4F80", "D"), ("k", "P"))
        words = []
        for i, (path, (colour, mark)) in enumerate(zip(walks(values), looks, strict=True)):
            walk, n = path[: values["steps"] + 1], result["arrival"][i]
            ax.plot(*walk.T, color=colour, lw=1)
            ax.plot(*walk[-1], mark, color=colour, ms=8, clip_on=True)
            told = f"arrives after {n}" if n >= 0 else "does not arrive"
            told = "is thrown out" if result["out"][i] else told
            words.append(f"{NAMES[i]} {told}")
            figure.text(0.71, 0.84 - 0.085 * i, words[-1], color=colour)
            place = Line2D([0.69], [0.858 - 0.085 * i], marker=mark, color=colour, ms=7)
            figure.add_artist(place)
        ax.set(xlim=(-3, 3), ylim=(-1.6, 1.6))
        figure.text(0.71, 0.36, f"η = {values['eta']:g}, 2/λmax = {result['limits'][0]:.3g}")
        return (
            f"A ravine with curvatures 1 and {values['kappa']}, {values['surface']}, seen from "
            f"above, and five walks of {values['steps']} steps in it with rate "
            f"{values['eta']:g}: {', '.join(words)}."
        )


def matrix(values: dict[str, Any]) -> tuple[float, float, float]:
    """The ravine ½(a x² + 2b xy + d y²), of curvatures 1 and κ, along the axes or turned by 30°."""
    kappa = values["kappa"]
    if values["surface"] == SURFACES[0]:
        return 1.0, 0.0, kappa
    return 0.75 + 0.25 * kappa, 0.4330127018922193 * (1 - kappa), 0.25 + 0.75 * kappa


def walks(values: dict[str, Any]) -> np.ndarray:
    """The five walks, (5, 301, 2); one that has flown away stays where it left."""
    a, b, d = matrix(values)
    eta, beta = values["eta"], values["beta"]

    def slope(p):
        return np.array([a * p[0] + b * p[1], b * p[0] + d * p[1]])

    paths = []
    for optimizer in (
        SGD(eta),
        Momentum(eta, beta),
        Nesterov(eta, beta),
        RMSProp(eta),
        Adam(eta, beta),
    ):
        path = descend(slope, [values["x"], values["y"]], optimizer, STEPS)
        with np.errstate(over="ignore", invalid="ignore"):
            gone = ~(np.hypot(path[:, 0], path[:, 1]) <= LOST)
        if gone.any():
            path[gone.argmax() :] = path[gone.argmax()]
        paths.append(path)
    return np.stack(paths)


def ball_race(**values: Any) -> BallRace:
    """Five optimizers that start together in a ravine seen from above.

    Start values: surface ("along the axes", "turned by 30°"), eta (0.005…0.2), beta (0…0.95, the
    μ of momentum and Nesterov and the β₁ of Adam), kappa (1…50), x and y (the start), steps
    (0…300, how many have been made).
    """
    return BallRace(**values)
