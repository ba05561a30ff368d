"""People and quotas of the lottery of inspectors: reading them, and the types of interchangeable people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from draw.canonical import digest_of
from draw.errors import DrawRefused, Fault

NOT_CATEGORIES = frozenset({"id", "name"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A type: people with the same categories, who all get the same chance. ``people`` in id order."""

    key: str
    values: tuple[tuple[str, str], ...]  # (column, value)
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotas:
    """RULES.json: panel ``size``; per column and value at least and at most so many people."""

    size: int
    bounds: tuple[tuple[str, str, int, int], ...]  # (column, value, least, most)
    max_distinct: tuple[tuple[str, int], ...]
    max_chance: Fraction | None
    digest: str


@dataclass(frozen=True, slots=True)
class People:
    """PEOPLE.csv as types, and the digest of its rows (id order, RFC 8785)."""

    kinds: tuple[Kind, ...]
    digest: str


def _fault(code: str, field: str, value: object, zh: str, en: str, row: int | None = None) -> Fault:
    where_zh, where_en = ("", "") if row is None else (f"第 {row} 行：", f"Row {row}: ")
    return Fault(code, field, row, str(value)[:80], "§5.6", where_zh + zh, where_en + en)


def read_people(path: Path) -> People:
    """Read PEOPLE.csv (UTF-8, ``id`` and category columns, several values parted by ``|``).

    Raises DrawRefused with every fault: no ``id`` column, empty or doubled ids, no row at all.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        what = _fault(
            "people_unreadable",
            "people",
            path,
            "人员名单无法读取，请用 UTF-8 编码的 CSV。",
            f"The list of people cannot be read as UTF-8 CSV ({type(error).__name__}).",
        )
        raise DrawRefused("people_refused", [what]) from None
    faults = _people_faults(rows)
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


def _people_faults(rows: list[dict[str, Any]]) -> list[Fault]:
    if not rows or "id" not in rows[0]:
        zh, en = (
            "人员名单是空的，或没有 id 列。",
            "The list of people is empty or has no column `id`.",
        )
        return [_fault("people_empty", "id", "", zh, en)]
    faults, seen = [], set()
    for number, row in enumerate(rows, 2):
        id_ = row["id"] or ""
        if not (id_.isascii() and id_.isprintable() and id_ == id_.strip() and id_):
            zh, en = "编号应为一段可打印的 ASCII 文本。", "The id must be printable ASCII."
            faults.append(_fault("people_id", "id", id_, zh, en, number))
        elif id_ in seen:
            zh, en = f"编号 {id_} 重复。", f"The id {id_} stands there twice."
            faults.append(_fault("people_twice", "id", id_, zh, en, number))
        if None in row:
            zh, en = "这一行的列比标题多。", "This row has more cells than the header."
            faults.append(_fault("people_cells", "", "", zh, en, number))
        seen.add(id_)
    return faults


def parse_rules(given: Mapping[str, Any], people: People) -> Quotas:
    """RULES.json against the people; raises DrawRefused with every fault."""
    faults: list[Fault] = []
    size = _whole(given.get("size"), "size", 1, faults)
    known = {column for kind in people.kinds for column, _ in kind.values}
    bounds = []
    for column, table in sorted(_table(given.get("quotas", {}), "quotas", faults).items()):
        if column not in known:
            _unknown(f"quotas.{column}", column, faults)
            continue
        for value, pair in sorted(_table(table, f"quotas.{column}", faults).items()):
            where = f"quotas.{column}.{value}"
            if not isinstance(pair, list) or len(pair) != 2:
                zh, en = f"{where} 应为 [最少, 最多]。", f"{where} must be [least, most]."
                faults.append(_fault("quota", where, pair, zh, en))
                continue
            least = _whole(pair[0], f"{where}[0]", 0, faults)
            most = _whole(pair[1], f"{where}[1]", least, faults)
            bounds.append((column, value, least, most))
    distinct = []
    for column, most in sorted(
        _table(given.get("max_distinct", {}), "max_distinct", faults).items()
    ):
        if column not in known:
            _unknown(f"max_distinct.{column}", column, faults)
        distinct.append((column, _whole(most, f"max_distinct.{column}", 1, faults)))
    chance = _chance(given.get("max_chance"), faults)
    if faults:
        raise DrawRefused("rules_refused", faults)
    return Quotas(size, tuple(bounds), tuple(distinct), chance, digest_of(_plain(given)))


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("size", "quotas", "max_distinct", "max_chance")
    return {key: given[key] for key in keys if given.get(key) is not None}


def _table(value: object, field: str, faults: list[Fault]) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    faults.append(
        _fault("not_an_object", field, value, f"{field} 应为对象。", f"{field} must be an object.")
    )
    return {}


def _whole(value: object, field: str, least: int, faults: list[Fault]) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= 10**6:
        return value
    zh, en = (
        f"{field} 应为不小于 {least} 的整数。",
        f"{field} must be an integer of at least {least}.",
    )
    faults.append(_fault("not_a_number", field, value, zh, en))
    return least


def _unknown(field: str, column: str, faults: list[Fault]) -> None:
    zh, en = f"人员名单没有“{column}”这一列。", f"The list of people has no column {column}."
    faults.append(_fault("unknown_column", field, column, zh, en))


def _chance(value: object, faults: list[Fault]) -> Fraction | None:
    if value is None:
        return None
    try:
        found = Fraction(value) if isinstance(value, str) else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if 0 < found <= 1:
        return found
    zh = 'max_chance 应为大于 0、不大于 1 的分数文本，如 "1/2"。'
    en = 'max_chance must be a text of a fraction above 0 and at most 1, such as "1/2".'
    faults.append(_fault("max_chance", "max_chance", value, zh, en))
    return None


def file_digest(path: Path) -> str:
    """SHA-256 of the file's bytes, for the statement of the draw."""
    return sha256(Path(path).read_bytes()).hexdigest()
