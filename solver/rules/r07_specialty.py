"""R07: every item has a member of its department who holds its specialty.

Basis: the directory records each inspector's expertise, and people are matched by it.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Inspector, Target
from solver.rules.rule import Rule

RULE = Rule(
    "R07",
    "事项须有相应专长的人员",
    "a specialty for every item",
    ("sz-2018#二(一)2", "national-draft#二(五)", "jiangxi-2024#二(一)"),
)


def specialties_needed(target: Target, department: str) -> tuple[str, ...]:
    """The specialties a department must bring, each once, in the order of the items."""
    wanted = (item.specialty for item in target.items if item.department == department)
    return tuple(dict.fromkeys(wanted))


def covers(team: Iterable[Inspector], target: Target) -> bool:
    """Whether the team's inspectors (not its assistants) cover every item."""
    held = {
        (member.department, specialty)
        for member in team
        if member.role == "inspector"
        for specialty in member.specialties
    }
    return all((item.department, item.specialty) in held for item in target.items)
