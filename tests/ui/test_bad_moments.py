"""Bad moments: each says what happened, what was kept and what to do; no traceback on any page."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

import registry.engine
import ui.door
import ui.widgets.campaigns
from campaigns import (
    SYSTEM,
    Actor,
    Campaign,
    Office,
    cancel_campaign,
    import_directory,
    list_campaigns,
    list_filters,
    list_jobs,
    open_office,
    start_schedule,
)
from tests.desks import fine, page, scheduled_office, shown
from tests.offices import NOW, PLANNER, make_campaign
from ui.widgets.guard import kind_of

Desk = tuple[Office, Campaign]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = scheduled_office(tmp_path)
    monkeypatch.setattr(ui.door, "open_office", lambda: made[0])
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # one page alone knows no other
    ui.door.office.clear()
    st.cache_data.clear()
    yield made
    ui.door.office.clear()


def test_a_locked_database_says_what_was_kept_and_when_to_try_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(ui.widgets.campaigns, "list_campaigns", busy)
    app = page("schedule").run()
    assert not app.exception
    assert "数据库正被别的操作占用" in app.error[0].value and "原有数据都在" in app.error[0].value
    monkeypatch.undo()
    ui.door.office.clear()
    monkeypatch.setattr(ui.door, "open_office", lambda: desk[0])
    fine(app.button(key="guard_again").click().run())


def test_every_unforeseen_error_has_its_words() -> None:
    assert kind_of(OSError(28, "No space left on device")) == "full"
    assert kind_of(RuntimeError("database is locked")) == "locked"
    assert kind_of(KeyError("x")) == "unforeseen"


def test_a_campaign_called_off_under_an_open_page_is_no_traceback(desk: Desk) -> None:
    office, campaign = desk
    draft = make_campaign(office)
    app = page("draw", campaign_id=draft.id).run()
    fine(app)
    cancel_campaign(office, PLANNER, draft.id, "改期")
    fine(app.run())
    assert campaign.name in app.selectbox[0].options[0]


def test_an_address_that_names_no_campaign_says_so(desk: Desk) -> None:
    app = page("campaign")
    app.query_params["c"] = "C1999-0001"
    app.run()
    assert not app.exception
    assert "C1999-0001" in app.error[0].value and "请核对编号" in app.error[0].value


def test_a_printed_schedule_that_is_not_there_says_so(desk: Desk) -> None:
    app = page("schedule")
    app.query_params["paper"] = "nothing"
    app.run()
    assert not app.exception and "nothing" in app.error[0].value


def test_an_emoji_name_is_kept_and_shown(desk: Desk) -> None:
    office, _ = desk
    name = "🔥消防👨‍👩‍👧检查<b>"
    made = make_campaign(office, name=name)
    app = page("campaign").run()
    fine(app)
    assert "🔥消防👨‍👩‍👧检查&lt;b&gt;" in shown(app)
    assert name in [row.name for row in list_campaigns(office, PLANNER).rows if row.id == made.id]


def test_a_job_that_died_says_what_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office, campaign = desk
    monkeypatch.setattr(office.executor, "submit", lambda *_: None)  # its worker never comes
    job = start_schedule(office, PLANNER, campaign.id)
    error = {"code": "job.lost", "zh": "计算进程中断。", "en": "The worker died."}
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.fail", subject="") as tx:
        row = tx.jobs.get(job.id)
        assert row is not None
        tx.jobs.put(replace(row, state="failed", error=error))
    app = page("schedule", campaign_id=campaign.id, watched_job=job.id).run()
    assert not app.exception
    assert "原有排程都在" in app.error[0].value and "计算进程中断" in app.error[0].value
    assert list_jobs(office, PLANNER, subject=campaign.id)[0].state == "failed"


def test_a_binary_file_named_csv_is_refused_before_it_is_read(desk: Desk) -> None:
    office, _ = desk
    with pytest.raises(ValueError, match="CSV") as refused:
        import_directory(office, PLANNER, "targets", b"PK\x03\x04" + b"\x00" * 1000, "a.csv")
    assert getattr(refused.value, "code", "") == "import.not_csv"


PAGES = ("today", "campaign", "draw", "schedule", "checklists", "ask", "directories", "record")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["witness", "inspector", "public"])
def test_whoever_opens_a_page_without_rights_reads_a_sentence(
    desk: Desk, name: str, role: str
) -> None:
    office, _ = desk
    with office.registry.writing(by=SYSTEM, at=NOW, action="test.fill", subject="") as tx:
        tx.people.put(Actor("P666", "测试来人", role))
    app = page(name, actor_id="P666").run()
    assert not app.exception
    told = [element.value for element in app.error]
    assert all("测试来人" in words and "不能" in words for words in told), told
    assert "Traceback" not in shown(app) and "程序" not in "".join(told)


def test_a_write_that_meets_a_real_lock_keeps_everything_and_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = desk
    monkeypatch.setattr(registry.engine, "BUSY_SECONDS", 1)
    impatient = open_office(office.settings, clock=office.clock, executor=office.executor)
    monkeypatch.setattr(ui.door, "open_office", lambda: impatient)
    ui.door.office.clear()
    before = list_campaigns(office, PLANNER).total
    app = page("directories", **{"targets-find": "示例单位001"}).run()
    other = sqlite3.connect(office.home / "suixin.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")  # somebody else writes and does not end
        app.text_input(key="save-name-targets").set_value("常用").run()
        app.button(key="save-do-targets").click().run()
    finally:
        other.rollback()
        other.close()
    assert not app.exception
    assert "数据库正忙" in app.error[0].value and "未执行" in app.error[0].value
    app.button(key="save-do-targets").click().run()  # the name is still in the box
    fine(app)
    assert list(list_filters(office, PLANNER, "targets")) == ["常用"]
    assert list_campaigns(office, PLANNER).total == before
    impatient.registry.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """A model's address that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.mark.slow
def test_a_model_that_hangs_is_waited_for_no_longer_than_said_and_the_clauses_answer(
    desk: Desk, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, _ = desk
    model = {"chat_model": "some-model", "chat_base_url": silent, "chat_timeout": 1.0}
    settings = office.settings.model_copy(update=model)
    hanging = open_office(settings, clock=office.clock, executor=office.executor)
    monkeypatch.setattr(ui.door, "open_office", lambda: hanging)
    ui.door.office.clear()
    hanging.library()  # opening it takes seconds of its own
    app = page("ask").run()
    begun = time.monotonic()
    app.chat_input[0].set_value("检查一户至少要去几个人？").run()
    # One second of patience; the client alone would wait ten minutes. The rest is for a slow machine.
    assert time.monotonic() - begun < 120
    fine(app)
    words = shown(app)
    assert "模型" in words and "<mark>" in words  # that it failed is said; the clause is there
    assert "两" in words
    hanging.close()
