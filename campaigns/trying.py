"""What would change if a number were another: the solver's answer, and nothing is kept.

The problem of a kept schedule is solved once more with the number changed and everything else as it
was: same people, same days, same seed. A number below the law is refused by the solver itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import refusal
from campaigns.roles import READ, require
from campaigns.schedules import get_schedule
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office

# What may be asked, and how it is called (zh, en, rule).
ASKABLE: Final[dict[str, tuple[str, str, str]]] = {
    "min_inspectors_per_visit": ("每次检查最少人数", "fewest inspectors on a visit", "R05"),
    "max_inspectors_per_visit": ("每次检查最多人数", "most inspectors on a visit", "R05"),
    "max_departments_per_visit": ("一次检查部门数上限", "most departments on a visit", "R06"),
    "min_inspectors_per_department": ("每部门最少人数", "fewest of a department", "R06"),
    "max_visits_per_day": ("每人每日检查次数上限", "most visits a day", "R10"),
    "max_departments_per_campaign": ("任务部门数上限", "most departments of the campaign", "R17"),
    "max_inspectors_per_campaign": ("任务人数上限", "most inspectors of the campaign", "R17"),
}
_MOST: Final = 1000


def what_if(
    office: Office, actor: Actor, schedule_id: str, changes: Mapping[str, int]
) -> dict[str, Any]:
    """Solve a kept schedule's problem with other numbers and compare.

    ``changes``: keys of ``ASKABLE`` to whole numbers. Returns ``{"schedule", "changes", "before", "after",
    "lost", "gained", "explanations", "zh", "en"}``; nothing is kept. Raises ``what_if.changes``,
    ``schedule.unknown``, or the solver's ProblemRefused where the number is against the law.
    """
    require(actor, READ)
    _refuse_unfit(changes)
    record = get_schedule(office, actor, schedule_id)
    from solver import Problem, solve

    problem = changed(record.problem, changes)
    made = solve(Problem.from_json(problem), effort="quick").to_json()
    before = {visit["target"] for visit in record.schedule["visits"]}
    after = {visit["target"] for visit in made["visits"]}
    told = {
        "schedule": record.id,
        "changes": _changes(record.problem, changes),
        "before": _figures(record.schedule),
        "after": _figures(made),
        "lost": sorted(before - after),
        "gained": sorted(after - before),
        "explanations": list(made.get("explanations", ()))[:20],
    }
    return told | _words(told)


def changed(problem: Mapping[str, Any], changes: Mapping[str, int]) -> dict[str, Any]:
    """The problem with other numbers; a person's own daily limit is only ever lowered or kept."""
    rules = {key: n for key, n in changes.items() if key != "max_visits_per_day"}
    made = {**problem, "rules": {**problem["rules"], **rules}}
    if (cap := changes.get("max_visits_per_day")) is not None:
        made["inspectors"] = [{**row, "max_visits_per_day": cap} for row in problem["inspectors"]]
    return made


def _refuse_unfit(changes: Mapping[str, int]) -> None:
    for key, value in changes.items():
        whole = isinstance(value, int) and not isinstance(value, bool)
        if key not in ASKABLE or not whole or not 1 <= value <= _MOST:
            raise refusal(
                "what_if.changes",
                f"“{key}”改为{value!r}不能试算；可试算：{'、'.join(ASKABLE)}，取1至{_MOST}的整数。",
                f"{key!r} = {value!r} can't be tried; there are {', '.join(ASKABLE)}, whole numbers "
                f"from 1 to {_MOST}.",
                field=f"changes.{key}",
                value=str(value)[:40],
            )
    if not changes:
        raise refusal(
            "what_if.changes", "请写明要试算的数字。", "Name a number to try.", field="changes"
        )


def _changes(problem: Mapping[str, Any], changes: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "zh": ASKABLE[key][0],
            "en": ASKABLE[key][1],
            "rule": ASKABLE[key][2],
            "from": _now(problem, key),
            "to": value,
        }
        for key, value in changes.items()
    ]


def _now(problem: Mapping[str, Any], key: str) -> int | None:
    if key == "max_visits_per_day":
        return max((int(row[key]) for row in problem["inspectors"]), default=None)
    value = problem["rules"].get(key)
    return None if value is None else int(value)


def _figures(schedule: Mapping[str, Any]) -> dict[str, Any]:
    people = {person for visit in schedule["visits"] for person in visit["inspectors"]}
    return {
        "status": schedule["status"],
        "visits": len(schedule["visits"]),
        "unscheduled": len(schedule["unscheduled"]),
        "inspectors": len(people),
        "turns": sum(len(visit["inspectors"]) for visit in schedule["visits"]),
        "objective": dict(schedule["objective"]),
    }


def _words(told: Mapping[str, Any]) -> dict[str, str]:
    before, after = told["before"], told["after"]
    zh = "，".join(f"{c['zh']}由{_said(c['from'])}改为{c['to']}" for c in told["changes"])
    en = ", ".join(f"{c['en']} from {_said(c['from'])} to {c['to']}" for c in told["changes"])
    lost_zh = f"；排不下的有{'、'.join(told['lost'][:10])}" if told["lost"] else ""
    lost_en = f"; no longer visited: {', '.join(told['lost'][:10])}" if told["lost"] else ""
    return {
        "zh": f"试算（未保存）：{zh}。检查由{before['visits']}次变为{after['visits']}次，未排入由"
        f"{before['unscheduled']}户变为{after['unscheduled']}户，人次由{before['turns']}变为{after['turns']}{lost_zh}。",
        "en": f"A trial, nothing kept: {en}. Visits {before['visits']} to {after['visits']}, left out "
        f"{before['unscheduled']} to {after['unscheduled']}, inspector-visits {before['turns']} to "
        f"{after['turns']}{lost_en}.",
    }


def _said(value: int | None) -> str:
    return "—" if value is None else str(value)
