"""Which column of a sheet is which field: Chinese and English headers, title rows skipped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..faults import Fault, RegistryRefused

# A sheet may bear a title, a date and a unit of issue above its header.
_LOOK = 6


@dataclass(frozen=True, slots=True)
class Columns:
    """field -> all its headers, the first written on export; ``required`` must be in a sheet."""

    aliases: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]

    def title(self, field: str) -> str:
        """The header an export writes."""
        return self.aliases[field][0]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (0-based) and what it says: field -> (position, header)."""

    line: int
    places: Mapping[str, tuple[int, str]]
    width: int
    ignored: tuple[str, ...]


def squeeze(text: str) -> str:
    """A header as it is compared: NFKC, lower case, no blanks, no brackets' shape."""
    return re.sub(r"[\s_\-*:/]", "", unicodedata.normalize("NFKC", text)).lower()


def find_header(rows: Sequence[Sequence[str]], columns: Columns) -> Header:
    """The row that names most fields among the first six.

    Raises RegistryRefused ``import.headers`` with a fault for each required column that is missing
    and each that stands twice.
    """
    known = _index(columns)
    scored = [
        (len({known[s] for s in map(squeeze, row) if s in known}), -line)
        for line, row in enumerate(rows[:_LOOK])
    ]
    line = -max(scored)[1]
    header = _place(rows[line], line, columns)
    faults = [
        _missing(columns, field, line) for field in columns.required if field not in header.places
    ]
    faults += _twice(rows[line], known, line)
    if faults:
        raise RegistryRefused("import.headers", faults)
    return header


def _index(columns: Columns) -> dict[str, str]:
    return {squeeze(a): f for f, aliases in columns.aliases.items() for a in (f, *aliases)}


def _place(row: Sequence[str], line: int, columns: Columns) -> Header:
    squeezed = [squeeze(cell) for cell in row]
    places: dict[str, tuple[int, str]] = {}
    for field, aliases in columns.aliases.items():
        # Where two headers could mean one field, the better-known name wins.
        for alias in (*aliases, field):
            if squeeze(alias) in squeezed:
                at = squeezed.index(squeeze(alias))
                places[field] = (at, row[at].strip())
                break
    used = {at for at, _ in places.values()}
    ignored = tuple(cell.strip() for i, cell in enumerate(row) if i not in used and cell.strip())
    return Header(line, places, len(row), ignored)


def _missing(columns: Columns, field: str, line: int) -> Fault:
    names = columns.aliases[field]
    zh, en = "、".join(names[:3]), field
    return Fault(
        "import.missing_column",
        names[0],
        line + 1,
        None,
        None,
        f"第 {line + 1} 行表头缺少“{names[0]}”一列（可写作：{zh} 或 {en}），请补上。",
        f"The header in row {line + 1} has no column {field} ({names[0]}); add it.",
    )


def _twice(row: Sequence[str], known: Mapping[str, str], line: int) -> list[Fault]:
    squeezed = [squeeze(cell) for cell in row]
    again = [
        cell.strip()
        for i, cell in enumerate(row)
        if squeezed[i] in known and squeezed[i] in squeezed[:i]
    ]
    return [
        Fault(
            "import.column_twice",
            name,
            line + 1,
            name,
            None,
            f"第 {line + 1} 行表头中“{name}”出现两次，请只留一列。",
            f"The header in row {line + 1} has {name} twice; keep one.",
        )
        for name in again
    ]
