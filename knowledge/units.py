"""Retrieval units: stretches of a clause, each joined by the digest entries that speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .clause import Clause, Document
from .grams import squeeze
from .pack import Entry, PackDocument, same_path
from .sentences import sentence_spans

_SHORT, _LONG = 150, 350


@dataclass(frozen=True, slots=True)
class Unit:
    """Sentences ``first:last`` of a clause and the digest entries anchored in them."""

    clause: Clause
    first: int
    last: int
    entries: tuple[Entry, ...]

    @property
    def text(self) -> str:
        """The official words of the unit."""
        spans = sentence_spans(self.clause.text)
        return self.clause.text[spans[self.first][0] : spans[self.last - 1][1]]

    @property
    def expansion(self) -> str:
        """Digest, English digest, titles and lay terms."""
        parts = [*self.clause.headings]
        for entry in self.entries:
            parts += [entry.heading, entry.text, entry.en, *entry.terms]
        return "\n".join(parts)

    @property
    def questions(self) -> tuple[str, ...]:
        """What people would ask."""
        return tuple(question for entry in self.entries for question in entry.questions)


def match_pack(document: Document, pack: Sequence[PackDocument]) -> PackDocument | None:
    """The digest of this document: by file stem, document number, title, or most of its anchors."""
    stem = document.name.rsplit(".", 1)[0]
    numbers = {clause.number for clause in document.clauses if clause.number}
    titles = {squeeze(clause.title) for clause in document.clauses}
    for candidate in pack:
        if candidate.seed and candidate.seed == stem:
            return candidate
    for candidate in pack:
        if candidate.number and candidate.number in numbers:
            return candidate
    for candidate in pack:
        if (
            candidate.title
            and squeeze(candidate.title) in titles
            and _share(document, candidate) > 0.5
        ):
            return candidate
    best = max(pack, key=lambda candidate: _share(document, candidate), default=None)
    return best if best and _share(document, best) >= 0.7 else None


def _share(document: Document, candidate: PackDocument) -> float:
    anchors = [squeeze(entry.anchor) for entry in candidate.entries if entry.anchor]
    if not anchors:
        return 0.0
    text = squeeze(document.text)
    return sum(anchor in text for anchor in anchors) / len(anchors)


def _squeezed_spans(clause: Clause) -> tuple[Sequence[tuple[int, int]], list[int], str]:
    """Sentence spans, and where each sentence starts in the squeezed text of the clause."""
    spans = sentence_spans(clause.text)
    starts, whole = [], ""
    for start, end in spans:
        starts.append(len(whole))
        whole += squeeze(clause.text[start:end])
    return spans, starts, whole


def _anchored(clause: Clause, entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """Entries by the number of the sentence that holds their anchor."""
    _, starts, whole = _squeezed_spans(clause)
    placed: dict[int, list[Entry]] = {}
    for entry in entries:
        at = whole.find(squeeze(entry.anchor)) if entry.anchor else -1
        if at >= 0:
            sentence = max(i for i, start in enumerate(starts) if start <= at)
            placed.setdefault(sentence, []).append(entry)
        elif same_path(clause.path, entry.path) and not entry.anchor:
            placed.setdefault(0, []).append(entry)
    return placed


def place_entries(document: Document, digest: PackDocument | None) -> dict[int, list[Entry]]:
    """Each entry goes to one clause: by path and anchor, else by anchor, else by path."""
    placed: dict[int, list[Entry]] = {}
    for entry in digest.entries if digest else ():
        key = squeeze(entry.anchor)
        holds = [i for i, c in enumerate(document.clauses) if key and key in squeeze(c.text)]
        named = [i for i, c in enumerate(document.clauses) if same_path(c.path, entry.path)]
        both = [i for i in holds if i in named]
        choice = (both or holds or named)[:1]
        if choice:
            placed.setdefault(choice[0], []).append(entry)
    return placed


def clause_units(clause: Clause, entries: Sequence[Entry]) -> list[Unit]:
    """Cut at anchors; where there is none, at sentence ends every 150 to 350 characters."""
    spans = sentence_spans(clause.text)
    if not spans:
        return []
    placed = _anchored(clause, entries)
    loose = [e for e in entries if not any(e in group for group in placed.values())]
    if loose:
        placed.setdefault(0, []).extend(loose)
    if not placed:
        return [Unit(clause, a, b, ()) for a, b in _groups(spans)]
    cuts = sorted(placed)
    cuts[0], first = 0, placed[cuts[0]]
    ends = [*cuts[1:], len(spans)]
    groups = [first, *(placed[cut] for cut in cuts[1:])]
    return [Unit(clause, a, b, tuple(g)) for a, b, g in zip(cuts, ends, groups, strict=True)]


def _groups(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    groups, start = [], 0
    for at in range(1, len(spans)):
        size = spans[at - 1][1] - spans[start][0]
        if size >= _LONG or (size >= _SHORT and spans[at][1] - spans[start][0] > _LONG):
            groups.append((start, at))
            start = at
    return [*groups, (start, len(spans))]


def document_units(document: Document, digest: PackDocument | None) -> list[Unit]:
    """All units of a document in the order of its clauses."""
    placed = place_entries(document, digest)
    units: list[Unit] = []
    for at, clause in enumerate(document.clauses):
        units += clause_units(clause, placed.get(at, ()))
    return units


def digest_document(digest: PackDocument) -> tuple[Document, list[Unit]]:
    """The pack's own document, for when no official text is imported: its clauses are the digest's."""
    texts: dict[str, list[Entry]] = {}
    for entry in digest.entries:
        texts.setdefault(entry.path, []).append(entry)
    clauses, units, whole = [], [], ""
    for path, entries in texts.items():
        start = len(whole)
        text = "\n".join(entry.text for entry in entries)
        whole += text + "\n\n"
        clause = Clause(
            digest.id,
            path,
            (entries[0].heading,),
            text,
            start,
            start + len(text),
            digest.title,
            digest.number,
            digest.issuer,
            digest.date,
            digest.status,
            digest.jurisdiction,
        )
        clauses.append(clause)
        anchored = [replace(entry, anchor=squeeze(entry.text)[:24]) for entry in entries]
        units += clause_units(clause, anchored)
    document = Document(
        digest.id,
        "digest",
        digest.title,
        digest.number,
        digest.issuer,
        digest.date,
        digest.status,
        digest.jurisdiction,
        whole,
        "",
        tuple(clauses),
        digest.id,
    )
    return document, units
