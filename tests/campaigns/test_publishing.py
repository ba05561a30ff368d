"""Commitment and seed are public at once; who is visited, only after the visits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    Draw,
    FixedClock,
    Office,
    draw_log,
    drawn_people,
    export_pool,
    get_receipt,
    public_draws,
    row_status,
    substitute_target,
    verify_draw,
)
from tests.offices import (
    PLANNER,
    SUPERVISOR,
    credit_code,
    hold_ceremony,
    make_campaign,
    open_small_office,
    rehearse,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def after_the_visits(office: Office) -> None:
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(timedelta(days=20))  # 12 December: the window ended on the 11th


def drawn_id(draw: Draw) -> str:
    assert draw.receipt is not None
    return str(draw.receipt["strata"][0]["drawn"][0]["id"])


def test_before_the_visits_the_public_learns_the_seed_but_no_name(office: Office) -> None:
    draw = hold_ceremony(office, make_campaign(office).id)
    shown = get_receipt(office, draw.id)
    assert shown["seed"] == draw.seed and shown["commitment"] == draw.receipt["commitment"]
    assert all(set(stratum) == {"name", "size", "count"} for stratum in shown["strata"])
    assert shown["withheld"]["until"] == "2026-12-11"
    for ask in (
        lambda: row_status(office, draw.id, drawn_id(draw)),
        lambda: export_pool(office, draw.id),
    ):
        with pytest.raises(CampaignRefused) as early:
            ask()
        assert early.value.code == "draw.not_public"


def test_the_office_sees_everything_at_once(office: Office) -> None:
    draw = hold_ceremony(office, make_campaign(office).id)
    assert get_receipt(office, draw.id, PLANNER) == draw.receipt
    assert row_status(office, draw.id, drawn_id(draw), SUPERVISOR)["status"] == "drawn"
    assert export_pool(office, draw.id, "parquet", PLANNER).name == "POOL.parquet"


def test_after_the_visits_everybody_sees_and_recomputes(office: Office) -> None:
    draw = hold_ceremony(office, make_campaign(office).id)
    after_the_visits(office)
    assert get_receipt(office, draw.id) == draw.receipt
    assert row_status(office, draw.id, drawn_id(draw))["in_pool"] is True
    assert export_pool(office, draw.id).name == "POOL.csv.gz"
    assert public_draws(office)[0]["lists_public"] is True


def test_a_rehearsal_holds_nothing_back_because_nobody_is_visited(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    assert get_receipt(office, draw.id) == draw.receipt
    assert public_draws(office)[0]["notice"]["zh"] == "演练，不是抽取"


def test_one_company_can_check_itself(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    inside = row_status(office, draw.id, drawn_id(draw))
    assert inside["ticket"] <= inside["cutoff"]
    assert inside["proof"]["root"] == draw.receipt["statement"]["pool_root"]
    outside = row_status(office, draw.id, credit_code(999))
    assert outside == {
        "id": credit_code(999),
        "in_pool": False,
        "status": "not_in_pool",
        "proof": None,
    }
    # Class B has no rate: in the pool and its digest, but in no stratum.
    assert row_status(office, draw.id, credit_code(1))["status"] == "outside"


def test_a_substitution_is_in_the_public_log_without_names_until_the_visits(
    office: Office,
) -> None:
    draw = hold_ceremony(office, make_campaign(office).id)
    substitute_target(office, PLANNER, draw.id, drawn_id(draw), "已停业")
    public, whole = draw_log(office)[-1], draw_log(office, PLANNER)[-1]
    assert public["body"] == {"withheld": True} and public["hash"] == whole["hash"]
    assert whole["body"]["replaced"] == drawn_id(draw)
    after_the_visits(office)
    assert draw_log(office)[-1] == whole


def test_an_unrevealed_draw_has_no_receipt(office: Office) -> None:
    from tests.offices import commit_ceremony

    draw = commit_ceremony(office, make_campaign(office).id)
    for ask in (get_receipt, verify_draw):
        with pytest.raises(CampaignRefused) as early:
            ask(office, draw.id)
        assert early.value.code == "draw.state"


def test_drawn_people_come_in_order_with_their_use(office: Office) -> None:
    draw = rehearse(office, make_campaign(office).id)
    rows = drawn_people(office, PLANNER, draw.id)
    assert len(rows) == len(draw.people["candidates"]) == 24
    uses = [row["use"]["zh"] for row in rows]
    assert uses == sorted(uses, key=lambda use: use == "候补")  # drawn first, then substitutes
    assert rows[0]["name"].startswith("检查员")
