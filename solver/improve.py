"""Improving a schedule in rounds: days are dealt into groups, groups improve side by side.

Groups share no day, hence no route; only the even-load tie-break looks across, and each group sees
the loads of the round's beginning. The deal and the work depend on seed, problem and effort alone,
so the result is the same on one core and on many.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from solver import kernel
from solver.model import Arrays, Ints
from solver.problem import Seed
from solver.randomness import fall_table, stream, ticket
from solver.state import State, Work, copy_state, make_work

THREADS = 2
STEPS_A_ROUND = 4  # temperatures within a round
FROZEN = 8  # the last temperature, in 1/1024 minutes
NOISE = kernel.SCALE // 4
OVERLOOK = 30  # of 1024: the chance that a day is not looked at


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how hot: `evaluations` candidate-and-start pairs in each of `rounds` rounds."""

    evaluations: int
    rounds: int
    hot: int  # first and last temperature, in 1/1024 minutes of travel
    cold: int
    most: int  # visits taken out at once


def group_count(arrays: Arrays) -> int:
    """Into how many groups the days are dealt: two days or more and some 40 targets each."""
    days = arrays.avail.shape[1]
    return int(max(1, min(days // 2, len(arrays.weight) // 40)))


def rounds_of(arrays: Arrays, state: State, seed: Seed, plan: Plan) -> Iterator[State]:
    """Improve a state round after round; after each, the best state met so far is yielded."""
    fall = fall_table()
    best = copy_state(state)
    works = [make_work(arrays) for _ in range(group_count(arrays))]
    with ThreadPoolExecutor(THREADS) as pool:
        for number in range(plan.rounds):
            heat = _temperatures(plan, number)
            groups = _deal(arrays, state, seed, number)

            def work(
                g: int,
                base: State = state,
                number: int = number,
                heat: Ints = heat,
                groups: list[tuple[Ints, Ints]] = groups,
            ) -> tuple[State, State]:
                return _improve_group(
                    arrays,
                    base,
                    works[g],
                    stream(seed, f"{number}/{g}"),
                    groups[g],
                    heat,
                    fall,
                    plan,
                )

            made = list(pool.map(work, range(len(groups))))
            finds = _merge(arrays, state, groups, [best_found for _, best_found in made])
            state = _merge(arrays, state, groups, [current for current, _ in made])
            if rank(finds) < rank(best):
                best = finds
            yield best


def rank(state: State) -> tuple[int, ...]:
    """Smaller is better: weight, excess, travel, then even loads."""
    weight, excess, travel, loads = (int(value) for value in state.total[:4])
    return (-weight, excess, travel, loads)


def _temperatures(plan: Plan, number: int) -> Ints:
    """The temperatures of one round, in units of cost.

    They fall geometrically from hot to cold, and in the last fifth of the rounds to almost nothing:
    then travel stands still and what is free of charge is used to even out loads.
    """
    steps = plan.rounds * STEPS_A_ROUND
    turn = steps * 4 // 5
    made = []
    for step in range(number * STEPS_A_ROUND, (number + 1) * STEPS_A_ROUND):
        if step < turn:
            heat = plan.hot * (plan.cold / plan.hot) ** (step / turn)
        else:
            heat = plan.cold * (FROZEN / plan.cold) ** ((step - turn) / max(1, steps - turn))
        made.append(round(heat * kernel.SCALE / 1024))
    return np.array(made, dtype=np.int64)


def _deal(arrays: Arrays, state: State, seed: Seed, number: int) -> list[tuple[Ints, Ints]]:
    """Each group's days and targets: the visits of its days, and a share of those left out."""
    days = arrays.avail.shape[1]
    count = group_count(arrays)
    order = sorted(range(days), key=lambda day: ticket(seed, f"deal/{number}/{day}"))
    group_of_day = np.empty(days, dtype=np.int64)
    group_of_day[order] = np.arange(days) % count
    group = group_of_day[state.day]
    for t in np.flatnonzero(state.day < 0):
        group[t] = ticket(seed, f"wait/{number}/{t}") % count
    free = (arrays.clean == 1) & ((arrays.fixed < 2) | (state.day < 0))
    return [
        (np.flatnonzero(group_of_day == g), np.flatnonzero((group == g) & free))
        for g in range(count)
    ]


def _iterations(arrays: Arrays, plan: Plan, days: int) -> int:
    """How many iterations of a group cost its share of the round's evaluations."""
    targets = max(1, len(arrays.weight))
    effort = np.where(arrays.entry_min > 1, 3, 1)  # finding two people takes longer than one
    people = int((effort * np.diff(arrays.el_ptr)).sum()) // targets
    placing = (people + 20) * days + 20
    share = plan.evaluations * days // arrays.avail.shape[1]
    return int(max(1, share // (placing * (plan.most + 1) // 2)))


def _improve_group(
    arrays: Arrays,
    base: State,
    work: Work,
    rng: np.ndarray[tuple[int], np.dtype[np.uint64]],
    group: tuple[Ints, Ints],
    heat: Ints,
    fall: Ints,
    plan: Plan,
) -> tuple[State, State]:
    """Anneal one group; returns the state it ended in and the best it met."""
    days, targets = group
    state, best = copy_state(base), copy_state(base)
    if len(targets) == 0:
        return state, best
    active = np.zeros(len(arrays.weight), dtype=np.int64)
    active[targets] = 1
    kernel.anneal(
        arrays,
        state,
        best,
        work,
        rng,
        targets,
        active,
        days,
        _iterations(arrays, plan, len(days)),
        heat,
        fall,
        plan.most,
        NOISE,
        OVERLOOK,
    )
    return state, best


def _merge(
    arrays: Arrays, base: State, groups: list[tuple[Ints, Ints]], made: list[State]
) -> State:
    """The groups' results side by side in one state."""
    merged = copy_state(base)
    for (_, targets), state in zip(groups, made, strict=True):
        for whole, part in zip(merged[:4], state[:4], strict=True):
            whole[targets] = part[targets]
    return restore(arrays, merged)


def restore(arrays: Arrays, state: State) -> State:
    """The same visits with routes, loads and totals computed anew."""
    made = copy_state(state)
    for array in (made.visits, made.load, made.total):
        array[:] = 0
    made.day[:] = -1
    kernel.insert_all(arrays, made, state)
    return made
