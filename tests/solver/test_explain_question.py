"""The one-target question behind every explanation, against trying everything."""

from __future__ import annotations

import copy
from itertools import combinations
from typing import Any

import pytest

from solver import Problem
from solver.check import check
from solver.explain.conflict import conflicts
from solver.explain.question import ALL, RULES_OF_A_VISIT, Question, beside, find_seat
from solver.schedule import Visit
from tests.factories import Json, make_schedule, random_problem
from tests.solver.brute_force import best_of, moment, visits_of

SEEDS = range(80)


def without_rule(problem: Json, rule: str) -> Json:
    """The problem with one rule taken away, where data alone can say it."""
    changed = copy.deepcopy(problem)
    rules = changed["rules"]
    for person in changed["inspectors"]:
        if rule == "R08":
            person["recused_targets"] = []
        if rule == "R09":
            person |= {"available_days": list(changed["days"]), "certificate_valid_until": None}
        if rule == "R10":
            person["max_visits_per_day"] = 99
    if rule == "R13":
        rules["same_unit_only"] = False
    if rule == "R15":
        changed["lead_department"] = None
    if rule == "R16":
        changed["pinned"] = []
    if rule == "R17":
        rules |= {"max_departments_per_campaign": None, "max_inspectors_per_campaign": None}
    if rule == "R03":
        rules["visit_within_one_slot"] = False
        for target in changed["targets"]:
            target["windows"] = [
                {"day": day, "from": "00:00", "to": "24:00"} for day in changed["days"]
            ]
    if rule == "R07":
        # Everybody holds everything of their own department.
        for person in changed["inspectors"]:
            person["specialties"] = changed["specialties"][person["department"]]
    return changed


def alone(problem: Json, target: Json) -> bool:
    """Whether a valid visit of the target exists when there is no other, by brute force."""
    rules = problem["rules"]
    most = rules.get("max_inspectors_per_campaign") or 99
    parts = rules.get("max_departments_per_campaign") or 99
    assistants = {p["id"] for p in problem["inspectors"] if p.get("role") == "assistant"}
    people = {p["id"]: p for p in problem["inspectors"]}
    for visit in visits_of(problem, target):
        team = [name for name in visit["team"] if name not in assistants]
        if len(team) <= most and len({people[name]["department"] for name in team}) <= parts:
            return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
def test_a_target_alone_is_servable_exactly_when_trying_everything_finds_a_visit(seed: int) -> None:
    data = random_problem(seed)
    problem = Problem.from_json(data)
    for target, row in zip(problem.targets, data["targets"], strict=True):
        seat = find_seat(Question(problem, target))
        assert (seat is not None) == alone(data, row)
        if seat is not None:
            only = {
                **data,
                "pinned": [p for p in data.get("pinned", []) if p["target"] == row["id"]],
            }
            assert check(only, make_schedule(only, seat.to_json()))["violations"] == []


@pytest.mark.parametrize("rule", ["R03", "R08", "R09", "R13", "R15", "R16", "R17"])
def test_without_a_rule_the_answer_is_that_of_a_problem_without_it(rule: str) -> None:
    differs = 0
    for seed in range(60):
        data = random_problem(seed, targets=2)
        problem = Problem.from_json(data)
        changed = without_rule(data, rule)
        for target, row in zip(problem.targets, changed["targets"], strict=True):
            found = find_seat(Question(problem, target), ALL - {rule}) is not None
            assert found == alone(changed, row)
            differs += found and find_seat(Question(problem, target)) is None
    assert differs > 0  # the rule mattered somewhere, so the comparison says something


def test_fewer_rules_never_leave_fewer_visits() -> None:
    for seed in range(12):
        problem = Problem.from_json(random_problem(seed))
        question = Question(problem, problem.targets[0])
        answers = {
            frozenset(some): find_seat(question, ALL - frozenset(some)) is not None
            for size in range(3)
            for some in combinations(RULES_OF_A_VISIT, size)
        }
        for dropped, found in answers.items():
            assert all(answers[dropped] >= answers[dropped - {rule}] for rule in dropped)
            assert found in (True, False)


def fits_beside(data: Json, schedule: Json, target: Json) -> bool:
    """Whether brute force finds a visit that can be added to the schedule as it stands."""
    others = [visit for visit in schedule["visits"] if visit["target"] != target["id"]]
    pins = [p for p in data.get("pinned", []) if p["target"] != target["id"]]
    for visit in visits_of(data, target):
        start, end = (moment(visit["day"], visit[key]) for key in ("start", "end"))
        added = {"target": target["id"], "start": start, "end": end, "inspectors": visit["team"]}
        report: Any = check(
            data | {"pinned": [p for p in data.get("pinned", []) if p not in pins]},
            make_schedule(data, *others, added),
        )
        if not report["violations"]:
            return True
    return False


@pytest.mark.parametrize("seed", range(40))
def test_beside_other_visits_a_seat_is_found_exactly_when_one_is_left(seed: int) -> None:
    data = random_problem(seed, targets=4)
    best = best_of(data)
    if best is None:
        pytest.skip("pins cannot hold")
    problem = Problem.from_json(data)
    visits = [
        Visit(v["target"], v["start"], v["end"], tuple(v["inspectors"])) for v in best[1]["visits"]
    ]
    for target, row in zip(problem.targets, data["targets"], strict=True):
        others = beside(problem, visits, without=[target.id])
        found = find_seat(Question(problem, target, others))
        assert (found is not None) == fits_beside(data, best[1], row)


@pytest.mark.parametrize("seed", SEEDS)
def test_conflicts_are_minimal_and_enough(seed: int) -> None:
    problem = Problem.from_json(random_problem(seed))
    for target in problem.targets:
        question = Question(problem, target)
        sets = conflicts(question)
        assert bool(sets) == (find_seat(question) is None)
        for rules in sets:
            assert find_seat(question, frozenset(rules)) is None
            for rule in rules:
                assert find_seat(question, frozenset(rules) - {rule}) is not None
        if sets:
            # No smaller set conflicts: the first is a smallest one.
            for size in range(1, len(sets[0])):
                for some in combinations(RULES_OF_A_VISIT, size):
                    assert find_seat(question, frozenset(some)) is not None
            # The sets name all that stands in the way: without their rules it can be visited.
            assert find_seat(question, ALL - {rule for rules in sets for rule in rules}) is not None
