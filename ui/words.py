"""One table of words, Chinese and English; a page asks for a key, never writes a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
import yaml

LANGUAGES = {"zh": "中文", "en": "English"}
_COUNTED = re.compile(r"(\d[\d,]*)( [a-z]+)\(s\)")


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, str]]:
    """Key -> {"zh", "en"}, from every file of ``ui/wording/``."""
    words: dict[str, dict[str, str]] = {}
    for path in sorted((Path(__file__).parent / "wording").glob("*.yaml")):
        for key, pair in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            words[f"{path.stem}.{key}"] = pair
    return words


def language() -> str:
    """The language of this visitor: from the switch, kept in the address."""
    chosen = st.session_state.get("lang") or st.query_params.get("lang", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def say(key: str, **values: Any) -> str:
    """The sentence of ``key`` (``file.name``) in the visitor's language, its places filled."""
    return counted(table()[key][language()].format(**values))


def counted(sentence: str) -> str:
    """``1 visit(s)`` as ``1 visit``, ``2 visit(s)`` as ``2 visits``."""
    return _COUNTED.sub(lambda m: m[1] + m[2] + ("" if m[1] == "1" else "s"), sentence)


def joined(names: Iterable[str]) -> str:
    """Names in a row, as the language puts them."""
    return ("、" if language() == "zh" else ", ").join(names)


def pick(record: Any, field: str = "") -> str:
    """The visitor's side of a bilingual value: ``{"zh", "en"}`` or attributes ``zh``/``en``."""
    suffix = language() if not field else f"{field}_{language()}"
    if isinstance(record, dict):
        return str(record[suffix])
    return str(getattr(record, suffix))
