"""Dated policy numbers: asked with a day and a place, drafts never applied."""

from __future__ import annotations

from datetime import date

import pytest

from registry import RegistryRefused, policy_sets, policy_value
from registry.policy import read_policy

DAY = date(2026, 3, 2)
ROW = """
- {key: term, value: 20, unit: 日, from: "2020-01-01", to: "2023-12-31", jurisdiction: 甲市,
   basis: "a#1", strength: H, label_zh: 期限, label_en: term}
- {key: term, value: 15, unit: 日, from: "2024-01-01", to: null, jurisdiction: 甲市,
   basis: "b#1", strength: H, law: true, label_zh: 期限, label_en: term}
"""


def value(key, on=DAY, jurisdiction="深圳"):
    return policy_value(key, on=on, jurisdiction=jurisdiction)


def test_asking_without_a_date_or_a_jurisdiction_is_impossible():
    with pytest.raises(TypeError):
        policy_value("min_inspectors_per_visit")
    with pytest.raises(TypeError):
        policy_value("min_inspectors_per_visit", on=DAY)
    with pytest.raises(TypeError):
        policy_value("min_inspectors_per_visit", jurisdiction="深圳")


def test_two_inspectors_a_visit_is_law_in_shenzhen():
    two = value("min_inspectors_per_visit")
    assert (two.value, two.law, two.strength, two.basis) == (2, True, "H", "sz-2018#二(三)2")
    assert two.label_zh and two.label_en and two.unit == "人"
    # The short name campaigns use gives the same.
    assert value("min_inspectors").value == 2


def test_a_place_without_its_own_row_gets_our_definition():
    elsewhere = value("max_departments_per_campaign", jurisdiction="某市")
    assert (elsewhere.value, elsewhere.basis) == (5, "own:definition")
    assert value("max_departments_per_campaign").basis == "sz-2018#二(三)3"


def test_a_place_whose_text_is_silent_says_so_instead_of_borrowing():
    # The Jiangxi text names no number of days for publication.
    assert value("publish_within_working_days", jurisdiction="江西").value is None
    assert value("publish_within_working_days").value == 20


def test_the_draft_is_shown_and_never_applied():
    draft = next(one for one in policy_sets() if one.id == "national-draft")
    assert draft.status == "draft"
    shown = {v.key: v.value for v in draft.values}
    assert shown["repair_display_months"] == 6
    for place in ("深圳", "江西", "全国", "某市"):
        assert value("repair_display_months", jurisdiction=place).value is None
    with pytest.raises(RegistryRefused) as caught:
        value("plan_filing", jurisdiction="全国")  # stands in the draft alone
    assert caught.value.code == "policy.no_value"
    assert "draft" in caught.value.faults[0].en


def test_a_rule_does_not_hold_before_its_first_day():
    assert value("finish_by", on=date(2018, 8, 19)).basis.startswith("sz-2018#")
    # The day before, only our definition speaks: no date at all.
    assert value("finish_by", on=date(2018, 8, 18)).value is None
    with pytest.raises(RegistryRefused, match="没有适用"):
        value("finish_by", on=date(2017, 12, 31))


def test_an_unknown_key_is_refused():
    with pytest.raises(RegistryRefused) as caught:
        value("phase_of_the_moon")
    assert caught.value.code == "policy.unknown_key"


def test_there_are_the_four_rule_sets_and_every_number_has_its_basis():
    assert [one.id for one in policy_sets()] == ["sz-2018", "national-draft", "jiangxi-2024", "own"]
    for one in policy_sets():
        assert one.title_zh and one.title_en and one.jurisdictions
        for row in one.values:
            assert not row.alias_of
            doc = row.basis.split("#")[0]
            assert doc == one.id or row.basis == "own:definition", row.key


def test_of_two_versions_the_one_of_the_day_counts():
    old, new = read_policy(ROW)
    assert [row.holds(date(2023, 12, 31)) for row in (old, new)] == [True, False]
    assert [row.holds(date(2024, 1, 1)) for row in (old, new)] == [False, True]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{sets: []}", ""),
        (ROW.replace('basis: "b#1", ', ""), "basis"),
        (ROW.replace("strength: H, law", "strength: X, law"), "strength"),
        (ROW.replace("2024-01-01", "2024-13-01"), "from"),
        (ROW.replace('"2024-01-01"', "null"), "from"),
        (ROW.replace("2024-01-01", "2020-01-01"), "term"),
    ],
)
def test_a_malformed_policy_file_is_refused_naming_row_and_field(text, field):
    with pytest.raises(RegistryRefused) as caught:
        read_policy(text)
    assert caught.value.code == "policy.malformed"
    assert [f.field for f in caught.value.faults] == [field]
