"""A model may phrase; what it claims is checked, and its faults never reach the asker."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import ask
from assistant.answer_check import holds, numbers
from assistant.answer_model import mask, phrase
from assistant.providers import ModelSettings, ScriptedChatModel, open_model
from knowledge import Hit, Library, open_library

QUESTION = "下去检查最少去几个人"
RULE = Hit("d", "二(三)2", "实施检查时，检查人员不得少于两人。抽查部门原则上不超过5个，可邀请代表监督。", 1.0, "in_force",
           "深圳", "", "", "2018-08-19", 0, 40, (0, 16), 0, ())  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    made: Library = open_library(tmp_path_factory.mktemp("phrased"))
    return made


def reply(*sentences: tuple[str, list[int]]) -> str:
    return json.dumps(
        {"sentences": [{"text": t, "cites": c} for t, c in sentences]}, ensure_ascii=False
    )


def test_a_sentence_that_the_clause_carries_is_shown(library: Library):
    model = ScriptedChatModel(replies=[reply(("深圳规定检查时不得少于两名检查人员。", [1]))])
    answer = ask(library, QUESTION, model=model)
    assert answer.mode == "model"
    assert answer.answer == "深圳规定检查时不得少于两名检查人员。[1]"
    assert answer.citations[0].doc == "sz-2018"


@pytest.mark.parametrize(
    "claim",
    [
        "检查时不得少于三名检查人员。",  # the figure is not in the clause
        "江西规定不得少于两人。",  # the region is not the clause's
        "联合抽查必须正好5个部门。",  # "in principle" has gone
    ],
)
def test_a_claim_the_clause_does_not_carry_falls_back(library, claim):
    answer = ask(library, QUESTION, model=ScriptedChatModel(replies=[reply((claim, [1]))]))
    assert answer.mode == "assembled"
    assert "model.unsupported" in answer.notes
    assert "模型未能" in answer.answer


@pytest.mark.parametrize(
    "fault",
    [
        '{"sentences": [{"text": "不得少',  # half a JSON
        "<html><body>502 Bad Gateway</body></html>",
        "",
        TimeoutError("no answer"),
        RuntimeError("429 too many requests"),
        json.dumps({"sentences": []}),
        json.dumps({"sentences": [{"text": "不得少于两人。"}]}),  # no citation
        json.dumps(["nothing", "of", "the", "kind"]),
    ],
)
def test_every_fault_of_a_model_ends_in_the_assembled_answer(library, fault):
    plain = ask(library, QUESTION)
    answer = ask(library, QUESTION, model=ScriptedChatModel(replies=[fault]))
    assert answer.mode == "assembled"
    assert answer.answer.startswith(plain.answer)
    assert answer.citations == plain.citations
    assert answer.notes and answer.notes[0].startswith("model.")


def test_a_model_that_hangs_is_left_behind(library: Library):
    found = library.find(QUESTION)
    phrased, notes = phrase(ScriptedChatModel(replies=[1.5]), QUESTION, found, patience=0.2)
    assert phrased is None and notes == ("model.late",)


def test_personal_data_never_leaves_for_a_model(library: Library):
    question = "身份证11010519491231002X、手机13800138000、信用代码91350211M000100Y43的店几个人去查"
    model = ScriptedChatModel(replies=[reply(("不得少于两人。", [1]))])
    phrase(model, question, library.find(question))
    sent = "".join(str(message.content) for message in model.sent[0])
    for secret in ("11010519491231002X", "13800138000", "91350211M000100Y43"):
        assert secret not in sent
    assert mask("a@b.cn") == "[mail]"


def test_an_upload_is_not_sent_to_a_model(library: Library):
    model = ScriptedChatModel(replies=[reply(("不得少于两人。", [1]))])
    ask(library, QUESTION, uploaded_text="绝密材料一二三", model=model)
    assert "绝密材料" not in "".join(str(m.content) for m in model.sent[0])


def test_figures_are_compared_in_any_spelling():
    assert numbers("两人、二十个工作日、10 %、30 November") == {"2", "20", "10", "30", "11"}
    assert holds("At least two inspectors go.", (1,), [RULE])
    assert not holds("At least three inspectors go.", (1,), [RULE])


def test_a_leave_does_not_become_a_duty_nor_a_draft_the_law():
    may = replace(RULE, text="可邀请人大代表监督抽取。")
    assert holds("可以邀请人大代表。", (1,), [may])
    assert not holds("必须邀请人大代表。", (1,), [may])
    draft = replace(RULE, status="draft", jurisdiction="全国")
    assert not holds("检查人员不得少于两人。", (1,), [draft])
    assert holds("征求意见稿写明，检查人员不得少于两人。", (1,), [draft])


def test_a_ban_does_not_become_a_leave():
    ban = replace(RULE, text="检查人员不得少于两人。")
    assert not holds("检查人员可以少于两人。", (1,), [ban])


def test_no_settings_means_no_model():
    assert open_model(ModelSettings()) is None
