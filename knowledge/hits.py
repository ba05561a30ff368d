"""From scored units to what is shown: passages of single clauses, all sides where sides are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .clause import Clause
from .sentences import sentence_spans, window
from .understanding import Understanding, root
from .units import Unit

Floats = NDArray[np.float64]
Rerank = Callable[[str, Sequence[str]], list[float] | None]
_NEAR = 0.8  # a known difference is what was asked when one of its sides is about the best found


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage: whole sentences of one clause, verbatim; ``focus`` is the span that fits best.

    ``start``, ``end`` and the focus are offsets into the file the document was read from.
    """

    doc: str
    clause: str
    text: str
    score: float
    status: str
    jurisdiction: str
    number: str
    title: str
    date: str
    start: int
    end: int
    focus: tuple[int, int]
    unit: int
    rules: tuple[str, ...]


def _hit(unit: Unit, at: int, score: float) -> Hit:
    clause = unit.clause
    spans = sentence_spans(clause.text)
    start, end = window(spans, unit.first, unit.last)
    focus = (clause.start + spans[unit.first][0], clause.start + spans[unit.last - 1][1])
    return Hit(
        doc=clause.doc,
        clause=clause.path,
        text=clause.text[start:end],
        score=round(score, 4),
        status=clause.status,
        jurisdiction=clause.jurisdiction,
        number=clause.number,
        title=clause.title,
        date=clause.date,
        start=clause.start + start,
        end=clause.start + end,
        focus=focus,
        unit=at,
        rules=tuple(dict.fromkeys(rule for entry in unit.entries for rule in entry.rules)),
    )


def _covered(hit: Hit, shown: list[Hit]) -> bool:
    """The deciding span already stands in a passage that is shown."""
    return any(
        hit.doc == other.doc and other.start <= hit.focus[0] and hit.focus[1] <= other.end
        for other in shown
    )


def family(clause: Clause | Hit) -> str:
    """Documents that answer for each other: one region, and a draft apart from what is in force."""
    return f"{clause.jurisdiction.split('/')[0]}:{clause.status if clause.status in ('draft', 'press') else ''}"


def choose(
    units: Sequence[Unit],
    total: Floats,
    allowed: list[bool],
    asked: Understanding,
    k: int,
    sides: Sequence[Sequence[int]] = (),
) -> tuple[tuple[Hit, ...], int]:
    """The first ``k`` passages, and how many of them stand first as sides of a comparison."""
    order = [int(at) for at in np.lexsort((np.arange(len(units)), -total)) if allowed[at]]
    shown: list[Hit] = []
    for at in order:
        if len(shown) >= k + 12:
            break
        hit = _hit(units[at], at, float(total[at]))
        if not _covered(hit, shown):
            shown.append(hit)
    lead: list[Hit] = []
    if shown and (asked.compares or (asked.wavers and asked.named != 1)):
        lead = _given_sides(units, total, allowed, asked, sides)
        if not lead or lead[0].score < _NEAR * shown[0].score:
            lead = _best_of_families(shown, asked) if asked.compares else []
    rest = [hit for hit in shown if not _covered(hit, lead)]
    return tuple((lead + rest)[:k]), len(lead)


def reordered(
    question: str, hits: tuple[Hit, ...], sides: int, reranker: Rerank | None
) -> tuple[tuple[Hit, ...], str]:
    """The hits in the reranker's order, sides of a comparison kept in front; and what became of it."""
    rest = hits[sides:]
    if reranker is None or len(rest) < 2:
        return hits, ""
    scores = reranker(question, [hit.text for hit in rest])
    if scores is None:
        return hits, "failed"
    places = sorted(range(len(rest)), key=lambda at: (-scores[at], at))
    return (*hits[:sides], *(rest[at] for at in places)), "reranked"


def _meant(hit: Hit | Clause, asked: Understanding) -> bool:
    """Whether the question names this family, or names fewer than two."""
    if asked.named < 2:
        return True
    if hit.status == "draft":
        return asked.draft
    return hit.jurisdiction.split("/")[0] in {root(place) for place in asked.places}


def _given_sides(
    units: Sequence[Unit],
    total: Floats,
    allowed: list[bool],
    asked: Understanding,
    sides: Sequence[Sequence[int]],
) -> list[Hit]:
    """The best unit of each side of a known topic, best side first."""
    found: list[Hit] = []
    for group in sides:
        usable = [at for at in group if allowed[at] and _meant(units[at].clause, asked)]
        if usable:
            best = max(usable, key=lambda at: (total[at], -at))
            found.append(_hit(units[best], best, float(total[best])))
    found.sort(key=lambda hit: (-hit.score, hit.unit))
    unique: list[Hit] = []
    for hit in found:
        if not _covered(hit, unique):
            unique.append(hit)
    return unique if len(unique) > 1 else []


def _best_of_families(shown: list[Hit], asked: Understanding) -> list[Hit]:
    """The best of each family, where it is not far behind the best of all."""
    first: dict[str, Hit] = {}
    for hit in shown:
        first.setdefault(family(hit), hit)
    floor = 0.5 * shown[0].score
    lead = [hit for hit in first.values() if _meant(hit, asked) and hit.score >= floor]
    return lead if len(lead) > 1 else []
