"""The checker: what it says of valid schedules, how it says it, and that it knows no solver."""

from __future__ import annotations

import copy
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from solver.check import check
from tests.factories import (
    AM,
    DAYS,
    SAFETY,
    Json,
    make_inspector,
    make_problem,
    make_rules,
    make_schedule,
    make_target,
    make_visit,
    make_windows,
)
from tests.solver.campaign import campaign, codes, timetable

D1, D2 = DAYS
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "solver"


def test_a_valid_schedule_has_no_violation_and_its_objective_is_recomputed() -> None:
    problem = campaign()
    report = check(problem, timetable(problem))
    assert report["ok"] is True
    assert report["violations"] == report["differences"] == []
    assert report["objective"] == {
        "weight": 13,  # D 8 + A 1 + C 4
        "weight_all": 15,  # and T4, B 2
        "excess": 0,  # teams of 2, 2 and 3 are the smallest (T3 needs its lead too)
        "travel": 42,  # I1: 12 to T2, 16 on to T3 (3 km); I2: 14 from T1 to T3 (2 km)
        "max_load": 3,  # I1
    }


# --- findings ----------------------------------------------------------------------------------


def test_a_finding_names_rule_place_people_and_basis_in_two_languages() -> None:
    problem = campaign()
    problem["inspectors"][1]["recused_targets"] = ["T1"]
    report: Any = check(problem, timetable(problem))
    (found,) = report["violations"]
    assert found == {
        "rule": "R08",
        "target": "T1",
        "inspector": "I2",
        "visit": 0,
        "field": "visits[0].inspectors",
        "zh": "检查对象 T1（2026-03-02 09:00）：I2 对该检查对象应当回避。",
        "en": "Visit to T1 (2026-03-02 09:00): I2 is recused from this target.",
        "basis": ["sz-2018#二(三)2", "national-draft#二(七)"],
    }


def test_findings_come_in_the_order_of_rules_and_visits() -> None:
    problem = campaign()
    schedule = timetable(problem)
    schedule["unscheduled"] = []
    schedule["visits"][2]["inspectors"] = ["I2", "I3"]
    schedule["visits"][1]["inspectors"] = ["I1"]
    schedule["visits"][0]["inspectors"] = ["I1", "I3"]
    order = [(found["rule"], found["visit"]) for found in check(problem, schedule)["violations"]]  # type: ignore[attr-defined]
    assert order == sorted(
        order, key=lambda entry: (entry[0], -1 if entry[1] is None else entry[1])
    )
    assert [rule for rule, _ in order] == ["R05", "R06", "R06", "R07", "R12", "R15"]


def test_a_certificate_is_valid_on_its_last_day() -> None:
    problem = campaign()
    assert problem["inspectors"][3]["certificate_valid_until"] == D1
    assert codes(problem, timetable(problem)) == set()


def test_without_the_slot_rule_a_visit_may_lie_across_lunch() -> None:
    problem = campaign(rules=make_rules(visit_within_one_slot=False))
    problem["targets"][2]["windows"] = make_windows(D1, hours=(("09:00", "18:00"),))
    schedule = timetable(problem)
    schedule["visits"][2] |= {"start": f"{D1}T11:30", "end": f"{D1}T12:30"}
    assert codes(problem, schedule) == set()


def test_the_lead_need_not_come_where_one_department_inspects() -> None:
    problem = campaign(lead_department=SAFETY)
    problem["targets"] = [problem["targets"][1]]
    visit = make_visit("T2", f"{D1}T09:00", f"{D1}T09:30", "I1", "I4")
    assert check(problem, make_schedule(problem, visit))["ok"] is True


def test_recusals_of_targets_outside_the_problem_are_ignored() -> None:
    problem = campaign()
    problem["inspectors"][0]["recused_targets"] = ["T77"]
    assert check(problem, timetable(problem))["ok"] is True


def test_pins_that_are_kept_are_no_violation() -> None:
    problem = campaign(
        pinned=[{"target": "T1", "start": f"{D1}T09:00", "inspectors": ["I2"]}, {"target": "T2"}]
    )
    assert check(problem, timetable(problem))["ok"] is True


def test_campaign_caps_count_neither_assistants_nor_absent_departments() -> None:
    problem = campaign()
    problem["rules"] |= {"max_departments_per_campaign": 3, "max_inspectors_per_campaign": 4}
    schedule = timetable(problem)
    schedule["visits"][1]["inspectors"].append("I6")
    assert check(problem, schedule)["ok"] is True


def test_the_same_ids_may_be_used_for_slots_targets_and_people() -> None:
    problem = campaign()
    problem["inspectors"][0]["id"] = problem["targets"][0]["id"] = "am"
    schedule = json.loads(
        json.dumps(timetable(problem)).replace('"I1"', '"am"').replace('"T1"', '"am"')
    )
    schedule["unscheduled"] = ["T4"]
    assert codes(problem, schedule) == set()


# --- the checker knows nothing of the solver ---------------------------------------------------


def test_the_checker_loads_neither_ortools_nor_numpy() -> None:
    root = Path(__file__).resolve().parents[2]
    program = (
        "import sys, types\n"
        # The door of the package would import the rest: stand in an empty one with its path.
        "door = types.ModuleType('solver'); door.__path__ = ['solver']; sys.modules['solver'] = door\n"
        "import solver.check\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('ortools', 'numpy', 'solver')\n"
        "             and not n.startswith('solver.check') and n != 'solver'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def city(targets: int, inspectors: int) -> tuple[Json, Json]:
    """A problem and schedule of city size: every target visited once by two of its own people."""
    days = [f"2026-03-{day:02d}" for day in range(2, 30)]
    people = [make_inspector(f"I{n}", available_days=days) for n in range(inspectors)]
    places = [
        make_target(f"T{n}", windows=make_windows(*days, hours=(AM,))) for n in range(targets)
    ]
    problem = make_problem(places, people, days=days)
    pairs = inspectors // 2
    visits = []
    for n in range(targets):
        day, pair = days[n // pairs], n % pairs
        visits.append(
            make_visit(f"T{n}", f"{day}T09:00", f"{day}T10:00", f"I{2 * pair}", f"I{2 * pair + 1}")
        )
    return problem, make_schedule(problem, *visits)


def test_a_city_is_judged_within_seconds() -> None:
    problem, schedule = city(4000, 1000)
    began = time.process_time()
    report: Any = check(problem, schedule)
    assert report["ok"] is True
    assert report["objective"]["max_load"] == 8  # 4000 visits * 2 people / 1000
    # About one second on two ordinary cores; ten leaves room for a loaded machine.
    assert time.process_time() - began < 10


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared instances are not beside the project")
@pytest.mark.parametrize("name", ["S-1", "M-1-p2", "XL-1"])
def test_the_shared_instances_are_read_without_a_fault(name: str) -> None:
    problem = json.loads(gzip.decompress((SHARED / f"{name}.json.gz").read_bytes()))
    assert check(problem, make_schedule(problem))["violations"] == []


def test_the_documents_are_left_as_they_were() -> None:
    problem = campaign()
    schedule = timetable(problem)
    before = copy.deepcopy((problem, schedule))
    check(problem, schedule)
    assert (problem, schedule) == before
