"""The schedule page in a real browser: pictures that answer to the mouse, a swap, a solve."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens import PHONE, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BAR = ".board .bar"
DESK = "/schedule?on=C2026-0002"  # the campaign the demo city comes with


def test_a_bar_opens_its_visit_and_lights_up_its_team(open_page: Any) -> None:
    screen = visit(open_page, DESK)
    screen.fine()
    bar = screen.page.locator(BAR).first
    target = bar.get_attribute("data-target")
    name = bar.get_attribute("aria-label").split(",")[0]
    bar.hover()
    screen.page.wait_for_timeout(200)
    lit = screen.page.locator(f"{BAR}.same")
    # Every member of the team has a row of their own, each with this visit's bar.
    assert lit.count() == screen.page.locator(f'{BAR}[data-target="{target}"]').count() >= 2
    assert name in screen.page.locator(".board .tip").inner_text()
    bar.click()
    screen.settle()
    assert screen.page.locator("h3").last.inner_text() == name
    assert screen.page.locator(f"{BAR}.chosen").first.get_attribute("data-target") == target
    screen.fine()


def test_a_name_opens_the_person_and_a_stop_on_the_map_the_visit(open_page: Any) -> None:
    screen = visit(open_page, DESK)
    person = screen.page.locator(".board button.name .who").first.inner_text()
    screen.click(".board button.name")
    assert screen.page.locator("h3").last.inner_text() == person
    screen.press("路线图")
    numbers = screen.page.locator(".routes .stop .number").all_text_contents()
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    screen.click(".routes .line", nth=1)
    second = screen.page.locator(".routes .line .what").nth(1).inner_text()
    assert second in screen.page.locator("h3").last.inner_text()
    screen.fine()


def test_text_narrows_the_timeline_to_a_company(open_page: Any) -> None:
    screen = visit(open_page, DESK)
    name = screen.page.locator(BAR).first.get_attribute("aria-label").split(",")[0]
    box = screen.page.locator('[data-testid="stTextInput"] input').first
    box.fill(name)
    box.press("Enter")
    screen.settle()
    labels = screen.page.locator(BAR).evaluate_all(
        "bars => bars.map(bar => bar.getAttribute('aria-label').split(',')[0])"
    )
    assert set(labels) == {name}
    screen.fine()


def find_somebody_else(screen: Any) -> None:
    """Open who else could go at the first visit for which there is anybody: not every one has."""
    others = screen.page.locator('[data-testid="stRadio"]').first
    nobody = screen.page.get_by_text("没有别的抽中人员可以替换").first
    for bar in range(0, 40, 4):
        if bar:
            screen.click(BAR, nth=bar)
        if not others.or_(nobody).first.is_visible():
            screen.press("换人：谁还能去")
        others.or_(nobody).first.wait_for(timeout=90_000)
        screen.settle()
        if others.is_visible():
            return
    raise AssertionError("ten visits, and nobody could stand in at any")


def test_who_else_could_go_is_shown_with_its_cost_and_swapped_with_a_reason(open_page: Any) -> None:
    screen = visit(open_page, DESK)
    find_somebody_else(screen)
    assert "路途" in screen.page.locator('[data-testid="stRadio"] label').nth(1).inner_text()
    reason = screen.page.get_by_label("理由（必填，记入审计）")
    reason.fill("当天另有出庭安排")
    reason.press("Tab")
    screen.settle()
    screen.press("换人并核验")
    screen.page.wait_for_timeout(1500)
    screen.settle()
    assert "核验通过" in screen.text()
    screen.fine()


def test_a_solve_shows_its_progress_and_stopping_keeps_what_there_is(open_page: Any) -> None:
    screen = visit(open_page, f"{DESK}&lang=en")
    screen.press("Solve again")
    screen.press("standard")
    screen.press("Find a schedule")
    screen.page.get_by_text("Started by", exact=False).first.wait_for(timeout=60_000)
    # The first schedule's figures come while the search goes on.
    screen.page.get_by_text("of the planned work", exact=False).first.wait_for(timeout=120_000)
    screen.press("Stop and keep the best")
    screen.page.get_by_text("Stopped", exact=False).first.wait_for(timeout=120_000)
    screen.settle()
    screen.fine()
    assert "S02" in screen.text() or screen.page.get_by_text("S02").count()


def test_on_a_phone_the_timeline_scrolls_inside_its_frame(open_page: Any) -> None:
    phone = visit(open_page, DESK, **PHONE)
    phone.fine()
    assert phone.sideways() <= 390  # the page itself never moves sideways
    inner = phone.page.locator(".board .scroll").evaluate("n => [n.scrollWidth, n.clientWidth]")
    assert inner[0] > inner[1]


def test_a_sick_inspector_is_replaced_and_the_schedule_made_to_fit(open_page: Any) -> None:
    screen = visit(open_page, DESK)
    sick = screen.page.locator(".board button.name .who").first.inner_text()
    screen.click(".board button.name")
    screen.press("来不了：请抽定的候补递补")
    screen.press("登记并递补")
    told = screen.page.get_by_text(f"递补{sick}", exact=False).first
    told.wait_for(timeout=60_000)
    # The job plans again in a worker; when it ends the new schedule stands beside the old one.
    done = screen.page.get_by_text("排程完成", exact=False)
    done.first.wait_for(timeout=240_000)
    screen.settle()
    assert "户不同" in screen.text()
    screen.fine()
