"""The scheduling problem of a drawn campaign is contract §1, and holds nobody but the drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    add_absence,
    schedule_problem,
    sick_inspector,
    substitute_target,
)
from tests.offices import (
    PLANNER,
    SYSTEM,
    make_campaign,
    open_small_office,
    rehearse,
    target,
    with_recusal,
)

Drawn = tuple[Office, Any, Any]


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., Drawn]:
    def make(**changes: Any) -> Drawn:
        office = open_small_office(tmp_path)
        campaign = make_campaign(office, **changes)
        return office, campaign, rehearse(office, campaign.id)

    return make


def test_the_solver_takes_the_problem_as_it_is(drawn: Callable[..., Drawn]) -> None:
    from solver import Problem

    office, campaign, _ = drawn()
    problem = schedule_problem(office, PLANNER, campaign.id)
    parsed = Problem.from_json(problem)
    assert (len(parsed.targets), parsed.assignment) == (10, "drawn")
    assert problem["days"] == [f"2026-12-{day:02d}" for day in range(7, 12)]


def test_only_drawn_people_take_part_and_in_drawn_order(drawn: Callable[..., Drawn]) -> None:
    office, campaign, draw = drawn()
    problem = schedule_problem(office, PLANNER, campaign.id)
    assert [row["id"] for row in problem["inspectors"]] == [
        row["id"] for row in draw.people["drawn"]
    ]


def test_the_seed_follows_the_draw(drawn: Callable[..., Drawn]) -> None:
    office, campaign, draw = drawn()
    commitment = draw.commitment["commitment"]
    key = sha256(f"{commitment}\n{draw.seed}".encode()).hexdigest()[:32]
    expected = sha256(f"{key}/#schedule".encode()).hexdigest()
    assert schedule_problem(office, PLANNER, campaign.id)["rules"]["seed"] == expected


def test_items_are_those_due_by_sector_and_department(drawn: Callable[..., Drawn]) -> None:
    office, campaign, _ = drawn()
    due = {"餐饮": ["SJ-1", "WJ-1", "XF-1"], "酒店": ["SJ-1", "SJ-2", "XF-1"]}
    with office.registry.reading() as tx:
        for row in schedule_problem(office, PLANNER, campaign.id)["targets"]:
            # WJ-9 is under key supervision and stays outside random draws.
            assert [i["id"] for i in row["items"]] == due[tx.targets.get(row["id"]).sector]


def test_windows_are_slots_within_opening_hours(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.targets.put_many(
            replace(t, open_from="10:30", open_to="15:00") for t in tx.targets.iterate()
        )
    campaign = make_campaign(office)
    rehearse(office, campaign.id)
    windows = schedule_problem(office, PLANNER, campaign.id)["targets"][0]["windows"]
    # Slots are 09-12 and 14-18; five days of two windows each.
    assert windows[:2] == [
        {"day": "2026-12-07", "from": "10:30", "to": "12:00"},
        {"day": "2026-12-07", "from": "14:00", "to": "15:00"},
    ]
    assert len(windows) == 10


def test_recusals_and_absences_are_in_the_problem(drawn: Callable[..., Drawn]) -> None:
    office, campaign, draw = drawn()
    person = draw.people["drawn"][0]["id"]
    place = draw.receipt["strata"][0]["drawn"][0]["id"]
    with_recusal(office, person, place)
    add_absence(office, PLANNER, person, date(2026, 12, 8), date(2026, 12, 9), "培训")
    row = next(
        r for r in schedule_problem(office, PLANNER, campaign.id)["inspectors"] if r["id"] == person
    )
    assert row["recused_targets"] == [place]
    assert row["available_days"] == ["2026-12-07", "2026-12-10", "2026-12-11"]


def test_caps_are_by_campaign_by_group_or_by_visit(drawn: Callable[..., Drawn]) -> None:
    office, campaign, _ = drawn()
    rules = schedule_problem(office, PLANNER, campaign.id)["rules"]
    assert (rules["max_departments_per_campaign"], rules["max_inspectors_per_campaign"]) == (5, 10)
    for scope, people in (("group", 20), ("visit", None)):
        departure = {"cap_scope": {"value": scope, "reason": "分组同时开展"}}
        other = make_campaign(office, groups=2, rules=departure)
        rehearse(office, other.id)
        rules = schedule_problem(office, PLANNER, other.id)["rules"]
        assert rules.get("max_inspectors_per_campaign") == people
        assert rules["max_departments_per_visit"] == 5


def test_the_lead_joins_every_visit_only_where_the_campaign_says_so(
    drawn: Callable[..., Drawn],
) -> None:
    office, campaign, _ = drawn()
    assert "lead_department" not in schedule_problem(office, PLANNER, campaign.id)
    rules = {"lead_on_visit": {"value": True, "reason": "牵头部门统筹"}}
    other = make_campaign(office, rules=rules)
    rehearse(office, other.id)
    assert schedule_problem(office, PLANNER, other.id)["lead_department"] == "市场监管"


def test_a_campaign_not_drawn_has_no_problem(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    with pytest.raises(CampaignRefused) as early:
        schedule_problem(office, PLANNER, make_campaign(office).id)
    assert early.value.code == "campaign.not_drawn"


def test_a_target_without_a_place_is_named(tmp_path: Path) -> None:
    office = open_small_office(tmp_path, targets=1)
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.targets.put(target(1, risk="D", lon=None, lat=None))
    campaign = make_campaign(office, rates={"D": "1"}, sectors=("餐饮",))
    rehearse(office, campaign.id)
    with pytest.raises(CampaignRefused) as nowhere:
        schedule_problem(office, PLANNER, campaign.id)
    assert nowhere.value.code == "target.no_place"


# -- substitutes -----------------------------------------------------------------------------


def test_the_next_ticket_of_the_stratum_steps_in(drawn: Callable[..., Drawn]) -> None:
    office, campaign, draw = drawn()
    stratum = draw.receipt["strata"][0]
    out = stratum["drawn"][2]["id"]
    row = substitute_target(office, PLANNER, draw.id, out, "已停业", "现场照片")
    assert row.target == stratum["substitutes"][0]["id"]
    assert (row.origin, row.position, row.state) == ("substitute", 7, "open")
    ids = [t["id"] for t in schedule_problem(office, PLANNER, campaign.id)["targets"]]
    assert row.target in ids and out not in ids


def test_a_substitute_cannot_be_picked_and_nobody_leaves_twice(
    drawn: Callable[..., Drawn],
) -> None:
    office, _, draw = drawn()
    out = draw.receipt["strata"][0]["drawn"][0]["id"]
    substitute_target(office, PLANNER, draw.id, out, "已停业")
    with pytest.raises(CampaignRefused) as gone:
        substitute_target(office, PLANNER, draw.id, out, "已停业")
    assert gone.value.code == "draw.not_drawn"
    with pytest.raises(CampaignRefused):
        substitute_target(office, PLANNER, draw.id, "X", " ")


def test_closed_substitutes_are_passed_over_on_record(drawn: Callable[..., Drawn]) -> None:
    from campaigns import draw_log

    office, _, draw = drawn()
    first, second = draw.receipt["strata"][0]["substitutes"][:2]
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.targets.put(replace(tx.targets.get(first["id"]), status="revoked"))
    out = draw.receipt["strata"][0]["drawn"][0]["id"]
    assert substitute_target(office, PLANNER, draw.id, out, "停业").target == second["id"]
    body = draw_log(office, PLANNER)[-1]["body"]
    assert [row["id"] for row in body["passed_over"]] == [first["id"]]


def test_when_the_order_is_used_up_it_says_so(drawn: Callable[..., Drawn]) -> None:
    office, _, draw = drawn()
    stratum = next(s for s in draw.receipt["strata"] if s["name"] == "C")
    assert len(stratum["substitutes"]) == 2
    out = [row["id"] for row in stratum["drawn"]]
    for _ in range(2):
        out.append(substitute_target(office, PLANNER, draw.id, out.pop(0), "停业").target)
    with pytest.raises(CampaignRefused) as none:
        substitute_target(office, PLANNER, draw.id, out[0], "停业")
    assert none.value.code == "draw.no_substitute"


def test_the_department_s_next_ticket_replaces_a_sick_inspector(
    drawn: Callable[..., Drawn],
) -> None:
    office, campaign, draw = drawn()
    sick = draw.people["drawn"][0]
    queue = draw.people["substitutes"][sick["department"]]
    days = date(2026, 12, 7), date(2026, 12, 11)
    # The next in the queue is away as well: passed over, on record.
    add_absence(office, PLANNER, queue[0]["id"], *days, "出差")
    found = sick_inspector(office, PLANNER, campaign.id, sick["id"], *days, "病假")
    assert (found.out, found.substitute) == (sick["id"], queue[1]["id"])
    assert [row["id"] for row in found.passed_over] == [queue[0]["id"]]
    assert found.job is None  # no schedule yet, nothing to plan again
    ids = [row["id"] for row in schedule_problem(office, PLANNER, campaign.id)["inspectors"]]
    assert queue[1]["id"] in ids and sick["id"] not in ids
    with pytest.raises(CampaignRefused) as twice:
        sick_inspector(office, PLANNER, campaign.id, sick["id"], *days, "病假")
    assert twice.value.code == "inspector.not_on_duty"
