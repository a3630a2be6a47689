"""Every widget in a real browser, on a static page without a kernel."""

import gzip
import json
from urllib.parse import quote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from widget_pages import STATIC, Live, assert_same_numbers, wait_until_live

from course_lib.widgets.base import Inside, plain

pytestmark = pytest.mark.browser
ALL = {"resultTypes": ["violations"]}  # the rest is only counted
COLOURS = {**ALL, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def fragment(spec, values: dict) -> str:
    """The address of a state, as a teacher's link has it."""
    words = [
        f"{k}:{quote(v if isinstance(v, str) else json.dumps(plain(v)))}" for k, v in values.items()
    ]
    return f"#{spec.slug}=" + ";".join(words)


# goes to an address on the same page, and waits until the widgets have followed
FOLLOW = """(hash) => new Promise((done) => {
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = hash;
})"""


def test_numbers_equal_course_lib(open_widget, spec, page):
    live = open_widget()
    for values in [{}, *spec.golden]:
        page.evaluate(FOLLOW, fragment(spec, values))
        assert_same_numbers(live.numbers, plain(spec.numbers(spec.make(**values).result)))


def test_mouse_moves_the_picture_and_the_sentence(open_widget, spec, page):
    live = open_widget()
    picture, words = live.state()
    spec.mouse(page, live.root)
    assert live.numbers != json.loads(picture)
    assert live.sentence() != words


def test_keyboard_moves_the_picture_and_the_sentence(open_widget, spec, page):
    live = open_widget()
    picture, words = live.state()
    spec.keyboard(page, live.root)
    assert live.numbers != json.loads(picture)
    assert live.sentence() != words


def test_every_slider_moves_the_picture(open_widget, spec, page):
    live = open_widget()
    for slider in live.box.locator(".wl-range").all():
        before, end = live.root.get_attribute("data-numbers"), slider.get_attribute("max")
        key = "ArrowLeft" if slider.input_value() == end else "ArrowRight"
        slider.focus()
        page.keyboard.press(key)
        page.wait_for_timeout(20)
        assert live.root.get_attribute("data-numbers") != before, slider.evaluate(
            "e => e.parentElement.textContent"
        )


def test_a_drag_in_the_view_moves_its_slider(open_widget, spec, page):
    widget = spec.make()
    if isinstance(getattr(widget, spec.moves), Inside):
        return  # the view's own control: there is no slider that could follow
    live = open_widget()
    slider = live.box.locator(".wl-row", has_text=widget.words["label"][spec.moves]).locator(
        "input"
    )
    before = slider.input_value()
    spec.mouse(page, live.root)
    page.wait_for_timeout(20)
    assert slider.input_value() != before


def test_address_restores_the_state_after_reload(open_widget, spec, page):
    live = open_widget()
    start = live.root.get_attribute("data-numbers")
    spec.keyboard(page, live.root)
    page.wait_for_function(f"location.hash.includes('{spec.slug}=')")
    shown = live.state()
    assert shown[0] != start
    page.reload()
    wait_until_live(page)
    assert live.state() == shown
    live.root.get_by_role("button", name="Reset").click()
    page.wait_for_function("!location.hash")
    assert live.root.get_attribute("data-numbers") == start


def test_nonsense_in_the_address_is_harmless(open_widget, spec, page):
    names = [*spec.make().fields, "toString", "%E0%A4%A"]

    def nonsense(bad: str) -> str:
        return f"#{spec.slug}=" + ";".join(f"{n}:{bad}" for n in names)

    live = open_widget()
    start = live.root.get_attribute("data-numbers")
    for bad in ("", "abc", "null", "[[[1]]]", "{}", "%22x%22", "NaN"):
        page.evaluate(FOLLOW, nonsense(bad))
        assert live.root.get_attribute("data-numbers") == start, bad
    for bad in ("1e999", "%E0%A4%A"):
        live = open_widget(nonsense(bad))
        assert live.root.get_attribute("data-numbers") == start, bad


def test_two_copies_are_independent(open_widget, spec, page):
    name = f"{spec.slug}-two"
    first, second = open_widget(name=name), Live(page, spec.slug, 1)
    start = first.root.get_attribute("data-numbers")
    spec.mouse(page, second.root)
    assert first.root.get_attribute("data-numbers") == start
    moved = second.root.get_attribute("data-numbers")
    assert moved != start
    page.wait_for_function(f"location.hash.includes('{spec.slug}-2=')")
    second.root.get_by_role("radio").first.click()
    assert first.root.locator(".cl-reply").inner_text() == ""
    page.reload()
    wait_until_live(page)
    assert second.root.get_attribute("data-numbers") == moved
    assert first.root.get_attribute("data-numbers") == start
    ids = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_the_answer_opens_after_a_choice(open_widget, spec, page):
    live = open_widget()
    question, reply = spec.make().words["question"], live.root.locator(".cl-reply")
    assert reply.inner_text() == ""
    radios = live.root.get_by_role("radio")
    assert radios.count() == len(question["choices"]) == len(question["replies"])
    radios.first.focus()
    page.keyboard.press("Space")
    assert question["replies"][0] in reply.inner_text()
    radios.nth(question["right"]).click()
    assert reply.inner_text().startswith("Yes")


def test_undo_and_reset(open_widget, spec, page):
    live = open_widget()
    start = live.root.get_attribute("data-numbers")
    undo = live.root.get_by_role("button", name="Undo")
    assert undo.is_disabled()
    spec.mouse(page, live.root)
    page.wait_for_timeout(600)
    once = live.root.get_attribute("data-numbers")
    spec.keyboard(page, live.root)
    undo.click()
    assert live.root.get_attribute("data-numbers") == once
    undo.click()
    assert live.root.get_attribute("data-numbers") == start
    spec.mouse(page, live.root)
    live.root.get_by_role("button", name="Reset").click()
    assert live.root.get_attribute("data-numbers") == start


@pytest.mark.parametrize("width", [1280, 390])
def test_accessible(open_widget, spec, page, width):
    """All rules in light; in dark, where only colours change, the rules about colours."""
    page.set_viewport_size({"width": width, "height": 900})
    live = open_widget()
    live.root.get_by_role("radio").first.click()
    for theme, options in (("light", ALL), ("dark", COLOURS)):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.wait_for_timeout(200)
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_targets_are_large_enough_on_a_phone(open_widget, spec, page):
    page.set_viewport_size({"width": 390, "height": 800})
    live = open_widget()
    live.box.evaluate("b => b.querySelectorAll('details').forEach(d => (d.open = true))")
    targets = (
        "button, select, summary, .wl-range, label:has(input), [role=button], [role=switch],"
        " [role=slider]"
    )
    small = []
    for target in live.box.locator(targets).all():
        box = target.bounding_box()
        if box and min(box["width"], box["height"]) < 24:
            small.append((target.evaluate("e => e.outerHTML.slice(0, 80)"), box))
    assert not small


def test_the_page_scrolls_under_a_finger(open_widget, spec):
    live = open_widget()
    blocked = live.box.evaluate(
        "b => [...b.querySelectorAll('*')].filter(e => getComputedStyle(e).touchAction === 'none'"
        " && !e.closest('.cl-knob')).map(e => e.outerHTML.slice(0, 80))"
    )
    assert not blocked


TIME_INPUTS = """async (box) => {
  const sliders = [...box.querySelectorAll('.wl-range')];
  const buttons = [...box.querySelectorAll('[role=button], [role=switch], button[aria-pressed]')];
  const times = [];
  for (let n = 0; n < 80; n++) {
    const start = performance.now();
    if (sliders.length) {
      const i = sliders[n % sliders.length];
      n % (2 * sliders.length) < sliders.length ? i.stepUp() : i.stepDown();
      i.dispatchEvent(new Event('input', { bubbles: true }));
    } else buttons[n % buttons.length].dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await null; await null;
    box.getBoundingClientRect();
    times.push(performance.now() - start);
    if (n % 8 === 7) await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def test_from_input_to_picture_in_16_ms(open_widget, spec):
    live = open_widget()
    # the best of up to five rounds: other processes on the machine only ever add to the time
    rounds = []
    while not rounds or (min(rounds) > 16 and len(rounds) < 5):
        rounds.append(np.percentile(live.box.evaluate(TIME_INPUTS), 95))
    assert min(rounds) <= 16, rounds


def test_still_picture_without_script_and_in_print(browser, page, widget_url, spec):
    page.goto(f"{widget_url}/{spec.slug}.html")
    wait_until_live(page)
    picture = page.locator(".widget-still img")
    assert not picture.is_visible()
    page.emulate_media(media="print")
    assert picture.is_visible()
    assert not page.locator(".cl-widget").is_visible()
    context = browser.new_context(java_script_enabled=False)
    plainly = context.new_page()
    plainly.goto(f"{widget_url}/{spec.slug}.html")
    assert plainly.locator(".widget-still img").is_visible()
    context.close()


def test_weight(spec):
    view = spec.make().view
    weight = len(gzip.compress((view._esm + view._css).encode(), 9))
    assert weight <= 10 * 1024, f"{spec.slug}: {weight} bytes gzipped"


def test_loader_weight():
    weight = len(gzip.compress((STATIC / "loader.js").read_bytes(), 9))
    assert weight <= 4 * 1024, f"{weight} bytes gzipped"


def test_all_widgets_on_one_page(page, widget_url):
    page.goto(f"{widget_url}/all.html")
    wait_until_live(page)
    assert page.locator(".wl-dead").count() == 0
    assert page.locator(".cl-root").count() == page.locator(".widget-spare").count()
