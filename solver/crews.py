"""A problem seen department by department: whom each must bring where, and by which routes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver import pricing
from solver.model import Arrays, Ints
from solver.state import State

Route = tuple[int, ...]

KEPT = 4  # routes kept of one person-day's search: the last to beat all before
MOST_STEPS = 2_000_000  # of one such search, before its relaxed value is taken
A_CALL = 1_000  # steps that one search costs beside its own


@dataclass(frozen=True, slots=True)
class Crew:
    """One department's part of the problem: visits v, the person-days that can be used."""

    targets: Ints  # v -> target
    demand: Ints  # v -> people wanted
    bits: Ints  # v, bit -> 1 where a specialty is asked
    holds: dict[int, Ints]  # person -> v, bit -> 1 where held; row of -1 where kept away
    days: tuple[tuple[int, int], ...]  # person, day


def crews_of(arrays: Arrays, *, lean: bool = False) -> list[Crew]:
    """The departments' parts, over the targets that can be visited at all.

    `lean`: no team is larger than needed, so who goes alone must hold all that is asked.
    """
    entries: dict[int, list[tuple[int, int]]] = {}
    for t in np.flatnonzero(arrays.clean):
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            if arrays.entry_counts[e]:
                entries.setdefault(int(arrays.entry_dept[e]), []).append((int(t), e))
    return [_crew(arrays, entries[department], lean) for department in sorted(entries)]


def _crew(arrays: Arrays, entries: list[tuple[int, int]], lean: bool) -> Crew:
    width = max(1, int(arrays.sizes[2]))
    places = np.arange(width)
    full = arrays.entry_full[[e for _, e in entries]]
    alone = lean & (arrays.entry_min[[e for _, e in entries]] == 1)
    alone &= arrays.plain[[t for t, _ in entries]] == 1
    holds: dict[int, Ints] = {}
    for visit, (_, e) in enumerate(entries):
        for c in range(arrays.el_ptr[e], arrays.el_ptr[e + 1]):
            person, mask = int(arrays.el_insp[c]), int(arrays.el_mask[c])
            if person not in holds:
                holds[person] = np.full((len(entries), width), -1, dtype=np.int64)
            if not alone[visit] or mask == full[visit]:
                holds[person][visit] = mask >> places & 1
    bits = (full[:, None] >> places[None, :] & 1).astype(np.int64)
    bits[alone] = 0
    return Crew(
        targets=np.array([t for t, _ in entries], dtype=np.int64),
        demand=arrays.entry_min[[e for _, e in entries]],
        bits=bits,
        holds=holds,
        days=tuple(
            (person, int(day))
            for person in sorted(holds)
            for day in np.flatnonzero(arrays.avail[person])
            if arrays.most_visits[person] > 0
        ),
    )


def routes_of(crew: Crew, state: State) -> list[tuple[int, Route]]:
    """The day routes of a schedule's people, as places of person-days and visits of a crew."""
    visit = {int(t): v for v, t in enumerate(crew.targets)}
    made = []
    for place, (person, day) in enumerate(crew.days):
        count = int(state.visits[day, person])
        route = [int(t) for t in state.route[day, person, :count]]
        if route and all(t in visit and crew.holds[person][visit[t], 0] >= 0 for t in route):
            made.append((place, tuple(visit[t] for t in route)))
    return made


class Pricer:
    """Finds every person-day's best route at given prices; keeps the arrays that search wants."""

    def __init__(self, arrays: Arrays, crew: Crew, rate: int) -> None:
        self.arrays, self.crew, self.rate = arrays, crew, rate
        self.way = arrays.way[np.ix_(crew.targets, crew.targets)].astype(np.int64)
        self.length = arrays.length[crew.targets]
        self.step = int(arrays.sizes[5])
        days = sorted({day for _, day in crew.days})
        self.nodes = {day: self._runs(day) for day in days}
        widest = max((len(node) for node in self.nodes.values()), default=0)
        most = max(1, int(arrays.most_visits.max(initial=1)))
        self.gain = np.zeros((most, widest), dtype=np.int64)
        self.path = np.zeros((most + 2, 4), dtype=np.int64)
        self.routes = np.zeros((KEPT, most + 1), dtype=np.int64)
        self.steps = 0

    def _runs(self, day: int) -> Ints:
        """Visit, first and last start of every unbroken run of starts on a day."""
        a, days = self.arrays, self.arrays.avail.shape[1]
        made: list[tuple[int, int, int]] = []
        for visit, t in enumerate(self.crew.targets):
            row = a.start[a.start_ptr[t * days + day] : a.start_ptr[t * days + day + 1]]
            runs = np.split(row, np.flatnonzero(np.diff(row) != self.step) + 1)
            made.extend((visit, int(run[0]), int(run[-1])) for run in runs if len(run))
        return np.array(made, dtype=np.int64).reshape(-1, 3)

    def legs(self, person: int) -> tuple[Ints, Ints]:
        """Minutes from and to the person's unit for every visit; 0 where units have no place."""
        home = int(self.arrays.home[person])
        if home < 0:
            zero = np.zeros(len(self.length), dtype=np.int64)
            return zero, zero
        way = self.arrays.way
        targets = self.crew.targets
        return way[home, targets].astype(np.int64), way[targets, home].astype(np.int64)

    def best(self, place: int, prize: Ints) -> tuple[int, list[Route]]:
        """Least cost of one person-day (or a bound on it), and routes found on the way to it."""
        person, day = self.crew.days[place]
        leave, back = self.legs(person)
        most = int(self.arrays.most_visits[person])
        node = self.nodes[day]
        cost = pricing.best_day(
            self.way,
            self.rate,
            node[prize[node[:, 0]] > 0],
            self.step,
            self.length,
            prize,
            leave * self.rate,
            back * self.rate,
            most,
            MOST_STEPS,
            self.gain,
            self.path,
            self.routes,
        )
        self.steps += int(self.path[most, 1]) + A_CALL
        found = min(int(self.path[most, 0]), KEPT)
        return int(cost), [self._read(row) for row in self.routes[:found]]

    def within(self, place: int, prize: Ints, worst: int, most_routes: int) -> list[Route] | None:
        """Every route of one person-day that costs at most `worst`; None where too many do.

        Prizes below 0 count as none: visits that earn nothing may be part of a day too.
        """
        person, day = self.crew.days[place]
        leave, back = self.legs(person)
        can = self.crew.holds[person][:, 0] >= 0
        node = self.nodes[day]
        node = node[can[node[:, 0]]]
        found = np.zeros((most_routes + 1, len(self.path)), dtype=np.int64)
        count = pricing.all_days(
            self.way,
            self.rate,
            node,
            self.step,
            self.length,
            np.maximum(prize, 0),
            leave * self.rate,
            back * self.rate,
            int(self.arrays.most_visits[person]),
            worst,
            self.gain,
            self.path,
            found,
        )
        if count < 0:
            return None
        return sorted({self._read(row) for row in found[:count]})

    def _read(self, row: Ints) -> Route:
        route = []
        for visit in row:
            if visit < 0:
                break
            route.append(int(visit))
        return tuple(route)

    def charge(self, person: int, route: Route) -> int:
        """Minutes of a day's route; 0 where travel is free."""
        if not self.rate:
            return 0
        leave, back = self.legs(person)
        legs = sum(int(self.way[u, v]) for u, v in pairwise(route))
        return legs + int(leave[route[0]]) + int(back[route[-1]])
