"""Working days by the official calendar, and honest bounds where it is not announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import CampaignRefused, deadline
from campaigns.working_days import STATUTORY, is_working_day, working_days_between


def test_a_year_has_its_announced_number_of_working_days() -> None:
    # 248 in 2026, as the State Council's office announced.
    days, unknown = working_days_between(date(2026, 1, 1), date(2026, 12, 31))
    assert (len(days), unknown) == (248, ())


def test_a_make_up_saturday_counts() -> None:
    # Spring Festival 2026 is 15-23 February, 14 and 28 February (Saturdays) are worked:
    # 13, 14, 24, 25, 26, 27, 28.
    assert deadline(date(2026, 2, 12), 7).due == date(2026, 2, 28)
    assert deadline(date(2026, 2, 12), 20).due == date(2026, 3, 18)


def test_the_first_day_is_not_counted() -> None:
    # Monday 7 December; the first working day after it is Tuesday.
    assert deadline(date(2026, 12, 7), 1).due == date(2026, 12, 8)


def test_the_last_twenty_days_of_the_announced_year_can_be_counted() -> None:
    # 4 December and four whole weeks less Friday 1 January: twenty days end on the 31st.
    assert deadline(date(2026, 12, 3), 20).due == date(2026, 12, 31)


def test_one_day_later_the_answer_is_not_announced_with_bounds() -> None:
    found = deadline(date(2026, 12, 4), 20)
    assert found.due is None and not found.announced
    # 19 days are left in 2026. 1 January is a holiday by law; the 2nd (a Saturday) could be made a
    # working day; the holiday could stretch to the 4th at most.
    assert (found.earliest, found.latest) == (date(2027, 1, 2), date(2027, 1, 5))
    assert "尚未公布" in found.zh and "not announced" in found.en
    assert found.to_json()["announced"] is False


def test_what_the_office_enters_settles_the_date() -> None:
    calendar = {"2027": {"off": ["2027-01-01"], "work": []}}
    assert deadline(date(2026, 12, 4), 20, extra_calendar=calendar).due == date(2027, 1, 4)


@given(st.dates(date(2026, 12, 4), date(2027, 11, 1)), st.integers(1, 60))
def test_the_bounds_hold_whatever_is_announced(start: date, days: int) -> None:
    # A plausible announcement: weekends and statutory days off, nothing else moved.
    off = [
        (first + timedelta(days=n)).isoformat()
        for year in STATUTORY
        for first, last in STATUTORY[year]
        for n in range((last - first).days + 1)
    ]
    calendar = {str(year): {"off": off, "work": []} for year in STATUTORY}
    found, settled = deadline(start, days), deadline(start, days, extra_calendar=calendar)
    if found.due is None and found.earliest and found.latest:
        assert settled.due is not None
        assert found.earliest <= settled.due <= found.latest


def test_beyond_the_table_nothing_is_guessed() -> None:
    found = deadline(date(2035, 1, 1), 5)
    assert (found.due, found.earliest, found.latest) == (None, None, None)


@pytest.mark.parametrize("days", [0, -3, True, 2.5])
def test_a_number_that_is_no_number_of_days_is_refused(days: object) -> None:
    with pytest.raises(CampaignRefused) as refused:
        deadline(date(2026, 12, 1), days)  # type: ignore[arg-type]
    assert refused.value.code == "deadline.days"


def test_a_year_nobody_announced_is_unknown_day_by_day() -> None:
    assert is_working_day(date(2027, 6, 1)) is None
    assert is_working_day(date(2026, 6, 1)) is True
