"""Before anything is drawn: how much work, how much saved, and whether it can be done at all."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns import CampaignRefused, Estimate, Office, add_absence, estimate_campaign
from tests.offices import FIELDS, PLANNER, SKILLS, make_campaign, open_small_office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_small_office(tmp_path_factory.mktemp("office"))


def estimate(office: Office, **changes: object) -> Estimate:
    return estimate_campaign(office, PLANNER, {**FIELDS, **changes})


def stops(found: Estimate) -> list[str]:
    return [remark.code for remark in found.remarks if remark.stop]


def test_ratios_round_up_and_counts_stand(office: Office) -> None:
    # 80 targets, 20 of each class: 30 % of D = 6, 10 % of C = 2, two of A; B has no rate.
    found = estimate(office)
    assert found.pool == {"D": 20, "C": 20, "A": 20}
    assert found.drawn == {"D": 6, "C": 2, "A": 2}
    assert found.visits == 10


def test_entries_saved_are_departments_less_one(office: Office) -> None:
    # Half the targets are restaurants (three departments), half hotels (two): 5 x 2 + 5 x 1.
    assert estimate(office).entries_saved == 15
    # Hotels alone: two departments have items there, so each of 5 visits saves one entry:
    # 10 of each class; 3 of D, 1 of C, 2 of A.
    assert estimate(office, sectors=("酒店",)).entries_saved == 6


def test_a_good_plan_can_be_scheduled_and_a_late_window_is_remarked(office: Office) -> None:
    found = estimate(office)
    assert found.schedulable and stops(found) == []
    # 7-11 December lies after 30 November (sz-2018#二(三)5).
    assert [(r.code, r.basis) for r in found.remarks] == [("finish_by", "sz-2018#二(三)5")]


def test_a_flag_with_a_rate_of_its_own_leaves_its_class(tmp_path_factory: object) -> None:
    from tests.offices import SYSTEM, target

    office = open_small_office(tmp_path_factory.mktemp("flags"))  # type: ignore[attr-defined]
    with office.registry.writing(by=SYSTEM, at=office.clock.now(), action="test", subject="") as tx:
        tx.targets.put(target(3, credit_flag="complaints"))  # class D
    found = estimate(office, rates={"D": "0.30", "complaints": "1"})
    assert found.pool == {"complaints": 1, "D": 19}
    assert found.drawn == {"complaints": 1, "D": 6}  # 5.7 rounded up


def test_more_than_there_is_is_a_stop_with_the_numbers(office: Office) -> None:
    found = estimate(office, rates={"D": {"count": 21}})
    assert stops(found) == ["count_too_large"]
    assert "21" in found.remarks[0].zh and "20" in found.remarks[0].zh


def test_too_much_work_for_the_people_is_told_beforehand(office: Office) -> None:
    # All 60 in five days with three people: about 60 visits of a department by one person.
    found = estimate(office, rates=dict.fromkeys("ACD", "1"), inspectors_wanted=3)
    assert not found.schedulable
    assert set(stops(found)) == {"too_much_work"}


def test_a_crew_too_small_for_every_department_is_told(office: Office) -> None:
    found = estimate(office, inspectors_wanted=2)
    assert stops(found) == ["campaign.crew"]


def test_days_nobody_announced_are_not_guessed(office: Office) -> None:
    days = {"window_from": date(2027, 1, 4), "window_to": date(2027, 1, 8)}
    assert stops(estimate(office, **days)) == ["calendar.not_announced"]
    rules = {"days": {"value": ["2027-01-05", "2027-01-06"], "reason": "按单位安排"}}
    assert estimate(office, **days, rules=rules).days == 2


def test_a_department_without_people_is_named(tmp_path_factory: object) -> None:
    office = open_small_office(tmp_path_factory.mktemp("gone"))  # type: ignore[attr-defined]
    number = 100 * (1 + list(SKILLS).index("消防"))
    for n in range(1, 9):
        add_absence(
            office,
            PLANNER,
            f"I{number + n:04d}",
            date(2026, 12, 1),
            date(2026, 12, 31),
            "集训",
        )
    found = estimate(office)
    assert "nobody" in stops(found)
    assert any("消防" in remark.zh for remark in found.remarks)


def test_estimating_keeps_nothing(office: Office) -> None:
    made = make_campaign(office)
    assert estimate_campaign(office, PLANNER, made.id) == estimate_campaign(office, PLANNER, made)


def test_fields_that_could_not_be_kept_are_refused(office: Office) -> None:
    with pytest.raises(CampaignRefused):
        estimate(office, sectors=("太空",))
