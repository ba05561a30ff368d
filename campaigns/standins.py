"""Who else could go on a visit, quickly: each exchange is checked on the visits it touches.

An exchange of two people on one visit changes the day of these two alone, so the rules are asked on
that day's visits of theirs, not on the whole schedule. Limits over the whole campaign are asked
again, with everything else, when the exchange is carried out (``swap_inspector``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from campaigns.errors import missing
from campaigns.replanning import check_schedule, on_days
from campaigns.roles import READ, require
from campaigns.schedules import known_schedule
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office

Visit = Mapping[str, Any]


def stand_ins(
    office: Office, actor: Actor, schedule_id: str, target_id: str
) -> list[dict[str, Any]]:
    """Every exchange on one visit that breaks no rule of the day, cheapest first.

    Each is ``{"out", "in", "travel", "excess", "load", "weight"}``: minutes, people, visits and
    weight more than before. Raises ``schedule.unknown`` and ``visit.unknown``.
    """
    require(actor, READ)
    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
    visit = next((v for v in record.schedule["visits"] if v["target"] == target_id), None)
    if visit is None:
        raise missing("visit", "检查", target_id)
    people = {row["id"]: row for row in record.problem["inspectors"]}
    visits = record.schedule["visits"]
    same_day = [row for row in visits if row["start"][:10] == visit["start"][:10]]
    loads = Counter(person for row in visits for person in row["inspectors"])
    found = []
    for out in visit["inspectors"]:
        for in_, row in people.items():
            if row["department"] == people[out]["department"] and _free(row, visit, same_day):
                cost = _cost(record.problem, same_day, visit, out, in_)
                if cost is not None:
                    found.append({"out": out, "in": in_, **cost, "load": _more(loads, out, in_)})
    return sorted(found, key=lambda row: (row["excess"], row["travel"], row["load"], row["in"]))


def _free(person: Mapping[str, Any], visit: Visit, same_day: Sequence[Visit]) -> bool:
    """Whether a look at the diary leaves the person a chance; the rules decide afterwards."""
    if visit["start"][:10] not in person["available_days"]:
        return False
    if visit["target"] in person["recused_targets"]:
        return False
    return not any(
        person["id"] in row["inspectors"]
        and row["start"] < visit["end"]
        and visit["start"] < row["end"]
        for row in same_day
    )


def _cost(
    problem: Mapping[str, Any], same_day: Sequence[Visit], visit: Visit, out: str, in_: str
) -> dict[str, int] | None:
    """What the exchange changes; None where a rule forbids it."""
    near = [
        row
        for row in same_day
        if row["target"] == visit["target"] or {out, in_} & set(row["inspectors"])
    ]
    small = _around(problem, near, {in_})
    team = sorted({*visit["inspectors"], in_} - {out})
    after = [
        {**row, "inspectors": team} if row["target"] == visit["target"] else row for row in near
    ]
    told = check_schedule(small, _as_schedule(after))
    if told["violations"]:
        return None
    before = check_schedule(small, _as_schedule(near))["objective"]
    return {part: told["objective"][part] - before[part] for part in ("weight", "excess", "travel")}


def _around(
    problem: Mapping[str, Any], near: Sequence[Visit], more: Collection[str]
) -> dict[str, Any]:
    """The problem of a few visits of one day: their targets, their people and those asked about."""
    targets = {row["target"] for row in near}
    people = {person for row in near for person in row["inspectors"]} | set(more)
    pinned = [pin for pin in problem.get("pinned") or [] if pin["target"] in targets]
    return on_days(
        {
            **problem,
            "days": [near[0]["start"][:10]],
            "targets": [row for row in problem["targets"] if row["id"] in targets],
            "inspectors": [
                {**row, "recused_targets": [t for t in row["recused_targets"] if t in targets]}
                for row in problem["inspectors"]
                if row["id"] in people
            ],
            "pinned": pinned,
        }
    )


def _as_schedule(visits: Sequence[Visit]) -> dict[str, Any]:
    return {"visits": [dict(row) for row in visits], "unscheduled": []}


def _more(loads: Mapping[str, int], out: str, in_: str) -> int:
    """By how many visits the most loaded person has more, or fewer, afterwards."""
    after = Counter(loads)
    after[out] -= 1
    after[in_] += 1
    return max(after.values()) - max(loads.values())
