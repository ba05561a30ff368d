"""A desk of its own for the tests in a real browser: demo city, one finished campaign, a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def unused_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_health(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Until the desk answers; fails with its exit code where it ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, f"the desk ended with {process.returncode}"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} in {seconds} s")


@pytest.fixture(scope="session")
def desk_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo city and one campaign drawn, scheduled and with its checklists."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's Chromium at /usr/bin/chromium")
    home = tmp_path_factory.mktemp("desk")
    environment = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", "from cli import main; main()", "demo", "--no-serve"]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=300)
    assert made.returncode == 0, made.stderr.decode(errors="replace")[-2000:]
    return home


@contextmanager
def running(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A desk on a port; the process is ended by its own handle."""
    environment = {**os.environ, "SUIXIN_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    log = (home / "desk.log").open("ab")
    process = subprocess.Popen(
        command, cwd=ROOT / "ui", env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        await_health(f"http://127.0.0.1:{port}", process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:  # a solve is still under way in its worker
            process.kill()
            process.wait()
        log.close()


@pytest.fixture(scope="session")
def desk(desk_home: Path) -> Iterator[str]:
    """The address of a running desk."""
    port = unused_port()
    with running(desk_home, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def start_desk() -> Callable[..., Any]:
    """A desk of one's own, for tests that end it (a conftest is not imported by name)."""
    return running


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on now."""
    return unused_port()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Any, desk: str) -> Iterator[Opener]:
    """Open a page of the desk in a browser context of its own; no other host may be asked."""
    contexts: list[Any] = []
    strays: list[str] = []

    def opened(path: str = "/", **options: Any) -> Any:
        context = chromium.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)

        def note(request: Any) -> None:
            if not request.url.startswith((desk, "data:", "blob:", desk.replace("http", "ws"))):
                strays.append(request.url)

        page.on("request", note)
        page.goto(f"{desk}{path}")
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strays == []


def settled(page: Any) -> None:
    """Wait until the page has taken up the last act and drawn what follows from it."""
    page.wait_for_timeout(400)
    page.wait_for_selector(IDLE, timeout=120_000)
    page.wait_for_timeout(300)


@pytest.fixture
def settle() -> Callable[[Any], None]:
    """The wait, for tests (a conftest is not imported by name)."""
    return settled
