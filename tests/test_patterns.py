import numpy as np
import pytest

from course_lib.patterns import PATTERNS_3X3, crosses, flip_labels, picture, separable_cloud


def rng(seed=0):
    return np.random.default_rng(seed)


def test_text_becomes_a_picture():
    assert picture("#.", ".#").tolist() == [[1, 0], [0, 1]]


def test_the_seven_has_six_black_pixels():
    assert PATTERNS_3X3["seven"].sum() == 6
    assert all(image.shape == (3, 3) for image in PATTERNS_3X3.values())


def test_crosses_are_half_of_the_pictures_and_lie_where_they_fit():
    images, labels = crosses(100, rng())
    assert images.shape == (100, 8, 8)
    assert labels.sum() == 50
    assert set(np.unique(images)) == {0, 1}
    black = images.sum(axis=(1, 2))
    assert (black[labels == 1] == 9).all()  # a slanted cross of 5 × 5
    assert (black[labels == 0] == 12).all()  # a ring


def test_every_place_is_used():
    images, labels = crosses(600, rng())
    for label in (0, 1):
        assert len(np.unique(images[labels == label].reshape(-1, 64), axis=0)) == 16


def test_noise_turns_over_its_share_of_pixels():
    clean, labels = crosses(500, rng(3))
    noisy, same_labels = crosses(500, rng(3), noise=0.1)
    assert (labels == same_labels).all()
    assert (clean != noisy).mean() == pytest.approx(0.1, abs=0.01)


def test_one_picture_is_enough():
    images, labels = crosses(1, rng())
    assert images.shape == (1, 8, 8)
    assert labels.shape == (1,)


@pytest.mark.parametrize(("n", "margin", "d"), [(1, 0.0, 2), (200, 0.1, 2), (50, 0.5, 5)])
def test_the_cloud_keeps_its_distance_from_the_hidden_line(n, margin, d):
    x, t, normal = separable_cloud(n, margin, rng(), d)
    along = x @ normal
    assert x.shape == (n, d)
    assert np.linalg.norm(normal) == pytest.approx(1)
    assert np.abs(along).min() >= margin
    assert np.linalg.norm(x, axis=1).max() <= 1 + 1e-12
    assert (t == (along > 0)).all()


def test_the_same_seed_gives_the_same_data():
    assert (separable_cloud(20, 0.1, rng(5))[0] == separable_cloud(20, 0.1, rng(5))[0]).all()
    assert (crosses(20, rng(5), 0.2)[0] == crosses(20, rng(5), 0.2)[0]).all()


def test_flipping_turns_over_the_named_rows_in_a_copy():
    labels = np.array([0, 1, 1, 0])
    assert flip_labels(labels, [0, 2]).tolist() == [1, 1, 0, 0]
    assert flip_labels(labels, 3).tolist() == [0, 1, 1, 1]
    assert labels.tolist() == [0, 1, 1, 0]
    assert (flip_labels(flip_labels(labels, [1, 3]), [1, 3]) == labels).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: picture("##", "#"), ValueError, "rows: lines of equal length made of # and ."),
        (lambda: picture("x"), ValueError, "rows: lines of equal length made of # and ."),
        (lambda: picture(""), ValueError, "rows: lines of equal length made of # and ."),
        (lambda: picture(), TypeError, r"rows: lines of # and . expected, got \(\)"),
        (lambda: picture(1), TypeError, r"rows: lines of # and . expected, got \(1,\)"),
        (lambda: crosses(0, rng()), ValueError, "n: a whole number at least 1 expected, got 0"),
        (lambda: crosses(2.5, rng()), TypeError, "n: a whole number expected, got 2.5"),
        (lambda: crosses(2, 0), TypeError, r"rng: a generator .* expected, got 0 \(int\)"),
        (lambda: crosses(2, rng(), 0.6), ValueError, "noise: a share from 0 to 0.5 .* got 0.6"),
        (lambda: crosses(2, rng(), "some"), TypeError, "noise: real numbers expected"),
        (
            lambda: separable_cloud(5, 0.95, rng()),
            ValueError,
            "margin: a number from 0 to 0.9 expected, got 0.95",
        ),
        (lambda: separable_cloud(5, np.nan, rng()), ValueError, "margin: finite numbers expected"),
        (lambda: separable_cloud(5, 0.1, rng(), 1), ValueError, "d: a whole number from 2 to 10"),
        (lambda: separable_cloud(5, 0.1, None), TypeError, "rng: a generator .* got None"),
        (lambda: flip_labels([0, 2], 0), ValueError, "t: only 0 and 1 expected, got 2"),
        (lambda: flip_labels([0, 1], 2), ValueError, "rows: row numbers from 0 to 1 expected"),
        (lambda: flip_labels([0, 1], [-1]), ValueError, "rows: row numbers from 0 to 1 expected"),
        (lambda: flip_labels([0, 1], [0.0]), ValueError, "rows: row numbers from 0 to 1 expected"),
        (lambda: flip_labels([], 0), ValueError, "t: at least one number expected"),
    ],
)
def test_wrong_input_is_named_in_one_line(call, error, message):
    with pytest.raises(error, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
