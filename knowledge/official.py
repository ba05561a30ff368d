"""Parser for official texts: parts 一、, sections （一）, items 1., articles 第一条, head and end matter.

Every character that says something belongs to exactly one clause, so nothing is lost: a heading
that stands alone opens the first clause below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .layers import Head, date_in, layer_name
from .lines import Line, heading_mark, heading_words

_RANK = {"chapter": 0, "part": 0, "article": 1, "section": 2, "item": 3, "point": 4}
_TAIL = re.compile(
    r"^[（(]?此[件页]|^公开方式|^附件\s*[：:]|^附\s*[：:]|印发$|^抄送|^分送|^主题词|^联系(人|电话)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading: the index of its line, its level, number, label and words."""

    line: int
    level: str
    number: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause before it knows its document: path, titles, and its span of lines."""

    path: str
    headings: tuple[str, ...]
    first: int
    last: int


def find_marks(lines: tuple[Line, ...], head: Head) -> list[Mark]:
    """Headings of a layer; a number out of sequence or in mid-sentence is running text."""
    marks: list[Mark] = []
    counts: dict[str, int] = {}
    for at in range(head.first, head.last):
        found = heading_mark(lines[at].clean)
        if not found:
            continue
        level, number, label = found
        opens = not marks and number == 1  # nothing is numbered yet: a title may stand above
        if not opens and not _fits(lines, at, head.first, level, number, counts):
            continue
        counts[level] = number
        for other, rank in _RANK.items():
            if rank > _RANK[level] and not (level == "part" and other == "section"):
                counts.pop(other, None)
        marks.append(Mark(at, level, number, label, heading_words(lines[at].clean)))
    return marks


def _fits(
    lines: tuple[Line, ...], at: int, first: int, level: str, number: int, counts: dict[str, int]
) -> bool:
    """Next in sequence (or a fresh start at one), after a closed line or set in bold."""
    last = counts.get(level, 0)
    fresh = number == 1 or number == last + 1
    skipped = last < number <= last + 3
    if at == first or lines[at].strong:
        return fresh or skipped
    before = lines[at - 1]
    closed = before.closes or before.strong or heading_mark(before.clean) is not None
    return closed and (fresh or skipped)


def _tail_start(lines: tuple[Line, ...], first: int, last: int) -> int:
    """Index of the first line of the end matter after ``first``, or ``last``."""
    for at in range(first, last):
        if _TAIL.search(lines[at].clean) and len(lines[at].clean) < 120:
            issuer_above = at - 1 > first and _is_signature(lines, at)
            return at - 1 if issuer_above else at
    return last


def _is_signature(lines: tuple[Line, ...], at: int) -> bool:
    """A print line "…日印发" whose issuer stands on the line above."""
    above = lines[at - 1].clean
    return lines[at].clean.endswith("印发") and len(above) <= 30 and not above.endswith("。")


def _path(stack: list[Mark]) -> str:
    """``二(三)3`` from the open headings."""
    shapes = {"part": "{}", "section": "({})", "item": "{}", "point": "({})"}
    words = {"chapter": "第{}章", "article": "第{}条"}
    return "".join((shapes.get(m.level) or words[m.level]).format(m.label) for m in stack)


def _push(stack: list[Mark], mark: Mark) -> list[Mark]:
    kept = [m for m in stack if _RANK[m.level] < _RANK[mark.level]]
    if mark.level == "article":  # articles count through the chapters: 第五条 needs no chapter
        kept = []
    return [*kept, mark]


def _is_bare(lines: tuple[Line, ...], mark: Mark, last: int) -> bool:
    """A heading with no text of its own: a line or two, one title, nothing after it."""
    if mark.level == "article":
        return False
    text = "".join(line.clean for line in lines[mark.line : last])
    if last - mark.line == 1 and len(text) <= 60 and not lines[mark.line].closes:
        return True
    return last - mark.line <= 2 and len(text) <= 60 and "。" not in text.rstrip("。*")


def _body(lines: tuple[Line, ...], marks: list[Mark], tail: int) -> list[Piece]:
    pieces, stack = [], list[Mark]()
    pending: int | None = None
    for at, mark in enumerate(marks):
        stack = _push(stack, mark)
        last = marks[at + 1].line if at + 1 < len(marks) else tail
        deeper = at + 1 < len(marks) and _RANK[marks[at + 1].level] > _RANK[mark.level]
        start = mark.line if pending is None else pending
        if deeper and _is_bare(lines, mark, last):
            pending = start
            continue
        pending = None
        titles = tuple(m.words for m in stack if m.words)
        pieces.append(Piece(_path(stack), titles, start, last))
    return pieces


def _opening(lines: tuple[Line, ...], head: Head, last: int, whole: bool) -> list[Piece]:
    """Head and preamble. A covering letter that ends in a date is kept apart as 通知."""
    if last <= head.first:
        return []
    letter = next(
        (
            at + 1
            for at in range(head.first, last)
            if date_in(lines[at].clean) and len(lines[at].clean) <= 14
        ),
        None,
    )
    if letter and letter < last:
        title = (head.title,) if head.title else ()
        return [Piece("通知", title, head.first, letter), Piece("序", title, letter, last)]
    return [Piece("正文" if whole else "序", (head.title,) if head.title else (), head.first, last)]


def layer_pieces(lines: tuple[Line, ...], head: Head) -> list[Piece]:
    """The clauses of one layer, in the order of the file."""
    marks = find_marks(lines, head)
    body_from = marks[-1].line + 1 if marks else min(head.first + 3, head.last)
    tail = _tail_start(lines, body_from, head.last)
    first = marks[0].line if marks else tail
    pieces = _opening(lines, head, first, whole=not marks) + _body(lines, marks, tail)
    if tail < head.last:
        pieces.append(Piece("文末", ("文末",), tail, head.last))
    return pieces


def all_pieces(lines: tuple[Line, ...], heads: tuple[Head, ...]) -> list[tuple[Piece, Head, str]]:
    """Pieces of every layer with their layer and its name; print lines go to their own issuer."""
    names = [layer_name(head.issuer, head.kind) if len(heads) > 1 else "" for head in heads]
    found: list[tuple[Piece, Head, str]] = []
    for head, name in zip(heads, names, strict=True):
        for piece in layer_pieces(lines, head):
            if piece.path == "文末" and len(heads) > 1:
                found += _split_tail(lines, piece, head, heads, names)
            else:
                found.append((piece, head, name))
    return found


def _split_tail(
    lines: tuple[Line, ...], piece: Piece, head: Head, heads: tuple[Head, ...], names: list[str]
) -> list[tuple[Piece, Head, str]]:
    """End matter of the file may hold the print line of an outer layer: give it back to it."""
    own = heads.index(head)
    owners = [own] * (piece.last - piece.first)
    for at in range(piece.first, piece.last):
        signer = next(
            (
                i
                for i, other in enumerate(heads)
                if i != own
                and other.issuer
                and lines[at].clean.startswith(other.issuer)
                and lines[at].clean.endswith(("局", "室", "厅", "委"))
            ),
            None,
        )
        if signer is not None:
            owners[at - piece.first :] = [signer] * (piece.last - at)
    found, start = [], piece.first
    for at in range(piece.first + 1, piece.last + 1):
        if at == piece.last or owners[at - piece.first] != owners[start - piece.first]:
            owner = owners[start - piece.first]
            found.append((Piece("文末", ("文末",), start, at), heads[owner], names[owner]))
            start = at
    return found
