"""Bad moments: each says what happened, what was kept and what to do; no traceback on any page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

import ui.door
import ui.widgets.campaigns
from campaigns import (
    SYSTEM,
    Campaign,
    Office,
    cancel_campaign,
    import_directory,
    list_campaigns,
    list_jobs,
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
