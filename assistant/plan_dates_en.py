"""English date words, to the same days ``P`` and stretches ``R`` as the Chinese ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from assistant.plan_line import Line, Span, Token, raw_of
from assistant.plan_numbers import whole
from assistant.plan_when import Said

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY: Final = r"(?P<d>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday|s)?|thu(?:rs(?:day)?|r)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)(?P<s>s)?\.?(?![a-z])"
_MONTH: Final = r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
_TH: Final = r"(?:st|nd|rd|th)?(?![a-z0-9%])"
_NTH: Final = {
    w: n
    for n, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
_HOLIDAYS: Final = {
    r"national day|golden week|october holiday": "国庆",
    r"spring festival|chinese new year|lunar new year": "春节",
    r"dragon[ -]boat": "端午",
    r"mid[ -]autumn|moon festival": "中秋",
    r"qing ?ming(?: festival)|tomb[ -]sweeping|ching ming": "清明",
    r"labou?r day|may day|may holiday": "五一",
    r"new year(?:'s)?": "元旦",
}
_HOLIDAY: Final = (
    "(?P<h>"
    + "|".join(_HOLIDAYS)
    + ")(?: day)?(?: festival)?(?: (?:holidays?|break|week))?(?![a-z])"
)
_NEXT_WEEK: Final = (
    r"(?P<w>the week after next|week after next|next week|this week|last week|the following week)"
)
_NUMBER: Final = r"(?P<n><n>|an?(?= )|a couple of|a few)"
_UNIT: Final = r"(?P<u>working days?|business days?|workdays?|days?|weeks?|fortnights?|months?)"


def read_english(line: Line) -> None:
    """Mark every English date word of the line."""
    if not re.search("[a-z]{3}", line.text, re.IGNORECASE):
        return
    line.take(_LIST, _listed)
    for pattern, kind, meaning in _RULES:
        line.take(f"(?<![a-z0-9])(?:{pattern})", partial(_span, kind, meaning))


_LIST: Final = rf"(?<![a-z0-9])(?:the )?(?P<a>\d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{1,2}}(?:st|nd|rd|th)?)*),? (?:and|&|or) (?:the )?(?P<b>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH.replace('(?P<m>', '(?:')})"


def _listed(match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
    """6 and 8 May: every day gets the month."""
    if re.search(r"between $", match.string[: match.start()], re.IGNORECASE):
        return None
    days = [int(d) for d in re.findall(r"\d+", match["a"])] + [int(match["b"])]
    row: list[Token] = []
    for n, day in enumerate(days):
        raw = "" if n else raw_of(tokens)
        row += [*(["、"] if n else []), Span("P", Said("md", None, _month(match["m"]), day), raw)]
    return row


def _span(
    kind: str,
    meaning: Callable[[re.Match[str]], Said | None],
    match: re.Match[str],
    tokens: list[Token],
) -> Span | None:
    said = meaning(match)
    return Span(kind, said, raw_of(tokens)) if said else None


def _weekday(text: str) -> int:
    return next(n for n, day in enumerate(_DAYS) if day.startswith(text.lower()[:3]))


def _month(text: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(text.lower()[:3]))


def _week_of(match: re.Match[str]) -> Said:
    """First week of December: the month's days by sevens."""
    last = 7 * (1 + ("first", "second", "third", "fourth").index(match["n"].lower()))
    return Said("mdays", _month(match["m"]), last - 6, last)


def _week(text: str | None) -> int | None:
    low = (text or "").lower()
    if not low:
        return None
    if "after next" in low:
        return 2
    return 0 if low.startswith(("this", "coming")) else -1 if low.startswith("last") else 1


def _stated(match: re.Match[str], after: str = "w", before: str = "p") -> int | None:
    groups = match.groupdict()
    return _week(groups.get(after) or groups.get(before))


def _day(match: re.Match[str]) -> Said:
    if match["s"] and len(match["d"]) > 4:
        return Said("every", None, _weekday(match["d"]))
    return Said("wd", _stated(match), _weekday(match["d"]))


def _date(match: re.Match[str]) -> Said | None:
    year = match.groupdict().get("y")
    day = int(match["d"]) if match["d"].isdigit() else _NTH.get(match["d"].lower())
    return Said("md", int(year) if year else None, _month(match["m"]), day)


def _dates(match: re.Match[str]) -> Said:
    return Said("mdays", _month(match["m"]), int(match["a"]), int(match["b"]))


def _within(match: re.Match[str]) -> Said | None:
    said = match["n"].lower()
    count = 1 if said in ("a", "an") else 2 if "couple" in said else whole(said)
    unit = match["u"].lower()
    if count is None:
        return Said("vague")
    if unit.startswith(("work", "business")):
        return Said("within_working", count)
    if unit.startswith("month"):
        return Said("within_months", count)
    return Said(
        "within", count * (7 if unit.startswith("week") else 14 if unit.startswith("fort") else 1)
    )


def _name(match: re.Match[str]) -> str:
    said = match["h"].lower()
    return next(name for word, name in _HOLIDAYS.items() if re.fullmatch(word, said))


def _nth(match: re.Match[str]) -> Said:
    ahead = {"this month": 0, "next month": 1}.get((match["o"] or "").lower())
    day = int(match["d"]) if match["d"].isdigit() else _NTH[match["d"].lower()]
    return Said("dom", ahead, day)


def _end_of(match: re.Match[str]) -> Said:
    what = match["x"].lower()
    if "quarter" in what:
        return Said("eoq", int("next" in what))
    if "year" in what:
        return Said("eoy", 0)
    if "month" in what:
        return Said("eom", int("next" in what))
    return Said("eom", None, _month(what))


def _third(match: re.Match[str]) -> Said:
    part = match["t"].lower()
    third = (
        1
        if part.startswith(("first", "early", "beg"))
        else 2
        if part.startswith(("mid", "sec"))
        else 3
    )
    what = match["x"].lower()
    if "month" in what:
        return Said("third", int("next" in what), None, third)
    return Said("third", None, _month(what), third)


def _half_of(match: re.Match[str]) -> Said:
    """The first half of September: its first 15 days, or the rest."""
    what, half = match["x"].lower(), 1 if match["t"].lower() == "first" else 2
    if "month" in what:
        return Said("half_month", int("next" in what), None, half)
    return Said("half_month", None, _month(what), half)


_OF_MONTH: Final = r"(?P<x>(?:the |this |next )?month|" + _MONTH.replace("(?P<m>", "(?:") + ")"
_D: Final = rf"(?P<d>3[01]|[12]\d|0?[1-9]){_TH}"
_DN: Final = (
    r"(?P<d>(?:3[01]|[12]\d|0?[1-9])(?=st|nd|rd|th|(?! ?%))|"
    + "|".join(_NTH)
    + ")(?:st|nd|rd|th)?(?![a-z0-9])"
)

_RULES: Final = (
    (
        rf"(?:the )?(?P<n>first|second|third|fourth) week (?:of|in) {_MONTH}",
        "R",
        lambda m: _week_of(m),
    ),
    (
        rf"(?:the )?(?:(?P<a>first|1st)|(?P<b>second|2nd)) week after (?:the )?{_HOLIDAY}",
        "R",
        lambda m: Said("after_holiday", None, 1 if m["a"] else 2, None, _name(m)),
    ),
    (
        rf"(?:the )?week after (?:the )?{_HOLIDAY}",
        "R",
        lambda m: Said("after_holiday", None, 1, None, _name(m)),
    ),
    (
        rf"(?:the )?first (?:working )?day after (?:the )?{_HOLIDAY}",
        "P",
        lambda m: Said("after_holiday", None, None, 1, _name(m)),
    ),
    (rf"after (?:the )?{_HOLIDAY}", "R", lambda m: Said("after_holiday", name=_name(m))),
    (
        rf"(?:before|by|ahead of|prior to) (?:the )?{_HOLIDAY}",
        "R",
        lambda m: Said("before_holiday", name=_name(m)),
    ),
    (
        r"(?:before|by) the (?:next )?holidays?(?![a-z])",
        "R",
        lambda _: Said("before_holiday", name="next"),
    ),
    (
        rf"(?:the )?day of (?:the )?{_HOLIDAY}|(?:on )(?:the )?{_HOLIDAY.replace('<h>', '<g>')} itself",
        "P",
        lambda m: Said("festival", name=_name(m) if m["h"] else "端午"),
    ),
    (r"(?:the )?day after tomorrow", "P", lambda _: Said("day", 2)),
    (r"(?:the )?day before yesterday", "P", lambda _: Said("day", -2)),
    (r"in three days(?:'s)? time", "P", lambda _: Said("day", 3)),
    (r"today and tomorrow|the next two days, today included", "R", lambda _: Said("days", 0, 1)),
    (r"tomorrow and the day after", "R", lambda _: Said("days", 1, 2)),
    (r"tomorrow(?![a-z])", "P", lambda _: Said("day", 1)),
    (r"(?:today|tonight)(?![a-z])", "P", lambda _: Said("day", 0)),
    (r"yesterday(?![a-z])", "P", lambda _: Said("day", -1)),
    (
        rf"(?:within|inside|in)(?: the)?(?: next| coming| following)? {_NUMBER}[ -]?{_UNIT}(?![a-z])",
        "R",
        _within,
    ),
    (
        rf"(?:over |during |for )?the (?:next|coming|following) {_NUMBER}[ -]?{_UNIT}(?![a-z])",
        "R",
        _within,
    ),
    (
        r"(?P<y>20\d\d)-(?P<m2>\d{1,2})-(?P<d>\d{1,2})",
        "P",
        lambda m: Said("md", int(m["y"]), int(m["m2"]), int(m["d"])),
    ),
    (
        rf"between (?:the )?(?P<a>\d{{1,2}}){_TH} and (?:the )?(?P<b>\d{{1,2}}){_TH}(?: of)? {_MONTH}",
        "R",
        _dates,
    ),
    (
        rf"(?:from )?(?:the )?(?P<a>\d{{1,2}}){_TH}(?: ?- ?| to (?:the )?| till | until | through )(?P<b>\d{{1,2}}){_TH}(?: of)? {_MONTH}",
        "R",
        _dates,
    ),
    (
        rf"{_MONTH} (?:the )?(?P<a>\d{{1,2}}){_TH}(?: ?- ?| to (?:the )?| through )(?P<b>\d{{1,2}}){_TH}(?! ?(?:{'|'.join(_MONTHS)}))",
        "R",
        _dates,
    ),
    (rf"(?:the )?{_DN}(?: of)? {_MONTH}(?:,? (?P<y>20\d\d))?", "P", _date),
    (rf"{_MONTH} (?:the )?{_DN}(?:,? (?P<y>20\d\d))?", "P", _date),
    (
        rf"(?:in )?(?:the )?(?P<t>first|second|latter|other) half of {_OF_MONTH}",
        "R",
        _half_of,
    ),
    (
        rf"(?:the )?(?P<t>first|second|last|early|beginning|middle|mid|late|final)(?:[ -]ten)?(?:[ -]days)?(?:[ -]third)?(?: of|[ -]part of)?[ -]{_OF_MONTH}",
        "R",
        _third,
    ),
    (
        rf"(?:the )?end of (?P<x>the month|this month|next month|month|the quarter|this quarter|next quarter|the year|this year|{_MONTH.replace('(?P<m>', '(?:')})",
        "P",
        _end_of,
    ),
    (r"(?P<x>month|year|quarter)[ -]end", "P", _end_of),
    (
        r"the (?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?: of (?P<o>this month|next month))?",
        "P",
        _nth,
    ),
    (rf"the (?P<d>{'|'.join(_NTH)})(?: of (?P<o>this month|next month))", "P", _nth),
    (
        r"(?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?![a-z])(?: of (?P<o>this month|next month))?",
        "P",
        _nth,
    ),
    (rf"{_DAY}(?:,? (?:of |in )?{_NEXT_WEEK})", "P", _day),
    (rf"{_NEXT_WEEK}(?:'s)?,? (?:on )?{_DAY}", "P", _day),
    (rf"(?P<p>this coming|this|next|last|coming)? ?{_DAY}", "P", _day),
    (
        r"(?P<p>this|next|the|on the|at the)? ?(?P<e>weekend)(?!s)(?![a-z])",
        "R",
        lambda m: Said("weekend", 1 if (m["p"] or "").lower() == "next" else None),
    ),
    (r"(?:the )?week after next", "R", lambda _: Said("week", 2)),
    (r"next week(?![a-z])", "R", lambda _: Said("week", 1)),
    (r"(?:later )?this week(?![a-z])", "R", lambda _: Said("week", 0)),
    (r"last week(?![a-z])", "R", lambda _: Said("week", -1)),
    (r"next month(?![a-z])", "R", lambda _: Said("month", 1)),
    (r"(?:later )?this month(?![a-z])", "R", lambda _: Said("month", 0)),
    (r"last month(?![a-z])", "R", lambda _: Said("month", -1)),
    (r"(?:this quarter)(?![a-z])", "R", lambda _: Said("quarter", 0)),
    (r"(?:next quarter)(?![a-z])", "R", lambda _: Said("quarter", 1)),
    (r"(?:this year)(?![a-z])", "R", lambda _: Said("year", 0)),
    (rf"(?:on (?:the )?|the )?{_HOLIDAY}", "R", lambda m: Said("holiday", name=_name(m))),
    (
        rf"(?:in |during |all of |throughout ){_MONTH}",
        "R",
        lambda m: Said("month", None, _month(m["m"])),
    ),
)
