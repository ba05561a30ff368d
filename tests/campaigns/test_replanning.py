"""What is left to do when a schedule is planned again: nothing begun, no day gone by."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns import CampaignRefused, Visit
from campaigns.replanning import on_days, still_to_do
from campaigns.solving import fitting
from tests.factories import make_problem

DAYS = [f"2026-03-0{n}" for n in (2, 3)]  # the days of the factory's problem


def visit(target: str, state: str) -> Visit:
    return Visit(
        "V1", "S1", "C1", target, f"{DAYS[0]}T09:00", f"{DAYS[0]}T10:00", ("I1", "I2"), state
    )


def test_days_gone_by_leave_windows_and_people_too() -> None:
    problem = make_problem()
    left = still_to_do(problem, (), date(2026, 3, 3))
    assert left["days"] == DAYS[1:]
    assert {w["day"] for t in left["targets"] for w in t["windows"]} == set(DAYS[1:])
    assert {d for i in left["inspectors"] for d in i["available_days"]} <= set(DAYS[1:])


def test_a_visit_that_has_begun_is_not_planned_again() -> None:
    problem = make_problem()
    target = problem["targets"][0]["id"]
    with pytest.raises(CampaignRefused) as nothing:
        still_to_do(problem, (visit(target, "started"),), date(2026, 3, 2))
    assert nothing.value.code == "schedule.nothing_left"
    assert still_to_do(problem, (visit(target, "planned"),), date(2026, 3, 2))["targets"]


def test_when_the_window_is_over_it_says_so() -> None:
    with pytest.raises(CampaignRefused):
        still_to_do(make_problem(), (), date(2026, 3, 4))


def test_a_problem_on_its_days_stays_as_it_is() -> None:
    problem = make_problem()
    assert on_days(problem) == problem


def test_an_old_schedule_is_cut_to_the_targets_and_people_there_are() -> None:
    problem = make_problem()
    target, person = problem["targets"][0]["id"], problem["inspectors"][0]["id"]
    old = {
        "visits": [
            {"target": target, "start": "x", "end": "y", "inspectors": [person, "gone"]},
            {"target": "gone", "start": "x", "end": "y", "inspectors": [person]},
        ],
        "unscheduled": [],
        "explanations": [{}],
    }
    cut = fitting(old, problem)
    assert [v["inspectors"] for v in cut["visits"]] == [[person]]
    assert cut["unscheduled"] == [] and cut["explanations"] == []
    old["visits"] = [{"target": target, "start": "x", "end": "y", "inspectors": ["gone"]}]
    assert fitting(old, problem)["unscheduled"] == [target]
