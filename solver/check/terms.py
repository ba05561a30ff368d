"""Read the numbers of `rules`."""

from __future__ import annotations

from solver.check import values
from solver.check.case import RISKS, Terms
from solver.check.finding import malformed
from solver.check.names import Record
from solver.check.values import Faults


def read_terms(value: object, faults: Faults) -> Terms:
    """The rules of the problem; placeholders stand where faults were noted."""
    rules = values.mapping(value, "rules", faults)
    if rules is None:
        rules, faults = {}, []  # one fault says it all
    low, high = _count(rules, "min_inspectors_per_visit", 2, faults), _top(rules, faults)
    if high and low > high:
        faults.append(
            malformed(
                "rules.max_inspectors_per_visit",
                f"不得小于下限 {low}。",
                f"must not lie below the lower bound {low}.",
            )
        )
    values.seed(rules.get("seed"), "rules.seed", faults)
    travel = _travel(rules, faults)
    return Terms(
        min_team=low,
        max_team=high,
        min_department=_count(rules, "min_inspectors_per_department", 0, faults),
        max_departments=_count(rules, "max_departments_per_visit", 1, faults),
        step=_count(rules, "step_minutes", 1, faults),
        same_unit=_switch(rules, "same_unit_only", faults),
        one_slot=_switch(rules, "visit_within_one_slot", faults),
        fixed=travel["fixed"],
        per_km=travel["min_per_km"],
        km_lon=travel["km_per_lon"],
        km_lat=travel["km_per_lat"],
        weights=_weights(rules, faults),
        cap_departments=_cap(rules, "max_departments_per_campaign", faults),
        cap_inspectors=_cap(rules, "max_inspectors_per_campaign", faults),
    )


def _count(rules: Record, key: str, low: int, faults: Faults) -> int:
    return values.whole(rules.get(key), f"rules.{key}", faults, low) or 0


def _top(rules: Record, faults: Faults) -> int:
    return _count(rules, "max_inspectors_per_visit", 1, faults)


def _switch(rules: Record, key: str, faults: Faults) -> bool:
    return bool(values.flag(rules.get(key), f"rules.{key}", faults))


def _cap(rules: Record, key: str, faults: Faults) -> int | None:
    """A campaign cap; absent means none."""
    return None if rules.get(key) is None else _count(rules, key, 1, faults)


def _travel(rules: Record, faults: Faults) -> dict[str, float]:
    table = values.mapping(rules.get("travel"), "rules.travel", faults)
    return {
        key: values.number(table.get(key), f"rules.travel.{key}", faults, 0, 1e6) or 0.0
        if table is not None
        else 0.0
        for key in ("fixed", "min_per_km", "km_per_lon", "km_per_lat")
    }


def _weights(rules: Record, faults: Faults) -> dict[str, int]:
    table = values.mapping(rules.get("risk_weight"), "rules.risk_weight", faults) or {}
    return {
        risk: values.whole(table.get(risk), f"rules.risk_weight.{risk}", faults) or 0
        for risk in RISKS
    }
