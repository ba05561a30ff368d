"""Registration numbers: credit codes, legacy numbers, issued ids (GB 32100-2015).

A quarter of all credit codes are digits only, and a spreadsheet that takes them for numbers
keeps 15 digits of 18: such a code cannot be mended, only asked for again.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from stdnum.cn import ric, uscc

_RUINED = re.compile(r"[+-]?\d+(\.\d*)?[E]\+?\d+|\d+\.\d*")
_ISSUED = re.compile(r"[A-Z][A-Z0-9]{1,31}")
_CREDIT = re.compile(r"[0-9ANY][0-9A-Y]\d{6}[0-9A-Z]{10}")
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\-'‘’`]")
_FORBIDDEN = re.compile("[IOZSV]")

KINDS = ("uscc", "legacy", "issued")
CREDIT_RULE = "GB 32100-2015"


class CodeFault(NamedTuple):
    """Why a number is refused; ``masked`` is what may be shown of it."""

    code: str
    zh: str
    en: str
    masked: str
    rule: str | None = None


def clean_code(text: str) -> str:
    """NFKC, upper case, without blanks, hyphens, quotes and invisible characters."""
    folded = unicodedata.normalize("NFKC", text)
    bare = re.fullmatch(r'="?(.*?)"?', folded.strip())  # Excel's way to keep a number as text
    return _NOISE.sub("", bare.group(1) if bare else folded).upper()


def read_code(code: str, kind: str | None = None) -> str | CodeFault:
    """The kind (uscc, legacy, issued) of a cleaned number, or why it is refused.

    ``kind`` is what the sheet says; a number that is not of that kind is refused.
    """
    ruined = _ruined(code)
    if ruined:
        return ruined
    found = _kind(code, kind)
    if isinstance(found, str) and kind is not None and found != kind:
        return CodeFault(
            "wrong_kind",
            f"编号 {code} 不是所填的类型（{kind}），请更正编号类型或编号。",
            f"{code} is not of the kind given ({kind}); correct the kind or the number.",
            code,
        )
    return found


def _ruined(code: str) -> CodeFault | None:
    if not _RUINED.fullmatch(code):
        return None
    return CodeFault(
        "ruined_number",
        f"编号显示为 {code}，已被表格软件当作数字截断，末几位无法恢复；"
        "请把该列设为文本，从源系统重新取得完整编号。",
        f"The number reads {code}: a spreadsheet took it for a number and lost digits that cannot "
        "be restored. Set the column to text and fetch the whole number from its source.",
        code,
        CREDIT_RULE,
    )


def _kind(code: str, said: str | None) -> str | CodeFault:
    if not code.isascii() or not code.isalnum():
        return _odd(code)
    if said == "issued":
        return "issued" if _ISSUED.fullmatch(code) else _shape(code)
    if len(code) == 18:
        return _credit(code)
    if len(code) in (13, 15) and code.isdigit():
        return "legacy"
    return "issued" if _ISSUED.fullmatch(code) else _shape(code)


def _credit(code: str) -> str | CodeFault:
    if not _FORBIDDEN.search(code) and _CREDIT.fullmatch(code) and _check_holds(code):
        return "uscc"
    if ric.is_valid(code):
        return CodeFault(
            "identity_number",
            "疑为居民身份证号码，不得录入；自然人请使用发放的编号。",
            "This looks like an identity number, which must not be kept; give the person an issued id.",
            f"{code[:3]}***",
            "contract §5.1",
        )
    bad = sorted(set(_FORBIDDEN.findall(code)))
    if bad:
        return CodeFault(
            "credit_code",
            f"统一社会信用代码 {code} 含有不使用的字母 {'、'.join(bad)}，请核对（常见误写：I→1，O→0，Z→2，S→5，V→U）。",
            f"The credit code {code} has letters that never occur in one ({', '.join(bad)}); check it "
            "(often I for 1, O for 0, Z for 2, S for 5, V for U).",
            code,
            CREDIT_RULE,
        )
    return _wrong_check(code)


def _check_holds(code: str) -> bool:
    return bool(code[-1] == uscc.calc_check_digit(code[:-1] + "0"))


def _wrong_check(code: str) -> CodeFault:
    cut = code.isdigit() and code.endswith("000")
    zh = "末三位为 000，多为表格软件当作数字截断所致；" if cut else ""
    en = "It ends in 000, as a spreadsheet leaves it that took it for a number. " if cut else ""
    return CodeFault(
        "ruined_number" if cut else "credit_code",
        f"统一社会信用代码 {code} 的格式或校验位不对，{zh}请与登记证照核对。",
        f"The credit code {code} has a wrong form or check character. {en}Compare it with the licence.",
        code,
        CREDIT_RULE,
    )


def _odd(code: str) -> CodeFault:
    odd = "".join(sorted({c for c in code if not (c.isascii() and c.isalnum())}))
    named = "、".join(f"{c}（U+{ord(c):04X}）" for c in odd)
    return CodeFault(
        "odd_character",
        f"编号 {code} 含有大写字母和数字以外的字符：{named}，请改正。",
        f"{code} has characters other than letters and digits: {named}; correct it.",
        code,
        "contract §5.1",
    )


def _shape(code: str) -> CodeFault:
    return CodeFault(
        "code_shape",
        f"编号 {code} 共 {len(code)} 位，既不是 18 位统一社会信用代码、13 或 15 位旧注册号，"
        "也不是以字母开头的发放编号，请核对是否缺位。",
        f"{code} has {len(code)} characters: neither an 18-character credit code, nor a 13- or "
        "15-digit legacy number, nor an issued id that begins with a letter. Look for a lost digit.",
        code,
        CREDIT_RULE,
    )
