"""Names a document defines, and whether other parts of it use them rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solver.check import values
from solver.check.finding import malformed
from solver.check.values import Faults

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that targets, items and people may use."""

    days: frozenset[str]
    departments: frozenset[str]
    specialties: Mapping[str, frozenset[str]]
    all_specialties: frozenset[str]


def read_names(root: Record, faults: Faults) -> Names:
    """Days, departments and their specialties."""
    days = dates(root.get("days"), "days", faults)
    departments = values.texts(root.get("departments"), "departments", faults)
    unique(days, "days", faults)
    unique(departments, "departments", faults)
    skills = _specialties(root.get("specialties"), departments, faults)
    return Names(
        frozenset(days),
        frozenset(departments),
        skills,
        frozenset(skill for held in skills.values() for skill in held),
    )


def _specialties(
    value: object, departments: tuple[str, ...], faults: Faults
) -> dict[str, frozenset[str]]:
    table = values.mapping(value, "specialties", faults) or {}
    found: dict[str, frozenset[str]] = {}
    for name, entries in table.items():
        known(values.text(name, "specialties", faults), departments, "specialties", faults)
        held = values.texts(entries, f"specialties.{name}", faults, empty=True)
        unique(held, f"specialties.{name}", faults)
        found[name] = frozenset(held)
    return found


def dates(value: object, field: str, faults: Faults, *, empty: bool = False) -> tuple[str, ...]:
    """A list of dates; wrong entries are faults and left out."""
    found = (
        values.day(entry, f"{field}[{place}]", faults)
        for place, entry in enumerate(values.array(value, field, faults, empty=empty))
    )
    return tuple(day for day in found if day is not None)


def records(
    value: object, field: str, faults: Faults, *, empty: bool = False
) -> Iterable[tuple[str, Record]]:
    """The objects of a list, each with its path."""
    for place, entry in enumerate(values.array(value, field, faults, empty=empty)):
        record = values.mapping(entry, f"{field}[{place}]", faults)
        if record is not None:
            yield f"{field}[{place}]", record


def unique(ids: Iterable[str], field: str, faults: Faults) -> None:
    """Note every id that stands twice."""
    for name, count in Counter(ids).items():
        if count > 1:
            faults.append(
                malformed(field, f"中“{name}”重复出现。", f"names {name!r} more than once.")
            )


def known(name: str | None, among: Iterable[str], field: str, faults: Faults) -> None:
    """Note a name that nothing defines."""
    if name is not None and name not in among:
        faults.append(
            malformed(field, f"所写“{name}”未在问题中定义。", f"names {name!r}, which is unknown.")
        )


def hours(record: Record, at: str, faults: Faults) -> tuple[int, int] | None:
    """`from` and `to` in minutes after midnight, in that order."""
    start = values.clock(record.get("from"), f"{at}.from", faults)
    end = values.clock(record.get("to"), f"{at}.to", faults)
    if start is None or end is None:
        return None
    if start >= end:
        faults.append(malformed(at, "的起始时刻应早于结束时刻。", "must start before it ends."))
        return None
    return start, end
