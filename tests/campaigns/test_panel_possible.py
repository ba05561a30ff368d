"""What else could have been drawn of a campaign's inspectors, and who may read it when."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from campaigns import CampaignRefused, Office, freeze_pool, possible_panels, reveal_draw
from tests.offices import (
    PLANNER,
    commit_ceremony,
    make_campaign,
    open_small_office,
    witness,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def test_before_the_seed_anybody_reads_what_may_be_drawn_and_nobody_reads_a_name(
    office: Office,
) -> None:
    made = make_campaign(office, inspectors_wanted=6)
    with pytest.raises(CampaignRefused):
        possible_panels(office, freeze_pool(office, PLANNER, made.id).id)
    other = make_campaign(office, inspectors_wanted=6)
    draw = commit_ceremony(office, other.id)
    told = possible_panels(office, draw.id)
    assert told == possible_panels(office, draw.id, PLANNER)  # there is nothing more to know yet
    assert "I0101" not in json.dumps(told) and "stand_ins" not in told
    # Six places dealt to departments of eight people each: (8 choose n) for each, multiplied.
    heads = told["list"][0]["heads"]
    assert sum(heads.values()) == 6 and told["never"] == 0 and told["ever"] == 24
    assert sum(Fraction(row["chance"]) for row in told["list"]) == 1


def test_after_the_reveal_the_office_reads_who_else_and_who_stands_in(office: Office) -> None:
    draw = commit_ceremony(office, make_campaign(office, groups=2, inspectors_wanted=6).id)
    witness(office, draw)
    draw = reveal_draw(office, PLANNER, draw.id)
    told = possible_panels(office, draw.id, PLANNER)
    (row,) = (row for row in told["list"] if row["is_drawn"])
    assert row["in"] == row["out"] == []
    people: dict[str, Any] = dict(draw.people or {})
    stand_ins = {row["id"]: row for row in told["stand_ins"]}
    assert set(stand_ins) == {row["id"] for row in people["drawn"]}
    for person in people["drawn"]:
        # Everybody of a department holds all its specialties here, so the first ticket stands in.
        first = people["substitutes"][person["department"]][0]["id"]
        assert stand_ins[person["id"]]["stand_in"] == first
    public = possible_panels(office, draw.id)  # before the visits
    ids = [row["id"] for row in people["candidates"]]
    text = json.dumps(public)
    assert not any(id_ in text for id_ in ids) and "drawn_chance" not in public
