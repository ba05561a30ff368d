"""One list, two directories (一单两库): read, imported, exported, and who can't be sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.errors import missing, need_reason, refusal
from campaigns.roles import PLAN, READ, READ_OPEN, require
from registry import (
    Absence,
    Actor,
    Department,
    District,
    ImportReport,
    Page,
    Recusal,
    export_rows,
    import_rows,
)

if TYPE_CHECKING:
    from campaigns.office import Office


def list_departments(office: Office, actor: Actor) -> tuple[Department, ...]:
    """All departments."""
    require(actor, READ_OPEN)
    with office.registry.reading() as tx:
        return tuple(tx.departments.all())


def list_districts(office: Office, actor: Actor) -> tuple[District, ...]:
    """All districts."""
    require(actor, READ_OPEN)
    with office.registry.reading() as tx:
        return tuple(tx.districts.all())


def list_items(office: Office, actor: Actor, **filters: Any) -> Page:
    """The inspection item list, public by law; filters department, sector, text, limit, offset."""
    require(actor, READ_OPEN)
    with office.registry.reading() as tx:
        return tx.items.page(**filters)


def list_items_public(office: Office, *, limit: int = 100, offset: int = 0) -> Page:
    """The item list as everybody may see it (sz-2018#二(一)1: it is published)."""
    with office.registry.reading() as tx:
        return tx.items.page(limit=limit, offset=offset)


def list_targets(office: Office, actor: Actor, **filters: Any) -> Page:
    """The target directory; filters districts, sectors, risks, flags, text, status, order, paging."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tx.targets.page(**filters)


def list_inspectors(office: Office, actor: Actor, **filters: Any) -> Page:
    """The inspector directory; filters departments, units, specialties, text, active, paging."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tx.inspectors.page(**filters)


def target_history(office: Office, actor: Actor, target_id: str) -> tuple[Any, ...]:
    """Every change of a target's row, oldest first."""
    require(actor, READ)
    with office.registry.reading() as tx:
        if tx.targets.get(target_id) is None:
            raise missing("target", "检查对象", target_id)
        return tuple(tx.targets.history(target_id))


def list_absences(
    office: Office, actor: Actor, *, first: date | None = None, last: date | None = None
) -> tuple[Absence, ...]:
    """Who can't be sent in a span of days."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tuple(tx.inspectors.absences(first=first, last=last))


def list_recusals(office: Office, actor: Actor) -> tuple[Recusal, ...]:
    """Every recusal on record."""
    require(actor, READ)
    with office.registry.reading() as tx:
        return tuple(tx.inspectors.recusals())


def import_directory(
    office: Office, actor: Actor, kind: str, data: bytes, filename: str
) -> ImportReport:
    """Read a CSV of targets, inspectors or items: all rows or none (RegistryRefused lists all)."""
    require(actor, PLAN)
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action=f"{kind}.import", subject=filename) as tx:
        report: ImportReport = import_rows(tx, kind, data, filename)
        tx.note(rows=report.rows, added=report.added, changed=report.changed)
    return report


def export_directory(office: Office, actor: Actor, kind: str) -> bytes:
    """The directory as CSV that imports again unchanged; the export is on record."""
    require(actor, PLAN)
    with office.registry.reading() as tx:
        data: bytes = export_rows(tx, kind)
    now, detail = office.clock.now(), {"bytes": len(data)}
    with office.registry.writing(
        by=actor, at=now, action=f"{kind}.export", subject=kind, detail=detail
    ):
        pass  # nothing changes; that somebody took a copy is on record before they get it
    return data


def add_absence(
    office: Office, actor: Actor, inspector: str, first: date, last: date, reason: str
) -> Absence:
    """Record days an inspector can't be sent, both ends included."""
    require(actor, PLAN)
    need_reason(reason)
    if first > last:
        raise refusal(
            "absence.span",
            "缺勤的结束日早于开始日，请对调。",
            "The absence ends before it begins; swap the dates.",
            field="last",
            value=last.isoformat(),
        )
    absence = Absence(inspector, first, last, reason.strip())
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="absence.add", subject=inspector) as tx:
        if tx.inspectors.get(inspector) is None:
            raise missing("inspector", "检查人员", inspector)
        tx.inspectors.add_absence(absence)
        tx.note(first=first.isoformat(), last=last.isoformat())
    return absence


def add_recusal(office: Office, actor: Actor, inspector: str, target: str, reason: str) -> Recusal:
    """Record an inspector's interest in a target (rules:F3)."""
    require(actor, PLAN)
    need_reason(reason)
    recusal = Recusal(inspector, target, reason.strip())
    now = office.clock.now()
    with office.registry.writing(by=actor, at=now, action="recusal.add", subject=inspector) as tx:
        if tx.inspectors.get(inspector) is None:
            raise missing("inspector", "检查人员", inspector)
        if tx.targets.get(target) is None:
            raise missing("target", "检查对象", target)
        tx.inspectors.add_recusal(recusal)
        tx.note(target=target)
    return recusal
