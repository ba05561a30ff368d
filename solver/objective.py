"""The objective of a schedule, measured from its visits alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from solver.need import need_of, staff_of
from solver.problem import Inspector, Problem, Target
from solver.rules.r05_size import counted
from solver.rules.r11_travel import travel_minutes
from solver.schedule import Objective, Visit


def weight_of(problem: Problem, target: Target) -> int:
    """The risk weight of a target."""
    return problem.rules.risk_weight[target.risk]


def measure(problem: Problem, visits: Sequence[Visit]) -> Objective:
    """The four levels of contract §1 for the visits of a schedule.

    Travel and load are those of every person on a visit; size and need are inspectors' alone.
    """
    targets = {target.id: target for target in problem.targets}
    people = {inspector.id: inspector for inspector in problem.inspectors}
    staff = staff_of(problem)
    excess = 0
    for visit in visits:
        need = need_of(staff, targets[visit.target]) or 0
        excess += max(0, counted(people[name] for name in visit.inspectors) - need)
    loads = Counter(name for visit in visits for name in visit.inspectors)
    return Objective(
        weight=sum(weight_of(problem, targets[visit.target]) for visit in visits),
        weight_all=sum(weight_of(problem, target) for target in problem.targets),
        excess=excess,
        travel=total_travel(problem, visits, targets, people),
        max_load=max(loads.values(), default=0),
    )


def total_travel(
    problem: Problem,
    visits: Iterable[Visit],
    targets: dict[str, Target],
    people: dict[str, Inspector],
) -> int:
    """Travel minutes of all people on all days, with the legs from and to units where given."""
    routes: dict[tuple[str, str], list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: (visit.start, visit.target)):
        for name in visit.inspectors:
            routes.setdefault((name, visit.start[:10]), []).append(visit)
    units = {unit.id: (unit.lon, unit.lat) for unit in problem.units or ()}
    total = 0
    for (name, _), route in routes.items():
        stops = [(targets[visit.target].lon, targets[visit.target].lat) for visit in route]
        if problem.units is not None:
            home = units[people[name].unit]
            stops = [home, *stops, home]
        for here, there in pairwise(stops):
            total += travel_minutes(problem.rules.travel, *here, *there)
    return total
