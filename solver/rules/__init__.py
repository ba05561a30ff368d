"""All rules on one screen: one file each, its docstring the rule in words."""

from __future__ import annotations

from solver.rules import (
    r01_known,
    r02_once,
    r03_time,
    r04_length,
    r05_size,
    r06_departments,
    r07_specialty,
    r08_recusal,
    r09_available,
    r10_daily,
    r11_travel,
    r12_complement,
    r13_unit,
    r14_grid,
    r15_lead,
    r16_pin,
    r17_campaign,
)
from solver.rules.rule import OWN, Rule

RULES: dict[str, Rule] = {
    module.RULE.code: module.RULE
    for module in (
        r01_known,
        r02_once,
        r03_time,
        r04_length,
        r05_size,
        r06_departments,
        r07_specialty,
        r08_recusal,
        r09_available,
        r10_daily,
        r11_travel,
        r12_complement,
        r13_unit,
        r14_grid,
        r15_lead,
        r16_pin,
        r17_campaign,
    )
}

__all__ = ["OWN", "RULES", "Rule"]
