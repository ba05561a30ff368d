"""What tests of several rooms share: a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS: tuple[str, ...] = ("no-sandbox", "disable-gpu", "disable-background-networking")
FLAGS += ("disable-component-update", "disable-sync")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a module; its driver keeps an event loop running, which no other test may meet."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's Chromium at /usr/bin/chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=[f"--{flag}" for flag in FLAGS]
        )
        yield browser
        browser.close()
