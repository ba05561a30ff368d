"""How many targets there are of each kind, kept up with every write.

Counting millions of rows takes the better part of a second; adding up a few thousand kept
counts takes a few milliseconds. Targets are written by their store alone, so the counts hold;
``recount`` makes them anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from ..records import Target
from ..tables import target_tally as table
from ..tables import targets

_KEYS = ("status", "district", "risk", "sector", "credit_flag")
_C = table.c


def shift(link: Connection, gone: Iterable[Target], come: Iterable[Target]) -> None:
    """Take the targets of ``gone`` out of the counts and put those of ``come`` in."""
    change = Counter(_key(target) for target in come)
    change.subtract(_key(target) for target in gone)
    steps = {key: n for key, n in sorted(change.items()) if n}
    for key, n in steps.items():
        where = [_C[name] == value for name, value in zip(_KEYS, key, strict=True)]
        done = link.execute(table.update().where(*where).values(n=_C.n + n))
        if not done.rowcount:
            link.execute(table.insert(), dict(zip(_KEYS, key, strict=True)) | {"n": n})


def total(link: Connection, where: Sequence[ColumnElement[bool]]) -> int:
    """The number of targets; ``where`` speaks of the tally's columns."""
    return int(link.execute(select(func.coalesce(func.sum(_C.n), 0)).where(*where)).scalar_one())


def by_risk_and_district(
    link: Connection, where: Sequence[ColumnElement[bool]]
) -> dict[tuple[str, str], int]:
    """(risk, district) -> number of targets, in that order; nothing where there is none."""
    query = select(_C.risk, _C.district, func.sum(_C.n)).where(*where, _C.n > 0)
    rows = link.execute(query.group_by(_C.risk, _C.district).order_by(_C.risk, _C.district))
    return {(risk, district): int(n) for risk, district, n in rows}


def recount(link: Connection) -> None:
    """Make the counts anew from the rows."""
    link.execute(table.delete())
    columns: list[Any] = [targets.c[name] for name in _KEYS]
    source = select(*columns, func.count()).group_by(*columns)
    link.execute(table.insert().from_select([*_KEYS, "n"], source))


def _key(target: Target) -> tuple[str, ...]:
    return tuple(getattr(target, name) for name in _KEYS)
