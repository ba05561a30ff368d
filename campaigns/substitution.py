"""Substitutes (递补): the next ticket steps in, never a chosen one; reason and evidence are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append, known_draw, wrong_state
from campaigns.basis import SUBSTITUTES
from campaigns.candidates import free_days, visit_days
from campaigns.errors import CampaignRefused, need_reason, refusal
from campaigns.opening import known_campaign
from campaigns.panel_duty import groups_of, is_paired, on_duty
from campaigns.replanning import replan_campaign
from campaigns.roles import PLAN, require
from draw import substitutes
from registry import Absence, Actor, Campaign, Draw, DrawnTarget, Job, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


@dataclass(frozen=True, slots=True)
class SteppedIn:
    """Who left, who stepped in, and the job that makes the schedule fit (None without schedule)."""

    out: str
    substitute: str
    passed_over: tuple[dict[str, str], ...]
    job: Job | None


def substitute_target(
    office: Office,
    actor: Actor,
    draw_id: str,
    target_id: str,
    reason: str,
    evidence: str = "",
) -> DrawnTarget:
    """Replace a drawn target by the next ticket of its stratum; returns the row that steps in.

    Targets no longer active are passed over, each on record. Raises ``draw.not_drawn``,
    ``draw.no_substitute``.
    """
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="draw.substitute", subject=draw_id) as tx:
        draw = known_draw(tx, draw_id)
        if draw.state != "revealed":
            raise wrong_state(draw, zh="递补", en="changed by substitution")
        rows = {row.target: row for row in tx.draws.drawn(draw.campaign)}
        row = rows.get(target_id)
        if row is None or row.state != "open":
            raise _not_drawn(target_id)
        next_, passed = next_target(tx, draw, row.stratum, rows)
        if next_ is None:
            raise none_left(row.stratum)
        entry = {
            "kind": "substitution",
            "commitment": (draw.commitment or {})["commitment"],
            "stratum": row.stratum,
            "replaced": target_id,
            "substitute": next_["id"],
            "reason": reason.strip(),
            "evidence": evidence,
            "passed_over": passed,
        }
        append(tx, draw_id, now, entry)
        tx.note(replaced=target_id, substitute=next_["id"], reason=reason.strip())
        last = max(r.position for r in rows.values() if r.stratum == row.stratum)
        made = DrawnTarget(
            campaign=draw.campaign,
            target=next_["id"],
            origin="substitute",
            stratum=row.stratum,
            ticket=next_["ticket"],
            position=last + 1,
            reason=f"递补{target_id}：{reason.strip()}",
            drawn_at=now,
        )
        tx.draws.put_drawn([replace(row, state="replaced", reason=reason.strip()), made])
    return made


def sick_inspector(
    office: Office,
    actor: Actor,
    campaign_id: str,
    inspector_id: str,
    first: date,
    last: date,
    reason: str,
) -> SteppedIn:
    """Record an absence, call the department's next substitute, and plan again with few changes.

    The substitute is the first by ticket who is free on some day of the absence and holds the needed
    specialties that only the missing person held; who is passed over, and why, is on record. The
    replaced person is out of this campaign. Recusals are kept by the schedule.
    """
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="inspector.substitute", subject=campaign_id
    ) as tx:
        campaign = known_campaign(tx, campaign_id)
        draw = revealed_draw(tx, campaign)
        people = dict(draw.people or {})
        if inspector_id not in on_duty(people):
            raise not_on_duty(inspector_id)
        tx.inspectors.add_absence(Absence(inspector_id, first, last, reason.strip()))
        next_, passed = _next_inspector(tx, campaign, people, inspector_id, first, last)
        if next_ is None:
            raise none_left(_department(people, inspector_id))
        entry = {
            "kind": "substitution",
            "commitment": (draw.commitment or {})["commitment"],
            "stratum": f"inspectors/{_department(people, inspector_id)}",
            "replaced": inspector_id,
            "substitute": next_["id"],
            "reason": reason.strip(),
            "passed_over": passed,
        }
        append(tx, draw.id, now, entry)
        move = {"out": inspector_id, "in": next_["id"], "reason": reason.strip()}
        people["replaced"] = [*people.get("replaced", ()), {**move, "at": now.isoformat()}]
        tx.draws.put(replace(draw, people=people))
        tx.note(**move)
    job = replan_campaign(office, actor, campaign_id)
    return SteppedIn(inspector_id, next_["id"], tuple(passed), job)


def revealed_draw(tx: Tx, campaign: Campaign) -> Draw:
    """The campaign's revealed draw; raises ``campaign.not_drawn``."""
    for draw in reversed(tx.draws.of_campaign(campaign.id)):
        if draw.state == "revealed":
            return draw
    raise refusal(
        "campaign.not_drawn",
        f"任务“{campaign.name}”尚未开奖，没有抽中的检查对象和人员。",
        f"The campaign {campaign.name!r} has not been drawn yet.",
        field="campaign_id",
        value=campaign.id,
    )


def next_target(
    tx: Tx, draw: Draw, stratum: str, rows: Mapping[str, DrawnTarget]
) -> tuple[dict[str, str] | None, list[dict[str, str]]]:
    """The next ticket of a stratum whose target is active, and whom that passes over, with why."""
    used = set(rows)
    passed: list[dict[str, str]] = []
    while (row := substitutes(dict(draw.receipt or {}), stratum, used)) is not None:
        target = tx.targets.get(row["id"])
        if target is not None and target.status == "active":
            return row, passed
        used.add(row["id"])
        passed.append({"id": row["id"], "why": "已注销或吊销 / no longer active"})
    return None, passed


def _next_inspector(
    tx: Tx,
    campaign: Campaign,
    people: Mapping[str, Any],
    missing_id: str,
    first: date,
    last: date,
) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    """The next of the department's queue who can stand in, and whom that passes over."""
    department = _department(people, missing_id)
    queue = people["substitutes"].get(department, [])
    skills = {c["id"]: set(c["specialties"]) for c in people["candidates"]}
    days = visit_days(tx, campaign)
    gone = [day for day in days if first <= day <= last] or list(days)
    known = tx.inspectors.many(row["id"] for row in queue)
    absences = tx.inspectors.absences(inspectors=list(known), first=days[0], last=days[-1])
    free = {id_ for id_, one in known.items() if one.active and free_days(one, gone, absences)}
    return next_in_queue(people, department, only_theirs(people, missing_id, skills), free, ())


def next_in_queue(
    people: Mapping[str, Any],
    department: str,
    wanted: Collection[str],
    free: Collection[str],
    recused: Collection[str],
) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    """The first of a department's substitutes who is free, not recused and holds what is wanted.

    Beside it whom that passes over, each with the reason.
    """
    called = {row["in"] for key in ("replaced", "called") for row in people.get(key, ())}
    skills = {c["id"]: set(c["specialties"]) for c in people["candidates"]}
    passed = []
    for row in people["substitutes"].get(department, []):
        if row["id"] in called:
            continue
        if row["id"] not in free:
            passed.append({"id": row["id"], "why": "不在岗 / not available"})
        elif row["id"] in recused:
            passed.append({"id": row["id"], "why": "须回避 / recused"})
        elif not set(wanted) <= skills[row["id"]]:
            passed.append({"id": row["id"], "why": "缺少所需专长 / lacks a needed specialty"})
        else:
            return dict(row), passed
    return None, passed


def only_theirs(
    people: Mapping[str, Any], missing_id: str, skills: Mapping[str, set[str]]
) -> set[str]:
    """The needed specialties of the department that nobody else on duty (in the group) holds."""
    department = _department(people, missing_id)
    needed = {
        s
        for quota in people["rules"]["quotas"]
        if quota["department"] == department
        for s in quota["specialties"]
    }
    of = {c["id"]: c["department"] for c in people["candidates"]}
    group = groups_of(people)
    others = [
        skills[i]
        for i in on_duty(people)
        if i != missing_id
        and of[i] == department
        and (not is_paired(people) or group[i] == group[missing_id])
    ]
    return (needed & skills[missing_id]) - set[str]().union(*others)


def _department(people: Mapping[str, Any], inspector_id: str) -> str:
    return next(str(row["department"]) for row in people["candidates"] if row["id"] == inspector_id)


def _not_drawn(target_id: str) -> CampaignRefused:
    return refusal(
        "draw.not_drawn",
        f"检查对象“{target_id}”不在本次待检查名单中，不能递补。",
        f"The target {target_id!r} is not on the list to be visited; nothing to replace.",
        field="target_id",
        value=target_id,
    )


def none_left(stratum: str) -> CampaignRefused:
    """The refusal when a stratum or a department has no substitute any more."""
    return refusal(
        "draw.no_substitute",
        f"“{stratum}”的候补已用完，不能递补；请在记录中说明并继续其余检查。",
        f"There is no substitute left in {stratum!r}; record it and go on with the rest.",
        field="stratum",
        value=stratum,
        rule=SUBSTITUTES,
    )


def not_on_duty(inspector_id: str) -> CampaignRefused:
    """The refusal of somebody who was not drawn, or is replaced."""
    return refusal(
        "inspector.not_on_duty",
        f"检查人员“{inspector_id}”不在本次抽中的人员之内。",
        f"The inspector {inspector_id!r} is not among those drawn for this campaign.",
        field="inspector_id",
        value=inspector_id,
    )
