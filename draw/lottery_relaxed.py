"""What the quotas alone allow: LEXIMIN over expected people by type, and which quotas it uses up.

Expected counts of any lottery keep every quota that bounds each panel, so no lottery does better than
these linear programs (GLOP; one row for each type, no panel needed). Their duals are already the proof
of each level by arithmetic. A quota with a multiplier is used up: every panel of a lottery as good as
this one stands exactly at it (complementary slackness), which tells greed where to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ortools.linear_solver import pywraplp

from draw.lottery_dual import dual_bound, quota_dual
from draw.lottery_people import People
from draw.lottery_rules import Quotas

SCALE = 10**9
CLOSE = 1e-9
USED_UP = 1e-7


@dataclass(frozen=True, slots=True)
class Level:
    """One level's dual: integer prices by type, what no panel is worth more than, the types it settles.

    ``dual`` proves ``best`` by arithmetic; where it is None, ``best`` is the solver's optimum.
    """

    prices: tuple[int, ...]
    best: int
    settled: tuple[int, ...]
    dual: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The levels, the expected people of each type, and the quotas with those used up made exact."""

    levels: tuple[Level, ...]
    aims: tuple[float, ...]
    quotas: Quotas


@dataclass(frozen=True, slots=True)
class _Solved:
    level: float
    aims: list[float]
    prices: list[float]  # of a chance: what lifts the floor less what the cap takes back
    lifts: list[float]  # of the floor alone: whose floor holds the level down
    least: list[bool]  # by bound: used up at its least
    most: list[bool]


def relaxed_leximin(
    people: People, quotas: Quotas, weights: Sequence[Fraction], never: Sequence[int] = ()
) -> Relaxed | None:
    """LEXIMIN of chance over weight under the quotas alone; None where they leave nothing.

    ``never``: the types that no panel can hold.
    """
    fixed = dict.fromkeys(never, 0.0)
    levels: list[Level] = []
    bounds = quotas.implied()
    least, most = [False] * len(bounds), [False] * len(bounds)
    aims: list[float] = []
    while len(fixed) < len(people.kinds):
        solved = _solve(people, quotas, weights, fixed)
        if solved is None:
            return None
        free = [place for place in range(len(people.kinds)) if place not in fixed]
        settled = [place for place in free if solved.lifts[place] > CLOSE]
        settled = settled or _lowest(people, weights, solved, free)
        for place in settled:
            fixed[place] = max(0.0, solved.level * float(weights[place]) - CLOSE)
        prices = whole_prices(solved.prices, people)
        dual = dict(quota_dual(prices, people, quotas))
        best = dual_bound(prices, dual, people, quotas)
        levels.append(Level(tuple(prices), best, tuple(settled), dual))
        least = [a or b for a, b in zip(least, solved.least, strict=True)]
        most = [a or b for a, b in zip(most, solved.most, strict=True)]
        aims = solved.aims
    exact = tuple(
        (column, value, high if up and not down else low, low if down and not up else high)
        for (column, value, low, high), down, up in zip(bounds, least, most, strict=True)
    )
    return Relaxed(tuple(levels), tuple(aims), replace(quotas, bounds=exact))


def whole_prices(duals: Sequence[float], people: People) -> list[int]:
    """Duals of chances as integer prices of people."""
    return [round(d * SCALE / len(k.people)) for d, k in zip(duals, people.kinds, strict=True)]


def _solve(
    people: People, quotas: Quotas, weights: Sequence[Fraction], fixed: dict[int, float]
) -> _Solved | None:
    solver = pywraplp.Solver.CreateSolver("GLOP")
    level = solver.NumVar(0.0, float(1 / min(weights)), "level")
    cap = quotas.max_chance
    counts = [
        solver.NumVar(0.0, float(min(len(kind.people), quotas.size)), "") for kind in people.kinds
    ]
    rows = [solver.Constraint(float(quotas.size), float(quotas.size))]
    for count in counts:
        rows[0].SetCoefficient(count, 1.0)
    for column, value, least, most in quotas.implied():
        rows.append(solver.Constraint(float(least), float(most)))
        for count, kind in zip(counts, people.kinds, strict=True):
            if (column, value) in kind.values:
                rows[-1].SetCoefficient(count, 1.0)
    floors, ceilings = [], []
    for place, (count, kind) in enumerate(zip(counts, people.kinds, strict=True)):
        floors.append(solver.Constraint(fixed.get(place, 0.0), solver.infinity()))
        floors[place].SetCoefficient(count, 1.0 / len(kind.people))
        if place not in fixed:
            floors[place].SetCoefficient(level, -float(weights[place]))
        if cap is not None:
            ceilings.append(solver.Constraint(-solver.infinity(), float(cap)))
            ceilings[place].SetCoefficient(count, 1.0 / len(kind.people))
    solver.Objective().SetCoefficient(level, 1.0)
    solver.Objective().SetMaximization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    duals = [row.dual_value() for row in rows[1:]]
    return _Solved(
        level.solution_value(),
        [count.solution_value() for count in counts],
        [
            -floor.dual_value() - (ceilings[place].dual_value() if ceilings else 0.0)
            for place, floor in enumerate(floors)
        ],
        [-floor.dual_value() for floor in floors],
        [dual < -USED_UP for dual in duals],
        [dual > USED_UP for dual in duals],
    )


def _lowest(
    people: People, weights: Sequence[Fraction], solved: _Solved, free: list[int]
) -> list[int]:
    """Where rounding hides the dual: the free types with the lowest chance now."""
    shares = {
        place: solved.aims[place] / len(people.kinds[place].people) / float(weights[place])
        for place in free
    }
    return [place for place in free if shares[place] <= min(shares.values()) + CLOSE]
