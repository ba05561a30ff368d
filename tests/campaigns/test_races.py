"""One seed ever: two people at once, a crash in the middle, a pool changed behind our back."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from campaigns import (
    Office,
    as_problem,
    commit_draw,
    draw_log,
    freeze_pool,
    get_draw,
    reveal_draw,
    verify_draw,
)
from campaigns.revealing import _take_seed
from tests.offices import PLANNER, make_campaign, open_small_office, second_desk

REHEARSAL = {"kind": "rehearsal", "what": "test"}


def committed(office: Office) -> str:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    return commit_draw(office, PLANNER, draw.id, seed_source=REHEARSAL).id


def test_of_two_reveals_at_once_one_wins_and_the_other_is_refused(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    other = second_desk(office)
    id_, barrier = committed(office), Barrier(2)

    def press(desk: Office, seed: str) -> str:
        barrier.wait()
        try:
            return str(reveal_draw(desk, PLANNER, id_, seed=seed).seed)
        except ValueError as error:
            return str(as_problem(error)["code"])

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, (office, other), ("seed-of-one", "seed-of-other")))
    seeds = [answer for answer in answers if answer.startswith("seed")]
    assert len(seeds) == 1
    assert {answer for answer in answers if answer not in seeds} <= {
        "draw.second_seed",
        "draw.state",
    }
    assert get_draw(office, PLANNER, id_).seed == seeds[0]
    kinds = [entry["kind"] for entry in draw_log(office)]
    assert (kinds.count("seed"), kinds.count("receipt"), kinds.count("failed")) == (1, 1, 1)
    assert verify_draw(office, id_)["recomputed"]


def test_two_who_freeze_at_once_make_one_draw(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    other = second_desk(office)
    campaign, barrier = make_campaign(office), Barrier(2)

    def press(desk: Office) -> str:
        barrier.wait()
        try:
            return freeze_pool(desk, PLANNER, campaign.id).state
        except ValueError as error:
            return str(as_problem(error)["code"])

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, (office, other)))
    assert answers == ["campaign.state", "frozen"]
    # Nothing of the loser's pool is left behind.
    assert [path.name for path in (tmp_path / "draws").iterdir()] == ["D2026-0001"]


def test_a_crash_between_seed_and_receipt_is_made_good_with_the_same_seed(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    id_ = committed(office)
    _take_seed(office, PLANNER, id_, "the one seed", None)  # … and the power fails here
    again = second_desk(office)
    half = get_draw(again, PLANNER, id_)
    assert (half.state, half.seed) == ("committed", "the one seed")
    with pytest.raises(ValueError) as other:
        reveal_draw(again, PLANNER, id_, seed="another seed")
    assert as_problem(other.value)["code"] == "draw.second_seed"
    whole = reveal_draw(again, PLANNER, id_)
    assert (whole.state, whole.seed) == ("revealed", "the one seed")
    assert verify_draw(again, id_)["recomputed"]


def test_a_pool_changed_after_the_commitment_costs_no_seed(tmp_path: Path) -> None:
    office = open_small_office(tmp_path)
    id_ = committed(office)
    draw = get_draw(office, PLANNER, id_)
    path = office.home / draw.pool_file
    kept = path.read_bytes()
    # The operator drops a row: the CSV copy less its last line, put in the pool's place.
    lines = gzip.decompress(path.with_name("POOL.csv.gz").read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])))
    with pytest.raises(ValueError) as changed:
        reveal_draw(office, PLANNER, id_, seed="x")
    assert as_problem(changed.value)["code"] == "draw.pool_changed"
    assert get_draw(office, PLANNER, id_).seed is None
    path.write_bytes(kept)
    assert reveal_draw(office, PLANNER, id_, seed="x").state == "revealed"
