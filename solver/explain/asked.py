"""What is asked about must be there: ids of the problem, and visits that speak of it."""

from __future__ import annotations

from typing import NoReturn

from solver.clock import split_moment
from solver.faults import FaultList
from solver.problem import Inspector, Problem, Target
from solver.schedule import Schedule, Visit


def known_target(problem: Problem, target_id: str) -> Target:
    """The target of that id; ProblemRefused if there is none."""
    found = next((target for target in problem.targets if target.id == target_id), None)
    if found is None:
        refuse("unknown_target", "target", target_id)
    return found


def known_inspector(problem: Problem, inspector_id: str) -> Inspector:
    """The inspector of that id; ProblemRefused if there is none."""
    found = next((person for person in problem.inspectors if person.id == inspector_id), None)
    if found is None:
        refuse("unknown_inspector", "inspector", inspector_id)
    return found


def refuse(code: str, field: str, value: str) -> NoReturn:
    """Refuse what is asked: the problem does not have it."""
    faults = FaultList()
    faults.add(code, field, value, "R01")
    faults.raise_if_any()
    raise AssertionError(code)


def known_visits(problem: Problem, schedule: Schedule) -> list[Visit]:
    """The visits that can be read as visits of the problem; the checker names the others."""
    targets = {target.id for target in problem.targets}
    people = {person.id for person in problem.inspectors}
    return [
        visit
        for visit in schedule.visits
        if visit.target in targets
        and people.issuperset(visit.inspectors)
        and split_moment(visit.start)
        and split_moment(visit.end)
    ]
