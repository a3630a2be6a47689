"""Chapter 10, reading a double-descent curve."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from course_lib.check.model import Case, Exercise, Misconception, case

CHAPTER = "10_generalisation"
TWICE = (CHAPTER, "Twice the weights: worse?")
TRAINED = (CHAPTER, "Does a trained net do it?")


def read_descent(sizes, training, new):
    # The valley: the best size with which not everything is known by heart yet.
    left = [i for i in range(len(sizes)) if training[i] > 0]
    valley = min(left, key=lambda i: new[i])
    # The peak: the worst size beyond the valley.
    peak = max(range(valley, len(sizes)), key=lambda i: new[i])
    # The second valley begins where the error is below that of the first.
    better = [i for i in range(peak, len(sizes)) if new[i] < new[valley]]
    return sizes[valley], sizes[peak], sizes[better[0]] if better else 0


def _read(sizes, training, new, *, valley=None, peak=None, better=None, values=None):
    """The same with one of the three positions found in another way."""
    places, left = range(len(sizes)), [i for i in range(len(sizes)) if training[i] > 0]
    low = min(left, key=lambda i: new[i]) if valley is None else valley(left)
    top = max(places[low:], key=lambda i: new[i]) if peak is None else peak(low)
    if better is None:
        found = [i for i in places[top:] if new[i] < new[low]]
    else:
        found = better(low, top)
    pick = (lambda i: sizes[i]) if values is None else values
    return pick(low), pick(top), pick(found[0]) if found else 0


def _read_arrays(sizes, training, new):
    sizes, training, new = map(np.asarray, (sizes, training, new))
    low = int(np.where(training > 0, new, np.inf).argmin())
    top = low + int(new[low:].argmax())
    beyond = new[top:] < new[low]
    return np.array([sizes[low], sizes[top], sizes[top + beyond.argmax()] if beyond.any() else 0])


def _read_walk(sizes, training, new):
    lowest, valley = 2.0, None
    for size, known, error in zip(sizes, training, new, strict=True):
        if known > 0 and error < lowest:
            lowest, valley = error, size
    highest, peak, better, passed = -1.0, 0, 0, False
    for size, error in zip(sizes, new, strict=True):
        passed = passed or size == valley
        if passed and error > highest:
            highest, peak, better = error, size, 0
        elif passed and not better and error < lowest:
            better = size
    return [peak and valley, peak, better]


def _uphill(values, i):
    while i + 1 < len(values) and values[i + 1] > values[i]:
        i += 1
    return i


def _breaks_off(sizes, training, new):
    answer = read_descent(sizes, training, new)
    if not answer[2]:
        raise IndexError("list index out of range")
    return answer


def _more_curves(rng: np.random.Generator) -> Iterator[Case]:
    """Down to a valley, up to a peak that stands beside the first 0, and down again."""
    for deep in (True, False):
        yield _curve(rng, deep)


def _curve(rng: np.random.Generator, deep: bool) -> Case:
    sizes = np.cumsum(rng.integers(1, 5, 12)) + 1
    low = int(rng.integers(22, 30))
    last = [low + 3, low - 4, low - 6] if deep else [low + 6, low + 4, low + 1]
    # a first dip, which is not the lowest place on the left
    new = [70, low + 5, low + 8, low, low + 4, low + 11, low + 13, low + 17, low + 9, *last]
    training = [66, 40, 25, 18, 11, 6, 0, 0, 0, 0, 0, 0]
    # on the way up a small dip, still above the valley, or the peak before all is known by heart
    new[5] = low + int(rng.choice([2, 11, 19]))
    return case(
        "more",
        [int(s) for s in sizes],
        [v / 100 for v in training],
        [v / 100 for v in new],
    )


_SIZES = [2, 4, 6, 8, 12, 16, 32, 64, 128]

READ_DESCENT = Exercise(
    id="read_descent",
    chapter=CHAPTER,
    title="Reading a double descent",
    reference=read_descent,
    wanted="three sizes: valley, peak, and where the second valley gets deeper than the first",
    cases=(
        case(
            "a deep second valley",
            _SIZES,
            [0.5, 0.3, 0.14, 0.07, 0.01, 0.0, 0.0, 0.0, 0.0],
            [0.55, 0.35, 0.29, 0.34, 0.33, 0.36, 0.3, 0.23, 0.18],
        ),
        case(
            "a shallow second valley",
            _SIZES,
            [0.5, 0.3, 0.2, 0.12, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.6, 0.2, 0.18, 0.22, 0.29, 0.31, 0.26, 0.22, 0.19],
        ),
        case(
            "curves of unequal steps",
            [10, 30, 50, 90, 100, 110, 200, 2000],
            [0.4, 0.1, 0.03, 0.01, 0.0, 0.0, 0.0, 0.0],
            [0.95, 0.34, 0.33, 0.6, 0.84, 0.86, 0.28, 0.19],
        ),
        case(
            "a dip before the valley, an early peak",
            [2, 4, 6, 8, 10, 14, 20, 40],
            [0.5, 0.3, 0.25, 0.1, 0.05, 0.0, 0.0, 0.0],
            [0.5, 0.33, 0.36, 0.3, 0.44, 0.38, 0.32, 0.28],
        ),
    ),
    more=_more_curves,
    misconceptions=(
        Misconception(
            "lowest of all as the valley",
            lambda sizes, training, new: _read(
                sizes, training, new, valley=lambda _: int(np.argmin(new))
            ),
            "your valley is the smallest error of the whole curve. The first valley lies on the "
            "left, where the training error is not 0 yet.",
            TWICE,
        ),
        Misconception(
            "largest of all as the peak",
            lambda sizes, training, new: _read(
                sizes, training, new, peak=lambda _: int(np.argmax(new))
            ),
            "your peak is the largest error of the whole curve. That may be the smallest net, "
            "which is only too stiff. Look for the peak to the right of the valley.",
            TWICE,
        ),
        Misconception(
            "first training error of 0 as the peak",
            lambda sizes, training, new: _read(
                sizes, training, new, peak=lambda _: int(np.argmin(training))
            ),
            "your peak is the first size with training error 0. The peak stands near it, but not "
            "always on it. Read it off the error on new examples.",
            TRAINED,
        ),
        Misconception(
            "peak among those that know everything",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                peak=lambda _: max(
                    (i for i in range(len(sizes)) if training[i] == 0), key=lambda i: new[i]
                ),
            ),
            "you look for the peak only where the training error is 0. It may stand a little "
            "before: look at all sizes from the valley on.",
            TRAINED,
        ),
        Misconception(
            "positions",
            lambda sizes, training, new: _read(sizes, training, new, values=lambda i: i),
            "these are positions in the lists. Wanted are the sizes that stand there.",
            TWICE,
        ),
        Misconception(
            "errors for sizes",
            lambda sizes, training, new: _read(sizes, training, new, values=lambda i: new[i]),
            "these are errors. Wanted are the sizes at which they stand.",
            TWICE,
        ),
        Misconception(
            "end of the second valley",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                better=lambda low, top: [
                    i for i in [top + int(np.argmin(new[top:]))] if new[i] < new[low]
                ],
            ),
            "your third size is the best of all. Wanted is the *first* size after the peak that is "
            "better than the valley.",
            TWICE,
        ),
        Misconception(
            "better than the peak",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                better=lambda low, top: [i for i in range(top, len(sizes)) if new[i] < new[top]],
            ),
            "your third size is the first that is better than the peak. Compare with the valley.",
            TWICE,
        ),
        Misconception(
            "last size if none",
            lambda sizes, training, new: tuple(
                v or sizes[-1] for v in read_descent(sizes, training, new)
            ),
            "if no size beyond the peak is better than the valley, the third result is 0.",
            TRAINED,
        ),
        Misconception(
            "valley of the training error",
            lambda sizes, training, new: _read(
                sizes, training, new, valley=lambda _: int(np.argmin(training))
            ),
            "your valley is read off the training error. It only falls. The valley belongs to the "
            "error on new examples.",
            (CHAPTER, "A curve through fifteen points"),
        ),
        Misconception(
            "smallest training error as the valley",
            lambda sizes, training, new: _read(
                sizes, training, new, valley=lambda left: min(left, key=lambda i: training[i])
            ),
            "your valley is where the training error is smallest without being 0. A training error "
            "above 0 says which sizes may be chosen; choose by the error on new examples.",
            TWICE,
        ),
        Misconception(
            "first dip",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                valley=lambda left: _uphill([-v for v in new], left[0]),
            ),
            "you walk downhill until the error rises for the first time. Another dip further on "
            "may be lower: compare all sizes with a training error above 0.",
            TWICE,
        ),
        Misconception(
            "first bump",
            lambda sizes, training, new: _read(
                sizes, training, new, peak=lambda low: _uphill(new, low)
            ),
            "from the valley you walk uphill until the error falls for the first time. A bump is "
            "not the peak: compare all sizes from the valley on.",
            TWICE,
        ),
        Misconception(
            "first dip, first bump",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                valley=lambda left: _uphill([-v for v in new], left[0]),
                peak=lambda low: _uphill(new, low),
            ),
            "you walk down to the first dip and from there up to the first bump. Both may be "
            "small: compare all sizes that may be chosen.",
            TWICE,
        ),
        Misconception(
            "offset forgotten",
            lambda sizes, training, new: _read(
                sizes, training, new, peak=lambda low: int(np.argmax(new[low:]))
            ),
            "the positions in new[i:] start again from 0. Add i, or your peak stands too far left.",
            TWICE,
        ),
        Misconception(
            "no answer if none",
            _breaks_off,
            "your function breaks off when no size beyond the peak is better than the valley: an "
            "empty list has no first entry. In this case the third result is 0.",
            TRAINED,
        ),
        Misconception(
            "lowest beyond the peak, always",
            lambda sizes, training, new: _read(
                sizes,
                training,
                new,
                better=lambda low, top: [top + int(np.argmin(new[top:]))],
            ),
            "your third size is the lowest beyond the peak, whatever the valley was. Wanted is the "
            "*first* that is below the valley, and 0 if there is none.",
            TWICE,
        ),
    ),
    alternatives=(_read_arrays, _read_walk),
    hints=(
        "Three steps from left to right. First: among the sizes with a training error above 0, the "
        "one with the smallest error on new examples.",
        "Second: from there to the right, the largest error on new examples. Third: from the peak "
        "to the right, the first error below that of the valley; if there is none, 0.",
        "Work with positions (np.argmin, np.argmax, or a loop), and take sizes[position] at the "
        "end. With new[i:] the positions start again from 0: add i.",
    ),
    section=TWICE,
    sources=("B25",),
    tolerance=1e-9,
)

EXERCISES = (READ_DESCENT,)
