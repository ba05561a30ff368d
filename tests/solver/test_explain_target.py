"""Why a target is left out: the rules, the words, and changes that are tried by brute force."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from solver import Problem, ProblemRefused
from solver.explain import explain_all, explain_target, with_change
from solver.schedule import Bound, Objective, Schedule, Visit
from tests.factories import (
    AM,
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
from tests.solver.brute_force import best_of, moment, visits_of

D1, D2 = DAYS
DANGEROUS = make_item(SAFETY, "危化品")


def explained(data: Json, target: str = "T1") -> Json:
    return explain_target(Problem.from_json(data), target).to_json()


# --- reading a change and making it, on plain JSON ------------------------------------------------


def parsed(code: str) -> list[tuple[str, Json]]:
    """`verb {json}; verb {json}` as pairs."""
    found = []
    while code:
        verb, _, rest = code.partition(" ")
        details, end = json.JSONDecoder().raw_decode(rest)
        found.append((verb, details))
        code = rest[end:].removeprefix("; ")
    return found


def person(data: Json, name: str) -> Json:
    return next(p for p in data["inspectors"] if p["id"] == name)


def changed(data: Json, code: str) -> Json:
    """The problem with a change made as its code says."""
    data = copy.deepcopy(data)
    for verb, how in parsed(code):
        if verb == "inspector.add":
            for _ in range(how["count"]):
                newcomer = make_inspector(
                    f"N-{len(data['inspectors'])}",
                    how["department"],
                    how["specialties"],
                    available_days=how["days"],
                )
                newcomer["unit"] = how["unit"]
                data["inspectors"].append(newcomer)
        elif verb == "inspector.free":
            person(data, how["inspector"])["available_days"].append(how["day"])
        elif verb == "inspector.limit":
            person(data, how["inspector"])["max_visits_per_day"] = how["max_visits_per_day"]
        elif verb == "recusal.end":
            person(data, how["inspector"])["recused_targets"].remove(how["target"])
        elif verb == "certificate.renew":
            person(data, how["inspector"])["certificate_valid_until"] = how["until"]
        elif verb == "unit.lend":
            person(data, how["inspector"])["unit"] = how["unit"]
        elif verb == "rules.set":
            data["rules"] |= how
        elif verb == "lead.waive":
            data["lead_department"] = None
        elif verb in ("window.open", "window.extend"):
            _change_window(data, verb, how)
        elif verb.startswith("pin."):
            _change_pin(data, verb, how)
        else:
            raise AssertionError(f"a change the test cannot make: {verb}")
    return data


def _change_window(data: Json, verb: str, how: Json) -> None:
    target = next(t for t in data["targets"] if t["id"] == how["target"])
    new = {"day": how["day"], **how["now"]}
    kept = [
        w
        for w in target["windows"]
        if w["day"] != new["day"] or w["to"] <= new["from"] or new["to"] <= w["from"]
    ]
    target["windows"] = [*kept, new]


def _change_pin(data: Json, verb: str, how: Json) -> None:
    (pin,) = (p for p in data["pinned"] if p["target"] == how["target"])
    if verb == "pin.release_start":
        del pin["start"]
    else:
        pin["inspectors"].remove(how["inspector"])


def servable(data: Json, target: str) -> bool:
    """Whether brute force finds a visit of the target alone."""
    alone = data | {"targets": [t for t in data["targets"] if t["id"] == target]}
    alone["pinned"] = [p for p in data.get("pinned") or [] if p["target"] == target]
    best = best_of(alone)
    return best is not None and bool(best[1]["visits"])


def split(data: Json, target: str, departments: list[list[str]]) -> list[Json]:
    """One problem for each part of a target that is split."""
    made = []
    for part in departments:
        one = copy.deepcopy(data)
        (row,) = (t for t in one["targets"] if t["id"] == target)
        row["items"] = [item for item in row["items"] if item["department"] in part]
        made.append(one)
    return made


def assert_fixes_work(data: Json, explanation: Json) -> None:
    for fix in explanation["fixes"]:
        assert fix["zh"].endswith("。")
        assert fix["en"].endswith(".")
        (verb, how), *_ = parsed(fix["change"])
        if verb == "target.split":
            parts = split(data, explanation["target"], how["departments"])
            assert all(servable(part, explanation["target"]) for part in parts), fix
            pieces = with_change(data, fix["change"])
            assert all(
                servable(pieces, f"{explanation['target']}-{n + 1}") for n in range(len(parts))
            )
        else:
            assert servable(changed(data, fix["change"]), explanation["target"]), fix
            assert servable(with_change(data, fix["change"]), explanation["target"]), fix


def verbs(explanation: Json) -> list[str]:
    return [verb for fix in explanation["fixes"] for verb, _ in parsed(fix["change"])]


# --- what stands in the way, case by case ---------------------------------------------------------


def case(**changes: Any) -> Json:
    return make_problem(**changes)


CASES: dict[str, tuple[Json, list[str], str, str]] = {
    "nobody holds the specialty": (
        case(
            targets=[make_target("T1", [DANGEROUS])],
            inspectors=[make_inspector("I1", SAFETY), make_inspector("I2", SAFETY)],
        ),
        ["R07"],
        "没有具备“危化品”专长的人员",
        "inspector.add",
    ),
    "the only holder is recused": (
        case(
            inspectors=[
                make_inspector("I1", recused_targets=["T1"]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R08"],
        "I1 须回避（R08）",
        "recusal.end",
    ),
    "the only holder is away": (
        case(
            inspectors=[
                make_inspector("I1", available_days=[]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R09"],
        "I1 在 2026-03-02、2026-03-03 不能参加（R09）",
        "inspector.free",
    ),
    "the only holder's certificate has run out": (
        case(
            inspectors=[
                make_inspector("I1", certificate_valid_until="2026-03-01"),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R09"],
        "I1 的执法证件 2026-03-01 到期（R09）",
        "certificate.renew",
    ),
    "the holder is there on days on which the target is closed": (
        case(
            targets=[make_target(windows=make_windows(D1))],
            inspectors=[
                make_inspector("I1", available_days=[D2]),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ],
        ),
        ["R03", "R07", "R09"],
        "I1 在 2026-03-02 不能参加（R09）",
        "window.open",
    ),
    "all holders are of another unit": (
        case(
            targets=[make_target(district="U02")],
            inspectors=[
                make_inspector("I1"),
                make_inspector("I2", specialties=["特种设备"], unit="U02"),
                make_inspector("I3", specialties=["特种设备"], unit="U02"),
            ],
            rules=make_rules(same_unit_only=True),
        ),
        ["R07", "R13"],
        "I1 属于 U01（R13）",
        "unit.lend",
    ),
    "a holder may make no visits": (
        case(
            inspectors=[
                make_inspector("I1", max_visits_per_day=0),
                make_inspector("I2", specialties=["特种设备"]),
                make_inspector("I3", specialties=["特种设备"]),
            ]
        ),
        ["R07", "R10"],
        "I1 每日 0 次检查已满（R10）",
        "inspector.limit",
    ),
    "more departments than the cap": (
        case(
            targets=[
                make_target(
                    "T1", [make_item(), make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")]
                )
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            rules=make_rules(max_departments_per_visit=2),
        ),
        ["R06"],
        "涉及 3 个部门（市场监管、消防救援、应急管理），超过一次检查 2 个部门的上限",
        "target.split",
    ),
    "the lead is one department too many": (
        case(
            targets=[
                make_target("T1", [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")])
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            lead_department=MARKET,
            rules=make_rules(max_departments_per_visit=2),
        ),
        ["R06", "R15"],
        "其中牵头部门“市场监管”按规定到场（R15）",
        "lead.waive",
    ),
    "nobody of the lead is there": (
        case(
            targets=[
                make_target("T1", [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")])
            ],
            inspectors=[make_inspector("I1", FIRE), make_inspector("I2", SAFETY)],
            lead_department=MARKET,
        ),
        ["R15"],
        "“市场监管”至少须派 1 人，仅有 0 人可到",
        "inspector.add",
    ),
    "two of the department are asked and one is there": (
        case(
            inspectors=[make_inspector("I1"), make_inspector("I2", available_days=[])],
            rules=make_rules(min_inspectors_per_department=2),
        ),
        ["R06", "R09"],
        "“市场监管”至少须派 2 人，仅有 1 人可到（R06）：I2 在",
        "inspector.add",
    ),
    "only one inspector of the department": (
        case(inspectors=[make_inspector("I1"), make_inspector("I2", FIRE)]),
        ["R05", "R06"],
        "检查组至少 2 人，参与部门仅有 1 人可到",
        "inspector.add",
    ),
    "the smallest team is too large": (
        case(
            targets=[
                make_target(
                    "T1", [make_item(), make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产")]
                )
            ],
            inspectors=[
                make_inspector(f"I{n}", name) for n, name in enumerate([MARKET, FIRE, SAFETY] * 2)
            ],
            rules=make_rules(max_inspectors_per_visit=2),
        ),
        ["R05", "R07"],
        "检查组最少需 3 人，超过一次检查 2 人的上限（R05）",
        "rules.set",
    ),
    "closed throughout": (
        case(targets=[make_target(windows=[])]),
        ["R03"],
        "没有开放的时间窗（R03）",
        "window.open",
    ),
    "no window is long enough": (
        case(
            targets=[
                make_target(
                    items=[make_item(minutes=120)],
                    windows=make_windows(D1, hours=(("09:00", "10:00"),)),
                )
            ]
        ),
        ["R03", "R04"],
        "检查需 120 分钟，而可用时间最长只有连续 60 分钟",
        "window.extend",
    ),
    "no slot is long enough": (
        case(
            targets=[
                make_target(
                    items=[make_item(minutes=300)],
                    windows=make_windows(D1, hours=(("09:00", "18:00"),)),
                )
            ]
        ),
        ["R03", "R04"],
        "检查需 300 分钟，而可用时间最长只有连续 240 分钟",
        "rules.set",
    ),
    "no start on the grid": (
        case(
            targets=[make_target(windows=make_windows(D1, hours=(("09:05", "10:10"),)))],
        ),
        ["R03", "R04", "R14"],
        "没有以 15 分钟为单位的开始时刻",
        "window.open",
    ),
    "the pinned start lies in the lunch break": (
        case(pinned=[{"target": "T1", "start": f"{D1}T13:00"}]),
        ["R03", "R16"],
        "固定的开始时间 2026-03-02T13:00 不符合",
        "pin.release_start",
    ),
    "the pinned inspector is recused": (
        case(
            inspectors=[
                make_inspector("I1", recused_targets=["T1"]),
                make_inspector("I2"),
                make_inspector("I3"),
            ],
            pinned=[{"target": "T1", "inspectors": ["I1"]}],
        ),
        ["R08", "R16"],
        "固定的检查人员 I1 须回避（R08）（R16）",
        "pin.release_inspector",
    ),
    "the department of the pinned inspector takes no part": (
        case(
            inspectors=[make_inspector("I1"), make_inspector("I2"), make_inspector("I3", FIRE)],
            pinned=[{"target": "T1", "inspectors": ["I3"]}],
        ),
        ["R06", "R16"],
        "固定的检查人员 I3 所在部门不参与",
        "pin.release_inspector",
    ),
    "the campaign has too few departments": (
        case(
            targets=[make_target("T1", [make_item(), make_item(FIRE, "消防设施")])],
            inspectors=[make_inspector("I1"), make_inspector("I2", FIRE)],
            rules=make_rules(max_departments_per_campaign=1),
        ),
        ["R17"],
        "整个任务将有 2 个部门参与，超过上限 1 个（R17）",
        "rules.set",
    ),
    "the campaign has too few inspectors": (
        case(rules=make_rules(max_inspectors_per_campaign=1)),
        ["R05", "R17"],
        "整个任务的检查人员将超过上限 1 人（R17）",
        "rules.set",
    ),
}


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


# --- capacity: servable alone, not beside the others ----------------------------------------------


def as_schedule(data: Json, found: Json, levels: tuple[int, ...]) -> Schedule:
    """A brute-force optimum as a Schedule whose weight is known to be the most."""
    problem = Problem.from_json(data)
    weight = sum(problem.rules.risk_weight[t.risk] for t in problem.targets)
    return Schedule(
        status="optimal",
        assignment="free",
        seed=1,
        problem_digest=problem.digest,
        visits=tuple(
            Visit(v["target"], v["start"], v["end"], tuple(sorted(v["inspectors"])))
            for v in found["visits"]
        ),
        unscheduled=tuple(found["unscheduled"]),
        objective=Objective(-levels[0], weight, *levels[1:]),
        bound=Bound(-levels[0], *levels[1:]),
    )


def crowded(count: int = 4, **changes: Any) -> Json:
    """Long visits of market supervision on one day; two people have room for two of them."""
    targets = [
        make_target(
            f"T{n}",
            [make_item(minutes=150)],
            risk="D" if n < count else "A",
            windows=make_windows(D1),
        )
        for n in range(1, count + 1)
    ]
    return make_problem(targets) | changes


def solved(data: Json) -> Schedule:
    best = best_of(data)
    assert best is not None
    return as_schedule(data, best[1], best[0])


def test_a_bottleneck_is_proven_by_counting_and_named_with_days_and_figures() -> None:
    data = crowded()
    schedule = solved(data)
    (first, second) = (e.to_json() for e in explain_all(Problem.from_json(data), schedule))
    assert [first["kind"], second["kind"]] == ["capacity", "capacity"]
    # Three visits of two people against one visit a half-day for each of the two.
    assert "“市场监管”在 2026-03-02 需 6 人次，最多只能提供 4 人次" in first["why"]["zh"]
    assert "R11" in first["rules"]
    assert first["group"] == second["group"]


def test_changes_of_a_crowded_day_make_room_beside_the_other_visits() -> None:
    data = crowded()
    schedule = solved(data)
    last = explain_all(Problem.from_json(data), schedule)[-1].to_json()
    assert {"inspector.add", "window.open", "campaign.add_day"} <= set(verbs(last))
    for fix in last["fixes"]:
        (verb, how), *_ = parsed(fix["change"])
        if verb == "campaign.add_day":
            assert how["day"] == "2026-03-04"  # the Wednesday after
            longer = with_change(data, fix["change"])
            assert room_beside(longer, schedule, last["target"])
        elif verb == "visit.replace":
            assert how["by"]["target"] == last["target"]
        else:
            assert room_beside(changed(data, fix["change"]), schedule, last["target"])


def room_beside(data: Json, schedule: Schedule, target: str) -> bool:
    """Whether brute force can add the target to the visits of a schedule."""
    from solver import check

    (row,) = (t for t in data["targets"] if t["id"] == target)
    kept = [v.to_json() for v in schedule.visits if v.target != target]
    for visit in visits_of(data, row):
        start, end = (moment(visit["day"], visit[key]) for key in ("start", "end"))
        added = {"target": target, "start": start, "end": end, "inspectors": visit["team"]}
        visited = {v["target"] for v in kept} | {target}
        rest = [t["id"] for t in data["targets"] if t["id"] not in visited]
        report: Any = check(data, {"visits": [*kept, added], "unscheduled": rest})
        if not report["violations"]:
            return True
    return False


def test_a_visit_that_can_be_moved_is_found() -> None:
    targets = [
        make_target("T1", [make_item(minutes=150)], windows=make_windows(D1, hours=(AM,))),
        make_target("T2", [make_item(minutes=150)], windows=make_windows(D1)),
    ]
    data = make_problem(targets)
    clumsy = Schedule(
        status="feasible",
        assignment="free",
        seed=1,
        problem_digest="",
        visits=(Visit("T2", f"{D1}T09:00", f"{D1}T11:30", ("I1", "I2")),),
        unscheduled=("T1",),
        objective=Objective(1, 2, 0, 0, 1),
        bound=Bound(2, 0, 0, 1),
    )
    explanation = explain_target(Problem.from_json(data), "T1", clumsy).to_json()
    assert explanation["kind"] == "capacity"
    (verb, how), *_ = parsed(explanation["fixes"][0]["change"])
    assert (verb, how["target"], how["start"]) == ("visit.move", "T2", f"{D1}T14:00")
    assert how["then"]["start"] == f"{D1}T09:00"
    assert "尚未证明任何重排都不可行" in explanation["why"]["zh"]


def test_without_a_bottleneck_the_proven_weight_is_the_proof() -> None:
    # Two targets, far apart in the one morning: counting alone does not show that both are too many.
    targets = [
        make_target(
            f"T{n}", [make_item(minutes=60)], lon=114 + n, windows=make_windows(D1, hours=(AM,))
        )
        for n in range(2)
    ]
    data = make_problem(targets)
    schedule = solved(data)
    (explanation,) = (e.to_json() for e in explain_all(Problem.from_json(data), schedule))
    assert explanation["kind"] == "capacity"
    assert "已证明任何安排的风险权重都不超过 1" in explanation["why"]["zh"]


def test_a_scheduled_target_says_when_it_is_visited() -> None:
    data = make_problem()
    schedule = solved(data)
    explanation = explain_target(Problem.from_json(data), "T1", schedule).to_json()
    assert explanation["kind"] == "servable"
    assert "已安排在 2026-03-0" in explanation["why"]["zh"]


@pytest.mark.parametrize("seed", range(60))
def test_on_random_optima_every_reason_is_minimal_and_every_change_makes_room(seed: int) -> None:
    data = random_problem(seed, targets=4)
    best = best_of(data)
    if best is None:
        return
    schedule = as_schedule(data, best[1], best[0])
    problem = Problem.from_json(data)
    for reason in explain_all(problem, schedule):
        explanation = reason.to_json()
        # An optimum of positive weights leaves nothing out that could be added.
        assert explanation["kind"] in ("local", "capacity")
        assert explanation["rules"]
        if explanation["kind"] == "capacity":
            for fix in explanation["fixes"]:
                verb = parsed(fix["change"])[0][0]
                if verb not in ("campaign.add_day", "visit.replace", "target.split"):
                    assert verb != "visit.move"  # else the optimum were none
                    ordered = changed(
                        data
                        | {
                            "targets": sorted(
                                data["targets"], key=lambda t: t["id"] != reason.target
                            )
                        },
                        fix["change"],
                    )
                    assert room_beside(ordered, schedule, reason.target), fix


# --- pins that cannot hold ------------------------------------------------------------------------


def infeasible(data: Json) -> list[Json]:
    problem = Problem.from_json(data)
    nothing = Schedule(
        status="infeasible",
        assignment="free",
        seed=1,
        problem_digest="",
        visits=(),
        unscheduled=tuple(t.id for t in problem.targets),
        objective=Objective(0, 0, 0, 0, 0),
        bound=Bound(0, 0, 0, 0),
    )
    return [reason.to_json() for reason in explain_all(problem, nothing)]


def test_a_pin_that_fails_alone_is_explained_and_released() -> None:
    (reason,) = infeasible(make_problem(pinned=[{"target": "T1", "start": f"{D1}T13:00"}]))
    assert (reason["target"], reason["rules"]) == ("T1", ["R03", "R16"])
    assert verbs(reason) == ["pin.release"]


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


# --- making a change ------------------------------------------------------------------------------


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
