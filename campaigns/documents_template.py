"""The Word template of the checklist, built here so that it can be read, compared and changed.

Placeholders are docxtpl's. Chinese fonts are set by ``w:eastAsia``, or Word falls back to a Latin
face with blanks for Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

BODY_FONT: Final = "宋体"
HEAD_FONT: Final = "黑体"
COLUMNS: Final = (  # heading, width in mm (267 together: A4 landscape less margins), placeholder
    ("序号", 11, "{{ line.no }}"),
    ("检查事项", 33, "{{ line.topic }}"),
    ("检查内容", 64, "{{ line.content }}"),
    ("检查部门", 19, "{{ line.departments }}"),
    ("检查依据", 65, "{{ line.basis }}"),
    ("检查方式", 19, "{{ line.method }}"),
    ("检查结果", 35, "{{ line.result }}"),
    ("备注", 21, "{{ line.note }}"),
)
SHARED: Final = (  # of the table of what every check shares, 267 mm together
    ("序号", 11, "{{ line.no }}"),
    ("共同要求", 33, "{{ line.topic }}"),
    ("内容", 83, "{{ line.content }}"),
    ("依据", 90, "{{ line.basis }}"),
    ("落实情况", 50, "{{ line.result }}"),
)
_HEAD = (
    ("任务名称", "{{ campaign }}", "任务编号", "{{ task_number }}"),
    ("检查对象", "{{ target }}", "{{ code_label }}", "{{ code }}"),
    ("地址", "{{ address }}", "负责人及电话", "{{ person }}　{{ contact }}"),
    ("安排时间", "{{ when }}", "检查表编号", "{{ number }}"),
)
_HEAD_WIDTHS = (26, 117, 37, 87)


@cache
def template_bytes() -> bytes:
    """The template as a .docx file."""
    document = Document()
    _page(document)
    _fonts(document)
    _heading(document)
    _head_table(document)
    _note(document, "检查事项（{{ folding }}；检查结果在相应方框内打√）")
    _lines_table(document, COLUMNS, "lines")
    document.add_paragraph("{%p if shared %}")
    _note(document, "检查程序共同要求（由检查人员填写）")
    _lines_table(document, SHARED, "shared")
    document.add_paragraph("{%p endif %}")
    _foot(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "{{ target }}　{{ number }}　第", 8)
    _field(footer, "PAGE")
    _run(footer, "页 共", 8)
    _field(footer, "NUMPAGES")
    _run(footer, "页", 8)


def _fonts(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.size = Pt(9)
    _east_asia(style, BODY_FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _heading(document: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(6)
    _run(paragraph, "{{ title }}", 16, font=HEAD_FONT)


def _head_table(document: Any) -> None:
    table = _table(document, len(_HEAD), _HEAD_WIDTHS)
    for row, texts in zip(table.rows, _HEAD, strict=True):
        for n, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _write(cell, text, font=HEAD_FONT if n % 2 == 0 else BODY_FONT)
    for label, text in (
        ("参加部门", "{{ departments }}"),
        (
            "检查人员",
            "{% for s in signers %}{{ s.name }}（{{ s.department }}，"
            "{% if s.assistant %}外聘专家，协助检查{% else %}执法证号{{ s.certificate }}{% endif %}）"
            "{% if not loop.last %}；{% endif %}{% endfor %}",
        ),
        (
            "现场告知",
            "□已出示执法证件　　□已告知检查事项和依据　　□已告知申请回避的权利　　"
            "实际检查时间：　　时　　分至　　时　　分",
        ),
    ):
        row = table.add_row()
        _write(row.cells[0], label, font=HEAD_FONT)
        _write(row.cells[1].merge(row.cells[3]), text)


def _note(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, 9, font=HEAD_FONT)


def _lines_table(document: Any, columns: Sequence[tuple[str, int, str]], rows: str) -> None:
    table = _table(document, 4, [width for _, width, _ in columns])
    head, start, body, end = table.rows
    for cell, (title, _, _) in zip(head.cells, columns, strict=True):
        _write(cell, title, font=HEAD_FONT, centre=True)
    _mark(head, "w:tblHeader")
    for cell, (title, _, text) in zip(body.cells, columns, strict=True):
        _write(cell, text, centre=title in ("序号", "检查部门", "检查方式"), size=8.5)
    _mark(body, "w:cantSplit")
    start.cells[0].text = f"{{%tr for line in {rows} %}}"
    end.cells[0].text = "{%tr endfor %}"
    if rows == "shared":  # short enough to stand on one page
        for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True


def _foot(document: Any) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(2)
    table = _table(document, 0, (34, 233))
    ticks = "{% for h in handling %}□{{ h }}　　{% endfor %}"
    for label, paragraphs in (
        ("处理意见", (ticks, "说明：", "")),
        ("被检查单位意见", ("□无异议　　□有异议（说明）：", "", _SIGN_INSPECTED + _DATE)),
        ("拒绝签字情况", ("□被检查单位拒绝签字、盖章　　原因：", _SIGN_WITNESS)),
        ("检查人员签字", ("{{ signing }}", _DATE)),
        ("参加部门盖章", ("", "", "")),
    ):
        row = table.add_row()
        _mark(row, "w:cantSplit")
        _write(row.cells[0], label, font=HEAD_FONT)
        _write(row.cells[1], paragraphs[0])
        for text in paragraphs[1:]:
            paragraph = _spaced(row.cells[1].add_paragraph())
            _run(paragraph, text, 9)
            if text.endswith(_DATE):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in table.rows:  # signatures and opinions stay on one page
        for paragraph in (p for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
    _run(_spaced(document.add_paragraph()), "{{ copies }}", 8)


_DATE = "年　　　月　　　日　　　　"
_SIGN_INSPECTED = "负责人或者法定代表人（签字、盖章）：" + "　" * 16
_SIGN_WITNESS = "在场见证人（签字）：" + "　" * 16 + "记录人（签字）："


def _table(document: Any, rows: int, widths: Sequence[float]) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _padding(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _padding(table: Any) -> None:
    """Air above and below the text of every cell, 0.8 mm."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _write(
    cell: Any, text: str, *, font: str = BODY_FONT, centre: bool = False, size: float = 9
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, size, font=font)


def _spaced(paragraph: Any) -> Any:
    paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def _run(paragraph: Any, text: str, size: float, *, font: str = BODY_FONT) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _east_asia(run, font)
    return run


def _east_asia(styled: Any, font: str) -> None:
    styled.font.name = font
    fonts = styled._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes in the Chinese face too


def _field(paragraph: Any, code: str) -> None:
    """A field Word computes itself, such as the page number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = _run(paragraph, "1", 8)
    field.append(run._element)
    paragraph._p.append(field)


def _mark(row: Any, name: str) -> None:
    """A switch of a row: repeat as heading, or do not split."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
