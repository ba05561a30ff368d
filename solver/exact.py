"""Whether pins can hold together: one exact CP-SAT model of the pinned visits.

Days, starts, teams and the order of everybody's visits are all in it. One worker and deterministic
time, so the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.model import Arrays
from solver.state import State, empty_state

WORK = 20.0  # deterministic seconds


@dataclass(slots=True)
class Exact:
    """The model and the variables an answer is read from."""

    model: cp_model.CpModel
    starts: dict[tuple[int, int], cp_model.IntVar]  # target, index into `arrays.start`
    goes: dict[tuple[int, int], cp_model.IntVar]  # person, target


@dataclass(frozen=True, slots=True)
class Placing:
    """A state with the pinned visits, or None; `impossible` where it is proven that none exists."""

    state: State | None
    impossible: bool


def place_pins(arrays: Arrays) -> Placing:
    """Place all pinned targets together, whatever else is left out."""
    targets = [int(t) for t in np.flatnonzero(arrays.fixed)]
    if not all(arrays.clean[t] for t in targets):
        return Placing(None, impossible=True)
    made = build(arrays, targets)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK
    status = solver.solve(made.model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Placing(_state(arrays, targets, made, solver), impossible=False)
    return Placing(None, impossible=status == cp_model.INFEASIBLE)


def build(arrays: Arrays, targets: list[int]) -> Exact:
    """The model in which all these targets are visited."""
    made = Exact(cp_model.CpModel(), {}, {})
    days = _times(arrays, targets, made)
    _teams(arrays, targets, made)
    _routes(arrays, targets, made, days)
    return made


def _times(
    arrays: Arrays, targets: list[int], made: Exact
) -> dict[tuple[int, int], cp_model.IntVar]:
    """One start for each target; the day it lies on."""
    model, ndays = made.model, arrays.avail.shape[1]
    days: dict[tuple[int, int], cp_model.IntVar] = {}
    for t in targets:
        for d in range(ndays):
            days[t, d] = model.new_bool_var("")
            span = range(arrays.start_ptr[t * ndays + d], arrays.start_ptr[t * ndays + d + 1])
            for x in span:
                made.starts[t, x] = model.new_bool_var("")
            model.add(sum(made.starts[t, x] for x in span) == days[t, d])
        model.add(sum(days[t, d] for d in range(ndays)) == 1)
    return days


def _teams(arrays: Arrays, targets: list[int], made: Exact) -> None:
    """R05, R06, R07 and the people pins name: who goes."""
    model = made.model
    low, high = int(arrays.sizes[0]), int(arrays.sizes[1])
    for t in targets:
        team: list[cp_model.IntVar] = []
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            here = []
            for c in range(arrays.el_ptr[e], arrays.el_ptr[e + 1]):
                if arrays.fixed[t] == 2 and not arrays.el_must[c]:
                    continue  # the pin names the whole team
                var = made.goes[int(arrays.el_insp[c]), t] = model.new_bool_var("")
                here.append((var, int(arrays.el_mask[c])))
                if arrays.el_must[c]:
                    model.add(var == 1)
            model.add(sum(var for var, _ in here) >= int(arrays.entry_min[e]))
            for bit in range(int(arrays.entry_full[e]).bit_length()):
                model.add_bool_or([var for var, mask in here if mask >> bit & 1])
            if arrays.entry_counts[e]:
                team.extend(var for var, _ in here)
        model.add(sum(team) >= low)
        model.add(sum(team) <= high)


def _routes(
    arrays: Arrays,
    targets: list[int],
    made: Exact,
    days: dict[tuple[int, int], cp_model.IntVar],
) -> None:
    """R09 to R11: each person's day is a path through his or her visits."""
    model, ndays = made.model, arrays.avail.shape[1]
    moments: dict[int, list[cp_model.LinearExprT]] = {t: [] for t in targets}
    for (t, x), var in made.starts.items():
        moments[t].append(int(arrays.start[x]) * var)
    start = {t: sum(parts) for t, parts in moments.items()}
    for i in sorted({i for i, _ in made.goes}):
        asked = [t for t in targets if (i, t) in made.goes]
        for d in range(ndays):
            mine = [
                t
                for t in asked
                if arrays.start_ptr[t * ndays + d] < arrays.start_ptr[t * ndays + d + 1]
            ]
            there = {t: model.new_bool_var("") for t in mine}
            for t in mine:
                model.add_implication(there[t], made.goes[i, t])
                model.add_implication(there[t], days[t, d])
                model.add_bool_or(there[t], made.goes[i, t].negated(), days[t, d].negated())
                if not arrays.avail[i, d]:
                    model.add(there[t] == 0)
            model.add(sum(there.values()) <= int(arrays.most_visits[i]))
            _apart(arrays, model, mine, there, start)


def _apart(
    arrays: Arrays,
    model: cp_model.CpModel,
    mine: list[int],
    there: dict[int, cp_model.IntVar],
    start: Mapping[int, cp_model.LinearExprT],
) -> None:
    """Of two visits of one person on one day, one ends, travel included, before the other starts.

    Asked of every pair: with legs that never grow shorter by a detour this is what R11 says.
    """
    for x, t in enumerate(mine):
        for u in mine[x + 1 :]:
            first = model.new_bool_var("")
            there_too = [there[t], there[u]]
            gap = int(arrays.length[t]) + int(arrays.way[t, u])
            model.add(start[u] >= start[t] + gap).only_enforce_if([*there_too, first])
            gap = int(arrays.length[u]) + int(arrays.way[u, t])
            model.add(start[t] >= start[u] + gap).only_enforce_if([*there_too, first.negated()])


def _state(arrays: Arrays, targets: list[int], made: Exact, solver: cp_model.CpSolver) -> State:
    """The visits of a solution; routes and totals are made by `improve.restore`."""
    state = empty_state(arrays)
    ndays = arrays.avail.shape[1]
    for (t, x), var in made.starts.items():
        if solver.boolean_value(var):
            rows = arrays.start_ptr[t * ndays : (t + 1) * ndays + 1]
            state.day[t] = int(np.searchsorted(rows, x, side="right")) - 1
            state.start[t] = int(arrays.start[x])
    for t in targets:
        team = []
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            for c in range(arrays.el_ptr[e], arrays.el_ptr[e + 1]):
                i = int(arrays.el_insp[c])
                if (i, t) in made.goes and solver.boolean_value(made.goes[i, t]):
                    team.append(i)
        state.size[t] = len(team)
        state.team[t, : len(team)] = team
    return state
