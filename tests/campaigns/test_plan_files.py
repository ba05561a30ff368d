"""The draw on files from outside: the same log, the same numbering, one seed a commitment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from campaigns import Office, as_problem, commit_plan, draw_log, reveal_plan
from draw import freeze, open_pool, verify
from tests.offices import PLANNER, credit_code, make_campaign, open_small_office, rehearse

PLAN: dict[str, Any] = {
    "draw_id": "FILE-1",
    "strata": [{"name": "D", "where": {"risk": "D"}, "ratio": "0.5"}],
    "outside": True,
    "seed_source": {"kind": "rehearsal", "what": "test"},
}


@pytest.fixture
def pool(tmp_path: Path) -> Path:
    rows = [
        {"id": credit_code(n), "name": f"示例{n}", "risk": "CD"[n % 2], "district": "U01"}
        for n in range(1, 21)
    ]
    path = tmp_path / "POOL.parquet"
    freeze(rows, path)
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path / "home", targets=12)


def test_a_plan_file_is_numbered_with_the_campaigns(office: Office, pool: Path) -> None:
    rehearse(office, make_campaign(office, rates={"D": "1"}).id)
    made = commit_plan(office, PLANNER, pool, PLAN)
    assert made["number"] == 2
    receipt = reveal_plan(office, PLANNER, made, pool, seed="a seed")
    assert len(receipt["strata"][0]["drawn"]) == 5  # half of ten
    assert receipt["previous"] is not None  # chained to the campaign's receipt
    log = {"entries": draw_log(office), "stamps": []}
    assert verify(receipt, open_pool(pool), log=log).recomputed
    again = rehearse(office, make_campaign(office, rates={"D": "1"}).id)
    assert again.number == 3


def test_one_commitment_takes_one_seed(office: Office, pool: Path) -> None:
    made = commit_plan(office, PLANNER, pool, PLAN)
    reveal_plan(office, PLANNER, made, pool, seed="first")
    with pytest.raises(ValueError) as second:
        reveal_plan(office, PLANNER, made, pool, seed="second")
    assert as_problem(second.value)["code"] == "draw.second_seed"


def test_a_commitment_unknown_to_the_log_is_refused(office: Office, pool: Path) -> None:
    from draw import commit, parse_plan

    foreign = commit(
        open_pool(pool), parse_plan(PLAN), published_at="2026-11-22T08:00+08:00", number=1
    )
    with pytest.raises(ValueError) as unknown:
        reveal_plan(office, PLANNER, foreign, pool, seed="x")
    assert as_problem(unknown.value)["code"] == "log_refused"
    assert draw_log(office) == []


def test_bad_evidence_costs_no_seed(office: Office, pool: Path) -> None:
    source = {"kind": "published", "what": "公告", "not_before": "2026-11-22T08:00+08:00"}
    made = commit_plan(office, PLANNER, pool, {**PLAN, "seed_source": source})
    with pytest.raises(ValueError):
        reveal_plan(office, PLANNER, made, pool, seed="123456")
    assert [entry["kind"] for entry in draw_log(office)] == ["plan", "commitment"]


def test_a_plan_with_a_name_in_use_is_refused_until_it_is_called_off(
    office: Office, pool: Path
) -> None:
    commit_plan(office, PLANNER, pool, PLAN)
    with pytest.raises(ValueError) as taken:
        commit_plan(office, PLANNER, pool, PLAN)
    assert as_problem(taken.value)["code"] == "log_refused"
