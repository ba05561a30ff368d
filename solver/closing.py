"""The last minutes: all days that can still be part of a better schedule, and the best of them.

At the prices of a bound, a schedule that travels at most `travel` minutes uses no day whose reduced
cost lies further from its person's least than the bound lies from `travel` (route enumeration by
reduced cost, Baldacci, Christofides and Mingozzi 2008). Where few days are left, CP-SAT chooses
among them: visits meet at one start, days follow each other in time. First the least travel, then the
least largest load. One worker and deterministic time, so the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.columns import Certificate, minutes
from solver.crews import Crew, Pricer, Route, routes_of
from solver.improve import restore
from solver.master import UNIT
from solver.model import Arrays
from solver.state import State, empty_state

MOST_DAYS = 3_000  # days to choose among, beyond which nothing is tried
DAY = 1440  # minutes


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible day of one person."""

    crew: int
    place: int  # of the person-day in the crew
    route: Route  # visits of the crew
    minutes: int


@dataclass(frozen=True, slots=True)
class Closed:
    """What choosing among the days gave: the state, and what is proven of travel and load."""

    state: State | None  # None where nothing better was found
    travel: int
    max_load: int


def close(
    arrays: Arrays,
    crews: Sequence[Crew],
    proof: Certificate,
    state: State,
    work: tuple[float, float],
) -> Closed | None:
    """The best schedule of all that travel no more than `state`; None where days are too many.

    For states that visit all that can be visited with the smallest teams, nothing pinned. `work` is
    the deterministic seconds for travel and for loads. `travel` and `max_load` of the answer are
    bounds; that on the load holds where travel is settled, else it is 0.
    """
    choices = _choices(arrays, crews, proof, int(state.total[2]))
    if choices is None:
        return None
    floor = minutes(proof.bound(0, arrays.weight))
    model = _Model(arrays, crews, choices, state, floor)
    least, found = model.solve(model.travel, work[0])
    best = found or state
    if least < int(best.total[2]):
        return Closed(found, least, 0)
    model.model.add(model.travel == least)
    most, even = model.solve(model.max_load, work[1])
    return Closed(even or found, least, most)


def _choices(
    arrays: Arrays, crews: Sequence[Crew], proof: Certificate, travel: int
) -> list[Choice] | None:
    """Every day not ruled out by its reduced cost, or None when there are too many."""
    slack = travel * UNIT - sum(proof.worth.values()) - proof.days
    made: list[Choice] = []
    for c, (crew, prices) in enumerate(zip(crews, proof.prices, strict=True)):
        pricer = Pricer(arrays, crew, UNIT)
        daily = prices.place.shape[1] > 1
        for place, (person, day) in enumerate(crew.days):
            prize = prices.prize(crew, person, day if daily else 0)
            least, _ = pricer.best(place, prize)
            routes = pricer.within(place, prize, least + slack, MOST_DAYS - len(made))
            if routes is None:
                return None
            made.extend(Choice(c, place, r, pricer.charge(person, r)) for r in routes)
    return made


class _Model:
    """Which day each person has, and when each target is visited."""

    def __init__(
        self,
        arrays: Arrays,
        crews: Sequence[Crew],
        choices: Sequence[Choice],
        state: State,
        floor: int,
    ) -> None:
        self.arrays, self.crews, self.choices = arrays, crews, choices
        self.model = cp_model.CpModel()
        self.there: dict[int, dict[int, cp_model.IntVar]] = {}  # target -> day -> visited then
        self.start = {int(t): self._moment(int(t)) for t in np.flatnonzero(arrays.clean)}
        self.chosen = [self.model.new_bool_var("") for _ in choices]
        self.travel = self.model.new_int_var(floor, int(state.total[2]), "")
        self.model.add(
            self.travel == sum(c.minutes * var for var, c in zip(self.chosen, choices, strict=True))
        )
        self.max_load = self.model.new_int_var(0, int(arrays.entry_min.sum()), "")
        self._one_day_each()
        self._all_come()
        self._in_time()
        self._hint(state)

    def _moment(self, t: int) -> cp_model.IntVar:
        """A target's start in minutes from the beginning of the first day; its day with it."""
        a, days = self.arrays, self.arrays.avail.shape[1]
        start = self.model.new_int_var(0, days * DAY, "")
        self.there[t] = {}
        for d in range(days):
            row = range(a.start_ptr[t * days + d], a.start_ptr[t * days + d + 1])
            if len(row):
                there = self.there[t][d] = self.model.new_bool_var("")
                today = [d * DAY + int(a.start[x]) for x in row]
                domain = cp_model.Domain.from_values(today)
                self.model.add_linear_expression_in_domain(start, domain).only_enforce_if(there)
        self.model.add_exactly_one(self.there[t].values())
        return start

    def _one_day_each(self) -> None:
        """A person-day is one choice or none; loads add up over the days."""
        of_day: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        load: dict[int, list[cp_model.LinearExprT]] = {}
        for var, choice in zip(self.chosen, self.choices, strict=True):
            of_day.setdefault((choice.crew, choice.place), []).append(var)
            person, _ = self.crews[choice.crew].days[choice.place]
            load.setdefault(person, []).append(len(choice.route) * var)
        for variables in of_day.values():
            self.model.add_at_most_one(variables)
        for parts in load.values():
            self.model.add(sum(parts) <= self.max_load)

    def _all_come(self) -> None:
        """Every department brings, on the visit's day, as many people as needed (R06, R07)."""
        going: dict[tuple[int, int, int], list[tuple[cp_model.IntVar, int]]] = {}
        for var, choice in zip(self.chosen, self.choices, strict=True):
            person, day = self.crews[choice.crew].days[choice.place]
            for visit in choice.route:
                going.setdefault((choice.crew, visit, day), []).append((var, person))
        for c, crew in enumerate(self.crews):
            for visit, (t, count) in enumerate(
                zip(crew.targets.tolist(), crew.demand, strict=True)
            ):
                for day, there in self.there[t].items():
                    here = going.get((c, visit, day), [])
                    self.model.add(sum(var for var, _ in here) == int(count) * there)
                    for bit in np.flatnonzero(crew.bits[visit]):
                        held = [v for v, person in here if crew.holds[person][visit, bit] == 1]
                        self.model.add(sum(held) >= there)

    def _in_time(self) -> None:
        """A chosen day's visits follow each other, each after the one before and the way (R11)."""
        a = self.arrays
        for var, choice in zip(self.chosen, self.choices, strict=True):
            crew = self.crews[choice.crew]
            stops = [int(crew.targets[v]) for v in choice.route]
            for t, u in pairwise(stops):
                gap = int(a.length[t]) + int(a.way[t, u])
                self.model.add(self.start[u] >= self.start[t] + gap).only_enforce_if(var)
            self._windows(var, stops, crew.days[choice.place][1])

    def _windows(self, var: cp_model.IntVar, stops: list[int], day: int) -> None:
        """The earliest and latest start of each visit of a chosen day, given the others."""
        a, days = self.arrays, self.arrays.avail.shape[1]
        rows = [
            a.start[a.start_ptr[t * days + day] : a.start_ptr[t * days + day + 1]] for t in stops
        ]
        gaps = [int(a.length[t] + a.way[t, u]) for t, u in pairwise(stops)]
        ready, early = 0, []
        for row, gap in zip(rows, [*gaps, 0], strict=True):
            early.append(int(row[np.searchsorted(row, ready)]))
            ready = early[-1] + gap
        due, late = DAY, []
        for row, gap in zip(reversed(rows), [0, *reversed(gaps)], strict=True):
            late.append(int(row[np.searchsorted(row, due - gap, side="right") - 1]))
            due = late[-1]
        for t, first, last in zip(stops, early, reversed(late), strict=True):
            span = (day * DAY + first, day * DAY + last)
            self.model.add_linear_constraint(self.start[t], *span).only_enforce_if(var)

    def _hint(self, state: State) -> None:
        """The schedule known already."""
        days = {
            (c, place): route
            for c, crew in enumerate(self.crews)
            for place, route in routes_of(crew, state)
        }
        for var, choice in zip(self.chosen, self.choices, strict=True):
            self.model.add_hint(var, days.get((choice.crew, choice.place)) == choice.route)
        for t, var in self.start.items():
            self.model.add_hint(var, int(state.day[t]) * DAY + int(state.start[t]))

    def solve(self, goal: cp_model.IntVar, work: float) -> tuple[int, State | None]:
        """A bound on the goal, and the best state found (None: none)."""
        self.model.minimize(goal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2  # the relaxation over days is nearly tight
        solver.parameters.max_deterministic_time = work
        status = solver.solve(self.model)
        least = int(np.ceil(solver.best_objective_bound - 1e-6))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return max(0, least), None
        return least, self._state(solver)

    def _state(self, solver: cp_model.CpSolver) -> State:
        """The visits of a solution, with routes and totals."""
        state = empty_state(self.arrays)
        for t, var in self.start.items():
            state.day[t], state.start[t] = divmod(solver.value(var), DAY)
        for var, choice in zip(self.chosen, self.choices, strict=True):
            if not solver.boolean_value(var):
                continue
            crew = self.crews[choice.crew]
            for visit in choice.route:
                t = int(crew.targets[visit])
                state.team[t, state.size[t]] = crew.days[choice.place][0]
                state.size[t] += 1
        return restore(self.arrays, state)
