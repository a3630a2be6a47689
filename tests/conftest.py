"""Fixtures that the whole suite shares: the built site, an address for it, a browser, a page."""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # for book._tools, which is not an installed package
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two workers would fight for the cores
# As in the Makefile, for whoever calls pytest alone: kept results hang on the last digits.
os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")
os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4 AVX512_ICL AVX512_SPR")

# A busy machine must not fail a test of correctness; what takes long is measured in tests/bench.
settings.register_profile("course", deadline=None)
settings.load_profile("course")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OUR_HOSTS = {"127.0.0.1", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs Chromium")
    config.addinivalue_line("markers", "slow: takes many seconds (whole tools, whole notebooks)")


@pytest.fixture(scope="session")
def root() -> Path:
    """The tree under test."""
    return ROOT


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A directory of this test run that all pytest-xdist workers see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold `lock` against the other workers."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def build_site(target: Path) -> None:
    """Build the site as `make site` does, but below `target`."""
    subprocess.run(
        [sys.executable, "-m", "book._tools", "site", "--output", str(target)],
        cwd=ROOT,
        check=True,
    )


@pytest.fixture(scope="session")
def once(shared_tmp: Path) -> Callable[[str, Callable[[Path], object]], Path]:
    """once(name, build) -> a folder that `build(folder)` fills once for all workers."""

    def fill(name: str, build: Callable[[Path], object]) -> Path:
        folder = shared_tmp / name
        with only_one(shared_tmp / f"{name}.lock"):
            if not (folder / "done").exists():
                folder.mkdir(exist_ok=True)
                build(folder)
                (folder / "done").touch()
        return folder

    return fill


@pytest.fixture(scope="session")
def site_dir(once) -> Path:
    """HTML of the site, built once for the whole run. SITE_DIR=path uses one already built."""
    if given := os.environ.get("SITE_DIR"):
        return Path(given).resolve()
    return once("site", build_site) / "_build" / "html"


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Address of `folder` on a free port of this machine, while the block lasts."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site_url(site_dir: Path) -> Iterator[str]:
    """Address of the built site, without a slash at the end."""
    with serve(site_dir) as url:
        yield url


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[[Path], str]]:
    """serve_folder(path) -> address; for pages that a test writes itself."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serve(folder))


def chromium() -> str:
    """Path of a Chromium, the one without windows if there is one; CHROMIUM=path overrides."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.fail("no Chromium found: run `make chromium` or set CHROMIUM=/path/to/it")
    return found


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield running
        running.close()


def watched(browser, complaints: list[str], **options):
    """A page in a context of its own; what it must not do is written into `complaints`."""

    def watch_request(request) -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in OUR_HOSTS:
            complaints.append(f"asked another host: {request.url}")

    def watch_console(message) -> None:
        if message.type == "error":
            complaints.append(f"console error: {message.text} ({message.location.get('url', '')})")

    context = browser.new_context(**options)
    context.on("request", watch_request)
    context.on("console", watch_console)
    context.on("weberror", lambda error: complaints.append(f"uncaught: {error.error}"))
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


@pytest.fixture
def new_page(browser) -> Iterator[Callable]:
    """new_page(viewport=..., color_scheme=...) -> a page in a context of its own.

    The test fails if any such page asks a host other than this machine for anything, or
    writes an error to its console.
    """
    pages, complaints = [], []

    def open_page(**options):
        pages.append(watched(browser, complaints, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()
    assert not complaints, "\n".join(complaints)


VIEW = {"width": 1280, "height": 900}


class KeptPage:
    """A page that many tests use one after the other, and its complaints.

    A context costs more than most tests, but a page that has shown a hundred others is slow: after
    `MOST` tests there is a new one.
    """

    MOST = 12

    def __init__(self, browser) -> None:
        self.browser, self.used, self.page = browser, 0, None
        self.complaints: list[str] = []

    def take(self):
        """The page, as if it were new."""
        if self.page is not None and self.used % self.MOST == 0:
            self.close()
        if self.page is None:
            self.page = watched(self.browser, self.complaints, viewport=VIEW, color_scheme="light")
        self.used += 1
        self.page.set_viewport_size(VIEW)
        self.page.emulate_media(
            media="screen", color_scheme="light", reduced_motion="no-preference"
        )
        return self.page

    def give_back(self) -> list[str]:
        """Forget what the page stored; returns what it complained of.

        It goes on showing the last address: the way to an empty page and back costs a process.
        """
        if self.page.url != "about:blank":
            self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        said, self.complaints[:] = self.complaints[:], []
        return said

    def close(self) -> None:
        if self.page is not None:
            self.page.context.close()
            self.page = None


@pytest.fixture(scope="session")
def kept_page(browser):
    kept = KeptPage(browser)
    yield kept
    kept.close()


@pytest.fixture
def page(kept_page):
    """A page, 1280 × 900, light, with nothing stored; `new_page` says what it must not do."""
    yield kept_page.take()
    said = kept_page.give_back()
    assert not said, "\n".join(said)
