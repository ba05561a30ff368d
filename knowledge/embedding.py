"""The offline embedder: latent semantic analysis over our own texts, deterministic, no download.

Rows are clauses, their digests and the questions asked about them, in Chinese and English together;
words that are asked about the same clause come to lie near each other, across languages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from .grams import terms

Matrix = NDArray[np.float32]
DIMENSIONS = 192
_MAX_ROWS = 2500


class LatentEmbeddings(Embeddings):
    """tf-idf of character n-grams and words, projected onto the leading directions of the corpus."""

    def __init__(self, vocabulary: dict[str, int], idf: Matrix, projection: Matrix) -> None:
        self._vocabulary, self._idf, self._projection = vocabulary, idf, projection

    @property
    def name(self) -> str:
        """Identifies the kind of vectors in an index."""
        return f"latent-{self._projection.shape[1]}"

    def embed_query(self, text: str) -> list[float]:
        """A unit vector (all zero when no term of the text is known)."""
        row: list[float] = self.vector(Counter(terms(text))).tolist()
        return row

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a text."""
        return [self.embed_query(text) for text in texts]

    def vector(self, counts: dict[str, float] | Counter[str]) -> Matrix:
        """The vector of a bag of terms with weights."""
        known = [(self._vocabulary[t], n) for t, n in counts.items() if t in self._vocabulary]
        if not known:
            return np.zeros(self._projection.shape[1], dtype=np.float32)
        ids = np.array([at for at, _ in known])
        tf = np.array([1 + np.log(n) if n >= 1 else n for _, n in known], dtype=np.float32)
        vector = (tf * self._idf[ids]) @ self._projection[ids]
        return np.asarray(vector / (np.linalg.norm(vector) or 1.0), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Vocabulary and projection in one file without pickles."""
        words = json.dumps(list(self._vocabulary), ensure_ascii=False).encode()
        with path.open("wb") as file:
            np.savez(
                file,
                words=np.frombuffer(words, dtype=np.uint8),
                idf=self._idf,
                projection=self._projection,
            )

    @classmethod
    def load(cls, path: Path) -> LatentEmbeddings:
        """The embedder saved at ``path``."""
        with np.load(path, allow_pickle=False) as data:
            words = json.loads(data["words"].tobytes().decode())
            return cls({word: at for at, word in enumerate(words)}, data["idf"], data["projection"])


def train(texts: Sequence[str], dimensions: int = DIMENSIONS) -> LatentEmbeddings:
    """Fit on ``texts`` (at most 2,500 of them, evenly taken) by the eigenvectors of the Gram matrix."""
    step = max(1, -(-len(texts) // _MAX_ROWS))
    counts = [Counter(terms(text)) for text in texts[::step]]
    frequency = Counter(term for count in counts for term in count)
    vocabulary = {term: at for at, term in enumerate(sorted(frequency))}
    idf = np.array(
        [np.log((1 + len(counts)) / (1 + frequency[t])) + 1 for t in vocabulary], dtype=np.float32
    )
    rows = np.zeros((len(counts), len(vocabulary)), dtype=np.float32)
    for at, count in enumerate(counts):
        for term, n in count.items():
            rows[at, vocabulary[term]] = (1 + np.log(n)) * idf[vocabulary[term]]
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    values, vectors = np.linalg.eigh((rows @ rows.T).astype(np.float64))
    keep = min(dimensions, int((values > 1e-6).sum()))
    left, scale = vectors[:, ::-1][:, :keep], np.sqrt(values[::-1][:keep])
    projection = (rows.T @ (left / scale)).astype(np.float32)
    signs = np.sign(projection[np.abs(projection).argmax(axis=0), np.arange(keep)])
    return LatentEmbeddings(vocabulary, idf, projection * signs)
