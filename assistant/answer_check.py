"""Does a sentence say no more than the clauses it cites: figures, duty or leave, region, draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge import Hit

_HAN = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "twenty": 20,
    "thirty": 30,
}
_MONTHS = (
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
)
_MUST = re.compile(
    r"必须|应当|应(?!急|用)|须|一律|不得|禁止|严禁|\bmust\b|\bshall\b|required|forbidden|not allowed",
    re.I,
)
_BINDING = re.compile(r"必须|应|须|一律|不得|要(?!求)|严禁|禁止|负责|视为|原则上|按照|是指|包括")
_PRINCIPLE = re.compile(r"原则上|in principle", re.I)
_NEVER = re.compile(r"不得|不应|不能|不再|禁止|不可|\bnot\b|\bno\b|never|forbidden", re.I)
_REGIONS = {
    "深圳": ("深圳", "shenzhen"),
    "江西": ("江西", "jiangxi"),
    "全国": ("总局", "全国", "national", "samr"),
}
_DRAFT = re.compile(r"草案|征求意见|意见稿|未生效|draft", re.I)


def numbers(text: str) -> set[str]:
    """Every figure of a text as digits: 两人 -> 2, 二十 -> 20, two -> 2, 10 % -> 10."""
    flat = unicodedata.normalize("NFKC", text).lower().replace(",", "")
    flat = re.sub(r"\[\d+\]", "", flat)
    found = set(re.findall(r"\d+(?:\.\d+)?", flat))
    for run in re.findall(
        r"[零〇一二两三四五六七八九十百]+(?=[名个人次年月日天类种家户项期轮份倍小])", flat
    ):
        value = _han(run)
        if value is not None:
            found.add(str(value))
    found |= {str(value) for word, value in _WORDS.items() if re.search(rf"\b{word}\b", flat)}
    found |= {
        str(at)
        for at, month in enumerate(_MONTHS, 1)
        if month != "may" and re.search(rf"\b{month}\b", flat)
    }
    return found


def _han(run: str) -> int | None:
    if "百" in run:
        return None
    if "十" in run:
        head, _, tail = run.partition("十")
        return (_HAN.get(head, 1) if head else 1) * 10 + (_HAN.get(tail, 0) if tail else 0)
    return _HAN.get(run) if len(run) == 1 else None


def holds(text: str, cites: Sequence[int], hits: Sequence[Hit]) -> bool:
    """Whether every claim of a sentence stands in a clause it cites (numbered from one)."""
    if not cites or any(n < 1 or n > len(hits) for n in cites):
        return False
    cited = [hits[n - 1] for n in cites]
    source = "\n".join(f"{hit.text}\n{hit.number}\n{hit.date}" for hit in cited)
    return (
        numbers(text) <= numbers(source)
        and _duty_holds(text, source)
        and _region_holds(text, cited)
        and _draft_holds(text, cited)
    )


def _duty_holds(text: str, source: str) -> bool:
    """No duty out of a leave, no rule without its "in principle", no leave out of a ban."""
    if _MUST.search(text) and not _BINDING.search(source):
        return False
    if _MUST.search(text) and not _PRINCIPLE.search(text) and _only_principle(text, source):
        return False
    grants = re.search(r"(?<!不)可以|(?<!不)能够|允许|\bmay\b|\bcan\b|allowed to", text, re.I)
    return not (
        grants
        and not _NEVER.search(text)
        and "不得" in source
        and not re.search(r"可|允许|鼓励|探索", source)
    )


def _only_principle(text: str, source: str) -> bool:
    """The figures of the sentence stand, in the source, only in a clause said "in principle"."""
    wanted = numbers(text)
    if not wanted or "原则上" not in source:
        return False
    parts = re.split(r"[。；，（）()]", source)
    bearing = [part for part in parts if wanted & numbers(part)]
    return bool(bearing) and all("原则上" in part for part in bearing)


def _region_holds(text: str, cited: Sequence[Hit]) -> bool:
    """A region the sentence names is the region of a clause it cites, or stands in its words."""
    low = text.lower()
    for region, names in _REGIONS.items():
        named = any(name in low for name in names)
        fits = any(
            region in hit.jurisdiction or any(name in hit.text for name in names) for hit in cited
        )
        if named and not fits:
            return False
    return True


def _draft_holds(text: str, cited: Sequence[Hit]) -> bool:
    """What rests on a draft alone must say so."""
    return not all(hit.status == "draft" for hit in cited) or bool(_DRAFT.search(text))
