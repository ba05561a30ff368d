"""What every store does: read records, write them in bulk, refuse a stale version."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.engine import Row

from ..columns import instant_text
from ..faults import RegistryRefused, refusal
from ..records import Actor, Page

R = TypeVar("R")
T = TypeVar("T")

# One statement's worth of keys: SQLite takes 32,766 parameters, PostgreSQL 65,535.
CHUNK = 5_000
MAX_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes and when; nobody while reading."""

    by: Actor
    at: datetime
    action: str


class Shelf(Generic[R]):
    """A table and the record that stands for one of its rows; column names are field names."""

    def __init__(self, table: Table, record: Any, *keys: str) -> None:
        self.table = table
        self.make: Callable[..., R] = record
        self.names = tuple(f.name for f in fields(record))
        self.columns: tuple[Column[Any], ...] = tuple(table.c[name] for name in self.names)
        self.keys = keys or ("id",)
        self.stamped = "changed_by" in table.c

    def select(self) -> Select[Any]:
        """SELECT of the record's columns in the order of its fields."""
        return select(*self.columns)

    def record(self, row: Row[Any]) -> R:
        """A record of a row of :meth:`select`."""
        return self.make(*row)

    def values(self, record: R, pen: Pen | None = None) -> dict[str, Any]:
        """The columns of a record, with the stamp where the table has one."""
        values = {name: getattr(record, name) for name in self.names}
        if self.stamped and pen is not None:
            values |= {"changed_by": pen.by.id, "changed_at": pen.at}
        return values

    def key(self, record: R) -> tuple[Any, ...]:
        """The key of a record."""
        return tuple(getattr(record, name) for name in self.keys)

    def match(self) -> ColumnElement[bool]:
        """``key = :k_key`` for executemany updates."""
        clause: ColumnElement[bool] = self.table.c[self.keys[0]] == bindparam(f"k_{self.keys[0]}")
        for name in self.keys[1:]:
            clause = clause & (self.table.c[name] == bindparam(f"k_{name}"))
        return clause


@dataclass(frozen=True, slots=True)
class Merged(Generic[R]):
    """What a bulk write did: new records, (before, after) of changed ones, unchanged ones."""

    added: tuple[R, ...]
    changed: tuple[tuple[R, R], ...]
    unchanged: int

    def counts(self) -> dict[str, int]:
        """How many rows were added, changed, unchanged."""
        added, changed = len(self.added), len(self.changed)
        return {"added": added, "changed": changed, "unchanged": self.unchanged}


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most ``size`` values."""
    batch: list[T] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def fetch_one(link: Connection, shelf: Shelf[R], *key: Any) -> R | None:
    """The record with this key, or None."""
    query = shelf.select()
    for name, value in zip(shelf.keys, key, strict=True):
        query = query.where(shelf.table.c[name] == value)
    row = link.execute(query).first()
    return None if row is None else shelf.record(row)


def fetch_all(link: Connection, shelf: Shelf[R], query: Select[Any]) -> tuple[R, ...]:
    """All records of a query made by ``shelf.select()``."""
    return tuple(shelf.record(row) for row in link.execute(query))


def fetch_many(link: Connection, shelf: Shelf[R], ids: Iterable[str]) -> dict[str, R]:
    """Records by id, in the order of ``ids``; ids that are not there are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, R] = {}
    for some in chunks(wanted):
        rows = link.execute(shelf.select().where(shelf.table.c.id.in_(some)))
        found |= {row[0]: shelf.record(row) for row in rows}
    return {one: found[one] for one in wanted if one in found}


def fetch_page(
    link: Connection,
    shelf: Shelf[R],
    where: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    limit: int,
    offset: int,
    total: int | None = None,
) -> Page:
    """A page of records; the page's keys come from an index, then its few rows are read.

    Reading keys first keeps a far page (offset in the millions) inside the index. ``total`` is
    given by who knows it already; else it is counted.
    """
    limit, offset = max(0, min(limit, MAX_PAGE)), max(0, offset)
    key = shelf.table.c[shelf.keys[0]]
    keys = select(key).where(*where).order_by(*order).limit(limit).offset(offset)
    if total is None:
        count = select(func.count()).select_from(shelf.table).where(*where)
        total = link.execute(count).scalar_one()
    ids = list(link.execute(keys).scalars()) if total > offset else []
    return Page(_in_order(link, shelf, ids), total, offset)


def search_page(
    link: Connection,
    shelf: Shelf[R],
    where: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any]],
    limit: int,
    offset: int,
) -> Page:
    """As :func:`fetch_page` where no index helps: one pass finds the page and its total."""
    limit, offset = max(0, min(limit, MAX_PAGE)), max(0, offset)
    key = shelf.table.c[shelf.keys[0]]
    found = select(key, func.count().over()).where(*where).order_by(*order)
    rows = link.execute(found.limit(limit).offset(offset)).all()
    if not rows and (offset or not limit):
        return fetch_page(link, shelf, where, order, limit, offset)
    total = rows[0][1] if rows else 0
    return Page(_in_order(link, shelf, [row[0] for row in rows]), total, offset)


def _in_order(link: Connection, shelf: Shelf[R], ids: Sequence[Any]) -> tuple[R, ...]:
    key = shelf.table.c[shelf.keys[0]]
    rows = link.execute(shelf.select().where(key.in_(ids))) if ids else ()
    found = {getattr(r, shelf.keys[0]): r for r in map(shelf.record, rows)}
    return tuple(found[one] for one in ids)


def insert_many(link: Connection, shelf: Shelf[R], records: Sequence[R], pen: Pen | None) -> None:
    """Insert records by executemany."""
    for some in chunks(records):
        link.execute(shelf.table.insert(), [shelf.values(r, pen) for r in some])


def update_many(link: Connection, shelf: Shelf[R], records: Sequence[R], pen: Pen | None) -> None:
    """Overwrite records by executemany; the keys must be there."""
    free = [c.name for c in shelf.table.columns if c.name not in shelf.keys]
    for some in chunks(records):
        rows = []
        for record in some:
            values = shelf.values(record, pen)
            row = {f"k_{k}": values.pop(k) for k in shelf.keys}
            rows.append(row | {f"v_{k}": values[k] for k in free if k in values})
        sets: dict[str, Any] = {k: bindparam(f"v_{k}") for k in free if f"v_{k}" in rows[0]}
        if sets:
            link.execute(shelf.table.update().where(shelf.match()).values(sets), rows)


def merge_many(
    link: Connection, shelf: Shelf[R], records: Iterable[R], pen: Pen | None
) -> Merged[R]:
    """Insert what is new, overwrite what differs (version + 1), leave the rest alone.

    A key given twice counts with its last record.
    """
    wanted = {shelf.key(r): r for r in records}
    before = _stored(link, shelf, wanted)
    added = [_versioned(r, 1) for k, r in wanted.items() if k not in before]
    changed: list[tuple[R, R]] = []
    for key, old in before.items():
        new = _versioned(wanted[key], getattr(old, "version", 1))
        if new != old:
            changed.append((old, _versioned(new, getattr(old, "version", 0) + 1)))
    insert_many(link, shelf, added, pen)
    update_many(link, shelf, [after for _, after in changed], pen)
    return Merged(tuple(added), tuple(changed), len(before) - len(changed))


def _stored(
    link: Connection, shelf: Shelf[R], wanted: Mapping[tuple[Any, ...], R]
) -> dict[tuple[Any, ...], R]:
    column = shelf.table.c[shelf.keys[0]]
    found: dict[tuple[Any, ...], R] = {}
    for some in chunks(dict.fromkeys(key[0] for key in wanted)):
        for row in link.execute(shelf.select().where(column.in_(some))):
            record = shelf.record(row)
            found[shelf.key(record)] = record
    return {key: found[key] for key in wanted if key in found}


def _versioned(record: R, version: int) -> R:
    if getattr(record, "version", version) == version:
        return record  # right already, or a record that has no version
    return replace(record, version=version)  # type: ignore[type-var]


def add_one(link: Connection, shelf: Shelf[R], record: R, pen: Pen | None) -> R:
    """Insert a record at version 1; a key that is taken is refused by the database."""
    record = _versioned(record, 1)
    link.execute(shelf.table.insert(), shelf.values(record, pen))
    return record


def put_one(
    link: Connection, shelf: Shelf[R], record: R, pen: Pen | None, expected: int | None
) -> tuple[R | None, R]:
    """Write one record, returning (before, after).

    With ``expected`` the stored version must be that one, or RegistryRefused ``registry.stale``
    says who changed it, when, and which fields differ.
    """
    old = fetch_one(link, shelf, *shelf.key(record))
    if expected is not None and getattr(old, "version", None) != expected:
        raise stale(link, shelf, old, record, expected)
    if old is None:
        return None, add_one(link, shelf, record, pen)
    new = _versioned(record, getattr(old, "version", 0) + 1)
    update_many(link, shelf, [new], pen)
    return old, new


def differing(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields (but the version) in which two records differ: ({before}, {after}) as JSON."""
    names = [f.name for f in fields(before) if f.name != "version"]
    changed = [n for n in names if getattr(before, n) != getattr(after, n)]
    return (
        {n: plain(getattr(before, n)) for n in changed},
        {n: plain(getattr(after, n)) for n in changed},
    )


def plain(value: Any) -> Any:
    """A value as JSON takes it: dates and instants as text, tuples as lists."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    return value


def stale(
    link: Connection, shelf: Shelf[R], old: R | None, wanted: R, expected: int
) -> RegistryRefused:
    """The refusal of a write that rests on an older version."""
    name = "/".join(map(str, shelf.key(wanted)))
    if old is None:
        return refusal(
            "registry.stale",
            f"{name} 已不存在，未写入；请刷新后再改。",
            f"{name} is no longer there; nothing was written. Reload, then change it.",
            field="version",
            value={"expected": expected, "found": None},
        )
    who, when = _last_change(link, shelf, wanted)
    theirs, mine = differing(old, wanted)
    version = getattr(old, "version", None)
    names = "、".join(theirs) or "version"
    return refusal(
        "registry.stale",
        f"{name} 已由 {who} 于 {when} 改为第 {version} 版（您依据的是第 {expected} 版），"
        f"不同之处：{names}。未写入；请刷新后再改。",
        f"{name} was changed by {who} at {when} (now version {version}, yours rests on {expected}); "
        f"they differ in: {', '.join(theirs) or 'version'}. Nothing was written; reload, then change it.",
        field="version",
        value={
            "expected": expected,
            "found": version,
            "by": who,
            "at": when,
            "theirs": theirs,
            "yours": mine,
        },
    )


def _last_change(link: Connection, shelf: Shelf[R], record: R) -> tuple[str, str]:
    if not shelf.stamped:
        return "", ""
    table = shelf.table
    query = select(table.c.changed_by, table.c.changed_at)
    for name, value in zip(shelf.keys, shelf.key(record), strict=True):
        query = query.where(table.c[name] == value)
    row = link.execute(query).one()
    return row[0], row[1].isoformat(timespec="seconds") if row[1] else ""


def search(
    link: Connection, text: str | None, *columns: ColumnElement[Any]
) -> list[ColumnElement[bool]]:
    """``text`` anywhere in one of the columns, ASCII case ignored; nothing for an empty text."""
    wanted = (text or "").strip()
    if not wanted:
        return []
    pattern = "%" + re.sub(r"([%_/])", r"/\1", wanted) + "%"
    if link.dialect.name != "sqlite":
        return [or_(*(column.ilike(pattern, escape="/") for column in columns))]
    # SQLite's LIKE ignores case already; lower() around both sides would treble a scan's time. Where
    # there is no case to ignore, comparing bytes is faster still.
    if not re.search("[A-Za-z]", wanted):
        return [or_(*(func.instr(column, wanted) > 0 for column in columns))]
    return [or_(*(column.like(pattern, escape="/") for column in columns))]


def among(column: ColumnElement[Any], values: Collection[Any]) -> list[ColumnElement[bool]]:
    """``column`` is one of ``values``; nothing for no values."""
    return [column.in_(list(values))] if values else []


def next_number(link: Connection, column: Column[int]) -> int:
    """One more than the largest number so far, from 1."""
    return (link.execute(select(func.max(column))).scalar() or 0) + 1
