"""The answer put together from clauses alone, within 400 characters for its point."""

from __future__ import annotations

from typing import Any

from knowledge import Found, Hit, Library

from . import answer_words as words
from .answer_quotes import Quote, display, quotes_of, run_around, shorten

POINT = 400
_MOST = 6


def assemble(
    library: Library, question: str, found: Found
) -> tuple[str, list[Quote], list[dict[str, Any]]]:
    """Text, citations and conflicts: all sides where sides were asked, else the best clause first."""
    conflicts = [_conflict_json(c) for c in found.conflicts]
    hits = _chosen(found)
    citations: list[Quote] = []
    parts = [
        _part(library, question, hit, budget, most, found.asked.english, citations)
        for hit, budget, most in zip(hits, _budgets(len(hits)), _shares(len(hits)), strict=True)
    ]
    text = "\n".join(parts)
    if found.asked.compares and len(hits) > 1 and len({hit.doc for hit in hits}) > 1:
        text = words.pick(words.DIFFER, found.asked.english) + "\n" + text
    return text, citations, conflicts


def _chosen(found: Found) -> list[Hit]:
    """One passage a side in a comparison; else the best passage and up to two close behind."""
    if found.sides:
        return list(found.hits[: min(found.sides, 3)])
    best = found.hits[0].score
    return [hit for hit in found.hits[:3] if hit.score >= 0.72 * best]


def _budgets(count: int) -> tuple[int, ...]:
    """Characters a part may show; together they leave room for labels within the first 400."""
    return ((340,), (210, 110), (170, 80, 60))[min(count, 3) - 1][:count]


def _shares(count: int) -> tuple[int, ...]:
    return ((4,), (3, 2), (3, 2, 1))[min(count, 3) - 1][:count]


def _part(
    library: Library,
    question: str,
    hit: Hit,
    budget: int,
    most: int,
    english: bool,
    citations: list[Quote],
) -> str:
    """``label：words[1][2]``; in English the digest's sentence before the Chinese words."""
    sentences = library.sentences(question, hit)
    run = run_around(sentences, budget if not english else budget // 2)
    first = len(citations) + 1
    citations += quotes_of(hit, run, min(most, _MOST - len(citations)))
    marks = "".join(f"[{n}]" for n in range(first, len(citations) + 1))
    original = shorten(display("".join(s.text for s in run)), budget // 2 if english else budget)
    if english and hit.digest_en:
        told = shorten(hit.digest_en, budget * 2 // 3)
        return f"{words.label(hit, True)}: {told}{marks} 「{original}」"
    return f"{words.label(hit, english)}：{original}{marks}"


def assemble_gap(library: Library, question: str, found: Found) -> tuple[str, list[Quote]]:
    """The texts do not say; then the nearest clause, marked as no answer."""
    english = found.asked.english
    what = _lacking(found, english)
    text = words.pick(words.NOT_SAID, english).format(what=what)
    if not found.hits or any(doubt.code == "place" for doubt in found.evidence.doubts):
        return text, []
    hit, citations = found.hits[0], list[Quote]()
    part = _part(library, question, hit, 140, 1, english, citations)
    return text + words.pick(words.NEAREST, english) + part, citations


def _lacking(found: Found, english: bool) -> str:
    if found.gap:
        return found.gap.en if english else found.gap.zh.rstrip("。")
    doubts = found.evidence.doubts
    if doubts:
        return doubts[0].en if english else doubts[0].zh
    return words.pick(words.ASKED, english)


def _conflict_json(conflict: Any) -> dict[str, Any]:
    return {
        "topic": conflict.topic,
        "zh": conflict.zh,
        "en": conflict.en,
        "sides": [
            {"doc": s.doc, "clause": s.path, "zh": s.says_zh, "en": s.says_en}
            for s in conflict.sides
        ],
    }
