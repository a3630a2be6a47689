"""Can one line part the ones from the zeros?  A yes with the line, or a no with a proof.

Two clouds can be parted exactly when their convex hulls do not meet.  The nearest two points of
the hulls settle it: if they differ, the line half-way between them is the widest street; if they
are one point, that point is a mixture of ones and also a mixture of zeros, and no line can
have it on both sides.  Chapters 1 to 3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import binary_array, real_array


@dataclass(frozen=True, eq=False)
class Separation:
    """The answer of `separate`.

    separable: whether one threshold unit gives all the labels
    w, b: (d,) and a number, the line with the widest margin, |w| = 1, when separable
    margin: distance from that line to the nearest point on either side, 0 when not separable
    mixture: (n,) weights, when not separable: those of the ones add to 1, those of the zeros add
      to 1, and both mixtures are the same `meeting_point` (d,)
    """

    separable: bool
    margin: float
    w: NDArray[np.float64] | None = None
    b: float | None = None
    mixture: NDArray[np.float64] | None = None
    meeting_point: NDArray[np.float64] | None = None


def separate(x: ArrayLike, t: ArrayLike) -> Separation:
    """Decide whether a line w·x + b = 0 parts the ones from the zeros.

    x: (n, d) points      t: (n,) labels, 0 or 1
    Returns a `Separation`.  Margins below a billionth of the cloud's size count as touching.
    If there is only one kind of label, w is all zeros and b = ±1 does it; the margin is infinite.
    Raises ValueError or TypeError for shapes that disagree, other labels, NaN.
    Source: nearest points of two hulls by Wolfe 1976; the widest street, Vapnik & Lerner 1963.
    """
    x = real_array(x, "x", ndim=2)
    t = binary_array(t, "t", ndim=1)
    if len(t) != len(x):
        raise ValueError(f"t: {len(x)} labels expected, got {len(t)}")
    if t.min() == t.max():
        return Separation(True, np.inf, np.zeros(x.shape[1]), 1.0 if t[0] else -1.0)
    middle = x.mean(axis=0)
    size = float(np.abs(x - middle).max()) or 1.0
    scaled = (x - middle) / size
    ones, zeros = np.flatnonzero(t == 1), np.flatnonzero(t == 0)
    pairs, share = _nearest_mixtures(scaled[ones], scaled[zeros])
    mixture = np.zeros(len(x))
    np.add.at(mixture, ones[pairs[:, 0]], share)
    np.add.at(mixture, zeros[pairs[:, 1]], share)
    near_one = mixture[ones] @ x[ones]
    near_zero = mixture[zeros] @ x[zeros]
    gap = near_one - near_zero
    distance = float(np.linalg.norm(gap))
    if distance > 1e-9 * size:
        w = gap / distance
        b = -float(w @ (near_one + near_zero)) / 2
        margin = float(((2 * t - 1) * (x @ w + b)).min())
        if margin > 0:
            return Separation(True, margin, w, b)
    return Separation(False, 0.0, mixture=mixture, meeting_point=(near_one + near_zero) / 2)


def _nearest_mixtures(ones, zeros):
    """Wolfe's algorithm for the shortest vector from the hull of `zeros` to that of `ones`.

    Returns pairs (k, 2) of row numbers (one, zero) and their shares (k,), which add to 1: the
    shortest vector is Σ share·(one − zero).
    """
    pairs = np.array([[0, 0]])
    share = np.array([1.0])
    corners = ones[:1] - zeros[:1]
    vector = corners[0]
    while True:
        i, j = int((ones @ vector).argmin()), int((zeros @ vector).argmax())
        corner = ones[i] - zeros[j]
        better = vector @ vector - corner @ vector > 1e-12 * max(1.0, corner @ corner)
        if not better or (pairs == (i, j)).all(axis=1).any():
            return pairs, share
        pairs = np.vstack([pairs, [i, j]])
        corners = np.vstack([corners, corner])
        share = np.append(share, 0.0)
        while True:
            flat = _flat_minimum(corners)
            if (flat > 1e-12).all():
                share = flat
                break
            falling = flat <= 1e-12
            step = (share[falling] / np.maximum(share[falling] - flat[falling], 1e-300)).min()
            share = share + min(1.0, step) * (flat - share)
            keep = share > 1e-12
            if keep.all():  # rounding: drop the smallest, so that the loop always ends
                keep[share.argmin()] = False
            pairs, corners, share = pairs[keep], corners[keep], share[keep] / share[keep].sum()
        vector = share @ corners


def _flat_minimum(corners):
    """Shares (k,), adding to 1 but perhaps negative, of the point nearest 0 in the flat through
    the corners (k, d)."""
    k = len(corners)
    system = np.ones((k + 1, k + 1))
    system[0, 0] = 0.0
    system[1:, 1:] = corners @ corners.T
    target = np.zeros(k + 1)
    target[0] = 1.0
    return np.linalg.lstsq(system, target, rcond=None)[0][1:]
