"""The linear relaxation behind the bounds: departments' routes that meet at targets on days.

Rows ask that each department brings its people to a target in the period in which it is visited;
a period is a day, or the whole campaign where departments are looked at one by one. GLOP keeps its
basis from round to round; its prices are only ever used rounded to integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python.linear_constraints import LinearConstraint
from ortools.math_opt.python.model import Model
from ortools.math_opt.python.model_parameters import ModelSolveParameters
from ortools.math_opt.python.parameters import Emphasis, LPAlgorithm, SolveParameters, SolverType
from ortools.math_opt.python.solve import IncrementalSolver
from ortools.math_opt.python.sparse_containers import SparseVectorFilter
from ortools.math_opt.python.variables import Variable

from solver.crews import Crew, Route
from solver.model import Arrays, Ints

UNIT = 1024  # prices are integers in 1/1024 minutes

Places = dict[tuple[int, int], LinearConstraint]  # visit, period
Skills = dict[tuple[int, int, int], LinearConstraint]  # visit, bit, period

PARAMETERS = SolveParameters(presolve=Emphasis.OFF, lp_algorithm=LPAlgorithm.PRIMAL_SIMPLEX)


@dataclass(frozen=True, slots=True)
class Prices:
    """What one department's visits earn, in 1/UNIT minutes (or weight)."""

    place: Ints  # v, period
    skill: Ints  # v, bit, period

    def prize(self, crew: Crew, person: int, period: int) -> Ints:
        """What each visit earns a person in a period, -1 where the person is kept away."""
        held = crew.holds[person]
        won = self.place[:, period]
        if self.skill.any():
            won = won + (self.skill[:, :, period] * np.maximum(held, 0) * crew.bits).sum(axis=1)
        return np.where((held[:, 0] < 0) | (won <= 0), -1, won).astype(np.int64)

    def spread(self, periods: int) -> Prices:
        """The same prices in every one of so many periods."""
        return Prices(
            np.repeat(self.place, periods, axis=1), np.repeat(self.skill, periods, axis=2)
        )

    def worth(self, crew: Crew) -> Ints:
        """v, period -> what serving a visit whole is worth."""
        skill: Ints = (self.skill * crew.bits[:, :, None]).sum(axis=1)
        worth: Ints = self.place * crew.demand[:, None] + skill
        return worth


def no_prices(crew: Crew, periods: int) -> Prices:
    """Prices of nothing."""
    visits, bits = crew.bits.shape
    return Prices(
        np.zeros((visits, periods), dtype=np.int64),
        np.zeros((visits, bits, periods), dtype=np.int64),
    )


@dataclass(frozen=True, slots=True)
class Meeting:
    """When targets can be visited: days dealt into periods."""

    of_day: tuple[int, ...]  # day -> period
    open: dict[int, tuple[int, ...]]  # target -> periods with a start

    @property
    def periods(self) -> int:
        """How many there are."""
        return max(self.of_day, default=-1) + 1


def meeting(arrays: Arrays, *, daily: bool) -> Meeting:
    """One period for each day, or one for all."""
    days = arrays.avail.shape[1]
    of_day = tuple(d if daily else 0 for d in range(days))
    starts = np.diff(arrays.start_ptr).reshape(-1, days)
    return Meeting(
        of_day,
        {
            int(t): tuple(sorted({of_day[int(d)] for d in np.flatnonzero(starts[t])}))
            for t in np.flatnonzero(arrays.clean)
        },
    )


class Master:
    """The relaxation over the routes known so far.

    `missed` is what leaving a target out costs; targets of `lost` weight together go free.
    """

    def __init__(
        self, crews: Sequence[Crew], when: Meeting, missed: dict[int, int], weight: Ints, lost: int
    ) -> None:
        self.crews, self.when = crews, when
        self.model = Model()
        self.once = [
            [self.model.add_linear_constraint(ub=1.0) for _ in crew.days] for crew in crews
        ]
        self.known: set[tuple[int, int, Route]] = set()
        self.work = 0  # simplex steps times rows, a row as ten steps of a route search
        self.targets = self._targets(missed, weight, lost)
        self.rows = [self._rows(crew) for crew in crews]
        self.solver = IncrementalSolver(self.model, SolverType.GLOP)
        nothing = SparseVectorFilter[Variable](filtered_items=())
        self.wanted = ModelSolveParameters(
            variable_values_filter=nothing, reduced_costs_filter=nothing
        )
        self.value = 0.0

    def _targets(
        self, missed: dict[int, int], weight: Ints, lost: int
    ) -> dict[int, list[Variable]]:
        """The variables that say in which period each target is visited."""
        spent = self.model.add_linear_constraint(ub=float(lost))
        made = {}
        for t, cost in missed.items():
            there = [self.model.add_variable(lb=0.0) for _ in self.when.open[t]]
            row = self.model.add_linear_constraint(lb=1.0)
            out = self.model.add_variable(lb=0.0)
            self.model.objective.set_linear_coefficient(out, float(cost))
            free = self.model.add_variable(lb=0.0)
            spent.set_coefficient(free, float(weight[t]))
            for var in (*there, out, free):
                row.set_coefficient(var, 1.0)
            if lost < weight[t]:
                free.upper_bound = lost / float(weight[t])
            made[t] = there
        return made

    def _rows(self, crew: Crew) -> tuple[Places, Skills]:
        """Rows of places and of specialties, by visit (and bit) and period."""
        places: Places = {}
        skills: Skills = {}
        for v, t in enumerate(crew.targets):
            for there, period in zip(self.targets[int(t)], self.when.open[int(t)], strict=True):
                row = places[v, period] = self.model.add_linear_constraint(lb=0.0)
                row.set_coefficient(there, -float(crew.demand[v]))
                for bit in np.flatnonzero(crew.bits[v]):
                    row = skills[v, int(bit), period] = self.model.add_linear_constraint(lb=0.0)
                    row.set_coefficient(there, -1.0)
        return places, skills

    def add(self, c: int, place: int, route: Route, travel: int) -> bool:
        """Make a route of crew c known; False when it was."""
        if (c, place, route) in self.known:
            return False
        self.known.add((c, place, route))
        crew, (places, skills) = self.crews[c], self.rows[c]
        person, day = crew.days[place]
        period = self.when.of_day[day]
        column = self.model.add_variable(lb=0.0)
        if travel:
            self.model.objective.set_linear_coefficient(column, float(travel))
        self.once[c][place].set_coefficient(column, 1.0)
        held = crew.holds[person]
        for visit in route:
            places[visit, period].set_coefficient(column, 1.0)
            for bit in np.flatnonzero(held[visit] & crew.bits[visit]):
                skills[visit, int(bit), period].set_coefficient(column, 1.0)
        return True

    def prices(self) -> list[Prices]:
        """The departments' prices, in 1/UNIT minutes."""
        result = self.solver.solve(params=PARAMETERS, model_params=self.wanted)
        rows = sum(len(places) for places, _ in self.rows)
        self.work += 10 * rows * (1 + result.solve_stats.simplex_iterations)
        self.value = float(result.objective_value())
        made = []
        for crew, (places, skills) in zip(self.crews, self.rows, strict=True):
            prices = no_prices(crew, self.when.periods)
            for key, dual in zip(places, result.dual_values(list(places.values())), strict=True):
                prices.place[key] = _scaled(dual)
            for place, dual in zip(skills, result.dual_values(list(skills.values())), strict=True):
                prices.skill[place] = _scaled(dual)
            made.append(prices)
        return made


def _scaled(dual: float) -> int:
    return max(0, round(dual * UNIT))
