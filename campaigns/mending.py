"""A way to fit a left-out target in: what it costs, and a trial that changes nothing kept.

A fix of the solver is either a change of the problem (hours, a day more, a limit) or another order of
two visits. Tried, it becomes one more schedule beside the one it mends, to compare and to take.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from campaigns.clock import today
from campaigns.errors import need_reason, refusal
from campaigns.jobs import put_job
from campaigns.opening import known_campaign
from campaigns.replanning import check_schedule, on_days, still_to_do
from campaigns.roles import PLAN, READ, require
from campaigns.schedules import known_schedule
from campaigns.scheduling import problem_of
from registry import Actor, Job, ScheduleRecord

if TYPE_CHECKING:
    from campaigns.office import Office

# What a planner may try with a reason. A certificate, a recusal, a loan, one more person and a
# number of policy are settled where they are on record, not on a schedule.
TRIED: Final = (
    "campaign.add_day",
    "inspector.free",
    "inspector.limit",
    "pin.release",
    "pin.release_inspector",
    "pin.release_start",
    "visit.move",
    "visit.replace",
    "window.extend",
    "window.open",
)


def fix_verbs(change: str) -> tuple[str, ...]:
    """The verbs of a fix's change, in order."""
    return tuple(verb for verb, _ in _parts(change))


def _verbs(change: str) -> frozenset[str]:
    return frozenset(fix_verbs(change))


def may_try(change: str) -> bool:
    """Whether a fix can be tried from the schedule; an empty change only plans again."""
    return all(verb in TRIED for verb in fix_verbs(change))


def fix_price(
    office: Office, actor: Actor, schedule_id: str, target_id: str, change: str
) -> dict[str, Any] | None:
    """What a fix costs with every other visit left as it is; ``change`` may be empty (just fit in).

    ``{"weight", "excess", "travel", "max_load", "changed", "start"}``: differences to the schedule as
    it stands, the visits that change, and when the target would be visited. None where no place is
    found without moving more, so that only a trial can tell.
    """
    require(actor, READ)
    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
    if _verbs(change) & {"visit.move", "visit.replace"}:
        return _price_of_move(record, change)
    return _price_of_place(record, target_id, change)


def _price_of_move(record: ScheduleRecord, change: str) -> dict[str, Any] | None:
    """Another order of two visits, judged by the independent checker."""
    visits, start = _moved(record, change)
    served = {row["target"] for row in visits}
    left = [row["id"] for row in record.problem["targets"] if row["id"] not in served]
    report = check_schedule(
        record.problem, {**record.schedule, "visits": visits, "unscheduled": left}
    )
    if report["violations"]:
        return None
    before = check_schedule(record.problem, record.schedule)["objective"]
    parts = ("weight", "excess", "travel", "max_load")
    price = {part: report["objective"][part] - before[part] for part in parts}
    return {**price, "changed": 2, "start": start}


def _price_of_place(record: ScheduleRecord, target_id: str, change: str) -> dict[str, Any] | None:
    """The cheapest place for one more visit once the problem is changed, over all its days."""
    from solver import Problem, Schedule, why_day

    changed = on_days(_mended(dict(record.problem), change))
    row = next((one for one in changed["targets"] if one["id"] == target_id), None)
    if row is None:
        return None
    problem, schedule = Problem.from_json(changed), Schedule.from_json(record.schedule)
    days = list(dict.fromkeys(window["day"] for window in row["windows"]))
    places = [why_day(problem, schedule, target_id, day)["move"] for day in days]
    found = [place for place in places if place]
    if not found:
        return None
    best = min(found, key=lambda place: (place["excess"], place["travel"], place["max_load"]))
    weight = problem.rules.risk_weight[row["risk"]]
    price = {part: best[part] for part in ("excess", "travel", "max_load")}
    return {"weight": weight, **price, "changed": 1, "start": best["start"]}


def try_fix(office: Office, actor: Actor, schedule_id: str, change: str, reason: str) -> Job:
    """Plan again with a fix made and everything else as it is; the result is kept, not taken.

    The reason goes on record. Raises ``fix.not_here`` for a change that is settled elsewhere.
    """
    require(actor, PLAN)
    need_reason(reason)
    if not may_try(change):
        raise refusal(
            "fix.not_here",
            "这项改动须在名录、行动或抽取中办理，不能在排程里试。",
            "This change is made in the registers, the campaign or the draw, not on a schedule.",
            field="change",
            value=change,
        )
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="schedule.try_fix", subject=schedule_id
    ) as tx:
        record = known_schedule(tx, schedule_id)
        problem = dict(record.problem)
        if record.campaign is not None:
            problem = problem_of(tx, known_campaign(tx, record.campaign))
            visits = tx.schedules.visits(campaign=record.campaign)
            problem = still_to_do(problem, visits, today(office.clock))
        tx.note(change=change, reason=reason.strip())
    from solver import Problem

    problem = on_days(_mended(problem, change))
    Problem.from_json(problem)
    payload = {"problem": problem, "schedule": schedule_id, "effort": record.effort}
    return put_job(
        office, actor, kind="schedule.replan", payload=payload, subject=record.campaign or ""
    )


def _mended(problem: dict[str, Any], change: str) -> dict[str, Any]:
    pins: list[dict[str, Any]] = []
    for verb, details in _parts(change):
        if verb == "visit.move":
            keep = ("target", "start", "inspectors")
            pins += [{key: details[key] for key in keep}, {k: details["then"][k] for k in keep}]
        elif verb == "visit.replace":
            pins.append({key: details["by"][key] for key in ("target", "start", "inspectors")})
    if not pins:
        from solver import with_change

        made: dict[str, Any] = with_change(problem, change) if change else problem
        return made
    named = {pin["target"] for pin in pins}
    others = [pin for pin in problem.get("pinned") or [] if pin["target"] not in named]
    return {**problem, "pinned": [*others, *pins]}


def _moved(record: ScheduleRecord, change: str) -> tuple[list[Mapping[str, Any]], str]:
    """The visits after a fix that moves or replaces one, and the start of the visit it makes room for."""
    visits, start = list(record.schedule["visits"]), ""
    for verb, details in _parts(change):
        old = next((row for row in visits if row["target"] == details["target"]), None)
        if old is not None:
            visits.remove(old)
        if verb == "visit.move" and old is not None:
            visits.append(_shifted(old, details))
        new = details["then" if verb == "visit.move" else "by"]
        visits.append(new)
        start = new["start"]
    return visits, start


def _shifted(visit: Mapping[str, Any], details: Mapping[str, Any]) -> dict[str, Any]:
    """The visit at its new start with its new team, as long as before."""
    length = _minutes(visit["end"]) - _minutes(visit["start"])
    end = _minutes(details["start"]) + length
    return {
        **visit,
        "start": details["start"],
        "end": f"{details['start'][:10]}T{end // 60:02d}:{end % 60:02d}",
        "inspectors": sorted(details["inspectors"]),
    }


def _parts(change: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``verb {details}; verb {details}`` as the solver codes it, part by part."""
    decoder = json.JSONDecoder()
    while change:
        verb, _, rest = change.partition(" ")
        try:
            details, end = decoder.raw_decode(rest)
        except ValueError as error:
            raise refusal(
                "fix.unreadable",
                "这不是一项可以识别的改动，请从“怎样才能排上”中选择。",
                "This is no change that can be read; choose one from the list of fixes.",
                field="change",
                value=change,
            ) from error
        yield verb, details
        change = rest[end:].removeprefix("; ")


def _minutes(moment: str) -> int:
    return 60 * int(moment[11:13]) + int(moment[14:16])
