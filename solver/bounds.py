"""Bounds at every level; each holds for every schedule that reaches the levels above it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.model import Arrays, Ints, Model
from solver.need import known_cover, staff_of
from solver.rules.r09_available import may_work


@dataclass(frozen=True, slots=True)
class Demand:
    """What one department must supply: people in all, and at least this many for a specialty."""

    people: tuple[int, ...]
    visits: tuple[tuple[int, int], ...]  # target, people wanted


def placeable_weight(arrays: Arrays) -> int:
    """The weight of all targets that can be visited, each taken alone."""
    return int((arrays.weight * arrays.clean).sum())


def demands(arrays: Arrays) -> list[Demand]:
    """Per department, and per specialty within it: who can supply, and what is wanted.

    A specialty wants one holder at every target that asks for it; a department wants its least
    number. Rows of both kinds are returned alike.
    """
    groups: dict[tuple[int, tuple[int, ...]], dict[int, int]] = {}
    for t in np.flatnonzero(arrays.clean):
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            if not arrays.entry_counts[e]:
                continue
            department = int(arrays.entry_dept[e])
            span = slice(arrays.el_ptr[e], arrays.el_ptr[e + 1])
            groups.setdefault((department, ()), {})[int(t)] = int(arrays.entry_min[e])
            for bit in range(int(arrays.entry_full[e]).bit_length()):
                holders = arrays.el_insp[span][(arrays.el_mask[span] >> bit & 1) == 1]
                key = (department, tuple(holders.tolist()))
                groups.setdefault(key, {})[int(t)] = 1
    everybody = {
        int(k): np.unique(arrays.el_insp[_entries(arrays, int(k))])
        for k in sorted({department for department, _ in groups})
    }
    made = []
    for (department, holders), wanted in sorted(groups.items()):
        people = holders or tuple(everybody[department].tolist())
        made.append(Demand(people, tuple(sorted(wanted.items()))))
    return made


def _entries(arrays: Arrays, department: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which candidates stand in entries of a department."""
    return np.repeat(arrays.entry_dept == department, np.diff(arrays.el_ptr))


def capacity(arrays: Arrays, person: int) -> int:
    """The most visits a person can make in the campaign (R09, R10)."""
    return int(arrays.avail[person].sum() * arrays.most_visits[person])


def weight_bound(arrays: Arrays) -> int:
    """The most weight, by the visits each department and each specialty can supply."""
    limit = placeable_weight(arrays)
    worst = limit
    for demand in demands(arrays):
        supply = sum(capacity(arrays, person) for person in demand.people)
        wanted = sum(count for _, count in demand.visits)
        if wanted > supply:
            worst = min(worst, limit - _least_weight(arrays, demand, wanted - supply))
        surplus = len(demand.visits) - _most_joint(arrays, demand)
        if surplus > 0:
            weights = sorted(int(arrays.weight[target]) for target, _ in demand.visits)
            worst = min(worst, limit - sum(weights[:surplus]))
    return worst


def _most_joint(arrays: Arrays, demand: Demand) -> int:
    """The most visits that can be made, day by day, when each takes several different people.

    On a day of n visits nobody can be at more than n of them; so the people's daily numbers, each
    cut at n, must add up to n times the fewest people a visit takes (R06, R09, R10).
    """
    fewest = min(count for _, count in demand.visits)
    total = 0
    for day in range(arrays.avail.shape[1]):
        caps = [int(arrays.most_visits[i] * arrays.avail[i, day]) for i in demand.people]
        n = sum(caps) // fewest
        while sum(min(cap, n) for cap in caps) < fewest * n:
            n -= 1
        total += n
    return total


def _least_weight(arrays: Arrays, demand: Demand, surplus: int) -> int:
    """The least weight of targets to leave out so that `surplus` people are no longer wanted."""
    best = np.full(surplus + 1, np.iinfo(np.int64).max // 2, dtype=np.int64)
    best[0] = 0
    for target, count in demand.visits:
        weight = int(arrays.weight[target])
        for saved in range(surplus, 0, -1):
            best[saved] = min(best[saved], best[max(0, saved - count)] + weight)
    return int(best[surplus])


def excess_bound(model: Model, weight: int, sizes: Ints) -> int:
    """People beyond need that the calendars force, where every placeable target is visited.

    `sizes` are the teams of a schedule of that weight: who is visited with no more people than
    needed is forced to nothing.
    """
    arrays = model.arrays
    if weight < placeable_weight(arrays):
        return 0
    beyond = (arrays.clean == 1) & (arrays.wide == 1) & (sizes > arrays.need)
    return sum(_forced(model, int(t)) for t in np.flatnonzero(beyond))


def _forced(model: Model, t: int) -> int:
    """The least excess of one target over its days, each day by those who work then."""
    arrays, problem = model.arrays, model.problem
    staff = staff_of(problem)
    days = arrays.avail.shape[1]
    least: int | None = None
    for d in range(days):
        if arrays.start_ptr[t * days + d] == arrays.start_ptr[t * days + d + 1]:
            continue
        size = 0
        for e in range(arrays.entry_ptr[t], arrays.entry_ptr[t + 1]):
            span = slice(arrays.el_ptr[e], arrays.el_ptr[e + 1])
            here = [
                (int(i), int(mask))
                for i, mask in zip(arrays.el_insp[span], arrays.el_mask[span], strict=True)
                if may_work(problem.inspectors[int(i)], problem.days[d])
            ]
            cover = known_cover(staff, (mask for _, mask in here), int(arrays.entry_full[e]))
            if cover is None or not arrays.entry_counts[e]:
                size = -1 if arrays.entry_counts[e] else size
                if size < 0:
                    break
                continue
            size += max(cover, int(arrays.entry_min[e]))
        if size >= 0:
            forced = max(0, size - int(arrays.need[t]))
            least = forced if least is None else min(least, forced)
    return least or 0


def quick_travel_bound(arrays: Arrays, weight: int) -> int:
    """Legs that cannot be avoided, each at the least it can cost.

    A person's day of v visits has v - 1 legs, so a department's legs are at least its visits less
    its person-days; a visit of c people ends at most c legs, each no shorter than the way from the
    department's nearest other target. 0 where not every placeable target is visited.
    """
    if weight < placeable_weight(arrays):
        return 0
    total = 0
    for department in range(int(arrays.entry_dept.max(initial=-1)) + 1):
        total += _department_legs(arrays, department)
    return total


def _department_legs(arrays: Arrays, department: int) -> int:
    entries = np.flatnonzero((arrays.entry_dept == department) & (arrays.entry_counts == 1))
    owner = np.repeat(np.arange(len(arrays.weight)), np.diff(arrays.entry_ptr))
    entries = entries[arrays.clean[owner[entries]] == 1]
    if len(entries) < 2:
        return 0
    targets, wanted = owner[entries], arrays.entry_min[entries]
    people = np.unique(arrays.el_insp[_entries(arrays, department)])
    able = people[arrays.most_visits[people] > 0]
    legs = int(wanted.sum()) - int(arrays.avail[able].sum())
    if legs <= 0:
        return 0
    ways = arrays.way[np.ix_(targets, targets)].astype(np.int64)
    np.fill_diagonal(ways, np.iinfo(np.int64).max)
    nearest = np.sort(np.repeat(ways.min(axis=0), wanted))
    return int(nearest[:legs].sum())


def load_bound(arrays: Arrays, weight: int) -> int:
    """The least the busiest person must do, by what departments and specialties demand."""
    lost = placeable_weight(arrays) - weight
    return max((_least_load(arrays, demand, lost) for demand in demands(arrays)), default=0)


def _least_load(arrays: Arrays, demand: Demand, lost: int) -> int:
    """The least equal share that still supplies a demand; `lost` weight may be left out."""
    wanted = sum(count for _, count in demand.visits) - _most_people(arrays, demand, lost)
    caps = [capacity(arrays, person) for person in demand.people]
    share = 0
    while sum(min(share, cap) for cap in caps) < wanted and share <= max(caps, default=0):
        share += 1
    return share


def _most_people(arrays: Arrays, demand: Demand, lost: int) -> int:
    """The most people no longer wanted when targets of `lost` weight are left out."""
    best = np.zeros(lost + 1, dtype=np.int64)
    for target, count in demand.visits:
        weight = int(arrays.weight[target])
        if weight == 0:
            best += count
            continue
        for spent in range(lost, weight - 1, -1):
            best[spent] = max(best[spent], best[spent - weight] + count)
    return int(best[lost])
