"""Reading the `rules` object of a problem."""

from __future__ import annotations

from typing import Any

from solver import reading
from solver.faults import FaultList
from solver.problem import Rules, Seed, Travel
from solver.reading import Row

# Two inspectors or more on every visit is law (R05); no campaign may say less.
LEAST_TEAM = 2
_FAR = 1e6


def parse_rules(faults: FaultList, obj: Row) -> Rules:
    """The numbers a campaign is planned with; placeholders stand where faults were noted."""
    row = reading.mapping(faults, obj, "", "rules")
    if row is None:
        row = {}
        faults = FaultList()  # one fault for the whole object is enough
    least = reading.integer(faults, row, "rules", "min_inspectors_per_visit", -(2**53), "R05")
    if least is not None and least < LEAST_TEAM:
        faults.add("min_inspectors_is_law", "rules.min_inspectors_per_visit", least, "R05")
    most = reading.integer(faults, row, "rules", "max_inspectors_per_visit", 1, "R05")
    if least is not None and most is not None and most < least:
        faults.add("bounds_crossed", "rules.max_inspectors_per_visit", most, "R05", low=least)
    return Rules(
        min_inspectors_per_visit=least or LEAST_TEAM,
        min_inspectors_per_department=max(
            1, _count(faults, row, "min_inspectors_per_department", "R06", low=0)
        ),
        max_departments_per_visit=_count(faults, row, "max_departments_per_visit", "R06"),
        max_inspectors_per_visit=most or LEAST_TEAM,
        step_minutes=_count(faults, row, "step_minutes", "R14"),
        same_unit_only=bool(reading.boolean(faults, row, "rules", "same_unit_only")),
        visit_within_one_slot=bool(reading.boolean(faults, row, "rules", "visit_within_one_slot")),
        travel=_travel(faults, row),
        risk_weight=_weights(faults, row),
        seed=parse_seed(faults, row),
        max_departments_per_campaign=_cap(faults, row, "max_departments_per_campaign"),
        max_inspectors_per_campaign=_cap(faults, row, "max_inspectors_per_campaign"),
    )


def _count(faults: FaultList, row: Row, key: str, rule: str, low: int = 1) -> int:
    return reading.integer(faults, row, "rules", key, low, rule) or 1


def _cap(faults: FaultList, row: Row, key: str) -> int | None:
    """A campaign cap; absent or null means none."""
    if row.get(key) is None:
        return None
    return reading.integer(faults, row, "rules", key, 1, "R17")


def _travel(faults: FaultList, rules: Row) -> Travel:
    row = reading.mapping(faults, rules, "rules", "travel")
    if row is None:
        return Travel(0, 0, 0, 0)
    keys = ("fixed", "min_per_km", "km_per_lon", "km_per_lat")
    return Travel(*(reading.number(faults, row, "rules.travel", key, 0, _FAR) or 0 for key in keys))


def _weights(faults: FaultList, rules: Row) -> dict[str, int]:
    row = reading.mapping(faults, rules, "rules", "risk_weight")
    if row is None:
        return dict.fromkeys("ABCD", 0)
    return {
        risk: reading.integer(faults, row, "rules.risk_weight", risk, 0) or 0 for risk in "ABCD"
    }


def parse_seed(faults: FaultList, rules: Row) -> Seed:
    """The seed: an integer, or one line of printable ASCII (a draw's hex digest)."""
    if "seed" not in rules:
        faults.add("missing", "rules.seed", None, "R01")
        return 0
    value: Any = rules["seed"]
    if not is_seed(value):
        faults.add("seed_not_a_line", "rules.seed", value, "R01")
        return 0
    return value  # type: ignore[no-any-return]


def is_seed(value: Any) -> bool:
    """Whether a value can seed a schedule."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return True
    return (
        isinstance(value, str)
        and 0 < len(value) <= 1000
        and value.isascii()
        and value.isprintable()
    )
