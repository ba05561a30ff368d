"""Sparse scoring in plain numpy: BM25 and tf-idf cosine over the same posting lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_K1, _B = 1.2, 0.6


class Postings:
    """Posting lists of a set of texts, given as term lists; immutable once built."""

    def __init__(self, texts: Sequence[Sequence[str]], *, cosine: bool = False) -> None:
        self.size = len(texts)
        counts = [Counter(text) for text in texts]
        frequency = Counter(term for count in counts for term in count)
        self.idf = {
            term: float(np.log(1 + (self.size - n + 0.5) / (n + 0.5)))
            for term, n in frequency.items()
        }
        self._top = max(self.idf.values(), default=1.0)
        self._lists = self._build(counts, cosine)

    def _build(
        self, counts: list[Counter[str]], cosine: bool
    ) -> dict[str, tuple[NDArray[np.int64], Floats]]:
        lengths = [sum(count.values()) for count in counts]
        mean = (sum(lengths) / len(lengths)) if lengths else 1.0
        rows: dict[str, tuple[list[int], list[float]]] = {}
        for at, count in enumerate(counts):
            norm = (
                self._norm(count) if cosine else _K1 * (1 - _B + _B * lengths[at] / max(mean, 1e-9))
            )
            for term, n in count.items():
                weight = self.idf[term] * (
                    (1 + np.log(n)) / norm if cosine else n * (_K1 + 1) / (n + norm)
                )
                ids, weights = rows.setdefault(term, ([], []))
                ids.append(at)
                weights.append(float(weight))
        return {t: (np.array(i, dtype=np.int64), np.array(w)) for t, (i, w) in rows.items()}

    def _norm(self, count: Counter[str]) -> float:
        total = sum((self.idf[t] * (1 + np.log(n))) ** 2 for t, n in count.items())
        return float(np.sqrt(total)) or 1.0

    def scores(self, query: dict[str, float]) -> Floats:
        """Sum over the query's terms (weighted) for every text."""
        total = np.zeros(self.size)
        for term, weight in query.items():
            found = self._lists.get(term)
            if found is not None:
                total[found[0]] += weight * found[1]
        return total

    def cosine(self, query: dict[str, float]) -> Floats:
        """Cosine between the query and every text; unknown terms count in the query's length."""
        weights = {term: w * self.idf.get(term, self._top) for term, w in query.items()}
        norm = float(np.sqrt(sum(w * w for w in weights.values()))) or 1.0
        return self.scores({term: w / norm for term, w in weights.items()})

    def ceiling(self, query: dict[str, float]) -> float:
        """The most a text could score in BM25: every term of the query, known or not, at its best."""
        return (
            sum(w * self.idf.get(term, self._top) for term, w in query.items()) * (_K1 + 1) or 1.0
        )
