"""``suixin talk`` and the register on the command line; nothing here needs the index of the texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campaigns import Settings, note_question, open_office
from cli.commands import app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUIXIN_HOME", str(tmp_path))
    return tmp_path


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_a_talk_goes_on_makes_a_form_and_is_forgotten(home: Path) -> None:
    first = run("talk", "say", "这次结果不好，重抽一次直到满意")
    assert "sz-2018#二(一)3" in first and "[K000001 #1]" in first
    told = run("talk", "say", "下周查完餐饮，每天最多三家", "--talk", "K000001")
    form = json.loads(re.search(r"\{.*\}", told, re.S)[0])  # type: ignore[index]
    assert form["runs"] == "campaign.create" and "[K000001 #2]" in told
    # the office is empty: the draft cannot be kept, says why, and the form stays open
    refused = run("talk", "confirm", "K000001", form["digest"], code=2)
    assert "campaign" in refused or "draft" in refused
    again = run("talk", "confirm", "K000001", form["digest"], code=2)
    assert "form.state" not in again
    run("talk", "forget", "K000001")
    assert "talk.unknown" in run("talk", "forget", "K000001", code=2)


def test_the_register_is_listed_and_settled(home: Path) -> None:
    with open_office(Settings(home=home)) as office:
        note_question(office, office.keeper, "预付卡店一年查几次", nearest="sz-2018#二(一)3")
    listed = run("policy", "questions", "--state", "open")
    assert "Q00001  [open ×1]  预付卡店一年查几次" in listed and "sz-2018#二(一)3" in listed
    assert "settled" in run("policy", "settle", "Q00001", "按年度计划执行。")
    assert json.loads(run("policy", "questions", "--json"))["rows"][0]["state"] == "settled"
    assert "rule.unknown" in run("policy", "links", "R99", code=2)
    assert json.loads(run("policy", "links", "R11"))["basis"] == ["own:definition"]
