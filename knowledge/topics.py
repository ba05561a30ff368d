"""Topics on which the documents differ, and topics they leave open: which one a question touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from .grams import terms
from .lexicon import lexicon
from .pack import Conflict, Gap, conflicts, gaps
from .postings import Postings

_CONFLICT, _GAP = 0.3, 0.2


def _words(topic: Conflict) -> list[str]:
    """Texts of a topic to compare a question with: each question alone, the rest together."""
    said = [side.says_zh + " " + side.says_en for side in topic.sides]
    return [
        " ".join([topic.topic, *topic.keywords]),
        f"{topic.zh} {topic.en}",
        *topic.questions,
        *said,
    ]


class _Topics:
    def __init__(self, topics: Sequence[Conflict]) -> None:
        rows = [(at, terms(text)) for at, topic in enumerate(topics) for text in _words(topic)]
        self._owner = np.array([at for at, _ in rows], dtype=np.int64)
        self._postings = Postings([row for _, row in rows], cosine=True)
        self._keywords = [tuple(word.lower() for word in topic.keywords) for topic in topics]
        self.size = len(topics)

    def scores(self, question: str, query: Mapping[str, float]) -> list[float]:
        """Best cosine with any text of the topic, and up to 0.3 for keywords that stand in the question."""
        if not self.size:
            return []
        best = np.zeros(self.size)
        np.maximum.at(best, self._owner, self._postings.cosine(dict(query)))
        low = question.lower()
        named = [min(0.3, 0.15 * sum(word in low for word in words)) for words in self._keywords]
        return [round(float(b) + n, 6) for b, n in zip(best, named, strict=True)]


@cache
def _conflict_topics() -> _Topics:
    return _Topics(conflicts())


def _query(question: str) -> dict[str, float]:
    return {term: float(n) for term, n in Counter(terms(lexicon().strip(question))).items()}


def match_conflicts(
    question: str, is_side: Callable[[Conflict], float]
) -> tuple[tuple[Conflict, float], ...]:
    """Topics a question touches, best first; ``is_side`` tells how well the found clauses agree."""
    scores = _conflict_topics().scores(question, _query(question))
    scored = [
        (topic, score + is_side(topic)) for topic, score in zip(conflicts(), scores, strict=True)
    ]
    kept = [(topic, round(score, 6)) for topic, score in scored if score >= _CONFLICT]
    return tuple(sorted(kept, key=lambda pair: (-pair[1], pair[0].topic)))


def gap_questions() -> list[tuple[int, str]]:
    """Everything an open topic is asked by, with the number of the topic."""
    return [(at, text) for at, gap in enumerate(gaps()) for text in gap.questions]


@cache
def _keywords() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.lower() for word in gap.keywords) for gap in gaps())


def match_gap(question: str, near: Sequence[float]) -> tuple[Gap, float] | None:
    """The open topic nearest to the question, when it is near; ``near`` has one cosine a topic."""
    low = question.lower()
    scored = [
        (round(cosine + min(0.1, 0.05 * sum(w in low for w in words)), 6), -at)
        for at, (gap, words, cosine) in enumerate(zip(gaps(), _keywords(), near, strict=True))
        if gap.concerns(question)
    ]
    score, at = max(scored, default=(0.0, 0))
    return (gaps()[-at], score) if score >= _GAP else None
