"""One visitor in a real browser: open, click, wait, read (fixtures: ``tests/browser/conftest.py``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


class Screen:
    """A page and what went wrong in it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.broken: list[str] = []
        page.on("pageerror", lambda error: self.broken.append(str(error)))

    def settle(self) -> None:
        """Wait until the script has run and the page has been drawn."""
        self.page.wait_for_timeout(500)
        self.page.wait_for_selector(READY, timeout=120_000)
        self.page.wait_for_timeout(500)

    def click(self, selector: str, nth: int = 0) -> None:
        """Click and wait."""
        self.page.locator(selector).nth(nth).click()
        self.settle()

    def press(self, text: str) -> None:
        """Click what bears just this text, and wait."""
        self.page.get_by_text(text, exact=True).first.click()
        self.settle()

    def text(self) -> str:
        """The words of the main part."""
        return str(self.page.locator('[data-testid="stMain"]').inner_text())

    def sideways(self) -> int:
        """How wide the page is, in pixels."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def fine(self) -> None:
        """No traceback and no error of a script."""
        assert self.page.locator('[data-testid="stException"]').count() == 0
        assert self.broken == [], self.broken


def visit(open_page: Callable[..., Any], path: str, **options: Any) -> Screen:
    """A visitor of their own on a page of the desk."""
    screen = Screen(open_page(path, **options))
    screen.settle()
    return screen
