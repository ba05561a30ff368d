"""The same person over many campaigns: counted, told, and weighed where the plan says so."""

from __future__ import annotations

import copy
import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    CHINA,
    SYSTEM,
    CampaignRefused,
    Draw,
    Office,
    freeze_pool,
    panel_chances,
    reveal_draw,
    verify_draw,
)
from campaigns.panel_load import months_before
from draw import panel_verify
from tests.offices import (
    PLANNER,
    commit_ceremony,
    hold_ceremony,
    make_campaign,
    open_small_office,
    rehearse,
    witness,
)

NEAR = Fraction(1, 10**6)


def weighed(*weights: str, months: int = 12) -> dict[str, Any]:
    value = {"months": months, "weights": list(weights)}
    return {"load_weights": {"value": value, "reason": "均衡工作负担"}}


def drawn(draw: Draw) -> list[str]:
    return [row["id"] for row in dict(draw.people or {})["drawn"]]


def test_who_is_drawn_in_campaign_after_campaign_is_counted_and_warned_of(tmp_path: Path) -> None:
    office = open_small_office(tmp_path, people=2)
    for number in range(4):  # six people, six places: everybody goes every time
        told = panel_chances(office, commit_and_reveal(office, number).id, PLANNER)
        assert {row["drawn_this_year"] for row in told["people"]} == {number}
        codes = [row["code"] for row in told["warnings"]]
        # The third earlier draw is what makes it often.
        assert codes.count("load") == (number >= 3)
        # One set of people, each with the chance 1.
        assert {"chance_above_half", "few_panels"} <= set(codes)
    rehearse(office, make_campaign(office, inspectors_wanted=6).id)  # counts for nobody
    last = commit_and_reveal(office, 5)
    (warned,) = (row for row in dict(last.people or {})["warnings"] if row["code"] == "load")
    assert warned["people"] == sorted(drawn(last)) and "6" in warned["en"]


def commit_and_reveal(office: Office, number: int, **changes: Any) -> Draw:
    made = make_campaign(office, name=f"联合检查{number}", inspectors_wanted=6, **changes)
    return hold_ceremony(office, made.id)


@pytest.fixture
def after_two(tmp_path: Path) -> tuple[Office, Counter[str], Draw]:
    """Two draws of six of 24 people, then one that weighs them: committed, revealed, in earnest."""
    office = open_small_office(tmp_path)
    times = Counter(id_ for number in range(2) for id_ in drawn(commit_and_reveal(office, number)))
    return office, times, commit_and_reveal(office, 2, rules=weighed("1/2", "1/4"))


def test_load_is_weighed_as_the_plan_says_and_anybody_can_verify_it(
    after_two: tuple[Office, Counter[str], Draw],
) -> None:
    office, times, draw = after_two
    told = panel_chances(office, draw.id, PLANNER)
    assert told["certificate"]["objective"] == "leximin of chance over weight"
    assert told["certificate"]["certified"] and told["weighting"]["weights"] == ["1/2", "1/4"]
    by_department: dict[str, set[int]] = {}
    for row in told["people"]:
        weight = {0: "1", 1: "1/2", 2: "1/4"}[times[row["id"]]]
        assert row["weight"] == weight
        level = Fraction(row["chance"]) / Fraction(weight)
        by_department.setdefault(row["department"], set()).add(round(level / NEAR / 10))
    # In a department all have the same chance over weight (to a hundred thousandth), whatever the load.
    assert all(max(levels) - min(levels) <= 1 for levels in by_department.values())
    folder = (office.home / draw.pool_file).parent
    rules = json.loads((folder / "PANEL_RULES.json").read_text("utf-8"))
    lottery = json.loads((folder / "LOTTERY.json").read_text("utf-8"))
    report = panel_verify(lottery, folder / "PEOPLE.csv", rules)
    assert report["ok"] and rules["weights"] == {"load": {"1": "1/2", "2": "1/4"}}
    assert verify_draw(office, draw.id, PLANNER)["recomputed"] is True
    # The public reads weights and chances by type, and no id.
    assert "I0101" not in json.dumps(panel_chances(office, draw.id))


def test_a_load_that_the_kept_draws_do_not_give_fails(
    after_two: tuple[Office, Counter[str], Draw],
) -> None:
    office, times, draw = after_two
    people = copy.deepcopy(dict(draw.people or {}))
    row = next(row for row in people["candidates"] if times[row["id"]])
    row["load"] += 1
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.draws.put(replace(draw, people=people))
    fields = {row["field"] for row in verify_draw(office, draw.id, PLANNER)["differences"]}
    # The digest of the statement no longer fits, nor do the draws that were counted.
    assert {"people.people", f"people.load.{row['id']}"} <= fields


def test_a_draw_between_commitment_and_seed_changes_no_weight(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    first = commit_ceremony(office, make_campaign(office, rules=weighed("1/2")).id)
    commit_and_reveal(office, 1)  # revealed after the commitment of the first
    witness(office, first)
    draw = reveal_draw(office, PLANNER, first.id)
    assert all("load" not in row for row in dict(draw.people or {})["candidates"])
    assert verify_draw(office, draw.id, PLANNER)["recomputed"] is True


@pytest.mark.parametrize(
    "value",
    [
        {"months": 12, "weights": ["0"]},
        {"months": 12, "weights": ["1/11"]},
        {"months": 12, "weights": ["1/2", "3/4"]},
        {"months": 12, "weights": []},
        {"months": 0, "weights": ["1/2"]},
        {"weights": ["1/2"]},
        ["1/2"],
    ],
)
def test_weights_that_shut_out_or_rise_are_refused(tmp_path: Path, value: Any) -> None:
    office = open_small_office(tmp_path)
    with pytest.raises(CampaignRefused) as refused:
        make_campaign(office, rules={"load_weights": {"value": value, "reason": "测试"}})
    assert refused.value.faults[0].field == "rules.load_weights.value"


def test_weights_cannot_be_set_once_the_pool_is_frozen(tmp_path: Path) -> None:
    from campaigns import update_campaign

    office = open_small_office(tmp_path)
    made = make_campaign(office)
    freeze_pool(office, PLANNER, made.id)
    with pytest.raises(CampaignRefused) as refused:
        update_campaign(office, PLANNER, made.id, made.version, rules=weighed("1/2"))
    assert refused.value.code == "campaign.state"


def test_months_are_counted_back_by_the_calendar() -> None:
    at = datetime(2026, 3, 31, 9, 0, tzinfo=CHINA)
    assert months_before(at, 1) == datetime(2026, 2, 28, 9, 0, tzinfo=CHINA)
    assert months_before(at, 15) == datetime(2024, 12, 28, 9, 0, tzinfo=CHINA)


def test_a_department_nobody_is_drawn_of_is_warned_of(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    heads = {"市场监管": [3, 3], "消防": [3, 3], "卫健": [0, 0]}
    rules = {"department_heads": {"value": heads, "reason": "本次不抽卫健"}}
    told = panel_chances(office, commit_and_reveal(office, 1, rules=rules).id, PLANNER)
    warned = {row["code"]: row for row in told["warnings"]}
    assert "chance_zero" in warned and "抽不到" in warned["chance_zero"]["zh"]
    zero = {row["department"] for row in told["people"] if row["chance"] == "0"}
    assert zero == {"卫健"}
