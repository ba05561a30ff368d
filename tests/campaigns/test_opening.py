"""A campaign is kept only without faults; every fault is told at once, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    as_problem,
    audit_page,
    cancel_campaign,
    create_campaign,
    describe,
    draw_log,
    freeze_pool,
    get_campaign,
    get_draw,
    list_campaigns,
    update_campaign,
    verify_audit,
)
from tests.offices import FIELDS, PLANNER, make_campaign, open_small_office, rehearse


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_small_office(tmp_path_factory.mktemp("office"))


def refused(office: Office, **changes: object) -> CampaignRefused:
    with pytest.raises(CampaignRefused) as caught:
        create_campaign(office, PLANNER, **{**FIELDS, **changes})  # type: ignore[arg-type]
    return caught.value


def fields_of(error: CampaignRefused) -> list[str]:
    return [fault.field for fault in error.faults]


def test_a_good_draft_is_kept_numbered_and_on_record(office: Office) -> None:
    made = make_campaign(office)
    assert made.state == "draft" and made.version == 1
    assert get_campaign(office, PLANNER, made.id) == made
    assert made in list_campaigns(office, PLANNER, state="draft").rows
    row = audit_page(office, PLANNER, subject=made.id).rows[0]
    assert (row.action, row.actor) == ("campaign.create", PLANNER.id)
    assert verify_audit(office)["ok"]


def test_every_fault_is_told_at_once_and_nothing_is_kept(office: Office) -> None:
    before = list_campaigns(office, PLANNER).total
    error = refused(
        office,
        name=" ",
        departments=("市场监管", "市场监管", "林业"),
        districts=("北区",),
        sectors=(),
        rates={"D": 0.3, "E": "0.1"},
        window_from="2026-13-01",
        groups=0,
        inspectors_wanted=1,
        rules={"speed": {"value": 1, "reason": "x"}, "max_departments": {"value": 6}},
        exclude=({"id": "X"},),
        jurisdiction="月球",
    )
    assert error.code == "campaign.invalid"
    assert fields_of(error) == [
        "name",
        "jurisdiction",
        "departments[1]",
        "departments[2]",
        "districts[0]",
        "sectors",
        "rates.D",
        "rates.E",
        "window_from",
        "groups",
        "inspectors_wanted",
        "rules.speed",
        "rules.max_departments.reason",
        "exclude[0]",
    ]
    assert all(fault.zh and fault.en for fault in error.faults)
    assert list_campaigns(office, PLANNER).total == before


@pytest.mark.parametrize("rate", ["3%", "0", "1.5", "1/0", "-0.1", "０.3", {"count": 0}, None])
def test_a_rate_is_an_exact_text_or_a_number_of_rows(office: Office, rate: object) -> None:
    assert fields_of(refused(office, rates={"D": rate})) == ["rates.D"]


def test_a_window_ends_after_it_begins_and_not_in_the_past(office: Office) -> None:
    back = refused(office, window_from=date(2026, 12, 11), window_to=date(2026, 12, 7))
    past = refused(office, window_from=date(2026, 10, 12), window_to=date(2026, 10, 16))
    assert fields_of(back) == fields_of(past) == ["window_to"]


def test_more_people_than_the_cap_need_a_recorded_reason(office: Office) -> None:
    # Ten by the letter (sz-2018#二(三)3), whatever the number of groups.
    error = refused(office, groups=3, inspectors_wanted=24)
    assert (error.faults[0].field, error.faults[0].rule) == (
        "inspectors_wanted",
        "sz-2018#二(三)3",
    )
    rules = {"cap_scope": {"value": "group", "reason": "分三组同时开展"}}
    made = make_campaign(office, groups=3, inspectors_wanted=24, rules=rules)
    assert made.rules["cap_scope"]["reason"] == "分三组同时开展"


def test_fewer_than_two_inspectors_a_visit_is_refused_whatever_the_reason(office: Office) -> None:
    rules = {"min_inspectors": {"value": 1, "reason": "人手不足"}}
    error = refused(office, rules=rules)
    assert error.faults[0].rule == "sz-2018#二(三)2"


def test_the_lead_takes_part(office: Office) -> None:
    assert fields_of(refused(office, departments=("消防", "卫健"))) == ["lead_department"]


def test_a_draft_can_be_changed_and_a_stale_change_is_refused(office: Office) -> None:
    made = make_campaign(office)
    after = update_campaign(office, PLANNER, made.id, 1, groups=2)
    assert (after.groups, after.version) == (2, 2)
    with pytest.raises(ValueError) as stale:
        update_campaign(office, PLANNER, made.id, 1, groups=3)
    assert as_problem(stale.value)["code"] == "registry.stale"
    with pytest.raises(CampaignRefused) as bad:
        update_campaign(office, PLANNER, made.id, 2, lead_department="林业")
    assert bad.value.code == "campaign.invalid"
    with pytest.raises(CampaignRefused) as unknown:
        update_campaign(office, PLANNER, made.id, 2, state="drawn")
    assert unknown.value.code == "campaign.field"


def test_what_is_frozen_stands(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    made = make_campaign(office)
    rehearse(office, made.id)
    with pytest.raises(CampaignRefused) as late:
        update_campaign(office, PLANNER, made.id, 4, groups=2)
    assert late.value.code == "campaign.state"


def test_a_campaign_is_called_off_with_a_reason(office: Office) -> None:
    made = make_campaign(office)
    with pytest.raises(CampaignRefused):
        cancel_campaign(office, PLANNER, made.id, " ")
    assert cancel_campaign(office, PLANNER, made.id, "计划调整").state == "cancelled"
    assert audit_page(office, PLANNER, subject=made.id).rows[0].detail["reason"] == "计划调整"


def test_a_campaign_called_off_takes_its_unfinished_draw_with_it(office: Office) -> None:
    made = make_campaign(office)
    draw = freeze_pool(office, PLANNER, made.id)
    cancel_campaign(office, PLANNER, made.id, "计划调整")
    assert get_draw(office, PLANNER, draw.id).state == "cancelled"
    assert draw_log(office)[-1]["kind"] == "cancellation"


def test_an_unknown_campaign_is_named_in_both_languages(office: Office) -> None:
    with pytest.raises(CampaignRefused) as unknown:
        get_campaign(office, PLANNER, "C1900-0001")
    assert unknown.value.code == "campaign.unknown"
    assert "C1900-0001" in describe(unknown.value) and "C1900-0001" in describe(unknown.value, "en")
