"""Typed access to untrusted JSON: every accessor gives a value or notes a fault and gives None.

Nothing in here raises, whatever the document holds.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping, Sequence
from datetime import date

from solver.check.finding import Finding, malformed

Faults = list[Finding]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})", re.ASCII)


# Bounded in depth: a stranger's document may nest deeper than the stack.
_REPR = reprlib.Repr()
_REPR.maxlevel, _REPR.maxstring, _REPR.maxother = 4, 80, 80


def clip(value: object) -> str:
    """A value as it may stand in a sentence: short, on one line, never failing."""
    try:
        shown = _REPR.repr(value)
    except Exception:  # a stranger's object may fail even here
        shown = type(value).__name__
    return shown if len(shown) <= 60 else shown[:57] + "…"


def mapping(value: object, field: str, faults: Faults) -> Mapping[str, object] | None:
    """An object, or a fault."""
    if isinstance(value, Mapping):
        return value
    faults.append(
        malformed(
            field, f"应为对象，现为 {clip(value)}。", f"must be an object, not {clip(value)}."
        )
    )
    return None


def array(value: object, field: str, faults: Faults, *, empty: bool = False) -> Sequence[object]:
    """A list, not empty unless `empty`; else a fault and an empty list."""
    if isinstance(value, (list, tuple)):
        if not value and not empty:
            faults.append(malformed(field, "不得为空列表。", "must not be an empty list."))
        return value
    faults.append(
        malformed(field, f"应为列表，现为 {clip(value)}。", f"must be a list, not {clip(value)}.")
    )
    return ()


def text(value: object, field: str, faults: Faults, *, blank: bool = False) -> str | None:
    """A text, not blank unless `blank`; else a fault."""
    if isinstance(value, str) and (blank or value.strip()) and _encodable(value):
        return value
    faults.append(
        malformed(
            field, f"应为非空文字，现为 {clip(value)}。", f"must be a text, not {clip(value)}."
        )
    )
    return None


def texts(value: object, field: str, faults: Faults, *, empty: bool = False) -> tuple[str, ...]:
    """A list of texts; wrong entries are faults and left out."""
    found = (
        text(entry, f"{field}[{place}]", faults)
        for place, entry in enumerate(array(value, field, faults, empty=empty))
    )
    return tuple(entry for entry in found if entry is not None)


def seed(value: object, field: str, faults: Faults) -> None:
    """A whole number or one line of printable ASCII, else a fault."""
    if isinstance(value, int) and not isinstance(value, bool):
        return
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return
    faults.append(
        malformed(
            field,
            f"应为整数或一行可打印的 ASCII 文字，现为 {clip(value)}。",
            f"must be an integer or one line of printable ASCII, not {clip(value)}.",
        )
    )


def whole(value: object, field: str, faults: Faults, low: int = 0) -> int | None:
    """A whole number of at least `low`, or a fault."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value < 2**53:
        return value
    faults.append(
        malformed(
            field,
            f"应为不小于 {low} 的整数，现为 {clip(value)}。",
            f"must be a whole number of at least {low}, not {clip(value)}.",
        )
    )
    return None


def number(value: object, field: str, faults: Faults, low: float, high: float) -> float | None:
    """A number between the bounds, or a fault."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high:
        return float(value)  # comparing first keeps NaN, infinities and endless integers out
    faults.append(
        malformed(
            field,
            f"应为 {low:g} 至 {high:g} 之间的数值，现为 {clip(value)}。",
            f"must be a number from {low:g} to {high:g}, not {clip(value)}.",
        )
    )
    return None


def flag(value: object, field: str, faults: Faults) -> bool | None:
    """True or false, or a fault."""
    if isinstance(value, bool):
        return value
    faults.append(
        malformed(
            field,
            f"应为 true 或 false，现为 {clip(value)}。",
            f"must be true or false, not {clip(value)}.",
        )
    )
    return None


def choice(value: object, among: Sequence[str], field: str, faults: Faults) -> str | None:
    """One of the given texts, or a fault."""
    if isinstance(value, str) and value in among:
        return value
    listed = "|".join(among)
    faults.append(
        malformed(
            field,
            f"应为 {listed} 之一，现为 {clip(value)}。",
            f"must be one of {listed}, not {clip(value)}.",
        )
    )
    return None


def day(value: object, field: str, faults: Faults) -> str | None:
    """A date YYYY-MM-DD of the calendar, or a fault."""
    if isinstance(value, str) and is_day(value):
        return value
    faults.append(
        malformed(
            field,
            f"应为 YYYY-MM-DD 形式的日期，现为 {clip(value)}。",
            f"must be a date YYYY-MM-DD, not {clip(value)}.",
        )
    )
    return None


def clock(value: object, field: str, faults: Faults) -> int | None:
    """A time of day HH:MM in minutes after midnight, or a fault."""
    found = _minutes(value) if isinstance(value, str) else None
    if found is not None:
        return found
    faults.append(
        malformed(
            field,
            f"应为 HH:MM 形式的时刻，现为 {clip(value)}。",
            f"must be a time HH:MM, not {clip(value)}.",
        )
    )
    return None


def moment(value: object, field: str, faults: Faults) -> tuple[str, int] | None:
    """A local time YYYY-MM-DDTHH:MM as (day, minutes after midnight), or a fault."""
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    minutes = _minutes(found[2]) if found and is_day(found[1]) else None
    if found and minutes is not None:
        return found[1], minutes
    faults.append(
        malformed(
            field,
            f"应为 YYYY-MM-DDTHH:MM 形式的时间，现为 {clip(value)}。",
            f"must be a local time YYYY-MM-DDTHH:MM, not {clip(value)}.",
        )
    )
    return None


def _minutes(shown: str) -> int | None:
    """Minutes after midnight of HH:MM; 24:00 is the end of a day."""
    if shown == "24:00":
        return 24 * 60
    found = _CLOCK.fullmatch(shown)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _encodable(shown: str) -> bool:
    """False for a text with half a surrogate pair, which no UTF-8 output can carry."""
    try:
        shown.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_day(shown: str) -> bool:
    """Whether the text is a date of the calendar in the one form allowed."""
    if not _DAY.fullmatch(shown):
        return False
    try:
        date.fromisoformat(shown)
    except ValueError:
        return False
    return True


def hour(minutes: int) -> str:
    """Minutes after midnight as HH:MM."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
