"""Groups and targets paired by lot: one by one or by blocks of a district, and told in right words."""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import SYSTEM, Draw, Office, schedule_problem, verify_draw
from campaigns.panel_lottery import shared_out
from campaigns.panel_pairing import Member, Need, lacking, pair, pair_blocks
from campaigns.panel_words import with_pairing
from tests.offices import PLANNER, make_campaign, open_small_office, rehearse


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def put(office: Office, draw: Draw) -> None:
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.draws.put(draw)


SKILLS = ("a", "b")
group_of_people = st.lists(
    st.tuples(
        st.sampled_from("XY"),
        st.frozensets(st.sampled_from(SKILLS), min_size=1),
        st.frozensets(st.sampled_from(["T0", "T1", "T2"]), max_size=2),
    ),
    min_size=1,
    max_size=4,
)


@given(st.lists(group_of_people, min_size=1, max_size=3), st.text("0123456789abcdef", min_size=4))
def test_a_target_goes_to_a_group_that_can_serve_it_or_to_all(groups: Any, key: str) -> None:
    members = [
        [Member(f"I{g}{n}", *one) for n, one in enumerate(group)] for g, group in enumerate(groups)
    ]
    need = Need({"X": frozenset("a"), "Y": frozenset("b")}, 1, 2)
    targets = {f"T{n}": need for n in range(6)}
    paired = pair(targets, members, key)
    assert set(paired) == set(targets)
    for target, group in paired.items():
        able = [n + 1 for n, some in enumerate(members) if not lacking(target, need, some)]
        assert group in able if able else group is None
    # What is fixed stays, whatever comes after.
    more = pair({**targets, "T9": need}, members, key, paired)
    assert {target: more[target] for target in targets} == paired


@given(
    st.lists(group_of_people, min_size=1, max_size=3),
    st.lists(st.sampled_from("EFG"), min_size=1, max_size=12),
    st.text("0123456789abcdef", min_size=4),
)
def test_blocks_of_a_district_go_to_a_group_that_can_serve_all_of_it(
    groups: Any, where: list[str], key: str
) -> None:
    members = [
        [Member(f"I{g}{n}", *one) for n, one in enumerate(group)] for g, group in enumerate(groups)
    ]
    need = Need({"X": frozenset("a")}, 1, 1)
    targets = {f"T{n}": need for n in range(len(where))}
    districts = dict(zip(targets, where, strict=True))
    paired = pair_blocks(targets, districts, members, key)
    assert paired == pair_blocks(
        dict(sorted(targets.items(), reverse=True)), districts, members, key
    )
    assert set(paired) == set(targets)
    for target, group in paired.items():
        able = [n + 1 for n, some in enumerate(members) if not lacking(target, need, some)]
        assert group in able if able else group is None


def test_blocks_keep_neighbours_together_and_groups_even() -> None:
    # 24 targets, half in each of two districts, for four groups alike: a share of six, blocks of
    # three, so every group gets two blocks; one by one a group would see both districts nearly surely.
    members = [[Member(f"I{g}", "X", frozenset("a"), frozenset())] for g in range(4)]
    need = Need({"X": frozenset("a")}, 1, 1)
    targets = {f"T{n:02d}": need for n in range(24)}
    districts = {target: "EF"[n % 2] for n, target in enumerate(targets)}
    seen: set[tuple[int | None, ...]] = set()
    for n in range(40):
        paired = pair_blocks(targets, districts, members, f"{n:032x}")
        assert sorted(Counter(paired.values()).values()) == [6, 6, 6, 6]
        for district in "EF":
            # Four blocks of a district go to at most four groups, three targets or six to each.
            counted = Counter(g for t, g in paired.items() if districts[t] == district)
            assert all(count in (3, 6) for count in counted.values())
        seen.add(tuple(group for _, group in sorted(paired.items())))
    assert len(seen) == 40  # every key pairs otherwise


def test_a_plan_that_pairs_by_district_is_committed_drawn_and_verified(office: Office) -> None:
    rules = {"pairing": {"value": "district", "reason": "减少路途"}}
    draw = rehearse(office, make_campaign(office, groups=2, rules=rules).id)
    people = dict(draw.people or {})
    assert people["rules"]["pair_by"] == "district" and "辖区" in people["rules"]["pairing"]["zh"]
    assert verify_draw(office, draw.id)["people"] == {"recomputed": True}
    other = copy.deepcopy(people)
    del other["rules"]["pair_by"]  # another rule of pairing is another commitment
    put(office, replace(draw, people=other))
    assert verify_draw(office, draw.id)["people"] == {"recomputed": False}


def test_every_sector_falls_to_groups_that_cover_the_whole_of_it() -> None:
    errands = {"P": {"X": ["a", "b"]}, "Q": {"X": ["a", "c"]}, "R": {"X": ["a"]}}
    asked = shared_out(errands, {"P": 6.0, "Q": 1.0, "R": 1.0}, 4)
    # P has 3/4 of the visits: three of four groups; Q and R one each, round the groups.
    assert ["".join(sorted(one["X"])) for one in asked] == ["ab", "ab", "ab", "ac"]


def test_the_lot_s_pairing_is_not_called_an_interest() -> None:
    problem = {
        "pairing": {"T1": 1},
        "inspectors": [
            {"id": "I1", "recused_targets": ["T1"], "recusals": ["T1"]},
            {"id": "I2", "recused_targets": ["T1"], "recusals": []},
        ],
    }
    answer = {
        "target": "T1",
        "rules": ["R08"],
        "why": {"zh": "I1 须回避（R08），I2 须回避（R08）", "en": "I2 is recused (R08)"},
        "fixes": [
            {"change": f'recusal.end {{"inspector": "{i}", "target": "T1"}}'} for i in ("I1", "I2")
        ],
    }
    told = with_pairing(problem, answer)
    assert "I1 须回避" in told["why"]["zh"] and "I2 属其他检查组" in told["why"]["zh"]
    assert "I2 is of another group" in told["why"]["en"]
    assert len(told["fixes"]) == 1 and '"I1"' in told["fixes"][0]["change"]
    assert told["rules"] == ["R08"] and told["pairing"]["group"] == 1  # I1 has an interest


def test_who_is_kept_away_by_the_lot_alone_is_not_explained_by_recusal(office: Office) -> None:
    made = make_campaign(office, groups=2, inspectors_wanted=6)
    rehearse(office, made.id)
    problem = schedule_problem(office, PLANNER, made.id)
    target, group = next(iter(problem["pairing"].items()))
    for row in problem["inspectors"]:  # the group's own fire inspector cannot come
        if (row["group"], row["department"]) == (group, "消防"):
            row["available_days"] = []
    from solver import Problem, explain_target

    answer = explain_target(Problem.from_json(problem), target).to_json()
    assert "R08" in answer["rules"]  # the solver knows of no groups
    told = with_pairing(problem, answer)
    assert "R08" not in told["rules"] and told["rules"]
    # Neither the words nor the clause of recusal; the clause of the random matching instead.
    assert "回避" not in told["why"]["zh"] and "recused" not in told["why"]["en"]
    assert "属其他检查组" in told["why"]["zh"] and told["pairing"]["group"] == group
    assert "sz-2018#二(一)3" in told["basis"]
    assert not any(fix["change"].startswith("recusal") for fix in told["fixes"])
