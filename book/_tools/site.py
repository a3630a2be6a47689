"""Build the site with Jupyter Book, and serve it on this machine."""

from __future__ import annotations

import errno
import functools
import http.server
import os
import subprocess
import sys
from pathlib import Path

from .layout import Course, CourseError

# jsonschema, when it finds this module, compiles forty grammars at import: a quarter of the
# build, to check kinds of addresses that no book configuration holds.
START = (
    "import sys; sys.modules['rfc3987_syntax'] = None\n"
    "from jupyter_book.cli.main import main; main()"
)


def build_site(course: Course, output: Path) -> tuple[Path, list[str]]:
    """HTML folder of the freshly built site below `output`, and the warnings of the build."""
    log = output / "_build" / "warnings.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-c", START),
        *("build", ".", "--quiet", "--keep-going"),
        *("--config", "_config.yml", "--toc", "book/_toc.yml", "--path-output", str(output)),
    ]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    log.write_text(done.stderr, "utf8")
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line or "ERROR" in line]
    if done.returncode:
        tail = "\n".join(
            (warnings or done.stderr.splitlines()[-15:]) + done.stdout.splitlines()[-3:]
        )
        raise CourseError(f"the site was not built; all of it is in {log}\n{tail}")
    return output / "_build" / "html", warnings


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files, without a line in the terminal for each."""

    def log_message(self, *_: object) -> None:
        pass


def open_server(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server of `folder` on 127.0.0.1; on another free port when `port` is taken."""
    handler = functools.partial(Handler, directory=str(folder))
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        return http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)


def serve(folder: Path, port: int) -> None:
    """Serve until interrupted; the address is the first line printed."""
    if not (folder / "index.html").exists():
        raise CourseError(f"no site in {os.path.relpath(folder)}; run `make site` first")
    server = open_server(folder, port)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    print("Stop with Ctrl-C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
