"""Chapter 11, the blame of a shared weight."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "11_convolution"
BLAME = (CHAPTER, "Where the blame of a shared weight goes")
SIZE = (CHAPTER, "Stride, padding and the size")


def slide(x, w):
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
    return slide(x, blame)


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
    return slide(np.pad(x, ((rows - 1,) * 2, (columns - 1,) * 2)), blame)


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
            lambda x, blame: slide(x, blame) / blame.size,
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
            lambda x, blame: slide(x, blame[::-1, ::-1]),
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
            lambda x, blame: slide(x, np.ones(blame.shape)),
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
            lambda x, blame: slide(x, blame).sum(),
            "you have added up everything. Each weight of the filter has a gradient of its own.",
            BLAME,
        ),
        Misconception(
            "filter's shape exchanged",
            lambda x, blame: slide(x, blame).T,
            "the numbers are right, but rows and columns have changed places.",
            BLAME,
        ),
        Misconception(
            "filter too small",
            lambda x, blame: slide(x, blame)[:-1, :-1],
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
            lambda x, blame: slide(x, blame)[::-1, ::-1],
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

EXERCISES = (FILTER_BLAME,)
