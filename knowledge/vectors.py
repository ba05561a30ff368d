"""The vectors of an index, kept in Chroma on disk; small sets are compared exactly in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

_BATCH = 5000  # Chroma takes at most 5,461 a call
_IN_MEMORY = 50_000


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, is_persistent=True)


def _store(folder: Path, collection: str, embedder: Embeddings) -> Any:
    from langchain_chroma import Chroma

    settings = _settings()
    settings.persist_directory = str(folder)
    return Chroma(
        collection_name=collection,
        embedding_function=embedder,
        persist_directory=str(folder),
        client_settings=settings,
        collection_configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
    )


class VectorIndex:
    """Entries (texts of units and questions) as vectors; each entry belongs to a unit."""

    def __init__(self, folder: Path, collection: str, embedder: Embeddings) -> None:
        self.embedder = embedder
        self._store = _store(folder, collection, embedder)
        self._load()

    def _load(self) -> None:
        """Read all vectors from Chroma when they fit; order by entry number."""
        self._owner = np.zeros(0, dtype=np.int64)
        self._matrix: NDArray[np.float32] | None = None
        count = self._store._collection.count()
        if not count or count > _IN_MEMORY:
            return
        rows = self._store._collection.get(include=["embeddings", "metadatas"])
        order = np.argsort([int(key) for key in rows["ids"]])
        self._matrix = np.asarray(rows["embeddings"], dtype=np.float32)[order]
        self._owner = np.array([int(rows["metadatas"][at]["unit"]) for at in order])

    def unit_scores(self, question: NDArray[np.float32], units: int) -> NDArray[np.float64]:
        """Best cosine of any entry of each unit with the question's vector; 0 where none is near."""
        best = np.zeros(units)
        if self._matrix is not None:
            # einsum, not @: one thread, the same bits however busy the machine is
            near = np.einsum("ij,j->i", self._matrix, question, dtype=np.float64)
            np.maximum.at(best, self._owner, near)
            return best
        found = self._store._collection.query(
            query_embeddings=[question.tolist()], n_results=200, include=["metadatas", "distances"]
        )
        for row, distance in zip(found["metadatas"][0], found["distances"][0], strict=True):
            best[int(row["unit"])] = max(best[int(row["unit"])], 1 - distance)
        return best


def write_vectors(
    folder: Path, collection: str, embedder: Embeddings, texts: Sequence[str], owners: Sequence[int]
) -> None:
    """Put every entry into a fresh collection."""
    store = _store(folder, collection, embedder)
    store.reset_collection()
    for start in range(0, len(texts), _BATCH):
        part = list(texts[start : start + _BATCH])
        store._collection.add(
            ids=[str(start + at) for at in range(len(part))],
            embeddings=embedder.embed_documents(part),
            metadatas=[{"unit": int(owner)} for owner in owners[start : start + _BATCH]],
            documents=part,
        )


def drop_others(folder: Path, collection: str) -> None:
    """Forget the collections of former indexes."""
    import chromadb

    settings = _settings()
    settings.persist_directory = str(folder)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    for found in client.list_collections():
        if found.name != collection:
            client.delete_collection(found.name)
