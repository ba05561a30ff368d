"""Which words of a passage tell what was asked: sentences and their parts, weighed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

from .grams import fold, squeeze, term_set
from .hits import Hit
from .layers import date_in, number_in
from .lines import heading_mark
from .pack import Entry
from .sentences import sentence_spans
from .understanding import Understanding

Vector = NDArray[np.float32]
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十]+(?:名|人|个|次|年|月|日|天|类|种|家)|底前|之日")
_OVERLAP, _MEANING, _DIGEST, _ANCHOR, _NUMBER, _MEASURE, _FOCUS = (
    1.0,
    0.45,
    0.55,
    0.1,
    0.1,
    0.2,
    0.1,
)


_PAIRS = 50_000  # overlaps of sentences with digest entries kept; the same ones come again


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: offsets into the file, the words verbatim, how well it fits."""

    start: int
    end: int
    text: str
    score: float
    focus: bool


@dataclass(frozen=True, slots=True)
class Teller:
    """Weighs words against a question and the digest entry that comes nearest to it."""

    query: Mapping[str, float]
    idf: Mapping[str, float]
    asked: Understanding
    meaning: Vector
    embed: Callable[[str], Vector]
    entry: Entry | None
    digests: tuple[tuple[float, frozenset[str]], ...] = ()
    measure: re.Pattern[str] | None = None
    pairs: dict[tuple[frozenset[str], frozenset[str]], float] = field(default_factory=dict)
    told: dict[tuple[int, int], tuple[Sentence, ...]] = field(default_factory=dict)
    asked_weight: float = field(init=False)

    def __post_init__(self) -> None:
        asked = fsum(weight * self.idf.get(term, 0.0) for term, weight in self.query.items())
        object.__setattr__(self, "asked_weight", asked or 1.0)

    def fit(self, text: str) -> float:
        """How well some words tell what was asked: shared words, meaning, the digest's words."""
        own = term_set(text)
        score = _OVERLAP * self._share(own) / (1 + len(text) / 400)
        score += _MEANING * float(np.einsum("i,i->", self.embed(text), self.meaning))
        score += _DIGEST * max(
            (near * self._cosine(own, d) for near, d in self.digests), default=0.0
        )
        flat = fold(text)
        if (self.asked.wants_date or self.asked.wants_number) and _FIGURE.search(flat):
            score += _NUMBER
        if self.measure and self.measure.search(flat):
            score += _MEASURE
        return score

    def _share(self, own: frozenset[str]) -> float:
        """Share of the question's weight that stands in the words."""
        rare = self.idf
        shared = fsum(w * rare.get(t, 0.0) for t, w in self.query.items() if t in own)
        return shared / self.asked_weight

    def _cosine(self, own: frozenset[str], digest: frozenset[str]) -> float:
        """Overlap with a digest entry, both as sets of terms weighted by rarity.

        ``fsum`` is exact, so that the order of a set leaves no trace.
        """
        known = self.pairs.get((own, digest))
        if known is not None:
            return known
        rare = self.idf
        both = fsum(rare.get(t, 0.0) ** 2 for t in own & digest)
        one = fsum(rare.get(t, 0.0) ** 2 for t in own)
        other = fsum(rare.get(t, 0.0) ** 2 for t in digest)
        if len(self.pairs) > _PAIRS:
            self.pairs.clear()
        self.pairs[own, digest] = found = both / (sqrt(one * other) or 1.0)
        return found

    def sentences(self, hit: Hit) -> tuple[Sentence, ...]:
        """All sentences of the passage in order; a bare heading scores nothing."""
        if (hit.start, hit.end) not in self.told:
            self.told[hit.start, hit.end] = self._weighed(hit)
        return self.told[hit.start, hit.end]

    def _weighed(self, hit: Hit) -> tuple[Sentence, ...]:
        anchor = squeeze(self.entry.anchor) if self.entry else ""
        found = []
        for start, end in sentence_spans(hit.text):
            text = hit.text[start:end]
            inside = hit.focus[0] <= hit.start + start and hit.start + end <= hit.focus[1]
            score = 0.0 if is_heading(text) else max(self.fit(text), 0.01)
            if score and anchor and anchor in squeeze(text):
                score += _ANCHOR
            if score and inside:
                score += _FOCUS
            found.append(
                Sentence(hit.start + start, hit.start + end, text, round(score, 6), inside)
            )
        return tuple(found)


def is_heading(text: str) -> bool:
    """A short line that only names what follows; a document number or a date is no heading."""
    flat = fold(text).strip("#* \n")
    if number_in(flat) or date_in(flat) or len(flat) > 40:
        return False
    return heading_mark(flat) is not None or not re.search(r"[。；，;,：:]", flat)


def nearness(
    entries: Sequence[Entry],
    asked: Mapping[Entry, float],
    meaning: Vector,
    embed: Callable[[str], Vector],
) -> list[float]:
    """How near each digest entry is to the question: by its questions, then by its words."""
    return [
        round(asked.get(e, 0.0) + 0.6 * float(np.einsum("i,i->", embed(e.text + e.en), meaning)), 6)
        for e in entries
    ]
