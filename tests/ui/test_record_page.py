"""Audit and settings: the trail and its chain, the draw log, the numbers of policy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

import ui.door
from campaigns import Office, substitute_target
from tests.desks import fine, page, shown
from tests.offices import PLANNER, WITNESS_A, make_campaign, open_small_office, rehearse


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with open_small_office(tmp_path) as office:
        monkeypatch.setattr(ui.door, "open_office", lambda: office)
        ui.door.office.clear()
        st.cache_data.clear()
        yield office
    ui.door.office.clear()


def test_the_trail_says_in_words_who_did_what(office: Office) -> None:
    rehearse(office, make_campaign(office).id)
    app = page("record").run()
    fine(app)
    deeds = list(app.dataframe[0].value["做了什么"])
    # Newest first: reveal, seed, commitment, freeze, campaign.
    assert deeds[:5] == ["开奖", "取得种子", "公布承诺", "冻结名单", "建立行动"]
    app.text_input(key="trail-subject").set_value("D2026-0001").run()
    assert set(app.dataframe[0].value["对象"]) == {"D2026-0001"}


def test_the_chain_holds_and_an_edited_entry_is_named(office: Office) -> None:
    make_campaign(office)
    make_campaign(office)
    app = page("record").run()
    check = next(button for button in app.button if button.label == "核对链条")
    check.click().run()
    assert "环环相扣" in shown(app)
    with sqlite3.connect(office.home / "suixin.db") as link:
        # As somebody with the file in hands would do it: past the guard of the table.
        for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            link.execute(f'DROP TRIGGER "{name}"')
        link.execute("UPDATE audit SET subject = 'C2026-9999' WHERE seq = 2")
    next(button for button in app.button if button.label == "核对链条").click().run()
    assert "第 2 条记录内容与摘要不符" in app.error[0].value


def test_the_draw_log_tells_plan_commitment_seed_and_receipt(office: Office) -> None:
    rehearse(office, make_campaign(office).id)
    app = page("record").run()
    log = app.dataframe[1].value
    assert list(log["种类"]) == ["凭证", "种子", "承诺", "编号"]


def test_policy_values_say_whether_they_are_law(office: Office) -> None:
    app = page("record").run()
    fine(app)
    numbers = app.dataframe[-1].value
    two = numbers[numbers["项目"] == "每次检查最少检查人员"]
    # sz-2018#二(三)2: no fewer than two, by law.
    assert list(two["数值"]) == ["2"]
    assert list(two["效力"]) == ["法定，不可关闭"]


def test_a_witness_may_not_read_the_trail_but_sees_the_public_log(office: Office) -> None:
    rehearse(office, make_campaign(office).id)
    app = page("record", actor_id=WITNESS_A.id).run()
    assert not app.exception
    assert "不能" in app.error[0].value
    assert "4 条，只增不改" in shown(app)


def test_what_was_replaced_is_shown_with_its_reasons(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    gone = (draw.receipt or {})["strata"][0]["drawn"][0]["id"]
    substitute_target(office, PLANNER, draw.id, gone, "已停业")
    app = page("record").run()
    fine(app)
    assert "替换情况" in shown(app) and "已停业 1" in shown(app)
