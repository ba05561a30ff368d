"""A sentence being understood: characters, and spans of them that have got a meaning.

What is understood is replaced by one mark, so that the next rule reads ``别派<H>`` whatever the name.
Rules run in a fixed order and never look at the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from assistant.plan_numbers import NUMBER
from assistant.plan_words import either, words

# One private character a kind. P a day, R a stretch of days, D district, S sector, B department,
# K risk, T target, H person, A half of a day, N a limit, W understood and of no further use.
KINDS: Final = "PRDSBKTHANW"
MARKS: Final = {kind: chr(0xE000 + n) for n, kind in enumerate(KINDS)}
ANY_MARK: Final = f"[{MARKS['P']}-{MARKS['W']}]"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece that was understood: its kind, what it means, and the characters as said."""

    kind: str
    value: Any
    raw: str


Token = str | Span
Build = Callable[["re.Match[str]", list[Token]], "Span | list[Token] | None"]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """``<P>`` becomes a mark, ``<n>`` a number, ``<inspect>`` any word of that list."""

    def known(match: re.Match[str]) -> str:
        name = match[1]
        if name == "n":
            return NUMBER
        return MARKS[name] if name in MARKS else either(words(name))

    return re.compile(re.sub(r"(?<!\?P)<([a-z_]+|[A-Z])>", known, pattern), re.IGNORECASE)


class Line:
    """The sentence as a row of tokens; positions of ``text`` and ``tokens`` are the same."""

    def __init__(self, said: str) -> None:
        self.said = said
        self.tokens: list[Token] = list(said)
        self.text = said

    def take(self, pattern: str, build: Build) -> None:
        """Replace every match, left to right, by what ``build`` makes of it; None leaves it."""
        rule, at = compiled(pattern), 0
        while match := rule.search(self.text, at):
            made = build(match, self.tokens[match.start() : match.end()])
            if made is None or match.start() == match.end():
                at = match.start() + 1
                continue
            put: list[Token] = made if isinstance(made, list) else [made]
            self.tokens[match.start() : match.end()] = put
            self._reread()
            at = match.start() + len(put)

    def replace(self, start: int, end: int, span: Span) -> None:
        """Put ``span`` in the place of some tokens."""
        self.tokens[start:end] = [span]
        self._reread()

    def put(self, start: int, end: int, tokens: list[Token]) -> int:
        """Put ``tokens`` in the place of others; by how much the rest moved."""
        self.tokens[start:end] = tokens
        self._reread()
        return len(tokens) - (end - start)

    def find(self, pattern: str) -> re.Match[str] | None:
        """The first match in the present text."""
        return compiled(pattern).search(self.text)

    def has(self, pattern: str) -> bool:
        """Whether the present text holds the pattern."""
        return self.find(pattern) is not None

    def spans(self, kinds: str = KINDS) -> Iterator[tuple[int, Span]]:
        """The understood pieces of these kinds, in the order said."""
        return (
            (at, token)
            for at, token in enumerate(self.tokens)
            if isinstance(token, Span) and token.kind in kinds
        )

    def _reread(self) -> None:
        self.text = "".join(t if isinstance(t, str) else MARKS[t.kind] for t in self.tokens)


def raw_of(tokens: list[Token]) -> str:
    """The characters as they were said."""
    return "".join(t if isinstance(t, str) else t.raw for t in tokens)


def spans_of(tokens: list[Token], kinds: str = KINDS) -> list[Span]:
    """The understood pieces among some tokens."""
    return [t for t in tokens if isinstance(t, Span) and t.kind in kinds]


def used(tokens: list[Token]) -> Span:
    """A mark for what needs no second look."""
    return Span("W", None, raw_of(tokens))
