"""Folding and editing the lines of a checklist, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.checklists_folding import OPTIONS, fold, folded_from
from campaigns.checklists_saving import edited_lines
from campaigns.errors import CampaignRefused
from registry import Checklist, Item

DEPARTMENTS = ("消防", "应急", "街道")


def item(id_: str, department: str, topic: str = "", **more) -> Item:
    fields = {
        "name": f"名称{id_}",
        "sub_item": f"子项{id_}",
        "legal_basis": f"《依据{department}》第一条",
        "target_kind": "",
        "content": f"看{id_}",
        "method": "现场检查",
        "ratio": "",
        "frequency": "",
        "specialty": "",
        "minutes": 5,
        **more,
    }
    return Item(id=id_, department=department, topic=topic, **fields)


ITEMS = (
    item("A1", "消防", "疏散通道"),
    item("B1", "应急", "疏散通道", method="书面检查"),
    item("A2", "消防"),
    item("C1", "街道", "门前市容"),
)


def checklist() -> Checklist:
    lines = fold(ITEMS, DEPARTMENTS)
    return Checklist("K1", "V1", None, "T1", "题", lines, folded_from(lines))


def refused(lines) -> CampaignRefused:
    with pytest.raises(CampaignRefused) as caught:
        edited_lines(checklist(), lines)
    return caught.value


def test_items_on_one_topic_share_a_line():
    lines = fold(ITEMS, DEPARTMENTS)
    assert [line["items"] for line in lines] == [["A1", "B1"], ["A2"], ["C1"]]
    assert lines[0]["topic"] == "疏散通道"
    assert lines[0]["content"] == "消防：看A1\n应急：看B1"
    assert lines[0]["method"] == "现场检查、书面检查"


def test_a_line_of_one_item_bears_the_items_own_name():
    # C1 has a topic, but nothing else is on it: its own name tells more
    assert [line["topic"] for line in fold(ITEMS, DEPARTMENTS)[1:]] == ["子项A2", "子项C1"]


def test_items_without_a_topic_are_never_folded():
    lines = fold([item("A1", "消防"), item("A2", "消防")], DEPARTMENTS)
    assert len(lines) == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(DEPARTMENTS), st.sampled_from(["", "甲", "乙", "丙"])),
        max_size=30,
    ),
    st.randoms(use_true_random=False),
)
def test_folding_loses_nothing_and_depends_on_no_order(kinds, dice):
    items = [item(f"I{n:02d}", department, topic) for n, (department, topic) in enumerate(kinds)]
    mixed = list(items)
    dice.shuffle(mixed)
    lines = fold(mixed, DEPARTMENTS)
    assert lines == fold(items, DEPARTMENTS)
    assert sorted(i for line in lines for i in line["items"]) == [i.id for i in items]
    topics = {i.topic for i in items if i.topic}
    assert len(lines) == len(topics) + sum(not i.topic for i in items)
    by_id = {i.id: i for i in items}
    for line in lines:
        assert {(b["department"], b["basis"]) for b in line["basis"]} == {
            (by_id[i].department, by_id[i].legal_basis) for i in line["items"]
        }


def test_wording_results_notes_and_order_may_be_edited():
    lines = [dict(line) for line in reversed(checklist().lines)]
    lines[0] |= {"content": "看门前", "result": OPTIONS[1], "note": "堆放纸箱"}
    kept = edited_lines(checklist(), lines)
    assert [line["no"] for line in kept] == [1, 2, 3]
    assert (kept[0]["content"], kept[0]["result"]) == ("看门前", "发现问题")
    assert kept[0]["note"] == "堆放纸箱"


def test_a_folded_line_may_be_split_and_its_basis_follows_the_items():
    lines = [{"items": ["A1"]}, {"items": ["B1"]}, {"items": ["A2"]}, {"items": ["C1"]}]
    kept = edited_lines(checklist(), lines)
    assert [line["departments"] for line in kept[:2]] == [["消防"], ["应急"]]
    assert kept[1]["basis"] == [{"department": "应急", "basis": "《依据应急》第一条"}]


def test_a_forged_basis_or_department_is_not_taken():
    lines = [dict(line) for line in checklist().lines]
    lines[0] |= {"basis": [{"department": "消防", "basis": "《假法》"}], "departments": ["公安"]}
    assert edited_lines(checklist(), lines)[0]["basis"] == checklist().lines[0]["basis"]
    assert edited_lines(checklist(), lines)[0]["departments"] == ["消防", "应急"]


def test_all_faults_are_told_at_once():
    error = refused(
        [
            {"items": ["A1", "A1"], "result": "很好"},
            {"items": ["C1", "Z9"], "note": "长" * 501},
            {"items": ["A2"], "content": "坏\x00字"},
        ]
    )
    # B1 is missing, A1 twice, Z9 unknown, one wrong result, one long note, one control character
    assert sorted(f.code for f in error.faults) == [
        "checklist.item_lost",
        "checklist.item_twice",
        "checklist.result",
        "checklist.text",
        "checklist.text",
        "checklist.unknown_item",
    ]
    assert all(f.zh and f.en for f in error.faults)


@pytest.mark.parametrize("line", [{}, {"items": []}, {"items": "A1"}, {"items": [1]}, "A1", None])
def test_a_line_without_items_is_refused_with_its_row(line):
    error = refused([{"items": ["A1", "B1", "A2", "C1"]}, line])
    assert [(f.code, f.row) for f in error.faults] == [("checklist.line_without_items", 1)]
