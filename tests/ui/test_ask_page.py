"""The ask page: answers with clauses, gaps as a state, requests as forms run on confirmation only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

import assistant
import ui.door
from campaigns import (
    Actor,
    Campaign,
    Office,
    add_turn,
    get_talk,
    get_template,
    list_campaigns,
    list_talks,
    list_templates,
)
from tests.desks import fine, page, scheduled_office, shown
from tests.offices import PLANNER
from ui.widgets.answer import marked
from ui.widgets.draft import typed
from ui.widgets.request import said

Desk = tuple[Office, Campaign]


@pytest.fixture(scope="module")
def library_office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One office for the module: its library is opened once."""
    return scheduled_office(tmp_path_factory.mktemp("ask"))


@pytest.fixture
def desk(library_office: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(ui.door, "open_office", lambda: library_office[0])
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # one page alone knows no other
    ui.door.office.clear()
    st.cache_data.clear()
    yield library_office
    ui.door.office.clear()


def ask(question: str, **state: Any) -> Any:
    app = page("ask", **state).run()
    app.chat_input[0].set_value(question).run()
    return app


def test_an_empty_page_offers_questions(desk: Desk) -> None:
    app = page("ask").run()
    fine(app)
    assert app.button(key="example_1").label.endswith("？")


@pytest.mark.slow
def test_an_answer_stands_beside_its_clause_with_the_quoted_words_marked(desk: Desk) -> None:
    app = ask("检查一户至少要去几个人？")
    fine(app)
    words = shown(app)
    assert "<mark>" in words and 'id="clause-1-1"' in words and 'href="#clause-1-1"' in words
    assert "深圳2018" in words and "现行" in words


@pytest.mark.slow
def test_where_documents_differ_all_sides_stand_in_a_table(desk: Desk) -> None:
    app = ask("年度计划最晚什么时候编好？")
    fine(app)
    words = shown(app)
    assert 'class="diff"' in words
    assert "4月底" in words and "3月底" in words and "征求意见稿" in words


@pytest.mark.slow
def test_what_the_texts_leave_open_is_said_with_the_nearest_clauses(desk: Desk) -> None:
    app = ask("检查人员出差住宿标准是多少钱？")
    fine(app)
    words = shown(app)
    assert "文本没有规定" in words and 'class="gap"' in words
    assert "最接近的条款" in words


@pytest.mark.slow
def test_earlier_questions_stay_on_the_page(desk: Desk) -> None:
    app = ask("检查结果多久内公示？")
    app.chat_input[0].set_value("抽查结果有哪几类？").run()
    fine(app)
    assert "先前问过" in shown(app)
    assert [place.label for place in app.expander][-1] == "检查结果多久内公示？"


def test_numbers_lead_to_their_clause_and_nothing_typed_becomes_markup() -> None:
    html = marked("深圳2018（现行）二(三)2：至少<b>两</b>人[1]", 7)
    assert 'href="#clause-7-1"' in html
    assert "&lt;b&gt;" in html and "<b>两" not in html


def understood(monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]) -> None:
    """The page is tried with every shape of a request, whatever the grammar reads today."""

    def form(office: Office, actor: Any, text: str, **_: Any) -> Iterator[assistant.Event]:
        yield assistant.Event("form", {"state": "told", **told})
        shown = {"text": "", "mode": "form"}
        talk = add_turn(office, actor, None, said=text, kind="form", shown=shown, form=told)
        yield assistant.Event("end", {"talk": talk["id"], "turn": 1, "kind": "form"})

    monkeypatch.setattr(assistant, "converse", form, raising=False)


def test_a_request_is_a_form_and_runs_only_on_confirmation(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = desk
    told = {
        "intent": "schedule",
        "understood": {
            "districts": ["东区"],
            "sectors": ["餐饮"],
            "lead_department": "市场监管",
            "departments": {"include": ["消防"]},
            "window": {"from": "2026-12-14", "to": "2026-12-18"},
            "sample": {"ratio": 0.2},
            "groups": 2,
            "exclude_inspectors": ["张三"],
        },
        "assumed": ["没有说抽取比例之外的要求"],
        "unclear": ["哪一类风险"],
    }
    understood(monkeypatch, told)
    before = list_campaigns(office, PLANNER).total
    app = ask("十二月第三周查东区餐饮，市场监管牵头，消防配合，抽两成，分两组")
    fine(app)
    words = shown(app)
    for kind in ("said", "assumed", "unclear"):
        assert f'data-kind="{kind}"' in words
    assert "D 20 %" in words and "不派" in words
    assert list_campaigns(office, PLANNER).total == before
    confirm = next(b for b in app.button if b.label == "确认，建立行动草稿")
    confirm.click().run()
    fine(app)
    made = list_campaigns(office, PLANNER).rows[0]
    assert made.state == "draft" and made.groups == 2
    assert (made.lead_department, made.departments) == ("市场监管", ("市场监管", "消防"))
    assert (made.districts, made.sectors) == (("东区",), ("餐饮",))
    assert made.rates["D"] == "0.2000" and made.window_from.isoformat() == "2026-12-14"


def test_a_request_that_breaks_a_rule_does_nothing_and_names_the_rule(desk: Desk) -> None:
    app = ask("十二月第一周查餐饮，市场监管牵头，每次只派一个人去")
    fine(app)
    assert "这件事不能办" in shown(app) and "两" in shown(app)
    assert not app.get("form")


def test_an_absence_said_becomes_a_form_with_the_person_and_days(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = {"inspector": "检查员101", "from": "2026-12-07", "to": "2026-12-08"}
    understood(
        monkeypatch,
        {"intent": "replan", "understood": {"absent": absent}, "assumed": [], "unclear": []},
    )
    app = ask("检查员101十二月七日起病两天")
    fine(app)
    assert app.selectbox[1].options[0].startswith("检查员101")
    assert any(b.label.startswith("确认，登记缺勤") for b in app.button)


@pytest.mark.parametrize("intent", ["replan", "draw", "checklist"])
def test_other_requests_lead_to_their_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, intent: str
) -> None:
    understood(monkeypatch, {"intent": intent, "understood": {}, "assumed": [], "unclear": []})
    app = ask("办一件事")
    fine(app)
    assert "要办的是" in shown(app)


def test_a_checklist_asked_for_opens_as_a_draft_and_is_saved_on_confirmation_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk[0]
    sector = desk[1].sectors[0]
    told = {"intent": "checklist", "understood": {"sectors": [sector]}}
    understood(monkeypatch, told | {"assumed": [], "unclear": []})
    app = ask("起草检查表")
    fine(app)
    assert "等您决定" in shown(app) and list_templates(office, PLANNER) == ()
    next(b for b in app.button if b.label == "确认，存为检查表模板").click().run()
    fine(app)
    saved = list_templates(office, PLANNER)
    assert [row["sector"] for row in saved] == [sector]
    lines = get_template(office, PLANNER, saved[0]["id"])["lines"]
    assert any(line["items"] for line in lines)  # the items of the list are on it


def test_a_line_without_its_tick_is_left_out_and_typed_words_stand() -> None:
    lines = [
        {"no": 1, "topic": "甲", "content": "一", "decide": True, "items": ["x"]},
        {"no": 2, "topic": "乙", "content": "二", "decide": False, "items": ["y"]},
    ]
    rows = [
        {"保留": True, "检查事项": "甲改", "检查内容": "一", "决定": "一并检查"},
        {"保留": False, "检查事项": "乙", "检查内容": "二", "决定": ""},
    ]
    kept = typed(lines, rows)
    assert [(row["topic"], row["decision"], row["items"]) for row in kept] == [
        ("甲改", "一并检查", ["x"])
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"window": "坏的"},
        {"window": {"from": "2026-13-40"}},
        {"sample": {"count": 7}},
        {"risk": ["Z"]},
    ],
)
def test_a_request_of_an_odd_shape_is_no_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]
) -> None:
    understood(
        monkeypatch, {"intent": "schedule", "understood": told, "assumed": [], "unclear": []}
    )
    app = ask("查一查")
    assert not app.exception
    assert [e.value for e in app.error] == []


def test_what_was_said_is_told_with_names_of_the_keys() -> None:
    chips = said({"districts": ["福田", "南山"], "absent": {"inspector": "甲"}, "groups": None})
    assert chips == ["辖区：福田、南山", "缺勤：人员 甲"]


def test_the_regions_offered_are_places_only(desk: Desk) -> None:
    app = page("ask", lang="en").run()
    options = app.selectbox(key="ask_region").options
    assert options == ["any", "Shenzhen", "Jiangxi", "Jingdezhen", "national"]


@pytest.mark.slow
def test_an_earlier_talk_is_opened_again_on_another_day_and_deleted_on_request(desk: Desk) -> None:
    office = desk[0]
    app = ask("检查结果多久内公示？")
    talk = app.session_state["ask_talk"]
    assert [row["said"] for row in get_talk(office, PLANNER, talk)["turns"]] == [
        "检查结果多久内公示？"
    ]
    again = page("ask").run()  # another visit: nothing is kept in the session
    assert "检查结果多久内公示" in again.button(key=f"talk-{talk}").label
    again.button(key=f"talk-{talk}").click().run()
    fine(again)
    words = shown(again)
    assert "#### 检查结果多久内公示？" in words and "<mark>" in words  # its clause, fetched anew
    again.chat_input[0].set_value("抽查结果有哪几类？").run()
    assert len(get_talk(office, PLANNER, talk)["turns"]) == 2
    again.button(key="forget_talk").click().run()
    fine(again)
    assert talk not in [row["id"] for row in list_talks(office, PLANNER)]
    assert "已删除" in shown(again) and again.button(key="example_1")


def test_a_talk_that_is_somebody_elses_is_not_opened(desk: Desk) -> None:
    office = desk[0]
    other = Actor("P777", "别人", "planner", "消防")
    talk = add_turn(office, other, None, said="秘密", kind="answer", shown={"text": "甲"})["id"]
    app = page("ask")
    app.query_params["talk"] = talk
    app.run()
    fine(app)
    assert "秘密" not in shown(app) and "属于别人" in shown(app)


def test_a_confirmed_request_is_not_run_again_when_its_talk_is_opened_later(desk: Desk) -> None:
    office = desk[0]
    before = list_campaigns(office, PLANNER).total
    app = ask("十二月第三周查东区餐饮，市场监管牵头，消防配合，抽两成")
    fine(app)
    next(b for b in app.button if b.label == "确认，建立行动草稿").click().run()
    fine(app)
    made = list_campaigns(office, PLANNER).rows[0].id
    again = page("ask", ask_talk=app.session_state["ask_talk"]).run()
    fine(again)
    assert f"办成的是 {made}" in shown(again)
    assert "确认，建立行动草稿" not in [b.label for b in again.button]
    assert list_campaigns(office, PLANNER).total == before + 1
