"""The aggregate bound: a bottleneck named is one, whatever the arrangement."""

from __future__ import annotations

import random

import pytest

from solver import Problem
from solver.explain.bottleneck import Load
from solver.explain.flow import Flow
from solver.explain.question import Question
from tests.factories import (
    AM,
    DAYS,
    FIRE,
    MARKET,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_target,
    make_windows,
    random_problem,
)
from tests.solver.brute_force import best_of

D1, D2 = DAYS


def neck(data: Json, target: str = "T1") -> object:
    problem = Problem.from_json(data)
    (row,) = (t for t in problem.targets if t.id == target)
    return Load(problem, [t.id for t in problem.targets if t.id != target]).beside(
        Question(problem, row)
    )


def test_a_specialty_asked_for_more_than_its_holder_can_make_is_found() -> None:
    boilers = [
        make_target(f"T{n}", [make_item(specialty="特种设备")], windows=make_windows(D1))
        for n in range(1, 4)
    ]
    data = make_problem(
        boilers,
        [
            make_inspector("I1", specialties=["特种设备"], max_visits_per_day=2),
            *(make_inspector(f"I{n}") for n in range(2, 6)),
        ],
    )
    found = neck(data)
    assert found is not None
    assert (found.department, found.specialty, found.days) == (MARKET, "特种设备", (D1,))  # type: ignore[attr-defined]
    assert (found.demand, found.supply) == (3, 2)  # type: ignore[attr-defined]


def test_targets_open_on_one_day_only_press_on_that_day() -> None:
    data = make_problem(
        [
            make_target("T1", windows=make_windows(D1, hours=(AM,))),
            make_target("T2", windows=make_windows(D1, hours=(AM,))),
            make_target("T3", windows=make_windows(D1, D2)),
        ],
        [make_inspector(f"I{n}", max_visits_per_day=1) for n in (1, 2)],
    )
    found = neck(data)
    # Two visits of two people on the first day, with two people of one visit each.
    assert (found.days, found.demand, found.supply) == ((D1,), 4, 2)  # type: ignore[union-attr,attr-defined]


def test_enough_people_are_no_bottleneck() -> None:
    data = make_problem([make_target("T1"), make_target("T2")])
    assert neck(data) is None


def test_a_whole_day_counts_where_visits_may_lie_across_slots() -> None:
    data = make_problem(
        [
            make_target(
                f"T{n}",
                [make_item(minutes=300)],
                windows=make_windows(D1, hours=(("09:00", "18:00"),)),
            )
            for n in range(1, 7)
        ],
        rules=make_rules(visit_within_one_slot=False),
        inspectors=[make_inspector("I1"), make_inspector("I2")],
    )
    # A day of 24 hours holds four visits of 300 minutes with 10 between, their limit says three.
    assert (neck(data).demand, neck(data).supply) == (12, 6)  # type: ignore[union-attr,attr-defined]


def test_the_department_minimum_counts_as_demand() -> None:
    items = [make_item(), make_item(FIRE, "消防设施")]
    data = make_problem(
        [make_target(f"T{n}", items, windows=make_windows(D1)) for n in (1, 2)],
        [
            *(make_inspector(f"I{n}") for n in range(4)),
            *(make_inspector(f"F{n}", FIRE, max_visits_per_day=1) for n in range(3)),
        ],
        rules=make_rules(min_inspectors_per_department=2),
    )
    found = neck(data)
    assert (found.department, found.demand, found.supply) == (FIRE, 4, 3)  # type: ignore[union-attr,attr-defined]


@pytest.mark.parametrize("seed", range(100))
def test_where_a_bottleneck_is_named_brute_force_cannot_visit_all(seed: int) -> None:
    data = random_problem(seed)
    data["pinned"] = []
    problem = Problem.from_json(data)
    best = best_of(data)
    assert best is not None
    visited = [visit["target"] for visit in best[1]["visits"]]
    for target in problem.targets:
        found = Load(problem, [v for v in visited if v != target.id]).beside(
            Question(problem, target)
        )
        # What brute force visits together is never called too much.
        assert found is None or target.id not in visited
        if found is not None:
            assert found.demand > found.supply


def test_the_largest_flow_is_the_smallest_cut_by_trying_all_cuts() -> None:
    dice = random.Random(7)
    for _ in range(60):
        names = ["source", "a", "b", "c", "sink"]
        arcs = {
            (tail, head): dice.randrange(6)
            for tail in names
            for head in names
            if tail != head and head != "source" and tail != "sink" and dice.random() < 0.7
        }
        flow = Flow()
        for (tail, head), capacity in arcs.items():
            flow.add(tail, head, capacity)
        cuts = [
            sum(c for (tail, head), c in arcs.items() if tail in side and head not in side)
            for mask in range(8)
            for side in [{"source"} | {n for bit, n in enumerate("abc") if mask >> bit & 1}]
        ]
        assert flow.run() == min(cuts)
        side = flow.near_source()
        assert sum(
            c for (tail, head), c in arcs.items() if tail in side and head not in side
        ) == min(cuts)
