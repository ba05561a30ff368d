"""Whole jobs in a real browser: two planners on one campaign, a plan by talking, the first walk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Settle = Callable[[Any], None]


def press(page: Any, label: str, settle: Settle) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()
    settle(page)


def test_two_planners_on_one_campaign_see_what_the_other_changed(
    open_page: Any, settle: Settle
) -> None:
    pages = [open_page("/campaign") for _ in range(2)]
    for page in pages:
        row = page.locator('[class*="st-key-row-"]').filter(has_text="光明区预付式")
        row.get_by_role("button", name="打开").click()
        settle(page)
        press(page, "修改", settle)
    for page, name in zip(pages, ("甲改的名称", "乙改的名称"), strict=True):
        page.get_by_label("名称").first.fill(name)
        page.keyboard.press("Tab")
        settle(page)
        press(page, "保存修改", settle)
    first, second = pages
    first.get_by_text("已保存修改").wait_for()
    second.get_by_text("别人改了 1 处").wait_for()
    assert second.get_by_text("甲改的名称").count()
    assert second.get_by_label("名称").first.input_value() == "乙改的名称"
    press(second, "载入最新", settle)
    assert second.get_by_label("名称").first.input_value() == "甲改的名称"


def test_a_plan_by_talking_becomes_a_campaign_only_when_confirmed(
    open_page: Any, settle: Settle
) -> None:
    page = open_page("/ask")
    box = page.locator('[data-testid="stChatInputTextArea"]')
    box.fill("十二月第一周查福田、南山的前置仓，市场监管牵头，消防、应急配合，抽 10%")
    box.press("Enter")
    page.get_by_text("要办的是：安排一次行动").wait_for()
    settle(page)
    for chip in ("said", "assumed"):
        assert page.locator(f'.sx-chip[data-kind="{chip}"]').count()
    assert page.get_by_text("已建立行动草稿").count() == 0
    press(page, "确认，建立行动草稿", settle)
    page.get_by_role("link", name="去看行动").click()
    settle(page)
    page.get_by_text("即时零售前置仓").first.wait_for()


def test_a_newcomer_is_walked_through_eight_steps(open_page: Any, settle: Settle) -> None:
    page = open_page("/")
    press(page, "带我走一遍（八步）", settle)
    places = ["/directories", "/campaign", "/draw", "/schedule", "/schedule", "/checklists", "/ask"]
    for number, place in enumerate(places, 2):
        press(page, "下一步", settle)
        page.get_by_text(f"第 {number} 步，共 8 步").wait_for()
        page.wait_for_url(re.compile(rf"{place}\?.*tour={number}"))
    page.reload()  # as after a restart of the server: the step stands in the address
    page.get_by_text("第 8 步，共 8 步").wait_for()
    settle(page)
    press(page, "走完了", settle)
    page.locator(".tourtop").wait_for(state="detached")
