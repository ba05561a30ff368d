"""Drawn people who cannot serve a target: why, and whom the order of substitutes gives; late recusals.

Nobody is chosen: the department's next ticket steps in who is free and holds what is lacking; who is
passed over, and why, is on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from campaigns.act_log import append
from campaigns.basis import RECUSAL, SUBSTITUTES
from campaigns.candidates import free_days, visit_days
from campaigns.errors import missing, need_reason, refusal
from campaigns.opening import known_campaign
from campaigns.panel_draw import by_lottery
from campaigns.panel_duty import groups_of, members_now, needs_now, on_duty, pairing_now
from campaigns.panel_pairing import lacking
from campaigns.replanning import replan_campaign
from campaigns.roles import PLAN, READ, require
from campaigns.substitution import SteppedIn, next_in_queue, not_on_duty, revealed_draw
from registry import Actor, Campaign, Draw, Recusal, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


@dataclass(frozen=True, slots=True)
class Unserved:
    """A target the people on duty cannot serve: what is lacking, and who would step in."""

    target: str
    group: int | None  # None: paired with no group, and not to be served by all together either
    department: str
    specialties: tuple[str, ...]  # that nobody free for it holds
    recused: tuple[str, ...]
    substitute: str  # "" where the order gives nobody
    passed_over: tuple[dict[str, str], ...]
    zh: str
    en: str


def unserved_targets(office: Office, actor: Actor, campaign_id: str) -> tuple[Unserved, ...]:
    """Every target of a drawn campaign that its paired people cannot serve, as things stand now."""
    require(actor, READ)
    with office.registry.reading() as tx:
        campaign = known_campaign(tx, campaign_id)
        draw = revealed_draw(tx, campaign)
        if not by_lottery(dict(draw.people or {})):
            return ()
        return tuple(_unserved(tx, campaign, draw))


def call_substitute(
    office: Office, actor: Actor, campaign_id: str, target_id: str, reason: str
) -> SteppedIn:
    """Call whom the order gives for a target that cannot be served, and plan again.

    Raises ``target.served`` where nobody is needed, ``draw.no_substitute`` where nobody is left.
    """
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="inspector.substitute", subject=campaign_id
    ) as tx:
        short = _short(tx, campaign_id, target_id)
        if short is None:
            raise refusal(
                "target.served",
                f"检查对象“{target_id}”有合适的抽中人员，不需要递补。",
                f"The people drawn can serve {target_id!r}; nobody needs to step in.",
                field="target_id",
                value=target_id,
            )
        if not short.substitute:
            raise refusal(
                "draw.no_substitute",
                f"{short.zh}",
                f"{short.en}",
                field="target_id",
                value=target_id,
                rule=SUBSTITUTES,
            )
        _call(tx, campaign_id, short, reason, now)
    job = replan_campaign(office, actor, campaign_id)
    out = short.recused[0] if short.recused else ""
    return SteppedIn(out, short.substitute, short.passed_over, job)


def recuse_inspector(
    office: Office, actor: Actor, campaign_id: str, inspector_id: str, target_id: str, reason: str
) -> SteppedIn:
    """Record a recusal that came up after the draw; call a substitute only where it leaves a gap.

    The one recused keeps all other targets. ``substitute`` is "" where the group serves the target
    without them, or where nobody is left (the schedule then leaves it out and says why).
    """
    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="inspector.recuse", subject=campaign_id
    ) as tx:
        draw = revealed_draw(tx, known_campaign(tx, campaign_id))
        if inspector_id not in on_duty(dict(draw.people or {})):
            raise not_on_duty(inspector_id)
        if all(row.target != target_id for row in tx.draws.drawn(campaign_id)):
            raise missing("target", "检查对象", target_id)
        tx.inspectors.add_recusal(Recusal(inspector_id, target_id, reason.strip()))
        tx.note(inspector=inspector_id, target=target_id, reason=reason.strip(), basis=RECUSAL)
        short = _short(tx, campaign_id, target_id)
        if short is not None and short.substitute:
            _call(tx, campaign_id, short, reason, now)
    job = replan_campaign(office, actor, campaign_id)
    found = (short.substitute, short.passed_over) if short is not None else ("", ())
    return SteppedIn(inspector_id, *found, job)


def _short(tx: Tx, campaign_id: str, target_id: str) -> Unserved | None:
    campaign = known_campaign(tx, campaign_id)
    draw = revealed_draw(tx, campaign)
    if not by_lottery(dict(draw.people or {})):
        return None
    return next((row for row in _unserved(tx, campaign, draw) if row.target == target_id), None)


def _unserved(tx: Tx, campaign: Campaign, draw: Draw) -> list[Unserved]:
    people = dict(draw.people or {})
    open_ = [row.target for row in tx.draws.drawn(campaign.id) if row.state == "open"]
    targets = list(tx.targets.many(sorted(open_)).values())
    pairing, needs = pairing_now(tx, draw, people, targets), needs_now(people, targets)
    groups = members_now(tx, people)
    everybody = [one for group in groups for one in group]
    found = []
    for target, group in sorted(pairing.items()):
        members = everybody if group is None else groups[group - 1]
        short = lacking(target, needs[target], members)
        if short:
            found.append(_told(tx, campaign, people, target, group, short[0]))
    return found


def _told(
    tx: Tx,
    campaign: Campaign,
    people: Mapping[str, Any],
    target: str,
    group: int | None,
    short: tuple[str, tuple[str, ...], tuple[str, ...]],
) -> Unserved:
    department, gap, recused = short
    queue = people["substitutes"].get(department, [])
    known = tx.inspectors.many(row["id"] for row in queue)
    days = visit_days(tx, campaign)
    absences = tx.inspectors.absences(inspectors=list(known), first=days[0], last=days[-1])
    away = {row.inspector for row in tx.inspectors.recusals(targets=[target])}
    free = {id_ for id_, one in known.items() if one.active and free_days(one, days, absences)}
    next_, passed = next_in_queue(people, department, gap, free, away)
    substitute = str(next_["id"]) if next_ else ""
    of = f"第{group}组" if group else "各组"
    en_of = f"Group {group}" if group else "All groups together"
    lack_zh = f"缺专长“{'、'.join(gap)}”" if gap else "人数不足"
    lack_en = f"the specialty {', '.join(gap)}" if gap else "people"
    why_zh = f"（{'、'.join(recused)}须回避）" if recused else ""
    why_en = f" ({', '.join(recused)} recused)" if recused else ""
    then_zh = f"按号由{substitute}递补" if substitute else "没有可递补的人员"
    then_en = f"{substitute} is next in order" if substitute else "nobody is left to step in"
    return Unserved(
        target,
        group,
        department,
        tuple(gap),
        tuple(recused),
        substitute,
        tuple(passed),
        f"{of}的{department}{lack_zh}{why_zh}，不能检查{target}；{then_zh}。",
        f"{en_of} lacks {lack_en} of {department} for {target}{why_en}; {then_en}.",
    )


def _call(tx: Tx, campaign_id: str, short: Unserved, reason: str, now: datetime) -> None:
    """Put the substitute on duty in the group, in rows, record and log."""
    draw = revealed_draw(tx, known_campaign(tx, campaign_id))
    people = dict(draw.people or {})
    groups = groups_of(people)
    group = short.group or next((groups[id_] for id_ in short.recused if id_ in groups), 1)
    replaced = short.recused[0] if short.recused else short.target
    entry = {
        "kind": "substitution",
        "commitment": (draw.commitment or {})["commitment"],
        "stratum": f"inspectors/{short.department}",
        "replaced": replaced,
        "substitute": short.substitute,
        "target": short.target,
        "reason": reason.strip(),
        "passed_over": list(short.passed_over),
    }
    append(tx, draw.id, now, entry)
    move = {"in": short.substitute, "group": group, "target": short.target}
    called = {**move, "for": replaced, "reason": reason.strip(), "at": now.isoformat()}
    tx.draws.put(replace(draw, people={**people, "called": [*people.get("called", ()), called]}))
    tx.note(substitute=short.substitute, substitute_for=short.target)
