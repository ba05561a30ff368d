"""Malformed documents: named as R01, never a raw exception, whatever they hold."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.check import check
from tests.factories import DAYS, Json, make_problem, make_schedule, make_visit

D1, D2 = DAYS


def full_problem() -> Json:
    """Every optional part present, so that every path can be spoilt."""
    problem = make_problem(
        lead_department="市场监管",
        assignment="free",
        units=[{"id": "U01", "lon": 114.0, "lat": 22.5}],
        pinned=[{"target": "T1", "start": f"{D1}T09:00", "inspectors": ["I1"]}],
    )
    problem["rules"] |= {"max_departments_per_campaign": 5, "max_inspectors_per_campaign": 9}
    problem["inspectors"][0] |= {"certificate_valid_until": "2027-01-01", "role": "inspector"}
    return problem


def full_schedule(problem: Json) -> Json:
    visit = make_visit("T1", f"{D1}T09:00", f"{D1}T10:00", "I1", "I2")
    return make_schedule(
        problem,
        visit,
        assignment="free",
        seed=1,
        problem_digest="sha256:0",
        objective={"weight": 1},
        bound={"weight": 1},
        explanations=[{"target": "T1", "rules": []}],
    )


def rules_found(report: dict[str, object]) -> list[str]:
    return [found["rule"] for found in report["violations"]]  # type: ignore[attr-defined]


# --- spoilt problems: the field that must be named ------------------------------------------------

SPOILT: list[tuple[str, Callable[[Json], object]]] = [
    ("days", lambda p: p.pop("days")),
    ("days", lambda p: p.update(days=[])),
    ("days", lambda p: p.update(days=[D1, D1])),
    ("days[0]", lambda p: p.update(days=["2026-02-30"])),
    ("days[0]", lambda p: p.update(days=["2026-3-2"])),
    ("days[0]", lambda p: p.update(days=["２０２６-03-02"])),
    ("slots", lambda p: p.update(slots={"am": 1})),
    ("slots", lambda p: p["slots"].append(p["slots"][0])),
    ("slots[0]", lambda p: p["slots"].insert(0, "am")),
    ("slots[0].id", lambda p: p["slots"][0].update(id=7)),
    ("slots[0].from", lambda p: p["slots"][0].update({"from": "9:00"})),
    ("slots[0]", lambda p: p["slots"][0].update({"from": "13:00"})),
    ("departments", lambda p: p["departments"].append(p["departments"][0])),
    ("departments[0]", lambda p: p.update(departments=[""])),
    ("specialties", lambda p: p.update(specialties=[])),
    ("specialties", lambda p: p["specialties"].update({"海关": ["关税"]})),
    ("targets", lambda p: p.update(targets=None)),
    ("targets", lambda p: p["targets"].append(p["targets"][0])),
    ("targets[0]", lambda p: p.update(targets=["T1"])),
    ("targets[0].id", lambda p: p["targets"][0].update(id="")),
    ("targets[0].id", lambda p: p["targets"][0].update(id="\ud800")),
    ("targets[0].lon", lambda p: p["targets"][0].update(lon="114")),
    ("targets[0].lat", lambda p: p["targets"][0].update(lat=float("nan"))),
    ("targets[0].lat", lambda p: p["targets"][0].update(lat=10**400)),
    ("targets[0].risk", lambda p: p["targets"][0].update(risk="E")),
    ("targets[0].district", lambda p: p["targets"][0].pop("district")),
    ("targets[0].items", lambda p: p["targets"][0].update(items=[])),
    ("targets[0].items", lambda p: p["targets"][0]["items"].append(p["targets"][0]["items"][0])),
    ("targets[0].items[0]", lambda p: p["targets"][0].update(items=[3])),
    ("targets[0].items[0].minutes", lambda p: p["targets"][0]["items"][0].update(minutes=-30)),
    ("targets[0].items[0].minutes", lambda p: p["targets"][0]["items"][0].update(minutes=True)),
    (
        "targets[0].items[0].department",
        lambda p: p["targets"][0]["items"][0].update(department="海关"),
    ),
    (
        "targets[0].items[0].specialty",
        lambda p: p["targets"][0]["items"][0].update(specialty="关税"),
    ),
    ("targets[0].windows", lambda p: p["targets"][0].update(windows="always")),
    ("targets[0].windows[0]", lambda p: p["targets"][0].update(windows=[None])),
    ("targets[0].windows[0].day", lambda p: p["targets"][0]["windows"][0].update(day="2026-04-01")),
    ("targets[0].windows", lambda p: p["targets"][0]["windows"][0].update(to="15:00")),
    ("inspectors", lambda p: p["inspectors"].append(p["inspectors"][0])),
    ("inspectors[0]", lambda p: p.update(inspectors=[1])),
    ("inspectors[0].department", lambda p: p["inspectors"][0].update(department="海关")),
    ("inspectors[0].specialties", lambda p: p["inspectors"][0].update(specialties=["关税"])),
    ("inspectors[0].unit", lambda p: p["inspectors"][0].update(unit="U09")),
    ("inspectors[0].available_days[0]", lambda p: p["inspectors"][0].update(available_days=[1])),
    ("inspectors[0].recused_targets", lambda p: p["inspectors"][0].update(recused_targets="T1")),
    ("inspectors[0].max_visits_per_day", lambda p: p["inspectors"][0].pop("max_visits_per_day")),
    (
        "inspectors[0].certificate_valid_until",
        lambda p: p["inspectors"][0].update(certificate_valid_until="soon"),
    ),
    ("inspectors[0].role", lambda p: p["inspectors"][0].update(role="chief")),
    ("rules", lambda p: p.pop("rules")),
    ("rules.min_inspectors_per_visit", lambda p: p["rules"].update(min_inspectors_per_visit=1)),
    ("rules.max_inspectors_per_visit", lambda p: p["rules"].update(max_inspectors_per_visit=1)),
    ("rules.seed", lambda p: p["rules"].pop("seed")),
    ("rules.seed", lambda p: p["rules"].update(seed="two\nlines")),
    ("rules.seed", lambda p: p["rules"].update(seed=True)),
    ("rules.step_minutes", lambda p: p["rules"].update(step_minutes=0)),
    ("rules.same_unit_only", lambda p: p["rules"].update(same_unit_only="no")),
    ("rules.visit_within_one_slot", lambda p: p["rules"].pop("visit_within_one_slot")),
    ("rules.travel", lambda p: p["rules"].update(travel=10)),
    ("rules.travel.fixed", lambda p: p["rules"]["travel"].update(fixed=-1)),
    ("rules.risk_weight.D", lambda p: p["rules"]["risk_weight"].pop("D")),
    (
        "rules.max_inspectors_per_campaign",
        lambda p: p["rules"].update(max_inspectors_per_campaign=0),
    ),
    ("lead_department", lambda p: p.update(lead_department="海关")),
    ("assignment", lambda p: p.update(assignment="picked")),
    ("units", lambda p: p.update(units=7)),
    ("units[0]", lambda p: p["units"].insert(0, 7)),
    ("units", lambda p: p["units"].append(p["units"][0])),
    ("pinned", lambda p: p.update(pinned={"target": "T1"})),
    ("pinned[0]", lambda p: p.update(pinned=["T1"])),
    ("pinned", lambda p: p["pinned"].append(p["pinned"][0])),
    ("pinned[0].target", lambda p: p["pinned"][0].update(target="T9")),
    ("pinned[0].start", lambda p: p["pinned"][0].update(start="09:00")),
    ("pinned[0].inspectors", lambda p: p["pinned"][0].update(inspectors=["I9"])),
]


@pytest.mark.parametrize(
    ("field", "spoil"), SPOILT, ids=[f"{n}-{f}" for n, (f, _) in enumerate(SPOILT)]
)
def test_a_spoilt_field_of_the_problem_is_named(
    field: str, spoil: Callable[[Json], object]
) -> None:
    problem = full_problem()
    spoil(problem)
    report: Any = check(problem, full_schedule(make_problem()))
    assert report["ok"] is False
    assert set(rules_found(report)) == {"R01"}
    assert field in [found["field"] for found in report["violations"]]
    # Nothing is judged against a problem that cannot be read.
    assert report["objective"] == {}
    json.dumps(report, ensure_ascii=False).encode()


def test_the_full_problem_itself_is_sound() -> None:
    problem = full_problem()
    assert rules_found(check(problem, full_schedule(problem))) == []


def test_a_seed_may_be_a_line_of_text_and_a_window_end_at_midnight() -> None:
    problem = full_problem()
    problem["rules"]["seed"] = "0123456789abcdef"
    problem["targets"][0]["windows"][1] |= {"from": "14:00", "to": "24:00"}
    assert rules_found(check(problem, full_schedule(problem))) == []


def test_all_faults_are_named_and_not_the_first_only() -> None:
    problem = full_problem()
    problem["days"] = ["today"]
    problem["targets"][0]["risk"] = "E"
    problem["rules"]["step_minutes"] = "15"
    report: Any = check(problem, {})
    named = {found["field"] for found in report["violations"]}
    assert {"days[0]", "targets[0].risk", "rules.step_minutes"} <= named


def test_optional_parts_may_be_null() -> None:
    problem = full_problem()
    for key in ("lead_department", "assignment", "units", "pinned"):
        problem[key] = None
    problem["rules"] |= {"max_departments_per_campaign": None, "max_inspectors_per_campaign": None}
    problem["inspectors"][0] |= {"certificate_valid_until": None, "role": None}
    assert rules_found(check(problem, full_schedule(problem))) == []


def test_a_malformed_visit_is_not_reported_as_left_out_too() -> None:
    problem = full_problem()
    schedule = full_schedule(problem)
    schedule["visits"][0]["start"] = "nine"
    problem["pinned"] = []
    assert rules_found(check(problem, schedule)) == ["R01"]


# --- anything at all ------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["T1", "I1", "am", D1, "09:00", f"{D1}T09:00", "A", 10**400, "\ud800", b"x"])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "days", "visits", "rules", "from", "target"]) | st.integers(),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(ANYTHING, ANYTHING)
def test_anything_at_all_is_judged_and_never_raises(problem: Any, schedule: Any) -> None:
    assert check(problem, schedule)["ok"] is False


@given(ANYTHING)
def test_any_schedule_for_a_sound_problem_is_judged(schedule: Any) -> None:
    assert check(make_problem(), schedule)["ok"] is False


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document, inner ones included."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at] * bool(at) + [path for key, held in inner for path in paths(held, (*at, key))]


def spoilt(document: Json, path: tuple[Any, ...], value: Any) -> Json:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


PROBLEM = full_problem()
SCHEDULE = full_schedule(PROBLEM)


@settings(max_examples=300)
@given(st.sampled_from(paths(PROBLEM)), ANYTHING)
def test_one_wrong_value_in_a_problem_never_raises(path: tuple[Any, ...], value: Any) -> None:
    report = check(spoilt(PROBLEM, path, value), SCHEDULE)
    json.dumps(report["violations"], ensure_ascii=False).encode()


@settings(max_examples=300)
@given(st.sampled_from(paths(SCHEDULE)), ANYTHING)
def test_one_wrong_value_in_a_schedule_never_raises(path: tuple[Any, ...], value: Any) -> None:
    report = check(PROBLEM, spoilt(SCHEDULE, path, value))
    json.dumps(report["violations"], ensure_ascii=False).encode()


def test_a_document_nested_without_end_is_judged() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)  # as some library may: then only a bounded depth saves the stack
    try:
        _judge_a_deep_document()
    finally:
        sys.setrecursionlimit(limit)


def _judge_a_deep_document() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert check(make_problem(), {"visits": [deep], "unscheduled": deep})["ok"] is False
    assert check(make_problem(extra=deep), make_schedule(make_problem()))["ok"] is True
