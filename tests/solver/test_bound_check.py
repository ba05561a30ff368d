"""The second proof of bounds, written from the contract alone, agrees with what `solve` reaches."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from solver import Problem, solve

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def proven(problem: dict[str, Any], folder: Path) -> str:
    """What the check prints; in a process of its own, for OR-Tools carries another HiGHS."""
    file = folder / "problem.json"
    file.write_text(json.dumps(problem), "utf-8")
    command = [sys.executable, str(BENCHMARKS / "bound_check.py"), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def family(name: str, seed: int) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("families", BENCHMARKS / "solver_families.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    problem: dict[str, Any] = module.make(name, seed)
    return problem


def test_no_schedule_beats_the_second_proof_and_solve_reaches_it(tmp_path: Path) -> None:
    problem = family("S", 102)
    best = solve(Problem.from_json(problem), effort="quick").to_json()["objective"]
    said = proven(problem, tmp_path)
    # A problem whose linear program is whole: proof and schedule meet, so both are right.
    assert said == (
        f"weight <= {best['weight']}; with weight >= {best['weight']} and excess 0, "
        f"travel >= {best['travel']}"
    )


def test_a_busy_person_without_partners_visits_nobody(tmp_path: Path) -> None:
    problem = family("S", 101)
    dept, day = problem["departments"][0], problem["days"][0]
    skills = problem["specialties"][dept]
    problem["days"] = [day]
    problem["targets"] = [
        {
            **target,
            "risk": "A",
            "items": [{"id": "1", "department": dept, "specialty": skills[0], "minutes": 30}],
            "windows": [{"day": day, "from": "09:00", "to": "12:00"}],
        }
        for target in problem["targets"][:5]
    ]
    problem["inspectors"] = [
        {
            "id": f"I{k}",
            "department": dept,
            "unit": "U01",
            "specialties": skills,
            "available_days": [day],
            "recused_targets": [],
            "max_visits_per_day": most,
        }
        for k, most in enumerate((4, 1, 1))  # six half visits, but only two pairs
    ]
    problem["rules"]["min_inspectors_per_department"] = 2
    assert proven(problem, tmp_path).startswith("weight <= 2;")
    assert solve(Problem.from_json(problem), effort="quick").to_json()["objective"]["weight"] == 2
