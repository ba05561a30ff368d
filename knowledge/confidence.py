"""How sure we may be that the texts answer a question: between 0 and 1.

A logistic curve over how well the best clause fits, how much of the question's wording is known to
the texts and their digests, how far the best unit leads, and the doubts. Set by hand on tests/evals/questions.jsonl: fits on so few
open questions gave weights that made no sense.
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
from .understanding import Understanding

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an answer; scores of the best unit, shares between 0 and 1."""

    fit: float
    question: float
    vector: float
    unknown: float
    lead: float
    doubts: tuple[Doubt, ...]

    @property
    def confidence(self) -> float:
        """The logistic curve."""
        against = sum(_DOUBT[doubt.code] * doubt.weight for doubt in self.doubts)
        z = _BIAS + _FIT * self.fit + _QUESTION * self.question + _VECTOR * self.vector
        z += _LEAD * min(self.lead, 0.4)
        return round(1 / (1 + math.exp(-(z - _UNKNOWN * self.unknown - against))), 4)


_BIAS, _FIT, _QUESTION, _VECTOR, _UNKNOWN, _LEAD = 0.1, 1.0, 1.5, 1.5, 3.0, 4.0
_DOUBT = {
    "aspect": 4.0,
    "measure": 3.2,
    "place": 5.0,
    "year": 3.0,
    "figure": 5.0,
    "district": 3.0,
    "gap": 5.0,
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
