"""Who could stand in on a visit, and what the exchange costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver import Problem, ProblemRefused, Schedule, candidates, check
from tests.factories import make_inspector, make_problem, make_target

DAY = "2026-03-02"


def one_visit() -> tuple[dict[str, object], Schedule]:
    """T1 is visited by I1 and I2 in the morning; I3 goes to T2 with I4; I5 is recused from T1."""
    made = make_problem(
        [make_target("T1"), make_target("T2", lon=114.2)],
        [
            *(make_inspector(f"I{n}") for n in range(1, 5)),
            make_inspector("I5", recused_targets=["T1"]),
            make_inspector("I6", specialties=["特种设备"]),
        ],
    )
    visits = [
        {
            "target": "T1",
            "start": f"{DAY}T09:00",
            "end": f"{DAY}T10:00",
            "inspectors": ["I1", "I2"],
        },
        {
            "target": "T2",
            "start": f"{DAY}T11:00",
            "end": f"{DAY}T12:00",
            "inspectors": ["I3", "I4"],
        },
    ]
    schedule = Schedule.from_json({"status": "feasible", "visits": visits, "unscheduled": []})
    return made, schedule


def test_those_who_may_go_are_named_the_cheapest_first() -> None:
    made, schedule = one_visit()
    found = candidates(Problem.from_json(made), schedule, "T1")
    # I6 goes nowhere else that day, so costs nothing; I3 and I4 must then travel on to T2; I5 is
    # recused and cannot be asked.
    assert [swap.inspector for swap in found] == ["I6", "I3", "I4"]
    assert [swap.travel > 0 for swap in found] == [False, True, True]


def test_every_exchange_named_keeps_the_rules() -> None:
    made, schedule = one_visit()
    for swap in candidates(Problem.from_json(made), schedule, "T1"):
        first = schedule.visits[0]
        team = tuple(sorted({*first.inspectors, swap.inspector} - {swap.replaces}))
        changed = replace(schedule, visits=(replace(first, inspectors=team), schedule.visits[1]))
        assert check(made, changed.to_json())["violations"] == []


def test_an_unknown_target_is_refused() -> None:
    made, schedule = one_visit()
    with pytest.raises(ProblemRefused):
        candidates(Problem.from_json(made), schedule, "T9")
