"""The official calendar: working days, days off and holidays, or None where a year is unannounced.

What is announced comes from ``chinesecalendar``; nothing is guessed beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from chinese_calendar.constants import Holiday, holidays, workdays

DAY: Final = timedelta(days=1)
LAST_YEAR: Final = max(holidays).year

OFFICIAL: Final = {
    "元旦": Holiday.new_years_day.value,
    "春节": Holiday.spring_festival.value,
    "清明": Holiday.tomb_sweeping_day.value,
    "五一": Holiday.labour_day.value,
    "端午": Holiday.dragon_boat_festival.value,
    "中秋": Holiday.mid_autumn_festival.value,
    "国庆": Holiday.national_day.value,
}
# The festival itself; those of the moon calendar are astronomical facts.
FESTIVALS: Final = {
    "元旦": {y: date(y, 1, 1) for y in range(2025, 2028)},
    "五一": {y: date(y, 5, 1) for y in range(2025, 2028)},
    "国庆": {y: date(y, 10, 1) for y in range(2025, 2028)},
    "春节": {2025: date(2025, 1, 29), 2026: date(2026, 2, 17)},
    "除夕": {2025: date(2025, 1, 28), 2026: date(2026, 2, 16)},
    "清明": {2025: date(2025, 4, 4), 2026: date(2026, 4, 5)},
    "端午": {2025: date(2025, 5, 31), 2026: date(2026, 6, 19)},
    "中秋": {2025: date(2025, 10, 6), 2026: date(2026, 9, 25)},
}


@cache
def _blocks() -> tuple[tuple[str, date, date], ...]:
    """Every announced holiday: its name, first and last day off, in order of time."""
    blocks: list[tuple[str, date, date]] = []
    names = {english: chinese for chinese, english in OFFICIAL.items()}
    for day in sorted(holidays):
        name = names.get(_name(holidays[day]))
        if name is None:
            continue
        if blocks and blocks[-1][0] == name and day - blocks[-1][2] == DAY:
            blocks[-1] = (name, blocks[-1][1], day)
        else:
            blocks.append((name, day, day))
    return tuple(blocks)


def _name(entry: object) -> str:
    return str(getattr(entry, "value", entry))


def is_working(day: date) -> bool | None:
    """Whether people work on this day, make-up days counted; None in a year not announced."""
    if day.year > LAST_YEAR:
        return None
    if day in workdays:
        return True
    return day not in holidays and day.weekday() < 5


def working_day_after(day: date, count: int) -> date | None:
    """The ``count``-th working day after ``day``; None where the calendar does not reach."""
    left = count
    while left:
        if (day := day + DAY).year > LAST_YEAR:
            return None
        left -= bool(is_working(day))
    return day


def holiday(name: str, today: date) -> tuple[date, date] | None:
    """First and last day off of the next such holiday that has not ended by ``today``."""
    if name == "除夕":
        name = "春节"
    return next(((a, b) for n, a, b in _blocks() if n == name and b >= today), None)


def next_holiday(today: date) -> tuple[date, date] | None:
    """The holiday that comes next after ``today``."""
    return next(((a, b) for _, a, b in _blocks() if a > today), None)


def last_holiday(today: date) -> tuple[date, date] | None:
    """The holiday that is on, or the next one: what 节后 looks at."""
    return next(((a, b) for _, a, b in _blocks() if b >= today), None)


def festival(name: str, today: date) -> date | None:
    """The next such festival on or after ``today``."""
    days = FESTIVALS.get(name, {})
    return next((day for _, day in sorted(days.items()) if day >= today), None)


def each(start: date, end: date) -> Iterator[date]:
    """Every day of a window, both ends counted; at most two years of it."""
    for n in range(min((end - start).days + 1, 731)):
        yield start + n * DAY
