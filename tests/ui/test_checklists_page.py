"""The checklist page: the sheet, what was folded, edits, and two people at one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

import ui.door
from campaigns import Campaign, Checklist, Office, list_checklists, list_visits, make_checklist
from campaigns import save_checklist as save
from tests.desks import fine, page, scheduled_office, shown
from tests.offices import ADMIN, PLANNER
from ui.widgets.lines import differences, joined, moved, rebased, split, with_texts

Desk = tuple[Office, Campaign]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    office, campaign = scheduled_office(tmp_path)
    monkeypatch.setattr(ui.door, "open_office", lambda: office)
    ui.door.office.clear()
    st.cache_data.clear()
    yield office, campaign
    ui.door.office.clear()


def one_sheet(desk: Desk) -> Checklist:
    office, campaign = desk
    first = list_visits(office, PLANNER, campaign=campaign.id)[0]
    return make_checklist(office, PLANNER, first.id)


def test_sheets_of_all_visits_are_made_with_one_button(desk: Desk) -> None:
    office, campaign = desk
    app = page("checklists").run()
    fine(app)
    assert "还有 10 次检查没有检查表" in shown(app)
    app.button(key="make_all").click().run()
    fine(app)
    # Ten visits are scheduled, so ten sheets stand in the record.
    assert len(list_checklists(office, PLANNER, campaign.id)) == 10
    assert "10 张检查表" in shown(app)


def test_the_sheet_names_firm_people_certificates_and_each_basis(desk: Desk) -> None:
    checklist = one_sheet(desk)
    app = page("checklists", checklist_id=checklist.id).run()
    fine(app)
    words = shown(app)
    assert "双随机抽查记录表" in words and checklist.target in words
    assert "《示例条例》第一条" in words
    assert "示例000" in words  # certificate numbers of the made-up inspectors
    assert "□ 未发现问题" in words


def test_markup_in_a_note_is_shown_as_text(desk: Desk) -> None:
    office, _ = desk
    checklist = one_sheet(desk)
    lines = [dict(line, note="<script>alert(1)</script>") for line in checklist.lines]
    save(office, PLANNER, checklist.id, lines, checklist.version)
    app = page("checklists", checklist_id=checklist.id).run()
    assert "&lt;script&gt;" in shown(app) and "<script>" not in shown(app)


def test_lines_moved_on_the_page_are_saved_as_the_next_version(desk: Desk) -> None:
    office, campaign = desk
    checklist = one_sheet(desk)
    app = page("checklists", checklist_id=checklist.id, checklist_mode="edit").run()
    fine(app)
    assert app.button(key="save").disabled
    app.multiselect[0].set_value([1]).run()
    app.button(key="line-up").click().run()
    app.button(key="save").click().run()
    fine(app)
    kept = next(
        row for row in list_checklists(office, PLANNER, campaign.id) if row.id == checklist.id
    )
    assert kept.version == checklist.version + 1
    assert kept.lines[0]["items"] == checklist.lines[1]["items"]


def test_a_stale_edit_is_refused_with_who_and_what_and_my_changes_survive(desk: Desk) -> None:
    office, campaign = desk
    checklist = one_sheet(desk)
    app = page("checklists", checklist_id=checklist.id, checklist_mode="edit").run()
    app.multiselect[0].set_value([1]).run()
    app.button(key="line-up").click().run()
    theirs = [dict(line) for line in checklist.lines]
    theirs[0]["note"] = "先看后厨"
    save(office, ADMIN, checklist.id, theirs, checklist.version)
    app.button(key="save").click().run()
    words = shown(app)
    assert ADMIN.name in words and "先看后厨" in words and "您的修改还在" in words
    app.button(key="rebase").click().run()
    app.button(key="save").click().run()
    fine(app)
    kept = next(
        row for row in list_checklists(office, PLANNER, campaign.id) if row.id == checklist.id
    )
    # Version 1 was made, 2 is the other one's, 3 holds both: my order, their note.
    assert kept.version == 3
    assert kept.lines[0]["items"] == checklist.lines[1]["items"]
    assert kept.lines[1]["note"] == "先看后厨"


def test_a_campaign_without_a_taken_schedule_leads_to_the_schedule(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # one page alone knows no other
    office, campaign = desk
    for visit in list_visits(office, PLANNER, campaign=campaign.id):
        with office.registry.writing(
            by=PLANNER, at=office.clock.now(), action="test", subject=visit.id
        ) as tx:
            from dataclasses import replace

            tx.schedules.put_visit(replace(visit, state="cancelled"))
    app = page("checklists").run()
    fine(app)
    assert "还没有采用的排程" in shown(app)


def part(item: str, department: str, note: str = "") -> dict[str, object]:
    row = {
        "item": item,
        "department": department,
        "name": f"{item}名",
        "sub_item": f"{item}项",
        "topic": "",
        "content": f"看{item}",
        "basis": f"{item}法",
        "method": "现场检查",
    }
    return {
        "topic": f"{item}项",
        "content": f"看{item}",
        "departments": [department],
        "items": [item],
        "basis": [{"department": department, "basis": f"{item}法"}],
        "method": "现场检查",
        "options": [],
        "result": "",
        "note": note,
        "parts": [row],
    }


LINES = [part("A", "消防"), part("B", "消防"), part("C", "卫健"), part("D", "卫健")]


def items(lines: list[dict[str, object]]) -> list[list[str]]:
    return [line["items"] for line in lines]  # type: ignore[misc]


def test_picked_lines_move_together_and_stop_at_the_ends() -> None:
    assert items(moved(LINES, [1, 2], -1)) == [["B"], ["C"], ["A"], ["D"]]
    assert items(moved(LINES, [0, 1], -1)) == items(LINES)
    assert items(moved(LINES, [0, 3], 1)) == [["B"], ["A"], ["C"], ["D"]]


def test_lines_folded_here_can_be_unfolded_again() -> None:
    one = joined(LINES, [0, 2])
    assert items(one) == [["A", "C"], ["B"], ["D"]]
    assert one[0]["departments"] == ["消防", "卫健"]
    assert items(split(one, [0])) == [["A"], ["C"], ["B"], ["D"]]
    assert joined(LINES, [1]) == LINES


def test_typed_words_stand_on_their_lines() -> None:
    rows: list[dict[str, Any]] = [
        {"topic": "甲", "content": "乙", "note": None},
        *({**line} for line in LINES[1:]),
    ]
    assert with_texts(LINES, rows)[0] | {"parts": []} == LINES[0] | {
        "topic": "甲",
        "content": "乙",
        "note": "",
        "parts": [],
    }


def test_differences_tell_texts_grouping_and_order() -> None:
    noted = [dict(LINES[0], note="早"), *LINES[1:]]
    assert differences(LINES, noted) == [{"no": 1, "field": "note", "then": "", "now": "早"}]
    assert differences(LINES, moved(LINES, [1], -1))[-1]["field"] == "order"
    assert differences(LINES, joined(LINES, [0, 1]))[0]["field"] == "items"
    assert differences(LINES, LINES) == []


def test_my_change_wins_over_theirs_on_one_text_and_both_stand_elsewhere() -> None:
    mine = [dict(LINES[0], note="我"), dict(LINES[1], topic="我改"), *LINES[2:]]
    theirs = [dict(LINES[0], note="他"), LINES[1], dict(LINES[2], note="他"), LINES[3]]
    laid = rebased(LINES, mine, theirs)
    assert [line["note"] for line in laid] == ["我", "", "他", ""]
    assert laid[1]["topic"] == "我改"
    regrouped = joined(LINES, [2, 3])
    # They folded two lines: their grouping stands, my words are laid over it.
    assert items(rebased(LINES, mine, regrouped)) == items(regrouped)
