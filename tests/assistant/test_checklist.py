"""A drafted checklist: every line with its basis, and what has none waits for a person."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.checklist import ChecklistDraft, draft_checklist
from campaigns import SYSTEM, CampaignRefused, Office, basis_clause

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from offices import NOW, PLANNER, item, open_small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = open_small_office(tmp_path_factory.mktemp("office"), targets=4, people=2)
    more = (
        item("SJ-20", "市场监管", "食品安全", topic="用电安全", legal_basis="《示例甲法》第二条"),
        item("XF-20", "消防", "消防监督", topic="用电安全", legal_basis="《示例乙法》第三条"),
        item("XF-21", "消防", "消防监督", legal_basis=" ", sub_item="没有依据的事项"),
        item("XF-22", "消防", "消防监督", sub_item="去年的事项", valid_to=date(2025, 12, 31)),
    )
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.items", subject="") as tx:
        tx.items.put_many(more)
    return office


def draft(office: Office, *departments: str, sector: str = "餐饮") -> ChecklistDraft:
    return draft_checklist(office, PLANNER, sector, departments)


def test_every_line_has_a_basis_or_waits_for_a_person(office: Office) -> None:
    for line in draft(office, "市场监管", "消防", "卫健").lines:
        assert line.basis or line.decide
        assert bool(line.why) == line.decide


def test_what_every_check_shares_stands_on_clauses_that_exist(office: Office) -> None:
    shared = [line for line in draft(office, "消防").lines if line.part == "procedure"]
    assert len(shared) == 7
    for line in shared:
        clause = basis_clause(office, line.basis[0]["basis"])
        assert clause is not None and clause["status"] == "in_force"


def test_items_of_one_topic_fold_and_each_department_keeps_its_basis(office: Office) -> None:
    line = next(x for x in draft(office, "市场监管", "消防").lines if x.topic == "用电安全")
    assert line.items == ("SJ-20", "XF-20")
    assert [(b["department"], b["basis"]) for b in line.basis] == [
        ("市场监管", "《示例甲法》第二条"),
        ("消防", "《示例乙法》第三条"),
    ]


def test_an_item_without_legal_basis_is_marked_not_dropped(office: Office) -> None:
    line = next(x for x in draft(office, "消防").lines if x.topic == "没有依据的事项")
    assert line.decide and not line.basis and "依据" in line.why


def test_a_key_supervision_item_waits_for_a_person(office: Office) -> None:
    line = next(x for x in draft(office, "卫健").lines if "WJ-9" in x.items)
    assert line.decide and "重点监管" in line.why


def test_an_item_out_of_date_is_not_drafted(office: Office) -> None:
    assert all("XF-22" not in line.items for line in draft(office, "消防").lines)


def test_a_department_without_items_becomes_a_question_to_a_person(office: Office) -> None:
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.department", subject="") as tx:
        from campaigns import Department

        tx.departments.put_many([Department("教育", "教育", "education")])
    line = next(x for x in draft(office, "教育").lines if x.part == "gap")
    assert line.departments == ("教育",) and line.decide


def test_a_press_report_is_a_hint_and_never_a_basis(office: Office) -> None:
    lines = draft_checklist(office, PLANNER, "即时零售前置仓", ["市场监管", "消防"]).lines
    hints = [line for line in lines if line.part == "text"]
    assert hints and all(line.decide for line in hints)
    assert any("报道" in line.why for line in hints)


def test_lines_are_numbered_in_order(office: Office) -> None:
    lines = draft(office, "市场监管", "消防").lines
    assert [line.no for line in lines] == list(range(1, len(lines) + 1))


def test_a_synonym_of_the_sector_finds_its_items(office: Office) -> None:
    assert draft(office, "卫健", sector="餐馆").sector == "餐饮"


def test_an_unknown_department_is_refused_by_name(office: Office) -> None:
    with pytest.raises(CampaignRefused, match="天文"):
        draft(office, "消防", "天文")


def test_an_excluded_department_is_left_out(office: Office) -> None:
    made = draft_checklist(office, PLANNER, "餐饮", exclude=["消防"])
    assert "消防" not in made.departments
    assert all("消防" not in line.departments for line in made.lines if line.part == "item")


def test_words_come_in_english_too(office: Office) -> None:
    made = draft_checklist(office, PLANNER, "餐饮", ["消防"], lang="en")
    assert any("no legal basis" in line.why for line in made.undecided)
