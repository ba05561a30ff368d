"""The sentences of a passage that tell what was asked, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .grams import fold, terms
from .hits import Hit
from .sentences import sentence_spans
from .understanding import Understanding


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: offsets into the file, the words verbatim, how well it fits."""

    start: int
    end: int
    text: str
    score: float
    focus: bool


_FIGURE = re.compile(r"\d|[一二两三四五六七八九十]+(?:名|人|个|次|年|月|日|天|类|种|家)|底前|之日")


def telling_sentences(
    hit: Hit, query: Mapping[str, float], idf: Mapping[str, float], asked: Understanding
) -> tuple[Sentence, ...]:
    """All sentences of the passage in order; a bare heading scores nothing."""
    found = []
    for start, end in sentence_spans(hit.text):
        text = hit.text[start:end]
        inside = hit.focus[0] <= hit.start + start and hit.start + end <= hit.focus[1]
        score = 0.0 if _is_heading(text) else _fit(text, query, idf)
        if score and (asked.wants_date or asked.wants_number) and _FIGURE.search(fold(text)):
            score *= 1.25
        found.append(Sentence(hit.start + start, hit.start + end, text, score, inside))
    return tuple(found)


def _fit(text: str, query: Mapping[str, float], idf: Mapping[str, float]) -> float:
    """Share of the question's weight that the sentence holds, a little against length."""
    own = set(terms(text))
    total = sum(weight * idf.get(term, 0.0) for term, weight in query.items()) or 1.0
    shared = sum(weight * idf.get(term, 0.0) for term, weight in query.items() if term in own)
    return 0.02 + shared / total / (1 + len(text) / 400)


def _is_heading(text: str) -> bool:
    flat = fold(text).strip("#* \n")
    return len(flat) <= 32 and bool(
        re.match(
            r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.、])", flat
        )
        or not re.search(r"[。；，;]", flat)
    )
