"""Who may be drawn for a campaign, on which days people can be sent, and how much work awaits them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.basis import JOINT
from campaigns.errors import refusal
from campaigns.merging import Errand
from campaigns.numbers import of, own
from campaigns.panel import Candidate, smallest_cover
from campaigns.panel_pool import pool_of
from campaigns.working_days import CALENDAR, working_days_between
from registry import Absence, Campaign, Inspector, Tx


def visit_days(tx: Tx, campaign: Campaign) -> tuple[date, ...]:
    """The days visits may take place: the campaign's own list, else the window's working days.

    Raises CampaignRefused ``calendar.not_announced`` where a day's nature is not known yet, and
    ``campaign.no_days`` where nothing is left.
    """
    listed = campaign.rules.get("days", {}).get("value")
    if listed:
        return tuple(sorted(date.fromisoformat(day) for day in listed))
    days, open_ = working_days_between(
        campaign.window_from, campaign.window_to, tx.settings.get(CALENDAR, {})
    )
    if open_:
        raise refusal(
            "calendar.not_announced",
            f"{open_[0].year}年放假安排尚未公布，{open_[0]}起是否工作日不能确定；"
            "请改期、录入公布的安排，或在rules.days中逐日写明检查日。",
            f"The {open_[0].year} calendar is not announced, so nobody knows yet which days from "
            f"{open_[0]} are working days; move the window, enter the calendar, or list rules.days.",
            field="window_to",
            value=campaign.window_to.isoformat(),
        )
    if not days:
        raise refusal(
            "campaign.no_days",
            "检查期间内没有工作日，请改期。",
            "There is no working day in the window; choose other dates.",
            field="window_from",
            value=campaign.window_from.isoformat(),
            rule=JOINT,
        )
    return days


def free_days(
    inspector: Inspector, days: Iterable[date], absences: Sequence[Absence]
) -> tuple[date, ...]:
    """The days an inspector can be sent: certificate valid (rules:D6) and not absent."""
    until = inspector.certificate_valid_until
    own = [a for a in absences if a.inspector == inspector.id]
    return tuple(
        day
        for day in days
        if until is not None and day <= until and not any(a.first <= day <= a.last for a in own)
    )


def candidates(tx: Tx, campaign: Campaign, days: Sequence[date]) -> tuple[Candidate, ...]:
    """Who may be drawn, by id.

    Inspectors proper (assistants never count), active, of the departments and the pool mode
    (rules:F12), whose certificate is valid on every day of visits and who are not absent on more
    than half of them. A recusal is told where its target may be drawn.
    """
    pool = pool_of(campaign)
    absences = tx.inspectors.absences(first=days[0], last=days[-1])
    people = [
        p
        for p in tx.inspectors.all_of(campaign.departments)
        if p.role == "inspector"
        and p.active
        and pool.holds(p.unit)
        and p.certificate_valid_until is not None
        and p.certificate_valid_until >= days[-1]
        and 2 * len(free_days(p, days, absences)) >= len(days)
    ]
    away = _recused(tx, campaign, [p.id for p in people])
    return tuple(
        Candidate(
            p.id,
            p.department,
            p.unit,
            frozenset(p.specialties),
            away.get(p.id, frozenset()),
            pool.part(p.unit),
        )
        for p in sorted(people, key=lambda p: p.id)
    )


def experts(tx: Tx, campaign: Campaign) -> list[dict[str, str]]:
    """Who may be called as an assistant (counted for nothing), where the campaign draws experts."""
    if not own(campaign, "experts", 0):
        return []
    people = tx.inspectors.all_of(campaign.departments)
    return [
        {"id": p.id, "department": p.department}
        for p in sorted(people, key=lambda p: p.id)
        if p.role == "assistant" and p.active
    ]


def _recused(tx: Tx, campaign: Campaign, people: Sequence[str]) -> dict[str, frozenset[str]]:
    rows = tx.inspectors.recusals(inspectors=people)
    targets = tx.targets.many(sorted({row.target for row in rows}))
    found: dict[str, set[str]] = {}
    for row in rows:
        target = targets.get(row.target)
        inside = target is not None and target.status == "active"
        if target is None or not inside or target.sector not in campaign.sectors:
            continue
        if not campaign.districts or target.district in campaign.districts:
            found.setdefault(row.inspector, set()).add(row.target)
    return {person: frozenset(some) for person, some in found.items()}


def team_need(
    errand: Errand, people: Sequence[Candidate], minimums: tuple[int, int]
) -> dict[str, int]:
    """Department → how many of it the smallest team for an errand has.

    ``minimums``: people of a visit, people of each department. A specialty nobody holds is counted
    as one more person; the caller remarks on it.
    """
    least, each = minimums
    need = {}
    for department in errand.departments:
        own = [c.specialties for c in people if c.department == department]
        wanted = errand.specialties(department)
        need[department] = max(each, 1, smallest_cover(wanted, own) or 1)
    short = least - sum(need.values())
    if short > 0 and need:
        first = errand.departments[0]
        need[first] += short
    return need


def workload(
    campaign: Campaign,
    visits: Mapping[str, float],
    due: Mapping[str, Errand],
    people: Sequence[Candidate],
) -> dict[str, float]:
    """Department → inspector-days, over ``visits`` (sector → number of visits).

    Own definition: a member of a team spends on a visit the larger of its share of a day's most
    visits and of its length with the fixed travel time over the day's slots.
    """
    slots, travel = of(campaign, "slots"), of(campaign, "travel")
    day = sum(minutes(s["to"]) - minutes(s["from"]) for s in slots)
    most = int(of(campaign, "max_visits_per_day"))
    minimums = (
        int(of(campaign, "min_inspectors")),
        int(of(campaign, "min_inspectors_per_department")),
    )
    load = dict.fromkeys(sorted({d for e in due.values() for d in e.departments}), 0.0)
    for sector, number in sorted(visits.items()):
        errand = due[sector]
        length = errand.minutes(int(of(campaign, "step_minutes"))) + travel["fixed"]
        share = max(1 / most, length / day)
        for department, heads in team_need(errand, people, minimums).items():
            load[department] += number * heads * share
    return load


def minutes(time: str) -> int:
    """Minutes after midnight of HH:MM."""
    hours, rest = time.split(":")
    return 60 * int(hours) + int(rest)


def people_json(people: Sequence[Candidate]) -> list[dict[str, Any]]:
    """The candidate list as it is digested into the statement."""
    return [person.to_json() for person in people]
