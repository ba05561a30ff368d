"""Who else could go on one visit, and what it would cost; where one more visit would fit best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solver.answer import broken_rules
from solver.clock import split_moment
from solver.faults import FaultList
from solver.objective import measure
from solver.problem import Inspector, Problem
from solver.rules.r08_recusal import may_face
from solver.rules.r09_available import may_work
from solver.rules.r13_unit import may_come
from solver.schedule import Objective, Schedule, Visit


@dataclass(frozen=True, slots=True)
class Candidate:
    """One exchange in a visit: `inspector` for `replaces`, and what each level changes by."""

    inspector: str
    replaces: str
    excess: int
    travel: int
    max_load: int

    def to_json(self) -> dict[str, str | int]:
        """The exchange as a JSON object."""
        return {
            "inspector": self.inspector,
            "replaces": self.replaces,
            "excess": self.excess,
            "travel": self.travel,
            "max_load": self.max_load,
        }


def candidates(problem: Problem, schedule: Schedule, target: str) -> tuple[Candidate, ...]:
    """Everybody who could stand in on the visit of a target, the cheapest exchange of each.

    Sorted by cost (excess, travel, largest load), then by the problem's order: with drawn people
    that is the order of substitution. Every other visit stays as it is. Empty where the target is
    not visited. Raises ProblemRefused for an unknown target.
    """
    if target not in {known.id for known in problem.targets}:
        faults = FaultList()
        faults.add("unknown_target", "target", target, "R01")
        faults.raise_if_any()
    visit = next((v for v in schedule.visits if v.target == target), None)
    if visit is None:
        return ()
    before = measure(problem, schedule.visits)
    made: list[tuple[tuple[int, int, int], int, Candidate]] = []
    for place, person in enumerate(problem.inspectors):
        if person.role == "inspector" and person.id not in visit.inspectors:
            swaps = _exchanges(problem, schedule.visits, visit, person, before)
            made.extend((_cost(swap), place, swap) for swap in swaps[:1])
    return tuple(swap for _, _, swap in sorted(made, key=lambda row: row[:2]))


def _cost(swap: Candidate) -> tuple[int, int, int]:
    return swap.excess, swap.travel, swap.max_load


def _exchanges(
    problem: Problem,
    visits: Sequence[Visit],
    visit: Visit,
    person: Inspector,
    before: Objective,
) -> list[Candidate]:
    """The exchanges that put a person on a visit without breaking a rule, cheapest first."""
    target = next(known for known in problem.targets if known.id == visit.target)
    moment = split_moment(visit.start)
    if (
        moment is None
        or not may_work(person, moment[0])
        or not may_face(person, target)
        or not may_come(person, target, problem.rules)
    ):
        return []
    day = [v for v in visits if v.start[:10] == moment[0] and person.id in v.inspectors]
    alone = replace(
        problem, pinned=tuple(pin for pin in problem.pinned if pin.target == visit.target)
    )
    found = []
    for other in visit.inspectors:
        team = tuple(sorted({*visit.inspectors, person.id} - {other}))
        changed = replace(visit, inspectors=team)
        if broken_rules(alone, [*day, changed]):
            continue
        everything = [changed if v is visit else v for v in visits]
        if broken_rules(replace(problem, pinned=()), everything):
            continue
        after = measure(problem, everything)
        found.append(
            Candidate(
                person.id,
                other,
                after.excess - before.excess,
                after.travel - before.travel,
                after.max_load - before.max_load,
            )
        )
    return sorted(found, key=lambda swap: (_cost(swap), swap.replaces))
