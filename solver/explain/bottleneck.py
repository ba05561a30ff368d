"""An aggregate bound: visits a department or specialty is asked for against those it can make.

Demand goes from kinds of targets (by the half-days they are open) through half-days and days, each
with what the people there can make at most. If not all demand flows, no schedule visits all
of these targets, however people are arranged: the cut names where. Recusals of single targets
and the ways between them are left out, so the bound is sound but not always sharp.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from solver.explain.flow import Flow
from solver.explain.question import ALL, MIDNIGHT, Question
from solver.need import Staff, department_need, need_of, staff_of
from solver.problem import Inspector, Problem, Target
from solver.rules.r03_time import starts_allowed
from solver.rules.r04_length import visit_minutes
from solver.rules.r06_departments import departments_of
from solver.rules.r07_specialty import specialties_needed
from solver.rules.r09_available import may_work

Cell = tuple[str, int]  # day, slot


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Where demand exceeds supply: inspector-visits on the days, for targets open then only."""

    department: str
    specialty: str | None
    days: tuple[str, ...]
    demand: int
    supply: int


def bottleneck(question: Question, visited: Iterable[str]) -> Bottleneck | None:
    """A proof that the target and all visited ones cannot be visited together, or None."""
    wanted = {question.target.id, *visited}
    targets = [target for target in question.problem.targets if target.id in wanted]
    staff = staff_of(question.problem)
    for department in question.taking_part(ALL):
        for specialty in (*question.wanted[department], None):
            found = _overloaded(staff, targets, department, specialty)
            if found is not None:
                return found
    return None


def _overloaded(
    staff: Staff, targets: Sequence[Target], department: str, specialty: str | None
) -> Bottleneck | None:
    problem = staff.problem
    people = [
        person
        for person in problem.inspectors
        if person.role == "inspector"
        and person.department == department
        and (specialty is None or specialty in person.specialties)
    ]
    demands = _demands(staff, targets, department, specialty)
    if not demands:
        return None
    shortest = min(visit_minutes(t.items, problem.rules.step_minutes) for t in targets)
    flow = Flow()
    for kind, count in sorted(demands.items(), key=lambda entry: sorted(entry[0])):
        flow.add("source", ("kind", kind), count)
        for cell in sorted(kind):
            flow.add(("kind", kind), ("cell", cell), count)
    for cell in _cells(problem):
        flow.add(("cell", cell), ("day", cell[0]), _supply(problem, people, cell, shortest))
    for day in problem.days:
        flow.add(
            ("day", day), "sink", sum(p.max_visits_per_day for p in people if may_work(p, day))
        )
    made = flow.run()
    total = sum(demands.values())
    if made == total:
        return None
    near = flow.near_source()
    kinds = [kind for kind in demands if ("kind", kind) in near]
    demand = sum(demands[kind] for kind in kinds)
    days = sorted({cell[0] for kind in kinds for cell in kind})
    return Bottleneck(department, specialty, tuple(days), demand, demand - (total - made))


def _demands(
    staff: Staff, targets: Sequence[Target], department: str, specialty: str | None
) -> Counter[frozenset[Cell]]:
    """Inspector-visits asked, by the half-days in which they may take place."""
    problem = staff.problem
    found: Counter[frozenset[Cell]] = Counter()
    for target in targets:
        if department not in departments_of(problem, target):
            continue
        if specialty is not None:
            count = int(specialty in specialties_needed(target, department))
        else:
            count = _least_people(staff, target, department)
        if count:
            found[_open_cells(problem, target)] += count
    return found


def _least_people(staff: Staff, target: Target, department: str) -> int:
    """The fewest people of a department on the target's visit."""
    if departments_of(staff.problem, target) == (department,):
        return need_of(staff, target) or 0
    return department_need(staff, target, department) or 0


def _cells(problem: Problem) -> list[Cell]:
    slots = len(problem.slots) if problem.rules.visit_within_one_slot else 1
    return [(day, slot) for day in problem.days for slot in range(slots)]


def _open_cells(problem: Problem, target: Target) -> frozenset[Cell]:
    """The half-days in which the target's visit has a start."""
    length = visit_minutes(target.items, problem.rules.step_minutes)
    if not problem.rules.visit_within_one_slot:
        starts = starts_allowed(target.windows, problem.slots, length, problem.rules)
        return frozenset((day, 0) for day in starts)
    return frozenset(
        (day, number)
        for number, slot in enumerate(problem.slots)
        for day in starts_allowed(target.windows, (slot,), length, problem.rules)
    )


def _supply(problem: Problem, people: Sequence[Inspector], cell: Cell, shortest: int) -> int:
    """Visits that people can make at most in a half-day, by their limits and by the clock."""
    span = MIDNIGHT
    if problem.rules.visit_within_one_slot:
        slot = problem.slots[cell[1]]
        span = slot.end - slot.start
    way = max(0, ceil(problem.rules.travel.fixed - 1e-9))
    fitting = (span + way) // max(1, shortest + way)
    return sum(min(p.max_visits_per_day, fitting) for p in people if may_work(p, cell[0]))
