"""The library: imported texts, their index on disk, and the questions it answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import RLock

import numpy as np
from langchain_core.embeddings import Embeddings

from . import lexicon as _lexicon
from . import pack as _pack
from .clause import Clause, Document
from .confidence import Evidence, gather_doubts, unknown_share
from .doubts import Doubt
from .embedding import LatentEmbeddings, train
from .hits import Hit, choose
from .pack import Conflict, Gap, Side, same_path
from .parse import parse_text
from .ranking import Ranker, Scores, Weights
from .reading import read_bytes
from .regions import region_matches
from .telling import Teller
from .topics import match_conflicts, match_gap
from .understanding import Understanding, understand
from .units import Unit, digest_document, document_units, match_pack
from .vectors import VectorIndex, write_vectors
from .versions import Change, compare

_VERSION = "1"
_WEIGHTS = Weights()
_CLEAR = 0.03  # by how much an open topic must be nearer than the best question of a clause


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the document, its clauses, and what changed against the former version."""

    document: Document
    superseded: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Everything a search knows: the hits in order, how the question was read, how sure it is."""

    hits: tuple[Hit, ...]
    asked: Understanding
    evidence: Evidence
    conflicts: tuple[Conflict, ...]
    gap: Gap | None
    sides: int
    scores: Scores
    units: tuple[Unit, ...]
    packs: Mapping[str, str]

    def side_of(self, hit: Hit) -> Side | None:
        """The side a passage stands for in the first topic on which the documents differ."""
        sides = self.conflicts[0].sides if self.conflicts else ()
        doc = self.packs.get(hit.doc, hit.doc)
        return next((s for s in sides if s.doc == doc and same_path(hit.clause, s.path)), None)


class Library:
    """Clauses and index under one folder; safe to open in several processes."""

    def __init__(self, folder: Path, embedder: Embeddings | None = None) -> None:
        self.folder, self._given = folder, embedder
        self._lock = RLock()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "texts").mkdir(exist_ok=True)
        self._stamp = -1  # nothing loaded yet: the first question or import does it

    # -- reading ------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """The documents answers come from: imported texts, and the digest of what is not imported."""
        self._refresh()
        return self._documents

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
        self._refresh()
        wanted = self.clause(doc, path)
        rules = [
            r for u in self._ranker.units if u.clause == wanted for e in u.entries for r in e.rules
        ]
        return tuple(dict.fromkeys(rules))

    def clauses_for(self, rule: str) -> tuple[Clause, ...]:
        """Clauses a rule of the catalogue stands on."""
        self._refresh()
        found = [u.clause for u in self._ranker.units if any(rule in e.rules for e in u.entries)]
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
        self._refresh()
        asked = understand(question)
        scores = self._ranker.scores(question, asked, weights)
        allowed = [_allowed(unit.clause, jurisdiction, as_of) for unit in self._ranker.units]
        conflicts = _conflicts(question, scores, self._sides)
        lead = self._sides[conflicts[0][0].topic] if conflicts else []
        hits, sides = choose(self._ranker.units, scores.total, allowed, asked, k, lead)
        gap = match_gap(question)
        evidence = _evidence(question, asked, hits, scores, self._ranker, gap)
        shown = tuple(topic for topic, _ in conflicts)
        return Found(
            hits,
            asked,
            evidence,
            shown,
            gap[0] if gap else None,
            sides,
            scores,
            self._ranker.units,
            self._packs,
        )

    def teller(self, question: str, hit: Hit) -> Teller:
        """What weighs the sentences of a passage against the question."""
        self._refresh()
        return self._ranker.teller(question, understand(question), hit.unit, _WEIGHTS)

    # -- writing ------------------------------------------------------------------------------

    def import_file(self, source: Path | str | bytes, name: str | None = None) -> ImportReport:
        """Take an official text. Raises KnowledgeRefused; the library is then as it was before."""
        return self.import_files([(source, name)])[0]

    def import_files(
        self, sources: list[tuple[Path | str | bytes, str | None]]
    ) -> tuple[ImportReport, ...]:
        """Take several texts at once and rebuild the index once."""
        parsed = [_parse_source(source, name) for source, name in sources]
        with self._lock, _exclusive(self.folder):
            before = {document.name: document for document in _stored(self.folder)}
            reports = tuple(_report(document, before) for document in parsed)
            for report in reports:
                _store_text(self.folder, report)
            self._build()
        return reports

    def rebuild(self) -> None:
        """Make the index anew from the stored texts and the pack."""
        with self._lock, _exclusive(self.folder):
            self._build()

    # -- inside -------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Load what another process wrote since; build when the index does not fit the texts."""
        path = self.folder / "manifest.json"
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        if stamp == self._stamp and stamp:
            return
        with self._lock:
            documents, units = _assemble(self.folder)
            manifest = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            if manifest.get("digest") != _digest(units, self._given):
                with _exclusive(self.folder):
                    self._build()
                return
            self._open(documents, units, stamp)

    def _build(self) -> None:
        documents, units = _assemble(self.folder)
        digest = _digest(units, self._given)
        texts, owners = _entries(units)
        embedder = self._given or train(texts, [_bag(unit) for unit in units])
        if isinstance(embedder, LatentEmbeddings):
            embedder.save(self.folder / "embedder.npz")
        write_vectors(self.folder / "chroma", f"clauses-{digest[:16]}", embedder, texts, owners)
        path = self.folder / "manifest.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"digest": digest}), encoding="utf-8")
        fresh.replace(path)
        self._open(documents, units, path.stat().st_mtime_ns)

    def _open(self, documents: tuple[Document, ...], units: list[Unit], stamp: int) -> None:
        embedder = self._given or LatentEmbeddings.load(self.folder / "embedder.npz")
        digest = _digest(units, self._given)
        vectors = VectorIndex(self.folder / "chroma", f"clauses-{digest[:16]}", embedder)
        self._documents = documents
        self._packs = {document.name: document.pack_id for document in documents}
        self._sides = _side_units(units, self._packs)
        self._ranker = Ranker(units, vectors, _lexicon.lexicon())
        self._stamp = stamp


def open_library(folder: Path | str, *, embedder: Embeddings | None = None) -> Library:
    """The library kept under ``folder``; made there, from the pack alone, when it is not there yet."""
    return Library(Path(folder), embedder)


def _side_units(units: Sequence[Unit], packs: Mapping[str, str]) -> dict[str, list[list[int]]]:
    """For each topic on which the documents differ, the units of each side."""

    def side_units(side: Side) -> list[int]:
        return [
            at
            for at, unit in enumerate(units)
            if packs.get(unit.clause.doc) == side.doc and same_path(unit.clause.path, side.path)
        ]

    return {topic.topic: [side_units(side) for side in topic.sides] for topic in _pack.conflicts()}


def _conflicts(
    question: str, scores: Scores, sides: Mapping[str, list[list[int]]]
) -> tuple[tuple[Conflict, float], ...]:
    """Topics the question touches; clauses found among the first raise the topic they are a side of."""
    order = [int(at) for at in np.argsort(-scores.total, kind="stable")[:4]]

    def agreement(topic: Conflict) -> float:
        members = {at for group in sides[topic.topic] for at in group}
        return sum(0.12 for at in order if at in members)

    return match_conflicts(question, agreement)[:2]


def _lead(scores: Scores, ranker: Ranker) -> float:
    """How far the best unit stands before the best of another clause."""
    best = int(np.argmax(scores.total))
    own = ranker.units[best].clause
    others = [s for u, s in zip(ranker.units, scores.total, strict=True) if u.clause is not own]
    return float(scores.total[best] - max(others, default=0.0))


def _evidence(
    question: str,
    asked: Understanding,
    hits: tuple[Hit, ...],
    scores: Scores,
    ranker: Ranker,
    gap: tuple[Gap, float] | None,
) -> Evidence:
    """What the first passages show for the question; nothing found means nothing known."""
    if not hits:
        return Evidence(0.0, 0.0, 0.0, 1.0, 0.0, ())
    best = max(hits[:3], key=lambda hit: scores.fit[hit.unit]).unit
    near = "\n".join(hit.text for hit in hits[:2])
    wide = "\n".join(hit.text for hit in hits[:3])
    years = set(
        re.findall(r"(?:19|20)\d{2}", wide + " ".join(hit.date + hit.title for hit in hits[:3]))
    )
    doubts = gather_doubts(question, asked, near, wide, years)
    if gap and gap[1] > float(scores.question[best]) + _CLEAR:
        doubts = (*doubts, Doubt("gap", gap[0].zh, gap[0].en))
    unknown = unknown_share(ranker.words.strip(question), ranker.known)
    return Evidence(
        float(scores.fit[best]),
        float(scores.question[best]),
        float(scores.vector[best]),
        unknown,
        _lead(scores, ranker),
        doubts,
    )


def _names(document: Document) -> tuple[str, ...]:
    stem = document.name.rsplit(".", 1)[0]
    numbers = {clause.number for clause in document.clauses if clause.number}
    return (document.name, stem, document.pack_id, document.number, *sorted(numbers))


def _allowed(clause: Clause, jurisdiction: str | None, as_of: str | date | None) -> bool:
    """Region as asked (national texts everywhere); nothing issued after ``as_of``."""
    if jurisdiction and not region_matches(clause.jurisdiction, jurisdiction):
        return False
    return not (as_of and clause.date and clause.date > str(as_of))


def _parse_source(source: Path | str | bytes, name: str | None) -> Document:
    if isinstance(source, bytes):
        label = name or "text.txt"
        return parse_text(label, read_bytes(source, label))
    path = Path(source)
    label = name or path.name
    return parse_text(label, read_bytes(path.read_bytes(), label))


def _report(document: Document, before: dict[str, Document]) -> ImportReport:
    """A text of the same name or number supersedes the stored one."""
    old = before.get(document.name) or next(
        (other for other in before.values() if document.number and other.number == document.number),
        None,
    )
    if old is None or old.digest == document.digest:
        return ImportReport(document, "", ())
    return ImportReport(document, old.name, compare(old, document))


def _store_text(folder: Path, report: ImportReport) -> None:
    texts = folder / "texts"
    old = texts / f"{report.superseded}.json"
    if report.superseded and old.exists():
        kept = folder / "superseded"
        kept.mkdir(exist_ok=True)
        old.replace(kept / f"{len(list(kept.iterdir())):04d}-{old.name}")
    document = report.document
    row = {"name": document.name, "text": document.text}
    fresh = texts / f".{document.name}.new"
    fresh.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    fresh.replace(texts / f"{document.name}.json")


def _stored(folder: Path) -> list[Document]:
    files = sorted(
        path for path in (folder / "texts").glob("*.json") if not path.name.startswith(".")
    )
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return [parse_text(row["name"], row["text"]) for row in rows]


def _assemble(folder: Path) -> tuple[tuple[Document, ...], list[Unit]]:
    """Imported texts with their digests; the digest alone for what is not imported."""
    pack = _pack.pack_documents()
    documents, units, covered = [], list[Unit](), set[str]()
    for stored in _stored(folder):
        digest = match_pack(stored, [p for p in pack if p.id not in covered])
        if digest:
            covered.add(digest.id)
            stored = _with_facts(stored, digest)
        documents.append(stored)
        units += document_units(stored, digest)
    for digest in pack:
        if digest.id not in covered and digest.entries and digest.status != "own":
            document, own = digest_document(digest)
            documents.append(document)
            units += own
    return tuple(documents), units


def _with_facts(document: Document, digest: _pack.PackDocument) -> Document:
    """Title, status and dates the digest knows where the file itself does not say."""

    def fill(clause: Clause) -> Clause:
        return replace(
            clause,
            title=digest.title if document.kind == "press" else clause.title or digest.title,
            number=clause.number or ("" if document.kind == "official" else digest.number),
            date=clause.date or digest.date,
            status=digest.status,
            jurisdiction=clause.jurisdiction or digest.jurisdiction,
        )

    return replace(
        document,
        pack_id=digest.id,
        status=digest.status,
        title=digest.title or document.title,
        number=document.number or digest.number,
        date=document.date or digest.date,
        clauses=tuple(fill(clause) for clause in document.clauses),
    )


def _entries(units: list[Unit]) -> tuple[list[str], list[int]]:
    """Texts to embed and the unit each belongs to: words, digest, every question."""
    texts, owners = list[str](), list[int]()
    for at, unit in enumerate(units):
        for text in (unit.text, unit.expansion, *unit.questions):
            if text.strip():
                texts.append(text)
                owners.append(at)
    return texts, owners


def _bag(unit: Unit) -> str:
    """All that is said of a unit: official words, digest in two languages, questions."""
    return "\n".join((unit.text, unit.expansion, *unit.questions))


def _digest(units: Sequence[Unit], embedder: Embeddings | None) -> str:
    """Changes whenever a clause, its digest, the embedder or this code's version does."""
    total = hashlib.sha256(f"{_VERSION}\n{type(embedder).__name__}\n".encode())
    for unit in units:
        row = (unit.clause.doc, unit.clause.path, unit.text, unit.expansion, *unit.questions)
        total.update(json.dumps(row, ensure_ascii=False).encode())
    return total.hexdigest()


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One writer at a time, across processes."""
    import fcntl

    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
