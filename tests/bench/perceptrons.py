"""The perceptron of the targets against its own plain loop, scikit-learn and Python floats."""

import numpy as np
from sklearn.linear_model import Perceptron

from course_lib.patterns import flip_labels, separable_cloud
from course_lib.perceptron import perceptron_loop, train_perceptron
from tests.bench.report import compare


def python_floats(x, t, epochs):
    """The rule on two inputs with nothing but Python's own numbers: a fast plain loop."""
    rows = list(zip(x[:, 0].tolist(), x[:, 1].tolist(), t.tolist(), strict=True))
    w1 = w2 = b = 0.0
    updates = 0
    for _ in range(epochs):
        before = updates
        for x1, x2, target in rows:
            error = target - (w1 * x1 + w2 * x2 + b >= 0)
            if error:
                w1 += error * x1
                w2 += error * x2
                b += error
                updates += 1
        if updates == before:
            break
    return w1, w2, b, updates


def same_walk(x, t, epochs):
    """Both forms make the same updates in the same order, to the last bit."""
    fast, slow = (f(x, t, epochs=epochs) for f in (train_perceptron, perceptron_loop))
    for name in ("example", "error", "w", "b", "mistakes_per_epoch"):
        if not np.array_equal(getattr(fast, name), getattr(slow, name)):
            raise AssertionError(f"perceptron: {name} differs from the plain loop's")
    return fast


def separable():
    """10,000 separable points, to convergence."""
    x, t, _ = separable_cloud(10_000, 0.02, np.random.default_rng(0))
    history = same_walk(x, t, 1000)
    if not history.converged:
        raise AssertionError("perceptron: not converged, the comparison is worth nothing")

    def sklearn():
        Perceptron(shuffle=False, max_iter=history.epochs, tol=None).fit(x, t)

    return compare(
        f"perceptron, 10,000 points, {history.epochs} epochs, {history.updates} updates",
        lambda: train_perceptron(x, t, epochs=1000),
        {
            "plain NumPy loop": (lambda: perceptron_loop(x, t, epochs=1000), 10, None),
            "scikit-learn Perceptron": (sklearn, None, 5),
            "plain Python floats": (lambda: python_floats(x, t, 1000), None, None),
        },
        rounds=7,
    )


def noisy():
    """The same with a tenth of the labels turned over: it never converges."""
    rng = np.random.default_rng(0)
    x, t, _ = separable_cloud(10_000, 0.02, rng)
    t = flip_labels(t, rng.choice(10_000, 1000, replace=False))
    history = same_walk(x, t, 5)
    if python_floats(x, t, 5)[3] != history.updates:
        raise AssertionError("perceptron: plain Python makes another number of updates")
    return compare(
        f"perceptron, 10 % noise, 5 epochs, {history.updates} updates",
        lambda: train_perceptron(x, t, epochs=5),
        {
            "plain NumPy loop": (lambda: perceptron_loop(x, t, epochs=5), None, None),
            "plain Python floats": (lambda: python_floats(x, t, 5), None, 1),
        },
        rounds=7,
    )


ROWS = (separable, noisy)
