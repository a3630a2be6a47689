"""Mistake stepper: the perceptron rule, one example at a time, on points that can be moved.

The reader finds that a correction adds or takes away η·x, that there are never more than (R/γ)²
of them, and that one wrong label makes them go on for ever.  Chapter 2.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.patterns import flip_labels, separable_cloud
from course_lib.perceptron import novikoff_bound, radius, train_perceptron
from course_lib.separability import separate
from course_lib.widgets.base import Number, Numbers, Switch, Widget

EDGE = 3.0  # the plane goes from −EDGE to EDGE
# Points and η are multiples of a quarter: every sum and product of a run is then exact in
# floating point, and the browser gets the very numbers that train_perceptron gets.
GRID = 0.25
MOST = 12  # points
FLIPPED = 0  # the example whose label "one wrong label" turns over


@dataclass(frozen=True)
class Points(Numbers):
    """Rows x₁, x₂, label; positions are rounded to the grid."""

    def check(self, name: str, value: Any) -> list:
        rows = super().check(name, value)
        if any(not isinstance(row, list) or len(row) != 3 for row in rows):
            raise ValueError(f"{name} must be rows [x₁, x₂, label], got {value!r}")
        if any(row[2] not in (0, 1) for row in rows):
            raise ValueError(f"{name} must have labels 0 or 1, got {value!r}")
        return [
            [*(math.floor(v / GRID + 0.5) * GRID for v in row[:2]), int(row[2])] for row in rows
        ]


def _points() -> tuple[tuple[float, float, int], ...]:
    """Eight points of two kinds, not parted by a line through the origin."""
    x, t, normal = separable_cloud(8, 0.1, np.random.default_rng(40))
    x = np.round((0.4 * normal - 2.6 * x) / GRID) * GRID
    return tuple((float(p), float(q), int(label)) for (p, q), label in zip(x, t, strict=True))


def order_of(seed: int, n: int) -> np.ndarray:
    """Row numbers of one pass: 0…n−1 for seed 0, else shuffled; a new point changes no other's
    place."""
    rows = np.arange(MOST) if seed == 0 else np.random.default_rng(seed).permutation(MOST)
    return rows[rows < n]


def _widest(x: np.ndarray, t: np.ndarray):
    """The line with the widest margin γ as Novikoff measures it, a constant 1 appended to x.

    It goes through the origin there, so it also parts these points, signs turned, from their
    mirror images.
    """
    signed = np.column_stack([x, np.ones(len(x))]) * (2 * t - 1)[:, None]
    return separate(np.vstack([signed, -signed]), np.repeat([1, 0], len(x)))


class MistakeStepper(Widget):
    slug = "mistake-stepper"
    fields = {
        "order": Number(0, 0, 7),
        "eta": Number(1.0, GRID, 2.0, GRID),
        "steps": Number(6, 0, 1000, inside=True),
        "flip": Switch(0, inside=True),
        "points": Points(_points(), -EDGE, EDGE, GRID, longest=MOST, shortest=1),
    }
    size = (7.0, 4.2)

    def data(self) -> dict[str, Any]:
        seeds = range(self.fields["order"].limits()[1] + 1)
        return {"orders": [order_of(seed, MOST) for seed in seeds], "flipped": FLIPPED}

    def compute(self, **values: Any) -> dict[str, Any]:
        """The run of `train_perceptron` from zeros, as far as `steps` examples.

        example, error: (m,), w: (m + 1, 2), b: (m + 1,) of the corrections so far
        per_pass: corrections in each pass      shown: examples shown      done: 1 once it stopped
        radius, gamma, bound: R, γ and (R/γ)²; γ and the bound are None if no line parts the points
        """
        x, t = _arrays(values)
        n, steps = len(x), values["steps"]
        order = order_of(values["order"], n)
        epochs = max(1, math.ceil(steps / n))
        history = train_perceptron(x, t, eta=values["eta"], epochs=epochs, order=order)
        shown = min(steps, history.epochs * n)
        place = np.argsort(order)  # of each row within a pass
        made = int((history.epoch * n + place[history.example] < shown).sum())
        passes = max(1, math.ceil(shown / n))
        best = _widest(x, t)
        bound = novikoff_bound(x, t, best.w[:2], best.w[2]) if best.separable else None
        return {
            "example": history.example[:made],
            "error": history.error[:made],
            "w": history.w[: made + 1],
            "b": history.b[: made + 1],
            "per_pass": np.bincount(history.epoch[:made], minlength=passes),
            "shown": shown,
            "done": int(history.converged and shown == history.epochs * n),
            "radius": radius(x),
            "gamma": best.margin if best.separable else None,
            "bound": bound,
        }

    def picture(self, figure, values, result) -> str:
        ax = figure.add_axes((0.06, 0.2, 0.5, 0.76), aspect="equal")
        x, t = _arrays(values)
        w, b = result["w"][-1], float(result["b"][-1])
        length = float(np.hypot(*w))
        if length:
            normal, along = w / length, np.array([-w[1], w[0]]) / length
            foot = -b / length * normal
            ends, far = (foot + 20 * along, foot - 20 * along), 20 * normal
            ax.fill(*zip(*ends, ends[1] + far, ends[0] + far, strict=True), "#D55E00", alpha=0.13)
            ax.plot(*zip(*ends, strict=True), color="#222", lw=2)
            tip = min(1, 2.6 / length) * w
            ax.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "lw": 2, "color": "#222"})
            ax.text(*(tip + 0.2 * normal), "w", fontweight="bold", ha="center", va="center")
        for number, (point, label) in enumerate(zip(x, t, strict=True), 1):
            shape, colour = ("o", "#B84C00") if label else ("s", "#0072B2")
            ax.plot(*point, shape, ms=14, color=colour)
            ax.text(*point, number, color="white", fontsize=9, ha="center", va="center_baseline")
        following = order_of(values["order"], len(x))[result["shown"] % len(x)]
        if not result["done"]:
            ax.plot(*x[following], "o", ms=24, mfc="none", mec="#222", ls="", mew=1.5)
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), xlabel="x₁", ylabel="x₂")
        made, bound = len(result["error"]), result["bound"]
        lines = [
            f"examples shown: {result['shown']}",
            f"corrections: {made}",
            "no bound: no line parts the points" if bound is None else f"(R/γ)² = {bound:.1f}",
            f"w = ({w[0]:g}, {w[1]:g}),  b = {b:g}".replace("-", "−"),
            "",
            "● should fire    ■ should be silent",
            "shaded: the unit fires",
            "○ around a point: shown next",
        ]
        for row, text in enumerate(lines):
            figure.text(0.6, 0.9 - 0.07 * row, text)
        return (
            f"{len(x)} numbered points of two kinds and the line of a perceptron after "
            f"{result['shown']} examples and {made} corrections. "
            + ("It has stopped." if result["done"] else f"Example {following + 1} comes next.")
        )


def _arrays(values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The points (n, 2) and their labels (n,), one of them wrong if asked for."""
    rows = np.array(values["points"], dtype=float)
    t = (rows[:, 2] >= 0.5).astype(np.int64)
    return rows[:, :2], flip_labels(t, FLIPPED) if values["flip"] else t


def mistake_stepper(**values: Any) -> MistakeStepper:
    """The perceptron rule on points that can be moved, one example at a time.

    Start values: order (seed 0…7), eta (0.25…2), steps (examples shown, 0…1000), flip (0 or 1:
    the first label is wrong), points (rows x₁, x₂, label; at most 12).
    """
    return MistakeStepper(**values)
