"""Merged checklists of visits."""

from __future__ import annotations

from sqlalchemy import Connection

from .. import tables
from ..records import Checklist
from .shelf import Pen, Shelf, add_one, fetch_all, fetch_one, put_one

CHECKLISTS: Shelf[Checklist] = Shelf(tables.checklists, Checklist)
_C = tables.checklists.c


class ChecklistStore:
    """Checklists by id; the newest made for a visit is the one that counts."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def get(self, id: str) -> Checklist | None:
        """The checklist with this id."""
        return fetch_one(self._link, CHECKLISTS, id)

    def of_visit(self, visit: str) -> Checklist | None:
        """The newest checklist of a visit."""
        query = CHECKLISTS.select().where(_C.visit == visit)
        row = self._link.execute(query.order_by(_C.created_at.desc(), _C.id.desc())).first()
        return None if row is None else CHECKLISTS.record(row)

    def of_campaign(self, campaign: str) -> tuple[Checklist, ...]:
        """Checklists of a campaign, by target and age."""
        query = CHECKLISTS.select().where(_C.campaign == campaign)
        return fetch_all(self._link, CHECKLISTS, query.order_by(_C.target, _C.created_at, _C.id))

    def add(self, checklist: Checklist) -> Checklist:
        """Insert a new checklist at version 1."""
        return add_one(self._link, CHECKLISTS, checklist, self._pen)

    def put(self, checklist: Checklist, expected_version: int | None = None) -> Checklist:
        """Write a checklist; with ``expected_version`` a stale write is refused."""
        return put_one(self._link, CHECKLISTS, checklist, self._pen, expected_version)[1]
