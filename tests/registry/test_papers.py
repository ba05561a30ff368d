"""Questions, templates and conversations: their stores, and what older databases bring along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from alembic import command
from sqlalchemy import text

from registry import (
    Campaign,
    Question,
    RegistryRefused,
    Talk,
    Template,
    TemplateUse,
    TemplateVersion,
    Turn,
    open_registry,
    upgrade,
)
from registry.engine import make_engine, read_url
from registry.migrate import _config, head
from registry.store.campaigns import CAMPAIGNS
from registry.tables import campaigns, departments, settings

AT = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=8)))
QUESTION = Question("Q00001", 1, "w1", "预付卡店一年查几次", "", "", 1, AT, AT, "P01")

CAMPAIGN = Campaign(
    id="c1", number=1, name="餐饮联合抽查", theme="餐饮", lead_department="市场监管",
    departments=("市场监管",), districts=(), sectors=("餐饮",), rates={}, window_from=AT.date(),
    window_to=AT.date(), created_by="P01", created_at=AT,
)  # fmt: skip

# As the release before wrote them: JSON values under ``settings``.
OLD = {
    "calendar": {"2027": []},
    "question": {"last": 2, "ids": ["Q00001", "Q00002"]},
    "question/Q00001": {
        "id": "Q00001", "question": "预付卡店一年查几次", "nearest": "sz-2018#二(一)3", "lacking": "",
        "asked": 3, "first_at": "2026-03-02T12:00:00+08:00", "last_at": "2026-03-05T09:00:00+08:00",
        "by": "P01", "state": "settled", "note": "按年度计划执行。", "settled_by": "P02",
        "settled_at": "2026-03-06T09:00:00+08:00", "version": 4,
    },
    "question/Q00002": {
        "id": "Q00002", "question": "夜间能查吗", "nearest": "", "lacking": "", "asked": 1,
        "first_at": "2026-03-04T12:00:00+08:00", "last_at": "2026-03-04T12:00:00+08:00",
        "by": "P01", "state": "open", "note": "", "settled_by": "", "settled_at": "", "version": 1,
    },
    "question-words/w1": {"id": "Q00001"},
    "question-words/w2": {"id": "Q00002"},
    "template": {"last": 1, "ids": ["CT00001"]},
    "template/CT00001": {
        "id": "CT00001", "name": "餐饮联合", "sector": "餐饮", "departments": ["市场监管", "消防"],
        "version": 2, "versions": [],
    },
    "template/CT00001/1": {
        "version": 1, "lines": [{"topic": "甲"}], "undecided": 1, "by": "P01",
        "at": "2026-03-02T12:00:00+08:00", "note": "",
    },
    "template/CT00001/2": {
        "version": 2, "lines": [{"topic": "甲"}, {"topic": "乙"}], "undecided": 0, "by": "P02",
        "at": "2026-03-03T12:00:00+08:00", "note": "补依据",
    },
    "template-of/c1": {"template": "CT00001", "version": 2, "by": "P02"},
    "template-of/no-such-campaign": {"template": "CT00001", "version": 2, "by": "P01"},
    "talk-number/last": {"n": 3},
    "talks-of/P01": {"ids": ["K000002"]},
    "talk/K000001": None,
    "talk/K000002": {
        "id": "K000002", "by": "P01", "opened_at": "2026-03-02T12:00:00+08:00",
        "turns": [
            {"no": 4, "at": "2026-03-02T12:01:00+08:00", "said": "排一下福田", "kind": "form",
             "shown": {"text": "好"}, "form": {"digest": "d1", "state": "open"}},
            {"no": 5, "at": "2026-03-02T12:02:00+08:00", "said": "为什么", "kind": "answer",
             "shown": {}, "form": None},
        ],
    },
    "talk/K000003": None,
}  # fmt: skip


def old_database(url):
    engine = make_engine(read_url(url))
    with engine.execution_options(registry_write=True).begin() as link:
        command.upgrade(_config(link), "0002_work")
        place = {"id": "市场监管", "name": "市场监管局", "name_en": "", "specialties": ()}
        link.execute(departments.insert(), place)
        link.execute(campaigns.insert(), {**CAMPAIGNS.values(CAMPAIGN), "changed_by": ""})
        link.execute(settings.insert(), [{"key": k, "value": v} for k, v in OLD.items()])
    engine.dispose()


def test_what_stood_in_the_settings_is_carried_over_whole(url, planner, noon):
    old_database(url)
    with pytest.raises(RegistryRefused) as early:
        open_registry(url)
    assert early.value.code == "registry.not_migrated"
    assert upgrade(url) == head()
    registry = open_registry(url)
    with registry.reading() as tx:
        asked = tx.questions.get("Q00001")
        assert (asked.asked, asked.state, asked.note, asked.version) == (
            3, "settled", "按年度计划执行。", 4,
        )  # fmt: skip
        assert asked.settled_at.isoformat() == "2026-03-06T09:00:00+08:00"
        assert tx.questions.by_words("w2").id == "Q00002"
        assert tx.questions.get("Q00002").settled_at is None
        (template,) = tx.templates.all()
        assert (template.departments, template.version) == (("市场监管", "消防"), 2)
        assert [v.number for v in tx.templates.versions(["CT00001"])] == [1, 2]
        assert tx.templates.version("CT00001", 2).lines == ({"topic": "甲"}, {"topic": "乙"})
        used = tx.templates.used_by("c1")
        assert (used.template, used.number, used.by) == ("CT00001", 2, "P02")
        (talk,) = tx.talks.of("P01")
        turns = tx.talks.turns([talk.id])
        assert [(t.no, t.said, t.form) for t in turns] == [
            (4, "排一下福田", {"digest": "d1", "state": "open"}), (5, "为什么", None),
        ]  # fmt: skip
        # K000003 was given and forgotten: the next one is the fourth.
        assert (tx.talks.get("K000003"), tx.talks.next_number()) == (None, 4)
        assert tx.settings.get("calendar") == {"2027": []}
        left = tx._link.execute(text("SELECT key FROM settings ORDER BY key")).scalars().all()
        assert left == ["calendar"]
    with registry.writing(by=planner, at=noon, action="x", subject="") as tx:
        tx.questions.put(replace(tx.questions.get("Q00002"), asked=2), expected_version=1)
    registry.close()
    assert upgrade(url) == head()


def test_an_older_database_without_papers_is_upgraded_too(url):
    engine = make_engine(read_url(url))
    with engine.execution_options(registry_write=True).begin() as link:
        command.upgrade(_config(link), "0002_work")
    engine.dispose()
    upgrade(url)
    registry = open_registry(url)
    with registry.reading() as tx:
        assert (tx.questions.count(), tx.templates.count(), tx.talks.next_number()) == (0, 0, 1)
    registry.close()


def test_a_write_on_an_older_version_is_refused_and_the_change_is_on_record(
    registry, planner, noon
):
    with registry.writing(by=planner, at=noon, action="a", subject="") as tx:
        tx.questions.add(QUESTION)
        tx.questions.put(replace(QUESTION, asked=2), expected_version=1)
        with pytest.raises(RegistryRefused) as stale:
            tx.questions.put(replace(QUESTION, note="我的"), expected_version=1)
        assert stale.value.code == "registry.stale"
        head_row = tx.templates.add(
            Template("CT00001", 1, "表", "餐饮"),
            TemplateVersion("CT00001", 1, ({"topic": "甲"},), 0, "P01", AT),
        )
        second = TemplateVersion("CT00001", 2, ({"topic": "乙"},), 0, "P01", AT)
        tx.templates.put(head_row, second, expected_version=1)
        with pytest.raises(RegistryRefused):
            tx.templates.put(head_row, replace(second, number=3), expected_version=1)
        talk = tx.talks.add(Talk("K000001", 1, "P01", AT))
        turn = Turn("K000001", 1, AT, "说", "form", {}, {"state": "open"})
        tx.talks.add_turn(turn, keep=20)  # the conversation is at version 2 now
        with pytest.raises(RegistryRefused):
            tx.talks.put_turn(turn, expected_version=talk.version)
    with registry.reading() as tx:
        (change,) = tx.questions.history("Q00001")
        assert (change["before"], change["after"]) == ({"asked": 1}, {"asked": 2})
        assert tx.templates.version("CT00001", 1).lines == ({"topic": "甲"},)
        assert tx.templates.version("CT00001", 3) is None


def test_only_so_many_turns_are_kept_and_a_forgotten_number_is_not_given_again(
    registry, planner, noon
):
    with registry.writing(by=planner, at=noon, action="a", subject="") as tx:
        tx.talks.add(Talk("K000001", 1, "P01", AT))
        for no in range(1, 6):
            tx.talks.add_turn(Turn("K000001", no, AT, str(no), "a", {}), keep=3)
        assert [t.no for t in tx.talks.turns(["K000001"])] == [3, 4, 5]
        tx.talks.forget("K000001")
        assert (tx.talks.of("P01"), tx.talks.turns(["K000001"])) == ((), ())
        assert tx.talks.next_number() == 2


def test_a_campaign_that_changes_its_template_leaves_a_trace(registry, planner, noon):
    with registry.writing(by=planner, at=noon, action="a", subject="") as tx:
        tx.campaigns.add(CAMPAIGN)
        for n in (1, 2):
            id_ = f"CT0000{n}"
            lines = TemplateVersion(id_, 1, ({"topic": "甲"},), 0, "P01", AT)
            tx.templates.add(Template(id_, n, "表", "餐饮"), lines)
            tx.templates.use(TemplateUse("c1", id_, 1, "P01"))
        assert tx.templates.used_by("c1").template == "CT00002"
        (change,) = tx.templates.use_history("c1")
        assert change["before"] == {"template": "CT00001"}
