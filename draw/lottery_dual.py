"""A bound on the best panel by arithmetic alone: the dual of the quotas.

For prices p and any multipliers (one for the size, one for each quota) no panel is worth more than
``bound``: what a type's price exceeds its multipliers counts for each of its people. Whoever checks
needs no solver; finding good multipliers is one linear program (GLOP).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.linear_solver import pywraplp

from draw.lottery_people import People
from draw.lottery_rules import Quotas

Dual = Mapping[str, int]  # "size", "column=value" -> multiplier


def dual_bound(prices: Sequence[int], dual: Dual, people: People, quotas: Quotas) -> int:
    """No panel under ``quotas`` has a higher ``sum(price * count)``, whatever the multipliers are."""
    bounds = quotas.implied()
    by_value: dict[tuple[str, str], int] = {}
    worth = int(dual.get("size", 0)) * quotas.size
    for place, (column, value, least, most) in enumerate(bounds):
        each = int(dual.get(_name(place, column, value), 0))
        by_value[column, value] = by_value.get((column, value), 0) + each
        worth += each * (most if each > 0 else least)
    for price, kind in zip(prices, people.kinds, strict=True):
        over = price - int(dual.get("size", 0)) - sum(by_value.get(v, 0) for v in kind.values)
        worth += max(0, over) * min(len(kind.people), quotas.size)
    return worth


def quota_dual(prices: Sequence[int], people: People, quotas: Quotas) -> Dual:
    """Multipliers from the linear relaxation of the panels, rounded to whole numbers."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    most_of = [min(len(kind.people), quotas.size) for kind in people.kinds]
    counts = [solver.NumVar(0.0, float(most), "") for most in most_of]
    size = solver.Constraint(float(quotas.size), float(quotas.size))
    rows = []
    for place, (column, value, least, most) in enumerate(quotas.implied()):
        row = solver.Constraint(float(least), float(most))
        rows.append((_name(place, column, value), row))
        for count, kind in zip(counts, people.kinds, strict=True):
            if (column, value) in kind.values:
                row.SetCoefficient(count, 1.0)
    for count, price in zip(counts, prices, strict=True):
        size.SetCoefficient(count, 1.0)
        solver.Objective().SetCoefficient(count, float(price))
    solver.Objective().SetMaximization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return {}
    found = {"size": round(size.dual_value())}
    found |= {name: round(row.dual_value()) for name, row in rows}
    return {name: each for name, each in found.items() if each}


def _name(place: int, column: str, value: str) -> str:
    # A value may be bounded twice, by the panel and by the groups together.
    return f"{place} {column}={value}"
