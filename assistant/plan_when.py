"""What a date word means: a day or stretch as said, resolved against today (plan README, date rules).

Weeks start on Monday; every window holds both its ends; nothing looks at the clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from assistant import plan_calendar as calendar

DAY: Final = timedelta(days=1)
FAR: Final = 3660  # days; a stretch longer than ten years is a slip of the tongue

# Why a date could not be fixed.
NO_SUCH_DAY: Final = "no_such_day"
NOT_ANNOUNCED: Final = "not_announced"
ENDS_BEFORE: Final = "ends_before"
PAST: Final = "past"
VAGUE: Final = "vague"


@dataclass(frozen=True, slots=True)
class Said:
    """A date word before it is resolved; what ``a``, ``b``, ``c`` mean depends on ``kind``.

    Of a weekday ``a`` is the week (0 is this one), ``b`` the day, ``c`` 1 where the week was not said with it.
    """

    kind: str
    a: int | None = None
    b: int | None = None
    c: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A resolved day or stretch; ``role`` is day, span, deadline (no start) or open (no end)."""

    start: date | None
    end: date | None
    role: str = "day"
    fault: str = ""
    said: Said | None = None

    @property
    def floating(self) -> bool:
        """A weekday said alone, that belongs to what stands around it."""
        return self.said is not None and self.said.kind == "wd" and self.said.a is None


def resolve(said: Said, today: date, week: int | None = None) -> When:
    """``said`` as days; ``week`` is the stated week a weekday alone belongs to (0 is this week)."""
    if said.kind == "wd" and said.a is None and week is not None:
        return replace(_weekday(Said("wd", week, said.b), today), said=replace(said, a=week, c=1))
    try:
        return replace(_RULES[said.kind](said, today), said=said)
    except (ValueError, OverflowError):
        return When(None, None, fault=NO_SUCH_DAY, said=said)


def _one(day: date) -> When:
    return When(day, day)


def _span(start: date, end: date) -> When:
    return When(start, end, "span")


def _offset(said: Said, today: date) -> When:
    return _one(today + (said.a or 0) * DAY)


def _offsets(said: Said, today: date) -> When:
    return _span(today + (said.a or 0) * DAY, today + (said.b or 0) * DAY)


def _weekday(said: Said, today: date) -> When:
    day = said.b or 0
    if said.a is None:
        return _one(today + ((day - today.weekday()) % 7) * DAY)
    return _one(_monday(today) + (7 * said.a + day) * DAY)


def _monday(today: date) -> date:
    return today - today.weekday() * DAY


def _week(said: Said, today: date) -> When:
    monday = _monday(today) + 7 * (said.a or 0) * DAY
    return _span(today if said.a == 0 else monday, monday + 6 * DAY)


def _weekend(said: Said, today: date) -> When:
    saturday = _monday(today) + (7 * (said.a or 0) + 5) * DAY
    return _span(saturday, saturday + DAY)


def _month_day(said: Said, today: date) -> When:
    month, day = said.b or 0, said.c or 0
    if said.a is not None or said.name:
        return _one(date(said.a or today.year + 1, month, day))
    this = date(today.year, month, day)
    return _one(this if this >= today else date(today.year + 1, month, day))


def _month_days(said: Said, today: date) -> When:
    """From day b to day c of month a; without a month: this one, or the next when it has passed."""
    first, last = said.b or 0, said.c or 0
    if last < first:
        return When(None, None, "span", ENDS_BEFORE)
    if said.a is None:
        year, month = today.year, today.month
        if last < today.day:
            year, month = _month(today, 1)
    else:
        year, month = today.year, said.a
        if date(year, month, last) < today:
            year += 1
    return _span(date(year, month, first), date(year, month, last))


def _days_of_month(said: Said, today: date) -> When:
    """From day b to day c of the month a ahead."""
    year, month = _month(today, said.a or 0)
    start, end = date(year, month, said.b or 0), date(year, month, said.c or 0)
    return _span(start, end) if start <= end else When(None, None, "span", ENDS_BEFORE)


def _month(today: date, ahead: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 + ahead
    return months // 12, months % 12 + 1


def _day_of_month(said: Said, today: date) -> When:
    day = said.b or 0
    if said.a is not None:
        return _one(date(*_month(today, said.a), day))
    this = date(today.year, today.month, day)
    return _one(this if this >= today else date(*_month(today, 1), day))


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _numbered(number: int, today: date) -> tuple[int, int]:
    """The next month of this number that has not ended."""
    return today.year + (number < today.month), number


def _end_of_month(said: Said, today: date) -> When:
    return _one(_last(*(_numbered(said.b, today) if said.b else _month(today, said.a or 0))))


def _end_of_quarter(said: Said, today: date) -> When:
    quarter = (today.month - 1) // 3 + (said.a or 0)
    return _one(_last(today.year + quarter // 4, quarter % 4 * 3 + 3))


def _end_of_year(said: Said, today: date) -> When:
    return _one(date(today.year + (said.a or 0), 12, 31))


def _whole_month(said: Said, today: date) -> When:
    year, month = _numbered(said.b, today) if said.b else _month(today, said.a or 0)
    return _span(date(year, month, 1), _last(year, month))


def _third(said: Said, today: date) -> When:
    """上旬, 中旬, 下旬 of a month: the third c of month b, or of the month a ahead."""
    third = said.c or 1
    if said.b:
        year, month = _numbered(said.b, today)
    else:
        year, month = _month(today, said.a or 0)
        if said.a is None and third < 3 and today.day > third * 10:
            year, month = _month(today, 1)
    start = date(year, month, (1, 11, 21)[third - 1])
    end = _last(year, month) if third == 3 else date(year, month, third * 10)
    if said.b and end < today:
        year += 1
        start, end = (
            start.replace(year=year),
            _last(year, month) if third == 3 else end.replace(year=year),
        )
    return _span(start, end)


def _half_month(said: Said, today: date) -> When:
    """The first 15 days of a month (c is 1) or the rest of it."""
    year, month = _numbered(said.b, today) if said.b else _month(today, said.a or 0)
    if said.c == 1:
        return _span(date(year, month, 1), date(year, month, 15))
    return _span(date(year, month, 16), _last(year, month))


def _edge(said: Said, today: date) -> When:
    """The first c days of a month, or its last where c is below 0."""
    year, month = _numbered(said.b, today) if said.b else _month(today, said.a or 0)
    first, last, days = date(year, month, 1), _last(year, month), said.c or 1
    return (
        _span(max(first, last + (days + 1) * DAY), last)
        if days < 0
        else _span(first, min(last, first + (days - 1) * DAY))
    )


def _quarter(said: Said, today: date) -> When:
    quarter = said.b - 1 if said.b else (today.month - 1) // 3 + (said.a or 0)
    year = today.year + quarter // 4
    first = quarter % 4 * 3 + 1
    if said.b and _last(year, first + 2) < today:
        year += 1
    return _span(date(year, first, 1), _last(year, first + 2))


def _year(said: Said, today: date) -> When:
    year = today.year + (said.a or 0)
    return _span(date(year, 1, 1), date(year, 12, 31))


def _half(said: Said, today: date) -> When:
    start, end = ((1, 1), (6, 30)) if said.b == 1 else ((7, 1), (12, 31))
    year = today.year + (date(today.year, *end) < today)
    return _span(date(year, *start), date(year, *end))


def _within(said: Said, today: date) -> When:
    if (said.a or 0) > FAR:
        return When(None, None, "span", NO_SUCH_DAY)
    return _span(today, today + (said.a or 0) * DAY)


def _within_months(said: Said, today: date) -> When:
    year, month = _month(today, min(said.a or 0, 120))
    day = min(today.day, _last(year, month).day)
    return _span(today, date(year, month, day))


def _within_working(said: Said, today: date) -> When:
    end = calendar.working_day_after(today, min(said.a or 0, 1000))
    return _span(today, end) if end else When(None, None, "span", NOT_ANNOUNCED)


def _days_off(said: Said, today: date) -> tuple[date, date] | None:
    if said.name == "next":
        return calendar.next_holiday(today)
    if said.name == "last":
        return calendar.last_holiday(today)
    return calendar.holiday(said.name, today)


def _holiday(said: Said, today: date) -> When:
    block = _days_off(said, today)
    return _span(*block) if block else When(None, None, "span", NOT_ANNOUNCED)


def _before_holiday(said: Said, today: date) -> When:
    block = _days_off(said, today)
    if block is None:
        return When(None, None, "day" if said.c else "deadline", NOT_ANNOUNCED)
    if said.c:  # the day before the holiday itself
        return _one(block[0] - DAY)
    return When(None, block[0] - DAY, "deadline")


def _after_holiday(said: Said, today: date) -> When:
    """After the holiday: open; its b-th week where b is said, its first working day where c is 1."""
    block = _days_off(said, today)
    first = calendar.working_day_after(block[1], 1) if block else None
    if first is None:
        return When(None, None, "open", NOT_ANNOUNCED)
    if said.c:
        return _one(first)
    if not said.b:
        return When(first, None, "open")
    sunday = first + (6 - first.weekday()) * DAY
    if said.b == 1:
        return _span(first, sunday)
    monday = sunday + (1 + 7 * (said.b - 2)) * DAY
    return _span(monday, monday + 6 * DAY)


def _festival(said: Said, today: date) -> When:
    day = calendar.festival(said.name, today)
    return _one(day) if day else When(None, None, fault=NOT_ANNOUNCED)


def _every(_said: Said, _today: date) -> When:
    return When(None, None, "every")


def _vague(_said: Said, _today: date) -> When:
    return When(None, None, "span", VAGUE)


_RULES: Final[dict[str, Callable[[Said, date], When]]] = {
    "day": _offset,
    "days": _offsets,
    "wd": _weekday,
    "week": _week,
    "weekend": _weekend,
    "md": _month_day,
    "mdays": _month_days,
    "mspan": _days_of_month,
    "dom": _day_of_month,
    "eom": _end_of_month,
    "eoq": _end_of_quarter,
    "eoy": _end_of_year,
    "month": _whole_month,
    "third": _third,
    "edge": _edge,
    "half_month": _half_month,
    "quarter": _quarter,
    "year": _year,
    "half": _half,
    "within": _within,
    "within_months": _within_months,
    "within_working": _within_working,
    "holiday": _holiday,
    "before_holiday": _before_holiday,
    "after_holiday": _after_holiday,
    "festival": _festival,
    "every": _every,
    "vague": _vague,
}
