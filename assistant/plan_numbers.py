"""Numbers as people say them: digits, Chinese numerals, English words, shares."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
UNITS: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000}
ENGLISH: Final = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
    "couple of": 2,
    "a": 1,
    "an": 1,
}
_ZH: Final = "[零〇一二两俩仨三四五六七八九十百千壹贰叁拾廿卅]"
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
_EN: Final = (
    rf"(?<![a-z])(?:(?:{_TENS})[- ](?:{_ONES})|"
    + "|".join(
        sorted(
            (w for w in ENGLISH if w not in ("a", "an", "couple of")), key=lambda w: (-len(w), w)
        )
    )
    + r"|a couple of|a dozen|two dozen|a hundred)(?![a-z])"
)
NUMBER: Final = rf"(?:\d+|{_ZH}+|{_EN})"  # a whole number of 0 to 9999


def whole(said: str) -> int | None:
    """The whole number said, or None where it is none."""
    text = said.strip().casefold()
    if text.isascii() and text.isdigit():
        return int(text[:9])
    if re.fullmatch(_ZH + "+", text):
        return _chinese(text)
    return _english(text)


def _chinese(text: str) -> int | None:
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(c in UNITS for c in text):  # 二〇二六: digit by digit
        return int("".join(str(DIGITS[c]) for c in text)[:9])
    total, digit = 0, 0
    for place, char in enumerate(text):
        if char in UNITS:
            unit = UNITS[char]
            total += (digit or (1 if place == 0 or text[place - 1] in "零〇" else digit)) * unit
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def _english(text: str) -> int | None:
    if text in ("two dozen", "a hundred", "a dozen", "a couple of"):
        return {"two dozen": 24, "a hundred": 100, "a dozen": 12, "a couple of": 2}[text]
    if text in ENGLISH:
        return ENGLISH[text]
    tens, _, ones = re.sub(r"[- ]+", " ", text).partition(" ")
    if tens in ENGLISH and ones in ENGLISH:
        return ENGLISH[tens] + ENGLISH[ones]
    return None


def decimal(said: str) -> Fraction | None:
    """A number that may have a decimal part: ``2.5``, ``三点五``."""
    head, _, tail = said.strip().replace("点", ".").partition(".")
    first = whole(head)
    if first is None or not tail:
        return None if first is None else Fraction(first)
    digits = "".join(str(DIGITS.get(c, c)) for c in tail)
    return Fraction(f"{first}.{digits}") if digits.isdigit() and digits.isascii() else None


def plain(value: Fraction) -> int | float:
    """The number as JSON writes it."""
    return value.numerator if value.denominator == 1 else float(value)
