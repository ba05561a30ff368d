"""Small departments enumerated: the least largest load that goes with the least travel.

Where travel is proven, every department travels exactly its own least minutes. A department of few
targets has few different days; choosing among all of them bounds the load of every such schedule.
"""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
from ortools.sat.python import cp_model

from solver.columns import Certificate
from solver.crews import Crew, Pricer
from solver.master import UNIT
from solver.model import Arrays

MOST_DAYS = 40_000  # different days of people, beyond which nothing is enumerated
MOST_VISITS = 4  # and visits a day
WORK = 10.0  # deterministic seconds


def least_load(arrays: Arrays, crew: Crew, proof: Certificate, travel: int) -> int:
    """A bound on the largest load in a department whose people travel at most `travel` minutes.

    Days that the proof's prices rule out at that travel are dropped first (reduced cost fixing).
    0 where the department is too large to enumerate.
    """
    pricer = Pricer(arrays, crew, UNIT)
    days = _all_days(arrays, crew, pricer, travel)
    if days is not None:
        days = _affordable(pricer, proof, days, travel)
    if days is None:
        return 0
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in days]
    for place in range(len(crew.days)):
        model.add_at_most_one(
            var for var, (where, _, _) in zip(chosen, days, strict=True) if where == place
        )
    loads: dict[int, list[cp_model.LinearExprT]] = {}
    for var, (place, visits, _) in zip(chosen, days, strict=True):
        loads.setdefault(crew.days[place][0], []).append(len(visits) * var)
    for visit, count in enumerate(crew.demand):
        going = [(var, day) for var, day in zip(chosen, days, strict=True) if visit in day[1]]
        model.add(sum(var for var, _ in going) == int(count))
        for bit in np.flatnonzero(crew.bits[visit]):
            holders = [
                var for var, (place, _, _) in going if crew.holds[crew.days[place][0]][visit, bit]
            ]
            model.add(sum(holders) >= 1)
    model.add(sum(m * var for var, (_, _, m) in zip(chosen, days, strict=True)) <= travel)
    most = model.new_int_var(0, int(crew.demand.sum()), "")
    for load in loads.values():
        model.add(sum(load) <= most)
    model.minimize(most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0
    return int(np.ceil(solver.best_objective_bound - 1e-6))


def _affordable(
    pricer: Pricer, proof: Certificate, days: list[tuple[int, tuple[int, ...], int]], travel: int
) -> list[tuple[int, tuple[int, ...], int]]:
    """The days whose use does not push the bound of the proof beyond `travel`."""
    crew, (prices,) = pricer.crew, proof.prices
    slack = travel * UNIT - sum(proof.worth.values()) - proof.days
    prizes = {person: prices.prize(crew, person, 0) for person in sorted(crew.holds)}
    least = [pricer.best(place, prizes[person])[0] for place, (person, _) in enumerate(crew.days)]
    made = []
    for place, visits, minutes in days:
        won = sum(max(0, int(prizes[crew.days[place][0]][v])) for v in visits)
        if minutes * UNIT - won - least[place] <= slack:
            made.append((place, visits, minutes))
    return made


def _all_days(
    arrays: Arrays, crew: Crew, pricer: Pricer, travel: int
) -> list[tuple[int, tuple[int, ...], int]] | None:
    """Every (person-day, visits, least minutes) that is possible, or None when there are too many."""
    made: list[tuple[int, tuple[int, ...], int]] = []
    for place, (person, day) in enumerate(crew.days):
        can = [v for v in range(len(crew.targets)) if crew.holds[person][v, 0] >= 0]
        most = min(int(arrays.most_visits[person]), len(can))
        if most > MOST_VISITS or len(can) ** most > 4 * MOST_DAYS:
            return None
        for count in range(1, most + 1):
            for visits in combinations(can, count):
                minutes = [
                    pricer.charge(person, order)
                    for order in permutations(visits)
                    if pricer.charge(person, order) <= travel and _in_time(pricer, day, order)
                ]
                if minutes:
                    made.append((place, visits, min(minutes)))
        if len(made) > MOST_DAYS:
            return None
    return made


def _in_time(pricer: Pricer, day: int, order: tuple[int, ...]) -> bool:
    """Whether the visits can follow each other on the day, each as early as it can be."""
    node = pricer.nodes[day]
    ready = 0
    for x, visit in enumerate(order):
        if x:
            ready += int(pricer.way[order[x - 1], visit])
        ways = [
            (int(first) + max(0, -(-(ready - int(first)) // pricer.step)) * pricer.step, int(last))
            for v, first, last in node
            if v == visit
        ]
        starts = [start for start, last in ways if start <= last]
        if not starts:
            return False
        ready = min(starts) + int(pricer.length[visit])
    return True
