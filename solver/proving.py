"""What is proven of a schedule when the search has ended, and the last minutes it may still gain."""

from __future__ import annotations

from solver.bounds import (
    excess_bound,
    load_bound,
    placeable_weight,
    quick_travel_bound,
    weight_bound,
)
from solver.closing import close
from solver.columns import (
    Certificate,
    Proof,
    joint_size,
    joint_travel,
    lost_bound,
    minutes,
    proven_travel,
    together,
    travel_proofs,
)
from solver.model import Arrays, Ints, Model
from solver.schedule import Bound
from solver.small import least_load
from solver.solve import Effort
from solver.state import State

# Steps (some 10 ns each) for departments one by one and together, and deterministic seconds for
# choosing among the days that are left.
PRICING: dict[Effort, tuple[int, int]] = {
    "quick": (300_000_000, 50_000_000),
    "standard": (4_000_000_000, 1_000_000_000),
    "deep": (20_000_000_000, 10_000_000_000),
}
MOST_JOINT = 4_000  # rows of the departments' common linear programme
MOST_PRICED = 2_000_000  # person-days times targets, beyond which legs are only counted
MOST_SMALL = 400  # rows up to which the common programme is always worth its time
CLOSING: dict[Effort, tuple[float, float]] = {
    "quick": (2.0, 1.0),
    "standard": (10.0, 5.0),
    "deep": (60.0, 30.0),
}


def quick_bound(model: Model, reached: int, sizes: Ints) -> Bound:
    """Bounds by counting alone, for schedules that reach a weight; `sizes` are the teams of one."""
    arrays = model.arrays
    return Bound(
        max(reached, weight_bound(arrays)),
        excess_bound(model, reached, sizes),
        quick_travel_bound(arrays, reached),
        load_bound(arrays, reached),
    )


def prove(model: Model, state: State, weight: int, effort: Effort) -> tuple[State, Bound]:
    """A state, bettered where few days are left to choose among, and the bounds of the answer.

    `weight` is the bound on weight so far; bounds below it hold for schedules of the state's weight.
    """
    arrays, reached = model.arrays, int(state.total[0])
    alone, _ = PRICING[effort]
    if reached < weight:
        lost = lost_bound(arrays, state, alone // 2)
        weight = max(reached, min(weight, placeable_weight(arrays) - lost))
    excess = excess_bound(model, reached, state.size)
    travel, load = quick_travel_bound(arrays, reached), load_bound(arrays, reached)
    lost = placeable_weight(arrays) - reached
    if not _worth_pricing(arrays) or (travel == int(state.total[2]) and lost) or not reached:
        return state, Bound(weight, excess, travel, load)
    lean = int(state.total[1]) == 0
    proofs = travel_proofs(arrays, state, alone, lost, lean=lean)
    travel = max(travel, proven_travel(arrays, proofs, lost))
    if lean and lost == 0 and travel == int(state.total[2]):
        load = max([load, *_load_proofs(arrays, proofs, travel)])
    if travel < int(state.total[2]) or load < int(state.load.max(initial=0)):
        made = _joint(arrays, proofs, state, lost, effort)
        travel = max(travel, minutes(made.bound(lost, arrays.weight)))
        if lean and lost == 0 and _plain(arrays):
            closed = close(arrays, [p.crew for p in proofs], made, state, CLOSING[effort])
            if closed is not None:
                state = closed.state or state
                travel, load = max(travel, closed.travel), max(load, closed.max_load)
    return state, Bound(weight, excess, travel, load)


def _joint(
    arrays: Arrays, proofs: list[Proof], state: State, lost: int, effort: Effort
) -> Certificate:
    """All departments together, as far as the effort goes; else each alone."""
    alone = together([proof.made for proof in proofs])
    rows = joint_size(proofs, arrays)
    if rows > MOST_JOINT or (effort == "quick" and rows > MOST_SMALL):
        return alone
    _, budget = PRICING[effort]
    made = joint_travel(arrays, proofs, state, budget, lost)
    return max(alone, made, key=lambda one: one.bound(lost, arrays.weight))


def _plain(arrays: Arrays) -> bool:
    """Whether every target's departments alone make a whole team, and nothing is pinned."""
    return bool((arrays.plain[arrays.clean == 1] == 1).all() and not arrays.fixed.any())


def _worth_pricing(arrays: Arrays) -> bool:
    """Whether the problem is small enough for column generation at all."""
    days = int(arrays.avail.sum())
    return days * len(arrays.weight) <= MOST_PRICED


def _load_proofs(arrays: Arrays, proofs: list[Proof], travel: int) -> list[int]:
    """What the least travel forces on the busiest person of each department small enough."""
    least = [minutes(proof.made.bound(0, arrays.weight)) for proof in proofs]
    return [
        least_load(arrays, proof.crew, proof.made, travel - sum(least) + own)
        for proof, own in zip(proofs, least, strict=True)
    ]
