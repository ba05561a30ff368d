"""What a campaign would come to, before anything is drawn: visits, inspector-days, and if it fits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING, Any

from campaigns.basis import CERTIFICATE, JOINT, LEGAL_BASIS, OWN, SPECIALTY
from campaigns.candidates import candidates, minutes, visit_days, workload
from campaigns.crew import Crew, crew
from campaigns.errors import CampaignRefused
from campaigns.merging import Errand, errands, needed_specialties
from campaigns.numbers import number, of
from campaigns.opening import draft_of, facts_of, known_campaign, refuse_faults
from campaigns.panel import Candidate, coverable
from campaigns.roles import READ, require
from campaigns.scope import exclusions, sizes, strata_of
from registry import Actor, Campaign, Tx

if TYPE_CHECKING:
    from campaigns.office import Office


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a planner should know; ``stop`` means it can't be scheduled like this."""

    code: str
    stop: bool
    zh: str
    en: str
    basis: str = OWN


@dataclass(frozen=True, slots=True)
class Estimate:
    """The figures, each with its unit: rows, visits, inspector-days, entries, people, days."""

    pool: Mapping[str, int]  # stratum → rows that can be drawn
    drawn: Mapping[str, int]  # stratum → rows that would be drawn
    excluded: int
    visits: int
    entries_saved: int
    inspector_days: int
    inspectors: int
    days: int
    departments: tuple[str, ...]
    items: int
    schedulable: bool
    remarks: tuple[Remark, ...]

    def to_json(self) -> dict[str, Any]:
        """The estimate as plain JSON."""
        return asdict(self)


def estimate_campaign(
    office: Office, actor: Actor, campaign: str | Campaign | Mapping[str, Any]
) -> Estimate:
    """Estimate a kept campaign (by id), a record, or loose fields as create_campaign takes them.

    Raises CampaignRefused for fields that could not be kept either.
    """
    require(actor, READ)
    with office.registry.reading() as tx:
        record = _record(office, tx, campaign)
        return _estimate(tx, record)


def expected_visits(tx: Tx, campaign: Campaign) -> tuple[dict[str, int], dict[str, int]]:
    """Stratum → rows, and stratum → rows drawn (a count above the stratum's size stays as it is)."""
    found = sizes(tx, campaign)
    pool = {
        s.name: sum(n for (name, _), n in found.items() if name == s.name)
        for s in strata_of(campaign)
    }
    return pool, {s.name: s.number(pool[s.name]) for s in strata_of(campaign)}


def visits_by_sector(tx: Tx, campaign: Campaign) -> dict[str, float]:
    """Sector → visits to expect: each stratum's draws shared out by its sectors' sizes."""
    found = sizes(tx, campaign)
    pool, drawn = expected_visits(tx, campaign)
    by_sector = dict.fromkeys(campaign.sectors, 0.0)
    for (stratum, sector), rows in found.items():
        if pool[stratum]:
            by_sector[sector] += drawn[stratum] * rows / pool[stratum]
    return by_sector


def _record(office: Office, tx: Tx, campaign: str | Campaign | Mapping[str, Any]) -> Campaign:
    if isinstance(campaign, str):
        return known_campaign(tx, campaign)
    if isinstance(campaign, Campaign):
        return campaign
    fields = {"groups": 1, "inspectors_wanted": None, "rules": {}, "exclude": (), **campaign}
    record = draft_of({**fields, "jurisdiction": fields.get("jurisdiction", "深圳")})
    refuse_faults(record, facts_of(office, tx, record))
    return record


def _estimate(tx: Tx, campaign: Campaign) -> Estimate:
    due, by_sector = errands(tx, campaign), visits_by_sector(tx, campaign)
    pool, drawn = expected_visits(tx, campaign)
    remarks = [*_scope_remarks(campaign, pool, drawn), *_errand_remarks(campaign, due)]
    days: tuple[date, ...] = ()
    people: tuple[Candidate, ...] = ()
    plan: Crew | None = None
    try:
        days = visit_days(tx, campaign)
        people = candidates(tx, campaign, days)
        plan = crew(campaign, by_sector, due, people, len(days))
    except CampaignRefused as refused:
        fault = refused.faults[0]
        remarks.append(Remark(refused.code, True, fault.zh, fault.en, fault.rule or OWN))
    if days:
        remarks += _people_remarks(due, people, plan, days)
    load = plan.load if plan else workload(campaign, by_sector, due, people)
    return Estimate(
        pool=pool,
        drawn=drawn,
        excluded=len(exclusions(tx, campaign)),
        visits=sum(drawn.values()),
        entries_saved=round(sum(by_sector[s] * due[s].saved for s in due)),
        inspector_days=ceil(sum(load.values())),
        inspectors=plan.size if plan else 0,
        days=len(days),
        departments=tuple(sorted({d for e in due.values() for d in e.departments})),
        items=len({item.id for errand in due.values() for item in errand.items}),
        schedulable=not any(remark.stop for remark in remarks),
        remarks=tuple(remarks),
    )


def _scope_remarks(
    campaign: Campaign, pool: Mapping[str, int], drawn: Mapping[str, int]
) -> Iterator[Remark]:
    if not sum(pool.values()):
        yield Remark(
            "empty_pool",
            True,
            "所选辖区、行业和分层中没有可抽的检查对象，请放宽范围。",
            "No target can be drawn from these districts, sectors and strata; widen the scope.",
        )
    for name, rows in pool.items():
        if drawn[name] > rows:
            yield Remark(
                "count_too_large",
                True,
                f"“{name}”拟抽{drawn[name]}户，只有{rows}户可抽，请减少数量。",
                f"Stratum {name}: {drawn[name]} to be drawn of {rows}; ask for fewer.",
            )
    finish = number("finish_by", on=campaign.window_from, jurisdiction=campaign.jurisdiction)
    if finish.value and campaign.window_to.strftime("%m-%d") > str(finish.value):
        yield Remark(
            "finish_by",
            False,
            f"检查结束日晚于{finish.value}，年度抽查应在此前完成。",
            f"The window ends after {finish.value}, by which the year's checks should be done.",
            finish.basis,
        )
    if of(campaign, "cap_scope") == "group":
        reason = campaign.rules.get("cap_scope", {}).get("reason", "")
        yield Remark(
            "cap_scope",
            False,
            f"人数上限按检查组适用（理由：{reason}）。",
            f"The cap on inspectors is read per inspection group (reason: {reason}).",
            JOINT,
        )


def _errand_remarks(campaign: Campaign, due: Mapping[str, Errand]) -> Iterator[Remark]:
    longest = max(minutes(s["to"]) - minutes(s["from"]) for s in of(campaign, "slots"))
    most = int(of(campaign, "max_departments"))
    idle = sorted(
        set(campaign.departments) - {d for errand in due.values() for d in errand.departments}
    )
    if idle:
        yield Remark(
            "idle_department",
            False,
            f"{'、'.join(idle)}在所选行业没有应查事项，可不列入。",
            f"{', '.join(idle)}: nothing due in these sectors; they could be left out.",
        )
    for sector, errand in due.items():
        if not errand.items:
            yield Remark(
                "no_items",
                True,
                f"行业“{sector}”没有参加部门的抽查事项，无事可查；请改选部门或行业。",
                f"No department has an item for the sector {sector!r}; change departments or sectors.",
                LEGAL_BASIS,
            )
        if len(errand.departments) > most:
            yield Remark(
                "too_many_departments",
                True,
                f"行业“{sector}”一次检查涉及{len(errand.departments)}个部门，超过{most}个，请拆分。",
                f"A visit in {sector!r} asks for {len(errand.departments)} departments, more than "
                f"{most}; split it.",
                JOINT,
            )
        length = errand.minutes(int(of(campaign, "step_minutes")))
        if length > longest:
            yield Remark(
                "visit_too_long",
                True,
                f"行业“{sector}”一次检查需{length}分钟，超过最长时段{longest}分钟，请减少事项。",
                f"A visit in {sector!r} takes {length} minutes, longer than any slot ({longest}).",
            )


def _people_remarks(
    due: Mapping[str, Errand],
    people: Sequence[Candidate],
    plan: Crew | None,
    days: Sequence[date],
) -> Iterator[Remark]:
    for department, wanted in needed_specialties(due).items():
        own = [c.specialties for c in people if c.department == department]
        if not own:
            yield Remark(
                "nobody",
                True,
                f"{department}没有可抽的执法检查人员（证件有效、在岗），请补充或改期。",
                f"{department} has nobody who could be drawn; add people or move the dates.",
                CERTIFICATE,
            )
            continue
        gap = sorted(wanted - coverable(wanted, own))
        if gap:
            yield Remark(
                "specialty",
                True,
                f"{department}没有人具备专长“{'、'.join(gap)}”，相应事项无法检查。",
                f"Nobody of {department} has the specialty {', '.join(gap)}; those items can't be "
                "checked.",
                SPECIALTY,
            )
    if plan is None:
        return
    for quota in plan.quotas:
        heads, load = sum(quota.per_group), plan.load.get(quota.department, 0.0)
        if load > heads * len(days):
            yield Remark(
                "too_much_work",
                True,
                f"{quota.department}约需{ceil(load)}人日，{heads}人{len(days)}天只有"
                f"{heads * len(days)}人日；请增加人员、延长期间或降低比例。",
                f"{quota.department} needs about {ceil(load)} inspector-days; {heads} people in "
                f"{len(days)} days have {heads * len(days)}: draw more people, take more days or "
                "lower the rate.",
            )
