"""Open questions against answered ones, and what does not belong to this field."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.confidence import Evidence, is_answerable
from knowledge.doubts import aspect_doubts
from knowledge.nearby import Nearby, uncovered, weigh_nearby
from knowledge.pack import gaps

NOWHERE = next(at for at, gap in enumerate(gaps()) if not gap.when)
JIANGXI = next(at for at, gap in enumerate(gaps()) if gap.topic == "江西的公示天数")


def weigh(question: str, asked: list[float], opened: list[tuple[int, float]]):
    known = np.array([*asked, *(near for _, near in opened)])
    openers = np.array([at for at, _ in opened], dtype=np.int64)
    owners = np.zeros(len(asked), dtype=np.int64)
    return weigh_nearby(question, known, owners, openers, [0], np.array([0.4]))


def test_an_open_question_that_is_nearer_takes_the_share():
    share, closer, near = weigh("问", [0.2], [(NOWHERE, 0.4)])
    assert share == pytest.approx(0.4**3 / (0.4**3 + 0.2**3), abs=1e-5)
    assert (closer, near) == (pytest.approx(0.2), pytest.approx(0.4))


def test_an_open_topic_of_another_place_has_no_say():
    assert weigh("深圳几天公示", [0.2], [(JIANGXI, 0.9)]) == (0.0, -0.2, 0.0)
    assert weigh("江西几天公示", [0.2], [(JIANGXI, 0.9)])[1] == pytest.approx(0.7)


def test_a_clause_without_questions_speaks_by_its_fit():
    share, closer, _ = weigh("问", [], [(NOWHERE, 0.3)])  # fit 0.4
    assert share == pytest.approx(0.027 / 0.091, abs=1e-5)  # 0.027 / (0.027 + 0.064)
    assert closer == pytest.approx(-0.1)


def test_uncovered_is_the_rare_share_of_what_was_asked():
    # the unknown word weighs as much as the rarest known one: 3 of 3 + 1
    assert uncovered({"土特", "检查"}, {"检查"}, {"检查": 1.0, "罕见": 3.0}) == 0.75
    assert uncovered(set(), {"检查"}, {}) == 0.0


def test_a_question_of_another_field_is_not_answered():
    near = Nearby(share=0.0, closer=-0.2, open=0.1, uncovered=0.8)
    ours = Evidence(0.5, 0.4, 0.6, 0.0, 0.1, (), near)
    away = Evidence(0.1, 0.4, 0.2, 0.6, 0.1, (), near)  # words nobody of this field uses
    assert is_answerable(ours.confidence) and not is_answerable(away.confidence)


@pytest.mark.parametrize(
    ("question", "doubts"),
    [
        ("罗湖行动花了多少经费", 1),
        ("联合检查到底谁当头", 0),  # who leads, not who holds an office
        ("转发的字号是多少", 0),  # a document's number, not the size of its letters
        ("现在多大规模", 0),
        ("海报尺寸多大", 1),
    ],
)
def test_an_aspect_is_named_by_a_pattern_not_by_chance(question: str, doubts: int):
    assert len(aspect_doubts(question, "牵头部门负责组织")) == doubts
