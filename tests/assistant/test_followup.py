"""Questions and requests that lean on the turn before, read by rules."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.followup import amended, amends, resolve
from assistant.talk_trial import wanted_trial

ASKED = "深圳公示期限是多少个工作日"
TURN: dict[str, Any] = {
    "kind": "answer",
    "said": ASKED,
    "shown": {"citations": [{"doc": "d", "clause": "c"}], "resolved": ASKED},
}
FORM: dict[str, Any] = {
    "kind": "form",
    "said": "…",
    "shown": {},
    "form": {
        "state": "open", "utterance": "下周查餐饮", "intent": "schedule",
        "understood": {"sectors": ["餐饮"], "departments": {"include": ["消防", "城管"]}},
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("那外省呢？", "region", "江西"),
        ("外省怎么规定", "region", "江西"),
        ("那江西呢", "region", "江西"),
        ("what about Jiangxi?", "region", "江西"),
        ("那总局的要求呢", "region", "全国"),
        ("依据是什么？", "ground", None),
        ("那2017年呢", "year", None),
        ("整改呢？", "topic", None),
        ("为什么", "topic", None),
        ("检查要几个人去", "own", None),  # stands alone
        ("抽查结果公示之后企业不服可以找谁申诉", "own", None),
    ],
)
def test_a_follow_up_is_read_from_the_turn_before(text: str, kind: str, place: str | None) -> None:
    found = resolve(text, [TURN])
    assert (found.kind, found.jurisdiction) == (kind, place)
    if kind != "own":
        assert "公示期限" in found.question and found.assumed
    if place == "江西":
        assert "深圳" not in found.question


def test_nothing_leans_on_nothing() -> None:
    assert resolve("那外省呢？", []).kind == "own"
    assert resolve("那外省呢？", [TURN, FORM]).kind == "own"  # a form stands between


def test_a_change_goes_to_the_open_form_only() -> None:
    assert amends("改成每天两家", [FORM]) == "下周查餐饮"
    assert amends("改成每天两家", [TURN]) == ""
    done = {**FORM, "form": {**FORM["form"], "state": "done"}}
    assert amends("改成每天两家", [done]) == ""
    change = {"understood": {"departments": {"exclude": ["消防"]}, "max_visits_per_day": 2},
              "assumed": ["…"], "unclear": []}  # fmt: skip
    merged = amended(FORM["form"], change)["understood"]
    assert merged == {
        "sectors": ["餐饮"],
        "departments": {"include": ["城管"], "exclude": ["消防"]},
        "max_visits_per_day": 2,
    }


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("如果改成8个人会怎样", {"min_inspectors_per_visit": 8}),
        ("要是八个人去呢，有什么变化", {"min_inspectors_per_visit": 8}),
        ("如果每次最多6人会怎样", {"max_inspectors_per_visit": 6}),
        ("如果每天最多查两家会有什么影响", {"max_visits_per_day": 2}),
        ("如果只能3个部门一起去呢", {"max_departments_per_visit": 3}),
        ("What changes if this becomes 8 people?", {"min_inspectors_per_visit": 8}),
        ("检查要几个人去", {}),
        ("如果企业不配合怎么办", {}),
    ],
)
def test_what_a_trial_is_asked_of(text: str, changes: dict[str, int]) -> None:
    assert wanted_trial(text) == changes
