"""Every mutation of a valid schedule is caught with the code of its rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solver.check import check
from tests.factories import (
    DAYS,
    FIRE,
    SAFETY,
    Json,
    make_visit,
    make_windows,
)
from tests.solver.campaign import campaign, codes, timetable

D1, D2 = DAYS

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
