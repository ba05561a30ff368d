"""Checklists of visits: made from all departments' due items, saved with versions, printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from campaigns.checklists_folding import due_items, fold, folded_from
from campaigns.checklists_saving import edited_lines
from campaigns.checklists_templates import template_of, templated
from campaigns.documents import sheet_of
from campaigns.documents_docx import render_docx
from campaigns.documents_pdf import render_pdf
from campaigns.errors import CampaignRefused, Fault, missing, refusal
from campaigns.merging import errands
from campaigns.office import Office
from campaigns.roles import PLAN, READ, READ_OWN, allowed, denied, require
from registry import Actor, Campaign, Checklist, Item, Target, Tx, Visit


def make_checklist(office: Office, actor: Actor, visit_id: str) -> Checklist:
    """The merged checklist of a visit; the present one where the due items are still the same.

    Raises CampaignRefused ``visit.unknown``, ``checklist.visit_cancelled``,
    ``checklist.nothing_due``, or ``checklist.no_basis`` naming every item without a legal basis
    (rules:B7).
    """
    now = office.clock.now()
    with office.registry.reading() as tx:
        present = _present(tx, actor, visit_id)
    if present is not None:
        return present
    with office.registry.writing(by=actor, at=now, action="checklist.make", subject=visit_id) as tx:
        visit = _own_visit(tx, actor, visit_id, PLAN)
        campaign, target, items = _due(tx, visit)
        template, order = template_of(tx, campaign), _departments(campaign, items)
        lines = templated(template, items, order) if template else fold(items, order)
        checklist = Checklist(
            id=_next_id(tx.checklists.of_visit(visit.id), visit),
            visit=visit.id,
            campaign=visit.campaign,
            target=target.id,
            title=f"{campaign.name}·{target.name}" if campaign else target.name,
            lines=lines,
            folded_from=folded_from(lines),
            template=f"{template['id']}@{template['version']}" if template else None,
            created_by=actor.id,
            created_at=now,
        )
        tx.note(checklist=checklist.id, items=checklist.folded_from, lines=len(lines))
        return tx.checklists.add(checklist)


def save_checklist(
    office: Office,
    actor: Actor,
    checklist_id: str,
    lines: Sequence[Mapping[str, Any]],
    expected_version: int,
) -> Checklist:
    """Save edited lines as the next version.

    Raises CampaignRefused ``checklist.lines`` with every fault, RegistryRefused ``registry.stale``
    where somebody else saved in between.
    """
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="checklist.save", subject=checklist_id
    ) as tx:
        checklist = _known(tx, checklist_id)
        _own_visit(tx, actor, checklist.visit, PLAN)
        kept = replace(checklist, lines=edited_lines(checklist, lines))
        saved = tx.checklists.put(kept, expected_version=expected_version)
        tx.note(version=saved.version, lines=len(saved.lines))
        return saved


def get_checklist(office: Office, actor: Actor, checklist_id: str) -> Checklist:
    """One checklist; raises CampaignRefused ``checklist.unknown``."""
    with office.registry.reading() as tx:
        checklist = _known(tx, checklist_id)
        _own_visit(tx, actor, checklist.visit, READ)
        return checklist


def list_checklists(office: Office, actor: Actor, campaign_id: str) -> tuple[Checklist, ...]:
    """The present checklist of each visit of a campaign; an inspector sees those of their visits."""
    if not allowed(actor, READ):
        require(actor, READ_OWN)
    with office.registry.reading() as tx:
        newest = {c.visit: c for c in tx.checklists.of_campaign(campaign_id)}
        if allowed(actor, READ):
            return tuple(newest.values())
        own = {v.id for v in tx.schedules.visits(campaign=campaign_id, inspector=actor.id)}
        return tuple(c for c in newest.values() if c.visit in own)


def checklist_docx(office: Office, checklist_id: str) -> bytes:
    """The checklist as a Word document (A4, landscape)."""
    with office.registry.reading() as tx:
        return render_docx(sheet_of(tx, _known(tx, checklist_id)))


def checklist_pdf(office: Office, checklist_id: str) -> bytes:
    """The same sheet as PDF; CampaignRefused ``document.no_pdf`` where the renderer is missing."""
    with office.registry.reading() as tx:
        sheet = sheet_of(tx, _known(tx, checklist_id))
    return render_pdf(sheet)


def _present(tx: Tx, actor: Actor, visit_id: str) -> Checklist | None:
    """The checklist of a visit that still covers just what is due."""
    visit = _own_visit(tx, actor, visit_id, PLAN)
    present = tx.checklists.of_visit(visit_id)
    if present is None:
        return None
    _, _, items = _due(tx, visit)
    listed = sorted(due_items(present.lines))
    return present if listed == sorted(item.id for item in items) else None


def _own_visit(tx: Tx, actor: Actor, visit_id: str, right: str) -> Visit:
    """The visit, if the actor has ``right`` or belongs to its team."""
    if not allowed(actor, right):
        require(actor, READ_OWN)
    visit = tx.schedules.visit(visit_id)
    if visit is None:
        raise missing("visit", "检查", visit_id)
    if not allowed(actor, right) and actor.id not in visit.inspectors:
        raise denied(actor, right)
    return visit


def _due(tx: Tx, visit: Visit) -> tuple[Campaign | None, Target, tuple[Item, ...]]:
    """The campaign, the target and every item due at the visit, each with its legal basis."""
    if visit.state == "cancelled":
        raise refusal(
            "checklist.visit_cancelled",
            f"检查{visit.id}已取消，不再制作检查表。",
            f"The visit {visit.id} is cancelled; no checklist is made for it.",
            field="visit_id",
            value=visit.id,
        )
    target = tx.targets.get(visit.target)
    if target is None:
        raise missing("target", "检查对象", visit.target)
    campaign = tx.campaigns.get(visit.campaign) if visit.campaign else None
    items = _campaign_items(tx, campaign, target) if campaign else _problem_items(tx, visit)
    if not items:
        raise refusal(
            "checklist.nothing_due",
            f"{target.name}在本次检查中没有应查事项，请核对事项清单与参加部门。",
            f"Nothing is due at {target.name}; check the item list and the departments.",
            field="visit_id",
            value=visit.id,
            rule="rules:C9",
        )
    _refuse_baseless(items)
    return campaign, target, items


def _campaign_items(tx: Tx, campaign: Campaign, target: Target) -> tuple[Item, ...]:
    here = replace(campaign, sectors=(target.sector,))
    return errands(tx, here)[target.sector].items


def _problem_items(tx: Tx, visit: Visit) -> tuple[Item, ...]:
    """What the problem behind a visit without a campaign asks of its target."""
    record = tx.schedules.get(visit.schedule)
    targets = record.problem["targets"] if record else ()
    wanted = [i["id"] for t in targets if t["id"] == visit.target for i in t["items"]]
    found = {id_: tx.items.get(id_) for id_ in wanted}
    unknown = [id_ for id_, item in found.items() if item is None]
    if unknown:
        raise CampaignRefused(
            "checklist.unknown_item",
            tuple(
                Fault(
                    "checklist.unknown_item",
                    "items",
                    None,
                    id_,
                    "rules:C9",
                    zh=f"事项{id_}不在抽查事项清单中，请先导入清单。",
                    en=f"Item {id_} is not in the item list; import the list first.",
                )
                for id_ in unknown
            ),
        )
    return tuple(item for item in found.values() if item is not None)


def _refuse_baseless(items: Sequence[Item]) -> None:
    faults = tuple(
        Fault(
            "checklist.no_basis",
            "items",
            None,
            item.id,
            "rules:B7",
            zh=f"{item.department}的事项{item.id}（{item.name}）没有检查依据，不得检查，请补充依据。",
            en=f"Item {item.id} of {item.department} has no legal basis and may not be checked; "
            "add the basis to the item list.",
        )
        for item in items
        if not item.legal_basis.strip()
    )
    if faults:
        raise CampaignRefused("checklist.no_basis", faults)


def _departments(campaign: Campaign | None, items: Sequence[Item]) -> tuple[str, ...]:
    """The order of the lines: the lead department first, then as the campaign names them."""
    if campaign is None:
        return tuple(dict.fromkeys(item.department for item in items))
    rest = (d for d in campaign.departments if d != campaign.lead_department)
    return (campaign.lead_department, *rest)


def _next_id(before: Checklist | None, visit: Visit) -> str:
    number = int(before.id.rsplit(".L", 1)[1]) + 1 if before else 1
    return f"{visit.id}.L{number:02d}"


def _known(tx: Tx, checklist_id: str) -> Checklist:
    checklist = tx.checklists.get(checklist_id)
    if checklist is None:
        raise missing("checklist", "检查表", checklist_id)
    return checklist
