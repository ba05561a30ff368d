"""The record of who did what: append-only, each row chained to the one before by SHA-256.

``digest`` = SHA-256 of the RFC 8785 form of all other columns, ``previous`` among them; the first
row's ``previous`` is 64 zeros. Instants enter the form as UTC text with microseconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import rfc8785
from sqlalchemy import Connection, select

from .. import tables
from ..faults import refusal
from ..records import AuditEntry, Page
from .shelf import Pen, Shelf, fetch_page, plain

AUDIT: Shelf[AuditEntry] = Shelf(tables.audit, AuditEntry, "seq")
GENESIS = "0" * 64
_C = tables.audit.c
_HEAD = tables.audit_head
_DIGESTED = tuple(f.name for f in fields(AuditEntry) if f.name != "digest")


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a value; dates and tuples as :func:`plain` writes them."""
    try:
        return rfc8785.dumps(plain(value))
    except rfc8785.CanonicalizationError as error:
        raise refusal(
            "registry.not_canonical",
            f"记录明细无法写成规范 JSON：{error}。",
            f"The detail cannot be written as canonical JSON: {error}.",
            field="detail",
        ) from error


def entry_digest(entry: Mapping[str, Any]) -> str:
    """The digest a row must bear; ``entry`` holds its other columns."""
    return hashlib.sha256(canonical({name: entry[name] for name in _DIGESTED})).hexdigest()


class AuditStore:
    """Reads and verifies the record; only a finished write appends to it."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    def page(
        self,
        subject: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Page:
        """A page of the record, newest first."""
        given = ((_C.subject, subject), (_C.actor, actor), (_C.action, action))
        where = [column == value for column, value in given if value is not None]
        total = None if where else self.head()["seq"]
        return fetch_page(self._link, AUDIT, where, [_C.seq.desc()], limit, offset, total)

    def head(self) -> dict[str, Any]:
        """The newest row's ``seq`` and ``digest``; to be handed to holders outside the office."""
        row = self._link.execute(select(_HEAD.c.seq, _HEAD.c.digest)).first()
        return {"seq": row[0], "digest": row[1]} if row else {"seq": 0, "digest": GENESIS}

    def verify(self, known_head: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Recompute the whole chain: {"ok", "rows", "first_break", "head"}.

        ``first_break`` is None or {"seq", "what", "zh", "en"}; ``what``: missing, edited, order,
        cut (rows at the end are gone), foreign_head. ``known_head``, kept outside, is looked for
        too, so that a chain rewritten as a whole is noticed.
        """
        rows, previous, known = 0, GENESIS, known_head is None
        for entry in self._entries():
            rows += 1
            broken = _broken(entry, rows, previous)
            if broken:
                return self._verdict(rows, _break(rows, broken))
            previous = entry.digest
            known = known or dict(known_head or {}) == {"seq": rows, "digest": previous}
        if self.head() != {"seq": rows, "digest": previous}:
            return self._verdict(rows, _break(rows + 1, "cut"))
        return self._verdict(rows, None if known else _break(rows, "foreign_head"))

    def _verdict(self, rows: int, broken: dict[str, Any] | None) -> dict[str, Any]:
        return {"ok": broken is None, "rows": rows, "first_break": broken, "head": self.head()}

    def _entries(self) -> Iterator[AuditEntry]:
        query = AUDIT.select().order_by(_C.seq)
        rows = self._link.execution_options(yield_per=2_000).execute(query)
        return (AUDIT.record(row) for row in rows)


def append(link: Connection, pen: Pen, subject: str, detail: Mapping[str, Any]) -> str:
    """Write the next row of the record; the caller holds the write lock. Returns its digest."""
    head = AuditStore(link).head()
    row: dict[str, Any] = {
        "seq": head["seq"] + 1,
        "at": pen.at,
        "actor": pen.by.id,
        "role": pen.by.role,
        "department": pen.by.department,
        "district": pen.by.district,
        "action": pen.action,
        "subject": subject,
        # What is stored is what the canonical form says: 1.0 becomes 1 before it is digested.
        "detail": json.loads(canonical(detail)),
        "previous": head["digest"],
    }
    row["digest"] = entry_digest(row)
    link.execute(tables.audit.insert(), row)
    newest = {"seq": row["seq"], "digest": row["digest"]}
    if head["seq"]:
        link.execute(_HEAD.update().values(newest))
    else:
        link.execute(_HEAD.insert(), newest | {"id": 1})
    return str(row["digest"])


def _broken(entry: AuditEntry, seq: int, previous: str) -> str | None:
    if entry.seq != seq:
        return "missing"
    if entry_digest({name: getattr(entry, name) for name in _DIGESTED}) != entry.digest:
        return "edited"
    return None if entry.previous == previous else "order"


_WORDS = {
    "missing": ("缺失", "is missing"),
    "edited": ("内容与摘要不符，曾被改动", "does not match its digest: it was edited"),
    "order": ("与前一条不衔接", "does not follow from the row before"),
    "cut": ("缺失：末尾的记录被删去", "is missing: the end of the record was cut off"),
    "foreign_head": ("之前未见外存的链头", "and all before it do not hold the head kept outside"),
}


def _break(seq: int, what: str) -> dict[str, Any]:
    zh, en = _WORDS[what]
    return {"seq": seq, "what": what, "zh": f"第 {seq} 条记录{zh}。", "en": f"Row {seq} {en}."}
