"""Bounds: the route search against trying every order, and what departments must do together."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import Problem, check, solve
from solver.bounds import weight_bound
from solver.crews import Pricer, crews_of
from solver.master import UNIT
from solver.model import build_model
from tests.factories import (
    DAYS,
    FIRE,
    MARKET,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_target,
    make_windows,
    random_problem,
)

Json = dict[str, Any]


def days_of(pricer: Pricer, place: int, most: int) -> list[tuple[tuple[int, ...], int]]:
    """Every order of visits one person can make on a day, with its minutes: by trying them all."""
    person, day = pricer.crew.days[place]
    can = [v for v in range(len(pricer.crew.targets)) if pricer.crew.holds[person][v, 0] >= 0]
    made = []
    for count in range(1, most + 1):
        for order in permutations(can, count):
            ready = 0
            for u, v in [(None, order[0]), *pairwise(order)]:
                ready += 0 if u is None else int(pricer.way[u, v])
                starts = [
                    start
                    for w, first, last in pricer.nodes[day].tolist()
                    for start in range(first, last + 1, pricer.step)
                    if w == v and start >= ready
                ]
                if not starts:
                    break
                ready = min(starts) + int(pricer.length[v])
            else:
                made.append((order, pricer.charge(person, order)))
    return made


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 400), worths=st.lists(st.integers(0, 60), min_size=12, max_size=12))
def test_the_best_day_is_the_best_of_all_orders(seed: int, worths: list[int]) -> None:
    arrays = build_model(Problem.from_json(random_problem(seed))).arrays
    for crew in crews_of(arrays):
        pricer = Pricer(arrays, crew, UNIT)
        prize = np.array(worths[: len(crew.targets)], dtype=np.int64) * UNIT
        for place, (person, _) in enumerate(crew.days):
            kept_away = crew.holds[person][:, 0] < 0
            mine = np.where(kept_away, -1, prize)
            days = days_of(pricer, place, int(arrays.most_visits[person]))
            costs = {o: m * UNIT - sum(int(prize[v]) for v in o) for o, m in days}
            assert pricer.best(place, mine)[0] == min([0, *costs.values()])
            few = pricer.within(place, mine, -5 * UNIT, 10_000)
            assert few == sorted(o for o, cost in costs.items() if cost <= -5 * UNIT)


def pairs(caps: list[list[int]], targets: int) -> Json:
    """One department that must send two; `caps`: each person's visits a day, for each of two days."""
    return make_problem(
        targets=[
            make_target(f"T{k}", [make_item(MARKET, "食品")], windows=make_windows(*DAYS))
            for k in range(targets)
        ],
        inspectors=[
            make_inspector(
                f"I{d}{k}", specialties=["食品"], available_days=[DAYS[d]], max_visits_per_day=cap
            )
            for d, row in enumerate(caps)
            for k, cap in enumerate(row)
        ],
        rules=make_rules(min_inspectors_per_department=2),
    )


@pytest.mark.parametrize(
    ("caps", "visits"),
    [
        ([[4, 2], [1]], 2),  # the busy one has a partner twice; one person alone makes no visit
        ([[3, 3, 3], []], 4),  # nine places are four pairs and one left over
        ([[2, 2], [2, 2]], 4),
        ([[5, 1, 1], [1, 1]], 3),  # two with the busy one, one on the other day
    ],
)
def test_who_goes_in_twos_limits_the_visits_of_a_day(caps: list[list[int]], visits: int) -> None:
    data = pairs(caps, 6)
    problem = Problem.from_json(data)
    each = problem.rules.risk_weight[problem.targets[0].risk]
    assert weight_bound(build_model(problem).arrays) == visits * each
    schedule = solve(problem, effort="quick")
    assert schedule.objective.weight == visits * each
    assert schedule.bound.weight == visits * each


def far_apart() -> Json:
    """Two targets for two departments; each could serve them on its own day, never on one together."""
    both = [make_item(MARKET, "食品"), make_item(FIRE, "消防设施")]
    return make_problem(
        targets=[
            make_target("T1", both, lon=114.0, windows=make_windows(*DAYS)),
            make_target(
                "T2",
                [{**i, "id": i["id"] + "x"} for i in both],
                lon=114.1,
                windows=make_windows(*DAYS),
            ),
        ],
        inspectors=[
            make_inspector("I1", MARKET, specialties=["食品"], available_days=[DAYS[0]]),
            make_inspector("I2", MARKET, specialties=["食品"], available_days=[DAYS[1]]),
            make_inspector("I3", FIRE, specialties=["消防设施"], available_days=[DAYS[0]]),
        ],
    )


def test_departments_that_must_come_on_one_day_pay_for_it_in_the_bound() -> None:
    """Fire has one day, so Market must come twice that day too: each travels, and it is proven."""
    data = far_apart()
    schedule = solve(Problem.from_json(data), effort="quick")
    leg = 10 + 2 * 10  # fixed, and two minutes for each of 10 km
    assert schedule.objective.travel == 2 * leg
    assert schedule.status == "optimal"
    assert check(data, schedule.to_json())["ok"]


def test_days_that_could_be_exchanged_are_dealt_by_the_seed() -> None:
    """One visit, two days alike for everybody: neither day is always the one."""
    data = make_problem(
        targets=[make_target("T1", [make_item(MARKET, "食品")], windows=make_windows(*DAYS))],
        inspectors=[make_inspector(f"I{k}", specialties=["食品"]) for k in range(2)],
    )
    problem = Problem.from_json(data)
    used = {solve(problem, seed=seed, effort="quick").visits[0].start[:10] for seed in range(12)}
    assert used == set(DAYS)
