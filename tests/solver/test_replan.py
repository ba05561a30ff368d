"""Planning again keeps what still holds and changes as little as it can."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from solver import Problem, Schedule, check, replan, solve
from tests.factories import make_inspector, make_problem, make_target


def eight_shops() -> dict[str, Any]:
    """Eight shops on two days, five people who can all go."""
    targets = [make_target(f"T{n}", lon=114.0 + n / 100) for n in range(1, 9)]
    return make_problem(targets, [make_inspector(f"I{n}") for n in range(1, 6)])


def changed(before: Schedule, after: Schedule) -> set[str]:
    """Targets whose visit differs."""
    old = {visit.target: (visit.start, visit.inspectors) for visit in before.visits}
    new = {visit.target: (visit.start, visit.inspectors) for visit in after.visits}
    return {target for target in old | new if old.get(target) != new.get(target)}


@pytest.fixture(scope="module")
def case() -> tuple[dict[str, Any], Schedule]:
    problem = eight_shops()
    return problem, solve(Problem.from_json(problem), effort="quick")


def test_an_unchanged_problem_keeps_every_visit(case: tuple[dict[str, Any], Schedule]) -> None:
    problem, before = case
    after = replan(Problem.from_json(problem), before)
    assert changed(before, after) == set()


def test_an_illness_changes_only_the_visits_of_the_ill(
    case: tuple[dict[str, Any], Schedule],
) -> None:
    problem, before = case
    ill, day = before.visits[0].inspectors[0], before.visits[0].start[:10]
    after_problem = copy.deepcopy(problem)
    for person in after_problem["inspectors"]:
        if person["id"] == ill:
            person["available_days"] = [d for d in person["available_days"] if d != day]
    after = replan(Problem.from_json(after_problem), before)
    hit = {v.target for v in before.visits if ill in v.inspectors and v.start[:10] == day}
    assert check(after_problem, after.to_json())["ok"]
    # Nothing but the visits of the ill person on that day may differ, if all can still be visited.
    if not set(after.unscheduled) - set(before.unscheduled):
        assert changed(before, after) <= hit


def test_a_closed_target_leaves_and_the_others_stay(case: tuple[dict[str, Any], Schedule]) -> None:
    problem, before = case
    gone = before.visits[0].target
    after_problem = copy.deepcopy(problem)
    after_problem["targets"] = [t for t in problem["targets"] if t["id"] != gone]
    after = replan(Problem.from_json(after_problem), before)
    assert check(after_problem, after.to_json())["ok"]
    assert changed(before, after) == {gone}


def test_a_schedule_of_strangers_is_planned_from_the_start(
    case: tuple[dict[str, Any], Schedule],
) -> None:
    problem, _ = case
    empty = Schedule.from_json({"visits": [], "unscheduled": [], "status": "unknown"})
    after = replan(Problem.from_json(problem), empty)
    assert check(problem, after.to_json())["ok"] and after.visits
