"""A text becomes a document of clauses: official texts by their numbering, articles by headings."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from .clause import Clause, Document
from .errors import refuse
from .layers import Head, date_in, find_layers
from .lines import Line, heading_mark, split_lines
from .official import Piece, all_pieces
from .press import press_pieces
from .regions import region_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What every clause repeats about the layer it stands in."""

    title: str
    number: str
    issuer: str
    date: str
    status: str
    jurisdiction: str


def parse_text(name: str, text: str) -> Document:
    """Clauses of a file, offsets into ``text``. Raises KnowledgeRefused when nothing is found."""
    lines = split_lines(text)
    if not lines:
        raise refuse(
            "text.empty",
            "text",
            name,
            f"“{name}”没有可用的文字。",
            f"'{name}' holds no usable text.",
        )
    return _official(name, text, lines) if is_official(lines) else _press(name, text, lines)


def is_official(lines: tuple[Line, ...]) -> bool:
    """Numbered parts or articles, or a document number, make a text official."""
    marks = [heading_mark(line.clean) for line in lines]
    parts = sum(mark is not None and mark[0] in ("part", "article", "section") for mark in marks)
    return parts >= 2 or any(head.number for head in find_layers(lines))


def _status(head: Head, layers: int) -> str:
    if head.draft:
        return "draft"
    if layers > 1:
        return "forwarded"
    return "in_force" if head.number else "unknown"


def _dates(
    lines: tuple[Line, ...], heads: tuple[Head, ...], found: list[tuple[Piece, Head, str]]
) -> list[str]:
    """The date of each layer: the last line of its own that is a date and little more."""
    dates = dict.fromkeys(heads, "")
    for piece, head, _ in found:
        for line in lines[piece.first : piece.last]:
            if len(line.clean) <= 14 and date_in(line.clean):
                dates[head] = date_in(line.clean)
    return [dates[head] for head in heads]


def _official(name: str, text: str, lines: tuple[Line, ...]) -> Document:
    heads = find_layers(lines)
    found = all_pieces(lines, heads)
    dates = _dates(lines, heads, found)
    facts = [
        Facts(
            head.title,
            head.number,
            head.issuer,
            date,
            _status(head, len(heads)),
            region_of(head.issuer, head.title),
        )
        for head, date in zip(heads, dates, strict=True)
    ]
    clauses = _unique(
        [
            _clause(name, text, lines, piece, facts[heads.index(head)], layer)
            for piece, head, layer in found
        ]
    )
    return _document(name, "official", text, facts[0], clauses)


def _press(name: str, text: str, lines: tuple[Line, ...]) -> Document:
    pieces, title = press_pieces(text, lines)
    dates = [date_in(line.clean) or _iso(line.clean) for line in lines if len(line.clean) < 30]
    date = next((found for found in reversed(dates) if found), "")
    whole = "".join(line.clean for line in lines)
    facts = Facts(
        title or lines[0].clean[:40],
        "",
        "",
        date,
        "press",
        region_of(title, whole[:400]).split("/")[0],
    )
    clauses = _unique([_clause(name, text, lines, piece, facts, "") for piece in pieces])
    return _document(name, "press", text, facts, clauses)


def _iso(clean: str) -> str:
    match = re.search(r"(\d{4})-(\d{2})-(\d{2})", clean)
    return match[0] if match else ""


def _clause(
    name: str, text: str, lines: tuple[Line, ...], piece: Piece, facts: Facts, layer: str
) -> Clause:
    start, end = lines[piece.first].start, lines[piece.last - 1].end
    path = f"{layer}/{piece.path}" if layer else piece.path
    return Clause(
        name,
        path,
        piece.headings,
        text[start:end],
        start,
        end,
        facts.title,
        facts.number,
        facts.issuer,
        facts.date,
        facts.status,
        facts.jurisdiction,
    )


def _unique(clauses: list[Clause]) -> tuple[Clause, ...]:
    """In the order of the file; a path met again gets a running number (``文末#2``)."""
    from dataclasses import replace

    seen: dict[str, int] = {}
    unique = []
    for clause in sorted(clauses, key=lambda c: c.start):
        seen[clause.path] = seen.get(clause.path, 0) + 1
        again = seen[clause.path]
        unique.append(clause if again == 1 else replace(clause, path=f"{clause.path}#{again}"))
    return tuple(unique)


def _document(
    name: str, kind: str, text: str, facts: Facts, clauses: tuple[Clause, ...]
) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        name,
        kind,
        facts.title,
        facts.number,
        facts.issuer,
        facts.date,
        facts.status,
        facts.jurisdiction,
        text,
        digest,
        clauses,
    )
