"""Why her, why not him: the rules that forbid it, or the cost of the exchange, figures by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solver import Problem, ProblemRefused, check
from solver.explain import why_day, why_inspector
from solver.objective import measure
from solver.schedule import Bound, Schedule, Visit
from tests.factories import (
    DAYS,
    FIRE,
    SAFETY,
    Json,
    make_inspector,
    make_item,
    make_problem,
    make_rules,
    make_target,
    random_problem,
)
from tests.solver.brute_force import best_of

D1, D2 = DAYS


def scheduled(data: Json, *visits: Visit) -> tuple[Problem, Schedule]:
    problem = Problem.from_json(data)
    visited = {visit.target for visit in visits}
    schedule = Schedule(
        status="feasible",
        assignment="free",
        seed=1,
        problem_digest=problem.digest,
        visits=visits,
        unscheduled=tuple(t.id for t in problem.targets if t.id not in visited),
        objective=measure(problem, visits),
        bound=Bound(99, 0, 0, 0),
    )
    return problem, schedule


def visit(target: str, hour: int, *team: str, day: str = D1) -> Visit:
    return Visit(target, f"{day}T{hour:02d}:00", f"{day}T{hour + 1:02d}:00", team)


def office(**changes: Any) -> Json:
    """T1 and T2, 1 km apart; I1 and I2 go to both, the others stay at home."""
    targets = [
        make_target("T1", [make_item(), make_item(FIRE, "消防设施")]),
        make_target("T2", lon=114.01),
        make_target("T3", [make_item(SAFETY, "危化品")]),
    ]
    people = [
        make_inspector("I1"),
        make_inspector("I2", FIRE),
        make_inspector("I3"),
        make_inspector("I4", recused_targets=["T1"]),
        make_inspector("I5", available_days=[D2]),
        make_inspector("I6", SAFETY),
        make_inspector("I7", specialties=["特种设备"]),
        make_inspector("I8", certificate_valid_until="2026-03-01"),
    ]
    return make_problem(targets, people) | changes


def why(data: Json, target: str, name: str) -> Json:
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"), visit("T2", 11, "I1", "I3"))
    return why_inspector(problem, schedule, target, name)


def test_a_member_is_there_for_what_she_covers_and_her_cheapest_stand_in_is_named() -> None:
    answer = why(office(), "T1", "I1")
    assert answer["in_team"] is True
    assert answer["rules"] == []
    assert "I1 代表“市场监管”参加，承担“食品”" in answer["why"]["zh"]
    # I3 is at T2 later anyway: her way there takes the place of I1's, 12 minutes each.
    assert answer["swap"] == {"out": "I1", "in": "I3", "excess": 0, "travel": 0, "max_load": 0}


def test_nobody_can_stand_in_for_the_only_one_of_a_department() -> None:
    answer = why(office(), "T1", "I2")
    assert answer["swap"] is None
    assert "无人可以替换" in answer["why"]["zh"]
    assert "nobody could stand in" in answer["why"]["en"]


def test_somebody_free_could_come_and_the_exchange_has_its_price() -> None:
    answer = why(office(), "T2", "I4")
    assert answer["in_team"] is False
    assert answer["rules"] == []
    # I4 for I1 saves the way of I1 from T1 (12 minutes) and one of her two visits.
    assert answer["swap"] == {"out": "I1", "in": "I4", "excess": 0, "travel": -12, "max_load": -1}
    assert "travel -12 minutes" in answer["why"]["en"]


@pytest.mark.parametrize(
    ("name", "rules", "words"),
    [
        ("I4", ["R08"], "I4 须回避（R08）"),
        ("I5", ["R09"], "I5 在 2026-03-02 不能参加（R09）"),
        ("I8", ["R09"], "I8 的执法证件 2026-03-01 到期（R09）"),
        ("I6", ["R06"], "所在部门“应急管理”不参与该次检查（R06）"),
        ("I7", ["R06", "R07"], "组内无人可由 I7 替换"),
    ],
)
def test_the_rule_that_keeps_somebody_away_is_named_with_its_clause(
    name: str, rules: list[str], words: str
) -> None:
    answer = why(office(), "T1", name)
    assert answer["rules"] == rules
    assert answer["basis"]
    assert words in answer["why"]["zh"]
    assert answer["swap"] is None


def test_somebody_elsewhere_at_that_time_is_bound() -> None:
    data = office()
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"), visit("T2", 9, "I3", "I4"))
    answer = why_inspector(problem, schedule, "T1", "I3")
    assert answer["rules"] == ["R11"]
    assert "I3 当时在 T2 检查或在途（R11）" in answer["why"]["zh"]


def test_somebody_with_a_full_day_has_no_visit_left() -> None:
    data = office()
    data["inspectors"][2]["max_visits_per_day"] = 1
    answer = why(data, "T1", "I3")
    assert answer["rules"] == ["R10"]


def test_a_unit_of_another_district_is_named() -> None:
    data = office(rules=make_rules(same_unit_only=True))
    data["inspectors"][2]["unit"] = "U02"
    assert why(data, "T1", "I3")["rules"] == ["R13"]


def test_the_cap_of_the_campaign_keeps_newcomers_out() -> None:
    # I1, I2, I3 are in use: with I4 in the place of anybody who stays at T1 there would be four.
    data = office(rules=make_rules(max_inspectors_per_campaign=3))
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"), visit("T2", 11, "I1", "I3"))
    data["inspectors"][3]["recused_targets"] = []
    problem = Problem.from_json(data)
    assert why_inspector(problem, schedule, "T1", "I4")["rules"] == ["R17"]


def test_an_unscheduled_target_is_answered_as_such() -> None:
    answer = why(office(), "T3", "I1")
    assert answer["in_team"] is False
    assert answer["rules"] == ["R06"]
    assert answer["why"]["zh"].startswith("检查对象 T3 未安排检查；")


def test_unknown_ids_are_refused() -> None:
    with pytest.raises(ProblemRefused, match="T9"):
        why(office(), "T9", "I1")
    with pytest.raises(ProblemRefused, match="I9"):
        why(office(), "T1", "I9")


def test_visits_that_cannot_be_read_are_left_aside() -> None:
    data = office()
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"))
    strange = replace(
        schedule, visits=(*schedule.visits, visit("T9", 9, "I3"), visit("T2", 9, "X"))
    )
    assert why_inspector(problem, strange, "T1", "I3") == why_inspector(
        problem, schedule, "T1", "I3"
    )


@pytest.mark.parametrize("seed", range(50))
def test_every_exchange_offered_keeps_the_rules_and_costs_what_it_says(seed: int) -> None:
    data = random_problem(seed, targets=3)
    best = best_of(data)
    if best is None or not best[1]["visits"]:
        return
    visits = [
        Visit(v["target"], v["start"], v["end"], tuple(sorted(v["inspectors"])))
        for v in best[1]["visits"]
    ]
    problem, schedule = scheduled(data, *visits)
    before: Any = check(data, schedule.to_json())
    for row in data["inspectors"]:
        for place, old in enumerate(visits):
            answer = why_inspector(problem, schedule, old.target, row["id"])
            swap = answer["swap"]
            if swap is None:
                assert answer["in_team"] or answer["rules"]
                continue
            team = sorted({*old.inspectors, swap["in"]} - {swap["out"]})
            document = schedule.to_json()
            document["visits"][place]["inspectors"] = team
            del document["objective"]
            after: Any = check(data, document)
            assert after["violations"] == []
            for level in ("excess", "travel", "max_load"):
                assert after["objective"][level] - before["objective"][level] == swap[level]


# --- why Tuesday ----------------------------------------------------------------------------------


def test_a_visit_can_be_moved_to_a_day_at_a_price() -> None:
    data = office()
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"), visit("T2", 11, "I1", "I3"))
    answer = why_day(problem, schedule, "T2", D2)
    assert (answer["on_day"], answer["rules"]) == (False, [])
    # On the second day nobody has another visit: I1's way of 12 minutes is saved. The same load
    # with the same team, one less with others: I4 and I5 have none yet.
    assert answer["move"]["travel"] == -12
    assert answer["move"]["start"].startswith(D2)
    assert "路程 -12 分钟" in answer["why"]["zh"]


def test_the_rules_against_a_day_are_named() -> None:
    data = office()
    data["targets"][1]["windows"] = data["targets"][1]["windows"][:2]
    problem, schedule = scheduled(data, visit("T2", 11, "I1", "I3"))
    answer = why_day(problem, schedule, "T2", D2)
    assert answer["rules"] == ["R03"]
    assert answer["move"] is None
    assert answer["why"]["zh"].startswith("2026-03-03：")


def test_a_pinned_start_keeps_its_day() -> None:
    data = office(pinned=[{"target": "T2", "start": f"{D1}T11:00"}])
    problem, schedule = scheduled(data, visit("T2", 11, "I1", "I3"))
    assert why_day(problem, schedule, "T2", D2)["rules"] == ["R16"]


def test_the_day_of_a_visit_is_said_and_an_unscheduled_target_gets_the_cost_of_adding_it() -> None:
    data = office()
    problem, schedule = scheduled(data, visit("T1", 9, "I1", "I2"))
    assert why_day(problem, schedule, "T1", D1)["on_day"] is True
    added = why_day(problem, schedule, "T2", D2)["move"]
    assert (added["excess"], added["travel"]) == (0, 0)


def test_a_day_outside_the_campaign_is_refused() -> None:
    problem, schedule = scheduled(office())
    for day in ("2026-04-01", "Tuesday"):
        with pytest.raises(ProblemRefused):
            why_day(problem, schedule, "T1", day)


@pytest.mark.parametrize("seed", range(40))
def test_every_move_offered_keeps_the_rules_and_costs_what_it_says(seed: int) -> None:
    data = random_problem(seed, targets=3)
    best = best_of(data)
    if best is None or not best[1]["visits"]:
        return
    visits = [
        Visit(v["target"], v["start"], v["end"], tuple(sorted(v["inspectors"])))
        for v in best[1]["visits"]
    ]
    problem, schedule = scheduled(data, *visits)
    before: Any = check(data, schedule.to_json())
    for old in visits:
        for day in data["days"]:
            move = why_day(problem, schedule, old.target, day)["move"]
            if move is None:
                continue
            document = schedule.to_json()
            del document["objective"]
            for row in document["visits"]:
                if row["target"] == old.target:
                    row |= {key: move[key] for key in ("start", "end", "inspectors")}
            after: Any = check(data, document)
            assert after["violations"] == []
            for level in ("excess", "travel", "max_load"):
                assert after["objective"][level] - before["objective"][level] == move[level]
