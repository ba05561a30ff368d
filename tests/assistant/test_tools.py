"""The agent's tools: they read with the actor's rights, copy the record, and can change nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from assistant.tools import read_tools
from assistant.tools_records import explain_record
from campaigns import (
    CampaignRefused,
    Office,
    audit_page,
    drawn_targets,
    get_draw,
    list_schedules,
    list_targets,
    start_schedule,
    verify_audit,
)
from tests.lent_index import lend_index
from tests.offices import (
    ADMIN,
    PLANNER,
    PUBLIC_ROLE,
    hold_ceremony,
    make_campaign,
    open_small_office,
    with_recusal,
)

Case = tuple[Office, str, str, str]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """An office whose campaign is drawn in a ceremony and scheduled; one target can't be visited."""
    home = tmp_path_factory.mktemp("office")
    lend_index(home)
    office = open_small_office(home, targets=40, people=3)
    campaign = make_campaign(office)
    draw = hold_ceremony(office, campaign.id)
    barred = drawn_targets(office, PLANNER, campaign.id)[0].row.target
    for department in (1, 2, 3):  # all three people of each department have an interest in it
        for number in (1, 2, 3):
            with_recusal(office, f"I{department * 100 + number:04d}", barred)
    start_schedule(office, PLANNER, campaign.id)
    schedule = list_schedules(office, PLANNER, campaign.id)[0]
    return office, campaign.id, draw.id, schedule.id


def tools(office: Office, actor: Any = PLANNER) -> dict[str, Any]:
    return {tool.name: tool for tool in read_tools(office, actor)}


def test_there_is_no_tool_that_writes(case: Case) -> None:
    names = set(tools(case[0]))
    assert names == {
        "campaigns_list",
        "checklist_draft",
        "checklist_templates",
        "estimate",
        "explain_draw",
        "explain_schedule",
        "explain_target",
        "explain_visit",
        "links_of_clause",
        "links_of_rule",
        "open_questions",
        "read_request",
        "search_clauses",
        "try_number",
    }


def test_using_every_tool_leaves_no_trace_in_the_audit(case: Case) -> None:
    office, campaign, draw, schedule = case
    before = audit_page(office, ADMIN).total
    target = list_targets(office, PLANNER, limit=1).rows[0].id
    arguments: dict[str, dict[str, Any]] = {
        "campaigns_list": {},
        "checklist_draft": {"sector": "餐饮", "departments": ["消防"]},
        "checklist_templates": {},
        "estimate": {"campaign_id": campaign},
        "explain_draw": {"draw_id": draw},
        "explain_schedule": {"schedule_id": schedule},
        "explain_target": {"draw_id": draw, "target_id": target},
        "explain_visit": {"schedule_id": schedule, "target_id": target},
        "links_of_clause": {"basis": "sz-2018#二(三)2"},
        "links_of_rule": {"code": "R08"},
        "open_questions": {},
        "read_request": {"utterance": "重抽，直到满意"},
        "search_clauses": {"question": "几个人去检查"},
        "try_number": {"schedule_id": schedule, "key": "max_visits_per_day", "value": 2},
    }
    for name, tool in tools(office).items():
        json.loads(tool.invoke(arguments[name]).removesuffix(" … [cut]") or "null")
    assert audit_page(office, ADMIN).total == before
    assert verify_audit(office)["ok"]


def test_a_draw_is_told_with_its_numbers_copied(case: Case) -> None:
    office, _, draw_id, _ = case
    draw = get_draw(office, PLANNER, draw_id)
    told = explain_record(office, PLANNER, "draw", draw_id)
    assert draw.commitment and draw.receipt
    for exact in (draw.commitment["commitment"], draw.seed, draw.pool_digest, draw.id):
        assert exact and exact in told["text"]
    for stratum in draw.receipt["strata"]:
        assert stratum["cutoff"] in told["text"]
    assert told["basis"] == ["sz-2018#二(一)3"]


def test_a_drawn_target_is_told_with_its_ticket(case: Case) -> None:
    office, campaign, draw, _ = case
    row = drawn_targets(office, PLANNER, campaign)[0].row
    told = explain_record(office, PLANNER, "target", f"{draw}/{row.target}")
    assert row.ticket in told["text"] and "抽中" in told["text"]
    missing = explain_record(office, PLANNER, "target", f"{draw}/NOBODY", lang="en")
    assert "not in the pool" in missing["text"]


def test_a_schedule_names_every_target_it_leaves_out_and_why(case: Case) -> None:
    office, _, _, schedule = case
    record = list_schedules(office, PLANNER, case[1])[0]
    assert record.schedule["unscheduled"]
    told = explain_record(office, PLANNER, "schedule", schedule)
    for target in record.schedule["unscheduled"]:
        assert target in told["text"]
    assert record.seed in told["text"]
    assert told["basis"]


def test_a_visit_is_told_with_day_time_and_team(case: Case) -> None:
    office, campaign, _, schedule = case
    visit = list_schedules(office, PLANNER, campaign)[0].schedule["visits"][0]
    told = explain_record(office, PLANNER, "visit", f"{schedule}/{visit['target']}")
    assert visit["start"][:10] in told["text"] and visit["start"][11:] in told["text"]
    left = list_schedules(office, PLANNER, campaign)[0].schedule["unscheduled"][0]
    assert re.search(
        r"R\d\d", explain_record(office, PLANNER, "visit", f"{schedule}/{left}")["text"]
    )


@pytest.mark.parametrize(
    ("what", "id"),
    [
        ("weather", "x"),
        ("visit", "no-slash"),
        ("draw", "D0"),
        ("schedule", "S0"),
        ("target", "D0/x"),
    ],
)
def test_what_no_record_holds_is_refused(case: Case, what: str, id: str) -> None:
    with pytest.raises(CampaignRefused):
        explain_record(case[0], PLANNER, what, id)


def test_the_tools_have_no_more_rights_than_their_actor(case: Case) -> None:
    office, _, draw, schedule = case
    for name, given in (
        ("explain_schedule", {"schedule_id": schedule}),
        ("explain_draw", {"draw_id": draw}),
        ("campaigns_list", {}),
    ):
        assert "refused" in json.loads(tools(office, PUBLIC_ROLE)[name].invoke(given))


def test_a_refusal_comes_back_in_words_not_as_a_crash(case: Case) -> None:
    answer = json.loads(tools(case[0])["estimate"].invoke({"campaign_id": "C0"}))
    assert "C0" in answer["refused"]
