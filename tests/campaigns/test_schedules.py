"""A schedule from the job to the visits, and one inspector swapped for another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    ScheduleRecord,
    as_problem,
    audit_page,
    check_schedule,
    choose_schedule,
    explain_problem,
    get_campaign,
    get_schedule,
    list_schedules,
    list_visits,
    names_of,
    replan_problem,
    replan_schedule,
    schedule_problem,
    schedule_rows,
    sick_inspector,
    start_schedule,
    swap_inspector,
    swap_options,
    why_inspector,
)
from tests.offices import PLANNER, make_campaign, open_small_office, rehearse, with_recusal

pytestmark = pytest.mark.slow  # real solves, a few seconds each


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, ScheduleRecord]:
    office = open_small_office(tmp_path_factory.mktemp("office"))
    # Four visits and nine people: room for swaps.
    campaign = make_campaign(office, rates={"D": {"count": 4}}, inspectors_wanted=9)
    rehearse(office, campaign.id)
    job = start_schedule(office, PLANNER, campaign.id)
    assert job.state == "done" and job.result is not None, job.error
    return office, get_schedule(office, PLANNER, job.result["schedule_id"])


def test_the_kept_schedule_keeps_every_rule(solved: tuple[Office, ScheduleRecord]) -> None:
    _, record = solved
    report = check_schedule(record.problem, record.schedule)
    assert report["ok"], report
    assert (len(record.schedule["visits"]), record.assignment) == (4, "drawn")
    assert "演练" in record.note


def test_it_follows_the_draw_and_can_be_made_again(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    assert record.campaign is not None
    assert record.seed == record.problem["rules"]["seed"]
    job = start_schedule(office, PLANNER, record.campaign)
    again = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    assert again.schedule == record.schedule and again.id != record.id
    assert len(list_schedules(office, PLANNER, record.campaign)) >= 2


def test_every_solve_of_a_campaign_is_on_record_with_its_digest(
    solved: tuple[Office, ScheduleRecord],
) -> None:
    office, record = solved
    row = audit_page(office, PLANNER, subject=record.id, action="schedule.keep").rows[0]
    assert row.detail["problem_digest"] == record.problem_digest
    assert row.actor == PLANNER.id


def test_choosing_writes_the_visits(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    visits = choose_schedule(office, PLANNER, record.id)
    assert visits == list_visits(office, PLANNER, schedule=record.id)
    assert [v.target for v in visits] == [row["target_id"] for row in schedule_rows(office, record)]
    assert get_campaign(office, PLANNER, str(record.campaign)).state == "scheduled"
    someone = visits[0].inspectors[0]
    assert visits[0] in list_visits(office, PLANNER, inspector=someone)


def test_names_stand_beside_ids(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    names = names_of(office, record)
    row = schedule_rows(office, record)[0]
    assert row["target"] == names[row["target_id"]] and row["target"].startswith("示例单位")
    assert all(name.startswith("检查员") for name in row["team"])


def swap_of(office: Office, record: ScheduleRecord) -> tuple[str, dict[str, Any]]:
    for visit in record.schedule["visits"]:
        options = swap_options(office, PLANNER, record.id, visit["target"])
        if options:
            return visit["target"], options[0]
    raise AssertionError("nine people for teams of three leave somebody to swap")


def test_a_swap_that_keeps_the_rules_is_a_new_version(
    solved: tuple[Office, ScheduleRecord],
) -> None:
    office, record = solved
    choose_schedule(office, PLANNER, record.id)
    record = get_schedule(office, PLANNER, record.id)
    target, option = swap_of(office, record)
    assert set(option) >= {"out", "in", "travel", "excess", "load"}
    after = swap_inspector(
        office, PLANNER, record.id, target, option["out"], option["in"], "个人申请", record.version
    )
    assert after.version == record.version + 1
    report = check_schedule(after.problem, after.schedule)
    assert report["violations"] == []
    visit = next(v for v in list_visits(office, PLANNER, schedule=record.id) if v.target == target)
    assert option["in"] in visit.inspectors and option["out"] not in visit.inspectors
    change = {"travel": "travel", "excess": "excess", "load": "max_load"}
    for name, level in change.items():
        moved = after.schedule["objective"][level] - record.schedule["objective"][level]
        assert moved == option[name]
    with pytest.raises(ValueError) as stale:
        swap_inspector(
            office, PLANNER, record.id, target, option["in"], option["out"], "反悔", record.version
        )
    assert as_problem(stale.value)["code"] == "registry.stale"


def test_a_swap_that_breaks_a_rule_names_the_rule_and_its_clause(
    solved: tuple[Office, ScheduleRecord],
) -> None:
    office, record = solved
    record = get_schedule(office, PLANNER, record.id)
    visit = record.schedule["visits"][0]
    departments = {row["id"]: row["department"] for row in record.problem["inspectors"]}
    out = next(i for i in visit["inspectors"] if departments[i] == "消防")
    other = next(
        i for i, d in departments.items() if d == "市场监管" and i not in visit["inspectors"]
    )
    with pytest.raises(CampaignRefused) as broken:
        swap_inspector(
            office, PLANNER, record.id, visit["target"], out, other, "顶替", record.version
        )
    assert broken.value.code == "schedule.rule_broken"
    codes = {fault.code for fault in broken.value.faults}
    assert codes & {"R06", "R07"}  # the fire office has nobody there any more
    assert all(fault.rule and fault.zh and fault.en for fault in broken.value.faults)


def test_only_drawn_people_can_be_swapped_in(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    record = get_schedule(office, PLANNER, record.id)
    visit = record.schedule["visits"][0]
    with pytest.raises(CampaignRefused) as outsider:
        swap_inspector(
            office,
            PLANNER,
            record.id,
            visit["target"],
            visit["inspectors"][0],
            "I9999",
            "顶替",
            record.version,
        )
    assert outsider.value.code == "schedule.not_drawn"


def test_a_campaign_is_scheduled_only_after_its_draw(tmp_path_factory: Any) -> None:
    office = open_small_office(tmp_path_factory.mktemp("early"), targets=8)
    campaign = make_campaign(office, rates={"D": "1"})
    with pytest.raises(CampaignRefused) as early:
        start_schedule(office, PLANNER, campaign.id)
    assert early.value.code == "campaign.state"
    with pytest.raises(CampaignRefused) as effort:
        start_schedule(office, PLANNER, campaign.id, effort="heroic")
    assert effort.value.code == "schedule.effort"


def test_a_seed_of_ones_own_is_labelled(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    job = start_schedule(office, PLANNER, str(record.campaign), seed=7)
    other = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    assert other.seed == "7" and "不随抽取" in other.note


def test_what_cannot_be_served_is_left_out_and_explained(tmp_path_factory: Any) -> None:
    office = open_small_office(tmp_path_factory.mktemp("recused"), targets=8, people=1)
    campaign = make_campaign(office, rates={"D": "1"})
    draw = rehearse(office, campaign.id)
    assert draw.receipt is not None
    place = draw.receipt["strata"][0]["drawn"][0]["id"]
    with_recusal(office, "I0201", place)  # the only one of the fire office
    job = start_schedule(office, PLANNER, campaign.id)
    record = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    assert record.schedule["unscheduled"] == [place]
    problem = schedule_problem(office, PLANNER, campaign.id)
    answers = explain_problem(problem, target=place)["explanations"]
    assert "R08" in answers[0]["rules"]
    with pytest.raises(CampaignRefused) as unknown:
        explain_problem(problem, target="X")
    assert unknown.value.code == "target.unknown"


def test_why_her_and_why_not_him(solved: tuple[Office, ScheduleRecord]) -> None:
    office, record = solved
    record = get_schedule(office, PLANNER, record.id)
    visit = record.schedule["visits"][0]
    inside = visit["inspectors"][0]
    outside = next(
        row["id"] for row in record.problem["inspectors"] if row["id"] not in visit["inspectors"]
    )
    assert why_inspector(office, PLANNER, record.id, visit["target"], inside)["in_team"] is True
    answer = why_inspector(office, PLANNER, record.id, visit["target"], outside)
    assert answer["in_team"] is False and answer["why"]["zh"] and answer["why"]["en"]
    with pytest.raises(CampaignRefused):
        why_inspector(office, PLANNER, record.id, visit["target"], "I9999")


def test_a_sick_inspector_is_replaced_and_the_rest_stays(tmp_path_factory: Any) -> None:
    office = open_small_office(tmp_path_factory.mktemp("sick"))
    campaign = make_campaign(office, inspectors_wanted=9)
    rehearse(office, campaign.id)
    job = start_schedule(office, PLANNER, campaign.id)
    before = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    choose_schedule(office, PLANNER, before.id)
    sick = before.schedule["visits"][0]["inspectors"][0]
    days = date(2026, 12, 7), date(2026, 12, 11)
    found = sick_inspector(office, PLANNER, campaign.id, sick, *days, "病假")
    assert found.job is not None and found.job.state == "done", found.job
    after = get_schedule(office, PLANNER, found.job.result["schedule_id"])  # type: ignore[index]
    assert after.parent == before.id
    assert check_schedule(after.problem, after.schedule)["ok"]
    assert all(sick not in v["inspectors"] for v in after.schedule["visits"])
    # Visits without the sick person stay exactly as they were.
    kept = {v["target"]: v for v in after.schedule["visits"]}
    for visit in before.schedule["visits"]:
        if sick not in visit["inspectors"]:
            assert kept[visit["target"]] == visit


def test_a_schedule_is_planned_again_for_its_changed_problem(tmp_path_factory: Any) -> None:
    office = open_small_office(tmp_path_factory.mktemp("again"))
    campaign = make_campaign(office, inspectors_wanted=9)
    rehearse(office, campaign.id)
    job = start_schedule(office, PLANNER, campaign.id)
    before = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    fewer = before.problem["days"][1:]  # Monday falls out
    job = replan_schedule(office, PLANNER, before.id, {"days": fewer})
    assert job.state == "done", job.error
    after = get_schedule(office, PLANNER, job.result["schedule_id"])  # type: ignore[index]
    assert {v["start"][:10] for v in after.schedule["visits"]} <= set(fewer)
    bare = replan_problem(after.problem, before.schedule)
    assert check_schedule(after.problem, bare)["ok"]
