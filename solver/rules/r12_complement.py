"""R12: `unscheduled` names exactly the targets without a visit."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from solver.rules.rule import OWN, Rule

RULE = Rule("R12", "未安排名单须完整", "unscheduled is the complement", (OWN,))


def left_out(targets: Iterable[str], visited: Collection[str]) -> tuple[str, ...]:
    """The targets without a visit, in the problem's order."""
    return tuple(target for target in targets if target not in visited)
