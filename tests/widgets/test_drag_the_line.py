"""What only Drag the line does: turning, shifting, and a factor that moves nothing."""

import math

import numpy as np
import pytest
from specs_ch02 import DRAG_THE_LINE
from widget_pages import Live, wait_until_live
from widget_spec import drag, press

from course_lib.perceptron import margin
from course_lib.separability import separate
from course_lib.widgets import drag_the_line
from course_lib.widgets.drag_the_line import TARGETS, X


@pytest.fixture
def live(page, widget_url):
    page.goto(f"{widget_url}/{DRAG_THE_LINE.slug}.html")
    wait_until_live(page)
    return Live(page, DRAG_THE_LINE.slug)


def test_the_points_can_be_parted_and_the_start_line_errs_on_both_sides():
    assert separate(X, TARGETS).margin > 0.5
    wrong = TARGETS[drag_the_line().result["y"] != TARGETS]
    assert set(wrong) == {0, 1}


def test_ten_times_the_start_fits_the_ranges_and_leaves_the_line():
    once, tenfold = drag_the_line(), drag_the_line(w1=2.8, w2=9.6, b=-2)
    for key in ("right", "angle", "distance", "margin"):
        assert once.result[key] == pytest.approx(tenfold.result[key], abs=1e-12)
    np.testing.assert_allclose(10 * once.result["z"], tenfold.result["z"])


def test_the_margin_is_that_of_course_lib():
    best = separate(X, TARGETS)
    w1, w2 = best.w.round(2)
    widget = drag_the_line(w1=w1, w2=w2, b=round(best.b, 2))
    assert widget.result["margin"] == margin(X, TARGETS, [w1, w2], round(best.b, 2))
    assert 0.95 * best.margin < widget.result["margin"] <= best.margin


@pytest.mark.browser
def test_the_buttons_multiply_all_three_numbers_and_the_line_stays(live):
    before, place = live.numbers, live.root.locator("svg svg g").get_attribute("transform")
    live.root.get_by_role("button", name="× 10").click()
    after = live.numbers
    np.testing.assert_allclose([*after["w"], after["b"]], [2.8, 9.6, -2])
    np.testing.assert_allclose(after["z"], 10 * np.array(before["z"]))
    assert after["margin"] == pytest.approx(before["margin"])
    now = live.root.locator("svg svg g").get_attribute("transform")
    assert numbers_of(now) == pytest.approx(numbers_of(place))
    assert "same line" in live.sentence()
    assert live.root.get_by_role("button", name="× 10").is_disabled()
    live.root.get_by_role("button", name="Undo").click()
    assert live.numbers == before


def numbers_of(transform: str) -> list[float]:
    words = transform.replace("translate(", "").replace("rotate(", "").replace(")", "").split()
    return [float(word) for word in words]


@pytest.mark.browser
def test_shifting_keeps_w_and_turning_keeps_b_and_the_length(live, page):
    start = live.numbers
    drag(page, live.root.get_by_role("slider", name="shift the line"), -30, 40)
    shifted = live.numbers
    assert shifted["w"] == start["w"] and shifted["b"] != start["b"]
    turn = live.root.get_by_role("slider", name="turn the line")
    drag(page, turn, -60, 90)
    turned = live.numbers
    assert turned["b"] == shifted["b"]
    assert abs(turned["angle"] - shifted["angle"]) > 10
    assert math.isclose(turned["length"], 1, abs_tol=0.01)
    for _ in range(40):  # many small turns do not wear the length down
        press(page, turn, "ArrowUp")
    assert math.isclose(live.numbers["length"], 1, abs_tol=0.01)
    assert live.numbers["angle"] != turned["angle"]


@pytest.mark.browser
def test_a_line_far_outside_can_be_fetched_back(live, page):
    page.evaluate("location.hash = 'drag-the-line=w1:0.1;w2:0;b:15'")
    page.wait_for_timeout(40)
    drag(page, live.root.get_by_role("slider", name="shift the line"), 120, 0)
    assert live.numbers["distance"] < 2


@pytest.mark.browser
def test_without_w_there_is_no_line_and_the_sentence_says_so(live, page):
    page.evaluate("location.hash = 'drag-the-line=w1:0;w2:0;b:1'")
    page.wait_for_timeout(300)
    assert "no line" in live.sentence() and "every point fires" in live.sentence()
    assert live.numbers["margin"] is None and set(live.numbers["y"]) == {1}
