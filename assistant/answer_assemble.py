"""The answer put together from clauses alone, its point within the first 400 characters."""

from __future__ import annotations

import re
from typing import Any

from knowledge import Conflict, Found, Hit, Library, Teller

from . import answer_words as words
from .answer_quotes import Quote, Run, other_run, quotes_of, shorten, shown, telling_run

POINT = 400
_MOST = 6
_NEAR = 0.5  # weight from which an open topic names what is lacking
_TWO = 200  # characters below which one run of words fills a part
_SHORT, _LIST = 240, 320  # characters shown of one clause; lists may be longer


def assemble(
    library: Library, question: str, found: Found
) -> tuple[str, list[Quote], list[dict[str, Any]]]:
    """Text, citations and conflicts: all sides where sides were asked, else the best clause first."""
    citations: list[Quote] = []
    english = found.asked.english
    hits = _chosen(found)
    lead = words.pick(words.DIFFER, english) + "\n" if found.sides > 1 else ""
    room = POINT - len(lead)
    parts = []
    for at, hit in enumerate(hits):
        left = len(hits) - at
        budget = room // left if found.sides else (room * (0.68 if left > 1 else 1.0))
        part = _part(library, question, found, hit, int(budget), _share(at, len(hits)), citations)
        parts.append(part)
        room = max(60, room - len(part) - 1)
    return lead + "\n".join(parts), citations, [_conflict_json(c) for c in found.conflicts]


def _chosen(found: Found) -> list[Hit]:
    """One passage a side in a comparison; else the best passage and those close behind."""
    if found.sides > 1:
        return list(found.hits[: min(found.sides, 3)])
    best = found.hits[0].score
    return [hit for hit in found.hits[:3] if hit.score >= 0.8 * best]


def _share(at: int, count: int) -> int:
    """How many of the six citations the part may use."""
    return ((4,), (3, 2), (3, 2, 1))[min(count, 3) - 1][at] if count != 3 else 2


def _part(
    library: Library,
    question: str,
    found: Found,
    hit: Hit,
    budget: int,
    most: int,
    citations: list[Quote],
) -> str:
    """``label：words[1][2]``, at most about ``budget`` characters; in English the digest first."""
    english = found.asked.english
    teller = library.teller(question, hit)
    label = words.label(hit, english) + ("：" if not english else ": ")
    said = _said(found, hit, english) or _told(teller, english, budget)
    head = _head(hit, found, english)
    room = max(40, budget - len(label) - len(said) - len(head) - 4 * most)
    runs = _runs(teller, hit, room, found)
    first = len(citations) + 1
    for run in runs:
        left = 1 if run is not runs[0] else max(1, most - len(runs) + 1)
        citations += quotes_of(hit, run, min(left, _MOST - len(citations)))
    marks = "".join(f"[{n}]" for n in range(first, len(citations) + 1))
    figure = (
        found.asked.wants_number or found.asked.wants_date
    )  # what was asked before what is beside
    inorder = runs if figure else sorted(runs, key=lambda run: run.start)
    pieces = [shown(hit, run, room) for run in inorder]
    text = "……".join(pieces).replace("………", "……")
    return f"{label}{head}{said}{marks} “{text}”" if said or head else f"{label}{text}{marks}"


def _runs(teller: Teller, hit: Hit, room: int, found: Found) -> list[Run]:
    """The most telling words; where room is left and no sides are compared, also the next ones."""
    first = min(room, _LIST if found.asked.wants_list else _SHORT)
    if found.sides > 1 or found.asked.english or room < _TWO:
        return [telling_run(teller, hit, first)]
    run = telling_run(teller, hit, min(first, int(room * 0.6)))
    second = other_run(teller, hit, run, room - (run.end - run.start))
    return [run, second] if second else [telling_run(teller, hit, first)]


def _said(found: Found, hit: Hit, english: bool) -> str:
    """Our own words for this side of a known difference."""
    if found.sides < 2 or not found.conflicts:
        return ""
    side = found.side_of(hit)
    return (side.says_en if english else side.says_zh) if side else ""


def _told(teller: Teller, english: bool, budget: int) -> str:
    """For an English question the digest's English, its best sentences within half the budget."""
    if not english or not teller.entry or not teller.entry.en:
        return ""
    pieces = re.split(r"(?<=[.;])\s+", teller.entry.en)
    room = int(budget * 0.6)
    best = max(range(len(pieces)), key=lambda n: (round(teller.fit(pieces[n]), 6), -n))
    first = last = best
    figure = teller.asked.wants_number or teller.asked.wants_date
    while last + 1 < len(pieces) and len(" ".join(pieces[first : last + 2])) <= room:
        last += 1
    while not figure and first and len(" ".join(pieces[first - 1 : last + 1])) <= room:
        first -= 1
    return shorten(" ".join(pieces[first : last + 1]), room)


def _head(hit: Hit, found: Found, english: bool) -> str:
    """Number and date of the document, where they are asked for."""
    if not found.asked.head:
        return ""
    year, month, day = (*hit.date.split("-"), "", "")[:3] if hit.date else ("", "", "")
    date = hit.date if english else f"{year}年{int(month)}月{int(day)}日" if day else ""
    return "，".join(fact for fact in (hit.number, date) if fact) + (" " if english else "；")


def assemble_gap(library: Library, question: str, found: Found) -> tuple[str, list[Quote]]:
    """The texts do not say; then the nearest clause, marked as no answer."""
    english = found.asked.english
    text = _lacking(found, english)
    if not found.hits or any(doubt.code == "place" for doubt in found.evidence.doubts):
        return text, []
    citations: list[Quote] = []
    part = _part(library, question, found, found.hits[0], 160, 1, citations)
    return text + words.pick(words.NEAREST, english) + part, citations


def _lacking(found: Found, english: bool) -> str:
    """What the texts leave open: the open topic that is near, else the strongest doubt."""
    gap, doubts = found.gap, found.evidence.doubts
    others = [doubt for doubt in doubts if doubt.code != "gap"]
    if gap and (not others or any(d.code == "gap" and d.weight >= _NEAR for d in doubts)):
        said = words.pick(words.OPEN, english)
        return said.format(topic=gap.topic, what=gap.en if english else gap.zh)
    lacking = (others[0].en if english else others[0].zh) if others else ""
    what = lacking or words.pick(words.ASKED, english)
    return words.pick(words.NOT_SAID, english).format(what=what)


def _conflict_json(conflict: Conflict) -> dict[str, Any]:
    """A topic on which the documents differ, with all its sides."""
    return {
        "topic": conflict.topic,
        "zh": conflict.zh,
        "en": conflict.en,
        "sides": [
            {"doc": s.doc, "clause": s.path, "zh": s.says_zh, "en": s.says_en}
            for s in conflict.sides
        ],
    }
