"""Campaigns: the list opens a campaign, the form shows its cost, and every fault at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.door
from campaigns import (
    Office,
    get_campaign,
    list_campaigns,
    update_campaign,
)
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


def opened(campaign_id: str, **state: str) -> AppTest:
    app = page("campaign", **state)
    app.query_params["c"] = campaign_id
    return app.run()


def form(**state: str) -> AppTest:
    return page("campaign", campaign_form=("new", ""), **state).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_the_list_opens_a_campaign(office: Office) -> None:
    campaign = make_campaign(office)
    app = page("campaign").run()
    fine(app)
    app.button(key=f"go-{campaign.id}").click().run()
    fine(app)
    words = shown(app)
    assert campaign.name in words
    assert "2026-12-07 – 12-11，东区、西区的餐饮、酒店" in words


def test_an_opened_campaign_shows_cost_rules_and_what_was_done(office: Office) -> None:
    rules = {"cap_scope": {"value": "group", "reason": "分两组同时开展"}}
    campaign = make_campaign(office, groups=2, rules=rules)
    rehearse(office, campaign.id)
    app = opened(campaign.id)
    fine(app)
    words = shown(app)
    # D 30 % of 20 is 6, C 10 % of 20 is 2, A counted 2: ten visits.
    assert "<b>10</b>" in words
    assert "分两组同时开展" in words
    assert "公布承诺" in words
    assert "建立行动" in words


def test_the_form_computes_the_cost_as_soon_as_it_can(office: Office) -> None:
    app = form()
    fine(app)
    assert "选好业态、牵头部门" in shown(app)
    app.multiselect(key="new-sectors").select("酒店").run()
    app.selectbox(key="new-lead").select("市场监管").run()
    fine(app)
    words = shown(app)
    assert "全市的酒店，市场监管牵头" in words
    # Half of the eighty are hotels, ten a class: 30 % of D, 10 % of C, 3 % of B, 1 % of A, each up.
    assert "<b>6</b>" in words


def test_a_created_campaign_opens_with_its_next_step(office: Office) -> None:
    app = form()
    app.multiselect(key="new-sectors").select("酒店").run()
    app.selectbox(key="new-lead").select("市场监管").run()
    app = press(app, "建立行动")
    fine(app)
    assert list_campaigns(office, PLANNER).total == 1
    assert "已建立。下一步：冻结名单。" in shown(app)


def test_every_fault_is_shown_at_once_and_nothing_is_kept(office: Office) -> None:
    app = form()
    for risk in "DCBA":
        app.number_input(key=f"new-rate-{risk}").set_value(0.0)
    app = press(app.run(), "建立行动")
    said = app.error[0].value
    for what in ("名称", "部门", "行业", "抽取比例"):
        assert what in said
    assert list_campaigns(office, PLANNER).total == 0


def test_a_departure_without_a_reason_is_refused_by_name(office: Office) -> None:
    app = form()
    app.multiselect(key="new-sectors").select("酒店").run()
    app.selectbox(key="new-lead").select("市场监管").run()
    app.selectbox(key="new-cap_scope").select("group").run()
    app = press(app, "建立行动")
    assert "须写明理由" in app.error[0].value


def test_a_stale_change_says_who_was_quicker(office: Office) -> None:
    campaign = make_campaign(office)
    app = page("campaign", campaign_form=("edit", campaign.id)).run()
    fine(app)
    update_campaign(office, PLANNER, campaign.id, campaign.version, name="别人改过的名称")
    app.text_input(key=f"edit-{campaign.id}-name").set_value("我的名称").run()
    app = press(app, "保存修改")
    assert PLANNER.id in app.error[0].value
    assert get_campaign(office, PLANNER, campaign.id).name == "别人改过的名称"
    # What changed meanwhile stands beside what was typed, which is still there.
    assert "别人改了 1 处" in shown(app) and "别人改过的名称" in shown(app)
    assert app.text_input(key=f"edit-{campaign.id}-name").value == "我的名称"
    app = press(app, "以我的为准，再保存")
    app = press(app, "保存修改")
    fine(app)
    assert get_campaign(office, PLANNER, campaign.id).name == "我的名称"


def test_changing_a_draft_keeps_what_the_form_does_not_ask(office: Office) -> None:
    rules = {"min_inspectors": {"value": 3, "reason": "现场较大"}}
    campaign = make_campaign(office, rules=rules)
    app = page("campaign", campaign_form=("edit", campaign.id)).run()
    app.text_input(key=f"edit-{campaign.id}-name").set_value("新名称").run()
    app = press(app, "保存修改")
    fine(app)
    after = get_campaign(office, PLANNER, campaign.id)
    assert after.name == "新名称"
    assert after.rules == rules
    # 30 % and 10 % by ratio, A by number.
    assert after.rates == {"D": "0.30", "C": "0.10", "A": {"count": 2}}


def test_calling_off_needs_a_reason_and_is_on_record(office: Office) -> None:
    campaign = make_campaign(office)
    app = opened(campaign.id)
    button = next(b for b in app.button if b.label == "确认撤销")
    assert button.disabled
    app.text_input(key=f"cancel-{campaign.id}").set_value("计划调整").run()
    app = press(app, "确认撤销")
    assert get_campaign(office, PLANNER, campaign.id).state == "cancelled"


def test_a_witness_is_told_that_campaigns_are_not_theirs(office: Office) -> None:
    campaign = make_campaign(office)
    app = opened(campaign.id, actor_id=WITNESS_A.id)
    assert not app.exception
    assert "不能" in app.error[0].value


def test_weighting_and_pairing_are_set_in_the_plan_with_a_reason_and_shown(office: Office) -> None:
    app = form()
    app.multiselect(key="new-sectors").select("酒店").run()
    app.selectbox(key="new-lead").select("市场监管").run()
    app.selectbox(key="new-load_weights").select_index(1).run()
    app.text_input(key="new-load_weights_reason").set_value("均衡负担").run()
    app.selectbox(key="new-pairing").select_index(1).run()
    app.text_input(key="new-pairing_reason").set_value("减少路途").run()
    app = press(app, "建立行动")
    fine(app)
    (made,) = list_campaigns(office, PLANNER).rows
    assert made.rules["load_weights"]["value"] == {"months": 12, "weights": ["3/4", "1/2"]}
    assert made.rules["pairing"] == {"value": "district", "reason": "减少路途"}
    app = page("campaign")
    app.query_params["c"] = made.id
    fine(app.run())
    assert "按辖区成片抽签" in shown(app) and "近 12 个月抽中一次" in shown(app)
    # Changing something else keeps both; a weighting the form does not offer stays as it is.
    own = {"months": 6, "weights": ["1/3"]}
    rules = {**made.rules, "load_weights": {"value": own, "reason": "另定"}}
    made = update_campaign(office, PLANNER, made.id, made.version, rules=rules)
    app = page("campaign", campaign_form=("edit", made.id)).run()
    app.text_input(key=f"edit-{made.id}-name").set_value("改名").run()
    fine(press(app, "保存修改"))
    kept = get_campaign(office, PLANNER, made.id)
    assert kept.name == "改名" and kept.rules == rules
