"""The library: imported texts, their index on disk, and the questions it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import RLock

from langchain_core.embeddings import Embeddings

from .clause import Clause, Document
from .embedding import LatentEmbeddings, train
from .hits import Hit, Rerank, choose, reordered
from .judging import Found, gather_evidence, side_units_of, touched_conflicts
from .lexicon import lexicon
from .pack import same_path
from .ranking import Ranker, Weights
from .regions import region_matches
from .shelf import (
    ImportReport,
    assemble,
    bag,
    entries,
    exclusive,
    index_digest,
    parse_source,
    report,
    store_text,
    stored,
)
from .telling import Teller
from .topics import match_gap
from .understanding import understand
from .units import Unit
from .vectors import VectorIndex, drop_others, write_vectors

_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class _Opened:
    """One state of the library, swapped as a whole so that threads never see half of it."""

    documents: tuple[Document, ...]
    packs: Mapping[str, str]
    sides: Mapping[str, list[list[int]]]
    ranker: Ranker
    stamp: int


class Library:
    """Clauses and index under one folder; safe to open in several processes."""

    def __init__(
        self, folder: Path, embedder: Embeddings | None = None, reranker: Rerank | None = None
    ) -> None:
        self.folder, self._given, self._reranker = folder, embedder, reranker
        self._lock = RLock()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "texts").mkdir(exist_ok=True)
        self._opened: _Opened | None = None  # the first question or import opens it

    # -- reading ------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """The documents answers come from: imported texts, and the digest of what is not imported."""
        return self._ready().documents

    def clause(self, doc: str, path: str) -> Clause | None:
        """The clause at ``path`` of a document given by file name, stem, number or pack id."""
        for document in self.documents():
            if doc in _names(document):
                found = document.clause(path)
                if found:
                    return found
                return next((c for c in document.clauses if same_path(c.path, path)), None)
        return None

    def rules_for(self, doc: str, path: str) -> tuple[str, ...]:
        """Ids of the rule catalogue that stand on a clause."""
        wanted = self.clause(doc, path)
        ranker = self._ready().ranker
        rules = [r for u in ranker.units if u.clause == wanted for e in u.entries for r in e.rules]
        return tuple(dict.fromkeys(rules))

    def clauses_for(self, rule: str) -> tuple[Clause, ...]:
        """Clauses a rule of the catalogue stands on."""
        units = self._ready().ranker.units
        found = [u.clause for u in units if any(rule in e.rules for e in u.entries)]
        return tuple(dict.fromkeys(found))

    def search(
        self,
        question: str,
        k: int = 10,
        jurisdiction: str | None = None,
        as_of: str | date | None = None,
        uploaded_text: str | None = None,
    ) -> tuple[Hit, ...]:
        """Ranked clauses, at most 800 characters each; the upload is never searched or obeyed."""
        del uploaded_text
        return self.find(question, k, jurisdiction, as_of).hits

    def find(
        self,
        question: str,
        k: int = 10,
        jurisdiction: str | None = None,
        as_of: str | date | None = None,
        weights: Weights = _WEIGHTS,
    ) -> Found:
        """As ``search``, with the scores and the reading of the question beside the hits."""
        opened = self._ready()
        ranker, asked = opened.ranker, understand(question)
        scores = ranker.scores(question, asked, weights)
        allowed = [_allowed(unit.clause, jurisdiction, as_of) for unit in ranker.units]
        conflicts = touched_conflicts(question, scores, opened.sides)
        lead = opened.sides[conflicts[0][0].topic] if conflicts else []
        hits, sides = choose(ranker.units, scores.total, allowed, asked, k, lead)
        hits, order = reordered(question, hits, sides, self._reranker)
        gap = match_gap(question, scores.opened.tolist())
        return Found(
            hits=hits,
            asked=asked,
            evidence=gather_evidence(question, asked, hits, scores, ranker, gap),
            conflicts=tuple(topic for topic, _ in conflicts),
            gap=gap[0] if gap else None,
            sides=sides,
            scores=scores,
            units=ranker.units,
            packs=opened.packs,
            order=order,
        )

    def teller(self, question: str, hit: Hit) -> Teller:
        """What weighs the sentences of a passage against the question."""
        return self._ready().ranker.teller(question, understand(question), hit.unit, _WEIGHTS)

    # -- writing ------------------------------------------------------------------------------

    def import_file(self, source: Path | str | bytes, name: str | None = None) -> ImportReport:
        """Take an official text. Raises KnowledgeRefused; the library is then as it was before."""
        return self.import_files([(source, name)])[0]

    def import_files(
        self, sources: list[tuple[Path | str | bytes, str | None]]
    ) -> tuple[ImportReport, ...]:
        """Take several texts at once and rebuild the index once."""
        parsed = [parse_source(source, name) for source, name in sources]
        with self._lock, exclusive(self.folder):
            before = {document.name: document for document in stored(self.folder)}
            reports = tuple(report(document, before) for document in parsed)
            for made in reports:
                store_text(self.folder, made)
            self._build()
        return reports

    def rebuild(self) -> None:
        """Make the index anew from the stored texts and the pack."""
        with self._lock, exclusive(self.folder):
            self._build()

    # -- inside -------------------------------------------------------------------------------

    def _ready(self) -> _Opened:
        """What is open, after loading what another process wrote; built when it does not fit."""
        path = self.folder / "manifest.json"
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        opened = self._opened
        if opened and stamp == opened.stamp:
            return opened
        with self._lock, exclusive(self.folder):
            manifest = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            documents, units = assemble(self.folder)
            if manifest.get("digest") != index_digest(units, self._given):
                return self._build()
            return self._open(documents, units)

    def _build(self) -> _Opened:
        """Write vectors and embedder under the new digest, switch to them, drop the old ones."""
        documents, units = assemble(self.folder)
        digest = index_digest(units, self._given)
        texts, owners = entries(units)
        embedder = self._given or train(texts, [bag(unit) for unit in units])
        if isinstance(embedder, LatentEmbeddings):
            embedder.save(self.folder / f"embedder-{digest[:16]}.npz")
        write_vectors(self.folder / "chroma", f"clauses-{digest[:16]}", embedder, texts, owners)
        path = self.folder / "manifest.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"digest": digest}), encoding="utf-8")
        fresh.replace(path)
        opened = self._open(documents, units)
        drop_others(self.folder / "chroma", f"clauses-{digest[:16]}")
        for old in sorted(self.folder.glob("embedder-*.npz")):
            if old.stem != f"embedder-{digest[:16]}":
                old.unlink()
        return opened

    def _open(self, documents: tuple[Document, ...], units: list[Unit]) -> _Opened:
        digest = index_digest(units, self._given)[:16]
        embedder = self._given or LatentEmbeddings.load(self.folder / f"embedder-{digest}.npz")
        vectors = VectorIndex(self.folder / "chroma", f"clauses-{digest}", embedder)
        packs = {document.name: document.pack_id for document in documents}
        stamp = (self.folder / "manifest.json").stat().st_mtime_ns
        ranker = Ranker(units, vectors, lexicon())
        self._opened = _Opened(documents, packs, side_units_of(units, packs), ranker, stamp)
        return self._opened


def open_library(
    folder: Path | str, *, embedder: Embeddings | None = None, reranker: Rerank | None = None
) -> Library:
    """The library kept under ``folder``; made there, from the pack alone, when it is not there yet.

    ``reranker`` gives one score a passage, or None where it has no opinion; it orders what was found.
    """
    return Library(Path(folder), embedder, reranker)


def _names(document: Document) -> tuple[str, ...]:
    stem = document.name.rsplit(".", 1)[0]
    numbers = {clause.number for clause in document.clauses if clause.number}
    return (document.name, stem, document.pack_id, document.number, *sorted(numbers))


def _allowed(clause: Clause, jurisdiction: str | None, as_of: str | date | None) -> bool:
    """Region as asked (national texts everywhere); nothing issued after ``as_of``."""
    if jurisdiction and not region_matches(clause.jurisdiction, jurisdiction):
        return False
    return not (as_of and clause.date and clause.date > str(as_of))
