"""R11: an inspector is in one place at a time; between two visits lies at least the travel."""

from __future__ import annotations

from math import ceil

from solver.problem import Travel
from solver.rules.rule import OWN, Rule

RULE = Rule("R11", "不得重叠，须留足路程时间", "one place at a time", (OWN,))


def travel_minutes(travel: Travel, lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> int:
    """Whole minutes between two places by Manhattan distance (contract §1)."""
    km = abs(lon_a - lon_b) * travel.km_per_lon + abs(lat_a - lat_b) * travel.km_per_lat
    return max(0, ceil(travel.fixed + km * travel.min_per_km - 1e-9))


def gap_holds(end: int, next_start: int, minutes: int) -> bool:
    """Whether the next visit starts after the way there; all in minutes of one day."""
    return end + minutes <= next_start
