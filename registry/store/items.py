"""The inspection item list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_

from .. import tables
from ..records import Item, Page
from .shelf import Pen, Shelf, fetch_all, fetch_one, fetch_page, merge_many, search

ITEMS: Shelf[Item] = Shelf(tables.items, Item)
_C = tables.items.c


class ItemStore:
    """Items by id; an item without sectors is meant for every sector."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(
        self,
        *,
        department: str | None = None,
        sector: str | None = None,
        text: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """Items by id; ``text`` looks into id, name, sub-item and legal basis."""
        where: list[ColumnElement[bool]] = []
        if department:
            where.append(_C.department == department)
        if sector:
            where.append(_for_sector(sector))
        where += search(self._link, text, _C.id, _C.name, _C.sub_item, _C.legal_basis)
        return fetch_page(self._link, ITEMS, where, [_C.id], limit, offset)

    def for_sectors(
        self,
        sectors: Collection[str],
        departments: Collection[str],
        on: date,
        *,
        key_supervision: bool = False,
    ) -> tuple[Item, ...]:
        """Items these departments may check in these sectors on a day, by id.

        Key-supervision items stay outside random draws unless asked for (rules N6).
        """
        query = ITEMS.select().where(
            _C.department.in_(list(departments)),
            or_(_C.valid_from.is_(None), _C.valid_from <= on),
            or_(_C.valid_to.is_(None), _C.valid_to >= on),
        )
        if sectors:
            query = query.where(or_(*(_for_sector(sector) for sector in sectors)))
        if not key_supervision:
            query = query.where(_C.key_supervision.is_(False))
        return fetch_all(self._link, ITEMS, query.order_by(_C.id))

    def all(self) -> tuple[Item, ...]:
        """The whole list, by id."""
        return fetch_all(self._link, ITEMS, ITEMS.select().order_by(_C.id))

    def get(self, id: str) -> Item | None:
        """The item with this id."""
        return fetch_one(self._link, ITEMS, id)

    def put_many(self, rows: Iterable[Item]) -> dict[str, int]:
        """Insert or overwrite; returns how many were added, changed, unchanged."""
        return merge_many(self._link, ITEMS, rows, self._pen).counts()


def _for_sector(sector: str) -> ColumnElement[bool]:
    word = json.dumps(sector, ensure_ascii=False)
    return or_(_C.sectors == "[]", _C.sectors.contains(word, autoescape=True))
