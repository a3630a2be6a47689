"""Pictures of learning: curves, regions, gradients layer by layer, mistakes.  Chapters 4 to 14."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from course_lib._validation import describe, real_array
from course_lib.figures.base import AMBER, BLUE, GREEN, GREY, INK, ORANGE, PINK, SKY, axes, set_alt
from course_lib.training import History

#: one colour, line and marker for each class or curve, so that colour is never the only difference
_KINDS = (
    (ORANGE, "-", "o"), (BLUE, "--", "s"), (GREEN, "-.", "^"), (PINK, ":", "D"),
    (AMBER, (0, (5, 1)), "v"), (SKY, (0, (3, 1, 1, 1)), "P"), (GREY, (0, (1, 2)), "X"),
)  # fmt: skip


def decision_region(
    predict: Callable,
    x: ArrayLike,
    t: ArrayLike,
    ax: Axes | None = None,
    level: float = 0.0,
    limits: tuple[float, float] | None = None,
    title: str = "",
) -> Axes:
    """Points of two or more kinds, and for every place of the plane the answer it would get.

    predict: function (m, 2) → (m, k) scores, the largest decides; or (m, 1) or (m,), where a score
        above `level` means class 1.  `network.predict` is such a function.
    x: (n, 2)      t: (n,) labels, or (n, 1)      limits: range of both axes
    """
    points = real_array(x, "x", ndim=2)
    labels = real_array(t, "t", ndim=(1, 2)).ravel().astype(int)
    if len(labels) != len(points):
        raise ValueError(f"t: one label for each of the {len(points)} points expected")
    ax = ax or axes()
    low, high = limits or (points.min() - 0.25, points.max() + 0.25)
    line = np.linspace(low, high, 200, dtype=np.float32)
    plane = np.stack(np.meshgrid(line, line), -1).reshape(-1, 2)
    answers = _answers(predict(plane), level).reshape(200, 200)
    right = int((_answers(predict(points.astype(np.float32)), level) == labels).sum())
    classes = range(max(answers.max(), labels.max()) + 1)
    for k in classes:
        colour, _, marker = _KINDS[k % len(_KINDS)]
        ax.contourf(line, line, answers == k, levels=[0.5, 1.5], colors=[colour], alpha=0.18)
        ax.plot(*points[labels == k].T, marker, color=colour, mec=INK, mew=0.6, ms=6, ls="none")
    for k in classes[1:]:
        if (answers >= k).any() and (answers < k).any():
            ax.contour(line, line, answers >= k, levels=[0.5], colors=INK, linewidths=1.2)
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", title=title)
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    shares = ", ".join(f"{k} on {np.mean(answers == k):.0%}" for k in classes)
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}plane coloured by the answer, class {shares} of it; "
        f"{right} of {len(points)} points lie in the region of their own class.",
    )


def _answers(scores, level):
    scores = np.asarray(scores)
    if scores.ndim == 2 and scores.shape[1] > 1:
        return scores.argmax(1)
    return (scores.ravel() > level).astype(int)


def learning_curve(
    history: History | Mapping[str, ArrayLike],
    ax: Axes | None = None,
    what: str = "loss",
    log: bool = False,
    title: str = "",
) -> Axes:
    """A measure against epochs: training and validation, or several curves by name.

    history: of `training.fit`, or name → (epochs,).  With copies, (epochs, copies): every copy is
        a thin line, their median a thick one.
    what: "loss" or "accuracy", for a history      log: logarithmic axis
    """
    if isinstance(history, History):
        if what not in ("loss", "accuracy"):
            raise ValueError(f"what: 'loss' or 'accuracy' expected, got {what!r}")
        curves = {
            "training": getattr(history, what),
            "validation": getattr(history, "validation_" + what),
        }
    else:
        curves = {name: np.asarray(curve, float) for name, curve in history.items()}
    curves = {name: curve for name, curve in curves.items() if not np.isnan(curve).all()}
    if not curves:
        raise ValueError(f"history: at least one epoch of {what} expected, got none")
    ax = ax or axes()
    told = []
    for (name, curve), (colour, style, _) in zip(curves.items(), _KINDS, strict=False):
        epochs = np.arange(1, len(curve) + 1)
        if curve.ndim == 2:
            ax.plot(epochs, curve, color=colour, lw=0.5, alpha=0.3)
            curve = np.median(curve, 1)
        ax.plot(epochs, curve, color=colour, ls=style, lw=2, label=name)
        told.append(f"{name} {curve[0]:.3g} at the first epoch, {curve[-1]:.3g} at the last")
    ax.set(xlabel="epoch", ylabel=what, title=title, yscale="log" if log else "linear")
    if len(curves) > 1:
        ax.legend(frameon=False)
    longest = max(len(curve) for curve in curves.values())
    return set_alt(ax, f"{title or what.capitalize()} over {longest} epochs: {'; '.join(told)}.")


def gradient_bars(
    sizes: ArrayLike,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    what: str = "size of the gradient",
    title: str = "",
) -> Axes:
    """One bar for each layer on a logarithmic axis: how much blame arrives where.

    sizes: (layers,), first layer first, such as `network.statistics(x, t).delta`; a 0, which a
        logarithm cannot show, is drawn as no bar
    """
    sizes = real_array(sizes, "sizes", ndim=1)
    if (sizes < 0).any():
        raise ValueError(f"sizes: numbers from 0 upwards expected, got {sizes.min():g}")
    labels = list(names) if names is not None else [str(i + 1) for i in range(len(sizes))]
    if len(labels) != len(sizes):
        raise ValueError(f"names: one for each of the {len(sizes)} layers expected")
    ax = ax or axes(size=(max(4.2, 0.35 * len(sizes)), 3.0))
    floor = sizes[sizes > 0].min() / 10 if (sizes > 0).any() else 1e-12
    ax.bar(labels, np.where(sizes > 0, sizes, np.nan), color=BLUE, bottom=0)
    ax.set(yscale="log", ylim=(floor, None), xlabel="layer", ylabel=what, title=title)
    ax.tick_params(axis="x", rotation=90 if max(map(len, labels)) > 3 else 0)
    ratio = f", {sizes[0] / sizes[-1]:.2g} times the last" if sizes[-1] else ""
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{what} in {len(sizes)} layers: {sizes[0]:.2g} in the "
        f"first{ratio}, {sizes[-1]:.2g} in the last.",
    )


def histogram_ladder(
    values: Sequence[ArrayLike],
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    limits: tuple[float, float] | None = None,
    title: str = "",
) -> Axes:
    """One small histogram for each layer, the first on top: do activities spread or fade?

    values: an array of any shape for each layer      limits: of the common axis
    """
    layers = [real_array(v, f"values[{i}]").ravel() for i, v in enumerate(values)]
    labels = list(names) if names is not None else [str(i + 1) for i in range(len(layers))]
    if not layers or len(labels) != len(layers):
        raise ValueError(f"values and names: as many of both expected, got {len(layers)} values")
    ax = ax or axes(size=(4.2, max(2.4, 0.42 * len(layers))))
    reach = 3 * max(v.std() for v in layers) or 1.0
    low, high = limits or (-reach, reach)
    edges = np.linspace(low, high, 62)
    for i, v in enumerate(layers):
        counts, _ = np.histogram(v, edges)
        heights = 0.85 * counts / max(counts.max(), 1)
        bottom = -float(i)
        ax.stairs(heights + bottom, edges, baseline=bottom, fill=True, color=SKY)
        ax.stairs(heights + bottom, edges, baseline=bottom, color=BLUE, lw=0.8)
    ax.set(xlim=(low, high), ylim=(0.1 - len(layers), 1), title=title, xlabel="value")
    ax.set_yticks(-np.arange(len(layers)) + 0.25, labels)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return set_alt(
        ax,
        f"{title + ': ' if title else ''}{len(layers)} histograms, one under another; standard "
        f"deviation {layers[0].std():.2g} in {labels[0]}, {layers[-1].std():.2g} in {labels[-1]}.",
    )


def confusion_matrix(
    answers: ArrayLike,
    t: ArrayLike,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    title: str = "",
) -> Axes:
    """How often each class (row) was taken for each other (column).

    answers, t: (n,) labels, ints      names: of the classes
    """
    given, true = (np.asarray(v) for v in (answers, t))
    if given.shape != true.shape or given.ndim != 1 or not given.size:
        raise ValueError(
            f"answers and t: labels (n,) of equal number expected, got {describe(given)} and "
            f"{describe(true)}"
        )
    classes = len(names) if names is not None else int(max(given.max(), true.max())) + 1
    if min(given.min(), true.min()) < 0 or max(given.max(), true.max()) >= classes:
        raise ValueError(f"answers and t: labels from 0 to {classes - 1} expected")
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (true, given), 1)
    labels = list(names) if names is not None else [str(k) for k in range(classes)]
    ax = ax or axes(size=(max(3.4, 0.42 * classes + 1), max(3.0, 0.42 * classes + 0.6)))
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (i, j), count in np.ndenumerate(counts):
        if count:
            colour = "white" if shares[i, j] > 0.5 else INK
            ax.text(j, i, str(count), ha="center", va="center", color=colour, fontsize=9)
    ax.set_xticks(range(classes), labels)
    ax.set_yticks(range(classes), labels)
    ax.set(xlabel="answer", ylabel="true class", title=title)
    right = int(np.trace(counts))
    words = f"{right} of {len(true)} examples on the diagonal, where the answer is right"
    mistakes = counts - np.diag(np.diag(counts))
    if mistakes.any():
        i, j = np.unravel_index(mistakes.argmax(), mistakes.shape)
        words += (
            f"; the commonest mistake takes {labels[i]} for {labels[j]}, {mistakes[i, j]} times"
        )
    return set_alt(ax, f"{title + ': ' if title else ''}confusion matrix, {words}.")
