"""The printed checklist: Word and PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from campaigns.checklists_folding import fold, folded_from
from campaigns.documents import make_sheet, when_text
from campaigns.documents_docx import render_docx
from campaigns.documents_pdf import checklist_html, render_pdf
from campaigns.errors import CampaignRefused
from registry import Checklist, Visit, make_city

CITY = make_city()
SERVICES = CITY.campaigns[1]
STORE = next(t for t in CITY.targets if t.sector == "即时零售前置仓" and t.id_kind == "uscc")
NAMES = {d.id: d for d in CITY.departments}
TEAM = [
    next(i for i in CITY.inspectors if i.department == d and i.role == "inspector")
    for d in SERVICES.departments
]
EXPERT = next(i for i in CITY.inspectors if i.role == "assistant")


def sheet(**changes):
    due = [
        i for i in CITY.items if STORE.sector in i.sectors and i.department in SERVICES.departments
    ]
    lines = fold(due, SERVICES.departments)
    checklist = Checklist("K1", "V1", SERVICES.id, STORE.id, "题", lines, folded_from(lines))
    people = tuple(p.id for p in (*TEAM, EXPERT))
    visit = Visit("V1", "S1", SERVICES.id, STORE.id, "2026-03-09T09:00", "2026-03-09T10:15", people)
    target = replace(STORE, **changes)
    return make_sheet(checklist, visit, target, SERVICES, [EXPERT, *TEAM], NAMES)


def text_of(docx: bytes) -> str:
    document = Document(BytesIO(docx))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_head_names_firm_task_time_people_and_departments():
    text = text_of(render_docx(sheet()))
    for words in (STORE.name, STORE.id, STORE.address, "统一社会信用代码", SERVICES.name):
        assert words in text
    assert "2026年3月9日（星期一）09:00至10:15" in text  # 9 March 2026 is a Monday
    assert "示例市发展和改革委员会（牵头）" in text
    for person in TEAM:
        assert f"{person.name}（{person.department}，执法证号{person.certificate_number}）" in text


def test_an_outside_expert_is_named_as_such_and_comes_last():
    signers = sheet().signers
    assert [s.assistant for s in signers] == [False] * 5 + [True]
    assert f"{EXPERT.name}（{EXPERT.department}，外聘专家，协助检查）" in text_of(
        render_docx(sheet())
    )


def test_the_word_file_has_one_row_a_line_and_a_repeated_heading():
    document = Document(BytesIO(render_docx(sheet())))
    table = document.tables[1]
    assert len(table.rows) == 20  # the heading and 19 lines
    assert [c.text for c in table.rows[0].cells][:3] == ["序号", "检查事项", "检查内容"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert [row.cells[0].text for row in table.rows[1:]] == [str(n) for n in range(1, 20)]


def test_the_sheet_says_what_was_folded():
    assert "30项检查事项合并为19行" in text_of(render_docx(sheet()))


def test_the_foot_has_room_for_signatures_and_for_a_refusal():
    text = text_of(render_docx(sheet()))
    for words in ("处理意见", "被检查单位意见", "拒绝签字", "检查人员签字", "参加部门盖章"):
        assert words in text
    # five departments, the joint-meeting office and the firm
    assert "本表一式7份" in text


def test_no_placeholder_is_left_in_the_word_file():
    assert not re.search(r"\{[{%]|[%}]\}", text_of(render_docx(sheet())))


def test_chinese_text_has_a_chinese_font():
    with ZipFile(BytesIO(render_docx(sheet()))) as archive:
        body = archive.read("word/document.xml").decode()
    assert 'w:eastAsia="宋体"' in body and 'w:eastAsia="黑体"' in body


HOSTILE = "<b>甲&乙</b>{{ 7*7 }}{% for %}\"'\x0b"


def test_markup_in_a_name_is_printed_as_it_is():
    text = text_of(render_docx(sheet(name=HOSTILE)))
    # the control character, which no XML may hold, is gone; the rest stands as typed
    assert HOSTILE.rstrip("\x0b") in text


def test_markup_in_a_name_stays_text_on_the_page():
    page = checklist_html(sheet(name=HOSTILE))
    assert "<b>甲" not in page and "&lt;b&gt;甲&amp;乙" in page and "{{ 7*7 }}" in page
    # inside the style sheet only harmless characters are left
    style = page[page.index("<style>") : page.index("</style>")]
    assert style.count('"') % 2 == 0 and "<" not in style.removeprefix("<style>")


def test_a_chosen_result_is_ticked():
    lines = [dict(line) for line in fold(CITY.items[:2], ())]
    lines[0]["result"] = "发现问题"
    checklist = Checklist("K1", "V1", None, STORE.id, "题", tuple(lines), 2)
    visit = Visit("V1", "S1", None, STORE.id, "2026-03-09T09:00", "2026-03-09T09:30", ())
    made = make_sheet(checklist, visit, STORE, None, TEAM[:2], NAMES)
    assert made.lines[0]["result"] == "□未发现问题\n☑发现问题　□不适用"
    assert made.task_number == "—"


def test_legacy_numbers_are_labelled_as_such():
    assert sheet(id_kind="legacy").code_label == "注册号"


def test_the_time_is_written_in_chinese():
    # 1 November 2026 is a Sunday
    assert (
        when_text("2026-11-01T14:00", "2026-11-01T15:30") == "2026年11月1日（星期日）14:00至15:30"
    )


def test_the_pdf_holds_the_whole_sheet():
    pdfium = pytest.importorskip("pypdfium2", reason="reads the PDF back")
    try:
        data = render_pdf(sheet())
    except CampaignRefused as refused:
        pytest.skip(f"no PDF renderer on this machine: {refused.code}")
    document = pdfium.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    width, height = document[0].get_size()
    assert width > height  # A4 landscape
    assert STORE.id in text and "K1" in text
    assert len(document) <= 4


def test_a_machine_without_the_renderer_says_so():
    def without_pango(name):
        raise OSError(f"cannot load library 'libpango-1.0-0' for {name}")

    with pytest.raises(CampaignRefused) as caught:
        render_pdf(sheet(), load=without_pango)
    assert caught.value.code == "document.no_pdf"


def test_the_page_fetches_nothing():
    assert not re.search(r"(src|href)=|url\(|@import", checklist_html(sheet()))


def test_dates_of_the_city_are_those_the_tests_rest_on():
    assert CITY.day == date(2026, 3, 2)
