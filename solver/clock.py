"""Dates and times of day as they stand in problems: texts outside, minutes inside."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def is_date(text: str) -> bool:
    """Whether the text is a real date written YYYY-MM-DD in ASCII digits."""
    if not text.isascii() or not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def minutes_of(text: str) -> int | None:
    """Minutes after midnight of HH:MM; 24:00 is the end of a day; None when malformed."""
    if text == "24:00":
        return 24 * 60
    match = _TIME.fullmatch(text) if text.isascii() else None
    return int(match[1]) * 60 + int(match[2]) if match else None


def time_text(minutes: int) -> str:
    """HH:MM of minutes after midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def moment_text(day: str, minutes: int) -> str:
    """YYYY-MM-DDTHH:MM of a day and minutes after midnight."""
    return f"{day}T{time_text(minutes)}"


def split_moment(text: str) -> tuple[str, int] | None:
    """Day and minutes of YYYY-MM-DDTHH:MM, or None when malformed."""
    day, mark, clock = text.partition("T")
    minutes = minutes_of(clock)
    if not mark or minutes is None or not is_date(day):
        return None
    return day, minutes
