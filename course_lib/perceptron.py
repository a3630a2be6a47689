"""The perceptron: a threshold unit that is corrected each time it is wrong.

`perceptron_loop` is the rule as one would write it down; `train_perceptron` makes the same
updates in the same order, many times faster, and both keep every update.  Chapter 2.
"""

from dataclasses import dataclass
from operator import mul

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import (
    binary_array,
    describe,
    generator,
    real_array,
    real_number,
    whole_number,
)

_FLOATS = 512  # examples that are handled as Python floats before looking again


@dataclass(frozen=True, eq=False)
class History:
    """Every update of a perceptron, in order; m updates, d inputs.

    example: (m,) row that was answered wrongly     error: (m,) target − output, +1 or −1
    epoch: (m,) pass over the data, from 0          mistakes_per_epoch: (epochs,)
    w: (m + 1, d) and b: (m + 1,) before the first update and after each
    converged: whether the last epoch had no mistake
    """

    example: NDArray[np.int64]
    error: NDArray[np.int64]
    epoch: NDArray[np.int64]
    w: NDArray[np.float64]
    b: NDArray[np.float64]
    mistakes_per_epoch: NDArray[np.int64]
    converged: bool

    @property
    def updates(self) -> int:
        """Number of updates made."""
        return len(self.example)

    @property
    def epochs(self) -> int:
        """Number of passes over the data, the last one included."""
        return len(self.mistakes_per_epoch)

    @property
    def final(self) -> tuple[NDArray[np.float64], float]:
        """The weights (d,) and the bias at the end."""
        return self.w[-1].copy(), float(self.b[-1])


def perceptron_loop(
    x, t, *, w=None, b=0.0, eta=1.0, epochs=100, order=None, at_zero=1, use_bias=True
) -> History:
    """The perceptron rule as a plain loop: one example at a time, corrected when wrong.

    Arguments, result, errors and source as for `train_perceptron`, which is the fast form.
    """
    x, t, w, b, eta, epochs = _arguments(x, t, w, b, eta, epochs, at_zero, use_bias)
    examples, errors, mistakes = [], [], []
    start = w, b
    for _ in range(epochs):
        mistakes.append(0)
        for i in _order(order, len(x)):
            z = float(x[i] @ w) + b
            output = 1 if z > 0 or (z == 0 and at_zero == 1) else 0
            error = t[i] - output
            if error != 0:
                w = w + eta * error * x[i]
                b = b + eta * error * use_bias
                examples.append(i)
                errors.append(error)
                mistakes[-1] += 1
        if mistakes[-1] == 0:
            break
    return _history(x, start, eta, use_bias, examples, errors, mistakes)


def train_perceptron(
    x: ArrayLike,
    t: ArrayLike,
    *,
    w: ArrayLike | None = None,
    b: float = 0.0,
    eta: float = 1.0,
    epochs: int = 100,
    order: ArrayLike | np.random.Generator | None = None,
    at_zero: int = 1,
    use_bias: bool = True,
) -> History:
    """Train a threshold unit by the perceptron rule: w ← w + η(t − y)x, b ← b + η(t − y).

    x: (n, d) inputs      t: (n,) targets, 0 or 1
    w, b: start, zeros unless given      eta: step size η > 0
    epochs: most passes over the data; it stops after a pass without mistakes
    order: None for 0…n−1, (n,) row numbers for another fixed order, or a NumPy Generator that
      shuffles before each pass
    at_zero: output at a sum of exactly 0      use_bias: False keeps b as it is
    Returns a `History` of every update.
    Raises ValueError or TypeError for shapes that disagree, targets other than 0 and 1, NaN.

    Exactly the updates of `perceptron_loop`: scores of a whole block are computed at once up to
    the first mistake; where rounding could decide the sign, the loop's own formula is asked.
    Source: Rosenblatt 1958; the rule in this form, Block 1962 and Novikoff 1962.
    """
    checked = _arguments(x, t, w, b, eta, epochs, at_zero, use_bias)
    return _train(checked, order, at_zero, use_bias)


def _train(checked, order, at_zero, use_bias) -> History:
    """The fast form of `perceptron_loop`, arguments checked."""
    x, t, w, b, eta, epochs = checked
    n, d = x.shape
    start = w, b
    longest = float(np.linalg.norm(x, axis=1).max())
    rounding = 8 * (d + 2) * np.finfo(float).eps
    # |w|·|x| + |b| is at most this, now and after each update: what rounding scales with
    reach = float(np.linalg.norm(w)) * longest + abs(b)
    growth = eta * (longest**2 + use_bias)
    slow_gap = 40 / (1 + d / 4)  # with fewer right answers between mistakes, floats are faster
    examples: list[int] = []
    errors: list[int] = []
    mistakes: list[int] = []
    gap = 64.0  # running mean of the number of examples from one mistake to the next
    rows = order
    for epoch in range(epochs):
        mistakes.append(0)
        if epoch == 0 or isinstance(order, np.random.Generator):
            rows = _order(order, n)
            xs, ts = x[rows], t[rows]
        p = 0
        while p < n:
            tolerance = rounding * reach
            if gap < slow_gap:
                some = rows[p : p + _FLOATS]
                w, b, found = _correct_in_floats(
                    x,
                    some,
                    xs[p : p + _FLOATS],
                    ts[p : p + _FLOATS],
                    w,
                    b,
                    eta,
                    at_zero,
                    use_bias,
                    tolerance + _FLOATS * rounding * growth,
                )
                for i, error in found:
                    examples.append(i)
                    errors.append(error)
                mistakes[-1] += len(found)
                reach += growth * len(found)
                gap = len(some) / (len(found) + 1)
                p += len(some)
                continue
            end = min(n, p + max(16, int(2 * gap)))
            z = xs[p:end] @ w + b
            suspect = ((z > 0) if at_zero == 0 else (z >= 0)) != ts[p:end]
            if tolerance > 0:
                suspect |= np.abs(z) <= tolerance
            j = int(suspect.argmax())
            if not suspect[j]:
                gap = min(2 * gap, float(n))
                p = end
                continue
            i = int(rows[p + j])
            exact = float(x[i] @ w) + b
            output = 1 if exact > 0 or (exact == 0 and at_zero == 1) else 0
            error = int(t[i]) - output
            p += j + 1
            if error != 0:
                w = w + eta * error * x[i]
                b = b + eta * error * use_bias
                reach += growth
                examples.append(i)
                errors.append(error)
                mistakes[-1] += 1
                gap = 0.7 * gap + 0.3 * (j + 1)
        if mistakes[-1] == 0:
            break
    return _history(x, start, eta, use_bias, examples, errors, mistakes)


def train_copies(
    x: ArrayLike, t: ArrayLike, epochs: int = 100
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Train many perceptrons on the same targets at once, each with inputs of its own.

    x: (copies, n, d)      t: (n,) targets, 0 or 1      epochs: most passes over the data
    Returns weights (copies, d + 1), the last one the bias, and whether each had a pass without
    mistakes, (copies,).  Starts from zeros with η = 1, examples in order 0…n−1.
    """
    x = real_array(x, "x", ndim=3)
    t = binary_array(t, "t", ndim=1)
    if x.shape[1] != len(t):
        raise ValueError(f"t: {x.shape[1]} targets expected, got {len(t)}")
    epochs = whole_number(epochs, "epochs")
    by_example = np.concatenate([x, np.ones((*x.shape[:2], 1))], axis=2).transpose(1, 0, 2).copy()
    w = np.zeros((len(x), x.shape[2] + 1))
    alive = np.arange(len(x))  # the copies that still made a mistake in the last pass
    for _ in range(epochs):
        wrong = np.zeros(len(alive), dtype=bool)
        working = w[alive]
        for xi, target in zip(by_example[:, alive], t, strict=True):
            error = target - ((working * xi).sum(axis=1) >= 0)
            working += error[:, None] * xi
            wrong |= error != 0
        w[alive] = working
        alive = alive[wrong]
        if not len(alive):
            break
    solved = np.ones(len(x), dtype=bool)
    solved[alive] = False
    return w, solved


def radius(x: ArrayLike, use_bias: bool = True) -> float:
    """R: the length of the longest input, a constant 1 appended if there is a bias."""
    x = real_array(x, "x", ndim=2)
    return float(np.sqrt((x**2).sum(axis=1).max() + bool(use_bias)))


def margin(x: ArrayLike, t: ArrayLike, w: ArrayLike, b: float = 0.0) -> float:
    """Distance from the line w·x + b = 0 to the nearest example, negative if any is wrong.

    x: (n, d)      t: (n,) 0 or 1      w: (d,), not all zero      b: a number
    """
    scores, w, _ = _scores(x, t, w, b)
    return float(scores.min() / np.linalg.norm(w))


def novikoff_bound(x: ArrayLike, t: ArrayLike, w: ArrayLike, b: float | None = None) -> float:
    """Most mistakes a perceptron that starts at zero can ever make on these data: (R/γ)².

    x: (n, d)      t: (n,) 0 or 1
    w, b: any line without mistakes; the wider its margin, the better the bound.  With b the
      inputs get a constant 1 appended (so has R, and γ is measured there); without, b = None.
    Raises ValueError if the line makes a mistake, for then the theorem says nothing.
    Source: Novikoff 1962; Block 1962.
    """
    scores, w, bias = _scores(x, t, w, 0.0 if b is None else b)
    length = np.linalg.norm(w if b is None else np.append(w, bias))
    if scores.min() <= 0:
        raise ValueError(
            f"w: a line that leaves every example on its own side expected, "
            f"got one with {int((scores <= 0).sum())} wrong or touching"
        )
    return float((radius(x, use_bias=b is not None) * length / scores.min()) ** 2)


def _scores(x, t, w, b):
    """Sums w·x + b, with the sign turned for targets 0: positive means right."""
    x = real_array(x, "x", ndim=2)
    t = binary_array(t, "t", ndim=1)
    w = real_array(w, "w", ndim=1)
    b = real_number(b, "b")
    if len(t) != len(x):
        raise ValueError(f"t: {len(x)} targets expected, got {len(t)}")
    if len(w) != x.shape[1]:
        raise ValueError(f"w: {x.shape[1]} weights expected, got {len(w)}")
    if not w.any():
        raise ValueError("w: at least one weight other than 0 expected, got all zeros")
    return (2 * t - 1) * (x @ w + b), w, b


def _arguments(x, t, w, b, eta, epochs, at_zero, use_bias):
    """Checked arguments of the two training functions."""
    x = real_array(x, "x", ndim=2)
    t = binary_array(t, "t", ndim=1)
    if len(t) != len(x):
        raise ValueError(f"t: {len(x)} targets expected, got {len(t)}")
    w = np.zeros(x.shape[1]) if w is None else real_array(w, "w", ndim=1).copy()
    if len(w) != x.shape[1]:
        raise ValueError(f"w: {x.shape[1]} weights expected, got {len(w)}")
    eta = real_number(eta, "eta")
    if eta <= 0:
        raise ValueError(f"eta: a number above 0 expected, got {eta:g}")
    if not np.isscalar(at_zero) or at_zero not in (0, 1):
        raise ValueError(f"at_zero: 0 or 1 expected, got {describe(at_zero)}")
    if not isinstance(use_bias, bool | np.bool_):
        raise TypeError(f"use_bias: True or False expected, got {describe(use_bias)}")
    return x, t, w, real_number(b, "b"), eta, whole_number(epochs, "epochs")


def _order(order, n: int) -> NDArray[np.int64]:
    """The rows of one epoch."""
    if order is None:
        return np.arange(n)
    if isinstance(order, np.random.Generator):
        return generator(order).permutation(n)
    try:
        rows = np.asarray(order)
    except ValueError:  # rows of different lengths
        rows = np.zeros(0)
    whole = rows.dtype.kind in "iu" and rows.shape == (n,)
    if not whole or not np.array_equal(np.sort(rows), np.arange(n)):
        raise ValueError(f"order: each row 0…{n - 1} once expected, got {describe(order)}")
    return rows


def _correct_in_floats(x, rows, xs, ts, w, b, eta, at_zero, use_bias, tolerance):
    """The loop on plain Python floats over a few examples: fastest where mistakes are frequent.

    Returns the weights, the bias and the (row, error) of each mistake.
    """
    values, found = w.tolist(), []
    for i, row, target in zip(rows.tolist(), xs.tolist(), ts.tolist(), strict=True):
        z = sum(map(mul, values, row), b)
        if -tolerance <= z <= tolerance:
            z = float(x[i] @ np.array(values)) + b
        output = 1 if z > 0 or (z == 0 and at_zero == 1) else 0
        if output != target:
            step = eta * (target - output)
            values = [v + step * r for v, r in zip(values, row, strict=True)]
            b = b + step * use_bias
            found.append((i, target - output))
    return np.array(values), b, found


def _history(x, start, eta, use_bias, examples, errors, mistakes) -> History:
    """Replay the updates: a running sum adds in the same order as the loop did."""
    w, b = start
    example = np.array(examples, dtype=np.int64)
    error = np.array(errors, dtype=np.int64)
    steps = (eta * error)[:, None] * x[example]
    return History(
        example=example,
        error=error,
        epoch=np.repeat(np.arange(len(mistakes)), mistakes),
        w=np.cumsum(np.concatenate([w[None], steps]), axis=0),
        b=np.cumsum(np.concatenate([[b], eta * error * use_bias])),
        mistakes_per_epoch=np.array(mistakes, dtype=np.int64),
        converged=mistakes[-1] == 0,
    )
