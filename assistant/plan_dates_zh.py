"""Chinese date words: each becomes a day ``P`` or a stretch ``R`` with what was said."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from assistant.plan_line import Line, Span, Token, raw_of
from assistant.plan_numbers import whole
from assistant.plan_when import Said

_WEEKDAYS: Final = (
    {c: n for n, c in enumerate("一二三四五六日")}
    | {"天": 6}
    | {str(n): n - 1 for n in range(1, 8)}
)
_WEEKS: Final = {"上上": -2, "上": -1, "本": 0, "这": 0, "当": 0, "下下": 2, "下": 1}
_N: Final = "(?:[0-9]{1,2}|[一二两三四五六七八九十廿]{1,3})"  # of a day or month
_WEEK: Final = (
    "(?:(?P<w>上上|下下|(?<![带叫喊拉换算加])上|本|这|下)个?|(?<!每)(?<!上))(?:周|星期|礼拜)"
)
_HOLIDAYS: Final = {
    "元旦": "元旦",
    "春节": "春节",
    "过年": "春节",
    "大年": "春节",
    "清明": "清明",
    "五一": "五一",
    "劳动节": "五一",
    "端午": "端午",
    "中秋": "中秋",
    "国庆": "国庆",
    "十一(?=前|之前|以前|后|之后|以后|假|长假|放假|期间|黄金周|节|那)": "国庆",
}
_HOLIDAY: Final = "(?:(?P<h>" + "|".join(_HOLIDAYS) + ")节?)"
_OFF: Final = "(?:小长假|长假|假期|放假期间|放假|黄金周|期间|假)(?:里|期间)?"
_BEFORE: Final = "(?:之前|以前|前)(?!一周|三天|两天|一天)"
_AFTER: Final = "(?:假期|长假|放假)?(?:结束|过完|放完|收假)?(?:过后|之后|以后|后|完|回来)"
_MONTH: Final = "(?P<m>本月|这个月|这月|当月|下个月|下月|上个月|上月)"
_MONTHS: Final = {"本": 0, "这": 0, "当": 0, "下": 1, "上": -1}
# Days of a fixed date that the calendar of days off does not list.
_FIXED: Final = {
    "六一": (6, 1), "儿童节": (6, 1), "三八": (3, 8), "妇女节": (3, 8), "七一": (7, 1),
    "八一": (8, 1), "建军节": (8, 1), "教师节": (9, 10), "双十一": (11, 11), "双11": (11, 11),
    "双十二": (12, 12), "双12": (12, 12), "圣诞": (12, 25), "平安夜": (12, 24),
}  # fmt: skip
_LENGTH: Final = "(?P<n><n>|半|半个)个?(?P<u>工作日|天|日|周|星期|礼拜|(?<=[个半])月)"


Meaning = Callable[["re.Match[str]"], "Said | None"]


def _span(kind: str, meaning: Meaning, match: re.Match[str], tokens: list[Token]) -> Span | None:
    said = meaning(match)
    return Span(kind, said, raw_of(tokens)) if said else None


def read_chinese(line: Line) -> None:
    """Mark every Chinese date word of the line."""
    for pattern, kind, meaning in _RULES:
        line.take(pattern, partial(_span, kind, meaning))
    line.take(
        f"{_WEEK}(?P<d>[一二三四五六日天](?:[、,和]?[一二三四五六日天])+)(?![家户个名人位组次天])",
        _weekdays,
    )
    line.take(_WEEKDAY, partial(_span, "P", _weekday))
    line.take("(?<!每)" + _WEEK + "(?:内|之内|以内|里|中|期间|这几天)?", _week)


_WEEKDAY: Final = (
    f"{_WEEK}(?P<d>[一二三四五六日天1-7])"
    "(?!个(?:人|工作|部门|组|检查|执法)|[家户名位](?!庭)|人(?:一|单|就|去)|[天日]|[次回趟])"
)


def _weekday(match: re.Match[str]) -> Said:
    return Said("wd", _WEEKS.get(match["w"] or ""), _WEEKDAYS[match["d"]])


def _weekdays(match: re.Match[str], tokens: list[Token]) -> list[Token]:
    """周一、三、五: the days after the first belong to its week."""
    week = _WEEKS.get(match["w"] or "")
    days = [_WEEKDAYS[c] for c in match["d"] if c in _WEEKDAYS]
    spans: list[Token] = []
    for n, day in enumerate(days):
        spans += [
            *(["、"] if n else []),
            Span("P", Said("wd", week, day), raw_of(tokens) if not n else ""),
        ]
    return spans


def _week(match: re.Match[str], tokens: list[Token]) -> Span | None:
    if not match["w"]:
        return None
    return Span("R", Said("week", _WEEKS[match["w"]]), raw_of(tokens))


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS[match["m"][0]]


def _number(text: str | None) -> int | None:
    return whole(text) if text else None


def _length(match: re.Match[str]) -> Said | None:
    unit, text = match["u"], match["n"]
    if text.startswith("半"):
        return Said("within", 15) if unit.endswith("月") else None
    count = whole(text)
    if count is None:
        return None
    if unit == "工作日":
        return Said("within_working", count)
    if unit.endswith("月"):
        return Said("within_months", count)
    return Said("within", count if unit in "天日" else 7 * count)


def _holiday_name(match: re.Match[str]) -> str:
    said = match["h"]
    return next(name for word, name in _HOLIDAYS.items() if re.match(word.split("(")[0], said))


def _third(match: re.Match[str]) -> Said:
    part = {"上": 1, "初": 1, "中": 2, "下": 3}[match["t"][0]]
    return Said("third", _month_of(match) if match["m"] else None, _number(match["k"]), part)


# In this order: what is longer and more special comes first.
_RULES: Final = (
    ("今明两天|这两天|这两日", "R", lambda _: Said("days", 0, 1)),
    ("今明后三天|这三天", "R", lambda _: Said("days", 0, 2)),
    (
        f"(?:在|于)?(?:未来|接下来|今后|往后|这)?的?{_LENGTH}(?:之内|以内|内|里面|里)(?!抽|选|的)",
        "R",
        _length,
    ),
    (f"(?:未来|接下来|今后|往后)的?{_LENGTH}", "R", _length),
    (
        f"(?:给(?:你们?|大家|我们|各组)?|限(?:期|时)?|只有)(?:你们?)?{_LENGTH}(?:的?时间|的?期限)?(?=$|[,.;]|把|查|完成|搞定)",
        "R",
        _length,
    ),
    (
        f"(?<![末日天一二三四五六号])(?:用|花)?{_LENGTH}(?:时间)?(?=就?(?:全部)?(?:查完|完成|搞定|弄完|跑完|查掉|走完))",
        "R",
        _length,
    ),
    (
        r"(?P<y>20\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})[日号]?",
        "P",
        lambda m: Said("md", int(m["y"]), int(m["m"]), int(m["d"])),
    ),
    (
        f"(?P<m>{_N})月份?(?P<a>{_N})[日号]?(?:到|至|-)(?P<b>{_N})[日号]",
        "R",
        lambda m: Said("mdays", _number(m["m"]), _number(m["a"]), _number(m["b"])),
    ),
    (
        f"(?:(?P<y>今年|明年|[0-9]{{4}}年))?(?P<m>{_N})月份?的?(?P<d>{_N})[日号]?(?!旬|[家户个组名位人天%])",
        "P",
        lambda m: _dated(m),
    ),
    (
        r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[./](?P<d>3[01]|[12]\d|0?[1-9])[日号]?(?![\d.%家户个人倍万名组天]|公里|km)",
        "P",
        lambda m: Said("md", None, int(m["m"]), int(m["d"])),
    ),
    (f"{_MONTH}的?(?P<a>{_N})[日号]?(?:到|至|-)(?P<d>{_N})[日号]", "R", lambda m: _days_of(m)),
    (
        f"(?<![0-9])(?P<a>{_N})[日号]?(?:到|至|-)(?P<b>{_N})[日号](?!内|之内|以内)",
        "R",
        lambda m: Said("mdays", None, _number(m["a"]), _number(m["b"])),
    ),
    (f"{_MONTH}的?(?P<d>{_N})[日号]", "P", lambda m: Said("dom", _month_of(m), _number(m["d"]))),
    (
        f"{_MONTH}底|{_MONTH.replace('<m>', '<m2>')}末",
        "P",
        lambda m: Said("eom", _MONTHS[(m["m"] or m["m2"])[0]]),
    ),
    (f"(?P<k>{_N})月份?(?:底|末)", "P", lambda m: Said("eom", None, _number(m["k"]))),
    (
        f"(?:{_MONTH}|(?P<k>{_N})月份?)的?(?P<x>最后|末尾|头|前|开头)(?P<n><n>)个?(?P<u>天|日|周|星期|礼拜)(?!内)",
        "R",
        lambda m: _edge(m),
    ),
    (
        f"(?:{_MONTH}|(?P<k>{_N})月份?)的?第(?P<n>[一二三四1-4])个?(?:周|星期|礼拜)(?![末日天一二三四五六]|的?(?:周|星期|礼拜))",
        "R",
        lambda m: _week_of(m),
    ),
    (
        f"(?:{_MONTH}|(?P<k>{_N})月份?)的?(?P<x>上|前|下|后)半(?:个月|月)?(?!年)",
        "R",
        lambda m: Said(
            "half_month",
            _month_of(m) if m["m"] else None,
            _number(m["k"]),
            1 if m["x"] in "上前" else 2,
        ),
    ),
    (
        "(?P<x>上|下)半(?:个)?月(?!前)",
        "R",
        lambda m: Said("half_month", 0, None, 1 if m["x"] == "上" else 2),
    ),
    ("月底|月末", "P", lambda _: Said("eom", 0)),
    ("(?:本|这个?|当)?月中(?=前|之前|以前|止)", "P", lambda _: Said("dom", None, 15)),
    (f"(?:{_MONTH}|(?P<k>{_N})月份?)?的?(?P<t>上旬|中旬|下旬)", "R", _third),
    (f"(?:{_MONTH}|(?P<k>{_N})月份?)(?P<t>初|中(?!旬|秋|午|间|学|小))(?!中)", "R", _third),
    (
        f"{_MONTH}(?:内|之内|以内|里|份|剩下的时间|剩下的日子)?",
        "R",
        lambda m: Said("month", _month_of(m)),
    ),
    (
        f"(?<![0-9个])(?P<k>{_N})月份?(?:内|之内|里)?(?!旬)",
        "R",
        lambda m: Said("month", None, _number(m["k"])),
    ),
    (
        "(?P<f>(?:六一|三八|七一|八一)(?=节|儿童|那天|当天|前|之前)|六一(?=去|查|上午|下午)|儿童节|妇女节|建军节|教师节|双十一|双11|双十二|双12|圣诞|平安夜)(?:儿童节|节|那天|当天|当日)*(?![路街村%0-9]|中学|小学|学校|广场)",
        "P",
        lambda m: Said("md", None, *_FIXED[m["f"]]),
    ),
    ("(?:本|这个?|当)?(?:季度|季)(?:末|底)", "P", lambda _: Said("eoq", 0)),
    ("下个?季度(?:末|底)", "P", lambda _: Said("eoq", 1)),
    ("第?(?P<q>[一二三四1-4])季度(?:内)?", "R", lambda m: Said("quarter", None, _number(m["q"]))),
    (
        "(?P<q>本|这个?|下个?)季度(?:内)?",
        "R",
        lambda m: Said("quarter", 1 if m["q"][0] == "下" else 0),
    ),
    ("(?:今年|本年度)?年(?:底|末|终)|今年底", "P", lambda _: Said("eoy", 0)),
    ("(?:今年)?(?P<x>上|下)半年", "R", lambda m: Said("half", None, 1 if m["x"] == "上" else 2)),
    ("(?<![个一二三四五六七八九十0-9])月内", "R", lambda _: Said("month", 0)),
    ("今年(?:之?内|以内)?|年内|本年度", "R", lambda _: Said("year", 0)),
    ("明后两天|明后天|明后两日", "R", lambda _: Said("days", 1, 2)),
    ("大后[天日]", "P", lambda _: Said("day", 3)),
    ("大前[天日]", "P", lambda _: Said("day", -3)),
    ("后[天日]", "P", lambda _: Said("day", 2)),
    ("前[天日](?!内)", "P", lambda _: Said("day", -2)),
    ("明[天日](?!子)|明(?=早|晚)|明儿", "P", lambda _: Said("day", 1)),
    ("昨[天日晚]", "P", lambda _: Said("day", -1)),
    (
        "即日|即刻(?=起|开始)|(?<=从|自)?(?:现在|眼下|此刻)(?=起|开始)",
        "P",
        lambda _: Said("day", 0),
    ),
    ("今[天日](?:之?内)?|今(?=早|晚)|今儿", "P", lambda _: Said("day", 0)),
    (
        f"{_HOLIDAY}?{_AFTER}的?[第头]?(?P<n>[一二三两1-3])个?(?:周|星期|礼拜)(?!末|[日天])",
        "R",
        lambda m: _after(m, week=_number(m["n"])),
    ),
    (
        f"{_HOLIDAY}?{_AFTER}(?:的?(?:首个?|第一个?)(?:工作日|天|日)|上班(?:的?第一天|首日)?)",
        "P",
        lambda m: _after(m, first=1),
    ),
    (
        f"(?:{_HOLIDAY}|节|假)前(?:一|1)[天日]",
        "P",
        lambda m: Said("before_holiday", None, None, 1, _holiday_name(m) if m["h"] else "next"),
    ),
    (
        f"{_HOLIDAY}(?:{_OFF})?{_BEFORE}",
        "R",
        lambda m: Said("before_holiday", name=_holiday_name(m)),
    ),
    (f"年{_BEFORE}", "R", lambda _: Said("before_holiday", name="春节")),
    (f"(?:节|假期|放假|长假){_BEFORE}", "R", lambda _: Said("before_holiday", name="next")),
    (f"{_HOLIDAY}{_AFTER}", "R", lambda m: _after(m)),
    ("(?:节|假期|放假)(?:过后|之后|以后|后)", "R", lambda _: Said("after_holiday", name="last")),
    (
        f"{_HOLIDAY}(?:当天|那天|当日|那一天|正日子|这天)",
        "P",
        lambda m: Said("festival", name=_holiday_name(m)),
    ),
    ("除夕(?:当天|那天|当日)?", "P", lambda _: Said("festival", name="除夕")),
    (
        f"{_HOLIDAY}(?:{_OFF})?(?!广场|大厦|路|街|店|商|村|社区|新村|中学|小学)",
        "R",
        lambda m: Said("holiday", name=_holiday_name(m)),
    ),
    (
        f"(?<![0-9a-z.第周期拜])(?P<d>{_N})[号日](?!内|之内|以内|线|楼|店|院|馆|仓|以?内|铺|厂|门|元|子)",
        "P",
        lambda m: Said("dom", None, _number(m["d"])),
    ),
    (
        "(?P<w>本|这|下下|下|上)?个?(?:周末|双休日|双休|礼拜天和礼拜六)",
        "R",
        lambda m: Said("weekend", _WEEKS[m["w"]] if m["w"] else None),
    ),
    (
        "每个?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])",
        "R",
        lambda m: Said("every", None, _WEEKDAYS[m["d"]]),
    ),
)


def _dated(match: re.Match[str]) -> Said:
    year, month, day = match["y"] or "", _number(match["m"]), _number(match["d"])
    stated = int(year[:4]) if year[:1].isdigit() else None
    return Said("md", stated, month, day, "next_year" if year == "明年" else "")


def _edge(match: re.Match[str]) -> Said | None:
    """9月最后十天, 下月头一周: so many days of the end (below 0) or the beginning of a month."""
    count = whole(match["n"])
    if not count:
        return None
    days = count if match["u"] in "天日" else 7 * count
    sign = -1 if match["x"][0] in "最末" else 1
    return Said("edge", _month_of(match) if match["m"] else None, _number(match["k"]), sign * days)


def _week_of(match: re.Match[str]) -> Said | None:
    """十二月第一周, 下月第二周: the month's days by sevens."""
    last = 7 * (whole(match["n"]) or 1)
    if match["k"]:
        return Said("mdays", _number(match["k"]), last - 6, last)
    return Said("mspan", _month_of(match), last - 6, last)


def _days_of(match: re.Match[str]) -> Said | None:
    """下月3到5号; kept as the month's day and the last one."""
    return Said("mspan", _month_of(match), _number(match["a"]), _number(match["d"]))


def _after(match: re.Match[str], week: int | None = None, first: int | None = None) -> Said:
    name = _holiday_name(match) if match["h"] else "last"
    return Said("after_holiday", None, week, first, name)
