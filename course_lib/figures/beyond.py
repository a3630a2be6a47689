"""Letters, noise and old knowledge in pictures.  Chapter 13."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib._validation import real_array
from course_lib.figures.base import BLUE, GREY, INK, ORANGE, axes, set_alt

_NAMES = {" ": "␣", "\n": "⏎"}


def letter_bars(
    shares: Mapping[str, ArrayLike], alphabet: str, ax: Axes | None = None, title: str = ""
) -> Axes:
    """How likely each letter is to come next: one or two sets of bars.

    shares: name → (letters,) probabilities      alphabet: the letters, in that order
    """
    if not 1 <= len(shares) <= 2:
        raise ValueError(f"shares: one or two sets of bars expected, got {len(shares)}")
    ax = ax or axes(size=(7.0, 2.8))
    places, width, told = np.arange(len(alphabet)), 0.84 / len(shares), []
    looks: tuple[dict[str, Any], ...] = (
        {"color": BLUE},
        {"color": "white", "edgecolor": ORANGE, "hatch": "////"},
    )
    for i, ((name, values), look) in enumerate(zip(shares.items(), looks, strict=False)):
        p = real_array(values, f"shares of {name}", ndim=1)
        if len(p) != len(alphabet):
            raise ValueError(f"shares of {name}: {len(alphabet)} numbers expected, got {len(p)}")
        ax.bar(places + (i - (len(shares) - 1) / 2) * width, p, width, label=name, **look)
        best = np.argsort(p)[::-1][:3]
        words = ", ".join(f"{_spoken(alphabet[j])} {p[j]:.0%}" for j in best)
        told.append(f"{name}: {words}")
    ax.set_xticks(places, [_NAMES.get(letter, letter) for letter in alphabet])
    ax.tick_params(axis="x", length=0)
    ax.set(ylabel="probability", title=title, xlim=(-0.7, len(alphabet) - 0.3))
    if len(shares) > 1:
        ax.legend(frameon=False)
    lead = f"{title}: " if title else ""
    return set_alt(
        ax, f"{lead}probability of each next letter; the likeliest are {'; '.join(told)}."
    )


def _spoken(letter):
    return {" ": "a space", "\n": "a new line"}.get(letter, letter)


def picture_table(
    rows: Mapping[str, ArrayLike],
    columns: Sequence[str] = (),
    ax: Axes | None = None,
    said: str = "",
) -> Axes:
    """Rows of small pictures, ink dark, each row with its name.

    rows: name → (n, height, width) or (n, 64), from -1 (paper) to 1 (ink)
    columns: headings      said: what is seen, for those who cannot see it
    """
    lines = {}
    for name, pictures in rows.items():
        given = real_array(pictures, f"row {name}", ndim=(2, 3))
        side = int(np.sqrt(given.shape[1]))
        lines[name] = given.reshape(len(given), side, side) if given.ndim == 2 else given
    count = max(map(len, lines.values()))
    side = next(iter(lines.values())).shape[1]
    step = side + 1
    mosaic = np.full((len(lines) * step - 1, count * step - 1), np.nan)
    for i, line in enumerate(lines.values()):
        for j, picture in enumerate(line):
            mosaic[i * step : i * step + side, j * step : j * step + side] = picture
    ax = ax or axes(size=(1.0 + 0.62 * count, 0.35 + 0.62 * len(lines)))
    ax.imshow(mosaic, cmap="Greys", vmin=-1, vmax=1)
    middle = (side - 1) / 2
    ax.set_yticks(middle + step * np.arange(len(lines)), list(lines))
    ax.set_xticks(middle + step * np.arange(len(columns)), list(columns))
    ax.xaxis.tick_top()
    ax.tick_params(length=0, labelsize=9)
    ax.spines[:].set_visible(False)
    names = "; ".join(f"{name}, {len(line)} pictures" for name, line in lines.items())
    return set_alt(ax, f"Small pictures in rows: {names}. {said}".strip())


def intervals(
    values: Mapping[str, ArrayLike], xlabel: str, ax: Axes | None = None, title: str = ""
) -> Axes:
    """One row for each name: a dot for each seed, their mean and its 95 % interval; a line at 0.

    values: name → (seeds,) differences
    """
    if not values:
        raise ValueError("values: at least one row expected, got none")
    ax = ax or axes(size=(6.4, 0.9 + 0.36 * len(values)))
    ax.axvline(0, color=INK, lw=1)
    told = []
    for row, (name, numbers) in enumerate(values.items()):
        dots = real_array(numbers, f"values of {name}", ndim=1)
        mean, half = mean_interval(dots)
        places = -row + 0.18 * np.linspace(-1, 1, len(dots))
        ax.plot(dots, places, "o", color=GREY, ms=3, alpha=0.5, mew=0)
        ax.errorbar(mean, -row, xerr=half, fmt="D", color=ORANGE, mec=INK, ms=6, capsize=5, lw=2)
        told.append(f"{name} {mean:+.1f}, from {mean - half:+.1f} to {mean + half:+.1f}")
    ax.set_yticks(-np.arange(len(values)), list(values))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GREY, alpha=0.25, lw=0.7)
    ax.set(ylim=(0.6 - len(values), 0.6), xlabel=xlabel, title=title)
    return set_alt(ax, f"{title + ': ' if title else ''}{xlabel}, means: {'; '.join(told)}.")


#: 97.5 % points of Student's t for 1 to 30 degrees of freedom
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


def mean_interval(numbers: ArrayLike) -> tuple[float, float]:
    """Mean of a few numbers and half the width of its 95 % interval (Student's t)."""
    dots = real_array(numbers, "numbers", ndim=1)
    if len(dots) < 2:
        raise ValueError("numbers: at least two expected, got one")
    t = _T[min(len(dots) - 1, len(_T)) - 1]
    return float(dots.mean()), float(t * dots.std(ddof=1) / np.sqrt(len(dots)))
