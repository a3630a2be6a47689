"""What the two widgets of chapter 4 tell the reader is true."""

import numpy as np
import pytest
from widget_pages import Live, wait_until_live

from course_lib.landscapes import TWO_VALLEYS
from course_lib.widgets import downhill, score_to_probability
from course_lib.widgets.downhill import EDGE, LOST


@pytest.mark.parametrize(
    ("eta", "ends"), [(0.1, "bottom"), (0.95, "bottom"), (1.0, "start"), (1.05, "out")]
)
def test_in_the_bowl_the_limit_is_two_over_the_curvature(eta, ends):
    x = downhill(eta=eta, steps=200).result["x"]
    if ends == "bottom":
        assert abs(x[-1]) < 1e-3
    elif ends == "start":
        assert abs(x[-1]) == abs(x[0])
    else:
        assert abs(x[-1]) > LOST >= abs(x[-2])


def test_a_large_rate_cannot_rest_in_the_deep_valley():
    for start in np.linspace(-EDGE, EDGE, 19):
        x = downhill(surface="two valleys", eta=0.95, steps=200, start=start).result["x"]
        assert abs(x[-1] - TWO_VALLEYS.bottoms[0]) > 1e-3


def test_a_small_rate_rolls_into_the_valley_on_its_side():
    hill = downhill(surface="two valleys", eta=0.1, steps=200)
    for start, bottom in ((0.09, 0), (0.12, 1), (-1.8, 0), (1.8, 1)):
        hill.start.value = start
        assert abs(hill.result["x"][-1] - TWO_VALLEYS.bottoms[bottom]) < 1e-3


def test_lifting_all_scores_changes_nothing():
    for lift in (100, 1000):
        plain, lifted = score_to_probability(), score_to_probability(lift=lift)
        np.testing.assert_allclose(lifted.result["p"], plain.result["p"], rtol=1e-12)
        np.testing.assert_allclose(lifted.result["slopes"], plain.result["slopes"], rtol=1e-12)


def test_slopes_are_those_of_the_loss_at_any_temperature():
    values = {"s1": 0.5, "s2": -1.0, "s3": 2.0, "temperature": 0.5, "target": "A"}
    slopes = score_to_probability(**values).result["slopes"]
    for i, name in enumerate(("s1", "s2", "s3")):
        up, down = (
            score_to_probability(**values | {name: values[name] + d}).result["loss"]
            for d in (1e-5, -1e-5)
        )
        assert slopes[i] == pytest.approx((up - down) / 2e-5, abs=1e-8)
    assert sum(slopes) == pytest.approx(0, abs=1e-12)


def opened(page, address, slug):
    page.goto(address)
    wait_until_live(page)
    return Live(page, slug, 0)


@pytest.mark.browser
def test_steps_are_counted_and_the_narrow_valley_is_named(page, widget_url):
    fragment = "#downhill=surface:two%20valleys;eta:0.95;start:-1.2;steps:0"
    live = opened(page, f"{widget_url}/downhill.html{fragment}", "downhill")
    live.root.get_by_role("button", name="Step", exact=True).click()
    live.root.get_by_role("button", name="10 steps").click()
    assert len(live.numbers["x"]) == 12
    assert "no ball can come to rest in the deep valley" in live.sentence()


@pytest.mark.browser
def test_a_step_downhill_lowers_the_loss_and_a_lift_never_ends_in_nan(page, widget_url):
    live = opened(page, f"{widget_url}/score-to-probability.html", "score-to-probability")
    before = live.numbers["loss"]
    live.root.get_by_role("button", name="Step downhill").click()
    after = live.numbers
    assert after["loss"] < before
    hundred = live.root.get_by_role("button", name="Add 100 to every score")
    for _ in range(10):
        hundred.click()
    assert hundred.is_disabled()
    assert live.numbers["p"] == pytest.approx(after["p"], rel=1e-9)
    assert "beyond the largest number" in live.sentence()
    assert "∞" in live.root.inner_text()
