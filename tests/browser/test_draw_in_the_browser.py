"""From a theme to a verified draw, and a ceremony with two witnesses in two browsers."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Settle = Callable[[Any], None]


def press(page: Any, label: str, settle: Settle) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()
    settle(page)


def choose(page: Any, label: str, text: str, settle: Settle) -> None:
    page.get_by_label(label).first.click()
    page.keyboard.type(text)
    page.get_by_role("option", name=text).first.click()
    settle(page)
    page.locator("h1").click()  # closes a list that stays open for more


def test_from_a_theme_to_a_verified_rehearsal_a_schedule_and_its_checklists(
    open_page: Any, settle: Settle
) -> None:
    page = open_page("/campaign")
    press(page, "新建行动", settle)
    choose(page, "业态（可多选）", "宠物诊疗", settle)
    choose(page, "牵头部门", "市场监管", settle)
    page.get_by_text("按现有人手与时间，可以排下。").wait_for()
    press(page, "建立行动", settle)
    page.get_by_text("已建立。下一步：冻结名单。").wait_for()
    press(page, "冻结名单", settle)  # on to the draw
    press(page, "冻结名单", settle)
    page.get_by_text("演练", exact=True).first.click()
    settle(page)
    press(page, "公布承诺", settle)
    page.get_by_text("演练，不是抽取").first.wait_for()
    press(page, "开奖", settle)
    page.get_by_text(re.compile(r"从 \d+ 户的名单中抽取 \d+ 户")).wait_for()
    page.get_by_role("tab", name="核验与下载").click()
    press(page, "重算核验", settle)
    page.get_by_text("重算一致").wait_for()
    with page.expect_download() as got:
        page.get_by_role("button", name="凭证").click()
    assert got.value.suggested_filename.startswith("RECEIPT-")
    # On to the schedule and the checklists.
    page.get_by_role("link", name="排程", exact=True).first.click()
    settle(page)
    press(page, "开始排程", settle)
    page.get_by_text("排程完成").first.wait_for(timeout=240_000)
    settle(page)
    press(page, "采用这份排程", settle)
    page.get_by_text("次检查已排定").wait_for()
    press(page, "去看检查表", settle)
    press(page, "为全部检查生成检查表", settle)
    page.locator(".sheet .topic").first.wait_for(timeout=60_000)


def test_two_witnesses_act_from_their_own_browsers(open_page: Any, settle: Settle) -> None:
    desk = open_page("/draw")
    choose(desk, "行动", "坪山", settle)
    press(desk, "冻结名单", settle)
    press(desk, "公布承诺", settle)
    commitment = re.sub(r"\s", "", desk.locator("p.sx-mono").first.inner_text())
    phone = {"viewport": {"width": 390, "height": 844}}
    witnesses = [open_page(f"/?who={who}", **phone) for who in ("P004", "P005")]
    numbers = []
    for page in witnesses:
        press(page, "去封存", settle)
        press(page, "随机生成", settle)
        number = page.locator(".witness input").input_value()
        name = page.locator(".witness label").inner_text().split(" 的数")[0]
        numbers.append((name, number))
        # The pledge the browser computed is the one of contract §5.4.
        pledge = sha256(f"{commitment}\n{name}\n{number}".encode()).hexdigest()
        shown = re.sub(r"[^0-9a-f]", "", page.locator(".witness .seal").inner_text())
        assert shown == pledge
        press(page, "封存", settle)
    # Before the reveal nobody else sees a number.
    desk.wait_for_timeout(2500)
    settle(desk)
    assert desk.get_by_text("已封存").count() == 2
    assert all(number not in desk.content() for _, number in numbers)
    for page in witnesses:
        page.get_by_role("button", name="公开", exact=True).and_(
            page.locator(":enabled")
        ).wait_for()
        press(page, "公开", settle)
    desk.get_by_text("已公开").nth(1).wait_for()
    settle(desk)
    press(desk, "开奖", settle)
    desk.get_by_text(re.compile(r"从 16 户的名单中抽取 6 户")).wait_for()
    # The other browsers are taken along by themselves.
    witnesses[0].get_by_text(re.compile(r"从 16 户的名单中抽取 6 户")).wait_for()
    # The seed is both numbers, in the order of the names' bytes (§5.4).
    seed = "/".join(number for _, number in sorted(numbers, key=lambda pair: pair[0].encode()))
    desk.get_by_role("tab", name="核验与下载").click()
    desk.get_by_text(seed).wait_for()
    press(desk, "投影", settle)
    desk.get_by_text("截止号").first.wait_for()
    desk.get_by_text("检查结束前，编号只显示首尾。").wait_for()
