"""R02: a target is visited at most once, and that visit covers all its items.

Basis: several items of one or more departments are checked jointly, in one go. That the city
practises one door, many matters is reported by the press and supports it, but is no clause.
"""

from __future__ import annotations

from collections.abc import Iterable

from solver.rules.rule import Rule

RULE = Rule("R02", "每个对象至多检查一次", "one visit a target", ("sz-2018#二(三)3",))


def visited_once(targets: Iterable[str]) -> bool:
    """Whether no target stands twice."""
    seen = list(targets)
    return len(seen) == len(set(seen))
