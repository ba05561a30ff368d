"""Helpers of the tests of explanations: changes made on plain JSON and tried by brute force."""

from __future__ import annotations

import copy
import json

from solver import Problem
from solver.explain import explain_all, explain_target, with_change
from solver.schedule import Bound, Objective, Schedule
from tests.factories import (
    Json,
    make_inspector,
)
from tests.solver.brute_force import best_of


def explained(data: Json, target: str = "T1") -> Json:
    return explain_target(Problem.from_json(data), target).to_json()


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
