"""Reasons to doubt that the texts answer: what is asked does not stand in the clauses found."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .grams import fold, stem
from .regions import district_names
from .understanding import WHEN_EN, Understanding

_FILE = Path(__file__).with_name("aspects.yaml")
_N = r"(?:\d[\d,.]*|[一二两三四五六七八九十百半]+)\s*"
# What is asked for (zh, en) and what an answer to it must show.
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"几个?小时|多少小时|(?<!哪)几点(?!要求)|几分钟|how many (?:hours|minutes)", r"小时|分钟|\d点"),
    (r"几天|多少天|几日|几个?工作日|多少个?工作日|how many (?:working )?days", _N + r"个?(?:工作日|日|天|月|年)"),
    (r"几个?月(?!底|份|前|交|发|要|完)|多少个月|how many months", _N + r"个?(?:月|年|日|天)"),
    (r"几年(?!底|级)|多少年|how many years", _N + r"(?:年|个?月)"),
    (r"几月几[号日]|哪天|哪一天|几号|which day", r"\d+\s*[日号]|底前|之日|届满|一致"),
    (rf"几月|哪个月|何时|什么时候|截止|最晚|最迟|{WHEN_EN}|by what date|deadline|which (?:date|day|month)",
     r"\d+\s*[年月日]|年初|之日|届满|同时|一致|及时"),
    (r"百分之几|百分之多少|(?:多大|多少|几)[^，。]{0,3}比[例率]|比[例率][^，。]{0,6}(?:多少|几|多大|多高|是什么)|比[例率](?=\W*$)|几成|多少个百分点|percent|what (?:share|proportion|rate)", r"[%％]|百分之"),
    (r"多少(?:名|个)?人|几个?人|几名|人数|how many (?:people|inspectors|persons|officers|staff)", _N + r"(?:名|个)?人|人员[^。]{0,8}\d|\d+名|两人"),
    (r"几家|多少家|多少户|how many (?:firms|companies|businesses|shops|entities)", _N + r"(?:万)?(?:家|户|个)"),
    (r"几个?(?:部门|局|单位|科室)|多少个?(?:部门|局|单位)|how many (?:departments|bodies|agencies)|number of departments",
     _N + r"个|部门[^。]{0,8}\d|" + _N + r"家"),
    (r"(?<![少多再].)(?<![少多再])几[次回趟]|多少次|how (?:often|many times)", _N + r"(?:次|期|轮|回)|重复"),
    (r"几个(?!月|小时|工作日|人)|几处|几样|几项|几条|多少个|多少项", _N + r"(?:个|处|项|大|类|种|条|样|点)|、"),
    (r"几岁|多少岁|how old", r"岁"),
    (r"多少钱|多少元|几块|how much money", r"元"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason: a code and, for people, what the texts lack; ``weight`` up to one."""

    code: str
    zh: str
    en: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Aspect:
    zh: re.Pattern[str]
    en: tuple[str, ...]
    evidence: tuple[str, ...]
    name_zh: str
    name_en: str


@cache
def _aspects() -> tuple[_Aspect, ...]:
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        _Aspect(
            re.compile("|".join(map(str, r["zh"]))),
            tuple(_stems(str(w)) for w in r["en"]),
            tuple(map(str, r["evidence"])),
            r["name"]["zh"],
            r["name"]["en"],
        )
        for r in rows
    )


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in re.findall(r"[a-z]+(?:[-'][a-z]+)*", text.lower()))


def aspect_doubts(question: str, evidence: str) -> list[Doubt]:
    """Aspects the question names and the evidence does not show."""
    stems = f" {_stems(question)} "
    found = []
    for aspect in _aspects():
        named = bool(aspect.zh.search(question)) or any(f" {word} " in stems for word in aspect.en)
        if named and not any(word in evidence for word in aspect.evidence):
            found.append(Doubt("aspect", aspect.name_zh, aspect.name_en))
    return found


def measure_doubts(question: str, evidence: str) -> list[Doubt]:
    """A number, date or duration is asked for and none of its kind stands in the evidence."""
    shown = asked_measure(question)
    if shown is None or shown.search(fold(evidence)):
        return []
    return [Doubt("measure", "所问的数字或期限", "the figure or date asked for")]


@cache
def _shown(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def asked_measure(question: str) -> re.Pattern[str] | None:
    """What an answer must show when a figure, a date or a duration is asked for."""
    low = question.lower()
    return next((_shown(shown) for asked, shown in _MEASURES if re.search(asked, low)), None)


_COUNTS = re.compile(
    r"多少(?!天|日|年|个?月|个?工作日|小时)|几(?=家|户|名|个|位|期|次|项|件|条|份|人|类|种|处|台|所)|几月几|几号|哪天|哪一天|率|比例|百分之|how many (?!days|months|years|hours|working)|what (?:share|percentage|rate|proportion)|\\brate\\b",
    re.I,
)
_RULE = re.compile(
    r"底前|之前|截止|期限|最晚|最迟|最多|最少|至少|不超过|不少于|上限|下限|应当|必须|需要|规定|允许|要求|可以|\\b(?:must|may|should|at least|at most|minimum|maximum|allowed|required)\\b",
    re.I,
)


_UNIT = re.compile(
    r"(?:多少|几)(?:万|千|百)?(家|户|名|位|期|份|人次|元|天|个月|小时|公里|所|张|台|辆|分|岁|块钱)|(?:有|设|共)(?:多少|几)(?:个)"
)
_ALIKE = {
    "张": "[张份]",
    "份": "[张份]",
    "家": "[家户]",
    "户": "[家户]",
    "名": "[名位人]",
    "位": "[名位人]",
}
_RATE = re.compile(r"(?:减负|发现|覆盖|公示|处置|投诉|增长)率")
_WHOLE = re.compile(r"全市|深圳|一共|总共|in total|shenzhen", re.I)
_SPAN = re.compile(r"(?:19|20)\d{2}年?(?:至|到|[-—~～])(?:19|20)\d{2}年?")  # gives no single year
_FAULTS = re.compile(r"(?:多少|几)[个处项条]?(?:安全)?(?:问题|毛病|隐患|漏洞|纰漏)")
_PART = re.compile(r"全区|该区|[\u4e00-\u9fff]{2}区")


def figure_doubts(
    question: str, asked: Understanding, sentences: Sequence[tuple[str, str]]
) -> list[Doubt]:
    """A count was asked of one district, trade, year or unit and no sentence found gives one of it.

    ``sentences`` are stretches of the clauses found, each with date, title and district it belongs to.
    """
    low = question.lower()
    if not _COUNTS.search(low):
        return []
    districts = district_names(question)
    wanted = [(spelt, "place") for spelt in districts]
    wanted += [((year,), "year") for year in asked.years]
    wanted += [((trade, *also), "trade") for trade, *also in _trades() if trade in low]
    wanted += [((rate,), "rate") for rate in _RATE.findall(low)]
    unit = _UNIT.search(low)
    if unit and not unit[1] and not wanted:
        return []  # 有几个: a list may answer
    if not (wanted or unit) or (_RULE.search(low) and not asked.years):
        return []
    of = unit and (_ALIKE.get(unit[1], unit[1]) or "(?:个|家|所|项|类|种)")
    shown = _shown(_N + f"[万多余]*{of}") if of else asked_measure(question) or _shown(r"\d")
    if _FAULTS.search(low):
        shown = _shown(_N + "[个处项条](?:问题|隐患)")
    whole = bool(_WHOLE.search(low)) and not districts
    for text, about in sentences:
        flat = fold(text) if len(asked.years) > 1 else _SPAN.sub("", fold(text))
        if whole and _PART.search(flat) and not _WHOLE.search(flat):
            continue
        if _other_year(shown, asked.years, flat):
            continue
        if shown.search(flat) and all(_stands(words, kind, flat, about) for words, kind in wanted):
            return []
    return [Doubt("figure", "所问地方、时间或行业的数字", "a figure for that place, time or trade")]


def _other_year(shown: re.Pattern[str], years: Sequence[str], flat: str) -> bool:
    """The sentence that gives the figure names years, and none of those asked about."""
    told = flat.rstrip("。；").rsplit("。", 1)[-1]
    named = re.findall(r"(?:19|20)\d{2}(?=年)", told)
    return bool(years and named and shown.search(told)) and not set(years) & set(named)


def _stands(words: Sequence[str], kind: str, flat: str, about: str) -> bool:
    return any(word in flat or (kind in ("year", "place") and word in about) for word in words)


@cache
def _trades() -> tuple[tuple[str, ...], ...]:
    """Trades people name, each with the words by which a text would speak of it."""
    return tuple(tuple(row.split()) for row in _TRADES)


_TRADES = (
    "药店 药品", "医院 医疗", "诊所 医疗", "幼儿园", "养老院 养老", "加油站", "网吧", "民宿", "菜市场", "工地 建筑",
    "食堂", "奶茶", "餐馆 餐饮", "饭店 餐饮", "超市", "理发店 理发", "美容院 美容", "健身房 健身", "宠物店 宠物", "前置仓",
    "酒店", "电动车 电动自行车", "电动自行车", "驾校", "工厂", "商场 商业综合体", "pharmac", "hospital", "kindergarten",
)  # fmt: skip


def place_doubts(asked: Understanding) -> list[Doubt]:
    """A place no document covers."""
    if not asked.foreign:
        return []
    return [Doubt("place", f"{asked.foreign}的规定", f"rules for {asked.foreign.title()}")]


def district_doubts(question: str, evidence: str) -> list[Doubt]:
    """A district the texts never speak of; a rule of its city may answer all the same."""
    lacking = [names[0] for names in district_names(question) if names[0] not in evidence]
    if not lacking or _RULE.search(question.lower()):
        return []
    return [Doubt("district", f"{lacking[0]}的情况", "anything on that district")]


def year_doubts(asked: Understanding, known: Collection[str]) -> list[Doubt]:
    """A year that stands in none of the documents found."""
    lacking = [year for year in asked.years if year not in known]
    return [Doubt("year", f"{year}年的情况", f"the year {year}") for year in lacking[:1]]
