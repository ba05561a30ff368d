"""Reasons to doubt: a figure of another place, time or unit is no answer; open topics keep to their place."""

from __future__ import annotations

import pytest

from knowledge.doubts import district_doubts, figure_doubts, measure_doubts
from knowledge.pack import gaps
from knowledge.topics import match_gap
from knowledge.understanding import asked_kind, understand

# One made-up report: a figure of Luohu in 2023, a figure of the whole city without a year.
SAID = [
    ("2023年，罗湖共检查商户320家，发现率为12%。", "2024-09-12 报道"),
    ("全市检查人员增至9000名。", "2024-09-12 报道"),
]


def doubted(question: str) -> bool:
    return bool(figure_doubts(question, understand(question), SAID))


@pytest.mark.parametrize(
    ("question", "doubt"),
    [
        ("2023年罗湖检查了多少家商户", False),
        ("2023年福田检查了多少家商户", True),  # another district
        ("2021年罗湖检查了多少家商户", True),  # another year
        ("罗湖的问题发现率是多少", False),
        ("罗湖的减负率是多少", True),  # another rate
        ("全市有多少名检查员", False),
        ("罗湖检查了多少期", True),  # another unit
        ("罗湖一次最多去几个人", False),  # a rule is asked for, not a count
    ],
)
def test_a_figure_counts_only_for_its_own_place_time_and_unit(question: str, doubt: bool):
    assert doubted(question) is doubt


def test_a_district_the_clauses_never_name_is_doubted_unless_a_rule_is_asked():
    assert district_doubts("南山区的牵头单位是谁", "罗湖区牵头")
    assert not district_doubts("罗湖区的牵头单位是谁", "罗湖区牵头")
    assert not district_doubts("南山区的计划最晚几月交", "四月底前")


def test_which_points_is_no_time_of_day():
    assert not measure_doubts("计划要写清哪几点", "对象、比例和时间安排")
    assert measure_doubts("几点可以上门", "对象、比例和时间安排")


def test_an_open_topic_of_one_place_keeps_to_that_place():
    near = [1.0 if gap.topic == "江西的公示天数" else 0.0 for gap in gaps()]
    found = match_gap("江西公示几天", near)
    assert found is not None and found[0].topic == "江西的公示天数"
    assert match_gap("深圳公示几天", near) is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [("几月底交", "time"), ("最多几个人", "number"), ("归哪家管", "who"), ("怎么抽", "")],
)
def test_the_kind_of_answer_wanted_is_read(question: str, kind: str):
    assert asked_kind(question) == kind
