"""What to show of a passage: the telling run of words, and quotes of at most 120 characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import Hit, Sentence, Teller

QUOTE = 120
_LEAD = 0.6  # of the best sentence's score, for a sentence that is to stand before it
_FIGURE = 0.95  # the same where a number or a date is asked for: it comes first
_SECOND = 0.6  # of the best sentence's score, for words from another place of the passage
_BREAKS = "，、；：,;。"
_CUT = re.compile(r"[，；：,;。！？](?:[”’」』）)*]*)")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words verbatim from a document."""

    doc: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words to show of a passage: offsets into the passage, and the offset of the best part in it."""

    start: int
    end: int
    best: int


def display(text: str) -> str:
    """A passage as one line: line wraps, Markdown marks and doubled blanks taken out."""
    bare = re.sub(r"[*#_]{1,4}", "", text)
    bare = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", bare)
    return " ".join(bare.split())


def shorten(text: str, budget: int) -> str:
    """At most ``budget`` characters, cut at the last comma, with an ellipsis when cut."""
    if len(text) <= budget:
        return text
    cut = max(text.rfind(mark, budget // 2, budget - 1) for mark in _BREAKS + " ")
    return text[: cut if cut > 0 else budget - 1].rstrip(_BREAKS + " ") + "…"


def telling_run(teller: Teller, hit: Hit, budget: int) -> Run:
    """The best sentence of the passage and its neighbours; of a long sentence its best parts."""
    sentences = teller.sentences(hit)
    inside = [s for s in sentences if s.score > 0] or list(sentences[:1])
    best = max(inside, key=lambda s: (s.score, -s.start))
    at = inside.index(best)
    if len(display(best.text)) > budget:
        return _best_parts(teller, best, hit, budget)
    lead = _FIGURE if teller.asked.wants_number or teller.asked.wants_date else _LEAD
    first, last = _grow([(s.start, s.end, s.score) for s in inside], at, hit, budget, lead)
    return Run(
        inside[first].start - hit.start, inside[last].end - hit.start, best.start - hit.start
    )


def other_run(teller: Teller, hit: Hit, run: Run, budget: int) -> Run | None:
    """The next telling words of the passage, apart from ``run``; None where they tell much less."""
    sentences = [s for s in teller.sentences(hit) if s.score > 0]
    taken = (hit.start + run.start, hit.start + run.end)
    apart = [s for s in sentences if s.end <= taken[0] or s.start >= taken[1]]
    if not apart:
        return None
    second = max(apart, key=lambda s: (s.score, -s.start))
    if second.score < _SECOND * max(s.score for s in sentences):
        return None
    if len(display(second.text)) > budget:
        return _best_parts(teller, second, hit, budget)
    start, end = second.start - hit.start, second.end - hit.start
    return Run(start, end, start)


def _grow(
    parts: Sequence[tuple[int, int, float]], at: int, hit: Hit, budget: int, lead: float = 0.0
) -> tuple[int, int]:
    """Take in the better neighbour while the words fit; what leads in must tell something too."""
    first = last = at

    def size(a: int, b: int) -> int:
        return len(display(hit.text[parts[a][0] - hit.start : parts[b][1] - hit.start]))

    while True:
        sides = []
        if last + 1 < len(parts) and size(first, last + 1) <= budget:
            sides.append((parts[last + 1][2] + 0.05, 1))
        near = first and (parts[first - 1][2] >= lead * parts[at][2])
        if near and size(first - 1, last) <= budget:
            sides.append((parts[first - 1][2], 0))
        if not sides:
            return first, last
        if max(sides)[1]:
            last += 1
        else:
            first -= 1


def _best_parts(teller: Teller, sentence: Sentence, hit: Hit, budget: int) -> Run:
    """Parts of a long sentence, between commas, around the one that tells most."""
    parts = [
        (sentence.start + a, sentence.start + b, teller.fit(sentence.text[a:b]))
        for a, b in _parts(sentence.text)
    ]
    at = max(range(len(parts)), key=lambda n: (round(parts[n][2], 6), -n))
    first, last = _grow(parts, at, hit, budget)
    return Run(parts[first][0] - hit.start, parts[last][1] - hit.start, parts[at][0] - hit.start)


def _parts(text: str) -> list[tuple[int, int]]:
    """Spans of a sentence between commas; very long ones are cut at 、 as well."""
    cuts = [match.end() for match in _CUT.finditer(text)]
    spans, start = [], 0
    for cut in [*cuts, len(text)]:
        if text[start:cut].strip():
            lead = len(text[start:cut]) - len(text[start:cut].lstrip())
            spans.append((start + lead, start + len(text[start:cut].rstrip()) if cut else cut))
            start = cut
    return spans or [(0, len(text))]


def shown(hit: Hit, run: Run, budget: int) -> str:
    """The words of a run, with ellipses where a sentence is cut."""
    words = shorten(display(hit.text[run.start : run.end]), budget)
    before = hit.text[: run.start].rstrip()
    lead = (
        "…"
        if before and before[-1] not in "。；！？*”）：:\n" and not before.endswith("。")
        else ""
    )
    tail = "" if words.endswith(("。", "；", "…", "！", "？", "”", "）", ".")) else "…"
    if run.end >= len(hit.text.rstrip()):
        tail = ""
    return lead + words + tail


def quotes_of(hit: Hit, run: Run, most: int) -> list[Quote]:
    """Quotes that cover the run, each verbatim and short enough; the best part never left out."""
    spans = _pieces(hit.text, run.start, run.end)
    chosen = next((n for n, (a, b) in enumerate(spans) if a <= run.best < b), 0)
    first = min(max(0, chosen - most + 1), max(0, len(spans) - most))
    kept = spans[first : first + most]
    return [Quote(hit.doc, hit.clause, hit.text[a:b]) for a, b in kept]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of at most 120 characters between ``start`` and ``end``, cut after sentences or commas."""
    spans = []
    while start < end:
        stop = min(end, start + QUOTE)
        if stop < end:
            window = text[start:stop]
            cut = max(window.rfind(mark) for mark in "。；")
            cut = cut if cut > QUOTE // 3 else max(window.rfind(mark) for mark in _BREAKS)
            stop = start + cut + 1 if cut > QUOTE // 4 else stop
        piece = text[start:stop]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            spans.append((start + lead, start + len(piece.rstrip())))
        start = stop
    return spans
