"""The made-up city: reproducible, true to the field, and nobody real."""

from __future__ import annotations

import hashlib
import math
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from registry.city import City, make_city
from registry.city.codes import organisation_code
from registry.city.dice import Dice, apportion
from registry.city.districts import DISTRICT_IDS, inside, outline_points

ROOT = Path(__file__).resolve().parents[2]
PRINT_DIGEST = (
    "import hashlib; from registry.city import make_city; "
    "print(hashlib.sha256(repr(make_city(7)).encode()).hexdigest())"
)


@cache
def city() -> City:
    return make_city()


def pool_of(number: int) -> list:
    campaign = city().campaigns[number - 1]
    return [
        t
        for t in city().targets
        if t.status == "active"
        and t.district in campaign.districts
        and t.sector in campaign.sectors
    ]


def drawn_of(number: int) -> int:
    """Per risk class the ratio of the class, rounded up, as the draw does."""
    sizes = Counter(t.risk for t in pool_of(number))
    rates = city().campaigns[number - 1].rates
    return sum(math.ceil(Fraction(rates[risk]) * n) for risk, n in sizes.items())


def due_items(campaign, sector: str) -> list:
    return [
        i
        for i in city().items
        if sector in i.sectors and i.department in campaign.departments and not i.key_supervision
    ]


def test_the_same_seed_gives_the_same_city_under_another_hash_seed():
    here = hashlib.sha256(repr(make_city(7)).encode()).hexdigest()
    for hash_seed in ("0", "4242"):
        there = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        assert there == here


def test_another_seed_gives_another_city():
    assert {t.id for t in make_city(1).targets} != {t.id for t in make_city(2).targets}


def test_the_city_has_the_size_the_field_asks_for():
    # 11 districts, 12 departments, 6,000 targets, 300 inspectors, 200 items, 4 ready campaigns
    sizes = [len(getattr(city(), n)) for n in ("districts", "departments", "targets", "inspectors")]
    assert sizes == [11, 12, 6000, 300]
    assert (len(city().items), len(city().campaigns)) == (200, 4)


def test_every_id_is_used_once():
    for rows in (city().targets, city().inspectors, city().items, city().people):
        assert len({row.id for row in rows}) == len(rows)
    assert len({t.name for t in city().targets}) == 6000


def test_every_credit_code_has_a_right_check_digit():
    codes = [t.id for t in city().targets if t.id_kind == "uscc"]
    assert all(uscc.is_valid(code) for code in codes)
    # the nine characters inside are an organisation code with its own check digit
    assert all(organisation_code(code[8:16]) == code[8:17] for code in codes)


def test_organisation_codes_follow_the_published_example():
    # 600037341 is the organisation code inside 91110000600037341L, python-stdnum's own example
    assert organisation_code("60003734") == "600037341"


def test_about_three_percent_carry_a_legacy_number():
    legacy = [t.id for t in city().targets if t.id_kind == "legacy"]
    assert all(len(n) == 15 and mod_11_10.is_valid(n) for n in legacy)
    assert 120 <= len(legacy) <= 240  # 2 % to 4 % of 6,000


def test_about_a_quarter_of_the_codes_are_all_digits():
    # spreadsheets ruin these as numbers, so imports must be tried on them
    digits = sum(t.id.isdigit() for t in city().targets if t.id_kind == "uscc")
    assert 0.2 < digits / 6000 < 0.3


def test_every_target_stands_inside_its_district():
    rings = {
        d.id: [(round(x * 1e5), round(y * 1e5)) for x, y in d.outline] for d in city().districts
    }
    for t in city().targets:
        assert inside((round(t.lon * 1e5), round(t.lat * 1e5)), rings[t.district]), t.id


def test_no_target_stands_inside_two_districts():
    rings = {d: outline_points(d) for d in DISTRICT_IDS}
    for t in city().targets:
        point = (round(t.lon * 1e5), round(t.lat * 1e5))
        assert [d for d in DISTRICT_IDS if inside(point, rings[d])] == [t.district]


@pytest.mark.parametrize("district", DISTRICT_IDS)
def test_an_outline_is_closed_and_does_not_cross_itself(district):
    ring = outline_points(district)
    assert ring[0] == ring[-1] and len(ring) >= 21  # 5 corners or more, 4 points an edge, closed
    edges = list(pairwise(ring))
    for (n, a), (m, b) in combinations(enumerate(edges), 2):
        if m - n > 1 and (n, m) != (0, len(edges) - 1):
            assert not _cross(*a, *b), (a, b)


def _cross(p, q, r, s) -> bool:
    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0


def test_neighbours_share_their_border_exactly():
    # Every district but 深汕, which lies apart, shares a run of points with another.
    rings = {d: set(outline_points(d)) for d in DISTRICT_IDS}
    for district in DISTRICT_IDS[:-1]:
        shared = max(len(rings[district] & rings[d]) for d in DISTRICT_IDS if d != district)
        assert shared >= 5  # one whole edge: its two ends and the three points between


def test_risk_classes_come_in_the_usual_shares():
    shares = Counter(t.risk for t in city().targets)
    # 45, 35, 15 and 5 % of 6,000; each sector is rounded by itself, so a few rows off
    for risk, wanted in (("A", 2700), ("B", 2100), ("C", 900), ("D", 300)):
        assert abs(shares[risk] - wanted) <= 10


def test_bad_credit_goes_with_high_risk():
    flagged = Counter(t.risk for t in city().targets if t.credit_flag)
    totals = Counter(t.risk for t in city().targets)
    rates = [flagged[r] / totals[r] for r in "ABCD"]
    assert rates == sorted(rates)


def test_names_are_marked_as_examples():
    assert all(t.name.startswith("示例") and "示例" in t.address for t in city().targets)
    assert all(t.contact.startswith("0755-0000") for t in city().targets)
    assert all(
        i.certificate_number.startswith("示例") for i in city().inspectors if i.role == "inspector"
    )


def test_some_targets_open_only_after_noon():
    late = Counter(t.sector for t in city().targets if t.open_from >= "14:00")
    assert late["教育培训机构"] > 200 and late["文体健身"] > 50


def test_every_department_has_three_to_eight_specialties_and_people_for_each():
    for department in city().departments:
        assert 3 <= len(department.specialties) <= 8
        own = [i for i in city().inspectors if i.department == department.id]
        for specialty in department.specialties:
            assert sum(specialty in i.specialties for i in own) >= 3


def test_every_item_rests_on_a_named_law_and_someone_can_check_it():
    offered = {d.id: set(d.specialties) for d in city().departments}
    for item in city().items:
        assert item.legal_basis.startswith("《") and "》" in item.legal_basis
        assert item.specialty in offered[item.department]
        assert item.minutes > 0 and item.sectors and item.content and item.method


def test_a_few_items_are_key_supervision_and_kept_apart():
    assert 3 <= sum(i.key_supervision for i in city().items) <= 10


def test_outside_experts_carry_no_certificate():
    experts = [i for i in city().inspectors if i.role == "assistant"]
    assert len(experts) == 15
    assert all(i.certificate_valid_until is None and not i.certificate_number for i in experts)


def test_a_few_certificates_are_over_or_end_soon():
    valid = [i.certificate_valid_until for i in city().inspectors if i.certificate_valid_until]
    assert sum(v < city().day for v in valid) == 6
    assert sum(0 <= (v - city().day).days < 14 for v in valid) == 8


def test_recusals_and_absences_name_people_and_targets_that_exist():
    people, targets = {i.id for i in city().inspectors}, {t.id for t in city().targets}
    assert all(r.inspector in people and r.target in targets for r in city().recusals)
    assert all(a.inspector in people and a.first <= a.last for a in city().absences)
    assert (len(city().recusals), len(city().absences)) == (180, 36)


def test_a_dark_store_owes_thirty_items_that_fold_into_nineteen_lines():
    due = due_items(city().campaigns[1], "即时零售前置仓")
    lines = {i.topic or i.id for i in due}
    assert (len(due), len(lines)) == (30, 19)


def test_the_services_campaign_draws_eighty_five_at_three_percent():
    # 2,771 in the pool; ratios 2, 3, 5 and 6 % by class, rounded up: 25 + 30 + 21 + 9 = 85
    pool = len(pool_of(2))
    assert drawn_of(2) == 85
    assert 0.029 < 85 / pool < 0.032


def test_the_prepaid_campaign_draws_six_a_group_for_eight_groups():
    assert city().campaigns[0].groups == 8
    assert drawn_of(1) == 48  # 8 groups of 6


def test_every_campaign_has_enough_people_within_the_caps():
    for campaign in city().campaigns:
        assert len(campaign.departments) <= 5
        assert campaign.lead_department in campaign.departments
        assert campaign.inspectors_wanted <= 10 * campaign.groups
        able = Counter(
            i.department
            for i in city().inspectors
            if i.role == "inspector"
            and i.unit in campaign.districts
            and i.certificate_valid_until >= campaign.window_to
        )
        share = math.ceil(campaign.inspectors_wanted / len(campaign.departments))
        assert all(able[d] >= share for d in campaign.departments), campaign.name


def test_windows_hold_five_to_ten_working_days():
    for campaign in city().campaigns:
        assert campaign.window_from.weekday() == 0
        assert (campaign.window_to - campaign.window_from).days in (4, 11)


def test_no_visit_asks_more_than_an_afternoon_of_a_department():
    for campaign in city().campaigns:
        for sector in campaign.sectors:
            load: Counter = Counter()
            for item in due_items(campaign, sector):
                load[item.department] += item.minutes
            assert 0 < max(load.values()) <= 90


def test_the_demo_inspector_can_be_drawn():
    person = next(p for p in city().people if p.role == "inspector")
    record = next(i for i in city().inspectors if i.id == person.id)
    assert record.role == "inspector" and record.name == person.name
    assert {p.role for p in city().people} >= {"planner", "supervisor", "witness", "admin"}
    assert sum(p.role == "witness" for p in city().people) == 2


def test_the_city_can_be_dated_from_another_day():
    # 2026-09-03 is a Thursday; the city then begins on Monday the 7th
    later = make_city(day=date(2026, 9, 3))
    assert later.day == date(2026, 9, 7)
    assert later.campaigns[0].window_from == date(2026, 9, 7)
    assert later.targets == city().targets


@given(total=st.integers(0, 10_000), weights=st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_apportioned_shares_add_up_and_stay_within_one_of_the_quota(total, weights):
    if not sum(weights):
        weights = [1]
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1


@settings(max_examples=50)
@given(seed=st.integers(0, 2**64), label=st.text(max_size=5), n=st.integers(1, 1000))
def test_dice_stay_in_range_and_shuffles_keep_every_value(seed, label, n):
    dice = Dice(seed, label)
    assert 0 <= dice.below(n) < n
    assert sorted(dice.shuffled(range(n))) == list(range(n))


def test_rows_are_plain_values():
    row = asdict(city().targets[0])
    assert isinstance(row["lon"], float) and row["coord_system"] == "CGCS2000"
