"""One inspector for another on one visit: judged by the independent checker, recorded with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from campaigns.basis import OWN, RANDOM
from campaigns.errors import CampaignRefused, Fault, missing, need_reason, refusal
from campaigns.panel_words import in_words, with_pairing
from campaigns.roles import PLAN, READ, require
from campaigns.schedules import known_schedule
from registry import Actor, ScheduleRecord

if TYPE_CHECKING:
    from campaigns.office import Office

LEVELS = {"weight": "weight", "excess": "excess", "travel": "travel", "load": "max_load"}


def swap_options(
    office: Office, actor: Actor, schedule_id: str, target_id: str
) -> list[dict[str, Any]]:
    """Every swap on one visit that breaks no rule, cheapest first.

    Each is ``{"out", "in", "travel", "excess", "load", "weight"}``: the change of the objective's
    parts (minutes, people, visits, weight), worse when positive.
    """
    require(actor, READ)
    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
    team = _visit(record, target_id)["inspectors"]
    departments = {row["id"]: row["department"] for row in record.problem["inspectors"]}
    before = _check(record.problem, record.schedule)["objective"]
    found = []
    for out in team:
        for in_, department in departments.items():
            if in_ in team or department != departments[out]:
                continue
            report = _check(record.problem, _swapped(record, target_id, out, in_))
            if not report["violations"]:
                change = {
                    name: report["objective"][key] - before[key] for name, key in LEVELS.items()
                }
                found.append({"out": out, "in": in_, **change})
    return sorted(found, key=lambda row: (row["excess"], row["travel"], row["load"], row["in"]))


def swap_inspector(
    office: Office,
    actor: Actor,
    schedule_id: str,
    target_id: str,
    out_id: str,
    in_id: str,
    reason: str,
    expected_version: int,
) -> ScheduleRecord:
    """Swap, as a new version of the schedule; a chosen schedule's visits follow.

    Raises CampaignRefused ``schedule.rule_broken`` naming each rule and its clause; a stale version
    is refused by the registry. Only people drawn for the campaign can step in.
    """
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="schedule.swap", subject=schedule_id
    ) as tx:
        record = known_schedule(tx, schedule_id)
        _known_people(record, target_id, out_id, in_id)
        swapped = _swapped(record, target_id, out_id, in_id)
        report = _check(record.problem, swapped)
        if report["violations"]:
            raise _broken([in_words(record.problem, row) for row in report["violations"]])
        after = {**swapped, "objective": report["objective"], "status": "feasible"}
        tx.note(target=target_id, out=out_id, into=in_id, reason=reason.strip())
        kept: ScheduleRecord = tx.schedules.put(
            replace(
                record,
                schedule=after,
                status="feasible",
                note=f"{record.note}\n{out_id}→{in_id}（{target_id}）：{reason.strip()}".strip(),
            ),
            expected_version=expected_version,
        )
        if record.chosen:
            tx.schedules.choose(schedule_id)
    return kept


def why_inspector(
    office: Office, actor: Actor, schedule_id: str, target_id: str, inspector_id: str
) -> dict[str, Any]:
    """Why somebody is, or is not, on a visit: the rules that forbid it, or what the swap would cost.

    ``{"target", "inspector", "in_team", "rules", "basis", "why": {zh, en}, "swap"}`` as the solver
    explains it. Raises ``target.unknown`` or ``inspector.unknown``.
    """
    require(actor, READ)
    with office.registry.reading() as tx:
        record = known_schedule(tx, schedule_id)
    if all(row["id"] != target_id for row in record.problem["targets"]):
        raise missing("target", "检查对象", target_id)
    if all(row["id"] != inspector_id for row in record.problem["inspectors"]):
        raise missing("inspector", "检查人员", inspector_id)
    from solver import Problem, Schedule
    from solver import why_inspector as why

    answer: dict[str, Any] = why(
        Problem.from_json(record.problem),
        Schedule.from_json(record.schedule),
        target_id,
        inspector_id,
    )
    return with_pairing(record.problem, answer)


def _check(problem: Mapping[str, Any], schedule: Mapping[str, Any]) -> dict[str, Any]:
    from solver import check

    report: dict[str, Any] = dict(check(problem, schedule))
    return report


def _visit(record: ScheduleRecord, target_id: str) -> Mapping[str, Any]:
    for visit in record.schedule["visits"]:
        if visit["target"] == target_id:
            return dict(visit)
    raise refusal(
        "schedule.no_visit",
        f"排程中没有对“{target_id}”的检查。",
        f"The schedule has no visit to {target_id!r}.",
        field="target_id",
        value=target_id,
    )


def _swapped(record: ScheduleRecord, target_id: str, out: str, in_: str) -> dict[str, Any]:
    visits = [
        {**v, "inspectors": sorted({*v["inspectors"]} - {out} | {in_})}
        if v["target"] == target_id
        else v
        for v in record.schedule["visits"]
    ]
    return {**record.schedule, "visits": visits}


def _known_people(record: ScheduleRecord, target_id: str, out: str, in_: str) -> None:
    team = _visit(record, target_id)["inspectors"]
    drawn = {row["id"] for row in record.problem["inspectors"]}
    if out not in team:
        raise refusal(
            "schedule.not_in_team",
            f"“{out}”不在这次检查的人员中。",
            f"{out!r} is not in the team of this visit.",
            field="out",
            value=out,
        )
    if in_ not in drawn or in_ in team:
        raise refusal(
            "schedule.not_drawn",
            f"“{in_}”不在抽中的人员之内，或已在这次检查中；只能在抽中的人员之间调换。",
            f"{in_!r} was not drawn, or is in the team already; only drawn people can be swapped.",
            field="into",
            value=in_,
            rule=RANDOM,
        )


def _broken(violations: list[Mapping[str, Any]]) -> CampaignRefused:
    return CampaignRefused(
        "schedule.rule_broken",
        tuple(
            Fault(
                code=str(broken["rule"]),
                field=str(broken.get("field") or broken.get("target") or ""),
                value=broken.get("inspector"),
                rule="、".join(broken.get("basis") or [OWN]),
                zh=f"调换会违反规则{broken['rule']}：{broken['zh']}",
                en=f"The swap would break rule {broken['rule']}: {broken['en']}",
            )
            for broken in violations
        ),
    )
