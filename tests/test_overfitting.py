import numpy as np
import pytest

from course_lib.overfitting import fit_weights, parts, points_on_curve, true_curve, wrong_labels

RNG = np.random.default_rng(10)
X, Y = points_on_curve(15, 0.2, RNG)


def test_wrong_labels_are_wrong_and_about_as_many_as_asked_for():
    t = RNG.integers(0, 10, 4000)
    noisy = wrong_labels(t, 0.4, RNG)
    assert np.mean(noisy != t) == pytest.approx(0.4, abs=0.03)
    assert noisy.min() >= 0 and noisy.max() <= 9
    assert np.array_equal(wrong_labels(t, 0, RNG), t)
    assert (wrong_labels([0, 1, 1], 1, RNG, classes=2) == [1, 0, 0]).all()
    with pytest.raises(ValueError, match="share: a number from 0 to 1 expected, got 2"):
        wrong_labels(t, 2, RNG)


def test_each_point_lies_in_its_own_cell_of_the_true_curve():
    x, y = points_on_curve(15, 0, np.random.default_rng(1))
    assert (np.floor((x + 1) / 2 * 15) == np.arange(15)).all()
    assert np.allclose(y, true_curve(x))


def test_parts_are_polynomials_that_do_not_resemble_one_another():
    x, weight = np.polynomial.legendre.leggauss(20)
    a = parts(x, 12, falloff=0)
    assert a.T * weight @ a / 2 == pytest.approx(np.eye(12))
    assert parts(x, 12, 1)[:, 3] == pytest.approx(a[:, 3] / 4)
    assert parts(x, 1).shape == (20, 1)


@pytest.mark.parametrize("p", [1, 3, 8, 12])
def test_few_parts_are_fitted_by_least_squares(p):
    a = parts(X, p)
    assert fit_weights(a, Y) == pytest.approx(np.linalg.lstsq(a, Y)[0], abs=1e-6)


@pytest.mark.parametrize("p", [18, 30, 200])
def test_of_many_fits_the_shortest_is_taken(p):
    a = parts(X, p)
    c = fit_weights(a, Y)
    assert a @ c == pytest.approx(Y, abs=1e-9)
    assert c == pytest.approx(np.linalg.pinv(a, rcond=1e-14) @ Y, abs=1e-4)


def test_with_as_many_parts_as_points_the_curve_meets_every_point():
    a = parts(X, 15)
    assert a @ fit_weights(a, Y) == pytest.approx(Y, abs=1e-6)


@pytest.mark.parametrize("p", [4, 15, 60])
def test_decay_makes_the_gradient_of_the_penalised_loss_zero(p):
    a = parts(X, p)
    c = fit_weights(a, Y, decay=0.01)
    assert a.T @ (a @ c - Y) / 15 + 0.01 * c == pytest.approx(np.zeros(p), abs=1e-12)


def test_dropout_makes_the_mean_gradient_over_all_masks_zero():
    a, rate = parts(X, 6), 0.3
    c = fit_weights(a, Y, dropout=rate)
    total = np.zeros(6)
    for number in range(2**6):
        mask = np.array([(number >> k) & 1 for k in range(6)])
        share = np.prod(np.where(mask, 1 - rate, rate))
        thinned = a * mask / (1 - rate)
        total += share * thinned.T @ (thinned @ c - Y)
    assert total == pytest.approx(np.zeros(6), abs=1e-10)


def test_shapes_and_limits_are_checked():
    with pytest.raises(ValueError, match="y: one number for each of the 15 rows"):
        fit_weights(parts(X, 3), Y[:3])
    with pytest.raises(ValueError, match="dropout from 0 to below 1"):
        fit_weights(parts(X, 3), Y, dropout=1)
