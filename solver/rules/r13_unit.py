"""R13: where the campaign asks for it, inspectors come from the unit of the target's district.

Basis: the inspector pool of a check may be one or several stations, chosen by geography.
"""

from __future__ import annotations

from solver.problem import Inspector, Rules, Target
from solver.rules.rule import Rule

RULE = Rule("R13", "仅限本辖区单位", "unit of the district", ("national-draft#二(七)",))


def may_come(inspector: Inspector, target: Target, rules: Rules) -> bool:
    """Whether the inspector's unit may serve the target."""
    return not rules.same_unit_only or inspector.unit == target.district
