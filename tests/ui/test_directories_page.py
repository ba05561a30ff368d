"""Registers: filters where the rows lie, a row opened, sheets in with every error, sheets out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.door
from campaigns import Office, export_directory, list_filters, list_targets
from tests.desks import VIEWS, fine, page, shown
from tests.offices import PLANNER, SUPERVISOR, WITNESS_A, credit_code, open_small_office
from ui.widgets.mending import cells, heading, names, padded, written

HEAD = "企业名称,统一社会信用代码/注册号,住所,辖区,信用风险等级,领域"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with open_small_office(tmp_path) as office:
        monkeypatch.setattr(ui.door, "open_office", lambda: office)
        ui.door.office.clear()
        st.cache_data.clear()
        yield office
    ui.door.office.clear()


def bring(app: AppTest, *lines: str) -> AppTest:
    """Upload a sheet and press the button."""
    uploader: Any = app.get("file_uploader")[0]
    uploader.upload("名录.csv", "\n".join((HEAD, *lines)).encode(), "text/csv")
    app.run()
    return next(b for b in app.button if b.label == "导入 名录.csv").click().run()


def test_filters_narrow_the_register_and_begin_at_the_first_page(office: Office) -> None:
    app = page("directories").run()
    fine(app)
    # Eighty targets, fifty a page.
    assert "第 1 / 2 页，共 80 行" in shown(app)
    app.button(key="next-targets").click().run()
    assert "第 2 / 2 页" in shown(app)
    app.multiselect(key="targets-risk").select("D").run()
    fine(app)
    # A quarter of them bear risk D.
    assert "第 1 / 1 页，共 20 行" in shown(app)


@pytest.mark.parametrize("kind", ["targets", "inspectors", "items"])
def test_a_template_has_the_very_headers_of_an_export(office: Office, kind: str) -> None:
    template = (VIEWS.parent / "templates" / f"{kind}.csv").read_bytes().decode("utf-8-sig")
    export = export_directory(office, PLANNER, kind).decode("utf-8-sig")
    assert template.splitlines() == export.splitlines()[:1]


@pytest.mark.parametrize("kind", ["inspectors", "items"])
def test_the_other_registers_open(office: Office, kind: str) -> None:
    app = page("directories", register=kind).run()
    fine(app)
    assert len(app.dataframe[0].value) > 0


def test_a_broken_sheet_names_every_row_and_column_and_writes_nothing(office: Office) -> None:
    app = page("directories").run()
    app = bring(
        app,
        f"新店甲,{credit_code(901)},新路1号,东区,E,餐饮",
        "新店乙,91440300MA0000000X,新路2号,东区,D,餐饮",
        f"新店丙,{credit_code(903)},新路3号,南区,D,餐饮",
    )
    assert not app.exception
    assert "3 行共 3 处错误" in app.error[0].value
    faults = app.dataframe[1].value
    assert list(faults["行"]) == [2, 3, 4]
    assert all(faults["问题和改法"])
    assert list_targets(office, PLANNER).total == 80


def test_the_mended_sheet_goes_in(office: Office) -> None:
    app = page("directories").run()
    app = bring(app, f"新店甲,{credit_code(901)},新路1号,东区,D,餐饮")
    fine(app)
    assert "已导入 1 行：新增 1，更新 0，未变 0" in shown(app)
    assert list_targets(office, PLANNER).total == 81


def test_a_refused_sheet_stays_on_the_page_to_be_mended(office: Office) -> None:
    app = page("directories").run()
    app = bring(app, f"新店甲,{credit_code(901)},新路1号,东区,E,餐饮")
    assert "在这里改" in shown(app)
    app = next(b for b in app.button if b.label == "改好了，再导入").click().run()
    assert not app.exception  # unmended, it is refused again and stays
    assert "在这里改" in shown(app) and list_targets(office, PLANNER).total == 80


def test_mended_cells_take_the_place_of_the_broken_ones_and_nothing_else_changes() -> None:
    data = '名单\n企业名称;等级;备注;多\n甲;E;"一;二";x\n乙;D\n'.encode("gb18030")
    grid = cells(data.replace(b"\xc3\xfb\xb5\xa5\n", b"\xc3\xfb\xb5\xa5;;;\n"))
    head = heading(grid, ["等级"])
    assert head == 1 and names(grid[head]) == ["企业名称", "等级", "备注", "多"]
    assert padded(grid[3], 4) == ["乙", "D", "", ""]
    again = cells(written(grid, {3: ["甲", "D", "一;二"]}))
    assert again[2] == ["甲", "D", "一;二", "x"]
    assert again[3] == ["乙", "D"] and again[:2] == grid[:2]


def test_filters_kept_under_a_name_are_laid_with_one_choice(office: Office) -> None:
    app = page("directories").run()
    app.multiselect(key="targets-risk").select("D").run()
    app.text_input(key="save-name-targets").input("高风险").run()
    app.button(key="save-do-targets").click().run()
    fine(app)
    assert list_filters(office, PLANNER, "targets") == {"高风险": {"risk": ["D"]}}
    other = page("directories").run()  # another visit of the same person
    assert "共 80 行" in shown(other)
    other.selectbox(key="saved-pick-targets").select("高风险").run()
    fine(other)
    assert "共 20 行" in shown(other)  # a quarter of them bear risk D
    other.button(key="drop-targets").click().run()
    assert list_filters(office, PLANNER, "targets") == {}
    assert list_filters(office, SUPERVISOR, "targets") == {}  # each person has their own


def test_a_supervisor_reads_but_may_not_export(office: Office) -> None:
    app = page("directories", actor_id=SUPERVISOR.id).run()
    fine(app)
    app.button(key="prepare-targets").click().run()
    assert "不能" in app.error[0].value


def test_a_witness_is_told_that_the_register_is_not_theirs(office: Office) -> None:
    app = page("directories", actor_id=WITNESS_A.id).run()
    assert not app.exception
    assert "不能" in app.error[0].value


def test_what_was_exported_is_on_record(office: Office) -> None:
    app = page("directories").run()
    app.button(key="prepare-targets").click().run()
    fine(app)
    trail = page("record").run()
    assert "导出检查对象" in list(trail.dataframe[0].value["做了什么"])
