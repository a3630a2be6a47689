import numpy as np
import pytest

from course_lib import figures
from course_lib.activations import relu, step
from course_lib.circuits import full_adder, half_adder, inputs
from course_lib.figures.base import alt_text


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing))[0].figure)


def test_decision_line_counts_the_points_on_the_right_side():
    ax = figures.decision_line(inputs(2), [0, 1, 1, 0], (1, 1), -0.5, title="XOR by OR")
    assert "2 ones" in words(ax)
    assert "3 of 4 on the right side" in words(ax)
    assert words(ax).startswith("XOR by OR: ")


def test_decision_line_without_a_unit_draws_the_points_alone():
    ax = figures.decision_line(inputs(2), [0, 1, 1, 0])
    assert len(ax.patches) == 0
    assert "line" not in words(ax)


def test_decision_line_of_zero_weights_has_no_line_and_fires_everywhere_or_nowhere():
    for bias, corners in ((1.0, 4), (-1.0, 0)):
        ax = figures.decision_line(inputs(2), [0, 1, 1, 0], (0, 0), bias)
        assert len(np.unique(ax.patches[0].get_xy(), axis=0)) == corners
        assert len(ax.lines[0].get_xdata()) == 0


def test_decision_line_shades_the_firing_side_and_ends_at_the_frame():
    ax = figures.decision_line(inputs(2), [0, 0, 0, 1], (2, 1), -2.1, limits=(-0.6, 1.6))
    shade = ax.patches[0].get_path()
    for x, y in np.random.default_rng(0).uniform(-0.6, 1.6, (200, 2)):
        assert shade.contains_point((x, y)) == (2 * x + y - 2.1 >= 0)
    x, y = ax.lines[0].get_data()
    assert 2 * x + y - 2.1 == pytest.approx([0, 0], abs=1e-12)
    assert set(np.abs(np.r_[x, y] - 0.5).round(9)) >= {1.1}


def test_every_unit_and_wire_of_a_circuit_is_drawn_and_told():
    ax = figures.circuit_diagram(half_adder(), title="Half adder")
    assert len(ax.patches) == 6
    assert words(ax) == (
        "Half adder: or reads a and b; nand reads a and b; sum reads or and nand; "
        "carry reads a and b."
    )


def test_a_weight_other_than_one_is_written_on_its_wire():
    texts = [text.get_text() for text in figures.circuit_diagram(full_adder()).texts]
    assert texts.count("-2") == 1


def test_a_wire_that_would_run_through_another_unit_is_bent():
    def bends(circuit):
        wires = [
            text.arrowprops
            for text in figures.circuit_diagram(circuit).texts[:]
            if getattr(text, "arrowprops", None)
        ]
        return [w["connectionstyle"] for w in wires if "connectionstyle" in w]

    assert set(bends(half_adder())) == {"arc3,rad=0.0"}
    assert sum(bend != "arc3,rad=0.0" for bend in bends(full_adder())) == 1  # b0 to s0


def test_small_pictures_are_spelled_out_and_large_ones_measured():
    small, large = np.eye(3), np.zeros((8, 8))
    assert words(figures.pictures([small], ["cross"])) == "cross: 1 0 0 / 0 1 0 / 0 0 1."
    assert words(figures.pictures([large, large])).endswith("picture 2, 8 by 8 pixels.")


def test_numbers_are_written_in_every_cell():
    panel = figures.pictures([[[1, -1], [0.5, 0]]], numbers=True)
    assert [text.get_text() for text in panel.texts] == ["1", "-1", "0.5", "0"]


def test_a_step_is_drawn_with_a_gap_and_a_ramp_without():
    drawn = figures.function_graph(step, -1, 1).lines[0].get_ydata()
    assert np.isnan(drawn).sum() == 1
    assert not np.isnan(figures.function_graph(relu, -1, 1).lines[0].get_ydata()).any()


def test_bars_write_their_numbers():
    ax = figures.log_bars(["snail", "ant"], [11_000, 250_000], "neurons")
    assert [text.get_text() for text in ax.texts] == ["11,000", "250,000"]
    with pytest.raises(ValueError, match="numbers above 0 expected on a log axis, got 0"):
        figures.log_bars(["nothing"], [0], "neurons")


def test_a_unit_tells_its_weights_and_bias():
    ax = figures.unit_diagram([1, -2], 0.5)
    assert (
        words(ax) == "A neuron with the inputs x1 with weight 1, x2 with weight -2, and bias 0.5."
    )


def test_the_logic_diagram_names_both_gates():
    assert "XOR gate" in words(figures.logic_diagram())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: figures.decision_line([[0, 0]], [2]), "t: only 0 and 1 expected, got 2"),
        (lambda: figures.decision_line([0, 1], [1]), "x: 2 axes expected, got shape"),
        (lambda: figures.pictures([[[np.nan]]]), "images: finite numbers expected"),
    ],
)
def test_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
