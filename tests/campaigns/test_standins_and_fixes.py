"""Who could stand in on a visit, and what it costs to fit a left-out target in."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns import (
    Campaign,
    CampaignRefused,
    Office,
    audit_page,
    check_schedule,
    fix_price,
    get_job,
    get_schedule,
    list_schedules,
    may_try,
    run_job,
    schedule_problem,
    stand_ins,
    swap_options,
    try_fix,
)
from tests.desks import by_hand, keep, scheduled_office
from tests.offices import PLANNER

Desk = tuple[Office, Campaign]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return scheduled_office(tmp_path)


def left_out(desk: Desk) -> str:
    """A schedule that leaves one target out."""
    office, campaign = desk
    problem = schedule_problem(office, PLANNER, campaign.id)
    return keep(office, campaign, by_hand(problem, left_out=1)).id


def test_the_quick_answer_is_that_of_the_whole_check(desk: Desk) -> None:
    office, campaign = desk
    record = list_schedules(office, PLANNER, campaign.id)[0]
    found = 0
    for visit in record.schedule["visits"]:
        slow = swap_options(office, PLANNER, record.id, visit["target"])
        assert stand_ins(office, PLANNER, record.id, visit["target"]) == slow
        found += len(slow)
    assert found > 0  # the comparison is about something


def test_a_target_without_a_visit_has_nobody_to_exchange(desk: Desk) -> None:
    office, _ = desk
    with pytest.raises(CampaignRefused) as refused:
        stand_ins(office, PLANNER, left_out(desk), "nobody")
    assert refused.value.code == "visit.unknown"


def test_fitting_in_is_priced_and_the_trial_keeps_that_price(desk: Desk) -> None:
    office, _ = desk
    record = get_schedule(office, PLANNER, left_out(desk))
    target = record.schedule["unscheduled"][0]
    price = fix_price(office, PLANNER, record.id, target, "")
    assert price is not None and price["changed"] == 1 and price["weight"] > 0
    job = try_fix(office, PLANNER, record.id, "", "排入漏下的一户")
    run_job(office, job.id)
    made = get_job(office, PLANNER, job.id)
    tried = get_schedule(office, PLANNER, (made.result or {})["schedule_id"])
    assert tried.schedule["unscheduled"] == [] and not tried.chosen
    assert check_schedule(tried.problem, tried.schedule)["violations"] == []
    gained = tried.schedule["objective"]["weight"] - record.schedule["objective"]["weight"]
    assert gained == price["weight"]
    entry = audit_page(office, PLANNER, action="schedule.try_fix").rows[0]
    assert entry.detail["reason"] == "排入漏下的一户"


def test_a_move_of_one_visit_is_priced_by_the_checker(desk: Desk) -> None:
    office, _ = desk
    record = get_schedule(office, PLANNER, left_out(desk))
    target = record.schedule["unscheduled"][0]
    whole = by_hand(record.problem)["visits"]
    place = next(row for row in whole if row["target"] == target)
    other = record.schedule["visits"][0]
    by = {key: place[key] for key in ("target", "start", "end", "inspectors")}
    text = str(by).replace("'", '"')
    change = f'visit.replace {{"by": {text}, "target": "{other["target"]}"}}'
    price = fix_price(office, PLANNER, record.id, target, change)
    weights = record.problem["rules"]["risk_weight"]
    risk = {row["id"]: row["risk"] for row in record.problem["targets"]}
    assert price is not None and price["changed"] == 2 and price["start"] == place["start"]
    assert price["weight"] == weights[risk[target]] - weights[risk[other["target"]]]


def test_what_is_settled_elsewhere_is_not_tried(desk: Desk) -> None:
    office, _ = desk
    change = 'recusal.end {"inspector": "I1", "target": "T1"}'
    assert not may_try(change)
    with pytest.raises(CampaignRefused) as refused:
        try_fix(office, PLANNER, left_out(desk), change, "想去")
    assert refused.value.code == "fix.not_here"


def test_a_text_that_is_no_change_is_refused_by_name(desk: Desk) -> None:
    office, _ = desk
    with pytest.raises(CampaignRefused) as refused:
        try_fix(office, PLANNER, left_out(desk), "window.open {", "试试")
    assert refused.value.code == "fix.unreadable"
