"""The target registry (检查对象名录库)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from .. import tables
from ..columns import OFFICE_ZONE
from ..faults import refusal
from ..records import Page, Target
from . import tally
from .history import read_history, write_history
from .shelf import (
    Pen,
    Shelf,
    among,
    fetch_all,
    fetch_many,
    fetch_one,
    fetch_page,
    merge_many,
    put_one,
    search,
    search_page,
)

TARGETS: Shelf[Target] = Shelf(tables.targets, Target)
_C = tables.targets.c
_COLUMNS: Mapping[str, ColumnElement[Any]] = dict(tables.targets.c)
_DRAWN = tables.drawn_targets.c
_NOUN = "target"
# Legacy numbers have 13 digits, credit codes 18 characters; none holds another.
_WHOLE_ID = 13

# Rows of one in so many are found faster by an index than by reading the table.
_FEW = 25
# The facet columns as expressions no index knows.
_PLAIN = {
    name: _C[name].concat("") for name in ("district", "sector", "risk", "credit_flag", "status")
}

# "-risk" is high risk first; the id breaks every tie.
_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "id": (_C.id,),
    "name": (_C.name, _C.id),
    "risk": (_C.risk, _C.id),
    "-risk": (_C.risk.desc(), _C.id.desc()),
    "district": (_C.district, _C.risk, _C.id),
    "sector": (_C.sector, _C.district, _C.id),
}


def _facets(
    column: Mapping[str, ColumnElement[Any]],
    districts: Collection[str],
    sectors: Collection[str],
    risks: Collection[str],
    flags: Collection[str],
    status: str | None,
) -> list[ColumnElement[bool]]:
    where = [*among(column["district"], districts), *among(column["sector"], sectors)]
    where += [*among(column["risk"], risks), *among(column["credit_flag"], flags)]
    return [*where, column["status"] == status] if status else where


class TargetStore:
    """Targets by id. ``status=None`` means any status; ``text`` looks into id, name, address."""

    def __init__(self, link: Connection, pen: Pen | None) -> None:
        self._link, self._pen = link, pen

    def page(
        self,
        *,
        districts: Collection[str] = (),
        sectors: Collection[str] = (),
        risks: Collection[str] = (),
        flags: Collection[str] = (),
        text: str | None = None,
        status: str | None = "active",
        limit: int = 50,
        offset: int = 0,
        order: str = "id",
    ) -> Page:
        """A page; ``order``: id, name, risk, -risk, district, sector."""
        if order not in _ORDERS:
            raise _bad_order(order)
        facets = (districts, sectors, risks, flags, status)
        if self._text(text):
            where = [*self._scan(text, *facets), *self._whole_id(text or "")]
            return search_page(self._link, TARGETS, where, _ORDERS[order], limit, offset)
        where = _facets(_COLUMNS, *facets)
        total = tally.total(self._link, _tally_where(*facets))
        return fetch_page(self._link, TARGETS, where, _ORDERS[order], limit, offset, total)

    def _text(self, text: str | None) -> list[ColumnElement[bool]]:
        # No number holds a Chinese sign: reading it in millions of rows would be for nothing.
        numbers = [_C.id] if (text or "").isascii() else []
        return search(self._link, text, _C.name, _C.address, *numbers)

    def _scan(
        self,
        text: str | None,
        districts: Collection[str],
        sectors: Collection[str],
        risks: Collection[str],
        flags: Collection[str],
        status: str | None,
    ) -> list[ColumnElement[bool]]:
        """Text and facets. Facets that leave more than a few rows must not lure into an index.

        One plain pass over the table is ten times as fast as looking up each row by way of an index,
        and SQLite asks in the order written: what leaves fewest rows comes first.
        """
        facets = (districts, sectors, risks, flags, status)
        few = tally.total(self._link, _tally_where(*facets))
        if few * _FEW < tally.total(self._link, []):
            return [*_facets(_COLUMNS, *facets), *self._text(text)]
        return [*self._text(text), *_facets(_PLAIN, *facets)]

    def _whole_id(self, text: str) -> list[ColumnElement[bool]]:
        """A text that is a whole registration number names one row: no scan is needed."""
        code = text.strip().upper()
        long = len(code) >= _WHOLE_ID and code.isascii() and code.isalnum()
        return [_C.id == code] if long and self.get(code) else []

    def iterate(
        self,
        *,
        districts: Collection[str] = (),
        sectors: Collection[str] = (),
        risks: Collection[str] = (),
        flags: Collection[str] = (),
        text: str | None = None,
        status: str | None = "active",
    ) -> Iterator[Target]:
        """Every matching target by id, streamed: millions fit in little memory."""
        where = _facets(_COLUMNS, districts, sectors, risks, flags, status)
        where += self._text(text)
        query = TARGETS.select().where(*where).order_by(_C.id)
        rows = self._link.execution_options(yield_per=5_000).execute(query)
        return (TARGETS.record(row) for row in rows)

    def count(
        self,
        *,
        districts: Collection[str] = (),
        sectors: Collection[str] = (),
        risks: Collection[str] = (),
        flags: Collection[str] = (),
        text: str | None = None,
        status: str | None = "active",
    ) -> int:
        """How many match."""
        facets = (districts, sectors, risks, flags, status)
        if not self._text(text):
            return tally.total(self._link, _tally_where(*facets))
        where = self._scan(text, *facets)
        query = select(func.count()).select_from(tables.targets).where(*where)
        return self._link.execute(query).scalar_one()

    def counts_by(
        self,
        *,
        districts: Collection[str] = (),
        sectors: Collection[str] = (),
        risks: Collection[str] = (),
        flags: Collection[str] = (),
        text: str | None = None,
        status: str | None = "active",
    ) -> dict[tuple[str, str], int]:
        """(risk, district) -> how many match, sorted; pairs with none are left out."""
        facets = (districts, sectors, risks, flags, status)
        if not self._text(text):
            return tally.by_risk_and_district(self._link, _tally_where(*facets))
        where = self._scan(text, *facets)
        query = select(_C.risk, _C.district, func.count()).where(*where)
        rows = self._link.execute(
            query.group_by(_C.risk, _C.district).order_by(_C.risk, _C.district)
        )
        return {(risk, district): n for risk, district, n in rows}

    def get(self, id: str) -> Target | None:
        """The target with this id."""
        return fetch_one(self._link, TARGETS, id)

    def many(self, ids: Iterable[str]) -> dict[str, Target]:
        """Targets by id, in the order asked; unknown ids are left out."""
        return fetch_many(self._link, TARGETS, ids)

    def with_names(self, names: Collection[str]) -> tuple[Target, ...]:
        """Targets that bear exactly one of these names, by name and id."""
        query = TARGETS.select().where(_C.name.in_(list(names))).order_by(_C.name, _C.id)
        return fetch_all(self._link, TARGETS, query)

    def sectors(self) -> tuple[str, ...]:
        """The sectors that occur among targets, sorted."""
        column = tables.target_tally.c.sector
        query = select(column).where(tables.target_tally.c.n > 0).distinct().order_by(column)
        return tuple(self._link.execute(query).scalars())

    def put(self, target: Target, expected_version: int | None = None) -> Target:
        """Write one target, its history and the counts; returns it with its new version."""
        before, after = put_one(self._link, TARGETS, target, self._pen, expected_version)
        tally.shift(self._link, [before] if before else [], [after])
        write_history(self._link, self._pen, _NOUN, [(before, after)] if before else [])
        return after

    def put_many(self, rows: Iterable[Target]) -> dict[str, int]:
        """Insert or overwrite; returns how many were added, changed, unchanged."""
        merged = merge_many(self._link, TARGETS, rows, self._pen)
        old, new = [b for b, _ in merged.changed], [a for _, a in merged.changed]
        tally.shift(self._link, old, [*merged.added, *new])
        write_history(self._link, self._pen, _NOUN, merged.changed)
        return merged.counts()

    def history(self, id: str) -> tuple[dict[str, Any], ...]:
        """Changes of a target, oldest first: version, at, actor, actor_name, before, after."""
        return read_history(self._link, _NOUN, id)

    def drawn_in_year(self, year: int) -> dict[str, tuple[str, ...]]:
        """target id -> campaigns that drew it in this calendar year (rules F9).

        Replaced rows count too: they were drawn, whatever happened next.
        """
        first = datetime(year, 1, 1, tzinfo=OFFICE_ZONE)
        after = datetime(year + 1, 1, 1, tzinfo=OFFICE_ZONE)
        query = select(_DRAWN.target, _DRAWN.campaign).where(
            _DRAWN.drawn_at >= first, _DRAWN.drawn_at < after
        )
        found: dict[str, tuple[str, ...]] = {}
        for target, campaign in self._link.execute(query.order_by(_DRAWN.target, _DRAWN.campaign)):
            found[target] = (*found.get(target, ()), campaign)
        return found

    def recount(self) -> None:
        """Make the kept counts anew; needed only after rows were written past this store."""
        tally.recount(self._link)


def _tally_where(
    districts: Collection[str],
    sectors: Collection[str],
    risks: Collection[str],
    flags: Collection[str],
    status: str | None,
) -> list[ColumnElement[bool]]:
    return _facets(dict(tables.target_tally.c), districts, sectors, risks, flags, status)


def _bad_order(order: str) -> Exception:
    known = ", ".join(_ORDERS)
    return refusal(
        "registry.unknown_order",
        f"排序方式 {order!r} 不可用，可用：{known}。",
        f"Order {order!r} is not known; use one of: {known}.",
        field="order",
        value=order,
    )
