"""How dates are read: one row a rule of the planner's date table, each date counted on a calendar."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import plan_request


def times(said: str, today: str) -> dict[str, Any]:
    understood = plan_request(said, today=today)["understood"]
    return {k: understood[k] for k in ("window", "days_off", "half_days") if k in understood}


def window(said: str, today: str) -> tuple[str | None, str | None]:
    found = times(f"{said}查福田的酒店", today).get("window", {})
    return found.get("from"), found.get("to")


THURSDAY = "2026-03-05"  # weeks start on Monday: this one runs from 2 to 8 March


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("今天", "03-05", "03-05"),
        ("明天", "03-06", "03-06"),
        ("后天", "03-07", "03-07"),
        ("大后天", "03-08", "03-08"),
        ("这两天", "03-05", "03-06"),
        ("明后两天", "03-06", "03-07"),
        ("本周五", "03-06", "03-06"),
        ("这周日", "03-08", "03-08"),
        ("下周三", "03-11", "03-11"),
        ("四月第一周", "04-01", "04-07"),  # by sevens, as the month's first seven days
        ("下月第二周", "04-08", "04-14"),
        ("下礼拜天", "03-15", "03-15"),
        ("下下星期二", "03-17", "03-17"),
        ("周四", "03-05", "03-05"),  # today is a Thursday: on or after today
        ("周三", "03-11", "03-11"),
        ("本周", "03-05", "03-08"),  # cut to today
        ("下周", "03-09", "03-15"),
        ("周末", "03-07", "03-08"),
        ("下周三前", "03-05", "03-11"),
        ("3月20号之前", "03-05", "03-20"),
        ("月底前", "03-05", "03-31"),
        ("四月底之前", "03-05", "04-30"),
        ("年底前", "03-05", "12-31"),
        ("季度末前", "03-05", "03-31"),
        ("本月上旬", "03-05", "03-10"),
        ("本月中旬", "03-11", "03-20"),
        ("下月下旬", "04-21", "04-30"),
        ("十天内", "03-05", "03-15"),  # today is not counted
        ("两周之内", "03-05", "03-19"),
        ("三个工作日内", "03-05", "03-10"),  # Fri 6, Mon 9, Tue 10
        ("从周一起三天内", "03-09", "03-11"),  # X is day one
        ("从周一开始", "03-09", None),
        ("清明前", "03-05", "04-03"),  # days off 4-6 April
        ("节前", "03-05", "04-03"),
        ("清明后第一周", "04-07", "04-12"),
        ("11月4日", "11-04", "11-04"),
        ("11.4", "11-04", "11-04"),
        ("11月4-6日", "11-04", "11-06"),
        ("15号", "03-15", "03-15"),
        ("下月十号", "04-10", "04-10"),
        ("下周二到周四", "03-10", "03-12"),
        ("3月28号到4月2号", "03-28", "04-02"),
    ],
)
def test_a_chinese_date_word_is_this_window(said: str, start: str, end: str | None) -> None:
    assert window(said, THURSDAY) == (f"2026-{start}", f"2026-{end}" if end else None)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("today", "03-05", "03-05"),
        ("tomorrow", "03-06", "03-06"),
        ("the day after tomorrow", "03-07", "03-07"),
        ("next Wednesday", "03-11", "03-11"),
        ("on Friday", "03-06", "03-06"),
        ("Tuesday to Thursday next week", "03-10", "03-12"),
        ("the week after next", "03-16", "03-22"),
        ("by Friday", "03-05", "03-06"),
        ("by the end of the month", "03-05", "03-31"),
        ("within ten days", "03-05", "03-15"),
        ("within three working days", "03-05", "03-10"),
        ("from 9 March", "03-09", None),
        ("between 9 and 11 March", "03-09", "03-11"),
        ("in mid-April", "04-11", "04-20"),
        ("this weekend", "03-07", "03-08"),
    ],
)
def test_an_english_date_word_is_this_window(said: str, start: str, end: str | None) -> None:
    found = times(f"Inspect the hotels in Futian {said}", THURSDAY)["window"]
    assert (found.get("from"), found.get("to")) == (f"2026-{start}", f"2026-{end}" if end else None)


@pytest.mark.parametrize(
    ("said", "today", "expected"),
    [
        ("十号", "2026-05-12", "2026-06-10"),  # passed: next month
        ("1月6日", "2026-12-20", "2027-01-06"),  # the next such day
        ("下周一", "2026-03-08", "2026-03-09"),  # on a Sunday that week starts tomorrow
    ],
)
def test_a_day_that_has_passed_is_the_next_such_day(said: str, today: str, expected: str) -> None:
    assert window(said, today) == (expected, expected)


def test_make_up_working_days_count_as_working_days() -> None:
    # From Monday 28 Sep: 29, 30 Sep; 1-7 Oct off; 8, 9, Sat 10 (make-up), 12, 13.
    assert window("七个工作日内", "2026-09-28") == ("2026-09-28", "2026-10-13")


@pytest.mark.parametrize(
    ("said", "today", "off"),
    [
        ("下周，周二不行，", "2026-03-05", ["2026-03-10"]),
        ("下周，周三周四别排，", "2026-03-05", ["2026-03-11", "2026-03-12"]),
        ("下周，周末不排，", "2026-03-05", ["2026-03-14", "2026-03-15"]),
        ("10月，国庆假期不排，", "2026-09-20", [f"2026-10-0{n}" for n in range(1, 8)]),
        ("6月18号到22号，端午那天不查，", "2026-06-10", ["2026-06-19"]),
        # 10 October is a make-up working day, 11 is a Sunday.
        ("10月9号到12号只在工作日", "2026-09-20", ["2026-10-11"]),
    ],
)
def test_days_not_to_be_used_lie_in_the_window(said: str, today: str, off: list[str]) -> None:
    assert times(f"{said}查福田的酒店", today)["days_off"] == off


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("尽快", "2026-03-05"),
        ("2月30号", "2026-01-05"),
        ("31号", "2026-06-10"),  # June has thirty days
        ("6月10号到6月5号", "2026-05-05"),
        ("春节前", "2026-11-20"),  # 2027 is not announced
        ("五个工作日内", "2026-12-29"),
        ("本周一", "2026-03-05"),  # passed
    ],
)
def test_a_date_that_cannot_be_fixed_gives_no_window_and_asks(said: str, today: str) -> None:
    answer = plan_request(f"{said}查福田的酒店", today=today)
    assert "window" not in answer["understood"]
    assert answer["unclear"]


def test_the_past_is_kept_only_where_it_is_asked_about() -> None:
    asked = plan_request("上周三福田的酒店为什么没查", today=THURSDAY)["understood"]
    assert asked["window"] == {"from": "2026-02-25", "to": "2026-02-25"}
    wished = plan_request("上周三查福田的酒店", today=THURSDAY)
    assert "window" not in wished["understood"] and wished["unclear"]


@pytest.mark.parametrize(
    ("said", "halves"),
    [("上午", ["am"]), ("下午", ["pm"]), ("全天", None), ("上下午都可以，", None)],
)
def test_halves_of_the_day(said: str, halves: list[str] | None) -> None:
    assert times(f"明天{said}查福田的酒店", THURSDAY).get("half_days") == halves
