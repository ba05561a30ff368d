"""The offline embedder: latent semantic analysis over our own texts, deterministic, no download.

Rows are clauses, their digests and the questions asked about them, in Chinese and English together;
words that are asked about the same clause come to lie near each other, across languages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from .grams import terms

Matrix = NDArray[np.float32]
DIMENSIONS = 192
_MAX_ROWS = 1500


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

    def vector(self, counts: Mapping[str, float]) -> Matrix:
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


def train(
    texts: Sequence[str], bags: Sequence[str] = (), dimensions: int = DIMENSIONS
) -> LatentEmbeddings:
    """Fit on ``texts`` and ``bags`` (all that is said of one clause, whatever the language).

    At most 1,500 rows are used, evenly taken. Terms met in one text only are left out: they join
    nothing, and exact words are the business of the other channels.
    """
    rows = [Counter(terms(text)) for text in _thinned([*texts], _MAX_ROWS - len(bags))]
    frequency = Counter(term for row in rows for term in row)
    kept = sorted(term for term, n in frequency.items() if n > 1) or sorted(frequency)
    vocabulary = {term: at for at, term in enumerate(kept)}
    idf = np.array(
        [np.log((1 + len(rows)) / (1 + frequency[term])) + 1 for term in kept], dtype=np.float32
    )
    rows += [Counter(terms(text)) for text in _thinned([*bags], _MAX_ROWS)]
    matrix = _weighted(rows, vocabulary, idf)
    left, scale = _leading((matrix @ matrix.T).astype(np.float64), dimensions)
    projection = (matrix.T @ (left / scale)).astype(np.float32)
    signs = np.sign(projection[np.abs(projection).argmax(axis=0), np.arange(len(scale))])
    return LatentEmbeddings(vocabulary, idf, projection * signs)


def _thinned(texts: list[str], most: int) -> list[str]:
    return texts[:: max(1, -(-len(texts) // max(most, 1)))]


def _weighted(rows: Sequence[Counter[str]], vocabulary: dict[str, int], idf: Matrix) -> Matrix:
    """tf-idf rows of unit length."""
    matrix = np.zeros((len(rows), len(vocabulary)), dtype=np.float32)
    for at, row in enumerate(rows):
        for term, n in row.items():
            if term in vocabulary:
                matrix[at, vocabulary[term]] = (1 + np.log(n)) * idf[vocabulary[term]]
    return np.asarray(
        matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9), dtype=np.float32
    )


def _leading(
    gram: NDArray[np.float64], dimensions: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Leading eigenvectors of a Gram matrix and their singular values, by subspace iteration."""
    width = min(len(gram), dimensions + 24)
    basis = np.random.default_rng(0).standard_normal((len(gram), width))
    for _ in range(5):
        basis = _orthonormal(gram @ basis)
    values, turn = np.linalg.eigh(basis.T @ gram @ basis)
    keep = min(dimensions, int((values > 1e-6).sum()))
    vectors = (basis @ turn)[:, ::-1][:, :keep]
    return vectors, np.sqrt(values[::-1][:keep])


def _orthonormal(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Orthonormal columns of the same span, by Cholesky twice: large products only, no panels.

    A Householder QR of this shape spends its time in small threaded steps, which crawl on a busy machine.
    """
    for _ in range(2):
        columns = columns / np.maximum(np.linalg.norm(columns, axis=0), 1e-12)
        small = columns.T @ columns + 1e-12 * np.eye(columns.shape[1])
        columns = np.linalg.solve(np.linalg.cholesky(small), columns.T).T
    return columns
