"""R01: ids, names and times are well formed and stand in the problem."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from solver.rules.rule import OWN, Rule

RULE = Rule("R01", "编号、名称和时间须有效", "ids, names and times are known", (OWN,))


def is_known(
    target: str,
    inspectors: Iterable[str],
    targets: Collection[str],
    people: Collection[str],
) -> bool:
    """Whether a visit speaks only of targets and people of the problem."""
    return target in targets and all(person in people for person in inspectors)
