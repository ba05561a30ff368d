"""Who was drawn often is drawn less, as the rules say before the seed; and what a lottery warns of."""

from __future__ import annotations

import copy
import random
from fractions import Fraction
from typing import Any

import pytest

from draw import DrawRefused, panel_lottery, panel_verify

NEAR = Fraction(1, 10**6)
WEIGHTS = {"load": {"1": "3/4", "2": "1/2", "3": "1/4"}}


def crowd(loads: list[int], departments: int = 2) -> list[dict[str, str]]:
    return [
        {"id": f"I{n:03d}", "dept": f"D{n % departments}", "load": str(load)}
        for n, load in enumerate(loads)
    ]


def by_load(made: dict[str, Any], rows: list[dict[str, str]]) -> dict[tuple[str, str], Fraction]:
    return {(row["dept"], row["load"]): Fraction(made["chances"][row["id"]]) for row in rows}


def test_chances_stand_to_each_other_as_the_weights_where_the_rules_leave_room() -> None:
    rows = crowd([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 0, 0])
    rules = {"size": 2, "quotas": {"dept": {"D0": [1, 1], "D1": [1, 1]}}, "weights": WEIGHTS}
    made = panel_lottery(rows, rules)
    # In each department one place for six people: three of load 0 and one each of 1, 2 and 3, so
    # weights 3 + 3/4 + 1/2 + 1/4 = 9/2, and a person of weight w has the chance w / (9/2).
    for (_, load), chance in by_load(made, rows).items():
        weight = Fraction(WEIGHTS["load"].get(load, "1"))
        assert abs(chance - weight * Fraction(2, 9)) < NEAR
    report = panel_verify(made, rows, rules)
    assert report["ok"] and report["certificate"]["certified"]
    assert report["certificate"]["objective"] == "leximin of chance over weight"
    assert sum(map(Fraction, made["chances"].values())) == 2


def test_quotas_stand_above_weights() -> None:
    # The only person of D1 must go, however often they went before.
    rows = [*crowd([0] * 6, departments=1), {"id": "I900", "dept": "D1", "load": "3"}]
    rules = {"size": 3, "quotas": {"dept": {"D1": [1, 1]}}, "weights": WEIGHTS}
    made = panel_lottery(rows, rules)
    assert made["chances"]["I900"] == "1" and panel_verify(made, rows, rules)["ok"]


def test_weights_other_than_the_rules_are_refused() -> None:
    rows = crowd([0, 0, 1, 1, 2, 2])
    rules = {"size": 2, "quotas": {}, "weights": WEIGHTS}
    made = panel_lottery(rows, rules)
    assert made["weights"]["dept=D0;load=2"] == "1/2"
    lighter = copy.deepcopy(made)
    lighter["weights"]["dept=D0;load=2"] = "1/4"
    unsaid = copy.deepcopy(made)
    unsaid["certificate"]["objective"] = "leximin of chance"
    plain = {key: value for key, value in rules.items() if key != "weights"}
    for lottery, told in ((lighter, rules), (unsaid, rules), (made, plain)):
        assert panel_verify(lottery, rows, told)["ok"] is False
    # Without weights the same chances are not the fairest: the certificate cannot be moved over.
    moved = panel_lottery(rows, plain)
    moved["panels"], moved["chances"] = made["panels"], made["chances"]
    assert panel_verify(moved, rows, plain)["ok"] is False


@pytest.mark.parametrize("weight", ["0", "1/11", "5/4", 0.5, "half", "1/0"])
def test_a_weight_that_shuts_out_or_lifts_is_a_fault(weight: object) -> None:
    rows = crowd([0, 0, 1, 1])
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(rows, {"size": 2, "quotas": {}, "weights": {"load": {"1": weight}}})
    assert refused.value.faults[0].field == "weights.load.1"
    with pytest.raises(DrawRefused) as refused:
        panel_lottery(rows, {"size": 2, "quotas": {}, "weights": {"times": {"1": "1/2"}}})
    assert refused.value.faults[0].field == "weights.times"


def test_what_the_office_should_look_at_is_warned_of_and_found_anew_by_the_check() -> None:
    rows = [*crowd([0, 0, 3], departments=1), {"id": "I900", "dept": "D1", "load": "0"}]
    rows.append({"id": "I901", "dept": "D2", "load": "0"})
    rules = {"size": 3, "quotas": {"dept": {"D1": [1, 1], "D2": [0, 0]}}}
    made = panel_lottery(rows, rules)
    told = {row["code"]: row["types"] for row in made["warnings"]}
    assert told == {
        "chance_zero": ["dept=D2;load=0"],
        "chance_above_half": ["dept=D0;load=0", "dept=D0;load=3", "dept=D1;load=0"],
        "few_panels": [],  # two of three people beside the one of D1: three sets of people
        "load": ["dept=D0;load=3"],
    }
    assert all(row["zh"] and row["en"] for row in made["warnings"])
    silent = {**made, "warnings": []}
    assert panel_verify(silent, rows, rules)["warnings"] == made["warnings"]


def test_rare_specialties_spread_unevenly_are_certified_by_arithmetic() -> None:
    # 3,000 people of 12 departments, five at most on a panel, eight specialties from a third of the
    # people to one in 200, some with two: a small likeness of the pool of benchmarks/lottery.py.
    dice = random.Random(5)
    rows = []
    for number in range(3000):
        dept = dice.choices(range(12), [1 / (place + 1) for place in range(12)])[0]
        specs = {f"S{dice.choices(range(8), [30, 25, 20, 10, 8, 5, 1.5, 0.5])[0]}"}
        if dice.random() < 0.1:
            specs.add(f"S{dice.randrange(8)}")
        row = {"dept": f"D{dept:02d}", "spec": "|".join(sorted(specs))}
        rows.append({"id": f"I{number:05d}", **row})
    rules = {
        "size": 10,
        "quotas": {"spec": {f"S{place}": [1, 4] for place in range(8)}},
        "max_distinct": {"dept": 5},
    }
    made = panel_lottery(rows, rules)
    report = panel_verify(made, rows, rules)
    assert report["ok"] and report["certificate"]["certified"]
    assert report["certificate"]["by_step"] == 0
