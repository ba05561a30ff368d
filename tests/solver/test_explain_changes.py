"""Pins that cannot hold, changes made as their codes say, and words that stay the same."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest

from solver.explain import with_change
from solver.explain.openings import next_weekday
from tests.factories import (
    DAYS,
    make_inspector,
    make_problem,
    make_target,
    make_windows,
)
from tests.solver.cases import CASES
from tests.solver.changing import (
    infeasible,
    verbs,
)

D1, D2 = DAYS


def test_a_pin_that_fails_alone_is_explained_and_released() -> None:
    (reason,) = infeasible(make_problem(pinned=[{"target": "T1", "start": f"{D1}T13:00"}]))
    assert (reason["target"], reason["rules"]) == ("T1", ["R03", "R16"])
    assert verbs(reason) == ["pin.release"]


def test_a_pin_is_not_released_where_that_would_not_help() -> None:
    data = make_problem([make_target(windows=[])], pinned=[{"target": "T1"}])
    (reason,) = infeasible(data)
    assert reason["rules"] == ["R03"]
    assert reason["fixes"] == []


def test_the_day_after_a_friday_is_a_monday() -> None:
    assert next_weekday("2026-03-06") == "2026-03-09"


def test_two_pins_that_exclude_each_other_are_named_together() -> None:
    data = make_problem(
        [make_target("T1"), make_target("T2")],
        pinned=[
            {"target": "T1", "start": f"{D1}T09:00", "inspectors": ["I1"]},
            {"target": "T2", "start": f"{D1}T09:30", "inspectors": ["I1"]},
        ],
    )
    (reason,) = infeasible(data)
    assert reason["rules"] == ["R11", "R16"]
    assert reason["why"]["zh"] == "T1 与 T2 的固定安排不能同时成立。"
    assert verbs(reason) == ["pin.release", "pin.release"]


def test_pins_that_only_fail_all_together_are_all_named() -> None:
    # Any two of the three fit into the two people's limit of two visits a day, all three do not.
    data = make_problem(
        [make_target(f"T{n}", windows=make_windows(D1)) for n in range(1, 4)],
        [make_inspector(f"I{n}", max_visits_per_day=2) for n in (1, 2)],
        pinned=[{"target": f"T{n}"} for n in range(1, 4)],
    )
    reasons = infeasible(data)
    assert [reason["target"] for reason in reasons] == ["T1", "T2", "T3"]
    assert {tuple(reason["rules"]) for reason in reasons} == {("R16",)}


def test_a_pin_is_released_as_the_change_says() -> None:
    data = make_problem(pinned=[{"target": "T1", "start": f"{D1}T13:00"}])
    (reason,) = infeasible(data)
    assert with_change(data, reason["fixes"][0]["change"])["pinned"] == []
    assert len(data["pinned"]) == 1  # the given problem stays as it was


def test_a_split_target_keeps_its_recusals() -> None:
    data, *_ = CASES["more departments than the cap"]
    data = copy.deepcopy(data)
    data["inspectors"][0]["recused_targets"] = ["T1"]
    change = (
        'target.split {"target": "T1", "departments": [["市场监管"], ["消防救援", "应急管理"]]}'
    )
    made = with_change(data, change)
    assert [t["id"] for t in made["targets"]] == ["T1-1", "T1-2"]
    assert made["inspectors"][0]["recused_targets"] == ["T1", "T1-1", "T1-2"]


@pytest.mark.parametrize(
    "change",
    [
        "nonsense",
        "inspector.free",
        "inspector.free [1]",
        'inspector.free {"inspector": "I9", "day": "2026-03-02"}',
        'inspector.free {"inspector": "I1"}',
        'visit.move {"target": "T1"}',
        'window.open {"target": "T1", "day": "2026-03-02", "now": 7}',
    ],
)
def test_a_text_that_is_no_change_of_this_problem_is_a_value_error(change: str) -> None:
    with pytest.raises(ValueError, match=r"change|fit"):
        with_change(make_problem(), change)


def test_the_words_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import json\n"
        "from solver import Problem\n"
        "from solver.explain import explain_target\n"
        "from tests.factories import random_problem\n"
        "for seed in range(12):\n"
        "    problem = Problem.from_json(random_problem(seed, targets=4, inspectors=9))\n"
        "    for target in problem.targets:\n"
        "        print(json.dumps(explain_target(problem, target.id).to_json()))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(outputs) == 1
    assert outputs.pop()
