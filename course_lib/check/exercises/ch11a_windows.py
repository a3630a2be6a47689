"""Chapter 11, a window that slides: by loops, and over channels by NumPy's windows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array
from numpy.lib.stride_tricks import sliding_window_view

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
NINE = (CHAPTER, "Nine products")
ROW = (CHAPTER, "A window that slides")
CHANNELS = (CHAPTER, "Channels")


# --- slide_loops ------------------------------------------------------------------------------


def slide_loops(x, w, b):
    k_h, k_w = w.shape
    # The window may begin in any row and column from which it still fits in.
    rows, columns = x.shape[0] - k_h + 1, x.shape[1] - k_w + 1
    z = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            z[i, j] = np.sum(x[i : i + k_h, j : j + k_w] * w) + b
    return z


def _slide(x, w, b, *, step=(1, 1), of=np.sum):
    k_h, k_w = w.shape
    s_h, s_w = step
    return array(
        [
            [of(x[i : i + k_h, j : j + k_w] * w) + b for j in range(0, x.shape[1] - k_w + 1, s_w)]
            for i in range(0, x.shape[0] - k_h + 1, s_h)
        ]
    )


def _slide_windows(x, w, b):
    return (sliding_window_view(x, w.shape) * w).sum(axis=(2, 3)) + b


def _slide_shifted(x, w, b):
    rows, columns = x.shape[0] - w.shape[0] + 1, x.shape[1] - w.shape[1] + 1
    z = np.full((rows, columns), float(b))
    for (i, j), weight in np.ndenumerate(w):
        z += weight * x[i : i + rows, j : j + columns]
    return z.tolist()


def _slide_padded(x, w, b):
    k_h, k_w = w.shape
    padded = np.pad(x, ((k_h // 2, k_h - 1 - k_h // 2), (k_w // 2, k_w - 1 - k_w // 2)))
    return _slide(padded, w, b)


def _slide_one_row(x, w, b):
    z = _slide(x, w, b)
    z[1:] = 0
    return z


def _slide_first_rows(x, w, b):
    k_h, k_w = w.shape
    z = np.zeros((x.shape[0] - k_h + 1, x.shape[1] - k_w + 1))
    for i, j in np.ndindex(z.shape):
        z[i, j] = np.sum(x[i:k_h, j:k_w] * w) + b
    return z


def _slide_over_the_edge(x, w, b):
    k_h, k_w = w.shape
    z = np.zeros(x.shape)
    for i, j in np.ndindex(x.shape):
        z[i, j] = np.sum(x[i : i + k_h, j : j + k_w] * w) + b
    return z


def _slide_square(x, w, b):
    k = len(w)
    rows, columns = x.shape[0] - k + 1, x.shape[1] - k + 1
    return array(
        [[np.sum(x[i : i + k, j : j + k] * w) + b for j in range(columns)] for i in range(rows)]
    )


def _slide_matmul(x, w, b):
    k_h, k_w = w.shape
    z = np.zeros((x.shape[0] - k_h + 1, x.shape[1] - k_w + 1))
    for i, j in np.ndindex(z.shape):
        z[i, j] = np.sum(x[i : i + k_h, j : j + k_w] @ w) + b
    return z


def _slide_with_a_margin(x, w, b):
    z, inside = np.zeros(x.shape), _slide(x, w, b)
    z[: inside.shape[0], : inside.shape[1]] = inside
    return z


def _more_slides(rng: np.random.Generator) -> Iterator[Case]:
    k = rng.integers(1, 4, 2)
    if k[0] == k[1] == 1:
        k[1] = 2
    size = k + rng.integers(1, 4, 2)
    size[1] += int(size[0] - k[0] == size[1] - k[1])  # a map that is no square
    x, w = rng.integers(0, 5, size), rng.integers(-3, 4, k)
    w[0, 0] += 4  # no symmetric window, and never nothing but zeros
    yield case("more", x, w, float(rng.choice([-1.5, 0.5, 2.0])))


SLIDE_LOOPS = Exercise(
    id="slide_loops",
    chapter=CHAPTER,
    title="A window by loops",
    reference=slide_loops,
    wanted="the map, an array of shape (height - k_h + 1, width - k_w + 1)",
    cases=(
        case("one row, edges", array([[0, 0, 1, 1, 0]]), array([[-1, 0, 1]]), 0.5),
        case("a T", array([[1, 1, 1], [0, 1, 0], [0, 1, 0]]), array([[1, 2], [0, -1]]), -1.0),
        case(
            "a window that is not square",
            array([[1, 2, 0, 3], [0, 1, 4, 1], [2, 2, 1, 0]]),
            array([[1, 0, -1], [2, 1, 0]]),
            0.5,
        ),
        case(
            "a tall window", array([[1, 0], [2, 3], [0, 1], [4, 1]]), array([[2], [1], [-1]]), 2.0
        ),
    ),
    more=_more_slides,
    misconceptions=(
        Misconception(
            "filter turned",
            lambda x, w, b: _slide(x, w[::-1, ::-1], b),
            "your filter is turned upside down and left to right: that is the mathematicians' "
            "convolution. Here the first weight meets the first pixel of the window.",
            NINE,
        ),
        Misconception(
            "one place too few",
            lambda x, w, b: _slide(x, w, b)[:-1, :-1],
            "the last row and the last column of places are missing: a window of k fits on n "
            "pixels at n - k + 1 places.",
            ROW,
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: _slide(x, w, 0),
            "the products are right, but the bias b is missing. It is added once at each place.",
            CHANNELS,
        ),
        Misconception(
            "bias in every product",
            lambda x, w, b: _slide(x, w, b * w.size),
            "you add the bias to every product, so it counts as often as there are weights. It is "
            "added once at each place, after the sum.",
            CHANNELS,
        ),
        Misconception(
            "map as large as the picture",
            _slide_padded,
            "your map is as large as the picture, with zeros around it. Without padding the window "
            "must not hang over the edge.",
            (CHAPTER, "Stride, padding and the size"),
        ),
        Misconception(
            "window by window",
            lambda x, w, b: _slide(x, w, b, step=w.shape),
            "your window jumps by its own size. It moves on by one pixel at a time, so that "
            "windows overlap.",
            ROW,
        ),
        Misconception(
            "mean for sum",
            lambda x, w, b: _slide(x, w, b, of=np.mean),
            "you take the mean of the products. A unit adds them up.",
            NINE,
        ),
        Misconception(
            "rows and columns exchanged",
            lambda x, w, b: _slide(x, w, b).T,
            "the numbers are right, but rows and columns of the map have changed places: z[i, j] "
            "belongs to the window that begins in row i, column j.",
            NINE,
        ),
        Misconception(
            "over the edge",
            _slide_over_the_edge,
            "the window runs over the edge: in the last rows or columns less than a whole window "
            "is left, and NumPy cannot multiply it by w. It may begin at n - k + 1 places only.",
            ROW,
        ),
        Misconception(
            "a square window taken for granted",
            _slide_square,
            "this works for square windows only. w.shape holds two numbers, the height and the "
            "width of the window; use both.",
            NINE,
        ),
        Misconception(
            "returned too early",
            _slide_one_row,
            "only the first row of your map is filled, the others are 0. Is `return` inside the "
            "loop over the rows?",
            NINE,
        ),
        Misconception(
            "slice that does not move on",
            _slide_first_rows,
            "the piece of x ends at the same pixel wherever it begins, so it becomes smaller and "
            "smaller. It must end at i + k_h and j + k_w.",
            NINE,
        ),
        Misconception(
            "cut off after the point",
            lambda x, w, b: _slide(x, w, b).astype(int),
            "what comes after the point is lost: your map holds whole numbers only. "
            "np.zeros(shape) makes an array for all numbers; np.zeros_like(x) makes one like x.",
            NINE,
        ),
        Misconception(
            "bias subtracted",
            lambda x, w, b: _slide(x, w, -b),
            "you subtract the bias. It is added; a threshold would be subtracted.",
            CHANNELS,
        ),
        Misconception(
            "ReLU too early",
            lambda x, w, b: np.maximum(0, _slide(x, w, b)),
            "your map has no negative answers. A ReLU is not asked for here: wanted are the sums.",
            NINE,
        ),
        Misconception(
            "matrix product",
            _slide_matmul,
            "@ is the matrix product: it needs a square window, and it multiplies rows by "
            "columns. Here each pixel meets the weight that lies on it: the piece * w, and then "
            "the sum.",
            NINE,
        ),
        Misconception(
            "room for the whole picture",
            _slide_with_a_margin,
            "the numbers are right, but your map was made as large as x, and the zeros behind "
            "them are places where the window does not fit. Its shape is (height - k_h + 1, width "
            "- k_w + 1).",
            ROW,
        ),
        Misconception(
            "products not added",
            lambda x, w, b: sliding_window_view(x, w.shape) * w + b,
            "these are all the single products. Those of one window are added up: .sum(axis=(2, "
            "3)), and then the bias.",
            NINE,
        ),
    ),
    alternatives=(_slide_windows, _slide_shifted),
    hints=(
        "How many rows and columns has the map? In which rows and columns may the window begin?",
        "For the place i, j: cut the piece of x that begins at row i and column j and has the "
        "shape of w. Multiply it by w and add everything up; then the bias.",
        "k_h, k_w = w.shape; the piece is x[i : i + k_h, j : j + k_w]; i runs through "
        "range(x.shape[0] - k_h + 1).",
    ),
    section=NINE,
    sources=("B13",),
    tolerance=1e-9,
)


# --- conv_channels ----------------------------------------------------------------------------


def conv_channels(x, w, b):
    # (channels, rows, columns, k_h, k_w): for each channel and place what the window sees
    windows = sliding_window_view(x, w.shape[2:], axis=(1, 2))
    # Channels and window are added up; filters and places stay.
    return np.einsum("cijuv,fcuv->fij", windows, w) + b[:, None, None]


def _conv(x, w, b):
    return array(
        [sum(_slide(x[c], w[f, c], 0) for c in range(len(x))) + b[f] for f in range(len(w))]
    )


def _conv_list(x, w, b):
    maps = []
    for block, bias in zip(w, b, strict=True):
        z = bias
        for picture, window in zip(x, block, strict=True):
            z = z + _slide_windows(picture, window, 0)
        maps.append(np.asarray(z).tolist())
    return maps


def _conv_tensordot(x, w, b):
    windows = sliding_window_view(x, w.shape[1:]).squeeze(0)  # (rows, columns, c, k_h, k_w)
    z = np.tensordot(windows, w, axes=([2, 3, 4], [1, 2, 3])) + b
    return np.moveaxis(z, -1, 0)


def _conv_apart(x, w, b):
    return array([[_slide(x[c], w[f, c], b[f]) for c in range(len(x))] for f in range(len(w))])


def _conv_channels_for_height(x, w, b):
    k_h, k_w = w.shape[2:]
    z = np.zeros((len(w), x.shape[0] - k_h + 1, x.shape[1] - k_w + 1))
    for f, i, j in np.ndindex(z.shape):
        z[f, i, j] = np.sum(x[:, i : i + k_h, j : j + k_w] * w[f]) + b[f]
    return z


def _more_conv(rng: np.random.Generator) -> Iterator[Case]:
    filters, channels = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    k_h, k_w = int(rng.integers(1, 3)), int(rng.integers(2, 4))
    x = rng.integers(0, 4, (channels, k_h + int(rng.integers(1, 3)), k_w + 3))
    w = rng.integers(-2, 3, (filters, channels, k_h, k_w))
    w[:, :, 0, 0] += 3
    yield case("more", x, w, rng.integers(1, 6, filters) / 2)


_RGB = array([[[1, 0, 2], [0, 1, 1]], [[0, 3, 1], [1, 0, 2]]])

CONV_CHANNELS = Exercise(
    id="conv_channels",
    chapter=CHAPTER,
    title="A whole layer: channels and filters",
    reference=conv_channels,
    wanted="the maps, an array of shape (filters, rows, columns)",
    cases=(
        case(
            "two channels, one filter",
            _RGB,
            array([[[[1, 2]], [[-1, 0]]]]),
            array([0.5]),
        ),
        case(
            "two channels, three filters",
            _RGB,
            array(
                [
                    [[[1, 0], [0, 1]], [[0, 2], [1, 0]]],
                    [[[2, -1], [0, 0]], [[1, 0], [0, -1]]],
                    [[[0, 0], [3, 1]], [[-1, 1], [0, 2]]],
                ]
            ),
            array([1.0, -0.5, 2.0]),
        ),
        case(
            "one channel, two filters",
            array([[[1, 2, 3, 4], [0, 1, 0, 2], [2, 0, 1, 1]]]),
            array([[[[1, 0, -1]]], [[[0, 2, 1]]]]),
            array([0.5, -1.0]),
        ),
    ),
    more=_more_conv,
    misconceptions=(
        Misconception(
            "channels kept apart",
            _conv_apart,
            "you have a map for each filter *and* each channel. A filter adds over all channels "
            "and makes one map.",
            CHANNELS,
        ),
        Misconception(
            "bias forgotten",
            lambda x, w, b: _conv(x, w, 0 * b),
            "the products are right, but the biases are missing: each filter has one, b[f].",
            CHANNELS,
        ),
        Misconception(
            "bias for every channel",
            lambda x, w, b: _conv(x, w, len(x) * b),
            "the bias is added once for each channel. It is added once for each place, after all "
            "channels are added up.",
            CHANNELS,
        ),
        Misconception(
            "first channel only",
            lambda x, w, b: _conv(x[:1], w[:, :1], b),
            "your maps come from the first channel alone. Go through all channels and add.",
            CHANNELS,
        ),
        Misconception(
            "filter turned",
            lambda x, w, b: _conv(x, w[:, :, ::-1, ::-1], b),
            "your filters are turned upside down and left to right. Nothing is turned here.",
            NINE,
        ),
        Misconception(
            "filters added together",
            lambda x, w, b: _conv(x, w, b).sum(axis=0),
            "you have added up the maps of the filters. Each filter keeps a map of its own: they "
            "are the channels of the next layer.",
            CHANNELS,
        ),
        Misconception(
            "mean over the channels",
            lambda x, w, b: _conv(x, w / len(x), b),
            "you take the mean over the channels. The products of all channels are added up.",
            CHANNELS,
        ),
        Misconception(
            "filters last",
            lambda x, w, b: np.moveaxis(_conv(x, w, b), 0, -1),
            "the numbers are right, but the filters stand on the last axis. Wanted is (filters, "
            "rows, columns), as in the layer's own pictures: channel first.",
            CHANNELS,
        ),
        Misconception(
            "biases over the columns",
            lambda x, w, b: _conv(x, w, 0 * b) + b,
            "NumPy lays b along the *last* axis, the columns, where it has nothing to do, or stops "
            "with an error. b[:, None, None] belongs to the first axis, the filters.",
            CHANNELS,
        ),
        Misconception(
            "first filter for all",
            lambda x, w, b: _conv(x, np.repeat(w[:1], len(w), axis=0), b),
            "all your maps are made by the first filter. Map f belongs to w[f].",
            CHANNELS,
        ),
        Misconception(
            "last channel only",
            lambda x, w, b: _conv(x[-1:], w[:, -1:], b),
            "your maps come from the last channel alone: each channel overwrites the one before. "
            "Add with +=.",
            CHANNELS,
        ),
        Misconception(
            "ReLU too early",
            lambda x, w, b: np.maximum(0, _conv(x, w, b)),
            "your maps have no negative answers. A ReLU is not asked for here: wanted are the "
            "sums.",
            CHANNELS,
        ),
        Misconception(
            "all filters at every place",
            lambda x, w, b: _conv(x, w, 0 * b).sum(axis=0) + b[:, None, None],
            "right for one filter. With several, each of your maps adds up all of them: w begins "
            "with the axis of the filters, and map f needs w[f] alone.",
            CHANNELS,
        ),
        Misconception(
            "a channel for each filter",
            lambda x, w, b: array([_slide(x[f], w[f, f], b[f]) for f in range(len(w))]),
            "filter f looks at channel f only. Every filter looks at all channels: it has a "
            "window of weights for each of them, and the sums are added.",
            CHANNELS,
        ),
        Misconception(
            "channels taken for the height",
            _conv_channels_for_height,
            "you count the places from x.shape[0] and x.shape[1]. Here x begins with its channels; "
            "height and width are x.shape[1] and x.shape[2].",
            CHANNELS,
        ),
        Misconception(
            "biases over the rows",
            lambda x, w, b: _conv(x, w, 0 * b) + b[:, None],
            "b[:, None] lies along the rows of the maps. The filters are one axis further to the "
            "front: b[:, None, None].",
            CHANNELS,
        ),
    ),
    alternatives=(_conv, _conv_list, _conv_tensordot),
    hints=(
        "One filter, one channel: that is the task before. What happens over the channels, and "
        "what over the filters?",
        "sliding_window_view(x, (k_h, k_w), axis=(1, 2)) has the shape (channels, rows, columns, "
        "k_h, k_w). Multiply by w[f] in the right places and sum over channels and window.",
        "For filter f: (windows * w[f][:, None, None]).sum over the axes 0, 3 and 4, plus b[f]. "
        "Or np.einsum with the letters of the chapter's formula.",
    ),
    section=CHANNELS,
    sources=("B13",),
    tolerance=1e-9,
)

EXERCISES = (SLIDE_LOOPS, CONV_CHANNELS)
