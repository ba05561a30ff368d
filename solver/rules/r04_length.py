"""R04: a visit lasts as long as its busiest department, rounded up to the step.

Departments work side by side: the length is the largest sum of one department's item minutes.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.problem import Item
from solver.rules.rule import OWN, Rule

RULE = Rule("R04", "检查时长须相符", "visit length", (OWN,))


def visit_minutes(items: Iterable[Item], step: int) -> int:
    """Length of the visit in minutes, a multiple of `step`."""
    sums: dict[str, int] = {}
    for item in items:
        sums[item.department] = sums.get(item.department, 0) + item.minutes
    longest = max(sums.values(), default=0)
    return -(-longest // step) * step
