"""The four acts of a draw: freeze, commit, seed, reveal; each once, each on record."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    as_problem,
    audit_page,
    cancel_draw,
    commit_draw,
    draw_log,
    drawn_targets,
    draws_of_campaign,
    estimate_campaign,
    freeze_pool,
    get_campaign,
    get_draw,
    reveal_draw,
    update_campaign,
    verify_audit,
    verify_draw,
)
from tests.offices import PLANNER, SYSTEM, make_campaign, open_small_office, rehearse, target


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def test_the_acts_move_campaign_and_draw_on(office: Office) -> None:
    made = make_campaign(office)
    draw = freeze_pool(office, PLANNER, made.id)
    assert (draw.state, draw.number, draw.pool_rows) == ("frozen", 1, 80)
    assert get_campaign(office, PLANNER, made.id).state == "frozen"
    draw = commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal", "what": "x"})
    assert draw.state == "committed" and draw.seed is None
    assert get_campaign(office, PLANNER, made.id).state == "committed"
    draw = reveal_draw(office, PLANNER, draw.id, seed="one line")
    assert (draw.state, draw.seed) == ("revealed", "one line")
    assert get_campaign(office, PLANNER, made.id).state == "drawn"
    assert get_draw(office, PLANNER, draw.id) == draw
    actions = [row.action for row in audit_page(office, PLANNER, subject=draw.id).rows]
    assert actions == ["draw.reveal", "draw.seed", "draw.commit", "draw.freeze"]
    assert verify_audit(office)["ok"]


def test_what_is_drawn_is_what_the_estimate_said(office: Office) -> None:
    made = make_campaign(office)
    expected = estimate_campaign(office, PLANNER, made.id)
    draw = rehearse(office, made.id)
    assert draw.receipt is not None and draw.people is not None
    assert {s["name"]: s["count"] for s in draw.receipt["strata"]} == dict(expected.drawn)
    assert len(draw.people["drawn"]) == expected.inspectors
    assert [row.row.target for row in drawn_targets(office, PLANNER, made.id)] == [
        row["id"]
        for stratum in sorted(draw.receipt["strata"], key=lambda s: s["name"])
        for row in stratum["drawn"]
    ]


def test_plain_hashlib_recomputes_targets_and_people(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    assert draw.receipt is not None and draw.people is not None
    commitment = draw.receipt["commitment"]
    key = sha256(f"{commitment}\n{draw.seed}".encode()).hexdigest()[:32]
    for stratum in draw.receipt["strata"]:
        for row in stratum["drawn"]:
            assert row["ticket"] == sha256(f"{key}/{row['id']}".encode()).hexdigest()
    for row in draw.people["drawn"]:
        assert row["ticket"] == sha256(f"{key}/{row['id']}".encode()).hexdigest()
    verdict = verify_draw(office, draw.id)
    # Nobody outside signed the log's head, so it recomputes but is not anchored.
    assert (verdict["recomputed"], verdict["anchored"]) == (True, False)


def test_people_and_their_order_are_committed_before_the_seed(office: Office) -> None:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    draw = commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal"})
    assert draw.people is not None and draw.commitment is not None
    assert draw.commitment["statement"]["lottery"] == draw.people["digests"]
    assert "drawn" not in draw.people
    folder = (office.home / draw.pool_file).parent
    files = sorted(path.name for path in folder.iterdir())
    assert files == [
        "COMMITMENT.json",
        "LOTTERY.json",
        "PANEL_RULES.json",
        "PEOPLE.csv",
        "PEOPLE.json",
        "PEOPLE_RULES.json",
        "POOL.csv.gz",
        "POOL.parquet",
    ]


def test_an_inspector_whose_certificate_ends_too_early_is_no_candidate(office: Office) -> None:
    from dataclasses import replace
    from datetime import date

    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        for id_, changes in (
            ("I0101", {"certificate_valid_until": date(2026, 12, 10)}),  # a day too early
            ("I0102", {"certificate_valid_until": None}),
            ("I0103", {"role": "assistant"}),
            ("I0104", {"active": False}),
        ):
            tx.inspectors.put(replace(tx.inspectors.get(id_), **changes))
    draw = rehearse(office, make_campaign(office).id)
    assert draw.people is not None
    listed = {row["id"] for row in draw.people["candidates"]}
    assert listed.isdisjoint({"I0101", "I0102", "I0103", "I0104"})
    assert "I0105" in listed


def test_a_second_seed_is_refused_and_the_attempt_is_logged(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    with pytest.raises(CampaignRefused) as second:
        reveal_draw(office, PLANNER, draw.id, seed="a better one")
    assert second.value.code == "draw.second_seed"
    log = draw_log(office)
    assert [entry["kind"] for entry in log] == [
        "plan",
        "commitment",
        "seed",
        "receipt",
        "failed",
    ]
    assert get_draw(office, PLANNER, draw.id).seed == draw.seed


def test_an_act_out_of_turn_is_refused(office: Office) -> None:
    made = make_campaign(office)
    draw = freeze_pool(office, PLANNER, made.id)
    with pytest.raises(CampaignRefused) as early:
        reveal_draw(office, PLANNER, draw.id, seed="x")
    assert early.value.code == "draw.state"
    with pytest.raises(CampaignRefused) as twice:
        freeze_pool(office, PLANNER, made.id)
    assert twice.value.code == "campaign.state"
    commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal"})
    with pytest.raises(CampaignRefused):
        commit_draw(office, PLANNER, draw.id, seed_source={"kind": "rehearsal"})


def test_an_unready_seed_source_is_refused_with_all_its_faults(office: Office) -> None:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    with pytest.raises(ValueError) as bad:
        commit_draw(office, PLANNER, draw.id, seed_source={"kind": "dice", "not_before": "soon"})
    problem = as_problem(bad.value)
    assert problem["code"] == "plan_refused" and len(problem["faults"]) >= 2
    assert get_draw(office, PLANNER, draw.id).state == "frozen"


def test_a_published_figure_needs_evidence_from_after_the_commitment(office: Office) -> None:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    what = {"kind": "published", "what": "次日某彩票开奖号码"}
    draw = commit_draw(office, PLANNER, draw.id, seed_source=what)
    with pytest.raises(ValueError):
        reveal_draw(office, PLANNER, draw.id, seed="07 12 19 23 31 08")
    evidence = {"kind": "published", "source": "示例公告", "time": "2026-11-21T21:30+08:00"}
    with pytest.raises(ValueError):  # a figure from before the commitment
        reveal_draw(office, PLANNER, draw.id, seed="07 12 19 23 31 08", evidence=evidence)
    evidence["time"] = "2026-11-23T21:30+08:00"
    draw = reveal_draw(office, PLANNER, draw.id, seed="07 12 19 23 31 08", evidence=evidence)
    assert draw.state == "revealed"


def test_a_draw_can_be_called_off_before_its_seed_only(office: Office) -> None:
    made = make_campaign(office)
    draw = freeze_pool(office, PLANNER, made.id)
    cancelled = cancel_draw(office, PLANNER, draw.id, "名单有误")
    assert cancelled.state == "cancelled"
    assert get_campaign(office, PLANNER, made.id).state == "draft"
    again = rehearse(office, made.id)
    assert again.number == 2  # numbers are never used twice
    with pytest.raises(CampaignRefused):
        cancel_draw(office, PLANNER, again.id, "不满意")
    assert [d.state for d in draws_of_campaign(office, PLANNER, made.id)] == [
        "cancelled",
        "revealed",
    ]


def test_a_sector_without_items_is_not_drawn(office: Office) -> None:
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.targets.put(target(200, sector="仓储"))
    made = make_campaign(office, sectors=("餐饮", "仓储"))
    # XF-1 and SJ-1 are meant for every sector, so even 仓储 has items: nothing is refused …
    assert freeze_pool(office, PLANNER, made.id).state == "frozen"
    # … but a department whose one item is for restaurants has none there.
    lone = make_campaign(office, sectors=("仓储",), departments=("卫健",), lead_department="卫健")
    with pytest.raises(CampaignRefused) as nothing:
        freeze_pool(office, PLANNER, lone.id)
    assert nothing.value.code == "campaign.no_items"


def test_low_risk_is_not_drawn_twice_a_year_where_the_campaign_says_so(office: Office) -> None:
    rates = {"A": "1"}
    first = rehearse(office, make_campaign(office, rates={"A": {"count": 3}}).id)
    assert first.receipt is not None
    drawn = {row["id"] for row in first.receipt["strata"][0]["drawn"]}
    rules = {"no_repeat_low_risk": {"value": True, "reason": "本市约定"}}
    second = rehearse(office, make_campaign(office, rates=rates, rules=rules).id)
    assert second.receipt is not None
    again = {row["id"] for row in second.receipt["strata"][0]["drawn"]}
    assert len(again) == 17 and again.isdisjoint(drawn)  # 20 of class A less three
    assert {row["id"] for row in second.plan["exclude"]} == drawn


def test_a_rehearsal_is_marked_everywhere(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    assert draw.commitment is not None and draw.receipt is not None and draw.people is not None
    for output in (draw.commitment["notice"], draw.receipt["notice"], draw.people["rehearsal"]):
        assert output == {"zh": "演练，不是抽取", "en": "rehearsal, not a draw"}
    assert verify_draw(office, draw.id)["notice"]["en"] == "rehearsal, not a draw"


def test_the_campaign_behind_a_frozen_draw_is_a_draft_again_after_calling_off(
    office: Office,
) -> None:
    made = make_campaign(office)
    draw = freeze_pool(office, PLANNER, made.id)
    cancel_draw(office, PLANNER, draw.id, "比例有误")
    version = get_campaign(office, PLANNER, made.id).version
    assert update_campaign(office, PLANNER, made.id, version, rates={"D": "1"}).rates == {"D": "1"}
