"""R05: a team has at least two inspectors (law) and at most the cap; assistants do not count."""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Inspector, Rules
from solver.rules.rule import Rule

RULE = Rule("R05", "检查组人数", "team size", ("sz-2018#二(三)2", "sz-2018#二(三)3"))


def counted(team: Iterable[Inspector]) -> int:
    """How many of a team count: assistants do not."""
    return sum(member.role == "inspector" for member in team)


def size_holds(team: Iterable[Inspector], rules: Rules) -> bool:
    """Whether a team keeps both bounds."""
    size = counted(team)
    return rules.min_inspectors_per_visit <= size <= rules.max_inspectors_per_visit
