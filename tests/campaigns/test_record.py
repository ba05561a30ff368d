"""The trail, Today's figures, directories and the policy texts, as a user meets them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    FixedClock,
    Office,
    add_absence,
    add_recusal,
    as_problem,
    audit_page,
    basis_clause,
    deadline,
    enter_calendar,
    export_directory,
    import_directory,
    import_policy,
    list_absences,
    list_inspectors,
    list_recusals,
    list_targets,
    office_deadline,
    overview,
    policy_table,
    search_policy,
    target_history,
    verify_audit,
)
from tests.offices import PLANNER, SUPERVISOR, credit_code, make_campaign, open_small_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path, targets=12)


def test_today_says_what_waits_and_what_is_late(office: Office) -> None:
    made = make_campaign(office, rates={"D": "1"})
    found = overview(office, SUPERVISOR)
    assert [(row["campaign"], row["page"]) for row in found["decide"]] == [(made.id, "draw")]
    assert found["late"] == []
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(timedelta(days=16))  # 8 December: the window began on the 7th
    late = overview(office, SUPERVISOR)["late"]
    assert [row["campaign"] for row in late] == [made.id]
    for figure in found["figures"]:
        assert {"label", "value", "unit", "period", "page"} <= set(figure)
        assert figure["unit"]["zh"] and figure["period"]["en"]
    values = {figure["label"]["en"]: figure["value"] for figure in found["figures"]}
    assert values["Targets"] == 12 and values["Campaigns"] == 1


def test_every_act_leaves_one_row_and_the_chain_holds(office: Office) -> None:
    before = audit_page(office, PLANNER).total
    add_absence(office, PLANNER, "I0101", date(2026, 12, 7), date(2026, 12, 8), "病假")
    add_recusal(office, PLANNER, "I0101", credit_code(1), "近亲属任职")
    assert audit_page(office, PLANNER).total == before + 2
    assert audit_page(office, PLANNER, by=PLANNER.id, action="recusal.add").rows[0].detail == {
        "target": credit_code(1)
    }
    assert verify_audit(office)["ok"]


def test_a_refused_act_keeps_nothing(office: Office) -> None:
    before = audit_page(office, PLANNER).total
    for wrong in (
        lambda: add_absence(office, PLANNER, "I0101", date(2026, 12, 8), date(2026, 12, 7), "x"),
        lambda: add_absence(office, PLANNER, "I9999", date(2026, 12, 7), date(2026, 12, 7), "x"),
        lambda: add_recusal(office, PLANNER, "I0101", "X", "x"),
        lambda: add_recusal(office, PLANNER, "I0101", credit_code(1), " "),
    ):
        with pytest.raises(CampaignRefused):
            wrong()
    assert audit_page(office, PLANNER).total == before
    assert list_absences(office, PLANNER) == list_recusals(office, PLANNER) == ()


def test_a_directory_goes_out_and_comes_back_unchanged(office: Office) -> None:
    data = export_directory(office, PLANNER, "targets")
    report = import_directory(office, PLANNER, "targets", data, "targets.csv")
    assert (report.rows, report.unchanged) == (12, 12)
    actions = [row.action for row in audit_page(office, PLANNER, limit=2).rows]
    assert actions == ["targets.import", "targets.export"]


def test_a_sheet_with_a_bad_row_changes_nothing(office: Office) -> None:
    data = export_directory(office, PLANNER, "targets").decode("utf-8-sig")
    wrong = data.replace(credit_code(1), credit_code(1)[:-1] + "I")
    with pytest.raises(ValueError) as refused:
        import_directory(office, PLANNER, "targets", wrong.encode(), "targets.csv")
    assert as_problem(refused.value)["faults"][0]["row"] == 2
    assert list_targets(office, PLANNER).total == 12


def test_lists_are_filtered_and_paged(office: Office) -> None:
    page = list_targets(office, PLANNER, risks=("D",), limit=2)
    assert (page.total, len(page.rows)) == (3, 2)
    assert list_inspectors(office, PLANNER, departments=("消防",)).total == 8
    assert target_history(office, PLANNER, credit_code(1)) == ()
    with pytest.raises(CampaignRefused):
        target_history(office, PLANNER, "X")


def test_a_calendar_entered_by_the_office_counts_from_then_on(office: Office) -> None:
    first = date(2026, 12, 4)
    assert office_deadline(office, PLANNER, first, 20) == deadline(first, 20)
    enter_calendar(office, PLANNER, 2027, [date(2027, 1, 1)], [], "国办发明电〔2026〕示例号")
    assert office_deadline(office, PLANNER, first, 20).due == date(2027, 1, 4)
    with pytest.raises(CampaignRefused):
        enter_calendar(office, PLANNER, 2027, [date(2026, 1, 1)], [], "示例")


def test_every_policy_number_shows_where_it_comes_from(office: Office) -> None:
    rows = {(row["key"], row["jurisdiction"]): row for row in policy_table(office)}
    two = rows["min_inspectors_per_visit", "深圳"]
    assert (two["value"], two["law"], two["basis"]) == (2, True, "sz-2018#二(三)2")
    assert all(row["basis"] and row["label"]["zh"] for row in rows.values())


@pytest.mark.slow
def test_policy_texts_are_searched_imported_and_cited(office: Office) -> None:
    hits = search_policy(office, "每次检查至少几名检查人员", k=5)
    assert any((hit.doc, hit.clause) == ("sz-2018", "二(三)2") for hit in hits)
    assert hits[0].to_json()["score"] >= hits[-1].score
    clause = basis_clause(office, "sz-2018#二(三)2")
    assert clause is not None and clause["title"] and clause["en"]
    assert basis_clause(office, "own:definition") is None
    assert basis_clause(office, "sz-2018#九十九") is None
    text = "示例市抽查办法\n\n一、总则\n（一）示例条款：每季度抽查一次示例事项。\n"
    reports = import_policy(office, PLANNER, [("示例办法.txt", text.encode())])
    assert reports[0].clauses >= 1
    assert audit_page(office, PLANNER, action="policy.import").rows[0].detail["files"] == [
        "示例办法.txt"
    ]
    with pytest.raises(CampaignRefused):
        import_policy(office, SUPERVISOR, [("x.txt", b"x")])
    with pytest.raises(CampaignRefused):
        import_policy(office, PLANNER, [])
