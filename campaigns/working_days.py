"""Working days by the official calendar, and honest bounds where a year is not announced yet.

The State Council's office announces a year's days off and make-up days late in the year before.
What is announced comes from ``chinesecalendar`` or from the office's own table; beyond it nothing is
guessed: a count that runs into such a year gives the earliest and the latest date possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from campaigns.errors import need_reason, refusal

if TYPE_CHECKING:
    from campaigns.office import Office
    from registry import Actor

CALENDAR: Final = "calendar"  # the settings key of the office's own table of announced days
DAY: Final = timedelta(days=1)
Day = date  # in Deadline the name date is taken by its answer
# First and last statutory day of each block (全国年节及纪念日放假办法, as in force since 2025): the
# days of the moon calendar are astronomical facts, so they are known before the announcement.
STATUTORY: Final[dict[int, tuple[tuple[date, date], ...]]] = {
    year: tuple((date(year, *first), date(year, *last)) for first, last in blocks)
    for year, blocks in {
        2027: (
            ((1, 1), (1, 1)),
            ((2, 5), (2, 8)),
            ((4, 5), (4, 5)),
            ((5, 1), (5, 2)),
            ((6, 9), (6, 9)),
            ((9, 15), (9, 15)),
            ((10, 1), (10, 3)),
        ),
        2028: (
            ((1, 1), (1, 1)),
            ((1, 25), (1, 28)),
            ((4, 4), (4, 4)),
            ((5, 1), (5, 2)),
            ((5, 28), (5, 28)),
            ((10, 1), (10, 3)),
        ),
        2029: (
            ((1, 1), (1, 1)),
            ((2, 12), (2, 15)),
            ((4, 4), (4, 4)),
            ((5, 1), (5, 2)),
            ((6, 16), (6, 16)),
            ((9, 22), (9, 22)),
            ((10, 1), (10, 3)),
        ),
    }.items()
}
# How far from its block an announcement has moved a day since 2008, with a margin of a day.
MAKE_UP_REACH: Final = 10 * DAY
SHORT_REACH: Final = 3 * DAY  # days off around a block of one or two days
LONG_REACH: Final = 6 * DAY  # days off around the Spring Festival and the National Day


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due``, or None with the earliest and latest possible date. ``start`` is not counted."""

    start: Day
    working_days: int
    due: Day | None
    earliest: Day | None
    latest: Day | None
    zh: str
    en: str

    @property
    def date(self) -> Day | None:
        """The date, or None where it can't be fixed yet."""
        return self.due

    @property
    def announced(self) -> bool:
        """Whether every day counted stands in an announced calendar."""
        return self.due is not None

    def to_json(self) -> dict[str, Any]:
        """The deadline as plain JSON."""
        text = {
            "due": self.due,
            "earliest": self.earliest,
            "latest": self.latest,
        }
        return {
            "from": self.start.isoformat(),
            "working_days": self.working_days,
            "announced": self.announced,
            **{key: day.isoformat() if day else None for key, day in text.items()},
            "zh": self.zh,
            "en": self.en,
        }


def deadline(
    from_date: date, working_days: int, *, extra_calendar: Mapping[str, Any] | None = None
) -> Deadline:
    """The date ``working_days`` working days after ``from_date``, or that it can't be counted yet.

    ``extra_calendar``: what was announced since this release:
    ``{"2027": {"off": ["2027-01-01", …], "work": ["2027-02-20", …]}}``, weekends off by default.
    """
    if not isinstance(working_days, int) or isinstance(working_days, bool) or working_days < 1:
        raise refusal(
            "deadline.days",
            f"工作日数应为不小于1的整数，现为{working_days!r}，请更正。",
            f"The number of working days must be a whole number of at least 1, not {working_days!r}.",
            field="working_days",
            value=working_days,
        )
    if not 2005 <= from_date.year <= 2100:
        raise refusal(
            "deadline.year",
            f"起算日{from_date.isoformat()}不在可计算的年份内，请核对日期。",
            f"{from_date.isoformat()} lies outside the years that can be counted; check the date.",
            field="from",
            value=from_date.isoformat(),
        )
    due = _count(from_date, working_days, lambda day: is_working_day(day, extra_calendar))
    if due is not None:
        zh = f"{from_date.isoformat()}后第{working_days}个工作日是{due.isoformat()}。"
        en = f"Working day {working_days} after {from_date.isoformat()} is {due.isoformat()}."
        return Deadline(from_date, working_days, due, due, due, zh, en)
    return _open(from_date, working_days, extra_calendar)


def _open(start: date, days: int, extra: Mapping[str, Any] | None) -> Deadline:
    first = _count(start, days, lambda day: _known_or(day, extra, _may_work))
    last = _count(start, days, lambda day: _known_or(day, extra, _must_work))
    year = next(day.year for day in _after(start) if is_working_day(day, extra) is None)
    span_zh = f"最早{first}，最晚{last}" if first and last else "最早、最晚日期亦无法推定"
    span_en = f"between {first} and {last}" if first and last else "no bounds can be given"
    zh = f"{year}年放假安排尚未公布，{start}后第{days}个工作日不能确定，{span_zh}。"
    en = (
        f"The {year} calendar is not announced: working day {days} after {start} "
        f"can't be fixed yet ({span_en})."
    )
    return Deadline(start, days, None, first, last, zh, en)


def office_deadline(office: Office, actor: Actor, from_date: date, working_days: int) -> Deadline:
    """As :func:`deadline`, with what the office entered of newly announced years."""
    from campaigns.roles import READ_OPEN, require

    require(actor, READ_OPEN)
    with office.registry.reading() as tx:
        extra = tx.settings.get(CALENDAR, {})
    return deadline(from_date, working_days, extra_calendar=extra)


def enter_calendar(
    office: Office, actor: Actor, year: int, off: Sequence[date], work: Sequence[date], source: str
) -> None:
    """Enter the days off and make-up days announced for a year, with the announcement's number."""
    from campaigns.roles import PLAN, require

    require(actor, PLAN)
    need_reason(source)
    strange = [day for day in (*off, *work) if day.year != year]
    if strange:
        raise refusal(
            "calendar.year",
            f"{strange[0]}不在{year}年之内，请核对。",
            f"{strange[0]} does not lie in {year}; check the dates.",
            field="off",
            value=strange[0].isoformat(),
        )
    now = office.clock.now()
    with office.registry.writing(
        by=actor, at=now, action="calendar.enter", subject=str(year)
    ) as tx:
        table = dict(tx.settings.get(CALENDAR, {}))
        table[str(year)] = {
            "off": sorted(day.isoformat() for day in off),
            "work": sorted(day.isoformat() for day in work),
            "source": source,
        }
        tx.settings.put(CALENDAR, table)
        tx.note(source=source, off=len(off), work=len(work))


def is_working_day(day: date, extra: Mapping[str, Any] | None = None) -> bool | None:
    """Whether offices work that day; None where the year is not announced."""
    table = (extra or {}).get(str(day.year))
    if table is not None:
        if day.isoformat() in table.get("work", ()):
            return True
        return day.weekday() < 5 and day.isoformat() not in table.get("off", ())
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))  # type: ignore[no-untyped-call]
    except NotImplementedError:
        return None


def working_days_between(
    first: date, last: date, extra: Mapping[str, Any] | None = None
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The working days of a span, ends included, and the days that are not announced."""
    days = tuple(first + n * DAY for n in range((last - first).days + 1))
    known = {day: is_working_day(day, extra) for day in days}
    return (
        tuple(day for day in days if known[day]),
        tuple(day for day in days if known[day] is None),
    )


def _count(start: date, days: int, works: Callable[[date], bool | None]) -> date | None:
    left = days
    for day in _after(start):
        answer = works(day)
        if answer is None:
            return None
        left -= answer
        if left == 0:
            return day
    return None


def _after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += DAY
        yield day


def _known_or(
    day: date, extra: Mapping[str, Any] | None, guess: Callable[[date], bool | None]
) -> bool | None:
    known = is_working_day(day, extra)
    return guess(day) if known is None else known


def _may_work(day: date) -> bool | None:
    """Could this day be a working day? Never a statutory day; a weekend only near a block."""
    blocks = _blocks(day)
    if blocks is None:
        return None
    if any(first <= day <= last for first, last in blocks):
        return False
    return day.weekday() < 5 or any(_gap(day, block) <= MAKE_UP_REACH for block in blocks)


def _must_work(day: date) -> bool | None:
    """Is this day surely a working day? A weekday that no holiday can reach."""
    blocks = _blocks(day)
    if blocks is None:
        return None
    return day.weekday() < 5 and all(_gap(day, block) > _reach(block) for block in blocks)


def _blocks(day: date) -> list[tuple[date, date]] | None:
    if day.year not in STATUTORY:
        return None
    return [block for year in (day.year, day.year + 1) for block in STATUTORY.get(year, ())]


def _gap(day: date, block: tuple[date, date]) -> timedelta:
    return max(block[0] - day, day - block[1], 0 * DAY)


def _reach(block: tuple[date, date]) -> timedelta:
    return LONG_REACH if block[1] - block[0] > DAY else SHORT_REACH
