"""A broken sheet shows its errors, the mended one goes in; the language switch; plain addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.offices import credit_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Settle = Callable[[Any], None]
HEAD = "企业名称,统一社会信用代码/注册号,住所,辖区,信用风险等级,领域"


def upload(page: Any, settle: Settle, name: str, *lines: str) -> None:
    data = "\n".join((HEAD, *lines)).encode("utf-8-sig")
    page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    settle(page)
    page.get_by_role("button", name=f"导入 {name}").click()
    settle(page)


def test_a_broken_sheet_shows_its_errors_and_the_mended_one_goes_in(
    open_page: Any, settle: Settle
) -> None:
    page = open_page("/directories")
    page.get_by_role("tab", name="导入").click()
    good = f"示例新店甲,{credit_code(901)},示例路1号,福田,D,餐饮"
    upload(page, settle, "a.csv", good, "示例新店乙,91440300MA0000000X,示例路2号,福田,D,餐饮")
    page.get_by_text("1 行共 1 处错误").wait_for()
    page.locator('[data-testid="stFileChipDeleteBtn"] button').first.click()
    settle(page)
    upload(page, settle, "b.csv", good)
    page.get_by_text("已导入 1 行：新增 1").wait_for()
    page.get_by_role("tab", name="查阅").click()
    page.get_by_label("查找").first.fill("示例新店甲")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_text("第 1 / 1 页，共 1 行").wait_for()


def test_english_by_one_switch_and_it_stays(open_page: Any, settle: Settle) -> None:
    page = open_page("/")
    page.get_by_role("radio", name="English").or_(
        page.get_by_role("button", name="English")
    ).first.click()
    settle(page)
    page.get_by_role("heading", name="Today").wait_for()
    page.get_by_role("link", name="Registers", exact=True).first.click()
    settle(page)
    page.get_by_role("heading", name="Registers").wait_for()
    assert "lang=en" in page.url
    page.reload()
    settle(page)
    page.get_by_role("heading", name="Registers").wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_who_acts_never_changes_by_itself(open_page: Any, settle: Settle) -> None:
    page = open_page("/?who=P005")
    chosen = page.locator('[data-testid="stSidebar"] [data-testid="stSelectbox"] input')
    for name in ("抽取", "问规则", "审计与设置", "今日"):
        page.get_by_role("link", name=name, exact=True).first.click()
        settle(page)
        assert "谢嘉禾" in chosen.input_value()
        assert "who=P005" in page.url


@pytest.mark.parametrize("path", ["/", "/today", "/campaign", "/draw", "/directories", "/record"])
def test_every_address_opens_without_a_complaint(open_page: Any, settle: Settle, path: str) -> None:
    page = open_page(path)
    settle(page)
    assert page.get_by_text("Page not found").count() == 0
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("h1").first.inner_text()
