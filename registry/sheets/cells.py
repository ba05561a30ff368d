"""One row's cells to values. A cell that cannot be read leaves a fault and a harmless value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, TypeVar

from .findings import Assumed, Cleaned, Findings
from .headers import Header

T = TypeVar("T")

FOREVER: Final = ("长期", "无期限", "permanent")
_SEPARATORS = re.compile(r"[;；、,，]")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?|(\d{4})(\d{2})(\d{2})"
)
_RUINED = re.compile(r"[+-]?\d(\.\d+)?[eE]\+\d+")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_GUARDED = re.compile(r"'(?=[=+\-@'\t])")  # how an export keeps = + - @ from being a formula
_YES = ("是", "有", "在岗", "启用", "yes", "y", "true", "1", "√")
_NO = ("否", "无", "不在岗", "离岗", "停用", "no", "n", "false", "0", "×")


def unguard(text: str) -> str:
    """A cell's text without the quote mark an export puts before = + - @."""
    return _GUARDED.sub("", text, count=1) if text.startswith("'") else text


class RowReader:
    """Reads the fields of one row; ``row`` is its line in the sheet, the header's included."""

    def __init__(self, row: int, cells: Sequence[str], header: Header, findings: Findings) -> None:
        self.row, self._cells, self._header, self.findings = row, cells, header, findings
        self._reported: list[Cleaned] = []
        self.sound = True  # no fault in this row so far

    def has(self, field: str) -> bool:
        """The sheet has a column for this field."""
        return field in self._header.places

    def column(self, field: str) -> str:
        """The header of a field's column as the sheet writes it."""
        return self._header.places[field][1] if self.has(field) else field

    def raw(self, field: str) -> str:
        """The cell as it stands; empty where the row is short or has no such column."""
        if not self.has(field):
            return ""
        at = self._header.places[field][0]
        return self._cells[at] if at < len(self._cells) else ""

    def fault(
        self, field: str, code: str, value: object, zh: str, en: str, rule: str | None = None
    ) -> None:
        """Add a fault of this row."""
        self.sound = False
        self.findings.fault(code, self.row, self.column(field), value, zh, en, rule)

    def cleaned(self, field: str, before: str, after: str) -> str:
        """Report, once, a cell read otherwise than written; returns ``after``."""
        report = Cleaned(self.row, self.column(field), before, after)
        if before != after and report not in self._reported:
            self._reported.append(report)
            self.findings.cleaned.append(report)
        return after

    def assume(self, field: str, value: str) -> str:
        """Report a value the sheet does not say; returns it."""
        self.findings.assumed.append(Assumed(self.row, self.column(field), value))
        return value

    def text(self, field: str, *, required: str | None = None, lines: bool = False) -> str:
        """Trimmed text; ``required`` is the rule that asks for it. ``lines`` keeps line ends."""
        raw = self.raw(field)
        bare = _INVISIBLE.sub("", unguard(raw)).replace("\r\n", "\n").replace("\r", "\n")
        joined = bare if lines else re.sub(r"[ \t\u00a0]*\n[ \t\u00a0]*", " ", bare)
        value = joined.strip(" \t\n\u00a0\u3000")
        if required is not None and not value:
            self._blank(field, required)
        return value if unguard(raw) == value else self.cleaned(field, raw, value)

    def _blank(self, field: str, rule: str) -> None:
        self.fault(
            field, "blank", "", "不能为空，请填写。", "must not be blank; fill it in.", rule or None
        )

    def word(self, field: str, *, required: str | None = None) -> str:
        """Short text after NFKC: codes, times, choices."""
        return unicodedata.normalize("NFKC", self.text(field, required=required)).strip()

    def choice(self, field: str, choices: Mapping[str, T], default: T, rule: str = "") -> T:
        """One of a few values; ``choices`` maps every spelling (lower case) to its value."""
        said = self.word(field)
        if not said:
            return default
        if said.lower() in choices:
            return choices[said.lower()]
        # The first spelling of each value stands for all of them.
        first = {value: spelling for spelling, value in reversed(list(choices.items()))}
        known = "、".join(s.upper() if len(s) == 1 else s for s in reversed(list(first.values())))
        self.fault(
            field,
            "unknown_value",
            said,
            f"“{said}”不可用，可填：{known}。",
            f"“{said}” is not known; use one of: {known}.",
            rule or None,
        )
        return default

    def flag(self, field: str, default: bool) -> bool:
        """Yes or no."""
        return self.choice(
            field, {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}, default
        )

    def words(self, field: str) -> tuple[str, ...]:
        """Several values in one cell, parted by | or by 、；，, each once and in their order."""
        cell = self.text(field)
        parts = _pipes(cell) if "|" in cell else _SEPARATORS.split(cell)
        return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))

    def whole(self, field: str, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        said = self.word(field)
        if not said:
            return default
        if re.fullmatch(r"\d{1,9}(\.0+)?", said) and low <= int(float(said)) <= high:
            return int(float(said))
        self.fault(
            field,
            "not_a_number",
            said,
            f"“{said}”应为 {low} 至 {high} 的整数，请更正。",
            f"“{said}” must be a whole number from {low} to {high}; correct it.",
        )
        return default

    def decimal(self, field: str, low: float, high: float) -> float | None:
        """A decimal from ``low`` to ``high``; None for a blank."""
        said = self.word(field)
        if not said:
            return None
        if re.fullmatch(r"-?\d{1,4}(\.\d{1,17})?", said) and low <= float(said) <= high:
            return float(said)
        self.fault(
            field,
            "not_a_number",
            said,
            f"“{said}”应为 {low:g} 至 {high:g} 的数，请核对经纬度是否写反。",
            f"“{said}” must be a number from {low:g} to {high:g}; perhaps longitude and latitude "
            "are exchanged.",
        )
        return None

    def day(self, field: str, *, required: str | None = None) -> date | None:
        """A date; None for a blank and for one without end (长期, 9999-09-09)."""
        said = self.word(field, required=required)
        if not said or said.lower() in FOREVER or said.startswith("9999"):
            return None
        found = _read_day(said)
        if found is None:
            self._bad_day(field, said)
            return None
        self.cleaned(field, said, found.isoformat())
        return found

    def _bad_day(self, field: str, said: str) -> None:
        serial = bool(re.fullmatch(r"\d{5}(\.\d+)?", said))
        zh = "像是表格软件的日期序号，请把该列设为文本；" if serial else ""
        en = (
            " It looks like a spreadsheet's serial number: set the column to text."
            if serial
            else ""
        )
        self.fault(
            field,
            "date",
            said,
            f"“{said}”不是有效日期，{zh}请写作 2026-03-02，长期有效写“长期”。",
            f"“{said}” is no valid date; write it as 2026-03-02, or 长期 for no end.{en}",
        )

    def time(self, field: str, default: str) -> str:
        """A time of day as HH:MM."""
        said = self.word(field)
        if not said:
            return default
        match = _TIME.fullmatch(said)
        if match and int(match[1]) <= 23 and int(match[2]) <= 59:
            return self.cleaned(field, said, f"{int(match[1]):02d}:{match[2]}")
        self.fault(
            field,
            "time",
            said,
            f"“{said}”不是有效时刻，请写作 09:00。",
            f"“{said}” is no valid time of day; write it as 09:00.",
        )
        return default

    def number_text(self, field: str) -> str:
        """Text of digits (a telephone, a certificate) that a spreadsheet may have ruined."""
        said = self.text(field)
        if _RUINED.fullmatch(said):
            self.fault(
                field,
                "ruined_number",
                said,
                f"“{said}”已被表格软件当作数字截断，请把该列设为文本后重新填写。",
                f"“{said}” was taken for a number by a spreadsheet and lost digits; set the column "
                "to text and enter it again.",
            )
        return said

    def within(self) -> None:
        """Refuse a row with more filled cells than the header has columns: it is shifted."""
        extra = [c for c in self._cells[self._header.width :] if c.strip()]
        if extra:
            n, width = len(self._cells), self._header.width
            self.findings.fault(
                "shifted",
                self.row,
                f"第 {width + 1} 列起",
                extra[0],
                f"本行有 {n} 格，表头只有 {width} 列，内容可能错位，请核对。",
                f"this row has {n} cells, the header {width} columns; they may have shifted.",
            )


def _read_day(said: str) -> date | None:
    match = _DATE.fullmatch(said)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _pipes(cell: str) -> list[str]:
    parts, part, escaped = [], "", False
    for mark in cell:
        if mark == "|" and not escaped:
            parts.append(part)
            part = ""
        elif mark == "\\" and not escaped:
            escaped = True
            continue
        else:
            part += mark
        escaped = False
    return [*parts, part]
