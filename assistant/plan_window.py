"""The window asked for, the days in it that may not be used, and the halves of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from assistant import plan_calendar as calendar
from assistant.plan_line import Line, Span, Token, raw_of, spans_of
from assistant.plan_when import DAY, ENDS_BEFORE, NOT_ANNOUNCED, PAST, VAGUE, Said, When, resolve

_LIST: Final = (
    "(?:[<P><R>](?:[、和跟与及]|还有|以及|或者?|(?: ?, ?)?(?: and | or )|, | )*(?:the )?)*[<P><R>]"
)
_REST: Final = "(?:这一?天|那一?天|当天|[这那][两三四五六七几]天|全天|整天|期间)?(?:大家|我们|那边|对方|区里|单位)?(?:有|要|得)?(?:集中)?(?:培训|会议|开会|学习|活动|团建|检修)?(?:都|也|就|是|可能|尽量|最好|还是|得|要|请)*"
_EVENT: Final = "(?:全区|全市|那边|那天|可能|大概|预报|要|会|来|有|刮|下)*(?:停电|断电|停水|台风|暴雨|封路|大雨|暴风|红色预警|防疫|大型活动|考试|演练|检修|庆典|活动|马拉松|高考|中考)"
_BUSY: Final = "(?:大家|我们|咱们|单位|局里|队里|全员|全体|都|全)*(?:有|要|得|是)(?:集中|统一|全员)?(?:培训|会议|会(?!展|所)|开会|学习|迎检|团建|考试|演练|体检|值班|活动)"
_NO: Final = (
    "(?:不行|不可以|不可|不能|不要|不用|不得|不宜|不便|不太?方便|不排|不安排|不查|不检查|不去|不出|不动|不占|不上班|不干活|不考虑|不算|别排|别安排|别查|别去|别占|别动|别|勿排|"
    "除外|休息|歇着|歇一?歇|不干|轮空|停一?天|停工|停查|停(?!业|电|水)|放假|空着|空出来|留空|留出来|排不了|去不了|来不了|没法[排查去]|没空|有会|开会|有活动|有事|封路|台风|暴雨|停电|断电|不开门|跳过|避开|绕开|out|is out|are out|is off|is not possible|"
    "does not work|doesn't work|won't work|not possible|impossible|excluded|is excluded|are excluded|is not available|not available)(?:的)?(?:排|安排|查|检查|去|用|占)?"
)
_AVOID: Final = (
    "(?:别排在?|不要排在?|不排在?|别安排在?|不要安排在?|不安排在?|避开|绕开|除了|除去|除|跳过|不要在|别在|不在|不要占用?|别占用?|不占用?|不要|别|不含|不包括|不包含|刨去|扣除|扣掉|剔除|不去|"
    "(?<![a-z])(?:(?:can't|cannot|can not|could not|couldn't|won't|must not) be (?:visited|inspected|checked|done|reached)(?: on)?|(?:is |are )?(?:closed|shut|not open|unavailable|busy)(?: on)?|except(?: for)?|not on|not|no visits? on|nothing on|no inspections? on|avoid(?:ing)?|excluding|skip(?:ping)?|but not(?: on)?|other than|leave out|never on|no)(?: the| any)?) ?(?:每个?|on |the )?"
)
_WORKDAYS: Final = (
    "(?:只|仅|都|就|尽量|一律|限于|安排|排|放|)?(?:在|能在|用|排|查|安排)*(?:法定)?工作日(?!内|之|以|历)(?:里|期间|时间|才)?(?:查|去|排|安排|检查|进行|做|走|上门)*|(?:非工作日|节假日|休息日|周末(?:和|、|及|或)(?:法定)?节?假日?)(?:都|也|就|一律)?(?:不要|不|别)(?:排|安排|查|去|动|检查|上门|出)*"
    "|(?<![a-z])(?:only )?(?:on )?(?:working|business) days(?: only)?(?! after)|working days only|(?<![a-z])workdays(?: only)?|no (?:public )?holidays (?:or|and|nor) weekends|no weekends (?:or|and|nor) (?:public )?holidays"
)
_WEEKENDS: Final = (
    "(?:不|别|不要|避开|除了|不占用?|不用|不能|跳过|不排|别排|不安排|别安排|不包括|不含|扣除|除去|除)(?:排|占用?|安排|动|在)?(?P<a><R>)(?:以外|之外|外)?|(?P<b><R>)"
    + _REST
    + _NO
    + "|"
    "(?<![a-z])(?:no|not on|not at|not|except|excluding|avoid|skip|never on|without|but not)(?: on| at)?(?: the| any)? ?(?:weekends?|saturdays? (?:or|and) sundays?)|(?<![a-z])weekends? (?:off|excluded|free)|(?:on )?weekdays(?: only)?|monday to friday only"
)
_MOVED_FROM: Final = "(?:从|由|原来(?:排)?(?:在|到)?|原先(?:排)?(?:在)?|原?计划(?:在|于)?|原安排(?:在|于)?|原定(?:在|于)?|原本(?:排)?(?:在)?|本来(?:排)?(?:在)?|排在|定在|安排在|(?<![a-z])from )(?P<p>[<P><R>])(?=的|<A>?(?:那|的)|<A>?[^<P><R>]{0,8}(?:挪|改|调|移|推|换|延|提前|放)|<A>?[^<P><R>,]{0,12} to )|(?P<q>[<P><R>])<A>?(?:的|那)(?=[^,<P><R>]{0,14}(?:挪|改|调|移|推|换|延|提前|放到))"


@dataclass
class Times:
    """What the sentence says of time."""

    window: dict[str, str] = field(default_factory=dict)
    days_off: list[str] = field(default_factory=list)
    half_days: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The keys of ``understood`` that hold something."""
        given = {"window": self.window, "days_off": self.days_off, "half_days": self.half_days}
        return {key: value for key, value in given.items() if value}


def read_times(line: Line, today: date, *, past: bool = False, moving: bool = False) -> Times:
    """Window, days off and halves; ``past`` lets a window lie behind, ``moving`` drops the old day."""
    times = Times()
    off: list[When] = []
    rules: set[str] = set()
    _read_off(line, off, rules)
    if any(span.value == "half_off" for _, span in line.spans("W")):
        times.notes.append("half_off")
    if moving:
        _read_moves(line, off)
    _read_halves(line, times)
    whens = [span.value for _, span in line.spans("PR") if isinstance(span.value, When)]
    window = _window(whens, today, times, off, past)
    if window is not None and (window.start or window.end):
        times.window = {
            key: day.isoformat() for key, day in (("from", window.start), ("to", window.end)) if day
        }
    times.days_off = _days_off(window, off, rules, today, times, moving)
    return times


def _read_moves(line: Line, off: list[When]) -> None:
    """The day something is moved from is no window; moved as a whole, it falls out."""

    def move(_match: re.Match[str], tokens: list[Token]) -> list[Token]:
        if not line.has("<T>"):
            off.extend(s.value for s in spans_of(tokens, "P"))
        return _forget(tokens)

    line.take(_MOVED_FROM, move)

    def shut(_match: re.Match[str], tokens: list[Token]) -> list[Token]:
        if not line.has("去掉|取消|拿掉|删|划掉|不查|别查|不用查|drop|cancel|remove"):
            off.extend(s.value for s in spans_of(tokens, "P"))
        return _forget(tokens)

    line.take(
        "[<P><R>](?:起|开始)?(?:都|要|就|正好|一直|全天)*(?:停业|关门|装修|歇业|闭店|不营业|盘点|不开门)",
        shut,
    )
    line.take(
        "(?P<p><P>)(?:的)?(?:检查|行程|安排|任务|计划|活动|所有检查|全部检查)?(?:的)?(?:全部?|都|统统|一律|整个)*(?:取消|停掉?|不做了|不搞了|不去了|不查了|不排了|停了|往后[挪推延]|顺延|作废)",
        move,
    )


def _forget(tokens: list[Token]) -> list[Token]:
    return [
        Span("W", None, t.raw) if isinstance(t, Span) and t.kind in "PRA" else t for t in tokens
    ]


def _read_off(line: Line, off: list[When], rules: set[str]) -> None:
    def note(_match: re.Match[str], tokens: list[Token]) -> Span | None:
        found = [s.value for s in spans_of(tokens, "PR")]
        if any(w.role in ("deadline", "open") for w in found):
            return None
        off.extend(found)
        return Span("W", "off", raw_of(tokens))

    def rule(name: str, tokens: list[Token]) -> Span:
        rules.add(name)
        return Span("W", name, raw_of(tokens))

    def weekend(match: re.Match[str], tokens: list[Token]) -> Span | None:
        said = spans_of(tokens, "R")
        if said and not (said[0].value.said and said[0].value.said.kind == "weekend"):
            return None
        if said and said[0].value.said.a is not None:
            return note(match, tokens)
        return rule("weekends", tokens)

    line.take(_WORKDAYS, lambda _, t: rule("nonworking", t))
    line.take(_WEEKENDS, weekend)
    line.take(f"{_LIST}<A>{_REST}(?:{_NO}|{_EVENT})", _half_off)
    line.take(f"(?:{_AVOID}){_LIST}(?:以外|之外|外|的|期间)?", note)
    line.take(
        f"[<P>][^,<P><R><T>]{{0,10}},?(?:那天|这天|当天|当日)(?:都|就|的|全)*(?:{_NO}|[^,;.<P><R>]{{0,8}}(?:往后|顺延|推迟|取消|挪开|重排|改期|重新|作废|空出))",
        note,
    )
    several = "<P>[^,<P><R><T><H>]{0,10},(?:<P>[^,<P><R><T><H>]{0,10},)+"
    line.take(f"{several}(?:都|全|全部|这[两几]天|那[两几]天)+(?:{_NO}|别动|不动)", note)
    line.take(f"{_LIST}{_REST}(?:{_NO}|{_EVENT})", note)
    line.take(f"<P>{_BUSY}(?=$|[,.;])", note)


def _half_off(_match: re.Match[str], tokens: list[Token]) -> Span:
    """周三上午不行: the contract has no key for one half of one day; it is left to the person."""
    return Span("W", "half_off", raw_of(tokens))


def _read_halves(line: Line, times: Times) -> None:
    def other(_match: re.Match[str], tokens: list[Token]) -> Span:
        half = spans_of(tokens, "A")[0].value
        times.half_days.append("pm" if half == "am" else "am")
        return Span("W", None, raw_of(tokens))

    line.take(
        "<A>[、,和跟与及]?(?:或|或者|以及)?<A>(?:都|全)?(?:行|可以)?|(?:全天|整天|一整天|上下午)(?:都)?(?:行|可以)?|(?<![a-z])(?:all day|whole day)",
        lambda _, t: Span("W", "all", raw_of(t)),
    )
    line.take("(?:不要|别|不|避开|除了|(?<![a-z])(?:not in the|no|not) )(?:在|排)?<A>", other)
    line.take(f"<A>(?:都|也|就|的)*(?:{_NO})", other)
    for _, span in line.spans("A"):
        if span.value not in times.half_days:
            times.half_days.append(span.value)


def _window(
    whens: list[When], today: date, times: Times, off: list[When], past: bool
) -> When | None:
    fixed = [w for w in whens if not w.fault and not (w.said and w.said.kind == "every")]
    faults = [w.fault for w in whens if w.fault]
    if faults and not (fixed and set(faults) == {VAGUE}):
        times.faults += faults
        return None
    if not fixed:
        return None
    window = _joined(fixed, off)
    return _cut(window, today, times, past)


def _joined(whens: list[When], off: list[When]) -> When:
    """One window of all that was said: what lies inside a wider stretch is what is meant."""
    opens = [w for w in whens if w.role == "open"]
    ends = [w for w in whens if w.role == "deadline"]
    solid = [w for w in whens if w.role not in ("open", "deadline")]
    if opens and ends:
        return When(opens[0].start, ends[-1].end, "span")
    if opens and solid:
        return _from(opens[0], solid[-1])
    if solid and ends:
        return _until(solid, ends[-1])
    if opens or ends:
        return (opens or ends)[-1]
    narrow = [w for w in solid if not any(_inside(v, w) for v in solid if v is not w)] or solid[-1:]
    narrow = list(dict.fromkeys(narrow))
    if len(narrow) == 1:
        return narrow[0]
    return _spread(narrow, off)


def _from(first: When, rest: When) -> When:
    if first.start and rest.end and rest.end >= first.start:
        return When(first.start, rest.end, "span")
    return first


def _until(solid: list[When], last: When) -> When:
    start = solid[0].start
    if start and last.end and start <= last.end and solid[0].role == "span":
        return When(start, last.end, "span")
    return last


def _inside(inner: When, outer: When) -> bool:
    if None in (inner.start, inner.end, outer.start, outer.end):
        return False
    narrower = (inner.start, inner.end) != (outer.start, outer.end)
    return narrower and outer.start <= inner.start and inner.end <= outer.end  # type: ignore[operator]


def _spread(whens: list[When], off: list[When]) -> When:
    """Several days: from the first to the last, the days between not to be used."""
    dated = sorted(
        ((w.start, w.end) for w in whens if w.start and w.end), key=lambda pair: (pair[0], pair[1])
    )
    if not dated:
        return whens[0]
    last = dated[0][1]
    for start, end in dated[1:]:
        gap = calendar.each(last + DAY, start - DAY) if start - last > DAY else ()
        off.extend(When(day, day) for day in gap)
        last = max(last, end)
    return When(dated[0][0], last, "span")


def _cut(window: When, today: date, times: Times, past: bool) -> When | None:
    """No window starts before today, except where the past is asked about."""
    if past:
        return window
    start = window.start
    if window.role == "deadline" or (start is not None and start < today):
        start = today
    if window.end is not None and start is not None and window.end < start:
        times.faults.append(PAST if window.end < today else ENDS_BEFORE)
        return None
    return replace(window, start=start)


def _days_off(
    window: When | None, off: list[When], rules: set[str], today: date, times: Times, moving: bool
) -> list[str]:
    days: set[date] = set()
    start = window.start if window and window.start else None
    end = window.end if window and window.end else None
    for when in off:
        days |= _off_days(when, None if moving else start, end, today, times)
    if rules:
        days |= _ruled(start, end, rules, times)
    weekend = [w for w in off if w.floating and w.said and w.said.b in (5, 6)]
    if len(weekend) >= 2 and start and end:
        days |= {d for d in calendar.each(start, end) if d.weekday() >= 5}
    if start and end and not moving:
        days = {d for d in days if start <= d <= end}
    return sorted(day.isoformat() for day in days)


def _off_days(
    when: When, start: date | None, end: date | None, today: date, times: Times
) -> set[date]:
    if when.fault:
        times.faults.append(when.fault)
        return set()
    if when.said and when.said.kind == "every":
        if start is None or end is None:
            return set()
        return {d for d in calendar.each(start, end) if d.weekday() == when.said.b}
    if start and end and when.start and when.said and when.said.kind == "wd":
        # 周四到下周二，周日休息: a weekday alone is the one that lies inside the window
        alone = when.floating or when.said.c == 1
        if alone and not start <= when.start <= end:
            inside = resolve(Said("wd", None, when.said.b), start)
            when = inside if inside.start and inside.start <= end else when
    if when.floating and when.said and start and when.start and when.start < start:
        when = resolve(when.said, start)
    if when.start is None or when.end is None:
        return set()
    return {d for d in calendar.each(when.start, when.end) if d >= today}


def _ruled(start: date | None, end: date | None, rules: set[str], times: Times) -> set[date]:
    if start is None or end is None:
        times.notes.append("no_window_for_days_off")
        return set()
    days = set()
    for day in calendar.each(start, end):
        working = calendar.is_working(day) if "nonworking" in rules else True
        if working is None:
            times.faults.append(NOT_ANNOUNCED)
            return set()
        if not working or ("weekends" in rules and day.weekday() >= 5):
            days.add(day)
    return days
