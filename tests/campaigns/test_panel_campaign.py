"""A joint campaign of 85 targets and 8 groups, from the draw to the schedule, drawn people only."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from campaigns import (
    Office,
    call_substitute,
    choose_schedule,
    get_draw,
    get_schedule,
    list_schedules,
    recuse_inspector,
    schedule_problem,
    start_schedule,
    unserved_targets,
    verify_draw,
)
from campaigns.panel_draw import key_of
from tests.offices import PLANNER, make_campaign, open_small_office, rehearse

ROOT = Path(__file__).resolve().parents[2]
GROUPS = 8
PER_GROUP = {"cap_scope": {"value": "group", "reason": "分八个检查组同时开展"}}


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str, str]:
    """85 targets drawn of 160, 8 groups of 5 people drawn of 72, scheduled; the schedule's id."""
    office = open_small_office(tmp_path_factory.mktemp("joint"), targets=160, people=24)
    rates = {"A": {"count": 25}, "B": {"count": 20}, "C": {"count": 20}, "D": {"count": 20}}
    made = make_campaign(
        office, rates=rates, groups=GROUPS, inspectors_wanted=5 * GROUPS, rules=PER_GROUP
    )
    draw = rehearse(office, made.id)
    start_schedule(office, PLANNER, made.id, effort="quick")
    (record,) = list_schedules(office, PLANNER, made.id)
    choose_schedule(office, PLANNER, record.id)
    return office, made.id, draw.id


def newest(office: Office, campaign: str) -> Any:
    return get_schedule(office, PLANNER, list_schedules(office, PLANNER, campaign)[-1].id)


def from_outside(office: Office, draw: Any, record: Any, folder: Path) -> None:
    """What a stranger does with the files alone: other processes, exit codes, nothing of the office."""
    pool = (office.home / draw.pool_file).parent
    for name, content in (
        ("PROBLEM.json", record.problem),
        ("SCHEDULE.json", record.schedule),
        ("RECEIPT.json", draw.receipt),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    lottery, people, rules = (pool / n for n in ("LOTTERY.json", "PEOPLE.csv", "PANEL_RULES.json"))
    asked = [
        ["check", folder / "PROBLEM.json", folder / "SCHEDULE.json"],
        ["verify", folder / "RECEIPT.json", pool / "POOL.csv.gz"],
        ["panel", "verify", lottery, people, rules],
        ["panel", "draw", lottery, people, "--key", key_of(draw)],
    ]
    told = []
    for words in asked:
        run = "from cli import main; main()"
        command = [sys.executable, "-c", run, *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, (words, done.stdout[-500:], done.stderr[-500:])
        told.append(json.loads(done.stdout))
    assert told[0]["violations"] == [] and told[1]["recomputed"] and told[2]["ok"]
    assert told[2]["certificate"]["certified"]
    # Those the files give are those who visit, but for whom the order called in.
    drawn = {row["id"] for row in told[3]["drawn"]}
    called = {row["in"] for row in dict(draw.people or {}).get("called", ())}
    sent = {id_ for visit in record.schedule["visits"] for id_ in visit["inspectors"]}
    assert sent <= drawn | called and drawn == {row["id"] for row in draw.people["drawn"]}


def judged(problem: Any, schedule: Any) -> dict[str, Any]:
    from solver import check

    return dict(check(problem, schedule))


@pytest.mark.slow
def test_eight_groups_visit_85_targets_with_nobody_outside_the_draw(
    joint: Any, tmp_path: Path
) -> None:
    office, campaign, draw_id = joint
    record = newest(office, campaign)
    problem, schedule = record.problem, record.schedule
    assert judged(problem, schedule)["violations"] == []
    assert (len(problem["targets"]), problem["assignment"]) == (85, "drawn")
    assert len(schedule["visits"]) == 85 and schedule["unscheduled"] == []
    groups = {row["id"]: row["group"] for row in problem["inspectors"]}
    assert sorted(set(groups.values())) == list(range(1, GROUPS + 1))
    for visit in schedule["visits"]:
        assert {groups[id_] for id_ in visit["inspectors"]} == {problem["pairing"][visit["target"]]}
    # 85 targets over 8 groups that can all do everything: ten or eleven each.
    counts = [list(problem["pairing"].values()).count(g) for g in range(1, GROUPS + 1)]
    assert set(counts) == {10, 11}
    assert verify_draw(office, draw_id)["people"] == {"recomputed": True}
    from_outside(office, get_draw(office, PLANNER, draw_id), record, tmp_path)


@pytest.mark.slow
def test_three_late_recusals_call_whom_the_order_gives(joint: Any, tmp_path: Path) -> None:
    office, campaign, draw_id = joint
    problem = schedule_problem(office, PLANNER, campaign)
    assert unserved_targets(office, PLANNER, campaign) == ()
    # The one health inspector of each of three groups, each from a restaurant of their own group.
    called = []
    for group in (1, 4, 8):
        (person,) = (
            row["id"]
            for row in problem["inspectors"]
            if (row["department"], row["group"]) == ("卫健", group)
        )
        target = next(
            row["id"]
            for row in problem["targets"]
            if problem["pairing"][row["id"]] == group
            and any(item["department"] == "卫健" for item in row["items"])
        )
        found = recuse_inspector(office, PLANNER, campaign, person, target, "亲属任职")
        called.append((target, person, found.substitute))
    stepped_in = [substitute for _, _, substitute in called]
    assert all(stepped_in) and len(set(stepped_in)) == 3
    assert unserved_targets(office, PLANNER, campaign) == ()
    record = newest(office, campaign)
    assert judged(record.problem, record.schedule)["violations"] == []
    assert record.schedule["unscheduled"] == []
    teams = {visit["target"]: visit["inspectors"] for visit in record.schedule["visits"]}
    for target, person, substitute in called:
        assert substitute in teams[target] and person not in teams[target]
    from_outside(office, get_draw(office, PLANNER, draw_id), record, tmp_path)


def test_a_target_nobody_drawn_can_serve_names_the_reason_and_the_substitute(
    tmp_path: Path,
) -> None:
    from tests.offices import with_recusal

    office = open_small_office(tmp_path, targets=40)
    made = make_campaign(office, rates={"D": {"count": 3}}, inspectors_wanted=6)
    draw = rehearse(office, made.id)
    assert draw.receipt is not None and draw.people is not None
    target = draw.receipt["strata"][0]["drawn"][0]["id"]
    fire = [row["id"] for row in draw.people["drawn"] if row["department"] == "消防"]
    queue = [row["id"] for row in draw.people["substitutes"]["消防"]]
    for person in (*fire, queue[0]):  # the first substitute is recused as well
        with_recusal(office, person, target)
    (short,) = unserved_targets(office, PLANNER, made.id)
    assert (short.target, short.department, short.substitute) == (target, "消防", queue[1])
    assert set(short.recused) == set(fire) and short.passed_over[0]["id"] == queue[0]
    assert queue[1] in short.zh and "recused" in short.en
    stepped = call_substitute(office, PLANNER, made.id, target, "抽中人员均须回避")
    assert stepped.substitute == queue[1]
    ids = [row["id"] for row in schedule_problem(office, PLANNER, made.id)["inspectors"]]
    assert queue[1] in ids and set(fire) <= set(ids)  # they keep the other targets
    assert unserved_targets(office, PLANNER, made.id) == ()
