"""What a search knows beside its hits: differing documents, open topics, and how sure it may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from . import pack as _pack
from .confidence import Evidence, gather_doubts, unknown_share
from .doubts import Doubt
from .hits import Hit
from .pack import Conflict, Gap, Side, same_path
from .ranking import Ranker, Scores
from .regions import district_names
from .sentences import sentence_spans
from .topics import match_conflicts
from .understanding import Understanding
from .units import Unit

_CLEAR = 0.05  # an open topic counts when it is about as near as the best question of a clause


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a search knows: the hits in order, how the question was read, how sure it is."""

    hits: tuple[Hit, ...]
    asked: Understanding
    evidence: Evidence
    conflicts: tuple[Conflict, ...]
    gap: Gap | None
    sides: int
    scores: Scores
    units: tuple[Unit, ...]
    packs: Mapping[str, str]
    order: str = ""  # who ordered the hits: "" the search alone, "reranked", "failed" (as "")

    def side_of(self, hit: Hit) -> Side | None:
        """The side a passage stands for in the first topic on which the documents differ."""
        sides = self.conflicts[0].sides if self.conflicts else ()
        doc = self.packs.get(hit.doc, hit.doc)
        return next((s for s in sides if s.doc == doc and same_path(hit.clause, s.path)), None)


def side_units_of(units: Sequence[Unit], packs: Mapping[str, str]) -> dict[str, list[list[int]]]:
    """For each topic on which the documents differ, the units of each side."""

    def side_units(side: Side) -> list[int]:
        return [
            at
            for at, unit in enumerate(units)
            if packs.get(unit.clause.doc) == side.doc and same_path(unit.clause.path, side.path)
        ]

    return {topic.topic: [side_units(side) for side in topic.sides] for topic in _pack.conflicts()}


def touched_conflicts(
    question: str, scores: Scores, sides: Mapping[str, list[list[int]]]
) -> tuple[tuple[Conflict, float], ...]:
    """Topics the question touches; clauses found among the first raise the topic they are a side of."""
    order = [int(at) for at in np.argsort(-scores.total, kind="stable")[:4]]

    def agreement(topic: Conflict) -> float:
        members = {at for group in sides[topic.topic] for at in group}
        return sum(0.12 for at in order if at in members)

    return match_conflicts(question, agreement)[:2]


def _first(scores: Scores, best: int) -> list[int]:
    """The units that score best, the one shown first among them."""
    order = [int(at) for at in np.argsort(-scores.total, kind="stable")[:4]]
    return [best, *(at for at in order if at != best)]


def _stretches(hits: Sequence[Hit]) -> list[tuple[str, str]]:
    """Each sentence with the two before it; date, titles and the one district of its passage."""
    found = []
    for hit in hits:
        spans = sentence_spans(hit.text)
        districts = district_names(hit.text)
        place = " ".join(districts[0]) if len(districts) == 1 else ""
        about = f"{hit.date} {hit.title} {hit.clause} {place}"
        found += [
            (hit.text[spans[max(0, at - 2)][0] : end], about) for at, (_, end) in enumerate(spans)
        ]
    return found


def _at_home(question: str, best: Hit) -> float:
    """An open topic yields where the district asked about is the one the clause speaks of."""
    districts = district_names(question)
    home = districts and all(any(name in best.text for name in names) for names in districts)
    return 0.15 if home else 0.0


def _lead(scores: Scores, ranker: Ranker) -> float:
    """How far the best unit stands before the best of another clause."""
    best = int(np.argmax(scores.total))
    own = ranker.units[best].clause
    others = [s for u, s in zip(ranker.units, scores.total, strict=True) if u.clause is not own]
    return float(scores.total[best] - max(others, default=0.0))


def gather_evidence(
    question: str,
    asked: Understanding,
    hits: tuple[Hit, ...],
    scores: Scores,
    ranker: Ranker,
    gap: tuple[Gap, float] | None,
) -> Evidence:
    """What the first passages show for the question; nothing found means nothing known."""
    if not hits:
        return Evidence(0.0, 0.0, 0.0, 1.0, 0.0, ())
    best = max(hits[:3], key=lambda hit: scores.fit[hit.unit]).unit
    near = "\n".join(ranker.units[at].text for at in _first(scores, hits[0].unit))
    wide = "\n".join(hit.text for hit in hits[:3])
    years = set(
        re.findall(r"(?:19|20)\d{2}", wide + " ".join(hit.date + hit.title for hit in hits[:3]))
    )
    doubts = gather_doubts(question, asked, near, wide, years, _stretches(hits[:4]))
    asked_of = max(float(scores.question[hit.unit]) for hit in hits[:3])
    closer = gap[1] - asked_of - _at_home(question, hits[0]) if gap else -1.0
    if gap and closer > -_CLEAR:
        weight = min(1.0, (closer + _CLEAR) / 0.15) * min(1.0, max(0.0, gap[1] - 0.2) / 0.18)
        doubts = (*doubts, Doubt("gap", gap[0].zh, gap[0].en, weight))
    unknown = unknown_share(ranker.words.strip(question), ranker.known)
    return Evidence(
        float(scores.fit[best]),
        float(scores.question[best]),
        float(scores.vector[best]),
        unknown,
        _lead(scores, ranker),
        doubts,
        ranker.nearby(question, asked, scores, [hit.unit for hit in hits[:3]]),
    )
