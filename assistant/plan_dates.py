"""Dates of a sentence: marked, resolved in the order said, and joined to ranges and deadlines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from assistant import plan_calendar as calendar
from assistant.plan_dates_en import read_english
from assistant.plan_dates_zh import read_chinese
from assistant.plan_line import Line, Span, Token, raw_of, spans_of
from assistant.plan_numbers import whole
from assistant.plan_when import (
    DAY,
    ENDS_BEFORE,
    NOT_ANNOUNCED,
    Said,
    When,
    resolve,
)

# A stretch longer than this across a month or a year was said the wrong way round.
_LONGEST_TURN: Final = 20


def read_dates(line: Line, today: date) -> None:
    """Every date word becomes a span ``P`` or ``R`` whose value is a ``When``; halves become ``A``."""
    read_chinese(line)
    read_english(line)
    _share_week(line)
    _resolve(line, today)
    line.take(_EVERY_DAY_BUT, lambda m, t: _week_but(m, t, today))
    line.take(_TO, _range)
    line.take(_RUN, lambda m, t: _run(m, t, today))
    if line.has("(?<![a-z])(?:postpone|delay|put off|defer|push)"):
        # postponed until Monday: Monday is the new day, no deadline
        line.take(" (?:until|till)(?= (?:the )?[<P><R>])", lambda _m, _t: list(" to"))
    line.take(_DEADLINE, _deadline)
    line.take(_OPEN, _open)
    line.take(_RUN_OPEN, lambda m, t: _run(m, t, today))
    line.take(_OPEN_TO, _close)
    line.take(_HALF, _half)


_TO: Final = (
    "(?:从|自|由|打|(?<![a-z])(?:from|between) )?(?:the )?<[PR]> ?(?:开始)?,?(?:到|至|-|直到|一直到|–|(?<![a-z])(?:to|till|until|through|thru|and)(?![a-z])) ?(?:the )?<[PR]>(?:之间|期间|为止|止)?"
).replace("<[PR]>", "[<P><R>]")
_RUN: Final = "(?:从|自|由|打|from |starting )?[<P><R>](?:起|开始|算起|那天起|之后|onwards?)?,?的?(?:连续|连着|接连|连|一共|共|for )?(?:<R>|(?P<n><n>) ?个?(?P<u>工作日|天|日|周|星期|days?|weeks?)(?:之内|以内|内)?(?=$|[^前后]))"
_RUN_OPEN: Final = (
    "<R>,? ?(?:连续|连着|接连|连|for )?(?P<n><n>) ?(?P<u>天|日|周|days?|weeks?)(?!内|之内|以内|假)"
)
_DEADLINE: Final = "(?:赶在|抢在|争取在?|务必在?|要在|必须在|在|于)?(?:最晚|最迟|截止到?|截至到?|不晚于|不迟于|不超过|(?<![a-z])(?:by|before|until|till|no later than|not later than|ahead of)(?: the)? )?[<P><R>](?:(?:及|或)?(?:之|以)?前|为止|止|截止)?"
_OPEN: Final = "(?P<a>打从|自从|从|自|打|(?<![a-z])(?:from|starting(?: from| on)?|as of|beginning|since)(?: the)? )?[<P><R>](?P<b>起(?!来(?!不))|开始|算起|算(?=$|,)|以后|之后|往后|过后|后(?![天期])| ?(?:onwards?|on(?= |$|,)(?! the| [A-Z])))?"
_OPEN_TO: Final = "<R>,?(?:(?:检查|查|排|干|一直|持续)?[^,<R>]{0,3})?<R>"
_HALF: Final = (
    "(?P<am>上午|早上|早晨|清早|一早|(?<=<P>)早|(?<![a-z])(?:mornings?|a\\.m\\.|am)(?![a-z]))"
    "|(?P<pm>(?<!上)下午|午后|(?<![a-z])(?:afternoons?|p\\.m\\.|pm)(?![a-z]))"
)


def _share_week(line: Line) -> None:
    """Tuesday to Thursday next week: the week said behind belongs to both days."""

    def share(_match: re.Match[str], tokens: list[Token]) -> list[Token] | None:
        first, last = spans_of(tokens, "P")
        a, b = first.value, last.value
        if a.kind != "wd" or b.kind != "wd" or a.a is not None or b.a is None:
            return None
        if first.raw and not first.raw[0].isascii():
            return None
        if "week" not in last.raw.lower():  # Thursday to next Tuesday: the week is the second's own
            return None
        return [Span("P", replace(a, a=b.a), first.raw), *tokens[1:]]

    line.take("<P>(?: ?(?:to|and|through|till|until|or|-|,) ?)<P>", share)


def _resolve(line: Line, today: date) -> None:
    week: int | None = None
    for at, span in list(line.spans("PR")):
        when = resolve(span.value, today, week)
        if span.value.kind in ("wd", "week", "weekend") and span.value.a is not None:
            week = span.value.a
        line.replace(at, at + 1, Span(span.kind, when, span.raw))


_EVERY_DAY_BUT: Final = (
    "(?<![a-z])(?:every|any) day(?: of the week)? (?:but|except|other than)(?: for)?(?: on)? <P>"
)


def _week_but(_match: re.Match[str], tokens: list[Token], today: date) -> list[Token] | None:
    """Every day but Friday next week: the week, and the day left out."""
    (day,) = spans_of(tokens, "P")
    said = day.value.said
    if said is None or said.kind != "wd":
        return None
    week = resolve(Said("week", said.a or 0), today)
    return [Span("R", week, ""), *" except ", day]


def _range(_match: re.Match[str], tokens: list[Token]) -> Span | None:
    first, last = (s.value for s in spans_of(tokens, "PR"))
    raw = raw_of(tokens)
    if re.search(r"(?<![a-z])and(?![a-z])", raw) and "between" not in raw.lower():
        return None
    if first.role in ("deadline", "open") or last.role in ("deadline", "open"):
        return None
    return Span("R", join(first, last), raw)


def join(first: When, last: When) -> When:
    """From the start of one to the end of the other; what was said loosely moves on behind it."""
    fault = first.fault or last.fault
    if fault or first.start is None or last.end is None:
        return When(None, None, "span", fault)
    end, kind = last.end, last.said.kind if last.said else ""
    if end < first.start and last.floating:
        end += 7 * DAY
    elif end < first.start and kind == "dom":
        end = _next_month(end, first.start)
    if end < first.start or (kind == "md" and (end - first.start).days > 180):
        return When(None, None, "span", ENDS_BEFORE)
    return When(first.start, end, "span")


def _next_month(day: date, start: date) -> date:
    turned = date(day.year + day.month // 12, day.month % 12 + 1, min(day.day, 28))
    return turned if (turned - start).days <= _LONGEST_TURN else day


def _run(match: re.Match[str], tokens: list[Token], _today: date) -> Span | None:
    """X, then N days: X is day one."""
    spans = spans_of(tokens, "PR")
    first: When = spans[0].value
    long = spans[0].kind == "R" and first.role != "open"
    counts_on = first.said is not None and first.said.kind in ("week", "month", "third", "quarter")
    if first.start is None or (long and not (counts_on and re.search("起|开始", raw_of(tokens)))):
        return None
    if len(spans) > 1:
        said = spans[1].value.said
        if said is None or not said.kind.startswith("within"):
            return None
        unit, count = said.kind, said.a
    else:
        word = match["u"].lower()
        unit = "within_working" if word == "工作日" else "within"
        count = whole(match["n"])
        count = count * 7 if count and word[0] in "周星w" else count
        if spans[0].kind == "P" and not re.search(
            "起|开始|从|自|from|start|for|连续|请假|onward", raw_of(tokens)
        ):
            return None
    end = _counted(first.start, unit, count or 0)
    if end is None:
        return Span("R", When(None, None, "span", NOT_ANNOUNCED), raw_of(tokens))
    return Span("R", When(first.start, end, "span"), raw_of(tokens))


def _counted(start: date, unit: str, count: int) -> date | None:
    if unit == "within_working":
        return calendar.working_day_after(start - DAY, min(count, 1000))
    if unit == "within_months":
        return start + (30 * min(count, 120) - 1) * DAY
    return start + (min(max(count, 1), 3660) - 1) * DAY


def _deadline(_match: re.Match[str], tokens: list[Token]) -> Span | None:
    spans = spans_of(tokens, "PR")
    if len(tokens) == 1 or len(spans) != 1:
        return None
    when: When = spans[0].value
    raw = raw_of(tokens)
    said = raw.replace(spans[0].raw, "", 1).strip().lower()
    marked = re.search("前|止|最晚|最迟|截|不晚|不迟|by|before|until|till|later|ahead", said)
    if not marked or when.role in ("deadline", "open"):
        return Span("R", when, raw) if when.role == "deadline" else None
    return Span("R", replace(when, start=None, role="deadline"), raw)


def _open(match: re.Match[str], tokens: list[Token]) -> Span | None:
    spans = spans_of(tokens, "PR")
    if len(tokens) == 1 or spans[0].value.role in ("deadline", "open"):
        return None
    if match["a"] is None and match["b"] is None:
        return None
    when = spans[0].value
    if (
        spans[0].kind == "R"
        and match["b"] is None
        and (when.said is None or when.said.kind in _CLOSED)
    ):
        return Span("R", when, raw_of(tokens))  # 从15号到18号 has its end
    return Span("R", replace(when, end=None, role="open"), raw_of(tokens))


_CLOSED: Final = ("mdays", "mspan", "days", "within", "within_working")


def _close(_match: re.Match[str], tokens: list[Token]) -> Span | None:
    """从下周一开始，月底前: the open stretch gets its end."""
    first, last = (s.value for s in spans_of(tokens, "R"))
    if first.role != "open" or last.role != "deadline" or first.start is None or last.end is None:
        return None
    return Span("R", join(first, replace(last, start=last.end)), raw_of(tokens))


def _half(match: re.Match[str], tokens: list[Token]) -> Span:
    return Span("A", "am" if match["am"] else "pm", raw_of(tokens))
