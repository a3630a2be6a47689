"""Long experiments: resumed after a stop, refused under other versions, never half a table."""

import json
import sys
import types

import numpy as np
import pytest

from course_lib import experiments
from course_lib.experiments import Experiment, __main__, store, stored


@pytest.fixture
def squares(tmp_path, monkeypatch):
    """An experiment of three cells whose runs are counted."""
    runs = []

    def run(x, seed):
        runs.append(x)
        return {"square": x * x + seed}

    cells = [{"x": x, "seed": 1} for x in (1, 2, 3)]
    experiment = Experiment("squares", "What is x²?", cells, run)
    module = types.ModuleType("course_lib.experiments.squares")
    module.EXPERIMENT = experiment
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(store, "RESULTS", tmp_path)
    monkeypatch.setattr(store, "names", lambda: ["squares"])
    experiment.__dict__["runs"] = runs
    return experiment


def test_rows_come_back_in_the_order_of_the_cells(squares, capsys):
    assert __main__.main(["squares"]) == 0
    assert [(row["x"], row["square"]) for row in stored("squares")] == [(1, 2), (2, 5), (3, 10)]
    assert "3 cells made by `python -m course_lib.experiments squares`" in capsys.readouterr().out


def test_a_stopped_run_goes_on_where_it_was(squares):
    rows = store.run(squares)
    next(rows)
    next(rows)
    rows.close()
    with pytest.raises(ValueError, match="1 of 3 cells are missing; run `python -m"):
        stored("squares")
    squares.file.write_text(squares.file.read_text("utf-8") + '{"x": 3, "se', "utf-8")  # cut off
    assert [row["x"] for row in store.run(squares)] == [3]
    assert squares.runs == [1, 2, 3]
    assert len(stored("squares")) == 3


def test_nothing_to_do_runs_nothing_and_fresh_runs_everything(squares):
    list(store.run(squares))
    before = squares.file.read_text("utf-8")
    assert list(store.run(squares)) == []
    assert squares.file.read_text("utf-8") == before
    assert len(list(store.run(squares, fresh=True))) == 3


def test_other_versions_are_not_mixed_in(squares, capsys):
    list(store.run(squares))
    header, *rows = squares.file.read_text("utf-8").splitlines()
    header = json.loads(header)
    header["made"]["NumPy"] = "1.0"
    squares.file.write_text("\n".join([json.dumps(header), *rows]) + "\n", "utf-8")
    with pytest.raises(SystemExit):
        __main__.main(["squares"])
    assert "was made with" in capsys.readouterr().err


def test_what_is_no_experiment_is_refused(squares):
    with pytest.raises(ValueError, match="no experiment 'cubes'; there are squares"):
        store.find("cubes")
    with pytest.raises(ValueError, match="stands there twice"):
        Experiment("twice", "", [{"x": 1}, {"x": 1}], dict)
    with pytest.raises(ValueError, match="same parameters"):
        Experiment("mixed", "", [{"x": 1}, {"y": 1}], dict)


@pytest.mark.parametrize("name", experiments.names())
def test_kept_results_are_what_the_code_makes(name):
    """The cheapest cell is run again; the others were made by the same command."""
    rows = stored(name)
    row = min(rows, key=lambda row: row["seconds"])
    cell = {parameter: row[parameter] for parameter in rows.header["parameters"]}
    again = store.find(name).run(**cell)
    assert again.keys() | cell.keys() | {"seconds"} == row.keys()
    for what, value in again.items():
        if np.asarray(value).dtype.kind in "iuf":
            np.testing.assert_allclose(value, row[what], rtol=1e-3, err_msg=what)
        else:
            assert value == row[what], what
