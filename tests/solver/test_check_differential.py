"""Solver and checker were written apart: on the same documents they must say the same."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver import Problem, ProblemRefused, problem_digest
from solver.check import check
from solver.check.claims import digest
from tests.factories import DAYS, Json, make_problem, make_schedule, random_problem

D1 = DAYS[0]


def full_problem() -> Json:
    """Every optional part present."""
    problem = make_problem(
        lead_department="市场监管",
        assignment="free",
        units=[{"id": "U01", "lon": 114.0, "lat": 22.5}],
        pinned=[{"target": "T1", "start": f"{D1}T09:00", "inspectors": ["I1"]}],
    )
    problem["rules"] |= {"max_departments_per_campaign": 5, "max_inspectors_per_campaign": 9}
    problem["inspectors"][0] |= {"certificate_valid_until": "2027-01-01", "role": "inspector"}
    return problem


def refused_by_solver(problem: Any) -> bool:
    try:
        Problem.from_json(problem)
    except ProblemRefused:
        return True
    return False


def refused_by_checker(problem: Any) -> bool:
    return not check(problem, make_schedule(make_problem()))["objective"]


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document, inner ones included."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    return [at] * bool(at) + [path for key, held in inner for path in paths(held, (*at, key))]


PROBLEM = full_problem()
PATHS = paths(PROBLEM)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 2**31)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=4)
    | st.sampled_from(
        ["T1", "I1", "am", D1, DAYS[1], "2026-03-09", "09:00", "24:00", f"{D1}T10:00", "A", "U01"]
    )
    | st.just([])
    | st.just({})
    | st.lists(st.sampled_from(["T1", "I1", "I2", "市场监管", "食品", *DAYS]), max_size=3)
)


@settings(max_examples=400)
@given(st.sampled_from(PATHS), VALUES)
def test_solver_and_checker_refuse_the_same_problems(path: tuple[Any, ...], value: Any) -> None:
    problem = copy.deepcopy(PROBLEM)
    holder: Any = problem
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    assert refused_by_checker(problem) == refused_by_solver(problem), (path, value)


@pytest.mark.parametrize("path", [path for path in PATHS if isinstance(path[-1], str)])
def test_solver_and_checker_agree_on_a_missing_field(path: tuple[Any, ...]) -> None:
    problem = copy.deepcopy(PROBLEM)
    holder: Any = problem
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    assert refused_by_checker(problem) == refused_by_solver(problem)


@pytest.mark.parametrize("seed", range(30))
def test_both_read_random_problems_and_give_them_the_same_digest(seed: int) -> None:
    problem = random_problem(seed)
    assert not refused_by_checker(problem)
    assert Problem.from_json(problem).digest == problem_digest(problem) == digest(problem)
