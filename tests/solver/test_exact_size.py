"""Planning again asks about what is open: visits fixed whole cost the exact model next to nothing."""

from __future__ import annotations

from solver import Problem
from solver.exact import build
from solver.model import build_model
from tests.factories import make_inspector, make_problem, make_target


def test_a_visit_fixed_whole_brings_its_own_team_alone_into_the_exact_model() -> None:
    people = [make_inspector(f"I{n}") for n in range(1, 11)]
    targets = [make_target(f"T{n}") for n in range(1, 6)]
    problem = make_problem(targets, people)
    day = problem["days"][0]
    problem["pinned"] = [
        {"target": "T1", "start": f"{day}T09:00", "inspectors": ["I1", "I2"]},
        {"target": "T2", "start": f"{day}T14:00"},
    ]
    made = build(build_model(Problem.from_json(problem)).arrays, [0, 1])
    # The two who are named, and all ten for the visit whose team is open.
    assert len(made.goes) == 2 + 10
