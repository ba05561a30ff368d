"""Sentences of a clause with their offsets, and passages: whole sentences, at most 800 characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

LIMIT = 800
_END = re.compile(r"[。！？；!?;][”’」』）)*]*|(?<=[\u3400-\u9fff])[:：](?=\s*\n)")
_OWN_LINE = re.compile(
    r"^[ \t#*]*(?:[\u4e00-\u9fff]{2,12}[〔\[]\d{4}[〕\]]\s*\d+\s*号|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:印发)?|[^\n。]{2,60}[：:])[ \t*]*$",
    re.M,
)
_LINE_HEAD = re.compile(
    r"\n\s*(?=(?:[#*]|[（(]?[一二三四五六七八九十]+[)）、]|\d{1,2}[.．、](?!\d)))"
)


@lru_cache(maxsize=8192)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans that cover ``text``; each ends where a sentence does (blanks stay with the next one)."""
    cuts = {match.end() for match in _END.finditer(text)}
    cuts |= {match.start() for match in _LINE_HEAD.finditer(text)}
    cuts |= {at for match in _OWN_LINE.finditer(text) for at in match.span()}
    spans, start = [], 0
    for cut in sorted(cuts | {len(text)}):
        piece = text[start:cut]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            spans.append((start + lead, start + len(piece.rstrip())))
            start = cut
    return tuple(spans)


def window(
    spans: Sequence[tuple[int, int]], first: int, last: int, limit: int = LIMIT
) -> tuple[int, int]:
    """The largest run of whole sentences around ``spans[first:last]`` within ``limit`` characters.

    Grows towards the nearer unread side, back and forth. A single sentence longer than the limit is
    cut at the limit: nothing longer is ever shown.
    """
    while last - first > 1 and spans[last - 1][1] - spans[first][0] > limit:
        last -= 1
    grown = True
    while grown:
        grown = False
        if last < len(spans) and spans[last][1] - spans[first][0] <= limit:
            last, grown = last + 1, True
        if first > 0 and spans[last - 1][1] - spans[first - 1][0] <= limit:
            first, grown = first - 1, True
    start, end = spans[first][0], spans[last - 1][1]
    return start, min(end, start + limit)
