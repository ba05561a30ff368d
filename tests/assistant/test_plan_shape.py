"""Whatever is said, the answer has the shape of the contract and is the same every time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant import plan_request

INTENTS = {
    "schedule",
    "replan",
    "draw",
    "checklist",
    "explain",
    "question",
    "refuse",
    "other",
}
TODAY = date(2026, 3, 5)

# Pieces of real sentences, thrown together: what a person may say, in every order.
SAID = (
    "下周三前 福田 的 前置仓 酒店 查完 抽 别派 张三 和 李四 每天最多三家 、 ， 。 2月30号 13月40日 "
    "从 到 起 三天内 国庆前 节后第一周 周末不排 只在工作日 D类以上 除 以外 除了 市监 牵头 不要 消防 "
    "请假 病了 重抽 一个人去 回避 不公示 为什么 吗 百分之五 十分之零 零分之一 九千九百九十九个月内 "
    "99999999999天内 每组 两三个人 分 组 把 挪到 金禾广场 停业 上午 不行 那天 明年 31号 2.30 "
    "next Wednesday by the end of Zhang San send one inspector draw again Green Leaf School 5% 0% "
    "between 3 and 1 May within 0 working days the 31st 100000 weeks a day class D and above"
)
PIECES = SAID.split(" ")


def shape(answer: dict[str, Any]) -> None:
    assert list(answer) == ["intent", "understood", "assumed", "unclear"]
    assert answer["intent"] in INTENTS
    for key in ("assumed", "unclear"):
        assert all(isinstance(line, str) and line for line in answer[key])
    understood = answer["understood"]
    for key in ("districts", "sectors", "targets", "exclude_inspectors", "require_inspectors"):
        assert all(isinstance(name, str) and name for name in understood.get(key, []))
    for key in ("days_off",):
        assert all(date.fromisoformat(day) for day in understood.get(key, []))
    for key in ("window", "absent"):
        given = understood.get(key, {})
        dates = [date.fromisoformat(given[end]) for end in ("from", "to") if end in given]
        assert dates == sorted(dates)
    assert set(understood.get("half_days", [])) <= {"am", "pm"}
    assert set(understood.get("risk", [])) <= set("ABCD")
    if answer["intent"] in ("question", "other"):
        assert understood == {}
    if answer["intent"] == "refuse":
        assert answer["unclear"]


@given(st.text(max_size=80), st.sampled_from(["zh", "en"]))
@example("\ue000\ue001<P>从到起", "zh")
@example("", "zh")
@settings(max_examples=200, deadline=None)
def test_any_text_gets_an_answer_in_the_shape_of_the_contract(text: str, lang: str) -> None:
    shape(plan_request(text, today=TODAY, lang=lang))


@given(
    st.lists(st.sampled_from(PIECES), max_size=14), st.dates(date(2025, 1, 1), date(2099, 12, 31))
)
@settings(max_examples=400, deadline=None)
def test_any_jumble_of_a_planners_words_gets_an_answer(pieces: list[str], today: date) -> None:
    shape(plan_request("".join(pieces), today=today))
    shape(plan_request(" ".join(pieces), today=today, lang="en"))


@given(st.lists(st.sampled_from(PIECES), max_size=10))
@settings(max_examples=50, deadline=None)
def test_the_same_sentence_is_understood_the_same_way_every_time(pieces: list[str]) -> None:
    said = "".join(pieces)
    assert plan_request(said, today=TODAY) == plan_request(said, today="2026-03-05")


def test_no_window_starts_before_the_day_it_was_said() -> None:
    answer = plan_request("本周查福田的酒店", today=TODAY)  # a Thursday; the week began on 2 March
    assert answer["understood"]["window"] == {"from": "2026-03-05", "to": "2026-03-08"}


@pytest.mark.parametrize(
    "noise", ["，" * 3000, "查" * 5000, "一" * 4000, "周一" * 1500, "a " * 3000]
)
def test_a_very_long_sentence_is_cut_and_does_not_hang(noise: str) -> None:
    shape(plan_request(noise, today=TODAY))
