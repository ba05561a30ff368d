"""The checker: a valid schedule passes; every mutation is caught with the code of its rule."""

from __future__ import annotations

import copy
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solver.check import check
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
    make_schedule,
    make_target,
    make_visit,
    make_windows,
)

D1, D2 = DAYS
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "solver"


def campaign(**changes: Any) -> Json:
    """Four targets on a line and six people; T4 asks for a specialty nobody holds."""
    targets = [
        make_target("T1", [make_item(), make_item(FIRE, "消防设施", 45)], risk="D"),
        make_target("T2", [make_item(minutes=30)], lon=114.01),
        make_target(
            "T3",
            [make_item(FIRE, "消防设施"), make_item(SAFETY, "安全生产", 50)],
            lat=22.52,
            risk="C",
        ),
        make_target("T4", [make_item(SAFETY, "危化品")], risk="B"),
    ]
    people = [
        make_inspector("I1"),
        make_inspector("I2", FIRE),
        make_inspector("I3", SAFETY),
        make_inspector("I4", certificate_valid_until="2026-03-02"),
        make_inspector("I5", FIRE, recused_targets=["T1"], available_days=[D2], unit="U02"),
        make_inspector("I6", role="assistant"),
    ]
    return make_problem(targets, people, lead_department=MARKET) | changes


def timetable(problem: Json) -> Json:
    """A valid schedule of the campaign."""
    return make_schedule(
        problem,
        make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2"),
        # I1 needs 10 + 2 * 1 km = 12 minutes from T1.
        make_visit("T2", f"{D1}T10:15", f"{D1}T10:45", "I1", "I4"),
        make_visit("T3", f"{D1}T14:00", f"{D1}T15:00", "I1", "I2", "I3"),
    )


def codes(problem: Json, schedule: Json) -> set[str]:
    return {found["rule"] for found in check(problem, schedule)["violations"]}  # type: ignore[attr-defined]


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


# --- mutations: (what is done, code it must raise) -------------------------------------------

Mutation = Callable[[Json, Json], object]
MUTATIONS: dict[str, tuple[str, Mutation]] = {}


def mutation(code: str) -> Callable[[Mutation], Mutation]:
    def keep(function: Mutation) -> Mutation:
        MUTATIONS[function.__name__] = (code, function)
        return function

    return keep


@mutation("R01")
def an_unknown_target_is_visited(p: Json, s: Json) -> None:
    s["visits"].append(make_visit("T9", f"{D2}T09:00", f"{D2}T10:00", "I1", "I2"))


@mutation("R01")
def an_unknown_inspector_is_sent(p: Json, s: Json) -> None:
    s["visits"][0]["inspectors"].append("I9")


@mutation("R01")
def an_inspector_is_named_twice_in_a_team(p: Json, s: Json) -> None:
    s["visits"][0]["inspectors"].append("I1")


@mutation("R01")
def a_start_is_no_time(p: Json, s: Json) -> None:
    s["visits"][0]["start"] = f"{D1} 09:00"


@mutation("R01")
def an_end_is_no_date_of_the_calendar(p: Json, s: Json) -> None:
    s["visits"][0]["end"] = "2026-02-30T10:00"


@mutation("R01")
def an_unknown_target_is_left_over(p: Json, s: Json) -> None:
    s["unscheduled"].append("T9")


@mutation("R01")
def the_visits_are_missing(p: Json, s: Json) -> None:
    del s["visits"]


@mutation("R01")
def the_leftovers_are_missing(p: Json, s: Json) -> None:
    del s["unscheduled"]


@mutation("R01")
def a_visit_is_no_object(p: Json, s: Json) -> None:
    s["visits"].append(["T1"])


@mutation("R01")
def a_team_is_a_text(p: Json, s: Json) -> None:
    s["visits"][0]["inspectors"] = "I1"


@mutation("R01")
def the_status_is_a_new_word(p: Json, s: Json) -> None:
    s["status"] = "great"


@mutation("R01")
def the_assignment_is_a_new_word(p: Json, s: Json) -> None:
    s["assignment"] = "chosen"


@mutation("R01")
def an_explanation_speaks_of_an_unknown_target(p: Json, s: Json) -> None:
    s["explanations"] = [{"target": "T9", "rules": ["R07"]}]


@mutation("R02")
def a_target_is_visited_twice(p: Json, s: Json) -> None:
    s["visits"].append(make_visit("T1", f"{D2}T09:00", f"{D2}T10:00", "I1", "I2"))


@mutation("R03")
def a_visit_lies_on_a_day_outside_the_campaign(p: Json, s: Json) -> None:
    s["visits"][0] |= {"start": "2026-03-04T09:00", "end": "2026-03-04T10:00"}


@mutation("R03")
def a_visit_lies_outside_every_window(p: Json, s: Json) -> None:
    p["targets"][0]["windows"] = make_windows(D2)


@mutation("R03")
def a_visit_runs_past_its_window(p: Json, s: Json) -> None:
    p["targets"][0]["windows"] = make_windows(D1, hours=(("09:00", "09:45"), ("10:00", "12:00")))


@mutation("R03")
def a_visit_lies_across_lunch(p: Json, s: Json) -> None:
    p["targets"][2]["windows"] = make_windows(D1, hours=(("09:00", "18:00"),))
    s["visits"][2] |= {"start": f"{D1}T11:30", "end": f"{D1}T12:30"}


@mutation("R04")
def a_visit_is_too_short(p: Json, s: Json) -> None:
    s["visits"][0]["end"] = f"{D1}T09:45"


@mutation("R04")
def a_visit_is_too_long(p: Json, s: Json) -> None:
    s["visits"][2]["end"] = f"{D1}T15:15"


@mutation("R04")
def a_visit_ends_a_day_late(p: Json, s: Json) -> None:
    s["visits"][0]["end"] = f"{D2}T10:00"


@mutation("R04")
def a_visit_ends_before_it_starts(p: Json, s: Json) -> None:
    s["visits"][0]["end"] = f"{D1}T08:00"


@mutation("R05")
def somebody_goes_alone(p: Json, s: Json) -> None:
    s["visits"][1]["inspectors"] = ["I1"]


@mutation("R05")
def an_assistant_makes_the_second(p: Json, s: Json) -> None:
    s["visits"][1]["inspectors"] = ["I1", "I6"]


@mutation("R05")
def a_team_is_too_large(p: Json, s: Json) -> None:
    p["rules"]["max_inspectors_per_visit"] = 2


@mutation("R06")
def a_target_asks_more_departments_than_the_cap(p: Json, s: Json) -> None:
    p["rules"]["max_departments_per_visit"] = 1


@mutation("R06")
def the_lead_counts_in_the_cap(p: Json, s: Json) -> None:
    p["rules"]["max_departments_per_visit"] = 2


@mutation("R06")
def a_department_stays_below_its_minimum(p: Json, s: Json) -> None:
    p["rules"]["min_inspectors_per_department"] = 2


@mutation("R06")
def a_member_of_another_department_comes_along(p: Json, s: Json) -> None:
    s["visits"][1]["inspectors"].append("I3")


@mutation("R07")
def an_item_has_nobody_with_its_specialty(p: Json, s: Json) -> None:
    p["targets"][0]["items"][0]["specialty"] = "特种设备"


@mutation("R07")
def an_assistant_covers_an_item(p: Json, s: Json) -> None:
    p["inspectors"][0]["role"] = "assistant"


@mutation("R07")
def the_specialty_is_held_in_another_department_only(p: Json, s: Json) -> None:
    p["specialties"][FIRE] = p["specialties"][SAFETY] = ["通用"]
    p["inspectors"][1]["specialties"] = ["通用"]
    p["inspectors"][2]["specialties"] = []
    p["inspectors"][4]["specialties"] = []
    p["targets"][0]["items"][1]["specialty"] = "通用"
    p["targets"][2]["items"][0]["specialty"] = "通用"
    p["targets"][2]["items"][1]["specialty"] = "通用"
    p["targets"][3]["items"][0]["specialty"] = "通用"


@mutation("R08")
def a_recused_inspector_joins(p: Json, s: Json) -> None:
    p["inspectors"][1]["recused_targets"] = ["T1"]


@mutation("R08")
def a_recused_assistant_comes_along(p: Json, s: Json) -> None:
    p["inspectors"][5]["recused_targets"] = ["T2"]
    s["visits"][1]["inspectors"].append("I6")


@mutation("R09")
def an_absent_inspector_is_sent(p: Json, s: Json) -> None:
    p["inspectors"][1]["available_days"] = [D2]


@mutation("R09")
def a_certificate_has_run_out(p: Json, s: Json) -> None:
    p["inspectors"][3]["certificate_valid_until"] = "2026-03-01"


@mutation("R10")
def an_inspector_has_too_many_visits_a_day(p: Json, s: Json) -> None:
    p["inspectors"][0]["max_visits_per_day"] = 2


@mutation("R11")
def two_visits_of_one_inspector_overlap(p: Json, s: Json) -> None:
    s["visits"][1] |= {"start": f"{D1}T09:30", "end": f"{D1}T10:00"}


@mutation("R11")
def there_is_no_time_for_the_way(p: Json, s: Json) -> None:
    s["visits"][1] |= {"start": f"{D1}T10:00", "end": f"{D1}T10:30"}


@mutation("R11")
def the_way_is_one_minute_too_long(p: Json, s: Json) -> None:
    p["targets"][1]["lon"] = 114.0251  # 2.51 km: 10 + 5.02 -> 16 minutes, and 15 there are


@mutation("R12")
def a_left_over_target_is_not_named(p: Json, s: Json) -> None:
    s["unscheduled"] = []


@mutation("R12")
def a_visited_target_is_named_as_left_over(p: Json, s: Json) -> None:
    s["unscheduled"].append("T1")


@mutation("R12")
def a_left_over_target_is_named_twice(p: Json, s: Json) -> None:
    s["unscheduled"].append("T4")


@mutation("R12")
def a_visit_is_dropped(p: Json, s: Json) -> None:
    s["visits"].pop()


@mutation("R13")
def an_inspector_of_another_unit_is_sent(p: Json, s: Json) -> None:
    p["rules"]["same_unit_only"] = True
    p["inspectors"][1]["unit"] = "U02"


@mutation("R14")
def a_visit_starts_off_the_grid(p: Json, s: Json) -> None:
    s["visits"][2] |= {"start": f"{D1}T14:05", "end": f"{D1}T15:05"}


@mutation("R15")
def the_lead_department_stays_away(p: Json, s: Json) -> None:
    s["visits"][2]["inspectors"] = ["I2", "I3"]


@mutation("R16")
def a_pinned_start_is_moved(p: Json, s: Json) -> None:
    p["pinned"] = [{"target": "T1", "start": f"{D1}T09:15", "inspectors": []}]


@mutation("R16")
def a_pinned_day_is_moved(p: Json, s: Json) -> None:
    p["pinned"] = [{"target": "T1", "start": f"{D2}T09:00"}]


@mutation("R16")
def a_pinned_inspector_is_not_in_the_team(p: Json, s: Json) -> None:
    p["pinned"] = [{"target": "T2", "inspectors": ["I1", "I3"]}]


@mutation("R16")
def a_pinned_target_is_left_out(p: Json, s: Json) -> None:
    p["pinned"] = [{"target": "T4"}]


@mutation("R17")
def the_campaign_uses_too_many_departments(p: Json, s: Json) -> None:
    p["rules"]["max_departments_per_campaign"] = 2


@mutation("R17")
def the_campaign_uses_too_many_inspectors(p: Json, s: Json) -> None:
    p["rules"]["max_inspectors_per_campaign"] = 3


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_is_caught_with_the_code_of_its_rule(name: str) -> None:
    code, mutate = MUTATIONS[name]
    problem = campaign()
    schedule = timetable(problem)
    mutate(problem, schedule)
    report = check(problem, schedule)
    assert report["ok"] is False
    assert code in codes(problem, schedule)


def test_every_rule_has_a_mutation() -> None:
    assert {code for code, _ in MUTATIONS.values()} == {f"R{n:02d}" for n in range(1, 18)}


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in MUTATIONS
        # These cannot be done without breaking a second rule as well.
        if name
        not in {
            "an_unknown_inspector_is_sent",
            "a_visit_lies_on_a_day_outside_the_campaign",
            "a_start_is_no_time",
            "an_end_is_no_date_of_the_calendar",
            "the_visits_are_missing",
            "the_leftovers_are_missing",
            "a_team_is_a_text",
            "a_visit_ends_a_day_late",
            "a_visit_ends_before_it_starts",
            "an_assistant_covers_an_item",
            "a_target_is_visited_twice",
            "a_visit_is_too_long",
            "a_visit_runs_past_its_window",
            "a_target_asks_more_departments_than_the_cap",
        }
    ],
)
def test_a_clean_mutation_raises_its_code_and_no_other(name: str) -> None:
    code, mutate = MUTATIONS[name]
    problem = campaign()
    schedule = timetable(problem)
    mutate(problem, schedule)
    assert codes(problem, schedule) == {code}


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
