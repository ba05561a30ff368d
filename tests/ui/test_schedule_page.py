"""The schedule page: what a planner sees of a kept schedule and can do with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import solver
import ui.door
from campaigns import (
    Campaign,
    Office,
    audit_page,
    draws_of_campaign,
    get_schedule,
    list_jobs,
    list_recusals,
    list_schedules,
    schedule_problem,
    start_schedule,
)
from tests.desks import by_hand, fine, keep, page, scheduled_office, shown
from tests.offices import ADMIN, PLANNER, make_campaign, open_small_office, rehearse
from ui.widgets.solving import _drawn, levels

Desk = tuple[Office, Campaign]


def use(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages opened from now on belong to this office."""
    import streamlit as st

    monkeypatch.setattr(ui.door, "open_office", lambda: office)
    ui.door.office.clear()
    st.cache_data.clear()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    office, campaign = scheduled_office(tmp_path)
    use(office, monkeypatch)
    yield office, campaign
    ui.door.office.clear()


def side(app: AppTest, which: str) -> AppTest:
    app.session_state["schedule_side"] = which
    return app.run()


def test_three_figures_stand_above_the_picture_with_what_is_proven(desk: Desk) -> None:
    app = page("schedule").run()
    fine(app)
    words = shown(app)
    # Ten targets are drawn (D 30 % and C 10 % of twenty each, two of A), all of them visited.
    assert "10 / 10" in words
    assert "已证明不能更多" in words
    assert "人员来自抽取" in words


def test_the_page_speaks_english_when_asked_to(desk: Desk) -> None:
    app = page("schedule", lang="en").run()
    fine(app)
    assert "10 of 10" in shown(app)
    assert "people from the draw" in shown(app)


def test_a_visit_names_its_team_with_certificate_and_what_each_answers_for(desk: Desk) -> None:
    office, campaign = desk
    app = page("schedule").run()
    record = list_schedules(office, PLANNER, campaign.id)[-1]
    first = sorted(record.schedule["visits"], key=lambda row: row["start"])[0]
    words = shown(app)
    for person in first["inspectors"]:
        assert f"示例{int(person[1:]):06d}" in words  # the certificate's number
    assert "承担：" in words


def test_the_cost_of_a_swap_stands_before_the_button_and_the_reason_in_the_record(
    desk: Desk,
) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[-1]
    target = sorted(record.schedule["visits"], key=lambda row: row["start"])[0]["target"]
    app = page("schedule", **{f"swap-{target}": True}).run()
    fine(app)
    offered = app.radio[0]
    assert "路途" in offered.options[0] and "最忙者" in offered.options[0]
    out, into = app.selectbox(key=f"out-{target}").value, offered.value
    app.text_input(key=f"why-{target}").input("另有出庭安排")
    app.button(key=f"swap-do-{target}").click().run()
    fine(app)
    assert "核验通过" in shown(app)
    kept = get_schedule(office, PLANNER, record.id)
    team = next(v for v in kept.schedule["visits"] if v["target"] == target)["inspectors"]
    assert into in team and out not in team
    assert kept.version == record.version + 1
    entry = audit_page(office, PLANNER, action="schedule.swap").rows[0]
    assert entry.detail["reason"] == "另有出庭安排"


def test_a_swap_without_a_reason_is_refused_and_changes_nothing(desk: Desk) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[-1]
    target = sorted(record.schedule["visits"], key=lambda row: row["start"])[0]["target"]
    app = page("schedule", **{f"swap-{target}": True}).run()
    app.button(key=f"swap-do-{target}").click().run()
    assert "请写明理由" in app.error[0].value
    assert get_schedule(office, PLANNER, record.id).version == record.version


def test_why_not_somebody_else_is_told_with_names_not_ids(desk: Desk) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[-1]
    visit = sorted(record.schedule["visits"], key=lambda row: row["start"])[0]
    app = page("schedule", **{f"whyone-{visit['target']}": True}).run()
    fine(app)
    person = visit["inspectors"][0]
    assert f"检查员{int(person[1:]):03d}" in shown(app)
    assert f"{person} 代表" not in shown(app)


def test_what_is_left_out_is_explained_when_the_schedule_came_without_reasons(desk: Desk) -> None:
    office, campaign = desk
    problem = schedule_problem(office, PLANNER, campaign.id)
    record = keep(office, campaign, by_hand(problem, left_out=2))
    app = side(page("schedule", schedule_pick=record.id).run(), "left")
    fine(app)
    words = shown(app)
    assert "2 户没有排上" in words
    # Both could be visited beside the others: the solver's sentence says at what time.
    assert "可以安排，例如" in words
    chooser = next(box for box in app.selectbox if box.label == "看哪一户（2 户）")
    assert len(chooser.options) == 2


def test_a_fix_shows_its_cost_and_is_tried_with_one_click(desk: Desk) -> None:
    office, campaign = desk
    problem = schedule_problem(office, PLANNER, campaign.id)
    record = keep(office, campaign, by_hand(problem, left_out=1))
    app = page("schedule", schedule_pick=record.id, schedule_side="left").run()
    fine(app)
    assert "代价：" in shown(app) and "动 1 次检查" in shown(app)
    button = next(button for button in app.button if button.label == "试排")
    button.click().run()
    fine(app)
    assert list_jobs(office, PLANNER, subject=campaign.id)[0].payload["schedule"] == record.id
    assert not get_schedule(office, PLANNER, record.id).chosen  # nothing was taken over


def test_somebody_is_kept_off_a_visit_by_a_recorded_recusal(desk: Desk) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[0]
    visit = record.schedule["visits"][0]
    target, person = visit["target"], visit["inspectors"][0]
    app = page("schedule", schedule_visit=target, schedule_side="visit").run()
    app.selectbox(key=f"exclude-who-{target}").select(person)
    app.button(key=f"exclude-do-{target}").click().run()
    assert app.error  # no reason, no recusal
    app.text_input(key=f"exclude-why-{target}").input("近亲属任职").run()
    app.button(key=f"exclude-do-{target}").click().run()
    assert [(r.inspector, r.target) for r in list_recusals(office, PLANNER)] == [(person, target)]
    job = list_jobs(office, PLANNER, subject=campaign.id)[0]
    people = {row["id"]: row for row in job.payload["problem"]["inspectors"]}
    assert target in people[person]["recused_targets"]


def test_the_schedule_on_paper_has_every_day_and_every_visit(desk: Desk) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[0]
    app = page("schedule")
    app.query_params["paper"] = record.id
    app.run()
    fine(app)
    words = shown(app)
    days = {visit["start"][:10] for visit in record.schedule["visits"]}
    assert words.count("<section>") == len(days)
    assert words.count("<tr><td>") == len(record.schedule["visits"])


def test_another_schedule_can_be_compared_and_taken(desk: Desk) -> None:
    office, campaign = desk
    problem = schedule_problem(office, PLANNER, campaign.id)
    first = list_schedules(office, PLANNER, campaign.id)[0]
    other = keep(office, campaign, by_hand(problem, left_out=1, turn=1))
    app = page("schedule", schedule_pick=other.id, schedule_against=first.id).run()
    fine(app)
    # Nine visits got other people and one target is no longer visited.
    assert "有 10 户不同" in shown(app)
    kinds = list(app.dataframe[0].value["变动"])
    assert sorted(set(kinds)) == sorted({"换人", "不再排"})
    app.button(key="choose").click().run()
    assert get_schedule(office, PLANNER, other.id).chosen
    assert not get_schedule(office, PLANNER, first.id).chosen


def test_campaign_and_schedule_stand_in_the_address_and_outlive_the_session(desk: Desk) -> None:
    office, campaign = desk
    problem = schedule_problem(office, PLANNER, campaign.id)
    other = keep(office, campaign, by_hand(problem, left_out=1))
    another = make_campaign(office, name="另一个行动")
    rehearse(office, another.id)
    linked = page("schedule")
    linked.query_params["on"] = another.id
    assert linked.run().session_state["campaign_id"] == another.id  # not the preferred one
    first = page("schedule", campaign_id=campaign.id, schedule_pick=other.id).run()
    fine(first)
    again = page("schedule")  # the server was started anew: nothing but the address is left
    for name in ("on", "s"):
        again.query_params[name] = first.query_params[name]
    fine(again.run())
    assert again.session_state["campaign_id"] == campaign.id
    assert again.session_state["schedule_pick"] == other.id


def test_a_pinned_visit_is_offered_to_replanning(desk: Desk) -> None:
    app = page("schedule").run()
    assert app.button(key="replan").disabled
    app.toggle[0].set_value(True).run()
    app.run()
    assert not app.button(key="replan").disabled
    assert "已固定 1 次检查" in shown(app)


def test_the_person_panel_shows_days_and_load_and_asks_for_both_ends_of_an_absence(
    desk: Desk,
) -> None:
    app = side(page("schedule").run(), "person")
    fine(app)
    assert "本行动" in shown(app)
    assert "执法证" in shown(app)


@pytest.mark.slow
def test_a_sick_inspector_is_replaced_by_the_next_of_the_drawn_order(desk: Desk) -> None:
    office, campaign = desk
    draw = draws_of_campaign(office, PLANNER, campaign.id)[-1]
    people = dict(draw.people or {})
    of = {row["id"]: row["department"] for row in people["candidates"]}
    sick = next(row["id"] for row in people["drawn"] if people["substitutes"].get(of[row["id"]]))
    expected = people["substitutes"][of[sick]][0]["id"]
    app = side(page("schedule", schedule_person=sick).run(), "person")
    app.button(key=f"absent-do-{sick}").click().run()
    assert f"检查员{int(expected[1:]):03d}递补检查员{int(sick[1:]):03d}" in shown(app)
    if not hasattr(solver, "replan"):
        assert "排程没有完成，原有排程都在" in app.error[0].value
        pytest.skip("this solver does not plan again")
    fine(app)
    newest = list_schedules(office, PLANNER, campaign.id)[-1]
    assert newest.parent and all(sick not in v["inspectors"] for v in newest.schedule["visits"])


@pytest.mark.slow
def test_a_solve_started_here_ends_in_a_schedule_to_look_over(desk: Desk) -> None:
    office, campaign = desk
    app = page("schedule").run()
    app.button(key="solve").click().run()
    app.run()
    fine(app)
    newest = list_schedules(office, PLANNER, campaign.id)[-1]
    assert newest.id.endswith("S02") and newest.status in ("optimal", "feasible")
    assert "S02" in "".join(app.selectbox(key="schedule_pick").options)


def test_a_solve_somebody_else_started_is_seen_and_can_be_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, campaign = desk
    # A queued row that no worker takes: what a second visitor sees of a solve under way.
    monkeypatch.setattr(type(office.executor), "submit", lambda *_: None)
    start_schedule(office, ADMIN, campaign.id)
    app = page("schedule").run()
    fine(app)
    assert "正在排程" in shown(app) and f"由{ADMIN.name}开始" in shown(app)
    app.button(key="stop").click().run()
    app.run()
    assert list_jobs(office, PLANNER, subject=campaign.id)[0].state == "cancelled"


def test_text_narrows_the_table_and_says_when_nothing_answers(desk: Desk) -> None:
    app = page("schedule").run()
    app.text_input(key="schedule_find").set_value("没有这家").run()
    assert "没有找到" in shown(app)
    app.session_state["schedule_view"] = "table"
    app.run()
    fine(app)


@pytest.mark.parametrize("view", ["timeline", "map", "table"])
@pytest.mark.parametrize("day", ["one", "all"])
def test_every_view_can_be_drawn(desk: Desk, view: str, day: str) -> None:
    app = page("schedule", schedule_view=view).run()
    if day == "all":
        app.session_state["schedule_day"] = "all"
    for by in ("inspector", "team", "district"):
        app.session_state["schedule_by"] = by
        app.run()
        fine(app)


def test_a_campaign_without_a_schedule_offers_to_find_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_small_office(tmp_path)
    campaign = make_campaign(office)
    rehearse(office, campaign.id)
    use(office, monkeypatch)
    app = page("schedule").run()
    fine(app)
    assert app.button(key="solve").label == "开始排程"


def test_a_person_without_the_right_reads_a_sentence_not_a_traceback(desk: Desk) -> None:
    app = page("schedule")
    app.session_state["actor_id"] = "P004"  # a witness
    app.run()
    assert not app.exception
    assert len(app.error) == 1


def test_the_curve_of_a_solve_falls_with_travel_and_shows_the_bound() -> None:
    # Travel 400 for a while, then 300; the bound is 200, so the foot of the picture is 180.
    html = _drawn([(0.0, 400, 200), (5.0, 400, 200), (10.0, 300, 200)])
    heights = [float(text.split("%")[0]) for text in html.split('<i style="height:')[1:]]
    assert heights[0] == 100.0 and heights[-1] == 54.5  # (300 - 180) / (400 - 180)
    assert heights == sorted(heights, reverse=True)
    assert '<b style="bottom:9.1%">' in html  # (200 - 180) / 220
    assert "400 → 300" in html


def test_an_objective_is_read_from_a_mapping_or_a_bare_list() -> None:
    assert levels({"weight": 5, "travel": 7, "note": "x"}) == {"weight": 5, "travel": 7}
    assert levels([5, 0, 7, 99]) == {"weight": 5, "excess": 0, "travel": 7}
    assert levels(None) == {}
