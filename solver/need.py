"""How many inspectors a target needs: the smallest team, calendars apart (contract §1).

need = max(min team, sum over departments of the smallest team that covers its items), with
recusals honoured and the department minimum kept; calendars, units and certificates ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from solver.problem import Inspector, Problem, Target
from solver.rules.r06_departments import departments_of
from solver.rules.r07_specialty import specialties_needed


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works for each department (assistants apart), by position in the problem's list.

    `recused` maps a target to the positions R08 keeps away; the two tables remember answers that
    thousands of targets share.
    """

    problem: Problem
    places: dict[str, int]
    groups: dict[str, tuple[int, ...]]
    recused: dict[str, frozenset[int]]
    masks: dict[tuple[str, tuple[str, ...]], tuple[int, ...]] = field(default_factory=dict)
    covers: dict[tuple[frozenset[int], int], int | None] = field(default_factory=dict)


def staff_of(problem: Problem) -> Staff:
    """The staff of a problem."""
    groups: dict[str, list[int]] = {name: [] for name in problem.departments}
    recused: dict[str, set[int]] = {}
    for place, person in enumerate(problem.inspectors):
        if person.role == "inspector":
            groups[person.department].append(place)
        for target in sorted(person.recused_targets):
            recused.setdefault(target, set()).add(place)
    return Staff(
        problem,
        {person.id: place for place, person in enumerate(problem.inspectors)},
        {name: tuple(places) for name, places in groups.items()},
        {target: frozenset(places) for target, places in recused.items()},
    )


def smallest_cover(masks: Iterable[int], full: int) -> int | None:
    """The least number of masks whose union is `full`; None when even all of them fall short.

    Breadth first over unions reached; the masks are few and small (one bit a specialty).
    """
    useful = sorted({mask & full for mask in masks} - {0}, reverse=True)
    reached, front, count = {0}, {0}, 0
    while full not in reached:
        front = {union | mask for union in front for mask in useful} - reached
        if not front:
            return None
        reached |= front
        count += 1
    return count


def known_cover(staff: Staff, masks: Iterable[int], full: int) -> int | None:
    """`smallest_cover`, remembered."""
    key = (frozenset(masks), full)
    if key not in staff.covers:
        staff.covers[key] = smallest_cover(*key)
    return staff.covers[key]


def masks_of(staff: Staff, name: str, wanted: tuple[str, ...]) -> tuple[int, ...]:
    """For each of the department's people, one bit for each wanted specialty held."""
    key = (name, wanted)
    if key not in staff.masks:
        people = staff.problem.inspectors
        staff.masks[key] = tuple(mask_of(people[k], wanted) for k in staff.groups[name])
    return staff.masks[key]


def mask_of(person: Inspector, wanted: Sequence[str]) -> int:
    """One bit for each wanted specialty the person holds."""
    return sum(1 << bit for bit, name in enumerate(wanted) if name in person.specialties)


def department_need(staff: Staff, target: Target, name: str) -> int | None:
    """The smallest group of one department for a target, or None when nobody can cover it."""
    wanted = specialties_needed(target, name)
    masks: Sequence[int] = masks_of(staff, name, wanted)
    away = staff.recused.get(target.id)
    if away:
        people = staff.groups[name]
        masks = [mask for mask, who in zip(masks, people, strict=True) if who not in away]
    cover = known_cover(staff, masks, (1 << len(wanted)) - 1)
    if cover is None:
        return None
    count = max(cover, staff.problem.rules.min_inspectors_per_department)
    return count if count <= len(masks) else None


def need_of(staff: Staff, target: Target) -> int | None:
    """The target's need, or None when no team can cover it whatever the calendars."""
    total = 0
    for name in departments_of(staff.problem, target):
        count = department_need(staff, target, name)
        if count is None:
            return None
        total += count
    return max(staff.problem.rules.min_inspectors_per_visit, total)
