import numpy as np

from course_lib import figures
from course_lib.figures.base import alt_text
from course_lib.xor_starts import train_xor


def words(drawing) -> str:
    return alt_text(np.ravel(np.asarray(drawing, dtype=object))[0].figure)


def test_hidden_grids_print_every_number_and_a_plain_zero():
    weights = np.array([[0.0, -0.25, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2]])
    (panel,) = figures.hidden_grids(weights, [0.5], digits=2)
    texts = [text.get_text() for text in panel.texts]
    assert texts[:3] == ["0", "−0.25", "1.00"] and texts[-1] == "2.00" and len(texts) == 12
    assert "bias 0.50" in words(panel)


def test_check_curves_name_the_best_nudge():
    eps = 10.0 ** np.arange(-8, 0)
    ax = figures.check_curves(eps, {"central": np.abs(np.log10(eps) + 5) * 1e-3 + 1e-9})
    assert "down to about 1e-9 at ε = about 1e-5" in words(ax)
    assert ax.get_xscale() == ax.get_yscale() == "log"


def test_loss_threads_are_solid_for_those_that_learn():
    runs = train_xor(starts=12, steps=1500)
    ax = figures.loss_threads(runs)
    lines = ax.lines[:12]
    assert [line.get_linestyle() == "-" for line in lines] == runs.solved.tolist()
    assert all(line.get_xdata()[-1] == 1501 for line in lines)
    assert f"{runs.solved.sum()} of all end near loss 0" in words(ax)


def test_answer_squares_read_the_corners():
    grid = np.linspace(-0.25, 1.25, 31)
    first = np.broadcast_to(grid[:, None], (31, 31))  # the answer is x1
    panels = figures.answer_squares([first], ["x1"])
    assert [text.get_text() for text in panels[0].texts] == ["0.0", "0.0", "1.0", "1.0"]
    assert "outputs for 00, 01, 10, 11 are 0.0, 0.0, 1.0, 1.0" in words(panels)


def test_share_bars_print_percent():
    ax = figures.share_bars({"few": 0.241, "all": 1.0}, "share that learns")
    assert [text.get_text() for text in ax.texts] == ["24 %", "100 %"]
    assert words(ax) == "share that learns: few 24 %, all 100 %."
