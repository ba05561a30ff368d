"""Prices for `bound_check`: a linear program over routes finds them, integers prove the bound.

See the text there. A node is a target in one of its windows; a route is a person's day, at most as
many nodes as visits a day, in an order their times allow.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import highspy
import numpy as np
from numba import njit

Json = dict[str, Any]
SCALE = 1000  # prices are whole thousandths of a minute
DEAR = 100.0  # the linear program may leave a person short at this price
BATCH = 4  # routes taken into the linear program for a person-day in one round


@dataclass
class Target:
    """What a visit takes: minutes, people of each department, and the intervals of starts."""

    asks: dict[str, set[str]]
    span: int
    team: dict[str, int]
    windows: list[tuple[str, int, int]]
    weight: int


@dataclass
class PersonDay:
    """The (target, window) nodes a person may serve on a day, and the rows they are priced by."""

    most: int
    row: int
    target: Any
    first: Any
    last: Any
    span: Any
    way: Any
    rows: list[list[int]]


@njit(cache=True)
def best_route(prize, target, first, last, span, way, most, step, found):  # type: ignore[no-untyped-def]
    """The most a route earns (exact), and in `found` the last routes that were best on the way."""
    size = len(prize)
    ahead = np.zeros((most + 1, size), np.int64)  # at most this from n further visits
    for n in range(1, most):
        for i in range(size):
            for j in range(size):
                if target[i] != target[j] and first[i] + span[i] + way[i, j] <= last[j]:
                    gain = prize[j] - SCALE * way[i, j] + ahead[n - 1, j]
                    ahead[n, i] = max(ahead[n, i], gain)
    best, count, depth = 0, 0, 0
    turn, path = np.zeros(most, np.int64), np.zeros(most, np.int64)
    free, worth = np.zeros(most, np.int64), np.zeros(most, np.int64)
    while depth >= 0:
        j = turn[depth]
        if j >= size:
            depth -= 1
            continue
        turn[depth] += 1
        value, start = prize[j], first[j]
        if depth > 0:
            i = path[depth - 1]
            value += worth[depth - 1] - SCALE * way[i, j]
            start = max(start, -(-(free[depth - 1] + way[i, j]) // step) * step)
        if start > last[j] or value + ahead[most - 1 - depth, j] <= best:
            continue
        again = False
        for k in range(depth):
            again = again or target[path[k]] == target[j]
        if again:
            continue
        path[depth], worth[depth], free[depth] = j, value, start + span[j]
        if value > best:
            best = value
            found[count % len(found)] = -1
            found[count % len(found), : depth + 1] = path[: depth + 1]
            count += 1
        if depth + 1 < most:
            depth += 1
            turn[depth] = 0
    return best, min(count, len(found))


@dataclass
class Prices:
    """The linear program over routes, grown by those its prices find wanting."""

    problem: Json
    targets: list[Target]
    far: Any  # minutes from every target to every other
    least: int  # weight that schedules are known to reach
    apart: bool
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    at_least: list[int] = field(default_factory=list)  # rows whose price is not below nought
    team: list[list[dict[int, int]]] = field(default_factory=list)  # target, window: row, times
    days: list[PersonDay] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lp = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("simplex_strategy", 4)):
            self.lp.setOptionValue(option, value)
        self.all = self.least >= sum(t.weight for t in self.targets)
        self.reach = self._row(self.least, highspy.kHighsInf)
        self.once = [self._row(float(self.all), 1) for _ in self.targets]
        self.named: dict[Any, int] = {}
        for k, target in enumerate(self.targets):
            self.team.append([self._team(k, target, w) for w in range(len(target.windows))])
        self._people()
        for low, high in zip(self.low, self.high, strict=True):
            self.lp.addRow(low, high, 0, np.array([], np.int32), np.array([], float))
        for k, target in enumerate(self.targets):
            for rows in self.team[k]:
                taken = {row: -float(times) for row, times in rows.items()}
                self._column(0, {**taken, self.once[k]: 1, self.reach: target.weight})
        for row in self.named.values():
            self._column(DEAR, {row: 1})

    def _row(self, low: float, high: float) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def _named(self, name: Any, high: float) -> int:
        if name not in self.named:
            self.named[name] = self._row(0, high)
            if high:
                self.at_least.append(self.named[name])
        return self.named[name]

    def _team(self, k: int, target: Target, window: int) -> dict[int, int]:
        shared = 0 if self.apart else window
        rows = {self._named((k, d, shared), 0): n for d, n in target.team.items()}
        for dept, skills in target.asks.items():
            for skill in sorted(skills) if len(skills) > 1 or target.team[dept] > 1 else ():
                rows[self._named((k, dept, skill, shared), highspy.kHighsInf)] = 1
        return rows

    def _people(self) -> None:
        far = self.far
        for person in self.problem["inspectors"]:
            dept, skills = person["department"], set(person["specialties"])
            for day in person["available_days"]:
                nodes, rows = [], []
                for k, target in enumerate(self.targets):
                    asks = target.asks.get(dept)
                    if not asks or self.problem["targets"][k]["id"] in person["recused_targets"]:
                        continue
                    if target.team[dept] == 1 and not asks <= skills:
                        continue
                    for w, (when, first, last) in enumerate(target.windows):
                        if when == day:
                            own = [(k, dept, 0 if self.apart else w)]
                            own += [(k, dept, s, own[0][2]) for s in sorted(asks & skills)]  # type: ignore[misc]
                            rows.append([self.named[name] for name in own if name in self.named])
                            nodes.append((k, first, last, target.span))
                if nodes:
                    k, first, last, span = np.array(nodes, np.int64).T
                    most, row = person["max_visits_per_day"], self._row(-highspy.kHighsInf, 1)
                    way = far[np.ix_(k, k)]
                    self.days.append(PersonDay(most, row, k, first, last, span, way, rows))

    def _column(self, cost: float, factors: dict[int, float]) -> None:
        rows = np.array(list(factors), np.int32)
        values = np.array(list(factors.values()), float)
        self.lp.addCol(cost, 0.0, highspy.kHighsInf, len(rows), rows, values)

    def grow(self, calm: Any) -> tuple[float, int, Any]:
        """One round: the program's value, the bound proven (in thousandths), and the prices."""
        self.lp.run()
        value = self.lp.getInfo().objective_function_value
        dual = np.array(self.lp.getSolution().row_dual)
        for mixed in ([] if calm is None else [0.7 * calm + 0.3 * dual]) + [dual]:
            proven, added = self._prove(mixed, dual)
            if added:
                return value, proven, mixed
        return proven / SCALE, proven, None

    def _prove(self, mixed: Any, dual: Any) -> tuple[int, int]:
        price = np.rint(mixed * SCALE).astype(np.int64)
        for row in [*self.at_least, self.reach]:
            price[row] = max(price[row], 0)
        reward = 0 if self.all else int(price[self.reach])
        proven, added = self.least * reward, 0
        for k, target in enumerate(self.targets):
            own = [sum(n * int(price[r]) for r, n in rows.items()) for rows in self.team[k]]
            cheapest = min(own) - reward * target.weight
            proven += cheapest if self.all else min(0, cheapest)
        step = self.problem["rules"]["step_minutes"]
        for day in self.days:
            prize = np.array([int(price[rows].sum()) for rows in day.rows], np.int64)
            found = np.full((BATCH, day.most), -1, np.int64)
            nodes = (day.target, day.first, day.last, day.span, day.way, day.most, step)
            earned, count = best_route(prize, *nodes, found)
            proven -= int(earned)
            added += sum(self._take(day, [x for x in r if x >= 0], dual) for r in found[:count])
        return proven, added

    def _take(self, day: PersonDay, route: list[int], dual: Any) -> bool:
        """Adds a route the program does not have and that its own prices find wanting."""
        cost = sum(int(day.way[a, b]) for a, b in pairwise(route))
        factors = Counter(row for x in route for row in day.rows[x])
        factors[day.row] = 1
        wanting = bool(sum(times * dual[row] for row, times in factors.items()) > cost + 1e-4)
        if wanting:
            self._column(cost, dict(factors))
        return wanting
