"""Next letter: windows, counting, bits, the shared rows of letters, writing."""

import numpy as np
import pytest

from course_lib.gradcheck import check_network
from course_lib.language import (
    Counts,
    LetterVectors,
    bits,
    next_letter_network,
    train,
    windows,
    write,
)


def test_windows_stand_before_each_letter():
    contexts, t = windows([3, 1, 2], 2, pad=9)
    assert contexts.tolist() == [[9, 9], [9, 3], [3, 1]]
    assert t.tolist() == [3, 1, 2]
    with pytest.raises(ValueError, match="codes"):
        windows([[1, 2]], 2)


def test_bits_by_hand():
    p = np.array([[0.5, 0.5], [0.75, 0.25]])
    assert bits(p, [0, 1]) == pytest.approx((1 + 2) / 2)
    assert bits([[1.0, 0.0]], [1]) == np.inf
    with pytest.raises(ValueError, match="letters expected"):
        bits(p, [0])


def test_counting_by_hand_and_falling_back_to_shorter_windows():
    contexts, t = windows([0, 1, 0, 1, 0], 1, pad=0)
    counts = Counts(contexts, t, letters=2, trust=1.0)
    short = (np.array([3, 2]) + 0.5) / 6  # no letter visible
    after_1 = (np.array([2, 0]) + short) / 3
    assert counts.probabilities(np.array([[1]]))[0] == pytest.approx(after_1)
    unseen = Counts(contexts[:1], t[:1], letters=2, trust=1.0)
    assert unseen.probabilities(np.array([[1]]))[0] == pytest.approx((np.array([1, 0]) + 0.5) / 2)


def test_counted_probabilities_add_up_to_one():
    rng = np.random.default_rng(0)
    contexts, t = windows(rng.integers(0, 5, 200), 3)
    p = Counts(contexts, t, letters=5).probabilities(rng.integers(0, 5, (40, 3)))
    assert np.allclose(p.sum(1), 1) and (p > 0).all()


def test_letter_vectors_pick_rows_and_pass_the_gradient_check():
    network = next_letter_network(5, width=3, size=2, hidden=4, dtype=np.float64)
    network.layers[3].keep = 1.0  # no dice in a gradient check
    x, t = np.array([[0, 1, 1], [4, 0, 2]]), np.array([3, 0])
    first = network.layers[0].forward(x.astype(float))
    assert (first[0] == network.layers[0].w[[0, 1, 1]].ravel()).all()
    assert check_network(network, x, t) < 1e-6


def test_letter_vectors_say_what_does_not_fit():
    with pytest.raises(ValueError, match="3 letters expected"):
        LetterVectors(5, 3, 2).output_shape((4,))


def test_training_learns_a_text_that_repeats():
    contexts, t = windows(np.tile([0, 1, 2], 100), 2)
    network = next_letter_network(3, width=2, hidden=8)
    history = train(network, contexts, t, epochs=10)
    assert history.accuracy[-1] > 0.95


def test_writing_follows_the_dice():
    scores = lambda x: np.log([[0.5, 0.2, 0.3]])  # noqa: E731
    assert write(scores, [0], 1.0, [0.0, 0.49, 0.51, 0.69, 0.71, 0.999]) == [0, 0, 1, 1, 2, 2]
    assert write(scores, [0], 0.01, [0.0, 0.5, 0.999]) == [0, 0, 0]
    with pytest.raises(ValueError, match="temperature"):
        write(scores, [0], 0, [0.5])


def test_writing_reads_what_it_wrote():
    seen = []

    def scores(x):
        seen.append(x[0].tolist())
        return np.array([[-9.0, 9.0]])

    assert write(scores, [0, 0], 1.0, [0.5, 0.5]) == [1, 1]
    assert seen == [[0, 0], [0, 1]]
