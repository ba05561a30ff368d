"""Who is away and when: ill, on leave, in training. The dates of the clause belong to the absence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from assistant.plan_line import MARKS, Line, Span, Token
from assistant.plan_numbers import whole
from assistant.plan_when import DAY, When

_AWAY_EN: Final = (
    "(?<![a-z])(?:on (?:sick |annual |maternity |paternity )?(?:leave|holiday|vacation|a course|a business trip|training|a training course)|off(?: duty| work| sick)?|away|absent|"
    "unavailable|not available|not in|in training|in hospital|at (?:a )?(?:training|meeting|course|conference)|travel(?:l)?ing|out of (?:town|office)|takes? (?:[a-z]+ )?leave|taking (?:[a-z]+ )?leave|"
    "can't (?:come|make it|work|go)|cannot (?:come|make it|work|go)|will be out|is out|busy)(?![a-z])"
)
_ILL_EN: Final = "(?<![a-z])(?:ill|sick|unwell|has the flu|has (?:a )?(?:fever|cold|covid)|injured|hurt|broke (?:his|her) (?:leg|arm|foot|ankle)|called in sick|fell ill|has fallen ill)(?![a-z])"
_NOT_THERE: Final = (
    "(?:不行|不能上班|不能来|不能去|去不了|来不了|没法来|没法去|不来|休息|歇着|歇|不上班|缺席)"
)
# Without any time 去不了 is no absence: somebody is not to be sent.
_UNABLE: Final = (
    "不能去|不能来|去不了|来不了|不便|(?:can't|cannot|can not) (?:come|make it|go|work)"
)
_TIMED: Final = "[<P><R>]|<n>(?:天|周|个月)|请假|培训|出差|病|学习|开会|休假|leave|sick|ill(?![a-z])|training|trip"
_GOES_ON: Final = f"[{MARKS['T']}{MARKS['D']}{MARKS['S']}{MARKS['H']}]|查|排|调整|安排|replan|schedule|visits|任务|活"
_FOR: Final = "(?:(?P<n><n>|半) ?个?(?P<u>天|日|周|星期|礼拜|月|days?|weeks?))(?:的?假|假)?"


@dataclass(frozen=True, slots=True)
class Absence:
    """One person away; ``start`` is None where no date was said."""

    inspector: str
    start: date | None
    end: date | None
    others: tuple[str, ...] = ()
    fault: str = ""

    def to_json(self) -> dict[str, Any]:
        """``absent`` of the contract."""
        spoken = {"from": self.start, "to": self.end}
        return {"inspector": self.inspector} | {k: d.isoformat() for k, d in spoken.items() if d}


def read_absence(line: Line, today: date) -> Absence | None:
    """The absence said, its dates used up; None where nobody is away."""
    for clause in _clauses(line.text):
        start, end = clause
        text = line.text[start:end]
        people = [n for n, c in enumerate(text) if c == MARKS["H"]]
        if not people:
            continue
        reason = _reason(line, start, end, people[-1])
        if reason is None:
            continue
        return _absence(line, today, clause, people, reason)
    return None


def _clauses(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^,;.!?:]+", text)]


def _reason(line: Line, start: int, end: int, _last: int) -> str | None:
    """``ill``, ``away`` or None: what is said after the name in its clause."""
    piece = Line("")
    piece.text = line.text[start:end]
    if piece.has("回避|避嫌|(?:别|不要|不用|不)(?:派|让|叫|安排) ?<H>|(?<![a-z])keep <H>"):
        return None
    if piece.has(f"<ill>|{_ILL_EN}"):
        return "ill"
    if piece.has(f"<away>|{_AWAY_EN}"):
        unable = piece.has(_UNABLE) and not piece.has(_TIMED)
        return None if unable else "away"
    if piece.has(f"<H>[^<H>]{{0,4}}[<P><R>][^<H>]{{0,4}}{_NOT_THERE}") or piece.has(
        f"[<P><R>][^<H>]{{0,2}}<H>[^<H>]{{0,3}}{_NOT_THERE}"
    ):
        return "away"
    return None


def _absence(
    line: Line, today: date, clause: tuple[int, int], people: list[int], reason: str
) -> Absence:
    start, end = clause
    names = [line.tokens[start + n] for n in people]
    said = [t.value for t in names if isinstance(t, Span)]
    spots = _dates(line, start, end)
    while after := _next_clause(line, end, told=bool(spots)):
        end = after[1]
        spots = _dates(line, start, end)
    while not spots and (before := _dated_before(line, start)):
        start = before[0]
        spots = _dates(line, start, end)
    length = _length(line.text[start:end])
    first, last, fault = _days(line, spots, reason, length, today)
    for at in range(start, end):
        token = line.tokens[at]
        if isinstance(token, Span) and token.kind in "HPR":
            line.replace(at, at + 1, Span("W", "absent", token.raw))
    _forget_its_days(line, first, last)
    return Absence(said[0], first, last, tuple(said[1:]), fault)


def _dated_before(line: Line, start: int) -> tuple[int, int] | None:
    """The clause before, where it holds a day and nothing else: 从25号起，张三请假."""
    clause = next(((a, b) for a, b in _clauses(line.text) if b == start - 1), None)
    if clause is None or line.text[start - 1] != ",":
        return None
    rest = re.sub("[从自由打起开始 ]", "", line.text[clause[0] : clause[1]])
    return clause if rest in (MARKS["P"], MARKS["R"]) else None


def _next_clause(line: Line, end: int, *, told: bool) -> tuple[int, int] | None:
    """The clause behind, where it only goes on about the same person's time."""
    rest = next(((a, b) for a, b in _clauses(line.text) if a > end - 1), None)
    if rest is None:
        return None
    text = line.text[rest[0] : rest[1]]
    if re.search(_GOES_ON, text):
        return None
    dated = re.search(f"[{MARKS['P']}{MARKS['R']}]", text)
    length = _length(text) is not None and re.search("假|休|天|日|周|day|week", text)
    away = re.search(_TOLD, text, re.IGNORECASE)
    short = len(text.strip()) <= 5
    if dated and not re.sub(f"[{MARKS['P']}{MARKS['R']}到至、和从 ]", "", text):
        return rest  # 下周有三天培训，周二到周四
    if dated and not told and (away or short or length):
        return rest
    return rest if (length and not dated and (away or short)) or (dated and told and away) else None


def _forget_its_days(line: Line, first: date | None, last: date | None) -> None:
    """李娜周四培训，周四的重新排: the day whose visits are planned again is no new window."""

    def forget(_match: re.Match[str], tokens: list[Token]) -> Span | None:
        when = tokens[0].value if isinstance(tokens[0], Span) else None
        if when is None or when.start is None or first is None:
            return None
        inside = first <= when.start and (last is None or when.end is None or when.end <= last)
        return (
            Span("W", "absent", tokens[0].raw) if inside and isinstance(tokens[0], Span) else None
        )

    line.take(
        "[<P><R>](?=(?:的|那天|这天|原来|原定|他|她)[^,;.]{0,8}(?:排|换|调|顶|替|分|给|安排))",
        forget,
    )


_TOLD: Final = (
    "来不了|去不了|起|开始|上不了|不能|回来|不在|假|休|歇|算|can't|cannot|off|out|away|back|leave"
)


def _dates(line: Line, start: int, end: int) -> list[int]:
    return [n for n in range(start, end) if line.text[n] in (MARKS["P"], MARKS["R"])]


def _length(text: str) -> int | None:
    piece = Line("")
    piece.text = text
    match = piece.find(_FOR)
    if match is None or match["n"] == "半":
        return None
    count = whole(match["n"])
    unit = match["u"].lower()
    if count is None:
        return None
    return count * (7 if unit[0] in "周星礼w" else 30 if unit == "月" else 1)


def _days(
    line: Line, spots: list[int], reason: str, length: int | None, today: date
) -> tuple[date | None, date | None, str]:
    whens = [(n, t.value) for n in spots if isinstance(t := line.tokens[n], Span)]
    if not whens:
        return None, None, ""
    fault = next((w.fault for _, w in whens if w.fault), "")
    if fault:
        return None, None, fault
    at, when = whens[0]
    if len(whens) > 1:
        return _two(when, whens[1][1], today)
    return (*_one(line, at, when, reason, length, today), "")


def _two(first: When, last: When, today: date) -> tuple[date | None, date | None, str]:
    start = first.start or today
    whole = first.start and first.end and last.start and last.end
    if whole and first.start <= last.start and last.end <= first.end:  # type: ignore[operator]
        return max(last.start, today), last.end, ""  # type: ignore[type-var]
    return max(start, today), last.end if last.end and last.end >= start else first.end, ""


def _one(
    line: Line, at: int, when: When, reason: str, length: int | None, today: date
) -> tuple[date | None, date | None]:
    before = line.text[max(0, at - 8) : at]
    until = re.search(r"(?:到|至|until |till |to |through )(?:the )?$", before, re.IGNORECASE)
    back = re.match(
        r"[^,]{0,2}(?:才|再|就|能)*(?:回来|回岗|上班|返岗|back)", line.text[at + 1 : at + 8]
    ) or re.search(r"back (?:on )?$", before, re.IGNORECASE)
    if when.role == "deadline" or until or back:
        last = when.end - DAY if back and when.end else when.end
        return today, last
    start = max(when.start, today) if when.start else today
    if length and (when.role in ("open", "day")):
        return start, start + (length - 1) * DAY
    if when.role == "open":
        return start, None
    if reason == "ill" and when.role == "day":  # no end is said of an illness
        return start, None
    return start, when.end
