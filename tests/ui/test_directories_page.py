"""Registers: filters where the rows lie, a row opened, sheets in with every error, sheets out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.door
from campaigns import Office, export_directory, list_targets
from tests.desks import VIEWS, fine, page, shown
from tests.offices import PLANNER, SUPERVISOR, WITNESS_A, credit_code, open_small_office

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
    app.get("file_uploader")[0].upload("名录.csv", "\n".join((HEAD, *lines)).encode(), "text/csv")
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
