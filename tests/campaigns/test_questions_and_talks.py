"""The register of unanswered questions, and conversations kept with their person."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from campaigns import (
    CampaignRefused,
    Office,
    add_turn,
    audit_page,
    claim_form,
    find_personal,
    forget_talk,
    get_talk,
    list_questions,
    list_talks,
    note_outcome,
    note_question,
    question_history,
    settle_question,
    settled_note,
    verify_audit,
    without_personal,
)
from tests.offices import (
    ADMIN,
    PLANNER,
    PUBLIC_ROLE,
    SUPERVISOR,
    WITNESS_A,
    open_small_office,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_small_office(tmp_path, targets=4, people=2)


def last_act(office: Office) -> tuple[str, str, str]:
    row = audit_page(office, ADMIN, limit=1).rows[0]
    return row.action, row.actor, row.subject


def stored_bytes(office: Office) -> bytes:
    """The database file with its write-ahead log written back into it."""
    (file,) = office.home.glob("*.db")
    with closing(sqlite3.connect(file)) as link:
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.read_bytes()


def test_a_question_asked_twice_is_one_question_asked_twice(office: Office) -> None:
    first = note_question(office, PLANNER, "D类企业要抽百分之几？", nearest="sz-2018#二(一)3")
    again = note_question(office, WITNESS_A, "D类企业要抽百分之几")
    assert (again.id, again.asked, again.by) == (first.id, 2, PLANNER.id)
    assert last_act(office) == ("question.note", WITNESS_A.id, first.id)
    rows, total = list_questions(office, SUPERVISOR, state="open")
    assert total == 1 and rows[0].nearest == "sz-2018#二(一)3"


def test_a_settled_question_keeps_its_note_and_a_stale_hand_is_refused(office: Office) -> None:
    asked = note_question(office, PLANNER, "预付卡店一年查几次")
    settled = settle_question(
        office, PLANNER, asked.id, "按年度计划执行。", expected_version=asked.version
    )
    assert (settled.state, settled.settled_by) == ("settled", PLANNER.id)
    assert settled_note(office, "预付卡店一年查几次？") == settled
    assert last_act(office) == ("question.settle", PLANNER.id, asked.id)
    with pytest.raises(CampaignRefused) as stale:
        settle_question(office, PLANNER, asked.id, "再改", expected_version=1)
    assert stale.value.code == "question.stale"
    (change,) = question_history(office, SUPERVISOR, asked.id)
    assert change["after"]["note"] == "按年度计划执行。" and change["actor"] == PLANNER.id
    for actor, note, code in (
        (SUPERVISOR, "不能", "access.denied"),
        (PLANNER, "  ", "reason.missing"),
    ):
        with pytest.raises(CampaignRefused) as refused:
            settle_question(office, actor, asked.id, note)
        assert refused.value.code == code


def test_the_public_leaves_no_row(office: Office) -> None:
    before = audit_page(office, ADMIN).total
    for act in (
        lambda: note_question(office, PUBLIC_ROLE, "谁来查我"),
        lambda: add_turn(office, PUBLIC_ROLE, None, said="你好", kind="answer", shown={}),
    ):
        with pytest.raises(CampaignRefused) as refused:
            act()
        assert refused.value.code == "access.denied"
    assert audit_page(office, ADMIN).total == before


def test_what_is_personal_is_blanked_before_it_is_kept(office: Office) -> None:
    said = "检查员101的手机１３８００１３８０００，身份证11010519491231002X，店主王小明，多久公示"
    kept = note_question(office, PLANNER, said)
    assert kept.question == "〔姓名〕的手机〔电话〕，身份证〔证件号〕，店主〔姓名〕，多久公示"
    talk = add_turn(office, PLANNER, None, said=said, kind="answer", shown={"text": "…"})
    stored = json.dumps(get_talk(office, PLANNER, talk["id"]), ensure_ascii=False)
    assert "13800138000" not in stored and "11010519491231002X" not in stored


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("信用代码91350211M000100Y43", ["code"]),
        ("电话0755-12345678或 +86 138-0013-8000", ["phone", "phone"]),
        ("密钥 sk-abcdefghijklmnop123 别外传", ["key"]),
        ("负责人签字要几个人", []),  # a word, no name
        ("20个工作日内公示，2018年8月19日", []),
        ("任务C2026-0001，种子" + "a1" * 32, []),  # ids and digests are no personal data
        ("a.b@c.example.cn", ["mail"]),
    ],
)
def test_personal_data_is_known_by_its_form(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in find_personal(text)] == kinds


def test_blanking_twice_changes_nothing() -> None:
    once = without_personal("电话13800138000")
    assert without_personal(once) == once == "电话〔电话〕"


def test_a_conversation_belongs_to_one_person_and_can_be_forgotten(office: Office) -> None:
    talk = add_turn(office, PLANNER, None, said="秘密的话", kind="answer", shown={"text": "答"})
    add_turn(office, PLANNER, talk["id"], said="再问", kind="answer", shown={"text": "再答"})
    assert [t["no"] for t in get_talk(office, PLANNER, talk["id"])["turns"]] == [1, 2]
    assert [row["id"] for row in list_talks(office, PLANNER)] == [talk["id"]]
    for stranger in (ADMIN, SUPERVISOR):
        with pytest.raises(CampaignRefused) as refused:
            get_talk(office, stranger, talk["id"])
        assert refused.value.code == "talk.unknown"
    assert "秘密的话".encode() in stored_bytes(office)
    forget_talk(office, PLANNER, talk["id"])
    assert list_talks(office, PLANNER) == ()
    assert last_act(office) == ("talk.forget", PLANNER.id, talk["id"])
    with office.registry.reading() as tx:
        assert tx.talks.get(talk["id"]) is None and tx.talks.turns([talk["id"]]) == ()
    assert "秘密的话".encode() not in stored_bytes(office)  # overwritten, not only unlinked
    # a number once given is not given again
    again = add_turn(office, PLANNER, None, said="另一次", kind="answer", shown={})
    assert again["id"] > talk["id"]
    assert verify_audit(office)["ok"]


def test_a_conversation_is_bounded(office: Office) -> None:
    talk_id = None
    for n in range(23):
        talk_id = add_turn(office, PLANNER, talk_id, said=str(n), kind="a", shown={})["id"]
    turns = get_talk(office, PLANNER, talk_id)["turns"]
    assert [turns[0]["no"], turns[-1]["no"], len(turns)] == [4, 23, 20]  # 20 are kept


def test_a_form_is_run_once_and_opens_again_when_it_was_refused(office: Office) -> None:
    form = {"digest": "d1", "state": "open", "runs": "campaign.create"}
    talk = add_turn(office, PLANNER, None, said="排", kind="form", shown={}, form=form)
    claim_form(office, PLANNER, talk["id"], "d1")
    with pytest.raises(CampaignRefused) as again:
        claim_form(office, PLANNER, talk["id"], "d1")
    assert again.value.code == "form.state"
    note_outcome(office, PLANNER, talk["id"], "d1", {"refused": "…"})
    claim_form(office, PLANNER, talk["id"], "d1")
    note_outcome(office, PLANNER, talk["id"], "d1", {"campaign": "C1"})
    with pytest.raises(CampaignRefused):
        claim_form(office, PLANNER, talk["id"], "d1")
    with pytest.raises(CampaignRefused) as unknown:
        claim_form(office, PLANNER, talk["id"], "d2")
    assert unknown.value.code == "form.unknown"
