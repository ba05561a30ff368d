"""How sure we may be that the texts answer a question: between 0 and 1.

A logistic curve over how near the best clause is, how far it leads, what the nearest known questions
are (of clauses, or of topics the texts leave open), how much of the wording the clause never uses, and
the doubts. Weights are a ridge fit on tests/evals/questions.jsonl, every sign held, known questions
nearly the same as the one asked left out while fitting; waves were held out in turn to judge it. What
keeps out questions of another field was fit on fifty of those.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .doubts import (
    Doubt,
    aspect_doubts,
    district_doubts,
    figure_doubts,
    measure_doubts,
    place_doubts,
    year_doubts,
)
from .grams import fold, terms
from .nearby import Nearby
from .understanding import Understanding

THRESHOLD = 0.5
_NO_QUESTIONS = Nearby()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer; scores of the best unit, shares between 0 and 1."""

    fit: float
    question: float
    vector: float
    unknown: float
    lead: float
    doubts: tuple[Doubt, ...]
    nearby: Nearby = _NO_QUESTIONS

    @property
    def confidence(self) -> float:
        """The logistic curve; of several doubts of one kind the strongest counts."""
        strongest: dict[str, float] = {}
        for doubt in self.doubts:
            strongest[doubt.code] = max(strongest.get(doubt.code, 0.0), doubt.weight)
        against = sum(_DOUBT[code] * weight for code, weight in strongest.items())
        near = self.nearby
        against += _SHARE * near.share + _CLOSER * near.closer + _OPEN * near.open
        against += _UNCOVERED * near.uncovered
        against += _AWAY * min(max(self._strange, 0.0), 1.0)
        z = _BIAS + _QUESTION * self.question + _VECTOR * self.vector
        z += _LEAD * min(self.lead, 0.4)
        return round(1 / (1 + math.exp(against - z)), 4)

    @property
    def _strange(self) -> float:
        """Above 0 where the question is hardly of this field: a recipe, the weather."""
        far = 8.7 * self.unknown + 2.5 * self.nearby.uncovered - 6.3 * self.fit - 2.2 * self.vector
        return far - 2.8


_BIAS, _QUESTION, _VECTOR, _LEAD = 4.25, 0.6, 1.0, 1.7
_SHARE, _CLOSER, _OPEN, _UNCOVERED, _AWAY = 2.7, 2.1, 4.9, 1.8, 4.5
_DOUBT = {
    "aspect": 3.9,
    "measure": 2.2,
    "place": 4.9,
    "year": 1.9,
    "figure": 3.9,
    "district": 3.1,
    "gap": 1.7,
}


def is_answerable(confidence: float) -> bool:
    """Whether a confidence is enough to answer."""
    return confidence >= THRESHOLD


def unknown_share(stripped: str, known: Collection[str]) -> float:
    """Share of the question's characters and words that no text, digest or question ever uses.

    A Chinese character counts as known when one of its two pairs is; pairs across word borders are
    then no harm.
    """
    flat, misses, total = fold(stripped), 0, 0
    for run in _runs(flat):
        total += len(run)
        for at in range(len(run)):
            pairs = (run[max(0, at - 1) : at + 1], run[at : at + 2])
            misses += not any(len(pair) == 2 and pair in known for pair in pairs)
    words = [term for term in terms(flat) if term.startswith("en:")]
    misses += 2 * sum(word not in known for word in words)
    return misses / max(total + 2 * len(words), 1)


def _runs(text: str) -> list[str]:
    runs, run = [], ""
    for char in text + " ":
        if "\u3400" <= char <= "\u9fff":
            run += char
        elif run:
            runs.append(run)
            run = ""
    return runs


def gather_doubts(
    question: str,
    asked: Understanding,
    near: str,
    wide: str,
    years: Collection[str],
    sentences: Sequence[tuple[str, str]] = (),
) -> tuple[Doubt, ...]:
    """All doubts; ``near`` is the text of the best passage, ``wide`` that of the first few."""
    found: Sequence[Doubt] = (
        *place_doubts(asked),
        *aspect_doubts(question, wide),
        *measure_doubts(question, near),
        *year_doubts(asked, years),
        *district_doubts(question, wide),
        *figure_doubts(question, asked, sentences),
    )
    return tuple(found)
