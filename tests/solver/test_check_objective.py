"""The checker's objective: each part recomputed by the contract's definition, figures by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.check import check
from solver.check.cover import smallest_cover
from tests.factories import (
    DAYS,
    FIRE,
    MARKET,
    SAFETY,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_schedule,
    make_target,
    make_visit,
)

D1, D2 = DAYS


def objective(problem: Json, *visits: Json) -> dict[str, int]:
    report: Any = check(problem, make_schedule(problem, *visits))
    assert report["ok"], report["violations"]
    found: dict[str, int] = report["objective"]
    return found


def one_visit(problem: Json, *team: str) -> dict[str, int]:
    return objective(problem, make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", *team))


def test_an_empty_schedule_has_nothing_but_the_weight_of_all() -> None:
    assert objective(make_problem()) == {
        "weight": 0,
        "weight_all": 1,
        "excess": 0,
        "travel": 0,
        "max_load": 0,
    }


def test_a_third_inspector_who_is_not_needed_is_excess() -> None:
    problem = make_problem(inspectors=[make_inspector(f"I{n}") for n in range(1, 4)])
    assert one_visit(problem, "I1", "I2")["excess"] == 0
    assert one_visit(problem, "I1", "I2", "I3")["excess"] == 1


def test_an_assistant_is_no_excess_but_travels_and_is_busy() -> None:
    people = [make_inspector("I1"), make_inspector("I2"), make_inspector("I3", role="assistant")]
    targets = [make_target("T1"), make_target("T2", lon=114.1), make_target("T3")]
    found = objective(
        make_problem(targets, [*people, make_inspector("I4"), make_inspector("I5")]),
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2", "I3"),
        make_visit("T2", f"{D1}T10:30", f"{D1}T11:30", "I4", "I5", "I3"),
    )
    # Only the assistant goes from T1 to T2: 10 + 2 * 10 km.
    assert (found["excess"], found["travel"], found["max_load"]) == (0, 30, 2)


def test_need_takes_the_smallest_cover_and_not_the_greedy_one() -> None:
    # Greedy takes the holder of c, d, e, f first and then needs two more; ab|cde|f do not help:
    # the two people acd and bef cover all six.
    names = ["a", "b", "c", "d", "e", "f"]
    held = [["c", "d", "e", "f"], ["a", "c", "d"], ["b", "e", "f"], ["a"], ["b"]]
    problem = make_problem(
        [make_target("T1", [make_item(specialty=name, minutes=10) for name in names])],
        [make_inspector(f"I{n}", specialties=skills) for n, skills in enumerate(held, 1)],
        specialties={MARKET: names, FIRE: [], SAFETY: []},
    )
    assert one_visit(problem, "I2", "I3")["excess"] == 0
    assert one_visit(problem, "I1", "I4", "I5")["excess"] == 1


def test_need_honours_recusals() -> None:
    items = [make_item(specialty="食品", minutes=30), make_item(specialty="特种设备", minutes=30)]
    both = ["食品", "特种设备"]
    people = [
        make_inspector("I1", specialties=both, recused_targets=["T1"]),
        make_inspector("I2"),
        make_inspector("I3", specialties=["特种设备"]),
        make_inspector("I4", FIRE),
    ]
    three = [*items, make_item(FIRE, "消防设施", 30)]
    problem = make_problem([make_target("T1", three)], people)
    # The all-rounder must stay away: two of market supervision and one of fire are the need.
    assert one_visit(problem, "I2", "I3", "I4")["excess"] == 0
    people[0]["recused_targets"] = []
    # Without the recusal one all-rounder and one of fire would do.
    assert one_visit(problem, "I2", "I3", "I4")["excess"] == 1


def test_need_ignores_calendars_units_and_certificates() -> None:
    both = ["食品", "特种设备"]
    items = [make_item(specialty=name, minutes=30) for name in both]
    people = [
        make_inspector(
            "I1",
            specialties=both,
            available_days=[],
            unit="U09",
            certificate_valid_until="2020-01-01",
        ),
        make_inspector("I2"),
        make_inspector("I3", specialties=["特种设备"]),
        make_inspector("I4", FIRE),
    ]
    problem = make_problem([make_target("T1", [*items, make_item(FIRE, "消防设施")])], people)
    # I1 can never come, yet the need counts her: 1 + 1 = 2, the team of 3 has an excess of 1.
    assert one_visit(problem, "I2", "I3", "I4")["excess"] == 1


def test_need_keeps_the_department_minimum_and_counts_the_lead() -> None:
    items = [make_item(FIRE, "消防设施", 60), make_item(SAFETY, "安全生产", 60)]
    people = [
        make_inspector(f"I{n}", name)
        for n, name in enumerate((FIRE, FIRE, SAFETY, SAFETY, MARKET, MARKET, MARKET), 1)
    ]
    problem = make_problem(
        [make_target("T1", items)],
        people,
        lead_department=MARKET,
        rules=make_rules(min_inspectors_per_department=2),
    )
    # 2 + 2 by the minimum and 2 of the lead, which has no item of its own.
    assert one_visit(problem, *(f"I{n}" for n in range(1, 7)))["excess"] == 0
    assert one_visit(problem, *(f"I{n}" for n in range(1, 8)))["excess"] == 1


def test_need_is_at_least_the_smallest_team_allowed() -> None:
    problem = make_problem(
        inspectors=[make_inspector(f"I{n}") for n in range(1, 5)],
        rules=make_rules(min_inspectors_per_visit=3),
    )
    assert one_visit(problem, "I1", "I2", "I3")["excess"] == 0
    assert one_visit(problem, "I1", "I2", "I3", "I4")["excess"] == 1


def test_travel_is_rounded_up_once_a_leg() -> None:
    problem = make_problem(
        [make_target("T1"), make_target("T2", lon=114.0201, lat=22.5)],
        rules=make_rules(),
    )
    found = objective(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        make_visit("T2", f"{D1}T10:30", f"{D1}T11:30", "I1", "I2"),
    )
    assert found["travel"] == 2 * 15  # ceil(10 + 2 * 2.01) = 15, for each of the two


def test_a_distance_that_comes_out_even_is_not_rounded_up_by_noise() -> None:
    # 0.1 + 0.2 style noise: |114.3 - 114.0| * 100 is 29.999999999999716 km, 2 min each and 10.
    problem = make_problem([make_target("T1"), make_target("T2", lon=114.3)])
    found = objective(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        make_visit("T2", f"{D1}T14:00", f"{D1}T15:00", "I1", "I2"),
    )
    assert found["travel"] == 2 * 70


def test_nights_cost_no_travel() -> None:
    problem = make_problem([make_target("T1"), make_target("T2", lon=114.5)])
    found = objective(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        make_visit("T2", f"{D2}T09:00", f"{D2}T10:00", "I1", "I2"),
    )
    assert found["travel"] == 0
    assert found["max_load"] == 2


def test_with_units_the_day_starts_and_ends_there() -> None:
    units = [{"id": "U01", "lon": 114.0, "lat": 22.55}]
    problem = make_problem([make_target("T1"), make_target("T2", lon=114.02)], units=units)
    found = objective(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        make_visit("T2", f"{D1}T10:30", f"{D1}T11:30", "I1", "I2"),
    )
    # Out 5 km = 20, across 2 km = 14, home 7 km = 24; for two people.
    assert found["travel"] == 2 * (20 + 14 + 24)


def test_the_order_of_the_visits_in_the_document_is_of_no_matter() -> None:
    problem = make_problem([make_target("T1"), make_target("T2", lon=114.02)])
    visits = [
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        make_visit("T2", f"{D1}T10:30", f"{D1}T11:30", "I1", "I2"),
    ]
    assert objective(problem, *visits) == objective(problem, *reversed(visits))


SKILLS = "abcdef"


@given(
    st.frozensets(st.sampled_from(SKILLS)),
    st.lists(st.frozensets(st.sampled_from(SKILLS)), max_size=7),
)
def test_the_smallest_cover_is_that_of_trying_all_teams(
    wanted: frozenset[str], people: list[frozenset[str]]
) -> None:
    sizes = [
        size
        for size in range(len(people) + 1)
        for team in itertools.combinations(people, size)
        if wanted <= frozenset().union(*team)
    ]
    assert smallest_cover(wanted, people) == (min(sizes) if sizes else None)


@pytest.mark.parametrize("size", [30, 60])
def test_covers_of_many_specialties_stay_quick(size: int) -> None:
    names = [f"s{n}" for n in range(size)]
    people = [frozenset(names[n : n + 4]) for n in range(0, size, 2)]
    # Chains of four overlapping by two: every fourth specialty needs its own person.
    assert smallest_cover(frozenset(names), people) == -(-size // 4)
