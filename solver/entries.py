"""Entries: what each department brings to a target's visit, and who may fill it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solver.need import Staff, department_need, known_cover, masks_of
from solver.problem import Pin, Target
from solver.rules.r06_departments import departments_of
from solver.rules.r07_specialty import specialties_needed
from solver.rules.r13_unit import may_come

# The search keeps a table with a cell for every set of specialties; beyond this many asked of one
# department at one target, specialties are bundled (see `_bundle`).
WIDEST_MASK = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One department's part in a visit: `people` may fill it, each covering `masks` of `full`."""

    department: int
    counts: int
    full: int
    least: int
    most: int
    people: tuple[int, ...]
    masks: tuple[int, ...]
    musts: tuple[int, ...]
    coverable: bool


def entries_of(
    staff: Staff, target: Target, pin: Pin | None, allowed: frozenset[str] | None
) -> tuple[Entry, ...]:
    """All entries of a target; pinned assistants form one of their own that counts for nothing."""
    named = frozenset(staff.places[name] for name in pin.inspectors) if pin else frozenset()
    made = [
        _entry(staff, target, name, named, allowed)
        for name in departments_of(staff.problem, target)
    ]
    low = staff.problem.rules.min_inspectors_per_visit
    if len(made) == 1 and made[0].least < low:  # a single department brings the whole team
        room = min(max(made[0].most, low), len(made[0].people))
        fit = made[0].coverable and low <= len(made[0].people)
        made[0] = replace(made[0], least=low, most=room, coverable=fit)
    people = staff.problem.inspectors
    listed = {k for entry in made for k in entry.people}
    strangers = [k for k in named if k not in listed and people[k].role == "inspector"]
    if strangers and made:  # a pin names somebody who may not come
        made[0] = replace(made[0], coverable=False)
    along = tuple(sorted(k for k in named if people[k].role == "assistant"))
    if along:
        count = len(along)
        away = staff.recused.get(target.id, frozenset())
        fit = not any(
            k in away or not may_come(people[k], target, staff.problem.rules) for k in along
        )
        made.append(Entry(-1, 0, 0, count, count, along, (0,) * count, (1,) * count, fit))
    return tuple(made)


def _entry(
    staff: Staff,
    target: Target,
    name: str,
    named: frozenset[int],
    allowed: frozenset[str] | None,
) -> Entry:
    rules = staff.problem.rules
    wanted = specialties_needed(target, name)
    people, masks = _free(staff, target, name, wanted, allowed)
    full = (1 << len(wanted)) - 1
    if len(wanted) > WIDEST_MASK:
        masks, full = _bundle(masks, len(wanted))
    least = department_need(staff, target, name)
    cover = known_cover(staff, masks, full)
    musts = tuple(int(k in named) for k in people) if named else (0,) * len(people)
    most = max(full.bit_count(), least or 0, rules.min_inspectors_per_visit) + sum(musts)
    return Entry(
        department=staff.problem.departments.index(name),
        counts=1,
        full=full,
        least=least or 0,
        most=min(most, len(people), rules.max_inspectors_per_visit),
        people=people,
        masks=masks,
        musts=musts,
        coverable=cover is not None and least is not None and least <= len(people),
    )


def _free(
    staff: Staff,
    target: Target,
    name: str,
    wanted: tuple[str, ...],
    allowed: frozenset[str] | None,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The department's people no static rule keeps away, and what each covers."""
    people, masks = staff.groups[name], masks_of(staff, name, wanted)
    away = staff.recused.get(target.id)
    rules = staff.problem.rules
    if not away and allowed is None and not rules.same_unit_only:
        return people, masks
    kept = [
        (k, mask)
        for k, mask in zip(people, masks, strict=True)
        if not (away and k in away)
        and may_come(staff.problem.inspectors[k], target, rules)
        and (allowed is None or staff.problem.inspectors[k].id in allowed)
    ]
    return tuple(k for k, _ in kept), tuple(mask for _, mask in kept)


def _bundle(masks: Sequence[int], width: int) -> tuple[tuple[int, ...], int]:
    """Fewer, wider requirements: the pair that most people hold together becomes one, repeatedly.

    Stricter than asked when not all holders hold both, hence sound: a team that covers the bundles
    covers the specialties. Specialties always held together go first and lose nothing.
    """
    columns = [
        frozenset(k for k, mask in enumerate(masks) if mask >> bit & 1) for bit in range(width)
    ]
    while len(columns) > WIDEST_MASK:
        pairs = [(a, b) for a in range(len(columns)) for b in range(a)]
        best = min(pairs, key=lambda ab: (_lost(columns[ab[0]], columns[ab[1]]), ab))
        both = columns[best[0]] & columns[best[1]]
        columns = [c for k, c in enumerate(columns) if k not in best] + [both]
    made = tuple(
        sum(1 << bit for bit, who in enumerate(columns) if k in who) for k in range(len(masks))
    )
    return made, (1 << len(columns)) - 1


def _lost(one: frozenset[int], other: frozenset[int]) -> int:
    """How many holders a bundle of two specialties loses; very many when nobody holds both."""
    return len(one ^ other) if one & other else 10**6
