"""Chapter 10, examples kept back without a leak, and weights saved by sharing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
PEEK = (CHAPTER, "Three ways to peek")
SHARING = (CHAPTER, "Fewer numbers by sharing")


# --- prepare ----------------------------------------------------------------------------------


def prepare(X, who, kept_back):
    # All rows of one person are on the same side.
    test = np.isin(who, kept_back)
    train = X[~test]
    # What is learned from examples, the means and the spread too, is learned from these alone.
    mean, sd = train.mean(axis=0), train.std()
    return (train - mean) / sd, (X[test] - mean) / sd


def _prepare(X, who, kept_back, *, mean=None, sd=None, by_row=False, swap=False, own=False):
    test = np.isin(np.arange(len(X)) if by_row else who, kept_back)
    parts = [X[~test], X[test]]
    middle = parts[0].mean(axis=0) if mean is None else mean(X, parts[0])
    spread = parts[0].std() if sd is None else sd(X, parts[0])
    scaled = [(part - middle) / spread for part in parts]
    if own:
        scaled = [(part - part.mean(axis=0)) / part.std() for part in parts]
    return tuple(scaled[::-1]) if swap else tuple(scaled)


def _prepare_loop(X, who, kept_back):
    people = set(int(p) for p in kept_back)
    train = [row for row, person in zip(X, who, strict=True) if int(person) not in people]
    test = [row for row, person in zip(X, who, strict=True) if int(person) in people]
    n, d = len(train), X.shape[1]
    mean = [sum(float(row[j]) for row in train) / n for j in range(d)]
    numbers = [float(v) for row in train for v in row]
    middle = sum(numbers) / len(numbers)
    sd = (sum((v - middle) ** 2 for v in numbers) / len(numbers)) ** 0.5
    return [
        [[(float(v) - m) / sd for v, m in zip(row, mean, strict=True)] for row in part]
        for part in (train, test)
    ]


def _prepare_masks(X, who, kept_back):
    test = np.zeros(len(X), bool)
    for person in kept_back:
        test |= np.asarray(who) == person
    train = X[np.logical_not(test)]
    shifted = X - np.mean(train, 0)
    shifted = shifted / np.sqrt(np.mean((train - np.mean(train)) ** 2))
    return shifted[np.logical_not(test)], shifted[test]


def _more_splits(rng: np.random.Generator) -> Iterator[Case]:
    people = int(rng.integers(4, 6))
    who = rng.permutation(np.concatenate([np.arange(people), rng.integers(0, people, 4)]))
    X = rng.integers(0, 17, (len(who), 3)) / 2 + array([0.0, 4.0, 1.0])
    kept = rng.choice(people, int(rng.integers(1, 3)), replace=False)
    if np.isin(who, kept).tolist() == np.isin(np.arange(len(who)), kept).tolist():
        who = who[::-1]
    yield case("more", X, who, sorted(int(p) for p in kept))


_X = array([[1.0, 2.0], [3.0, 8.0], [5.0, 2.0], [0.0, 4.0], [7.0, 1.0], [2.0, 6.0]])

PREPARE = Exercise(
    id="prepare",
    chapter=CHAPTER,
    title="Split without leaking",
    reference=prepare,
    wanted="two arrays, the scaled training rows and the scaled test rows",
    cases=(
        case("three people, one kept back", _X, array([1, 1, 2, 2, 3, 3]), [3]),
        case("rows in no order", _X, array([4, 7, 4, 9, 7, 4]), [7]),
        case("two people kept back", _X, array([5, 1, 3, 2, 1, 5]), [1, 2]),
    ),
    more=_more_splits,
    misconceptions=(
        Misconception(
            "everything from all rows",
            lambda *args: _prepare(
                *args, mean=lambda X, _: X.mean(axis=0), sd=lambda X, _: X.std()
            ),
            "means and standard deviation are taken from all rows. So the training rows have been "
            "shaped by the test rows: a leak. Learn both from the training rows.",
            PEEK,
        ),
        Misconception(
            "means of all rows",
            lambda *args: _prepare(*args, mean=lambda X, _: X.mean(axis=0)),
            "the standard deviation comes from the training rows, but the means come from all "
            "rows. Split first, then take both from the training rows.",
            PEEK,
        ),
        Misconception(
            "standard deviation of all rows",
            lambda *args: _prepare(*args, sd=lambda X, _: X.std()),
            "the means come from the training rows, but the standard deviation comes from all "
            "rows. Take both from the training rows.",
            PEEK,
        ),
        Misconception(
            "each part by itself",
            lambda *args: _prepare(*args, own=True),
            "the test rows are scaled by their own mean and spread. Then the same picture would "
            "become another one in the test. Use the training rows' numbers for both parts.",
            PEEK,
        ),
        Misconception(
            "split by row number",
            lambda *args: _prepare(*args, by_row=True),
            "kept_back holds people, not numbers of rows. A row goes to the test part if its "
            "entry in who is one of them.",
            PEEK,
        ),
        Misconception(
            "parts swapped",
            lambda *args: _prepare(*args, swap=True),
            "the two results are in the wrong order: training rows first, test rows second.",
            PEEK,
        ),
        Misconception(
            "trained on the kept-back people",
            lambda X, who, kept_back: prepare(X, who, np.setdiff1d(who, kept_back)),
            "you train on the people that should be kept back, and test on the others.",
            PEEK,
        ),
        Misconception(
            "not scaled",
            lambda *args: _prepare(*args, mean=lambda *_: 0.0, sd=lambda *_: 1.0),
            "the split is right. Now scale both parts: minus the means of the training columns, "
            "divided by the training part's standard deviation.",
            PEEK,
        ),
        Misconception(
            "not divided",
            lambda *args: _prepare(*args, sd=lambda *_: 1.0),
            "the means are taken away, but nothing is divided by the standard deviation.",
            PEEK,
        ),
        Misconception(
            "one mean for all columns",
            lambda *args: _prepare(*args, mean=lambda _, train: train.mean()),
            "you subtract one mean from all columns. Each column has its own: axis=0.",
            PEEK,
        ),
        Misconception(
            "a deviation for each column",
            lambda *args: _prepare(*args, sd=lambda _, train: train.std(axis=0)),
            "you divide each column by its own standard deviation. Wanted is a single one, of all "
            "numbers of the training part. (A pixel that is always 0 would have the deviation 0.)",
            PEEK,
        ),
        Misconception(
            "a mean for each row",
            lambda *args: _prepare_rows(*args),
            "you subtract from each row its own mean. The mean belongs to a column: axis=0.",
            PEEK,
        ),
        Misconception(
            "deviation after centring",
            lambda *args: _prepare(*args, sd=lambda _, train: (train - train.mean(axis=0)).std()),
            "you take the standard deviation after the means were taken away. Wanted is that of "
            "the training numbers as they are given.",
            PEEK,
        ),
        Misconception(
            "compared with the list",
            lambda X, who, kept_back: prepare(X, who, np.asarray(who)[who == np.array(kept_back)]),
            "who == kept_back compares the array with the whole list. That works for a single "
            "person only. np.isin(who, kept_back) asks for each row whether its person is in the "
            "list.",
            PEEK,
        ),
        Misconception(
            "each part by itself, column by column",
            lambda X, who, kept_back: tuple(
                (part - part.mean(axis=0)) / part.std(axis=0)
                for part in (X[~np.isin(who, kept_back)], X[np.isin(who, kept_back)])
            ),
            "each part is scaled by its own columns' means and deviations. Use the means and the "
            "one deviation of the training part for both.",
            PEEK,
        ),
        Misconception(
            "training rows scaled first",
            lambda *args: _prepare_overwritten(*args),
            "you scale the training rows, and then take mean and deviation of the *scaled* rows "
            "for the test rows. Keep both numbers before you scale.",
            PEEK,
        ),
        Misconception(
            "test rows left as they are",
            lambda X, who, kept_back: (prepare(X, who, kept_back)[0], X[np.isin(who, kept_back)]),
            "the test rows are not scaled. A net that was trained on scaled pictures must be shown "
            "scaled pictures, by the same numbers.",
            PEEK,
        ),
        Misconception(
            "brackets forgotten",
            lambda *args: _prepare_unbracketed(*args),
            "only the means are divided by the standard deviation. A division comes before a "
            "subtraction: put brackets round the subtraction.",
            PEEK,
        ),
        Misconception(
            "variance",
            lambda *args: _prepare(*args, sd=lambda _, train: train.var()),
            "you divide by the variance. The standard deviation is its root.",
            PEEK,
        ),
        Misconception(
            "one less than n",
            lambda *args: _prepare(*args, sd=lambda _, train: train.std(ddof=1)),
            "your standard deviation divides by n − 1 (ddof=1). Here it is np.std as it stands.",
            PEEK,
        ),
    ),
    alternatives=(_prepare_loop, _prepare_masks),
    hints=(
        "First decide for each row on which side it is; then learn means and standard deviation "
        "from the training rows; then scale both parts with the same numbers.",
        "np.isin(who, kept_back) is True for the rows of the people kept back. X[mask] takes the "
        "rows where the mask is True, X[~mask] the others.",
        "With train = X[~mask]: train.mean(axis=0) has one mean for each column, train.std() is "
        "one number. Subtract and divide in both parts.",
    ),
    section=PEEK,
    sources=("B12",),
    tolerance=1e-9,
)


def _prepare_rows(X, who, kept_back):
    test = np.isin(who, kept_back)
    sd = X[~test].std()
    centred = X - X.mean(axis=1, keepdims=True)
    return centred[~test] / sd, centred[test] / sd


def _prepare_unbracketed(X, who, kept_back):
    test = np.isin(who, kept_back)
    shift = X[~test].mean(axis=0) / X[~test].std()
    return X[~test] - shift, X[test] - shift


def _prepare_overwritten(X, who, kept_back):
    test = np.isin(who, kept_back)
    train = (X[~test] - X[~test].mean(axis=0)) / X[~test].std()
    return train, (X[test] - train.mean(axis=0)) / train.std()


# --- count_weights ----------------------------------------------------------------------------


def count_weights(height, width, k):
    # A window of k pixels fits at height - k + 1 places, one below another.
    units = (height - k + 1) * (width - k + 1)
    return units * (height * width + 1), units * (k * k + 1), k * k + 1


def _count(height, width, k, *, units=None, bias=1, shared=None, order=(0, 1, 2), dense=None):
    units = (height - k + 1) * (width - k + 1) if units is None else units
    window = k * k + bias
    dense = units * (height * width + bias) if dense is None else dense
    numbers = dense, units * window, window if shared is None else shared(units)
    return tuple(numbers[i] for i in order)


def _count_loops(height, width, k):
    dense = local = 0
    for top in range(height):
        for left in range(width):
            if top + k <= height and left + k <= width:
                dense += height * width + 1
                local += k**2 + 1
    return [dense, local, k**2 + 1]


def _count_places(height, width, k):
    places = len(range(k, height + 1)) * len(range(k, width + 1))
    return np.array([places * height * width + places, places * k * k + places, k * k + 1])


def _more_counts(rng: np.random.Generator) -> Iterator[Case]:
    k = int(rng.integers(2, 6))
    yield case("more", k + int(rng.integers(2, 9)), k + int(rng.integers(9, 16)), k)


COUNT_WEIGHTS = Exercise(
    id="count_weights",
    chapter=CHAPTER,
    title="What sharing saves",
    reference=count_weights,
    wanted="three whole numbers: all pixels, own window, shared window",
    cases=(
        case("8×8 pixels, window of 3×3", 8, 8, 3),
        case("4×6 pixels, window of 2×2", 4, 6, 2),
        case("28×28 pixels, window of 5×5", 28, 28, 5),
    ),
    more=_more_counts,
    misconceptions=(
        Misconception(
            "no biases",
            lambda *args: _count(*args, bias=0),
            "the biases are missing: each unit has one, and the shared window has one for all.",
            SHARING,
        ),
        Misconception(
            "a unit for every pixel",
            lambda height, width, k: _count(height, width, k, units=height * width),
            "you have a unit for every pixel. At the right and lower edge the window would stick "
            "out: count the places where it fits.",
            SHARING,
        ),
        Misconception(
            "one place too few",
            lambda height, width, k: _count(height, width, k, units=(height - k) * (width - k)),
            "you count height − k places. A window as high as the picture still fits at one place: "
            "it is height − k + 1.",
            SHARING,
        ),
        Misconception(
            "windows side by side",
            lambda height, width, k: _count(height, width, k, units=(height // k) * (width // k)),
            "you lay the windows side by side. They may overlap: the next place is one pixel on.",
            SHARING,
        ),
        Misconception(
            "a bias for each place",
            lambda height, width, k: _count(height, width, k, shared=lambda units: k * k + units),
            "the weights are shared, but each unit keeps a bias of its own. Here the bias is "
            "shared, too: one number for all places.",
            SHARING,
        ),
        Misconception(
            "one unit only",
            lambda height, width, k: (height * width + 1, k * k + 1, k * k + 1),
            "these are the weights of a single unit. The first two numbers are for all units, one "
            "for each place.",
            SHARING,
        ),
        Misconception(
            "window of k numbers",
            lambda height, width, k: _count_k(height, width, k),
            "the window has k rows and k columns, so it has k·k weights, not k.",
            SHARING,
        ),
        Misconception(
            "other order",
            lambda *args: _count(*args, order=(2, 1, 0)),
            "the numbers are right, but the other way round: all pixels first, shared last.",
            SHARING,
        ),
        Misconception(
            "one bias for the whole layer",
            lambda height, width, k: tuple(
                n * u + 1
                for n, u in zip(
                    (height * width, k * k, k * k),
                    (*[(height - k + 1) * (width - k + 1)] * 2, 1),
                    strict=True,
                )
            ),
            "in the first two layers you count one bias for the whole layer. Each unit has its "
            "own.",
            SHARING,
        ),
        Misconception(
            "shared window without bias",
            lambda *args: _count(*args, shared=lambda units: _window(args)),
            "the shared window has a bias, too: one more number.",
            SHARING,
        ),
        Misconception(
            "places for the third",
            lambda *args: _count(*args, shared=lambda units: units),
            "the third number is that of the weights, not of the places where they are used.",
            SHARING,
        ),
        Misconception(
            "always the chapter's 36",
            lambda height, width, k: _count(height, width, k, units=36),
            "you have 36 units whatever the picture. That is right for the chapter's 8 × 8 pixels; "
            "count the places from height, width and k.",
            SHARING,
        ),
        Misconception(
            "own window first",
            lambda *args: _count(*args, order=(1, 0, 2)),
            "the first two numbers are swapped: first all pixels, then the own window.",
            SHARING,
        ),
        Misconception(
            "square picture",
            lambda height, width, k: _count(height, width, k, units=(height - k + 1) ** 2),
            "you count as many places across as down. The picture may be wider than high.",
            SHARING,
        ),
        Misconception(
            "first layer of one unit",
            lambda height, width, k: _count(height, width, k, dense=height * width + 1),
            "the first number is that of a single unit. There is one for each place of the window, "
            "as in the second.",
            SHARING,
        ),
    ),
    alternatives=(_count_loops, _count_places),
    hints=(
        "How many places are there for the upper edge of the window? Try it on paper with a "
        "picture of 4 rows and a window of 2. One unit stands at each place.",
        "Weights of one unit: height·width if it sees everything, k·k if it sees its window. Each "
        "has one bias in addition.",
        "Units: (height − k + 1) times (width − k + 1). Multiply for the first two results; for "
        "the shared window there is only one set of weights.",
    ),
    section=SHARING,
    sources=("B12",),
)


def _count_k(height, width, k):
    units = (height - k + 1) * (width - k + 1)
    return units * (height * width + 1), units * (k + 1), k + 1


def _window(args):
    return args[2] ** 2


EXERCISES = (PREPARE, COUNT_WEIGHTS)
