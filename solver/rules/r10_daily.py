"""R10: nobody makes more visits a day than his or her own limit."""

from __future__ import annotations

from solver.problem import Inspector
from solver.rules.rule import OWN, Rule

RULE = Rule("R10", "每日检查次数上限", "visits a day", (OWN,))


def may_add(inspector: Inspector, visits_that_day: int) -> bool:
    """Whether one more visit fits the inspector's day."""
    return visits_that_day < inspector.max_visits_per_day
