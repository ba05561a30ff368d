"""One checklist a visit: made, saved, listed, by whom it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from campaigns.checklists import (
    checklist_docx,
    get_checklist,
    list_checklists,
    make_checklist,
    save_checklist,
)
from campaigns.clock import FixedClock
from campaigns.errors import CampaignRefused
from campaigns.executor import InlineExecutor
from campaigns.office import Office
from campaigns.settings import Settings
from registry import Actor, RegistryRefused, ScheduleRecord, load_city, make_city, open_registry

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=timezone(timedelta(hours=8)))
PLANNER = Actor("P001", "林知远（示例）", "planner", "市场监管")
CITY = make_city()
SERVICES = CITY.campaigns[1]  # dark stores, malls, hotels; five departments, 发改 leads


def schedule_of(visits, id_="S1", campaign=SERVICES.id, problem=None) -> ScheduleRecord:
    return ScheduleRecord(
        id=id_,
        campaign=campaign,
        problem=problem or {},
        schedule={"visits": visits},
        problem_digest="sha256:00",
        status="optimal",
        assignment="drawn",
        seed="1",
        effort="quick",
        created_by=PLANNER.id,
        created_at=NOW,
    )


def visit_to(target, hour: int, team) -> dict:
    day = "2026-03-09"
    return {
        "target": target.id,
        "start": f"{day}T{hour:02d}:00",
        "end": f"{day}T{hour:02d}:45",
        "inspectors": [i.id for i in team],
    }


def target_in(sector: str):
    return next(
        t
        for t in CITY.targets
        if t.sector == sector and t.district == "福田" and t.status == "active"
    )


def inspector_of(department: str, role: str = "inspector"):
    return next(
        i
        for i in CITY.inspectors
        if i.department == department and i.unit == "福田" and i.role == role
    )


STORE = target_in("即时零售前置仓")
MALL = target_in("大型商业综合体")
TEAM = [inspector_of(d) for d in SERVICES.departments]
OTHERS = [i for i in CITY.inspectors if i.unit == "罗湖" and i.role == "inspector"][:2]


@pytest.fixture
def office(tmp_path):
    registry = open_registry(f"sqlite:///{tmp_path}/suixin.db", migrate=True)
    with registry.writing(by=PLANNER, at=NOW, action="city", subject="city") as tx:
        # only the rows these tests touch: loading 6,000 targets for each would be slow
        few = replace(CITY, targets=(STORE, MALL), recusals=(), absences=())
        load_city(tx, few)
        tx.schedules.add(schedule_of([visit_to(STORE, 9, TEAM), visit_to(MALL, 14, OTHERS)]))
        tx.schedules.choose("S1")
    desk = Office(Settings(home=tmp_path), registry, FixedClock(NOW), InlineExecutor())
    yield desk
    registry.close()


def visit_id(target) -> str:
    return f"{SERVICES.id}.{target.id}"


def test_thirty_items_of_five_departments_become_nineteen_lines(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    # the made-up dark store owes 30 items; 11 share a topic with an earlier one
    assert (checklist.folded_from, len(checklist.lines)) == (30, 19)
    assert [line["no"] for line in checklist.lines] == list(range(1, 20))


def test_every_due_item_stands_on_exactly_one_line(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    listed = [item for line in checklist.lines for item in line["items"]]
    due = [
        i.id
        for i in CITY.items
        if STORE.sector in i.sectors
        and i.department in SERVICES.departments
        and not i.key_supervision
    ]
    assert sorted(listed) == sorted(due)


def test_a_folded_line_keeps_each_departments_own_basis(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    line = next(line for line in checklist.lines if line["topic"] == "疏散通道")
    assert line["departments"] == ["消防", "应急"]
    assert {(b["department"], b["basis"]) for b in line["basis"]} == {
        ("消防", "《中华人民共和国消防法》第二十八条"),
        ("应急", "《中华人民共和国安全生产法》第四十二条"),
    }
    assert [part["department"] for part in line["parts"]] == ["消防", "应急"]


def test_the_lead_departments_lines_come_first(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    assert "发改" in checklist.lines[0]["departments"]


def test_asking_again_gives_the_same_checklist(office):
    first = make_checklist(office, PLANNER, visit_id(STORE))
    assert make_checklist(office, PLANNER, visit_id(STORE)) == first


def test_a_changed_item_list_gives_a_new_checklist_and_keeps_the_old(office):
    first = make_checklist(office, PLANNER, visit_id(STORE))
    with office.registry.writing(by=PLANNER, at=NOW, action="items", subject="items") as tx:
        item = tx.items.get(first.lines[0]["items"][0])
        tx.items.put_many([replace(item, valid_to=SERVICES.window_from - timedelta(days=1))])
    second = make_checklist(office, PLANNER, visit_id(STORE))
    assert second.id != first.id and second.folded_from == 29  # one item of 30 is no longer valid
    assert get_checklist(office, PLANNER, first.id).folded_from == 30
    assert [c.id for c in list_checklists(office, PLANNER, SERVICES.id)] == [second.id]


def test_an_item_without_a_legal_basis_is_refused_by_name(office):
    with office.registry.writing(by=PLANNER, at=NOW, action="items", subject="items") as tx:
        tx.items.put_many(replace(tx.items.get(i), legal_basis=" ") for i in ("XF002", "YJ001"))
    with pytest.raises(CampaignRefused) as caught:
        make_checklist(office, PLANNER, visit_id(STORE))
    assert caught.value.code == "checklist.no_basis"
    assert {f.value for f in caught.value.faults} == {"XF002", "YJ001"}
    assert {f.rule for f in caught.value.faults} == {"rules:B7"}


def test_a_cancelled_visit_gets_no_checklist(office):
    with office.registry.writing(by=PLANNER, at=NOW, action="visit", subject="visit") as tx:
        tx.schedules.put_visit(replace(tx.schedules.visit(visit_id(STORE)), state="cancelled"))
    with pytest.raises(CampaignRefused, match="cancelled") as caught:
        make_checklist(office, PLANNER, visit_id(STORE))
    assert caught.value.code == "checklist.visit_cancelled"


def test_unknown_ids_are_refused(office):
    for call, code in (
        (lambda: make_checklist(office, PLANNER, "no"), "visit.unknown"),
        (lambda: get_checklist(office, PLANNER, "no"), "checklist.unknown"),
        (lambda: save_checklist(office, PLANNER, "no", [], 1), "checklist.unknown"),
        (lambda: checklist_docx(office, "no"), "checklist.unknown"),
    ):
        with pytest.raises(CampaignRefused) as caught:
            call()
        assert caught.value.code == code


def test_saving_writes_the_next_version_and_the_record(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    lines = [dict(line) for line in checklist.lines]
    lines[3] |= {"result": "发现问题", "note": "两箱牛奶过期"}
    saved = save_checklist(office, PLANNER, checklist.id, lines, 1)
    assert saved.version == 2
    assert get_checklist(office, PLANNER, checklist.id) == saved
    assert saved.lines[3]["note"] == "两箱牛奶过期"
    with office.registry.reading() as tx:
        actions = [row.action for row in tx.audit.page(subject=checklist.id).rows]
        assert tx.audit.verify()["ok"]
    assert actions == ["checklist.save"]


def test_a_stale_save_is_refused_and_nothing_is_lost(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    mine = [{**line, "note": "先保存"} for line in checklist.lines]
    saved = save_checklist(office, PLANNER, checklist.id, mine, 1)
    with pytest.raises(RegistryRefused) as caught:
        save_checklist(office, PLANNER, checklist.id, checklist.lines, 1)
    assert caught.value.code == "registry.stale"
    assert get_checklist(office, PLANNER, checklist.id) == saved


def test_a_refused_save_leaves_no_trace(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    with pytest.raises(CampaignRefused):
        save_checklist(office, PLANNER, checklist.id, checklist.lines[1:], 1)
    assert get_checklist(office, PLANNER, checklist.id) == checklist


def test_an_inspector_sees_and_fills_only_the_visits_of_their_team(office):
    store = make_checklist(office, PLANNER, visit_id(STORE))
    mall = make_checklist(office, PLANNER, visit_id(MALL))
    me = Actor(TEAM[0].id, TEAM[0].name, "inspector", TEAM[0].department)
    assert save_checklist(office, me, store.id, store.lines, 1).version == 2
    assert [c.visit for c in list_checklists(office, me, SERVICES.id)] == [visit_id(STORE)]
    for call in (
        lambda: get_checklist(office, me, mall.id),
        lambda: save_checklist(office, me, mall.id, mall.lines, 1),
    ):
        with pytest.raises(CampaignRefused) as caught:
            call()
        assert caught.value.code == "access.denied"


@pytest.mark.parametrize("role", ["witness", "public"])
def test_outsiders_see_no_checklist(office, role):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    stranger = Actor("X", "某", role)
    for call in (
        lambda: make_checklist(office, stranger, visit_id(STORE)),
        lambda: get_checklist(office, stranger, checklist.id),
        lambda: list_checklists(office, stranger, SERVICES.id),
    ):
        with pytest.raises(CampaignRefused) as caught:
            call()
        assert caught.value.code == "access.denied"


def test_a_supervisor_reads_but_does_not_write(office):
    checklist = make_checklist(office, PLANNER, visit_id(STORE))
    supervisor = Actor("P003", "陈若川（示例）", "supervisor")
    assert get_checklist(office, supervisor, checklist.id) == checklist
    with pytest.raises(CampaignRefused):
        save_checklist(office, supervisor, checklist.id, checklist.lines, 1)


def test_a_visit_without_a_campaign_takes_the_items_of_its_problem(office):
    items = [{"id": i} for i in ("XF002", "JD004")]
    problem = {"targets": [{"id": STORE.id, "items": items}]}
    with office.registry.writing(by=PLANNER, at=NOW, action="s", subject="s") as tx:
        visits = [visit_to(STORE, 9, TEAM[:2])]
        tx.schedules.add(schedule_of(visits, id_="S2", campaign=None, problem=problem))
        tx.schedules.choose("S2")
    checklist = make_checklist(office, PLANNER, f"S2.{STORE.id}")
    assert [line["items"] for line in checklist.lines] == [["XF002"], ["JD004"]]


def test_items_of_a_problem_that_no_list_holds_are_all_named(office):
    problem = {"targets": [{"id": STORE.id, "items": [{"id": "T1-1"}, {"id": "T1-2"}]}]}
    with office.registry.writing(by=PLANNER, at=NOW, action="s", subject="s") as tx:
        visits = [visit_to(STORE, 9, TEAM[:2])]
        tx.schedules.add(schedule_of(visits, id_="S2", campaign=None, problem=problem))
        tx.schedules.choose("S2")
    with pytest.raises(CampaignRefused) as caught:
        make_checklist(office, PLANNER, f"S2.{STORE.id}")
    assert [f.value for f in caught.value.faults] == ["T1-1", "T1-2"]
