"""The contract's objective, recomputed from the visits alone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

from solver.check.case import Case, Person, Place, Target
from solver.check.cover import smallest_cover
from solver.check.document import Visit

LEVELS = ("weight", "excess", "travel", "max_load")


def objective(case: Case, visits: Iterable[Visit]) -> dict[str, int]:
    """Weight, weight of all targets, excess, travel minutes and largest load.

    Excess counts inspectors alone; an assistant travels and is busy like everybody else.
    """
    visits = tuple(visits)
    visited = {visit.target.id: visit.target for visit in visits}
    routes = by_inspector_day(visits)
    loads: dict[str, int] = {}
    for (name, _), route in routes.items():
        loads[name] = loads.get(name, 0) + len(route)
    needs = Needs(case)
    return {
        "weight": sum(case.terms.weights[target.risk] for target in visited.values()),
        "weight_all": sum(case.terms.weights[target.risk] for target in case.targets.values()),
        "excess": sum(max(0, len(visit.counted) - needs.of(visit.target)) for visit in visits),
        "travel": sum(
            route_travel(case, case.people[name], route) for (name, _), route in routes.items()
        ),
        "max_load": max(loads.values(), default=0),
    }


def taking_part(case: Case, target: Target) -> tuple[str, ...]:
    """The departments of the items in order of first mention, then the lead where it must come."""
    own = tuple(dict.fromkeys(item.department for item in target.items))
    if case.lead is not None and len(own) >= 2 and case.lead not in own:
        return (*own, case.lead)
    return own


class Needs:
    """`need` of a target, as the contract defines it; covers already found are remembered."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._covers: dict[tuple[str, frozenset[str], frozenset[str]], int] = {}
        self._of: dict[str, int] = {}

    def of(self, target: Target) -> int:
        """max(min team, sum over departments of their smallest team); recusals honoured."""
        if target.id not in self._of:
            parts = sum(self._part(target, name) for name in taking_part(self._case, target))
            self._of[target.id] = max(self._case.terms.min_team, parts)
        return self._of[target.id]

    def _part(self, target: Target, department: str) -> int:
        wanted = frozenset(item.specialty for item in target.items if item.department == department)
        members = self._case.departments.get(department, ())
        out = frozenset(person.id for person in members if target.id in person.recused)
        key = (department, wanted, out)
        if key not in self._covers:
            pool = [person.specialties for person in members if person.id not in out]
            # Specialties nobody holds break R07; they must not hide excess elsewhere.
            held = wanted & frozenset().union(*pool)
            self._covers[key] = smallest_cover(held, pool) or 0
        return max(1, self._case.terms.min_department, self._covers[key])


def by_inspector_day(visits: Iterable[Visit]) -> dict[tuple[str, str], list[Visit]]:
    """Each inspector's visits of each day in order of time."""
    found: dict[tuple[str, str], list[Visit]] = {}
    for visit in visits:
        for person in visit.team:
            found.setdefault((person.id, visit.day), []).append(visit)
    for route in found.values():
        route.sort(key=lambda visit: (visit.start, visit.end, visit.index))
    return found


def travel_minutes(case: Case, first: Place, second: Place) -> int:
    """ceil(fixed + manhattan kilometres * minutes a kilometre - 1e-9)."""
    terms = case.terms
    kilometres = (
        abs(first.lon - second.lon) * terms.km_lon + abs(first.lat - second.lat) * terms.km_lat
    )
    return math.ceil(terms.fixed + kilometres * terms.per_km - 1e-9)


def between(case: Case, first: Target, second: Target) -> int:
    """Travel minutes from one target to the next; none where both are the same."""
    return 0 if first.id == second.id else travel_minutes(case, first.place, second.place)


def route_travel(case: Case, person: Person, route: list[Visit]) -> int:
    """Minutes of one inspector's day, with the legs from and to the unit where units are given."""
    total = sum(between(case, first.target, second.target) for first, second in pairwise(route))
    if case.units is not None:
        home = case.units[person.unit]
        total += travel_minutes(case, home, route[0].target.place)
        total += travel_minutes(case, route[-1].target.place, home)
    return total
