"""Pictures of blame: all derivatives of a small net, the V of numerical slopes, XOR learned.

Chapter 5.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_array
from course_lib.figures.base import BLUE, GREEN, GREY, INK, ORANGE, axes, set_alt
from course_lib.xor_starts import Runs

_KINDS = ((BLUE, "-", "o"), (ORANGE, "--", "s"), (GREEN, "-.", "^"))


def hidden_grids(
    weights: ArrayLike, biases: ArrayLike, titles: Sequence[str] = (), shape=(4, 3), digits: int = 3
) -> NDArray:
    """The numbers of each hidden unit in the places of its pixels, its bias below.

    weights: (units, pixels)      biases: (units,)      digits: decimals that are printed
    Orange cells are positive, purple ones negative, white ones exactly 0; every number is printed.
    """
    rows, below = real_array(weights, "weights", ndim=2), real_array(biases, "biases", ndim=1)
    reach = max(abs(rows).max(), abs(below).max()) or 1.0
    panels = np.ravel(axes(len(rows), size=(2.3, 2.9)))
    for i, (panel, row, bias) in enumerate(zip(panels, rows, below, strict=True)):
        panel.imshow(row.reshape(shape), cmap="PuOr_r", vmin=-1.6 * reach, vmax=1.6 * reach)
        for (r, c), value in np.ndenumerate(row.reshape(shape)):
            panel.text(c, r, _number(value, digits), ha="center", va="center", fontsize=9)
        title = titles[i] if i < len(titles) else f"H{i + 1}"
        panel.set(xticks=np.arange(-0.5, shape[1]), yticks=np.arange(-0.5, shape[0]), title=title)
        panel.tick_params(length=0, labelbottom=False, labelleft=False)
        panel.grid(color="#BBBBBB", lw=0.7)
        panel.set_xlabel(f"bias {_number(bias, digits)}")
        told = " / ".join(" ".join(_number(v, digits) for v in r) for r in row.reshape(shape))
        set_alt(panel, f"{title}: {told}, bias {_number(bias, digits)}.")
    return panels


def check_curves(
    eps: ArrayLike, errors: Mapping[str, ArrayLike], ax: Axes | None = None, title: str = ""
) -> Axes:
    """Relative error of numerical slopes against the size of the nudge, both logarithmic.

    eps: (k,)      errors: name -> (k,)
    """
    nudges = real_array(eps, "eps", ndim=1)
    ax = ax or axes(size=(6.2, 4.0))
    words = []
    for (name, given), (colour, line, mark) in zip(errors.items(), _KINDS, strict=False):
        error = real_array(given, name, ndim=1)
        ax.plot(nudges, error, ls=line, marker=mark, ms=4.5, color=colour, label=name)
        best = int(error.argmin())
        words.append(
            f"{name}: from {_power(error[0])} at the left down to {_power(error[best])} at "
            f"ε = {_power(nudges[best])} and up to {_power(error[-1])} at the right"
        )
    ax.set(xscale="log", yscale="log", xlabel="nudge ε", ylabel="relative error", title=title)
    ax.legend(frameon=False)
    return set_alt(ax, f"Relative error against ε, logarithmic. {'; '.join(words)}.")


def loss_threads(runs: Runs, shown: int = 60, ax: Axes | None = None) -> Axes:
    """The loss of many networks, a thin line each: solid if it ends well, dashed if not."""
    good = runs.solved
    ax = ax or axes(size=(6.4, 3.6))
    few = np.arange(len(runs.times))[::-3][::-1]  # every third time, the last among them
    for i in range(min(shown, len(good))):
        colour, line = (BLUE, "-") if good[i] else (ORANGE, "--")
        ax.plot(runs.times[few] + 1, runs.losses[few, i], color=colour, ls=line, lw=0.8, alpha=0.5)
    ax.plot([], [], color=BLUE, lw=1.6, label="learned")
    ax.plot([], [], color=ORANGE, ls="--", lw=1.6, label="stuck")
    ax.set(xscale="log", xlabel="step", ylabel="loss", ylim=(0, None))
    ax.legend(frameon=False)
    stuck = runs.losses[-1, ~good]
    last = f" The others end between {stuck.min():.2f} and {stuck.max():.2f}." if len(stuck) else ""
    return set_alt(
        ax,
        f"Loss against steps, for {min(shown, len(good))} of {len(good)} networks. "
        f"{int(good.sum())} of all end near loss 0, most after a long flat stretch.{last}",
    )


def answer_squares(answers: Sequence[ArrayLike], titles: Sequence[str] = ()) -> NDArray:
    """What networks answer all over the square of their two inputs, with the corners of XOR.

    answers: each (m, m), the outputs 0 … 1 with x₁ along the first axis and x₂ along the second
    """
    panels = np.ravel(axes(len(answers), size=(2.35, 2.6)))
    for i, (panel, given) in enumerate(zip(panels, answers, strict=True)):
        values = real_array(given, "answers", ndim=2)
        box = (-0.25, 1.25, -0.25, 1.25)
        panel.imshow(values.T, origin="lower", extent=box, cmap="PuOr_r", vmin=-0.25, vmax=1.25)
        inner = np.linspace(-0.25, 1.25, len(values))
        if values.min() < 0.5 < values.max():
            panel.contour(inner, inner, values.T, levels=[0.5], colors=INK, linewidths=1.2)
        told = []
        for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
            one = x1 != x2
            panel.plot(x1, x2, "o" if one else "s", ms=19, mfc="white", mec=INK)
            near = values[abs(inner - x1).argmin(), abs(inner - x2).argmin()]
            panel.text(x1, x2, f"{near:.1f}", ha="center", va="center", fontsize=9)
            told.append(f"{near:.1f}")
        title = titles[i] if i < len(titles) else ""
        panel.set(xticks=[0, 1], yticks=[0, 1], title=title)
        panel.set_xlabel("$x_1$", labelpad=-8)
        panel.set_ylabel("$x_2$", labelpad=-8)
        panel.title.set_fontsize(10)
        set_alt(panel, f"{title}: outputs for 00, 01, 10, 11 are {', '.join(told)}.")
    return panels


def share_bars(shares: Mapping[str, float], xlabel: str = "share", ax: Axes | None = None) -> Axes:
    """One horizontal bar for each name, from 0 to 100 %, with its number."""
    ax = ax or axes(size=(6.2, 0.42 * len(shares) + 0.9))
    names, values = list(shares), real_array(list(shares.values()), "shares", ndim=1)
    ax.barh(names, values, color=BLUE, height=0.62)
    for y, value in enumerate(values):
        inside = value > 0.85
        ax.text(
            value - 0.01 if inside else value + 0.01,
            y,
            f"{100 * value:.0f} %",
            va="center",
            ha="right" if inside else "left",
            color="white" if inside else INK,
        )
    ax.set(xlim=(0, 1), xlabel=xlabel)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    ax.invert_yaxis()
    ax.axvline(1, color=GREY, lw=0.7)
    told = ", ".join(f"{name} {100 * v:.0f} %" for name, v in zip(names, values, strict=True))
    return set_alt(ax, f"{xlabel}: {told}.")


def _number(value: float, digits: int) -> str:
    """As a reader writes it: exactly 0 as a plain 0, a real minus sign."""
    return "0" if value == 0 else f"{value:.{digits}f}".replace("-", "−")


def _power(value: float) -> str:
    """The nearest power of ten in words; the last digits differ between machines."""
    return f"about 1e{round(np.log10(value))}" if value > 0 else "0"
