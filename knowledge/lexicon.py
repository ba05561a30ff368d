"""The field lexicon: what people say and what the texts say; English words and their Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .grams import stem, terms

FILE = Path(__file__).with_name("lexicon.yaml")
_QUESTION_WORDS = re.compile(
    r"请问|想问(?:一下)?|麻烦|告诉我|是不是|有没有|能不能|可不可以|要不要|是否|什么|哪些|哪个|哪几|哪种|哪|怎么样|怎么办|怎样|怎么|咋办|咋|如何|为什么|为啥|"
    r"多少|几个|几种|几类|几|吗|呢|啊|呀|吧|嘛|么|到底|究竟|具体|一下|应该|我们|咱们|他们|你们|的话|这个|那个|这件事|这种|那种"
)


_LONGEST = 24  # characters of the longest word that is looked for


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Synonym rings of Chinese words, rings of English phrases with their Chinese, stop words."""

    rings: tuple[tuple[str, ...], ...]
    english: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    stop: tuple[str, ...]
    words: tuple[frozenset[str], ...]

    def expand(self, question: str) -> list[str]:
        """Words of the field that the question's words stand for, in the order of the lexicon."""
        low = question.lower()
        said = {
            low[a:b] for a in range(len(low)) for b in range(a + 1, min(len(low), a + _LONGEST) + 1)
        }
        found = [
            _others(ring, low)
            for at, ring in enumerate(self.rings)
            if not said.isdisjoint(self.words[at])
        ]
        words = [stem(word) for word in re.findall(r"[a-z]+(?:'[a-z]+)?", low)]
        phrases = {
            " ".join(words[a:b])
            for a in range(len(words))
            for b in range(a + 1, min(len(words), a + 6) + 1)
        }
        if phrases:
            found += [chinese for names, chinese in self.english if not phrases.isdisjoint(names)]
        return list(dict.fromkeys(word for group in found for word in group))

    def known(self) -> frozenset[str]:
        """Every term of the lexicon."""
        chinese = [word for ring in self.rings for word in ring]
        english = [
            f"en:{word}" for phrases, _ in self.english for p in phrases for word in p.split()
        ]
        return frozenset(term for word in chinese for term in terms(word)) | frozenset(english)

    def strip(self, question: str) -> str:
        """The question without its question words and fillers."""
        text = _QUESTION_WORDS.sub(" ", question)
        for word in self.stop:
            text = text.replace(word, " ")
        return text if text.strip() else question


def _others(ring: Iterable[str], low: str) -> tuple[str, ...]:
    return tuple(word for word in ring if word not in low)


def _stemmed(phrase: str) -> str:
    return " ".join(stem(word) for word in re.findall(r"[a-z]+(?:'[a-z]+)?", phrase.lower()))


@cache
def lexicon() -> Lexicon:
    """The lexicon of the pack; empty when the file is missing."""
    data: dict[str, Any] = {}
    if FILE.exists():
        data = yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}
    rings = tuple(
        tuple(word.lower() for word in (str(row["term"]), *map(str, row.get("also") or ())))
        for row in data.get("synonyms") or ()
    )
    english = tuple(
        (tuple(_stemmed(str(phrase)) for phrase in row["en"]), tuple(map(str, row["zh"])))
        for row in data.get("en") or ()
    )
    stop = tuple(
        sorted(
            (str(w) for w in data.get("stop") or () if len(str(w)) > 1 and not str(w).isascii()),
            key=lambda w: (-len(w), w),
        )
    )
    return Lexicon(rings, english, stop, tuple(frozenset(ring) for ring in rings))
