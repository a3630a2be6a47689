"""The perceptron: values worked by hand, laws, and the fast form against the plain loop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.circuits import AND, inputs
from course_lib.patterns import flip_labels, separable_cloud
from course_lib.perceptron import (
    margin,
    novikoff_bound,
    perceptron_loop,
    radius,
    train_copies,
    train_perceptron,
)
from course_lib.separability import separate

ROWS = inputs(2)
BOTH = pytest.mark.parametrize("train", [train_perceptron, perceptron_loop])


def assert_same(a, b):
    for name in ("example", "error", "epoch", "w", "b", "mistakes_per_epoch", "converged"):
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name), err_msg=name)


# ---- values worked by hand


@BOTH
def test_not_from_zero_takes_two_corrections(train):
    # 0: u = 0 fires, right.  1: u = 0 fires, wrong: w = −1, b = −1.  0: wrong: b = 0.  Then quiet.
    history = train([[0], [1]], [1, 0])
    assert history.example.tolist() == [1, 0]
    assert history.error.tolist() == [-1, 1]
    assert history.epoch.tolist() == [0, 1]
    assert history.w.ravel().tolist() == [0, -1, -1]
    assert history.b.tolist() == [0, -1, 0]
    assert history.mistakes_per_epoch.tolist() == [1, 1, 0]
    assert history.converged and history.updates == 2 and history.epochs == 3
    w, b = history.final
    assert w.tolist() == [-1] and b == 0


@BOTH
def test_not_in_tenths_walks_the_chapters_path(train):
    history = train([[0], [1]], [1, 0], w=[3], b=-2)
    assert history.updates == 10
    assert history.w.ravel().tolist() == [3, 3, 2, 2, 1, 1, 0, 0, 0, -1, -1]
    assert history.b.tolist() == [-2, -1, -2, -1, -2, -1, -2, -1, 0, -1, 0]


@BOTH
def test_a_unit_silent_at_zero_ends_not_with_a_positive_bias(train):
    history = train([[0], [1]], [1, 0], w=[3], b=-2, at_zero=0)
    assert history.final[0].tolist() == [-1] and history.final[1] == 1


@BOTH
def test_and_from_zero_takes_eleven_corrections(train):
    history = train(ROWS, [0, 0, 0, 1])
    assert history.mistakes_per_epoch.tolist() == [2, 3, 3, 2, 1, 0]
    assert history.final[0].tolist() == [2, 1] and history.final[1] == -3


@BOTH
def test_without_bias_b_stays_as_given(train):
    history = train([[1.0], [-1.0]], [0, 1], b=0.25, use_bias=False)
    assert set(history.b.tolist()) == {0.25} and history.converged


@BOTH
def test_an_input_that_is_always_zero_keeps_its_weight(train):
    x = np.column_stack([ROWS, np.zeros(4)])
    assert train(x, [0, 0, 0, 1], w=[0, 0, 777]).final[0][2] == 777


@BOTH
def test_the_step_size_scales_a_start_at_zero_and_changes_nothing_else(train):
    one, quarter = (train(ROWS, [0, 1, 1, 1], eta=eta) for eta in (1, 0.25))
    assert one.example.tolist() == quarter.example.tolist()
    np.testing.assert_array_equal(quarter.w, one.w / 4)


@BOTH
def test_xor_goes_round_with_a_period_of_one_epoch(train):
    history = train(ROWS, [0, 1, 1, 0], epochs=40)
    assert not history.converged
    assert history.mistakes_per_epoch[-1] == 4
    np.testing.assert_array_equal(history.w[-1], history.w[-5])
    assert history.b[-1] == history.b[-5]


@BOTH
def test_a_start_that_is_right_is_left_alone(train):
    history = train(ROWS, [0, 0, 0, 1], w=AND.w, b=AND.b)
    assert history.updates == 0 and history.epochs == 1 and history.converged
    assert history.w.shape == (1, 2) and history.b.shape == (1,)
    assert history.example.shape == (0,)


@BOTH
def test_one_example_is_enough(train):
    history = train([[0.0, 0.0]], [0])
    assert history.updates == 1 and history.final[1] == -1


@BOTH
def test_arguments_are_not_changed_and_final_is_a_copy(train):
    w = np.array([1.0, 1.0])
    history = train(ROWS, [0, 0, 0, 1], w=w, b=1.0)
    assert w.tolist() == [1, 1]
    before = history.w[-1].copy()
    history.final[0][:] = 9
    np.testing.assert_array_equal(history.w[-1], before)


# ---- laws


@pytest.mark.parametrize("seed", range(20))
def test_each_update_adds_the_example_times_the_error(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-3, 4, (30, 3)).astype(float)
    t = rng.integers(0, 2, 30)
    h = train_perceptron(x, t, epochs=5, eta=2.0)
    np.testing.assert_array_equal(np.diff(h.w, axis=0), 2 * h.error[:, None] * x[h.example])
    np.testing.assert_array_equal(np.diff(h.b), 2 * h.error)
    z = (h.w[:-1] * x[h.example]).sum(axis=1) + h.b[:-1]
    np.testing.assert_array_equal(h.error, t[h.example] - (z >= 0))
    assert h.mistakes_per_epoch.sum() == h.updates
    np.testing.assert_array_equal(np.bincount(h.epoch, minlength=h.epochs), h.mistakes_per_epoch)


@pytest.mark.parametrize("gamma", [0.3, 0.1, 0.01, 0.001])
def test_mistakes_never_exceed_novikoffs_bound(gamma):
    for seed in range(20):
        x, t, normal = separable_cloud(100, gamma, np.random.default_rng(seed))
        plain = train_perceptron(x, t, use_bias=False, epochs=5000)
        assert plain.converged and plain.updates <= novikoff_bound(x, t, normal)
        biased = train_perceptron(x, t, epochs=5000)
        assert biased.converged and biased.updates <= novikoff_bound(x, t, normal, 0.0)


@pytest.mark.parametrize("d", [1, 4, 16, 64])
def test_the_bound_is_reached_by_examples_at_right_angles(d):
    x, t = np.eye(d), np.zeros(d)
    assert train_perceptron(x, t, use_bias=False).updates == d
    assert novikoff_bound(x, t, -np.ones(d)) == pytest.approx(d, rel=1e-12)


def test_the_proof_holds_along_the_way():
    x, t, u = separable_cloud(100, 0.15, np.random.default_rng(20))
    h = train_perceptron(x, t, use_bias=False)
    k = np.arange(h.updates + 1)
    lengths = np.linalg.norm(h.w, axis=1)
    assert (h.w @ u >= k * margin(x, t, u) - 1e-12).all()
    assert (lengths <= np.sqrt(k) * radius(x, use_bias=False) + 1e-12).all()
    assert (h.w @ u <= lengths + 1e-12).all()


def test_a_flipped_label_never_stops():
    x, t, normal = separable_cloud(50, 0.1, np.random.default_rng(0))
    flipped = flip_labels(t, int(np.abs(x @ normal).argmax()))
    assert not separate(x, flipped).separable
    assert train_perceptron(x, flipped, epochs=200).mistakes_per_epoch.min() > 0


# ---- the fast form makes exactly the updates of the loop


@pytest.mark.parametrize("seed", range(60))
def test_fast_form_equals_the_loop(seed):
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(1, 400)), int(rng.integers(1, 8))
    if seed % 3 == 0:  # whole numbers: sums of exactly zero are frequent
        x, w0 = rng.integers(-2, 3, (n, d)).astype(float), rng.integers(-2, 3, d)
    else:
        x, w0 = rng.standard_normal((n, d)), rng.standard_normal(d)
    t = (x @ w0 + rng.standard_normal(n) * (seed % 4) * 0.2 >= 0).astype(int)
    options = {
        "eta": (1, 0.1, 0.3)[seed % 3],
        "epochs": 20,
        "at_zero": seed % 2,
        "use_bias": seed % 5 != 0,
        "w": None if seed % 2 else rng.standard_normal(d),
        "b": 0.3 * (seed % 2),
    }
    for order in (None, rng.permutation(n), "shuffle"):
        two = [np.random.default_rng(1) if isinstance(order, str) else order for _ in range(2)]
        fast = train_perceptron(x, t, order=two[0], **options)
        assert_same(fast, perceptron_loop(x, t, order=two[1], **options))


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.integers(1, 4),
    st.sampled_from([0.1, 0.3, 1.0, 1e-3]),
    st.integers(0, 1),
)
def test_fast_form_equals_the_loop_in_tenths(seed, n, d, eta, at_zero):
    """Multiples of a tenth: rounding decides many signs, and must decide them alike."""
    rng = np.random.default_rng(seed)
    x, t = rng.integers(-5, 6, (n, d)) / 10, rng.integers(0, 2, n)
    options = {"eta": eta, "epochs": 12, "at_zero": at_zero, "b": 0.3}
    assert_same(train_perceptron(x, t, **options), perceptron_loop(x, t, **options))


@pytest.mark.parametrize("at_zero", [0, 1])
def test_every_table_of_two_and_three_inputs_is_learned_alike(at_zero):
    for n in (2, 3):
        for table in inputs(2**n):
            given_to = {"epochs": 12, "at_zero": at_zero}
            fast = train_perceptron(inputs(n), table, **given_to)
            assert_same(fast, perceptron_loop(inputs(n), table, **given_to))


@pytest.mark.parametrize("case", ["transposed", "wide", "huge", "tiny", "many"])
def test_fast_form_equals_the_loop_in_odd_cases(case):
    rng = np.random.default_rng(7)
    x = rng.standard_normal((200, 5))
    if case == "transposed":
        x = rng.standard_normal((5, 200)).T
    elif case == "wide":
        x = rng.standard_normal((60, 300))
    elif case == "huge":
        x = x * 1e12
    elif case == "tiny":
        x = x * 1e-12
    elif case == "many":
        x = rng.standard_normal((5000, 2))
    t = (x[:, 0] + 0.1 * x[:, 1] >= 0).astype(int)
    assert_same(train_perceptron(x, t, epochs=8), perceptron_loop(x, t, epochs=8))


# ---- order


def test_a_fixed_order_shows_the_examples_in_that_order():
    history = train_perceptron(ROWS, [0, 0, 0, 1], order=[3, 2, 1, 0])
    turned = train_perceptron(ROWS[::-1], [1, 0, 0, 0])
    assert history.example.tolist() == (3 - turned.example).tolist()
    np.testing.assert_array_equal(history.w, turned.w)


def test_a_generator_shuffles_before_each_pass_and_repeats_from_its_seed():
    x, t, _ = separable_cloud(60, 0.01, np.random.default_rng(3))
    runs = [train_perceptron(x, t, order=np.random.default_rng(s)) for s in (1, 1, 2)]
    assert_same(runs[0], runs[1])
    assert runs[0].example.tolist() != runs[2].example.tolist()
    plain = train_perceptron(x, t)
    assert plain.example.tolist() != runs[0].example.tolist()


# ---- margin, radius, bound, copies


def test_margin_radius_and_bound_by_hand():
    t = [0, 0, 0, 1]
    # AND with w = (1, 1), b = −1.5: nearest corner at 0.5 / √2
    assert margin(ROWS, t, (1, 1), -1.5) == pytest.approx(0.5 / np.sqrt(2))
    assert margin(ROWS, t, (1, 1), -0.5) == pytest.approx(-0.5 / np.sqrt(2))
    assert radius(ROWS) == pytest.approx(np.sqrt(3))
    assert radius(ROWS, use_bias=False) == pytest.approx(np.sqrt(2))
    # R² = 3, |(w, b)|² = 4.25, smallest score 0.5
    assert novikoff_bound(ROWS, t, (1, 1), -1.5) == pytest.approx(3 * 4.25 / 0.25)


def test_margin_and_bound_do_not_change_with_the_length_of_the_line():
    t = [0, 0, 0, 1]
    assert margin(ROWS, t, (10, 10), -15) == pytest.approx(margin(ROWS, t, (1, 1), -1.5))
    assert novikoff_bound(ROWS, t, (10, 10), -15) == pytest.approx(51)


def test_many_copies_learn_what_each_learns_alone():
    rng = np.random.default_rng(0)
    x, t = rng.integers(0, 2, (20, 8, 3)), rng.integers(0, 2, 8)
    w, solved = train_copies(x, t, epochs=30)
    for inputs_, weights, done in zip(x, w, solved, strict=True):
        alone = perceptron_loop(inputs_, t, epochs=30)
        assert done == alone.converged
        np.testing.assert_array_equal(weights, [*alone.final[0], alone.final[1]])


# ---- wrong input: one clear line

X, T = [[0.0, 1.0], [1.0, 1.0]], [0, 1]


@BOTH
@pytest.mark.parametrize(
    ("given_", "error", "says"),
    [
        ({"x": [0.0, 1.0]}, ValueError, r"x: 2 axes expected, got shape \(2,\)"),
        ({"x": np.empty((0, 2))}, ValueError, "x: at least one number expected"),
        ({"x": [[0, 1], [np.nan, 1]]}, ValueError, r"x: finite .* nan at index \(1, 0\)"),
        ({"x": [["a", "b"]]}, TypeError, "x: real numbers expected"),
        ({"x": [[0, 1], [1]]}, ValueError, "x: rows of equal length expected"),
        ({"t": [0, 1, 1]}, ValueError, "t: 2 targets expected, got 3"),
        ({"t": [-1, 1]}, ValueError, "t: only 0 and 1 expected, got -1"),
        ({"t": None}, TypeError, "t: real numbers expected, got None"),
        ({"w": [1, 2, 3]}, ValueError, "w: 2 weights expected, got 3"),
        ({"w": "ab"}, TypeError, "w: real numbers expected"),
        ({"b": [1]}, ValueError, r"b: 0 axes expected, got shape \(1,\)"),
        ({"eta": 0}, ValueError, "eta: a number above 0 expected, got 0"),
        ({"eta": -1}, ValueError, "eta: a number above 0 expected, got -1"),
        ({"epochs": 0}, ValueError, "epochs: a whole number at least 1 expected, got 0"),
        ({"epochs": 1.5}, TypeError, "epochs: a whole number expected, got 1.5"),
        ({"at_zero": 2}, ValueError, "at_zero: 0 or 1 expected, got 2"),
        ({"at_zero": np.array([0, 1])}, ValueError, "at_zero: 0 or 1 expected, got array"),
        ({"use_bias": "no"}, TypeError, "use_bias: True or False expected, got 'no'"),
        ({"use_bias": np.array([1, 0])}, TypeError, "use_bias: True or False expected"),
        ({"order": [0, 0]}, ValueError, "order: each row 0…1 once expected, got"),
        ({"order": [0]}, ValueError, "order: each row 0…1 once expected, got"),
        ({"order": [0.0, 1.0]}, ValueError, "order: each row 0…1 once expected, got"),
        ({"order": [True, False]}, ValueError, "order: each row 0…1 once expected, got"),
        ({"order": [[0], [1, 2]]}, ValueError, "order: each row 0…1 once expected, got"),
        ({"order": "random"}, ValueError, "order: each row 0…1 once expected, got 'random'"),
    ],
)
def test_wrong_input_says_what_was_expected_and_what_arrived(train, given_, error, says):
    arguments = {"x": X, "t": T} | given_
    with pytest.raises(error, match=says) as caught:
        train(**arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("function", [margin, novikoff_bound])
@pytest.mark.parametrize(
    ("w", "says"),
    [([1], "w: 2 weights expected, got 1"), ([0, 0], "w: at least one weight other than 0")],
)
def test_margin_and_bound_refuse_lines_that_are_none(function, w, says):
    with pytest.raises(ValueError, match=says):
        function(X, T, w)


def test_the_bound_refuses_a_line_that_makes_mistakes():
    with pytest.raises(ValueError, match="got one with 2 wrong or touching"):
        novikoff_bound(X, T, [-1, 0], 0.5)
    with pytest.raises(ValueError, match="got one with 1 wrong or touching"):
        novikoff_bound(X, T, [1, 0])  # passes through the first example


def test_copies_refuse_the_wrong_number_of_targets():
    with pytest.raises(ValueError, match="t: 4 targets expected, got 3"):
        train_copies(np.zeros((2, 4, 3)), [0, 1, 1])
