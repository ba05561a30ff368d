"""The policy pack: our digest of every clause, in our own words, with the questions people ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("pack")
_NOT_DOCUMENTS = ("conflicts.yaml", "gaps.yaml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One digest entry: a provision of a clause, its anchor in the official text, its questions."""

    doc: str
    path: str
    heading: str
    anchor: str
    text: str
    en: str
    strength: str
    rules: tuple[str, ...]
    questions: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackDocument:
    """A document of the pack and its entries."""

    id: str
    title: str
    number: str
    issuer: str
    date: str
    status: str
    jurisdiction: str
    seed: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says on a topic on which the documents differ."""

    doc: str
    path: str
    says_zh: str
    says_en: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A topic on which the documents differ, and all sides."""

    topic: str
    topic_en: str
    zh: str
    en: str
    keywords: tuple[str, ...]
    questions: tuple[str, ...]
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic the documents do not settle, and the nearest clause (``doc#path``)."""

    topic: str
    zh: str
    en: str
    keywords: tuple[str, ...]
    questions: tuple[str, ...]
    nearest: str
    when: str = ""  # a pattern the question must show, for gaps of one place or time

    def concerns(self, question: str) -> bool:
        """Whether the question is about the place or time the gap is limited to."""
        return not self.when or re.search(self.when, question, re.I) is not None


def _words(row: Mapping[str, Any], key: str) -> str:
    return " ".join(str(row.get(key) or "").split())


def _many(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in row.get(key) or ())


@cache
def _asked() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Further questions by document and heading of the entry."""
    path = FOLDER.with_name("asked.yaml")
    if not path.exists():
        return {}
    rows: Mapping[str, Mapping[str, Sequence[str]]] = yaml.load(
        path.read_text(encoding="utf-8"), Loader=_loader()
    )
    return rows


def _questions(doc: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    more = _asked().get(doc, {}).get(str(row.get("heading")), ())
    return tuple(dict.fromkeys((*_many(row, "questions"), *map(str, more))))


def _entry(doc: str, row: Mapping[str, Any]) -> Entry:
    return Entry(
        doc,
        str(row["path"]),
        _words(row, "heading"),
        _words(row, "anchor"),
        _joined(row),
        _words(row, "en"),
        _words(row, "strength"),
        _many(row, "rules"),
        _questions(doc, row),
        _many(row, "terms"),
    )


def _joined(row: Mapping[str, Any]) -> str:
    """Chinese text whose YAML line folds left blanks between characters."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", _words(row, "text"))


def _document(row: Mapping[str, Any]) -> PackDocument:
    doc = str(row["id"])
    entries = tuple(_entry(doc, clause) for clause in row.get("clauses") or ())
    return PackDocument(
        doc,
        _words(row, "title"),
        _words(row, "number"),
        _words(row, "issuer"),
        _words(row, "date"),
        _words(row, "status"),
        _words(row, "jurisdiction"),
        _words(row, "seed"),
        _words(row, "note"),
        entries,
    )


def _rows(name: str) -> Sequence[Mapping[str, Any]]:
    path = FOLDER / name
    if not path.exists():
        return ()
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    if isinstance(rows, Mapping):
        rows = next(iter(rows.values()))
    return tuple(rows or ())


def _loader() -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def pack_documents() -> tuple[PackDocument, ...]:
    """All documents of the pack, by id."""
    files = sorted(path for path in FOLDER.glob("*.yaml") if path.name not in _NOT_DOCUMENTS)
    found = [
        _document(yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())) for path in files
    ]
    return tuple(sorted(found, key=lambda document: document.id))


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Topics on which the documents differ."""
    return tuple(
        Conflict(
            _words(r, "topic"),
            _words(r, "topic_en"),
            _words(r, "zh"),
            _words(r, "en"),
            _many(r, "keywords"),
            _many(r, "questions"),
            tuple(
                Side(str(s["doc"]), str(s["path"]), _words(s, "says_zh"), _words(s, "says_en"))
                for s in r["sides"]
            ),
        )
        for r in _rows("conflicts.yaml")
    )


@cache
def gaps() -> tuple[Gap, ...]:
    """Topics the documents leave open, and what the product had to define in their place."""
    stated = tuple(
        Gap(
            _words(row, "topic"),
            _words(row, "zh"),
            _words(row, "en"),
            _many(row, "keywords"),
            _many(row, "questions"),
            _words(row, "nearest"),
            _words(row, "when"),
        )
        for row in _rows("gaps.yaml")
    )
    own = [
        entry
        for document in pack_documents()
        if document.status == "own"
        for entry in document.entries
    ]
    return stated + tuple(_defined(entry) for entry in own)


def _defined(entry: Entry) -> Gap:
    """An open topic for which the product has a definition of its own."""
    zh = f"本系统定义（不是规定）：{entry.text}"
    en = f"Our definition, not a rule: {entry.en}"
    return Gap(entry.heading, zh, en, entry.terms, entry.questions, "")


def pack_clauses() -> tuple[Entry, ...]:
    """Every entry of every document of the pack."""
    return tuple(entry for document in pack_documents() for entry in document.entries)


def same_path(one: str, other: str) -> bool:
    """Paths of the same clause: equal, or one leaves out the layer, or a press heading shortened."""
    if one == other:
        return True
    bare, also = one.split("/")[-1], other.split("/")[-1]
    if "/" in one and "/" in other:
        return False
    return bare == also or (
        len(min(bare, also, key=len)) >= 4 and (bare.startswith(also) or also.startswith(bare))
    )


def clause_exists(basis: str) -> bool:
    """Whether ``doc#path`` names an entry of the pack; ``own:definition`` always does."""
    if basis == "own:definition":
        return True
    doc, mark, path = basis.partition("#")
    if not mark:
        return False
    names = {document.id: document.id for document in pack_documents()}
    names |= {document.number: document.id for document in pack_documents() if document.number}
    return any(entry.doc == names.get(doc) and entry.path == path for entry in pack_clauses())
