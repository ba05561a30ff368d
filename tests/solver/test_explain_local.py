"""Why a target cannot be visited even alone: rules, words, and changes tried by brute force."""

from __future__ import annotations

import pytest

from solver import Problem, ProblemRefused
from solver.explain import explain_target, with_change
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
    make_target,
    make_windows,
    random_problem,
)
from tests.solver.cases import CASES
from tests.solver.changing import (
    assert_fixes_work,
    explained,
    parsed,
    verbs,
)

D1, D2 = DAYS


@pytest.mark.parametrize("name", CASES)
def test_a_target_that_cannot_be_visited_gets_its_rules_words_and_changes(name: str) -> None:
    data, rules, words, change = CASES[name]
    explanation = explained(data)
    assert explanation["kind"] == "local"
    assert explanation["rules"] == rules
    assert words in explanation["why"]["zh"]
    assert change in verbs(explanation)
    assert_fixes_work(data, explanation)


def test_the_basis_names_the_clauses_of_the_rules_each_once() -> None:
    data, *_ = CASES["the only holder is recused"]
    assert explained(data)["basis"] == [
        "sz-2018#二(一)2",
        "national-draft#二(五)",
        "jiangxi-2024#二(一)",
        "sz-2018#二(三)2",
        "national-draft#二(七)",
    ]


def test_an_explanation_has_the_shape_of_the_contract() -> None:
    data, *_ = CASES["closed throughout"]
    explanation = explained(data)
    assert {"target", "rules", "basis", "why", "fixes"} <= set(explanation)
    assert set(explanation["why"]) == {"zh", "en"}
    assert all(set(fix) == {"change", "zh", "en"} for fix in explanation["fixes"])
    assert explanation["why"]["en"] == (
        "T1 cannot be visited even alone: it is not open on any day and slot of the campaign (R03)."
    )


def test_two_reasons_at_once_are_both_named_and_mended_by_a_pair_of_changes() -> None:
    data = make_problem([make_target(windows=[])], [make_inspector("I1")])
    explanation = explained(data)
    assert [explanation["rules"], *explanation["also"]] == [["R03"], ["R05"]]
    assert "没有开放的时间窗" in explanation["why"]["zh"]
    assert "检查组至少 2 人" in explanation["why"]["zh"]
    assert sorted(set(verbs(explanation))) == ["inspector.add", "window.open"]
    assert_fixes_work(data, explanation)


def test_a_target_of_very_many_departments_is_split_into_three() -> None:
    data = many_departments(7, cap=3)
    explanation = explained(data)
    assert explanation["rules"] == ["R06"]
    (verb, how), *_ = parsed(explanation["fixes"][0]["change"])
    assert verb == "target.split"
    assert sorted(name for part in how["departments"] for name in part) == [
        f"D{n}" for n in range(7)
    ]
    assert max(len(part) for part in how["departments"]) <= 3
    assert_fixes_work(data, explanation)


def many_departments(count: int, cap: int) -> Json:
    names = [f"D{n}" for n in range(count)]
    people = [
        {
            "id": f"I-{name}-{n}",
            "department": name,
            "unit": "U01",
            "specialties": [f"{name}-1"],
            "available_days": DAYS,
            "recused_targets": [],
            "max_visits_per_day": 3,
        }
        for name in names
        for n in range(2)
    ]
    return make_problem(
        [
            make_target(
                "T1",
                [make_item(name, f"{name}-1") for name in names],
                windows=make_windows(D1, hours=(("09:00", "10:00"),)),  # one start: brute force
            )
        ],
        people,
        departments=names,
        specialties={name: [f"{name}-1"] for name in names},
        rules=make_rules(max_departments_per_visit=cap),
    )


def test_a_target_that_can_be_visited_says_when() -> None:
    explanation = explained(make_problem())
    assert explanation["kind"] == "servable"
    assert explanation["rules"] == explanation["fixes"] == []
    assert f"{D1}T09:00" in explanation["why"]["zh"]


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(ProblemRefused, match="T9"):
        explained(make_problem(), "T9")


def test_long_lists_of_people_and_days_are_cut() -> None:
    days = [f"2026-03-{day:02d}" for day in range(2, 14)]
    people = [make_inspector(f"I{n}", recused_targets=["T1"]) for n in range(9)]
    others = [make_inspector(f"J{n}", specialties=["特种设备"]) for n in range(2)]
    data = make_problem(
        [make_target(windows=make_windows(*days))], [*people, *others], days=[*days]
    )
    for row in data["inspectors"]:
        row["available_days"] = days
    words = explained(data)["why"]
    assert "I3 须回避（R08） 等 9 人" in words["zh"]
    assert "and 5 more" in words["en"]
    explanation = explained(data)
    add = next(fix for fix in explanation["fixes"] if fix["change"].startswith("inspector.add"))
    assert "2026-03-02 至 2026-03-13 的 12 天（任一天）" in add["zh"]


@pytest.mark.parametrize("seed", range(60))
def test_every_change_offered_on_a_random_problem_works(seed: int) -> None:
    data = random_problem(seed)
    problem = Problem.from_json(data)
    for target in problem.targets:
        explanation = explain_target(problem, target.id).to_json()
        if explanation["kind"] == "local":
            ordered = data | {
                "targets": sorted(data["targets"], key=lambda t: t["id"] != target.id)
            }
            assert_fixes_work(ordered, explanation)


def test_a_newcomer_belongs_to_a_unit_that_the_problem_knows() -> None:
    data = make_problem(
        [make_target(district="U07")],
        [make_inspector("I1")],
        units=[{"id": "U01", "lon": 114.0, "lat": 22.5}],
    )
    add = next(f for f in explained(data)["fixes"] if f["change"].startswith("inspector.add"))
    ((_, how),) = parsed(add["change"])
    assert how["unit"] == "U01"
    Problem.from_json(with_change(data, add["change"]))


def test_many_different_days_are_told_by_the_nearest_ones() -> None:
    days = [f"2026-03-0{day}" for day in range(2, 7)]
    wanted = ["s1", "s2", "s3", "s4", "s5"]
    # Each day the holders of another specialty are away.
    people = [
        make_inspector(
            f"I{n}", specialties=[skill], available_days=[d for d in days if d != days[n]]
        )
        for n, skill in enumerate(wanted)
    ]
    data = make_problem(
        [
            make_target(
                "T1",
                [make_item(MARKET, skill, 10) for skill in wanted],
                windows=make_windows(*days),
            )
        ],
        people,
        days=days,
        specialties={MARKET: wanted, FIRE: [], SAFETY: []},
    )
    explanation = explained(data)
    assert "其余 3 天缺少的人员不会更少" in explanation["why"]["zh"]
    assert_fixes_work(data, explanation)


def test_many_missing_specialties_are_cut_in_words_and_whole_in_the_change() -> None:
    wanted = ["s1", "s2", "s3", "s4", "s5"]
    data = make_problem(
        [make_target("T1", [make_item(MARKET, skill, 10) for skill in wanted])],
        [make_inspector("I1", specialties=[]), make_inspector("I2", specialties=[])],
        specialties={MARKET: wanted, FIRE: [], SAFETY: []},
    )
    explanation = explained(data)
    assert "s1、s2、s3、s4 等 5 项" in explanation["why"]["zh"]
    ((_, how),) = parsed(explanation["fixes"][0]["change"])
    assert how["specialties"] == wanted
