"""The Python half of every widget: bounds, result, words, still picture, display."""

import json
import re
import subprocess
import sys

import pytest

from course_lib import widgets
from course_lib.widgets.base import STATIC, VIEW_MIME, Choice, Number, Numbers, plain, read_words


def test_result_follows_the_controls(spec):
    for values in spec.golden:
        widget = spec.make()
        for name, value in values.items():
            getattr(widget, name).value = value
        made = spec.make(**values)
        assert json.dumps(plain(widget.result)) == json.dumps(plain(made.result))
        assert widget.values == made.values


def test_a_value_out_of_bounds_is_named(spec):
    [(name, value)] = spec.wrong.items()
    with pytest.raises(
        (ValueError, TypeError), match=f"{name} must .*got {re.escape(repr(value))}"
    ):
        spec.make(**spec.wrong)


def test_an_unknown_control_is_named(spec):
    with pytest.raises(TypeError, match="no control 'speed'; it has "):
        spec.make(speed=1)


def test_one_output_holds_the_view_the_picture_and_a_line(spec):
    data, metadata = spec.make()._repr_mimebundle_()
    assert set(data) == {VIEW_MIME, "image/svg+xml", "text/plain"}
    assert len(metadata["image/svg+xml"]["alt"]) > 30


def test_still_picture_is_the_same_every_time(spec):
    still = spec.make().still()
    assert spec.make().still() == still
    assert spec.make(**spec.golden[0]).still() != still


def test_still_picture_fits_every_golden_state(spec):
    for values in spec.golden:
        svg, alt = spec.make(**values).still()
        assert svg.startswith("<?xml") and alt


def test_every_word_the_program_asks_for_is_in_the_table(spec):
    stem = spec.factory
    for language, words in read_words(stem).items():
        assert set(spec.make().fields) - {"x"} <= set(words["label"]) | inside(spec), language
        program = (STATIC / f"{stem}.js").read_text("utf-8")
        for key in re.findall(r'\bt\("([\w.]+)"[,)]', program):
            found = words
            for part in key.split("."):
                assert part in found, f"{language}: {key}"
                found = found[part]
        assert len(words["question"]["choices"]) == len(words["question"]["replies"])
        assert 0 <= words["question"]["right"] < len(words["question"]["choices"])


def inside(spec) -> set[str]:
    return {name for name, field in spec.make().fields.items() if field.inside}


def test_the_module_imports_nothing_and_names_no_address(spec):
    program = spec.make().view._esm
    assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(|require\(", program, re.M)
    # the name of the SVG namespace is no address that anybody loads
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", program)


def test_every_widget_has_a_spec():
    from widget_specs import SPECS

    assert {spec.factory for spec in SPECS} == set(widgets.__all__)


def test_unknown_widget_is_named():
    with pytest.raises(AttributeError, match="no 'nonsense'; it has "):
        widgets.nonsense  # noqa: B018


def test_a_widgets_module_does_not_hide_its_function():
    code = (
        "import course_lib.widgets.gate_bench; from course_lib.widgets.gate_bench import GateBench;"
        "from course_lib import widgets; print(type(widgets.gate_bench()) is GateBench)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_course_lib_and_its_widgets_package_are_light():
    code = "import sys, course_lib, course_lib.widgets; print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Number(1, 3, 2), "low must be below high"),
        (lambda: Number(5, 0, 2), "value must lie between 0 and 2, got 5"),
        (lambda: Number(1, 0, 2).check("b", "one"), "b must be a number, got 'one'"),
        (lambda: Number(1, 0, 2).check("b", True), "b must be a number, got True"),
        (lambda: Number(1, 0, 2).check("b", 0.5), "b must be a whole number, got 0.5"),
        (lambda: Number(1, 0, 2).check("b", float("nan")), "b must be a finite number, got nan"),
        (lambda: Choice("a", ("a", "b")).check("gate", "c"), "gate must be one of a, b, got 'c'"),
        (lambda: Numbers((0, 1), 0, 1).check("x", 3), "x must be a list of numbers, got 3"),
        (lambda: Numbers((0, 1), 0, 1).check("x", [0, 2]), "x must lie between 0 and 1, got 2"),
        (
            lambda: Numbers((0,), 0, 1, longest=2).check("x", [0, 0, 0]),
            "x must hold 0 to 2 entries, got 3",
        ),
    ],
)
def test_fields_say_what_was_expected_and_what_arrived(make, message):
    with pytest.raises((ValueError, TypeError), match=message):
        make()
