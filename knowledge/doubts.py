"""Reasons to doubt that the texts answer: what is asked does not stand in the clauses found."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .grams import fold, stem
from .understanding import Understanding

_FILE = Path(__file__).with_name("aspects.yaml")
_N = r"(?:\d[\d,.]*|[一二两三四五六七八九十百半]+)\s*"
# What is asked for (zh, en) and what an answer to it must show.
_MEASURES: tuple[tuple[str, str], ...] = (
    (r"几个?小时|多少小时|几点|几分钟|how many (?:hours|minutes)", r"小时|分钟|\d点"),
    (r"几天|多少天|几日|几个?工作日|多少个?工作日|how many (?:working )?days", _N + r"个?(?:工作日|日|天|月|年)"),
    (r"几个?月(?!底|份|前|交|发|要|完)|多少个月|how many months", _N + r"个?(?:月|年|日|天)"),
    (r"几年(?!底|级)|多少年|how many years", _N + r"(?:年|个?月)"),
    (r"几月|哪个月|哪天|哪一天|几号|何时|什么时候|截止|最晚|最迟|\bwhen\b|by what date|deadline|which (?:date|day|month)",
     r"\d+\s*[年月日]|年初|之日|届满|同时|一致|及时"),
    (r"百分之几|百分之多少|比例|多大比|比率|多少个百分点|percent|what (?:share|proportion|rate)", r"[%％]|百分之"),
    (r"多少(?:名|个)?人|几个?人|几名|人数|how many (?:people|inspectors|persons|officers|staff)", _N + r"(?:名|个)?人|人员[^。]{0,8}\d|\d+名|两人"),
    (r"几家|多少家|多少户|how many (?:firms|companies|businesses|shops|entities)", _N + r"(?:万)?(?:家|户|个)"),
    (r"几个?(?:部门|局|单位|科室)|多少个?(?:部门|局|单位)|how many (?:departments|bodies|agencies)|number of departments",
     _N + r"个|部门[^。]{0,8}\d|" + _N + r"家"),
    (r"(?<![少多再][查抽来跑])几[次回趟]|多少次|how (?:often|many times)", _N + r"(?:次|期|轮|回)|重复"),
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
    zh: tuple[str, ...]
    en: tuple[str, ...]
    evidence: tuple[str, ...]
    name_zh: str
    name_en: str


@cache
def _aspects() -> tuple[_Aspect, ...]:
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        _Aspect(
            tuple(map(str, r["zh"])),
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
        named = any(word in question for word in aspect.zh)
        named = named or any(f" {word} " in stems for word in aspect.en)
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


def place_doubts(asked: Understanding) -> list[Doubt]:
    """A place no document covers."""
    if not asked.foreign:
        return []
    return [Doubt("place", f"{asked.foreign}的规定", f"rules for {asked.foreign.title()}")]


def year_doubts(asked: Understanding, known: Collection[str]) -> list[Doubt]:
    """A year that stands in none of the documents found."""
    lacking = [year for year in asked.years if year not in known]
    return [Doubt("year", f"{year}年的情况", f"the year {year}") for year in lacking[:1]]
