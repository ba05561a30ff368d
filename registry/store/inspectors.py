"""The inspector registry (执法检查人员名录库), recusals and absences."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, or_

from .. import tables
from ..faults import refusal
from ..records import Absence, Inspector, Page, Recusal
from .history import read_history, write_history
from .shelf import (
    Pen,
    Shelf,
    among,
    chunks,
    fetch_all,
    fetch_many,
    fetch_one,
    fetch_page,
    merge_many,
    put_one,
    search,
)

INSPECTORS: Shelf[Inspector] = Shelf(tables.inspectors, Inspector)
RECUSALS: Shelf[Recusal] = Shelf(tables.recusals, Recusal, "inspector", "target")
ABSENCES: Shelf[Absence] = Shelf(tables.absences, Absence, "inspector", "first", "last")
_C = tables.inspectors.c
_NOUN = "inspector"


class InspectorStore:
    """Inspectors by id, with whom they must not inspect and when they are away."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(
        self,
        *,
        departments: Collection[str] = (),
        units: Collection[str] = (),
        specialties: Collection[str] = (),
        text: str | None = None,
        active: bool | None = True,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """A page by id; any of ``specialties`` suffices; ``active=None`` means all."""
        where = [*among(_C.department, departments), *among(_C.unit, units)]
        if specialties:
            where.append(or_(*(_has(_C.specialties, word) for word in specialties)))
        if active is not None:
            where.append(_C.active.is_(active))
        where += search(self._link, text, _C.id, _C.name, _C.certificate_number)
        return fetch_page(self._link, INSPECTORS, where, [_C.id], limit, offset)

    def all_of(
        self, departments: Collection[str], units: Collection[str] = ()
    ) -> tuple[Inspector, ...]:
        """Every active inspector of these departments (and units), by id."""
        where = [*among(_C.department, departments), *among(_C.unit, units), _C.active.is_(True)]
        return fetch_all(self._link, INSPECTORS, INSPECTORS.select().where(*where).order_by(_C.id))

    def all(self) -> tuple[Inspector, ...]:
        """The whole directory, by id."""
        return fetch_all(self._link, INSPECTORS, INSPECTORS.select().order_by(_C.id))

    def get(self, id: str) -> Inspector | None:
        """The inspector with this id."""
        return fetch_one(self._link, INSPECTORS, id)

    def many(self, ids: Iterable[str]) -> dict[str, Inspector]:
        """Inspectors by id, in the order asked; unknown ids are left out."""
        return fetch_many(self._link, INSPECTORS, ids)

    def put(self, inspector: Inspector, expected_version: int | None = None) -> Inspector:
        """Write one inspector and the history; returns it with its new version."""
        before, after = put_one(self._link, INSPECTORS, inspector, self._pen, expected_version)
        write_history(self._link, self._pen, _NOUN, [(before, after)] if before else [])
        return after

    def put_many(self, rows: Iterable[Inspector]) -> dict[str, int]:
        """Insert or overwrite; returns how many were added, changed, unchanged."""
        merged = merge_many(self._link, INSPECTORS, rows, self._pen)
        write_history(self._link, self._pen, _NOUN, merged.changed)
        return merged.counts()

    def history(self, id: str) -> tuple[dict[str, Any], ...]:
        """Changes of an inspector, oldest first, as those of a target."""
        return read_history(self._link, _NOUN, id)

    def recusals(
        self,
        inspectors: Collection[str] | None = None,
        targets: Collection[str] | None = None,
    ) -> tuple[Recusal, ...]:
        """Recusals of these people and these targets (None: of all), by inspector and target."""
        t = tables.recusals.c
        found = _filtered(self._link, RECUSALS, t.inspector, inspectors, [])
        if targets is not None:
            wanted = frozenset(targets)
            found = [r for r in found if r.target in wanted]
        return tuple(sorted(found, key=lambda r: (r.inspector, r.target)))

    def add_recusal(self, recusal: Recusal) -> None:
        """Record an interest; a second reason for the same pair replaces the first."""
        merge_many(self._link, RECUSALS, [recusal], self._pen)

    def add_recusals(self, rows: Iterable[Recusal]) -> dict[str, int]:
        """Record many at once."""
        return merge_many(self._link, RECUSALS, rows, self._pen).counts()

    def absences(
        self,
        inspectors: Collection[str] | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> tuple[Absence, ...]:
        """Absences that touch the days from ``first`` to ``last``, by inspector and day."""
        t = tables.absences.c
        where: list[ColumnElement[bool]] = []
        if first is not None:
            where.append(t.last >= first)
        if last is not None:
            where.append(t.first <= last)
        found = _filtered(self._link, ABSENCES, t.inspector, inspectors, where)
        return tuple(sorted(found, key=lambda a: (a.inspector, a.first, a.last)))

    def add_absence(self, absence: Absence) -> None:
        """Record days away; days that end before they begin are refused."""
        self.add_absences([absence])

    def add_absences(self, rows: Iterable[Absence]) -> dict[str, int]:
        """Record many at once."""
        listed = list(rows)
        for absence in listed:
            if absence.last < absence.first:
                raise _backwards(absence)
        return merge_many(self._link, ABSENCES, listed, self._pen).counts()

    def remove_absence(self, absence: Absence) -> bool:
        """Strike an absence; False when it was not there."""
        t = tables.absences.c
        same = and_(
            t.inspector == absence.inspector, t.first == absence.first, t.last == absence.last
        )
        return self._link.execute(tables.absences.delete().where(same)).rowcount > 0


def _filtered(
    link: Connection,
    shelf: Shelf[Any],
    column: Column[Any],
    ids: Collection[str] | None,
    where: list[ColumnElement[bool]],
) -> list[Any]:
    if ids is None:
        return list(fetch_all(link, shelf, shelf.select().where(*where)))
    found: list[Any] = []
    for some in chunks(dict.fromkeys(ids)):
        found += fetch_all(link, shelf, shelf.select().where(column.in_(some), *where))
    return found


def _has(column: Column[Any], word: str) -> ColumnElement[bool]:
    return column.contains(json.dumps(word, ensure_ascii=False), autoescape=True)


def _backwards(absence: Absence) -> Exception:
    return refusal(
        "registry.absence_backwards",
        f"{absence.inspector} 的缺勤止日 {absence.last} 早于起日 {absence.first}，请更正。",
        f"The absence of {absence.inspector} ends on {absence.last}, before it begins on "
        f"{absence.first}; correct the dates.",
        field="last",
        value=absence.last.isoformat(),
    )
