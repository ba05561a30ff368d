"""Words into terms: character uni- and bigrams for Chinese, light stems for English, numbers whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?%?")
_BLANK = re.compile(r"[\s\u200b\ufeff*#]+")
ENGLISH_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "do",
        "does",
        "did",
        "can",
        "could",
        "may",
        "must",
        "should",
        "shall",
        "will",
        "would",
        "have",
        "has",
        "had",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "there",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "why",
        "how",
        "i",
        "we",
        "you",
        "they",
        "he",
        "she",
        "one",
        "my",
        "our",
        "your",
        "their",
        "not",
        "no",
        "any",
        "some",
        "if",
        "then",
        "than",
        "as",
        "so",
        "such",
        "into",
        "about",
        "under",
        "over",
        "after",
        "before",
        "between",
        "during",
        "per",
        "also",
        "s",
        "t",
        "me",
        "us",
        "them",
        "his",
        "her",
        "let",
        "tell",
        "please",
    ]
)
_STEMS = (
    ("ational", "ate"),
    ("ization", "ize"),
    ("fulness", "ful"),
    ("ations", "ate"),
    ("ation", "ate"),
    ("ments", "ment"),
    ("iveness", "ive"),
    ("ities", "ity"),
    ("ying", "y"),
    ("ies", "y"),
    ("ied", "y"),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ors", "or"),
    ("ers", "er"),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
)


def squeeze(text: str) -> str:
    """NFKC, lower case, blanks and marks removed: the form in which texts are compared."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).lower()


def fold(text: str) -> str:
    """NFKC and lower case, line wraps between Chinese characters removed, other blanks kept."""
    flat = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"(?<=[\u3400-\u9fff，、。；])\s+(?=[\u3400-\u9fff\d，、。；“”])", "", flat)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light stem: inspections, inspected, inspecting -> inspect."""
    word = word.split("'")[0]
    if len(word) <= 3:
        return word
    for ending, new in _STEMS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + new
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lse":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def terms(text: str) -> list[str]:
    """Terms of a text in order; repeated terms are repeated."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if "\u3400" <= run[0] <= "\u9fff":
            found.extend(run)
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        elif run[0].isdigit():
            found.append(run)
        elif run not in ENGLISH_STOP:
            found.append("en:" + stem(run))
    return found


@lru_cache(maxsize=50_000)
def term_set(text: str) -> frozenset[str]:
    """The different terms of a text; sentences of the index are asked for again and again."""
    return frozenset(terms(text))


def is_english(text: str) -> bool:
    """More Latin words than Chinese characters."""
    chinese = len(re.findall(r"[\u3400-\u9fff]", text))
    return len(re.findall(r"[A-Za-z]+", text)) > chinese
