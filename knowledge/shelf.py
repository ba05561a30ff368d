"""The texts an index is made of: kept on disk, joined with their digests, superseded by new versions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_core.embeddings import Embeddings

from . import pack as _pack
from .clause import Clause, Document
from .errors import refuse
from .parse import parse_text
from .reading import read_bytes
from .units import Unit, digest_document, document_units, match_pack
from .versions import Change, compare

_VERSION = "3"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the document, its clauses, and what changed against the former version."""

    document: Document
    superseded: str
    changes: tuple[Change, ...]


def parse_source(source: Path | str | bytes, name: str | None) -> Document:
    """The document of a path or of bytes; only the last part of the name is kept."""
    given = name or ("text.txt" if isinstance(source, bytes) else Path(source).name)
    label = re.split(r"[/\\]", given.replace("\0", ""))[-1].lstrip(".")
    if not label:
        raise refuse("file.name", "file", given, "文件没有名称。", "The file has no name.")
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    return parse_text(label, read_bytes(data, label))


def report(document: Document, before: dict[str, Document]) -> ImportReport:
    """A text of the same name or number supersedes the stored one."""
    old = before.get(document.name) or next(
        (other for other in before.values() if document.number and other.number == document.number),
        None,
    )
    if old is None or old.digest == document.digest:
        return ImportReport(document, "", ())
    return ImportReport(document, old.name, compare(old, document))


def store_text(folder: Path, made: ImportReport) -> None:
    texts = folder / "texts"
    old = texts / f"{made.superseded}.json"
    if made.superseded and old.exists():
        kept = folder / "superseded"
        kept.mkdir(exist_ok=True)
        old.replace(kept / f"{len(list(kept.iterdir())):04d}-{old.name}")
    document = made.document
    row = {"name": document.name, "text": document.text}
    fresh = texts / f".{document.name}.new"
    fresh.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    fresh.replace(texts / f"{document.name}.json")


def stored(folder: Path) -> list[Document]:
    files = sorted(
        path for path in (folder / "texts").glob("*.json") if not path.name.startswith(".")
    )
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return [parse_text(row["name"], row["text"]) for row in rows]


def assemble(folder: Path) -> tuple[tuple[Document, ...], list[Unit]]:
    """Imported texts with their digests; the digest alone for what is not imported."""
    pack = _pack.pack_documents()
    documents, units, covered = [], list[Unit](), set[str]()
    for document in stored(folder):
        digest = match_pack(document, [p for p in pack if p.id not in covered])
        if digest:
            covered.add(digest.id)
            document = _with_facts(document, digest)
        documents.append(document)
        units += document_units(document, digest)
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


def entries(units: list[Unit]) -> tuple[list[str], list[int]]:
    """Texts to embed and the unit each belongs to: words, digest, every question."""
    texts, owners = list[str](), list[int]()
    for at, unit in enumerate(units):
        for text in (unit.text, unit.expansion, *unit.questions):
            if text.strip():
                texts.append(text)
                owners.append(at)
    return texts, owners


def bag(unit: Unit) -> str:
    """All that is said of a unit: official words, digest in two languages, questions."""
    return "\n".join((unit.text, unit.expansion, *unit.questions))


def index_digest(units: Sequence[Unit], embedder: Embeddings | None) -> str:
    """Changes whenever a clause, its digest, the embedder or this code's version does."""
    total = hashlib.sha256(f"{_VERSION}\n{type(embedder).__name__}\n".encode())
    for unit in units:
        row = (unit.clause.doc, unit.clause.path, unit.text, unit.expansion, *unit.questions)
        total.update(json.dumps(row, ensure_ascii=False).encode())
    return total.hexdigest()


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """One writer at a time, across processes."""
    import fcntl

    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
