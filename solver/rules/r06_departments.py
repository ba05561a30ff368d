"""R06: only departments that take part send members, each at least its minimum, within the cap.

Departments that take part are those with an item of the target, and the lead where R15 brings
it in. A target that asks for more departments than the cap cannot be visited as it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Inspector, Problem, Target
from solver.rules.r15_lead import lead_joins
from solver.rules.rule import Rule

RULE = Rule("R06", "参与部门及最少人数", "departments that take part", ("sz-2018#二(三)3",))


def departments_of(problem: Problem, target: Target) -> tuple[str, ...]:
    """The departments that take part in the target's visit, in the problem's order."""
    asked = {item.department for item in target.items}
    if lead_joins(asked, problem.lead_department):
        asked.add(str(problem.lead_department))
    return tuple(name for name in problem.departments if name in asked)


def cap_holds(departments: Iterable[str], cap: int) -> bool:
    """Whether a visit keeps the department cap."""
    return len(set(departments)) <= cap


def members_hold(team: Iterable[Inspector], departments: Iterable[str], least: int) -> bool:
    """Whether every department sends its minimum and nobody comes from another one."""
    counts = dict.fromkeys(departments, 0)
    for member in team:
        if member.role == "assistant":
            continue
        if member.department not in counts:
            return False
        counts[member.department] += 1
    return all(count >= least for count in counts.values())
