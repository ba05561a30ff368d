"""The scheduling problem of a drawn campaign, exactly as contract §1 writes it.

Targets drawn × items due, windows = working days × slots ∩ opening hours, and of people only those
drawn (and substitutes called). The seed is the draw's own: SHA-256(key + "/#schedule").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.act_log import is_rehearsal
from campaigns.candidates import free_days, minutes, visit_days
from campaigns.errors import refusal
from campaigns.merging import Errand, errands
from campaigns.numbers import caps, of
from campaigns.opening import known_campaign
from campaigns.panel_duty import groups_of, is_paired, not_theirs, on_duty, pairing_now
from campaigns.roles import READ, require
from campaigns.substitution import revealed_draw
from draw import draw_key, schedule_seed
from registry import Absence, Actor, Campaign, Draw, Inspector, Target, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


def schedule_problem(office: Office, actor: Actor, campaign_id: str) -> dict[str, Any]:
    """The problem of a drawn campaign; raises ``campaign.not_drawn``, ``campaign.nothing_to_do``."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return problem_of(tx, known_campaign(tx, campaign_id))


def problem_of(tx: Tx, campaign: Campaign) -> dict[str, Any]:
    """The problem inside a transaction."""
    draw = revealed_draw(tx, campaign)
    days, due = visit_days(tx, campaign), errands(tx, campaign)
    open_ = [row.target for row in tx.draws.drawn(campaign.id) if row.state == "open"]
    targets = [t for t in tx.targets.many(sorted(open_)).values() if due[t.sector].items]
    if not targets:
        raise refusal(
            "campaign.nothing_to_do",
            f"任务“{campaign.name}”没有待检查的对象，无须排程。",
            f"The campaign {campaign.name!r} has no target left to visit.",
            field="campaign_id",
            value=campaign.id,
        )
    people = dict(draw.people or {})
    pairing = pairing_now(tx, draw, people, targets) if is_paired(people) else {}
    slots = [dict(slot) for slot in of(campaign, "slots")]
    departments = list(campaign.departments)
    problem: dict[str, Any] = {
        "name": _name(campaign, draw),
        "days": [day.isoformat() for day in days],
        "slots": slots,
        "departments": departments,
        "specialties": _specialties(tx, departments, due),
        "targets": [_target(target, due[target.sector], days, slots) for target in targets],
        "inspectors": _inspectors(tx, campaign, people, days, [t.id for t in targets], pairing),
        "rules": _rules(campaign, draw),
        "assignment": "drawn",
        **({"pairing": pairing} if pairing else {}),
    }
    if of(campaign, "lead_on_visit"):
        problem["lead_department"] = campaign.lead_department
    return problem


def _name(campaign: Campaign, draw: Draw) -> str:
    mark = "（演练，不是抽取 / rehearsal, not a draw）" if is_rehearsal(draw) else ""
    return f"{campaign.name}{mark}"


def _target(
    target: Target, errand: Errand, days: Sequence[date], slots: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    if target.lon is None or target.lat is None:
        raise refusal(
            "target.no_place",
            f"检查对象“{target.name}”（{target.id}）没有坐标，不能排程；请在名录中补录。",
            f"The target {target.id} has no coordinates and can't be scheduled; add them.",
            field="lon",
            value=target.id,
        )
    return {
        "id": target.id,
        "lon": target.lon,
        "lat": target.lat,
        "district": target.district,
        "risk": target.risk,
        "items": [
            {
                "id": item.id,
                "department": item.department,
                "specialty": item.specialty,
                "minutes": item.minutes,
            }
            for item in errand.items
        ],
        "windows": [
            {"day": day.isoformat(), **span} for day in days for span in _open(target, slots)
        ],
    }


def _open(target: Target, slots: Sequence[Mapping[str, str]]) -> Iterable[dict[str, str]]:
    """The parts of a day's slots in which the target is open; a whole-day target may close at 24:00."""
    for slot in slots:
        first = max(slot["from"], target.open_from, key=minutes)
        last = min(slot["to"], target.open_to, key=minutes)
        if minutes(first) < minutes(last):
            yield {"from": first, "to": last}


def _specialties(
    tx: Tx, departments: Sequence[str], due: Mapping[str, Errand]
) -> dict[str, list[str]]:
    """What each department can do: its directory's specialties, and what the items name."""
    known = {row.id: row.specialties for row in tx.departments.all()}
    return {
        d: sorted(
            {*known.get(d, ()), *(s for errand in due.values() for s in errand.specialties(d))}
        )
        for d in departments
    }


def _inspectors(
    tx: Tx,
    campaign: Campaign,
    people: Mapping[str, Any],
    days: Sequence[date],
    targets: Sequence[str],
    pairing: Mapping[str, int | None],
) -> list[dict[str, Any]]:
    """The people on duty in drawn order, then the experts drawn; nobody else.

    Paired with another group, a target is as closed to them as by a recusal; ``recusals`` keeps the
    true ones apart.
    """
    groups = groups_of(people)
    experts = [row["id"] for row in people.get("experts_drawn", ())]
    ids = (*on_duty(people), *experts)
    known = tx.inspectors.many(ids)
    absences = tx.inspectors.absences(inspectors=ids, first=days[0], last=days[-1])
    recused: dict[str, list[str]] = {}
    for row in tx.inspectors.recusals(inspectors=ids, targets=targets):
        recused.setdefault(row.inspector, []).append(row.target)
    # A campaign may ask for fewer visits a day than a person's own limit, never for more.
    cap = campaign.rules.get("max_visits_per_day", {}).get("value", 10**6)
    rows = [
        _inspector(known[id_], days, absences, recused.get(id_, []), cap)
        for id_ in ids
        if id_ in known and known[id_].active
    ]
    if not pairing:
        return rows
    return [
        row
        if row["id"] not in groups
        else {
            **row,
            "group": groups[row["id"]],
            "recusals": row["recused_targets"],
            "recused_targets": sorted(
                {*row["recused_targets"], *not_theirs(pairing, groups[row["id"]])}
            ),
        }
        for row in rows
    ]


def _inspector(
    person: Inspector,
    days: Sequence[date],
    absences: Sequence[Absence],
    recused: Sequence[str],
    cap: int,
) -> dict[str, Any]:
    until = person.certificate_valid_until
    return {
        "id": person.id,
        "department": person.department,
        "unit": person.unit,
        "specialties": sorted(person.specialties),
        "available_days": [day.isoformat() for day in free_days(person, days, absences)],
        "recused_targets": sorted(recused),
        "max_visits_per_day": min(cap, person.max_visits_per_day),
        **({"certificate_valid_until": until.isoformat()} if until else {}),
        "role": person.role,
    }


def _rules(campaign: Campaign, draw: Draw) -> dict[str, Any]:
    capped = caps(campaign)
    key = draw_key(str((draw.commitment or {})["commitment"]), str(draw.seed))
    return {
        "min_inspectors_per_visit": of(campaign, "min_inspectors"),
        "min_inspectors_per_department": of(campaign, "min_inspectors_per_department"),
        "max_departments_per_visit": of(campaign, "max_departments"),
        "max_inspectors_per_visit": of(campaign, "max_inspectors_per_visit"),
        "step_minutes": of(campaign, "step_minutes"),
        "same_unit_only": of(campaign, "same_unit_only"),
        "visit_within_one_slot": of(campaign, "visit_within_one_slot"),
        "travel": dict(of(campaign, "travel")),
        "risk_weight": dict(of(campaign, "risk_weight")),
        "seed": schedule_seed(key),
        **(
            {"max_departments_per_campaign": capped[0], "max_inspectors_per_campaign": capped[1]}
            if capped
            else {}
        ),
    }
