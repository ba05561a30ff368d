"""The sentence made even: one form of a character, no fillers, usual slips of pen and tongue mended."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from assistant.plan_words import either, lexicon, words

LONGEST = 1000  # characters; a planner's sentence is never longer


def normalise(utterance: str) -> str:
    """``utterance`` in NFKC without fillers, with wrong spellings of known words set right."""
    text = unicodedata.normalize("NFKC", str(utterance)[:LONGEST])
    text = re.sub(
        r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2060\ufeff\ue000-\uf8ff]", "", text
    )
    text = _even(text)
    text = _without_fillers(text)
    text = _misspelt().sub(lambda m: lexicon()["spellings"][m[0]], text)
    text = _heard().sub(_mend, text)
    text = re.sub(r"(?<=[一二三四五六日天号底节])钱(?=[,查完把要])", "前", text)  # 前 by its sound
    text = re.sub("抽千(?!分)", "抽签", text)
    return _english(text).strip()


def _even(text: str) -> str:
    for pattern, put in (
        (r"[’‘`´]", "'"),
        (r"[—–―]+", "-"),
        (r"[~～〜]", "-"),
        (r"(?:\.{2,}|…)+", ","),
        (r"。", "."),
        (r"[ \t\r\n\u3000]+", " "),
        (r"(?<=[\u3400-\u9fff,、]) (?=[\u3400-\u9fff])", ""),
        (r"(?<=[\u3400-\u9fff]) (?=\d)|(?<=\d) (?=[\u3400-\u9fff])", ""),
    ):
        text = re.sub(pattern, put, text)
    return text


def _without_fillers(text: str) -> str:
    for filler in _fillers():
        text = filler.sub("", text)
    text = re.sub(r"那个|(?<!也)(?<!不)就是(?!不|说)", "", text)
    text = re.sub(r"这个(?!周|星期|礼拜|月|季|年)", "这", text) if "这个这个" not in text else text
    text = re.sub(r"(?<=[^酒网书水茶氧])吧", "", text)
    text = re.sub(r"([\u4e00-\u9fff]{2,4})[,、]?\1(?=[\u4e00-\u9fff])", r"\1", text)  # said twice
    return re.sub(r"^[,、.\s]+", "", text)


@cache
def _fillers() -> tuple[re.Pattern[str], ...]:
    english = rf"{either(words('fillers_en'))},?\s*"
    return re.compile(either(words("fillers"))), re.compile(english, re.IGNORECASE)


@cache
def _misspelt() -> re.Pattern[str]:
    wrong = sorted(lexicon()["spellings"], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, wrong)))


@cache
def _heard() -> re.Pattern[str]:
    """The closed words by their sound: each character stands for all of its syllable."""
    return re.compile("|".join(f"(?P<w{n}>{_sound(w)})" for n, w in enumerate(_hearable())))


@cache
def _hearable() -> tuple[str, ...]:
    return words("heard")


def _sound(word: str) -> str:
    groups = {char: group for group in lexicon()["sounds"] for char in group}
    return "".join(f"[{groups[c]}]" if c in groups else re.escape(c) for c in word)


@cache
def _real() -> frozenset[str]:
    return frozenset(words("not_heard")) | frozenset(words("heard"))


def _mend(match: re.Match[str]) -> str:
    word = _hearable()[int(str(match.lastgroup)[1:])]
    said = match[0]
    same = sum(a == b for a, b in zip(said, word, strict=True))
    # At least one character as written, so that no other word is taken for a known one.
    return said if said in _real() or same == 0 else word


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(words("english")) | frozenset(words("known_en"))


def _english(text: str) -> str:
    return re.sub(r"[A-Za-z]{5,}", lambda m: _near(m[0]), text)


@cache
def _near(word: str) -> str:
    """A long English word one slip away from a known one becomes that word; real words stay."""
    low = word.casefold()
    if low in lexicon()["slips_en"]:
        return str(lexicon()["slips_en"][low])
    if low in _vocabulary() or low.removesuffix("s") in _vocabulary():
        return word
    close = [known for known in words("english") if _one_slip(low, known)]
    return close[0] if len(close) == 1 else word


def _one_slip(a: str, b: str) -> bool:
    """One letter more, less, other, or two neighbours changed round."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    head = next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    rests = a[head:], b[head:]
    return (
        rests[0][1:] == rests[1][1:]
        or rests[0][1:] == rests[1]
        or rests[0] == rests[1][1:]
        or (rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:])
    )
