"""The ask page in a real browser: a question, its clause, the language switch."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens import PHONE, Screen, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOX = '[data-testid="stChatInputTextArea"]'


def ask(screen: Screen, question: str) -> None:
    screen.page.locator(BOX).fill(question)
    screen.page.locator(BOX).press("Enter")
    screen.page.locator(".ans").first.wait_for(timeout=120_000)  # the library opens first
    screen.settle()


def test_a_number_in_the_answer_leads_to_its_clause_with_the_words_marked(open_page: Any) -> None:
    screen = visit(open_page, "/ask")
    ask(screen, "检查一户至少要去几个人？")
    screen.fine()
    number = screen.page.locator(".ans p a.n").first
    number.click()
    clause = screen.page.locator(number.get_attribute("href"))
    assert clause.count() == 1
    marks = screen.page.locator(".cl mark").all_inner_texts()  # in the order of the clause
    assert any("两" in words for words in marks)
    assert "现行" in screen.page.locator(".cl").first.inner_text()
    screen.fine()


def test_a_gap_is_said_and_the_nearest_clauses_stand_beside_it(open_page: Any) -> None:
    screen = visit(open_page, "/ask")
    ask(screen, "检查人员出差住宿标准是多少钱？")
    assert screen.page.locator(".gap h5").inner_text() == "文本没有规定"
    assert screen.page.locator(".cl").count() >= 1
    screen.fine()


def test_the_switch_turns_page_and_digest_to_english(open_page: Any) -> None:
    screen = visit(open_page, "/ask")
    screen.page.locator('[data-testid="stSidebar"]').get_by_text("English").click()
    screen.settle()
    ask(screen, "When must the annual plan be ready?")
    words = screen.text()
    assert "Ask the rules" in words and "Our English digest" in words
    screen.fine()


def test_a_phone_stacks_answer_and_clause(open_page: Any) -> None:
    phone = visit(open_page, "/ask", **PHONE)
    ask(phone, "检查结果多久内公示？")
    answer = phone.page.locator(".ans").first.bounding_box()
    clause = phone.page.locator(".cl").first.bounding_box()
    assert clause["y"] > answer["y"]
    assert phone.sideways() <= 390
    phone.fine()
