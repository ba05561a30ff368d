"""Documents inside a document: a district passes on what a city passed on from the province.

Each layer has its own head (issuer, number, title), its own clauses and its own end matter; the
print line of an outer layer often stands at the very end of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import Line, heading_mark

NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(【]\s*(\d{4})\s*[〕\]）)】]\s*(\d+)\s*号")
_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_KINDS = (
    "实施意见",
    "指导意见",
    "意见",
    "通知",
    "方案",
    "办法",
    "细则",
    "规定",
    "条例",
    "公告",
    "决定",
    "规范",
)
_DRAFT = re.compile(r"征求意见稿|草案|讨论稿|送审稿")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a layer's lines begin and end (indexes), and what its head says."""

    first: int
    last: int
    number: str
    issuer: str
    title: str
    kind: str
    draft: bool


def number_in(clean: str) -> str:
    """The document number when it is all the line says, spaces taken out."""
    match = NUMBER.fullmatch(clean.strip())
    return re.sub(r"\s", "", clean) if match else ""


def date_in(clean: str) -> str:
    """The first date of a line as YYYY-MM-DD, or an empty text."""
    match = _DATE.search(clean)
    if not match:
        return ""
    return f"{int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}"


def _head_start(lines: tuple[Line, ...], at: int) -> int:
    """A red head ("…文件") or a bare issuer line above the number belongs to the layer."""
    above = at - 1
    if (
        above >= 0
        and len(lines[above].clean) <= 40
        and re.search(r"(文件|[局厅委会府部院]|办公室)$", lines[above].clean)
    ):
        return above
    return at


def _title_lines(lines: tuple[Line, ...], first: int, last: int) -> str:
    """The title: lines before the salutation, number and red head left out."""
    words: list[str] = []
    for line in lines[first:last]:
        clean = line.clean
        if re.search(r"[：:]$", clean) or heading_mark(clean) or len("".join(words)) > 160:
            break
        if number_in(clean) or clean.endswith("文件") or _DRAFT.fullmatch(clean.strip("（）() ")):
            continue
        if words and (len(clean) > 45 or clean.endswith(("。", "，", "、"))):
            break
        if not words and len(clean) <= 24 and clean[-1] in "局厅委府部院室会":
            continue
        words.append(clean)
        if _ends_title("".join(words)):
            break
    return re.sub(r"\s+", "", "".join(words))


def _ends_title(words: str) -> bool:
    bare = re.sub(r"[》”]+$", "", words)
    return bare.endswith(_KINDS) and words.count("《") == words.count("》") and len(words) > 8


def _issuer(lines: tuple[Line, ...], first: int, title: str) -> str:
    top = lines[first].clean
    if top.endswith("文件"):
        return re.sub(r"\s", "", top[:-2])
    match = re.match(r"^(.{2,24}?)(?:印发|关于|转发)", title)
    if match:
        return match[1]
    return top if len(top) <= 24 and top[-1] in "局厅委府部院室" else ""


def _describe(lines: tuple[Line, ...], first: int, last: int) -> Head:
    number = next(
        (n for n in (number_in(line.clean) for line in lines[first : first + 6]) if n), ""
    )
    title = _title_lines(lines, first, last)
    issuer = _issuer(lines, first, title)
    if issuer and title.startswith(issuer * 2):
        title = title[len(issuer) :]
    bare = re.sub(r"[》”）)]+$", "", title)
    kind = next((name for name in _KINDS if bare.endswith(name)), "")
    opening = "".join(line.clean for line in lines[first : min(last, first + 8)])
    return Head(first, last, number, issuer, title, kind, bool(_DRAFT.search(opening)))


def find_layers(lines: tuple[Line, ...]) -> tuple[Head, ...]:
    """The layers of a file in order; a file without a document number is one layer."""
    starts = [_head_start(lines, at) for at, line in enumerate(lines) if number_in(line.clean)]
    if not starts:
        starts = [0]
    starts[0] = 0
    ends = [*starts[1:], len(lines)]
    return tuple(_describe(lines, a, b) for a, b in zip(starts, ends, strict=True))


def layer_name(issuer: str, kind: str) -> str:
    """``省意见``, ``市局通知``: the level of the issuer and the kind of text."""
    levels = re.findall(r"自治区|[省市区县]", issuer.replace("市场", ""))
    level = levels[-1][-1] if levels else ""
    if not level:
        level = "总" if "总局" in issuer else (issuer[:6] or "文件")
    short = "意见" if kind.endswith("意见") else (kind or "文件")
    bureau = "局" if short == "通知" and level in ("区", "县", "市", "省", "总") else ""
    return f"{level}{bureau}{short}"
