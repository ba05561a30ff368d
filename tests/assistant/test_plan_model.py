"""A model may fill gaps of the form; whatever it says wrongly leaves the grammar's answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant import ScriptedChatModel, plan_request

SAID = "下周三前查完福田那些卖即时配送的仓，别派张三，电话13800138000"
TODAY = "2026-03-05"


def answer_of(reply: Any, said: str = SAID) -> tuple[dict[str, Any], ScriptedChatModel]:
    model = ScriptedChatModel(replies=[reply])
    return plan_request(said, today=TODAY, model=model), model


def form(**fields: Any) -> str:
    return json.dumps({"intent": "schedule", "rule": "", "fields": fields}, ensure_ascii=False)


def test_a_gap_of_the_grammar_is_filled_and_told() -> None:
    answer, _ = answer_of(form(sectors=["即时零售前置仓"], priority="risk"))
    assert answer["understood"]["sectors"] == ["即时零售前置仓"]
    assert answer["understood"]["priority"] == "risk"
    assert any("模型" in line and "sectors" in line for line in answer["assumed"])


def test_what_the_grammar_found_is_never_changed() -> None:
    answer, _ = answer_of(form(districts=["罗湖"], window_words="下周三前", exclude_inspectors=[]))
    plain = plan_request(SAID, today=TODAY)
    for key, value in plain["understood"].items():
        assert answer["understood"][key] == value


def test_names_and_numbers_of_people_never_leave_for_the_model() -> None:
    _, model = answer_of(form())
    sent = "".join(str(message.content) for message in model.sent[0])
    assert "张三" not in sent and "13800138000" not in sent
    assert "[P1]" in sent and "[phone]" in sent


def test_a_masked_name_comes_back_as_it_was_typed() -> None:
    said = "明天查福田酒店，张三熟门熟路的，你看着办"
    answer, _ = answer_of(form(require_inspectors=["[P1]"]), said)
    assert answer["understood"]["require_inspectors"] == ["张三"]


def test_dates_are_words_of_the_sentence_read_by_our_own_rules() -> None:
    said = "酒店，福田的，日子定在下周三"
    answer, _ = answer_of(form(window_words="下周三"), said)
    # Thursday 5 March 2026: 下周三 is 11 March.
    assert answer["understood"]["window"] == {"from": "2026-03-11", "to": "2026-03-11"}


@pytest.mark.parametrize(
    "reply",
    [
        "not json",
        "<html>502</html>",
        '{"intent": "sched',
        "[]",
        "{}",
        '{"intent": "delete_everything"}',
        form(districts=["朝阳"]),  # not in the table
        form(window_words="2026-03-08"),  # a date the sentence does not say
        form(window_words=5),
        form(targets=["没有说过的店"]),
        form(max_visits_per_day="3"),
        form(max_visits_per_day=0),
        form(sample_ratio=1.5),
        form(require_inspectors=["[P9]"]),
        form(require_inspectors=["李四"]),
        form(run="now"),  # a key outside the form
        json.dumps({"intent": "refuse", "rule": "mood"}),
        RuntimeError("429"),
        TimeoutError("late"),
    ],
)
def test_any_fault_of_the_model_leaves_the_grammars_answer(reply: Any) -> None:
    answer, _ = answer_of(reply)
    plain = plan_request(SAID, today=TODAY)
    assert answer["understood"] == plain["understood"]
    assert answer["intent"] == plain["intent"]
    assert any("模型" in line for line in answer["assumed"])


def test_a_team_of_one_from_the_model_is_refused_with_its_rule() -> None:
    answer, _ = answer_of(form(team_min=1, team_max=1))
    assert answer["intent"] == "refuse"
    assert "两人" in answer["unclear"][0] and "sz-2018#二(三)2" in answer["unclear"][0]


def test_what_the_grammar_refuses_is_never_put_to_a_model() -> None:
    answer, model = answer_of(form(), "抽中的这批不好看，重抽一次")
    assert answer["intent"] == "refuse"
    assert model.sent == []


def test_a_hanging_model_is_left_behind() -> None:
    from datetime import date

    from assistant.plan_model import fill_gaps

    plain = plan_request(SAID, today=TODAY)
    model = ScriptedChatModel(replies=[1.0])  # sleeps a second
    answer = fill_gaps(model, SAID, [], plain, date(2026, 3, 5), "zh", patience=0.05)
    assert answer["understood"] == plain["understood"]
