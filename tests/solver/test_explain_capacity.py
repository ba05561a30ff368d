"""Targets that could be visited alone, but not beside the other visits."""

from __future__ import annotations

from typing import Any

import pytest

from solver import Problem
from solver.explain import explain_all, explain_target, with_change
from solver.schedule import Bound, Objective, Schedule, Visit
from tests.factories import (
    AM,
    DAYS,
    Json,
    make_item,
    make_problem,
    make_target,
    make_windows,
    random_problem,
)
from tests.solver.brute_force import best_of, moment, visits_of
from tests.solver.changing import (
    changed,
    parsed,
    verbs,
)

D1, D2 = DAYS


def as_schedule(data: Json, found: Json, levels: tuple[int, ...]) -> Schedule:
    """A brute-force optimum as a Schedule whose weight is known to be the most."""
    problem = Problem.from_json(data)
    weight = sum(problem.rules.risk_weight[t.risk] for t in problem.targets)
    return Schedule(
        status="optimal",
        assignment="free",
        seed=1,
        problem_digest=problem.digest,
        visits=tuple(
            Visit(v["target"], v["start"], v["end"], tuple(sorted(v["inspectors"])))
            for v in found["visits"]
        ),
        unscheduled=tuple(found["unscheduled"]),
        objective=Objective(-levels[0], weight, *levels[1:]),
        bound=Bound(-levels[0], *levels[1:]),
    )


def crowded(count: int = 4, **changes: Any) -> Json:
    """Long visits of market supervision on one day; two people have room for two of them."""
    targets = [
        make_target(
            f"T{n}",
            [make_item(minutes=150)],
            risk="D" if n < count else "A",
            windows=make_windows(D1),
        )
        for n in range(1, count + 1)
    ]
    return make_problem(targets) | changes


def solved(data: Json) -> Schedule:
    best = best_of(data)
    assert best is not None
    return as_schedule(data, best[1], best[0])


def test_a_bottleneck_is_proven_by_counting_and_named_with_days_and_figures() -> None:
    data = crowded()
    schedule = solved(data)
    (first, second) = (e.to_json() for e in explain_all(Problem.from_json(data), schedule))
    assert [first["kind"], second["kind"]] == ["capacity", "capacity"]
    # Three visits of two people against one visit a half-day for each of the two.
    assert "“市场监管”在 2026-03-02 需 6 人次，最多只能提供 4 人次" in first["why"]["zh"]
    assert "R11" in first["rules"]
    assert first["group"] == second["group"]


def test_changes_of_a_crowded_day_make_room_beside_the_other_visits() -> None:
    data = crowded()
    schedule = solved(data)
    last = explain_all(Problem.from_json(data), schedule)[-1].to_json()
    assert {"inspector.add", "window.open", "campaign.add_day"} <= set(verbs(last))
    for fix in last["fixes"]:
        (verb, how), *_ = parsed(fix["change"])
        if verb == "campaign.add_day":
            assert how["day"] == "2026-03-04"  # the Wednesday after
            longer = with_change(data, fix["change"])
            assert room_beside(longer, schedule, last["target"])
        elif verb == "visit.replace":
            assert how["by"]["target"] == last["target"]
        else:
            assert room_beside(changed(data, fix["change"]), schedule, last["target"])


def room_beside(data: Json, schedule: Schedule, target: str) -> bool:
    """Whether brute force can add the target to the visits of a schedule."""
    from solver import check

    (row,) = (t for t in data["targets"] if t["id"] == target)
    kept = [v.to_json() for v in schedule.visits if v.target != target]
    for visit in visits_of(data, row):
        start, end = (moment(visit["day"], visit[key]) for key in ("start", "end"))
        added = {"target": target, "start": start, "end": end, "inspectors": visit["team"]}
        visited = {v["target"] for v in kept} | {target}
        rest = [t["id"] for t in data["targets"] if t["id"] not in visited]
        report: Any = check(data, {"visits": [*kept, added], "unscheduled": rest})
        if not report["violations"]:
            return True
    return False


def test_a_visit_that_can_be_moved_is_found() -> None:
    targets = [
        make_target("T1", [make_item(minutes=150)], windows=make_windows(D1, hours=(AM,))),
        make_target("T2", [make_item(minutes=150)], windows=make_windows(D1)),
    ]
    data = make_problem(targets)
    clumsy = Schedule(
        status="feasible",
        assignment="free",
        seed=1,
        problem_digest="",
        visits=(Visit("T2", f"{D1}T09:00", f"{D1}T11:30", ("I1", "I2")),),
        unscheduled=("T1",),
        objective=Objective(1, 2, 0, 0, 1),
        bound=Bound(2, 0, 0, 1),
    )
    explanation = explain_target(Problem.from_json(data), "T1", clumsy).to_json()
    assert explanation["kind"] == "capacity"
    (verb, how), *_ = parsed(explanation["fixes"][0]["change"])
    assert (verb, how["target"], how["start"]) == ("visit.move", "T2", f"{D1}T14:00")
    assert how["then"]["start"] == f"{D1}T09:00"
    assert "尚未证明任何重排都不可行" in explanation["why"]["zh"]


def test_without_a_bottleneck_the_proven_weight_is_the_proof() -> None:
    # Two targets, far apart in the one morning: counting alone does not show that both are too many.
    targets = [
        make_target(
            f"T{n}", [make_item(minutes=60)], lon=114 + n, windows=make_windows(D1, hours=(AM,))
        )
        for n in range(2)
    ]
    data = make_problem(targets)
    schedule = solved(data)
    (explanation,) = (e.to_json() for e in explain_all(Problem.from_json(data), schedule))
    assert explanation["kind"] == "capacity"
    assert "已证明任何安排的风险权重都不超过 1" in explanation["why"]["zh"]


def test_a_scheduled_target_says_when_it_is_visited() -> None:
    data = make_problem()
    schedule = solved(data)
    explanation = explain_target(Problem.from_json(data), "T1", schedule).to_json()
    assert explanation["kind"] == "servable"
    assert "已安排在 2026-03-0" in explanation["why"]["zh"]


@pytest.mark.parametrize("seed", range(60))
def test_on_random_optima_every_reason_is_minimal_and_every_change_makes_room(seed: int) -> None:
    data = random_problem(seed, targets=4)
    best = best_of(data)
    if best is None:
        return
    schedule = as_schedule(data, best[1], best[0])
    problem = Problem.from_json(data)
    for reason in explain_all(problem, schedule):
        explanation = reason.to_json()
        # An optimum of positive weights leaves nothing out that could be added.
        assert explanation["kind"] in ("local", "capacity")
        assert explanation["rules"]
        if explanation["kind"] == "capacity":
            for fix in explanation["fixes"]:
                verb = parsed(fix["change"])[0][0]
                if verb not in ("campaign.add_day", "visit.replace", "target.split"):
                    assert verb != "visit.move"  # else the optimum were none
                    ordered = changed(
                        data
                        | {
                            "targets": sorted(
                                data["targets"], key=lambda t: t["id"] != reason.target
                            )
                        },
                        fix["change"],
                    )
                    assert room_beside(ordered, schedule, reason.target), fix
