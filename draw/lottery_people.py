"""The people of a lottery: reading their list, and the types of interchangeable people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from draw.canonical import digest_of
from draw.errors import DrawRefused, Fault

NOT_CATEGORIES = frozenset({"id", "name"})
Listed = Path | Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: people with the same categories, who all get the same chance. ``people`` in id order."""

    key: str
    values: tuple[tuple[str, str], ...]  # (column, value)
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """PEOPLE.csv as types, and the digest of its rows (id order, RFC 8785)."""

    kinds: tuple[Kind, ...]
    digest: str


def noted(code: str, field: str, value: object, zh: str, en: str, row: int | None = None) -> Fault:
    where_zh, where_en = ("", "") if row is None else (f"第 {row} 行：", f"Row {row}: ")
    return Fault(code, field, row, str(value)[:80], "§5.6", where_zh + zh, where_en + en)


def read_people(people: Listed) -> People:
    """The types of PEOPLE.csv (UTF-8, ``id`` and category columns, several values parted by ``|``).

    ``people`` is the file, or its rows as mappings. Raises DrawRefused with every fault: no ``id``
    column, empty or doubled ids, no row at all.
    """
    rows = _rows(people) if isinstance(people, Path) else [dict(row) for row in people]
    faults = _faults_of(rows)
    if faults:
        raise DrawRefused("people_refused", faults)
    columns = sorted(name for name in rows[0] if name and name not in NOT_CATEGORIES)
    groups: dict[str, tuple[tuple[tuple[str, str], ...], list[str]]] = {}
    for row in sorted(rows, key=lambda row: row["id"]):
        values = [(c, sorted({v for v in (row[c] or "").split("|") if v})) for c in columns]
        key = ";".join(f"{column}={'|'.join(found)}" for column, found in values)
        flat = tuple((column, value) for column, found in values for value in found)
        groups.setdefault(key, (flat, []))[1].append(row["id"])
    kinds = tuple(Kind(key, groups[key][0], tuple(groups[key][1])) for key in sorted(groups))
    listed = [[kind.key, list(kind.people)] for kind in kinds]
    return People(kinds, digest_of(listed))


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        what = noted(
            "people_unreadable",
            "people",
            path,
            "人员名单无法读取，请用 UTF-8 编码的 CSV。",
            f"The list of people cannot be read as UTF-8 CSV ({type(error).__name__}).",
        )
        raise DrawRefused("people_refused", [what]) from None


def _faults_of(rows: list[dict[str, Any]]) -> list[Fault]:
    if not rows or "id" not in rows[0]:
        zh, en = (
            "人员名单是空的，或没有 id 列。",
            "The list of people is empty or has no column `id`.",
        )
        return [noted("people_empty", "id", "", zh, en)]
    faults, seen = [], set()
    for number, row in enumerate(rows, 2):
        id_ = row["id"] or ""
        if not (id_.isascii() and id_.isprintable() and id_ == id_.strip() and id_):
            zh, en = "编号应为一段可打印的 ASCII 文本。", "The id must be printable ASCII."
            faults.append(noted("people_id", "id", id_, zh, en, number))
        elif id_ in seen:
            zh, en = f"编号 {id_} 重复。", f"The id {id_} stands there twice."
            faults.append(noted("people_twice", "id", id_, zh, en, number))
        if None in row:
            zh, en = "这一行的列比标题多。", "This row has more cells than the header."
            faults.append(noted("people_cells", "", "", zh, en, number))
        seen.add(id_)
    return faults
