"""What the record of a draw holds after it: top-ups, substitutes, stamps from outside, rates."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    SYSTEM,
    CampaignRefused,
    Draw,
    Office,
    drawn_people,
    drawn_targets,
    keep_stamp,
    log_head,
    office_rates,
    reveal_draw,
    sick_inspector,
    substitute_target,
    top_up_targets,
    verify_draw,
    whole_log,
)
from draw import DrawRefused
from tests.offices import (
    MONDAY,
    PLANNER,
    SUPERVISOR,
    commit_ceremony,
    hold_ceremony,
    make_campaign,
    open_small_office,
    witness,
)
from tests.signing import sign


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def stamp(office: Office, holder: str) -> dict[str, Any]:
    """A holder outside signs the head as it is now."""
    at = office.clock.now().isoformat()
    head = log_head(office, holder, at)
    secret = hashlib.sha256(holder.encode()).digest()
    key, signature = sign(secret, str(head.pop("text")).encode())
    return {**head, "key": key, "signature": signature}


def anchored(office: Office) -> Draw:
    """A ceremony whose commitment a notary saw before the witnesses revealed."""
    draw = commit_ceremony(office, make_campaign(office).id)
    keep_stamp(office, PLANNER, stamp(office, "市公证处"))
    office.clock.advance(timedelta(minutes=1))  # type: ignore[attr-defined]
    witness(office, draw)
    return reveal_draw(office, PLANNER, draw.id)


def close_down(office: Office, target_id: str) -> None:
    now = office.clock.now()
    with office.registry.writing(by=SYSTEM, at=now, action="test.close", subject="") as tx:
        target = tx.targets.get(target_id)
        assert target is not None
        tx.targets.put(replace(target, status="revoked"))


def order(draw: Draw, stratum: str) -> list[str]:
    assert draw.receipt is not None
    rows = next(s for s in draw.receipt["strata"] if s["name"] == stratum)
    return [row["id"] for row in (*rows["drawn"], *rows["substitutes"])]


def test_a_draw_seen_outside_is_anchored_and_stays_so_whatever_follows_by_the_order(
    office: Office,
) -> None:
    draw = anchored(office)
    assert verify_draw(office, draw.id)["anchored"] is True
    row = order(draw, "D")
    drawn = len(row) // 2
    close_down(office, row[drawn])  # the first substitute has closed meanwhile
    made = substitute_target(office, PLANNER, draw.id, row[0], "已停业")
    assert made.target == row[drawn + 1]  # the next by ticket, the closed one passed over
    (added,) = top_up_targets(office, PLANNER, draw.id, "D", 1, "线索增多")
    assert (added.target, added.origin) == (row[drawn + 2], "drawn")
    person = drawn_people(office, PLANNER, draw.id)[0]["id"]
    sick_inspector(office, PLANNER, draw.campaign, person, MONDAY, MONDAY, "病假")
    verdict = verify_draw(office, draw.id)
    assert (verdict["recomputed"], verdict["anchored"]) == (True, True), verdict["differences"]
    assert [entry["kind"] for entry in whole_log(office, SUPERVISOR)["entries"]][-3:] == [
        "substitution",
        "top_up",
        "substitution",
    ]


def test_a_top_up_takes_the_next_tickets_or_nobody(office: Office) -> None:
    draw = hold_ceremony(office, make_campaign(office).id)
    row = order(draw, "D")
    drawn = len(row) // 2  # as many substitutes as drawn
    made = top_up_targets(office, PLANNER, draw.id, "D", drawn - 1, "覆盖不足")
    assert [one.target for one in made] == row[drawn:-1]
    assert [one.position for one in made] == list(range(drawn + 1, len(row)))
    before = drawn_targets(office, PLANNER, draw.campaign)
    with pytest.raises(CampaignRefused) as few:
        top_up_targets(office, PLANNER, draw.id, "D", 2, "覆盖不足")  # one is left
    assert few.value.code == "draw.no_substitute"
    assert drawn_targets(office, PLANNER, draw.campaign) == before
    with pytest.raises(CampaignRefused):
        top_up_targets(office, PLANNER, draw.id, "D", 0, "覆盖不足")


def test_a_stamp_that_fits_no_entry_or_is_not_the_keys_is_refused(office: Office) -> None:
    commit_ceremony(office, make_campaign(office).id)
    right = stamp(office, "市公证处")
    for change in ({"head": "0" * 64}, {"index": 99}, {"holder": "另一处"}, {"signature": "00"}):
        with pytest.raises(DrawRefused):
            keep_stamp(office, PLANNER, {**right, **change})
    assert keep_stamp(office, PLANNER, right) == keep_stamp(office, PLANNER, right)
    assert whole_log(office, SUPERVISOR)["stamps"] == [right]


def test_the_rate_of_replaced_targets_is_told_office_by_office(office: Office) -> None:
    first = hold_ceremony(office, make_campaign(office).id)
    row = order(first, "D")
    substitute_target(office, PLANNER, first.id, row[0], "已停业")
    substitute_target(office, PLANNER, first.id, row[1], "已停业")
    hold_ceremony(office, make_campaign(office, lead_department="消防", name="另一次").id)
    high, low = office_rates(office, SUPERVISOR)
    total = sum(s["count"] for s in first.receipt["strata"])  # type: ignore[index]
    assert (high.department, high.replaced, high.reasons) == ("市场监管", 2, (("已停业", 2),))
    assert high.rate == Fraction(2, total)
    assert (low.department, low.rate) == ("消防", 0)
