"""What rows said before and after a change, who changed them and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from ..tables import history as table
from .shelf import Pen, chunks, differing


def write_history(
    link: Connection, pen: Pen | None, noun: str, pairs: Iterable[tuple[Any, Any]]
) -> None:
    """Keep (before, after) of changed records; a pair that differs in nothing is left out."""
    for some in chunks(pairs):
        rows = []
        for before, after in some:
            old, new = differing(before, after)
            if old:
                rows.append(_row(pen, noun, after) | {"before": old, "after": new})
        if rows:
            link.execute(table.insert(), rows)


def _row(pen: Pen | None, noun: str, after: Any) -> dict[str, Any]:
    return {
        "noun": noun,
        "subject": after.id,
        "version": after.version,
        "actor": pen.by.id if pen else "",
        "actor_name": pen.by.name if pen else "",
        "at": pen.at if pen else None,
    }


def read_history(link: Connection, noun: str, subject: str) -> tuple[dict[str, Any], ...]:
    """Changes of one row, oldest first: version, at, actor, actor_name, before, after."""
    columns = [table.c[n] for n in ("version", "at", "actor", "actor_name", "before", "after")]
    query = select(*columns).where(table.c.noun == noun, table.c.subject == subject)
    return tuple(dict(row._mapping) for row in link.execute(query.order_by(table.c.seq)))
