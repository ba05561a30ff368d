"""Made-up registration numbers with right check digits.

Credit codes follow GB 32100-2015 (registering authority, kind, area, organisation code, check
character mod 31) and their organisation codes GB 11714 (mod 11). Bodies start with ``Y`` or ``99``,
which are not issued, so no code of the city is a real firm's. Legacy numbers are 15 digits with
the ISO 7064 MOD 11,10 check digit of the old business licence numbers.
"""

from __future__ import annotations

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from .dice import Dice

_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def organisation_code(body: str) -> str:
    """Eight characters and their check character: ``Y1234567`` -> nine characters."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return body + ("0" if rest == 11 else "X" if rest == 10 else str(rest))


def credit_code(dice: Dice, area: str, *, self_employed: bool, digits_only: bool) -> str:
    """An 18-character credit code of ``area`` (six digits, GB/T 2260).

    ``digits_only`` asks for one without a letter: about a quarter of real codes are such, and
    spreadsheets ruin them as numbers, so the city must hold some.
    """
    head = ("92" if self_employed else "91") + area
    while True:
        tail = "".join(dice.pick(_BODY[:10] if digits_only else _BODY) for _ in range(6))
        code = head + organisation_code(("99" if digits_only else "Y" + str(dice.below(10))) + tail)
        code += str(uscc.calc_check_digit(code))
        if not digits_only or code.isdigit():
            return code


def legacy_number(dice: Dice, area: str) -> str:
    """A 15-digit registration number as firms carried before the credit code."""
    body = area + "99" + "".join(str(dice.below(10)) for _ in range(6))
    return body + str(mod_11_10.calc_check_digit(body))
