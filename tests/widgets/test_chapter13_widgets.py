"""What the reader finds with the widgets of chapter 13, and how large their data are."""

import json

import numpy as np
import pytest

from course_lib import widgets
from course_lib.widgets.denoise import run
from course_lib.widgets.next_letter import STARTS


def circles(temperature):
    """How many of eighty texts end in twelve letters that stood there before."""
    count = 0
    for start in STARTS:
        for seed in range(1, 21):
            text = widgets.next_letter(temperature=temperature, letters=160, start=start, seed=seed)
            written = text.result["written"]
            tail = written[-12:]
            count += any(written[i : i + 12] == tail for i in range(len(written) - 12))
    return count


def test_cold_text_goes_round_in_circles():
    assert circles(0.05) > 60
    assert circles(0.7) < 5


def test_heat_makes_it_more_undecided():
    open_ = [widgets.next_letter(letters=0, temperature=T).result["open"] for T in (0.1, 0.7, 2.0)]
    assert open_ == sorted(open_) and open_[2] > 2 * open_[0]


def test_the_die_picks_the_next_letter():
    shorter, longer = (widgets.next_letter(letters=n).result for n in (30, 31))
    chosen = int((np.cumsum(shorter["p"]) <= shorter["die"]).sum())
    assert longer["written"] == [*shorter["written"], chosen]


def test_one_step_gives_nearly_the_same_blur_for_every_noise():
    spread = {
        steps: np.std(
            [run("3", 1.0, steps, 1, seed)[0][-1] for seed in range(1, 11)], axis=0
        ).mean()
        for steps in (1, 12)
    }
    assert spread[12] > 1.4 * spread[1]
    sharp, blurred = (widgets.denoise(steps=n).result["contrast"] for n in (12, 1))
    assert sharp > blurred


def test_a_picture_under_little_noise_comes_back():
    little, much = (widgets.denoise(level=level).result["off"] for level in (0.2, 0.9))
    assert little < 0.35 < much


@pytest.mark.parametrize("name", ["next_letter", "denoise"])
def test_the_weights_are_small_enough_for_a_page(name):
    assert len(json.dumps(getattr(widgets, name)().view.data)) < 60_000
