"""Today: one sentence, what waits, and the first run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import ui.door
from campaigns import Office, Settings, list_campaigns, open_office
from tests.desks import VIEWS, fine, shown
from tests.offices import (
    PLANNER,
    WITNESS_A,
    commit_ceremony,
    make_campaign,
    open_small_office,
    rehearse,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with open_small_office(tmp_path) as office:
        monkeypatch.setattr(ui.door, "open_office", lambda: office)
        ui.door.office.clear()
        st.cache_data.clear()
        yield office
    ui.door.office.clear()


def home(**state: str) -> AppTest:
    """The desk's first page, in its frame."""
    app = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=120)
    for key, value in {"actor_id": PLANNER.id, **state}.items():
        app.session_state[key] = value
    return app


def test_the_sentence_names_what_begins_first_and_its_step(office: Office) -> None:
    make_campaign(office, name="后开始的", window_from=date(2026, 12, 9))
    first = make_campaign(office, name="先开始的")  # begins on the 7th
    app = home().run()
    fine(app)
    # The office's clock stands on 22 November: 15 days to 7 December.
    assert "先开始的”：冻结名单，距检查开始还有 15 天；另有 1 项" in shown(app)
    assert app.button(key=f"go-{first.id}").label == "冻结名单"


def test_a_drawn_campaign_is_sent_on_to_its_schedule(office: Office) -> None:
    campaign = make_campaign(office)
    rehearse(office, campaign.id)
    app = home().run()
    assert app.button(key=f"go-{campaign.id}").label == "排程"


def test_figures_carry_unit_and_period(office: Office) -> None:
    make_campaign(office)
    words = shown(home().run())
    # Eighty targets stand in the small office.
    assert "<b>80</b> <span>户</span>" in words
    assert "截至2026-11-22" in words


def test_a_witness_sees_the_ceremony_that_waits_and_nothing_of_the_campaigns(
    office: Office,
) -> None:
    campaign = make_campaign(office)
    commit_ceremony(office, campaign.id)
    app = home(actor_id=WITNESS_A.id).run()
    fine(app)
    assert "有 1 次抽取等您见证" in shown(app)
    assert [button.label for button in app.button] == ["去封存"]


def test_an_empty_office_teaches_one_button(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_office(Settings(home=tmp_path)) as office:
        monkeypatch.setattr(ui.door, "open_office", lambda: office)
        ui.door.office.clear()
        app = home().run()
        fine(app)
        assert [button.label for button in app.button] == ["建一座虚构的城"]
        app.button[0].click().run(timeout=120)
        fine(app)
        assert list_campaigns(office, office.keeper).total == 4
    ui.door.office.clear()


def test_english_leaves_no_chinese_but_names(office: Office) -> None:
    make_campaign(office)
    app = home(lang="en").run()
    fine(app)
    words = shown(app)
    assert "To decide" in words
    assert "待决定" not in words


def test_the_person_in_the_address_stays_the_same_from_run_to_run(office: Office) -> None:
    app = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=120)
    app.query_params["who"] = WITNESS_A.id
    for _ in range(3):
        app.run()
        fine(app)
        assert app.session_state["actor_id"] == WITNESS_A.id
    app.selectbox(key="acting_as").set_value(PLANNER.id).run()
    assert app.session_state["actor_id"] == PLANNER.id
