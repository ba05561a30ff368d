"""A lottery with given expected people by type: panels and weights whose mean they are.

Panels at every used-up quota surround the aims; a linear program (GLOP) finds the weights, and swaps in
the heaviest panels bring in better ones at its prices until nobody falls short.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import compress

import numpy as np
from ortools.linear_solver import pywraplp

from draw.lottery_greedy import Greed
from draw.lottery_panels import Panel
from draw.lottery_people import People
from draw.lottery_rules import Quotas

ROUNDS = 8
SEEDS = 200
ENOUGH = 1e-9  # a chance may fall so much short
TIRED = 0.3  # how much less a type draws each time it was taken in the same round


def decompose(
    people: People,
    quotas: Quotas,
    aims: Sequence[float],
    columns: list[Panel],
    cap: Fraction | None,
) -> tuple[list[float], float]:
    """Weights of ``columns`` (panels found are added to them) and by how much a chance falls short."""
    greed = Greed(people, quotas)
    known = set(columns)
    weights, short = [1.0], 1.0
    for _ in range(ROUNDS):
        weights, prices, total, short = _weigh(people, aims, columns, cap)
        if not weights or short <= ENOUGH:
            break
        found = _swapped(greed, columns, weights, prices, total)
        new = [panel for panel in found if panel not in known]
        if not new:
            break
        known.update(new)
        columns += dict.fromkeys(new)
    return weights, short


def _swapped(
    greed: Greed,
    columns: Sequence[Panel],
    weights: Sequence[float],
    prices: Sequence[float],
    total: float,
) -> list[Panel]:
    """Panels worth more than ``total`` at these prices, by swaps in the heaviest ones."""
    price = np.array(prices)
    used = np.zeros(len(prices))
    heavy = sorted(range(len(columns)), key=lambda place: (-weights[place], place))
    found = []
    for place in heavy[:SEEDS]:
        panel = greed.improve(columns[place], price / (1 + TIRED * used))
        worth = sum(prices[p] * count for p, count in enumerate(panel) if count)
        if worth > total + ENOUGH:
            found.append(panel)
            used += np.array(panel)
    return found


def _weigh(
    people: People, aims: Sequence[float], columns: Sequence[Panel], cap: Fraction | None
) -> tuple[list[float], list[float], float, float]:
    """(weights, price of one person by type, worth of the panels in use, the largest shortfall)."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    short = solver.NumVar(0.0, 1.0, "short")
    weights = [solver.NumVar(0.0, 1.0, "") for _ in columns]
    total = solver.Constraint(1.0, 1.0)
    sizes = [len(kind.people) for kind in people.kinds]
    every = range(len(sizes))
    floors, ceilings = [], []
    for aim, size in zip(aims, sizes, strict=True):
        floors.append(solver.Constraint(aim / size, solver.infinity()))
        floors[-1].SetCoefficient(short, 1.0)
        if cap is not None:
            ceilings.append(solver.Constraint(-solver.infinity(), float(cap)))
            ceilings[-1].SetCoefficient(short, -1.0)
    for weight, panel in zip(weights, columns, strict=True):
        total.SetCoefficient(weight, 1.0)
        for place in compress(every, panel):
            share = panel[place] / sizes[place]
            floors[place].SetCoefficient(weight, share)
            if ceilings:
                ceilings[place].SetCoefficient(weight, share)
    solver.Objective().SetCoefficient(short, -1.0)
    solver.Objective().SetMaximization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [], [], 0.0, 1.0
    prices = [
        (-floor.dual_value() - (ceilings[place].dual_value() if ceilings else 0.0)) / sizes[place]
        for place, floor in enumerate(floors)
    ]
    found = [weight.solution_value() for weight in weights]
    return found, prices, total.dual_value(), short.solution_value()
