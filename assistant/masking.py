"""Personal data on its way out and back: marks leave the house, the words themselves stay in it.

Every span that is personal becomes a mark such as ``[name-1]``; the same words get the same mark as
long as the masker lives, and what a model says with a mark is read back here, in the house.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from campaigns import find_personal

MARK: Final = re.compile(r"\[(?:key|id|code|phone|card|mail|name|secret)-\d{1,4}\]")
_OPEN: Final = re.compile(r"\[[a-z0-9-]{0,12}$")


class Masker:
    """One conversation's marks; ``names`` are known names, ``secrets`` words that never leave."""

    def __init__(self, names: Collection[str] = (), secrets: Collection[str] = ()) -> None:
        self._names = frozenset(names)
        self._secrets = tuple(sorted((s for s in secrets if len(s) > 3), key=lambda s: -len(s)))
        self._marks: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def mask(self, text: str) -> str:
        """The text with a mark for every personal or secret span."""
        for secret in self._secrets:
            text = text.replace(secret, self._mark(secret, "secret"))
        out, at = [], 0
        for found in find_personal(text, self._names):
            out += [text[at : found.start], self._mark(text[found.start : found.end], found.kind)]
            at = found.end
        return "".join([*out, text[at:]])

    def unmask(self, text: str) -> str:
        """The text with the words again; a mark nobody gave stays, and a secret stays a mark."""
        return MARK.sub(lambda found: self._words.get(found[0], found[0]), text)

    def mask_value(self, value: Any) -> Any:
        """Every string inside a JSON value masked."""
        return _each(value, self.mask)

    def unmask_value(self, value: Any) -> Any:
        """Every string inside a JSON value unmasked."""
        return _each(value, self.unmask)

    def settled(self, text: str) -> int:
        """How much of a growing text can be shown: up to a mark that may not be whole yet."""
        found = _OPEN.search(text)
        return found.start() if found else len(text)

    def _mark(self, words: str, kind: str) -> str:
        key = f"{kind}\0{words}"
        if key not in self._marks:
            number = sum(mark.startswith(f"[{kind}-") for mark in self._marks.values()) + 1
            mark = f"[{kind}-{number}]"
            self._marks[key] = mark
            if kind not in ("secret", "key"):
                self._words[mark] = words
        return self._marks[key]


def _each(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(inner, change) for inner in value]
    return value
