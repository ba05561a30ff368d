"""Parser for press articles: paragraphs under headings, read off a newspaper column.

A column conversion puts every printed line into a paragraph of its own. What tells a heading from
running text is then its place (after a finished sentence) and its shape (it stops before the edge
of the column, often as two balanced halves). Titles and captions are wider than the column.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line
from .official import Piece

_BYLINE = re.compile(r"^[□■◆●▲]\s*|^(记者|通讯员|本报记者|作者)[：:\s]")
_SOURCE = re.compile(r"^《[^》]{2,12}》\s*\d{4}[-年/.]\d{1,2}")
_TERMINAL = "。！？!?…"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines printed together (no blank line between them), by index."""

    first: int
    last: int
    words: str
    width: float

    @property
    def ends(self) -> bool:
        """Whether the block finishes a sentence."""
        return self.words.rstrip("”’）)").endswith(tuple(_TERMINAL)) or self.words.endswith("）")


def _width(text: str) -> float:
    return sum(0.5 if ord(char) < 128 else 1.0 for char in text)


def _blocks(text: str, lines: tuple[Line, ...]) -> list[Block]:
    groups: list[list[int]] = []
    close = [text[a.end : b.start].count("\n") == 1 for a, b in pairwise(lines)]
    column = sum(close) * 2 < len(close)  # else every line is a paragraph
    for at in range(len(lines)):
        if at and column and close[at - 1] and groups:
            groups[-1].append(at)
        else:
            groups.append([at])
    blocks = []
    for group in groups:
        words = "".join(lines[at].clean for at in group)
        blocks.append(
            Block(group[0], group[-1] + 1, words, max(_width(lines[at].clean) for at in group))
        )
    return blocks


def _column(blocks: list[Block]) -> float:
    """Width of the text column, or infinity when paragraphs stand on single lines."""
    width = (
        statistics.quantiles([block.width for block in blocks], n=10)[7] if len(blocks) > 4 else 99
    )
    return width if width <= 45 else float("inf")


def _balanced(words: str, slack: int) -> bool:
    """Two halves of nearly the same length and no figures: how newspapers word a heading."""
    parts = re.split(r"[，,\s]", words)
    if len(parts) != 2 or re.search(r"\d", words):
        return False
    return min(map(len, parts)) >= 4 and abs(len(parts[0]) - len(parts[1])) <= slack


def _edge(blocks: list[Block]) -> float:
    """Where the first line of a paragraph usually stops."""
    firsts = [
        b.width
        for a, b in pairwise(blocks)
        if a.ends and not b.ends and not _balanced(b.words, 1) and not _BYLINE.match(b.words)
    ]
    return statistics.median(firsts) if firsts else max((b.width for b in blocks), default=0.0)


def _is_heading(blocks: list[Block], at: int, column: float) -> bool:
    """After a finished sentence, unfinished itself, short, and not the start of a paragraph."""
    block = blocks[at]
    before_ends = at == 0 or blocks[at - 1].ends or bool(_BYLINE.match(blocks[at - 1].words))
    if block.ends or not before_ends or at + 1 >= len(blocks) or _BYLINE.match(block.words):
        return False
    if _SOURCE.match(block.words) or _width(block.words) > 40:
        return False
    if column == float("inf"):
        return 4 <= _width(block.words) <= 30 and block.words[-1] not in "，、；："
    if block.last - block.first > 1:
        return _balanced(block.words, 4)
    return block.width <= _edge(blocks) - 1 and _balanced(block.words, 1)


def _wide_tail(blocks: list[Block], first: int, column: float) -> int:
    """Index of the first block of the trailing titles and captions of an article."""
    for at in range(first, len(blocks)):
        if blocks[at].width > column + 3 and (at == 0 or blocks[at - 1].ends):
            return at
    return len(blocks)


def _title_among(blocks: list[Block], column: float) -> str:
    """A title is wide, unfinished, and not the first line of a two-line caption."""
    for at, block in enumerate(blocks):
        narrow_next = at + 1 < len(blocks) and blocks[at + 1].width <= column + 3
        if (
            block.width > column + 3
            and not block.ends
            and not (narrow_next and blocks[at + 1].ends)
        ):
            return block.words
    return ""


def _articles(blocks: list[Block]) -> list[tuple[int, int]]:
    """Spans of blocks, one an article; every byline after the first opens a new one."""
    bylines = [at for at, block in enumerate(blocks) if _BYLINE.match(block.words)]
    starts = [0, *bylines[1:]]
    return list(zip(starts, [*starts[1:], len(blocks)], strict=True))


def _sections(blocks: list[Block], column: float, name: str) -> list[Piece]:
    pieces, start, path = [], 0, name
    for at in range(len(blocks)):
        if _is_heading(blocks, at, column):
            if at > start:
                pieces.append(Piece(path, (path,), blocks[start].first, blocks[at].first))
            start, path = at, blocks[at].words
        elif _SOURCE.match(blocks[at].words) and at > start:
            pieces.append(Piece(path, (path,), blocks[start].first, blocks[at].first))
            start, path = at, "文末"
    if blocks:
        pieces.append(Piece(path, (path,), blocks[start].first, blocks[-1].last))
    return pieces


def press_pieces(text: str, lines: tuple[Line, ...]) -> tuple[list[Piece], str]:
    """Pieces of a press file in order, and its title ("" when it has none)."""
    blocks = _blocks(text, lines)
    column = _column(blocks)
    pieces: list[Piece] = []
    title = ""
    for number, (first, last) in enumerate(_articles(blocks)):
        own = blocks[first:last]
        tail = _wide_tail(own, 2, column) if column < 99 else len(own)
        found = _title_among(own[tail:], column)
        sections = _sections(own[:tail], column, "导语")
        if len(sections) == 1 and found and number:
            sections = [Piece(found, (found,), sections[0].first, sections[0].last)]
        pieces += sections
        if tail < len(own):
            path = "标题" if own[tail].words == found else "图片说明"
            pieces.append(Piece(path, (path,), own[tail].first, own[-1].last))
        title = title or found
    return pieces, title
