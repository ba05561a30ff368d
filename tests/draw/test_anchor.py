"""Anchored: what the log and the stamps of holders outside must show, beyond arithmetic."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import draw


def relogged(
    finished: Any, city: Any, *, holder: str | None = "市公证处", **changes: dict[str, Any]
) -> dict[str, Any]:
    """The finished draw's log written again, with changes by kind: body values, `at`, or `skip`."""
    entries: list[dict[str, Any]] = []
    stamps: list[dict[str, Any]] = []
    for old in finished.log["entries"]:
        change = dict(changes.get(old["kind"], {}))
        if change.pop("skip", False):
            continue
        if old["kind"] == "seed" and holder:
            stamps.append(city.stamp(entries, holder, "2026-12-01T10:30+08:00"))
        at = change.pop("at", old["at"])
        entry = {"kind": old["kind"], **old["body"], **change}
        entries.append(draw.append_entry(entries, entry, at))
    return {"entries": entries, "stamps": stamps}


def differences(finished: Any, log: Any, receipt: Any = None, **options: Any) -> list[str]:
    verdict = draw.verify(receipt or finished.receipt, finished.pool, log=log, **options)
    assert verdict.recomputed
    assert verdict.anchored is (not verdict.differences)
    return [f"{d.code} {d.field}" for d in verdict.differences]


def test_the_log_written_again_unchanged_anchors(finished: Any, city: Any) -> None:
    log = relogged(finished, city)
    assert differences(finished, log) == []
    trusted = {"市公证处": log["stamps"][0]["key"]}
    assert differences(finished, log, holders=trusted) == []
    assert differences(finished, log, holders={}) == ["no_stamp log.stamps"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"receipt": {"skip": True}}, ["log_misses log.receipt"]),
        (
            {"seed": {"skip": True}, "receipt": {"skip": True}},
            ["log_misses log.seed", "log_misses log.receipt"],
        ),
        (
            {"commitment": {"published_at": "2026-12-01T08:00+08:00"}},
            ["differs_from_log times.published"],
        ),
        (
            {"commitment": {"published_at": "2026-12-01T09:30+08:00"}},
            ["differs_from_log times.published", "log_time times.published"],
        ),
        ({"commitment": {"pool_digest": "0" * 64}}, ["differs_from_log statement.pool_digest"]),
        ({"plan": {"draw_id": "another"}}, ["differs_from_log statement.plan.draw_id"]),
        ({"seed": {"seed": "another"}}, ["differs_from_log seed"]),
        ({"receipt": {"receipt": "0" * 64}}, ["differs_from_log receipt"]),
        (
            {"pledge": {"skip": True}},
            [
                "differs_from_log evidence.witnesses[0].pledge",
                "differs_from_log evidence.witnesses[1].pledge",
            ],
        ),
        (
            {"pledge": {"at": "2026-12-01T09:00+08:00"}, "seed": {"at": "2026-12-01T09:30+08:00"}},
            ["seed_too_early log.seed.at", "no_stamp log.stamps"],
        ),
    ],
)
def test_a_log_that_tells_another_story_does_not_anchor(
    finished: Any, city: Any, changes: Any, expected: list[str]
) -> None:
    log = relogged(finished, city, **changes)
    # a log without these entries can't carry the old stamp past its end
    if "seed" in changes and changes["seed"].get("skip"):
        log["stamps"] = []
    assert differences(finished, log) == expected


def test_a_stamp_made_after_the_seed_or_before_the_commitment_is_none(
    finished: Any, city: Any
) -> None:
    log = relogged(finished, city, holder=None)
    assert differences(finished, log) == ["no_stamp log.stamps"]
    early = city.stamp(log["entries"][:1], "市公证处", city.NIGHT)
    late = city.stamp(log["entries"], "市公证处", "2026-12-01T13:00+08:00")
    assert differences(finished, {**log, "stamps": [early, late]}) == ["no_stamp log.stamps"]
    good = city.stamp(log["entries"][:2], "市公证处", "2026-12-01T10:00+08:00")
    assert differences(finished, {**log, "stamps": [early, late, good]}) == []


def test_a_commitment_logged_at_the_instant_of_its_seed_is_too_late(
    finished: Any, city: Any
) -> None:
    receipt = copy.deepcopy(finished.receipt)
    receipt["times"]["published"] = city.NOON
    noon = {"at": city.NOON}
    log = relogged(
        finished,
        city,
        holder=None,
        commitment={"published_at": city.NOON, **noon},
        pledge=noon,
        receipt={"receipt": draw.digest_of(receipt)},
    )
    found = differences(finished, log, receipt)
    assert "seed_too_early log.seed.at" in found
    assert "no_stamp log.stamps" in found


def test_a_substitution_in_a_stratum_that_does_not_exist_is_named(finished: Any, city: Any) -> None:
    log = relogged(finished, city)
    entry = {
        "kind": "substitution",
        "commitment": finished.receipt["commitment"],
        "stratum": "Z",
        "replaced": "T1",
        "substitute": "T2",
        "reason": "已注销",
    }
    log["entries"].append(draw.append_entry(log["entries"], entry, city.NOON))
    place = len(log["entries"]) - 1
    assert differences(finished, log) == [f"no_such_stratum log[{place}].body.substitute"]


def test_a_rehearsal_is_never_anchored(make_pool: Any, city: Any) -> None:
    pool, plan = make_pool(city.made_up_rows(20)), draw.parse_plan(city.plan_json("rehearsal"))
    commitment = draw.commit(pool, plan, published_at=city.NIGHT, number=1)
    evidence = city.ceremony(commitment["commitment"])
    receipt = draw.reveal(
        commitment, pool, city.joined(evidence), evidence=evidence, previous=None, times={}
    )
    log = city.written_log(commitment, receipt, evidence)
    verdict = draw.verify(receipt, pool, log=log)
    assert (verdict.recomputed, verdict.anchored, verdict.holds) == (True, False, False)
    assert [d.code for d in verdict.differences] == ["rehearsal"]
    assert verdict.to_json()["summary"]["en"].endswith("NOT ANCHORED.")


def test_the_summary_of_an_anchored_draw_names_the_holder_and_the_key(finished: Any) -> None:
    verdict = draw.verify(finished.receipt, finished.pool, log=finished.log).to_json()
    key = finished.log["stamps"][0]["key"]
    assert f"市公证处 ({key[:16]}…)" in verdict["summary"]["zh"]
    assert verdict["anchors"] == [
        {"holder": "市公证处", "key": key, "at": "2026-12-01T10:30+08:00"}
    ]
