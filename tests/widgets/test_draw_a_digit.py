"""Drawing: a stroke that is faster than the pointer's reports, erasing, moving, the pen."""

import numpy as np
import pytest
from specs_ch00 import DRAW_A_DIGIT, _cell, _example
from widget_pages import Live, wait_until_live
from widget_spec import drag, press

from course_lib.digit_nets import move, thicken

pytestmark = pytest.mark.browser
READ = "all => all.map((b) => +/ink (\\d+)/.exec(b.ariaLabel)[1])"


@pytest.fixture
def live(page, widget_url):
    page.goto(f"{widget_url}/{DRAW_A_DIGIT.slug}.html")
    wait_until_live(page)
    return Live(page, DRAW_A_DIGIT.slug)


def pixels(live) -> np.ndarray:
    return np.reshape(live.root.locator(".dd-canvas button").evaluate_all(READ), (8, 8))


def button(live, name: str):
    return live.root.get_by_role("button", name=name, exact=True)


def test_a_soft_stroke_has_grey_neighbours_and_a_thin_one_none(page, live):
    button(live, "Clear").click()
    assert not pixels(live).any()
    assert "64 zeros" in live.sentence()
    width = _cell(live.root, 1, 1).bounding_box()["width"]
    drag(page, _cell(live.root, 3, 3), 3 * width)
    soft = pixels(live)
    assert (soft[2, 2:6] == 16).all() and soft.sum() == 4 * 16 + 10 * 6
    button(live, "Clear").click()
    button(live, "thin").click()
    drag(page, _cell(live.root, 3, 3), 3 * width)
    assert pixels(live).sum() == 4 * 16


def test_a_fast_pointer_leaves_no_gaps(page, live):
    button(live, "Clear").click()
    button(live, "thin").click()
    first, last = (_cell(live.root, k, k).bounding_box() for k in (1, 8))
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 5, steps=1)
    page.mouse.up()
    assert (pixels(live) == 16 * np.eye(8)).all()


def test_what_starts_on_a_dark_cell_erases(page, live):
    button(live, "Clear").click()
    press(page, _cell(live.root, 5, 5), "Space")
    assert pixels(live)[4, 4] == 16
    press(page, _cell(live.root, 5, 5), "Space")
    assert pixels(live)[4, 4] == 0
    drag(page, _cell(live.root, 5, 4), 1)  # a neighbour's grey becomes full
    assert pixels(live)[4, 3] == 16


def test_tab_stops_once_at_the_canvas_and_arrows_stay_inside(page, live):
    stops = live.root.locator(".dd-canvas button[tabindex='0']")
    assert stops.count() == 1
    press(page, _cell(live.root, 1, 1), "ArrowUp", "ArrowLeft", *["ArrowRight"] * 3, "ArrowDown")
    assert stops.count() == 1
    assert stops.get_attribute("aria-label").startswith("row 2, column 4:")


def test_moving_and_thinning_are_course_libs(live):
    shown = np.array([_example(3)])
    for name, change in [
        ("move one cell left", lambda x: move(x, 0, -1)),
        ("move one cell down", lambda x: move(x, 1, 0)),
        ("thicker", lambda x: thicken(x, 1)),
        ("thinner", lambda x: thicken(x, -1)),
        ("move one cell right", lambda x: move(x, 0, 1)),
        ("move one cell up", lambda x: move(x, -1, 0)),
    ]:
        button(live, name).click()
        shown = change(shown)
        assert (pixels(live).ravel() == shown[0]).all(), name


def test_the_question_is_answered_by_one_press(live):
    assert "says 3" in live.sentence()
    button(live, "move one cell left").click()
    assert live.numbers["answer"] != 3 and live.numbers["other"] == 3
    button(live, "also moved and thinned").click()
    assert live.numbers["answer"] == 3


def test_the_table_shows_the_measured_shares_and_says_what_was_not_measured(live):
    live.root.locator("summary").click()
    table = live.root.locator("table").inner_text()
    known = DRAW_A_DIGIT.make().data()
    assert f"of {known['tested']} scans" in table
    for one in known["right"]:
        for shares in one:
            assert f"{100 * shares[0]:.0f}\xa0% (" in table
    assert "was not measured" in live.root.locator("details").inner_text()


def test_a_finger_on_the_canvas_draws(new_page, widget_url):
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(f"{widget_url}/{DRAW_A_DIGIT.slug}.html")
    wait_until_live(page)
    live = Live(page, DRAW_A_DIGIT.slug)
    cell = _cell(live.root, 5, 1)
    cell.scroll_into_view_if_needed()
    cell.tap()
    assert pixels(live)[4, 0] == 16
