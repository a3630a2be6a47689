"""Next letter: windows over a text, counting, a small network, writing.  Chapter 13.

Letters are whole numbers 0..k-1, as `datasets.text_as_numbers` makes them.  A model is a function
from windows (n, width) to scores (n, k); the softmax of the scores is its opinion on what comes
next.
"""

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._validation import real_number, whole_number
from course_lib.activations import softmax
from course_lib.init import lecun_normal
from course_lib.layers import Dense, Dropout, Layer, Tanh
from course_lib.losses import cross_entropy, one_hot
from course_lib.network import Network
from course_lib.optim import AdamW
from course_lib.training import History, fit

__all__ = ["Counts", "LetterVectors", "bits", "next_letter_network", "train", "windows", "write"]


def windows(codes: ArrayLike, width: int, pad: int = 0) -> tuple[NDArray, NDArray]:
    """Every letter of a text, with the `width` letters before it.

    codes: (n,) letters      pad: the letter that stands before the beginning, `width` times
    Returns the windows (n, width) and the letters that follow them (n,).
    """
    codes = np.asarray(codes)
    if codes.ndim != 1 or not codes.size or codes.dtype.kind not in "iu":
        raise ValueError(f"codes: a row of whole numbers expected, got shape {codes.shape}")
    whole_number(width, "width", 1)
    padded = np.concatenate([np.full(width, pad), codes])
    return np.lib.stride_tricks.sliding_window_view(padded[:-1], width), codes


class LetterVectors(Layer):
    """Each letter as a short row of numbers, the same row wherever in the window it stands.

    x: (n, width) letters      w: (letters, size), one row per letter      y: (n, width·size)
    A weight shared between the places, and nothing else: the same as a `Dense` layer without bias
    on letters written as rows with a single 1.
    Source: Bengio, Ducharme, Vincent & Jauvin 2003.
    """

    def __init__(self, letters: int, width: int, size: int):
        for value, name in ((letters, "letters"), (width, "width"), (size, "size")):
            whole_number(value, name)
        self.input_shape, self.shapes = (width,), {"w": (letters, size)}
        self.arguments = f"{letters}, {width}, {size}"

    def output_shape(self, shape):
        if shape != self.input_shape:
            raise ValueError(f"{self}: {self.input_shape[0]} letters expected, got {shape}")
        return (self.input_shape[0] * self.shapes["w"][1],)

    def forward(self, x, training=False):
        letters = self.shapes["w"][0]
        # rows with a single 1: so the slopes of a row add up over all places where it was used
        self.rows = one_hot(x.astype(int), letters, x.dtype).reshape(*x.shape[:-2], -1, letters)
        y = self.rows @ self.w
        return y.reshape(*y.shape[:-2], x.shape[-2], -1)

    def backward(self, dy, need_dx=True):
        size = self.shapes["w"][1]
        np.matmul(self.rows.mT, dy.reshape(*dy.shape[:-2], -1, size), out=self.grad_w)
        return None  # letters have no slope


def bits(p: ArrayLike, t: ArrayLike) -> float:
    """Bits per letter: the mean of -log₂ of the probability that each true letter was given.

    p: (n, k) probabilities      t: (n,) letters
    Source: Shannon 1948.
    """
    p, t = np.asarray(p), np.asarray(t)
    if p.ndim != 2 or t.shape != p.shape[:1]:
        raise ValueError(f"t: {len(p)} letters expected for p of shape {p.shape}, got {t.shape}")
    with np.errstate(divide="ignore"):
        return float(-np.log2(p[np.arange(len(t)), t]).mean())


class Counts:
    """Probabilities of the next letter by counting what followed the same letters before.

    p(c | last m letters) = (count + trust · p(c | last m - 1 letters)) / (total + trust): where a
    window was seen often its own counts speak, where never the shorter window does.  The shortest
    knows nothing and calls all letters equally likely.
    Source: Jelinek & Mercer 1980 for the mixing of lengths; MacKay & Peto 1995 for this form.
    """

    def __init__(self, contexts: NDArray, t: NDArray, letters: int, trust: float = 10.0):
        self.letters, self.trust = whole_number(letters, "letters"), real_number(trust, "trust")
        self.width = contexts.shape[1]
        rows = contexts.tolist()
        self.pairs: Counter = Counter()
        self.seen: Counter = Counter()
        for m in range(self.width + 1):
            for row, letter in zip(rows, t.tolist(), strict=True):
                window = tuple(row[self.width - m :])
                self.seen[window] += 1
                self.pairs[window, letter] += 1

    def probabilities(self, contexts: NDArray) -> NDArray:
        """Of each letter after each window: (n, letters)."""
        p = np.full((len(contexts), self.letters), 1 / self.letters)
        for i, row in enumerate(contexts.tolist()):
            for m in range(self.width + 1):
                window = tuple(row[self.width - m :])
                if not self.seen[window]:
                    break  # longer windows were not seen either
                counts = [self.pairs[window, c] for c in range(self.letters)]
                p[i] = (counts + self.trust * p[i]) / (self.seen[window] + self.trust)
        return p


def next_letter_network(
    letters: int,
    width: int = 4,
    size: int = 8,
    hidden: int = 128,
    rng: int = 0,
    dtype: type = np.float32,
) -> Network:
    """The last `width` letters as rows of `size` numbers, one hidden layer, scores for the next.

    Source: Bengio, Ducharme, Vincent & Jauvin 2003; the dropout is of Srivastava et al. 2014.
    """
    layers = [
        LetterVectors(letters, width, size),
        Dense(width * size, hidden),
        Tanh(),
        Dropout(0.3, rng),
        Dense(hidden, letters),
    ]
    return Network(layers, cross_entropy, init=lecun_normal, rng=rng, dtype=dtype)


def train(
    network: Network, contexts: NDArray, t: NDArray, epochs: int = 30, rng: int = 0
) -> History:
    """Training with AdamW; in the second half the learning rate goes down to 0."""
    size = 64
    steps = whole_number(epochs, "epochs") * -(-len(t) // size)
    optimizer = AdamW(lambda step: 0.006 * min(1.0, 2 * (1 - step / steps)), decay=0.02)
    return fit(network, contexts, t, optimizer, epochs=epochs, batch_size=size, rng=rng)


def write(
    scores: Callable[[NDArray], NDArray], start: ArrayLike, temperature: float, dice: ArrayLike
) -> list[int]:
    """Goes on with a text, letter by letter: each new one is drawn and then read again.

    scores: function of one window (1, width) → (1, letters)      start: the first window (width,)
    temperature: the scores are divided by it before the softmax
    dice: numbers from 0 to below 1, one for each letter to be written
    """
    if real_number(temperature, "temperature") <= 0:
        raise ValueError(f"temperature: more than 0 expected, got {temperature}")
    written, width = np.asarray(start).tolist(), len(np.asarray(start))
    for u in np.asarray(dice):
        z = scores(np.array([written[len(written) - width :]]))
        p = softmax(np.asarray(z, float) / temperature)[0]
        # the probabilities lie end to end on a ruler of length 1; in whose piece is u?
        written.append(min(int((p.cumsum() <= u).sum()), len(p) - 1))
    return written[width:]
