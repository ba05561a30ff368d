"""Bounds on travel and weight by column generation, department by department.

Every department must bring its people to every target whatever the others do; so the sum of the
departments' own least travels bounds the schedule's. A department alone is covered by day routes of
its people; its linear relaxation is solved by generating routes (Dantzig and Wolfe 1960, Desrosiers
et al. 1984), and each set of dual prices, rounded to integers, gives a Lagrangian bound that holds
exactly whatever the linear solver's accuracy.

The same relaxation with travel free of charge bounds the weight: no department can supply more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from ortools.linear_solver import pywraplp

from solver import pricing
from solver.model import Arrays, Ints
from solver.state import State

UNIT = 1024  # prices are integers in 1/1024 minutes
MISSED = 50  # minutes charged in the relaxation for each place of a target left out
PULL = 0.6  # how far prices are pulled to the best ones so far (Wentges 1997)

Route = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """One department's part of the problem: visits v, the person-days that can be used."""

    targets: Ints  # v -> target
    demand: Ints  # v -> people wanted
    bits: Ints  # v, bit -> 1 where a specialty is asked
    holds: dict[int, Ints]  # person -> v, bit -> 1 where held; row of -1 where kept away
    days: tuple[tuple[int, int], ...]  # person, day


def crews_of(arrays: Arrays) -> list[Crew]:
    """The departments' parts, over the targets that can be visited at all."""
    entries: dict[int, list[tuple[int, int]]] = {}
    for t in np.flatnonzero(arrays.clean):
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            if arrays.entry_counts[e]:
                entries.setdefault(int(arrays.entry_dept[e]), []).append((int(t), e))
    return [_crew(arrays, entries[department]) for department in sorted(entries)]


def _crew(arrays: Arrays, entries: list[tuple[int, int]]) -> Crew:
    width = max(1, int(arrays.sizes[2]))
    places = np.arange(width)
    full = arrays.entry_full[[e for _, e in entries]]
    holds: dict[int, Ints] = {}
    for visit, (_, e) in enumerate(entries):
        for c in range(arrays.el_ptr[e], arrays.el_ptr[e + 1]):
            person = int(arrays.el_insp[c])
            if person not in holds:
                holds[person] = np.full((len(entries), width), -1, dtype=np.int64)
            holds[person][visit] = arrays.el_mask[c] >> places & 1
    return Crew(
        targets=np.array([t for t, _ in entries], dtype=np.int64),
        demand=arrays.entry_min[[e for _, e in entries]],
        bits=(full[:, None] >> places[None, :] & 1).astype(np.int64),
        holds=holds,
        days=tuple(
            (person, int(day))
            for person in sorted(holds)
            for day in np.flatnonzero(arrays.avail[person])
            if arrays.most_visits[person] > 0
        ),
    )


class Pricer:
    """Finds every person-day's best route at given prices; keeps the arrays that search wants."""

    def __init__(self, arrays: Arrays, crew: Crew, rate: int) -> None:
        self.arrays, self.crew, self.rate = arrays, crew, rate
        self.way = arrays.way[np.ix_(crew.targets, crew.targets)].astype(np.int64)
        self.length = arrays.length[crew.targets]
        self.starts = {day: self._starts(day) for day in sorted({day for _, day in crew.days})}
        widest = max((len(owner) for _, owner, _ in self.starts.values()), default=0)
        most = max(1, int(arrays.most_visits.max(initial=1)))
        self.cost = np.zeros((most, widest + 1, 2), dtype=np.int64)
        self.before = np.zeros((most, widest + 1, 2), dtype=np.int64)
        self.route = np.zeros(most + 2, dtype=np.int64)

    def _starts(self, day: int) -> tuple[Ints, Ints, Ints]:
        """First start of each visit, visit of each start, and the starts of a day."""
        a, days = self.arrays, self.arrays.avail.shape[1]
        rows = [
            a.start[a.start_ptr[t * days + day] : a.start_ptr[t * days + day + 1]]
            for t in self.crew.targets
        ]
        sizes = [len(row) for row in rows]
        ptr = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        owner = np.repeat(np.arange(len(rows)), sizes).astype(np.int64)
        return ptr, owner, np.concatenate(rows).astype(np.int64)

    def legs(self, person: int) -> tuple[Ints, Ints]:
        """Minutes from and to the person's unit for every visit; 0 where units have no place."""
        home = int(self.arrays.home[person])
        if home < 0:
            zero = np.zeros(len(self.length), dtype=np.int64)
            return zero, zero
        way = self.arrays.way
        targets = self.crew.targets
        return way[home, targets].astype(np.int64), way[targets, home].astype(np.int64)

    def best(self, place: int, prize: Ints) -> tuple[int, Route]:
        """Least cost and route of one person-day."""
        person, day = self.crew.days[place]
        ptr, owner, start = self.starts[day]
        leave, back = self.legs(person)
        most = min(int(self.arrays.most_visits[person]), len(self.cost))
        cost = pricing.best_day(
            self.way,
            self.rate,
            ptr,
            owner,
            start,
            self.length,
            prize,
            leave * self.rate,
            back * self.rate,
            most,
            self.cost,
            self.before,
            self.route,
        )
        route = []
        for visit in self.route:
            if visit < 0:
                break
            route.append(int(visit))
        return int(cost), tuple(reversed(route))

    def charge(self, person: int, route: Route) -> int:
        """Minutes of a day's route; 0 where travel is free."""
        if not self.rate:
            return 0
        leave, back = self.legs(person)
        legs = sum(int(self.way[u, v]) for u, v in pairwise(route))
        return legs + int(leave[route[0]]) + int(back[route[-1]])


class Master:
    """The linear relaxation over the routes known so far; prices come from its duals.

    `missed` is what leaving a target out costs, for each visit of the crew.
    """

    def __init__(self, crew: Crew, missed: Ints) -> None:
        self.crew = crew
        self.lp = pywraplp.Solver.CreateSolver("GLOP")
        self.lp.SuppressOutput()
        infinity = self.lp.infinity()
        self.objective = self.lp.Objective()
        self.objective.SetMinimization()
        self.places = [self.lp.Constraint(float(n), infinity) for n in crew.demand]
        self.skills = {
            (int(v), int(b)): self.lp.Constraint(1.0, infinity) for v, b in np.argwhere(crew.bits)
        }
        self.once = [self.lp.Constraint(-infinity, 1.0) for _ in crew.days]
        self.value = 0.0
        self.known: set[tuple[int, Route]] = set()
        for visit, cost in enumerate(missed):
            left_out = self.lp.NumVar(0, infinity, "")
            self.objective.SetCoefficient(left_out, float(cost))
            self.places[visit].SetCoefficient(left_out, float(crew.demand[visit]))
            for bit in np.flatnonzero(crew.bits[visit]):
                self.skills[visit, int(bit)].SetCoefficient(left_out, 1)

    def add(self, place: int, route: Route, travel: int) -> bool:
        """Make a route known; False when it was."""
        if (place, route) in self.known:
            return False
        self.known.add((place, route))
        column = self.lp.NumVar(0, self.lp.infinity(), "")
        self.objective.SetCoefficient(column, travel)
        self.once[place].SetCoefficient(column, 1)
        held = self.crew.holds[self.crew.days[place][0]]
        for visit in set(route):
            self.places[visit].SetCoefficient(column, route.count(visit))
            for bit in np.flatnonzero(held[visit] & self.crew.bits[visit]):
                self.skills[visit, int(bit)].SetCoefficient(column, route.count(visit))
        return True

    def prices(self) -> tuple[Ints, Ints]:
        """Prices of places and of specialties, in 1/UNIT minutes."""
        self.lp.Solve()
        self.value = float(self.objective.Value())
        place = np.array([_scaled(row.dual_value()) for row in self.places], dtype=np.int64)
        skill = np.zeros(self.crew.bits.shape, dtype=np.int64)
        for key, row in self.skills.items():
            skill[key] = _scaled(row.dual_value())
        return place, skill


def _scaled(dual: float) -> int:
    return max(0, round(dual * UNIT))


@dataclass(frozen=True, slots=True)
class Certificate:
    """A Lagrangian bound: what each target is worth to the crew, and what its days cost at that."""

    worth: dict[int, int]  # target -> scaled minutes (or weight)
    days: int  # scaled, at most 0
    prices: tuple[Ints, Ints] | None = None  # of places and specialties, where they are one crew's

    def bound(self, lost: int, weight: Ints) -> int:
        """The bound, scaled, when targets of at most `lost` weight may be left out."""
        return sum(self.worth.values()) - dearest(self.worth, lost, weight) + self.days


def dearest(worth: dict[int, int], lost: int, weight: Ints) -> int:
    """The most worth that targets of at most `lost` weight can have together (a knapsack)."""
    best = np.zeros(lost + 1, dtype=np.int64)
    for target in sorted(worth):
        own = int(weight[target])
        if own == 0:
            best += worth[target]
            continue
        for spent in range(lost, own - 1, -1):
            best[spent] = max(best[spent], best[spent - own] + worth[target])
    return int(best[lost])


def crew_travel(arrays: Arrays, crew: Crew, state: State, rounds: int, lost: int) -> Certificate:
    """The best bound found on one department's travel; the schedule's routes start it off."""
    pricer, master = Pricer(arrays, crew, UNIT), Master(crew, MISSED * crew.demand)
    for place, route in routes_of(crew, state):
        master.add(place, route, pricer.charge(crew.days[place][0], route))
    return _generate(pricer, master, rounds, lambda made: made.bound(lost, arrays.weight))


def crew_lost(arrays: Arrays, crew: Crew, state: State, rounds: int) -> Certificate:
    """The best bound found on the weight one department's people must leave out."""
    weight = arrays.weight[crew.targets]
    pricer, master = Pricer(arrays, crew, 0), Master(crew, weight)
    for place, route in routes_of(crew, state):
        master.add(place, route, 0)
    return _generate(pricer, master, rounds, lambda made: lost_weight(made, arrays.weight))


def lost_weight(made: Certificate, weight: Ints) -> int:
    """What a certificate says of the weight left out, scaled: no target counts above its weight."""
    worth = sum(min(value, int(weight[t]) * UNIT) for t, value in made.worth.items())
    return worth + made.days


def together(made: list[Certificate]) -> Certificate:
    """The departments' certificates as one."""
    worth: dict[int, int] = {}
    for one in made:
        for target, value in one.worth.items():
            worth[target] = worth.get(target, 0) + value
    return Certificate(worth, sum(one.days for one in made))


def _generate(
    pricer: Pricer, master: Master, rounds: int, value: Callable[[Certificate], int]
) -> Certificate:
    """Generate routes for some rounds; returns the certificate of highest value."""
    centre = _opening(pricer)
    best, _ = _round(pricer, master, centre)
    for _ in range(rounds):
        prices = master.prices()
        if master.value * UNIT <= -(-value(best) // UNIT) * UNIT - UNIT + 1:
            break  # rounded up, the bound is already as high as the relaxation allows
        tried = _between(centre, prices)
        made, fresh = _round(pricer, master, tried)
        if fresh == 0:
            tried = prices
            made, fresh = _round(pricer, master, tried)
        if value(made) > value(best):
            best, centre = made, tried
        if fresh == 0:
            break
    return best


def _opening(pricer: Pricer) -> tuple[Ints, Ints]:
    """Prices to start from: a place earns the shortest leg to its target, cut at one level.

    At these prices a second visit never pays for its leg, so a day costs at most the level: the
    bound is that of counting legs (`bounds.quick_travel_bound`), and generation improves on it.
    """
    crew = pricer.crew
    place = np.zeros(len(crew.targets), dtype=np.int64)
    if pricer.rate and len(place) > 1:
        ways = pricer.way.copy()
        np.fill_diagonal(ways, np.iinfo(np.int64).max)
        nearest = ways.min(axis=0)
        levels = np.unique(np.concatenate(([0], nearest)))
        worths = [int((np.minimum(nearest, c) * crew.demand).sum()) for c in levels]
        gains = [worth - int(c) * len(crew.days) for worth, c in zip(worths, levels, strict=True)]
        place = np.minimum(nearest, levels[int(np.argmax(gains))]) * UNIT
    return place.astype(np.int64), np.zeros(crew.bits.shape, dtype=np.int64)


def rounds_for(crew: Crew, work: int) -> int:
    """How many rounds a budget pays for: a round looks at every pair of visits for every day."""
    a_round = max(1, len(crew.days) * len(crew.targets) ** 2 * 84)
    return min(100, work // a_round)


def _between(centre: tuple[Ints, Ints], prices: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Prices pulled towards the best ones so far."""
    pull = round(PULL * UNIT)
    place, skill = (
        (c * pull + p * (UNIT - pull)) // UNIT for c, p in zip(centre, prices, strict=True)
    )
    return place, skill


def _round(pricer: Pricer, master: Master, prices: tuple[Ints, Ints]) -> tuple[Certificate, int]:
    """Price all person-days once: the certificate, and how many routes were new."""
    place_price, skill_price = prices
    crew = pricer.crew
    worth = place_price * crew.demand + (skill_price * crew.bits).sum(axis=1)
    days = fresh = 0
    prizes: dict[int, Ints] = {}
    for place, (person, _) in enumerate(crew.days):
        if person not in prizes:
            prizes[person] = prize_of(crew, person, prices)
        cost, route = pricer.best(place, prizes[person])
        days += cost
        if cost < 0:
            fresh += master.add(place, route, pricer.charge(person, route))
    targets = (int(t) for t in crew.targets)
    return Certificate(dict(zip(targets, map(int, worth), strict=True)), days, prices), fresh


def prize_of(crew: Crew, person: int, prices: tuple[Ints, Ints]) -> Ints:
    """What each visit earns a person, -1 where it earns nothing or the person is kept away."""
    held = crew.holds[person]
    won = prices[0] + (prices[1] * np.maximum(held, 0) * crew.bits).sum(axis=1)
    return np.where((held[:, 0] < 0) | (won <= 0), -1, won).astype(np.int64)


def routes_of(crew: Crew, state: State) -> list[tuple[int, Route]]:
    """The day routes of a schedule's people, as columns of a crew."""
    visit = {int(t): v for v, t in enumerate(crew.targets)}
    made = []
    for place, (person, day) in enumerate(crew.days):
        count = int(state.visits[day, person])
        route = [int(t) for t in state.route[day, person, :count]]
        if route and all(t in visit and crew.holds[person][visit[t], 0] >= 0 for t in route):
            made.append((place, tuple(visit[t] for t in route)))
    return made


def travel_proofs(
    arrays: Arrays, state: State, work: int, lost: int
) -> list[tuple[Crew, Certificate]]:
    """Each department with the best bound on its travel, if at most `lost` weight is left out."""
    crews = crews_of(arrays)
    return [
        (crew, crew_travel(arrays, crew, state, rounds_for(crew, work // len(crews)), lost))
        for crew in crews
    ]


def proven_travel(arrays: Arrays, proofs: list[tuple[Crew, Certificate]], lost: int) -> int:
    """The travel minutes the proofs show together."""
    if lost == 0:
        return sum(minutes(made.bound(0, arrays.weight)) for _, made in proofs)
    return minutes(together([made for _, made in proofs]).bound(lost, arrays.weight))


def minutes(scaled: int) -> int:
    """Whole minutes: a scaled bound rounded up, never below 0."""
    return max(0, -(-scaled // UNIT))


def lost_bound(arrays: Arrays, state: State, work: int) -> int:
    """The least weight any schedule leaves out of the targets that can be visited."""
    crews = crews_of(arrays)
    made = [crew_lost(arrays, crew, state, rounds_for(crew, work // len(crews))) for crew in crews]
    values = [lost_weight(one, arrays.weight) for one in [*made, together(made)]]
    return max(0, *(-(-value // UNIT) for value in values))
