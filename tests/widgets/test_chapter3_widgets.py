"""What the two widgets of chapter 3 tell the reader is true."""

from itertools import product

import numpy as np
import pytest
from widget_pages import Live, wait_until_live

from course_lib.widgets import be_the_optimiser, two_lines_and_a_fold
from course_lib.widgets.be_the_optimiser import (
    FIRST,
    NAMES,
    STARTS,
    random_start,
    run,
    wrong_rows,
)
from course_lib.widgets.xor import TARGET

SOLVED = (1, 1, -0.5, -1, -1, 1.5, 1, 1, -1.5)


def test_one_line_gets_at_most_three_corners_and_the_start_gets_three():
    widget = two_lines_and_a_fold()
    assert widget.result["right"] == 3
    weights, biases = np.arange(-2, 2.1, 0.5), np.arange(-3, 3.1, 0.5)
    for v1, v2, c in product(weights, weights, biases):
        values = widget.values | {"v1": v1, "v2": v2, "c": c}
        assert widget.compute(**values)["right"] <= 3


def test_with_or_and_nand_the_ones_land_together_and_a_line_is_enough():
    widget = two_lines_and_a_fold(morph=1, w22=-1, b2=1.5)
    places = widget.result["places"]
    np.testing.assert_array_equal(places[1], [1, 1])
    np.testing.assert_array_equal(places[2], [1, 1])
    assert widget.result["right"] < 4
    widget.c.value = -1.5
    assert widget.result["right"] == 4


def test_a_sum_that_is_zero_on_paper_fires():
    hidden = two_lines_and_a_fold(w11=-0.1, w12=-0.2, b1=0.3).result["h"]
    assert hidden[3, 0] == 1
    assert run(np.array([-0.1, -0.2, 0.3, *SOLVED[3:]]))[1][3, 0] == 1


def test_the_first_start_is_the_chapters_own():
    drawn = np.random.default_rng(7).standard_normal(9)
    shown = [be_the_optimiser().values[name] for name in NAMES]
    np.testing.assert_allclose(shown, drawn, atol=0.05)


def test_what_the_answers_say_about_the_first_start():
    start = np.array(random_start(FIRST))
    assert wrong_rows(start) == 2
    meter = {}
    for i, name in enumerate(NAMES):
        tries = start + (np.arange(-30, 31) / 10 - start[i])[:, None] * np.eye(9)[i]
        meter[name] = [wrong_rows(t) for t in tries]
    moved = {name for name, counts in meter.items() if set(counts) != {2}}
    assert moved == {"w21", "w22", "b2"}
    assert all(min(meter[name]) == 1 for name in moved)
    hidden = run(start)[1]
    assert (hidden[1] == hidden[3]).all()  # h cannot tell 01 from 11
    turned = run(np.array([*start[:6], 3, *start[7:]]))[3]
    assert (turned == [0, 1, 0, 1]).all()  # v1 wins 01 and loses 11
    assert {n for row in be_the_optimiser().result["nudged"] for n in row} == {2}


def test_no_start_is_solved_and_they_differ():
    starts = [random_start(FIRST + n) for n in range(STARTS)]
    assert all(wrong_rows(np.array(s)) > 0 for s in starts)
    assert len({tuple(s) for s in starts}) == STARTS


def test_a_seed_and_a_number_can_be_given():
    widget = be_the_optimiser(seed=3, c=1)
    assert [widget.values[name] for name in NAMES] == [*random_start(3)[:8], 1]
    with pytest.raises(TypeError, match="no control 'speed'"):
        be_the_optimiser(seed=3, speed=1)
    with pytest.raises(ValueError, match="chosen must be one of w11"):
        be_the_optimiser(chosen="w13")


def test_the_wired_net_has_no_wrong_row():
    values = dict(zip(NAMES, SOLVED, strict=True))
    result = be_the_optimiser(**values).result
    assert result["wrong"] == 0
    assert (result["y"] == TARGET).all()


@pytest.mark.browser
def test_fold_takes_the_corners_all_the_way(page, widget_url):
    live = _open(page, widget_url, "two-lines-and-a-fold")
    live.root.get_by_role("button", name="Fold").click()
    page.wait_for_timeout(1600)
    assert live.numbers["places"] == live.numbers["h"]
    assert live.sentence().startswith("Folded: (1, 0), which wants a 1, and (1, 1)")
    live.root.get_by_role("button", name="Undo").click()  # the whole fold is one gesture
    assert live.numbers["places"] == [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.mark.browser
def test_turning_line_2_by_its_knob_makes_nand(page, widget_url):
    live = _open(page, widget_url, "two-lines-and-a-fold")
    knob = live.root.get_by_role("slider", name="turn line 2")
    box = knob.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scale = live.root.locator(".cl-plane").first.bounding_box()["width"] / 330
    across = 0.62 * (330 - 44) / 2.2 * scale  # from straight below the middle to 45° right of it
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 0.71 * across, y - 0.29 * across, steps=8)
    page.mouse.up()
    assert live.numbers["h"] == [[0, 1], [1, 1], [1, 1], [1, 0]]
    assert live.root.get_by_label("h₂: w₂₁").input_value() == "-1"


@pytest.mark.browser
def test_nudging_all_nine_marks_every_number_and_gives_no_hint(page, widget_url):
    live = _open(page, widget_url, "be-the-optimiser")
    nudge = live.root.get_by_role("button", name="Nudge all nine")
    nudge.click()
    assert nudge.get_attribute("aria-pressed") == "true"
    assert "not one moves the meter" in live.sentence()
    assert live.root.locator(".bo-name").all_text_contents()[5] == "b₂ –"


@pytest.mark.browser
def test_another_start_deals_the_next_and_choosing_a_number_shows_its_slider(page, widget_url):
    live = _open(page, widget_url, "be-the-optimiser")
    for n in (1, 2):
        live.root.get_by_role("button", name="Another start").click()
        shown = run(np.array(random_start(FIRST + n)))[0]
        np.testing.assert_allclose(live.numbers["z_hidden"], shown, atol=1e-9)
    live.root.get_by_role("button", name="v₂ (").click()
    slider = live.root.locator(".bo-single input:visible")
    assert slider.count() == 1
    assert "v₂" in live.root.locator(".bo-single label:visible").inner_text()


def _open(page, widget_url, slug):
    page.goto(f"{widget_url}/{slug}.html")
    wait_until_live(page)
    return Live(page, slug)
