"""A made-up register of the size of a whole city, laid into a copy of the demo's data folder.

Rows are variations of the demo city's own: the same districts, kinds of business, classes and marks in
the same shares, right credit codes in random order. Nothing here is a real company or person.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from draw.credit import ALPHABET, WEIGHTS
from registry import open_registry

PREFIX = "91440300"
BATCH = 50_000


def grow(small: Path, big: Path, targets: int, inspectors: int) -> None:
    """``big`` becomes a copy of the data folder ``small`` with so many targets and inspectors."""
    shutil.copytree(small, big)
    path = big / "suixin.db"
    with sqlite3.connect(path) as link:
        for name, value in (
            ("journal_mode", "OFF"),
            ("synchronous", "OFF"),
            ("cache_size", -(10**6)),
        ):
            link.execute(f"PRAGMA {name} = {value}")
        indexes = _without_indexes(link, "targets")
        _add(link, "targets", _targets(link, targets))
        _add(link, "inspectors", _inspectors(link, inspectors))
        _tie(link)
        for statement in indexes:
            link.execute(statement)
    _recount(path)


def _without_indexes(link: sqlite3.Connection, table: str) -> list[str]:
    """Drop a table's own indexes, which are made faster afterwards; returns how to make them."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql <> ''"
    )
    found = link.execute(query, (table,)).fetchall()
    for name, _ in found:
        link.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _add(link: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[tuple[Any, ...]] = []
    names: tuple[str, ...] = ()
    for row in rows:
        names = tuple(row)
        batch.append(tuple(row.values()))
        if len(batch) == BATCH:
            _insert(link, table, names, batch)
            batch = []
    _insert(link, table, names, batch)


def _insert(
    link: sqlite3.Connection, table: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    if rows:
        columns, marks = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        link.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _patterns(link: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    cursor = link.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _targets(link: sqlite3.Connection, wanted: int) -> Iterator[dict[str, Any]]:
    """New rows until the register holds ``wanted``; names and doors are numbered on."""
    patterns, lot = _patterns(link, "targets"), random.Random(1)
    taken = {row["id"] for row in patterns}
    for number in lot.sample(range(31**5), wanted - len(patterns)):
        pattern, branch = lot.choice(patterns), lot.randrange(1, 4000)
        code = credit_code(number)
        if code in taken:
            continue
        yield pattern | {
            "id": code,
            "id_kind": "uscc",
            "name": f"{pattern['name']}第{branch}店",
            "address": f"{pattern['address']}{lot.randrange(1, 60)}栋",
        }


def _inspectors(link: sqlite3.Connection, wanted: int) -> Iterator[dict[str, Any]]:
    patterns, lot = _patterns(link, "inspectors"), random.Random(2)
    for number in range(len(patterns) + 1, wanted + 1):
        yield lot.choice(patterns) | {"id": f"I{number:05d}"}


def _tie(link: sqlite3.Connection) -> None:
    """Recusals and absences of the new people, as often as the demo city's 300 have them."""
    lot = random.Random(3)
    people = [row[0] for row in link.execute("SELECT id FROM inspectors ORDER BY id")][300:]
    days = link.execute('SELECT "first", "last", reason FROM absences').fetchall()
    whom = [row[0] for row in link.execute("SELECT id FROM targets ORDER BY rowid LIMIT 100000")]
    ties = link.execute("SELECT reason FROM recusals").fetchall()
    away = [(one, *lot.choice(days)) for one in people if lot.random() < 0.12]
    link.executemany(
        'INSERT INTO absences (inspector, "first", "last", reason) VALUES (?, ?, ?, ?)', away
    )
    out = [(one, lot.choice(whom), *lot.choice(ties)) for one in people if lot.random() < 0.6]
    link.executemany("INSERT INTO recusals (inspector, target, reason) VALUES (?, ?, ?)", out)


def credit_code(number: int) -> str:
    """A credit code with a right check character whose middle counts ``number``."""
    middle = ""
    for _ in range(9):
        number, digit = divmod(number, 31)
        middle = ALPHABET[digit] + middle
    head = PREFIX + middle
    weighed = sum(ALPHABET.index(c) * w for c, w in zip(head, WEIGHTS, strict=True))
    return head + ALPHABET[-weighed % 31]


def _recount(path: Path) -> None:
    from datetime import UTC, datetime

    from registry import Actor

    registry = open_registry(f"sqlite:///{path}", migrate=True)
    by = Actor(id="benchmark", name="benchmark", role="admin")
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with registry.writing(by=by, at=now, action="benchmark.recount", subject="") as tx:
        tx.targets.recount()
    registry.close()
