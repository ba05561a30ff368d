"""Ids in the pool: upper-case ASCII letters and digits; 18 characters are a credit code.

The check character follows GB 32100-2015: values of 31 characters (no I O S V Z), weights 3^i mod 31.
python-stdnum is not used because it asks for eight leading digits, while registrars such as `N2`
(rural cooperatives) begin with a letter.
"""

from __future__ import annotations

import unicodedata

import numpy as np

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
LONGEST_ID = 64

FORM = np.zeros(256, dtype=np.bool_)
"""By byte: may it stand in an id?"""
FORM[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")] = True
VALUES = np.full(256, -1_000_000, dtype=np.int64)
"""By byte: its value in a credit code; far below zero where no code has it."""
VALUES[list(ALPHABET.encode())] = np.arange(31)
_ID_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))


def check_character(body: str) -> str:
    """The 18th character that belongs to the first 17 of a credit code (GB 32100-2015)."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def id_problem(text: object) -> str | None:
    """The fault code of one id, or None when it may stand in a pool."""
    if text is None or text == "":
        return "id_missing"
    if not isinstance(text, str):
        return "id_not_text"
    if len(text) > LONGEST_ID:
        return "id_too_long"
    for code in map(_character_problem, text):
        if code:
            return code
    return _code_problem(text) if len(text) == 18 else None


def _character_problem(c: str) -> str | None:
    if c.isascii() and (c.isdigit() or "A" <= c <= "Z"):
        return None
    if c.isspace() or unicodedata.category(c) in ("Cf", "Cc", "Zs"):
        return "id_blank"
    if "a" <= c <= "z":
        return "id_lower_case"
    if unicodedata.normalize("NFKC", c) != c:
        return "id_full_width"
    return "id_look_alike" if c.isalnum() else "id_character"


def _code_problem(text: str) -> str | None:
    if any(c not in ALPHABET for c in text):
        return "identity_number" if _is_identity_number(text) else "credit_code_letter"
    if text[17] == check_character(text[:17]):
        return None
    return "identity_number" if _is_identity_number(text) else "credit_code_check"


def _is_identity_number(text: str) -> bool:
    """True when the text passes the check of a citizen's identity number (GB 11643, ISO 7064)."""
    if not text[:17].isdigit():
        return False
    total = sum(int(c) * w for c, w in zip(text, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[17]
