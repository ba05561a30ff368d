"""Clause to rule to decision and back, and the solver's answer to "what if"."""

from __future__ import annotations

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    audit_page,
    clause_links,
    list_schedules,
    policy_table,
    rule_links,
    start_schedule,
    what_if,
)
from campaigns.links import NUMBERS
from solver import RULES, ProblemRefused
from tests.lent_index import lend_index
from tests.offices import (
    ADMIN,
    PLANNER,
    PUBLIC_ROLE,
    make_campaign,
    open_small_office,
    rehearse,
    with_recusal,
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str, str]:
    """A scheduled campaign that departs from the cap of departments, with one barred target."""
    home = tmp_path_factory.mktemp("office")
    lend_index(home)
    office = open_small_office(home, targets=40, people=3)
    reason = {"max_departments": {"value": 6, "reason": "区里要求"}}
    campaign = make_campaign(office, rules=reason, rates={"D": {"count": 3}})
    rehearse(office, campaign.id)
    with office.registry.reading() as tx:
        barred = sorted(row.target for row in tx.draws.drawn(campaign.id))[0]
    for department in (1, 2, 3):
        for number in (1, 2, 3):
            with_recusal(office, f"I{department * 100 + number:04d}", barred)
    start_schedule(office, PLANNER, campaign.id)
    return office, campaign.id, list_schedules(office, PLANNER, campaign.id)[0].id


def test_a_clause_leads_to_its_rules_numbers_and_decisions(case: tuple[Office, str, str]) -> None:
    office, campaign, schedule = case
    told = clause_links(office, PLANNER, "sz-2018#二(三)2")
    assert {"R05", "R08"} <= {rule["code"] for rule in told["rules"]}
    assert any(row["key"] == "min_inspectors_per_visit" and row["law"] for row in told["numbers"])
    assert [row["id"] for row in told["campaigns"]] == [campaign]
    # one target is left out because everybody is recused (R08 stands on this clause)
    assert [row["id"] for row in told["schedules"]] == [schedule]
    joint = clause_links(office, PLANNER, "sz-2018#二(三)3")
    why = {row["key"]: row for row in joint["campaigns"][0]["why"]}
    assert why["max_departments_per_campaign"]["departed"] == "区里要求"
    assert why["max_departments_per_campaign"]["value"] == 6
    deadline = clause_links(office, PLANNER, "sz-2018#二(三)1")["numbers"]
    assert any(row["kind"] == "deadline" and row["value"] == "04-30" for row in deadline)


def test_who_may_not_read_campaigns_sees_clause_and_rules_only(
    case: tuple[Office, str, str],
) -> None:
    told = clause_links(case[0], PUBLIC_ROLE, "sz-2018#二(三)2")
    assert told["rules"] and told["campaigns"] == [] and told["schedules"] == []
    assert rule_links(case[0], None, "r08")["schedules"] == []
    with pytest.raises(CampaignRefused):
        clause_links(case[0], PLANNER, "sz-2018#没有这条")
    with pytest.raises(CampaignRefused):
        rule_links(case[0], PLANNER, "R99")


def test_a_rule_leads_back_to_its_clauses(case: tuple[Office, str, str]) -> None:
    told = rule_links(case[0], PLANNER, "R08")
    in_force = [row["basis"] for row in told["clauses"] if row["status"] == "in_force"]
    assert in_force == ["sz-2018#二(三)2"]  # the draft's clause is told too, as a draft
    assert [row["id"] for row in told["schedules"]] == [case[2]]
    assert rule_links(case[0], PLANNER, "R11")["basis"] == ["own:definition"]


def test_every_number_a_rule_is_said_to_take_is_in_the_policy() -> None:
    keys = {row["key"] for row in policy_table(None)}  # type: ignore[arg-type]
    assert set(NUMBERS) <= set(RULES)
    missing = {key for names in NUMBERS.values() for key in names} - keys
    assert missing == set()


def test_the_solver_answers_what_a_number_would_change(case: tuple[Office, str, str]) -> None:
    office, _, schedule = case
    before = audit_page(office, ADMIN).total
    told = what_if(office, PLANNER, schedule, {"min_inspectors_per_visit": 8})
    assert told["changes"][0]["from"] == 2 and told["changes"][0]["rule"] == "R05"
    # a team of 8 costs more turns for each visit than a team of need, or loses visits
    assert told["after"]["visits"] <= told["before"]["visits"]
    if told["after"]["visits"]:
        assert told["after"]["turns"] >= 8 * told["after"]["visits"]
    assert "未保存" in told["zh"] and str(told["after"]["visits"]) in told["en"]
    assert audit_page(office, ADMIN).total == before


def test_a_number_below_the_law_is_not_tried(case: tuple[Office, str, str]) -> None:
    office, _, schedule = case
    with pytest.raises(ProblemRefused):
        what_if(office, PLANNER, schedule, {"min_inspectors_per_visit": 1})
    for changes in ({}, {"seed": 3}, {"min_inspectors_per_visit": True}):
        with pytest.raises(CampaignRefused) as refused:
            what_if(office, PLANNER, schedule, changes)
        assert refused.value.code == "what_if.changes"
