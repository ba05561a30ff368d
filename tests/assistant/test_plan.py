"""What a planner says and what it means, apart from dates: words, names, limits, intents, refusals."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import plan_request
from assistant.plan_refusals import kinds, refusal_words
from knowledge import pack_clauses

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
from plan import read, score  # noqa: E402

SHARED = ROOT.parent / "shared" / "data" / "plan" / "utterances_sample.jsonl"
TODAY = "2026-03-05"


def meaning(said: str, **expected: Any) -> None:
    understood = plan_request(said, today=TODAY)["understood"]
    assert {key: understood.get(key) for key in expected} == expected


def intent(said: str) -> str:
    return str(plan_request(said, today=TODAY)["intent"])


# The rows were written before the grammar (plan_utterances) or scored before it was mended for
# them (plan_unseen); what is held here is that nothing understood is lost again.
@pytest.mark.parametrize("name", ["plan_utterances.jsonl", "plan_unseen.jsonl"])
def test_the_kept_sentences_stay_understood(name: str) -> None:
    figures = score(read(ROOT / "tests" / "evals" / name))
    assert figures["f1"] >= 0.99 and figures["exact"] >= 0.98 and figures["dates"] >= 0.98
    assert figures["refusals_caught"] == 1.0 and figures["refused_wrongly"] == 0


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample is not at hand")
def test_the_shared_sample_is_understood() -> None:
    figures = score(read(SHARED))
    assert figures["f1"] >= 0.97 and figures["exact"] >= 0.9 and figures["dates"] >= 0.97


def test_the_example_of_the_contract() -> None:
    answer = plan_request("下周三前查完福田的前置仓，别派张三，每天最多三家", today=TODAY)
    assert answer["intent"] == "schedule"
    assert answer["understood"] == {
        "districts": ["福田"],
        "sectors": ["即时零售前置仓"],
        "window": {"from": "2026-03-05", "to": "2026-03-11"},
        "exclude_inspectors": ["张三"],
        "max_visits_per_day": 3,
    }
    assert answer["unclear"] == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("查福田和罗湖的餐馆", {"districts": ["福田", "罗湖"], "sectors": ["餐饮"]}),
        ("去山海大酒店", {"targets": ["山海大酒店"], "sectors": None}),  # a word inside a name
        ("查南山商场两家，甲禾广场和乙禾百货", {"targets": ["甲禾广场", "乙禾百货"], "sample": None}),
        ("福田酒店查二十家", {"sample": {"count": 20}}),
        ("从60家里抽6家福田酒店", {"sample": {"count": 6}}),  # the size of the pool is nothing
        ("福田酒店按千分之五查", {"sample": {"ratio": 0.005}}),
        ("查福田C类以上的酒店", {"risk": ["C", "D"]}),
        ("查福田除D类以外的酒店", {"risk": ["A", "B", "C"]}),
        ("查福田酒店，高风险的先查", {"risk": None, "priority": "risk"}),
        ("查福田高风险酒店", {"risk": ["D"], "priority": None}),
        ("查福田酒店，少跑路", {"priority": "travel"}),
        ("查福田酒店，别累着谁", {"priority": "balance"}),
        ("查福田酒店，每组三个人，分两组", {"team_size": {"min": 3, "max": 3}, "groups": 2}),
        ("查福田酒店，每家去两到三人", {"team_size": {"min": 2, "max": 3}}),
        ("查福田酒店，部门最多三个，总人数不超过八人", {"max_departments": 3, "max_inspectors": 8}),
        ("查福田酒店，派钱七和郑十", {"require_inspectors": ["钱七", "郑十"]}),
        ("查福田酒店，让吴刚回避", {"exclude_inspectors": ["吴刚"]}),
        ("查福田酒店，市监牵头，消防配合，城管别来", {"lead_department": "市场监管", "departments": {"include": ["消防"], "exclude": ["城管"]}}),
        ("查全市的酒店", {"districts": None}),
        ("查富田的前置舱，每天最多３家", {"districts": ["福田"], "max_visits_per_day": 3}),
        ("嗯…那个，查龙花的宠物医院吧", {"districts": ["龙华"], "sectors": ["宠物诊疗"]}),
        ("Inspect the resturants in Futain", {"districts": ["福田"], "sectors": ["餐饮"]}),
    ],
)  # fmt: skip
def test_words_names_and_limits(said: str, expected: dict[str, Any]) -> None:
    meaning(said, **expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("查福田的酒店", "schedule"),
        ("金禾广场停业了，去掉", "replan"),
        ("钱七病了", "replan"),
        ("福田酒店抽10家", "draw"),
        ("给我一张餐饮店的检查清单", "checklist"),
        ("山海大酒店为什么没排进去", "explain"),
        ("检查结果要公示几天", "question"),
        ("一个人去检查可以吗", "question"),  # to ask is no refusal
        ("能不能下周把福田的酒店查完", "schedule"),  # a polite wish, no question
        ("你好", "other"),
        ("", "other"),
    ],
)
def test_intents(said: str, expected: str) -> None:
    assert intent(said) == expected


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("山海大酒店派张三一个人去", "两人"),
        ("Send one inspector to Blue Bay Hotel", "两人"),
        ("李四要回避，不过还是派他去", "回避"),
        ("这批不好看，重抽一次", "不得重抽"),
        ("把抽中的那家换掉", "重抽"),
        ("这家结果别公示", "公示"),
        ("王五的执法证过期了，先派他去", "执法证"),
        ("让酒店交点检查费", "收费"),
        ("名单已经公布了，悄悄改一下", "承诺"),
    ],
)
def test_a_wish_against_a_rule_is_refused_with_the_rule_and_its_clause(
    said: str, rule: str
) -> None:
    answer = plan_request(said, today=TODAY)
    assert answer["intent"] == "refuse"
    assert rule in answer["unclear"][0]
    assert "#" in answer["unclear"][0] or "§5" in answer["unclear"][0]


@pytest.mark.parametrize(
    "said",
    [
        "张三要回避，下周别派他去山海大酒店",
        "不要一个人去，明天山海大酒店至少去三个人",
        "每人每天最多查三家，下周查福田酒店",
        "有一个人请假了，重新排一下",
        "丽景酒店抽中了，但是已经停业，按程序递补",
        "无证餐饮店下周查一遍",
        "为什么不能重抽",
        "What happens if the certificate has expired?",
    ],
)
def test_what_is_lawful_is_not_refused(said: str) -> None:
    assert intent(said) != "refuse"


def test_what_is_unlawful_does_not_enter_the_form() -> None:
    understood = plan_request("下周一福田酒店每家去一个人", today=TODAY)["understood"]
    assert "team_size" not in understood
    assert understood["districts"] == ["福田"]


def test_every_refusal_names_a_clause_that_exists() -> None:
    clauses = {f"{clause.doc}#{clause.path}" for clause in pack_clauses()}
    for kind, entry in kinds().items():
        assert entry["basis"] in clauses or entry["basis"] == "suixin-draw-1 §5"
        for lang in ("zh", "en"):
            assert entry["basis"] in refusal_words(kind, lang)


def test_an_absence_without_a_date_is_asked_about() -> None:
    answer = plan_request("李四生病了", today=TODAY)
    assert answer["understood"] == {"absent": {"inspector": "李四"}}
    assert "李四" in answer["unclear"][0]


def test_two_absent_people_are_taken_one_at_a_time() -> None:
    answer = plan_request("张三和李四明天请假", today=TODAY)
    assert answer["understood"]["absent"]["inspector"] == "张三"
    assert any("李四" in line for line in answer["unclear"])


def test_what_is_left_unsaid_is_assumed_and_said_so() -> None:
    answer = plan_request("查福田的酒店", today=TODAY)
    assert answer["unclear"] == [] and any("日期" in line for line in answer["assumed"])


def test_the_language_of_the_answer_is_chosen_not_guessed() -> None:
    answer = plan_request("抓紧查福田的酒店", today=TODAY, lang="en")
    assert answer["unclear"][0].isascii()


def test_a_day_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        plan_request("查", today="someday")


def test_the_answer_is_plain_json() -> None:
    answer = plan_request("下周三前查完福田的前置仓，抽3%", today=TODAY)
    assert json.loads(json.dumps(answer)) == answer


def test_half_of_one_day_has_no_key_and_is_told_instead() -> None:
    answer = plan_request("下周查福田的酒店，周三上午不行", today=TODAY)
    assert "days_off" not in answer["understood"] and "half_days" not in answer["understood"]
    assert any("上午" in line for line in answer["assumed"])
