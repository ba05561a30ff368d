"""The checklist page in a real browser: folded lines open, lines move, files come down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens import visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_folded_line_opens_what_was_folded_each_with_its_basis(open_page: Any) -> None:
    screen = visit(open_page, "/checklists")
    screen.fine()
    mark = screen.page.locator(".sheet summary").first
    parts = screen.page.locator(".sheet details").first.locator(".part")
    assert not parts.first.is_visible()
    mark.click()
    assert parts.first.is_visible()
    count = "".join(letter for letter in mark.inner_text() if letter.isdigit())
    assert parts.count() == int(count) >= 2
    assert "第" in parts.first.locator("small").inner_text()  # an article of a law
    screen.fine()


def test_a_line_moved_is_saved_and_the_sheet_shows_it(open_page: Any) -> None:
    screen = visit(open_page, "/checklists")
    second = screen.page.locator(".sheet .topic").nth(1).inner_text()
    screen.press("修改")
    box = screen.page.locator('[data-testid="stMultiSelect"] input')
    box.click()
    box.fill("2 ")
    box.press("Enter")
    screen.settle()
    screen.press("上移")
    screen.press("保存修改")
    screen.page.wait_for_timeout(1000)
    screen.press("看表")
    assert screen.page.locator(".sheet .topic").first.inner_text() == second
    assert "第 2 版" in screen.text()
    screen.fine()


def test_word_and_pdf_come_down(open_page: Any) -> None:
    screen = visit(open_page, "/checklists")
    with screen.page.expect_download(timeout=60_000) as word:
        screen.page.get_by_text("下载 Word", exact=True).first.click()
    assert word.value.suggested_filename.endswith(".docx")
    screen.press("排成 PDF")
    ready = screen.page.get_by_text("下载 PDF", exact=True)
    refused = screen.page.get_by_text("PDF组件", exact=False)
    ready.or_(refused).first.wait_for(timeout=60_000)  # a machine without pango says so
    screen.fine()
