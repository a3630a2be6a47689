"""What only the Mistake stepper does: stepping, moving points, and the bound beside the count."""

import json
from urllib.parse import unquote

import numpy as np
import pytest
from specs_ch02 import MISTAKE_STEPPER
from widget_pages import Live, assert_same_numbers, wait_until_live
from widget_spec import drag, press

from course_lib.perceptron import perceptron_loop
from course_lib.widgets import mistake_stepper
from course_lib.widgets.base import plain
from course_lib.widgets.mistake_stepper import MOST, order_of


@pytest.fixture
def live(page, widget_url):
    page.goto(f"{widget_url}/{MISTAKE_STEPPER.slug}.html")
    wait_until_live(page)
    return Live(page, MISTAKE_STEPPER.slug)


def point(live, number: int):
    return live.root.get_by_role("slider", name=f"example {number},")


def button(live, name: str):
    return live.root.get_by_role("button", name=name)


def fields_in_address(page) -> dict:
    """The state that a reload would restore."""
    page.wait_for_timeout(400)
    text = page.evaluate("location.hash").removeprefix("#mistake-stepper=")
    pairs = [pair.split(":", 1) for pair in text.split(";")]
    return {name: json.loads(unquote(value)) for name, value in pairs}


# ---- Python


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("steps", [0, 1, 7, 8, 29, 400])
def test_the_run_is_the_plain_loop_cut_after_some_examples(seed, steps):
    widget = mistake_stepper(order=seed, steps=steps, eta=0.75)
    rows = np.array(widget.points.value)
    order = order_of(seed, len(rows))
    whole = perceptron_loop(rows[:, :2], rows[:, 2], eta=0.75, order=order)
    shown, made, w, b = 0, 0, np.zeros(2), 0.0
    for _ in range(whole.epochs):
        for i in order:
            if shown == steps:
                break
            shown += 1
            if made < whole.updates and whole.example[made] == i:
                if int(rows[i, :2] @ w + b >= 0) != rows[i, 2]:
                    made += 1
                    w, b = whole.w[made], whole.b[made]
    result = widget.result
    assert result["shown"] == shown
    assert (result["w"] == whole.w[: made + 1]).all() and (result["b"] == whole.b[: made + 1]).all()
    assert result["done"] == (shown == whole.epochs * len(rows))
    assert result["per_pass"].sum() == made <= result["bound"]


def test_one_wrong_label_never_stops_and_has_no_bound():
    result = mistake_stepper(flip=1, steps=1000).result
    assert result["bound"] is None and not result["done"] and result["per_pass"].min() > 0


def test_the_next_example_at_the_start_is_a_silent_one_that_fires():
    before, after = mistake_stepper().result, mistake_stepper(steps=7).result
    assert len(after["error"]) == len(before["error"]) + 1 and after["error"][-1] == -1
    assert before["w"][-1].any()


def test_eta_changes_the_length_of_w_and_not_the_line():
    one, half = (mistake_stepper(eta=eta, steps=30).result for eta in (1, 0.5))
    np.testing.assert_array_equal(one["w"], 2 * half["w"])


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([], "points must hold 1 to 12 entries, got 0"),
        ([[0, 1]], r"points must be rows .*got \[\[0, 1\]\]"),
        ([0, 1, 1], r"points must be rows \[x₁, x₂, label\], got"),
        ([[0, 1, 2]], "points must have labels 0 or 1"),
        ([[0, 4, 1]], "points must lie between -3.0 and 3.0, got 4"),
        ([[0, 0, 1]] * (MOST + 1), "points must hold 1 to 12 entries, got 13"),
        ("abc", "points must be a list of numbers, got 'abc'"),
    ],
)
def test_bad_points_are_named(points, message):
    with pytest.raises((ValueError, TypeError), match=message):
        mistake_stepper(points=points)


def test_points_are_rounded_to_the_grid():
    assert mistake_stepper(points=[[0.3, -0.4, 1]]).points.value == [[0.25, -0.5, 1]]


# ---- browser


@pytest.mark.browser
def test_steps_lead_to_the_end_and_undo_leads_back(live):
    start = live.numbers
    button(live, "Step").click()
    assert live.numbers["shown"] == start["shown"] + 1
    assert_same_numbers(live.numbers, plain(mistake_stepper(steps=7).result))
    assert "turns away from the point" in live.sentence()
    count = len(live.numbers["error"])
    button(live, "Next mistake").click()
    assert len(live.numbers["error"]) == count + 1
    button(live, "10 passes").click()
    assert live.numbers["done"] == 1 and "stopped for good" in live.sentence()
    end = live.numbers
    button(live, "Step").click()
    assert live.numbers == end
    for _ in range(3):
        button(live, "Undo").click()
    assert live.numbers == start


@pytest.mark.browser
def test_points_are_added_moved_switched_and_removed_and_the_rule_stays_exact(live, page):
    live.root.locator("summary").click()
    drag(page, point(live, 2), 37, -21)
    press(page, point(live, 5), "ArrowLeft", "Shift+ArrowDown", "Space")
    button(live, "Add ■").click()
    live.root.locator("svg.cl-plane").click(position={"x": 300, "y": 250})
    press(page, point(live, 1), "Delete")
    point(live, 3).focus()
    button(live, "Switch label of 3").click()
    button(live, "Remove 3").click()
    shown = [k.get_attribute("aria-label") for k in live.root.get_by_role("slider").all()]
    assert len(shown) == 8  # eight at the start, two more, two fewer
    for _ in range(5):
        button(live, "Next mistake").click()
    fields = fields_in_address(page)
    assert fields["points"] != mistake_stepper().points.value
    assert_same_numbers(live.numbers, plain(mistake_stepper(**fields).result))


@pytest.mark.browser
def test_a_closed_panel_lets_no_click_add_a_point(live):
    live.root.locator("svg.cl-plane").click(position={"x": 300, "y": 250})
    assert point(live, 9).count() == 0


@pytest.mark.browser
def test_a_wrong_label_shows_that_no_bound_holds(live):
    live.root.locator("summary").click()
    live.root.get_by_role("checkbox").check()
    assert live.numbers["bound"] is None and live.numbers["shown"] == 0
    for _ in range(13):
        button(live, "10 passes").click()
    assert live.numbers["shown"] == 1000 and not live.numbers["done"]
    assert "for ever" in live.sentence() and not live.root.locator("meter").is_visible()


@pytest.mark.browser
def test_full_and_nearly_empty_planes_hold(live, page):
    live.root.locator("summary").click()
    for _ in range(MOST - 8):
        button(live, "Add ●").click()
    assert button(live, "Add ●").is_disabled() and point(live, MOST).is_visible()
    for _ in range(MOST - 1):
        press(page, point(live, 1), "Delete")
    assert button(live, "Remove 1").is_disabled()
    press(page, point(live, 1), "Delete")
    assert point(live, 1).is_visible() and not point(live, 2).is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("bad", ["[]", "[1,2,3]", "[[1,2]]", "[[]]"])
def test_rows_that_are_no_points_are_left_out(live, page, bad):
    start = live.root.get_attribute("data-numbers")
    page.evaluate("bad => { location.hash = 'mistake-stepper=points:' + bad }", bad)
    page.wait_for_timeout(50)
    assert live.root.get_attribute("data-numbers") == start
