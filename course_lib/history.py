"""Years and sizes that the last chapter needs: who published what, and how large networks were.

Years are those of publication; what each was is told, with its source, in chapter 14.
"""

from collections.abc import Iterable

#: since when the ingredients of the recipes of chapter 14 were known to those who trained networks
KNOWN_SINCE = {
    "sigmoid": 1986,
    "tanh": 1989,
    "ReLU": 1969,
    "±0.1": 1986,
    "LeCun": 1998,
    "He": 2015,
    "plain": 1967,
    "momentum": 1986,
    "Adam": 2015,
}

IDEAS = (
    (1943, "a neuron that counts"),
    (1951, "small noisy steps downhill"),
    (1958, "a neuron that learns"),
    (1964, "momentum"),
    (1967, "slopes for hidden units"),
    (1969, "the bent line"),
    (1970, "blame, sent backwards"),
    (1974, "… for models that learn"),
    (1980, "shared weights, pooling"),
    (1982, "a memory of ±1 units"),
    (1985, "Boltzmann machine"),
    (1986, "backpropagation, believed"),
    (1991, "why depth fades"),
    (1997, "a sum that keeps blame"),
    (1998, "start by fan-in"),
    (2006, "layer by layer"),
    (2010, "both ways measured"),
    (2012, "dropout"),
    (2015, "He, Adam, skips, batch norm"),
    (2017, "transformer"),
)

RESULTS = (
    (1960, "Mark I: 512 feature units"),
    (1969, "the book Perceptrons"),
    (1973, "Lighthill's report"),
    (1987, "Lisp machines unsold"),
    (1989, "ZIP codes read"),
    (1995, "support vector machines"),
    (1998, "a net reads cheques"),
    (2009, "ImageNet; graphics cards"),
    (2010, "plain deep net, 0.35 %"),
    (2012, "AlexNet"),
    (2015, "152 layers"),
    (2018, "Turing award"),
    (2020, "175 billion numbers"),
    (2024, "Nobel prizes"),
)

#: the two winters of networks (not of all artificial intelligence), as far as they have dates
WINTERS = {"first winter": (1970, 1982), "second winter": (1995, 2009)}

#: units that a computer will handle, as foretold in a lecture (Kaneko): year, number
FORECAST = ((2010, 1e5), (2020, 2e6), (2030, 5e7), (2040, 1e9), (2050, 2e10))

Layers = tuple[tuple[int, int, int], ...]

_RESNET_STAGES = ((56, 64, 3), (28, 128, 8), (14, 256, 36), (7, 512, 3))

#: year and layers of some networks; a layer is (places, units at each place, how many of them)
NETWORKS: dict[str, tuple[int, Layers]] = {
    "ZIP codes": (1989, ((8**2, 12, 1), (4**2, 12, 1), (1, 30, 1), (1, 10, 1))),
    "AlexNet": (
        2012,
        (
            *((55**2, 96, 1), (27**2, 256, 1), (13**2, 384, 2), (13**2, 256, 1)),
            *((1, 4096, 2), (1, 1000, 1)),
        ),
    ),
    "VGG-16": (
        2014,
        (
            *((224**2, 64, 2), (112**2, 128, 2), (56**2, 256, 3), (28**2, 512, 3)),
            *((14**2, 512, 3), (1, 4096, 2), (1, 1000, 1)),
        ),
    ),
    "ResNet-152": (
        2015,
        (
            (112**2, 64, 1),
            # each block: two layers of c channels and one of 4 c
            *((side**2, c, 2 * blocks) for side, c, blocks in _RESNET_STAGES),
            *((side**2, 4 * c, blocks) for side, c, blocks in _RESNET_STAGES),
            (1, 1000, 1),
        ),
    ),
    # 96 layers for each of 2,048 words: three inputs of the attention and its output, then a
    # hidden layer four times as wide, and one more
    "GPT-3": (2020, ((2048, 9 * 12_288, 96),)),
}


def units(layers: Iterable[tuple[int, int, int]]) -> tuple[int, int]:
    """Number of units, each counted at every place; and each set of weights counted once."""
    rows = list(layers)
    everywhere = sum(places * channels * count for places, channels, count in rows)
    return everywhere, sum(channels * count for _, channels, count in rows)
