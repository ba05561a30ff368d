"""The lot (level 5): among what is equal, who goes where follows the seed.

Days that could be exchanged whole are shuffled. Then people who are alike in everything the rules
look at are matched to the places of their kind by tickets: SHA-256 of seed and person (`free`), or
the order in which they were drawn (`drawn`). Before both, for `free`, a seeded walk exchanges whole
days of people who differ but can stand in for each other, wherever the objective stays the same.
"""

from __future__ import annotations

import numpy as np

from solver import kernel
from solver.model import Arrays, Model
from solver.problem import Inspector, Problem, Seed
from solver.randomness import stream, ticket
from solver.state import State, copy_state

WALK = 60  # exchanges tried per visit


def draw_lot(model: Model, state: State, seed: Seed) -> State:
    """The same visits and times with people dealt among equals; objective unchanged."""
    made = copy_state(state)
    free = np.flatnonzero((made.day >= 0) & (model.arrays.fixed < 2))
    if model.problem.assignment == "free" and len(free):
        rng = stream(seed, "lot")
        kernel.level(model.arrays, made, rng, free, WALK * len(free), 1)
    _deal_days(model.arrays, made, seed)
    return _dealt(model.problem, made, seed)


def _deal_days(arrays: Arrays, state: State, seed: Seed) -> None:
    """Whole days change places by the lot, wherever everybody and every target could as well.

    A shuffle (Durstenfeld 1964) in which a day takes part as far as it can be exchanged.
    """
    for last in range(arrays.avail.shape[1] - 1, 0, -1):
        can = [day for day in range(last) if _exchangeable(arrays, state, day, last)]
        choice = ticket(seed, f"day/{last}") % (len(can) + 1)
        if choice < len(can):
            day = np.where(state.day == last, can[choice], state.day)
            state.day[:] = np.where(state.day == can[choice], last, day)


def _exchangeable(arrays: Arrays, state: State, one: int, other: int) -> bool:
    """Whether all visits of two days could be made at the same times on the other one (R03, R09)."""
    days = arrays.avail.shape[1]
    for t in np.flatnonzero((state.day == one) | (state.day == other)):
        there = other if state.day[t] == one else one
        row = arrays.start[
            arrays.start_ptr[t * days + there] : arrays.start_ptr[t * days + there + 1]
        ]
        team = state.team[t, : state.size[t]]
        if arrays.fixed[t] or state.start[t] not in row or not arrays.avail[team, there].all():
            return False
    return True


def _dealt(problem: Problem, state: State, seed: Seed) -> State:
    """People of one kind take the places of their kind in ticket order."""
    visits = _visits(state)
    order: dict[int, int] = {}
    for members in _kinds(problem):
        places = sorted(members, key=lambda i: visits.get(i, [(1 << 30, 0, 0)]))
        order.update(zip(places, _in_ticket_order(problem, members, seed), strict=True))
    for t in np.flatnonzero(state.day >= 0):
        for q in range(int(state.size[t])):
            i = int(state.team[t, q])
            state.team[t, q] = order.get(i, i)
    return state


def _in_ticket_order(problem: Problem, members: list[int], seed: Seed) -> list[int]:
    """Drawn people in the order given, which is that of their tickets; others by a ticket now."""
    if problem.assignment == "drawn":
        return members
    return sorted(members, key=lambda i: ticket(seed, f"match/{problem.inspectors[i].id}"))


def _visits(state: State) -> dict[int, list[tuple[int, int, int]]]:
    """Each person's visits as (day, start, target), sorted: a place to fill."""
    made: dict[int, list[tuple[int, int, int]]] = {}
    for t in np.flatnonzero(state.day >= 0):
        for q in range(int(state.size[t])):
            visit = (int(state.day[t]), int(state.start[t]), int(t))
            made.setdefault(int(state.team[t, q]), []).append(visit)
    return {person: sorted(visits) for person, visits in made.items()}


def _kinds(problem: Problem) -> list[list[int]]:
    """People no rule can tell apart, two or more of a kind; who a pin names stands alone."""
    named = {name for pin in problem.pinned for name in pin.inspectors}
    known = {target.id for target in problem.targets}
    kinds: dict[tuple[object, ...], list[int]] = {}
    for i, person in enumerate(problem.inspectors):
        if person.id not in named and person.role == "inspector":
            kinds.setdefault(_kind(problem, person, known), []).append(i)
    return [members for members in kinds.values() if len(members) > 1]


def _kind(problem: Problem, person: Inspector, known: set[str]) -> tuple[object, ...]:
    """Everything the rules look at."""
    until = person.certificate_valid_until
    days = (day for day in person.available_days if until is None or day <= until)
    bound_to_unit = problem.rules.same_unit_only or problem.units is not None
    return (
        person.department,
        person.unit if bound_to_unit else None,
        tuple(sorted(person.specialties)),
        tuple(sorted(days)),
        tuple(sorted(person.recused_targets & known)),
        person.max_visits_per_day,
    )
