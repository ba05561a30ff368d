"""PLAN.json: what it may say, and all its faults at once."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import draw
from draw.plan import Stratum


def codes(plan: Any) -> list[tuple[str, str]]:
    with pytest.raises(draw.DrawRefused) as refused:
        draw.parse_plan(plan)
    return [(f.code, f.field) for f in refused.value.faults]


def test_the_contracts_own_example_is_a_plan() -> None:
    plan = draw.parse_plan(
        {
            "draw_id": "2026-17",
            "strata": [
                {"name": "D", "where": {"risk": "D"}, "ratio": "0.30"},
                {"name": "A", "where": {"risk": ["A"], "district": "U01"}, "count": 12},
            ],
            "exclude": [{"id": "T00001", "reason": "重点监管"}],
            "columns": ["credit_flag"],
            "publish_after": "2026-12-20",
            "seed_source": {
                "kind": "published",
                "what": "体育彩票某期开奖号码",
                "not_before": "2026-12-01T10:00+08:00",
            },
            "anything_else": "is kept and has no effect",
        }
    )
    assert plan.strata[0].ratio == Fraction(3, 10)
    assert plan.strata[1].where == (("risk", ("A",)), ("district", ("U01",)))
    assert plan.exclude == (("T00001", "重点监管"),)
    assert plan.line_columns == ("id", "risk", "district", "credit_flag")
    assert plan.raw["anything_else"] == "is kept and has no effect"
    assert not plan.outside


def test_all_faults_of_a_plan_come_at_once(city: Any) -> None:
    plan = city.plan_json(
        draw_id=" ",
        strata=[
            {"name": "A", "where": {"colour": "red"}, "ratio": "0"},
            {"name": "A", "where": {"risk": []}, "ratio": 0.3},
            {"name": "B", "where": {"risk": 4}, "ratio": "1/2", "count": 3},
            {"name": "C", "where": "everything", "count": 0},
            "D",
        ],
        exclude=[
            {"id": "t1", "reason": "x"},
            {"id": "T2", "reason": ""},
            {"id": "T2", "reason": "y"},
            7,
        ],
        columns=["risk", "flag", "flag"],
        outside="yes",
        publish_after="soon",
        seed_source={"kind": "coin", "what": "", "not_before": "tomorrow"},
    )
    assert codes(plan) == [
        ("number_not_exact", "plan.strata[1].ratio"),
        ("not_one_line", "draw_id"),
        ("column_twice", "columns[0]"),
        ("column_twice", "columns[2]"),
        ("where_column", "strata[0].where.colour"),
        ("ratio", "strata[0].ratio"),
        ("ratio_or_count", "strata[1]"),
        ("where_value", "strata[1].where.risk"),
        ("ratio_or_count", "strata[2]"),
        ("where_value", "strata[2].where.risk"),
        ("not_an_object", "strata[3].where"),
        ("count", "strata[3].count"),
        ("not_an_object", "strata[4]"),
        ("stratum_twice", "strata[1].name"),
        ("id_lower_case", "exclude[0].id"),
        ("not_one_line", "exclude[1].reason"),
        ("excluded_twice", "exclude[2].id"),
        ("not_an_object", "exclude[3]"),
        ("not_true_or_false", "outside"),
        ("not_an_instant", "publish_after"),
        ("seed_kind", "seed_source.kind"),
        ("not_one_line", "seed_source.what"),
        ("not_an_instant", "seed_source.not_before"),
    ]


@pytest.mark.parametrize(
    "ratio", ["0", "0.0", "1.1", "2/1", "-0.1", "1/0", "１/2", ".5", "5%", "1e-1", ""]
)
def test_a_ratio_is_an_exact_text_above_0_and_at_most_1(city: Any, ratio: str) -> None:
    plan = city.plan_json(strata=[{"name": "A", "where": {}, "ratio": ratio}])
    assert codes(plan) == [("ratio", "strata[0].ratio")]


@pytest.mark.parametrize("missing", ["draw_id", "strata", "seed_source"])
def test_a_known_key_that_is_missing_is_refused(city: Any, missing: str) -> None:
    plan = city.plan_json()
    del plan[missing]
    assert codes(plan)[0][1] == missing


def test_nothing_but_exact_json_enters_a_commitment(city: Any) -> None:
    assert codes("a text") == [("not_an_object", "plan")]
    plan = city.plan_json(note=2**53, other={"deep": [1.5]}, odd=object())
    assert codes(plan) == [
        ("number_not_exact", "plan.note"),
        ("number_not_exact", "plan.other.deep[0]"),
        ("not_json", "plan.odd"),
    ]
    assert codes(city.plan_json(strata=[])) == [("no_strata", "strata")]


def test_a_draw_that_counts_says_when_its_seed_can_exist(city: Any) -> None:
    plan = city.plan_json("published")
    del plan["seed_source"]["not_before"]
    assert codes(plan) == [("not_before_missing", "seed_source.not_before")]
    plan["seed_source"]["kind"] = "rehearsal"
    del plan["seed_source"]["what"]
    assert draw.parse_plan(plan).rehearsal


def test_witnesses_reserves_and_fallbacks_are_part_of_the_plan(city: Any) -> None:
    source = {
        "kind": "ceremony",
        "what": "现场",
        "not_before": city.MORNING,
        "witnesses": ["甲", "乙"],
        "reserves": ["丙"],
        "fallback": [{"kind": "published", "what": "指数", "not_before": city.NOON}],
    }
    plan = draw.parse_plan(city.plan_json(seed_source=source))
    assert plan.seed_source.witnesses == ("甲", "乙")
    assert plan.seed_source.fallback[0].what == "指数"
    source["witnesses"] = ["甲", "甲"]
    source["fallback"] = [{"kind": "coin"}, {"kind": "rehearsal"}]
    assert [c for c, _ in codes(city.plan_json(seed_source=source))] == [
        "witness_twice",
        "seed_kind",  # a draw can't fall back to a rehearsal
        "seed_kind",
        "not_before_missing",
        "not_one_line",
    ]


def test_the_plan_given_is_not_shared_with_the_plan_kept(city: Any) -> None:
    given_plan = city.plan_json()
    plan = draw.parse_plan(given_plan)
    before = copy.deepcopy(plan.raw)
    given_plan["strata"][0]["ratio"] = "0.9"
    assert plan.raw == before


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**7))
def test_the_number_drawn_is_the_least_integer_not_below_the_share(a: int, b: int, n: int) -> None:
    low, high = min(a, b), max(a, b)
    number = Stratum("s", (), Fraction(low, high), None).number(n)
    assert number * high >= n * low > (number - 1) * high or n == number == 0
    assert number >= (n > 0)
