"""The first schedule: targets in order of weight and need, each where it costs least."""

from __future__ import annotations

import numpy as np

from solver import kernel
from solver.model import Arrays
from solver.problem import Seed
from solver.randomness import stream
from solver.state import State, copy_state, empty_state, make_work

# Beyond this many days only some, chosen by the seed, are looked at in the first pass.
DAYS_LOOKED_AT = 6


def first_schedule(arrays: Arrays, seed: Seed, base: State | None = None) -> State:
    """Pinned targets first, then the heaviest; what finds no place gets a second, full look.

    `base`, where given, is a state to add to."""
    state = empty_state(arrays) if base is None else copy_state(base)
    work = make_work(arrays)
    rng = stream(seed, "first")
    days = np.arange(arrays.avail.shape[1], dtype=np.int64)
    skip = max(0, 1024 - 1024 * DAYS_LOOKED_AT // max(1, len(days)))
    for overlook in (skip, 0) if skip else (0,):
        order = np.array(_order(arrays, state), dtype=np.int64)
        if len(order):
            kernel.recreate(arrays, state, work, rng, order, len(order), days, 0, overlook)
    return state


def _order(arrays: Arrays, state: State) -> list[int]:
    """Targets still to place: pinned ones first, then by weight, then by need."""
    waiting = [t for t in range(len(arrays.weight)) if arrays.clean[t] and state.day[t] < 0]
    return sorted(
        waiting,
        key=lambda t: (-int(arrays.fixed[t]), -int(arrays.weight[t]), -int(arrays.need[t]), t),
    )
