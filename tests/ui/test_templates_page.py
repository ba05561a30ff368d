"""Templates after they were saved: the list, versions, an edit, what changed, two people at one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

import ui.door
from campaigns import Office, create_template, get_template, save_template
from tests.desks import fine, page, shown
from tests.offices import ADMIN, PLANNER, make_campaign, open_small_office
from ui.widgets.templates import changes


def line(topic: str, *items: str, content: str = "看一看") -> dict[str, Any]:
    basis = [{"department": "消防", "basis": "《示例条例》第一条", "text": ""}]
    words = {"topic": topic, "content": content, "decision": "", "why": ""}
    return {"items": list(items), "departments": ["消防"], "basis": basis, "decide": False, **words}


LINES = [line("通道", "XF-1"), line("证照", "SJ-1")]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = open_small_office(tmp_path)
    monkeypatch.setattr(ui.door, "open_office", lambda: made)
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # one page alone knows no other
    ui.door.office.clear()
    st.cache_data.clear()
    yield made
    ui.door.office.clear()


def opened(id_: str) -> Any:
    app = page("checklists")
    app.query_params["template"] = id_
    return app.run()


def test_an_empty_list_says_how_a_template_comes_about(office: Office) -> None:
    app = page("checklists")
    app.query_params["part"] = "templates"
    fine(app.run())
    assert "还没有模板" in shown(app)


def test_a_template_opens_is_saved_as_the_next_version_and_used(office: Office) -> None:
    campaign = make_campaign(office)
    id_ = create_template(office, PLANNER, name="餐饮表", sector="餐饮", lines=LINES)["id"]
    app = page("checklists")
    app.query_params["part"] = "templates"
    app.run()
    assert "餐饮表" in shown(app) and "第 1 版" in shown(app)
    app.button(key=f"go-template-{id_}").click().run()
    fine(app)
    app.text_input(key=f"template-why-{id_}-1").set_value("试一试").run()
    app.button(key="template_save").click().run()
    fine(app)
    assert "已保存为第 2 版" in shown(app)
    newest = get_template(office, PLANNER, id_)
    assert newest["version"] == 2 and newest["versions"][-1]["note"] == "试一试"
    app.button(key="template_use").click().run()
    fine(app)
    assert campaign.name in app.success[-1].value


def test_two_versions_are_compared_line_by_line(office: Office) -> None:
    id_ = create_template(office, PLANNER, name="表", sector="餐饮", lines=LINES)["id"]
    then = [line("证照", "SJ-1", content="逐一核对"), line("后厨", "WJ-1")]
    save_template(office, PLANNER, id_, then, expected_version=1)
    app = opened(id_)
    app.selectbox[1].set_value(1).run()
    fine(app)
    words = shown(app)
    for said in ("去掉", "通道", "新增", "后厨", "改写", "逐一核对"):
        assert said in words


def test_an_edit_that_was_overtaken_is_refused_and_kept_beside_what_changed(office: Office) -> None:
    id_ = create_template(office, PLANNER, name="表", sector="餐饮", lines=LINES)["id"]
    app = opened(id_)
    save_template(office, ADMIN, id_, [*LINES, line("后厨", "WJ-1")], expected_version=1)
    app.button(key="template_save").click().run()
    assert not app.exception
    assert len(app.error) == 1 and get_template(office, PLANNER, id_)["version"] == 2
    assert "别人已经存了第 2 版" in app.warning[0].value and "后厨" in shown(app)
    app.button(key="template_reload").click().run()
    fine(app)
    app.button(key="template_save").click().run()
    assert get_template(office, PLANNER, id_)["version"] == 3


def test_a_template_that_is_not_there_says_so(office: Office) -> None:
    app = opened("CT99999")
    assert not app.exception and "CT99999" in app.error[0].value


def test_a_line_that_only_moved_is_told_with_its_places() -> None:
    assert changes(LINES, LINES[::-1]) == [
        ("moved", "证照", "2", "1"),
        ("moved", "通道", "1", "2"),
    ]
    assert changes(LINES, LINES) == []
