"""Chapter 12, the measure of the contest, and more data from the same data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy import array

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "12_going_deep"
CONTEST = (CHAPTER, "A contest and a list")
SHIFTS = (CHAPTER, "More data from the same data")


# --- top_error --------------------------------------------------------------------------------


def top_error(scores, labels, k):
    wrong = 0
    for row, label in zip(scores, labels, strict=True):
        best = np.argsort(row)[-k:]  # the places of the k largest scores
        wrong = wrong + (label not in best)
    return wrong / len(labels)


def _top_error_sorted(scores, labels, k):
    best = np.argsort(-np.asarray(scores), axis=1)[:, :k]
    return float(np.mean([label not in row for label, row in zip(labels, best, strict=True)]))


def _top_error_rank(scores, labels, k):
    own = np.take_along_axis(scores, np.asarray(labels)[:, None], axis=1)
    return np.mean((scores > own).sum(axis=1) >= k)


def _sorted_down(scores):
    return np.argsort(-np.asarray(scores), axis=0)


def _scores(n: int, classes: int, seed: int) -> np.ndarray:
    """Scores that differ from one another in every row, to be read at a glance."""
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(classes) for _ in range(n)]) / 2 - 1.0


#: two of the six labels have the largest score
ONE_GUESS = np.argsort(-_scores(6, 4, 5), axis=1)[range(6), [0, 1, 3, 2, 0, 1]]


def _more_scores(rng: np.random.Generator) -> Iterator[Case]:
    n, classes = int(rng.integers(6, 11)), int(rng.integers(4, 8))
    k = int(rng.integers(2, classes - 1))
    scores = np.array([rng.permutation(classes) for _ in range(n)]) / 2 - 1.0
    order = np.argsort(-scores, axis=1)
    # each of the usual mistakes shows: some labels first, some just inside, some outside
    places = rng.permutation([0, k - 1, k, classes - 1, *rng.integers(0, classes, n - 4)])
    yield case("more", scores, order[np.arange(n), places], k)


TOP_ERROR = Exercise(
    id="top_error",
    chapter=CHAPTER,
    title="The error of the contest",
    reference=top_error,
    wanted="one number from 0 to 1",
    cases=(
        case(
            "four examples, two guesses",
            array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5], [0.1, 0.3, 0.6]]),
            array([2, 2, 2, 2]),
            2,
        ),
        case("one guess", _scores(6, 4, 5), ONE_GUESS, 1),
        case("five guesses of eight", _scores(8, 8, 2), array([7, 1, 4, 3, 0, 6, 2, 5]), 5),
        case("as many guesses as classes", _scores(3, 4, 3), array([0, 3, 2]), 4),
    ),
    more=_more_scores,
    misconceptions=(
        Misconception(
            "right for wrong",
            lambda scores, labels, k: 1 - top_error(scores, labels, k),
            "this is the share of examples that are *right*. Wanted is the error.",
            CONTEST,
        ),
        Misconception(
            "one guess only",
            lambda scores, labels, k: np.mean(np.argmax(scores, axis=1) != labels),
            "you look at the largest score only, whatever k is. An example counts as right if its "
            "label is anywhere among the k largest.",
            CONTEST,
        ),
        Misconception(
            "right for wrong, one guess only",
            lambda scores, labels, k: np.mean(np.argmax(scores, axis=1) == labels),
            "this is the share of examples whose largest score is the right one. Two things are "
            "missing: there are k guesses, and wanted is the share of *wrong* examples.",
            CONTEST,
        ),
        Misconception(
            "the smallest scores",
            lambda scores, labels, k: _top_error_sorted(-np.asarray(scores), labels, k),
            "you take the k *smallest* scores. argsort sorts upwards, so the largest stand at the "
            "end.",
            CONTEST,
        ),
        Misconception(
            "not sorted",
            lambda scores, labels, k: np.mean(np.asarray(labels) >= k),
            "your answer does not depend on the scores: it compares the label with k. First find "
            "the places of the k largest scores of each row.",
            CONTEST,
        ),
        Misconception(
            "the k-th guess only",
            lambda scores, labels, k: np.mean(np.argsort(-scores, axis=1)[:, k - 1] != labels),
            "you compare the label with the k-th best place alone. All the k best places count.",
            CONTEST,
        ),
        Misconception(
            "best guess lost",
            lambda scores, labels, k: np.mean(
                [y not in np.argsort(row)[-k:-1] for row, y in zip(scores, labels, strict=True)]
            ),
            "the best guess itself is missing. A slice [-k:-1] stops before the last entry; [-k:] "
            "goes to the end.",
            CONTEST,
        ),
        Misconception(
            "examples sorted",
            lambda scores, labels, k: np.mean(
                [y not in row for row, y in zip(_sorted_down(scores)[:, :k], labels, strict=True)]
            ),
            "your sorting goes down the columns and compares the examples with one another. One "
            "example is one *row*, and its own scores are compared.",
            CONTEST,
        ),
        Misconception(
            "counted, not shared",
            lambda scores, labels, k: top_error(scores, labels, k) * len(labels),
            "this is the number of wrong examples. Wanted is their share of all examples.",
            CONTEST,
        ),
        Misconception(
            "one guess too many",
            lambda scores, labels, k: _top_error_sorted(scores, labels, k + 1),
            "you allow one guess too many: a slice from 0 to k + 1 has k + 1 entries.",
            CONTEST,
        ),
        Misconception(
            "percent",
            lambda scores, labels, k: 100 * top_error(scores, labels, k),
            "this is in percent. Wanted is a share, a number from 0 to 1.",
            CONTEST,
        ),
    ),
    alternatives=(_top_error_sorted, _top_error_rank),
    hints=(
        "Take one example first: its scores, its label. Which classes are its k guesses?",
        "np.argsort gives the places of the scores from the smallest to the largest; the last k "
        "of them are the guesses.",
        "Go through the examples, count those whose label is not in the list of guesses, and "
        "divide by their number at the end.",
    ),
    section=CONTEST,
    sources=("A14", "D15"),
    tolerance=1e-9,
)


# --- moved_copies -----------------------------------------------------------------------------


def _move(image, down, right, fill=0.0):
    height, width = image.shape
    moved = np.full_like(image, fill)
    for row in range(height):
        for column in range(width):
            if 0 <= row - down < height and 0 <= column - right < width:
                moved[row, column] = image[row - down, column - right]
    return moved


def moved_copies(images, labels, moves):
    pictures, names = [], []
    for down, right in moves:
        for image, label in zip(images, labels, strict=True):
            pictures.append(_move(image, down, right))
            names.append(label)
    return np.array(pictures), np.array(names)


def _padded_copies(images, labels, moves):
    n, height, width = images.shape
    wide = np.zeros((n, 3 * height, 3 * width))
    wide[:, height : 2 * height, width : 2 * width] = images
    cut = [
        wide[:, height - down : 2 * height - down, width - right : 2 * width - right]
        for down, right in moves
    ]
    return np.concatenate(cut), np.tile(labels, len(moves))


def _rolled_copies(images, labels, moves):
    pictures = []
    for down, right in moves:
        moved = np.roll(images, (down, right), axis=(1, 2))
        if down > 0:
            moved[:, :down] = 0
        if down < 0:
            moved[:, down:] = 0
        if right > 0:
            moved[:, :, :right] = 0
        if right < 0:
            moved[:, :, right:] = 0
        pictures.extend(moved)
    return pictures, list(labels) * len(moves)


def _roll_only(images, labels, moves):
    moved = [np.roll(images, move, axis=(1, 2)) for move in moves]
    return np.concatenate(moved), np.tile(labels, len(moves))


def _wrapped(images, labels, moves):
    """Rows and columns below 0 are taken from the other end; those past the end are left out."""
    pictures = []
    for down, right in moves:
        moved = np.roll(images, (down, right), axis=(1, 2))
        if down < 0:
            moved[:, down:] = 0
        if right < 0:
            moved[:, :, right:] = 0
        pictures.extend(moved)
    return np.array(pictures), np.tile(labels, len(moves))


def _one_after_the_other(images, labels, moves):
    pictures = []
    for move in moves:
        images = np.array([_move(image, *move) for image in images])
        pictures.extend(images)
    return np.array(pictures), np.tile(labels, len(moves))


def _image_by_image(images, labels, moves):
    pictures = [_move(image, *move) for image in images for move in moves]
    return np.array(pictures), np.repeat(labels, len(moves))


def _wrong_labels(images, labels, moves):
    return moved_copies(images, labels, moves)[0], np.repeat(labels, len(moves))


def _upside_down(images, labels, moves):
    return moved_copies(images, labels, [(-down, right) for down, right in moves])


def _backwards(images, labels, moves):
    return moved_copies(images, labels, [(-down, -right) for down, right in moves])


def _swapped(images, labels, moves):
    return moved_copies(images, labels, [(right, down) for down, right in moves])


def _edge_repeated(images, labels, moves):
    n, height, width = images.shape
    rows, columns = np.arange(height), np.arange(width)
    moved = [
        images[:, np.clip(rows - down, 0, height - 1)][:, :, np.clip(columns - right, 0, width - 1)]
        for down, right in moves
    ]
    return np.concatenate(moved), np.tile(labels, len(moves))


def _labels_once(images, labels, moves):
    return moved_copies(images, labels, moves)[0], labels


def _pictures(n: int, height: int, width: int) -> np.ndarray:
    """Pictures whose pixels all differ: 1, 2, 3 …"""
    return np.arange(1.0, n * height * width + 1).reshape(n, height, width)


def _more_moves(rng: np.random.Generator) -> Iterator[Case]:
    n, height, width = 2, int(rng.integers(3, 5)), int(rng.integers(3, 5))
    images = rng.permutation(np.arange(1.0, n * height * width + 1)).reshape(n, height, width)
    signs = rng.choice([-1, 1], 4)
    moves = [(0, 0), (int(signs[0]), 0), (0, 2 * int(signs[1])), (int(signs[2]), int(signs[3]))]
    yield case("more", images, array([3, 8]), moves)


MOVED_COPIES = Exercise(
    id="moved_copies",
    chapter=CHAPTER,
    title="More data by shifts",
    reference=moved_copies,
    wanted="two results: the pictures and their labels",
    cases=(
        case("one picture, down by one", _pictures(1, 2, 2), array([5]), [(1, 0)]),
        case("one picture, to the right", _pictures(1, 3, 3), array([5]), [(0, 1)]),
        case(
            "two pictures, three moves",
            _pictures(2, 2, 3),
            array([4, 9]),
            [(0, 0), (-1, 0), (1, 2)],
        ),
        case("left and up at once", _pictures(2, 3, 3), array([1, 7]), [(-1, -1), (0, 0)]),
    ),
    more=_more_moves,
    misconceptions=(
        Misconception(
            "rolled round",
            _roll_only,
            "what leaves the picture on one side comes in again on the other, as np.roll does it. "
            "The pixels that become free are 0.",
            SHIFTS,
        ),
        Misconception(
            "below 0 from the other end",
            _wrapped,
            "moves up and left are right. But with a move down or right, row - down or column - "
            "right falls below 0, and Python counts negative places from the end. These pixels "
            "should be 0.",
            SHIFTS,
        ),
        Misconception(
            "one move after the other",
            _one_after_the_other,
            "each move begins where the last one has ended. Every move starts from the pictures "
            "as they were given.",
            SHIFTS,
        ),
        Misconception(
            "the list moved",
            lambda images, labels, moves: (
                np.concatenate([np.roll(images, move, axis=(0, 1)) for move in moves]),
                np.tile(labels, len(moves)),
            ),
            "your moves go along the axes 0 and 1 of the whole array. The first axis counts the "
            "pictures; rows and columns are the axes 1 and 2. And np.roll lets come in again what "
            "has left: free pixels should be 0.",
            SHIFTS,
        ),
        Misconception(
            "rolled round, picture by picture",
            lambda images, labels, moves: (
                np.array([np.roll(image, move, axis=(0, 1)) for image in images for move in moves]),
                np.repeat(labels, len(moves)),
            ),
            "two things: what leaves a picture on one side comes in again on the other, where 0 "
            "is wanted; and you make all moves of one picture first. Wanted are all pictures with "
            "the first move, then all with the second.",
            SHIFTS,
        ),
        Misconception(
            "edge repeated",
            _edge_repeated,
            "the free pixels hold a copy of the edge. They should be 0, like empty paper.",
            SHIFTS,
        ),
        Misconception(
            "backwards",
            _backwards,
            "your pictures move the wrong way, up for down and left for right. The pixel at (row, "
            "column) comes *from* (row - down, column - right).",
            SHIFTS,
        ),
        Misconception(
            "upside down",
            _upside_down,
            "left and right are as they should be, but up and down are exchanged. Row 0 is on top, "
            "so moving down makes the row number larger.",
            SHIFTS,
        ),
        Misconception(
            "rows for columns",
            _swapped,
            "down and right are exchanged: the first number of a move belongs to the rows, the "
            "second one to the columns.",
            SHIFTS,
        ),
        Misconception(
            "picture by picture",
            _image_by_image,
            "you make all moves of the first picture, then all of the second. Wanted is the other "
            "order: all pictures with the first move, then all with the second.",
            SHIFTS,
        ),
        Misconception(
            "labels in another order",
            _wrong_labels,
            "the pictures are right, but the labels are in another order than they are, so many "
            "pictures get the label of another one. np.tile and np.repeat are easily mixed up.",
            SHIFTS,
        ),
        Misconception(
            "labels not copied",
            _labels_once,
            "every copy needs its label, too: there must be as many labels as pictures.",
            SHIFTS,
        ),
    ),
    alternatives=(_padded_copies, _rolled_copies),
    hints=(
        "Write a piece that moves one picture first. Begin with a picture full of zeros and fill "
        "in the pixels that come from inside the old one.",
        "The new pixel (r, c) is the old pixel (r - down, c - right), if that lies inside the "
        "picture.",
        "Two loops, the outer one over the moves, the inner one over the pictures; append the "
        "moved picture to one list and its label to another one.",
    ),
    section=SHIFTS,
    sources=("B16",),
    tolerance=1e-9,
    off_limits=("course_lib.datasets.shift_images",),
)

EXERCISES = (TOP_ERROR, MOVED_COPIES)
