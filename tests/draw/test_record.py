"""Freeze, commit, reveal, verify: what a draw says and what it refuses."""

from __future__ import annotations

import copy
import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import rfc8785

import draw

NOON = "2026-12-01T12:00+08:00"


def naive_root(lines: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word for word."""
    if not lines:
        return hashlib.sha256(b"").digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    k = 1
    while 2 * k < len(lines):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(lines[:k]) + naive_root(lines[k:])).digest()


def test_a_stranger_recomputes_every_figure_of_a_receipt(finished: Any, city: Any) -> None:
    rows = sorted(city.made_up_rows(120), key=lambda r: r["id"].encode())
    lines = [
        f"{r['id']}\t{r['risk']}\t{r['district']}\t{r['credit_flag']}\n".encode() for r in rows
    ]
    receipt, statement = finished.receipt, finished.receipt["statement"]
    assert statement["algorithm"] == "suixin-draw-1"
    assert statement["rows"] == 120
    assert statement["pool_digest"] == hashlib.sha256(b"".join(lines)).hexdigest()
    assert statement["pool_root"] == naive_root(lines).hex()
    assert statement["plan"] == city.plan_json("ceremony")
    assert receipt["commitment"] == hashlib.sha256(rfc8785.dumps(statement)).hexdigest()
    # the witnesses' names in the order of their UTF-8 bytes: 乙 (e4 b9) before 甲 (e7 94)
    seed = city.contribution("乙代表") + "/" + city.contribution("甲委员")
    assert receipt["seed"] == seed
    key = hashlib.sha256(f"{receipt['commitment']}\n{seed}".encode()).hexdigest()[:32]
    for stratum, rule in zip(receipt["strata"], statement["plan"]["strata"], strict=True):
        inside = [r["id"] for r in rows if r["risk"] == rule["where"]["risk"]]
        tickets = sorted((hashlib.sha256(f"{key}/{i}".encode()).hexdigest(), i) for i in inside)
        count = -int(-Fraction(rule["ratio"]) * len(inside) // 1)
        listed = [{"id": i, "ticket": t} for t, i in tickets]
        assert stratum == {
            "name": rule["name"],
            "size": len(inside),
            "count": count,
            "drawn": listed[:count],
            "substitutes": listed[count : 2 * count],
            "cutoff": listed[count - 1]["ticket"],
        }


def test_the_receipt_is_json_and_has_the_contracts_keys(finished: Any) -> None:
    again = json.loads(json.dumps(finished.receipt))
    assert again == finished.receipt
    assert {
        "commitment",
        "statement",
        "seed",
        "evidence",
        "strata",
        "times",
        "previous",
    } <= set(again)
    assert set(finished.commitment) == {"commitment", "statement", "published_at", "number"}


def test_numbers_round_up_and_a_stratum_that_is_not_empty_yields_one(
    make_pool: Any, city: Any
) -> None:
    rows = city.made_up_rows(10)
    for row in rows:
        row["risk"] = "A"
    rows[0]["risk"] = "B"
    strata = [
        {"name": "A", "where": {"risk": "A"}, "ratio": "1/3"},
        {"name": "B", "where": {"risk": "B"}, "ratio": "0.001"},
        {"name": "C", "where": {"risk": "C"}, "ratio": "1"},
    ]
    plan = draw.parse_plan(city.plan_json(strata=strata))
    counts = draw.expected_counts(make_pool(rows), plan)
    # 9 rows x 1/3 = 3 exactly, no float may make it 4; 1 x 0.001 rounds up to 1; an empty one yields 0
    assert [s["count"] for s in counts["strata"]] == [3, 1, 0]
    assert counts["drawn"] == 4


def test_excluded_rows_leave_before_the_number_is_computed_and_stay_in_the_digest(
    make_pool: Any, city: Any
) -> None:
    rows = city.made_up_rows(40)
    gone = [{"id": r["id"], "reason": "本年度已抽"} for r in rows[:10]]
    strata = [{"name": "all", "where": {}, "ratio": "0.1"}]
    pool = make_pool(rows)
    plan = draw.parse_plan(city.plan_json(strata=strata, exclude=gone))
    counts = draw.expected_counts(pool, plan)
    assert counts["strata"] == [{"name": "all", "size": 30, "count": 3}]
    assert counts["excluded"] == 10
    without = draw.parse_plan(city.plan_json(strata=strata))
    made = [draw.commit(pool, p, published_at=NOON, number=1) for p in (plan, without)]
    assert made[0]["statement"]["pool_digest"] == made[1]["statement"]["pool_digest"]
    receipt = draw.reveal(made[0], pool, "x", evidence=None, previous=None, times={})
    listed = {r["id"] for s in receipt["strata"] for r in s["drawn"] + s["substitutes"]}
    assert not listed & {g["id"] for g in gone}


def test_strata_that_overlap_or_leave_a_row_out_are_refused_row_by_row(
    make_pool: Any, city: Any
) -> None:
    rows = [
        {"id": "T1", "name": "", "risk": "A", "district": "U01"},
        {"id": "T2", "name": "", "risk": "B", "district": "U02"},
        {"id": "T3", "name": "", "risk": "C", "district": "U03"},
    ]
    strata = [
        {"name": "one", "where": {"risk": ["A", "B"]}, "count": 1},
        {"name": "two", "where": {"district": "U02"}, "count": 5},
    ]
    pool = make_pool(rows)
    plan = draw.parse_plan(city.plan_json(strata=strata, columns=[]))
    with pytest.raises(draw.DrawRefused) as refused:
        draw.commit(pool, plan, published_at=NOON, number=1)
    assert [(f.code, f.row) for f in refused.value.faults] == [
        ("row_in_two_strata", 2),
        ("row_in_no_stratum", 3),
        ("count_too_large", None),
    ]
    strata[1]["where"] = {"district": "U02", "risk": "C"}
    strata[1]["count"] = 1
    outside = draw.parse_plan(city.plan_json(strata=strata[:1], columns=[], outside=True))
    assert draw.expected_counts(pool, outside)["outside"] == 1


def test_every_fault_of_a_commitment_is_named_at_once(make_pool: Any, city: Any) -> None:
    plan = city.plan_json(exclude=[{"id": "NOSUCH", "reason": "停业"}])
    with pytest.raises(draw.DrawRefused) as refused:
        draw.commit(
            make_pool(city.made_up_rows(9)), draw.parse_plan(plan), published_at="soon", number=0
        )
    assert [f.code for f in refused.value.faults] == [
        "not_an_instant",
        "count",
        "excluded_not_in_pool",
    ]
    assert "NOSUCH" in str(refused.value)
    assert refused.value.faults[2].to_json()["value"] == "NOSUCH"


def test_a_plan_that_names_a_column_the_pool_lacks_is_refused(make_pool: Any, city: Any) -> None:
    plan = draw.parse_plan(city.plan_json(columns=["colour"]))
    with pytest.raises(draw.DrawRefused, match="colour"):
        draw.expected_counts(make_pool(city.made_up_rows(5)), plan)


def test_a_null_in_a_column_of_the_plan_is_refused_with_its_row(make_pool: Any, city: Any) -> None:
    rows = sorted(city.made_up_rows(6), key=lambda r: r["id"])
    rows[3]["credit_flag"] = None
    with pytest.raises(draw.DrawRefused) as refused:
        draw.commit(make_pool(rows), draw.parse_plan(city.plan_json()), published_at=NOON, number=1)
    assert [(f.code, f.field, f.row) for f in refused.value.faults] == [("null", "credit_flag", 4)]


def test_digests_of_the_inspector_lottery_stand_in_the_statement(make_pool: Any, city: Any) -> None:
    files = {"people": "a" * 64, "rules": "b" * 64, "lottery": "c" * 64}
    pool, plan = make_pool(city.made_up_rows(9)), draw.parse_plan(city.plan_json())
    made = draw.commit(pool, plan, published_at=NOON, number=1, lottery=files)
    assert made["statement"]["lottery"] == files
    assert made["commitment"] == draw.digest_of(made["statement"])


def test_the_gzipped_csv_draws_and_verifies_like_the_parquet(finished: Any) -> None:
    csv_pool = draw.open_pool(finished.pool.path.with_name("POOL.csv.gz"))
    assert csv_pool.rows == 120
    assert (csv_pool.digest, csv_pool.root) == (finished.pool.digest, finished.pool.root)
    again = draw.reveal(
        finished.commitment,
        csv_pool,
        finished.receipt["seed"],
        evidence=finished.evidence,
        previous=None,
        times={"seed": NOON, "revealed": NOON},
    )
    assert again == finished.receipt
    assert draw.verify(finished.receipt, csv_pool).recomputed


def test_another_pool_is_refused_at_the_reveal(finished: Any, make_pool: Any, city: Any) -> None:
    rows = city.made_up_rows(120)
    rows[7]["risk"] = "A" if rows[7]["risk"] != "A" else "B"
    with pytest.raises(draw.DrawRefused) as refused:
        draw.reveal(
            finished.commitment,
            make_pool(rows),
            finished.receipt["seed"],
            evidence=finished.evidence,
            previous=None,
            times={},
        )
    assert {f.field for f in refused.value.faults} == {"statement.pool_digest"}


def test_a_commitment_that_was_edited_is_refused(finished: Any) -> None:
    broken = copy.deepcopy(finished.commitment)
    broken["statement"]["plan"]["strata"][0]["ratio"] = "0.06"
    broken["statement"]["algorithm"] = "suixin-draw-2"
    with pytest.raises(draw.DrawRefused) as refused:
        draw.reveal(broken, finished.pool, "x", evidence=None, previous=None, times={})
    assert [f.code for f in refused.value.faults] == ["algorithm", "commitment_differs"]
    with pytest.raises(draw.DrawRefused, match="statement"):
        draw.reveal({}, finished.pool, "x", evidence=None, previous=None, times={})
    broken["statement"]["rows"] = 0.5
    with pytest.raises(draw.DrawRefused, match="commitment"):
        draw.reveal(broken, finished.pool, "x", evidence=None, previous=None, times={})


def test_every_output_of_a_rehearsal_says_so(make_pool: Any, city: Any) -> None:
    pool, plan = make_pool(city.made_up_rows(20)), draw.parse_plan(city.plan_json("rehearsal"))
    commitment = draw.commit(pool, plan, published_at=NOON, number=1)
    receipt = draw.reveal(commitment, pool, "any text", evidence=None, previous=None, times={})
    verdict = draw.verify(receipt, pool).to_json()
    for output in (commitment, receipt, verdict):
        assert output["notice"] == {"zh": "演练，不是抽取", "en": "rehearsal, not a draw"}
    assert plan.rehearsal


def test_a_reveal_without_evidence_is_refused_and_so_are_wrong_times(finished: Any) -> None:
    with pytest.raises(draw.DrawRefused) as refused:
        draw.reveal(
            finished.commitment,
            finished.pool,
            "0123456789",
            evidence=None,
            previous=None,
            times={"revealed": "2026-11-30T10:00+08:00", "seed": "yesterday"},
        )
    assert [f.code for f in refused.value.faults] == [
        "evidence_missing",
        "not_an_instant",
        "seed_too_early",
    ]


@pytest.mark.parametrize("seed", ["", "a\nb", "种子", " x", "x\t", 5, None])
def test_a_seed_that_is_not_one_printable_line_is_refused(
    make_pool: Any, city: Any, seed: Any
) -> None:
    pool, plan = make_pool(city.made_up_rows(5)), draw.parse_plan(city.plan_json())
    commitment = draw.commit(pool, plan, published_at=NOON, number=1)
    with pytest.raises(draw.DrawRefused) as refused:
        draw.reveal(commitment, pool, seed, evidence=None, previous=None, times={})
    assert refused.value.faults[0].field == "seed"


def test_a_pool_file_swapped_while_it_is_read_is_noticed(
    finished: Any, tmp_path: Path, city: Any
) -> None:
    from draw.selection import strata_of
    from draw.survey import survey
    from draw.tickets import draw_key

    plan, pool = finished.plan, finished.pool
    key = draw_key(finished.commitment["commitment"], "seed")
    found = survey(pool.path, plan.line_columns, rows=pool.rows, plan=plan, key=key, tree=False)
    other = draw.freeze(
        [r | {"id": city.credit_code(9000 + i)} for i, r in enumerate(city.made_up_rows(120))],
        tmp_path / "OTHER.parquet",
    )
    with pytest.raises(draw.DrawRefused) as refused:
        strata_of(other, found, key)
    assert refused.value.faults[0].code == "pool_changed"
