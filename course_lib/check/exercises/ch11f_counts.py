"""Chapter 11, how many numbers a network has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
CHANNELS = (CHAPTER, "Channels")
SIZE = (CHAPTER, "Stride, padding and the size")
RACE = (CHAPTER, "As many numbers, another net")


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

EXERCISES = (COUNT_NUMBERS,)
