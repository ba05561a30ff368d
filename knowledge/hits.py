"""From scored units to what is shown: passages of single clauses, all sides where sides are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .clause import Clause
from .sentences import sentence_spans, window
from .understanding import Understanding
from .units import Unit

Floats = NDArray[np.float64]


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


def _hit(unit: Unit, at: int, score: float) -> Hit:
    clause = unit.clause
    spans = sentence_spans(clause.text)
    start, end = window(spans, unit.first, unit.last)
    focus = (clause.start + spans[unit.first][0], clause.start + spans[unit.last - 1][1])
    return Hit(
        clause.doc,
        clause.path,
        clause.text[start:end],
        round(score, 4),
        clause.status,
        clause.jurisdiction,
        clause.number,
        clause.title,
        clause.date,
        clause.start + start,
        clause.start + end,
        focus,
        at,
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
) -> tuple[Hit, ...]:
    """The first ``k`` passages; a comparison gets its best passage of each family first."""
    order = [int(at) for at in np.lexsort((np.arange(len(units)), -total)) if allowed[at]]
    shown: list[Hit] = []
    for at in order:
        if len(shown) >= k + 12:
            break
        hit = _hit(units[at], at, float(total[at]))
        if not _covered(hit, shown):
            shown.append(hit)
    if asked.compares and shown:
        shown = _all_sides(shown)
    return tuple(shown[:k])


def _all_sides(shown: list[Hit]) -> list[Hit]:
    """The best of each family first, where it is not far behind the best of all."""
    first: dict[str, Hit] = {}
    for hit in shown:
        first.setdefault(family(hit), hit)
    lead = [hit for hit in first.values() if hit.score >= 0.5 * shown[0].score]
    return lead + [hit for hit in shown if hit not in lead]
