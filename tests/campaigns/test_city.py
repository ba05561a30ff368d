"""The whole job on the made-up city: from the draft to the visits, with drawn people only."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from campaigns import (
    FixedClock,
    InlineExecutor,
    Office,
    Settings,
    actor_by_id,
    check_schedule,
    choose_schedule,
    commit_draw,
    estimate_campaign,
    fill_city,
    freeze_pool,
    get_schedule,
    list_campaigns,
    open_office,
    reveal_draw,
    schedule_problem,
    start_schedule,
    verify_audit,
    verify_draw,
)
from tests.offices import NOW, SYSTEM


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = open_office(
        Settings(home=tmp_path_factory.mktemp("city")),
        clock=FixedClock(NOW, step=timedelta(seconds=1)),
        executor=InlineExecutor(),
    )
    fill_city(office)
    return office


def test_filling_again_changes_nothing(city: Office) -> None:
    with city.registry.reading() as tx:
        before = (tx.targets.count(), tx.campaigns.page().total)
    counts = fill_city(city, SYSTEM)
    with city.registry.reading() as tx:
        assert (tx.targets.count(), tx.campaigns.page().total) == before
    assert counts["inspectors"] == 300 and counts["departments"] == 12


def test_the_city_s_windows_lie_ahead_and_can_be_counted(city: Office) -> None:
    planner = actor_by_id(city, "P001")
    for campaign in list_campaigns(city, planner).rows:
        assert campaign.window_from > NOW.date()
        assert estimate_campaign(city, planner, campaign.id).schedulable, campaign.name


@pytest.mark.slow
def test_eighty_five_targets_in_three_groups_are_visited_or_explained(city: Office) -> None:
    planner = actor_by_id(city, "P001")
    campaign = next(c for c in list_campaigns(city, planner).rows if c.groups == 3)
    began = time.process_time()
    draw = freeze_pool(city, planner, campaign.id)
    source = {"kind": "rehearsal", "what": "test"}
    draw = commit_draw(city, planner, draw.id, seed_source=source)
    draw = reveal_draw(city, planner, draw.id, seed="rehearsal")
    problem = schedule_problem(city, planner, campaign.id)
    # Three seconds of work, most of it the lottery of inspectors over three groups.
    assert time.process_time() - began < 10
    assert len(problem["targets"]) == 85
    assert len(problem["inspectors"]) == 30 == campaign.inspectors_wanted
    assert draw.people is not None and draw.people["uncovered"] == []
    assert verify_draw(city, draw.id)["recomputed"]
    job = start_schedule(city, planner, campaign.id)
    assert job.state == "done" and job.result is not None, job.error
    record = get_schedule(city, planner, job.result["schedule_id"])
    assert check_schedule(record.problem, record.schedule)["ok"]
    drawn = {row["id"] for row in draw.people["drawn"]}
    visits = choose_schedule(city, planner, record.id)
    # Ten drawn people a group cannot always serve all: what is left out has its reason, one by one.
    left_out = {row["target"] for row in record.schedule["explanations"] if row["rules"]}
    assert left_out == set(record.schedule["unscheduled"])
    assert len(visits) + len(left_out) == 85 and len(visits) >= 75
    assert {i for visit in visits for i in visit.inspectors} <= drawn
    assert verify_audit(city)["ok"]


def test_opening_an_existing_office_is_quick(tmp_path: Path) -> None:
    open_office(Settings(home=tmp_path)).close()
    began = time.monotonic()
    open_office(Settings(home=tmp_path)).close()
    assert time.monotonic() - began < 2
