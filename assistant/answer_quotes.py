"""What to show of a passage: the telling run of sentences, and quotes of at most 120 characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import Hit, Sentence

QUOTE = 120
_BREAKS = "，、；：,;"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words verbatim from a document."""

    doc: str
    clause: str
    quote: str


def display(text: str) -> str:
    """A passage as one line: line wraps, Markdown marks and doubled blanks taken out."""
    bare = re.sub(r"[*#_]{1,4}", "", text)
    bare = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", bare)
    return " ".join(bare.split())


def run_around(sentences: Sequence[Sentence], budget: int) -> list[Sentence]:
    """The best sentence of the focus (else of the passage) and its neighbours, within ``budget``."""
    inside = [s for s in sentences if s.focus and s.score > 0] or [
        s for s in sentences if s.score > 0
    ]
    if not inside:
        inside = list(sentences[:1])
    best = max(range(len(inside)), key=lambda at: (inside[at].score, -at))
    first, last = best, best + 1
    while True:
        after = inside[last] if last < len(inside) else None
        before = inside[first - 1] if first else None
        if after and _size(inside[first : last + 1]) <= budget:
            last += 1
        elif before and _size(inside[first - 1 : last]) <= budget:
            first -= 1
        else:
            return inside[first:last]


def _size(sentences: Sequence[Sentence]) -> int:
    return sum(len(display(s.text)) for s in sentences)


def shorten(text: str, budget: int) -> str:
    """At most ``budget`` characters, cut at the last comma, with an ellipsis when cut."""
    if len(text) <= budget:
        return text
    cut = max(text.rfind(mark, budget // 2, budget - 1) for mark in _BREAKS)
    return text[: cut if cut > 0 else budget - 1].rstrip(_BREAKS) + "…"


def quotes_of(hit: Hit, run: Sequence[Sentence], most: int) -> list[Quote]:
    """Quotes that cover the run from its best sentence on, each verbatim and short enough."""
    pieces: list[tuple[float, int, str]] = []
    for sentence in run:
        for start, end in _pieces(sentence.text):
            pieces.append((sentence.score, sentence.start + start, sentence.text[start:end]))
    ranked = sorted(pieces, key=lambda piece: (-piece[0], piece[1]))[:most]
    return [Quote(hit.doc, hit.clause, text) for _, _, text in sorted(ranked, key=lambda p: p[1])]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Spans of at most 120 characters, cut after commas where one fits."""
    spans, start = [], 0
    while len(text) - start > QUOTE:
        window = text[start : start + QUOTE]
        cut = max(window.rfind(mark) for mark in _BREAKS)
        end = start + (cut + 1 if cut > QUOTE // 3 else QUOTE)
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    trimmed = []
    for a, b in spans:
        piece = text[a:b]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            trimmed.append((a + lead, a + len(piece.rstrip())))
    return trimmed
