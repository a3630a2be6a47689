"""Pictures of networks: their units, their filters, and the surface they walk down."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import ArrayLike

from course_lib._validation import real_array, whole_number
from course_lib.figures.base import BLUE, GREY, INK, ORANGE, axes, set_alt
from course_lib.figures.training import _KINDS
from course_lib.layers import Dense
from course_lib.network import Network


def loss_surface(
    loss: Callable,
    paths: Mapping[str, ArrayLike] | None = None,
    xlim: tuple[float, float] = (-2, 2),
    ylim: tuple[float, float] = (-2, 2),
    ax: Axes | None = None,
    levels: int = 24,
    names: tuple[str, str] = ("$w_1$", "$w_2$"),
    title: str = "",
) -> Axes:
    """Lines of equal loss over two parameters, and the walks of optimizers.

    loss: function of arrays (x, y) → array of their shape
    paths: name → (steps + 1, 2), such as `optim.descend` gives; each starts at its dot, ends at
        its star
    """
    ax = ax or axes(size=(5.0, 4.0))
    grid = np.meshgrid(np.linspace(*xlim, 201), np.linspace(*ylim, 201))
    height = np.asarray(loss(*grid), float)
    if height.shape != grid[0].shape:
        raise ValueError(f"loss: an array of shape {grid[0].shape} expected, got {height.shape}")
    # Quantiles put as many lines near the bottom as on the steep sides.
    heights = np.unique(np.nanquantile(height, np.linspace(0.005, 1, levels)))
    if len(heights) > 1:
        ax.contourf(*grid, height, levels=heights, cmap="Greys", alpha=0.35)
        ax.contour(*grid, height, levels=heights, colors=INK, linewidths=0.3)
    told = []
    for (name, path), (colour, style, _) in zip((paths or {}).items(), _KINDS, strict=False):
        walk = np.asarray(path, float)
        if walk.ndim != 2 or walk.shape[1] != 2:
            raise ValueError(f"paths: (steps + 1, 2) expected for {name}, got {walk.shape}")
        walk = walk[np.isfinite(walk).all(1)]
        ax.plot(*walk.T, ls=style, color=colour, lw=1.6, marker=".", ms=4, label=name)
        ax.plot(*walk[0], "o", color=colour, mec=INK, ms=7)
        ax.plot(*walk[-1], "*", color=colour, mec=INK, ms=12)
        with np.errstate(over="ignore"):  # a walk that flew away
            first, last = float(loss(*walk[0])), float(loss(*walk[-1]))
        told.append(f"{name} walks from loss {first:.3g} to {last:.3g}, {len(walk) - 1} steps")
    if told:
        ax.legend(frameon=True, fontsize=9)
    ax.set(xlim=xlim, ylim=ylim, xlabel=names[0], ylabel=names[1], title=title)
    span = f"lines of equal loss, lowest {np.nanmin(height):.3g}, highest {np.nanmax(height):.3g}"
    return set_alt(ax, f"{title + ': ' if title else ''}{'; '.join([span, *told])}.")


def filters(
    w: ArrayLike, ax: Axes | None = None, columns: int | None = None, title: str = ""
) -> Axes:
    """The windows of a convolution as small pictures: white positive, black negative, grey zero.

    w: (filters, channels, height, width), `network.layers[i].w`; only one channel each can be
        drawn, several channels stand side by side.  Also (n, height, width).
    """
    w = real_array(w, "w", ndim=(3, 4))
    if w.ndim == 4:
        w = w.transpose(0, 2, 1, 3).reshape(len(w), w.shape[2], -1)
    count, height, width = w.shape
    columns = whole_number(columns or int(np.ceil(np.sqrt(count))), "columns")
    rows = -(-count // columns)
    mosaic = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), np.nan)
    for i, picture in enumerate(w):
        top, left = (i // columns) * (height + 1), (i % columns) * (width + 1)
        mosaic[top : top + height, left : left + width] = picture
    reach = np.abs(w).max() or 1.0
    ax = ax or axes(size=(max(2.0, 0.6 * columns), max(1.6, 0.6 * rows)))
    ax.imshow(mosaic, cmap="gray", vmin=-reach, vmax=reach)
    ax.set(xticks=[], yticks=[], title=title)
    for side in ax.spines.values():
        side.set_visible(False)
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{count} pictures of {height}×{width} numbers from "
        f"{w.min():.2g} (black) to {w.max():.2g} (white).",
    )


def network_diagram(
    network: Network | Sequence[int],
    ax: Axes | None = None,
    most: int = 16,
    names: Sequence[str] = (),
    title: str = "",
) -> Axes:
    """Units as circles, connections as lines, layer after layer from left to right.

    network: its `Dense` layers are drawn, positive weights orange, negative ones blue and dashed,
        the thicker the larger; or the numbers of units alone
    most: units drawn in one layer; of larger ones the middle is left out
    names: below the layers, the inputs first
    """
    if isinstance(network, Network):
        dense = [layer for layer in network.layers if isinstance(layer, Dense)]
        if not dense or network.copies is not None:
            raise ValueError("network: a single one with Dense layers expected")
        sizes = [dense[0].w.shape[1], *(len(layer.w) for layer in dense)]
        weights = [layer.w for layer in dense]
    else:
        sizes = [whole_number(size, "network") for size in network]
        weights = [np.full((b, a), np.nan) for a, b in zip(sizes, sizes[1:], strict=False)]
    shown = [_shown(size, whole_number(most, "most", 2)) for size in sizes]
    tallest = max(len(units) for units in shown)
    ax = ax or axes(size=(1.5 * len(sizes), 0.42 * tallest + 0.9))
    places = [
        {unit: (column, (len(units) - 1) / 2 - row) for row, unit in enumerate(units)}
        for column, units in enumerate(shown)
    ]
    for left, right, w in zip(places, places[1:], weights, strict=False):
        _connect(ax, left, right, w)
    for column, units in zip(places, shown, strict=True):
        for unit in units:
            x, y = column[unit]
            if unit is None:
                ax.text(x, y, "⋮", ha="center", va="center", fontsize=14)
            else:
                ax.plot(x, y, "o", ms=15, mfc="white", mec=INK, zorder=3)
    bottom = -(tallest - 1) / 2 - 0.9
    for i, size in enumerate(sizes):
        label = names[i] if i < len(names) else ""
        ax.text(i, bottom, f"{label}\n{size}".strip(), ha="center", va="top", fontsize=10)
    ax.set(xlim=(-0.5, len(sizes) - 0.5), ylim=(bottom - 0.6, (tallest - 1) / 2 + 0.6), title=title)
    ax.axis("off")
    layers = "–".join(map(str, sizes))
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}network of {layers} units, every unit joined to all of "
        "the next layer.",
    )


def _shown(size, most):
    """The units of a layer that are drawn; None stands for those left out."""
    if size <= most:
        return list(range(size))
    half = most // 2
    return [*range(most - half), None, *range(size - half + 1, size)]


def _connect(ax, left, right, w):
    reach = np.nanmax(np.abs(w)) if np.isfinite(w).any() else 1.0
    for positive in (True, False):
        lines, widths = [], []
        for i, start in left.items():
            for j, end in right.items():
                if i is None or j is None or (w[j, i] < 0) == positive:
                    continue
                size = 0.3 if np.isnan(w[j, i]) else abs(w[j, i]) / (reach or 1.0)
                lines.append((start, end))
                widths.append(0.2 + 2.4 * size)
        colour, style = (ORANGE, "-") if positive else (BLUE, "--")
        if np.isnan(w).all():
            colour = GREY
        ax.add_collection(
            LineCollection(lines, linewidths=widths, colors=colour, linestyles=style, alpha=0.8)
        )
