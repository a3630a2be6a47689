"""The widgets in a real JupyterLab: they react; Python sees the sliders and `result`."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import nbformat
import pytest
from widget_pages import Live, assert_same_numbers
from widget_spec import press
from widget_specs import SPECS

# One worker runs them all, in one JupyterLab.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("lab")]
AT_ONCE = 6  # widgets in one notebook
GROUPS = [SPECS[i : i + AT_ONCE] for i in range(0, len(SPECS), AT_ONCE)]

BEGIN = (
    "import json\nfrom course_lib import widgets\n"
    "from course_lib.widgets.base import plain\nall = {}"
)
SHOW = "all['{0}'] = widgets.{0}()\nall['{0}']"
ASK = (
    "print(json.dumps({name: [w.values, plain(w.result), w.prediction.value]"
    " for name, w in all.items()}))"
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """lab(number) -> address of a group's notebook, in a JupyterLab that ends with the tests."""
    tmp_path = tmp_path_factory.mktemp("lab")
    (tmp_path / "work").mkdir()
    for number, specs in enumerate(GROUPS):
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_code_cell(source)
                for source in (BEGIN, *(SHOW.format(spec.factory) for spec in specs), ASK)
            ],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(notebook, tmp_path / "work" / f"widgets{number}.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    private = {
        name: str(tmp_path / name.lower())
        for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")
    }
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(
        [
            sys.executable,
            *("-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
            *(f"--port={port}", "--ServerApp.port_retries=0"),
            f"--IdentityProvider.token={token}",
            f"--ServerApp.root_dir={tmp_path / 'work'}",
            "--LabApp.news_url=",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ],
        env={**os.environ, **private, "OPENBLAS_NUM_THREADS": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            assert server.poll() is None, (tmp_path / "lab.log").read_text()
            try:
                urlopen(f"{address}/api?token={token}", timeout=5).close()
                break
            except OSError:
                time.sleep(0.25)
        yield lambda number: f"{address}/lab/tree/widgets{number}.ipynb?reset&token={token}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


def run_cell(page, number: int):
    """Runs a cell and waits until it has run; returns the cell."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(number)
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    for _ in range(90):
        # a cell sent before the kernel is there falls back to "[ ]:", and is sent again
        if prompt.inner_text() != "[*]:":
            cell.locator(".cm-content").click()
            page.keyboard.press("Shift+Enter")
        for _ in range(5):
            page.wait_for_timeout(200)
            if prompt.inner_text() not in (before, "[*]:", "[ ]:"):
                return cell
    raise AssertionError(f"cell {number} has not run: {cell.inner_text()}")


def ask_python(page, number: int) -> dict[str, list]:
    """Runs the last cell and reads what it prints: for each widget values, result, prediction."""
    cell = run_cell(page, number)
    page.wait_for_timeout(1000)  # the number of the run is there before its output
    return json.loads(cell.locator(".jp-OutputArea-output pre").inner_text())


@pytest.mark.parametrize("group", range(len(GROUPS)))
def test_widgets_react_and_python_sees_it(browser, lab, group):
    specs = GROUPS[group]
    # tall enough for all of them: JupyterLab takes cells that are out of sight off the page
    context = browser.new_context(viewport={"width": 1400, "height": 1100 * len(specs)})
    elsewhere = []
    context.on(
        "request",
        lambda r: urlsplit(r.url).hostname not in ("127.0.0.1", None) and elsewhere.append(r.url),
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(lab(group))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    for number in range(len(specs) + 1):
        run_cell(page, number)
    lives = {spec.factory: Live(page, spec.slug) for spec in specs}
    for live in lives.values():
        live.root.wait_for()
    start = ask_python(page, len(specs) + 1)
    for spec in specs:
        values, result, prediction = start[spec.factory]
        assert_same_numbers(lives[spec.factory].numbers, spec.numbers(result))
        assert prediction == -1

    for spec in specs:
        live = lives[spec.factory]
        before = live.root.get_attribute("data-numbers")
        sliders = live.box.locator(".widget-slider .noUi-handle")
        if sliders.count():
            now, low = (sliders.first.get_attribute(f"aria-value{k}") for k in ("now", "min"))
            there, back = "ArrowLeft", "ArrowRight"
            if float(now) == float(low):
                there, back = back, there
            press(page, sliders.first, there)
            page.wait_for_function(
                "([e, old]) => e.dataset.numbers !== old", arg=[live.root.element_handle(), before]
            )
            press(page, sliders.first, back)  # the mouse may move the same control
        spec.mouse(page, live.root)
        live.root.get_by_role("radio").nth(1).click()
    page.wait_for_timeout(500)

    end = ask_python(page, len(specs) + 1)
    for spec in specs:
        values, result, prediction = end[spec.factory]
        assert values[spec.moves] != start[spec.factory][0][spec.moves]
        assert prediction == 1
        assert_same_numbers(lives[spec.factory].numbers, spec.numbers(result))
        assert f"{spec.slug}=" not in page.url  # the address belongs to JupyterLab
    assert not elsewhere
    context.close()
