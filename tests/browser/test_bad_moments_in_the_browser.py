"""An upload that is too large, a server that is started again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
APP, CONNECTED = '[data-testid="stApp"]', '[data-test-connection-state="CONNECTED"]'
Settle = Callable[[Any], None]
Starter = Callable[[Path, int], AbstractContextManager[subprocess.Popen[bytes]]]


def test_an_upload_of_200_mb_is_refused_with_the_way_on_and_the_page_lives(
    open_page: Any, settle: Settle, tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    page = open_page("/directories")
    page.get_by_role("tab", name="导入").click()
    page.locator('input[type="file"]').first.set_input_files(large)
    page.get_by_text("50.0MB").or_(page.get_by_text("50MB")).first.wait_for()
    assert page.get_by_text("一份不超过 50 MB").count()  # what to do, in the page's language
    assert page.get_by_role("button", name="导入 large.csv").count() == 0
    assert page.locator('[data-testid="stException"]').count() == 0
    page.get_by_role("tab", name="查阅").click()
    page.get_by_label("查找").first.fill("示例")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_text("第 1 /").first.wait_for()


def test_a_visit_goes_on_after_the_server_was_started_again(
    chromium: Any, settle: Settle, desk_home: Path, start_desk: Starter, free_port: int
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    with start_desk(desk_home, free_port):
        page.goto(f"http://127.0.0.1:{free_port}/schedule?lang=en&who=P002&on=C2026-0002")
        settle(page)
        page.get_by_role("heading", name="Schedule", exact=True).wait_for()
        page.get_by_text("All", exact=True).first.click()
        settle(page)
        acting = page.get_by_role("combobox", name="Acting as")
        before, address = acting.input_value(), page.url
    page.get_by_text("The server cannot be reached just now").wait_for()
    page.get_by_text("Whatever was saved is kept").wait_for()
    with start_desk(desk_home, free_port):
        page.locator(f"{APP}{CONNECTED}").wait_for()
        settle(page)
        assert page.url == address  # language, person, campaign and schedule stand in it
        assert acting.input_value() == before
        page.get_by_role("heading", name="Schedule", exact=True).wait_for()
        page.locator('[data-testid="stSidebar"]').get_by_role("link", name="Campaigns").click()
        settle(page)
        assert page.locator('[data-testid="stException"]').count() == 0
        assert "who=P002" in page.url and "lang=en" in page.url
        page.get_by_role("heading", name="Joint campaigns").wait_for()
    context.close()
