"""What the widgets of chapter 9 find, computed in Python."""

from course_lib import widgets

# the function first: importing a widget's module would put the module under its name
race = widgets.ball_race

from course_lib.widgets.ball_race import SURFACES, BallRace  # noqa: E402


def arrivals(**changes):
    start = {name: field.value for name, field in BallRace.fields.items()}
    plain, momentum, nesterov, rmsprop, adam = race().compute(**(start | changes))["arrival"]
    return plain, momentum, nesterov, rmsprop, adam


def test_the_order_of_arrival_that_the_chapter_tells():
    plain, momentum, nesterov, rmsprop, adam = arrivals()
    assert nesterov < momentum < plain < adam < rmsprop
    assert adam < 1.2 * plain


def test_in_the_turned_ravine_only_adam_does_not_arrive():
    for before, after in zip(arrivals()[:4], arrivals(surface=SURFACES[1])[:4], strict=True):
        assert 0.8 < after / before < 1.2
    assert arrivals(surface=SURFACES[1])[4] == -1
