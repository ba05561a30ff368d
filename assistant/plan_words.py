"""The words of ``plan_words.yaml``, read once: lists as alternatives, tables as word to name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

_FILE = Path(__file__).with_name("plan_words.yaml")


@cache
def lexicon() -> dict[str, Any]:
    """The whole file."""
    return cast(dict[str, Any], yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CBaseLoader))


@cache
def words(key: str) -> tuple[str, ...]:
    """A list of words, longest first; a string of single characters counts as a list of them."""
    return tuple(sorted(dict.fromkeys(lexicon()[key]), key=lambda word: (-len(word), word)))


def either(choices: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; Latin words only as whole words."""
    ordered = sorted(dict.fromkeys(choices), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_one, ordered)) + ")"


def _one(word: str) -> str:
    text = re.escape(word).replace(r"\ ", r"[ -]?" if word[:1].isascii() else " ")
    if word[:1].isascii() and word[:1].isalpha():
        return rf"(?<![a-z]){text}(?![a-z])"
    return text


@cache
def table(key: str) -> dict[str, str]:
    """Every word of a closed table, in small letters, with the one name it stands for."""
    found: dict[str, str] = {}
    for name, given in lexicon()[key].items():
        listed = given if isinstance(given, list) else [*given["zh"], *given["en"]]
        found.update((word.casefold(), name) for word in listed)
    return found
