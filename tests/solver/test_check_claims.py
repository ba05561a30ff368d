"""What a schedule says about itself is recomputed; what does not hold is named."""

from __future__ import annotations

from typing import Any

import pytest

from solver.check import check
from solver.check.claims import digest
from tests.factories import DAYS, Json, make_problem, make_schedule, make_visit

D1 = DAYS[0]
TRUE = {"weight": 1, "weight_all": 1, "excess": 0, "travel": 0, "max_load": 1}


def schedule(problem: Json, **claims: Any) -> Json:
    visit = make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2")
    return make_schedule(problem, visit, **claims)


def fields(**claims: Any) -> list[str]:
    problem = make_problem()
    report: Any = check(problem, schedule(problem, **claims))
    assert report["violations"] == []
    assert report["ok"] is (not report["differences"])
    for entry in report["differences"]:
        assert set(entry) == {"field", "claimed", "recomputed", "zh", "en"}
    return [entry["field"] for entry in report["differences"]]


def test_true_claims_hold() -> None:
    bound = {"weight": 1, "excess": 0, "travel": 0, "max_load": 1}
    assert fields(objective=TRUE, bound=bound, status="optimal", assignment="free") == []


@pytest.mark.parametrize("level", TRUE)
def test_every_part_of_the_objective_is_compared(level: str) -> None:
    assert fields(objective=TRUE | {level: 7}) == [f"objective.{level}"]


@pytest.mark.parametrize("value", ["1", None, True, [1], float("nan")])
def test_a_claim_of_another_kind_does_not_hold(value: object) -> None:
    assert fields(objective=TRUE | {"weight": value}) == ["objective.weight"]


def test_an_objective_that_is_no_object_does_not_hold() -> None:
    assert fields(objective=[1, 0, 0, 1]) == ["objective"]
    assert fields(bound=3) == ["bound"]


def test_the_claim_stands_beside_the_recomputed_figure() -> None:
    problem = make_problem()
    report: Any = check(problem, schedule(problem, objective=TRUE | {"travel": 9}))
    assert report["claimed"]["travel"] == 9
    assert report["objective"]["travel"] == 0
    assert report["differences"] == [
        {
            "field": "objective.travel",
            "claimed": 9,
            "recomputed": 0,
            "zh": "objective.travel 写为 9，重新计算为 0。",
            "en": "objective.travel claims 9; recomputed it is 0.",
        }
    ]


@pytest.mark.parametrize(
    ("bound", "broken"),
    [
        ({"weight": 0}, ["bound.weight"]),  # the schedule has weight 1, so 0 bounds nothing
        ({"weight": 1, "excess": 1}, ["bound.excess"]),
        ({"weight": 1, "excess": 0, "travel": 1}, ["bound.travel"]),
        ({"weight": 1, "excess": 0, "travel": 0, "max_load": 2}, ["bound.max_load"]),
        ({"weight": "1"}, ["bound.weight"]),
        ({"weight": 2, "excess": 5}, []),  # weight 2 is not reached: excess binds others only
        ({"weight": 1, "excess": 0, "travel": -3, "max_load": 9}, []),
        ({"weight": 1.5}, []),  # a bound may be a fraction
        ({}, []),
    ],
)
def test_a_bound_the_schedule_itself_beats_is_no_bound(bound: Json, broken: list[str]) -> None:
    assert fields(bound=bound) == broken


def test_optimal_means_that_every_level_meets_its_bound() -> None:
    bound = {"weight": 1, "excess": 0, "travel": 0, "max_load": 0}
    assert fields(bound=bound, status="optimal") == ["status"]
    assert fields(bound=bound, status="feasible") == []


def test_the_digest_is_recomputed_over_everything_but_the_name() -> None:
    problem = make_problem()
    true = digest(problem)
    assert true is not None
    assert true.startswith("sha256:")
    assert digest(problem | {"name": "other"}) == true
    assert digest(problem | {"extra": 1}) != true
    assert fields(problem_digest=true) == []
    assert fields(problem_digest="sha256:00") == ["problem_digest"]


def test_the_digest_is_that_of_the_canonical_form() -> None:
    # {"a":1.5,"b":"é"} by RFC 8785; the figure is `printf '{"a":1.5,"b":"é"}' | sha256sum`.
    assert digest({"name": "x", "b": "é", "a": 1.5}) == (
        "sha256:6173df492ea2cc3f93854102e7ca395f27a97bc90c7130b33a9608fe1407beba"
    )


@pytest.mark.parametrize("value", [float("nan"), 2**60, {1: 2}, object()])
def test_a_document_without_canonical_form_has_no_digest(value: object) -> None:
    assert digest({"a": value}) is None


def test_the_assignment_must_be_that_of_the_problem() -> None:
    assert fields(assignment="drawn") == ["assignment"]
    problem = make_problem(assignment="drawn")
    assert check(problem, schedule(problem, assignment="drawn"))["ok"] is True
