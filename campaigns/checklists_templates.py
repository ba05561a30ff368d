"""Checklist templates with versions: saved from a draft, edited by people, used in campaigns.

Every version stays readable. A line without a basis waits for a person (rules:B7): it can be saved,
but a template that holds such a line is not used in a campaign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from campaigns.basis import LEGAL_BASIS
from campaigns.checklists_folding import Line, fold, general_line, line_of
from campaigns.checklists_template_lines import template_lines
from campaigns.errors import CampaignRefused, Fault, missing, refusal
from campaigns.opening import known_campaign
from campaigns.privacy import clean
from campaigns.questions import MOST, refuse_stale
from campaigns.roles import PLAN, READ, require
from registry import Actor, Campaign, Item, TemplateUse, TemplateVersion, Tx
from registry import Template as Head

if TYPE_CHECKING:
    from campaigns.office import Office

Template = dict[str, Any]


def create_template(
    office: Office,
    actor: Actor,
    *,
    name: str,
    sector: str,
    lines: Sequence[Mapping[str, Any]],
    departments: Sequence[str] = (),
    note: str = "",
) -> Template:
    """Save lines (of a draft, or one's own) as version 1 of a new template.

    ``{"id", "name", "sector", "departments", "version", "lines", "undecided", "by", "at", "note",
    "versions"}``. Raises CampaignRefused ``template.name`` or ``template.lines`` with every fault.
    """
    require(actor, PLAN)
    title = _named(name)
    kept = template_lines(lines)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="template.create", subject="") as tx:
        if tx.templates.count() >= MOST:
            raise refusal(
                "template.full", f"模板已满{MOST}个。", f"There are {MOST} templates already."
            )
        number = tx.templates.next_number()
        head = Head(
            id=f"CT{number:05d}",
            number=number,
            name=title,
            sector=clean(sector, 60),
            departments=tuple(clean(one, 60) for one in departments[:50]),
        )
        tx.templates.add(head, _version(head.id, 1, kept, actor, now, note))
        tx.about(head.id)
        tx.note(name=title, lines=len(kept))
        return _read(tx, head.id, None)


def save_template(
    office: Office,
    actor: Actor,
    template_id: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    expected_version: int,
    note: str = "",
) -> Template:
    """Save edited lines as the next version; older ones stay. Raises ``template.stale``."""
    require(actor, PLAN)
    kept = template_lines(lines)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="template.save", subject=template_id
    ) as tx:
        head = _head(tx, template_id)
        refuse_stale("template", template_id, head.version, expected_version)
        number = head.version + 1
        version = _version(template_id, number, kept, actor, now, note)
        tx.templates.put(head, version, expected_version=head.version)
        tx.note(version=number, lines=len(kept))
        return _read(tx, template_id, None)


def get_template(
    office: Office, actor: Actor, template_id: str, version: int | None = None
) -> Template:
    """One template at a version (the newest without one); raises ``template.unknown``."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return _read(tx, template_id, version)


def list_templates(
    office: Office, actor: Actor, *, sector: str | None = None
) -> tuple[dict[str, Any], ...]:
    """Templates without their lines, by id, optionally of one kind of business."""
    require(actor, READ)
    with office.registry.reading() as tx:
        heads = tx.templates.all(sector)
        versions = tx.templates.versions(head.id for head in heads)
    return tuple(
        _told(head, [one for one in versions if one.template == head.id]) for head in heads
    )


def use_template(
    office: Office, actor: Actor, template_id: str, campaign_id: str, version: int | None = None
) -> dict[str, Any]:
    """Use a template in a campaign: checklists made from now on take its order and words.

    Every due item still stands on a checklist exactly once (rules:G10); the template words and
    orders, it neither adds nor removes items. Raises ``template.undecided`` with every line that
    waits for a person, ``campaign.unknown``, ``campaign.state``.
    """
    from campaigns.opening import require_state

    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="template.use", subject=campaign_id
    ) as tx:
        campaign = known_campaign(tx, campaign_id)
        states = ("draft", "frozen", "committed", "drawn", "scheduled", "running")
        require_state(campaign, *states, zh="使用检查表模板", en="given a template")
        template = _read(tx, template_id, version)
        _refuse_undecided(template)
        used = {"template": template_id, "version": template["version"], "by": actor.id}
        tx.templates.use(TemplateUse(campaign_id, template_id, template["version"], actor.id))
        tx.note(**used)
    return {"campaign": campaign_id, **used}


def template_of(tx: Tx, campaign: Campaign | None) -> Template | None:
    """The template a campaign uses, at the version it was chosen at."""
    used = tx.templates.used_by(campaign.id) if campaign else None
    return _read(tx, used.template, used.number) if used else None


def templated(
    template: Template, items: Sequence[Item], departments: Sequence[str]
) -> tuple[Line, ...]:
    """The due items in the template's order and words; what it does not name follows, folded.

    A line of the template without items (what every check shares, what a person added) stands on
    every checklist with its own basis; what binds the inspectors stands last, where they sign.
    """
    plain = fold(items, departments)
    parts = {part["item"]: part for line in plain for part in line["parts"]}
    lines: list[Line] = []
    shared: list[Line] = []
    done: set[str] = set()
    for row in template["lines"]:
        if not row["items"] and row["part"] != "gap":
            version = f"{template['id']}@{template['version']}"
            shelf = shared if row["part"] == "procedure" else lines
            shelf.append(general_line(version, row, 0))
            continue
        own = [item for item in row["items"] if item in parts and item not in done]
        if not own:
            continue
        done.update(own)
        words = {"topic": row["topic"], "content": row["content"]}
        line = line_of([parts[item] for item in own], 0)
        lines.append({**line, **{key: text for key, text in words.items() if text}})
    rest = fold([item for item in items if item.id not in done], departments)
    return tuple({**line, "no": no} for no, line in enumerate([*lines, *rest, *shared], start=1))


def _refuse_undecided(template: Template) -> None:
    faults = tuple(
        Fault(
            "template.undecided",
            f"lines[{row}]",
            row,
            line["topic"],
            LEGAL_BASIS,
            zh=f"模板第{row + 1}行“{line['topic']}”尚待决定：{line['why']}",
            en=f"Line {row + 1} of the template ({line['topic']}) still waits for a person to decide.",
        )
        for row, line in enumerate(template["lines"])
        if line["decide"]
    )
    if faults:
        raise CampaignRefused("template.undecided", faults)


def _named(name: str) -> str:
    said = clean(name, 100)
    if not said:
        raise refusal(
            "template.name", "请填写模板名称。", "The template needs a name.", field="name"
        )
    return said


def _version(
    template: str, number: int, lines: Sequence[Line], actor: Actor, at: datetime, note: str
) -> TemplateVersion:
    undecided = sum(line["decide"] for line in lines)
    return TemplateVersion(
        template, number, tuple(lines), undecided, actor.id, at, clean(note, 300)
    )


def _row(version: TemplateVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "undecided": version.undecided,
        "by": version.by,
        "at": version.at.isoformat(),
        "note": version.note,
    }


def _told(head: Head, versions: Sequence[TemplateVersion]) -> dict[str, Any]:
    return {
        "id": head.id,
        "name": head.name,
        "sector": head.sector,
        "departments": list(head.departments),
        "version": head.version,
        "versions": [_row(version) for version in versions],
    }


def _head(tx: Tx, template_id: str) -> Head:
    head = tx.templates.get(template_id)
    if head is None:
        raise missing("template", "检查表模板", template_id)
    return head


def _read(tx: Tx, template_id: str, version: int | None) -> Template:
    head = _head(tx, template_id)
    number = head.version if version is None else version
    lines = tx.templates.version(template_id, number)
    if lines is None:
        raise missing("template", "检查表模板", f"{template_id}@{number}")
    told = _told(head, tx.templates.versions([template_id]))
    return {**told, **_row(lines), "lines": [dict(line) for line in lines.lines]}
