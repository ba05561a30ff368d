"""Instants with an offset, compared as points in time; no clock is read here."""

from __future__ import annotations

import re
from datetime import date, datetime

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def parse_instant(text: object) -> datetime | None:
    """The instant, or None when the text isn't a date and time with an offset (RFC 3339)."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def before(first: object, second: object) -> bool:
    """True when both are instants and the first lies strictly before the second."""
    a, b = parse_instant(first), parse_instant(second)
    return a is not None and b is not None and a < b


def parse_day(text: str) -> date | None:
    """The day of `YYYY-MM-DD` or of a local time `YYYY-MM-DDTHH:MM`, else None."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
