"""From clause to rule to decision and back: what a clause stands behind, and what it shaped.

A clause is named ``doc#path``. Behind it stand solver rules (R01-R17), dated numbers and deadlines,
and the acts of a campaign; it shaped those campaigns whose numbers rest on it and those schedules
that left a target out because of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from campaigns import basis as acts
from campaigns.errors import missing
from campaigns.numbers import DEPARTABLE
from campaigns.roles import READ, allowed
from campaigns.texts import basis_clause
from registry import Actor, Campaign, PolicyValue, ScheduleRecord, policy_sets

if TYPE_CHECKING:
    from campaigns.office import Office

NEWEST: Final = 30  # campaigns looked through; own definition

# Rule of the solver -> the dated numbers it is fed with.
NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    "R05": ("min_inspectors_per_visit", "max_inspectors_per_visit"),
    "R06": ("max_departments_per_visit", "min_inspectors_per_department"),
    "R08": ("recusal",),
    "R09": ("require_enforcement_cert",),
    "R10": ("max_visits_per_day",),
    "R11": ("travel",),
    "R13": ("same_unit_only",),
    "R14": ("step_minutes",),
    "R15": ("lead_on_visit",),
    "R17": ("max_departments_per_campaign", "max_inspectors_per_campaign", "cap_scope"),
}
_ACTS: Final = (
    (
        acts.LEGAL_BASIS,
        "无依据的事项不进入检查表",
        "items without a legal basis stay off checklists",
    ),
    (acts.CERTIFICATE, "无有效执法证件的人员不参加抽取", "only certificate holders are drawn"),
    (acts.SPECIALTY, "按专长配备检查人员", "inspectors are matched by specialty"),
    (acts.RANDOM, "对象与人员随机抽取、随机匹配", "targets and inspectors are drawn by lot"),
    (acts.SUBSTITUTES, "按次序递补", "substitutes step in by their order"),
    (acts.RATES, "按风险等级分层设定抽取比例", "rates by credit-risk class"),
    (acts.RECUSAL, "有利害关系的人员回避", "who has an interest is recused"),
    (acts.TWO_PEOPLE, "每次检查至少两名检查人员", "two inspectors at least"),
    (
        acts.JOINT,
        "联合抽查的牵头、部门数与人数上限",
        "lead department and caps of a joint campaign",
    ),
)


def clause_links(office: Office, actor: Actor | None, basis: str) -> dict[str, Any]:
    """What one clause stands behind.

    ``{"basis", "clause", "rules", "numbers", "acts", "campaigns", "schedules"}``; campaigns and schedules
    are told to those who may read them only. Raises CampaignRefused ``clause.unknown``.
    """
    clause = basis_clause(office, basis)
    if clause is None:
        raise missing("clause", "条款", basis)
    from solver import RULES

    same = _names(office, basis)
    rules = [rule for rule in RULES.values() if same & set(rule.basis)]
    rows = [value for one in policy_sets() for value in one.values if value.basis in same]
    made: dict[str, Any] = {
        "basis": basis,
        "clause": clause,
        "rules": [{"code": r.code, "zh": r.zh, "en": r.en} for r in rules],
        "numbers": [_number(row) for row in rows],
        "acts": [{"zh": zh, "en": en} for own, zh, en in _ACTS if own in same],
        "campaigns": [],
        "schedules": [],
    }
    if actor is not None and allowed(actor, READ):
        made |= _shaped(office, same, rows)
    return made


def rule_links(office: Office, actor: Actor | None, code: str) -> dict[str, Any]:
    """What one solver rule stands on: ``{"code", "zh", "en", "basis", "clauses", "numbers", "schedules"}``.

    Raises CampaignRefused ``rule.unknown``. ``own:definition`` names no clause and is said as such.
    """
    from solver import RULES

    rule = RULES.get(code.strip().upper())
    if rule is None:
        raise missing("rule", "规则", code)
    found = [basis_clause(office, basis) for basis in rule.basis]
    keys = NUMBERS.get(rule.code, ())
    rows = [v for one in policy_sets() for v in one.values if v.key in keys]
    schedules: list[dict[str, Any]] = []
    if actor is not None and allowed(actor, READ):
        schedules = [
            told
            for _, records in _recent(office)
            for record in records
            if (told := _cited(record, rule=rule.code))
        ]
    return {
        "code": rule.code,
        "zh": rule.zh,
        "en": rule.en,
        "basis": list(rule.basis),
        "clauses": [clause for clause in found if clause is not None],
        "numbers": [_number(row) for row in rows],
        "schedules": schedules,
    }


def _names(office: Office, basis: str) -> frozenset[str]:
    """Every basis of rules and numbers that names this very clause: an imported text has its own name."""
    from solver import RULES

    known = {one for rule in RULES.values() for one in rule.basis}
    known |= {value.basis for one in policy_sets() for value in one.values}
    known |= {own for own, _, _ in _ACTS}
    find = office.library().clause
    wanted = find(*basis.split("#", 1))
    return frozenset(
        one for one in known if one == basis or ("#" in one and find(*one.split("#", 1)) == wanted)
    )


def _number(row: PolicyValue) -> dict[str, Any]:
    """One dated number; ``kind`` says whether it is a deadline, a cap, a list or a plain value."""
    return {
        "key": row.key,
        "kind": _kind(row),
        "zh": row.label_zh,
        "en": row.label_en,
        "value": row.value,
        "unit": row.unit,
        "jurisdiction": row.jurisdiction,
        "status": row.status,
        "from": row.valid_from.isoformat() if row.valid_from else None,
        "to": row.valid_to.isoformat() if row.valid_to else None,
        "law": row.law,
        "basis": row.basis,
    }


def _kind(row: PolicyValue) -> str:
    if row.unit == "月-日" or "工作日" in (row.unit or ""):
        return "deadline"
    if isinstance(row.value, (list, tuple)):
        return "categories"
    return "cap" if row.key.startswith("max_") else "value"


def _recent(office: Office) -> Iterator[tuple[Campaign, tuple[ScheduleRecord, ...]]]:
    with office.registry.reading() as tx:
        for campaign in tx.campaigns.page(limit=NEWEST).rows:
            yield campaign, tx.schedules.of_campaign(campaign.id)


def _shaped(office: Office, same: frozenset[str], rows: list[PolicyValue]) -> dict[str, Any]:
    campaigns, schedules = [], []
    for campaign, records in _recent(office):
        why = [_use(campaign, row) for row in rows if _applies(campaign, row)]
        if why:
            campaigns.append({"id": campaign.id, "name": campaign.name, "why": why})
        schedules += [told for record in records if (told := _cited(record, bases=same))]
    return {"campaigns": campaigns, "schedules": schedules}


def _applies(campaign: Campaign, row: PolicyValue) -> bool:
    return row.jurisdiction == campaign.jurisdiction and row.holds(campaign.window_from)


def _use(campaign: Campaign, row: PolicyValue) -> dict[str, Any]:
    """The number as the campaign uses it: the clause's own, or a departure with its reason."""
    own = next(
        (
            campaign.rules[key]
            for key in (row.key, row.key.removesuffix("_per_campaign"))
            if key in DEPARTABLE and key in campaign.rules
        ),
        None,
    )
    return {
        "key": row.key,
        "zh": row.label_zh,
        "en": row.label_en,
        "value": own["value"] if own else row.value,
        "departed": str(own.get("reason", "")) if own else None,
    }


def _cited(
    record: ScheduleRecord, *, bases: frozenset[str] = frozenset(), rule: str = ""
) -> dict[str, Any] | None:
    """The targets a schedule leaves out on the ground of the clause or the rule."""
    left = [
        {"target": entry["target"], "rules": list(entry.get("rules", ()))}
        for entry in record.schedule.get("explanations", ())
        if bases & set(entry.get("basis", ())) or rule in entry.get("rules", ())
    ]
    return {"id": record.id, "campaign": record.campaign, "left_out": left} if left else None
