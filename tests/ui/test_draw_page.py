"""The draw page: four acts, the ceremony, what comes after the reveal, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.door
from campaigns import (
    SYSTEM,
    Campaign,
    Office,
    commit_draw,
    drawn_targets,
    draws_of_campaign,
    freeze_pool,
    reveal_draw,
)
from tests.desks import fine, page, shown
from tests.offices import (
    NOW,
    PLANNER,
    WITNESS_A,
    WITNESS_B,
    commit_ceremony,
    hold_ceremony,
    make_campaign,
    open_small_office,
    rehearse,
    witness,
)

Desk = tuple[Office, Campaign]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_small_office(tmp_path) as office:
        monkeypatch.setattr(ui.door, "open_office", lambda: office)
        ui.door.office.clear()
        st.cache_data.clear()
        yield office, make_campaign(office)
    ui.door.office.clear()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def words(app: AppTest) -> str:
    assert not app.exception
    return shown(app)


def test_a_rehearsal_goes_through_the_four_acts_and_says_so(desk: Desk) -> None:
    office, campaign = desk
    app = page("draw").run()
    fine(app)
    app = press(app, "冻结名单")
    assert "名单 80 户" in words(app)
    app.radio(key="source-D2026-0001").set_value("rehearsal").run()
    app = press(app, "公布承诺")
    assert "第 1 号计划的承诺" in words(app)
    assert "演练，不是抽取" in words(app)
    app = press(app, "开奖")
    # D 30 % of 20 is 6, C 10 % of 20 is 2, two of A: ten.
    assert "从 80 户的名单中抽取 10 户" in words(app)
    assert "20 × 30 % = 6" in words(app)
    assert "演练，不是抽取" in words(app)
    app = press(app, "重算核验")
    fine(app)
    assert "重算一致" in words(app)
    assert "NOT ANCHORED" in words(app)
    assert len(draws_of_campaign(office, PLANNER, campaign.id)) == 1


def test_everybodys_chance_is_shown_before_the_seed_exists(desk: Desk) -> None:
    office, campaign = desk
    draw = commit_ceremony(office, campaign.id)
    app = page("draw").run()
    fine(app)
    assert "已证明：在规则内，最低的机会不可能更高" in words(app)
    # Eight candidates of each of three departments; 24 rows, each with a chance.
    table = next(frame.value for frame in app.dataframe if "抽中机会" in frame.value.columns)
    assert len(table) == 24 and all(text.endswith(" %") for text in table["抽中机会"])
    witness(office, draw)
    app = press(page("draw").run(), "开奖")
    fine(app)
    assert "个等额签" in words(app) and "签（共" in words(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_else_could_have_been_drawn_and_who_stands_in_is_shown(desk: Desk, lang: str) -> None:
    office, _ = desk
    value = {"months": 12, "weights": ["1/2"]}
    rules = {"load_weights": {"value": value, "reason": "均衡工作负担"}}
    made = make_campaign(office, name="加权抽查", inspectors_wanted=6, rules=rules)
    draw = commit_ceremony(office, made.id)
    asked = {"campaign_id": made.id, "lang": lang}
    before = page("draw", **asked).run()
    fine(before)
    labels = [expander.label for expander in before.expander]
    one = "可能抽出哪些组合" if lang == "zh" else "What may be drawn"
    assert one in labels
    # Two of each department's eight, or as the work deals six places: all 24 may be drawn.
    assert ("24 人可能抽中" if lang == "zh" else "24 people may be drawn") in words(before)
    assert ("机会与权重之比" if lang == "zh" else "chance over weight") in words(before)
    witness(office, draw)
    reveal_draw(office, PLANNER, draw.id)
    after = page("draw", **asked).run()
    fine(after)
    one = "本来还可能抽出什么" if lang == "zh" else "What else could have been drawn"
    assert one in [expander.label for expander in after.expander]
    column = "递补人员" if lang == "zh" else "Stands in"
    table = next(frame.value for frame in after.dataframe if column in frame.value.columns)
    assert len(table) == 6 and all(table[column])


def test_what_the_office_should_look_at_is_shown_on_the_desk(desk: Desk) -> None:
    office, _ = desk
    with office.registry.writing(by=SYSTEM, at=NOW, action="test", subject="") as tx:
        everybody = tx.inspectors.all_of(("市场监管", "消防", "卫健"))
        tx.inspectors.put_many(
            replace(person, active=False) for person in everybody if int(person.id[-1]) > 2
        )
    for number in range(3):  # the same six people, time after time
        hold_ceremony(office, make_campaign(office, name=f"联合{number}", inspectors_wanted=6).id)
    made = make_campaign(office, name="第四次", inspectors_wanted=6)
    commit_ceremony(office, made.id)
    app = page("draw", campaign_id=made.id).run()
    fine(app)
    told = " ".join(warning.value for warning in app.warning)
    assert "机会过半" in told and "只有 1 种人选" in told
    assert "有6人今年已被抽中3次或更多" in told


def test_the_desk_waits_for_every_witness(desk: Desk) -> None:
    office, campaign = desk
    draw = commit_ceremony(office, campaign.id)
    app = page("draw").run()
    reveal = next(button for button in app.button if button.label == "开奖")
    assert reveal.disabled
    witness(office, draw)
    app = page("draw").run()
    reveal = next(button for button in app.button if button.label == "开奖")
    assert not reveal.disabled
    reveal.click().run()
    fine(app)
    assert "抽取 10 户" in words(app)


def test_a_witness_sees_the_draw_and_the_number_to_bring(desk: Desk) -> None:
    office, campaign = desk
    commit_ceremony(office, campaign.id)
    app = page("draw", actor_id=WITNESS_A.id).run()
    fine(app)
    assert f"{WITNESS_A.name}，请封存并公开您的数" in shown(app) + "".join(
        element.value for element in app.subheader
    )
    assert not [button for button in app.button if button.label == "开奖"]


def test_a_witness_sees_what_was_drawn_without_the_register(desk: Desk) -> None:
    office, campaign = desk
    hold_ceremony(office, campaign.id)
    app = page("draw", actor_id=WITNESS_B.id).run()
    fine(app)
    assert len(app.dataframe[0].value) == 10
    assert "检查人员名单在检查结束后公开" in words(app)


def test_a_draw_can_be_called_off_before_the_seed_with_a_reason(desk: Desk) -> None:
    office, campaign = desk
    draw = freeze_pool(office, PLANNER, campaign.id)
    app = page("draw").run()
    app.text_input(key=f"off-{draw.id}").set_value("名录有误").run()
    app = press(app, "确认撤销")
    fine(app)
    assert "第 1 号计划已撤销" in words(app)
    assert draws_of_campaign(office, PLANNER, campaign.id)[0].state == "cancelled"


def test_a_published_figure_needs_its_source(desk: Desk) -> None:
    office, campaign = desk
    draw = freeze_pool(office, PLANNER, campaign.id)
    source = {
        "kind": "published",
        "what": "示例彩种第 1 期",
        "not_before": "2026-11-22T09:00+08:00",
    }
    commit_draw(office, PLANNER, draw.id, seed_source=source)
    app = page("draw").run()
    figure, where = app.text_input[1], app.text_input[2]
    assert next(b for b in app.button if b.label == "开奖").disabled
    figure.set_value("0918273645")
    where.set_value("示例公报 2026-11-23")
    app = press(app.run(), "开奖")
    fine(app)
    assert "抽取 10 户" in words(app)


def test_a_refused_seed_is_explained_and_the_page_goes_on(desk: Desk) -> None:
    office, campaign = desk
    draw = freeze_pool(office, PLANNER, campaign.id)
    commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal", "what": "x"})
    app = page("draw").run()
    app.text_input(key=f"rehearsal-{draw.id}").set_value("种子").run()
    app = press(app, "开奖")
    assert not app.exception
    assert "未能办理" in app.error[0].value
    assert draws_of_campaign(office, PLANNER, campaign.id)[0].seed is None


def test_a_drawn_target_is_replaced_by_the_next_ticket_with_a_reason(desk: Desk) -> None:
    office, campaign = desk
    draw = rehearse(office, campaign.id)
    stratum = (draw.receipt or {})["strata"][0]
    app = page("draw").run()
    app.selectbox(key="replace_whom").set_value(stratum["drawn"][0]["id"])
    app.text_input(key="replace_reason").set_value("现场无人，已停业")
    app = press(app.run(), "按号递补")
    fine(app)
    rows = {row.row.target: row.row for row in drawn_targets(office, PLANNER, campaign.id)}
    assert rows[stratum["drawn"][0]["id"]].state == "replaced"
    assert rows[stratum["substitutes"][0]["id"]].origin == "substitute"


def test_one_company_is_looked_up_with_ticket_and_cut_off(desk: Desk) -> None:
    office, campaign = desk
    draw = rehearse(office, campaign.id)
    drawn = (draw.receipt or {})["strata"][0]["drawn"][0]
    app = page("draw").run()
    app.text_input(key=f"one-{draw.id}").set_value(drawn["id"].lower()).run()
    fine(app)
    assert drawn["ticket"][:4] in words(app)
    app.text_input(key=f"one-{draw.id}").set_value("91440300MA0000000X").run()
    assert any("不在这次的名单里" in info.value for info in app.info)


def test_the_screen_for_the_room_shows_the_commitment_in_fours(desk: Desk) -> None:
    office, campaign = desk
    draw = commit_ceremony(office, campaign.id)
    app = page("draw")
    app.query_params["projection"] = draw.id
    app.run()
    commitment = (draw.commitment or {})["commitment"]
    text = words(app)
    assert f"<span>{commitment[:4]}</span><span>{commitment[4:8]}</span>" in text
    assert WITNESS_A.name in text
    assert "data:image/svg+xml" in text  # the code to scan, drawn here


def test_until_the_visits_are_over_the_room_sees_numbers_with_their_middle_hidden(
    desk: Desk,
) -> None:
    office, campaign = desk
    draw = hold_ceremony(office, campaign.id)
    app = page("draw")
    app.query_params["projection"] = draw.id
    app.run()
    text = words(app)
    first = (draw.receipt or {})["strata"][0]
    assert first["drawn"][0]["ticket"][:12] in text
    assert first["cutoff"][:16] in text
    assert first["drawn"][0]["id"] not in text


def test_everybody_may_verify_but_not_read_the_list_before_its_day(desk: Desk) -> None:
    office, campaign = desk
    draw = hold_ceremony(office, campaign.id)
    app = page("verify")
    app.query_params["draw"] = draw.id
    app = press(app.run(), "重算核验")
    assert "重算一致" in words(app)
    drawn = (draw.receipt or {})["strata"][0]["drawn"][0]["id"]
    app.text_input(key=f"one-{draw.id}").set_value(drawn).run()
    # The window ends on 11 December 2026; the lists are public after it.
    assert "2026-12-11" in app.error[0].value
