"""R15: the lead department, where named, is on every visit of two departments or more.

No clause puts the lead on every visit; it is a choice of the campaign.
"""

from __future__ import annotations

from collections.abc import Collection

from solver.rules.rule import OWN, Rule

RULE = Rule("R15", "牵头部门须到场", "lead department present", (OWN,))


def lead_joins(departments: Collection[str], lead: str | None) -> bool:
    """Whether the lead must come along although no item of its own calls it."""
    return lead is not None and len(departments) >= 2 and lead not in departments
