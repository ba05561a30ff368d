"""Bounds on travel and weight by column generation over day routes of one department's people.

Every department must bring its people to every target whatever the others do; so the sum of the
departments' own least travels bounds the schedule's. Looked at together, they must also come on the
same day, which raises the bound where people are scarce. The linear relaxation is solved by
generating routes (Dantzig and Wolfe 1960, Desrosiers et al. 1984), and each set of prices, rounded
to integers, gives a Lagrangian bound that holds exactly whatever the linear solver's accuracy.

The same relaxation with travel free of charge bounds the weight: no department can supply more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from solver.crews import Crew, Pricer, Route, crews_of, routes_of
from solver.master import UNIT, Master, Meeting, Prices, meeting, no_prices
from solver.model import Arrays, Ints
from solver.state import State

MISSED = 50  # minutes charged in the relaxation for each place of a target left out
PULL = 0.6  # how far prices are pulled to the best ones so far (Wentges 1997)
MOST_ROUNDS = 400
THREADS = 2

Value = Callable[["Certificate"], int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A Lagrangian bound: what each target is worth to the crews, and what their days cost at that."""

    worth: dict[int, int]  # target -> scaled minutes (or weight)
    days: int  # scaled, at most 0
    prices: tuple[Prices, ...]  # of each crew

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


def lost_weight(made: Certificate, weight: Ints) -> int:
    """What a certificate says of the weight left out, scaled: no target counts above its weight."""
    worth = sum(min(value, int(weight[t]) * UNIT) for t, value in made.worth.items())
    return worth + made.days


class Relaxation:
    """Crews looked at together: their pricers, the linear programme, the best certificate so far."""

    def __init__(self, arrays: Arrays, crews: Sequence[Crew], when: Meeting, rate: int) -> None:
        self.arrays, self.crews, self.when, self.rate = arrays, crews, when, rate
        self.pricers = [Pricer(arrays, crew, rate) for crew in crews]

    def generate(
        self,
        master: Master,
        opening: Sequence[Prices],
        value: Value,
        budget: int,
    ) -> Certificate:
        """Generate routes until the budget is spent; the certificate of highest value."""
        centre = list(opening)
        best, _ = self._round(master, centre)
        for _ in range(MOST_ROUNDS):
            if self.spent(master) > budget:
                break
            prices = master.prices()
            if master.value * UNIT <= -(-value(best) // UNIT) * UNIT - UNIT + 1:
                break  # rounded up, the bound is already as high as the relaxation allows
            tried = [_between(c, p) for c, p in zip(centre, prices, strict=True)]
            made, fresh = self._round(master, tried)
            if fresh == 0:
                tried = prices
                made, fresh = self._round(master, tried)
            if value(made) > value(best):
                best, centre = made, tried
            if fresh == 0:
                break
        return best

    def spent(self, master: Master) -> int:
        """Units of work done (some 30 ns each): steps of route searches and of the simplex method."""
        return sum(pricer.steps for pricer in self.pricers) + master.work

    def _round(self, master: Master, prices: Sequence[Prices]) -> tuple[Certificate, int]:
        """Price all person-days once: the certificate, and how many routes were new."""
        days = fresh = 0
        for c, (pricer, priced) in enumerate(zip(self.pricers, prices, strict=True)):
            prizes: dict[tuple[int, int], Ints] = {}
            for place, (person, day) in enumerate(pricer.crew.days):
                key = (person, self.when.of_day[day])
                if key not in prizes:
                    prizes[key] = priced.prize(pricer.crew, *key)
                cost, routes = pricer.best(place, prizes[key])
                days += cost
                for route in routes:
                    fresh += master.add(c, place, route, pricer.charge(person, route))
        return Certificate(self._worth(prices), days, tuple(prices)), fresh

    def _worth(self, prices: Sequence[Prices]) -> dict[int, int]:
        """What each target is worth in its cheapest period."""
        total: dict[int, Ints] = {}
        for crew, priced in zip(self.crews, prices, strict=True):
            for t, row in zip(crew.targets.tolist(), priced.worth(crew), strict=True):
                total[t] = total.get(t, 0) + row
        return {t: int(min(total[t][p] for p in self.when.open[t])) for t in sorted(total)}


def _between(centre: Prices, prices: Prices) -> Prices:
    """Prices pulled towards the best ones so far."""
    pull = round(PULL * UNIT)
    return Prices(
        (centre.place * pull + prices.place * (UNIT - pull)) // UNIT,
        (centre.skill * pull + prices.skill * (UNIT - pull)) // UNIT,
    )


def _missed(crews: Sequence[Crew]) -> dict[int, int]:
    """What the relaxation charges for leaving a target out, minutes."""
    made: dict[int, int] = {}
    for crew in crews:
        for t, count in zip(crew.targets.tolist(), crew.demand.tolist(), strict=True):
            made[t] = made.get(t, 0) + MISSED * count
    return made


@dataclass(frozen=True, slots=True)
class Proof:
    """One department looked at alone: the best bound on its travel, and the routes met."""

    crew: Crew
    made: Certificate
    routes: tuple[tuple[int, Route], ...]  # place of a person-day, visits


def crew_travel(arrays: Arrays, crew: Crew, state: State, budget: int, lost: int) -> Proof:
    """The best bound found on one department's travel; the schedule's routes start it off."""
    alone = Relaxation(arrays, [crew], meeting(arrays, daily=False), UNIT)
    master = Master([crew], alone.when, _missed([crew]), arrays.weight, lost)
    for place, route in routes_of(crew, state):
        master.add(0, place, route, alone.pricers[0].charge(crew.days[place][0], route))
    made = alone.generate(
        master, [_opening(alone.pricers[0])], lambda made: made.bound(lost, arrays.weight), budget
    )
    return Proof(crew, made, tuple(sorted((place, route) for _, place, route in master.known)))


def crew_lost(arrays: Arrays, crew: Crew, state: State, budget: int) -> Certificate:
    """The best bound found on the weight one department's people must leave out."""
    alone = Relaxation(arrays, [crew], meeting(arrays, daily=False), 0)
    missed = {int(t): int(arrays.weight[t]) for t in crew.targets}
    master = Master([crew], alone.when, missed, arrays.weight, 0)
    for place, route in routes_of(crew, state):
        master.add(0, place, route, 0)
    return alone.generate(
        master, [no_prices(crew, 1)], lambda made: lost_weight(made, arrays.weight), budget
    )


def joint_travel(
    arrays: Arrays, proofs: Sequence[Proof], state: State, budget: int, lost: int
) -> Certificate:
    """The best bound found on all departments' travel, who must come on the same days.

    It starts from what is known of each department alone, so it is never below their sum.
    """
    crews = [proof.crew for proof in proofs]
    joint = Relaxation(arrays, crews, meeting(arrays, daily=True), UNIT)
    master = Master(crews, joint.when, _missed(crews), arrays.weight, lost)
    for c, proof in enumerate(proofs):
        for place, route in [*routes_of(proof.crew, state), *proof.routes]:
            person, _ = proof.crew.days[place]
            master.add(c, place, route, joint.pricers[c].charge(person, route))
    opening = [
        prices.spread(joint.when.periods) for proof in proofs for prices in proof.made.prices
    ]
    return joint.generate(master, opening, lambda made: made.bound(lost, arrays.weight), budget)


def together(made: Sequence[Certificate]) -> Certificate:
    """The departments' certificates as one."""
    worth: dict[int, int] = {}
    for one in made:
        for target, value in one.worth.items():
            worth[target] = worth.get(target, 0) + value
    prices = tuple(prices for one in made for prices in one.prices)
    return Certificate(worth, sum(one.days for one in made), prices)


def _opening(pricer: Pricer) -> Prices:
    """Prices to start from: a place earns the shortest leg to its target, cut at one level.

    At these prices a second visit never pays for its leg, so a day costs at most the level: the
    bound is that of counting legs (`bounds.quick_travel_bound`), and generation improves on it.
    """
    crew = pricer.crew
    made = no_prices(crew, 1)
    if pricer.rate and len(crew.targets) > 1:
        ways = pricer.way.copy()
        np.fill_diagonal(ways, np.iinfo(np.int64).max)
        nearest = ways.min(axis=0)
        levels = np.unique(np.concatenate(([0], nearest)))
        worths = [int((np.minimum(nearest, c) * crew.demand).sum()) for c in levels]
        gains = [worth - int(c) * len(crew.days) for worth, c in zip(worths, levels, strict=True)]
        made.place[:, 0] = np.minimum(nearest, levels[int(np.argmax(gains))]) * UNIT
    return made


def travel_proofs(
    arrays: Arrays, state: State, budget: int, lost: int, *, lean: bool
) -> list[Proof]:
    """Each department with the best bound on its travel, if at most `lost` weight is left out.

    `lean`: every team is as small as needed. Departments are worked on side by side, each with its
    own share of the budget, so the answer is the same on one core.
    """
    crews = crews_of(arrays, lean=lean)
    sizes = [len(crew.days) * len(crew.targets) ** 2 for crew in crews]
    shares = [budget * size // max(1, sum(sizes)) for size in sizes]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(
            pool.map(
                lambda crew, share: crew_travel(arrays, crew, state, share, lost), crews, shares
            )
        )


def proven_travel(arrays: Arrays, proofs: Sequence[Proof], lost: int) -> int:
    """The travel minutes the proofs show together."""
    if lost == 0:
        return sum(minutes(proof.made.bound(0, arrays.weight)) for proof in proofs)
    return minutes(together([proof.made for proof in proofs]).bound(lost, arrays.weight))


def joint_size(proofs: Sequence[Proof], arrays: Arrays) -> int:
    """Rows of places when departments are looked at together."""
    when = meeting(arrays, daily=True)
    return sum(len(when.open[int(t)]) for proof in proofs for t in proof.crew.targets)


def minutes(scaled: int) -> int:
    """Whole minutes: a scaled bound rounded up, never below 0."""
    return max(0, -(-scaled // UNIT))


def lost_bound(arrays: Arrays, state: State, budget: int) -> int:
    """The least weight any schedule leaves out of the targets that can be visited."""
    crews = crews_of(arrays)
    made = [crew_lost(arrays, crew, state, budget // len(crews)) for crew in crews]
    values = [lost_weight(one, arrays.weight) for one in [*made, together(made)]]
    return max([0, *(-(-value // UNIT) for value in values)])
