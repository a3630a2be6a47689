"""Pictures of walks in ravines, and of many learning rates tried at once.  Chapter 9."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.figures.base import BLUE, GREY, INK, ORANGE, axes, set_alt


def ravine_walks(
    height: Callable,
    paths: Mapping[str, ArrayLike],
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    columns: int = 2,
    size: tuple[float, float] = (4.3, 1.5),
) -> NDArray:
    """A surface seen from above, one panel for each walk on it; what leaves the panel is cut off.

    height: function of two arrays      paths: title → (steps + 1, 2)
    """
    if not paths:
        raise ValueError("paths: at least one walk expected, got none")
    rows = -(-len(paths) // columns)
    panels = np.ravel(axes(columns, rows, size=size))
    x, y = np.meshgrid(np.linspace(*xlim, 161), np.linspace(*ylim, 121))
    ground = height(x, y)
    low = ground.min()
    levels = low + (ground.max() - low) * np.linspace(0.05, 1, 11) ** 2.5
    for ax, (title, given) in zip(panels, paths.items(), strict=False):
        walk = real_array(given, f"path of {title}", ndim=2)
        ax.contour(x, y, ground, levels=levels, colors=GREY, linewidths=0.7)
        ax.plot(*walk.T, "o-", color=ORANGE, ms=2.8, lw=1.2)
        ax.plot(*walk[0], "s", color=INK, ms=6)
        ax.plot(*walk[-1], "*", color=BLUE, ms=12)
        ax.set(xlim=xlim, ylim=ylim, aspect="equal")
        ax.set_title(title, fontsize=10)
        first, last = (float(height(*point)) for point in walk[[0, -1]])
        set_alt(
            ax,
            f"{title}: a walk of {len(walk) - 1} steps over lines of equal height, from "
            f"({walk[0, 0]:.2f}, {walk[0, 1]:.2f}), height {first:.3g}, to "
            f"({walk[-1, 0]:.2f}, {walk[-1, 1]:.2f}), height {last:.2g}.",
        )
    for ax in panels[len(paths) :]:
        ax.axis("off")
    return panels


def rate_sweep(
    rates: ArrayLike,
    losses: Mapping[str, ArrayLike],
    level: float = 0.1,
    ax: Axes | None = None,
    xlabel: str = "learning rate",
) -> Axes:
    """One row for each optimizer, one square for each learning rate, darker for a smaller loss.

    rates: (n,) ascending by equal factors      losses: name → (n,), or (n, seeds): their median
        counts; a loss that is not finite is crossed out
    level: squares below it are framed
    """
    rate = real_array(rates, "rates", ndim=1)
    rows = {}
    for name, given in losses.items():
        loss = np.asarray(given, float)
        if loss.ndim not in (1, 2) or len(loss) != len(rate):
            raise ValueError(f"losses of {name}: {len(rate)} rows expected, got {loss.shape}")
        rows[name] = np.median(loss, 1) if loss.ndim == 2 else loss
    ax = ax or axes(size=(7.4, 0.9 + 0.42 * len(rows)))
    table = np.array(list(rows.values()))
    seen = np.where(np.isfinite(table), table, np.nan)
    picture = ax.imshow(
        seen, aspect="auto", cmap="cividis", norm=LogNorm(1e-3, 10, clip=True),
        extent=(-0.5, len(rate) - 0.5, len(rows) - 0.5, -0.5),
    )  # fmt: skip
    words = []
    for i, (name, loss) in enumerate(rows.items()):
        for j, value in enumerate(loss):
            if not np.isfinite(value):
                ax.text(j, i, "×", ha="center", va="center", color=ORANGE, fontsize=9)
        finite = np.where(np.isfinite(loss), loss, np.inf)
        best, good = int(finite.argmin()), np.flatnonzero(finite < level)
        ax.plot(best, i, "*", color="white", mec=INK, mew=0.6, ms=11)
        text = f"{name} best at {rate[best]:.2g} with {finite[best]:.2g}"
        if len(good):
            first, last = good[0], good[-1]
            frame = Rectangle(
                (first - 0.5, i - 0.44), last - first + 1, 0.88, fill=False, ec=ORANGE, lw=2
            )
            ax.add_patch(frame)
            text += f", below {level:g} from {rate[first]:.2g} to {rate[last]:.2g}"
        words.append(text)
    powers = np.arange(np.ceil(np.log10(rate[0]) - 1e-9), np.log10(rate[-1]) + 1e-9)
    places = np.interp(powers, np.log10(rate), np.arange(len(rate)))
    ax.set_xticks(places, [f"{10.0**p:g}" for p in powers])
    ax.set_yticks(range(len(rows)), list(rows))
    ax.tick_params(axis="y", length=0)
    ax.set(xlabel=xlabel)
    ax.figure.colorbar(picture, ax=ax, label="loss after training", pad=0.01)
    return set_alt(
        ax,
        f"Loss after training with {len(rate)} learning rates from {rate[0]:.2g} to "
        f"{rate[-1]:.2g}: {'; '.join(words)}.",
    )
