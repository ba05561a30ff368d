"""Finding the right clause: ours beside plain LangChain + Chroma, BM25, TF-IDF and LSA, in one run.

    python benchmarks/retrieval.py TEXTS [--questions tests/evals/questions.jsonl] [--split test]

TEXTS is the folder of the official texts. The four baselines see 500-character chunks (overlap 50) of
the same files.
A passage counts when it is from the right file and holds the gold words, blanks and marks aside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from knowledge import open_library  # noqa: E402 - the project is found first

Passage = tuple[str, str]
Finder = Callable[[str], list[Passage]]
SIZE, OVERLAP, K = 500, 50, 10


def norm(text: str) -> str:
    return re.sub(r"[\s\u200b\ufeff*#]+", "", unicodedata.normalize("NFKC", text))


def grams(text: str) -> list[str]:
    flat = norm(text).lower()
    return [*flat, *(flat[at : at + 2] for at in range(len(flat) - 1))]


def chunks(texts: dict[str, str]) -> list[Passage]:
    """Pieces of 500 characters; a rest that the overlap holds already is no piece of its own."""
    step = SIZE - OVERLAP
    return [
        (name, text[at : at + SIZE])
        for name, text in texts.items()
        for at in range(0, max(1, len(text) - OVERLAP), step)
    ]


class HashedEmbeddings(Embeddings):
    """Character bigrams hashed into 512 numbers: what a plain set-up without a model can do."""

    def embed_query(self, text: str) -> list[float]:
        row = np.zeros(512)
        for gram, n in Counter(grams(text)).items():
            place = int(hashlib.sha256(gram.encode()).hexdigest(), 16) % 512
            row[place] += 1 + np.log(n)
        found: list[float] = (row / (np.linalg.norm(row) or 1)).tolist()
        return found

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def plain_chroma(parts: list[Passage], folder: Path) -> Finder:
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    store = Chroma(
        "plain",
        HashedEmbeddings(),
        persist_directory=str(folder),
        client_settings=Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)
        ),
    )
    store.add_texts([text for _, text in parts], [{"doc": name} for name, _ in parts])

    def find(question: str) -> list[Passage]:
        return [(d.metadata["doc"], d.page_content) for d in store.similarity_search(question, k=K)]

    return find


def _weights(parts: list[Passage]) -> tuple[list[Counter[str]], dict[str, float]]:
    counts = [Counter(grams(text)) for _, text in parts]
    frequency = Counter(term for count in counts for term in count)
    return counts, {
        t: float(np.log(1 + (len(parts) - n + 0.5) / (n + 0.5))) for t, n in frequency.items()
    }


def plain_bm25(parts: list[Passage]) -> Finder:
    counts, idf = _weights(parts)
    lengths = np.array([sum(count.values()) for count in counts], dtype=float)

    def score(count: Counter[str], length: float, query: list[str]) -> float:
        base = 1.2 * (0.25 + 0.75 * length / lengths.mean())
        return sum(idf[t] * count[t] * 2.2 / (count[t] + base) for t in query if t in count)

    def find(question: str) -> list[Passage]:
        query = grams(question)
        scores = [
            score(count, length, query) for count, length in zip(counts, lengths, strict=True)
        ]
        return [parts[at] for at in np.argsort(-np.array(scores), kind="stable")[:K]]

    return find


def _matrix(counts: list[Counter[str]], idf: dict[str, float]) -> tuple[np.ndarray, dict[str, int]]:
    place = {term: at for at, term in enumerate(idf)}
    rows = np.zeros((len(counts), len(idf)))
    for at, count in enumerate(counts):
        for term, n in count.items():
            if term in place:
                rows[at, place[term]] = (1 + np.log(n)) * idf[term]
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), place


def plain_vectors(parts: list[Passage], dimensions: int = 0) -> Finder:
    """TF-IDF cosine; with ``dimensions`` the same after a singular value decomposition (LSA)."""
    counts, idf = _weights(parts)
    rows, _ = _matrix(counts, idf)
    turn = np.linalg.svd(rows, full_matrices=False)[2][:dimensions].T if dimensions else None
    base = rows if turn is None else rows @ turn
    base = base / np.maximum(np.linalg.norm(base, axis=1, keepdims=True), 1e-9)

    def find(question: str) -> list[Passage]:
        query, _ = _matrix([Counter(grams(question))], idf)
        vector = query[0] if turn is None else query[0] @ turn
        return [parts[at] for at in np.argsort(-(base @ vector), kind="stable")[:K]]

    return find


def ours(files: list[Path], folder: Path) -> Finder:
    library = open_library(folder)
    library.import_files([(path, None) for path in files])
    return lambda question: [(hit.doc, hit.text) for hit in library.search(question, K)]


def measure(find: Finder, rows: list[dict[str, Any]]) -> dict[str, float]:
    """Shares over the questions with gold; milliseconds at the 95th percentile."""
    find(rows[0]["question"])
    ranks, complete, spent = [], [], []
    for row in rows:
        start = time.perf_counter()
        found = [(doc, norm(text)) for doc, text in find(row["question"])]
        spent.append((time.perf_counter() - start) * 1000)
        places = [_place(found, gold) for gold in row["gold"]]
        ranks.append(min(places))
        need = 1 if row["gold_mode"] == "any" else len(places)
        complete.append(sum(place <= 5 for place in places) >= need)
    english = [rank for rank, row in zip(ranks, rows, strict=True) if row["lang"] == "en"]
    return {
        "hit@1": statistics.mean(rank <= 1 for rank in ranks),
        "hit@3": statistics.mean(rank <= 3 for rank in ranks),
        "hit@5": statistics.mean(rank <= 5 for rank in ranks),
        "all@5": statistics.mean(complete),
        "MRR@10": statistics.mean(1 / rank if rank <= 10 else 0 for rank in ranks),
        "en@5": statistics.mean(rank <= 5 for rank in english) if english else float("nan"),
        "ms p95": sorted(spent)[int(0.95 * len(spent)) - 1],
    }


def _place(found: list[Passage], gold: dict[str, str]) -> int:
    quote = norm(gold["quote"])
    return next(
        (at for at, (doc, text) in enumerate(found, 1) if doc == gold["doc"] and quote in text), 99
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path)
    parser.add_argument(
        "--questions", type=Path, default=ROOT / "tests" / "evals" / "questions.jsonl"
    )
    parser.add_argument("--split", default="")
    chosen = parser.parse_args()
    files = sorted(chosen.texts.glob("*.txt"))
    rows = [
        json.loads(line)
        for line in chosen.questions.read_text("utf-8").splitlines()
        if line.strip()
    ]
    rows = [row for row in rows if row["gold"] and chosen.split in ("", row.get("split"))]
    parts = chunks({path.name: path.read_text("utf-8") for path in files})
    with tempfile.TemporaryDirectory() as folder:
        finders = {
            "plain LangChain+Chroma": plain_chroma(parts, Path(folder) / "plain"),
            "TF-IDF": plain_vectors(parts),
            "LSA": plain_vectors(parts, 32),
            "BM25": plain_bm25(parts),
            "ours": ours(files, Path(folder) / "ours"),
        }
        print(f"{len(rows)} questions with gold, {len(files)} texts, {len(parts)} chunks")
        for name, finder in finders.items():
            figures = measure(finder, rows)
            print(f"{name:24s}" + "  ".join(f"{key} {value:.2f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
