"""Words told apart from names: Chinese has no blanks, so known words bound what is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from assistant.plan_words import lexicon, table, words

CJK: Final = "\u3400-\u9fff"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: a known word, the end of a business's name, or unknown characters."""

    start: int
    end: int
    kind: str  # known, end, unknown

    @property
    def length(self) -> int:
        """In characters."""
        return self.end - self.start


@cache
def _known() -> re.Pattern[str]:
    closed = [w for key in ("sectors", "departments") for w in table(key) if not w.isascii()]
    lists = ("plain", "inspect", "away", "ill", "people_titles")
    listed = [w for key in lists for w in words(key) if len(w) > 1 or key == "plain"]
    ends = {w for w in words("name_ends") if len(w) > 1}
    ordered = sorted({*closed, *listed, *ends}, key=lambda w: (-len(w), w))
    known = "|".join(re.escape(w) for w in ordered)
    counted = "[0-9一二两三四五六七八九十百]+(?:家|个|户|组|名|位|人|天|周|次|成|间)"
    return re.compile(f"(?P<count>{counted})|(?P<word>{known})")


@cache
def ends() -> frozenset[str]:
    """What a business's name may end with."""
    return frozenset(words("name_ends"))


def pieces(text: str, at: int, to: int) -> list[Piece]:
    """``text[at:to]`` as pieces, longest known word first, from left to right."""
    found: list[Piece] = []
    last = at
    for match in _known().finditer(text, at, to):
        if match.start() > last:
            found.append(Piece(last, match.start(), "unknown"))
        kind = "end" if match["word"] in ends() else "known"
        found.append(Piece(match.start(), match.end(), kind))
        last = match.end()
    if last < to:
        found.append(Piece(last, to, "unknown"))
    return found


def runs(text: str) -> Iterator[tuple[int, int]]:
    """Every stretch of Chinese characters without marks or signs."""
    for match in re.finditer(f"[{CJK}]+", text):
        yield match.start(), match.end()


@cache
def latin_known() -> frozenset[str]:
    """English words that are no part of a name."""
    return frozenset(lexicon()["known_en"])
