"""Chapter 11, shared weights: their blame and their number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
BLAME = (CHAPTER, "Where the blame of a shared weight goes")
CHANNELS = (CHAPTER, "Channels")
SIZE = (CHAPTER, "Stride, padding and the size")
RACE = (CHAPTER, "As many numbers, another net")


def _slide(x, w):
    k_h, k_w = w.shape
    return array(
        [
            [np.sum(x[i : i + k_h, j : j + k_w] * w) for j in range(x.shape[1] - k_w + 1)]
            for i in range(x.shape[0] - k_h + 1)
        ]
    )


# --- filter_blame -----------------------------------------------------------------------------


def filter_blame(x, blame):
    rows, columns = blame.shape
    k_h, k_w = x.shape[0] - rows + 1, x.shape[1] - columns + 1
    grad = np.zeros((k_h, k_w))
    for i in range(rows):
        for j in range(columns):
            # At this place weight (u, v) met pixel (i + u, j + v). A fork adds.
            grad += blame[i, j] * x[i : i + k_h, j : j + k_w]
    return grad


def _blame_slide(x, blame):
    return _slide(x, blame)


def _blame_windows(x, blame):
    windows = np.lib.stride_tricks.sliding_window_view(x, blame.shape)
    return np.tensordot(windows, blame, axes=([2, 3], [0, 1])).tolist()


def _window_at(x, blame, i, j):
    k_h, k_w = x.shape[0] - blame.shape[0] + 1, x.shape[1] - blame.shape[1] + 1
    return blame[i, j] * x[i : i + k_h, j : j + k_w]


def _blame_by_its_own_shape(x, blame):
    rows, columns = blame.shape
    grad = np.zeros(blame.shape)
    for u, v in np.ndindex(blame.shape):
        grad[u, v] = np.sum(blame * x[u : u + rows, v : v + columns])
    return grad


def _blame_padded(x, blame):
    rows, columns = blame.shape
    return _slide(np.pad(x, ((rows - 1,) * 2, (columns - 1,) * 2)), blame)


def _blame_by_the_filters_shape(x, blame):
    k_h, k_w = x.shape[0] - blame.shape[0] + 1, x.shape[1] - blame.shape[1] + 1
    grad = np.zeros((k_h, k_w))
    for u, v in np.ndindex(grad.shape):
        grad[u, v] = np.sum(blame * x[u : u + k_h, v : v + k_w])
    return grad


def _more_filter_blames(rng: np.random.Generator) -> Iterator[Case]:
    k, places = rng.integers(1, 4, 2), rng.integers(1, 4, 2)
    k[1] += int(k[0] == k[1])
    places[1] += int(places[0] == places[1])
    x = rng.integers(1, 8, k + places - 1) / 2
    blame = rng.integers(1, 7, places) / 2
    blame[0, 0] = -1.5
    yield case("more", x, blame)


FILTER_BLAME = Exercise(
    id="filter_blame",
    chapter=CHAPTER,
    title="The blame of a shared filter",
    reference=filter_blame,
    wanted="the gradient of the filter, an array of its shape",
    cases=(
        case("a row", array([[1, 2, 0, 3, 1]]), array([[2, -1, 1]])),
        case(
            "a picture of 3×3, four places",
            array([[1, 0, 2], [3, 1, 0], [0, 2, 4]]),
            array([[1, -1], [0, 2]]),
        ),
        case(
            "a picture of 3×4",
            array([[1.0, 2.0, 0.5, 3.0], [0.0, 1.0, 4.0, 1.0], [2.0, 2.0, 1.0, 0.0]]),
            array([[0.5, -1.0, 2.0], [1.0, 1.0, -0.5]]),
        ),
    ),
    more=_more_filter_blames,
    misconceptions=(
        Misconception(
            "mean over the places",
            lambda x, blame: _slide(x, blame) / blame.size,
            "you take the mean over the places. The loss is a sum over what each place does to "
            "it, so the blames are *added*.",
            BLAME,
        ),
        Misconception(
            "first place only",
            lambda x, blame: _window_at(x, blame, 0, 0),
            "this is the blame from the first place alone. The weight was used at every place: "
            "add them all. (Was return inside the loop?)",
            BLAME,
        ),
        Misconception(
            "last place only",
            lambda x, blame: _window_at(x, blame, *np.subtract(blame.shape, 1)),
            "this is the blame from the last place alone: each place overwrites the one before. "
            "Add with +=.",
            BLAME,
        ),
        Misconception(
            "blame turned",
            lambda x, blame: _slide(x, blame[::-1, ::-1]),
            "the blame is turned upside down and left to right. Nothing is turned for the "
            "weights; only the blame of the pixels meets a turned filter.",
            BLAME,
        ),
        Misconception(
            "pixels forgotten",
            lambda x, blame: np.full(np.subtract(x.shape, blame.shape) + 1, blame.sum()),
            "you add up the blames, but each must be multiplied by the pixel that the weight met "
            "at that place: blame above times activity below.",
            BLAME,
        ),
        Misconception(
            "blame forgotten",
            lambda x, blame: _slide(x, np.ones(blame.shape)),
            "you add up the pixels that the weight met, but not how much each answer is blamed.",
            BLAME,
        ),
        Misconception(
            "shape of the blame",
            lambda x, blame: blame * x[: blame.shape[0], : blame.shape[1]],
            "you multiply pixel by pixel and add nothing up. The gradient has the shape of the "
            "*filter*: height of x minus height of blame, plus 1, and the same for the width.",
            BLAME,
        ),
        Misconception(
            "everything in one number",
            lambda x, blame: _slide(x, blame).sum(),
            "you have added up everything. Each weight of the filter has a gradient of its own.",
            BLAME,
        ),
        Misconception(
            "filter's shape exchanged",
            lambda x, blame: _slide(x, blame).T,
            "the numbers are right, but rows and columns have changed places.",
            BLAME,
        ),
        Misconception(
            "filter too small",
            lambda x, blame: _slide(x, blame)[:-1, :-1],
            "your gradient has one row and one column too few: a filter of k on n pixels has n - "
            "k + 1 places, so k is n minus the places *plus 1*.",
            SIZE,
        ),
        Misconception(
            "filter taken for the map",
            _blame_by_its_own_shape,
            "your gradient has the shape of the blame. Wanted is that of the filter: height of x "
            "minus height of blame, plus 1, and the same for the width.",
            BLAME,
        ),
        Misconception(
            "blame hanging over the edge",
            _blame_padded,
            "the blame slides over the edge of the picture, and your gradient is larger than the "
            "filter was. It stays on the picture.",
            BLAME,
        ),
        Misconception(
            "answer turned",
            lambda x, blame: _slide(x, blame)[::-1, ::-1],
            "the numbers are right, but they stand upside down and left to right. Nothing is "
            "turned: the first weight met the first pixel of each window.",
            BLAME,
        ),
        Misconception(
            "piece as large as the filter",
            _blame_by_the_filters_shape,
            "the piece of x that meets the blame has the shape of the blame, one pixel for each "
            "place. Yours has the shape of the filter, which fits only by chance.",
            BLAME,
        ),
    ),
    alternatives=(_blame_slide, _blame_windows),
    hints=(
        "How large was the filter? A map has height - k_h + 1 rows; here you know the height and "
        "the rows.",
        "At the place i, j weight (u, v) met the pixel x[i + u, j + v]. Its blame from there is "
        "blame[i, j] times this pixel. Add over all places.",
        "Add blame[i, j] times the window that begins at i, j, for all places. Or see the formula "
        "of the chapter: it is a sliding product of x with something.",
    ),
    section=BLAME,
    sources=("B13",),
    points=(1, 3),
    tolerance=1e-9,
)


# --- count_numbers ----------------------------------------------------------------------------


def count_numbers(shape, layers):
    return _count(shape, layers)


def _count(shape, layers, *, bias=True, block=True, shared=True, places=True, shrink=True,
           pools=True, one_bias=False, lost=1, new=True, squared=True, flat=True):  # fmt: skip
    channels, height, width = shape
    total, row = 0, 0  # row: units of a flat layer, 0 while there are still maps
    for kind, size, *more in layers:
        if kind == "conv":
            k = more[0]
            if shrink:
                height, width = height - k + lost, width - k + lost
            each = (channels if block else 1) * k * (k if squared else 1)
            total += (each + (bias and not one_bias)) * size * (1 if shared else height * width)
            total += bias and one_bias
            channels = size if new else channels
        elif kind == "pool":
            if pools:
                height, width = height // size, width // size
        else:
            inputs = row or channels * (height * width if places else 1)
            total += (inputs + (bias and not one_bias)) * size + (bias and one_bias)
            row = size if flat else 0
    return int(total)


def _count_other(shape, layers, *, conv_bias=1, dense_bias=1, up=False, maps=True, early=False,
                 product=False, pooled=0, sliding=False, whole=True, crossed=False):  # fmt: skip
    """Counts with rarer slips; without any option the right one."""
    channels, height, width = shape
    total, row = 0, 0
    for kind, size, *more in layers:
        if kind == "conv":
            k = more[0]
            below, height, width = size if early else channels, height - k + 1, width - k + 1
            total += size * below * k * k + conv_bias * (below if crossed else size)
            channels = channels * size if product else size
        elif kind == "pool":
            total += pooled * (channels * size * size)
            if sliding:
                height, width = height - size + 1, width - size + 1
            elif up:
                height, width = -(-height // size), -(-width // size)
            elif whole:
                height, width = height // size, width // size
            else:
                height, width = height / size, width / size
        else:
            inputs = row or (channels if maps else 1) * height * width
            total += size * (inputs + dense_bias)
            row = size
    return total


def _count_walk(shape, layers):
    shape, total = tuple(shape), 0
    for layer in layers:
        if layer[0] == "pool":
            shape = (shape[0], *(n // layer[1] for n in shape[1:]))
        elif layer[0] == "conv":
            _, filters, k = layer
            total += filters * (shape[0] * k**2 + 1)
            shape = (filters, *(n - k + 1 for n in shape[1:]))
        else:
            total += layer[1] * (int(np.prod(shape)) + 1)
            shape = (layer[1],)
    return total


def _count_arrays(shape, layers):
    maps, total = np.zeros(shape), 0
    for kind, *numbers in layers:
        if kind == "conv":
            filters, k = numbers
            total += np.zeros((filters, len(maps), k, k)).size + filters
            maps = np.zeros((filters, maps.shape[1] - k + 1, maps.shape[2] - k + 1))
        elif kind == "pool":
            (k,) = numbers
            maps = np.zeros((len(maps), maps.shape[1] // k, maps.shape[2] // k))
        else:
            total += numbers[0] * maps.size + numbers[0]
            maps = np.zeros(numbers[0])
    return total


def _more_counts(rng: np.random.Generator) -> Iterator[Case]:
    channels, side = int(rng.integers(2, 4)), int(rng.integers(12, 20))
    f1, f2 = int(rng.integers(2, 9)), int(rng.integers(3, 12))
    k1, k2 = (int(k) for k in rng.integers(2, 4, 2))
    layers = [("conv", f1, k1), ("pool", 2), ("conv", f2, k2)]
    if rng.random() < 0.5:
        layers.append(("dense", int(rng.integers(4, 9))))
    yield case("more", (channels, side, side + 1), [*layers, ("dense", int(rng.integers(2, 11)))])


COUNT_NUMBERS = Exercise(
    id="count_numbers",
    chapter=CHAPTER,
    title="Count the numbers of a net",
    reference=count_numbers,
    wanted="one whole number: all weights and biases",
    cases=(
        case("one layer of filters", (3, 6, 6), [("conv", 8, 3)]),
        case("filters over maps", (1, 12, 12), [("conv", 8, 3), ("conv", 24, 3)]),
        case(
            "with pooling and an end",
            (1, 12, 12),
            [("conv", 8, 3), ("pool", 2), ("conv", 12, 3), ("dense", 10)],
        ),
        case("no filter at all", (1, 12, 12), [("dense", 14), ("dense", 10)]),
        case(
            "colours",
            (3, 15, 11),
            [("conv", 4, 2), ("pool", 3), ("dense", 6), ("dense", 2)],
        ),
    ),
    more=_more_counts,
    misconceptions=(
        Misconception(
            "biases forgotten",
            lambda shape, layers: _count(shape, layers, bias=False),
            "the weights are right, but the biases are missing: one for each filter and one for "
            "each unit.",
            CHANNELS,
        ),
        Misconception(
            "channels forgotten",
            lambda shape, layers: _count(shape, layers, block=False),
            "right for one channel. A filter has a window of weights for *each* channel below it.",
            CHANNELS,
        ),
        Misconception(
            "not shared",
            lambda shape, layers: _count(shape, layers, shared=False),
            "you count the weights of a filter at every place of its map. They are shared: the "
            "same numbers serve all places.",
            (CHAPTER, "The same as one matrix"),
        ),
        Misconception(
            "places forgotten",
            lambda shape, layers: _count(shape, layers, places=False),
            "the filters are right. But a dense unit sees all places of all maps: its inputs are "
            "channels · height · width.",
            RACE,
        ),
        Misconception(
            "maps that do not shrink",
            lambda shape, layers: _count(shape, layers, shrink=False),
            "you let the maps keep the size of the picture. Without padding a window of k leaves "
            "n - k + 1 places, and that decides how many inputs a dense unit has.",
            SIZE,
        ),
        Misconception(
            "pooling ignored",
            lambda shape, layers: _count(shape, layers, pools=False),
            "pooling has no weights, but it makes the maps smaller, so that a dense unit behind it "
            "has fewer inputs.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "one bias for a layer",
            lambda shape, layers: _count(shape, layers, one_bias=True),
            "you count one bias for each layer. Each filter and each dense unit has its own.",
            CHANNELS,
        ),
        Misconception(
            "dense layers forgotten",
            lambda shape, layers: _count(shape, [a for a in layers if a[0] != "dense"]),
            "the filters are right, but the dense layers are missing.",
            RACE,
        ),
        Misconception(
            "maps that shrink too much",
            lambda shape, layers: _count(shape, layers, lost=0),
            "your maps are one row and one column too small: a window of k leaves n - k + 1 "
            "places, not n - k.",
            SIZE,
        ),
        Misconception(
            "channels stay",
            lambda shape, layers: _count(shape, layers, new=False),
            "the number of channels stays the same in your count. Each filter makes a map, and "
            "these maps are the channels of the next layer.",
            CHANNELS,
        ),
        Misconception(
            "window not squared",
            lambda shape, layers: _count(shape, layers, squared=False),
            "you count k weights for a window. A window of k×k has k · k.",
            (CHAPTER, "Nine products"),
        ),
        Misconception(
            "dense after dense",
            lambda shape, layers: _count(shape, layers, flat=False),
            "right up to the first dense layer. The next one sees the units of the dense layer "
            "below it, not the maps any more.",
            RACE,
        ),
        Misconception(
            "biases of the filters forgotten",
            lambda shape, layers: _count_other(shape, layers, conv_bias=0),
            "the biases of the filters are missing: each filter has one. (Those of the dense "
            "units you have counted.)",
            CHANNELS,
        ),
        Misconception(
            "biases of the units forgotten",
            lambda shape, layers: _count_other(shape, layers, dense_bias=0),
            "the biases of the dense units are missing: each unit has one. (Those of the filters "
            "you have counted.)",
            RACE,
        ),
        Misconception(
            "one bias for a dense layer",
            lambda shape, layers: (
                _count_other(shape, layers, dense_bias=0)
                + sum(layer[0] == "dense" for layer in layers)
            ),
            "the filters are right, but you count one bias for a whole dense layer. Each of its "
            "units has its own: units · (inputs + 1).",
            RACE,
        ),
        Misconception(
            "biases by the channels below",
            lambda shape, layers: _count_other(shape, layers, crossed=True),
            "you count a bias for each channel *below* the filters. It belongs to the sum over "
            "all channels, so there is one for each filter.",
            CHANNELS,
        ),
        Misconception(
            "leftover squares kept",
            lambda shape, layers: _count_other(shape, layers, up=True),
            "you round the size of pooled maps up. Rows and columns that do not fill a square are "
            "left out: round down.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "leftover squares in part",
            lambda shape, layers: _count_other(shape, layers, whole=False),
            "your pooled maps have a fraction of a row. Rows and columns that do not fill a "
            "square are left out: // divides and rounds down.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "pooling that slides by one",
            lambda shape, layers: _count_other(shape, layers, sliding=True),
            "your pooling makes maps of n - k + 1, as a filter does. Its squares do not overlap: "
            "n is divided by k and rounded down.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "weights for pooling",
            lambda shape, layers: _count_other(shape, layers, pooled=1),
            "you count weights for the pooling. It only picks the largest number: it has none.",
            (CHAPTER, "Pooling"),
        ),
        Misconception(
            "one map for a dense unit",
            lambda shape, layers: _count_other(shape, layers, maps=False),
            "the filters are right. But a dense unit sees all maps, and you count the places of "
            "one: its inputs are channels · height · width.",
            RACE,
        ),
        Misconception(
            "channels replaced too early",
            lambda shape, layers: _count_other(shape, layers, early=True),
            "you replace the channels by the filters before you count. The weights of a filter "
            "lie over the channels *below* it; change the note afterwards.",
            CHANNELS,
        ),
        Misconception(
            "channels multiplied",
            lambda shape, layers: _count_other(shape, layers, product=True),
            "you multiply channels by filters. A filter adds over all channels and makes one map, "
            "so there are as many maps as filters.",
            CHANNELS,
        ),
    ),
    alternatives=(_count_walk, _count_arrays, _count_other),
    hints=(
        "Go through the layers and keep a note of three numbers: channels, height, width. What "
        "does each kind of layer do to them?",
        "conv: filters · (channels · k · k + 1) numbers, then channels = filters and both lengths "
        "become n - k + 1. pool: no numbers, the lengths are divided and rounded down.",
        "dense: units · (inputs + 1) numbers. Behind maps the inputs are channels · height · "
        "width; behind another dense layer they are its units.",
    ),
    section=RACE,
    sources=("B12", "B13"),
    points=(1, 3),
)

EXERCISES = (FILTER_BLAME, COUNT_NUMBERS)
