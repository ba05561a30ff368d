"""The stores: records come back as they went in; filters, pages, versions, history.

A long file on purpose: the stores share one interface and one set of sample records.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from registry import (
    Absence,
    Actor,
    Campaign,
    Checklist,
    Draw,
    DrawnTarget,
    Item,
    Job,
    LogEntry,
    Pledge,
    Recusal,
    RegistryRefused,
    ScheduleRecord,
    Target,
)

CHINA = timezone(timedelta(hours=8))
AT = datetime(2026, 3, 1, 9, 30, tzinfo=CHINA)
CAMPAIGN = Campaign(
    id="c1",
    number=1,
    name="餐饮联合抽查",
    theme="餐饮",
    lead_department="市场监管",
    departments=("市场监管", "消防"),
    districts=("U01",),
    sectors=("餐饮",),
    rates={"D": "0.30", "A": {"count": 2}},
    window_from=date(2026, 3, 2),
    window_to=date(2026, 3, 6),
    rules={"max_inspectors": {"value": 12, "reason": "两组同日"}},
    exclude=({"id": "T1", "reason": "停业"},),
    created_by="P01",
    created_at=AT,
)
ITEM = Item(
    "E-1", "市场监管", "食品经营", "证照", "《食品安全法》第三十三条", "食品经营者", "看证照",
    "现场检查", "不低于3%", "每年一次", "食品安全", 20, ("餐饮",), valid_from=date(2026, 1, 1),
    valid_to=date(2026, 6, 30),
)  # fmt: skip


def schedule(id="s1", campaign="c1", **visits):
    listed = [
        {"target": t, "start": f"2026-03-02T{h}:00", "end": f"2026-03-02T{h}:30", "inspectors": who}
        for t, (h, who) in visits.items()
    ]
    return ScheduleRecord(
        id, campaign, {"name": "p", "z": 1, "a": 2}, {"visits": listed}, "sha256:0", "optimal",
        "drawn", "ab", "quick", created_at=AT,
    )  # fmt: skip


def ids(page):
    return [row.id for row in getattr(page, "rows", page)]


# --- records come back


def test_every_record_comes_back_as_it_went_in(registry, write):
    draw = Draw(
        "d1", 1, "c1", "frozen", {"draw_id": "d1"}, "pools/d1.parquet", 3, "f" * 64, created_at=AT
    )
    job = Job("j1", "solve", "queued", {"p": [1, 2.5, None, "文"]}, created_at=AT)
    paper = Checklist(
        "k1", "c1.T1", "c1", "T1", "检查表", ({"no": 1, "items": ["E-1"]},), 3, created_at=AT
    )
    with write(registry) as tx:
        tx.items.put_many([ITEM])
        tx.campaigns.add(CAMPAIGN)
        tx.draws.add(draw)
        tx.schedules.add(schedule(T1=("09", ["I1", "I2"])))
        tx.schedules.choose("s1")
        tx.checklists.add(paper)
        tx.jobs.add(job)
    with registry.reading() as tx:
        assert tx.items.get("E-1") == ITEM
        assert tx.campaigns.get("c1") == CAMPAIGN
        assert tx.draws.get("d1") == draw
        assert tx.checklists.get("k1") == tx.checklists.of_visit("c1.T1") == paper
        assert tx.checklists.of_campaign("c1") == (paper,)
        assert tx.jobs.get("j1") == job
        # The solved problem must keep its keys' order: its bytes are compared elsewhere.
        assert list(tx.schedules.get("s1").problem) == ["name", "z", "a"]
        assert tx.districts.get("U01").outline == ((114.0, 22.5), (114.1, 22.6))


def test_instants_are_read_at_the_offices_offset(registry, write):
    with write(registry) as tx:
        utc = datetime(2026, 3, 1, 20, 0, tzinfo=timezone.utc)  # noqa: UP017
        tx.campaigns.add(replace(CAMPAIGN, created_at=utc))
    with registry.reading() as tx:
        # 20:00 UTC is four in the morning of the next day in Shenzhen.
        assert tx.campaigns.get("c1").created_at.isoformat() == "2026-03-02T04:00:00+08:00"


def test_unknown_ids_give_nothing(registry):
    with registry.reading() as tx:
        stores = (tx.items, tx.targets, tx.inspectors, tx.campaigns, tx.draws, tx.schedules)
        assert [store.get("none") for store in stores] == [None] * 6
        assert tx.targets.many(["T3", "none", "T1", "T3"]).keys() == {"T3", "T1"}
        assert list(tx.targets.many(["T3", "T1"])) == ["T3", "T1"]


# --- targets


def test_targets_are_filtered_by_place_sector_risk_flag_status_and_text(registry, write):
    with write(registry) as tx:
        tx.targets.put_many(
            [
                Target(
                    "T4",
                    "issued",
                    "丁丁饼店",
                    "后海路4号",
                    "U02",
                    "B",
                    "餐饮",
                    credit_flag="abnormal",
                ),
                Target(
                    "T5", "issued", "戊戊饼店", "后海路5号", "U02", "B", "餐饮", status="revoked"
                ),
            ]
        )
    with registry.reading() as tx:
        page = tx.targets.page
        assert ids(page()) == ["T1", "T2", "T3", "T4"]
        assert ids(page(status=None)) == ["T1", "T2", "T3", "T4", "T5"]
        assert ids(page(districts=["U02"])) == ["T2", "T4"]
        assert ids(page(sectors=["餐饮"], risks=["A", "B"])) == ["T1", "T4"]
        assert ids(page(flags=["abnormal"])) == ["T4"]
        assert ids(page(text="饼店", districts=["U01"])) == ["T1", "T3"]
        assert ids(page(text="后海")) == ["T4"]
        assert ids(page(text="t3")) == ["T3"]
        assert ids(page(text="%")) == [] and ids(page(text="_")) == []
        assert ids(page(order="-risk")) == ["T3", "T2", "T4", "T1"]
        assert tx.targets.sectors() == ("零售", "餐饮")
        with pytest.raises(RegistryRefused, match="不可用"):
            page(order="; DROP TABLE targets")


def test_a_page_knows_the_total_before_paging(registry):
    with registry.reading() as tx:
        page = tx.targets.page(limit=1, offset=1)
        assert (ids(page), page.total, page.offset) == (["T2"], 3, 1)
        assert tx.targets.page(limit=10, offset=99).rows == ()


def test_counts_follow_every_write(registry, write):
    with registry.reading() as tx:
        assert tx.targets.counts_by() == {("A", "U01"): 1, ("D", "U01"): 1, ("D", "U02"): 1}
    with write(registry) as tx:
        moved = replace(tx.targets.get("T3"), district="U02", risk="C")
        tx.targets.put_many([moved, Target("T9", "issued", "己", "路", "U01", "A", "零售")])
        tx.targets.put(replace(tx.targets.get("T1"), status="deregistered"))
    with registry.reading() as tx:
        counted = {}
        for target in tx.targets.iterate():
            key = (target.risk, target.district)
            counted[key] = counted.get(key, 0) + 1
        assert (
            tx.targets.counts_by() == counted == {("A", "U01"): 1, ("C", "U02"): 1, ("D", "U02"): 1}
        )
        assert tx.targets.counts_by(text="饼店") == {("C", "U02"): 1}
        assert (tx.targets.count(), tx.targets.count(status=None)) == (3, 4)
        assert tx.targets.count(sectors=["零售"], risks=["A"]) == 1
    with write(registry) as tx:
        before = tx.targets.counts_by(status=None)
        tx.targets.recount()
        assert tx.targets.counts_by(status=None) == before


def test_a_changed_target_keeps_what_it_said_before_and_who_changed_it(
    registry, write, planner, noon
):
    with write(registry) as tx:
        target = tx.targets.get("T2")
        assert tx.targets.history("T2") == ()
        tx.targets.put(replace(target, address="深南道8号", labels=()), expected_version=1)
        tx.targets.put_many([replace(tx.targets.get("T2"), risk="C"), tx.targets.get("T1")])
    with registry.reading() as tx:
        first, second = tx.targets.history("T2")
        assert first["before"] == {"address": "深南道2号", "labels": ["夜市"]}
        assert first["after"] == {"address": "深南道8号", "labels": []}
        assert (first["version"], first["actor"], first["at"]) == (2, planner.id, noon)
        assert (second["before"], second["after"]) == ({"risk": "D"}, {"risk": "C"})
        assert tx.targets.get("T2").version == 3
        # Writing the same again is no change.
        assert (tx.targets.history("T1"), tx.targets.get("T1").version) == ((), 1)


def test_targets_drawn_in_a_calendar_year_name_their_campaigns(registry, write):
    # The year turns at midnight in Shenzhen: 16:30 UTC on 31 December is already the next year.
    late = datetime(2025, 12, 31, 16, 30, tzinfo=timezone.utc)  # noqa: UP017
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.campaigns.add(replace(CAMPAIGN, id="c2", number=2))
        rows = [
            DrawnTarget("c1", "T1", "drawn", "A", "00", 1, drawn_at=late),
            DrawnTarget("c1", "T2", "drawn", "D", "01", 1, drawn_at=late - timedelta(hours=1)),
            DrawnTarget("c2", "T1", "substitute", "A", "02", 2),
        ]
        tx.draws.put_drawn(rows)
    with registry.reading() as tx:
        # c2's row bore no time: it gets the writer's, 2 March 2026.
        assert tx.targets.drawn_in_year(2026) == {"T1": ("c1", "c2")}
        assert tx.targets.drawn_in_year(2025) == {"T2": ("c1",)}


def test_a_target_in_an_unknown_district_is_refused_and_nothing_kept(registry, write):
    with pytest.raises(RegistryRefused) as caught, write(registry) as tx:
        tx.targets.put_many([Target("T8", "issued", "辛", "路", "U01", "A", "零售")])
        tx.targets.put_many([Target("T9", "issued", "己", "路", "U77", "A", "零售")])
    assert caught.value.code == "registry.unknown_reference"
    with registry.reading() as tx:
        assert tx.targets.count(status=None) == 3


# --- versions


def test_a_stale_write_is_refused_naming_who_when_and_what_differs(registry, write, noon):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
    other = Actor("P02", "计划员乙", "planner")
    later = noon + timedelta(minutes=5)
    with registry.writing(by=other, at=later, action="rename", subject="c1") as tx:
        assert tx.campaigns.put(replace(CAMPAIGN, name="新名"), expected_version=1).version == 2
    with pytest.raises(RegistryRefused) as caught, write(registry) as tx:
        tx.campaigns.put(replace(CAMPAIGN, groups=3), expected_version=1)
    assert caught.value.code == "registry.stale"
    (fault,) = caught.value.faults
    assert fault.value["by"] == "P02"
    assert fault.value["at"] == "2026-03-02T12:05:00+08:00"
    assert fault.value["theirs"] == {"name": "新名", "groups": 1}
    assert fault.value["yours"] == {"name": "餐饮联合抽查", "groups": 3}
    assert "P02" in fault.zh and "name" in fault.en
    with registry.reading() as tx:
        assert tx.campaigns.get("c1").groups == 1


@pytest.mark.parametrize("noun", ["targets", "inspectors", "campaigns", "schedules", "checklists"])
def test_every_versioned_noun_refuses_a_stale_write(registry, write, noun):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.schedules.add(schedule(T1=("09", ["I1", "I2"])))
        tx.schedules.choose("s1")
        tx.checklists.add(Checklist("k1", "c1.T1", "c1", "T1", "检查表", (), 0, created_at=AT))
    key = {
        "targets": "T1",
        "inspectors": "I1",
        "campaigns": "c1",
        "schedules": "s1",
        "checklists": "k1",
    }
    with write(registry) as tx:
        record = getattr(tx, noun).get(key[noun])
        assert getattr(tx, noun).put(record, expected_version=1).version == 2
        with pytest.raises(RegistryRefused, match="刷新"):
            getattr(tx, noun).put(record, expected_version=1)
        with pytest.raises(RegistryRefused, match="不存在"):
            getattr(tx, noun).put(replace(record, id="gone"), expected_version=1)


def test_numbers_count_up_and_are_never_given_twice(registry, write):
    with write(registry) as tx:
        assert tx.campaigns.next_number() == 1
        tx.campaigns.add(CAMPAIGN)
        assert tx.campaigns.next_number() == 2
    with pytest.raises(RegistryRefused) as caught, write(registry) as tx:
        tx.campaigns.add(replace(CAMPAIGN, id="c9"))
    assert caught.value.code == "registry.duplicate"


# --- items, inspectors


def test_items_due_are_those_of_the_sector_department_and_day(registry, write):
    with write(registry) as tx:
        tx.items.put_many(
            [
                ITEM,
                replace(ITEM, id="E-2", sectors=()),  # for every sector
                replace(ITEM, id="E-3", sectors=("零售",)),
                replace(ITEM, id="E-4", key_supervision=True),
                replace(ITEM, id="F-1", department="消防", valid_to=None),
                replace(ITEM, id="E-5", sectors=("餐饮配送",)),  # a longer word is another sector
            ]
        )
    with registry.reading() as tx:
        due = tx.items.for_sectors
        assert ids(due(["餐饮"], ["市场监管"], date(2026, 6, 30))) == ["E-1", "E-2"]
        assert ids(due(["餐饮"], ["市场监管", "消防"], date(2026, 7, 1))) == ["F-1"]
        assert ids(due(["餐饮"], ["市场监管"], date(2025, 12, 31))) == []
        both = due(["餐饮", "零售"], ["市场监管"], date(2026, 3, 1), key_supervision=True)
        assert ids(both) == ["E-1", "E-2", "E-3", "E-4"]
        assert ids(tx.items.page(sector="餐饮", text="食品安全法", department="消防")) == ["F-1"]


def test_inspectors_are_filtered_and_their_recusals_and_absences_found(registry, write):
    with write(registry) as tx:
        people = tx.inspectors
        people.put(replace(people.get("I2"), active=False))
        people.add_recusal(Recusal("I1", "T1", "亲属"))
        people.add_recusal(Recusal("I1", "T1", "亲属经营"))
        people.add_recusals([Recusal("I3", "T2", "曾任职")])
        people.add_absence(Absence("I1", date(2026, 3, 3), date(2026, 3, 5), "病假"))
        people.add_absence(Absence("I3", date(2026, 3, 9), date(2026, 3, 9), "培训"))
    with registry.reading() as tx:
        people = tx.inspectors
        assert ids(people.page()) == ["I1", "I3"]
        assert ids(people.page(active=None, departments=["市场监管"])) == ["I1", "I2"]
        assert ids(people.page(specialties=["食品安全", "综合监管"], active=None)) == ["I1", "I2"]
        assert ids(people.page(text="孙")) == ["I3"]
        assert ids(people.all_of(["市场监管", "消防"], ["U01"])) == ["I1", "I3"]
        assert people.recusals() == (Recusal("I1", "T1", "亲属经营"), Recusal("I3", "T2", "曾任职"))
        assert people.recusals(["I1", "I3"], ["T2"]) == (Recusal("I3", "T2", "曾任职"),)
        assert people.recusals([]) == ()
        # Both ends belong to an absence.
        touching = people.absences(first=date(2026, 3, 5), last=date(2026, 3, 8))
        assert [a.inspector for a in touching] == ["I1"]
        assert [a.inspector for a in people.absences(["I3"])] == ["I3"]
        assert len(people.history("I2")) == 1
    with write(registry) as tx:
        assert tx.inspectors.remove_absence(touching[0]) is True
        assert tx.inspectors.remove_absence(touching[0]) is False
        with pytest.raises(RegistryRefused, match="早于"):
            tx.inspectors.add_absence(Absence("I1", date(2026, 3, 5), date(2026, 3, 4), "病假"))


# --- draws


def test_a_draw_takes_one_seed_ever(registry, write):
    draw = Draw("d1", 1, "c1", "committed", {}, "p", 3, "f" * 64)
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.draws.add(draw)
        tx.draws.put(replace(draw, seed="abc", state="revealed"))
    for other in ("abd", None):
        with pytest.raises(RegistryRefused) as caught, write(registry) as tx:
            tx.draws.put(replace(draw, seed=other))
        assert caught.value.code == "registry.second_seed"
    with registry.reading() as tx:
        assert tx.draws.get("d1").seed == "abc"
        assert ids(tx.draws.of_campaign("c1")) == ["d1"]


def test_the_draw_log_has_no_gaps_and_nothing_in_it_is_overwritten(registry, write):
    with write(registry) as tx:
        tx.draws.append_log(LogEntry(1, "d1", "plan", {"n": 1}))
        tx.draws.append_log(LogEntry(2, "d2", "plan", {"n": 2}))
    for seq in (2, 4, 1):
        with pytest.raises(RegistryRefused) as caught, write(registry) as tx:
            tx.draws.append_log(LogEntry(seq, "d1", "seed", {}))
        assert caught.value.code == "registry.log_gap"
    with registry.reading() as tx:
        assert [e.body["n"] for e in tx.draws.log()] == [1, 2]
        assert tx.draws.log("d2") == (LogEntry(2, "d2", "plan", {"n": 2}),)
        assert tx.draws.log_tail().seq == 2


def test_a_pledge_is_opened_by_its_contribution(registry, write):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.draws.add(Draw("d1", 1, "c1", "committed", {}, "p", 3, "f" * 64))
        tx.draws.put_pledge(Pledge("d1", "乙", "p2", pledged_at=AT))
        tx.draws.put_pledge(Pledge("d1", "丙", "p3", pledged_at=AT))
        tx.draws.put_pledge(Pledge("d1", "丙", "p3", "ff00", AT, AT))
    with registry.reading() as tx:
        # By the witness's name, in code point order: 丙 (U+4E19) before 乙 (U+4E59).
        assert [(p.witness, p.contribution) for p in tx.draws.pledges("d1")] == [
            ("丙", "ff00"),
            ("乙", None),
        ]


# --- schedules and visits


def test_choosing_a_schedule_writes_its_visits_and_unchooses_the_other(registry, write):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.schedules.add(schedule("s1", T1=("09", ["I1", "I2"]), T2=("10", ["I1", "I3"])))
        tx.schedules.add(schedule("s2", T1=("11", ["I2", "I3"]), T3=("14", ["I1", "I2"])))
        assert [v.id for v in tx.schedules.choose("s1")] == ["c1.T1", "c1.T2"]
    with write(registry) as tx:
        assert [v.id for v in tx.schedules.choose("s2")] == ["c1.T1", "c1.T3"]
    with registry.reading() as tx:
        assert [s.chosen for s in tx.schedules.of_campaign("c1")] == [False, True]
        assert tx.schedules.chosen("c1").id == "s2"
        states = {v.target: v.state for v in tx.schedules.visits(campaign="c1")}
        assert states == {"T1": "planned", "T2": "cancelled", "T3": "planned"}
        moved = tx.schedules.visit("c1.T1")
        assert (moved.start, moved.inspectors, moved.version) == (
            "2026-03-02T11:00",
            ("I2", "I3"),
            2,
        )
        mine = tx.schedules.visits(inspector="I2", day="2026-03-02")
        assert [v.target for v in mine] == ["T1", "T3"]
        assert tx.schedules.visits(day="2026-03-03") == ()
    with pytest.raises(RegistryRefused, match="没有编号"), write(registry) as tx:
        tx.schedules.choose("s9")


def test_a_visit_under_way_stays_as_it_happened(registry, write):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        tx.schedules.add(schedule("s1", T1=("09", ["I1", "I2"]), T2=("10", ["I1", "I3"])))
        tx.schedules.add(schedule("s2", T1=("15", ["I2", "I3"])))
        for visit in tx.schedules.choose("s1"):
            tx.schedules.put_visit(replace(visit, state="started"), expected_version=1)
        tx.schedules.choose("s2")
    with registry.reading() as tx:
        kept = {v.target: (v.start[11:], v.state) for v in tx.schedules.visits(campaign="c1")}
        assert kept == {"T1": ("09:00", "started"), "T2": ("10:00", "started")}


def test_writing_a_schedule_does_not_unchoose_it(registry, write):
    with write(registry) as tx:
        tx.campaigns.add(CAMPAIGN)
        before = tx.schedules.add(schedule(T1=("09", ["I1", "I2"])))
        tx.schedules.choose("s1")
        assert tx.schedules.put(replace(before, note="改"), expected_version=1).chosen is True


# --- jobs, people, settings


def test_a_job_is_claimed_once_and_stops_when_asked(registry, write, noon):
    with write(registry) as tx:
        for n in (2, 1):
            tx.jobs.add(Job(f"j{n}", "solve", "queued", {}, created_at=AT + timedelta(seconds=n)))
        tx.jobs.add(Job("j3", "index", "queued", {}, created_at=AT))
    with registry.working(at=noon) as jobs:
        first = jobs.claim_next(["solve"])
        assert (first.id, first.state, first.attempts, first.started_at) == (
            "j1",
            "running",
            1,
            noon,
        )
        assert jobs.claim("j1") is None
        assert jobs.claim_next(["solve"]).id == "j2"
        assert jobs.claim_next(["solve"]) is None
        assert jobs.progress("j1", {"bound": 3}) is False
    with registry.working(at=noon) as jobs:
        assert jobs.request_stop("j1").state == "running"
        assert jobs.request_stop("j3").state == "cancelled"  # nobody had begun it
        assert jobs.progress("j1", {"bound": 4}) is True
        # A worker that writes an older copy of the row does not undo the request.
        assert jobs.put(replace(first, progress={"bound": 5})).stop_requested is True
    with registry.reading() as tx:
        assert [j.id for j in tx.jobs.open()] == ["j1", "j2"]
        assert tx.jobs.get("j1").progress == {"bound": 5}
        assert ids(tx.jobs.page(kind="solve")) == ["j2", "j1"]
        # Work on jobs leaves no row in the record: fill and this test's write did.
        assert tx.audit.page().total == 2


def test_keys_are_kept_as_digests_only(registry, write, planner):
    with write(registry) as tx:
        tx.people.put(planner, "k-secret-text")
        tx.people.put(replace(planner, name="新名"))
        tx.people.put(Actor("P02", "乙", "witness"))
    with registry.reading() as tx:
        assert tx.people.by_key("k-secret-text").name == "新名"
        assert tx.people.by_key("k-other") is None and tx.people.by_key("") is None
        assert [a.id for a in tx.people.all()] == ["P01", "P02"]
        dump = [tuple(r) for r in tx._link.exec_driver_sql("SELECT * FROM people")]
        assert "k-secret-text" not in repr(dump)


def test_settings_hold_any_json_and_fall_back(registry, write):
    with write(registry) as tx:
        assert tx.settings.get("caps", {"a": 1}) == {"a": 1}
        tx.settings.put("caps", {"市场监管": 3})
        tx.settings.put("caps", [1, None, "二"])
    with registry.reading() as tx:
        assert tx.settings.get("caps") == [1, None, "二"]


def test_reading_cannot_write(registry):
    with pytest.raises(Exception, match=r"(?i)read.?only"), registry.reading() as tx:
        tx.settings.put("a", 1)
