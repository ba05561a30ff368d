"""The benchmark's made-up problems are lawful ones, and its simplest rival keeps every rule."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from solver import Problem, check

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def bench(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("family", "targets"), [("S", 12), ("M-t", 85), ("L-p2", 400)])
def test_a_family_gives_the_same_lawful_problem_for_the_same_seed(
    family: str, targets: int
) -> None:
    make = bench("solver_families").make
    problem = make(family, 7)
    assert problem == make(family, 7) != make(family, 8)
    assert len(Problem.from_json(problem).targets) == targets  # the sizes of the families


def test_the_planner_s_greedy_keeps_every_rule() -> None:
    problem = bench("solver_families").make("M", 7)
    visits = bench("solver_rivals").greedy(problem)
    gone = {visit["target"] for visit in visits}
    left = [t["id"] for t in problem["targets"] if t["id"] not in gone]
    judged = check(problem, {"visits": visits, "unscheduled": left})
    assert judged["violations"] == [] and len(visits) > 60  # most of 85


def test_the_picture_of_quality_over_time_is_a_stair_above_the_bound() -> None:
    def at(travel: int) -> dict[str, int]:
        return {"weight": 9, "excess": 0, "travel": travel, "max_load": 2}

    ours = {
        "steps": [{"s": 0.1, "objective": at(40)}, {"s": 1.0, "objective": at(20)}],
        "objective": at(20),
        "bound": at(10),
        "method": "solve, quick",
    }
    rival = {"objective": at(50), "method": "greedy"}
    found = [{"problem": "S 1", "wall": 2.0, **one} for one in (ours, rival)]
    picture = ET.fromstring(bench("solver_plot").plot(found))
    paths = [e.get("d", "") for e in picture.iter() if e.tag.endswith("path")]
    # Axes, the bound, and one stair with one step down after its start.
    assert len(paths) == 3 and paths[2].count("V") == 1
