import numpy as np
import pytest

from course_lib.circuits import inputs
from course_lib.perceptron import train_perceptron
from course_lib.separability import separate

SQUARE = inputs(2)


def check_yes(x, t, answer):
    """The line returned is a line without mistakes, of unit length, and the margin is its own."""
    sums = (2 * np.asarray(t) - 1) * (x @ answer.w + answer.b)
    assert answer.separable
    assert np.linalg.norm(answer.w) == pytest.approx(1)
    assert sums.min() == pytest.approx(answer.margin)
    assert answer.margin > 0
    assert answer.mixture is None


def check_no(x, t, answer):
    """The mixture is a proof: one point made of ones alone and of zeros alone."""
    t = np.asarray(t)
    assert not answer.separable
    assert answer.margin == 0
    assert answer.w is None
    assert (answer.mixture >= 0).all()
    for label in (0, 1):
        share = answer.mixture[t == label]
        assert share.sum() == pytest.approx(1)
        assert np.allclose(share @ x[t == label], answer.meeting_point, atol=1e-7)


def test_and_has_the_widest_street_half_way_to_its_corner():
    answer = separate(SQUARE, [0, 0, 0, 1])
    check_yes(SQUARE, [0, 0, 0, 1], answer)
    # between (1, 1) and the segment from (0, 1) to (1, 0): x1 + x2 = 1.5, distance √2/4
    assert answer.margin == pytest.approx(np.sqrt(2) / 4)
    assert np.allclose(answer.w, np.sqrt([0.5, 0.5]))
    assert answer.b == pytest.approx(-1.5 / np.sqrt(2))


def test_the_ones_and_zeros_of_xor_meet_in_the_middle():
    answer = separate(SQUARE, [0, 1, 1, 0])
    check_no(SQUARE, [0, 1, 1, 0], answer)
    assert np.allclose(answer.mixture, 0.5)
    assert np.allclose(answer.meeting_point, 0.5)


def test_two_points_on_a_line():
    answer = separate([[0.0], [4.0]], [1, 0])
    assert answer.margin == 2
    assert answer.w.tolist() == [-1]
    assert answer.b == 2


def test_a_one_between_two_zeros_is_a_mixture_of_them():
    x = np.array([[0.0], [1.0], [4.0]])
    answer = separate(x, [0, 1, 0])
    check_no(x, [0, 1, 0], answer)
    assert np.allclose(answer.mixture, [0.75, 1, 0.25])


def test_the_same_point_with_both_labels_cannot_be_parted():
    x = np.array([[1.0, 2.0], [1.0, 2.0], [5.0, 5.0]])
    check_no(x, [0, 1, 1], separate(x, [0, 1, 1]))


def test_touching_is_not_parting():
    x = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    check_no(x, [0, 0, 1, 1], separate(x, [0, 0, 1, 1]))


@pytest.mark.parametrize(("label", "bias"), [(0, -1.0), (1, 1.0)])
def test_a_single_kind_of_label_needs_no_line(label, bias):
    answer = separate(SQUARE, [label] * 4)
    assert answer.separable
    assert answer.margin == np.inf
    assert (answer.w == 0).all()
    assert answer.b == bias


@pytest.mark.parametrize("seed", range(20))
def test_either_answer_carries_its_proof(seed):
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(3, 40)), int(rng.integers(1, 6))
    x = rng.standard_normal((n, d)) * 10.0 ** rng.integers(-3, 4) + rng.integers(-5, 6)
    for t in (rng.integers(0, 2, n), (x @ rng.standard_normal(d) > 0).astype(int)):
        t[:2] = 0, 1
        answer = separate(x, t)
        (check_yes if answer.separable else check_no)(x, t, answer)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_direction_has_a_wider_street(seed):
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.random((15, 2)), rng.random((15, 2)) + [1.1, 0.4]])
    t = np.repeat([0, 1], 15)
    best = separate(x, t).margin
    angle = np.linspace(0, 2 * np.pi, 2000)
    along = x @ np.stack([np.cos(angle), np.sin(angle)])  # (30, 2000)
    assert ((along[t == 1].min(axis=0) - along[t == 0].max(axis=0)) / 2).max() <= best + 1e-9


def test_shifting_turning_and_scaling_change_no_answer():
    rng = np.random.default_rng(3)
    x = rng.standard_normal((20, 2))
    t = (x @ [1.0, 0.5] > 0.2).astype(int)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    first, second = separate(x, t), separate(100 * x @ turn + [7, -3], t)
    assert second.margin == pytest.approx(100 * first.margin)


@pytest.mark.parametrize("seed", range(5))
def test_the_perceptron_stops_exactly_where_the_answer_is_yes(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-3, 4, (8, 2))
    t = rng.integers(0, 2, 8)
    t[:2] = 0, 1
    assert train_perceptron(x, t, epochs=3000).converged == separate(x, t).separable


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_parity_needs_a_product_of_all_its_inputs(n):
    x = inputs(n)
    parity = x.sum(axis=1) % 2
    codes = np.arange(1, 2**n)
    all_products = ((x @ 2 ** np.arange(n))[:, None] & codes) == codes
    sizes = np.array([int(code).bit_count() for code in codes])
    assert not separate(all_products[:, sizes < n], parity).separable
    assert separate(all_products, parity).separable


@pytest.mark.parametrize(
    ("x", "t", "error", "message"),
    [
        (SQUARE, [0, 1], ValueError, "t: 4 labels expected, got 2"),
        (SQUARE, [0, 1, 1, -1], ValueError, "t: only 0 and 1 expected, got -1"),
        (SQUARE, "0110", TypeError, "t: real numbers expected, got '0110'"),
        (SQUARE, [0, 1, np.nan, 0], ValueError, "t: finite numbers expected, got nan"),
        ([0, 1], [0, 1], ValueError, r"x: 2 axes expected, got shape \(2,\)"),
        ([[np.nan]], [0], ValueError, r"x: finite numbers expected, got nan at index \(0, 0\)"),
        ([], [], ValueError, r"x: 2 axes expected, got shape \(0,\)"),
        (np.empty((0, 2)), [], ValueError, "x: at least one number expected"),
        ([["a"]], [1], TypeError, "x: real numbers expected"),
        ([[1, 2], [3]], [0, 1], ValueError, "x: rows of equal length expected"),
        (None, [1], TypeError, "x: real numbers expected, got None"),
    ],
)
def test_wrong_input_is_named_in_one_line(x, t, error, message):
    with pytest.raises(error, match=message) as caught:
        separate(x, t)
    assert "\n" not in str(caught.value)
