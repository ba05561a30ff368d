"""The workbook a planner takes along: a spreadsheet opens it, nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from ui.widgets.workbook import workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_text_stays_text_and_numbers_stay_numbers() -> None:
    rows = [
        {"企业": "=1+1", "编号": "0044", "户": 3},
        {"企业": "😀\x01店 <b>&", "编号": "", "户": 0.5},
    ]
    sheet = parts(workbook({"检查/安排": rows, "空": []}))["xl/worksheets/sheet1.xml"]
    cells = {cell.get("r"): cell for cell in sheet.iter(f"{MAIN}c")}
    assert list(sheet.iter(f"{MAIN}f")) == []
    assert "".join(cells["A2"].itertext()) == "=1+1" and cells["A2"].get("t") == "inlineStr"
    assert "".join(cells["B2"].itertext()) == "0044" and cells["B2"].get("t") == "inlineStr"
    assert "".join(cells["A3"].itertext()) == "😀店 <b>&"  # the control character is no XML
    assert cells["C2"].get("t") is None and cells["C3"].findtext(f"{MAIN}v") == "0.5"


def test_every_part_named_is_there_and_the_bytes_repeat() -> None:
    data = workbook({"甲": [{"a": 1}], "甲 ": [{"b": "x"}], "丙": []})
    assert data == workbook({"甲": [{"a": 1}], "甲 ": [{"b": "x"}], "丙": []})
    found = parts(data)
    for name in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"):
        assert name in found
    names = [row.get("name") for row in found["xl/workbook.xml"].iter(f"{MAIN}sheet")]
    assert len(names) == 2 and len(set(names)) == 2  # the empty sheet is left out
    targets = {row.get("Target") for row in found["xl/_rels/workbook.xml.rels"]}
    assert targets == {"worksheets/sheet1.xml", "worksheets/sheet2.xml", "styles.xml"}


def test_more_than_twenty_six_columns_have_two_letters() -> None:
    row = {f"日{n}": n for n in range(30)}
    sheet = parts(workbook({"人员": [row]}))["xl/worksheets/sheet1.xml"]
    places = [cell.get("r") for cell in sheet.iter(f"{MAIN}c")]
    assert places[25:28] == ["Z1", "AA1", "AB1"]
