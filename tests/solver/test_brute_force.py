"""Tiny problems: what `solve` answers against trying everything, level by level."""

from __future__ import annotations

from typing import Any

import pytest

from solver import Problem, check, solve
from tests.factories import Json, random_problem
from tests.solver.brute_force import best_of

LEVELS = ("weight", "excess", "travel", "max_load")


def assert_bounds_hold(bound: Json, best: tuple[int, ...]) -> None:
    """Each bound holds for every schedule that reaches the levels above it: so for the best."""
    assert bound["weight"] >= -best[0]
    for level, value in zip(LEVELS[1:], best[1:], strict=True):
        assert bound[level] <= value


def compare(data: Json) -> tuple[bool, bool]:
    """Solve and compare; says whether the best was reached and whether it was proven."""
    best = best_of(data)
    schedule = solve(Problem.from_json(data), effort="quick").to_json()
    if best is None:
        assert schedule["status"] == "infeasible"
        assert schedule["visits"] == []
        return True, True
    assert schedule["status"] in ("optimal", "feasible")
    report: Any = check(data, schedule)
    assert report["ok"], (report["violations"], report["differences"])
    found = tuple(schedule["objective"][level] for level in LEVELS)
    rank = (-found[0], *found[1:])
    assert rank >= best[0], "better than trying everything: one of the two is wrong"
    if -best[0][0] == found[0]:
        assert_bounds_hold(schedule["bound"], best[0])
    else:
        assert schedule["bound"]["weight"] >= -best[0][0]
    if schedule["status"] == "optimal":
        assert rank == best[0]
    # Every left-out target is explained.
    assert {e["target"] for e in schedule["explanations"]} == set(schedule["unscheduled"])
    return rank == best[0], schedule["status"] == "optimal"


@pytest.mark.parametrize("seed", range(40))
def test_no_answer_is_better_than_the_best_nor_claims_more_than_it_is(seed: int) -> None:
    compare(random_problem(seed))
