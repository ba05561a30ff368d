"""A workbook (.xlsx) of plain sheets, written as the parts of ECMA-376 say; no cell is a formula.

Text goes in as text, so a name that begins with ``=`` stays a name and a number kept as text keeps
its zeros. The bytes depend on the rows alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

Rows = Sequence[Mapping[str, Any]]
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What XML 1.0 does not allow in a text.
_FORBIDDEN = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_BAD_TITLE = re.compile(r"[\[\]:*?/\\]")
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Noto Sans SC"/></font>'
    '<font><b/><sz val="11"/><name val="Noto Sans SC"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFEEF2F7"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """One sheet a title, a heading row from the keys of its first row; empty sheets are left out."""
    filled = {title: rows for title, rows in sheets.items() if rows}
    if not filled:
        filled = {next(iter(sheets), "1"): [{" ": ""}]}
    names = _titles(filled)
    count = range(1, len(filled) + 1)
    parts = {
        "[Content_Types].xml": _content_types(count),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in count), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for n, rows in zip(count, filled.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def _titles(sheets: Mapping[str, Rows]) -> list[str]:
    """Sheet names as a spreadsheet takes them: at most 31 letters, none of ``[]:*?/\\``, no two alike."""
    names: list[str] = []
    for title in sheets:
        name = _BAD_TITLE.sub(" ", title)[:31].strip() or "-"
        while name in names:
            name = f"{name[:28]} {len(names)}"
        names.append(name)
    return names


def _content_types(count: range) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in count
    )
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{sheets}</Types>'
    )


def _relations(rows: Sequence[tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(rows, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELS}">{lines}</Relationships>'


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(_clean(name))} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>{sheets}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    head = list(rows[0])
    table = [[row.get(key, "") for key in head] for row in rows]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_width([key, *(line[n - 1] for line in table)])}" '
        'customWidth="1"/>'
        for n, key in enumerate(head, 1)
    )
    lines = [_line(1, head, style=1)]
    lines += [_line(n, line, style=0) for n, line in enumerate(table, 2)]
    last = f"{_column(len(head))}{len(table) + 1}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/></worksheet>'
    )


def _line(number: int, cells: Sequence[Any], *, style: int) -> str:
    inner = "".join(
        _cell(f"{_column(n)}{number}", value, style) for n, value in enumerate(cells, 1)
    )
    return f'<row r="{number}">{inner}</row>'


def _cell(place: str, value: Any, style: int) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    text = escape(_clean(str(value)))
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)[:32767]


def _column(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _width(values: Sequence[Any]) -> int:
    longest = max(sum(2 if east_asian_width(c) in "WF" else 1 for c in str(v)) for v in values)
    return max(8, min(60, longest + 2))
