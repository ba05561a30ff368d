"""Opening a campaign: made, changed, read and called off. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from campaigns.clock import today
from campaigns.drafts import Facts, draft_faults
from campaigns.errors import CampaignRefused, Fault, missing, need_reason, refusal
from campaigns.roles import PLAN, READ, require
from registry import Actor, Campaign, Page, Tx, policy_sets

if TYPE_CHECKING:
    from campaigns.office import Office

CHANGEABLE: Final = frozenset(
    {
        "name",
        "theme",
        "lead_department",
        "departments",
        "districts",
        "sectors",
        "rates",
        "window_from",
        "window_to",
        "groups",
        "inspectors_wanted",
        "rules",
        "exclude",
        "jurisdiction",
        "assignment",
    }
)
_TUPLES: Final = ("departments", "districts", "sectors", "exclude")


def create_campaign(
    office: Office,
    actor: Actor,
    *,
    name: str,
    theme: str,
    lead_department: str,
    departments: Sequence[str],
    districts: Sequence[str],
    sectors: Sequence[str],
    rates: Mapping[str, Any],
    window_from: date,
    window_to: date,
    groups: int = 1,
    inspectors_wanted: int | None = None,
    rules: Mapping[str, Any] | None = None,
    exclude: Sequence[Mapping[str, Any]] = (),
    jurisdiction: str = "深圳",
    assignment: str = "drawn",
) -> Campaign:
    """Keep a new campaign in state draft; raises CampaignRefused with every fault of the draft."""
    require(actor, PLAN)
    draft = draft_of(
        {
            "name": name,
            "theme": theme,
            "lead_department": lead_department,
            "departments": departments,
            "districts": districts,
            "sectors": sectors,
            "rates": rates,
            "window_from": window_from,
            "window_to": window_to,
            "groups": groups,
            "inspectors_wanted": inspectors_wanted,
            "rules": rules or {},
            "exclude": exclude,
            "jurisdiction": jurisdiction,
            "assignment": assignment,
        }
    )
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="campaign.create", subject="") as tx:
        refuse_faults(draft, facts_of(office, tx, draft))
        number = tx.campaigns.next_number()
        campaign = replace(
            draft,
            id=f"C{now.year}-{number:04d}",
            number=number,
            created_by=actor.id,
            created_at=now,
        )
        tx.about(campaign.id)
        tx.note(name=campaign.name)
        return tx.campaigns.add(campaign)


def update_campaign(
    office: Office, actor: Actor, campaign_id: str, expected_version: int, **changes: Any
) -> Campaign:
    """Change a draft; once its pool is frozen a campaign's plan stands (code ``campaign.state``).

    A stale ``expected_version`` is refused by the registry, naming who changed what and when.
    """
    require(actor, PLAN)
    unknown = sorted(set(changes) - CHANGEABLE)
    if unknown:
        raise refusal(
            "campaign.field",
            f"任务没有可修改的字段：{'、'.join(unknown)}。",
            f"A campaign has no changeable field {', '.join(unknown)}.",
            field=unknown[0],
        )
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="campaign.update", subject=campaign_id
    ) as tx:
        before = known_campaign(tx, campaign_id)
        require_state(before, "draft", zh="修改", en="changed")
        after = draft_of({**as_fields(before), **changes}, base=before)
        refuse_faults(after, facts_of(office, tx, after))
        tx.note(changed=sorted(changes))
        return tx.campaigns.put(after, expected_version=expected_version)


def cancel_campaign(office: Office, actor: Actor, campaign_id: str, reason: str) -> Campaign:
    """Call a campaign off, with the reason on record; drawn lists and receipts stay as they are.

    A draw without a seed is called off with it, and planned visits are cancelled. Refused while
    witnesses are revealing (``draw.contributions_open``): that draw must be finished first.
    """
    from campaigns.drawing import withdraw

    require(actor, PLAN)
    need_reason(reason)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="campaign.cancel", subject=campaign_id
    ) as tx:
        campaign = known_campaign(tx, campaign_id)
        if campaign.state in ("closed", "cancelled"):
            raise wrong_state(campaign, zh="取消", en="cancelled")
        for draw in tx.draws.of_campaign(campaign_id):
            if draw.state in ("frozen", "committed") and draw.seed is None:
                withdraw(tx, draw, now, reason)
        for visit in tx.schedules.visits(campaign=campaign_id):
            if visit.state == "planned":
                tx.schedules.put_visit(replace(visit, state="cancelled"))
        tx.note(reason=reason, was=campaign.state)
        return tx.campaigns.put(
            replace(campaign, state="cancelled"), expected_version=campaign.version
        )


def get_campaign(office: Office, actor: Actor, campaign_id: str) -> Campaign:
    """The campaign; raises CampaignRefused ``campaign.unknown``."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return known_campaign(tx, campaign_id)


def list_campaigns(
    office: Office, actor: Actor, *, state: str | None = None, limit: int = 50, offset: int = 0
) -> Page:
    """Campaigns, newest first, optionally of one state."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tx.campaigns.page(state=state, limit=limit, offset=offset)


def draft_of(given: Mapping[str, Any], base: Campaign | None = None) -> Campaign:
    """A draft record of loosely typed fields: lists become tuples, ISO dates dates."""
    values = dict(given)
    for key in _TUPLES:
        if isinstance(values.get(key), (list, tuple)):
            values[key] = tuple(values[key])
    for key in ("window_from", "window_to"):
        values[key] = _as_date(values[key])
    if base is not None:
        return replace(base, **values)
    return Campaign(id="", number=0, **values)


def as_fields(campaign: Campaign) -> dict[str, Any]:
    """The changeable fields of a campaign."""
    return {f.name: getattr(campaign, f.name) for f in fields(campaign) if f.name in CHANGEABLE}


def facts_of(office: Office, tx: Tx, draft: Campaign) -> Facts:
    """What the registry says about the names in a draft."""
    sectors = [s for s in draft.sectors if isinstance(s, str)]
    listed = [str(row.get("id")) for row in draft.exclude if isinstance(row, Mapping)]
    return Facts(
        today=today(office.clock),
        departments=frozenset(row.id for row in tx.departments.all()),
        districts=frozenset(row.id for row in tx.districts.all()),
        sectors=frozenset(s for s in sectors if tx.targets.count(sectors=(s,)) > 0),
        targets=frozenset(tx.targets.many(listed)),
        jurisdictions=frozenset(
            place for one in policy_sets() if one.status != "draft" for place in one.jurisdictions
        )
        - {"own"},
    )


def refuse_faults(draft: Campaign, facts: Facts) -> None:
    """Raise CampaignRefused ``campaign.invalid`` with all faults, if there is any."""
    faults: tuple[Fault, ...] = draft_faults(draft, facts)
    if faults:
        raise CampaignRefused("campaign.invalid", faults)


def known_campaign(tx: Tx, campaign_id: str) -> Campaign:
    """The campaign inside a transaction; raises ``campaign.unknown``."""
    campaign = tx.campaigns.get(campaign_id)
    if campaign is None:
        raise missing("campaign", "抽查任务", campaign_id)
    return campaign


def require_state(campaign: Campaign, *states: str, zh: str, en: str) -> None:
    """Refuse unless the campaign is in one of the states."""
    if campaign.state not in states:
        raise wrong_state(campaign, zh=zh, en=en)


STATE_WORDS: Final = {
    "draft": "草稿",
    "frozen": "名单已冻结",
    "committed": "承诺已公布",
    "drawn": "已开奖",
    "scheduled": "已排程",
    "running": "检查中",
    "closed": "已办结",
    "cancelled": "已取消",
}


def wrong_state(campaign: Campaign, *, zh: str, en: str) -> CampaignRefused:
    """The refusal that says in which state the campaign is."""
    word = STATE_WORDS.get(campaign.state, campaign.state)
    return refusal(
        "campaign.state",
        f"任务“{campaign.name}”{word}，现在不能{zh}。",
        f"The campaign {campaign.name!r} is {campaign.state}; it can't be {en} now.",
        field="state",
        value=campaign.state,
    )


def _as_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
