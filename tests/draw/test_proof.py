"""One company checks itself; substitutes step in by their order; special ways of drawing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import draw
from draw.tickets import SPACE


def test_every_row_has_a_proof_that_fits_the_statement(finished: Any) -> None:
    statement = finished.commitment["statement"]
    ids = [r["id"] for s in finished.receipt["strata"] for r in s["drawn"]]
    for who in ids[:6]:
        proof = draw.inclusion_proof(finished.pool, ["credit_flag"], who)
        assert proof["root"] == statement["pool_root"]
        assert draw.verify_inclusion(proof, statement)
        # 120 rows: 7 levels at most
        assert len(proof["path"]) <= 7


def test_a_proof_of_another_line_or_place_does_not_fit(finished: Any) -> None:
    statement = finished.commitment["statement"]
    who = finished.receipt["strata"][0]["drawn"][0]["id"]
    proof = draw.inclusion_proof(finished.pool, ["credit_flag"], who)
    for change in (
        {"line": proof["line"].replace("U0", "U9")},
        {"line": ""},
        {"line": proof["line"] + "x\n"},
        {"id": "T1"},
        {"index": proof["index"] ^ 1},
        {"index": "first"},
        {"path": proof["path"][:-1]},
        {"path": ["zz"]},
        {"path": None},
    ):
        assert not draw.verify_inclusion({**proof, **change}, statement)
    assert not draw.verify_inclusion(proof, {**statement, "rows": proof["index"]})
    assert not draw.verify_inclusion(proof, {**statement, "pool_root": "0" * 64})
    with pytest.raises(draw.DrawRefused) as refused:
        draw.inclusion_proof(finished.pool, [], "T1")
    assert refused.value.code == "not_in_pool"


def test_a_company_learns_its_ticket_and_where_the_cut_off_was(finished: Any) -> None:
    stratum = finished.receipt["strata"][3]
    drawn = draw.row_status(finished.receipt, stratum["drawn"][1]["id"])
    assert (drawn["status"], drawn["place"], drawn["stratum"]) == ("drawn", 2, "D")
    assert drawn["ticket"] <= drawn["cutoff"] == stratum["cutoff"]
    waiting = draw.row_status(finished.receipt, stratum["substitutes"][0]["id"])
    assert (waiting["status"], waiting["place"]) == ("substitute", 1)
    assert waiting["ticket"] > waiting["cutoff"]


def test_who_was_not_drawn_sees_why_with_its_own_line(finished: Any, city: Any) -> None:
    listed = {r["id"] for s in finished.receipt["strata"] for r in s["drawn"] + s["substitutes"]}
    who = next(r["id"] for r in city.made_up_rows(120) if r["id"] not in listed)
    assert draw.row_status(finished.receipt, who)["status"] == "unknown"
    line = draw.inclusion_proof(finished.pool, ["credit_flag"], who)["line"]
    status = draw.row_status(finished.receipt, who, line=line)
    assert status["status"] == "not_drawn"
    assert status["stratum"] == line.split("\t")[1]
    assert status["ticket"] > status["cutoff"]


def test_excluded_and_outside_rows_are_told_so(make_pool: Any, city: Any) -> None:
    rows = [{"id": f"T{i}", "name": "", "risk": "AB"[i > 4], "district": "U01"} for i in range(8)]
    plan = draw.parse_plan(
        city.plan_json(
            strata=[{"name": "A", "where": {"risk": "A"}, "count": 1}],
            columns=[],
            outside=True,
            exclude=[{"id": "T1", "reason": "重点监管"}],
        )
    )
    pool = make_pool(rows)
    commitment = draw.commit(pool, plan, published_at=city.NIGHT, number=1)
    receipt = draw.reveal(commitment, pool, "s", evidence=None, previous=None, times={})
    assert draw.row_status(receipt, "T1")["reason"] == "重点监管"
    assert draw.row_status(receipt, "T7", line="T7\tB\tU01\n")["status"] == "outside"


def test_substitutes_step_in_by_their_order(finished: Any) -> None:
    stratum = finished.receipt["strata"][3]
    waiting = stratum["substitutes"]
    assert draw.substitutes(finished.receipt, "D", []) == waiting[0]
    assert draw.substitutes(finished.receipt, "D", {waiting[0]["id"]}) == waiting[1]
    assert draw.substitutes(finished.receipt, "D", [w["id"] for w in waiting]) is None
    with pytest.raises(draw.DrawRefused) as refused:
        draw.substitutes(finished.receipt, "Z", [])
    assert refused.value.faults[0].value == "Z"


KEY = "0123456789abcdef" * 2


def test_lots_are_the_floor_of_the_hash_times_the_choices() -> None:
    number = int(draw.ticket(KEY, "#panel"), 16)
    assert draw.panel_number(KEY, 1_000_000) == number * 1_000_000 // SPACE
    assert draw.schedule_seed(KEY) == draw.ticket(KEY, "#schedule")
    assert draw.lot(KEY, "x", 1) == 0
    with pytest.raises(ValueError, match="choices"):
        draw.lot(KEY, "x", 0)


def test_pairing_follows_its_own_label() -> None:
    names = [f"T{i}" for i in range(50)]
    assert draw.pairing_order(KEY, names) == sorted(
        names, key=lambda n: draw.ticket(KEY, f"#pair/{n}")
    )


def test_the_day_of_a_campaign_is_drawn_evenly() -> None:
    days = ["2026-12-01", "2026-12-02", "2026-12-03"]
    counts = Counter(draw.draw_day(f"{i:032x}", days) for i in range(3000))
    # 1000 expected; 5 standard deviations are 5 x sqrt(3000 x 1/3 x 2/3) = 129
    assert all(871 <= counts[d] <= 1129 for d in days)


def test_a_census_visits_everyone_once_on_even_days_with_teams_of_different_people() -> None:
    targets = [f"T{i:03d}" for i in range(50)]
    days = ["2026-12-01", "2026-12-02", "2026-12-03"]
    people = [f"I{i}" for i in range(7)]
    visits = draw.census(KEY, targets, days, people, 2)
    assert sorted(v["target"] for v in visits) == targets
    # 50 over 3 days: 17, 17, 16
    assert sorted(Counter(v["day"] for v in visits).values()) == [16, 17, 17]
    assert all(len(set(v["team"])) == 2 for v in visits)
    work = Counter(name for v in visits for name in v["team"])
    assert max(work.values()) - min(work.values()) <= 1
    assert visits == draw.census(KEY, targets[::-1], days, people[::-1], 2)


def test_one_side_alone_can_be_drawn() -> None:
    found = draw.draw_one_side(KEY, [f"I{i}" for i in range(9)], 4)
    tickets = [r["ticket"] for r in found["drawn"] + found["substitutes"]]
    assert tickets == sorted(tickets)
    assert (len(found["drawn"]), len(found["substitutes"])) == (4, 5)


def test_impossible_modes_are_refused() -> None:
    for wrong in (
        lambda: draw.draw_one_side(KEY, ["I1"], 2),
        lambda: draw.draw_one_side(KEY, ["I1", "I1"], 1),
        lambda: draw.draw_day(KEY, []),
        lambda: draw.census(KEY, ["T1"], ["2026-12-01"], ["I1"], 2),
    ):
        with pytest.raises(draw.DrawRefused):
            wrong()


def test_exclusions_keep_the_first_reason_of_each_id() -> None:
    groups = [(["T2", "T1"], "本年度已抽的低风险对象"), (["T1", "T3"], "重点监管事项")]
    assert draw.exclusions(groups) == [
        {"id": "T1", "reason": "本年度已抽的低风险对象"},
        {"id": "T2", "reason": "本年度已抽的低风险对象"},
        {"id": "T3", "reason": "重点监管事项"},
    ]


def test_special_lots_are_drawn_from_lists_the_plan_committed_to(make_pool: Any, city: Any) -> None:
    days = [f"2026-12-0{n}" for n in range(1, 8)]
    asked = {
        "day": {"days": days},
        "one_side": {"names": ["甲所", "乙所", "丙所"], "count": 1},
        "census": {"days": days[:2], "people": [f"I{n}" for n in range(5)], "team_size": 2},
    }
    strata = [{"name": "all", "where": {}, "ratio": "1"}]
    plan = city.plan_json(strata=strata, columns=[], lots=asked)
    pool = make_pool(city.made_up_rows(9))
    made = draw.commit(pool, draw.parse_plan(plan), published_at=city.NIGHT, number=1)
    receipt = draw.reveal(made, pool, "s", evidence=None, previous=None, times={})
    found, key = draw.plan_lots(receipt), draw.draw_key(made["commitment"], "s")
    assert found["day"] == draw.draw_day(key, days)
    assert found["one_side"]["drawn"][0]["id"] in asked["one_side"]["names"]
    # a ratio of 1 draws everybody: each of the 9 targets has one visit, 4 or 5 of them a day
    visits = found["census"]
    assert len({v["target"] for v in visits}) == len(visits) == 9
    assert sorted(Counter(v["day"] for v in visits).values()) == [4, 5]
    # days changed after the seed are another commitment
    changed = {**plan, "lots": {"day": {"days": days[:3]}}}
    other = draw.commit(pool, draw.parse_plan(changed), published_at=city.NIGHT, number=1)
    assert other["commitment"] != made["commitment"]
    assert draw.plan_lots({**receipt, "statement": {"plan": city.plan_json()}}) == {}


def test_every_fault_of_special_lots_is_named(city: Any) -> None:
    wrong = {"day": {"days": ["a", "a", ""]}, "census": {"days": 1, "people": []}, "dice": {}}
    with pytest.raises(draw.DrawRefused) as refused:
        draw.parse_plan(city.plan_json(lots=wrong))
    assert [f.field for f in refused.value.faults] == [
        "lots.day.days[1]",
        "lots.day.days[2]",
        "lots.census.days",
        "lots.census.team_size",
        "lots.census.people",
        "lots.dice",
    ]
    with pytest.raises(draw.DrawRefused):
        draw.parse_plan(city.plan_json(lots=[]))
