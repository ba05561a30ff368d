"""How well each unit fits a question: four channels, fused, then the documents the question means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .doubts import asked_measure
from .embedding import LatentEmbeddings
from .grams import term_set, terms
from .layers import date_in, number_in
from .lexicon import Lexicon
from .lines import split_lines
from .nearby import Nearby, likeness, uncovered, weigh_nearby
from .pack import Entry, gaps
from .postings import Postings
from .telling import Teller, nearness
from .topics import gap_questions
from .understanding import Understanding, asked_kind, root
from .units import Unit
from .vectors import VectorIndex

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the channels; chosen where every set of tests/evals/questions.jsonl agreed."""

    text: float = 0.25
    expansion: float = 0.3
    question: float = 0.45
    vector: float = 0.15
    lexicon: float = 0.2
    lexicon_en: float = 0.35
    selector: float = 0.25
    exact: float = 0.1
    head: float = 0.2
    unlike: float = 0.85  # of a question that wants another kind of answer

    def bare(self) -> float:
        """What lifts a unit without questions to the scale of those that have them."""
        others = self.text + self.expansion + self.vector
        return (others + self.question) / others

    named: float = 0.35
    other: float = 0.25
    draft: float = 0.03


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of all units for one question, one array a channel, and their fusion."""

    text: Floats
    expansion: Floats
    question: Floats
    vector: Floats
    fit: Floats
    total: Floats
    opened: Floats
    known: Floats  # nearness to every known question: of clauses, then of open topics


class Ranker:
    """Everything needed to score a question against the units of an index."""

    def __init__(self, units: Sequence[Unit], vectors: VectorIndex, words: Lexicon) -> None:
        self.units, self._vectors, self.words = tuple(units), vectors, words
        self._text = Postings([terms(unit.text) for unit in units])
        self._expansion = Postings([terms(unit.text + "\n" + unit.expansion) for unit in units])
        pairs = [(at, q) for at, unit in enumerate(units) for q in unit.questions]
        self._entry = [n for unit in units for n, e in enumerate(unit.entries) for _ in e.questions]
        # questions of clauses and of open topics together, so that their cosines compare
        open_rows = gap_questions()
        every = [*pairs, *open_rows]
        asked = [terms(words.strip(q)) for _, q in every]
        self._asked = Postings(asked, cosine=True)
        self._meant = self._meanings(asked)
        self._asker = np.array([at for at, _ in pairs], dtype=np.int64)
        self._kinds = np.array([asked_kind(q) for _, q in every])
        self._opener = np.array([at for at, _ in open_rows], dtype=np.int64)
        self.known = frozenset(self._expansion.idf) | frozenset(self._asked.idf) | words.known()
        self._bare = np.array([not unit.questions for unit in units])
        self._last: tuple[tuple[str, Weights] | None, dict[str, float]] = (None, {})
        self._pairs: dict[tuple[frozenset[str], frozenset[str]], float] = {}
        self._seen: dict[str, NDArray[np.float32]] = {}  # sentences of the index: as many as it has
        self._terms: dict[int, frozenset[str]] = {}
        self._nearest: tuple[dict[str, float] | None, Floats] = (None, np.zeros(0))
        self._stated = {what: [_states(u, what) for u in units] for what in ("number", "date")}
        self._roots = [_unit_root(unit) for unit in units]

    @property
    def idf(self) -> dict[str, float]:
        """How rare each term is over units and digests."""
        return self._expansion.idf

    def query(self, question: str, asked: Understanding, weights: Weights) -> dict[str, float]:
        """Terms of the question with weights.

        Words of the lexicon count less than those asked, words that only choose a document least.
        """
        last, query = self._last
        if last == (question, weights):
            return query
        content = terms(self.words.strip(asked.content))
        query = {term: float(n) for term, n in Counter(content).items()}
        beside = weights.lexicon_en if asked.english else weights.lexicon
        for word in self.words.expand(question):
            for term in terms(word):
                query.setdefault(term, beside)
        for term in terms(self.words.strip(question)):
            query.setdefault(term, weights.selector)
        self._last = ((question, weights), query)
        return query

    def scores(self, question: str, asked: Understanding, weights: Weights) -> Scores:
        """All channels for a question, each between 0 and about 1."""
        query = self.query(question, asked, weights)
        text = self._text.scores(query) / self._text.ceiling(query) * 2
        expansion = self._expansion.scores(query) / self._expansion.ceiling(query) * 2
        best, alike = np.zeros(len(self.units)), np.ones(len(self._kinds))
        alike[self._kinds != asked_kind(question)] = weights.unlike
        near = self._near(query) * alike
        np.maximum.at(best, self._asker, near[: len(self._asker)])
        opened = np.zeros(len(gaps()))
        np.maximum.at(opened, self._opener, near[len(self._asker) :])
        meaning = self._embed(question, query)
        vector = self._vectors.unit_scores(meaning, len(self.units))
        close = near if self._meant is None else np.einsum("ij,j->i", self._meant, meaning)
        fit = (
            weights.text * text
            + weights.expansion * expansion
            + weights.question * best
            + weights.vector * vector
        )
        # a text nobody wrote questions for is judged by the other channels alone
        fit = np.where(self._bare, fit * weights.bare(), fit)
        return Scores(
            text,
            expansion,
            best,
            vector,
            fit,
            np.round(fit + self._prior(asked, weights), 6),
            opened,
            likeness(near, np.asarray(close, dtype=np.float64), alike),
        )

    def nearby(
        self, question: str, asked: Understanding, scores: Scores, units: Sequence[int]
    ) -> Nearby:
        """What the nearest known questions say of the first clauses (numbers of their units)."""
        near = weigh_nearby(question, scores.known, self._asker, self._opener, units, scores.fit)
        if asked.english:
            return Nearby(*near)
        content = terms(self.words.strip(asked.content))
        return Nearby(*near, uncovered(content, self._said(units[0]), self.idf))

    def _said(self, at: int) -> frozenset[str]:
        """All terms of a unit, its digest and its questions."""
        if at not in self._terms:
            unit = self.units[at]
            said = "\n".join((unit.text, unit.expansion, *unit.questions))
            self._terms[at] = frozenset(terms(said))
        return self._terms[at]

    def _meanings(self, asked: Sequence[Sequence[str]]) -> NDArray[np.float32] | None:
        """Vectors of the known questions, by the offline embedder only: another one may be far away."""
        embedder = self._vectors.embedder
        if not isinstance(embedder, LatentEmbeddings) or not asked:
            return None
        return np.array([embedder.vector(Counter(row)) for row in asked])

    def teller(self, question: str, asked: Understanding, unit: int, weights: Weights) -> Teller:
        """What weighs the words of a clause against the question; ``unit`` is one of its units."""
        query = self.query(question, asked, weights)
        meaning = self._embed(question, query)
        if not isinstance(self._vectors.embedder, LatentEmbeddings):
            meaning = np.zeros(0, dtype=np.float32)
        clause = self.units[unit].clause
        members = [at for at, other in enumerate(self.units) if other.clause is clause]
        entries = [entry for at in members for entry in self.units[at].entries]
        near = nearness(entries, self._asked_of(members, query), meaning, self._vector)
        top = max(near, default=0.0)
        best = entries[near.index(top)] if top > 0 else None
        digests = tuple(
            (max(n, 0.0) / top, term_set(e.text))
            for n, e in zip(near, entries, strict=True)
            if top > 0
        )
        measure = asked_measure(question)
        return Teller(
            query, self.idf, asked, meaning, self._vector, best, digests, measure, self._pairs
        )

    def _asked_of(self, members: Sequence[int], query: dict[str, float]) -> dict[Entry, float]:
        """For the digest entries of some units the nearest of their questions."""
        near: dict[Entry, float] = {}
        if not len(self._asker):
            return near
        scores = self._near(query)
        for at in np.flatnonzero(np.isin(self._asker, members)):
            entry = self.units[self._asker[at]].entries[self._entry[int(at)]]
            near[entry] = max(near.get(entry, 0.0), float(scores[at]))
        return near

    def _near(self, query: dict[str, float]) -> Floats:
        """Cosine with every question; the tellers of one search ask for the same again."""
        last, near = self._nearest
        if last is not query:
            near = self._asked.cosine(query)
            self._nearest = (query, near)
        return near

    def _vector(self, text: str) -> NDArray[np.float32]:
        """A vector of some words, by the embedder at hand; only the offline one is asked so often."""
        embedder = self._vectors.embedder
        if isinstance(embedder, LatentEmbeddings):
            if text not in self._seen:
                self._seen[text] = embedder.vector(Counter(terms(text)))
            return self._seen[text]
        return np.zeros(0, dtype=np.float32)

    def _embed(self, question: str, query: dict[str, float]) -> NDArray[np.float32]:
        embedder = self._vectors.embedder
        if isinstance(embedder, LatentEmbeddings):
            return embedder.vector(query)
        found = np.asarray(embedder.embed_query(question), dtype=np.float32)
        return np.asarray(found / (np.linalg.norm(found) or 1.0), dtype=np.float32)

    def _heads(self, asked: Understanding, weights: Weights) -> Floats:
        """Who asks for a document's number or date is sent to its head or its last lines."""
        bonus = np.zeros(len(self.units))
        for what in asked.head:
            bonus += weights.head * np.array(self._stated[what], dtype=np.float64)
        return np.asarray(bonus)

    def _prior(self, asked: Understanding, weights: Weights) -> Floats:
        """Documents the question names rise, the others sink; a draft yields to what is in force."""
        prior: Floats = self._heads(asked, weights) + np.array(
            [-weights.draft if u.clause.status == "draft" else 0.0 for u in self.units]
        )
        roots = {root(place) for place in asked.places}
        if not roots and not asked.draft:
            return prior
        for at, unit in enumerate(self.units):
            meant = self._roots[at] in roots or (asked.draft and unit.clause.status == "draft")
            prior[at] += weights.named if meant else -weights.other
            if unit.clause.jurisdiction.split("/")[-1] in asked.places:
                prior[at] += weights.exact
        return prior


def _states(unit: Unit, what: str) -> bool:
    """Whether a unit's head or end matter gives the document's number or date on a line of its own."""
    if unit.clause.path.split("/")[-1].split("#")[0] not in ("通知", "序", "正文", "文末"):
        return False
    reads = number_in if what == "number" else date_in
    return any(
        reads(line.clean) and len(line.clean) <= 30 for line in split_lines(unit.clause.text)
    )


def _unit_root(unit: Unit) -> str:
    return unit.clause.jurisdiction.split("/")[0]
