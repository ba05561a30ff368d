"""The lottery of inspectors in a campaign: committed, drawn, paired, verified; earlier draws too."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    SYSTEM,
    CampaignRefused,
    Draw,
    Office,
    commit_draw,
    freeze_pool,
    panel_chances,
    reveal_draw,
    schedule_problem,
    verify_draw,
)
from campaigns.act_log import append
from campaigns.panel import ALGORITHM, Candidate, quotas
from campaigns.panel_load import load_warnings
from draw import DrawRefused, commit, digest_of, open_pool, panel_verify, parse_plan
from tests.offices import (
    NOW,
    PLANNER,
    PUBLIC_ROLE,
    inspector,
    make_campaign,
    open_small_office,
    rehearse,
    with_recusal,
)

REASON = "本次任务约定"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path)


def departure(value: Any) -> dict[str, Any]:
    return {"value": value, "reason": REASON}


def people_of(draw: Draw) -> dict[str, Any]:
    return dict(draw.people or {})


def put(office: Office, draw: Draw) -> None:
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.draws.put(draw)


# -- before the seed -------------------------------------------------------------------------


def test_the_files_beside_the_pool_are_what_a_stranger_verifies(office: Office) -> None:
    draw = rehearse(office, make_campaign(office, groups=2).id)
    folder = (office.home / draw.pool_file).parent
    lottery, rules = (
        json.loads((folder / name).read_text("utf-8"))
        for name in ("LOTTERY.json", "PANEL_RULES.json")
    )
    report = panel_verify(lottery, folder / "PEOPLE.csv", rules)
    assert report["ok"] and report["certificate"]["certified"]
    statement = (draw.commitment or {})["statement"]
    assert statement["lottery"]["lottery"] == digest_of(lottery)


def test_chances_are_published_before_the_seed_and_without_ids(office: Office) -> None:
    draw = freeze_pool(office, PLANNER, make_campaign(office).id)
    with pytest.raises(CampaignRefused):
        panel_chances(office, draw.id)
    commit_draw(
        office,
        PLANNER,
        draw.id,
        seed_source={"kind": "ceremony", "what": "x", "witnesses": ["测试见证甲", "测试见证乙"]},
    )
    told = panel_chances(office, draw.id, PUBLIC_ROLE)
    assert told["certificate"]["certified"] is True
    assert "I0101" not in json.dumps(told) and sum(row["people"] for row in told["types"]) == 24
    own = panel_chances(office, draw.id, PLANNER)["people"]
    # The chances of everybody add up to the number of people drawn.
    assert sum(Fraction(row["chance"]) for row in own) == told["size"]
    assert own[0]["name"].startswith("检查员")


def test_people_alike_have_the_same_chance_and_a_cap_on_it_is_kept(office: Office) -> None:
    rules = {"max_chance": departure("1/2")}
    draw = rehearse(office, make_campaign(office, rules=rules, inspectors_wanted=6).id)
    lottery = people_of(draw)["lottery"]
    assert len(set(lottery["chances"].values())) == 3  # one for each department
    assert Fraction(lottery["max_chance"]) <= Fraction(1, 2)
    tight = make_campaign(office, rules={"max_chance": departure("1/9")}, inspectors_wanted=6)
    frozen = freeze_pool(office, PLANNER, tight.id)
    with pytest.raises(DrawRefused) as refused:
        commit_draw(office, PLANNER, frozen.id, seed_source={"kind": "rehearsal"})
    # Six of 24 people are drawn: nobody can have less than 1/4 everywhere.
    assert refused.value.faults[0].field == "max_chance"


def test_least_and_most_by_department_are_kept(office: Office) -> None:
    heads = {"市场监管": [3, 4], "消防": [1, 2], "卫健": [1, 2]}
    rules = {"department_heads": departure(heads)}
    draw = rehearse(office, make_campaign(office, rules=rules, inspectors_wanted=6).id)
    found = [row["department"] for row in people_of(draw)["drawn"]]
    assert len(found) == 6
    assert all(least <= found.count(d) <= most for d, (least, most) in heads.items())


def test_a_target_is_never_left_with_recused_people_alone(office: Office) -> None:
    with office.registry.reading() as tx:
        place = next(t.id for t in tx.targets.iterate() if t.risk == "D")
    for number in range(1, 8):  # seven of the eight fire inspectors
        with_recusal(office, f"I020{number}", place)
    draw = rehearse(office, make_campaign(office, inspectors_wanted=6).id)
    drawn = {row["id"] for row in people_of(draw)["drawn"]}
    assert "I0208" in drawn  # the only one who could visit that target
    codes = [row["code"] for row in people_of(draw)["warnings"]]
    assert "chance_above_half" in codes


@pytest.mark.parametrize(
    ("mode", "units"),
    [
        ("bureau", {"东区", "西区"}),
        ("districts", {"东区"}),
        ("cross_region", {"西区"}),
        ({"mode": "station", "units": ["西区"]}, {"西区"}),
        ({"mode": "stations", "units": ["东区", "西区"]}, {"东区", "西区"}),
        ({"mode": "office+stations", "office": ["西区"], "units": ["东区"]}, {"东区", "西区"}),
    ],
)
def test_the_pool_mode_says_whose_people_may_be_drawn(
    office: Office, mode: Any, units: set[str]
) -> None:
    rules = {"pool_mode": departure(mode)}
    made = make_campaign(office, rules=rules, districts=("东区",), rates={"D": "0.30"})
    draw = rehearse(office, made.id)
    people = people_of(draw)
    assert {row["unit"] for row in people["candidates"]} == units
    if isinstance(mode, dict) and "office" in mode:
        parts = {row["id"]: row["part"] for row in people["candidates"]}
        assert {parts[row["id"]] for row in people["drawn"]} == {"office", "station"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pool_mode", {"mode": "station", "units": ["东区", "西区"]}),
        ("pool_mode", {"mode": "office+stations", "units": ["东区"]}),
        ("pool_mode", "town"),
        ("max_chance", "2"),
        ("max_chance", 0.5),
        ("department_heads", {"消防": [3, 1]}),
        ("experts", -1),
        ("pairing", "street"),
    ],
)
def test_a_malformed_departure_is_refused(office: Office, key: str, value: Any) -> None:
    with pytest.raises(CampaignRefused) as refused:
        make_campaign(office, rules={key: departure(value)})
    assert refused.value.faults[0].field == f"rules.{key}.value"


def test_experts_are_drawn_as_assistants_outside_the_count(office: Office) -> None:
    with office.registry.writing(by=SYSTEM, at=NOW, action="test", subject="") as tx:
        tx.inspectors.put_many(
            inspector(900 + n, "消防", role="assistant", certificate_valid_until=None)
            for n in range(4)
        )
    made = make_campaign(office, rules={"experts": departure(2)}, inspectors_wanted=6)
    people = people_of(rehearse(office, made.id))
    experts = [row["id"] for row in people["experts_drawn"]]
    assert len(experts) == 2 and len(people["drawn"]) == 6
    problem = schedule_problem(office, PLANNER, made.id)
    roles = {row["id"]: row["role"] for row in problem["inspectors"]}
    assert {id_ for id_, role in roles.items() if role == "assistant"} == set(experts)


# -- verification ----------------------------------------------------------------------------


def swapped_drawn(people: dict[str, Any]) -> None:
    row = people["drawn"][0]
    row["id"] = people["substitutes"][row["department"]][0]["id"]


def moved_pairing(people: dict[str, Any]) -> None:
    target = sorted(people["pairing"])[0]
    people["pairing"][target] = 1 if people["pairing"][target] != 1 else 2


def lighter_panel(people: dict[str, Any]) -> None:
    people["lottery"]["panels"][0]["weight"] -= 1


def better_chance(people: dict[str, Any]) -> None:
    name = sorted(people["lottery"]["chances"])[0]
    people["lottery"]["chances"][name] = "1"


def other_department(people: dict[str, Any]) -> None:
    people["rows"][0]["dept"] = "公安"


def one_more_specialty(people: dict[str, Any]) -> None:
    people["candidates"][0]["specialties"].append("特级")


def another_scheme(people: dict[str, Any]) -> None:
    del people["lottery"]


@pytest.mark.parametrize(
    "corrupt",
    [
        swapped_drawn,
        moved_pairing,
        lighter_panel,
        better_chance,
        other_department,
        one_more_specialty,
        another_scheme,
    ],
)
def test_a_changed_draw_of_people_does_not_verify(
    office: Office, corrupt: Callable[[dict[str, Any]], None]
) -> None:
    draw = rehearse(office, make_campaign(office, groups=2).id)
    assert verify_draw(office, draw.id)["people"] == {"recomputed": True}
    people = copy.deepcopy(people_of(draw))
    corrupt(people)
    put(office, replace(draw, people=people))
    verdict = verify_draw(office, draw.id)
    assert (verdict["recomputed"], verdict["people"]["recomputed"]) == (False, False)
    assert all(row["zh"] and row["en"] and row["field"] for row in verdict["differences"])


def test_a_draw_committed_under_the_earlier_scheme_is_drawn_and_verified_as_it_was(
    office: Office,
) -> None:
    made = make_campaign(office)
    frozen = freeze_pool(office, PLANNER, made.id)
    departments = {100: "市场监管", 200: "消防", 300: "卫健"}
    listed = [
        Candidate(f"I{base + n:04d}", d, "东区", frozenset({d}))
        for base, d in departments.items()
        for n in range(1, 9)
    ]
    wanted = {d: frozenset({d}) for d in departments.values()}
    dealt = quotas(listed, wanted, dict.fromkeys(wanted, 1.0), size=6, groups=1)
    rules = {"algorithm": ALGORITHM, "groups": 1, "quotas": [q.to_json() for q in dealt]}
    rows = [c.to_json() for c in listed]
    digests = {"people": digest_of(rows), "rules": digest_of(rules)}
    plan = {**frozen.plan, "seed_source": {"kind": "rehearsal", "what": "x"}}
    kept = commit(
        open_pool(office.home / frozen.pool_file),
        parse_plan(plan),
        published_at=NOW.isoformat(),
        number=frozen.number,
        lottery=digests,
    )
    people = {"candidates": rows, "rules": rules, "digests": digests, "notice": {}}
    told = {key: kept[key] for key in ("number", "commitment", "published_at")}
    entry = {"kind": "commitment", **told, "pool_digest": kept["statement"]["pool_digest"]}
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        append(tx, frozen.id, NOW, entry)
        as_then: dict[str, Any] = {
            "state": "committed",
            "plan": plan,
            "commitment": kept,
            "people": people,
        }
        as_then["published_at"] = NOW
        tx.draws.put(replace(frozen, **as_then))
    draw = reveal_draw(office, PLANNER, frozen.id, seed="s")
    drawn = people_of(draw)["drawn"]
    assert len(drawn) == 6 and "pairing" not in people_of(draw)
    assert verify_draw(office, draw.id)["people"] == {"recomputed": True}
    # Nobody is paired: everybody drawn may serve every target, as it was then.
    assert all(
        "group" not in row for row in schedule_problem(office, PLANNER, made.id)["inspectors"]
    )
    changed = copy.deepcopy(people_of(draw))
    swapped_drawn(changed)
    put(office, replace(draw, people=changed))
    assert verify_draw(office, draw.id)["people"] == {"recomputed": False}


def test_drawn_people_of_an_earlier_scheme_keep_their_shape() -> None:
    row = Candidate("I1", "D", "U", frozenset("a")).to_json()
    # The candidate list of a draw committed earlier must digest as it did.
    assert row == {"id": "I1", "department": "D", "unit": "U", "specialties": ["a"]}


def test_who_is_drawn_often_is_told() -> None:
    assert load_warnings({"I1": 2}) == []
    (told,) = load_warnings({"I1": 3, "I2": 1})
    assert told["people"] == ["I1"] and told["code"] == "load"
