"""What strangers may learn of a draw's check before the visits; and that sectors come from the pool."""

from __future__ import annotations

import copy
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from campaigns import SYSTEM, Draw, Office, verify_draw
from tests.offices import PLANNER, hold_ceremony, make_campaign, open_small_office


@pytest.fixture
def held(tmp_path: Path) -> tuple[Office, Draw]:
    """A draw in earnest with two groups; its lists become public after the window."""
    office = open_small_office(tmp_path)
    return office, hold_ceremony(office, make_campaign(office, groups=2).id)


def put(office: Office, draw: Draw) -> None:
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.draws.put(draw)


def corrupted(draw: Draw) -> tuple[Draw, set[str]]:
    """A draw with a drawn row, a person and a pairing changed; and every id that must not be told."""
    people: dict[str, Any] = copy.deepcopy(dict(draw.people or {}))
    receipt: dict[str, Any] = copy.deepcopy(dict(draw.receipt or {}))
    drawn = receipt["strata"][0]["drawn"]
    drawn[0], drawn[1] = drawn[1], drawn[0]
    person, stand_in = people["drawn"][0], people["substitutes"]["市场监管"][0]
    person["id"] = stand_in["id"]
    target = sorted(people["pairing"])[0]
    people["pairing"][target] = 3 - people["pairing"][target]
    people["lottery"]["chances"][stand_in["id"]] = "1"
    secrets = {row["id"] for stratum in receipt["strata"] for row in stratum["drawn"]}
    secrets |= {row["ticket"] for stratum in receipt["strata"] for row in stratum["drawn"]}
    secrets |= {row["id"] for row in people["candidates"]}
    return replace(draw, receipt=receipt, people=people), secrets


def test_before_the_visits_a_difference_tells_strangers_where_but_not_whom(
    held: tuple[Office, Draw],
) -> None:
    office, draw = held
    bad, secrets = corrupted(draw)
    put(office, bad)
    public = verify_draw(office, draw.id)
    assert public["recomputed"] is False and public["people"] == {"recomputed": False}
    told = json.dumps(public, ensure_ascii=False)
    assert not [secret for secret in secrets if secret in told]
    fields = {row["field"] for row in public["differences"]}
    # The stratum and the field are named: two rows of the first stratum changed places.
    name = (draw.receipt or {})["strata"][0]["name"]
    assert f"strata[{name}].drawn.id" in fields and "chances" in fields
    assert all(row["value"] is None and row["zh"] and row["en"] for row in public["differences"])
    whole = verify_draw(office, draw.id, PLANNER)
    assert sum(row["count"] for row in public["differences"]) == len(whole["differences"])
    assert any(row["value"] in secrets for row in whole["differences"])


def test_the_pairing_is_recomputed_from_the_digested_pool_and_no_other_file(
    held: tuple[Office, Draw],
) -> None:
    office, draw = held
    path = (office.home / draw.pool_file).with_name("POOL.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        text = file.read()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text.replace("餐饮", "酒店"))
    # The copy for strangers is not what the server judges by: nothing changes.
    assert verify_draw(office, draw.id, PLANNER)["recomputed"] is True
    parquet = office.home / draw.pool_file
    from draw import freeze

    rows = [
        dict(zip(text.splitlines()[0].split(","), line.split(","), strict=True))
        for line in text.replace("餐饮", "酒店").splitlines()[1:]
    ]
    freeze(iter(rows), parquet)
    # The pool itself cannot change sectors unseen: its digest stands in the commitment.
    verdict = verify_draw(office, draw.id, PLANNER)
    assert verdict["recomputed"] is False
    assert any("pool" in row["field"] for row in verdict["differences"])
