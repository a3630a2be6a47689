"""Losses: how wrong is the network, and which way would each output have to move?

Each loss takes the outputs of the last layer and the targets and returns two things: the loss, a
mean over the examples, and its gradient with respect to the outputs, in the outputs' shape.

Shapes: outputs (n, k) for n examples.  Many networks at once put their axis `copies` in front:
outputs (copies, n, k) give (copies,) losses, each the mean over its own n examples; targets may
then be shared, (n, k), or given for each copy.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from course_lib._validation import check_finite, describe

__all__ = [
    "ACCURACY", "LOSSES", "binary_accuracy", "binary_cross_entropy",
    "binary_cross_entropy_of_probabilities", "cross_entropy", "cross_entropy_of_probabilities",
    "label_accuracy", "one_hot", "squared_error",
]  # fmt: skip


def squared_error(y, t):
    """Half the squared distance, ½ Σ (y - t)², mean over examples; for quantities.

    y: (n, k) outputs, any real numbers      t: (n, k) targets
    Returns the loss and (y - t) / n.
    Raises ValueError if the shapes disagree.  Source: Legendre 1805.  Chapter 4.
    """
    _same_shape(y, t)
    n = y.shape[-2]
    d = y - t
    return _over_examples(0.5 * d * d, n), d * (1 / n)


def binary_cross_entropy(z, t):
    """Cross-entropy of yes-or-no targets, taken on the logits; mean over examples.

    z: (n, k) sums *before* the sigmoid      t: (n, k) targets in 0..1
    Returns the loss in nats, Σ over the k outputs, and (sigmoid(z) - t) / n.
    With s = log(1 + exp(z)), which NumPy computes safely for any z, the loss is s - z t and the
    sigmoid is exp(z - s).
    Raises ValueError if the shapes disagree.  Source: Bishop 2006, 4.3.2.  Chapter 4.
    """
    _same_shape(z, t)
    n = z.shape[-2]
    s = np.logaddexp(0, z)
    return _over_examples(s - z * t, n), (np.exp(z - s) - t) * (1 / n)


def cross_entropy(z, t):
    """Cross-entropy of one class among k, taken on the logits; mean over examples.

    z: (n, k) scores *before* the softmax
    t: (n,) labels 0..k-1, or (n, k) probabilities of the classes (one-hot rows, for instance)
    Returns the loss in nats and (softmax(z) - t) / n.
    Raises ValueError if the shapes disagree or a label is out of range.
    Source: Bridle 1990; Goodfellow et al. 2016, 6.2.2.3.  Chapter 4.
    """
    t = np.asarray(t)
    n = z.shape[-2]
    z = z - z.max(-1, keepdims=True)
    e = np.exp(z)
    total = e.sum(-1, keepdims=True)
    gradient = e / total
    if _are_labels(t, z):
        at = _label_index(t, z)
        score = z[at]
        gradient[at] -= 1
    else:
        _same_shape(z, t)
        score = (z * t).sum(-1)
        gradient -= t
    gradient *= 1 / n
    return _mean(np.log(total[..., 0]) - score), gradient


def binary_cross_entropy_of_probabilities(p, t):
    """The same as `binary_cross_entropy`, but after the sigmoid: -Σ t log p + (1 - t) log(1 - p).

    p: (n, k) probabilities      t: (n, k) targets in 0..1
    Returns the loss and (p - t) / (p (1 - p)) / n, which is infinite where p is wrong and exactly
    0 or 1: the reason why the logits are the better place.  Chapter 4.
    """
    _same_shape(p, t)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = -_t_log_p(t, p) - _t_log_p(1 - t, 1 - p)
        gradient = _ratio(1 - t, 1 - p) - _ratio(t, p)
    n = p.shape[-2]
    return _over_examples(loss, n), gradient * (1 / n)


def cross_entropy_of_probabilities(p, t):
    """-Σ t log p on probabilities p, as the lectures write it; mean over examples.

    p: (n, k) probabilities (rows need not add to 1)      t: labels (n,) or probabilities (n, k)
    Returns the loss and -t / p / n.  On independent *sigmoid* outputs this loss is smallest when
    every output is 1, whatever the target.  Chapters 4 and 5.
    """
    t = np.asarray(t)
    if _are_labels(t, p):
        t = one_hot(np.broadcast_to(t, p.shape[:-1]), p.shape[-1], p.dtype)
    _same_shape(p, t)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss, gradient = -_t_log_p(t, p), -_ratio(t, p)
    n = p.shape[-2]
    return _over_examples(loss, n), gradient * (1 / n)


def one_hot(labels, classes: int, dtype=np.float32) -> NDArray:
    """Labels as rows with a single 1: (…, classes) from ints 0..classes-1 of shape (…)."""
    labels = np.asarray(labels)
    _check_labels(labels, classes)
    return np.eye(classes, dtype=dtype)[labels]


def label_accuracy(z, t):
    """Share of examples whose largest output is the target class; a tie goes to the first."""
    t = np.asarray(t)
    labels = t if _are_labels(t, z) else t.argmax(-1)
    return _mean(z.argmax(-1) == labels)


def binary_accuracy(z, t):
    """Share of examples with every logit on its target's side: z ≥ 0 says yes, t ≥ ½ means yes."""
    return _mean(((z >= 0) == (np.asarray(t) >= 0.5)).all(-1))


def _binary_accuracy_of_probabilities(p, t):
    return binary_accuracy(p - 0.5, t)


#: the accuracy that belongs to each loss of choices; a squared error has none
ACCURACY: dict[Callable, Callable] = {
    binary_cross_entropy: binary_accuracy,
    binary_cross_entropy_of_probabilities: _binary_accuracy_of_probabilities,
    cross_entropy: label_accuracy,
    cross_entropy_of_probabilities: label_accuracy,
}
LOSSES = (squared_error, *ACCURACY)


def check_targets(
    loss: Callable, t, examples: int, outputs: int, copies: int | None = None, name: str = "targets"
) -> NDArray:
    """Targets ready for training with `loss`, checked; its errors name what is wrong.

    Returns the array.  Raises TypeError or ValueError for a wrong shape or number of targets,
    NaN, labels out of range, probabilities outside 0..1.
    """
    t = np.asarray(t)
    if t.dtype.kind not in "biuf":
        raise TypeError(f"{name}: numbers expected, got {describe(t)}")
    check_finite(t, name)
    if loss not in LOSSES:
        return t
    classes = loss in (cross_entropy, cross_entropy_of_probabilities)
    shapes = [(examples, outputs)] + ([(examples,)] if classes else [])
    allowed = shapes if copies is None else shapes + [(copies, *shape) for shape in shapes]
    if t.shape not in allowed:
        hint = "; write t[:, None]" if t.shape == (examples,) and outputs == 1 else ""
        raise ValueError(
            f"{name}: shape {' or '.join(map(str, shapes))} expected for {examples} examples and "
            f"{outputs} outputs, got {t.shape}{hint}"
        )
    if classes and t.shape[-1:] != (outputs,) or t.ndim == 1:
        _check_labels(t, outputs, name)
    elif loss is not squared_error and (t.min() < 0 or t.max() > 1):
        raise ValueError(f"{name}: numbers from 0 to 1 expected, got {t.min():g} to {t.max():g}")
    return t


def _mean(values):
    """Mean over the last axis: a float for one network, (copies,) for many."""
    mean = values.sum(-1) / values.shape[-1]
    return mean if mean.ndim else float(mean)


def _over_examples(values, n):
    """Sum of all (n, k) values, divided by n: a float for one network, (copies,) for many."""
    mean = values.sum((-2, -1)) / n
    return mean if mean.ndim else float(mean)


def _t_log_p(t, p):
    """t log p with 0 log 0 = 0."""
    return np.where(t == 0, 0, t * np.log(p))


def _ratio(t, p):
    """t / p with 0 / 0 = 0."""
    return np.where(t == 0, 0, t / p)


def _same_shape(y, t):
    t_shape = np.shape(t)
    if y.shape != t_shape and y.shape[-2:] != t_shape:
        raise ValueError(f"targets: the outputs' shape {y.shape} expected, got {t_shape}")


def _are_labels(t, z):
    """Whether t holds class numbers (one axis less than z) rather than rows of probabilities."""
    return t.dtype.kind in "iu" and t.shape in (z.shape[:-1], z.shape[-2:-1])


def _label_index(t, z):
    """The index that picks each example's own class from z (…, n, k)."""
    t = t.astype(np.int64, copy=False)
    if t.view(np.uint64).max() >= z.shape[-1]:  # unsigned, -1 is a huge number: one look suffices
        _check_labels(t, z.shape[-1])
    rows = np.arange(z.shape[-2])
    return (rows, t) if z.ndim == 2 else (np.arange(len(z))[:, None], rows, t)


def _check_labels(labels, classes, name="labels"):
    if labels.dtype.kind not in "iu":
        raise TypeError(f"{name}: whole numbers expected, got {describe(labels)}")
    if labels.size and (labels.min() < 0 or labels.max() >= classes):
        wrong = labels.min() if labels.min() < 0 else labels.max()
        raise ValueError(f"{name}: 0 to {classes - 1} expected for {classes} classes, got {wrong}")
