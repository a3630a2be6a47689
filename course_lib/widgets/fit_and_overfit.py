"""Fit and overfit: fifteen points and a curve of up to 200 parts.  Chapter 10.

The reader finds the valley of the textbooks, the peak where there are as many weights as points,
the second descent beyond it, and that a little weight decay or dropout removes the peak.
"""

from functools import cache
from typing import Any

import numpy as np

from course_lib.overfitting import fit_weights, parts, points_on_curve, true_curve
from course_lib.widgets.base import Choice, Number, Widget

POINTS, MOST, SEEDS = 15, 200, 20
GRID = np.linspace(-1, 1, 201).round(2)
TRUTH = true_curve(GRID).round(4)
SIZES = (*range(1, 21), 22, 24, 27, 30, 35, 40, 50, 60, 70, 85, 100, 120, 150, 200)
DECAYS = ("0", "0.0001", "0.001", "0.01", "0.1", "1")


class FitAndOverfit(Widget):
    slug = "fit-and-overfit"
    fields = {
        "parts": Number(POINTS, 1, MOST, 1),
        "noise": Number(0.2, 0.0, 0.5, 0.05),
        "decay": Choice("0", DECAYS),
        "dropout": Number(0.0, 0.0, 0.9, 0.1),
        "seed": Number(17, 1, SEEDS, inside=True),
    }
    size = (7.4, 3.7)

    def data(self) -> dict[str, Any]:
        """The clouds (x, curve, noise of size 1), the curve on the grid, the sizes to try."""
        clouds = [cloud(seed) for seed in range(1, SEEDS + 1)]
        return {"clouds": clouds, "truth": TRUTH, "sizes": SIZES}

    def compute(self, **values: Any) -> dict[str, Any]:
        """Errors (root mean square) and the length of the weights.

        at_points, on_curve: of the fit with this many parts
        errors: on the curve, for each number of parts of the chart, (34,)
        best: the smallest of them with fewer parts than points, and with how many
        length: root of the sum of the squared weights
        """
        x, y = points(values)
        errors = [fit(x, y, p, values)[2] for p in SIZES]
        c, at_points, on_curve, _ = fit(x, y, values["parts"], values)
        few = errors[: POINTS - 1]
        return {
            "at_points": at_points,
            "on_curve": on_curve,
            "length": np.sqrt(total(c * c)),
            "errors": errors,
            "best": [min(few), SIZES[int(np.argmin(few))]],
        }

    def picture(self, figure, values, result) -> str:
        x, y = points(values)
        fitted = fit(x, y, values["parts"], values)[3]
        left = figure.add_axes((0.06, 0.26, 0.42, 0.6))
        left.plot(GRID, TRUTH, "--", color="#555", lw=1.5, label="true curve")
        left.plot(GRID, fitted, color="#B84C00", lw=2, label="fitted curve")
        left.plot(x, y, "o", color="#0072B2", ms=6, label="points")
        left.set(xlim=(-1, 1), ylim=(-2, 2.6), xlabel="x")
        left.legend(frameon=False, fontsize=8, loc="upper left", ncols=3)
        right = figure.add_axes((0.6, 0.26, 0.38, 0.6))
        right.loglog(SIZES, result["errors"], "-", color="#B84C00", label="on the whole curve")
        right.loglog(values["parts"], result["on_curve"], "o", color="#B84C00", ms=9)
        right.axvline(POINTS, color="#222", ls=":", label="as many as points")
        right.set(xlabel="parts", ylim=(0.05, 300))
        right.set_title("error", fontsize=10)
        right.legend(frameon=False, fontsize=8)
        error, (best, where) = result["on_curve"], result["best"]
        words = f"{values['parts']} parts: {error:.2f} off on the whole curve"
        figure.text(0.06, 0.93, words, fontweight="bold")
        return (
            f"Fifteen points and a curve of {values['parts']} parts fitted to them, {error:.2g} "
            "away from the true curve. Beside it this error against the number of parts, on "
            f"logarithmic axes: smallest below fifteen parts {best:.2g} with {where} parts, "
            f"{result['errors'][POINTS - 1]:.2g} with fifteen, {result['errors'][-1]:.2g} with 200."
        )


def total(v: np.ndarray) -> float:
    """The sum, strictly one after another, as the browser adds."""
    return float(np.add.accumulate(v)[-1])


@cache
def cloud(seed: int) -> tuple[list[float], list[float], list[float]]:
    """Fifteen places, the true curve there, and noise of standard deviation 1, to three digits."""
    x, signal = points_on_curve(POINTS, 0.0, np.random.default_rng(seed))
    noise = points_on_curve(POINTS, 1.0, np.random.default_rng(seed))[1] - signal
    return x.round(3).tolist(), signal.round(3).tolist(), noise.round(3).tolist()


def points(values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    x, signal, noise = (np.array(v) for v in cloud(values["seed"]))
    return x, signal + values["noise"] * noise


@cache
def _parts_on_grid() -> np.ndarray:
    return parts(GRID, MOST)


def fit(x, y, p: int, values: dict[str, Any]) -> tuple[np.ndarray, float, float, np.ndarray]:
    """Weights, both errors and the fitted curve, with all sums in the browser's order."""
    a = parts(x, p)
    c = fit_weights(a, y, float(values["decay"]), values["dropout"])
    off = np.add.accumulate(a * c, axis=1)[:, -1] - y
    fitted = np.add.accumulate(_parts_on_grid()[:, :p] * c, axis=1)[:, -1]
    wide = fitted - TRUTH
    at_points = np.sqrt(total(off * off) / POINTS)
    return c, at_points, np.sqrt(total(wide * wide) / len(GRID)), fitted


def fit_and_overfit(**values: Any) -> FitAndOverfit:
    """A curve of many parts through fifteen points.

    Start values: parts (1…200), noise (0…0.5), decay ("0", "0.0001", "0.001", "0.01", "0.1", "1"),
    dropout (0…0.9), seed (1…20).
    """
    return FitAndOverfit(**values)
