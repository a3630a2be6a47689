"""Generated data: shapes, labels, seeds, and that each set is what its name says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_lib import datasets

CLOUDS = (datasets.moons, datasets.circles, datasets.spirals)
PICTURES = (datasets.letters, datasets.bars)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("make", CLOUDS + PICTURES)
def test_sets_are_float32_balanced_and_repeatable(make):
    x, t = make(41, rng())
    assert x.dtype == np.float32 and t.dtype.kind == "i"
    assert len(x) == len(t) == 41
    assert np.bincount(t).tolist() == [21, 20]
    again, labels = make(41, rng())
    assert np.array_equal(x, again) and np.array_equal(t, labels)


@pytest.mark.parametrize("make", CLOUDS)
def test_clouds_lie_around_the_middle(make):
    x, _ = make(500, rng())
    assert x.shape == (500, 2)
    assert abs(x).max() < 1.6 and abs(x.mean(0)).max() < 0.2


def test_circles_have_their_radii_and_spirals_their_arms():
    x, t = datasets.circles(100, rng(), noise=0)
    assert np.hypot(*x.T) == pytest.approx(np.where(t, 0.5, 1.0))
    _, t = datasets.spirals(90, rng(), classes=3)
    assert np.bincount(t).tolist() == [30, 30, 30]


def test_moons_are_not_separable_by_a_line_but_nearly():
    x, t = datasets.moons(400, rng(), noise=0)
    design = np.column_stack([x, np.ones(400)])
    w = np.linalg.lstsq(design, 2 * t - 1, rcond=None)[0]
    assert 0.8 < ((design @ w > 0) == t).mean() < 1


def test_gates():
    x, t = datasets.gate("XOR")
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert t.tolist() == [[0], [1], [1], [0]]
    with pytest.raises(ValueError, match="name: one of AND, OR, .* expected, got 'IF'"):
        datasets.gate("IF")


def test_letters_are_c_and_t():
    x, t = datasets.letters(10, rng())
    assert np.array_equal(x[t == 0][0].reshape(4, 3), [[1, 1, 1], [1, 0, 0], [1, 0, 0], [1, 1, 1]])
    assert np.array_equal(x[t == 1][0].reshape(4, 3), [[1, 1, 1], [0, 1, 0], [0, 1, 0], [0, 1, 0]])
    noisy, t = datasets.letters(2000, rng(), noise=0.1)
    clean = np.stack(list(datasets.C_AND_T.values()))[t]
    assert (noisy != clean).mean() == pytest.approx(0.1, abs=0.01)


def test_bars_lie_or_stand():
    x, t = datasets.bars(20, rng())
    assert x.shape == (20, 1, 8, 8)
    assert (x.sum((1, 2, 3)) == 8).all()
    rows = x[:, 0].any(2).sum(1)  # rows with ink: one for a lying bar, all for a standing one
    assert np.array_equal(rows, np.where(t == 0, 1, 8))


@pytest.mark.parametrize("name", datasets.CURVES)
def test_curves_are_columns(name):
    x, t = datasets.curve(name, 21)
    assert x.shape == t.shape == (21, 1)
    assert x[0, 0] == -1 and x[-1, 0] == 1
    noisy_x, noisy_t = datasets.curve(name, 200, rng(), noise=0.1)
    f = datasets.CURVES[name]
    assert np.std(noisy_t - f(noisy_x)) == pytest.approx(0.1, abs=0.02)


def test_digits_are_split_without_overlap():
    data = datasets.digits()
    assert data.x_train.shape == (1437, 64) and data.x_test.shape == (360, 64)
    assert data.x_train.min() == 0 and data.x_train.max() == 1
    assert set(data.t_train) == set(range(10))
    rows = {row.tobytes() for row in data.x_train}
    assert sum(row.tobytes() in rows for row in data.x_test) == 0
    assert datasets.digits(test=100, images=True).x_test.shape == (100, 1, 8, 8)


@given(st.integers(2, 50), st.data())
def test_a_split_keeps_everybody_once(n, data):
    test = data.draw(st.integers(1, n - 1))
    parts = datasets.split(np.arange(n), np.arange(n), test)
    assert len(parts.x_test) == test
    assert sorted([*parts.x_train, *parts.x_test]) == list(range(n))
    assert np.array_equal(parts.x_train, parts.t_train)


def test_images_shift_and_lose_what_leaves():
    image = np.arange(9).reshape(1, 3, 3)
    assert datasets.shift_images(image, down=1)[0].tolist() == [[0, 0, 0], [0, 1, 2], [3, 4, 5]]
    assert datasets.shift_images(image, right=-2)[0].tolist() == [[2, 0, 0], [5, 0, 0], [8, 0, 0]]
    assert (datasets.shift_images(image, down=3) == 0).all()
    with pytest.raises(ValueError, match="down: a whole number from -3 to 3 expected, got 4"):
        datasets.shift_images(image, down=4)


def test_the_text_is_small_and_plain():
    words = datasets.text()
    assert 5000 < len(words) < 10_000 and words.isascii()
    codes, alphabet = datasets.text_as_numbers(words[:100])
    assert "".join(alphabet[code] for code in codes) == words[:100]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: datasets.moons(10, 0), "rng: a generator such as"),
        (lambda: datasets.moons(0, rng()), "n: a whole number at least 1"),
        (lambda: datasets.moons(5, rng(), noise=-1), "noise: a number from 0 upwards"),
        (lambda: datasets.letters(5, rng(), noise=0.9), "noise: a share from 0 to 0.5"),
        (lambda: datasets.curve("sine", 5, noise=0.1), "rng: a generator such as"),
        (lambda: datasets.curve("cosine", 5), "name: one of sine, "),
        (lambda: datasets.split([1, 2], [1], 1), "t: one target for each of the 2 examples"),
        (lambda: datasets.split([1, 2], [1, 2], 2), "test: a whole number from 1 to 1"),
    ],
)
def test_wrong_arguments_are_named(make, message):
    with pytest.raises((TypeError, ValueError), match=message):
        make()
