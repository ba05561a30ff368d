"""Ways to steer a draw. Each is first shown to work on a naive draw, then to fail on this one.

The naive draw is how it is often done: shuffle the list with a seed, take the first few, keep a file.
"""

from __future__ import annotations

import copy
import gzip
import random
from pathlib import Path
from typing import Any

import pytest

import draw

FRIEND = "T007"
ALL = [{"name": "all", "where": {}, "count": 3}]


def naive(rows: list[dict[str, Any]], seed: object, count: int = 3) -> list[str]:
    lot = random.Random(str(seed))
    names = [r["id"] for r in rows]
    lot.shuffle(names)
    return names[:count]


def people(count: int = 12) -> list[dict[str, Any]]:
    return [
        {"id": f"T{i:03d}", "name": f"示例{i}", "risk": "A", "district": "U01"}
        for i in range(count)
    ]


def lucky_seed(rows: list[dict[str, Any]], want: bool) -> int:
    """The operator's search: a seed under which the friend is (or isn't) drawn."""
    return next(s for s in range(10_000) if (FRIEND in naive(rows, s)) is want)


@pytest.fixture
def fair(tmp_path: Path, city: Any) -> Any:
    plan = city.plan_json("ceremony", strata=ALL, columns=[], draw_id="fair")
    return city.drawn_by_ceremony(tmp_path, people(), plan)


def refused_codes(act: Any) -> set[str]:
    with pytest.raises(draw.DrawRefused) as refused:
        act()
    return {f.code for f in refused.value.faults}


def test_drawing_again_until_it_suits(fair: Any, city: Any) -> None:
    rows = people()
    assert FRIEND not in naive(rows, lucky_seed(rows, want=False))  # naive: try seeds, keep one
    entries = fair.log["entries"][:-1]
    again = {"kind": "seed", "commitment": fair.receipt["commitment"], "seed": "another"}
    assert refused_codes(lambda: draw.append_entry(entries, again, city.NOON)) == {"log_seeded"}
    cancel = {"kind": "cancellation", "number": 1, "reason": "设备故障"}
    assert refused_codes(lambda: draw.append_entry(entries, cancel, city.NOON)) == {"log_too_late"}
    # and a receipt made elsewhere with another seed doesn't fit its own evidence
    other = draw.draw_key(fair.receipt["commitment"], "another")
    assert other != draw.draw_key(fair.receipt["commitment"], fair.receipt["seed"])
    assert not draw.verify({**fair.receipt, "seed": "another"}, fair.pool).recomputed


def test_many_sibling_plans_of_which_one_is_shown(fair: Any, city: Any) -> None:
    rows = people()
    plans = [naive(rows, f"plan {n}, seed 5") for n in range(50)]
    assert any(FRIEND not in drawn for drawn in plans)  # naive: prepare many, show one
    log = fair.log["entries"][:1]
    twin = {"kind": "plan", "number": 2, "draw_id": "fair"}
    assert refused_codes(lambda: draw.append_entry(log, twin, city.NIGHT)) == {"draw_id_taken"}
    hidden = {"kind": "plan", "number": 7, "draw_id": "another"}
    assert refused_codes(lambda: draw.append_entry(log, hidden, city.NIGHT)) == {"log_number"}


def test_a_seed_typed_by_the_operator(fair: Any) -> None:
    assert FRIEND not in naive(people(), lucky_seed(people(), want=False))

    def act() -> None:
        draw.reveal(fair.commitment, fair.pool, "20261201", evidence=None, previous=None, times={})

    assert refused_codes(act) == {"evidence_missing"}
    lone = copy.deepcopy(fair.evidence)
    lone["witnesses"] = lone["witnesses"][:1]
    found = draw.evidence_faults(
        fair.plan, fair.receipt["commitment"], lone["witnesses"][0]["contribution"], lone, None
    )
    assert {f.code for f in found} == {"witnesses_few"}


def test_a_witness_who_waits_for_the_others_cannot_change_his_mind(fair: Any, city: Any) -> None:
    # naive: the last to speak computes the result and picks a contribution that suits
    heard = fair.evidence["witnesses"][0]["contribution"]
    picked = next(n for n in range(100) if FRIEND not in naive(people(), f"{heard}/{n}"))
    assert FRIEND not in naive(people(), f"{heard}/{picked}")
    first, second = fair.evidence["witnesses"]
    suited = {**second, "contribution": city.contribution("something better")}
    evidence = {**fair.evidence, "witnesses": [first, suited]}
    seed = "/".join(
        w["contribution"] for w in sorted([first, suited], key=lambda w: w["name"].encode())
    )
    text = fair.receipt["commitment"]
    found = draw.evidence_faults(fair.plan, text, seed, evidence, None)
    assert {f.code for f in found} == {"pledge"}


def test_a_figure_that_was_known_already(tmp_path: Path, city: Any) -> None:
    rows = people()
    assert FRIEND not in naive(
        rows, lucky_seed(rows, want=False)
    )  # naive: choose last week's figure
    pool = draw.freeze(rows, tmp_path / "POOL.parquet")
    plan = draw.parse_plan(city.plan_json("published", strata=ALL, columns=[]))
    made = draw.commit(pool, plan, published_at=city.NIGHT, number=1)
    old = {"kind": "published", "source": "公告", "time": "2026-11-24T21:00+08:00"}

    def act() -> None:
        draw.reveal(made, pool, "03 11 15 22 28", evidence=old, previous=None, times={})

    assert refused_codes(act) == {"seed_too_early"}


def test_a_plan_dated_back(fair: Any, city: Any) -> None:
    # naive: a kept file proves itself by its own date, whenever it was written and however often
    seed = lucky_seed(people(), want=False)
    written_today: dict[str, Any] = {
        "date": "2026-11-30",
        "seed": seed,
        "drawn": naive(people(), seed),
    }
    assert written_today["date"] < "2026-12-01"
    assert written_today["drawn"] == naive(people(), written_today["seed"])
    assert FRIEND not in naive(people(), seed)
    with pytest.raises(draw.DrawRefused):
        draw.append_entry(
            fair.log["entries"], {"kind": "plan", "number": 2, "draw_id": "x"}, city.NIGHT
        )
    # a whole log written after the fact has nobody outside who saw it in time
    late = {
        **fair.log,
        "stamps": [city.stamp(fair.log["entries"], "市公证处", "2026-12-02T09:00Z")],
    }
    verdict = draw.verify(fair.receipt, fair.pool, log=late)
    assert (verdict.recomputed, verdict.anchored) == (True, False)
    assert [d.code for d in verdict.differences] == ["no_stamp"]
    own = draw.verify(fair.receipt, fair.pool, log=fair.log, holders={"市公证处": "0" * 64})
    assert not own.anchored  # a key the reader doesn't trust counts for nothing


POOL_TRICKS = {
    "dropped": lambda rows: [r for r in rows if r["id"] != FRIEND],
    "added": lambda rows: [*rows, {**rows[0], "id": "T999"}],
    "re-classed": lambda rows: [r | {"risk": "B"} if r["id"] == FRIEND else r for r in rows],
    "disguised": lambda rows: [r | {"id": "T0O7"} if r["id"] == FRIEND else r for r in rows],
}


@pytest.mark.parametrize("trick", POOL_TRICKS)
def test_a_row_changed_after_the_seed(fair: Any, tmp_path: Path, trick: str) -> None:
    changed = POOL_TRICKS[trick](people())
    in_class = [r for r in changed if r["risk"] == "A"]
    assert any(naive(in_class, s) != naive(people(), s) for s in range(20))  # naive: another result
    pool = draw.freeze(changed, tmp_path / "changed.parquet")

    def act() -> None:
        draw.reveal(
            fair.commitment,
            pool,
            fair.receipt["seed"],
            evidence=fair.evidence,
            previous=None,
            times={},
        )

    assert "pool_differs" in refused_codes(act)
    assert not draw.verify(fair.receipt, pool).recomputed


def test_a_row_doubled_to_draw_a_rival_twice_as_often(tmp_path: Path) -> None:
    rows = [*people(), *({**people()[5]} for _ in range(30))]
    hits = sum("T005" in naive(rows, s) for s in range(300))
    assert hits > 150  # naive: 3 of 12 would be 75
    assert refused_codes(lambda: draw.freeze(rows, tmp_path / "P.parquet")) == {"duplicate"}
    disguised = [*people(), {**people()[5], "id": "Ｔ005"}, {**people()[5], "id": "t005"}]
    codes = refused_codes(lambda: draw.freeze(disguised, tmp_path / "P.parquet"))
    assert codes == {"id_full_width", "id_lower_case"}


def test_a_ratio_changed_after_the_seed(fair: Any) -> None:
    assert len(naive(people(), 5, 2)) < len(naive(people(), 5, 3))  # naive: just take fewer
    changed = copy.deepcopy(fair.receipt)
    changed["statement"]["plan"]["strata"][0]["count"] = 2
    verdict = draw.verify(changed, fair.pool)
    assert [d.field for d in verdict.differences] == ["commitment"]
    changed["commitment"] = draw.digest_of(changed["statement"])
    fields = {d.field.split(".")[0] for d in draw.verify(changed, fair.pool).differences}
    assert "evidence" in fields  # the witnesses pledged to the old commitment


def test_a_drawn_company_skipped(fair: Any) -> None:
    listed = naive(people(), 5)
    assert naive([r for r in people() if r["id"] != listed[0]], 5) != listed
    changed = copy.deepcopy(fair.receipt)
    stratum = changed["strata"][0]
    gone = stratum["drawn"].pop(0)
    stratum["drawn"].append(stratum["substitutes"].pop(0))
    stratum["cutoff"] = stratum["drawn"][-1]["ticket"]
    verdict = draw.verify(changed, fair.pool)
    assert not verdict.recomputed
    named = {(d.field, d.value) for d in verdict.differences}
    assert ("strata[0].drawn[0].id", stratum["drawn"][0]["id"]) in named
    assert gone["id"] not in [r["id"] for r in stratum["drawn"]]


def test_a_substitute_picked_by_hand(fair: Any, city: Any) -> None:
    # naive: the office names whoever suits as the substitute, and the list looks like any other
    drawn_once = naive(people(), 5)
    replaced = [FRIEND if name == drawn_once[0] else name for name in drawn_once]
    assert FRIEND not in drawn_once and FRIEND in replaced
    assert any(set(naive(people(), s)) == set(replaced) for s in range(10_000))  # a seed would fit
    stratum = fair.receipt["strata"][0]
    right, suits = (stratum["substitutes"][i]["id"] for i in (0, 2))
    text = fair.receipt["commitment"]

    def anchored(*moves: tuple[str, str]) -> Any:
        log = list(fair.log["entries"])
        for replaced, substitute in moves:
            entry = {
                "kind": "substitution",
                "commitment": text,
                "stratum": "all",
                "replaced": replaced,
                "substitute": substitute,
                "reason": "已注销",
            }
            log.append(draw.append_entry(log, entry, city.NOON))
        return draw.verify(fair.receipt, fair.pool, log={**fair.log, "entries": log})

    drawn = stratum["drawn"][0]["id"]
    assert anchored((drawn, right)).anchored
    assert anchored((drawn, right), (right, stratum["substitutes"][1]["id"])).anchored
    hand_picked = anchored((drawn, suits))
    assert not hand_picked.anchored
    assert hand_picked.differences[0].value == suits
    assert not anchored((suits, right)).anchored  # who wasn't drawn can't be replaced


def test_a_log_edited_cut_or_rebuilt(fair: Any, city: Any) -> None:
    entries = fair.log["entries"]
    # naive: lines with times; edited, cut or rebuilt they are still lines with times in order
    naive_log = [f"{e['at']} {e['kind']}" for e in entries]
    for changed in ([*naive_log[:-1], naive_log[-1] + " again"], naive_log[:2], sorted(naive_log)):
        times = [line.split()[0] for line in changed]
        assert times == sorted(times)
    edited = [*entries[:-2], {**entries[-2], "at": city.MORNING}, entries[-1]]
    cut = entries[:2]
    rebuilt: list[dict[str, Any]] = []
    for entry in entries:
        body = {"kind": entry["kind"], **entry["body"]}
        rebuilt.append(draw.append_entry(rebuilt, body, "2026-11-30T09:00+08:00"))
    assert draw.verify_log(rebuilt) == ()  # by itself it looks right
    for log in (edited, cut, rebuilt):
        verdict = draw.verify(fair.receipt, fair.pool, log={**fair.log, "entries": log})
        assert (verdict.recomputed, verdict.anchored) == (True, False)


def test_two_people_press_the_button_at_once(fair: Any, city: Any) -> None:
    naive_file: dict[str, list[str]] = {}
    for seed in ("one", "two"):  # naive: both write, the later file wins and nobody sees the first
        naive_file["drawn"] = naive(people(), seed)
    assert naive_file["drawn"] == naive(people(), "two") != naive(people(), "one")
    # Here both append to the same head, and only one fits.
    before = fair.log["entries"][:-2]
    text = fair.receipt["commitment"]
    seeds = [
        draw.append_entry(before, {"kind": "seed", "commitment": text, "seed": s}, city.NOON)
        for s in ("one", "two")
    ]
    assert seeds[0]["index"] == seeds[1]["index"]
    assert seeds[0]["previous"] == seeds[1]["previous"]
    faults = {f.code for f in draw.verify_log([*before, *seeds])}
    assert {"log_gap", "log_chain", "log_seeded"} <= faults


def test_a_crash_between_seed_and_receipt(fair: Any, city: Any) -> None:
    # naive: nothing was saved, so a new seed is taken, and a "crash" is another try
    assert naive(people(), "before the crash") != naive(people(), "after it")
    # Here the seed was logged before it was used.
    stopped = fair.log["entries"][:-1]
    text = fair.receipt["commitment"]
    new = {"kind": "seed", "commitment": text, "seed": "a new one"}
    assert refused_codes(lambda: draw.append_entry(stopped, new, city.NOON)) == {"log_seeded"}
    logged = next(e["body"]["seed"] for e in stopped if e["kind"] == "seed")
    again = draw.reveal(
        fair.commitment,
        fair.pool,
        logged,
        evidence=fair.evidence,
        previous=None,
        times={"seed": city.NOON, "revealed": city.NOON},
    )
    assert again == fair.receipt


def test_last_years_draw_played_again(fair: Any, city: Any, tmp_path: Path) -> None:
    assert naive(people(), 5) == naive(people(), 5)  # naive: same seed, same result, next year too
    plan = city.plan_json("ceremony", strata=ALL, columns=[], draw_id="fair-2027")
    made = draw.commit(fair.pool, draw.parse_plan(plan), published_at=city.NIGHT, number=2)

    def act() -> None:
        draw.reveal(
            made,
            fair.pool,
            fair.receipt["seed"],
            evidence=fair.evidence,
            previous=None,
            times={},
        )

    assert refused_codes(act) == {"pledge"}  # pledges are made to one commitment


def test_field_boundaries_cannot_be_moved(tmp_path: Path) -> None:
    def careless(r: dict[str, str]) -> str:
        return r["id"] + r["risk"] + r["district"]

    one = {"id": "T1", "name": "", "risk": "A", "district": "U01"}
    two = {"id": "T1A", "name": "", "risk": "U", "district": "01"}
    assert careless(one) == careless(two)  # naive: values joined without a separator
    digests = {draw.freeze([r], tmp_path / f"{r['id']}.parquet").digest for r in (one, two)}
    assert len(digests) == 2
    shifted = {**one, "risk": "A\tU01", "district": ""}
    assert "control_character" in refused_codes(
        lambda: draw.freeze([shifted], tmp_path / "S.parquet")
    )


def test_a_pool_doctored_inside_its_gzip_is_seen(fair: Any) -> None:
    path = fair.pool.path.with_name("POOL.csv.gz")
    text = gzip.decompress(path.read_bytes()).decode()
    path.write_bytes(gzip.compress(text.replace(f"{FRIEND},", "T777,").encode()))
    verdict = draw.verify(fair.receipt, draw.open_pool(path))
    assert "statement.pool_digest" in {d.field for d in verdict.differences}
