"""An aggregate bound: visits a department or specialty is asked for against those it can make.

Demand goes from kinds of targets (by the half-days they are open) through half-days and days, each
with what the people there can make at most. If not all demand flows, no schedule visits all
of these targets, however people are arranged: the cut names where. Recusals of single targets
and the ways between them are left out, so the bound is sound but not always sharp.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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


class Load:
    """What targets ask of each department and specialty, worked out once for all questions."""

    def __init__(self, problem: Problem, visited: Iterable[str]) -> None:
        names = frozenset(visited)
        self._staff = staff_of(problem)
        self._visited = [target for target in problem.targets if target.id in names]
        self._networks: dict[tuple[str, str | None], _Network] = {}
        self._beside: dict[tuple[str, str | None, frozenset[Cell], int], Bottleneck | None] = {}
        self._all: dict[tuple[str, str | None], Bottleneck | None] = {}

    def beside(self, question: Question) -> Bottleneck | None:
        """A proof that the target and all visited ones cannot be visited together, or None."""
        return self._first(question, self._with_visited)

    def of_all(self, question: Question) -> Bottleneck | None:
        """A proof, where the target has a part in it, that not all targets can be visited."""
        return self._first(question, self._with_all)

    def _first(
        self, question: Question, proof: Callable[[Target, str, str | None], Bottleneck | None]
    ) -> Bottleneck | None:
        for department in question.taking_part(ALL):
            for specialty in (*question.wanted[department], None):
                found = proof(question.target, department, specialty)
                if found is not None:
                    return found
        return None

    def _with_visited(
        self, target: Target, department: str, specialty: str | None
    ) -> Bottleneck | None:
        own = _demands(self._staff, [target], department, specialty)
        cells, count = next(iter(own.items()), (frozenset(), 0))
        if not cells:
            return None
        key = (department, specialty, cells, count)
        if key not in self._beside:
            self._beside[key] = self._network(department, specialty).overloaded(own)
        return self._beside[key]

    def _network(self, department: str, specialty: str | None) -> _Network:
        key = (department, specialty)
        if key not in self._networks:
            demands = _demands(self._staff, self._visited, department, specialty)
            self._networks[key] = _Network(self._staff.problem, department, specialty, demands)
        return self._networks[key]

    def _with_all(
        self, target: Target, department: str, specialty: str | None
    ) -> Bottleneck | None:
        problem = self._staff.problem
        key = (department, specialty)
        if key not in self._all:
            demands = _demands(self._staff, problem.targets, department, specialty)
            network = _Network(problem, department, specialty, Counter())
            self._all[key] = network.overloaded(demands)
        found = self._all[key]
        days = {day for day, _ in _open_cells(problem, target)}
        return found if found is not None and days <= set(found.days) else None


class _Network:
    """Demand on a department, or on one of its specialties, flowing to what its people can make."""

    def __init__(
        self,
        problem: Problem,
        department: str,
        specialty: str | None,
        demands: Counter[frozenset[Cell]],
    ) -> None:
        self._names = (department, specialty)
        self._demands = demands
        self._flow = Flow()
        people = [
            person
            for person in problem.inspectors
            if person.role == "inspector"
            and person.department == department
            and (specialty is None or specialty in person.specialties)
        ]
        shortest = _shortest(problem)
        for cell in _cells(problem):
            most = _supply(problem, people, cell, shortest)
            self._flow.add(("cell", cell), ("day", cell[0]), most)
        for day in problem.days:
            most = sum(p.max_visits_per_day for p in people if may_work(p, day))
            self._flow.add(("day", day), "sink", most)
        self._made = _flowing(self._flow, demands)

    def overloaded(self, more: Counter[frozenset[Cell]]) -> Bottleneck | None:
        """Where the demand and some more exceed the supply; None where they do not."""
        flow = self._flow.copy()
        made = self._made + _flowing(flow, more)
        demands = self._demands + more
        total = sum(demands.values())
        if made == total:
            return None
        near = flow.near_source()
        kinds = [kind for kind in demands if ("kind", kind) in near]
        demand = sum(demands[kind] for kind in kinds)
        days = sorted({cell[0] for kind in kinds for cell in kind})
        return Bottleneck(*self._names, tuple(days), demand, demand - (total - made))


def _flowing(flow: Flow, demands: Counter[frozenset[Cell]]) -> int:
    """Add demands to the network and let them flow."""
    for kind, count in sorted(demands.items(), key=lambda entry: sorted(entry[0])):
        flow.add("source", ("kind", kind), count)
        for cell in sorted(kind):
            flow.add(("kind", kind), ("cell", cell), 10**9)
    return flow.run()


def _shortest(problem: Problem) -> int:
    step = problem.rules.step_minutes
    return min(visit_minutes(target.items, step) for target in problem.targets)


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
